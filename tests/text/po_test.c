/* SPDX-License-Identifier: MPL-2.0 */
/* po_test.c - what a translator writes can be drawn: NFC, and only what the console font has. */
#include <stdlib.h>
#include <string.h>

#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/text/text.h"
#include "motcua/text/utf8.h"
#include "support/check.h"
#include "text/vn.h"

/* The four complete Vietnamese console fonts have these beside the 134 letters; no ₫, √ or ✓. */
static const char signs[] = "–—“”…←→↑↓█░▒■▲▼●☐☑";

static bool drawable(uint32_t c)
{
	size_t used;

	if (c == '\n' || c == '\t' || (c >= 0x20 && c < 0x7F) || mc_vn_find(c)) {
		return true;
	}
	for (const char *at = signs; *at; at += used) {
		uint32_t sign;

		used = mc_utf8_decode(at, strlen(at), &sign);
		if (sign == c) {
			return true;
		}
	}
	return false;
}

/* 0, or the first character that no console could show. */
static uint32_t first_undrawable(const char *text)
{
	size_t len = strlen(text), used;
	uint32_t c;

	for (size_t at = 0; at < len; at += used) {
		used = mc_utf8_decode(text + at, len - at, &c);
		if (!used || !drawable(c)) {
			return used ? c : 0xFFFD;
		}
	}
	return 0;
}

static bool is_nfc(const char *text)
{
	struct mc_str composed;
	bool same;

	mc_str_init(&composed, strlen(text) + 1);
	same = mc_text_nfc(text, strlen(text), &composed) && strcmp(composed.data, text) == 0;
	mc_str_done(&composed);
	return same;
}

static void each_line_of(const char *name,
			 void (*check)(const char *name, int number, const char *line))
{
	char *path = mc_path_join(MC_SOURCE_DIR, name), *rest, *line;
	struct mc_str text;
	int number = 0;

	mc_str_init(&text, 4 * 1024 * 1024);
	assert_ok(mc_file_read(path, &text, NULL));
	rest = text.data;
	while ((line = strsep(&rest, "\n"))) {
		check(name, ++number, line);
	}
	assert_true(number > 20);
	mc_str_done(&text);
	free(path);
}

static void check_nfc(const char *name, int number, const char *line)
{
	if (!mc_utf8_valid(line, strlen(line)) || !is_nfc(line)) {
		fail_msg("%s:%d is not NFC", name, number);
	}
}

static void check_drawable(const char *name, int number, const char *line)
{
	uint32_t c = first_undrawable(line);

	if (c) {
		fail_msg("%s:%d: the console font has no U+%04X", name, number, (unsigned)c);
	}
}

static void translations_are_nfc(void **state)
{
	(void)state;
	each_line_of("po/vi.po", check_nfc);
	each_line_of("po/glossary-vi.tsv", check_nfc);
}

static void translations_can_be_drawn(void **state)
{
	(void)state;
	each_line_of("po/vi.po", check_drawable);
	each_line_of("po/glossary-vi.tsv", check_drawable);
}

static void planted_faults_are_found(void **state)
{
	static const struct {
		const char *text;
		bool nfc;
		uint32_t undrawable;
	} rows[] = {
		{ "Nguyễn Văn Dũng – “ABC” … ↓", true, 0 },
		{ "Nguye\u0302\u0303n", false, 0x0302 },
		{ "\u00EA\u0301", false, 0x0301 },
		{ "25.000 \u20AB", true, 0x20AB },
		{ "\u2713 xong", true, 0x2713 },
		{ "a\u00A0b", true, 0x00A0 },
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		assert_int_equal(is_nfc(rows[i].text), rows[i].nfc);
		assert_int_equal(first_undrawable(rows[i].text), rows[i].undrawable);
	}
	assert_int_equal(first_undrawable("a\xFF"), 0xFFFD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(translations_are_nfc),
		cmocka_unit_test(translations_can_be_drawn),
		cmocka_unit_test(planted_faults_are_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
