/* SPDX-License-Identifier: MPL-2.0 */
/* holiday_test.c - tables of holidays that contradict themselves, and the calendar. */
#include "support/check.h"

#include <stdio.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/domain/holiday.h"

static struct mc_holiday_table table;

static struct mc_date date(const char *iso)
{
	struct mc_date ret = {0};

	assert_ok(mc_date_parse_iso(iso, &ret, NULL));
	return ret;
}

static struct mc_holiday *add(const char *on, enum mc_holiday_kind kind, const char *other)
{
	struct mc_holiday *it = &table.days[table.count++];

	it->date = date(on);
	it->kind = kind;
	it->other = date(other);
	it->confirmed = true;
	return it;
}

/* A Tết with a Sunday made up for, and a swap. */
static int setup(void **state)
{
	(void)state;
	memset(&table, 0, sizeof(table));
	table.year = 2026;
	MC_COPY(table.version, "2026-11-01");
	add("2026-01-02", MC_HOLIDAY_SWAPPED_OFF, "2026-01-10");
	add("2026-01-10", MC_HOLIDAY_SWAPPED_WORK, "2026-01-02");
	MC_COPY(add("2026-02-17", MC_HOLIDAY_BY_LAW, "")->lunar, "1/1");
	MC_COPY(add("2026-04-26", MC_HOLIDAY_BY_LAW, "")->lunar, "10/3");
	add("2026-04-27", MC_HOLIDAY_INSTEAD, "2026-04-26");
	add("2026-11-24", MC_HOLIDAY_BY_LAW, "")->confirmed = false;
	return 0;
}

static void refused(const char *detail)
{
	struct mc_err why = {0};

	assert_code(mc_holiday_table_check(&table, &why), MC_E_HOLIDAY_FILE);
	assert_string_equal(why.detail, detail);
	setup(NULL);
	assert_ok(mc_holiday_table_check(&table, NULL));
}

static void test_checks(void **state)
{
	(void)state;
	assert_ok(mc_holiday_table_check(&table, NULL));
	table.year = 1999;
	refused("year: out of range");
	MC_COPY(table.version, "2026-11");
	refused("version: YYYY-MM-DD is due");
	table.days[2].date = date("2026-02-18");
	refused("2026-02-18: not this day of the lunar calendar");
	MC_COPY(table.days[3].lunar, "9/3");
	refused("2026-04-26: not this day of the lunar calendar");
	table.days[5].date = date("2026-04-27");
	refused("2026-04-27: not behind the entry before it");
	table.days[5].date = date("2025-11-24");
	refused("2025-11-24: not a day of the table's year");
	table.days[5].date = date("2026-11");
	refused("2026-11: not a day of the table's year");
	table.days[5].kind = MC_HOLIDAY_NONE;
	refused("2026-11-24: unknown kind");
}

/* One that calls itself complete has every day that the law sets, those by the moon too. */
static void test_complete(void **state)
{
	static const char *const days[] = { "2026-01-01", "2026-02-17", "2026-02-18", "2026-02-19",
					    "2026-04-26", "2026-04-30", "2026-05-01", "2026-09-02" };

	(void)state;
	for (int without = -1; without < (int)MC_COUNT(days); without++) {
		struct mc_err why = {0};
		char detail[100];

		memset(&table, 0, sizeof(table));
		table.year = 2026;
		MC_COPY(table.version, "2026-11-01");
		for (int i = 0; i < (int)MC_COUNT(days); i++) {
			if (i != without) {
				add(days[i], MC_HOLIDAY_BY_LAW, "");
			}
		}
		assert_ok(mc_holiday_table_check(&table, NULL)); /* not all are announced yet */
		table.complete = true;
		if (without < 0) {
			assert_ok(mc_holiday_table_check(&table, NULL));
			table.days[3].confirmed = false;
			assert_code(mc_holiday_table_check(&table, NULL), MC_E_HOLIDAY_FILE);
			continue;
		}
		snprintf(detail, sizeof(detail),
			 "%s: a holiday by law, and not in a table that is complete", days[without]);
		assert_code(mc_holiday_table_check(&table, &why), MC_E_HOLIDAY_FILE);
		assert_string_equal(why.detail, detail);
	}
	setup(NULL);
}

static void test_pairs(void **state)
{
	(void)state;
	table.days[0].other = date("2026-01-17");
	refused("2026-01-02: the day worked for it is missing");
	table.days[1].other = date("2026-01-05");
	refused("2026-01-02: the day worked for it is missing");
	table.days[1].confirmed = false;
	refused("2026-01-02: the day worked for it is missing");
	table.days[0].date = date("2026-01-03"); /* a Saturday cannot be given away */
	table.days[1].other = table.days[0].date;
	refused("2026-01-03: the day worked for it is missing");
	table.days[1].date = date("2026-01-12"); /* nor a Monday worked twice */
	table.days[0].other = table.days[1].date;
	refused("2026-01-12: the day off for it is missing");
	table.days[4].other = date("2026-02-17"); /* a Tuesday loses nobody a rest day */
	refused("2026-04-27: in place of no holiday on a rest day");
	table.days[3].confirmed = false;
	refused("2026-04-27: in place of no holiday on a rest day");
	table.days[0].other = date("2027-01-09"); /* into another year: that table knows */
	memmove(&table.days[1], &table.days[2], 4 * sizeof(table.days[0]));
	table.count = 5;
	assert_ok(mc_holiday_table_check(&table, NULL));
}

static void test_calendar(void **state)
{
	static const struct {
		const char *day;
		bool works, holiday;
	} rows[] = {
		{"2026-01-01", true, false}, /* what no entry says is no holiday */
		{"2026-01-02", false, true}, {"2026-01-03", false, false},
		{"2026-01-10", true, false}, {"2026-02-17", false, true},
		{"2026-04-26", false, true}, {"2026-04-27", false, true},
		{"2026-11-24", true, false}, /* not confirmed: binds nobody */
		{"2026-11-28", false, false}, {"2026-11-30", true, false},
	};
	struct mc_calendar calendar;
	struct mc_date friday = date("2026-01-09");

	(void)state;
	mc_calendar_init(&calendar);
	table.complete = true;
	mc_calendar_add(&calendar, &table);
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct mc_date on = date(rows[i].day);

		assert_int_equal(mc_calendar_works(&calendar, mc_date_to_days(&on)), rows[i].works);
		assert_int_equal(mc_calendar_is_holiday(&calendar, mc_date_to_days(&on)),
				 rows[i].holiday);
	}
	assert_int_equal(mc_calendar_next(&calendar, mc_date_to_days(&friday)),
			 mc_date_to_days(&friday) + 1);
	assert_true(mc_calendar_is_complete(&calendar, 2026));
	assert_false(mc_calendar_is_complete(&calendar, 2027));
	mc_calendar_done(&calendar);
}

static void test_words(void **state)
{
	(void)state;
	for (int kind = 1; kind < MC_HOLIDAY_KIND_COUNT; kind++) {
		assert_int_equal(mc_holiday_kind_parse(mc_holiday_kind_code((enum mc_holiday_kind)kind)),
				 kind);
		assert_true(*mc_holiday_kind_text((enum mc_holiday_kind)kind));
	}
	assert_int_equal(mc_holiday_kind_parse("weekend"), MC_HOLIDAY_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_checks, setup),
		cmocka_unit_test_setup(test_complete, setup),
		cmocka_unit_test_setup(test_pairs, setup),
		cmocka_unit_test_setup(test_calendar, setup),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
