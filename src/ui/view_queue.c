/* SPDX-License-Identifier: MPL-2.0 */
/*
 * view_queue.c - what was sealed here and where it is: finite states, tries, the last
 * cause and the next try on the row; the balance at the bottom.
 */
#include <stdio.h>
#include <string.h>

#include "ui/list.h"
#include "ui/view.h"

#define LIST_TOP 2
#define DETAIL_ROWS 3 /* one more than a hint has: a cause is not to be cut */
#define FOOT_ROWS 4   /* of the view's rows: the balance, and what the detail takes */
#define QUEUE_MAX 500

enum { TAG_ITEM = 1, TAG_WITHDRAW };

struct state {
	struct mc_vec rows; /* struct mc_dossier_row */
	struct mc_list list;
	struct mc_queue_ledger ledger;
};

static void load(struct mc_view *view)
{
	struct state *s = view->state;
	struct mc_err why;
	enum mc_code code;

	mc_vec_reset(&s->rows);
	code = mc_dossier_list(view->ui->desk, true, 0, QUEUE_MAX, &s->rows, &why);
	if (code == MC_OK) {
		code = mc_queue_ledger(view->ui->desk, &s->ledger, &why);
	}
	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
	}
	mc_list_resize(&s->list, (int)s->rows.len);
}

static const struct mc_dossier_row *current(const struct mc_view *view)
{
	const struct state *s = view->state;

	return mc_vec_at(&s->rows, (size_t)s->list.at);
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
	const char *buttons[] = { _("Keep"), _("Withdraw"), NULL };
	char text[MC_NAME_LEN + 400];

	if (!row) {
		return MC_VIEW_TAKEN;
	}
	snprintf(
		text, sizeof(text),
		_("Person: %s\nDossier: %s\n\nA withdrawn dossier is never sent. Only one that was "
		  "never tried can be withdrawn here."),
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
	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
	} else {
		mc_ui_say(view->ui, "%s", _("The dossier is withdrawn."));
	}
}

static const struct mc_view_key keys[] = {
	{ MC_KEY_F(5), N_("Refresh"), act_refresh },
	{ MC_KEY_F(6), NULL, NULL }, /* here already: its room is needed in the bar */
	{ MC_KEY_F(8), N_("Withdraw"), act_withdraw },
	{ 'R', N_("Retry"), act_retry },
	{ MC_KEY_ENTER, N_("Details"), NULL },
	{ 'r', NULL, act_retry },
	{ 0, NULL, NULL },
};

static enum mc_code queue_open(struct mc_view *view, const union mc_view_arg *arg,
			       struct mc_err *why)
{
	struct state *s = view->state;
	int n = 0;

	(void)why;
	view->keys = keys;
	mc_vec_init(&s->rows, sizeof(struct mc_dossier_row), QUEUE_MAX);
	load(view);
	MC_VEC_EACH(&s->rows, struct mc_dossier_row, row) {
		if (arg->id && strcmp(row->id, arg->id) == 0) {
			s->list.at = n;
		}
		n++;
	}
	return MC_OK;
}

static void queue_close(struct mc_view *view)
{
	struct state *s = view->state;

	mc_vec_done(&s->rows);
}

static unsigned on_key(struct mc_view *view, uint32_t key)
{
	struct state *s = view->state;

	s->list.page = MC_VIEW_ROWS(view->ui->rows) - FOOT_ROWS;
	if (key == MC_KEY_ENTER && current(view)) {
		mc_ui_open(view->ui, MC_VIEW_ITEM, TAG_ITEM,
			   &(union mc_view_arg){ .id = current(view)->id });
		return MC_VIEW_TAKEN;
	}
	return mc_list_key(&s->list, key) ? MC_VIEW_TAKEN : MC_VIEW_IGNORED;
}

static unsigned queue_event(struct mc_view *view, const struct mc_event *event)
{
	switch (event->kind) {
	case MC_EVENT_KEY:
		return on_key(view, event->key);
	case MC_EVENT_CHANGED:
		load(view);
		return MC_VIEW_TAKEN;
	case MC_EVENT_RESULT:
		load(view);
		if (event->tag == TAG_WITHDRAW && event->choice == 1 && current(view)) {
			withdraw(view);
		}
		return MC_VIEW_TAKEN;
	case MC_EVENT_HELP:
		mc_ui_help(
			view->ui, "%s",
			_("Saved, sent and received are three things: only a signed receipt on "
			  "disk is received. What waits is tried again by itself. Nothing is deleted."));
		return MC_VIEW_TAKEN;
	default:
		return MC_VIEW_IGNORED;
	}
}

/* ---- drawing */

static void draw_row(const struct mc_dossier_row *row, struct mc_canvas *canvas, int at,
		     bool focused)
{
	enum mc_style style = focused ? MC_STYLE_FOCUS : MC_STYLE_PLAIN;
	char next[16];

	mc_view_time(row->next_try, next);
	mc_canvas_fill(canvas, at, 0, 1, canvas->cols, style);
	mc_canvas_text(canvas, at, 0, 1, style, focused ? ">" : " ");
	mc_canvas_printf(canvas, at, 2, 4, style, "%lld", (long long)row->seq);
	mc_canvas_text(canvas, at, 7, 18, style, row->local_number);
	mc_canvas_text(canvas, at, 25, 20, style, row->subject);
	mc_canvas_text(canvas, at, 46, 18, style, _(mc_state_text(row->state)));
	mc_canvas_printf(canvas, at, 65, 3, style, "%d", row->attempts);
	mc_canvas_text(canvas, at, 69, 11, style, next);
	if (focused) {
		mc_canvas_cursor(canvas, at, 0);
	}
}

/* The focused row in full: state, bytes, tries, cause, next try (R6, R9). */
static void draw_detail(const struct mc_dossier_row *row, struct mc_canvas *canvas)
{
	char next[16];
	struct mc_str text;

	mc_view_time(row->next_try, next);
	mc_str_init(&text, 2048);
	mc_str_printf(&text, "%s", _(mc_state_text(row->state)));
	mc_str_printf(&text, _("; sent %lld of %lld bytes; tries %d"), (long long)row->sent_bytes,
		      (long long)row->total_bytes, row->attempts);
	if (next[0]) {
		mc_str_printf(&text, _("; next try %s"), next);
	}
	if (row->cause != MC_OK) {
		mc_str_printf(&text, "\n[%s] %s", mc_error_info(row->cause)->code,
			      mc_view_error(row->cause));
	}
	mc_canvas_wrap(canvas, canvas->rows - 2 - DETAIL_ROWS, 1, DETAIL_ROWS, canvas->cols - 2,
		       MC_STYLE_QUIET, text.data);
	mc_str_done(&text);
}

static void draw_ledger(const struct mc_queue_ledger *ledger, struct mc_canvas *canvas, int row)
{
	struct mc_str text;

	mc_str_init(&text, 512);
	if (!ledger->balanced) {
		mc_str_printf(&text, _("! DOES NOT BALANCE: number %lld is not accounted for. "),
			      (long long)ledger->first_missing);
	}
	mc_str_printf(&text,
		      /* TRANSLATORS: the balance of the queue; two lines of 78 columns at most */
		      _("created %lld = received %lld + rejected %lld + waiting %lld + held %lld + "
			"bundled %lld + withdrawn %lld"),
		      (long long)ledger->created, (long long)ledger->received,
		      (long long)ledger->rejected, (long long)ledger->waiting,
		      (long long)ledger->held, (long long)ledger->bundled,
		      (long long)ledger->withdrawn);
	if (ledger->balanced) {
		mc_str_printf(&text, "  %s", _("[balanced]"));
	}
	mc_canvas_wrap(canvas, row, 1, 2, 78, ledger->balanced ? MC_STYLE_HEAD : MC_STYLE_WARN,
		       text.data);
	mc_str_done(&text);
}

static void queue_draw(const struct mc_view *view, struct mc_canvas *canvas)
{
	const struct state *s = view->state;
	int rows = MC_VIEW_ROWS(canvas->rows) - FOOT_ROWS, top = mc_list_top(&s->list, rows);

	mc_canvas_text(canvas, 1, 2, 4, MC_STYLE_HEAD, _("no."));
	mc_canvas_text(canvas, 1, 7, 18, MC_STYLE_HEAD, _("dossier"));
	mc_canvas_text(canvas, 1, 25, 20, MC_STYLE_HEAD, _("person"));
	mc_canvas_text(canvas, 1, 46, 18, MC_STYLE_HEAD, _("state"));
	/* TRANSLATORS: width:3 - number of tries */
	mc_canvas_text(canvas, 1, 65, 3, MC_STYLE_HEAD, _("try"));
	mc_canvas_text(canvas, 1, 69, 11, MC_STYLE_HEAD, _("next try"));
	for (int i = 0; i < rows && top + i < s->list.count; i++) {
		draw_row(mc_vec_at(&s->rows, (size_t)(top + i)), canvas, LIST_TOP + i,
			 top + i == s->list.at);
	}
	if (!s->list.count) {
		mc_canvas_text(canvas, LIST_TOP, 2, 76, MC_STYLE_QUIET, _("Nothing was sent yet."));
		mc_canvas_cursor(canvas, LIST_TOP, 0);
	} else {
		draw_detail(current(view), canvas);
	}
	draw_ledger(&s->ledger, canvas, LIST_TOP + rows);
}

const struct mc_view_ops mc_view_queue = {
	.name = "queue",
	.title = N_("Queue"),
	.watch = MC_WATCH_OUTBOX | MC_WATCH_LINK,
	.state_size = sizeof(struct state),
	.open = queue_open,
	.event = queue_event,
	.draw = queue_draw,
	.close = queue_close,
};
