/* SPDX-License-Identifier: MPL-2.0 */
/* print.c - what commands print, for people and for scripts. */

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/app.h"
#include "motcua/base/clock.h"
#include "motcua/base/i18n.h"
#include "motcua/text/text.h"

/* ---- for people */
void app_line(struct app *app, const char *fmt, ...)
{
	char *text;
	va_list args;
	int len;

	va_start(args, fmt);
	len = vasprintf(&text, fmt, args);
	va_end(args);
	if (len >= 0) {
		mc_str_add(&app->out, text, (size_t)len);
		mc_str_putc(&app->out, '\n');
		free(text);
	}
}

void app_pair(struct app *app, const char *label, const char *value)
{
	if (value && *value) {
		app_line(app, "%s: %s", label, value);
	}
}

void app_cell(struct app *app, const char *text, int columns)
{
	int used = 0;
	size_t len = mc_text_fit(text, columns, &used);

	mc_str_add(&app->out, text, len);
	mc_str_printf(&app->out, "%*s", columns - used + 2, "");
}

const char *app_time(int64_t at, char ret[APP_TIME_LEN])
{
	struct mc_local local = mc_time_local(at);

	ret[0] = '\0';
	if (at) {
		snprintf(ret, APP_TIME_LEN, "%02u/%02u/%04u %02u:%02u", local.day % 100u,
			 local.month % 100u, local.year % 10000u, local.hour % 100u,
			 local.minute % 100u);
	}
	return ret;
}

void app_lost(const struct mc_queue_lost *lost, char *ret, size_t size)
{
	char at[APP_TIME_LEN];
	int len = 0;

	if (lost->dossiers) {
		/* TRANSLATORS: found out at this instant that the province does not have them */
		len = snprintf(ret, size,
			       P_("%d dossier, running number %lld to %lld, found out %s",
				  "%d dossiers, running numbers %lld to %lld, found out %s",
				  lost->dossiers),
			       lost->dossiers, (long long)lost->first, (long long)lost->last,
			       app_time(lost->since, at));
	}
	if (lost->supplements || lost->withdrawals) {
		snprintf(ret + len, size - (size_t)len, "%s", len ? "; " : "");
		len += len ? 2 : 0;
		/* TRANSLATORS: how many of each the province perhaps does not have any more */
		snprintf(ret + len, size - (size_t)len,
			 _("perhaps supplements: %d, withdrawals: %d, found out %s"),
			 lost->supplements, lost->withdrawals, app_time(lost->since, at));
	}
}

/* ---- for scripts */
void app_object(struct app *app, const char *key)
{
	mc_jw_object(&app->w, key);
	if (!key) {
		mc_jw_int(&app->w, "v", 1);
	}
}

void app_json_time(struct app *app, const char *key, int64_t at)
{
	if (at) {
		mc_jw_time(&app->w, key, at);
	} else {
		mc_jw_null(&app->w, key);
	}
}

void app_json_date(struct app *app, const char *key, const struct mc_date *date)
{
	char text[MC_DATE_LEN];

	mc_date_format_iso(date, text);
	mc_jw_text_if(&app->w, key, text);
}

void app_json_code(struct app *app, const char *key, enum mc_code code)
{
	mc_jw_text(&app->w, key, code ? mc_error_info(code)->code : NULL);
}

void app_json_error(struct app *app, const char *key, enum mc_code code, const struct mc_err *why)
{
	const struct mc_error_info *info = mc_error_info(code);

	mc_jw_object(&app->w, key);
	mc_jw_text(&app->w, "code", info->code);
	mc_jw_text(&app->w, "message", _(info->text));
	mc_jw_text_if(&app->w, "detail", why->detail);
	mc_jw_object_end(&app->w);
}
