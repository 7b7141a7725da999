/* SPDX-License-Identifier: MPL-2.0 */
/*
 * cmd_convert.c - motcua convert: an old list, in TCVN3, VNI and the like, as UTF-8.
 *
 * Which encoding it is nobody can know from the bytes. Without a word a preview shows
 * the list as each of them; the person who reads it says which, and then it is written.
 */

#include <string.h>

#include "app/app.h"
#include "motcua/base/file.h"
#include "motcua/base/i18n.h"
#include "motcua/text/legacy.h"
#include "motcua/text/text.h"

enum { LIST_MAX = 16 * 1024 * 1024, PREVIEW_BYTES = 4096, PREVIEW_LINES = 3, COLUMNS = 72 };

static enum mc_code read_list(struct app *app, struct mc_str *ret, struct mc_err *why)
{
	return strcmp(app->words[0], "-") ? mc_file_read(app->words[0], ret, why) :
					    app_stdin(ret, why);
}

/* ---- the preview */

/* The next line that says something, without its end; false when there is none. */
static bool next_line(const char **text, const char **ret, size_t *ret_len)
{
	do {
		*text += strspn(*text, "\r\n");
		*ret = *text;
		*ret_len = strcspn(*text, "\r\n");
		*text += *ret_len;
	} while (*ret_len && strspn(*ret, " \t") == *ret_len);
	return *ret_len > 0;
}

/* Without control characters: what a wrong encoding makes of bytes goes to a terminal. */
static void show_line(struct app *app, const char *line, size_t len)
{
	struct mc_str clean;

	mc_str_init(&clean, 4 * PREVIEW_BYTES);
	if (mc_text_clean(line, len, false, &clean, NULL) == MC_OK && app->json) {
		mc_jw_text(&app->w, NULL, clean.data);
	} else if (!app->json) {
		app_line(app, "    %.*s", (int)mc_text_fit(clean.data, COLUMNS, NULL), clean.data);
	}
	mc_str_wipe(&clean);
}

static void show_lines(struct app *app, const char *text)
{
	const char *line;
	size_t len;

	for (int i = 0; i < PREVIEW_LINES && next_line(&text, &line, &len); i++) {
		show_line(app, line, len);
	}
}

static void preview_one(struct app *app, enum mc_encoding encoding, const struct mc_str *bytes)
{
	struct mc_str text;
	size_t len = bytes->len < PREVIEW_BYTES ? bytes->len : PREVIEW_BYTES, bad;
	int score;

	mc_str_init(&text, 4 * PREVIEW_BYTES);
	bad = mc_legacy_decode(encoding, bytes->data, len, &text);
	score = mc_legacy_score(text.data);
	if (app->json) {
		mc_jw_object(&app->w, NULL);
		mc_jw_text(&app->w, "encoding", mc_encoding_word(encoding));
		mc_jw_int(&app->w, "score", score);
		mc_jw_int(&app->w, "unreadable", (int64_t)bad);
		mc_jw_array(&app->w, "preview");
		show_lines(app, text.data);
		mc_jw_array_end(&app->w);
		mc_jw_object_end(&app->w);
	} else {
		app_line(app, _("%-15s %s: %d %% of its words are Vietnamese, %zu bytes unreadable"),
			 mc_encoding_word(encoding), mc_encoding_name(encoding), score, bad);
		show_lines(app, text.data);
	}
	mc_str_wipe(&text);
}

static void preview(struct app *app, const struct mc_str *bytes)
{
	if (app->json) {
		app_object(app, NULL);
		mc_jw_array(&app->w, "encodings");
	}
	for (int encoding = 0; encoding < MC_ENCODING_COUNT; encoding++) {
		preview_one(app, (enum mc_encoding)encoding, bytes);
	}
	if (app->json) {
		mc_jw_array_end(&app->w);
		mc_jw_object_end(&app->w);
	} else {
		app_line(app, _("Look which one reads right, then: motcua convert %s WORD"),
			 app->words[0]);
	}
}

/* ---- the list itself */

static enum mc_code convert(struct app *app, enum mc_encoding encoding,
			    const struct mc_str *bytes, struct mc_err *why)
{
	struct mc_str text;
	size_t bad;

	mc_str_init(&text, 4 * LIST_MAX);
	bad = mc_legacy_decode(encoding, bytes->data, bytes->len, &text);
	if (app->json) {
		app_object(app, NULL);
		mc_jw_text(&app->w, "encoding", mc_encoding_word(encoding));
		mc_jw_int(&app->w, "unreadable", (int64_t)bad);
		mc_jw_text(&app->w, "text", text.data);
		mc_jw_object_end(&app->w);
	} else {
		mc_str_add(&app->out, text.data, text.len);
	}
	mc_str_wipe(&text);
	return bad ? mc_fail(why, MC_E_TEXT_ENCODING, "%s: %zu", mc_encoding_word(encoding), bad) :
		     MC_OK;
}

enum mc_code cmd_convert(struct app *app, struct mc_err *why)
{
	enum mc_encoding encoding = MC_ENCODING_COUNT;
	struct mc_str bytes;
	enum mc_code code;

	if (app->word_count > 1) {
		encoding = mc_encoding_parse(app->words[1]);
		if (encoding == MC_ENCODING_COUNT) {
			return mc_fail(why, MC_E_USAGE, _("'%s' is no encoding; without one a preview "
							  "shows them all"),
				       app->words[1]);
		}
	}
	mc_str_init(&bytes, LIST_MAX);
	code = read_list(app, &bytes, why);
	if (!code && encoding == MC_ENCODING_COUNT) {
		preview(app, &bytes);
	} else if (!code) {
		code = convert(app, encoding, &bytes, why);
	}
	mc_str_wipe(&bytes);
	return code;
}
