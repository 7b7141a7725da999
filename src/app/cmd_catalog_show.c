/* SPDX-License-Identifier: MPL-2.0 */
/* cmd_catalog_show.c - motcua catalog show CODE: one procedure, and what an answers file may say. */

#include <stdio.h>

#include "app/app.h"
#include "motcua/base/i18n.h"

static const char *text_of(const struct mc_label *label)
{
	return mc_label_text(label, mc_i18n_language());
}

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
		if (field->row > 1) { /* its columns are known from the first row */
			continue;
		}
		mc_jw_object(&app->w, NULL);
		mc_jw_text(&app->w, "id", field->id);
		mc_jw_text(&app->w, "label", text_of(&field->label));
		mc_jw_text(&app->w, "kind", mc_field_kind_code(field->kind));
		mc_jw_bool(&app->w, "required", field->required);
		json_choices(app, field);
		mc_jw_text_if(&app->w, "computed", field->computed);
		if (field->kind == MC_FIELD_ROWS) {
			mc_jw_int(&app->w, "rows_max", field->rows_max);
		}
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
		mc_jw_bool(&app->w, "cut", paper->cut);
		mc_jw_object_end(&app->w);
	}
	mc_jw_array_end(&app->w);
}

static void json_branches(struct app *app, const struct mc_procedure *procedure)
{
	mc_jw_array(&app->w, "branches");
	MC_VEC_EACH(&procedure->branches, struct mc_branch, branch) {
		mc_jw_object(&app->w, NULL);
		mc_jw_text(&app->w, "id", branch->id);
		mc_jw_text(&app->w, "label", text_of(&branch->label));
		mc_jw_text_if(&app->w, "fee", text_of(&branch->fee));
		if (branch->only_if.field) {
			mc_jw_object(&app->w, "only_if");
			mc_jw_text(&app->w, "field", branch->only_if.field);
			mc_jw_text(&app->w, "value", branch->only_if.value);
			mc_jw_object_end(&app->w);
		}
		mc_jw_object_end(&app->w);
	}
	mc_jw_array_end(&app->w);
}

static void json_succession(struct app *app, const char *key, const struct mc_succession *it)
{
	char from[MC_DATE_LEN];

	if (it->code) {
		mc_date_format_iso(&it->from, from);
		mc_jw_object(&app->w, key);
		mc_jw_text(&app->w, "code", it->code);
		mc_jw_text(&app->w, "from", from);
		mc_jw_text_if(&app->w, "where", text_of(&it->where));
		mc_jw_object_end(&app->w);
	}
}

static void show_json(struct app *app, const struct mc_procedure *procedure)
{
	app_object(app, NULL);
	mc_jw_text(&app->w, "code", procedure->code);
	mc_jw_text(&app->w, "version", procedure->version);
	mc_jw_text(&app->w, "title", text_of(&procedure->title));
	json_succession(app, "replaces", &procedure->replaces);
	json_succession(app, "replaced_by", &procedure->replaced_by);
	mc_jw_text_if(&app->w, "group", mc_group_code(procedure->group));
	mc_jw_text(&app->w, "unit", text_of(&procedure->unit));
	mc_jw_text(&app->w, "unit_kind", mc_unit_kind_code(procedure->unit_kind));
	mc_jw_text(&app->w, "fee", text_of(&procedure->fee));
	mc_jw_text(&app->w, "legal_time", text_of(&procedure->legal_time));
	if (procedure->branches.len) {
		json_branches(app, procedure);
	}
	json_fields(app, procedure);
	json_papers(app, procedure);
	mc_jw_object_end(&app->w);
}

/* Which field decides whether it is asked for. */
static void text_choice(struct app *app, const struct mc_procedure *procedure,
			const struct mc_branch *branch)
{
	int at = branch->only_if.field ? mc_procedure_field(procedure, branch->only_if.field) : -1;
	const struct mc_field *field = at < 0 ? NULL : mc_vec_at(&procedure->fields, (size_t)at);

	if (field) {
		/* TRANSLATORS: a field of the form */
		app_line(app, _("    only when asked for: the form's field \"%s\" says so"),
			 text_of(&field->label));
	}
}

static void text_branches(struct app *app, const struct mc_procedure *procedure)
{
	if (procedure->branches.len) {
		app_line(app, "%s", _("Branches:"));
	}
	MC_VEC_EACH(&procedure->branches, struct mc_branch, branch) {
		const char *fee = text_of(&branch->fee);

		/* TRANSLATORS: a branch of a linked group, and what it costs */
		app_line(app, *fee ? _("  %s; fee: %s") : "  %s", text_of(&branch->label), fee);
		text_choice(app, procedure, branch);
	}
}

static void text_legal(struct app *app, const struct mc_procedure *procedure)
{
	MC_VEC_EACH(&procedure->legal, struct mc_legal, legal) {
		char from[MC_DATE_LEN], until[MC_DATE_LEN];

		mc_date_format(&legal->from, from);
		mc_date_format(&legal->until, until);
		app_line(app, "  %s%s%s%s%s%s%s", legal->text, legal->article ? ", " : "",
			 legal->article ? legal->article : "", *from || *until ? "  " : "", from,
			 *until ? " - " : "", until);
	}
}

static void text_fields(struct app *app, const struct mc_procedure *procedure)
{
	MC_VEC_EACH(&procedure->fields, struct mc_field, field) {
		if (field->row > 1) {
			continue;
		}
		app_cell(app, field->required ? "*" : "", 1);
		app_cell(app, field->id, 28);
		app_line(app, "%s", text_of(&field->label));
	}
}

static void text_papers(struct app *app, const struct mc_procedure *procedure)
{
	MC_VEC_EACH(&procedure->papers, struct mc_paper, paper) {
		app_cell(app, "", 1);
		app_cell(app, paper->id, 28);
		app_line(app, "%s", text_of(&paper->label));
		if (paper->replaced_by || paper->cut) {
			app_cell(app, "", 1);
			app_cell(app, "", 28);
			app_line(app, _("no longer asked for: %s"),
				 paper->basis ? paper->basis : paper->replaced_by);
		}
	}
}

static void text_unconfirmed(struct app *app, const struct mc_procedure *procedure)
{
	struct mc_str text;

	mc_str_init(&text, 4096);
	MC_VEC_EACH(&procedure->unconfirmed, char *, member) {
		mc_str_printf(&text, "%s%s", text.len ? ", " : "", *member);
	}
	app_pair(app, _("Source"), procedure->source ? procedure->source : "");
	app_pair(app, _("Not confirmed"), text.data);
	mc_str_done(&text);
}

static void text_succession(struct app *app, const char *label, const struct mc_succession *it)
{
	char from[MC_DATE_LEN], text[400];
	const char *where = it->code ? text_of(&it->where) : "";

	if (it->code) {
		mc_date_format(&it->from, from);
		snprintf(text, sizeof(text), _("%s, since %s"), it->code, from);
		app_line(app, "%s: %s%s%s", label, text, *where ? ", " : "", where);
	}
}

static void show_text(struct app *app, const struct mc_procedure *procedure)
{
	app_line(app, "%s (%s)", procedure->code, procedure->version);
	app_line(app, "%s", text_of(&procedure->title));
	text_succession(app, _("Takes the place of"), &procedure->replaces);
	text_succession(app, _("Replaced by"), &procedure->replaced_by);
	app_pair(app, _("Group"), _(mc_group_text(procedure->group)));
	app_pair(app, _("Competent"), text_of(&procedure->unit));
	app_pair(app, _("Fee"), text_of(&procedure->fee));
	app_pair(app, _("Free of charge"), text_of(&procedure->fee_exempt));
	app_pair(app, _("Legal time"), text_of(&procedure->legal_time));
	app_pair(app, _("Result"), text_of(&procedure->result));
	text_unconfirmed(app, procedure);
	text_branches(app, procedure);
	app_line(app, "%s", _("Legal basis:"));
	text_legal(app, procedure);
	app_line(app, "%s", _("Fields (* = required):"));
	text_fields(app, procedure);
	app_line(app, "%s", _("Papers:"));
	text_papers(app, procedure);
}

enum mc_code cmd_catalog_show(struct app *app, struct mc_err *why)
{
	const struct mc_procedure *procedure;
	enum mc_code code = app_open(app, why);

	if (!code && !mc_desk_procedure_count(app->desk)) {
		code = mc_fail(why, MC_E_CATALOG_EMPTY, NULL);
	}
	if (!code) {
		code = mc_desk_procedure(app->desk, app->words[0], &procedure, why);
	}
	if (!code) {
		(app->json ? show_json : show_text)(app, procedure);
	}
	return code;
}
