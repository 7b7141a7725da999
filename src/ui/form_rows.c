/* SPDX-License-Identifier: MPL-2.0 */
/* form_rows.c - a form as rows: sections, fields, what is wrong with them, papers. */
#include <string.h>

#include "ui/form_view.h"

static void add(struct mc_form_state *s, enum mc_form_row_kind kind, int index, enum mc_code code)
{
	struct mc_form_row *row = mc_vec_push(&s->rows);

	if (row) {
		*row = (struct mc_form_row){ kind, index, code };
	}
}

static void add_section(struct mc_form_state *s, int n, const struct mc_section *section)
{
	const struct mc_form *form = s->work->form;
	bool empty = true; /* then its heading would only be in the way */
	int i = 0;

	MC_VEC_EACH(&form->procedure->fields, struct mc_field, field) {
		if (strcmp(field->section, section->id) == 0 && mc_form_shown(form, i)) {
			enum mc_code code = mc_form_check_field(form, i, NULL);

			if (empty) {
				add(s, MC_ROW_SECTION, n, MC_OK);
				empty = false;
			}
			add(s, MC_ROW_FIELD, i, MC_OK);
			if (code != MC_OK) {
				add(s, MC_ROW_PROBLEM, i, code);
			}
		}
		i++;
	}
}

static void add_papers(struct mc_form_state *s)
{
	int paper_n = 0;

	add(s, MC_ROW_SECTION, -1, MC_OK);
	MC_VEC_EACH(&s->work->procedure->papers, struct mc_paper, paper) {
		int n = 0;

		add(s, MC_ROW_PAPER, paper_n++, MC_OK);
		MC_VEC_EACH(&s->work->attachments, struct mc_attachment, attachment) {
			if (strcmp(attachment->paper, paper->id) == 0) {
				add(s, MC_ROW_ATTACHMENT, n, MC_OK);
			}
			n++;
		}
	}
}

static bool takes_focus(const struct mc_form_state *s, const struct mc_form_row *row)
{
	return row->kind != MC_ROW_SECTION && row->kind != MC_ROW_PROBLEM &&
	       !(row->kind == MC_ROW_FIELD && mc_form_follows(s->work->form, row->index));
}

void mc_form_rows(struct mc_form_state *s)
{
	const struct mc_form_row *was = mc_form_row_at(s, s->at);
	struct mc_form_row focus = was ? *was : (struct mc_form_row){ MC_ROW_SECTION, 0, MC_OK };
	int n = 0, at;

	mc_vec_reset(&s->rows);
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

int mc_form_first_missing(const struct mc_form_state *s)
{
	const struct mc_form *form = s->work->form;
	int at = 0;

	MC_VEC_EACH(&s->rows, struct mc_form_row, row) {
		if (row->kind == MC_ROW_FIELD && mc_form_required(form, row->index) &&
		    !form->values[row->index].text[0] && takes_focus(s, row)) {
			return at;
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
