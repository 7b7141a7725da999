/* SPDX-License-Identifier: MPL-2.0 */
/*
 * view_queue.c - what was sealed here and where it is: finite states, tries, the last
 * cause and the next try on the row; the balance at the bottom.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/desk/day_slip.h"
#include "motcua/desk/find.h"
#include "motcua/text/text.h"
#include "ui/flow.h"
#include "ui/list.h"
#include "ui/print_view.h"
#include "ui/queue_stick.h"
#include "ui/seek.h"
#include "ui/view.h"

#define LIST_TOP 2
#define DETAIL_ROWS 3 /* one more than a hint has: a cause is not to be cut */
#define FOOT_ROWS 5   /* of the view's rows: the search, the balance, and what the detail takes */
#define QUEUE_MAX 500
#define FOUND_MAX (1 << 24)
#define SIGNATURES 50 /* of items that are looked at between keys */
#define SLIP_MAX (1024 * 1024)

enum { TAG_ITEM = 1, TAG_WITHDRAW, TAG_ADOPT };

struct state {
	struct mc_list list;
	struct mc_vec rows; /* struct mc_dossier_row: those on the screen, from `first` on */
	int first;
	struct mc_seek seek;
	struct mc_vec found; /* int64_t: of those that it found, their numbers */
	struct mc_dossier_row moving; /* id "": nothing is on its way */
	struct mc_queue_ledger ledger; /* once it is counted */
	struct mc_queue_count *count;
	bool counted, counting, again; /* again: something changed while it was counted */
	struct mc_flow flow;
	char rate[24]; /* of what is on its way */
	struct mc_queue_stick stick;
};

/* The title tells it wherever the list stands: item n of m, bytes per second. */
static void see_progress(struct mc_view *view)
{
	struct state *s = view->state;
	const struct mc_dossier_row *row = s->moving.id[0] ? &s->moving : NULL;
	int64_t now = mc_clock_mono();
	int waiting = s->counted ? (int)s->ledger.waiting : view->ui->status.waiting;
	int n = mc_flow_number(&s->flow, waiting);

	mc_flow_see(&s->flow, row ? row->id : NULL, row ? row->sent_bytes : 0, now);
	mc_flow_text(mc_flow_rate(&s->flow, now), s->rate);
	view->title[0] = '\0';
	if (row) {
		/* TRANSLATORS: width:40 - the title: which of how many is being sent, how fast */
		snprintf(view->title, sizeof(view->title), _("Queue: sending %d of %d%s%s"), n,
			 s->flow.most, s->rate[0] ? ", " : "", s->rate);
	}
}

/* Tried at once, over a link that works: the courier has it in hand. */
static void look_at_moving(struct mc_view *view)
{
	struct state *s = view->state;
	struct mc_err why;

	s->moving.id[0] = '\0';
	if (view->ui->status.link == MC_DESK_LINK_UP &&
	    mc_queue_moving(view->ui->desk, &s->moving, &why) != MC_OK) {
		s->moving.id[0] = '\0';
	}
}

/* A part of the ledger: a few signatures, and the keys have their turn. What changed meanwhile
 * is counted behind this, so that a busy courier does not keep it from ending. */
static void count(struct mc_view *view)
{
	struct state *s = view->state;
	bool done = false;
	struct mc_err why;
	enum mc_code code = mc_queue_count_step(s->count, SIGNATURES, &done, &s->ledger, &why);

	s->counted = s->counted || done;
	s->counting = !code && (!done || s->again);
	s->again = s->again && !done && !code;
	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
	}
}

/* Many are counted later: the list does not wait for them. */
static void count_anew(struct mc_view *view)
{
	struct state *s = view->state;

	if (s->counting) {
		s->again = true;
		return;
	}
	mc_queue_count_again(s->count);
	if (s->list.count < QUEUE_MAX) {
		count(view);
	} else {
		s->counting = true;
	}
}

/* ---- the rows that are seen */

static int rows_seen(const struct mc_view *view)
{
	return MC_VIEW_ROWS(view->ui->rows) - FOOT_ROWS;
}

static enum mc_code read_rows(struct mc_view *view, int from, int count, struct mc_err *why)
{
	struct state *s = view->state;

	return mc_seek_on(&s->seek) ?
		       mc_dossier_rows(view->ui->desk, mc_vec_at(&s->found, (size_t)from), count,
				       &s->rows, why) :
		       mc_dossier_list(view->ui->desk, true, from, count, &s->rows, why);
}

static void show(struct mc_view *view, bool again)
{
	struct state *s = view->state;
	int rows = rows_seen(view), top = mc_list_top(&s->list, rows);
	int wanted = s->list.count - top < rows ? s->list.count - top : rows;
	struct mc_err why;

	s->list.page = rows;
	if (!again && s->first == top && (int)s->rows.len == wanted) {
		return;
	}
	mc_vec_reset(&s->rows);
	s->first = top;
	if (wanted > 0 && read_rows(view, top, wanted, &why) != MC_OK) {
		mc_ui_fail(view->ui, why.code, &why);
	}
}

/* What goes on between the keys. */
static void see_work(struct mc_view *view)
{
	const struct state *s = view->state;

	view->working = s->counting || (mc_seek_on(&s->seek) && !s->seek.ready);
}

/* Of the whole list its length; of what is typed those that it finds, once the names are open. */
static enum mc_code look(struct mc_view *view, int *ret_length, struct mc_err *why)
{
	struct state *s = view->state;
	struct mc_find find = {.sealed = true};
	enum mc_code code;

	mc_vec_reset(&s->found);
	*ret_length = 0;
	if (!mc_seek_on(&s->seek)) {
		return mc_queue_length(view->ui->desk, QUEUE_MAX, ret_length, why);
	}
	if (!mc_seek_ready(&s->seek, view)) {
		return MC_OK;
	}
	MC_COPY(find.text, s->seek.box.text.data);
	code = mc_dossier_find(view->ui->desk, &find, &s->found, why);
	*ret_length = (int)s->found.len;
	explicit_bzero(&find, sizeof(find));
	return code && mc_error_info(code)->grade == MC_GRADE_ITEM ? MC_OK : code; /* half a number */
}

static void load_rows(struct mc_view *view)
{
	struct state *s = view->state;
	int length;
	struct mc_err why;
	enum mc_code code = look(view, &length, &why);

	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
	}
	mc_list_resize(&s->list, length);
	show(view, true);
	see_work(view);
}

static void load(struct mc_view *view)
{
	load_rows(view);
	look_at_moving(view);
	count_anew(view);
	see_progress(view);
	see_work(view);
}

static void work(struct mc_view *view)
{
	struct state *s = view->state;

	if (mc_seek_on(&s->seek) && !s->seek.ready) {
		load_rows(view);
	} else {
		count(view);
	}
	see_work(view);
}

/* Another word is looked for: the best match is the first. */
static void search(struct mc_view *view)
{
	struct state *s = view->state;

	s->list.at = 0;
	load_rows(view);
}

static const struct mc_dossier_row *current(const struct mc_view *view)
{
	const struct state *s = view->state;
	int at = s->list.at - s->first;

	return s->list.count && at >= 0 ? mc_vec_at(&s->rows, (size_t)at) : NULL;
}

static unsigned act_refresh(struct mc_view *view)
{
	struct mc_err why;
	enum mc_code code = mc_desk_courier(view->ui->desk, &why);

	load(view);
	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
	}
	return MC_VIEW_TAKEN;
}

static unsigned act_retry(struct mc_view *view)
{
	const struct mc_dossier_row *row = current(view);
	struct mc_err why;
	enum mc_code code;

	if (!row) {
		return MC_VIEW_TAKEN;
	}
	code = mc_queue_retry(view->ui->desk, row->id, &why);
	load(view);
	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
	} else {
		mc_ui_say(view->ui, "%s", _("It is tried again now."));
	}
	return MC_VIEW_TAKEN;
}

static unsigned act_withdraw(struct mc_view *view)
{
	const struct mc_dossier_row *row = current(view);
	const char *buttons[] = {_("Keep"), _("Withdraw"), NULL};
	char text[MC_NAME_LEN + 400];

	if (!row) {
		return MC_VIEW_TAKEN;
	}
	snprintf(
		text, sizeof(text),
		_("Person: %s\nDossier: %s\n\nOne that was never tried is withdrawn at once. For "
		  "any other a signed request goes into the queue; it is withdrawn when the "
		  "gateway has signed that."),
		row->subject, row->local_number);
	mc_ui_confirm(view->ui, TAG_WITHDRAW, _("Withdraw this dossier?"), text, buttons);
	return MC_VIEW_TAKEN;
}

static void withdraw(struct mc_view *view)
{
	const struct mc_dossier_row *row = current(view);
	struct mc_err why;
	enum mc_code code = mc_dossier_withdraw(view->ui->desk, row->id, &why);

	load(view);
	row = current(view);
	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
	} else if (row && row->withdrawing) {
		mc_ui_say(view->ui, "%s",
			  _("The request is in the queue. Until the gateway signs it, the dossier "
			    "is not withdrawn."));
	} else {
		mc_ui_say(view->ui, "%s", _("The dossier is withdrawn."));
	}
}

static unsigned act_adopt(struct mc_view *view)
{
	mc_view_ask_adopt(view->ui, TAG_ADOPT);
	return MC_VIEW_TAKEN;
}

/* ---- the slip of the day */

static enum mc_code print_day(struct mc_view *view, struct mc_printed *printed, struct mc_err *why)
{
	char stem[16];
	struct mc_str text;
	enum mc_code code;

	mc_day_stem(mc_clock_now(), stem);
	mc_str_init(&text, SLIP_MAX);
	code = mc_day_slip(view->ui->desk, mc_clock_now(), &text, why);
	if (code == MC_OK) {
		code = mc_print(view->ui->desk,
				&(struct mc_print_job){ .kind = "day", .ref = "", .stem = stem,
							.procedure = "",
							.text = mc_slice_of(&text) },
				printed, why);
	}
	mc_str_done(&text);
	if (code != MC_OK) {
		free(printed->file);
	}
	return code;
}

static unsigned act_slip(struct mc_view *view)
{
	struct mc_printed printed = {.file = NULL};
	struct mc_err why;
	enum mc_code code = print_day(view, &printed, &why);

	return mc_ui_printed(view->ui, code, &printed, &why);
}

/* ---- without a link: by stick */

static unsigned act_export(struct mc_view *view)
{
	return mc_queue_stick_export(view, &((struct state *)view->state)->stick);
}

static unsigned act_import(struct mc_view *view)
{
	return mc_queue_stick_import(view, &((struct state *)view->state)->stick);
}

static const struct mc_view_key keys[] = {
	{MC_KEY_F(5), N_("Refresh"), act_refresh},
	{MC_KEY_F(6), NULL, NULL}, /* here already: its room is needed in the bar */
	{MC_KEY_F(8), N_("Withdraw"), act_withdraw},
	{MC_KEY_F(9), N_("Retry"), act_retry},
	{MC_KEY_ENTER, N_("Details"), NULL},
	{0, NULL, NULL},
};

static const struct mc_view_key more[] = {
	/* TRANSLATORS: the slip of the day is printed */
	{MC_KEY_F(7), N_("Day slip"), act_slip},
	/* TRANSLATORS: what waits is written to a USB stick */
	{MC_KEY_F(2), N_("To stick"), act_export},
	/* TRANSLATORS: what comes back on a USB stick is taken in */
	{MC_KEY_F(4), N_("Stick in"), act_import},
	{MC_KEY_CTRL('Y'), NULL, act_adopt}, /* named where it is the thing to do */
	{0, NULL, NULL},
};

static enum mc_code queue_open(struct mc_view *view, const union mc_view_arg *arg,
			       struct mc_err *why)
{
	struct state *s = view->state;
	int place = arg->id ? mc_queue_place(view->ui->desk, arg->id, QUEUE_MAX) : -1;

	(void)why;
	view->keys = keys;
	view->more = more;
	mc_vec_init(&s->rows, sizeof(struct mc_dossier_row), QUEUE_MAX);
	mc_vec_init(&s->found, sizeof(int64_t), FOUND_MAX);
	mc_seek_init(&s->seek, view);
	s->count = mc_queue_count_new(view->ui->desk);
	s->list.at = place > 0 ? place : 0;
	load(view);
	return MC_OK;
}

static void queue_close(struct mc_view *view)
{
	struct state *s = view->state;

	mc_vec_done(&s->rows);
	mc_vec_done(&s->found);
	mc_seek_done(&s->seek);
	mc_queue_count_free(s->count);
	mc_queue_stick_done(&s->stick);
}

static unsigned on_typed(struct mc_view *view, const struct mc_event *event)
{
	struct state *s = view->state;
	bool taken;

	if (mc_seek_event(&s->seek, event, &taken)) {
		search(view);
	}
	return taken ? MC_VIEW_TAKEN : MC_VIEW_IGNORED;
}

static unsigned on_key(struct mc_view *view, const struct mc_event *event)
{
	struct state *s = view->state;
	uint32_t key = event->key;

	if (key == MC_KEY_ENTER && current(view)) {
		mc_ui_open(view->ui, MC_VIEW_ITEM, TAG_ITEM,
			   &(union mc_view_arg){.id = current(view)->id});
		return MC_VIEW_TAKEN;
	}
	if (!mc_list_key(&s->list, key)) {
		return on_typed(view, event);
	}
	show(view, false);
	return MC_VIEW_TAKEN;
}

static unsigned on_result(struct mc_view *view, const struct mc_event *event)
{
	if (event->tag == TAG_ADOPT && event->choice == 1) {
		mc_view_adopt(view->ui);
	}
	load(view);
	if (event->tag == TAG_WITHDRAW && event->choice == 1 && current(view)) {
		withdraw(view);
	} else if (mc_queue_stick_result(view, &((struct state *)view->state)->stick, event)) {
		load(view);
	}
	return MC_VIEW_TAKEN;
}

static unsigned queue_event(struct mc_view *view, const struct mc_event *event)
{
	switch (event->kind) {
	case MC_EVENT_KEY:
		return on_key(view, event);
	case MC_EVENT_PASTE:
		return on_typed(view, event);
	case MC_EVENT_CHANGED:
		load(view);
		return MC_VIEW_TAKEN;
	case MC_EVENT_RESIZED:
		show(view, false);
		return MC_VIEW_TAKEN;
	case MC_EVENT_WORK:
		work(view);
		return MC_VIEW_TAKEN;
	case MC_EVENT_RESULT:
		return on_result(view, event);
	case MC_EVENT_HELP:
		if (view->ui->status.lost) {
			mc_ui_help(view->ui, "[%s] %s", mc_error_info(MC_E_GATEWAY_BEHIND)->code,
				   mc_view_error(MC_E_GATEWAY_BEHIND));
		}
		if (view->ui->status.news_gap) {
			mc_ui_help(view->ui, "[%s] %s", mc_error_info(MC_E_NEWS_GAP)->code,
				   mc_view_error(MC_E_NEWS_GAP));
		}
		mc_ui_help(
			view->ui, "%s",
			_("Saved, sent and received are three things: only a signed receipt on "
			  "disk is received. What waits is tried again by itself. Nothing is deleted."));
		mc_ui_help(view->ui, "%s",
			   _("F7 prints the slip of the day: the balance, and what was sealed today or "
			     "still waits."));
		mc_ui_help(view->ui, "%s",
			   _("Without a link: F2 writes what waits to a stick, F4 takes in the file that "
			     "comes back."));
		mc_seek_help(view->ui);
		return MC_VIEW_TAKEN;
	default:
		return MC_VIEW_IGNORED;
	}
}

/* ---- drawing */

static const char *state_text(const struct mc_dossier_row *row)
{
	/* TRANSLATORS: width:18 - a withdrawal is asked for and not yet signed */
	return row->withdrawing ? _("being taken back") : _(mc_state_text(row->state));
}

static void draw_row(const struct mc_dossier_row *row, struct mc_canvas *canvas, int at,
		     bool focused)
{
	bool overdue = mc_dossier_overdue(row, mc_clock_now());
	const enum mc_style style = overdue || row->lost ? MC_STYLE_WARN : MC_STYLE_PLAIN;
	char next[16];

	mc_view_time(row->next_try, next);
	mc_canvas_fill(canvas, at, 0, 1, canvas->cols, style);
	/* never by colour alone: what waits for more than a day is marked, too */
	mc_canvas_text(canvas, at, 1, 1, style,
		       overdue || row->unverified || row->lost ? "!" : " ");
	if (row->seq) {
		mc_canvas_printf(canvas, at, 2, 4, style, "%lld", (long long)row->seq);
	} else {
		/* TRANSLATORS: width:4 - stands for the number that a supplement does not have */
		mc_canvas_text(canvas, at, 2, 4, style, _("supp"));
	}
	mc_canvas_text(canvas, at, 7, 18, style, row->local_number);
	mc_canvas_text(canvas, at, 25, 20, style, row->subject);
	mc_canvas_text(canvas, at, 46, 18, style, state_text(row));
	mc_canvas_printf(canvas, at, 65, 3, style, "%d", row->attempts);
	mc_canvas_text(canvas, at, 69, 11, style, next);
	mc_list_mark(canvas, at, 0, focused);
}

/* The focused row in full: state, bytes, tries, cause, next try (R6, R9). */
static void draw_detail(const struct mc_view *view, const struct mc_dossier_row *row,
			struct mc_canvas *canvas)
{
	const struct state *s = view->state;
	char next[16];
	struct mc_str text;

	mc_view_time(row->next_try, next);
	mc_str_init(&text, 2048);
	mc_str_puts(&text, state_text(row)); /* the item shows both */
	mc_str_printf(&text, _("; sent %lld of %lld bytes; tries %d"), (long long)row->sent_bytes,
		      (long long)row->total_bytes, row->attempts);
	if (s->rate[0] && !strcmp(s->flow.id, row->id)) {
		mc_str_printf(&text, "; %s", s->rate);
	}
	if (next[0]) {
		mc_str_printf(&text, _("; next try %s"), next);
	}
	if (mc_progress_shown(&row->progress)) {
		mc_view_time(mc_progress_shown(&row->progress), next);
		mc_str_printf(&text, _("; due %s"), next);
	}
	if (row->lost) {
		/* TRANSLATORS: width:67 - behind "! [NET-21] "; F1 has more room for it */
		mc_str_printf(&text, "\n! [%s] %s", mc_error_info(MC_E_GATEWAY_BEHIND)->code,
			      _("THE PROVINCE HAS LOST IT AGAIN: call it, and read out the number."));
	} else if (mc_dossier_overdue(row, mc_clock_now())) {
		mc_str_printf(&text, "\n%s", _("! WAITS FOR MORE THAN A DAY: F2 writes it to a stick"));
	} else if (row->unverified) {
		mc_str_printf(&text, "\n%s", _("! A VERIFICATION NEEDS YOU: Enter says what to do."));
	} else if (row->verifying) {
		mc_str_printf(&text, "\n");
		mc_str_printf(&text, P_("%d verification waits for the link.",
					"%d verifications wait for the link.", row->verifying),
			      row->verifying);
	} else if (mc_dossier_misses_news(row, &view->ui->status)) {
		/* TRANSLATORS: width:67 - behind "! [NET-20] "; F1 has more room for it */
		mc_str_printf(&text, "\n! [%s] %s", mc_error_info(MC_E_NEWS_GAP)->code,
			      _("A WORD OF THE PROVINCE IS MISSING: it may be further than shown."));
	} else if (!mc_held_needs_action(row) && row->cause == MC_OK) {
		mc_str_printf(&text, "\n%s", _(mc_dossier_turn(row)->text));
	}
	if (mc_held_needs_action(row)) { /* Enter shows the cause's own words too */
		mc_str_printf(&text, "\n[%s] %s", mc_error_info(row->cause)->code,
			      _(mc_held_action(row)->screen));
	} else if (row->cause != MC_OK) {
		mc_str_printf(&text, "\n[%s] %s", mc_error_info(row->cause)->code,
			      mc_view_error(row->cause));
	}
	mc_view_detail(canvas, canvas->rows - 2 - DETAIL_ROWS, 1, DETAIL_ROWS, canvas->cols - 2,
		       text.data);
	mc_str_done(&text);
}

static void draw_ledger(const struct mc_queue_ledger *ledger, struct mc_canvas *canvas, int row)
{
	struct mc_str text;

	mc_str_init(&text, 512);
	if (!ledger->balanced) {
		mc_str_printf(&text, _("! DOES NOT BALANCE: number %lld is not accounted for. "),
			      (long long)(ledger->first_missing ? ledger->first_missing :
								  ledger->first_unproven));
	}
	mc_str_printf(&text,
		      /* TRANSLATORS: width:112 - the balance of the queue; with the two
		       * words behind it two lines of 78 columns at most */
		      _("created %lld = received %lld + rejected %lld + waiting %lld + held %lld + "
			"bundled %lld + withdrawn %lld"),
		      (long long)ledger->created, (long long)ledger->received,
		      (long long)ledger->rejected, (long long)ledger->waiting,
		      (long long)ledger->held, (long long)ledger->bundled,
		      (long long)ledger->withdrawn);
	if (ledger->balanced) {
		/* TRANSLATORS: width:14 */
		mc_str_printf(&text, "  %s", _("[balanced]"));
	}
	/* TRANSLATORS: width:24 */
	mc_str_printf(&text, "%s%s", mc_text_width(text.data) > 78 ? "  " : "\n",
		      _("F7: slip of the day"));
	mc_canvas_wrap(canvas, row, 1, 2, 78, ledger->balanced ? MC_STYLE_HEAD : MC_STYLE_WARN,
		       text.data);
	mc_str_done(&text);
}

static void queue_draw(const struct mc_view *view, struct mc_canvas *canvas)
{
	const struct state *s = view->state;
	int rows = MC_VIEW_ROWS(canvas->rows) - FOOT_ROWS;

	mc_canvas_text(canvas, 1, 2, 4, MC_STYLE_HEAD, _("no."));
	mc_canvas_text(canvas, 1, 7, 18, MC_STYLE_HEAD, _("dossier"));
	mc_canvas_text(canvas, 1, 25, 20, MC_STYLE_HEAD, _("person"));
	mc_canvas_text(canvas, 1, 46, 18, MC_STYLE_HEAD, _("state"));
	/* TRANSLATORS: width:3 - number of tries */
	mc_canvas_text(canvas, 1, 65, 3, MC_STYLE_HEAD, _("try"));
	mc_canvas_text(canvas, 1, 69, 11, MC_STYLE_HEAD, _("next try"));
	for (int i = 0; i < rows && i < (int)s->rows.len; i++) {
		draw_row(mc_vec_at(&s->rows, (size_t)i), canvas, LIST_TOP + i,
			 s->first + i == s->list.at);
	}
	if (!s->list.count) {
		mc_canvas_text(canvas, LIST_TOP, 2, 76, MC_STYLE_QUIET,
			       mc_seek_nothing(&s->seek, _("Nothing was sent yet.")));
		mc_canvas_cursor(canvas, LIST_TOP, 0);
	} else if (current(view)) {
		draw_detail(view, current(view), canvas);
	}
	mc_seek_draw(&s->seek, canvas, LIST_TOP + rows, s->list.count);
	if (s->counted) {
		draw_ledger(&s->ledger, canvas, LIST_TOP + rows + 1);
	} else {
		mc_canvas_text(canvas, LIST_TOP + rows + 1, 1, 78, MC_STYLE_QUIET,
			       /* TRANSLATORS: width:78 - in the place of the balance */
			       _("The signatures are being verified; the balance stands here then."));
	}
}

static const struct mc_edit *queue_edit(const struct mc_view *view)
{
	const struct state *s = view->state;

	return &s->seek.box;
}

const struct mc_view_ops mc_view_queue = {
	.name = "queue",
	.title = N_("Queue"),
	.watch = MC_WATCH_OUTBOX | MC_WATCH_LINK,
	.state_size = sizeof(struct state),
	.open = queue_open,
	.event = queue_event,
	.draw = queue_draw,
	.edit = queue_edit,
	.close = queue_close,
};
