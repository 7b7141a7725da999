/* SPDX-License-Identifier: MPL-2.0 */
/*
 * view_board.c - what is late, due today, on the next working day, this week: one list in
 * the order of the due dates, its parts counted above it. A late one is postponed here,
 * with the apology's reason and a new day, as the law wants it.
 */
#include <stdio.h>
#include <string.h>

#include "motcua/desk/calendar.h"
#include "ui/page.h"
#include "ui/print_view.h"
#include "ui/seek.h"
#include "ui/shell.h"

#define LIST_TOP 5
#define SEEK_ROW 3
#define ROWS(rows) MC_PAGE_ROWS(rows, LIST_TOP)

enum { TAG_ITEM = 1, TAG_DAY, TAG_REASON, FOUND_MAX = 1 << 24, NEAR = 100 };

static const enum mc_due_when parts[] = { MC_DUE_LATE, MC_DUE_TODAY, MC_DUE_NEXT,
					  MC_DUE_WEEK, MC_DUE_LATER, MC_DUE_STOPPED };

struct state {
	struct mc_page page;
	struct mc_board board;
	struct mc_seek seek;
	struct mc_vec found; /* struct mc_due_found: of what was typed */
	char id[MC_UUID_LEN]; /* being postponed */
	char whose[MC_LOCAL_NUMBER_LEN + 2 + MC_NAME_LEN]; /* likewise: the list is behind the question */
	struct mc_date day;
	char typed_day[MC_DATE_LEN], reason[MC_TEXT_LEN]; /* as they were typed */
};

static enum mc_code read(struct mc_view *view, int first, int count, struct mc_vec *ret,
			 struct mc_err *why)
{
	struct state *s = view->state;

	return mc_seek_on(&s->seek) ?
		       mc_dossier_due_rows(view->ui->desk, mc_vec_at(&s->found, (size_t)first), count,
					   ret, why) :
		       mc_dossier_due(view->ui->desk, first, count, ret, why);
}

static void show(struct mc_view *view, bool again)
{
	struct state *s = view->state;

	mc_page_show(&s->page, view, ROWS(view->ui->rows), again, read);
}

/* What is typed narrows the list, in its own order, once the names are open. */
static int length(struct mc_view *view)
{
	struct state *s = view->state;
	char words[MC_TEXT_LEN];
	struct mc_err why;
	enum mc_code code = MC_OK;

	mc_vec_reset(&s->found);
	view->working = false;
	if (!mc_seek_on(&s->seek)) {
		return (int)s->board.total;
	}
	view->working = !mc_seek_ready(&s->seek, view);
	if (!view->working) {
		mc_seek_words(&s->seek, words, sizeof(words));
		code = mc_dossier_due_find(view->ui->desk, words, &s->found, &why);
		explicit_bzero(words, sizeof(words));
	}
	if (code != MC_OK && mc_error_info(code)->grade != MC_GRADE_ITEM) {
		mc_ui_fail(view->ui, code, &why); /* half a number finds nothing, that is all */
	}
	return (int)s->found.len;
}

/* A row by what it is, not by where it stands. */
struct mark {
	char id[MC_UUID_LEN], branch[MC_WORD_LEN];
};

static struct mark current(const struct state *s)
{
	const struct mc_found_row *row = mc_page_current(&s->page);
	struct mark mark = {.id = ""};

	if (row) {
		MC_COPY(mark.id, row->dossier.id);
		MC_COPY(mark.branch, row->dossier.progress.branch);
	}
	return mark;
}

/* The dossier that one stands on comes and goes with those before it: looked for from `from` on,
 * and when it is not near, the place is kept. */
static void stay(struct mc_view *view, const struct mark *mark, int from)
{
	struct state *s = view->state;
	int first = from < 0 ? 0 : from, left = s->page.list.count - first;
	struct mc_vec near;

	mc_vec_init(&near, sizeof(struct mc_found_row), NEAR);
	if (mark->id[0] && left > 0 &&
	    !read(view, first, left < NEAR ? left : NEAR, &near, NULL)) {
		for (size_t i = 0; i < near.len; i++) {
			const struct mc_found_row *row = mc_vec_at(&near, i);

			if (!strcmp(row->dossier.id, mark->id) &&
			    !strcmp(row->dossier.progress.branch, mark->branch)) {
				s->page.list.at = first + (int)i;
				break;
			}
		}
		show(view, false);
	}
	if (near.len) {
		explicit_bzero(near.items, near.len * sizeof(struct mc_found_row));
	}
	mc_vec_done(&near);
}

static void fill(struct mc_view *view)
{
	struct state *s = view->state;
	struct mc_err why;
	enum mc_code code = mc_dossier_board(view->ui->desk, &s->board, &why);

	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
	}
	s->page.bounds = s->board.bounds;
	mc_list_resize(&s->page.list, length(view));
	show(view, true);
}

static void load(struct mc_view *view)
{
	struct state *s = view->state;
	struct mark mark = current(s);
	int at = s->page.list.at;

	fill(view);
	stay(view, &mark, at - NEAR / 2);
}

static unsigned act_refresh(struct mc_view *view)
{
	load(view);
	return MC_VIEW_TAKEN;
}

/* Whom it is about (R7), and what is to be typed. */
static void ask(struct mc_view *view, int tag, const char *label, const char *hint, const char *text,
		enum mc_edit_use use)
{
	struct state *s = view->state;
	struct mc_str about;

	mc_str_init(&about, sizeof(s->whose) + 500);
	mc_str_printf(&about, "%s\n%s", s->whose, hint);
	mc_ui_open(view->ui, MC_VIEW_PROMPT, tag,
		   &(union mc_view_arg){ .prompt = { .title = _("Late: an apology and a new day"),
						     .label = label,
						     .hint = about.data,
						     .text = text,
						     .use = use } });
	mc_str_wipe(&about);
}

static void ask_day(struct mc_view *view)
{
	struct state *s = view->state;

	ask(view, TAG_DAY, _("New day of return"),
	    _("A working day: day/month/year. The reason is asked for next."), s->typed_day,
	    MC_EDIT_DIGITS);
}

/* What was typed for another one is not for this. */
static unsigned act_postpone(struct mc_view *view)
{
	struct state *s = view->state;
	const struct mc_found_row *row = mc_page_current(&s->page);

	if (row) {
		MC_COPY(s->id, row->dossier.id);
		snprintf(s->whose, sizeof(s->whose), "%s  %s", row->dossier.local_number,
			 row->dossier.subject);
		s->typed_day[0] = s->reason[0] = '\0';
		ask_day(view);
	}
	return MC_VIEW_TAKEN;
}

static void take_day(struct mc_view *view, const char *text)
{
	struct state *s = view->state;
	struct mc_err why;
	enum mc_code code = mc_date_parse(text, &s->day, &why);

	MC_COPY(s->typed_day, text);
	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
		ask_day(view);
		return;
	}
	ask(view, TAG_REASON, _("Reason"),
	    _("The citizen is given this reason. It is kept with the dossier, and in the audit that "
	      "it was given."),
	    s->reason, MC_EDIT_WORDS);
}

static void take_reason(struct mc_view *view, const char *text)
{
	struct state *s = view->state;
	struct mc_err why;
	enum mc_code code = mc_dossier_postpone(view->ui->desk, s->id, &s->day, text, &why);

	MC_COPY(s->reason, text);
	if (code != MC_OK) { /* both are there again to be corrected */
		mc_ui_fail(view->ui, code, &why);
		ask_day(view);
		return;
	}
	mc_ui_say(view->ui, "%s",
		  _("The new day is recorded. The day that the law sets stays beside it. F7 prints "
		    "the apology."));
}

static unsigned act_print(struct mc_view *view)
{
	struct state *s = view->state;
	const struct mc_found_row *row = mc_page_current(&s->page);
	struct mc_printed printed;
	struct mc_err why;

	if (row) {
		enum mc_code code = mc_slip_apology(view->ui->desk, row->dossier.id, &printed,
						    &why);

		mc_ui_printed(view->ui, code, &printed, &why);
	}
	return MC_VIEW_TAKEN;
}

static unsigned act_queue(struct mc_view *view)
{
	return mc_shell_fixed_key(view->ui, MC_KEY_F(6));
}

static const struct mc_view_key keys[] = {
	{MC_KEY_F(2), N_("Postpone"), act_postpone},
	{MC_KEY_F(5), N_("Refresh"), act_refresh},
	{MC_KEY_F(6), NULL, act_queue}, /* its room in the bar is needed */
	{MC_KEY_TAB, N_("Part"), NULL},
	{MC_KEY_ENTER, N_("Details"), NULL},
	{0, NULL, NULL},
};

static const struct mc_view_key more[] = {
	/* TRANSLATORS: the letter that excuses a late dossier is printed */
	{MC_KEY_F(7), N_("Apology"), act_print},
	{0, NULL, NULL},
};

static enum mc_code board_open(struct mc_view *view, const union mc_view_arg *arg,
			       struct mc_err *why)
{
	struct state *s = view->state;

	(void)arg;
	(void)why;
	view->keys = keys;
	view->more = more;
	mc_page_init(&s->page);
	s->page.names_branches = true;
	mc_seek_init(&s->seek, view);
	mc_vec_init(&s->found, sizeof(struct mc_due_found), FOUND_MAX);
	load(view);
	return MC_OK;
}

static void board_close(struct mc_view *view)
{
	struct state *s = view->state;

	mc_page_done(&s->page);
	mc_seek_done(&s->seek);
	mc_vec_done(&s->found);
}

/* ---- keys */

/* The first row of the next part that has any (or of the one before), round the end. */
static void go_part(struct state *s, int step)
{
	int starts[MC_COUNT(parts)], count = 0, first = 0, now = 0;

	for (size_t i = 0; i < MC_COUNT(parts); i++) {
		if (s->board.count[parts[i]]) {
			now = first <= s->page.list.at ? count : now;
			starts[count++] = first;
		}
		first += (int)s->board.count[parts[i]];
	}
	if (count) {
		s->page.list.at = starts[(now + step + count) % count];
	}
}

/* The nearest due date of those that are found is the first. */
static unsigned on_typed(struct mc_view *view, const struct mc_event *event)
{
	struct state *s = view->state;
	struct mark mark = current(s);
	bool taken;

	if (mc_seek_event(&s->seek, event, &taken)) {
		s->page.list.at = 0;
		fill(view);
		if (!mc_seek_on(&s->seek)) {
			stay(view, &mark, 0);
		}
	}
	return taken ? MC_VIEW_TAKEN : MC_VIEW_IGNORED;
}

static unsigned on_key(struct mc_view *view, const struct mc_event *event)
{
	struct state *s = view->state;
	uint32_t key = event->key;
	const struct mc_found_row *row = mc_page_current(&s->page);

	if (key == MC_KEY_ENTER && row) {
		mc_ui_open(view->ui, MC_VIEW_ITEM, TAG_ITEM, &(union mc_view_arg){.id = row->dossier.id});
		return MC_VIEW_TAKEN;
	}
	if (key == MC_KEY_TAB || key == MC_KEY_BACKTAB) {
		if (!mc_seek_on(&s->seek)) { /* the parts are of the whole list */
			go_part(s, key == MC_KEY_TAB ? 1 : -1);
		}
	} else if (!mc_list_key(&s->page.list, key)) {
		return on_typed(view, event);
	}
	show(view, false);
	return MC_VIEW_TAKEN;
}

static unsigned board_event(struct mc_view *view, const struct mc_event *event)
{
	switch (event->kind) {
	case MC_EVENT_KEY:
		return on_key(view, event);
	case MC_EVENT_PASTE:
		return on_typed(view, event);
	case MC_EVENT_RESULT:
		if (event->tag == TAG_DAY && event->choice >= 0) {
			take_day(view, event->text);
		} else if (event->tag == TAG_REASON && event->choice >= 0) {
			take_reason(view, event->text);
		}
		load(view);
		return MC_VIEW_TAKEN;
	case MC_EVENT_CHANGED:
	case MC_EVENT_RESIZED:
	case MC_EVENT_WORK:
		load(view);
		return MC_VIEW_TAKEN;
	case MC_EVENT_HELP:
		mc_ui_help(view->ui, "%s",
			   _("Dossiers in the order of their due dates. Working days are counted "
			     "from the receipt on; days on which a dossier waits for the citizen "
			     "are not counted."));
		mc_ui_help(view->ui, "%s",
			   _("The branches of a linked group have a row each, with the branch in "
			     "place of the state: call the unit that is late."));
		mc_ui_help(view->ui, "%s",
			   _("Tab goes to the next part, F2 records an apology with a new day and "
			     "its reason, F7 prints it. A star: more is said below the list."));
		mc_seek_help(view->ui);
		return MC_VIEW_TAKEN;
	default:
		return MC_VIEW_IGNORED;
	}
}

/* ---- drawing */

static void draw_counts(const struct state *s, struct mc_canvas *canvas)
{
	static const char *const words[] = {
		/* TRANSLATORS: width:16 - these six stand above the list, each with a number */
		N_("late"),
		/* TRANSLATORS: width:16 */
		N_("due today"),
		/* TRANSLATORS: width:16 - due on the next working day */
		N_("next day"),
		/* TRANSLATORS: width:16 */
		N_("this week"),
		/* TRANSLATORS: width:16 */
		N_("later"),
		/* TRANSLATORS: width:16 - the clock stands */
		N_("waits"),
	};

	for (size_t i = 0; i < MC_COUNT(parts); i++) {
		int64_t count = s->board.count[parts[i]];

		mc_canvas_printf(canvas, 1 + (int)i / 3, 1 + (int)(i % 3) * 26, 25,
				 i == 0 && count ? MC_STYLE_WARN : MC_STYLE_HEAD, "%s: %lld",
				 _(words[i]), (long long)count);
	}
}

static void board_draw(const struct mc_view *view, struct mc_canvas *canvas)
{
	const struct state *s = view->state;

	draw_counts(s, canvas);
	mc_seek_draw(&s->seek, canvas, SEEK_ROW, s->page.list.count);
	mc_page_head(canvas, LIST_TOP - 1);
	mc_page_draw(&s->page, canvas, LIST_TOP, ROWS(canvas->rows));
	if (!s->page.list.count) {
		mc_canvas_text(canvas, LIST_TOP, 2, 76, MC_STYLE_QUIET,
			       mc_seek_nothing(&s->seek, _("No dossier with a due date is open.")));
		mc_canvas_cursor(canvas, LIST_TOP, 0);
	}
	mc_page_say(&s->page, canvas);
}

static const struct mc_edit *board_edit(const struct mc_view *view)
{
	const struct state *s = view->state;

	return &s->seek.box;
}

const struct mc_view_ops mc_view_board = {
	.name = "board",
	.title = N_("Due dates"),
	.watch = MC_WATCH_OUTBOX,
	.state_size = sizeof(struct state),
	.open = board_open,
	.event = board_event,
	.draw = board_draw,
	.edit = board_edit,
	.close = board_close,
};
