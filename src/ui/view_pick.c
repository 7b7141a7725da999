/* SPDX-License-Identifier: MPL-2.0 */
/* view_pick.c - a list of values over the screen below; typing searches in it (R12). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/text/text.h"
#include "ui/list.h"
#include "ui/view.h"

#define WIDTH 74
#define QUERY 60 /* letters */
#define PLACE 12 /* "1234/5678" at the end of the last row */

struct row {
	char *text;
	char *also; /* by what else it is found: texts with a NUL behind each, "" behind the last */
	int answer; /* -1 = a heading */
};

struct state {
	char title[160];
	struct mc_vec rows; /* struct row */
	struct mc_vec hits; /* int: rows that match what is typed; then without headings */
	struct mc_edit query;
	struct mc_str keyed; /* the same as its keys are: "bỉth" is "birth" */
	struct mc_list list;
	void (*help)(struct mc_ui *ui, int answer);
};

/* The row that a place in the list shows; NULL behind the end. */
static const struct row *shown(const struct state *s, int at)
{
	const int *hit = mc_vec_at(&s->hits, (size_t)at);

	return at < 0 || !hit ? NULL : mc_vec_at(&s->rows, (size_t)*hit);
}

/* Of the first places of the list: what can be chosen. */
static int choices(const struct state *s, int places)
{
	int count = 0;

	for (int at = 0; at < places; at++) {
		count += shown(s, at)->answer >= 0;
	}
	return count;
}

/* A heading is passed over: on in this direction, else back. */
static void pass_headings(struct state *s, int step)
{
	int at = s->list.at;

	while (shown(s, at) && shown(s, at)->answer < 0) {
		at += step;
	}
	if (!shown(s, at)) {
		for (at = s->list.at; shown(s, at) && shown(s, at)->answer < 0; at -= step) {
		}
	}
	s->list.at = shown(s, at) ? at : s->list.at;
}

static bool matches(const struct state *s, const char *text)
{
	return mc_fold_match_words(s->query.text.data, text) ||
	       mc_fold_match_words(s->keyed.data, text);
}

/* By which of its texts it is found, and shown: found by another one than its own, it says so.
 * NULL: it is not. */
static const char *found_by(const struct state *s, const struct row *row)
{
	const char *text = row->text;

	if (matches(s, text)) {
		return text;
	}
	for (text = row->also; *text; text += strlen(text) + 1) {
		if (matches(s, text)) {
			return text;
		}
	}
	return NULL;
}

/* "a\nb" to texts one behind the other. */
static char *split_lines(const char *lines)
{
	size_t len = lines ? strlen(lines) : 0;
	char *ret = mc_calloc(len + 2, 1);

	for (size_t i = 0; i < len; i++) {
		ret[i] = lines[i] == '\n' ? '\0' : lines[i];
	}
	return ret;
}

static void search(struct state *s)
{
	int n = 0;

	mc_str_reset(&s->keyed);
	mc_edit_keyed(&s->query, &s->keyed);
	mc_vec_reset(&s->hits);
	MC_VEC_EACH(&s->rows, struct row, row) {
		if (found_by(s, row) && (row->answer >= 0 || !s->query.text.len)) {
			*(int *)mc_vec_push(&s->hits) = n;
		}
		n++;
	}
	mc_list_resize(&s->list, (int)s->hits.len);
	s->list.at = 0; /* who types and presses Enter means the first that is left */
	pass_headings(s, 1);
}

static enum mc_code pick_open(struct mc_view *view, const union mc_view_arg *arg,
			      struct mc_err *why)
{
	struct state *s = view->state;
	int count = arg->pick.count;

	(void)why;
	view->overlay = true;
	view->keys = mc_view_dialog_keys;
	s->help = arg->pick.help;
	MC_COPY(s->title, arg->pick.title);
	mc_vec_init(&s->rows, sizeof(struct row), (size_t)count + 1);
	mc_vec_init(&s->hits, sizeof(int), (size_t)count + 1);
	mc_edit_init(&s->query, MC_EDIT_WORDS, QUERY, &view->ui->typing);
	mc_str_init(&s->keyed, 8 * QUERY);
	for (int i = 0; i < count; i++) {
		*(struct row *)mc_vec_push(&s->rows) = (struct row){
			mc_strdup(arg->pick.rows[i]),
			split_lines(arg->pick.also ? arg->pick.also[i] : NULL),
			arg->pick.answers ? arg->pick.answers[i] : i
		};
	}
	search(s);
	s->list.at = arg->pick.at >= 0 && arg->pick.at < count ? arg->pick.at : 0;
	pass_headings(s, 1);
	return MC_OK;
}

static void pick_close(struct mc_view *view)
{
	struct state *s = view->state;

	MC_VEC_EACH(&s->rows, struct row, row) {
		free(row->text);
		free(row->also);
	}
	mc_vec_done(&s->rows);
	mc_vec_done(&s->hits);
	mc_edit_done(&s->query);
	mc_str_done(&s->keyed);
}

static unsigned pick_event(struct mc_view *view, const struct mc_event *event)
{
	struct state *s = view->state;
	const struct row *current = shown(s, s->list.at);
	int before = s->list.at;

	if (event->kind == MC_EVENT_HELP) {
		if (s->help && current) {
			s->help(view->ui, current->answer);
		}
		mc_ui_help(view->ui, "%s", _("Type a part of the words to search; Enter chooses."));
		return MC_VIEW_TAKEN;
	}
	if (event->kind == MC_EVENT_PASTE) {
		mc_edit_paste(&s->query, event->text);
		search(s);
		return MC_VIEW_TAKEN;
	}
	if (event->kind != MC_EVENT_KEY) {
		return MC_VIEW_IGNORED;
	}
	s->list.page = MC_VIEW_ROWS(view->ui->rows) - 4;
	if (event->key == MC_KEY_ENTER) {
		return current ? mc_view_answer(view, current->answer, NULL) : MC_VIEW_TAKEN;
	}
	if (mc_list_key(&s->list, event->key)) {
		pass_headings(s, s->list.at < before ? -1 : 1);
		return MC_VIEW_TAKEN;
	}
	if (mc_edit_key(&s->query, event->key)) {
		search(s);
		return MC_VIEW_TAKEN;
	}
	return MC_VIEW_IGNORED;
}

static void pick_draw(const struct mc_view *view, struct mc_canvas *canvas)
{
	const struct state *s = view->state;
	int most = MC_VIEW_ROWS(canvas->rows) - 4, rows, top, row, col, used;

	rows = (int)s->rows.len < most ? (int)s->rows.len : most;
	mc_view_box(canvas, rows + 3, WIDTH, s->title, &row, &col);
	top = mc_list_top(&s->list, rows);
	for (int i = 0; i < rows && top + i < s->list.count; i++) {
		const struct row *it = shown(s, top + i);
		bool current = top + i == s->list.at;

		if (it->answer < 0) {
			mc_canvas_printf(canvas, row + i, col, WIDTH - 4, MC_STYLE_HEAD,
					 "-- %s --", it->text);
			continue;
		}
		mc_canvas_text(canvas, row + i, col + MC_LIST_MARK, WIDTH - 4 - MC_LIST_MARK,
			       MC_STYLE_PLAIN, found_by(s, it));
		mc_list_mark(canvas, row + i, col, current);
	}
	used = mc_canvas_printf(canvas, row + rows, col, WIDTH - 4, MC_STYLE_QUIET,
				_("Type to search: %s"), "");
	/* where nothing is left to choose from, what was typed has to change */
	mc_edit_draw(&s->query, canvas, row + rows, col + used, WIDTH - 4 - used - PLACE,
		     !s->list.count);
	if (s->list.count > rows) { /* there is more than what is seen */
		char place[PLACE];
		int width = snprintf(place, sizeof(place), "%d/%d", choices(s, s->list.at + 1),
				     choices(s, s->list.count));

		mc_canvas_text(canvas, row + rows, col + WIDTH - 4 - width, width, MC_STYLE_QUIET,
			       place);
	}
	if (!s->list.count) {
		mc_canvas_text(canvas, row, col, WIDTH - 4, MC_STYLE_PLAIN, _("Nothing matches."));
	}
}

static const struct mc_edit *pick_edit(const struct mc_view *view)
{
	const struct state *s = view->state;

	return &s->query;
}

const struct mc_view_ops mc_view_pick = {
	.name = "pick",
	.title = N_("List"),
	.state_size = sizeof(struct state),
	.open = pick_open,
	.event = pick_event,
	.draw = pick_draw,
	.edit = pick_edit,
	.close = pick_close,
};
