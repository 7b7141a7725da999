/* SPDX-License-Identifier: MPL-2.0 */
/* calendar_test.c - the shipped tables against the notices, and damaged ones. */
#include "wire/refuse.h"

#include <stdio.h>
#include <string.h>

#include "domain/office_year.h"
#include "motcua/base/file.h"
#include "motcua/wire/calendar.h"
#include "motcua/wire/json.h"

static struct mc_holiday_table table;

static void load(int year)
{
	char path[400];
	struct mc_str text;
	struct mc_err why = {0};

	snprintf(path, sizeof(path), MC_SOURCE_DIR "/data/holidays/%d.json", year);
	mc_str_init(&text, MC_JSON_MAX);
	assert_ok(mc_file_read(path, &text, &why));
	if (mc_holiday_table_parse(mc_slice_of(&text), &table, &why)) {
		fail_msg("%d: %s", year, why.detail);
	}
	mc_str_done(&text);
}

static bool listed(const char *days, const struct mc_date *date)
{
	char text[8];

	snprintf(text, sizeof(text), "%02d-%02d", date->month % 100, date->day % 100);
	return strstr(days, text) != NULL;
}

/* Every day of every shipped year works or not as the notices said. */
static void test_shipped(void **state)
{
	(void)state;
	for (size_t i = 0; i < MC_COUNT(office_years); i++) {
		const struct office_year *year = &office_years[i];
		struct mc_date first = {(int16_t)year->year, 1, 1};
		struct mc_calendar calendar;

		load(year->year);
		mc_calendar_init(&calendar);
		mc_calendar_add(&calendar, &table);
		assert_int_equal(table.complete, year->year < 2027);
		for (int32_t day = mc_date_to_days(&first);; day++) {
			struct mc_date date = mc_date_from_days(day);
			bool weekday = mc_date_weekday(&date) % 6 != 0;

			if (date.year != year->year) {
				break;
			}
			assert_int_equal(mc_calendar_works(&calendar, day),
					 weekday ? !listed(year->off, &date) :
						   listed(year->worked, &date));
		}
		mc_calendar_done(&calendar);
	}
}

/* Each entry names its text; the day that was announced and is not confirmed binds nobody,
 * and is switched on by data alone. */
static void test_sources(void **state)
{
	int unconfirmed = 0;

	(void)state;
	for (size_t i = 0; i < MC_COUNT(office_years); i++) {
		load(office_years[i].year);
		for (int n = 0; n < table.count; n++) {
			assert_true(table.days[n].legal[0] && table.days[n].vi[0]);
			unconfirmed += !table.days[n].confirmed;
		}
	}
	assert_int_equal(unconfirmed, 2);
	load(2026);
	for (int n = 0; n < table.count; n++) {
		struct mc_holiday *it = &table.days[n];

		if (it->date.month == 11) {
			struct mc_calendar calendar;

			assert_false(it->confirmed);
			assert_non_null(strstr(it->legal, "80-NQ/TW"));
			assert_non_null(strstr(it->legal, "30/NQ-CP"));
			it->confirmed = true;
			mc_calendar_init(&calendar);
			mc_calendar_add(&calendar, &table);
			assert_false(mc_calendar_works(&calendar, mc_date_to_days(&it->date)));
			mc_calendar_done(&calendar);
		}
	}
}

#define HEAD "{\"v\":1,\"year\":2026,\"version\":\"2026-11-01\",\"complete\":false,\"source\":\"a\","
#define DAY(on, kind)                                                                    \
	"{\"date\":\"" on "\",\"kind\":\"" kind "\",\"confirmed\":true,"                 \
	"\"name\":{\"vi\":\"a\",\"en\":\"b\"},\"legal\":\"c\"}"

static void test_refused(void **state)
{
	static const struct {
		const char *text, *detail;
	} rows[] = {
		{HEAD "\"days\":[" DAY("2026-05-01", "party") "]}", "days[0].kind: unknown word"},
		{HEAD "\"days\":[" DAY("2026-02-30", "holiday") "]}", "days[0].date: not a date"},
		{ HEAD "\"days\":[" DAY("2026-05", "holiday") "]}",
		  "2026-05: not a day of the table's year" },
		{HEAD "\"days\":[7]}", "days[0]: object expected"},
		{HEAD "\"days\":{}}", NULL},
		{HEAD "\"x\":1}", NULL},
		{"{\"year\":2026}", NULL},
		{"", NULL},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct mc_err why = {0};

		table.count = 77;
		assert_code(mc_holiday_table_parse(mc_slice_text(rows[i].text), &table, &why),
			    MC_E_HOLIDAY_FILE);
		assert_int_equal(why.code, MC_E_HOLIDAY_FILE);
		assert_int_equal(table.count, 77);
		if (rows[i].detail) {
			assert_string_equal(why.detail, rows[i].detail);
		}
	}
	assert_ok(mc_holiday_table_parse(
		mc_slice_text(HEAD "\"days\":[" DAY("2026-05-01", "holiday") "],\"more\":0}"),
		&table, NULL));
	assert_int_equal(table.count, 1);
}

static enum mc_code parse_table(struct mc_slice text, struct mc_err *why)
{
	return mc_holiday_table_parse(text, &table, why);
}

static void test_cut_short(void **state)
{
	static const char whole[] = HEAD "\"days\":[" DAY("2026-05-01", "holiday") "]}";

	(void)state;
	for (size_t len = 0; len < sizeof(whole) - 1; len++) {
		assert_code(parse_table((struct mc_slice){whole, len}, NULL), MC_E_HOLIDAY_FILE);
	}
}

/* ---- opening hours */

static void test_hours(void **state)
{
	struct mc_office_hours hours;
	struct mc_str text;

	(void)state;
	mc_str_init(&text, MC_JSON_MAX);
	assert_ok(mc_file_read(MC_SOURCE_DIR "/data/hours.json", &text, NULL));
	assert_ok(mc_office_hours_parse(mc_slice_of(&text), "commune", &hours, NULL));
	assert_int_equal(hours.work[1].count, 2);
	assert_int_equal(hours.work[6].count, 0);
	assert_int_equal(hours.reception[6].count, 0);
	assert_ok(mc_office_hours_parse(mc_slice_of(&text), "commune_police", &hours, NULL));
	assert_int_equal(hours.reception[6].count, 1);
	assert_ok(mc_office_hours_parse(mc_slice_of(&text), "province", &hours, NULL));
	assert_int_equal(hours.work[1].sessions[0].from, 7 * 60 + 30);
	assert_int_equal(hours.reception[6].count, 0);
	mc_str_done(&text);
}

static void test_hours_refused(void **state)
{
	static const char *const rows[] = {
		"{\"v\":1,\"units\":[]}",
		"{\"v\":1}",
		"{\"v\":1,\"units\":[{\"id\":\"a\"}]}",
		"{\"v\":1,\"units\":[{\"id\":\"a\",\"work\":\"always\"}]}",
		("{\"v\":1,\"units\":[{\"id\":\"a\",\"work\":\"mon 07:30-11:30\"},"
		 "{\"id\":\"b\",\"work\":\"mon 07:30-11:30\",\"reception\":\"sat\"}]}"),
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct mc_office_hours hours = {.work[0].count = 3};

		assert_code(mc_office_hours_parse(mc_slice_text(rows[i]), "a", &hours, NULL),
			    MC_E_OFFICE_HOURS);
		assert_int_equal(hours.work[0].count, 3);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shipped),	  cmocka_unit_test(test_sources),
		cmocka_unit_test(test_refused),	  cmocka_unit_test(test_cut_short),
		cmocka_unit_test(test_hours),	  cmocka_unit_test(test_hours_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
