/* SPDX-License-Identifier: MPL-2.0 */
/* cmd_calendar.c - motcua calendar show, take. */

#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "motcua/base/i18n.h"
#include "motcua/desk/calendar.h"

/* ---- for scripts */
static void json_day(struct app *app, const struct mc_holiday *day)
{
	mc_jw_object(&app->w, NULL);
	app_json_date(app, "date", &day->date);
	mc_jw_text(&app->w, "kind", mc_holiday_kind_code(day->kind));
	app_json_date(app, "other", &day->other);
	mc_jw_text_if(&app->w, "lunar", day->lunar);
	mc_jw_bool(&app->w, "confirmed", day->confirmed);
	mc_jw_text(&app->w, "name", strcmp(mc_i18n_language(), "en") ? day->vi : day->en);
	mc_jw_text(&app->w, "legal", day->legal);
	mc_jw_text_if(&app->w, "note", day->note);
	mc_jw_object_end(&app->w);
}

static void json_table(struct app *app, const struct mc_holiday_source *source)
{
	app_object(app, NULL);
	mc_jw_text(&app->w, "file", source->name);
	mc_jw_bool(&app->w, "own", source->own);
	if (!source->table) {
		app_json_error(app, "error", source->why.code, &source->why);
	} else {
		mc_jw_int(&app->w, "year", source->table->year);
		mc_jw_text(&app->w, "version", source->table->version);
		mc_jw_bool(&app->w, "complete", source->table->complete);
		mc_jw_text(&app->w, "source", source->table->source);
		mc_jw_array(&app->w, "days");
		for (int i = 0; i < source->table->count; i++) {
			json_day(app, &source->table->days[i]);
		}
		mc_jw_array_end(&app->w);
	}
	mc_jw_object_end(&app->w);
}

/* ---- for people */
static void text_day(struct app *app, const struct mc_holiday *day)
{
	static const char *const weekdays[] = { N_("Sun"), N_("Mon"), N_("Tue"), N_("Wed"),
						N_("Thu"), N_("Fri"), N_("Sat") };
	char text[MC_DATE_LEN];

	mc_date_format(&day->date, text);
	app_cell(app, _(weekdays[mc_date_weekday(&day->date)]), 3);
	app_cell(app, text, 10);
	app_line(app, "%s: %s%s", _(mc_holiday_kind_text(day->kind)),
		 strcmp(mc_i18n_language(), "en") ? day->vi : day->en,
		 day->confirmed ? "" : _(" - NOT CONFIRMED: it binds nobody"));
	app_line(app, "                 %s", day->legal);
	if (!day->confirmed && day->note[0]) {
		app_line(app, "                 %s", day->note);
	}
}

static void text_table(struct app *app, const struct mc_holiday_source *source)
{
	const struct mc_holiday_table *table = source->table;

	if (!table) {
		app_line(app, _("%s: damaged, not in use: %s"), source->name, source->why.detail);
		return;
	}
	app_line(app, _("%lld, table of %s%s"), (long long)table->year, table->version,
		 source->own ? _(" (the office's own)") : "");
	if (!table->complete) {
		app_line(app, "%s", _("NOT COMPLETE: not all of this year is announced yet."));
	}
	app_line(app, "%s", table->source);
	for (int i = 0; i < table->count; i++) {
		text_day(app, &table->days[i]);
	}
}

static bool is_year(const struct mc_holiday_source *source, const char *year)
{
	return !year || (source->table ? source->table->year == atoi(year) :
					 atoi(source->name) == atoi(year));
}

enum mc_code cmd_calendar_show(struct app *app, struct mc_err *why)
{
	const char *year = app->word_count ? app->words[0] : NULL;
	const struct mc_holiday_source *source;
	int shown = 0;
	enum mc_code code = app_open(app, why);

	if (code) {
		return code;
	}
	if (app->json) {
		mc_jw_array(&app->w, NULL);
	}
	for (size_t i = 0; (source = mc_desk_holidays(app->desk, i)); i++) {
		if (is_year(source, year)) {
			(app->json ? json_table : text_table)(app, source);
			shown++;
		}
	}
	if (app->json) {
		mc_jw_array_end(&app->w);
	}
	if (year && !shown) {
		mc_str_reset(&app->out);
		mc_jw_init(&app->w, &app->out);
		return mc_fail(why, MC_E_NOT_FOUND, "%.10s", year);
	}
	return MC_OK;
}

enum mc_code cmd_calendar_take(struct app *app, struct mc_err *why)
{
	struct mc_holidays_taken taken = {.year = 0};
	enum mc_code code = app_open(app, why);

	if (!code) {
		code = mc_desk_holidays_take(app->desk, app->words[0], &taken, why);
	}
	if (code) {
		return code;
	}
	if (app->json) {
		app_object(app, NULL);
		mc_jw_int(&app->w, "year", taken.year);
		mc_jw_text(&app->w, "version", taken.version);
		mc_jw_int(&app->w, "moved", taken.moved);
		mc_jw_object_end(&app->w);
	} else {
		app_line(app, _("%d: the table of %s counts from now on; due dates moved: %d"),
			 taken.year, taken.version, taken.moved);
	}
	return MC_OK;
}
