/* SPDX-License-Identifier: MPL-2.0 */
/* form_rows.c - a form as rows: sections, fields, what is wrong with them, papers. */
#include <string.h>

#include "motcua/text/text.h"
#include "ui/form_view.h"

static void add(struct mc_form_state *s, enum mc_form_row_kind kind, int index, enum mc_code code)
{
	struct mc_form_row *row = mc_vec_push(&s->rows);

	if (row) {
		*row = (struct mc_form_row){kind, index, code};
	}
}

static const struct mc_field *field_of(const struct mc_form_state *s, int index)
{
	return mc_vec_at(&s->work->procedure->fields, (size_t)index);
}

static void add_attachments(struct mc_form_state *s, const char *paper)
{
	int n = 0;

	MC_VEC_EACH(&s->work->attachments, struct mc_attachment, attachment) {
		if (strcmp(attachment->paper, paper) == 0) {
			add(s, MC_ROW_ATTACHMENT, n, MC_OK);
		}
		n++;
	}
}

static void add_field(struct mc_form_state *s, int index)
{
	const struct mc_field *field = field_of(s, index);
	enum mc_code code = mc_form_check_field(s->work->form, index, NULL);

	if (field->rows && field->column == 0) {
		add(s, MC_ROW_ROW, index, MC_OK);
	}
	add(s, MC_ROW_FIELD, index, MC_OK);
	if (code != MC_OK) {
		add(s, MC_ROW_PROBLEM, index, code);
	}
	if (field->kind == MC_FIELD_ATTACHMENT) {
		add_attachments(s, field->paper);
	}
}

/* The table that ends in front of this field (of another table, or of none); -1. */
static int table_ending(const struct mc_form_state *s, int index)
{
	const struct mc_field *before = index > 0 ? field_of(s, index - 1) : NULL;
	const struct mc_field *here = field_of(s, index);

	return before && before->rows && (!here || here->rows != before->rows) ? before->rows - 1
									       : -1;
}

static void add_section(struct mc_form_state *s, int n, const struct mc_section *section)
{
	const struct mc_form *form = s->work->form;
	int count = (int)form->procedure->fields.len;
	bool empty = true; /* then its heading would only be in the way */

	for (int i = 0; i <= count; i++) {
		int table = table_ending(s, i);

		if (table >= 0 && strcmp(field_of(s, table)->section, section->id) == 0 &&
		    mc_form_shown(form, table)) {
			add(s, MC_ROW_ADD, table, MC_OK);
		}
		if (i == count || strcmp(field_of(s, i)->section, section->id) != 0 ||
		    !mc_form_shown(form, i)) {
			continue;
		}
		if (empty) {
			add(s, MC_ROW_SECTION, n, MC_OK);
			empty = false;
		}
		add_field(s, i);
	}
}

/* A field of the form asks for it already. */
static bool is_in_form(const struct mc_form_state *s, const struct mc_paper *paper)
{
	int i = 0;

	MC_VEC_EACH(&s->work->procedure->fields, struct mc_field, field) {
		if (field->kind == MC_FIELD_ATTACHMENT && strcmp(field->paper, paper->id) == 0 &&
		    mc_form_shown(s->work->form, i)) {
			return true;
		}
		i++;
	}
	return false;
}

static void add_papers(struct mc_form_state *s)
{
	int paper_n = 0;

	add(s, MC_ROW_SECTION, -1, MC_OK);
	MC_VEC_EACH(&s->work->procedure->papers, struct mc_paper, paper) {
		if (!is_in_form(s, paper)) {
			add(s, MC_ROW_PAPER, paper_n, MC_OK);
			add_attachments(s, paper->id);
		}
		paper_n++;
	}
}

static bool takes_focus(const struct mc_form_state *s, const struct mc_form_row *row)
{
	if (row->kind == MC_ROW_FIELD) {
		return field_of(s, row->index)->kind != MC_FIELD_ROWS && /* the rows do */
		       !mc_form_follows(s->work->form, row->index);
	}
	return row->kind != MC_ROW_TITLE && row->kind != MC_ROW_SECTION &&
	       row->kind != MC_ROW_PROBLEM;
}

static void add_title(struct mc_form_state *s)
{
	const char *rest = mc_view_label(&s->work->procedure->title);

	for (int line = 0; s->titled && *rest; line++) {
		add(s, MC_ROW_TITLE, line, MC_OK);
		(void)mc_text_break(rest, MC_FORM_TITLE_WIDTH, &rest);
	}
}

void mc_form_rows(struct mc_form_state *s)
{
	const struct mc_form_row *was = mc_form_row_at(s, s->at);
	struct mc_form_row focus = was ? *was : (struct mc_form_row){MC_ROW_SECTION, 0, MC_OK};
	int n = 0, at;

	mc_vec_reset(&s->rows);
	add_title(s);
	MC_VEC_EACH(&s->work->procedure->sections, struct mc_section, section) {
		add_section(s, n++, section);
	}
	add_papers(s);
	add(s, MC_ROW_SEND, 0, MC_OK);
	at = mc_form_row_of(s, focus.kind, focus.index);
	s->at = at >= 0 ? at : s->at < (int)s->rows.len ? s->at : (int)s->rows.len - 1;
	if (!takes_focus(s, mc_form_row_at(s, s->at))) {
		s->at = mc_form_step(s, s->at, 1);
	}
}

const struct mc_form_row *mc_form_row_at(const struct mc_form_state *s, int at)
{
	return mc_vec_at(&s->rows, (size_t)at);
}

int mc_form_step(const struct mc_form_state *s, int at, int step)
{
	const struct mc_form_row *row;

	for (int to = at + step; to >= 0 && (row = mc_form_row_at(s, to)); to += step) {
		if (takes_focus(s, row)) {
			return to;
		}
	}
	return at;
}

int mc_form_page(const struct mc_form_state *s, int at, int step)
{
	int to = at;
	const struct mc_form_row *row;

	if (step < 0) { /* back over the heading of this section */
		while (to > 0 && mc_form_row_at(s, to)->kind != MC_ROW_SECTION) {
			to--;
		}
	}
	for (to += step; to >= 0 && (row = mc_form_row_at(s, to)); to += step) {
		if (row->kind == MC_ROW_SECTION) {
			return mc_form_step(s, to, 1);
		}
	}
	return mc_form_step(s, step > 0 ? (int)s->rows.len : -1, -step);
}

#define CONTEXT 3 /* rows beyond the focused one */

static int clamp_top(const struct mc_form_state *s, int top, int rows)
{
	int last = (int)s->rows.len - rows;

	top = top < last ? top : last;
	return top < 0 ? 0 : top;
}

int mc_form_top(const struct mc_form_state *s, int rows)
{
	int top = clamp_top(s, s->top, rows);

	if (s->at > 0 && s->at <= top) {
		top = s->at - (rows - CONTEXT - 1);
	} else if (s->at >= top + rows - CONTEXT) {
		top = s->at - CONTEXT - 1;
	}
	return clamp_top(s, top, rows);
}

void mc_form_show_section(struct mc_form_state *s, int rows)
{
	int from = s->at, to = s->at;
	const struct mc_form_row *row;

	while (from > 0 && mc_form_row_at(s, from)->kind != MC_ROW_SECTION) {
		from--;
	}
	while ((row = mc_form_row_at(s, to + 1)) != NULL && row->kind != MC_ROW_SECTION) {
		to++;
	}
	if (from < s->top || to >= s->top + rows) {
		s->top = from;
	}
}

/* The row of the number of whom this field is about; -1. */
static int number_row(const struct mc_form_state *s, int field)
{
	const struct mc_role *role = mc_work_role_of(s->work, field);
	int number = role && role->number_field ?
			     mc_procedure_field(s->work->procedure, role->number_field) : -1;

	return number < 0 ? -1 : mc_form_row_of(s, MC_ROW_FIELD, number);
}

static bool is(const struct mc_field *field, const char *id)
{
	return id && strcmp(field->id, id) == 0;
}

/* Number, name or birth date: of one person, whoever fills the fields around them. */
static bool is_identity(const struct mc_form_state *s, int field)
{
	const struct mc_role *role = mc_work_role_of(s->work, field);
	const struct mc_field *of = field_of(s, field);

	return role && (is(of, role->number_field) || is(of, role->name_field) ||
			is(of, role->born_field));
}

/* A person begins with the number, needed or not: who has a card is scanned there, and then
 * nothing is typed. */
static int with_the_number(const struct mc_form_state *s, int at)
{
	int index = mc_form_row_at(s, at)->index;
	int number = is_identity(s, index) ? number_row(s, index) : -1;

	return number < 0 || s->work->form->values[mc_form_row_at(s, number)->index].text[0] ?
		       at : number;
}

/* Somebody's card: to whose name or birth date the focus is on; from any other field to the next
 * who is not known yet, never over somebody who is. -1: it is nobody's. */
int mc_form_row_for_card(const struct mc_form_state *s)
{
	const struct mc_form_row *row = mc_form_row_at(s, s->at);
	int own = row->kind == MC_ROW_FIELD && is_identity(s, row->index) ?
			  number_row(s, row->index) : -1;

	for (int at = s->at; own < 0 && (row = mc_form_row_at(s, at)) != NULL; at++) {
		if (row->kind == MC_ROW_FIELD && takes_focus(s, row) &&
		    number_row(s, row->index) == at && !s->work->form->values[row->index].text[0]) {
			own = at;
		}
	}
	return own;
}

int mc_form_first_missing(const struct mc_form_state *s)
{
	const struct mc_form *form = s->work->form;
	int at = 0;

	MC_VEC_EACH(&s->rows, struct mc_form_row, row) {
		if ((row->kind == MC_ROW_FIELD || row->kind == MC_ROW_ADD) &&
		    takes_focus(s, row) && mc_form_required(form, row->index) &&
		    !form->values[row->index].text[0] &&
		    field_of(s, row->index)->kind != MC_FIELD_ATTACHMENT) {
			return row->kind == MC_ROW_FIELD ? with_the_number(s, at) : at;
		}
		at++;
	}
	return s->at;
}

int mc_form_row_of(const struct mc_form_state *s, enum mc_form_row_kind kind, int index)
{
	int at = 0;

	MC_VEC_EACH(&s->rows, struct mc_form_row, row) {
		if (row->kind == kind && row->index == index) {
			return at;
		}
		at++;
	}
	return -1;
}

const struct mc_field *mc_form_field_at(const struct mc_form_state *s, int at)
{
	const struct mc_form_row *row = mc_form_row_at(s, at);

	return row && row->kind == MC_ROW_FIELD
		       ? mc_vec_at(&s->work->procedure->fields, (size_t)row->index) : NULL;
}

const struct mc_paper *mc_form_paper_at(const struct mc_form_state *s, int at)
{
	const struct mc_form_row *row = mc_form_row_at(s, at);
	const struct mc_field *field = mc_form_field_at(s, at);

	if (field && field->kind == MC_FIELD_ATTACHMENT) {
		return mc_procedure_paper(s->work->procedure, field->paper);
	}
	return row && row->kind == MC_ROW_PAPER
		       ? mc_vec_at(&s->work->procedure->papers, (size_t)row->index) : NULL;
}

bool mc_form_paper_needed(const struct mc_form_state *s, const struct mc_paper *paper)
{
	const struct mc_condition *when = &paper->required_if;

	return paper->attach_required && !paper->replaced_by &&
	       (!when->field ||
		mc_condition_matches(when, mc_form_text(s->work->form, when->field)));
}
