/* SPDX-License-Identifier: MPL-2.0 */
/* view_item.c - one dossier that was sealed: its state, its receipt, what the gateway said. */
#include <stdio.h>
#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/base/codec.h"
#include "motcua/domain/linked.h"
#include "motcua/text/text.h"
#include "ui/flow.h"
#include "ui/item_branches.h"
#include "ui/item_verified.h"
#include "ui/lines.h"
#include "ui/print_view.h"
#include "ui/page.h"
#include "ui/view.h"

enum { TAG_CORRECT = 1, TAG_DRAFT, TAG_ADOPT };
enum { KEYS_MAX = 10 };

struct state {
	char id[MC_UUID_LEN];
	char supplements[MC_UUID_LEN]; /* it is a supplement to this dossier; "" */
	struct mc_lines lines;
	struct mc_flow flow;
	struct mc_view_key keys[KEYS_MAX]; /* for what can be done about it */
};

/* Which side has to act, since when, and what is said when that takes long. */
static void add_turn(struct mc_lines *lines, const struct mc_dossier_row *row)
{
	int64_t at = mc_dossier_turn_since(row);
	char since[16], until[16], text[400];

	mc_view_time(at, since);
	mc_view_time(row->deadline, until);
	snprintf(text, sizeof(text), at ? "%s (%s)" : "%s", _(mc_dossier_turn(row)->text), since);
	mc_lines_pair(lines, _("Waits for"), text); /* in brackets: since when, where it is known */
	mc_lines_pair(lines, _("Until"), until);
	if (mc_dossier_overdue(row, mc_clock_now())) {
		mc_lines_text(lines, MC_STYLE_WARN,
			      _("! It waits for more than a day. Without a link it can go by stick: "
				"F2 in the queue."));
	}
}

/* In words, what the province asks for; the fields and papers stand below. */
static void add_asked(struct mc_desk *desk, struct mc_lines *lines,
		      const struct mc_dossier_row *row)
{
	struct mc_dossier_asked asked;

	if (row->state == MC_STATE_NEEDS_SUPPLEMENT &&
	    mc_dossier_asked(desk, row->id, &asked, NULL) == MC_OK) {
		mc_lines_pair(lines, _("Asked for"), asked.text);
	}
}

static void add_sent(struct state *s, const struct mc_dossier_row *row)
{
	char text[120], rate[24];
	int64_t now = mc_clock_mono();
	int len = snprintf(text, sizeof(text), _("%lld of %lld bytes"), (long long)row->sent_bytes,
			   (long long)row->total_bytes);

	mc_flow_see(&s->flow, row->id, row->sent_bytes, now);
	mc_flow_text(mc_flow_rate(&s->flow, now), rate);
	if (rate[0]) {
		snprintf(text + len, sizeof(text) - (size_t)len, "; %s", rate);
	}
	mc_lines_pair(&s->lines, _("Sent"), text);
}

/* By its code, and its title where the catalogue still has it. One row, for what has become of it
 * is to be seen at once: of a longer title the parts that have room. */
static void add_procedure(struct mc_desk *desk, struct mc_lines *lines, const char *code)
{
	const int width = MC_LINES_WIDTH - MC_LINES_LABEL - 1;
	const struct mc_procedure *procedure;
	char text[600], *end;

	if (mc_desk_procedure(desk, code, &procedure, NULL)) {
		mc_lines_pair(lines, _("Procedure"), code);
		return;
	}
	snprintf(text, sizeof(text), "%s - %s", code, mc_view_label(&procedure->title));
	while (mc_text_width(text) > width && (end = strrchr(text, ','))) {
		*end = '\0';
	}
	mc_lines_pair(lines, _("Procedure"), text);
}

static void add_error(struct mc_lines *lines, const char *label, enum mc_code code)
{
	char text[600];

	snprintf(text, sizeof(text), "%s [%s]", mc_view_error(code), mc_error_info(code)->code);
	mc_lines_pair(lines, label, text);
}

static void add_row(struct mc_desk *desk, struct state *s, const struct mc_dossier_row *row)
{
	struct mc_lines *lines = &s->lines;
	char text[80], sealed[16], next[16];

	mc_view_time(row->sealed_at, sealed);
	mc_view_time(row->next_try, next);
	mc_lines_pair(lines, _("Local number"), row->local_number);
	mc_lines_pair(lines, _("Person"), row->subject);
	add_procedure(desk, lines, row->procedure);
	if (row->supplements[0]) {
		mc_lines_pair(lines, _("Kind"), _("supplement to a dossier that was received"));
	}
	mc_lines_pair(lines, _("State"), _(mc_state_text(row->state)));
	add_turn(lines, row);
	add_asked(desk, lines, row);
	if (row->withdrawing) {
		mc_lines_pair(lines, _("Withdrawal"),
			      _("being taken back: the signed request waits for the gateway"));
	} else if (row->refused) {
		add_error(lines, _("Withdrawal"), row->refused);
	}
	mc_lines_pair(lines, _("Official number"), row->official_number);
	if (row->seq) {
		snprintf(text, sizeof(text), "%lld", (long long)row->seq);
		mc_lines_pair(lines, _("Number in the queue"), text);
	}
	mc_lines_pair(lines, _("Sealed"), sealed);
	snprintf(text, sizeof(text), "%d", row->attempts);
	mc_lines_pair(lines, _("Tries"), text);
	add_sent(s, row);
	mc_lines_pair(lines, _("Next try"), next);
	if (row->cause != MC_OK) {
		add_error(lines, _("Last cause"), row->cause);
	}
	if (mc_held_needs_action(row)) {
		mc_lines_pair(lines, _("To be done"), _(mc_held_action(row)->screen));
	}
}

/* An outcome in the words that the queue has for the state it leads to, or in its own. */
static const char *said_text(const struct mc_dossier_said *said)
{
	static const struct {
		const char *outcome;
		enum mc_state state;
		const char *text;
	} table[] = {
		{"received", MC_STATE_RECEIPTED, NULL},
		{"rejected", MC_STATE_REJECTED, NULL},
		{"withdrawn", MC_STATE_WITHDRAWN, NULL},
		{"forwarded", MC_STATE_FORWARDED, NULL},
		{"in_process", MC_STATE_IN_PROCESS, NULL},
		{"returned", MC_STATE_RETURNED, NULL},
		{"needs_supplement", MC_STATE_NEEDS_SUPPLEMENT, NULL},
		{"completed", MC_STATE_COMPLETED, NULL},
		{"payment_due", MC_STATE_IN_PROCESS, N_("a fee is to be paid")},
		{"stopped", MC_STATE_IN_PROCESS, N_("stopped for the time being")},
	};

	for (size_t i = 0; i < MC_COUNT(table); i++) {
		if (strcmp(said->outcome, table[i].outcome) == 0) {
			return _(table[i].text ? table[i].text : mc_state_text(table[i].state));
		}
	}
	return said->outcome[0] ? said->outcome : said->kind;
}

/* "; birth registration: completed" when it was about one branch. */
static const char *branch_said(const struct mc_procedure *procedure,
			       const struct mc_dossier_said *said, char *to, size_t size)
{
	enum mc_branch_state state = mc_branch_state_parse(said->branch_outcome);

	to[0] = '\0';
	if (said->branch[0]) {
		snprintf(to, size, "; %s: %s",
			 mc_item_branch_label(procedure, said->branch),
			 _(mc_branch_state_text(state)));
	}
	return to;
}

static void add_said(struct mc_view *view, struct mc_lines *lines,
		     const struct mc_procedure *procedure)
{
	struct state *s = view->state;
	struct mc_vec said;
	struct mc_err why;

	mc_vec_init(&said, sizeof(struct mc_dossier_said), 200);
	mc_lines_text(lines, MC_STYLE_PLAIN, "");
	mc_lines_text(lines, MC_STYLE_HEAD, _("What the gateway said, signed"));
	if (mc_dossier_said(view->ui->desk, s->id, &said, &why) != MC_OK) {
		mc_ui_fail(view->ui, why.code, &why);
	}
	MC_VEC_EACH(&said, struct mc_dossier_said, statement) {
		char when[16], branch[400];

		mc_view_time(statement->at, when);
		mc_lines_printf(lines, MC_STYLE_PLAIN, "%s  %s%s%s%s%s%s", when,
				said_text(statement),
				branch_said(procedure, statement, branch, sizeof(branch)),
				statement->official_number[0] ? "; " : "",
				statement->official_number, statement->text[0] ? "; " : "",
				statement->text);
		if (statement->verified) {
			mc_lines_printf(lines, MC_STYLE_QUIET, _("   signature verified, key %s"),
					statement->kid);
		} else {
			mc_lines_text(lines, MC_STYLE_WARN, _("   ! THE SIGNATURE IS WRONG"));
		}
	}
	if (!said.len) {
		mc_lines_text(lines, MC_STYLE_PLAIN, _("Nothing yet."));
	}
	mc_vec_done(&said);
}

/* Field by field, what the gateway wants changed; nothing for one that it did not refuse. */
static void add_reasons(struct mc_view *view, struct mc_lines *lines,
			const struct mc_procedure *procedure)
{
	struct state *s = view->state;
	struct mc_vec reasons;
	struct mc_err why;

	mc_vec_init(&reasons, sizeof(struct mc_dossier_reason), 64);
	if (mc_dossier_reasons(view->ui->desk, s->id, &reasons, &why) != MC_OK) {
		mc_ui_fail(view->ui, why.code, &why);
	}
	if (reasons.len) {
		mc_lines_text(lines, MC_STYLE_PLAIN, "");
		mc_lines_text(lines, MC_STYLE_HEAD, _("Reasons given by the gateway:"));
	}
	MC_VEC_EACH(&reasons, struct mc_dossier_reason, reason) {
		mc_lines_printf(lines, MC_STYLE_WARN, "%s%s%s",
				mc_view_field(procedure, reason->field),
				reason->field[0] ? ": " : "", reason->text);
	}
	mc_vec_done(&reasons);
}

/* The payload of the signed bytes, as it was signed: dossier, digest, time. */
static bool payload(const struct mc_str *jws, struct mc_str *ret)
{
	const char *from = strchr(jws->data, '.');
	const char *to = from ? strchr(from + 1, '.') : NULL;

	return to &&
	       mc_base64url_decode((struct mc_slice){from + 1, (size_t)(to - from - 1)}, ret);
}

static void add_receipt(struct mc_view *view, struct mc_lines *lines)
{
	struct state *s = view->state;
	struct mc_str jws, text;

	mc_str_init(&jws, 65536);
	mc_str_init(&text, 65536);
	mc_lines_text(lines, MC_STYLE_PLAIN, "");
	mc_lines_text(lines, MC_STYLE_HEAD, _("Receipt, as the gateway signed it"));
	if (mc_dossier_receipt(view->ui->desk, s->id, &jws, NULL) == MC_OK &&
	    payload(&jws, &text)) {
		mc_lines_text(lines, MC_STYLE_PLAIN, text.data);
	} else {
		mc_lines_text(lines, MC_STYLE_PLAIN,
			      _("No receipt yet: the dossier counts as not received."));
	}
	mc_str_done(&jws);
	mc_str_done(&text);
}

static enum mc_code load(struct mc_view *view, struct mc_err *why);
static unsigned act_retry(struct mc_view *view);
static unsigned act_correct(struct mc_view *view);
static unsigned act_supplement(struct mc_view *view);
static unsigned act_adopt(struct mc_view *view);

static unsigned act_verify(struct mc_view *view)
{
	struct state *s = view->state;
	struct mc_err why;

	mc_item_verify_again(view->ui, s->id);
	if (load(view, &why) != MC_OK) {
		mc_ui_fail(view->ui, why.code, &why);
	}
	return MC_VIEW_TAKEN;
}

static unsigned act_print(struct mc_view *view)
{
	struct state *s = view->state;
	struct mc_printed printed;
	struct mc_err why;
	enum mc_code code = mc_slip_receipt(view->ui->desk, s->id, &printed, &why);

	return mc_ui_printed(view->ui, code, &printed, &why);
}

#define PRINT {MC_KEY_F(7), N_("Print"), act_print}
#define RETRY {MC_KEY_F(9), N_("Retry"), act_retry}
#define CORRECT {'C', N_("Correct"), act_correct}, {'c', NULL, act_correct}
#define SUPPLEMENT {'S', N_("Supply"), act_supplement}, {'s', NULL, act_supplement}
#define ADOPT {MC_KEY_CTRL('Y'), NULL, act_adopt}
#define END {0, NULL, NULL}

static const struct mc_view_key plain_keys[] = {PRINT, RETRY, END};
static const struct mc_view_key correct_keys[] = {PRINT, CORRECT, RETRY, END};
static const struct mc_view_key supplement_keys[] = {PRINT, SUPPLEMENT, RETRY, END};
static const struct mc_view_key adopt_keys[] = {ADOPT, CORRECT, RETRY, END};
static const struct mc_view_key adopt_more[] = {
	/* TRANSLATORS: an old copy of the data is adopted: work goes on with it */
	{MC_KEY_CTRL('Y'), N_("Adopt"), act_adopt},
	END
};
static const struct mc_view_key verify_keys[] = { {'V', N_("Verify"), act_verify},
						  {'v', NULL, act_verify} };

/* What has come to no good end: mc_dossier_correct() takes these. */
static bool ended_badly(enum mc_state state)
{
	return state == MC_STATE_REJECTED || state == MC_STATE_RETURNED || state == MC_STATE_HELD;
}

/* The keys for what can be done about it, so that none has to be looked for. */
static const struct mc_view_key *keys_of(const struct mc_dossier_row *row)
{
	bool old_copy = row->cause == MC_E_OLD_COPY || row->cause == MC_E_SEQ_TAKEN;

	if (row->state == MC_STATE_HELD && old_copy) {
		return adopt_keys;
	}
	if (row->state == MC_STATE_NEEDS_SUPPLEMENT ||
	    (row->supplements[0] && (ended_badly(row->state) || row->state == MC_STATE_WITHDRAWN))) {
		return supplement_keys;
	}
	return ended_badly(row->state) ? correct_keys : plain_keys;
}

/* Those of its state; and one to verify again what came to nothing. */
static void take_keys(struct mc_view *view, const struct mc_dossier_row *row, bool verify)
{
	struct state *s = view->state;
	const struct mc_view_key *key = keys_of(row);
	size_t count = verify ? MC_COUNT(verify_keys) : 0;

	memcpy(s->keys, verify_keys, count * sizeof(*key));
	for (; key->key && count < KEYS_MAX - 1; key++) {
		s->keys[count++] = *key;
	}
	s->keys[count] = (struct mc_view_key)END;
	view->more = keys_of(row) == adopt_keys ? adopt_more : NULL;
	view->keys = s->keys;
}

static enum mc_code load(struct mc_view *view, struct mc_err *why)
{
	struct state *s = view->state;
	const struct mc_procedure *procedure;
	struct mc_dossier_row row;
	enum mc_code code = mc_dossier_row(view->ui->desk, s->id, &row, why);

	if (code == MC_OK) {
		MC_COPY(s->supplements, row.supplements);
		procedure = mc_dossier_procedure(view->ui->desk, s->id);
		mc_lines_reset(&s->lines);
		add_row(view->ui->desk, s, &row);
		code = mc_item_branches(view->ui, &row, &s->lines, why);
		take_keys(view, &row, mc_item_verified(view->ui, &row, &s->lines));
		mc_due_lines(view, &s->lines, &row);
		add_reasons(view, &s->lines, procedure);
		add_said(view, &s->lines, procedure);
		add_receipt(view, &s->lines);
		MC_COPY(view->title, row.local_number);
		explicit_bzero(&row, sizeof(row));
	}
	return code;
}

static unsigned act_retry(struct mc_view *view)
{
	struct state *s = view->state;
	struct mc_err why;
	enum mc_code code = mc_queue_retry(view->ui->desk, s->id, &why);

	if (code == MC_OK) {
		mc_ui_say(view->ui, "%s", _("It is tried again now."));
		code = load(view, &why);
	}
	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
	}
	return MC_VIEW_TAKEN;
}

static unsigned act_correct(struct mc_view *view)
{
	const char *buttons[] = {_("Back"), _("Correct it"), NULL};

	mc_ui_confirm(view->ui, TAG_CORRECT, _("Correct this dossier?"),
		      _("A new draft with a new number is made, with all values and papers. The old "
			"dossier stays as it is; what is wrong is changed in the new one, which is "
			"then sent."),
		      buttons);
	return MC_VIEW_TAKEN;
}

static void correct(struct mc_view *view)
{
	struct state *s = view->state;
	struct mc_work *work;
	struct mc_err why;
	char id[MC_UUID_LEN];
	enum mc_code code = mc_dossier_correct(view->ui->desk, s->id, &work, &why);

	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
		return;
	}
	MC_COPY(id, work->id);
	mc_work_close(work); /* the form takes its lock */
	mc_ui_open(view->ui, MC_VIEW_FORM, TAG_DRAFT, &(union mc_view_arg){.id = id});
}

/* The form that was begun, or a new one; what is asked for stays in the message row. */
static unsigned act_supplement(struct mc_view *view)
{
	struct state *s = view->state;
	const char *dossier = s->supplements[0] ? s->supplements : s->id;
	struct mc_work *work;
	struct mc_err why;
	char id[MC_UUID_LEN];
	enum mc_code code = mc_dossier_supplement(view->ui->desk, dossier, &work, &why);

	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
		return MC_VIEW_TAKEN;
	}
	MC_COPY(id, work->id);
	mc_work_close(work); /* the form takes its lock */
	mc_ui_open(view->ui, MC_VIEW_FORM, TAG_DRAFT, &(union mc_view_arg){.id = id});
	return MC_VIEW_TAKEN;
}

static unsigned act_adopt(struct mc_view *view)
{
	mc_view_ask_adopt(view->ui, TAG_ADOPT);
	return MC_VIEW_TAKEN;
}

static enum mc_code item_open(struct mc_view *view, const union mc_view_arg *arg,
			      struct mc_err *why)
{
	struct state *s = view->state;

	MC_COPY(s->id, arg->id);
	MC_COPY(view->dossier, arg->id);
	mc_lines_init(&s->lines);
	return load(view, why);
}

static void item_close(struct mc_view *view)
{
	struct state *s = view->state;

	mc_lines_done(&s->lines);
}

static unsigned item_event(struct mc_view *view, const struct mc_event *event)
{
	struct state *s = view->state;
	struct mc_err why;

	if (event->kind == MC_EVENT_RESULT && event->tag == TAG_CORRECT && event->choice == 1) {
		correct(view);
		return MC_VIEW_TAKEN;
	}
	if (event->kind == MC_EVENT_RESULT && event->tag == TAG_ADOPT && event->choice == 1) {
		mc_view_adopt(view->ui);
	}
	if (event->kind == MC_EVENT_CHANGED || event->kind == MC_EVENT_RESULT) {
		enum mc_code code = load(view, &why);

		if (code != MC_OK) {
			mc_ui_fail(view->ui, code, &why);
		}
		return MC_VIEW_TAKEN;
	}
	if (event->kind == MC_EVENT_HELP) {
		mc_ui_help(view->ui, "%s",
			   _("Up and Down scroll. A dossier counts as received when its "
			     "signed receipt is on this disk, not before."));
		return MC_VIEW_TAKEN;
	}
	return mc_view_scroll(view, &s->lines, event);
}

static void item_draw(const struct mc_view *view, struct mc_canvas *canvas)
{
	const struct state *s = view->state;

	mc_view_page(&s->lines, canvas);
}

const struct mc_view_ops mc_view_item = {
	.name = "item",
	.title = N_("Dossier sent"),
	.watch = MC_WATCH_OUTBOX | MC_WATCH_ANSWER,
	.state_size = sizeof(struct state),
	.open = item_open,
	.event = item_event,
	.draw = item_draw,
	.close = item_close,
};
