/* SPDX-License-Identifier: MPL-2.0 */
/*
 * form_table.c - a table on the form: each of its rows under a heading of its own, a line
 * at its end that adds one; what a heading's Enter offers.
 */
#include <stdio.h>
#include <string.h>

#include "ui/form_view.h"

enum { UP, DOWN, REMOVE };

static const struct mc_field *field_of(const struct mc_form_state *s, int index)
{
	return mc_vec_at(&s->work->procedure->fields, (size_t)index);
}

/* "Child 3", or the table's own name with the number. */
void mc_form_row_name(const struct mc_form_state *s, int cell, char *ret, size_t size)
{
	const struct mc_field *field = field_of(s, cell);
	const struct mc_field *table = field_of(s, field->rows - 1);
	const struct mc_label *label = table->row_person ? &table->row_person->label
							 : &table->label;

	snprintf(ret, size, "%s %d", mc_view_label(label), field->row);
}

static void say(struct mc_view *view, enum mc_code code, const struct mc_err *why)
{
	struct mc_form_state *s = view->state;

	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, why);
	}
	mc_form_rows(s);
	mc_form_arrive(view);
}

unsigned mc_form_row_add_here(struct mc_view *view)
{
	struct mc_form_state *s = view->state;
	int table = mc_form_row_at(s, s->at)->index, cell, at;
	struct mc_err why;
	enum mc_code code = mc_work_row_add(s->work, table, &why);

	mc_form_rows(s);
	cell = mc_form_cell(s->work->form, table, mc_form_row_count(s->work->form, table), 0);
	at = code == MC_OK ? mc_form_row_of(s, MC_ROW_FIELD, cell) : -1;
	s->at = at >= 0 ? at : s->at;
	say(view, code, &why);
	return MC_VIEW_TAKEN;
}

unsigned mc_form_row_menu(struct mc_view *view)
{
	const struct mc_form_state *s = view->state;
	const char *const acts[] = { [UP] = _("Move up"), [DOWN] = _("Move down"),
				     [REMOVE] = _("Remove this row") };
	char name[400];

	mc_form_row_name(s, mc_form_row_at(s, s->at)->index, name, sizeof(name));
	mc_ui_pick(view->ui, MC_FORM_TAG_ROW, name, acts, MC_COUNT(acts), 0);
	return MC_VIEW_TAKEN;
}

static void move(struct mc_view *view, int table, int row, int to)
{
	struct mc_form_state *s = view->state;
	struct mc_err why;
	enum mc_code code;
	int at;

	if (to < 1 || to > mc_form_row_count(s->work->form, table)) {
		mc_ui_say(view->ui, "%s", _("It stands at the end already."));
		return;
	}
	code = mc_work_row_swap(s->work, table, row, to, &why);
	mc_form_rows(s);
	at = mc_form_row_of(s, MC_ROW_ROW, mc_form_cell(s->work->form, table, to, 0));
	s->at = at >= 0 ? at : s->at;
	say(view, code, &why);
}

static void ask_remove(struct mc_view *view)
{
	const struct mc_form_state *s = view->state;
	const char *buttons[] = {_("Keep"), _("Remove this row"), NULL};
	char name[400];

	mc_form_row_name(s, mc_form_row_at(s, s->at)->index, name, sizeof(name));
	mc_ui_confirm(view->ui, MC_FORM_TAG_REMOVE, name,
		      _("What stands in this row goes; the rows below move up."), buttons);
}

void mc_form_row_chosen(struct mc_view *view, int act)
{
	const struct mc_form_state *s = view->state;
	const struct mc_field *cell = field_of(s, mc_form_row_at(s, s->at)->index);

	if (act == REMOVE) {
		ask_remove(view);
	} else {
		move(view, cell->rows - 1, cell->row, cell->row + (act == UP ? -1 : 1));
	}
}

unsigned mc_form_row_removed(struct mc_view *view, int choice)
{
	const struct mc_form_state *s = view->state;
	const struct mc_field *cell = field_of(s, mc_form_row_at(s, s->at)->index);
	struct mc_err why;

	if (choice == 1) {
		say(view, mc_work_row_remove(s->work, cell->rows - 1, cell->row, &why), &why);
	}
	return MC_VIEW_TAKEN;
}

/* ---- drawing */

void mc_form_draw_row_head(const struct mc_form_state *s, int cell, struct mc_canvas *canvas,
			   int row, bool focused)
{
	const struct mc_field *field = field_of(s, cell);
	const struct mc_field *table = field_of(s, field->rows - 1);
	const struct mc_role *person = table->row_person;
	char name[400], text[600];
	int number = 0;

	mc_form_row_name(s, cell, name, sizeof(name));
	for (int column = 0; person && person->name_field && column < (int)table->columns.len;
	     column++) {
		const struct mc_field *of = mc_vec_at(&table->columns, (size_t)column);

		number = strcmp(of->id, person->name_field) == 0 ? column : number;
	}
	mc_form_display(s->work->form, cell + number, mc_i18n_language(), text, sizeof(text));
	mc_canvas_printf(canvas, row, 2, 78, mc_canvas_focus(canvas, focused, MC_STYLE_HEAD), "%s%s%s",
			 name, text[0] ? ": " : "", text);
	if (focused) {
		mc_canvas_cursor(canvas, row, 2);
	}
	explicit_bzero(text, sizeof(text));
}

void mc_form_draw_add(struct mc_canvas *canvas, int row, bool focused)
{
	mc_canvas_printf(canvas, row, 31, 49, mc_canvas_focus(canvas, focused, MC_STYLE_PLAIN), "[ %s ]",
			 _("Add a row"));
	if (focused) {
		mc_canvas_cursor(canvas, row, 31);
	}
}
