/* SPDX-License-Identifier: MPL-2.0 */
/*
 * view_home.c - one box that takes anything, and the dossiers of this desk.
 *
 * A scanner's Enter only takes the scan over: the look-up opens filled in, and
 * somebody has to ask for it there.
 */
#include <string.h>

#include "motcua/desk/find.h"
#include "motcua/text/text.h"
#include "ui/home_view.h"
#include "ui/shell.h"

#define LIST_TOP 5
#define ROWS(rows) (MC_VIEW_ROWS(rows) - LIST_TOP)
#define MRZ_LETTERS 90

enum { SEEN_MAX = 500 };

static enum mc_code read(struct mc_view *view, int first, int count, struct mc_vec *ret,
			 struct mc_err *why)
{
	struct mc_home_state *s = view->state;
	enum mc_code code;

	if (!s->all) {
		return mc_newest_rows(view->ui->desk, first, count, ret, why);
	}
	mc_vec_reset(&s->numbers);
	code = mc_dossier_newest(view->ui->desk, first, count, &s->numbers, why);
	return code || !s->numbers.len ? code :
					 mc_named_rows(view->ui->desk, s->numbers.items,
						       (int)s->numbers.len, ret, why);
}

static void show(struct mc_view *view, bool again)
{
	struct mc_home_state *s = view->state;

	mc_page_show(&s->page, view, ROWS(view->ui->rows), again, read);
}

/* As many as are seen, and their rows at once: how many there are shows in what came. */
static void list_seen(struct mc_view *view, int rows)
{
	struct mc_home_state *s = view->state;

	mc_list_resize(&s->page.list, rows);
	show(view, true);
	mc_list_resize(&s->page.list, (int)s->page.rows.len);
}

/* To be gone through, to the oldest. Newer ones push the others down: the place in it stays the
 * same dossier's. */
static void list_all(struct mc_view *view, bool again)
{
	struct mc_home_state *s = view->state;
	struct mc_list *list = &s->page.list;
	int before = s->all ? list->count : 0, count = 0;
	struct mc_err why;
	enum mc_code code = mc_dossier_count(view->ui->desk, &count, &why);

	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
	}
	s->all = true;
	list->at += before && count > before ? count - before : 0;
	mc_list_resize(list, count);
	s->in_list = s->in_list && count;
	show(view, again);
}

/* Whoever is in the list, or comes back to it, may be further down than what is seen. */
static void list(struct mc_view *view, bool again)
{
	struct mc_home_state *s = view->state;
	int rows = ROWS(view->ui->rows);

	if (s->in_list || s->page.list.at >= rows) {
		list_all(view, again);
	} else {
		s->all = false;
		list_seen(view, rows);
	}
}

void mc_home_into_list(struct mc_view *view)
{
	struct mc_home_state *s = view->state;

	s->in_list = true;
	list(view, false);
}

bool mc_home_stand_on(struct mc_view *view, int64_t number)
{
	struct mc_home_state *s = view->state;
	int place = mc_dossier_place(view->ui->desk, number);

	if (place < 0) {
		return false;
	}
	mc_home_into_list(view);
	s->page.list.at = place;
	mc_list_resize(&s->page.list, s->page.list.count);
	show(view, false);
	return s->in_list;
}

static void load(struct mc_view *view)
{
	struct mc_home_state *s = view->state;
	struct mc_err why;

	if (mc_dossier_pressing(view->ui->desk, &s->late, &s->today, &why) != MC_OK) {
		s->late = s->today = 0; /* the board says what is wrong */
	}
	list(view, true);
}

static unsigned act_refresh(struct mc_view *view)
{
	struct mc_err why;

	load(view);
	/* an error of the courier's shows in the status row */
	(void)mc_desk_courier(view->ui->desk, &why);
	return MC_VIEW_TAKEN;
}

static const struct mc_view_key keys[] = {
	{MC_KEY_F(5), N_("Refresh"), act_refresh},
	{0, NULL, NULL},
};

static enum mc_code home_open(struct mc_view *view, const union mc_view_arg *arg,
			      struct mc_err *why)
{
	struct mc_home_state *s = view->state;

	(void)arg;
	(void)why;
	view->keys = keys;
	mc_edit_init(&s->box, MC_EDIT_SCAN, 600, &view->ui->typing);
	mc_vec_init(&s->numbers, sizeof(int64_t), SEEN_MAX);
	mc_page_init(&s->page);
	if (mc_desk_begun(view->ui->desk)) { /* else it comes with MC_EVENT_CHANGED */
		load(view);
	}
	return MC_OK;
}

static void home_close(struct mc_view *view)
{
	struct mc_home_state *s = view->state;

	mc_edit_done(&s->box);
	mc_vec_done(&s->numbers);
	mc_page_done(&s->page);
}

/* ---- what Enter does with the box */

/* A scanner ends each of the three lines with Enter. */
static bool mrz_goes_on(struct mc_home_state *s, enum mc_input_kind kind)
{
	size_t letters = 0;

	if (kind != MC_INPUT_MRZ) {
		return false;
	}
	for (const char *c = s->box.text.data; *c; c++) {
		letters += *c != ' ';
	}
	if (letters >= MRZ_LETTERS) {
		return false;
	}
	mc_edit_key(&s->box, MC_KEY_END);
	return mc_edit_paste(&s->box, " ");
}

/* keyed: by the keyboard, or a scanner that types as one does. */
static unsigned enter(struct mc_view *view, bool keyed)
{
	struct mc_home_state *s = view->state;
	enum mc_input_kind kind;
	struct mc_query query = {.kind = MC_QUERY_VERIFY}; /* its proof goes with a dossier */
	struct mc_err why;
	enum mc_code code;

	mc_edit_leave(&s->box);
	s->lacks = false;
	kind = mc_input_kind(s->box.text.data);
	if (mrz_goes_on(s, kind)) {
		mc_ui_say(view->ui, "%s", _("The next line of the card's back, please."));
		return MC_VIEW_TAKEN;
	}
	code = mc_home_take(view, kind, s->box.text.data, &query, &why);
	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why); /* what was typed stays, to be corrected */
		return MC_VIEW_TAKEN;
	}
	mc_edit_set(&s->box, "");
	if (query.number[0] || query.cmnd[0]) {
		mc_ui_open(view->ui, MC_VIEW_ASK, 0,
			   &(union mc_view_arg){ .ask = { .query = &query,
							  .card = &s->card,
							  .lacks = keyed && s->lacks,
							  .from = kind } });
	}
	explicit_bzero(&s->card, sizeof(s->card));
	explicit_bzero(&query, sizeof(query));
	return MC_VIEW_TAKEN;
}

/* ---- keys */

static unsigned list_key(struct mc_view *view, uint32_t key)
{
	struct mc_home_state *s = view->state;
	const struct mc_found_row *row = mc_page_current(&s->page);

	if (key == MC_KEY_ENTER && row) {
		mc_shell_open_dossier(view->ui, &row->dossier);
		return MC_VIEW_TAKEN;
	}
	if (mc_list_key(&s->page.list, key) || key == MC_KEY_DOWN) {
		show(view, false);
		return MC_VIEW_TAKEN;
	}
	if (!mc_key_is_text(key) && key != MC_KEY_UP && key != MC_KEY_TAB && key != MC_KEY_BACKTAB &&
	    key != MC_KEY_ESC) {
		return MC_VIEW_IGNORED; /* help, the menu: the list keeps its place */
	}
	s->in_list = false; /* Up past the first, Tab, or text: back to the box */
	if (mc_key_is_text(key)) {
		mc_edit_key(&s->box, key);
	}
	return MC_VIEW_TAKEN;
}

static unsigned box_key(struct mc_view *view, uint32_t key)
{
	struct mc_home_state *s = view->state;

	if (key == MC_KEY_ENTER) {
		return enter(view, true);
	}
	if (key == MC_KEY_DOWN || key == MC_KEY_TAB || key == MC_KEY_PGDN) {
		mc_edit_leave(&s->box);
		mc_home_into_list(view);
		return MC_VIEW_TAKEN;
	}
	if (key == MC_KEY_ESC) { /* the last level: leaving is asked for with Ctrl-Q */
		if (s->box.text.len) {
			mc_edit_set(&s->box, "");
		} else {
			mc_ui_say(view->ui, "%s", _("Ctrl-Q leaves the program."));
		}
		return MC_VIEW_TAKEN;
	}
	return mc_edit_key(&s->box, key) ? MC_VIEW_TAKEN : MC_VIEW_IGNORED;
}

static unsigned home_event(struct mc_view *view, const struct mc_event *event)
{
	struct mc_home_state *s = view->state;

	switch (event->kind) {
	case MC_EVENT_KEY:
		return s->in_list ? list_key(view, event->key) : box_key(view, event->key);
	case MC_EVENT_PASTE:
		s->in_list = false;
		mc_edit_paste(&s->box, event->text);
		return MC_VIEW_TAKEN;
	case MC_EVENT_SCAN: /* whole: it replaces what stands there, and Enter is part of it */
		s->in_list = false;
		if (mc_input_kind(event->text) != MC_INPUT_MRZ) {
			mc_edit_set(&s->box, "");
		}
		return mc_edit_paste(&s->box, event->text) ? enter(view, false) : MC_VIEW_TAKEN;
	case MC_EVENT_CHANGED:
	case MC_EVENT_RESULT:
		load(view);
		return MC_VIEW_TAKEN;
	case MC_EVENT_RESIZED:
		if (mc_desk_begun(view->ui->desk)) {
			list(view, false);
		}
		return MC_VIEW_TAKEN;
	case MC_EVENT_HELP:
		if (s->in_list) {
			mc_ui_help(view->ui, "%s",
				   _("The dossiers of this desk, the newest first, and how far each is. "
				     "Enter opens one; Up past the first, Tab, or any letter goes back "
				     "to the box."));
			return MC_VIEW_TAKEN;
		}
		mc_ui_help(
			view->ui, "%s",
			_("Scan the QR code of a card, or type a 12-digit number, a 9-digit CMND, "
			  "a name, or the number of a dossier (T-...), and press Enter. / and the "
			  "beginning of an entry of the menu does what it does: /queue."));
		return MC_VIEW_TAKEN;
	default:
		return MC_VIEW_IGNORED;
	}
}

/* ---- drawing */

/* What stands one blank behind is written on, and what ends at the edge leads over to the next
 * row: other gaps cost a line of 9600 baud eight bytes a row, and curses a long search for them. */
static void draw_row(const struct mc_dossier_row *row, struct mc_canvas *canvas, int at,
		     bool current)
{
	enum { NUMBER = 2, WHEN = 20, WHO = 26 };
	const enum mc_style style = MC_STYLE_PLAIN;
	const char *state = _(mc_state_text(row->state));
	int end = MC_UI_COLS - mc_text_width(state); /* R12: no other layout on a wider one */
	char when[16];

	mc_view_when(row->state_at ? row->state_at : row->created_at, when);
	mc_canvas_text(canvas, at, NUMBER, 17, style, row->local_number);
	mc_canvas_text(canvas, at, WHEN, 5, style, when);
	mc_canvas_text(canvas, at, WHO, end - 2 - WHO, style,
		       row->subject[0] ? row->subject : row->procedure);
	mc_canvas_text(canvas, at, end, MC_UI_COLS - end, style, state);
	mc_list_mark(canvas, at, 0, current);
}

/* Only when something presses: most days the line is empty. */
static void draw_pressing(const struct mc_home_state *s, struct mc_canvas *canvas)
{
	if (s->late || s->today) {
		mc_canvas_printf(canvas, 3, 1, 78, s->late ? MC_STYLE_WARN : MC_STYLE_PLAIN,
				 /* TRANSLATORS: width:76 - above the list of dossiers */
				 _("Late: %lld. Due today: %lld. Ctrl-B shows all due dates."),
				 (long long)s->late, (long long)s->today);
	}
}

static void home_draw(const struct mc_view *view, struct mc_canvas *canvas)
{
	const struct mc_home_state *s = view->state;
	int shown = (int)s->page.rows.len, rows = ROWS(canvas->rows);

	mc_canvas_text(canvas, 1, 1, 78, MC_STYLE_HEAD,
		       _("Card, number, name or dossier number, then Enter:"));
	mc_canvas_mark(canvas, 2, 0, MC_STYLE_PLAIN, !s->in_list);
	mc_edit_draw(&s->box, canvas, 2, 2, 76, !s->in_list);
	draw_pressing(s, canvas);
	mc_canvas_text(canvas, 4, 1, 78, MC_STYLE_HEAD, _("Dossiers of this desk"));
	for (int i = 0; i < rows && i < shown; i++) {
		const struct mc_found_row *row = mc_vec_at(&s->page.rows, (size_t)i);

		draw_row(&row->dossier, canvas, LIST_TOP + i,
			 s->in_list && s->page.first + i == s->page.list.at);
	}
	if (!mc_desk_begun(view->ui->desk)) {
		/* TRANSLATORS: width:76 - where the list of dossiers will be */
		mc_canvas_text(canvas, LIST_TOP, 2, 76, MC_STYLE_QUIET, _("Opening..."));
	} else if (!s->page.list.count) {
		mc_canvas_wrap(canvas, LIST_TOP, 2, 3, 76, MC_STYLE_QUIET,
			       _("None yet. Ctrl-N begins one; a look-up can begin one too."));
	}
}

static const struct mc_edit *home_edit(const struct mc_view *view)
{
	const struct mc_home_state *s = view->state;

	return s->in_list ? NULL : &s->box;
}

const struct mc_view_ops mc_view_home = {
	.name = "home",
	.title = N_("One-stop desk"),
	.watch = MC_WATCH_OUTBOX,
	.state_size = sizeof(struct mc_home_state),
	.open = home_open,
	.event = home_event,
	.draw = home_draw,
	.edit = home_edit,
	.close = home_close,
};
