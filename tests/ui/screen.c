/* SPDX-License-Identifier: MPL-2.0 */
/* screen.c - included by the tests that compare screens. */
#include "ui/screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/file.h"
#include "motcua/text/utf8.h"
#include "support/check.h"

const char *screen_row(const struct mc_canvas *canvas, int row)
{
	static char text[4096];
	size_t len = 0, end = 0;

	for (int col = 0; col < canvas->cols; col++) {
		uint32_t c = mc_canvas_at(canvas, row, col)->c;

		if (c) {
			len += mc_utf8_encode(c, text + len);
			end = c == ' ' ? end : len;
		}
	}
	text[end] = '\0';
	return text;
}

char *screen_text(const struct mc_canvas *canvas)
{
	struct mc_str s;

	mc_str_init(&s, 1 << 20);
	for (int row = 0; row < canvas->rows; row++) {
		mc_str_printf(&s, "%s\n", screen_row(canvas, row));
	}
	mc_str_printf(&s, "cursor: %d %d\n", canvas->cursor_row, canvas->cursor_col);
	return mc_str_take(&s, NULL);
}

bool screen_has(const struct mc_canvas *canvas, const char *text)
{
	char *all = screen_text(canvas);
	bool has = strstr(all, text);

	free(all);
	return has;
}

void screen_is_golden(const struct mc_canvas *canvas, const char *name)
{
	char path[512];
	char *now = screen_text(canvas);
	struct mc_str want;

	assert_null(strstr(now, "\xEF\xBF\xBD")); /* U+FFFD: something that is no letter was drawn */
	snprintf(path, sizeof(path), "%s/tests/golden/%s.screen", MC_SOURCE_DIR, name);
	if (getenv("UPDATE_GOLDEN")) {
		assert_ok(mc_file_write(path, 0644, mc_slice_text(now), NULL));
	}
	mc_str_init(&want, 1 << 20);
	assert_ok(mc_file_read(path, &want, NULL));
	assert_string_equal(now, want.data);
	mc_str_done(&want);
	free(now);
}
