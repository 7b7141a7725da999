/* SPDX-License-Identifier: MPL-2.0 */
/* cmd_catalog.c - motcua catalog: the procedures that this desk knows, by group; and check. */

#include "app/app.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"
#include "motcua/wire/message.h"

/* ---- the list */
static void list_json(struct app *app, const struct mc_catalog_entry *entry)
{
	const struct mc_procedure *procedure = entry->procedure;

	app_object(app, NULL);
	mc_jw_text(&app->w, "code", entry->code);
	if (procedure) {
		mc_jw_text(&app->w, "version", procedure->version);
		mc_jw_text_if(&app->w, "group", mc_group_code(procedure->group));
		mc_jw_text(&app->w, "unit_kind", mc_unit_kind_code(procedure->unit_kind));
		mc_jw_text_if(&app->w, "replaced_by", procedure->replaced_by.code);
		mc_jw_text(&app->w, "title",
			   mc_label_text(&procedure->title, mc_i18n_language()));
	} else {
		app_json_error(app, "error", MC_E_PROCEDURE_FILE, &entry->why);
	}
	mc_jw_object_end(&app->w);
}

/* Who begins a dossier of the old code sees that there is a newer one. */
static void list_successor(struct app *app, const struct mc_succession *by)
{
	char from[MC_DATE_LEN];

	mc_date_format(&by->from, from);
	if (by->code && by->where.vi) {
		app_line(app, _("              (replaced by %s since %s, not everywhere)"), by->code,
			 from);
	} else if (by->code) {
		app_line(app, _("              (replaced by %s since %s)"), by->code, from);
	}
}

static void list_text(struct app *app, const struct mc_catalog_entry *entry)
{
	const struct mc_procedure *procedure = entry->procedure;

	app_cell(app, "", 0);
	app_cell(app, entry->code, 10);
	if (!procedure) {
		app_line(app, "[%s] %s (%s)", mc_error_info(MC_E_PROCEDURE_FILE)->code,
			 _(mc_error_info(MC_E_PROCEDURE_FILE)->text), entry->why.detail);
		return;
	}
	app_cell(app, procedure->unit_kind == MC_UNIT_COMMUNE
			      ? "" : _(mc_unit_kind_text(procedure->unit_kind)), 10);
	app_line(app, "%s", mc_label_text(&procedure->title, mc_i18n_language()));
	list_successor(app, &procedure->replaced_by);
}

static bool is_in(const struct mc_catalog_entry *entry, enum mc_group group)
{
	return entry->procedure ? entry->procedure->group == group : group == MC_GROUP_OTHER;
}

static void list_group(struct app *app, enum mc_group group)
{
	size_t count = mc_desk_procedure_count(app->desk);
	bool headed = app->json;

	for (size_t i = 0; i < count; i++) {
		const struct mc_catalog_entry *entry = mc_desk_procedure_at(app->desk, i);

		if (!is_in(entry, group)) {
			continue;
		}
		if (!headed) {
			app_line(app, "%s", _(mc_group_text(group)));
			headed = true;
		}
		(app->json ? list_json : list_text)(app, entry);
	}
}

enum mc_code cmd_catalog(struct app *app, struct mc_err *why)
{
	enum mc_code code;

	if (app->word_count) { /* "catalog CODE" is "catalog show CODE" */
		return cmd_catalog_show(app, why);
	}
	code = app_open(app, why);
	if (!code && !mc_desk_procedure_count(app->desk)) {
		code = mc_fail(why, MC_E_CATALOG_EMPTY, NULL);
	}
	if (code) {
		return code;
	}
	if (app->json) {
		mc_jw_array(&app->w, NULL);
	} else {
		app_catalogue_line(app);
	}
	for (int group = 1; group <= MC_GROUP_COUNT; group++) { /* the others last */
		list_group(app, (enum mc_group)(group % MC_GROUP_COUNT));
	}
	if (app->json) {
		mc_jw_array_end(&app->w);
	}
	return MC_OK;
}

/* ---- check: every fault with its line, for whoever writes the file */
static void fault_json(struct app *app, const char *path, const struct mc_file_fault *it)
{
	mc_jw_object(&app->w, NULL);
	mc_jw_text(&app->w, "file", path);
	mc_jw_int(&app->w, "line", it->line);
	mc_jw_text(&app->w, "member", it->fault.path);
	mc_jw_text(&app->w, "reason", it->fault.reason);
	mc_jw_text_if(&app->w, "what", it->fault.what);
	mc_jw_object_end(&app->w);
}

static void fault_text(struct app *app, const char *path, const struct mc_file_fault *it)
{
	const struct mc_fault *fault = &it->fault;

	app_line(app, "%s:%d: %s%s%s%s%s", path, it->line, fault->path, *fault->path ? ": " : "",
		 _(fault->reason), *fault->what ? ": " : "", fault->what);
}

static enum mc_code check_file(struct app *app, const char *path, size_t *ret_faults,
			       struct mc_err *why)
{
	struct mc_vec faults;
	enum mc_code code;

	mc_vec_init(&faults, sizeof(struct mc_file_fault), MC_FAULTS_MAX);
	code = mc_procedure_check_file(path, &faults, why);
	MC_VEC_EACH(&faults, struct mc_file_fault, it) {
		(app->json ? fault_json : fault_text)(app, path, it);
	}
	*ret_faults += faults.len;
	mc_vec_done(&faults);
	return code;
}

enum mc_code cmd_catalog_check(struct app *app, struct mc_err *why)
{
	size_t faults = 0;
	enum mc_code code = MC_OK;

	if (app->json) {
		app_object(app, NULL);
		mc_jw_array(&app->w, "faults");
	}
	for (int i = 0; !code && i < app->word_count; i++) {
		code = check_file(app, app->words[i], &faults, why);
	}
	if (code) {
		mc_str_reset(&app->out);
		mc_jw_init(&app->w, &app->out);
		return code;
	}
	if (app->json) {
		mc_jw_array_end(&app->w);
		mc_jw_object_end(&app->w);
	}
	return faults ? mc_fail(why, MC_E_PROCEDURE_FAULTS, "%zu", faults) : MC_OK;
}
