/* SPDX-License-Identifier: MPL-2.0 */
/* cmd_adopt.c - motcua queue adopt. */

#include "app/app.h"
#include "motcua/base/i18n.h"

static void print_json(struct app *app, const struct mc_adopted *it)
{
	app_object(app, NULL);
	mc_jw_bool(&app->w, "adopted", it->adopted);
	if (it->adopted) {
		mc_jw_text(&app->w, "left", it->left);
		mc_jw_text(&app->w, "epoch", it->epoch);
		mc_jw_int(&app->w, "seq", it->seq);
		mc_jw_int(&app->w, "gateway_seq", it->seen_seq);
	}
	mc_jw_int(&app->w, "released", it->released);
	mc_jw_int(&app->w, "taken", it->taken);
	mc_jw_object_end(&app->w);
}

static void print_text(struct app *app, const struct mc_adopted *it)
{
	if (!it->adopted) {
		app_line(app, "%s", _("These data are no old copy as far as the gateway told. Nothing "
				      "was changed."));
		return;
	}
	app_line(app, _("The old copy is adopted: new numbers are given from now on. %d go out "
			"again, and the gateway says of each what it has."),
		 it->released);
	if (it->seen_seq > it->seq) {
		app_line(app, _("Numbers %lld to %lld are known to the gateway alone."),
			 (long long)it->seq + 1, (long long)it->seen_seq);
	}
	if (it->taken) {
		app_line(app, _("%d need a new dossier, because their number is taken: see queue "
				"list, then dossier correct ID."),
			 it->taken);
	}
}

enum mc_code cmd_queue_adopt(struct app *app, struct mc_err *why)
{
	struct mc_adopted adopted;
	enum mc_code code = app_open(app, why);

	if (!code) {
		code = mc_queue_adopt(app->desk, &adopted, why);
	}
	if (!code) {
		(app->json ? print_json : print_text)(app, &adopted);
	}
	return code;
}
