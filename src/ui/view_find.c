/* SPDX-License-Identifier: MPL-2.0 */
/*
 * view_find.c - dossiers and people found again: typing searches by name or number, F4
 * narrows to a procedure, a state or a due date. The list is as long as what is found; only
 * what is on the screen is read.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/desk/calendar.h"
#include "ui/home_view.h"
#include "ui/page.h"
#include "ui/shell.h"

#define LIST_TOP 4
#define ROWS(rows) MC_PAGE_ROWS(rows, LIST_TOP)

enum { TAG_FILTER = 1, NUMBERS_MAX = 1 << 24, FILTERS_MAX = 1200 };
enum { ORDERED_MAX = 1000 }; /* more are not gone through by name, and no key waits for them */

/* How the list stands: as it was found, or by names. */
enum order { AS_FOUND, BY_GIVEN, BY_FAMILY };

struct state {
	struct mc_edit box;
	struct mc_find find;
	struct mc_vec numbers; /* int64_t: all that was found, or of all that are there a page */
	bool all;              /* nothing was asked for: their numbers are read as they are seen */
	struct mc_page page;
	enum order order;
	int64_t left; /* names that are still to be opened */
	bool ready;   /* none are: what came since is read by each search */
	char other[MC_TEXT_LEN]; /* spelt otherwise somebody is found, too */
	size_t others;
};

static enum mc_code read(struct mc_view *view, int first, int count, struct mc_vec *ret,
			 struct mc_err *why)
{
	struct state *s = view->state;
	enum mc_code code;

	if (!s->all) {
		return mc_found_rows(view->ui->desk, mc_vec_at(&s->numbers, (size_t)first), count, ret,
				     why);
	}
	mc_vec_reset(&s->numbers);
	code = mc_dossier_newest(view->ui->desk, first, count, &s->numbers, why);
	return code || !s->numbers.len ? code :
					 mc_found_rows(view->ui->desk, s->numbers.items,
						       (int)s->numbers.len, ret, why);
}

static void show(struct mc_view *view, bool again)
{
	struct state *s = view->state;

	mc_page_show(&s->page, view, ROWS(view->ui->rows), again, read);
}

/* A part of the names, so that no key waits for all of them, and none before something is
 * looked for. What fails the search says. */
static bool make_ready(struct mc_view *view)
{
	struct state *s = view->state;
	struct mc_err why;

	if (!s->ready && s->box.text.len) {
		s->ready = mc_desk_find_ready(view->ui->desk, MC_FIND_SLICE, &s->left, &why) ||
			   !s->left;
		view->working = !s->ready;
	}
	return !view->working;
}

static const struct mc_view_key keys[], keys_with_other[];

/* Lý and Lí are two names: the other is offered, and never found by itself. */
static void look_for_other(struct mc_view *view)
{
	struct state *s = view->state;
	struct mc_err why;

	s->others = 0;
	if (mc_input_kind(s->find.text) == MC_INPUT_NAME &&
	    mc_desk_find_other(view->ui->desk, s->find.text, s->other, &s->others, &why) != MC_OK) {
		s->others = 0; /* the search has said what is wrong */
	}
	view->keys = s->others ? keys_with_other : keys;
}

static void put_in_order(struct mc_view *view)
{
	struct state *s = view->state;
	struct mc_err why;
	enum mc_code code = MC_OK;

	if (s->order && s->numbers.len <= ORDERED_MAX) {
		code = mc_desk_order_found(view->ui->desk, &s->numbers,
					   s->order == BY_GIVEN ? MC_COLLATE_GIVEN_FIRST
								: MC_COLLATE_FAMILY_FIRST, &why);
	}
	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
	}
}

static enum mc_code find(struct mc_view *view, int *ret_count, struct mc_err *why)
{
	struct state *s = view->state;
	const struct mc_find *it = &s->find;
	enum mc_code code;

	mc_vec_reset(&s->numbers);
	s->all = !it->text[0] && !it->procedure[0] && !it->state && !it->due && !s->order;
	if (s->all) {
		return mc_dossier_count(view->ui->desk, ret_count, why);
	}
	code = mc_desk_find(view->ui->desk, it, &s->numbers, why);
	*ret_count = (int)s->numbers.len;
	return code;
}

static void search(struct mc_view *view)
{
	struct state *s = view->state;
	struct mc_err why;
	enum mc_code code;
	int count = 0;

	if (view->working || !make_ready(view)) {
		return;
	}
	MC_COPY(s->find.text, s->box.text.data);
	mc_due_bounds(mc_desk_calendar(view->ui->desk), mc_clock_now(), &s->page.bounds);
	code = find(view, &count, &why);
	if (code != MC_OK && mc_error_info(code)->grade != MC_GRADE_ITEM) {
		mc_ui_fail(view->ui, code, &why); /* half a number finds nothing, that is all */
	}
	put_in_order(view);
	mc_list_resize(&s->page.list, count);
	look_for_other(view);
	show(view, true);
}

static void search_anew(struct mc_view *view)
{
	struct state *s = view->state;

	s->page.list.at = 0;
	search(view);
}

/* ---- F4: what else must hold */

struct filter {
	char text[160];
	struct mc_find find; /* the member that it sets; all empty: everything again */
	bool orders;
	enum order order;
};

static const char *const orders[] = {
	/* TRANSLATORS: width:30 - how a list stands; dossiers that match best first, then the newest */
	[AS_FOUND] = N_("as found, newest first"),
	/* TRANSLATORS: width:30 */
	[BY_GIVEN] = N_("by given name"),
	/* TRANSLATORS: width:30 */
	[BY_FAMILY] = N_("by family name"),
};

static void add_filter(struct mc_vec *filters, const struct mc_find *find, const char *kind,
		       const char *text)
{
	struct filter *filter = mc_vec_push(filters);

	if (filter) {
		filter->find = *find;
		snprintf(filter->text, sizeof(filter->text), "%s%s%s", kind, *kind ? ": " : "", text);
	}
}

static void list_filters(struct mc_view *view, struct mc_vec *ret)
{
	struct mc_desk *desk = view->ui->desk;

	mc_vec_init(ret, sizeof(struct filter), FILTERS_MAX);
	add_filter(ret, &(struct mc_find){.text = ""}, "", _("All dossiers"));
	for (int order = AS_FOUND; order <= BY_FAMILY; order++) {
		add_filter(ret, &(struct mc_find){.text = ""}, _("Order"), _(orders[order]));
		((struct filter *)mc_vec_at(ret, ret->len - 1))->orders = true;
		((struct filter *)mc_vec_at(ret, ret->len - 1))->order = (enum order)order;
	}
	for (int when = MC_DUE_LATE; when < MC_DUE_WHEN_COUNT; when++) {
		add_filter(ret, &(struct mc_find){.due = (enum mc_due_when)when}, _("Due"),
			   _(mc_due_when_text((enum mc_due_when)when)));
	}
	for (int state = MC_STATE_NONE + 1; state < MC_STATE_COUNT; state++) {
		add_filter(ret, &(struct mc_find){.state = (enum mc_state)state}, _("State"),
			   _(mc_state_text((enum mc_state)state)));
	}
	for (size_t i = 0; i < mc_desk_procedure_count(desk); i++) {
		const struct mc_catalog_entry *entry = mc_desk_procedure_at(desk, i);
		struct mc_find find = {.text = ""};
		char text[150];

		MC_COPY(find.procedure, entry->code);
		snprintf(text, sizeof(text), "%s %.100s", entry->code,
			 entry->procedure ? mc_view_label(&entry->procedure->title) : "");
		add_filter(ret, &find, _("Procedure"), text);
	}
}

static unsigned act_filter(struct mc_view *view)
{
	struct mc_vec filters;
	const char **rows;
	int count = 0;

	list_filters(view, &filters);
	rows = mc_calloc(filters.len, sizeof(*rows));
	MC_VEC_EACH(&filters, struct filter, filter) {
		rows[count++] = filter->text;
	}
	mc_ui_pick(view->ui, TAG_FILTER, _("Show only"), rows, count, 0);
	free(rows);
	mc_vec_done(&filters);
	return MC_VIEW_TAKEN;
}

static void take_filter(struct mc_view *view, int choice)
{
	struct state *s = view->state;
	struct mc_vec filters;
	const struct filter *filter;

	list_filters(view, &filters);
	filter = mc_vec_at(&filters, (size_t)choice);
	if (filter && filter->orders) {
		s->order = filter->order;
	} else if (filter && filter->find.due) {
		s->find.due = filter->find.due;
	} else if (filter && filter->find.state) {
		s->find.state = filter->find.state;
	} else if (filter && filter->find.procedure[0]) {
		MC_COPY(s->find.procedure, filter->find.procedure);
	} else if (filter) {
		s->find = filter->find;
	}
	mc_vec_done(&filters);
	search_anew(view);
}

static unsigned act_refresh(struct mc_view *view)
{
	search(view);
	return MC_VIEW_TAKEN;
}

static unsigned act_other(struct mc_view *view)
{
	struct state *s = view->state;

	mc_edit_set(&s->box, s->other);
	search_anew(view);
	return MC_VIEW_TAKEN;
}

static const struct mc_view_key keys[] = {
	{MC_KEY_F(4), N_("Filter"), act_filter},
	{MC_KEY_F(5), N_("Refresh"), act_refresh},
	{MC_KEY_ENTER, N_("Open"), NULL},
	{0, NULL, NULL},
};

static const struct mc_view_key keys_with_other[] = {
	{MC_KEY_F(4), N_("Filter"), act_filter},
	{MC_KEY_F(5), N_("Refresh"), act_refresh},
	/* TRANSLATORS: key bar: what was typed, spelt in the other way that is offered */
	{MC_KEY_TAB, N_("Respell"), act_other},
	{MC_KEY_ENTER, N_("Open"), NULL},
	{0, NULL, NULL},
};

static enum mc_code find_open(struct mc_view *view, const union mc_view_arg *arg,
			      struct mc_err *why)
{
	struct state *s = view->state;

	(void)why;
	view->keys = keys;
	mc_edit_init(&s->box, MC_EDIT_SCAN, 200, &view->ui->typing);
	mc_vec_init(&s->numbers, sizeof(int64_t), NUMBERS_MAX);
	mc_page_init(&s->page);
	s->page.names_branches = true;
	if (arg && arg->find.text) {
		mc_edit_set(&s->box, arg->find.text);
	}
	search(view);
	return MC_OK;
}

static void find_close(struct mc_view *view)
{
	struct state *s = view->state;

	mc_edit_done(&s->box);
	mc_vec_done(&s->numbers);
	mc_page_done(&s->page);
	explicit_bzero(&s->find, sizeof(s->find));
	explicit_bzero(s->other, sizeof(s->other));
}

/* ---- keys */

/* What was found of a person is what to ask the register with, and no more: an answer of
 * another day is shown only when it has been asked for, with a purpose, again. */
static void open_person(struct mc_view *view, const struct mc_person_row *person)
{
	struct mc_query query = {.kind = MC_QUERY_LOOKUP, .born = person->born};

	MC_COPY(query.number, person->number);
	MC_COPY(query.cmnd, person->number[0] ? "" : person->cmnd);
	MC_COPY(query.full_name, person->full_name);
	mc_ui_open(view->ui, MC_VIEW_ASK, 0, &(union mc_view_arg){.ask = {.query = &query}});
	explicit_bzero(&query, sizeof(query));
}

static unsigned on_key(struct mc_view *view, uint32_t key)
{
	struct state *s = view->state;
	const struct mc_found_row *row = mc_page_current(&s->page);

	if (key == MC_KEY_ENTER && row) {
		if (row->person.asked_at) {
			open_person(view, &row->person);
		} else {
			mc_shell_open_dossier(view->ui, &row->dossier);
		}
		return MC_VIEW_TAKEN;
	}
	if (mc_list_key(&s->page.list, key)) {
		show(view, false);
		return MC_VIEW_TAKEN;
	}
	if (key == MC_KEY_UP || key == MC_KEY_DOWN || !mc_edit_key(&s->box, key)) {
		return key == MC_KEY_UP || key == MC_KEY_DOWN ? MC_VIEW_TAKEN : MC_VIEW_IGNORED;
	}
	search_anew(view);
	return MC_VIEW_TAKEN;
}

static unsigned find_event(struct mc_view *view, const struct mc_event *event)
{
	struct state *s = view->state;

	switch (event->kind) {
	case MC_EVENT_KEY:
		return on_key(view, event->key);
	case MC_EVENT_PASTE:
		mc_edit_paste(&s->box, event->text);
		search_anew(view);
		return MC_VIEW_TAKEN;
	case MC_EVENT_RESULT:
		if (event->tag == TAG_FILTER && event->choice >= 0) {
			take_filter(view, event->choice);
		} else {
			search(view);
		}
		return MC_VIEW_TAKEN;
	case MC_EVENT_WORK:
		if (make_ready(view)) {
			search_anew(view);
		}
		return MC_VIEW_TAKEN;
	case MC_EVENT_CHANGED:
	case MC_EVENT_RESIZED:
		search(view);
		return MC_VIEW_TAKEN;
	case MC_EVENT_HELP:
		mc_ui_help(view->ui, "%s",
			   _("Type a name (marks may be missing), the number of a dossier, an "
			     "official number, or the identity number of a person: dossiers are "
			     "found, and people who were looked up here. F4 shows only the "
			     "dossiers of a procedure, a state or a due date; choosing another "
			     "kind narrows further, \"All dossiers\" ends it. F4 also puts the list "
			     "in the order of names."));
		return MC_VIEW_TAKEN;
	default:
		return MC_VIEW_IGNORED;
	}
}

/* ---- drawing */

static void draw_filters(const struct state *s, struct mc_canvas *canvas)
{
	struct mc_str text;

	mc_str_init(&text, 1024);
	mc_str_printf(&text, _("Found: %d"), s->page.list.count);
	if (s->find.procedure[0]) {
		mc_str_printf(&text, " | %s", s->find.procedure);
	}
	if (s->find.state) {
		mc_str_printf(&text, " | %s", _(mc_state_text(s->find.state)));
	}
	if (s->find.due) {
		mc_str_printf(&text, " | %s", _(mc_due_when_text(s->find.due)));
	}
	if (s->order) {
		mc_str_printf(&text, " | %s",
			      s->page.list.count > ORDERED_MAX ? _("too many to stand by name")
							       : _(orders[s->order]));
	}
	if (s->others) {
		mc_str_puts(&text, " | ");
		/* TRANSLATORS: a name that is spelt otherwise than what was typed; how many have it */
		mc_str_printf(&text, _("Did you mean %s (%d)? Tab"), s->other, (int)s->others);
	}
	mc_canvas_text(canvas, 2, 1, 78, MC_STYLE_QUIET, text.data);
	mc_str_wipe(&text);
}

static void find_draw(const struct mc_view *view, struct mc_canvas *canvas)
{
	const struct state *s = view->state;

	mc_canvas_text(canvas, 1, 1, 18, MC_STYLE_HEAD, _("Name or number:"));
	mc_edit_draw(&s->box, canvas, 1, 20, 58, !s->page.list.count);
	draw_filters(s, canvas);
	mc_page_head(canvas, LIST_TOP - 1);
	mc_page_draw(&s->page, canvas, LIST_TOP, ROWS(canvas->rows));
	if (view->working) {
		/* TRANSLATORS: width:76 - in the place of the list; the search begins then */
		mc_canvas_printf(canvas, LIST_TOP, 2, 76, MC_STYLE_QUIET,
				 _("Opening the names: %lld left. Go on typing."),
				 (long long)s->left);
	} else if (!s->page.list.count) {
		mc_canvas_text(canvas, LIST_TOP, 2, 76, MC_STYLE_QUIET, _("Nothing matches."));
	}
	mc_page_say(&s->page, canvas);
}

static const struct mc_edit *find_edit(const struct mc_view *view)
{
	const struct state *s = view->state;

	return &s->box;
}

const struct mc_view_ops mc_view_find = {
	.name = "find",
	.title = N_("Find a dossier or a person"),
	.watch = MC_WATCH_OUTBOX,
	.state_size = sizeof(struct state),
	.open = find_open,
	.event = find_event,
	.draw = find_draw,
	.edit = find_edit,
	.close = find_close,
};
