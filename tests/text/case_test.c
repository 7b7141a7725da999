/* SPDX-License-Identifier: MPL-2.0 */
#include "motcua/base/mem.h"
#include "motcua/text/text.h"
#include "support/check.h"
#include "text/chars.h"
#include "text/vn.h"

static void check(const char *in, const char *upper, const char *lower)
{
	struct mc_str s;

	mc_str_init(&s, 1000);
	assert_true(mc_text_upper(in, &s));
	assert_string_equal(s.data, upper);
	mc_str_reset(&s);
	assert_true(mc_text_lower(in, &s));
	assert_string_equal(s.data, lower);
	mc_str_done(&s);
}

static void names_change_case(void **state)
{
	(void)state;
	check("Nguyễn Thị Ướt", "NGUYỄN THỊ ƯỚT", "nguyễn thị ướt");
	check("Đặng Quỳnh", "ĐẶNG QUỲNH", "đặng quỳnh");
	check("José Ñandú Łódź Šíp", "JOSÉ ÑANDÚ ŁÓDŹ ŠÍP", "josé ñandú łódź šíp");
	check("Ÿ ÿ × ÷ ß 1 阮", "Ÿ Ÿ × ÷ ß 1 阮", "ÿ ÿ × ÷ ß 1 阮");
	check("", "", "");
}

static void every_letter_has_its_partner(void **state)
{
	(void)state;
	for (uint32_t c = 'A'; c < 0x2000; c++) {
		const struct mc_vn_letter *found = mc_vn_find(c);
		struct mc_vn_letter l;

		if (!found) {
			continue;
		}
		l = *found;
		l.upper = true;
		assert_int_equal(mc_chars_upper(c), mc_vn_make(l));
		l.upper = false;
		assert_int_equal(mc_chars_lower(c), mc_vn_make(l));
	}
}

static void mapping_there_and_back_is_stable(void **state)
{
	(void)state;
	for (uint32_t c = 1; c < 0x2000; c++) {
		assert_int_equal(mc_chars_lower(mc_chars_lower(c)), mc_chars_lower(c));
		assert_int_equal(mc_chars_upper(mc_chars_upper(c)), mc_chars_upper(c));
		if (mc_chars_lower(c) != c) {
			assert_int_equal(mc_chars_upper(mc_chars_lower(c)), c);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_change_case),
		cmocka_unit_test(every_letter_has_its_partner),
		cmocka_unit_test(mapping_there_and_back_is_stable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
