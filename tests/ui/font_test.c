/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The console font: all Vietnamese letters, the signs added to it, and every character
 * that a screen, a message or a procedure can show.
 */
#include "support/check.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/base/str.h"
#include "motcua/text/text.h"
#include "motcua/text/utf8.h"

enum { GLYPHS = 512, HEIGHT = 16, HEADER = 4, END = 0xFFFF };

static unsigned char font[65536];
static size_t font_len;
static int glyph_of[65536]; /* 0 = none, else the glyph's number + 1 */

static int load(void **state)
{
	const char *command = "gzip -dc " MC_BUILD_DIR "/fonts/motcua16.psf.gz";
	FILE *from;
	int glyph = 0;

	(void)state;
	if (access(MC_BUILD_DIR "/fonts/motcua16.psf.gz", R_OK)) {
		return 0; /* no console-setup on this machine: the cases say so */
	}
	from = popen(command, "r");
	font_len = fread(font, 1, sizeof(font), from);
	pclose(from);
	for (size_t at = HEADER + GLYPHS * HEIGHT; at + 1 < font_len; at += 2) {
		unsigned code = font[at] | (unsigned)font[at + 1] << 8;

		if (code == END) {
			glyph++;
		} else if (!glyph_of[code]) {
			glyph_of[code] = glyph + 1;
		}
	}
	return 0;
}

static void need_font(void)
{
	if (!font_len) {
		print_message("skipped: the console font was not built (console-setup-linux)\n");
		skip();
	}
}

static const unsigned char *rows_of(uint32_t c)
{
	assert_true(c < END && glyph_of[c]);
	return font + HEADER + (glyph_of[c] - 1) * HEIGHT;
}

/* The first character without a glyph in text, or 0. Line ends and PO escapes are ASCII. */
static uint32_t lacking(const char *text, size_t len)
{
	while (len) {
		uint32_t c = 0;
		size_t used = mc_utf8_decode(text, len, &c);

		if (!used) {
			return 0xFFFD;
		}
		if (c >= 0x20 && (c >= END || !glyph_of[c])) {
			return c;
		}
		text += used;
		len -= used;
	}
	return 0;
}

static void expect_file(const char *path)
{
	struct mc_str text;
	struct mc_err why;
	uint32_t c;

	mc_str_init(&text, 16 << 20);
	assert_int_equal(mc_file_read(path, &text, &why), MC_OK);
	c = lacking(text.data, text.len);
	if (c) {
		fail_msg("%s: no glyph for U+%04X", path, (unsigned)c);
	}
	mc_str_done(&text);
}

/* Every file with this ending in the folder; returns how many. */
static int expect_folder(const char *folder, const char *ending)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	int count = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir))) {
		size_t len = strlen(entry->d_name), end = strlen(ending);

		if (len > end && !strcmp(entry->d_name + len - end, ending)) {
			char *path = mc_path_join(folder, entry->d_name);

			expect_file(path);
			free(path);
			count++;
		}
	}
	closedir(dir);
	return count;
}

static void test_letters(void **state)
{
	(void)state;
	need_font();
	assert_int_equal(font_len > HEADER + GLYPHS * HEIGHT, 1);
	assert_int_equal(lacking(mc_text_letters(), strlen(mc_text_letters())), 0);
	assert_int_equal(mc_text_width(mc_text_letters()), 134);
}

static void test_added(void **state)
{
	static const unsigned char dark[HEIGHT];
	int lit = 0;

	(void)state;
	need_font();
	for (int row = 0; row < HEIGHT; row++) {
		assert_int_equal(rows_of(U'▀')[row], row < HEIGHT / 2 ? 0xFF : 0);
		assert_int_equal(rows_of(U'▄')[row], row < HEIGHT / 2 ? 0 : 0xFF);
		assert_int_equal(rows_of(U'▌')[row], 0xF0);
		assert_int_equal(rows_of(U'▐')[row], 0x0F);
		lit += rows_of(U'✓')[row] != 0;
	}
	assert_true(lit > 5);
	assert_memory_not_equal(rows_of(U'₫'), dark, HEIGHT);
	assert_int_equal(glyph_of[0x1E02], 0); /* what they took the place of */
}

static void test_no_two_letters_alike(void **state)
{
	const char *letters = mc_text_letters();

	(void)state;
	need_font();
	for (const char *a = letters; *a;) {
		uint32_t first, second;

		a += mc_utf8_decode(a, strlen(a), &first);
		for (const char *b = a; *b;) {
			b += mc_utf8_decode(b, strlen(b), &second);
			if (!memcmp(rows_of(first), rows_of(second), HEIGHT)) {
				fail_msg("U+%04X looks like U+%04X", (unsigned)first,
					 (unsigned)second);
			}
		}
	}
}

static void test_screens_and_texts(void **state)
{
	(void)state;
	need_font();
	assert_int_equal(lacking("a◄", 4), 0x25C4); /* a console has no such glyph */
	assert_true(expect_folder(MC_SOURCE_DIR "/tests/golden", ".screen") > 30);
	assert_true(expect_folder(MC_SOURCE_DIR "/po", ".po") > 0);
	assert_true(expect_folder(MC_SOURCE_DIR "/po", ".pot") > 0);
	assert_true(expect_folder(MC_SOURCE_DIR "/data/procedures", ".json") > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_letters),
		cmocka_unit_test(test_added),
		cmocka_unit_test(test_no_two_letters_alike),
		cmocka_unit_test(test_screens_and_texts),
	};

	return cmocka_run_group_tests(tests, load, NULL);
}
