/* SPDX-License-Identifier: MPL-2.0 */
/* lunar_test.c - the computed calendar against published ones. */
#include "support/check.h"

#include "motcua/base/mem.h"
#include "motcua/domain/lunar.h"

enum { CHINA = 8 };

static struct mc_date date(int year, int month, int day)
{
	return (struct mc_date){(int16_t)year, (int8_t)month, (int8_t)day};
}

static void is(struct mc_lunar lunar, int zone, struct mc_date expected)
{
	struct mc_lunar back = mc_lunar_of(&expected, zone);
	struct mc_date found = {0};
	char text[2][MC_DATE_LEN];

	assert_true(mc_lunar_to_date(&lunar, zone, &found));
	mc_date_format_iso(&found, text[0]);
	mc_date_format_iso(&expected, text[1]);
	assert_string_equal(text[0], text[1]);
	assert_int_equal(back.year, lunar.year);
	assert_int_equal(back.month, lunar.month);
	assert_int_equal(back.day, lunar.day);
	assert_int_equal(back.leap, lunar.leap);
}

/* The first of the first month; those of 2025 and 2026 stand in the ministries' notices. */
static void tet(void **state)
{
	static const int8_t days[][3] = {
		{0, 2, 5},  {1, 1, 24}, {2, 2, 12}, {3, 2, 1},	{4, 1, 22},
		{5, 2, 9},  {6, 1, 29}, {8, 2, 7},  {9, 1, 26}, {10, 2, 14},
		{11, 2, 3}, {12, 1, 23}, {13, 2, 10}, {14, 1, 31}, {15, 2, 19},
		{16, 2, 8}, {17, 1, 28}, {18, 2, 16}, {19, 2, 5}, {20, 1, 25},
		{21, 2, 12}, {22, 2, 1}, {23, 1, 22}, {24, 2, 10}, {25, 1, 29},
		{26, 2, 17}, {27, 2, 6}, {28, 1, 26}, {29, 2, 13}, {31, 1, 23},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(days); i++) {
		int year = 2000 + days[i][0];
		struct mc_lunar first = {(int16_t)year, 1, 1, false};

		is(first, MC_LUNAR_ZONE, date(year, days[i][1], days[i][2]));
		is(first, CHINA, date(year, days[i][1], days[i][2]));
	}
}

/* An hour of difference is a day, and once it was a month. */
static void viet_nam_is_not_china(void **state)
{
	static const struct {
		int year, viet_nam[2], china[2];
	} rows[] = {
		{1985, {1, 21}, {2, 20}},
		{2007, {2, 17}, {2, 18}},
		{2030, {2, 2}, {2, 3}},
		{2053, {2, 18}, {2, 19}},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct mc_lunar first = {(int16_t)rows[i].year, 1, 1, false};

		is(first, MC_LUNAR_ZONE,
		   date(rows[i].year, rows[i].viet_nam[0], rows[i].viet_nam[1]));
		is(first, CHINA, date(rows[i].year, rows[i].china[0], rows[i].china[1]));
	}
}

/* The Hùng Kings' day, as it was kept. */
static void tenth_of_the_third(void **state)
{
	static const int8_t days[][3] = {
		{21, 4, 21}, {22, 4, 10}, {23, 4, 29}, {24, 4, 18},
		{25, 4, 7},  {26, 4, 26}, {27, 4, 16},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(days); i++) {
		int year = 2000 + days[i][0];

		is((struct mc_lunar){(int16_t)year, 3, 10, false}, MC_LUNAR_ZONE,
		   date(year, days[i][1], days[i][2]));
	}
	is((struct mc_lunar){2024, 12, 26, false}, MC_LUNAR_ZONE, date(2025, 1, 25));
	is((struct mc_lunar){2025, 12, 27, false}, MC_LUNAR_ZONE, date(2026, 2, 14));
	is((struct mc_lunar){2026, 12, 29, false}, MC_LUNAR_ZONE, date(2027, 2, 5));
}

/* Which month of a year is doubled; 2033 is the year that tables have had wrong. */
static void leap_months(void **state)
{
	static const int16_t leaps[][2] = {
		{1984, 0}, {1985, 2}, {1987, 7}, {2001, 4}, {2004, 2}, {2006, 7},
		{2009, 5}, {2012, 4}, {2014, 9}, {2017, 6}, {2020, 4}, {2023, 2},
		{2024, 0}, {2025, 6}, {2026, 0}, {2027, 0}, {2028, 5}, {2031, 3},
		{2033, 11}, {2036, 6},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(leaps); i++) {
		for (int month = 1; month <= 12; month++) {
			struct mc_lunar lunar = {leaps[i][0], (int8_t)month, 1, true};
			struct mc_date found;

			assert_int_equal(mc_lunar_to_date(&lunar, MC_LUNAR_ZONE, &found),
					 month == leaps[i][1]);
		}
	}
	/* China doubled the tenth of 1984 and the sixth of 1987 */
	is((struct mc_lunar){1984, 10, 1, true}, CHINA, date(1984, 11, 23));
	is((struct mc_lunar){1987, 6, 1, true}, CHINA, date(1987, 7, 26));
}

/* Every day of 200 years: the way back leads home, and days follow each other. */
static void round_trip(void **state)
{
	struct mc_date first = date(1901, 1, 1), last = date(2100, 12, 31);
	struct mc_lunar before = {0};

	(void)state;
	for (int32_t day = mc_date_to_days(&first); day <= mc_date_to_days(&last); day += 7) {
		for (int32_t d = day; d < day + 2; d++) {
			struct mc_date at = mc_date_from_days(d), back = {0};
			struct mc_lunar lunar = mc_lunar_of(&at, MC_LUNAR_ZONE);

			assert_true(mc_lunar_to_date(&lunar, MC_LUNAR_ZONE, &back));
			assert_int_equal(mc_date_to_days(&back), d);
			assert_true(d == day || lunar.day == before.day + 1 || lunar.day == 1);
			before = lunar;
		}
	}
}

static void no_such_day(void **state)
{
	static const struct mc_lunar rows[] = {
		{2026, 12, 30, false}, /* a short month */
		{2026, 3, 31, false},	 {2026, 0, 1, false},	 {2026, 13, 1, false},
		{2026, 3, 0, false},	 {2026, 6, 1, true},	 {2025, 5, 1, true},
	};
	struct mc_date ret;

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		assert_false(mc_lunar_to_date(&rows[i], MC_LUNAR_ZONE, &ret));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tet),	       cmocka_unit_test(viet_nam_is_not_china),
		cmocka_unit_test(tenth_of_the_third), cmocka_unit_test(leap_months),
		cmocka_unit_test(round_trip),  cmocka_unit_test(no_such_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
