/* SPDX-License-Identifier: MPL-2.0 */
/* form_draw.c - one row per field: label, mark, value, where the value came from. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/text/text.h"
#include "ui/form_view.h"

#define LABEL 2
#define LABEL_WIDTH 27
#define VALUE 31
#define VALUE_WIDTH 31
#define FROM 63
#define FROM_WIDTH 17
#define HINT_ROWS 2

static void draw_title(const struct mc_form_state *s, int line, struct mc_canvas *canvas, int row)
{
	const char *text = mc_view_label(&s->work->procedure->title), *next = text;
	int len = 0;

	for (int i = 0; i <= line; i++) {
		text = next;
		len = (int)mc_text_break(text, MC_FORM_TITLE_WIDTH, &next);
	}
	mc_canvas_printf(canvas, row, 1, MC_FORM_TITLE_WIDTH, MC_STYLE_HEAD, "%.*s", len, text);
}

static void draw_section(const struct mc_form_state *s, int index, struct mc_canvas *canvas,
			 int row)
{
	const struct mc_section *section =
		index < 0 ? NULL : mc_vec_at(&s->work->procedure->sections, (size_t)index);

	char note[160] = "";
	int end = mc_canvas_printf(canvas, row, 0, 80, MC_STYLE_HEAD, "-- %s --",
				   section ? mc_view_label(&section->label) : _("Papers"));

	if (section) {
		mc_form_section_note(s, section->id, note, sizeof(note));
	}
	mc_canvas_text(canvas, row, end + 1, canvas->cols - end - 1, MC_STYLE_WARN, note);
}

static const char *const sources[] = {
	[MC_FROM_NOWHERE] = "",
	/* TRANSLATORS: where a field's value comes from; width:9, the time follows */
	[MC_FROM_TYPED] = N_("typed"),
	[MC_FROM_REGISTER] = N_("register"),
	[MC_FROM_CARD] = N_("card"),
	[MC_FROM_COMPUTED] = N_("computed"),
	[MC_FROM_PRESET] = N_("usual"),
	[MC_FROM_EARLIER] = N_("earlier"),
	[MC_FROM_OFFICE] = N_("office"),
};

const char *mc_form_source(enum mc_provenance from)
{
	return *sources[from] ? _(sources[from]) : "";
}

/* An answer that was there when the dossier was begun was not asked for it: it is told as
 * old as it is (a look-up in front of the counter belongs to the dossier begun from it). */
#define BEFORE (15 * 60 * MC_SECOND)

static bool is_cached(const struct mc_form_state *s, const struct mc_value *value)
{
	return value->from == MC_FROM_REGISTER && value->at < s->work->created_at - BEFORE;
}

static long hours_old(const struct mc_value *value)
{
	return (long)((mc_clock_now() - value->at) / MC_HOUR);
}

/* In the row: short. */
static void cached(const struct mc_value *value, char *ret, size_t size)
{
	long hours = hours_old(value);

	if (hours < 1) {
		/* TRANSLATORS: where a field's value comes from; width:15 */
		snprintf(ret, size, "= %s", _("kept, under 1 h"));
	} else if (hours < 100) {
		/* TRANSLATORS: the register's answer, kept for so many hours; width:15 */
		snprintf(ret, size, _("= kept %ld h"), hours);
	} else {
		/* TRANSLATORS: the register's answer, kept for so many days; width:15 */
		snprintf(ret, size, _("= kept %ld days"), hours / 24);
	}
}

/* In the hint: in words. */
static void cached_words(const struct mc_value *value, char *ret, size_t size)
{
	long hours = hours_old(value);

	if (hours < 1) {
		snprintf(ret, size, "%s", _("From an answer of the register less than an hour ago."));
	} else if (hours < 48) {
		snprintf(ret, size, P_("From an answer of the register %ld hour ago.",
				       "From an answer of the register %ld hours ago.", hours),
			 hours);
	} else {
		snprintf(ret, size, P_("From an answer of the register %ld day ago.",
				       "From an answer of the register %ld days ago.", hours / 24),
			 hours / 24);
	}
}

/* R8: what nobody typed is marked, in text. */
static void provenance(const struct mc_form_state *s, const struct mc_value *value, bool brief,
		       char *ret, size_t size)
{
	char when[16] = "";

	ret[0] = '\0';
	if (value->from == MC_FROM_NOWHERE) {
		return;
	}
	if (brief && value->old_units) {
		/* TRANSLATORS: an address in units of before 2025-07-01; width:17, the source stands first */
		snprintf(ret, size, _("%s%s, old"), value->from == MC_FROM_TYPED ? "" : "= ",
			 _(sources[value->from]));
		return;
	}
	if (is_cached(s, value)) {
		(brief ? cached : cached_words)(value, ret, size);
		return;
	}
	if (value->from == MC_FROM_REGISTER || value->from == MC_FROM_EARLIER) {
		mc_view_time(value->at, when);
	}
	if (brief) { /* the row has no room for the hour of another day; the hint has */
		when[strcspn(when, " ")] = '\0';
	}
	snprintf(ret, size, "%s%s%s%s", value->from == MC_FROM_TYPED ? "" : "= ",
		 mc_form_source(value->from), when[0] ? " " : "", when);
}

/* Something else than what the register said is never a value like any other; the hint has both. */
static void draw_from(const struct mc_form_state *s, int field, struct mc_canvas *canvas, int row)
{
	char from[80];

	if (mc_form_differs(s->work->form, field)) {
		/* TRANSLATORS: beside a value that was typed over what the register said; width:17 */
		mc_canvas_text(canvas, row, FROM, FROM_WIDTH, MC_STYLE_WARN, _("! not as register"));
		return;
	}
	provenance(s, &s->work->form->values[field], true, from, sizeof(from));
	mc_canvas_text(canvas, row, FROM, FROM_WIDTH, MC_STYLE_QUIET, from);
}

static void draw_field(const struct mc_view *view, const struct mc_form_row *of,
		       struct mc_canvas *canvas, int row, bool focused)
{
	const struct mc_form_state *s = view->state;
	const struct mc_form *form = s->work->form;
	const struct mc_field *field = mc_vec_at(&form->procedure->fields, (size_t)of->index);
	char text[2048];
	int width = VALUE_WIDTH;

	mc_canvas_printf(canvas, row, LABEL, LABEL_WIDTH + 1, MC_STYLE_PLAIN, "%s%s",
			 mc_view_label(&field->label),
			 mc_form_required(form, of->index) ? "*" : "");
	if (focused && s->editing) {
		/* a long value takes the rest of the row; its source then stands in the hint */
		if (mc_text_width(s->edit.text.data) >= VALUE_WIDTH) {
			width = canvas->cols - VALUE;
		}
		mc_edit_draw(&s->edit, canvas, row, VALUE, width, true);
	} else {
		mc_form_display(form, of->index, mc_i18n_language(), text, sizeof(text));
		if (field->kind == MC_FIELD_ATTACHMENT) {
			MC_COPY(text, _("Enter attaches a file"));
		}
		if (focused && mc_text_width(text) > VALUE_WIDTH) {
			width = canvas->cols - VALUE;
		}
		mc_canvas_fill(canvas, row, VALUE, 1, width,
			       mc_canvas_focus(canvas, focused, MC_STYLE_FIELD));
		mc_canvas_text(canvas, row, VALUE, width, mc_canvas_focus(canvas, focused, MC_STYLE_FIELD),
			       text);
		explicit_bzero(text, sizeof(text));
		if (focused) {
			mc_canvas_cursor(canvas, row, VALUE);
		}
	}
	if (width == VALUE_WIDTH) {
		draw_from(s, of->index, canvas, row);
	}
}

static void draw_problem(const struct mc_form_row *of, struct mc_canvas *canvas, int row)
{
	mc_canvas_printf(canvas, row, 4, 76, MC_STYLE_WARN, "! [%s] %s",
			 mc_error_info(of->code)->code, mc_view_error(of->code));
}

static void draw_paper(const struct mc_form_state *s, const struct mc_form_row *of,
		       struct mc_canvas *canvas, int row, bool focused)
{
	const struct mc_paper *paper = mc_vec_at(&s->work->procedure->papers, (size_t)of->index);
	enum mc_style style = mc_canvas_focus(canvas, focused, MC_STYLE_PLAIN);
	char why[600];

	mc_canvas_printf(canvas, row, LABEL, LABEL_WIDTH + 1, MC_STYLE_PLAIN, "%s%s",
			 mc_view_label(&paper->label), mc_form_paper_needed(s, paper) ? "*" : "");
	if (paper->replaced_by || paper->cut) {
		snprintf(why, sizeof(why), _("no longer asked for: %s"),
			 paper->basis ? paper->basis : paper->replaced_by);
		mc_canvas_text(canvas, row, VALUE, 80 - VALUE, style,
			       mc_text_width(why) > 80 - VALUE
				       ? _("no longer asked for; F1 says why") : why);
	} else {
		mc_canvas_text(canvas, row, VALUE, 80 - VALUE, style, _("Enter attaches a file"));
	}
	if (focused) {
		mc_canvas_cursor(canvas, row, VALUE);
	}
}

static void draw_attachment(const struct mc_form_state *s, const struct mc_form_row *of,
			    struct mc_canvas *canvas, int row, bool focused)
{
	const struct mc_attachment *file = mc_vec_at(&s->work->attachments, (size_t)of->index);

	mc_canvas_printf(canvas, row, VALUE, 80 - VALUE,
			 mc_canvas_focus(canvas, focused, MC_STYLE_PLAIN),
			 /* TRANSLATORS: a file's name and its size in KB (1024 bytes) */
			 _("+ %s  %lld KB"), file->name, (long long)(file->size + 1023) / 1024);
	if (focused) {
		mc_canvas_cursor(canvas, row, VALUE);
	}
}

static void draw_send(const struct mc_form_state *s, struct mc_canvas *canvas, int row,
		      bool focused)
{
	mc_canvas_printf(canvas, row, VALUE, 80 - VALUE,
			 mc_canvas_focus(canvas, focused, MC_STYLE_PLAIN),
			 "[ %s ]",
			 s->work->supplements[0] ? _("Send the supplement (F9)") :
						   _("Send the dossier (F9)"));
	if (focused) {
		mc_canvas_cursor(canvas, row, VALUE);
	}
}

static void draw_row(const struct mc_view *view, struct mc_canvas *canvas, int at, int row)
{
	const struct mc_form_state *s = view->state;
	const struct mc_form_row *of = mc_form_row_at(s, at);
	bool focused = at == s->at;

	if (focused) {
		mc_canvas_mark(canvas, row, 0, MC_STYLE_PLAIN, true);
	} else if (mc_form_reason_at(s, at)) {
		mc_canvas_text(canvas, row, 0, 1, MC_STYLE_WARN, "!"); /* the hint has its words */
	}
	switch (of->kind) {
	case MC_ROW_TITLE:
		draw_title(s, of->index, canvas, row);
		break;
	case MC_ROW_SECTION:
		draw_section(s, of->index, canvas, row);
		break;
	case MC_ROW_FIELD:
		draw_field(view, of, canvas, row, focused);
		break;
	case MC_ROW_ROW:
		mc_form_draw_row_head(s, of->index, canvas, row, focused);
		break;
	case MC_ROW_ADD:
		mc_form_draw_add(canvas, row, focused);
		break;
	case MC_ROW_PROBLEM:
		draw_problem(of, canvas, row);
		break;
	case MC_ROW_PAPER:
		draw_paper(s, of, canvas, row, focused);
		break;
	case MC_ROW_ATTACHMENT:
		draw_attachment(s, of, canvas, row, focused);
		break;
	case MC_ROW_SEND:
		draw_send(s, canvas, row, focused);
		break;
	}
}

/* Is it one of the three that a person is looked up by? */
static bool asks(const struct mc_form_state *s, const struct mc_field *field)
{
	const struct mc_role *role = mc_work_role_of(s->work, mc_form_row_at(s, s->at)->index);
	const char *ids[] = { role ? role->number_field : NULL, role ? role->name_field : NULL,
			      role ? role->born_field : NULL };
	bool is = false;

	for (size_t i = 0; i < MC_COUNT(ids); i++) {
		is = is || (ids[i] && strcmp(ids[i], field->id) == 0);
	}
	return is;
}

static bool at_row_start(const struct mc_str *hint)
{
	return !hint->len || hint->data[hint->len - 1] == '\n';
}

static void add(struct mc_str *hint, const char *between, const char *text)
{
	if (*text) {
		mc_str_printf(hint, "%s%s", at_row_start(hint) ? "" : between, text);
	}
}

static int rows_of(const char *text, int width)
{
	int rows = 0;

	for (; *text; rows++) {
		(void)mc_text_break(text, width, &text);
	}
	return rows;
}

/* Where something whole ends and more follows: a sentence, a part of one, what stands before a
 * bracket. NULL when there is no other. */
static const char *whole_end(const char *text)
{
	static const char *const ends[] = {". ", "; ", " ("};
	const char *first = NULL;

	for (size_t i = 0; i < MC_COUNT(ends); i++) {
		const char *end = strstr(text, ends[i]);

		first = end && (!first || end < first) ? end : first;
	}
	return first;
}

/*
 * The help takes the rest of the two rows: whole, or as much of it as says something whole and has
 * room, or where it is. Half a sentence helps nobody.
 */
static void add_help(struct mc_str *hint, const char *help, const struct mc_canvas *canvas)
{
	int width = canvas->cols - 2, room = HINT_ROWS - rows_of(hint->data, width), len = 0;

	if (!*help || room <= 0) {
		return;
	}
	if (canvas->reader || rows_of(help, width) <= room) {
		add(hint, "\n", help);
		return;
	}
	for (const char *end = whole_end(help); end; end = whole_end(end + 1)) {
		char *first = mc_strndup(help, (size_t)(end - help));

		len = rows_of(first, width - 1) <= room ? (int)(end - help) : len;
		free(first);
	}
	if (len) {
		mc_str_printf(hint, "%s%.*s.", at_row_start(hint) ? "" : "\n", len, help);
	} else {
		add(hint, "\n", _("F1 explains this field."));
	}
}

/* R4, R8: the hint, the help, and what the register said when it was typed over. */
static void draw_hint(const struct mc_form_state *s, struct mc_canvas *canvas)
{
	const struct mc_field *field = mc_form_field_at(s, s->at);
	const struct mc_paper *paper = mc_form_paper_at(s, s->at);
	const struct mc_form_row *row = mc_form_row_at(s, s->at);
	char from[80], said[2048];
	struct mc_str hint;

	mc_str_init(&hint, 4096);
	if (mc_form_reason_at(s, s->at)) {
		mc_str_printf(&hint, _("The province says: %s"), mc_form_reason_at(s, s->at)->text);
		mc_str_putc(&hint, '\n');
	}
	if (field) {
		int index = mc_form_row_at(s, s->at)->index;
		const struct mc_value *value = &s->work->form->values[index];
		enum mc_code code = mc_form_check_field(s->work->form, index, NULL);

		if (code != MC_OK) { /* whole: beside the field it may be cut */
			mc_str_puts(&hint, mc_view_error(code));
			/* one that takes both rows leaves the rest of the second */
			mc_str_puts(&hint, mc_text_width(hint.data) > canvas->cols - 2 ? "" : "\n");
		}
		if (value->register_text) {
			mc_str_puts(&hint, at_row_start(&hint) ? "" : "  ");
			mc_form_display_register(s->work->form, index, mc_i18n_language(), said,
						 sizeof(said));
			mc_str_printf(&hint, _("The register said: %s"), said);
			mc_str_puts(&hint, "\n");
			explicit_bzero(said, sizeof(said));
		}
		provenance(s, value, false, from, sizeof(from));
		add(&hint, "  ", from);
		mc_form_place_said(s, index, said, sizeof(said));
		add(&hint, "  ", said);
		add(&hint, "  ", mc_view_label(&field->hint));
		if (field->kind == MC_FIELD_ATTACHMENT) {
			add(&hint, "  ", _("Enter attaches a file"));
		} else if (!s->editing) {
			add(&hint, "  ", _("← → changes it; a letter or F4 opens the list."));
		} else if (asks(s, field) && value->from != MC_FROM_REGISTER) {
			add(&hint, "  ", _("F3 looks the person up."));
		}
		add_help(&hint, mc_view_label(&field->help), canvas); /* F1 shows all of it */
	} else if (row->kind == MC_ROW_ROW) {
		add(&hint, "", _("Enter moves this row, or takes it out."));
	} else if (paper && paper->basis) {
		add(&hint, "", paper->replaced_by ? paper->replaced_by : "");
		add(&hint, ": ", paper->basis);
	}
	mc_view_hint(canvas, hint.data);
	mc_str_wipe(&hint);
}

void mc_form_draw(const struct mc_view *view, struct mc_canvas *canvas)
{
	const struct mc_form_state *s = view->state;
	int rows = MC_VIEW_ROWS(canvas->rows);
	int top = mc_form_top(s, rows);

	for (int i = 0; i < rows && top + i < (int)s->rows.len; i++) {
		draw_row(view, canvas, top + i, MC_VIEW_TOP + i);
	}
	draw_hint(s, canvas);
}
