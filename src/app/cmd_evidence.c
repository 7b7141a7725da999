/* SPDX-License-Identifier: MPL-2.0 */
/* cmd_evidence.c - motcua evidence check: a proof looked at again, without a network. */

#include <stdlib.h>

#include "app/app.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"

/* Without the keys, or the file, nobody looked: that says nothing about the proof. */
static bool was_checked(enum mc_code code)
{
	static const enum mc_code missing[] = {
		MC_E_KEYS_MISSING, MC_E_KEYS_FILE, MC_E_OFFICE_KEY, MC_E_FILE_READ,
		MC_E_FILE_TOO_LARGE,
	};
	bool checked = true;

	for (size_t i = 0; i < MC_COUNT(missing); i++) {
		checked = checked && code != missing[i];
	}
	return checked;
}

static void print_json(struct app *app, enum mc_code code, const struct mc_evidence_shown *shown)
{
	app_object(app, NULL);
	mc_jw_bool(&app->w, "valid", !code);
	app_json_code(app, "reason", code);
	mc_jw_text(&app->w, "message", code ? _(mc_error_info(code)->text) : NULL);
	mc_jw_text_if(&app->w, "kid", shown->kid);
	if (code) { /* nobody vouches for them */
		mc_jw_null(&app->w, "claims");
	} else {
		mc_jw_raw(&app->w, "claims", mc_slice_of(&shown->claims_json));
	}
	mc_jw_object_end(&app->w);
}

static void print_text(struct app *app, enum mc_code code, const struct mc_evidence_shown *shown)
{
	const struct mc_evidence *claims = &shown->claims;
	char at[APP_TIME_LEN];

	if (code) {
		app_line(app, "%s", was_checked(code) ? _("NOT VALID") : _("not checked"));
		return;
	}
	app_line(app, "%s", claims->issuer == MC_ISSUER_GATEWAY ?
				    _("VALID: the register's answer, signed by the gateway") :
				    _("VALID: the officer's own statement, signed by the desk"));
	app_pair(app, _("Name"), claims->full_name);
	app_pair(app, _("Number"), claims->number[0] ? claims->number : claims->cmnd);
	app_pair(app, _("Outcome"), _(mc_outcome_text(claims->outcome)));
	app_pair(app, _("Way"), _(mc_way_text(claims->way)));
	app_pair(app, _("Residence"), claims->address);
	app_pair(app, _("Officer"), claims->officer.number);
	app_pair(app, _("Procedure"), claims->procedure);
	app_pair(app, _("Purpose"), claims->purpose);
	app_pair(app, _("At"), app_time(claims->issued_at, at));
	app_pair(app, _("Key"), shown->kid);
}

enum mc_code cmd_evidence_check(struct app *app, struct mc_err *why)
{
	struct mc_desk_options options;
	struct mc_evidence_shown shown;
	char *keys, *data;
	enum mc_code code;

	app_desk_options(app, &options);
	code = mc_desk_keys_path(&options, &keys, &data, why);
	if (code) {
		return code;
	}
	mc_evidence_shown_init(&shown);
	code = mc_evidence_check(app->words[0], keys, data, &shown, why);
	(app->json ? print_json : print_text)(app, code, &shown);
	mc_evidence_shown_done(&shown);
	free(keys);
	free(data);
	return code;
}
