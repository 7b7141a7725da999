/* SPDX-License-Identifier: MPL-2.0 */
/* RFC 3339 both ways, and Viet Nam's wall clock whatever TZ says. */
#include "support/check.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "motcua/base/clock.h"
#include "motcua/base/mem.h"

static void parses_what_rfc_3339_allows(void **state)
{
	static const struct {
		const char *text;
		int64_t want;
	} rows[] = {
		{"1970-01-01T00:00:00Z", 0},
		{"1970-01-01T07:00:00+07:00", 0},
		{"1969-12-31T23:59:59Z", -1000},
		{"2026-11-23T07:05:00Z", INT64_C(1795417500000)},
		{"2026-11-23T14:05:00+07:00", INT64_C(1795417500000)},
		{"2026-11-22T20:35:00-10:30", INT64_C(1795417500000)},
		{"2026-11-23T07:05:00.999999Z", INT64_C(1795417500000)},
		{"2026-11-23T07:05:00-00:00", INT64_C(1795417500000)},
		{"2024-02-29T00:00:00Z", INT64_C(1709164800000)},
		{"2000-02-29T00:00:00Z", INT64_C(951782400000)},
		{"1990-12-31T23:59:60Z", INT64_C(662687999000)},
		{"1990-12-31T15:59:60-08:00", INT64_C(662687999000)},
		{"0000-01-01T00:00:00Z", INT64_C(-62167219200000)},
		{"9999-12-31T23:59:59Z", INT64_C(253402300799000)},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		int64_t got = 1;

		assert_ok(mc_time_parse(rows[i].text, &got, NULL));
		assert_true(got == rows[i].want);
	}
}

static void refuses_the_rest(void **state)
{
	static const struct {
		const char *text;
		enum mc_code want;
	} rows[] = {
		{NULL, MC_E_DATE},
		{"", MC_E_DATE},
		{"2026-11-23", MC_E_DATE},
		{"2026-11-23T07:05:00", MC_E_DATE},
		{"2026-11-23 07:05:00Z", MC_E_DATE},
		{"2026-11-23T07:05Z", MC_E_DATE},
		{"2026-11-23T07:05:00Z ", MC_E_DATE},
		{" 2026-11-23T07:05:00Z", MC_E_DATE},
		{"2026-11-23T07:05:00ZZ", MC_E_DATE},
		{"2026-11-23T07:05:00.Z", MC_E_DATE},
		{"2026-11-23T07:05:00,5Z", MC_E_DATE},
		{"2026-11-23T07:05:00+0700", MC_E_DATE},
		{"2026-11-23T07:05:00+07", MC_E_DATE},
		{"26-11-23T07:05:00Z", MC_E_DATE},
		{"+026-11-23T07:05:00Z", MC_E_DATE},
		{"2026-1-23T07:05:00Z", MC_E_DATE},
		{"2026-00-23T07:05:00Z", MC_E_DATE_RANGE},
		{"2026-13-23T07:05:00Z", MC_E_DATE_RANGE},
		{"2026-11-00T07:05:00Z", MC_E_DATE_RANGE},
		{"2026-11-31T07:05:00Z", MC_E_DATE_RANGE},
		{"2026-02-29T07:05:00Z", MC_E_DATE_RANGE},
		{"1900-02-29T07:05:00Z", MC_E_DATE_RANGE},
		{"2026-11-23T24:00:00Z", MC_E_DATE_RANGE},
		{"2026-11-23T07:60:00Z", MC_E_DATE_RANGE},
		{"2026-11-23T07:05:61Z", MC_E_DATE_RANGE},
		{"2026-11-23T07:05:60Z", MC_E_DATE_RANGE},
		{"1990-12-31T23:59:60+01:00", MC_E_DATE_RANGE},
		{"2026-11-23T07:05:00+24:00", MC_E_DATE_RANGE},
		{"2026-11-23T07:05:00+99:00", MC_E_DATE_RANGE},
		{"2026-11-23T07:05:00-07:60", MC_E_DATE_RANGE},
		{"0000-01-01T00:00:00+00:01", MC_E_DATE_RANGE},
		{"9999-12-31T23:59:59-00:01", MC_E_DATE_RANGE},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		int64_t got = 42;

		assert_code(mc_time_parse(rows[i].text, &got, NULL), rows[i].want);
		assert_true(got == 42);
	}
}

/* Against libc's calendar, in steps that hit every month, hour and leap rule. */
static void formats_like_libc(void **state)
{
	(void)state;
	for (int64_t s = INT64_C(-62167219200); s < INT64_C(253402300800); s += 86399 * 1301) {
		time_t t = (time_t)s;
		char want[32], got[MC_TIME_LEN];
		struct mc_local local;
		struct tm tm;
		int64_t back;

		gmtime_r(&t, &tm);
		strftime(want, sizeof(want), "-%m-%dT%H:%M:%SZ", &tm);
		mc_time_format(s * 1000 + 999, got);
		assert_string_equal(got + 4, want);
		assert_int_equal(atoi(got), tm.tm_year + 1900);
		assert_ok(mc_time_parse(got, &back, NULL));
		assert_true(back == s * 1000);
		local = mc_time_local(s * 1000 - 7 * MC_HOUR);
		assert_int_equal(local.weekday, tm.tm_wday);
		assert_true(mc_time_from_local(&local) == s * 1000 - 7 * MC_HOUR);
	}
}

static void format_stays_in_its_21_bytes(void **state)
{
	char got[MC_TIME_LEN];

	(void)state;
	mc_time_format(INT64_MAX, got);
	assert_string_equal(got, "9999-12-31T23:59:59Z");
	mc_time_format(INT64_MIN, got);
	assert_string_equal(got, "0000-01-01T00:00:00Z");
}

static void local_is_viet_nam_under_any_tz(void **state)
{
	int64_t at = 0;
	struct mc_local t;

	(void)state;
	setenv("TZ", "America/New_York", 1);
	tzset();
	assert_ok(mc_time_parse("2026-11-23T17:05:09Z", &at, NULL));
	t = mc_time_local(at);
	assert_int_equal(t.year, 2026);
	assert_int_equal(t.month, 11);
	assert_int_equal(t.day, 24);
	assert_int_equal(t.hour, 0);
	assert_int_equal(t.minute, 5);
	assert_int_equal(t.second, 9);
	assert_int_equal(t.weekday, 2); /* a Tuesday */
	assert_true(mc_time_from_local(&t) == at);
}

static void freezes_and_runs_again(void **state)
{
	int64_t mono = mc_clock_mono(), wall;

	(void)state;
	mc_clock_freeze(1234567890123);
	assert_true(mc_clock_now() == 1234567890123);
	mc_clock_freeze(0);
	wall = mc_clock_now();
	assert_true(wall / 1000 - time(NULL) <= 1 && time(NULL) - wall / 1000 <= 1);
	assert_true(mc_clock_mono() >= mono);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parses_what_rfc_3339_allows),
		cmocka_unit_test(refuses_the_rest),
		cmocka_unit_test(formats_like_libc),
		cmocka_unit_test(format_stays_in_its_21_bytes),
		cmocka_unit_test(local_is_viet_nam_under_any_tz),
		cmocka_unit_test(freezes_and_runs_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
