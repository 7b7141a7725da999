/* SPDX-License-Identifier: MPL-2.0 */
/* Strings grow up to their limit and no further. */
#include "support/check.h"

#include <stdlib.h>
#include <string.h>

#include "motcua/base/str.h"

static void appends_and_keeps_a_nul(void **state)
{
	struct mc_str s;

	(void)state;
	mc_str_init(&s, 1000);
	assert_string_equal(s.data, "");
	assert_true(mc_str_puts(&s, "ab") && mc_str_putc(&s, 'c') && mc_str_add(&s, "\0d", 2));
	assert_true(mc_str_printf(&s, "%05d|%s", 42, "x"));
	assert_int_equal(s.len, 12);
	assert_memory_equal(s.data, "abc\0d00042|x", 13);
	mc_str_done(&s);
	assert_string_equal(s.data, "");
	assert_true(mc_str_puts(&s, "again"));
	mc_str_done(&s);
}

/* max - 1, max and max + 1 bytes, by each way of appending. */
static void limit_is_exact(void **state)
{
	static const char text[] = "0123456789";

	(void)state;
	for (size_t max = 9; max <= 11; max++) {
		struct mc_str s;

		mc_str_init(&s, max);
		assert_int_equal(mc_str_puts(&s, text), max >= 10);
		assert_int_equal(s.full, max < 10);
		assert_int_equal(s.len, max >= 10 ? 10 : 0);
		mc_str_reset(&s);
		assert_int_equal(mc_str_printf(&s, "%s", text), max >= 10);
		assert_int_equal(s.full, max < 10);
		assert_int_equal(s.len, max >= 10 ? 10 : 0);
		mc_str_done(&s);
	}
}

static void full_stays_until_reset(void **state)
{
	struct mc_str s;

	(void)state;
	mc_str_init(&s, 4);
	assert_true(mc_str_puts(&s, "abc"));
	assert_false(mc_str_puts(&s, "de"));
	assert_true(s.full);
	assert_false(mc_str_putc(&s, 'f')); /* it would fit, but leave a hole */
	assert_string_equal(s.data, "abc");
	mc_str_reset(&s);
	assert_false(s.full);
	assert_string_equal(s.data, "");
	assert_true(mc_str_puts(&s, "abcd"));
	mc_str_done(&s);
}

static void grows_far(void **state)
{
	struct mc_str s;

	(void)state;
	mc_str_init(&s, 100000);
	for (int i = 0; i < 100000; i++) {
		assert_true(mc_str_putc(&s, (char)('a' + i % 26)));
	}
	assert_false(mc_str_putc(&s, 'x'));
	assert_int_equal(strlen(s.data), 100000);
	assert_int_equal(s.data[99999], 'a' + 99999 % 26);
	mc_str_done(&s);
}

static void take_hands_over(void **state)
{
	struct mc_str s;
	size_t len;
	char *text;

	(void)state;
	mc_str_init(&s, 10);
	text = mc_str_take(&s, &len);
	assert_string_equal(text, "");
	assert_int_equal(len, 0);
	free(text);
	assert_true(mc_str_puts(&s, "abc"));
	text = mc_str_take(&s, NULL);
	assert_string_equal(text, "abc");
	free(text);
	assert_int_equal(s.len, 0);
	assert_true(mc_str_puts(&s, "0123456789"));
	mc_str_done(&s);
}

static void wipe_empties(void **state)
{
	struct mc_str s;

	(void)state;
	mc_str_init(&s, 100);
	mc_str_wipe(&s);
	assert_true(mc_str_puts(&s, "secret"));
	mc_str_wipe(&s);
	assert_int_equal(s.len, 0);
	assert_string_equal(s.data, "");
}

static void slices_compare_by_bytes(void **state)
{
	struct mc_slice none = {NULL, 0};
	struct mc_str s;

	(void)state;
	mc_str_init(&s, 10);
	assert_true(mc_str_puts(&s, "abc"));
	assert_true(mc_slice_equal(mc_slice_of(&s), mc_slice_text("abc")));
	assert_false(mc_slice_equal(mc_slice_of(&s), mc_slice_text("abd")));
	assert_false(mc_slice_equal(mc_slice_of(&s), mc_slice_text("ab")));
	assert_true(mc_slice_equal(none, mc_slice_text("")));
	mc_str_done(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(appends_and_keeps_a_nul), cmocka_unit_test(limit_is_exact),
		cmocka_unit_test(full_stays_until_reset),  cmocka_unit_test(grows_far),
		cmocka_unit_test(take_hands_over),         cmocka_unit_test(wipe_empties),
		cmocka_unit_test(slices_compare_by_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
