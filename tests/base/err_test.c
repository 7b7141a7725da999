/* SPDX-License-Identifier: MPL-2.0 */
/* Every error has a code of its own and something to say; details keep whole letters. */
#include "support/check.h"

#include <stdio.h>
#include <string.h>

static void codes_are_unique_and_texts_there(void **state)
{
	(void)state;
	for (int i = 0; i < MC_CODE_COUNT; i++) {
		const struct mc_error_info *info = mc_error_info((enum mc_code)i);

		assert_non_null(info->code);
		assert_true(strlen(info->code) >= 2 && strlen(info->text) > 4);
		assert_int_equal(mc_error_by_name(info->code), i);
		for (int k = 0; k < i; k++) {
			assert_string_not_equal(info->code, mc_error_info((enum mc_code)k)->code);
		}
	}
}

static void exit_statuses_are_sysexits(void **state)
{
	(void)state;
	assert_int_equal(mc_error_info(MC_OK)->exit_status, 0);
	for (int i = 1; i < MC_CODE_COUNT; i++) {
		int status = mc_error_info((enum mc_code)i)->exit_status;

		assert_true((status >= 64 && status <= 78) || i == MC_E_NO_MATCH);
	}
}

static void unknown_ones_are_answered(void **state)
{
	(void)state;
	assert_string_equal(mc_error_info((enum mc_code)100000)->code, "SYS-99");
	assert_string_equal(mc_error_info((enum mc_code)-1)->code, "SYS-99");
	assert_int_equal(mc_error_by_name("NONE-77"), MC_CODE_COUNT);
	assert_int_equal(mc_error_by_name(""), MC_CODE_COUNT);
}

static void fail_fills_why(void **state)
{
	struct mc_err why;

	(void)state;
	assert_code(mc_fail(&why, MC_E_FILE_READ, "%s:%d", "a.txt", 7), MC_E_FILE_READ);
	assert_int_equal(why.code, MC_E_FILE_READ);
	assert_string_equal(why.detail, "a.txt:7");
	assert_code(mc_fail(NULL, MC_E_STORE, "%d", 1), MC_E_STORE);
}

/* "ế" is 3 bytes: whatever the shift, the cut falls between two letters. */
static void detail_keeps_whole_letters(void **state)
{
	char text[400];

	(void)state;
	for (int shift = 0; shift < 3; shift++) {
		struct mc_err why;
		size_t len;

		memset(text, 'x', (size_t)shift);
		text[shift] = '\0';
		for (int i = 0; i < 100; i++) {
			strcat(text, "\xe1\xba\xbf");
		}
		(void)mc_fail(&why, MC_E_INTERNAL, "%s", text);
		len = strlen(why.detail);
		assert_true(len > sizeof(why.detail) - 4 && len < sizeof(why.detail));
		assert_int_equal((len - (size_t)shift) % 3, 0);
		assert_memory_equal(why.detail, text, len);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_are_unique_and_texts_there),
		cmocka_unit_test(exit_statuses_are_sysexits),
		cmocka_unit_test(unknown_ones_are_answered),
		cmocka_unit_test(fail_fills_why),
		cmocka_unit_test(detail_keeps_whole_letters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
