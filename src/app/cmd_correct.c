/* SPDX-License-Identifier: MPL-2.0 */
/* cmd_correct.c - motcua dossier correct, and the reasons why one needs it. */

#include "app/app.h"
#include "motcua/base/i18n.h"

enum { REASONS_MAX = 64 };

/* ---- reasons */
static void reason(struct app *app, const struct mc_dossier_reason *it)
{
	if (!app->json) {
		app_line(app, "  %s: %s", it->field, it->text);
		return;
	}
	mc_jw_object(&app->w, NULL);
	mc_jw_text(&app->w, "field", it->field);
	mc_jw_text(&app->w, "text", it->text);
	mc_jw_object_end(&app->w);
}

static void reasons(struct app *app, const struct mc_vec *all)
{
	if (app->json) {
		mc_jw_array(&app->w, "reasons");
	} else if (all->len) {
		app_line(app, "%s", _("Reasons given by the gateway:"));
	}
	MC_VEC_EACH(all, struct mc_dossier_reason, it) {
		reason(app, it);
	}
	if (app->json) {
		mc_jw_array_end(&app->w);
	}
}

enum mc_code app_reasons(struct app *app, const struct mc_dossier_row *row, struct mc_err *why)
{
	struct mc_vec all;
	enum mc_code code = MC_OK;

	mc_vec_init(&all, sizeof(struct mc_dossier_reason), REASONS_MAX);
	if (row->sealed_at) {
		code = mc_dossier_reasons(app->desk, row->id, &all, why);
	}
	if (!code) {
		reasons(app, &all);
	}
	mc_vec_done(&all);
	return code;
}

/* ---- correct */
static void print_draft(struct app *app, const struct mc_work *work)
{
	if (app->json) {
		app_object(app, NULL);
		mc_jw_text(&app->w, "id", work->id);
		mc_jw_text(&app->w, "local_number", work->local_number);
		mc_jw_text(&app->w, "replaces", work->replaces);
		mc_jw_text(&app->w, "state", mc_state_name(work->state));
		mc_jw_array(&app->w, "problems");
		app_problems(app, work);
		mc_jw_array_end(&app->w);
	} else {
		app_line(app, "%s  %s  %s", work->local_number, work->id,
			 _(mc_state_text(work->state)));
		app_problems(app, work);
	}
}

static enum mc_code print(struct app *app, const struct mc_work *work, struct mc_err *why)
{
	struct mc_dossier_row old;
	enum mc_code code = mc_dossier_row(app->desk, work->replaces, &old, why);

	if (!code) {
		print_draft(app, work);
		code = app_reasons(app, &old, why);
	}
	if (!code && app->json) {
		mc_jw_object_end(&app->w);
	}
	return code;
}

enum mc_code cmd_dossier_correct(struct app *app, struct mc_err *why)
{
	struct mc_work *work = NULL;
	enum mc_code code = app_open(app, why);

	if (!code) {
		code = mc_dossier_correct(app->desk, app->words[0], &work, why);
	}
	if (!code) {
		code = print(app, work, why);
	}
	if (code) {
		mc_str_reset(&app->out);
		mc_jw_init(&app->w, &app->out);
	}
	mc_work_close(work);
	return code;
}
