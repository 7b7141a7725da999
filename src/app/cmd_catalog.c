/* SPDX-License-Identifier: MPL-2.0 */
/* cmd_catalog.c - motcua catalog: the procedures that this desk knows. */

#include "app/app.h"
#include "motcua/base/i18n.h"

static const char *text_of(const struct mc_label *label)
{
	return mc_label_text(label, mc_i18n_language());
}

/* ---- the list */
static void list_json(struct app *app, const struct mc_catalog_entry *entry)
{
	const struct mc_procedure *procedure = entry->procedure;

	app_object(app, NULL);
	mc_jw_text(&app->w, "code", entry->code);
	if (procedure) {
		mc_jw_text(&app->w, "version", procedure->version);
		mc_jw_text(&app->w, "title", text_of(&procedure->title));
	} else {
		app_json_error(app, "error", MC_E_PROCEDURE_FILE, &entry->why);
	}
	mc_jw_object_end(&app->w);
}

static void list_text(struct app *app, const struct mc_catalog_entry *entry)
{
	app_cell(app, entry->code, 12);
	if (entry->procedure) {
		app_line(app, "%s", text_of(&entry->procedure->title));
	} else {
		app_line(app, "[%s] %s (%s)", mc_error_info(MC_E_PROCEDURE_FILE)->code,
			 _(mc_error_info(MC_E_PROCEDURE_FILE)->text), entry->why.detail);
	}
}

static void list(struct app *app)
{
	if (app->json) {
		mc_jw_array(&app->w, NULL);
	}
	for (size_t i = 0; i < mc_desk_procedure_count(app->desk); i++) {
		(app->json ? list_json : list_text)(app, mc_desk_procedure_at(app->desk, i));
	}
	if (app->json) {
		mc_jw_array_end(&app->w);
	}
}

/* ---- one: what an answers file may say */
static void json_choices(struct app *app, const struct mc_field *field)
{
	if (!field->choices.len) {
		return;
	}
	mc_jw_array(&app->w, "choices");
	MC_VEC_EACH(&field->choices, struct mc_choice, choice) {
		mc_jw_object(&app->w, NULL);
		mc_jw_text(&app->w, "value", choice->value);
		mc_jw_text(&app->w, "label", text_of(&choice->label));
		mc_jw_object_end(&app->w);
	}
	mc_jw_array_end(&app->w);
}

static void json_fields(struct app *app, const struct mc_procedure *procedure)
{
	mc_jw_array(&app->w, "fields");
	MC_VEC_EACH(&procedure->fields, struct mc_field, field) {
		mc_jw_object(&app->w, NULL);
		mc_jw_text(&app->w, "id", field->id);
		mc_jw_text(&app->w, "label", text_of(&field->label));
		mc_jw_text(&app->w, "kind", mc_field_kind_code(field->kind));
		mc_jw_bool(&app->w, "required", field->required);
		json_choices(app, field);
		mc_jw_text_if(&app->w, "computed", field->computed);
		mc_jw_object_end(&app->w);
	}
	mc_jw_array_end(&app->w);
}

static void json_papers(struct app *app, const struct mc_procedure *procedure)
{
	mc_jw_array(&app->w, "papers");
	MC_VEC_EACH(&procedure->papers, struct mc_paper, paper) {
		mc_jw_object(&app->w, NULL);
		mc_jw_text(&app->w, "id", paper->id);
		mc_jw_text(&app->w, "label", text_of(&paper->label));
		mc_jw_bool(&app->w, "attach_required", paper->attach_required);
		mc_jw_text_if(&app->w, "replaced_by", paper->replaced_by);
		mc_jw_text_if(&app->w, "basis", paper->basis);
		mc_jw_object_end(&app->w);
	}
	mc_jw_array_end(&app->w);
}

static void show_json(struct app *app, const struct mc_procedure *procedure)
{
	app_object(app, NULL);
	mc_jw_text(&app->w, "code", procedure->code);
	mc_jw_text(&app->w, "version", procedure->version);
	mc_jw_text(&app->w, "title", text_of(&procedure->title));
	mc_jw_text(&app->w, "unit", text_of(&procedure->unit));
	mc_jw_text(&app->w, "fee", text_of(&procedure->fee));
	mc_jw_text(&app->w, "legal_time", text_of(&procedure->legal_time));
	json_fields(app, procedure);
	json_papers(app, procedure);
	mc_jw_object_end(&app->w);
}

static void show_text(struct app *app, const struct mc_procedure *procedure)
{
	app_line(app, "%s (%s)", procedure->code, procedure->version);
	app_line(app, "%s", text_of(&procedure->title));
	app_pair(app, _("Competent"), text_of(&procedure->unit));
	app_pair(app, _("Fee"), text_of(&procedure->fee));
	app_pair(app, _("Legal time"), text_of(&procedure->legal_time));
	app_line(app, "%s", _("Fields (* = required):"));
	MC_VEC_EACH(&procedure->fields, struct mc_field, field) {
		app_cell(app, field->required ? "*" : "", 1);
		app_cell(app, field->id, 28);
		app_line(app, "%s", text_of(&field->label));
	}
	app_line(app, "%s", _("Papers:"));
	MC_VEC_EACH(&procedure->papers, struct mc_paper, paper) {
		app_cell(app, "", 1);
		app_cell(app, paper->id, 28);
		app_line(app, "%s", text_of(&paper->label));
	}
}

enum mc_code cmd_catalog(struct app *app, struct mc_err *why)
{
	const struct mc_procedure *procedure;
	enum mc_code code = app_open(app, false, why);

	if (!code && !mc_desk_procedure_count(app->desk)) {
		code = mc_fail(why, MC_E_CATALOG_EMPTY, NULL);
	}
	if (!code && !app->word_count) {
		list(app);
		return MC_OK;
	}
	if (!code) {
		code = mc_desk_procedure(app->desk, app->words[0], &procedure, why);
	}
	if (!code) {
		(app->json ? show_json : show_text)(app, procedure);
	}
	return code;
}
