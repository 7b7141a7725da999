/* SPDX-License-Identifier: MPL-2.0 */
/* cmd_dossier.c - motcua dossier show, submit, withdraw. */

#include "app/app.h"
#include "motcua/base/i18n.h"
#include "motcua/desk/verification.h"

enum { SHOWN_MAX = 4096 };

/* ---- show, for scripts */
static void json_fields(struct app *app, const struct mc_work *work)
{
	mc_jw_array(&app->w, "fields");
	for (size_t i = 0; i < work->procedure->fields.len; i++) {
		const struct mc_field *field = mc_vec_at(&work->procedure->fields, i);
		const struct mc_value *value = &work->form->values[i];

		mc_jw_object(&app->w, NULL);
		mc_jw_text(&app->w, "id", field->id);
		mc_jw_text(&app->w, "label", mc_label_text(&field->label, mc_i18n_language()));
		mc_jw_text(&app->w, "value", value->text);
		mc_jw_text_if(&app->w, "from", mc_provenance_code(value->from));
		mc_jw_time_if(&app->w, "at", value->at);
		if (value->register_text) {
			mc_jw_text(&app->w, "register", value->register_text);
			mc_jw_time_if(&app->w, "register_at", value->register_at);
		}
		mc_jw_object_end(&app->w);
	}
	mc_jw_array_end(&app->w);
}

static void json_attachments(struct app *app, const struct mc_work *work)
{
	mc_jw_array(&app->w, "attachments");
	MC_VEC_EACH(&work->attachments, struct mc_attachment, it) {
		mc_jw_object(&app->w, NULL);
		mc_jw_text(&app->w, "paper", it->paper);
		mc_jw_text(&app->w, "name", it->name);
		mc_jw_int(&app->w, "size", it->size);
		mc_jw_text(&app->w, "sha256", it->sha256);
		mc_jw_object_end(&app->w);
	}
	mc_jw_array_end(&app->w);
}

static bool is_draft(enum mc_state state)
{
	return state == MC_STATE_DRAFT || state == MC_STATE_READY;
}

static enum mc_code show_json(struct app *app, const struct mc_work *work,
			      const struct mc_dossier_row *row, struct mc_err *why)
{
	enum mc_code code;

	app_object(app, NULL);
	app_row_json(app, row);
	mc_jw_text(&app->w, "title", mc_label_text(&work->procedure->title, mc_i18n_language()));
	mc_jw_text_if(&app->w, "replaces", work->replaces);
	json_fields(app, work);
	json_attachments(app, work);
	mc_jw_array(&app->w, "problems");
	if (is_draft(row->state)) {
		app_problems(app, work);
	}
	mc_jw_array_end(&app->w);
	code = app_linked(app, row, why);
	code = code ? code : app_verifications(app, row->id, why);
	code = code ? code : app_said(app, row->id, why);
	code = code ? code : app_reasons(app, row, why);
	mc_jw_object_end(&app->w);
	return code;
}

/* ---- show, for people */
static void text_field(struct app *app, const struct mc_work *work, int i)
{
	const struct mc_field *field = mc_vec_at(&work->procedure->fields, (size_t)i);
	const struct mc_value *value = &work->form->values[i];
	const char *language = mc_i18n_language();
	char shown[SHOWN_MAX];

	mc_form_display(work->form, i, language, shown, sizeof(shown));
	app_line(app, "  %s: %s [%s]", mc_label_text(&field->label, language), shown,
		 _(mc_provenance_text(value->from)));
	if (value->register_text) {
		app_line(app, _("    the register says: %s"), value->register_text);
	}
}

static enum mc_code show_text(struct app *app, const struct mc_work *work,
			      const struct mc_dossier_row *row, struct mc_err *why)
{
	char at[APP_TIME_LEN];
	struct mc_str due;
	enum mc_code code;

	app_line(app, "%s  %s", row->local_number, row->id);
	app_line(app, "%s %s", row->procedure,
		 mc_label_text(&work->procedure->title, mc_i18n_language()));
	app_line(app, "%s  %s", _(mc_state_text(row->state)), app_time(row->state_at, at));
	app_pair(app, _("Official number"), row->official_number);
	mc_str_init(&due, 512);
	app_due_text(app, row, &due);
	app_pair(app, _("Due"), due.data);
	mc_str_done(&due);
	for (size_t i = 0; i < work->procedure->fields.len; i++) {
		if (work->form->values[i].text[0]) {
			text_field(app, work, (int)i);
		}
	}
	MC_VEC_EACH(&work->attachments, struct mc_attachment, it) {
		app_line(app, "  %s: %s", it->paper, it->name);
	}
	if (is_draft(row->state)) {
		app_line(app, "%s", _("Still needed:"));
		if (!app_problems(app, work)) {
			app_line(app, "  %s", _("nothing, it can be sent"));
		}
	}
	code = app_linked(app, row, why);
	code = code ? code : app_verifications(app, row->id, why);
	code = code ? code : app_said(app, row->id, why);
	return code ? code : app_reasons(app, row, why);
}

enum mc_code cmd_dossier_show(struct app *app, struct mc_err *why)
{
	struct mc_dossier_row row = {.state = MC_STATE_NONE};
	struct mc_work *work = NULL;
	enum mc_code code = app_open(app, why);

	if (!code) {
		code = mc_dossier_row(app->desk, app->words[0], &row, why);
	}
	if (!code) {
		code = mc_work_open(app->desk, row.id, &work, why);
	}
	if (!code) { /* what came of verifications stands in the form then */
		code = mc_work_take_verified(work, NULL, why);
	}
	if (!code) {
		code = (app->json ? show_json : show_text)(app, work, &row, why);
	}
	if (code) {
		mc_str_reset(&app->out);
		mc_jw_init(&app->w, &app->out);
	}
	mc_work_close(work);
	return code;
}

/* ---- submit */
static void print_sealed(struct app *app, const struct mc_work *work, int64_t seq)
{
	if (!app->json && work->supplements[0]) {
		app_line(app, _("The supplement %s is safe on disk; it goes out by itself."),
			 work->local_number);
		return;
	}
	if (!app->json) {
		app_line(app, _("%s is safe on disk as number %lld; it goes out by itself."),
			 work->local_number, (long long)seq);
		return;
	}
	app_object(app, NULL);
	mc_jw_text(&app->w, "id", work->id);
	mc_jw_text(&app->w, "local_number", work->local_number);
	mc_jw_text_if(&app->w, "supplements", work->supplements);
	if (seq) {
		mc_jw_int(&app->w, "seq", seq);
	}
	mc_jw_text(&app->w, "state", mc_state_name(work->state));
	mc_jw_object_end(&app->w);
}

static void print_incomplete(struct app *app, const struct mc_work *work, const struct mc_err *why)
{
	if (!app->json) {
		app_problems(app, work);
		return;
	}
	app_object(app, NULL);
	mc_jw_text(&app->w, "id", work->id);
	mc_jw_text(&app->w, "local_number", work->local_number);
	mc_jw_text(&app->w, "state", mc_state_name(work->state));
	mc_jw_array(&app->w, "problems");
	app_problems(app, work);
	mc_jw_array_end(&app->w);
	app_json_error(app, "error", MC_E_FORM_INCOMPLETE, why);
	mc_jw_object_end(&app->w);
}

enum mc_code cmd_dossier_submit(struct app *app, struct mc_err *why)
{
	struct mc_work *work = NULL;
	int64_t seq = 0;
	enum mc_code code = app_open(app, why);

	if (!code) {
		code = mc_work_open(app->desk, app->words[0], &work, why);
	}
	if (!code) {
		code = mc_work_submit(work, &seq, why);
		if (!code) {
			print_sealed(app, work, seq);
		} else if (code == MC_E_FORM_INCOMPLETE) {
			print_incomplete(app, work, why);
		}
	}
	mc_work_close(work);
	return code;
}

/* ---- withdraw */
static enum mc_code discard(struct app *app, const char *id, struct mc_err *why)
{
	struct mc_work *work;
	enum mc_code code = mc_work_open(app->desk, id, &work, why);

	if (!code) {
		code = mc_work_discard(work, why);
		mc_work_close(work);
	}
	return code;
}

enum mc_code cmd_dossier_withdraw(struct app *app, struct mc_err *why)
{
	struct mc_dossier_row row = {.state = MC_STATE_NONE};
	enum mc_code code = app_open(app, why);

	if (!code) {
		code = mc_dossier_row(app->desk, app->words[0], &row, why);
	}
	if (!code) {
		code = is_draft(row.state) ? discard(app, row.id, why) :
					     mc_dossier_withdraw(app->desk, row.id, why);
	}
	if (!code) {
		code = mc_dossier_row(app->desk, row.id, &row, why);
	}
	if (!code && app->json) {
		app_object(app, NULL);
		app_row_json(app, &row);
		mc_jw_object_end(&app->w);
	} else if (!code) {
		app_row_text(app, &row);
	}
	return code;
}
