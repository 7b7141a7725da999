/* SPDX-License-Identifier: MPL-2.0 */
/* cmd_version.c - motcua version. */

#include "app/app.h"
#include "motcua/base/i18n.h"

enum mc_code cmd_version(struct app *app, struct mc_err *why)
{
	(void)why;
	if (app->json) {
		app_object(app, NULL);
		mc_jw_text(&app->w, "version", MC_VERSION);
		mc_jw_text(&app->w, "license", "MPL-2.0");
		mc_jw_object_end(&app->w);
		return MC_OK;
	}
	app_line(app, "motcua " MC_VERSION);
	app_line(app, _("Free software under the Mozilla Public License 2.0, without any warranty."));
	app_line(app, _("Never tried against a live government service; all persons are invented."));
	return MC_OK;
}
