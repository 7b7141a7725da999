/* SPDX-License-Identifier: MPL-2.0 */
/* due.c - a dossier's due date in words and for scripts. */

#include <string.h>

#include "app/app.h"
#include "motcua/base/clock.h"
#include "motcua/base/i18n.h"
#include "motcua/desk/calendar.h"
#include "motcua/desk/find.h"

static enum mc_due_when when_of(struct app *app, const struct mc_dossier_row *row)
{
	if (!app->due.now) {
		mc_due_bounds(mc_desk_calendar(app->desk), mc_clock_now(), &app->due);
	}
	return mc_row_when(&app->due, row);
}

void app_due_json(struct app *app, const struct mc_dossier_row *row)
{
	const struct mc_progress *it = &row->progress;

	if (!it->reached) {
		return;
	}
	app_json_time(app, "due_at", it->due_at);
	mc_jw_text(&app->w, "due", mc_due_when_code(when_of(app, row)));
	mc_jw_time(&app->w, "counted_from", it->received_at);
	mc_jw_bool(&app->w, "due_provisional", it->provisional);
	mc_jw_bool(&app->w, "due_unsure", it->unsure);
	if (it->stopped) {
		mc_jw_int(&app->w, "stopped", it->stopped);
	}
	if (it->branch[0]) {
		mc_jw_text(&app->w, "branch", it->branch);
		mc_jw_time(&app->w, "branch_due_at", it->branch_due_at);
	}
	mc_jw_time_if(&app->w, "promised_at", it->promised_at);
	mc_jw_time_if(&app->w, "was_due_at", it->was_at);
	mc_jw_time_if(&app->w, "due_moved_at", it->moved_at);
}

static void note(struct mc_str *ret, const char *text)
{
	mc_str_printf(ret, "%s%s", ret->len ? "; " : "", text);
}

static const char *branch_label(struct app *app, const struct mc_dossier_row *row)
{
	const struct mc_procedure *procedure = mc_dossier_procedure(app->desk, row->id);

	if (procedure) {
		MC_VEC_EACH(&procedure->branches, struct mc_branch, it) {
			if (!strcmp(it->id, row->progress.branch)) {
				return mc_label_text(&it->label, mc_i18n_language());
			}
		}
	}
	return row->progress.branch;
}

void app_due_text(struct app *app, const struct mc_dossier_row *row, struct mc_str *ret)
{
	const struct mc_progress *it = &row->progress;
	enum mc_due_when when;
	char at[APP_TIME_LEN];

	if (!it->reached || (!mc_progress_due_at(it) && !it->stopped)) {
		return;
	}
	when = when_of(app, row);
	if (it->branch[0]) {
		mc_str_printf(ret, "%s ", branch_label(app, row));
	}
	if (mc_progress_due_at(it)) {
		mc_str_printf(ret, _("due %s"), app_time(mc_progress_due_at(it), at));
	}
	if (when == MC_DUE_LATE || when == MC_DUE_TODAY || when == MC_DUE_STOPPED) {
		note(ret, _(mc_due_when_text(when)));
	}
	if (it->promised_at) {
		mc_str_printf(ret, "; ");
		mc_str_printf(ret, _("with an apology promised for %s"),
			      app_time(it->promised_at, at));
	}
	if (it->due_at && it->provisional) {
		note(ret, _("provisional: there is no receipt yet"));
	}
	if (it->due_at && it->unsure) {
		note(ret, _("the holidays of that year are not all announced"));
	}
	if (it->was_at) {
		mc_str_printf(ret, "; ");
		mc_str_printf(ret, _("was %s before a newer table of holidays"),
			      app_time(it->was_at, at));
	}
}
