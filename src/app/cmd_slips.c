/* SPDX-License-Identifier: MPL-2.0 */
/* cmd_slips.c - motcua slip receipt, evidence, apology, supplement: what is printed for a citizen. */

#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"
#include "motcua/desk/slips.h"

static void say(struct app *app, const char *kind, const struct mc_printed *printed)
{
	if (app->json) {
		app_object(app, NULL);
		mc_jw_text(&app->w, "kind", kind);
		mc_jw_bool(&app->w, "spooled", printed->spooled);
		mc_jw_text_if(&app->w, "file", printed->file ? printed->file : "");
		mc_jw_int(&app->w, "copy", printed->copy);
		mc_jw_object_end(&app->w);
	} else if (printed->spooled) {
		app_line(app, _("Printed, copy %d."), printed->copy);
	} else {
		app_line(app, _("Copy %d was written into %s"), printed->copy, printed->file);
	}
}

/* Waits for what was begun, and says how it went. */
static enum mc_code end(struct app *app, const char *kind, enum mc_code code,
			struct mc_printed *printed, struct mc_err *why)
{
	code = code ? code : mc_print_end(app->desk, printed, why);
	if (!code) {
		say(app, kind, printed);
	}
	free(printed->file);
	return code;
}

enum mc_code cmd_slip_receipt(struct app *app, struct mc_err *why)
{
	struct mc_printed printed = {.file = NULL};
	enum mc_code code = app_open(app, why);

	code = code ? code : mc_slip_receipt(app->desk, app->words[0], &printed, why);
	return end(app, "receipt", code, &printed, why);
}

enum mc_code cmd_slip_evidence(struct app *app, struct mc_err *why)
{
	struct mc_printed printed = {.file = NULL};
	enum mc_code code = app_open(app, why);

	code = code ? code : mc_slip_evidence(app->desk, app->words[0], &printed, why);
	return end(app, "evidence", code, &printed, why);
}

enum mc_code cmd_slip_apology(struct app *app, struct mc_err *why)
{
	struct mc_printed printed = {.file = NULL};
	enum mc_code code = app_open(app, why);

	code = code ? code : mc_slip_apology(app->desk, app->words[0], &printed, why);
	return end(app, "apology", code, &printed, why);
}

/* Absent: the paper that most people have with them. */
static void fill_request(const struct app *app, struct mc_paper_request *request)
{
	const char *const *option = app->option;

	*request = (struct mc_paper_request){
		.number = app->words[0],
		.name = option[OPT_NAME] ? option[OPT_NAME] : "",
		.procedure = option[OPT_PROCEDURE] ? option[OPT_PROCEDURE] : "",
		.dossier = option[OPT_DOSSIER] ? option[OPT_DOSSIER] : "",
		.paper = option[OPT_PAPER] ? option[OPT_PAPER]
					   : mc_substitute_code(MC_SUBSTITUTE_CARD),
		.online = option[OPT_ONLINE] != NULL,
	};
}

enum mc_code cmd_slip_supplement(struct app *app, struct mc_err *why)
{
	struct mc_paper_request request;
	struct mc_printed printed = {.file = NULL};
	enum mc_code code = app_open(app, why);

	fill_request(app, &request);
	if (!code && !request.procedure[0]) {
		return mc_fail(why, MC_E_USAGE, "--procedure");
	}
	code = code ? code : mc_paper_ask(app->desk, &request, &printed, why);
	return end(app, "supplement", code, &printed, why);
}
