/* SPDX-License-Identifier: MPL-2.0 */
#include "motcua/text/text.h"
#include "support/check.h"

static void columns_are_counted(void **state)
{
	(void)state;
	assert_int_equal(mc_text_width(""), 0);
	assert_int_equal(mc_text_width("Nguyễn Đặng"), 11);
	assert_int_equal(mc_text_width("e\u0302\u0301"), 1);
	assert_int_equal(mc_text_width("阮文"), 4);
	assert_int_equal(mc_text_width("한\uFF21"), 4);
	assert_int_equal(mc_text_width("… – ■ ▶"), 7);
	assert_int_equal(mc_text_width("a\xFFz"), 3);
}

static void the_longest_prefix_fits(void **state)
{
	int columns = -1;

	(void)state;
	assert_int_equal(mc_text_fit("Nguyễn", 5, &columns), 7);
	assert_int_equal(columns, 5);
	assert_int_equal(mc_text_fit("Nguyễn", 99, &columns), 8);
	assert_int_equal(columns, 6);
	assert_int_equal(mc_text_fit("a阮b", 2, &columns), 1);
	assert_int_equal(columns, 1);
	assert_int_equal(mc_text_fit("e\u0301x", 1, NULL), 3);
	assert_int_equal(mc_text_fit("abc", 0, NULL), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_are_counted),
		cmocka_unit_test(the_longest_prefix_fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
