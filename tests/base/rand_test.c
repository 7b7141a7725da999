/* SPDX-License-Identifier: MPL-2.0 */
/* Ids are UUIDv7, rise within the process, and carry the clock's time. */
#include "support/check.h"

#include <stdlib.h>
#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "motcua/base/rand.h"

static void ids_rise(void **state)
{
	char before[MC_UUID_LEN] = "", id[MC_UUID_LEN];

	(void)state;
	for (int i = 0; i < 20000; i++) {
		mc_uuid7(id);
		assert_true(mc_uuid_valid(id));
		assert_int_equal(id[14], '7');
		assert_non_null(strchr("89ab", id[19]));
		assert_true(strcmp(before, id) < 0);
		strcpy(before, id);
	}
}

/* One frozen millisecond, then a clock set back an hour: still rising. */
static void ids_rise_when_the_clock_does_not(void **state)
{
	char before[MC_UUID_LEN] = "", id[MC_UUID_LEN];
	int64_t now = mc_clock_now();

	(void)state;
	for (int i = 0; i < 20000; i++) {
		mc_clock_freeze(i < 10000 ? now + MC_DAY : now - MC_HOUR);
		mc_uuid7(id);
		assert_true(strcmp(before, id) < 0);
		strcpy(before, id);
	}
	mc_clock_freeze(0);
}

static void ids_carry_the_time(void **state)
{
	char id[MC_UUID_LEN], head[14];
	int64_t at = mc_clock_now() + 400 * MC_DAY;

	(void)state;
	mc_clock_freeze(at);
	mc_uuid7(id);
	mc_clock_freeze(0);
	memcpy(head, id, 8);
	memcpy(head + 8, id + 9, 5);
	assert_true(strtoll(head, NULL, 16) == at);
}

static void only_lower_case_ids_are_valid(void **state)
{
	static const struct {
		const char *text;
		bool valid;
	} rows[] = {
		{"017f22e2-79b0-7cc3-98c4-dc0c0c07398f", true}, /* RFC 9562, appendix A.6 */
		{"00000000-0000-0000-0000-000000000000", true},
		{"017F22E2-79B0-7CC3-98C4-DC0C0C07398F", false},
		{"017f22e2-79b0-7cc3-98c4-dc0c0c07398", false},
		{"017f22e2-79b0-7cc3-98c4-dc0c0c07398ff", false},
		{"017f22e279b0-7cc3-98c4-dc0c0c07398f-", false},
		{"017f22e2-79b0-7cc3-98c4-dc0c0c07398g", false},
		{"{17f22e2-79b0-7cc3-98c4-dc0c0c07398}", false},
		{"", false},
		{NULL, false},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		assert_int_equal(mc_uuid_valid(rows[i].text), rows[i].valid);
	}
}

static void below_reaches_all_and_no_more(void **state)
{
	int seen[7] = {0};

	(void)state;
	for (int i = 0; i < 7000; i++) {
		uint32_t n = mc_rand_below(7);

		assert_true(n < 7);
		seen[n]++;
	}
	for (int i = 0; i < 7; i++) {
		assert_true(seen[i] > 700); /* 1000 expected; 700 is 10 standard deviations away */
	}
	assert_int_equal(mc_rand_below(1), 0);
}

static void bytes_fill_the_whole_buffer(void **state)
{
	unsigned char buf[1025] = {0};
	int zero = 0;

	(void)state;
	mc_rand_bytes(buf, 1024);
	for (int i = 0; i < 1024; i++) {
		zero += buf[i] == 0;
	}
	assert_true(zero < 40);
	assert_int_equal(buf[1024], 0);
	mc_rand_bytes(buf, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ids_rise),
		cmocka_unit_test(ids_rise_when_the_clock_does_not),
		cmocka_unit_test(ids_carry_the_time),
		cmocka_unit_test(only_lower_case_ids_are_valid),
		cmocka_unit_test(below_reaches_all_and_no_more),
		cmocka_unit_test(bytes_fill_the_whole_buffer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
