/* SPDX-License-Identifier: MPL-2.0 */
/* form_acts.c - what the form's keys do: save, look up, list, clear, attach. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/clock.h"
#include "ui/ask_view.h"
#include "ui/form_view.h"
#include "ui/print_view.h"

static unsigned act_save(struct mc_view *view)
{
	struct mc_form_state *s = view->state;
	char now[16];

	if (mc_form_leave(view)) {
		mc_view_time(mc_clock_now(), now);
		mc_ui_say(view->ui, _("Draft %s saved %s."), s->work->local_number, now);
	}
	mc_form_arrive(view);
	return MC_VIEW_TAKEN;
}

/* ---- F3: the person of the focused field */

static int missing_of(struct mc_form_state *s, const struct mc_role *role, struct mc_str *ret)
{
	const char *const ids[] = {role->number_field, role->name_field, role->born_field};
	int first = -1;

	for (size_t i = 0; i < MC_COUNT(ids); i++) {
		int field = ids[i] ? mc_procedure_field(s->work->procedure, ids[i]) : -1;
		const struct mc_field *of = field < 0 ? NULL
			: mc_vec_at(&s->work->procedure->fields, (size_t)field);

		if (of && !s->work->form->values[field].text[0]) {
			mc_str_printf(ret, "%s%s", ret->len ? ", " : "", mc_view_label(&of->label));
			first = first < 0 ? field : first;
		}
	}
	return first;
}

static void ask_for(struct mc_view *view, const struct mc_role *role)
{
	struct mc_form_state *s = view->state;
	struct mc_query query = {.kind = MC_QUERY_LOOKUP};
	struct mc_err why;
	enum mc_code code = mc_work_query(s->work, role->id, &query, &why);

	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
		return;
	}
	s->role = role;
	mc_ui_open(view->ui, MC_VIEW_ASK, MC_FORM_TAG_ASK,
		   &(union mc_view_arg){ .ask = { .query = &query, .for_form = true,
						  .start = true } });
	explicit_bzero(&query, sizeof(query));
}

static unsigned act_look_up(struct mc_view *view)
{
	struct mc_form_state *s = view->state;
	const struct mc_form_row *row = mc_form_row_at(s, s->at);
	const struct mc_role *role = row->kind == MC_ROW_FIELD
					     ? mc_work_role_of(s->work, row->index) : NULL;
	struct mc_str missing;
	int first;

	mc_form_leave(view);
	mc_str_init(&missing, 400);
	first = role ? missing_of(s, role, &missing) : -1;
	if (!role) {
		mc_ui_say(view->ui, "%s",
			  _("This field belongs to no person. F3 works in the fields of "
			    "a person."));
	} else if (first >= 0) {
		mc_ui_say(view->ui, _("To look up \"%s\", fill in first: %s."),
			  mc_view_label(&role->label), missing.data);
		s->at = mc_form_row_of(s, MC_ROW_FIELD, first) >= 0
				? mc_form_row_of(s, MC_ROW_FIELD, first) : s->at;
	} else {
		ask_for(view, role);
	}
	mc_str_done(&missing);
	mc_form_arrive(view);
	return MC_VIEW_TAKEN;
}

/* Twins: which of them it is stands on the paper in the citizen's hand. */
static void say_births(struct mc_view *view, const struct mc_person *person)
{
	struct mc_str numbers;

	mc_str_init(&numbers, 400);
	for (int i = 0; i < person->birth_count; i++) {
		mc_str_printf(&numbers, "%s%s", i ? ", " : "", person->births[i].number);
	}
	mc_ui_say(view->ui, _("Several births are recorded (%s): type the notice's number, then F3."),
		  numbers.data);
	mc_str_done(&numbers);
}

/* None of them was chosen by its number. */
static bool waits_for_a_birth(const struct mc_form_state *s, const struct mc_person *person)
{
	int field = 0;

	MC_VEC_EACH(&s->work->procedure->fields, struct mc_field, of) {
		const struct mc_prefill *prefill = mc_vec_at(&of->prefill, 0);

		if (person->birth_count > 1 && prefill &&
		    strcmp(prefill->role, s->role->id) == 0 &&
		    strcmp(prefill->source, "birth.number") == 0) {
			return s->work->form->values[field].from != MC_FROM_REGISTER;
		}
		field++;
	}
	return false;
}

static void filled(struct mc_view *view)
{
	struct mc_form_state *s = view->state;
	const struct mc_person *person = &view->ui->found->answer.person;
	struct mc_err why;
	int count = 0;
	enum mc_code code;

	mc_form_leave(view);
	code = mc_work_fill(s->work, s->role->id, view->ui->found, &count, &why);
	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
	} else if (waits_for_a_birth(s, person)) {
		say_births(view, person);
	} else {
		mc_ui_say(view->ui, _("%s: %d fields come from the register."),
			  mc_view_label(&s->role->label), count);
	}
	mc_ui_forget_found(view->ui);
	mc_form_rows(s);
	mc_form_arrive(view);
}

/* ---- F8: clear, detach, discard; always asked */

static unsigned act_clear(struct mc_view *view)
{
	struct mc_form_state *s = view->state;
	const struct mc_form_row *row = mc_form_row_at(s, s->at);
	const char *buttons[] = {_("Keep"), _("Clear the field"), _("Discard the draft"), NULL};
	struct mc_dossier_row draft = {0};
	char text[MC_NAME_LEN + 400] = "";
	size_t len;

	if (row->kind == MC_ROW_ATTACHMENT) {
		buttons[1] = _("Take the file out");
	} else if (row->kind != MC_ROW_FIELD) {
		buttons[1] = _("Discard the draft");
		buttons[2] = NULL;
	}
	if (mc_dossier_row(view->ui->desk, s->work->id, &draft, NULL) == MC_OK && draft.subject[0]) {
		snprintf(text, sizeof(text), _("Person: %s\n\n"), draft.subject);
	}
	len = strlen(text);
	snprintf(text + len, sizeof(text) - len,
		 _("Draft %s, not sent. A discarded draft cannot be brought back."),
		 s->work->local_number);
	mc_ui_confirm(view->ui,
		      row->kind == MC_ROW_ATTACHMENT ? MC_FORM_TAG_DETACH : MC_FORM_TAG_CLEAR,
		      _("Clear or discard?"), text, buttons);
	explicit_bzero(text, sizeof(text));
	explicit_bzero(&draft, sizeof(draft));
	return MC_VIEW_TAKEN;
}

static unsigned discard(struct mc_view *view)
{
	struct mc_form_state *s = view->state;
	struct mc_err why;
	enum mc_code code = mc_work_discard(s->work, &why);

	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
		return MC_VIEW_TAKEN;
	}
	s->over = true;
	mc_ui_say(view->ui, _("Draft %s is discarded."), s->work->local_number);
	return MC_VIEW_CLOSE;
}

static unsigned cleared(struct mc_view *view, int choice)
{
	struct mc_form_state *s = view->state;
	bool on_field = mc_form_row_at(s, s->at)->kind == MC_ROW_FIELD;

	if (choice == 2 || (choice == 1 && !on_field)) {
		return discard(view);
	}
	if (choice == 1) {
		mc_form_set_here(view, "");
	}
	return MC_VIEW_TAKEN;
}

static unsigned detached(struct mc_view *view, int choice)
{
	struct mc_form_state *s = view->state;
	const struct mc_attachment *attachment =
		mc_vec_at(&s->work->attachments, (size_t)mc_form_row_at(s, s->at)->index);
	char sha256[MC_DIGEST_LEN];
	struct mc_err why;
	enum mc_code code = MC_OK;

	if (choice == 2) {
		return discard(view);
	}
	if (choice == 1 && attachment) {
		MC_COPY(sha256, attachment->sha256);
		code = mc_work_detach(s->work, sha256, &why);
	}
	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
	}
	mc_form_rows(s);
	return MC_VIEW_TAKEN;
}

/* ---- papers */

void mc_form_ask_path(struct mc_view *view, const char *path)
{
	const struct mc_form_state *s = view->state;
	const struct mc_paper *paper = mc_form_paper_at(s, s->at);

	if (!paper) {
		return;
	}
	mc_ui_open(
		view->ui, MC_VIEW_PROMPT, MC_FORM_TAG_PATH,
		&(union mc_view_arg){
			.prompt = { .title = mc_view_label(&paper->label),
				    .label = _("File"),
				    .hint = _("The path of the scanned file, at most 20 MiB. It is "
					      "sealed at once; the draft keeps its own copy."),
				    .text = path,
				    .use = MC_EDIT_CODES,
				    .list = true } });
}

/* A path that was wrong is there again to be corrected; after a right one its folder is. */
static void keep_path(struct mc_form_state *s, const char *path, bool whole)
{
	const char *slash = strrchr(path, '/');

	snprintf(s->path, sizeof(s->path), "%.*s",
		 whole ? (int)strlen(path) : slash ? (int)(slash - path) + 1 : 0, path);
}

void mc_form_attach(struct mc_view *view, const char *path)
{
	struct mc_form_state *s = view->state;
	const struct mc_paper *paper = mc_form_paper_at(s, s->at);
	struct mc_err why;
	enum mc_code code;

	if (!paper) {
		return;
	}
	code = mc_work_attach(s->work, paper->id, path, &why);
	keep_path(s, path, code != MC_OK);
	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
	} else {
		mc_ui_say(view->ui, _("Attached to: %s"), mc_view_label(&paper->label));
	}
	mc_form_rows(s);
}

/* What was typed so far is not lost by looking at the list. */
static void list_from(struct mc_view *view, const char *typed)
{
	struct mc_form_state *s = view->state;

	keep_path(s, typed, true);
	mc_form_list_files(view);
}

/* ---- Enter, results, the table */

unsigned mc_form_enter(struct mc_view *view)
{
	struct mc_form_state *s = view->state;
	const struct mc_paper *paper = mc_form_paper_at(s, s->at);

	switch (mc_form_row_at(s, s->at)->kind) {
	case MC_ROW_SEND:
		return mc_form_ask_send(view);
	case MC_ROW_ROW:
		return mc_form_row_menu(view);
	case MC_ROW_ADD:
		return mc_form_row_add_here(view);
	default:
		break;
	}
	if (paper && paper->basis && (paper->cut || paper->replaced_by)) { /* the article */
		mc_ui_say(view->ui, _("Refused by %s: this paper must not be asked for. [%s]"),
			  paper->basis, mc_error_info(MC_E_PAPER_CUT)->code);
	} else if (paper && paper->replaced_by) {
		mc_ui_say(view->ui, _("Not to be asked for: %s has it."), paper->replaced_by);
	} else if (paper) {
		mc_form_ask_path(view, ((struct mc_form_state *)view->state)->path);
	} else {
		mc_form_go(view, mc_form_step(s, s->at, 1));
	}
	return MC_VIEW_TAKEN;
}

unsigned mc_form_result(struct mc_view *view, const struct mc_event *event)
{
	if (event->tag == MC_FORM_TAG_QUEUE) {
		return MC_VIEW_CLOSE;
	}
	if (event->tag == MC_FORM_TAG_LOOKED) { /* back to the question */
		return mc_form_ask_anyway(view);
	}
	if (event->choice < 0) {
		return MC_VIEW_TAKEN;
	}
	switch (event->tag) {
	case MC_FORM_TAG_ASK:
		if (event->choice == MC_ASK_VERIFY_LATER) {
			mc_form_verify_later(view);
		} else {
			filled(view);
		}
		break;
	case MC_FORM_TAG_VALUE:
		mc_form_chosen(view, event->choice);
		break;
	case MC_FORM_TAG_PLACE:
		mc_form_place_chosen(view, event->choice);
		break;
	case MC_FORM_TAG_COMMUNE:
		mc_form_commune_chosen(view, event->choice);
		break;
	case MC_FORM_TAG_CLEAR:
		return cleared(view, event->choice);
	case MC_FORM_TAG_DETACH:
		return detached(view, event->choice);
	case MC_FORM_TAG_ROW:
		mc_form_row_chosen(view, event->choice);
		break;
	case MC_FORM_TAG_REMOVE:
		return mc_form_row_removed(view, event->choice);
	case MC_FORM_TAG_PATH:
		(event->choice == MC_PROMPT_LIST ? list_from : mc_form_attach)(view, event->text);
		break;
	case MC_FORM_TAG_FILE:
		mc_form_file_chosen(view, event->choice);
		break;
	case MC_FORM_TAG_PROBLEM:
		mc_form_go_to_problem(view, event->choice);
		break;
	case MC_FORM_TAG_WARNED:
		return event->choice == 1 ? mc_form_ask_anyway(view) : MC_VIEW_TAKEN;
	case MC_FORM_TAG_SEND:
		if (event->choice == 2) {
			mc_form_show_declarations(view);
			break;
		}
		return event->choice == 1 ? mc_form_send(view) : MC_VIEW_TAKEN;
	default:
		break;
	}
	return MC_VIEW_TAKEN;
}

/* Also of a draft: the slip says that nothing was sent yet. */
static unsigned act_print(struct mc_view *view)
{
	struct mc_form_state *s = view->state;
	struct mc_printed printed;
	struct mc_err why;
	enum mc_code code = mc_slip_receipt(view->ui->desk, s->work->id, &printed, &why);

	return mc_ui_printed(view->ui, code, &printed, &why);
}

const struct mc_view_key mc_form_keys[] = {
	{MC_KEY_F(2), N_("Save"), act_save},
	{MC_KEY_F(3), N_("Look up"), act_look_up},
	{MC_KEY_F(4), N_("List"), mc_form_list},
	{MC_KEY_F(8), N_("Clear"), act_clear},
	{MC_KEY_F(9), N_("Send"), mc_form_ask_send},
	{0, NULL, NULL},
};

const struct mc_view_key mc_form_more[] = {
	{MC_KEY_F(7), N_("Print"), act_print},
	{0, NULL, NULL},
};
