/* SPDX-License-Identifier: MPL-2.0 */
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/text/text.h"
#include "support/check.h"
#include "text/chars.h"

static void check(const char *in, size_t len, bool multiline, const char *want)
{
	struct mc_str s;

	mc_str_init(&s, 1000);
	assert_ok(mc_text_clean(in, len, multiline, &s, NULL));
	assert_string_equal(s.data, want);
	assert_int_equal(s.len, strlen(want));
	mc_str_done(&s);
}

static void one_line_comes_out_clean(void **state)
{
	static const char *const rows[][2] = {
		{"", ""},
		{"   ", ""},
		{"  Nguyễn \t Văn\u00A0Dũng  ", "Nguyễn Văn Dũng"},
		{"a\nb\r\nc", "a b c"},
		{"a\u2003\u3000\u202Fb", "a b"},
		{"\uFEFFTổ 4", "Tổ 4"},
		{"A\x01\x1B[31mB\x7F", "A[31mB"},
		{"x\xC2\x86y\xC2\x9Fz\xC2\x85w", "xyz w"},
		{"Ng\u200Buy\u200Dễ\u2060n", "Nguyễn"},
		{"\u202Eabc\u202C \u2066d\u2069\u200E\u200F", "abc d"},
		{"e\u200B\u0302\u0301", "ế"},
		{"a \u200B b", "a b"},
		{"so\u00ADft", "soft"},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		check(rows[i][0], strlen(rows[i][0]), false, rows[i][1]);
	}
	check("a\0b", 3, false, "ab");
}

static void paragraphs_stay_in_multiline(void **state)
{
	static const char *const rows[][2] = {
		{"\n\n a \r\n b\rc\n", "a\nb\nc"},
		{"a\n\n\n\n  b", "a\n\nb"},
		{"a\u2028b\u2029c \t d", "a\nb\nc d"},
		{"a\r\n\r\nb", "a\n\nb"},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		check(rows[i][0], strlen(rows[i][0]), true, rows[i][1]);
	}
}

static void bad_text_appends_nothing(void **state)
{
	struct mc_str s;
	struct mc_err why;

	(void)state;
	mc_str_init(&s, 10);
	mc_str_puts(&s, "x");
	assert_code(mc_text_clean("abc\xE1\xBA", 5, false, &s, &why), MC_E_TEXT_UTF8);
	assert_int_equal(why.code, MC_E_TEXT_UTF8);
	assert_null(strstr(why.detail, "abc"));
	assert_string_equal(s.data, "x");
	assert_code(mc_text_clean("0123456789", 10, false, &s, &why), MC_E_TEXT_LONG);
	assert_string_equal(s.data, "x");
	mc_str_done(&s);
}

static void a_fixed_array_is_filled_or_left(void **state)
{
	char to[9] = "before";

	(void)state;
	assert_code(mc_text_clean_to("Nguyễn Văn", to, sizeof(to), NULL), MC_E_TEXT_LONG);
	assert_code(mc_text_clean_to("\xFF", to, sizeof(to), NULL), MC_E_TEXT_UTF8);
	assert_string_equal(to, "before");
	assert_ok(mc_text_clean_to("  Nguyễn ", to, sizeof(to), NULL));
	assert_string_equal(to, "Nguyễn");
	assert_ok(mc_text_clean_to("", to, sizeof(to), NULL));
	assert_string_equal(to, "");
}

static void cleaning_twice_changes_nothing(void **state)
{
	static const char in[] = " a\u0302\u0301 \r\n\t b\u200B\u0323 \u00A0 c ";
	struct mc_str once, twice;

	(void)state;
	for (int multiline = 0; multiline < 2; multiline++) {
		mc_str_init(&once, 100);
		mc_str_init(&twice, 100);
		assert_ok(mc_text_clean(in, sizeof(in) - 1, multiline, &once, NULL));
		assert_ok(mc_text_clean(once.data, once.len, multiline, &twice, NULL));
		assert_string_equal(once.data, twice.data);
		mc_str_done(&once);
		mc_str_done(&twice);
	}
}

/* A text of settled letters takes a short way: what comes out of it is what the long way says,
 * which a junk letter in front of it enforces. Every code point, alone and behind a letter. */
static void the_short_way_is_the_long_way(void **state)
{
	static const char *const around[][2] = {{"", ""}, {"a", "b"}, {"Nguyễn ", " Văn"}};
	uint32_t c;

	(void)state;
	for (c = 1; c < 0x30000; c++) {
		for (size_t i = 0; i < MC_COUNT(around); i++) {
			struct mc_str text, brief, full;

			mc_str_init(&text, 100);
			mc_str_init(&brief, 100);
			mc_str_init(&full, 100);
			mc_str_puts(&text, "\u200b");
			mc_str_puts(&text, around[i][0]);
			mc_chars_add(&text, c);
			mc_str_puts(&text, around[i][1]);
			if (mc_text_clean(text.data, text.len, false, &full, NULL) == MC_OK) {
				assert_ok(mc_text_clean(text.data + 3, text.len - 3, false, &brief,
							NULL));
				assert_string_equal(brief.data, full.data);
			}
			mc_str_done(&text);
			mc_str_done(&brief);
			mc_str_done(&full);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_short_way_is_the_long_way),
		cmocka_unit_test(one_line_comes_out_clean),
		cmocka_unit_test(paragraphs_stay_in_multiline),
		cmocka_unit_test(bad_text_appends_nothing),
		cmocka_unit_test(a_fixed_array_is_filled_or_left),
		cmocka_unit_test(cleaning_twice_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
