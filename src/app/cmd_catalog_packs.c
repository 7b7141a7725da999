/* SPDX-License-Identifier: MPL-2.0 */
/* cmd_catalog_packs.c - motcua catalog packs: which catalogue is in use, of which day, by whom. */

#include "app/app.h"
#include "motcua/base/i18n.h"
#include "motcua/desk/catalogue.h"

static void json_day(struct app *app, const char *key, const struct mc_date *date)
{
	char text[MC_DATE_LEN];

	mc_date_format_iso(date, text);
	mc_jw_text_if(&app->w, key, text);
}

static void pack_json(struct app *app, enum mc_pack_name name, const struct mc_catalogue *it)
{
	app_object(app, NULL);
	mc_jw_text(&app->w, "name", mc_pack_word(name));
	mc_jw_text(&app->w, "from", it->shipped ? "package" : "gateway");
	json_day(app, "date", &it->date);
	mc_jw_time_if(&app->w, "at", it->at);
	mc_jw_text_if(&app->w, "kid", it->kid);
	json_day(app, "until", &it->until);
	json_day(app, "next", &it->next);
	if (!it->shipped) {
		mc_jw_bool(&app->w, "verified", !it->signature.code);
	}
	if (it->signature.code) {
		app_json_error(app, "error", it->signature.code, &it->signature);
	}
	if (it->refused.code) {
		app_json_error(app, "refused", it->refused.code, &it->refused);
	}
	mc_jw_object_end(&app->w);
}

static void say_error(struct app *app, const struct mc_err *why)
{
	const struct mc_error_info *info = mc_error_info(why->code);

	app_line(app, "  [%s] %s%s%s%s", info->code, _(info->text), *why->detail ? " (" : "",
		 why->detail, *why->detail ? ")" : "");
}

static void say_origin(struct app *app, const struct mc_catalogue *it)
{
	char date[MC_DATE_LEN], at[APP_TIME_LEN];

	mc_date_format(&it->date, date);
	if (it->shipped) {
		app_line(app, _("of %s, came with the program"), *date ? date : "?");
	} else if (it->signature.code) {
		app_line(app, _("of %s, from the gateway, NOT VERIFIED:"), date);
		say_error(app, &it->signature);
	} else {
		app_line(app, _("of %s, signed by the gateway (key %s, %s)"), date, it->kid,
			 app_time(it->at, at));
	}
}

static void pack_text(struct app *app, enum mc_pack_name name, const struct mc_catalogue *it)
{
	char day[MC_DATE_LEN];

	app_cell(app, _(mc_pack_text(name)), 24);
	say_origin(app, it);
	if (it->past) {
		mc_date_format(&it->until, day);
		app_line(app, _("  was made for the time until %s; a newer one is due"), day);
	}
	if (mc_date_is_set(&it->next)) {
		mc_date_format(&it->next, day);
		app_line(app, _("  a newer one is here and counts from %s"), day);
	}
	if (it->refused.code) {
		app_line(app, "%s", _("  the last one that came was not taken over:"));
		say_error(app, &it->refused);
	}
}

void app_catalogue_line(struct app *app)
{
	struct mc_catalogue it;

	mc_desk_catalogue(app->desk, MC_PACK_PROCEDURES, &it);
	pack_text(app, MC_PACK_PROCEDURES, &it);
}

enum mc_code cmd_catalog_packs(struct app *app, struct mc_err *why)
{
	enum mc_code code = app_open(app, why);

	if (code) {
		return code;
	}
	if (app->json) {
		mc_jw_array(&app->w, NULL);
	}
	for (int name = 0; name < MC_PACK_COUNT; name++) {
		struct mc_catalogue it;

		mc_desk_catalogue(app->desk, (enum mc_pack_name)name, &it);
		(app->json ? pack_json : pack_text)(app, (enum mc_pack_name)name, &it);
	}
	if (app->json) {
		mc_jw_array_end(&app->w);
	}
	return MC_OK;
}
