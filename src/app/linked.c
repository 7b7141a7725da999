/* SPDX-License-Identifier: MPL-2.0 */
/* linked.c - the branches of a linked group, for people and for scripts. */

#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"
#include "motcua/desk/linked.h"

static const char *label_of(const struct mc_dossier_branch *branch)
{
	return branch->of ? mc_label_text(&branch->of->label, mc_i18n_language()) : branch->id;
}

static void branch_json(struct app *app, const struct mc_dossier_branch *branch)
{
	mc_jw_object(&app->w, NULL);
	mc_jw_text(&app->w, "branch", branch->id);
	mc_jw_text(&app->w, "label", label_of(branch));
	mc_jw_text(&app->w, "state", mc_branch_state_code(branch->state));
	mc_jw_time_if(&app->w, "at", branch->at);
	mc_jw_text_if(&app->w, "number", branch->number);
	mc_jw_text_if(&app->w, "text", branch->text);
	mc_jw_time_if(&app->w, "deadline", branch->deadline);
	mc_jw_time_if(&app->w, "acknowledge_due", branch->clock.acknowledge_due);
	mc_jw_time_if(&app->w, "due", branch->clock.due);
	mc_jw_array(&app->w, "alarms");
	for (unsigned bit = 1; bit < MC_BRANCH_ALARMS_END; bit <<= 1) {
		if (branch->alarms & bit) {
			mc_jw_text(&app->w, NULL, mc_branch_alarm_code(bit));
		}
	}
	mc_jw_array_end(&app->w);
	mc_jw_object_end(&app->w);
}

static void branch_text(struct app *app, const struct mc_dossier_branch *branch)
{
	char at[APP_TIME_LEN];

	app_line(app, "  %s: %s  %s  %s", label_of(branch), _(mc_branch_state_text(branch->state)),
		 branch->number, app_time(branch->at, at));
	if (branch->text[0]) {
		app_line(app, "    %s", branch->text);
	}
	if (branch->deadline) {
		app_line(app, "    %s: %s", _("Supplement until"), app_time(branch->deadline, at));
	}
	if (branch->clock.due) {
		app_line(app, "    %s: %s", _("Result due"), app_time(branch->clock.due, at));
	}
	for (unsigned bit = 1; bit < MC_BRANCH_ALARMS_END; bit <<= 1) {
		if (branch->alarms & bit) {
			app_line(app, "    ! %s", _(mc_branch_alarm_text(bit)));
		}
	}
}

static void linked_json(struct app *app, const struct mc_dossier_linked *linked)
{
	mc_jw_object(&app->w, "linked");
	mc_jw_text(&app->w, "end", mc_linked_end_code(linked->end));
	if (linked->differs) {
		mc_jw_bool(&app->w, "differs", true);
	}
	mc_jw_array(&app->w, "branches");
	for (int i = 0; i < linked->count; i++) {
		branch_json(app, &linked->branches[i]);
	}
	mc_jw_array_end(&app->w);
	mc_jw_object_end(&app->w);
}

static void linked_text(struct app *app, const struct mc_dossier_linked *linked)
{
	app_line(app, "%s: %s", _("Branches of the linked group"),
		 _(mc_linked_end_text(linked->end)));
	for (int i = 0; i < linked->count; i++) {
		branch_text(app, &linked->branches[i]);
	}
	if (linked->differs) {
		app_line(app, "! %s", _(MC_LINKED_DIFFERS));
	}
}

enum mc_code app_linked(struct app *app, const struct mc_dossier_row *row, struct mc_err *why)
{
	struct mc_dossier_linked *linked = mc_calloc(1, sizeof(*linked));
	enum mc_code code = mc_dossier_linked(app->desk, row, linked, why);

	if (!code && linked->count) {
		(app->json ? linked_json : linked_text)(app, linked);
	}
	free(linked);
	return code;
}
