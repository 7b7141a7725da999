/* SPDX-License-Identifier: MPL-2.0 */
/* cmd_resend.c - motcua queue resend, settle: what a person does about NET-21. */

#include "app/app.h"
#include "motcua/base/i18n.h"

/* Nothing is lost, or all of it is on its way again. */
static void say_nothing(struct app *app)
{
	app_line(app, "%s", _("Nothing has to be done: nothing was lost at the province as far as its "
			      "computer told, or it is on its way again. Nothing was changed."));
}

enum mc_code cmd_queue_resend(struct app *app, struct mc_err *why)
{
	int sent = 0;
	enum mc_code code = app_open(app, why);

	if (!code) {
		code = mc_queue_resend(app->desk,
				       app->word_count ? (const char *const *)app->words : NULL,
				       app->word_count, &sent, why);
	}
	if (code) {
		return code;
	}
	if (app->json) {
		app_object(app, NULL);
		mc_jw_int(&app->w, "resent", sent);
		mc_jw_object_end(&app->w);
	} else if (!sent) {
		say_nothing(app);
	} else {
		app_line(app,
			 P_("%d lost dossier, supplement or withdrawal goes out again, as it "
			    "was sealed and under its old number. When it is answered anew the "
			    "province has it.",
			    "%d lost dossiers, supplements or withdrawals go out again, as they "
			    "were sealed and under their old numbers. When they are answered anew "
			    "the province has them.",
			    sent),
			 sent);
	}
	return MC_OK;
}

enum mc_code cmd_queue_settle(struct app *app, struct mc_err *why)
{
	int settled = 0;
	enum mc_code code = app_open(app, why);

	code = code ? code : mc_queue_settle(app->desk, &settled, why);
	if (code) {
		return code;
	}
	if (app->json) {
		app_object(app, NULL);
		mc_jw_int(&app->w, "settled", settled);
		mc_jw_object_end(&app->w);
	} else if (!settled) {
		say_nothing(app);
	} else {
		app_line(app,
			 P_("Recorded under your name: %d lost dossier, supplement or withdrawal "
			    "was settled with the province otherwise. It is not told any more, and "
			    "not sent again.",
			    "Recorded under your name: %d lost dossiers, supplements or "
			    "withdrawals were settled with the province otherwise. They are not "
			    "told any more, and not sent again.",
			    settled),
			 settled);
	}
	return MC_OK;
}
