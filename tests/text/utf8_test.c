/* SPDX-License-Identifier: MPL-2.0 */
#include "motcua/text/utf8.h"

#include <string.h>

#include "support/check.h"

static void every_scalar_value_goes_round(void **state)
{
	(void)state;
	for (uint32_t c = 0; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 97) {
		char bytes[4];
		uint32_t back = 0xFFFFFFFF;
		size_t len = mc_utf8_encode(c, bytes);

		if (c >= 0xD800 && c <= 0xDFFF) {
			assert_int_equal(len, 0);
			continue;
		}
		assert_int_equal(mc_utf8_decode(bytes, len, &back), len);
		assert_int_equal(back, c);
		assert_int_equal(mc_utf8_decode(bytes, len - 1, &back), 0);
	}
}

static void bad_bytes_are_refused(void **state)
{
	static const char *const bad[] = {
		"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC3", "\xC3(", "\xE0\x80\x80",
		"\xE0\x9F\xBF", "\xE1\xBA", "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x80\x80\x80",
		"\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\xFE",
	};
	uint32_t c = 7;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(mc_utf8_decode(bad[i], strlen(bad[i]), &c), 0);
		assert_false(mc_utf8_valid(bad[i], strlen(bad[i])));
	}
	assert_int_equal(c, 7);
	assert_int_equal(mc_utf8_decode("", 0, &c), 0);
	assert_int_equal(mc_utf8_encode(0x110000, (char[4]){0}), 0);
}

static void a_nul_is_a_code_point(void **state)
{
	uint32_t c = 7;

	(void)state;
	assert_int_equal(mc_utf8_decode("\0x", 2, &c), 1);
	assert_int_equal(c, 0);
	assert_true(mc_utf8_valid("a\0b", 3));
	assert_true(mc_utf8_valid("", 0));
}

static void steps_land_on_code_points(void **state)
{
	const char *text = "aễ😀x";
	static const size_t starts[] = {0, 1, 4, 8, 9};

	(void)state;
	for (int i = 0; i < 4; i++) {
		assert_int_equal(mc_utf8_next(text, starts[i]), starts[i + 1]);
		assert_int_equal(mc_utf8_prev(text, starts[i + 1]), starts[i]);
	}
	assert_int_equal(mc_utf8_next(text, 9), 9);
	assert_int_equal(mc_utf8_prev(text, 0), 0);
	assert_int_equal(mc_utf8_count(text), 4);
	assert_int_equal(mc_utf8_count(""), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_scalar_value_goes_round),
		cmocka_unit_test(bad_bytes_are_refused),
		cmocka_unit_test(a_nul_is_a_code_point),
		cmocka_unit_test(steps_land_on_code_points),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
