/* SPDX-License-Identifier: MPL-2.0 */
/* cmd_day_slip.c - motcua queue slip: the sheet at the end of a day, shown or printed. */

#include <stdlib.h>

#include "app/app.h"
#include "motcua/base/clock.h"
#include "motcua/base/i18n.h"
#include "motcua/desk/day_slip.h"

enum { SLIP_MAX = 1024 * 1024 };

/* Noon of the day named, else now. */
static enum mc_code day_of(const struct app *app, int64_t *ret, struct mc_err *why)
{
	const char *text = app->option[OPT_DAY];
	struct mc_date date;
	struct mc_local noon = {.hour = 12};
	enum mc_code code = text ? mc_date_parse(text, &date, why) : MC_OK;

	if (!text) {
		*ret = mc_clock_now();
		return MC_OK;
	}
	if (!code && !mc_date_is_full(&date)) {
		code = mc_fail(why, MC_E_DATE, "%s", _("a whole date is due"));
	}
	if (code) {
		return code;
	}
	noon.year = date.year;
	noon.month = date.month;
	noon.day = date.day;
	*ret = mc_time_from_local(&noon);
	return MC_OK;
}

static void tell(struct app *app, const struct mc_printed *printed)
{
	if (app->json) {
		app_object(app, NULL);
		mc_jw_bool(&app->w, "printed", printed->spooled);
		mc_jw_int(&app->w, "copy", printed->copy);
		mc_jw_text_if(&app->w, "file", printed->file ? printed->file : "");
		mc_jw_object_end(&app->w);
	} else if (printed->spooled) {
		app_line(app, _("The slip of the day, copy %d, is with the printer."), printed->copy);
	} else {
		app_line(app, _("No printer here: the slip of the day is in %s"), printed->file);
	}
}

static enum mc_code print(struct app *app, int64_t day, const struct mc_str *text,
			  struct mc_err *why)
{
	struct mc_printed printed = {.file = NULL};
	char stem[16];
	enum mc_code code;

	mc_day_stem(day, stem);
	code = mc_print(app->desk,
			&(struct mc_print_job){ .kind = "day", .ref = "", .stem = stem,
						.procedure = "", .text = mc_slice_of(text) },
			&printed, why);
	code = code ? code : mc_print_end(app->desk, &printed, why);
	if (!code) {
		tell(app, &printed);
	}
	free(printed.file);
	return code;
}

static void show(struct app *app, int64_t day, const struct mc_str *text)
{
	char stem[16];

	mc_day_stem(day, stem);
	if (app->json) {
		app_object(app, NULL);
		mc_jw_text(&app->w, "day", stem);
		mc_jw_text(&app->w, "text", text->data);
		mc_jw_object_end(&app->w);
	} else {
		mc_str_add(&app->out, text->data, text->len);
	}
}

enum mc_code cmd_queue_slip(struct app *app, struct mc_err *why)
{
	struct mc_str text;
	int64_t day = 0;
	enum mc_code code = day_of(app, &day, why);

	mc_str_init(&text, SLIP_MAX);
	code = code ? code : app_open(app, why);
	code = code ? code : mc_day_slip(app->desk, day, &text, why);
	if (!code && app->option[OPT_PRINT]) {
		code = print(app, day, &text, why);
	} else if (!code) {
		show(app, day, &text);
	}
	mc_str_done(&text);
	return code;
}
