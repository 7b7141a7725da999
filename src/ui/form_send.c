/* SPDX-License-Identifier: MPL-2.0 */
/* form_send.c - F9: what is missing, the question, sealing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/clock.h"
#include "ui/form_view.h"

static const char *section_of(const struct mc_procedure *procedure, const char *id)
{
	MC_VEC_EACH(&procedure->sections, struct mc_section, section) {
		if (strcmp(section->id, id) == 0) {
			return mc_view_label(&section->label);
		}
	}
	return "";
}

static void show_problems(struct mc_view *view)
{
	struct mc_form_state *s = view->state;
	const struct mc_procedure *procedure = s->work->procedure;
	char **rows = mc_calloc(s->problems.len + 1, sizeof(*rows));
	int count = 0;

	MC_VEC_EACH(&s->problems, struct mc_problem, problem) {
		const struct mc_field *field = problem->field < 0 ? NULL
			: mc_vec_at(&procedure->fields, (size_t)problem->field);
		const struct mc_paper *paper = mc_procedure_paper(procedure, problem->paper);
		const char *section = field ? section_of(procedure, field->section) : _("Papers");
		char name[400];
		struct mc_str row;

		mc_str_init(&row, 1024);
		if (field && field->rows) { /* which row of the table */
			mc_form_row_name(s, problem->field, name, sizeof(name));
			section = name;
		}
		/* TRANSLATORS: before what may be sent all the same, in a list of what may not */
		mc_str_puts(&row, problem->warns ? _("(unusual) ") : "");
		mc_str_printf(&row, "%s / %s", section,
			      field ? mc_view_label(&field->label)
				    : paper ? mc_view_label(&paper->label) : "-");
		if (problem->code != MC_E_FIELD_REQUIRED) { /* that it is empty needs no words */
			mc_str_printf(&row, " [%s] %s", mc_error_info(problem->code)->code,
				      problem->rule ? mc_view_label(&problem->rule->text)
						    : mc_view_error(problem->code));
		}
		rows[count++] = mc_str_take(&row, NULL);
	}
	mc_ui_pick(view->ui, MC_FORM_TAG_PROBLEM, _("Missing or wrong: Enter goes to the field"),
		   (const char *const *)rows, count, 0);
	while (count > 0) {
		free(rows[--count]);
	}
	free(rows);
}

/* "Birth declaration; Residence declaration" in a paragraph of its own; nothing for none. */
static void name_declarations(const struct mc_form *form, char *text, size_t size)
{
	struct mc_str names;
	size_t len = strlen(text);

	mc_str_init(&names, 600);
	MC_VEC_EACH(&form->procedure->outputs, struct mc_output, output) {
		if (mc_form_declares(form, output)) {
			mc_str_printf(&names, "%s%s", names.len ? "; " : "",
				      mc_view_label(&output->label));
		}
	}
	if (names.len) {
		snprintf(text + len, size - len, _("\n\nDeclarations made from it: %s."),
			 names.data);
	}
	mc_str_done(&names);
}

/* So that nobody is surprised later: it cannot be added to a dossier that was sent. */
static void name_left_out(const struct mc_form *form, char *text, size_t size)
{
	MC_VEC_EACH(&form->procedure->branches, struct mc_branch, branch) {
		size_t len = strlen(text);

		if (!mc_form_asks(form, branch)) {
			/* TRANSLATORS: a branch of a linked group */
			snprintf(text + len, size - len, _("\nNot asked for: %s."),
				 mc_view_label(&branch->label));
		}
	}
}

static bool declares_anything(const struct mc_form *form)
{
	MC_VEC_EACH(&form->procedure->outputs, struct mc_output, output) {
		if (mc_form_declares(form, output)) {
			return true;
		}
	}
	return false;
}

/* Told before it is sent, so that the citizen can be told; the province's receipt sets it. */
static void say_due(const struct mc_work *work, char *text, size_t size)
{
	int64_t due = mc_work_due(work, mc_clock_now());
	size_t len = strlen(text);
	char when[16];

	if (due) {
		mc_view_time(due, when);
		/* TRANSLATORS: a day and an hour */
		snprintf(text + len, size - len, _("\nReceived now it is due %s."), when);
	}
}

static void confirm(struct mc_view *view)
{
	struct mc_form_state *s = view->state;
	const char *buttons[] = { _("Back to the form"), _("Send"),
				  declares_anything(s->work->form) ? _("View declarations") : NULL, NULL };
	struct mc_dossier_row row = {0};
	char text[1200];
	struct mc_err why;
	size_t len;
	/* the audit row is on disk before anybody is asked, so that sending writes once */
	enum mc_code code = mc_work_ready(s->work, &why);

	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
		if (code == MC_E_OFFICER) {
			mc_ui_open(view->ui, MC_VIEW_OFFICER, 0, NULL);
		}
		return;
	}

	if (mc_dossier_row(view->ui->desk, s->work->id, &row, NULL) != MC_OK) {
		MC_COPY(row.local_number, s->work->local_number);
	}
	if (s->work->supplements[0]) {
		snprintf(text, sizeof(text),
			 _("Person: %s\n\nWhat was changed and attached here is sent to the dossier "
			   "that asks for it. After this it cannot be changed. It is safe on disk at "
			   "once and goes out when the link allows."),
			 row.subject);
		name_declarations(s->work->form, text, sizeof(text));
		mc_ui_confirm(view->ui, MC_FORM_TAG_SEND, _("Seal and send this supplement?"), text,
			      buttons);
		explicit_bzero(text, sizeof(text));
		return;
	}
	snprintf(text, sizeof(text),
		 _("Person: %s\nDossier: %s\n%s"), row.subject, row.local_number,
		 mc_view_label(&s->work->procedure->title));
	say_due(s->work, text, sizeof(text));
	name_left_out(s->work->form, text, sizeof(text));
	len = strlen(text);
	snprintf(text + len, sizeof(text) - len, "\n\n%s",
		 _("After this it cannot be changed. It is safe on disk at once and goes out when the "
		   "link allows."));
	name_declarations(s->work->form, text, sizeof(text));
	mc_ui_confirm(view->ui, MC_FORM_TAG_SEND, _("Seal and send this dossier?"), text, buttons);
	explicit_bzero(text, sizeof(text));
}

/* Nothing is wrong, something is unusual: the officer says yes to it, or looks again. */
static void ask_about_warnings(struct mc_view *view)
{
	struct mc_form_state *s = view->state;
	const char *buttons[] = {_("Back to the form"), _("Yes, it is so"), NULL};
	struct mc_str text;

	mc_str_init(&text, 1100);
	MC_VEC_EACH(&s->problems, struct mc_problem, problem) {
		mc_str_printf(&text, "%s- %s", text.len ? "\n" : "",
			      mc_view_label(&problem->rule->text));
	}
	mc_ui_confirm(view->ui, MC_FORM_TAG_WARNED, _("This is unusual. Is it so?"), text.data,
		      buttons);
	mc_str_done(&text);
}

unsigned mc_form_ask_anyway(struct mc_view *view)
{
	confirm(view);
	return MC_VIEW_TAKEN;
}

unsigned mc_form_ask_send(struct mc_view *view)
{
	struct mc_form_state *s = view->state;

	mc_form_leave(view);
	mc_vec_done(&s->problems);
	mc_work_problems(s->work, &s->problems);
	if (mc_form_refused(&s->problems)) {
		show_problems(view);
	} else if (s->problems.len) {
		ask_about_warnings(view);
	} else {
		confirm(view);
	}
	mc_form_arrive(view);
	return MC_VIEW_TAKEN;
}

unsigned mc_form_send(struct mc_view *view)
{
	struct mc_form_state *s = view->state;
	struct mc_err why;
	int64_t seq;
	enum mc_code code;

	mc_form_leave(view);
	code = mc_work_submit(s->work, &seq, &why);
	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
		mc_form_arrive(view);
		return MC_VIEW_TAKEN;
	}
	s->over = true;
	/* what the citizen takes down; it stays until the next key */
	if (s->work->supplements[0]) {
		mc_ui_say(view->ui, _("The supplement %s is sealed, safe on disk."),
			  s->work->local_number);
	} else {
		mc_ui_say(view->ui,
			  _("NUMBER FOR THE CITIZEN: %s. Sealed as number %lld of the queue, safe on "
			    "disk."),
			  s->work->local_number, (long long)seq);
	}
	mc_ui_open(view->ui, MC_VIEW_QUEUE, MC_FORM_TAG_QUEUE,
		   &(union mc_view_arg){.id = s->work->id});
	return mc_view_answer(view, 0, NULL);
}

void mc_form_show_declarations(struct mc_view *view)
{
	const struct mc_form_state *s = view->state;

	mc_ui_open(view->ui, MC_VIEW_DECLARATION, MC_FORM_TAG_LOOKED,
		   &(union mc_view_arg){.form = s->work->form});
}

void mc_form_go_to_problem(struct mc_view *view, int n)
{
	struct mc_form_state *s = view->state;
	const struct mc_problem *problem = mc_vec_at(&s->problems, (size_t)n);
	int at = -1, paper_n = 0;

	if (!problem) {
		return;
	}
	if (problem->field >= 0) {
		at = mc_form_row_of(s, MC_ROW_ADD, problem->field); /* a table without rows */
		at = at >= 0 ? at : mc_form_row_of(s, MC_ROW_FIELD, problem->field);
	}
	MC_VEC_EACH(&s->work->procedure->papers, struct mc_paper, paper) {
		if (strcmp(paper->id, problem->paper) == 0) {
			at = mc_form_row_of(s, MC_ROW_PAPER, paper_n);
		}
		paper_n++;
	}
	if (at >= 0) {
		mc_form_go(view, at);
	}
	if (problem->rule) { /* whole: in the list it may be cut */
		mc_ui_say(view->ui, "%s", mc_view_label(&problem->rule->text));
	}
}
