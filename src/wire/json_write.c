/* SPDX-License-Identifier: MPL-2.0 */
/*
 * json_write.c - JSON as we write it: no white space, members in the caller's
 * order, only what must be escaped is escaped. So one value has one spelling,
 * and what is signed can be made again byte for byte.
 */
#include <inttypes.h>
#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/wire/json.h"

static void quote(struct mc_str *to, const char *text)
{
	static const char shorts[] = "\b\f\n\r\t\"\\", letters[] = "bfnrt\"\\";

	mc_str_putc(to, '"');
	while (*text) {
		size_t plain = 0;
		const char *found;

		while ((unsigned char)text[plain] >= 0x20 && text[plain] != '"' &&
		       text[plain] != '\\') {
			plain++;
		}
		mc_str_add(to, text, plain);
		text += plain;
		if (!*text) {
			break;
		}
		found = strchr(shorts, *text);
		if (found) {
			mc_str_printf(to, "\\%c", letters[found - shorts]);
		} else {
			mc_str_printf(to, "\\u%04x", (unsigned char)*text);
		}
		text++;
	}
	mc_str_putc(to, '"');
}

/* What stands before a value; the next one then needs a comma. */
static void begin(struct mc_json_writer *w, const char *key)
{
	if (w->comma) {
		mc_str_putc(w->to, ',');
	}
	if (key) {
		quote(w->to, key);
		mc_str_putc(w->to, ':');
	}
	w->comma = true;
}

void mc_jw_init(struct mc_json_writer *w, struct mc_str *to)
{
	*w = (struct mc_json_writer){.to = to};
}

static void open_with(struct mc_json_writer *w, const char *key, char bracket)
{
	begin(w, key);
	mc_str_putc(w->to, bracket);
	w->comma = false;
}

static void close_with(struct mc_json_writer *w, char bracket)
{
	mc_str_putc(w->to, bracket);
	w->comma = true;
}

void mc_jw_object(struct mc_json_writer *w, const char *key)
{
	open_with(w, key, '{');
}

void mc_jw_object_end(struct mc_json_writer *w)
{
	close_with(w, '}');
}

void mc_jw_array(struct mc_json_writer *w, const char *key)
{
	open_with(w, key, '[');
}

void mc_jw_array_end(struct mc_json_writer *w)
{
	close_with(w, ']');
}

void mc_jw_text(struct mc_json_writer *w, const char *key, const char *value)
{
	if (!value) {
		mc_jw_null(w, key);
		return;
	}
	begin(w, key);
	quote(w->to, value);
}

void mc_jw_text_if(struct mc_json_writer *w, const char *key, const char *value)
{
	if (value && *value) {
		mc_jw_text(w, key, value);
	}
}

void mc_jw_int(struct mc_json_writer *w, const char *key, int64_t value)
{
	begin(w, key);
	mc_str_printf(w->to, "%" PRId64, value);
}

void mc_jw_bool(struct mc_json_writer *w, const char *key, bool value)
{
	begin(w, key);
	mc_str_puts(w->to, value ? "true" : "false");
}

void mc_jw_null(struct mc_json_writer *w, const char *key)
{
	begin(w, key);
	mc_str_puts(w->to, "null");
}

void mc_jw_time(struct mc_json_writer *w, const char *key, int64_t at)
{
	char text[MC_TIME_LEN];

	mc_time_format(at, text);
	mc_jw_text(w, key, text);
}

void mc_jw_time_if(struct mc_json_writer *w, const char *key, int64_t at)
{
	if (at) {
		mc_jw_time(w, key, at);
	}
}

void mc_jw_raw(struct mc_json_writer *w, const char *key, struct mc_slice json)
{
	begin(w, key);
	mc_str_add(w->to, json.data, json.len);
}
