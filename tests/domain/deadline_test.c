/* SPDX-License-Identifier: MPL-2.0 */
/* deadline_test.c - due dates over weekends, Tết, swapped days, nights and waiting times. */
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/office_year.h"
#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "motcua/domain/deadline.h"

static struct mc_calendar calendar;
static struct mc_office_hours hours;

static void add_days(struct mc_holiday_table *table, const char *days, enum mc_holiday_kind kind)
{
	char iso[16];

	for (; *days; days += days[5] ? 6 : 5) {
		struct mc_holiday *it = &table->days[table->count++];

		snprintf(iso, sizeof(iso), "%d-%.5s", (int)table->year, days);
		assert_ok(mc_date_parse_iso(iso, &it->date, NULL));
		it->kind = kind;
		it->confirmed = true;
	}
}

static int by_date(const void *a, const void *b)
{
	const struct mc_holiday *left = a, *right = b;

	return mc_date_compare(&left->date, &right->date);
}

static int setup(void **state)
{
	struct mc_holiday_table *table = mc_calloc(1, sizeof(*table));

	(void)state;
	mc_calendar_init(&calendar);
	for (size_t i = 0; i < MC_COUNT(office_years); i++) {
		memset(table, 0, sizeof(*table));
		table->year = office_years[i].year;
		table->complete = office_years[i].year < 2027;
		add_days(table, office_years[i].off, MC_HOLIDAY_BY_LAW);
		add_days(table, office_years[i].worked, MC_HOLIDAY_SWAPPED_WORK);
		qsort(table->days, (size_t)table->count, sizeof(table->days[0]), by_date);
		mc_calendar_add(&calendar, table);
	}
	free(table);
	assert_ok(mc_opening_parse("mon-fri 07:30-11:30 13:30-17:00", hours.work, NULL));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	mc_calendar_done(&calendar);
	return 0;
}

/* ---- the little language of the tables */

/* "2026-11-23 10:00" in Viet Nam; "-" is 0. */
static int64_t at(const char *text)
{
	char iso[40];
	int64_t ret = 0;

	if (*text != '-') {
		snprintf(iso, sizeof(iso), "%.10sT%.5s:00+07:00", text, text + 11);
		assert_ok(mc_time_parse(iso, &ret, NULL));
	}
	return ret;
}

/* "3d", "3d@15", "8h", "15c" (days of the calendar), "same@15", "none" */
static struct mc_time_limit limit_of(const char *text)
{
	struct mc_time_limit ret = {0};
	const char *cut = strchr(text, '@');

	ret.cutoff = cut ? atoi(cut + 1) * 60 : 0;
	ret.same_day = !strncmp(text, "same", 4);
	if (strchr(text, 'c')) {
		ret.days = atoi(text);
	} else if (strchr(text, 'd') && !ret.same_day) {
		ret.working_days = atoi(text);
	} else if (strchr(text, 'h')) {
		ret.hours = atoi(text);
	}
	return ret;
}

struct row {
	const char *received, *limit;
	const char *stops; /* "from until status", one after the other */
	const char *due;   /* "-": none; "5", "6", "8": the clock stands */
};

/* Each "2026-11-24 10:00 2026-11-27 09:00 5" is 35 letters; an open one has "----------------". */
static int stops_of(const char *text, struct mc_stop ret[8])
{
	int count = 0;

	for (; text && *text; text += 35 + (text[35] == ' ')) {
		ret[count].from = at(text);
		ret[count].until = at(text + 17);
		ret[count++].status = text[34] - '0';
	}
	return count;
}

static void check_row(const struct row *row)
{
	struct mc_time_limit limit = limit_of(row->limit);
	struct mc_stop stops[8];
	int count = stops_of(row->stops, stops);
	struct mc_due due;
	char found[32] = "-";

	mc_deadline(&calendar, &hours, &limit, at(row->received), stops, count, &due);
	if (due.stopped) {
		snprintf(found, sizeof(found), "%d", due.stopped);
		assert_int_equal(due.at, 0);
	} else if (due.at) {
		struct mc_local t = mc_time_local(due.at);

		snprintf(found, sizeof(found), "%04d-%02d-%02d %02d:%02d", t.year % 10000,
			 t.month % 100, t.day % 100, t.hour % 100, t.minute % 100);
	}
	if (strcmp(found, row->due)) {
		print_error("received %s, %s, stops %s\n", row->received, row->limit,
			    row->stops ? row->stops : "none");
	}
	assert_string_equal(found, row->due);
}

#define CHECK(rows)                                        \
	for (size_t i = 0; i < MC_COUNT(rows); i++) {      \
		check_row(&(rows)[i]);                     \
	}

/* ---- days */

/* November 2026 begins on a Sunday: the 23rd is a Monday. */
static void test_plain_days(void **state)
{
	static const struct row rows[] = {
		{"2026-11-23 08:00", "1d", NULL, "2026-11-24 17:00"},
		{"2026-11-23 08:00", "3d", NULL, "2026-11-26 17:00"},
		{"2026-11-23 16:59", "3d", NULL, "2026-11-26 17:00"},
		{"2026-11-23 17:00", "3d", NULL, "2026-11-27 17:00"}, /* closed: Tuesday's */
		{"2026-11-23 23:59", "3d", NULL, "2026-11-27 17:00"},
		{"2026-11-24 00:00", "3d", NULL, "2026-11-27 17:00"}, /* before opening: today's */
		{"2026-11-23 11:45", "3d", NULL, "2026-11-26 17:00"}, /* at noon it is open all the same */
		{"2026-11-25 09:00", "3d", NULL, "2026-11-30 17:00"},
		{"2026-11-26 09:00", "1d", NULL, "2026-11-27 17:00"},
		{"2026-11-27 09:00", "1d", NULL, "2026-11-30 17:00"},
		{"2026-11-27 09:00", "5d", NULL, "2026-12-04 17:00"},
		{"2026-11-28 09:00", "1d", NULL, "2026-12-01 17:00"}, /* a Saturday counts as Monday */
		{"2026-11-29 09:00", "1d", NULL, "2026-12-01 17:00"},
		{"2026-11-23 09:00", "15d", NULL, "2026-12-14 17:00"},
		{"2026-11-23 09:00", "none", NULL, "-"},
		{"2024-02-27 09:00", "3d", NULL, "2024-03-01 17:00"}, /* over 29 February */
		{"2025-12-31 09:00", "1d", NULL, "2026-01-05 17:00"}, /* 1 and 2 January are off */
	};

	(void)state;
	CHECK(rows);
}

static void test_cutoff(void **state)
{
	static const struct row rows[] = {
		{"2026-11-23 14:59", "3d@15", NULL, "2026-11-26 17:00"},
		{"2026-11-23 15:00", "3d@15", NULL, "2026-11-27 17:00"},
		{"2026-11-23 15:01", "3d@15", NULL, "2026-11-27 17:00"},
		{"2026-11-27 15:30", "3d@15", NULL, "2026-12-03 17:00"},
		{"2026-11-23 14:59", "same@15", NULL, "2026-11-23 17:00"},
		{"2026-11-23 15:00", "same@15", NULL, "2026-11-24 17:00"},
		{"2026-11-27 15:00", "same@15", NULL, "2026-11-30 17:00"},
		{"2026-11-23 15:00", "same", NULL, "2026-11-23 17:00"},
		{"2026-02-13 15:00", "same@15", NULL, "2026-02-23 17:00"}, /* all of Tết between */
		{"2026-08-28 16:00", "same@15", NULL, "2026-09-03 17:00"},
		{"2026-11-23 16:00", "8h@15", NULL, "2026-11-24 16:30"}, /* hours are exact */
	};

	(void)state;
	CHECK(rows);
}

static void test_holidays(void **state)
{
	static const struct row rows[] = {
		/* Tết 2026: off from Saturday 14 to Sunday 22 February */
		{"2026-02-13 09:00", "1d", NULL, "2026-02-23 17:00"},
		{"2026-02-11 09:00", "3d", NULL, "2026-02-23 17:00"},
		{"2026-02-17 09:00", "1d", NULL, "2026-02-24 17:00"},
		{"2026-02-10 09:00", "5d", NULL, "2026-02-24 17:00"},
		/* Tết 2027, as far as it is known: 5 to 8 February */
		{"2027-02-04 09:00", "1d", NULL, "2027-02-09 17:00"},
		{"2027-02-03 16:00", "1d@15", NULL, "2027-02-09 17:00"},
		/* 10/3 of the lunar year on a Sunday, its Monday off; then 30 April, 1 May */
		{"2026-04-24 09:00", "1d", NULL, "2026-04-28 17:00"},
		{"2026-04-29 09:00", "1d", NULL, "2026-05-04 17:00"},
		{"2026-04-24 09:00", "3d", NULL, "2026-05-04 17:00"},
		{"2024-04-17 09:00", "1d", NULL, "2024-04-19 17:00"},
		{"2025-04-04 09:00", "1d", NULL, "2025-04-08 17:00"},
		/* Saturdays worked for a weekday off */
		{"2026-01-09 09:00", "1d", NULL, "2026-01-10 17:00"},
		{"2026-01-10 09:00", "1d", NULL, "2026-01-12 17:00"},
		{"2026-01-10 15:30", "1d@15", NULL, "2026-01-13 17:00"},
		{"2026-08-21 09:00", "1d", NULL, "2026-08-22 17:00"},
		{"2026-08-28 09:00", "1d", NULL, "2026-09-03 17:00"},
		{"2024-04-26 09:00", "2d", NULL, "2024-05-03 17:00"},
		{"2024-04-26 09:00", "3d", NULL, "2024-05-04 17:00"},
		{"2025-04-25 09:00", "1d", NULL, "2025-04-26 17:00"},
		/* 24 November 2026 is no entry that binds */
		{"2026-11-23 09:00", "1d", NULL, "2026-11-24 17:00"},
	};

	(void)state;
	CHECK(rows);
}

static void test_calendar_days(void **state)
{
	static const struct row rows[] = {
		{"2026-11-23 09:00", "2c", NULL, "2026-11-25 17:00"},
		{"2026-11-23 09:00", "5c", NULL, "2026-11-30 17:00"}, /* a Saturday: Monday */
		{"2026-11-23 09:00", "7c", NULL, "2026-11-30 17:00"},
		{"2026-11-23 09:00", "30c", NULL, "2026-12-23 17:00"},
		{"2026-11-23 18:00", "2c", NULL, "2026-11-26 17:00"},
		{"2026-02-10 09:00", "5c", NULL, "2026-02-23 17:00"}, /* into Tết: behind it */
		{"2026-11-23 09:00", "5c", "2026-11-24 10:00 2026-11-27 09:00 5", "2026-12-01 17:00"},
		{"2026-11-23 09:00", "5c", "2026-11-24 10:00 ---------------- 5", "5"},
	};

	(void)state;
	CHECK(rows);
}

/* ---- hours: 4 in the morning, 3 and a half in the afternoon */

static void test_hours(void **state)
{
	static const struct row rows[] = {
		{"2026-11-23 07:30", "4h", NULL, "2026-11-23 11:30"}, /* not 13:30 */
		{"2026-11-23 07:30", "5h", NULL, "2026-11-23 14:30"},
		{"2026-11-23 09:00", "8h", NULL, "2026-11-24 09:30"}, /* 7h30 a day */
		{"2026-11-23 07:30", "8h", NULL, "2026-11-24 08:00"},
		{"2026-11-23 06:00", "8h", NULL, "2026-11-24 08:00"}, /* begins with the day */
		{"2026-11-23 11:00", "1h", NULL, "2026-11-23 14:00"}, /* over noon */
		{"2026-11-23 12:15", "1h", NULL, "2026-11-23 14:30"},
		{"2026-11-23 16:00", "8h", NULL, "2026-11-24 16:30"},
		{"2026-11-23 16:59", "1h", NULL, "2026-11-24 08:29"},
		{"2026-11-23 17:00", "1h", NULL, "2026-11-24 08:30"}, /* over night */
		{"2026-11-23 20:00", "8h", NULL, "2026-11-25 08:00"},
		{"2026-11-27 16:00", "2h", NULL, "2026-11-30 08:30"},
		{"2026-11-28 09:00", "8h", NULL, "2026-12-01 08:00"},
		{"2026-02-13 16:00", "2h", NULL, "2026-02-23 08:30"}, /* over Tết */
		{"2026-01-09 16:00", "2h", NULL, "2026-01-10 08:30"}, /* a Saturday worked */
		{"2026-11-23 07:30", "15h", NULL, "2026-11-24 17:00"},
		{"2026-11-23 07:30", "16h", NULL, "2026-11-25 08:30"},
	};

	(void)state;
	CHECK(rows);
}

/* ---- waiting for the citizen */

static void test_stops(void **state)
{
	static const struct row rows[] = {
		/* asked on Tuesday, answered on Friday: three days do not count */
		{"2026-11-23 09:00", "3d", "2026-11-24 10:00 2026-11-27 09:00 5", "2026-12-01 17:00"},
		/* within one day: nothing was lost */
		{"2026-11-23 09:00", "3d", "2026-11-24 08:00 2026-11-24 16:00 5", "2026-11-26 17:00"},
		/* answered behind closing time: counts on the next day */
		{"2026-11-23 09:00", "3d", "2026-11-24 08:00 2026-11-24 18:00 5", "2026-11-27 17:00"},
		{"2026-11-23 09:00", "3d@15", "2026-11-24 08:00 2026-11-24 15:30 5", "2026-11-27 17:00"},
		/* over a weekend */
		{"2026-11-26 09:00", "3d", "2026-11-27 10:00 2026-11-30 09:00 6", "2026-12-02 17:00"},
		/* twice */
		{ "2026-11-23 09:00", "3d",
		  "2026-11-23 10:00 2026-11-24 09:00 5 2026-11-25 10:00 2026-11-26 09:00 6",
		  "2026-11-27 17:00" },
		/* it stands */
		{"2026-11-23 09:00", "3d", "2026-11-24 10:00 ---------------- 5", "5"},
		{"2026-11-23 09:00", "3d", "2026-11-26 16:00 ---------------- 6", "6"},
		{"2026-11-23 09:00", "same", "2026-11-23 10:00 ---------------- 8", "8"},
		/* asked when it was late already: it stays late */
		{"2026-11-23 09:00", "3d", "2026-11-26 17:30 ---------------- 5", "2026-11-26 17:00"},
		{"2026-11-23 09:00", "3d", "2026-11-27 09:00 2026-11-30 09:00 5", "2026-11-26 17:00"},
		{"2026-11-23 09:00", "same", "2026-11-23 10:00 2026-11-25 09:00 5", "2026-11-25 17:00"},
		/* over Tết: 10, 11, 12 count, the rest of Tết is nobody's working day */
		{"2026-02-09 09:00", "5d", "2026-02-13 09:00 2026-02-24 09:00 5", "2026-02-25 17:00"},
		/* hours stand still to the minute */
		{"2026-11-23 08:00", "8h", "2026-11-23 09:00 2026-11-23 10:00 5", "2026-11-24 09:30"},
		{"2026-11-23 08:00", "2h", "2026-11-23 09:00 2026-11-24 08:00 5", "2026-11-24 09:00"},
		{"2026-11-23 08:00", "2h", "2026-11-23 11:00 2026-11-23 14:00 5", "2026-11-23 10:00"},
		{"2026-11-23 08:00", "4h", "2026-11-23 11:00 2026-11-23 14:00 5", "2026-11-23 15:00"},
		{"2026-11-23 08:00", "2h", "2026-11-23 12:00 2026-11-23 12:30 5", "2026-11-23 10:00"},
		{"2026-11-23 08:00", "8h", "2026-11-23 09:00 ---------------- 8", "8"},
		{"2026-11-23 08:00", "2h", "2026-11-23 18:00 ---------------- 8", "2026-11-23 10:00"},
	};

	(void)state;
	CHECK(rows);
}

/* ---- Saturday mornings, where a unit receives on them */

static void test_saturday_reception(void **state)
{
	static const struct row rows[] = {
		/* received, and the first day not counted: Monday is the first */
		{"2026-11-28 09:00", "1d", NULL, "2026-11-30 17:00"},
		{"2026-11-28 11:30", "1d", NULL, "2026-12-01 17:00"}, /* the counter has closed */
		{"2026-11-28 07:00", "3d", NULL, "2026-12-02 17:00"},
		{"2026-11-28 09:00", "same", NULL, "2026-11-30 17:00"}, /* nobody works on it before */
		{"2026-11-28 09:00", "8h", NULL, "2026-12-01 08:00"},
		{"2026-11-29 09:00", "1d", NULL, "2026-12-01 17:00"},
		{"2024-02-10 09:00", "1d", NULL, "2024-02-16 17:00"}, /* Tết closes it */
		{"2026-01-10 15:00", "1d", NULL, "2026-01-12 17:00"}, /* worked all day in exchange */
	};

	(void)state;
	assert_ok(mc_opening_parse("sat 07:30-11:30", hours.reception, NULL));
	CHECK(rows);
	memset(hours.reception, 0, sizeof(hours.reception));
}

/* ---- other hours are other due dates: they are data */

static void test_configured_hours(void **state)
{
	static const struct row rows[] = {
		{"2026-11-23 07:00", "8h", NULL, "2026-11-23 17:00"},
		{"2026-11-23 08:00", "8h", NULL, "2026-11-24 08:00"},
		{"2026-11-23 07:00", "1d", NULL, "2026-11-24 17:00"},
	};
	struct mc_office_hours kept = hours;

	(void)state;
	assert_ok(mc_opening_parse("mon-thu 07:00-11:30 13:30-17:00; fri 07:00-11:00", hours.work,
				   NULL));
	CHECK(rows);
	check_row(&(struct row){"2026-11-26 09:00", "1d", NULL, "2026-11-27 11:00"});
	hours = kept;
}

static void test_openings(void **state)
{
	static const struct {
		const char *text;
		enum mc_code code;
	} rows[] = {
		{"", MC_OK},
		{"mon 07:30-11:30", MC_OK},
		{" mon-fri 07:30-11:30  13:30-17:00 ; sat 07:30-11:30 ;", MC_OK},
		{"sun-sat 00:00-24:00", MC_OK},
		{"mon", MC_E_OFFICE_HOURS},
		{"mon 7:30-11:30", MC_E_OFFICE_HOURS},
		{"mon 07:30", MC_E_OFFICE_HOURS},
		{"mon 07:30-", MC_E_OFFICE_HOURS},
		{"mon 07:3", MC_E_OFFICE_HOURS},
		{"mon 0", MC_E_OFFICE_HOURS},
		{"mon 11:30-07:30", MC_E_OFFICE_HOURS},
		{"mon 07:30-07:30", MC_E_OFFICE_HOURS},
		{"mon 07:30-11:30 11:00-12:00", MC_E_OFFICE_HOURS},
		{"mon 07:30-25:00", MC_E_OFFICE_HOURS},
		{"mon 07:60-08:00", MC_E_OFFICE_HOURS},
		{"mon 23:00-24:01", MC_E_OFFICE_HOURS},
		{"fri-mon 07:30-11:30", MC_E_OFFICE_HOURS},
		{"mon 07:30-11:30; mon 13:30-17:00", MC_E_OFFICE_HOURS},
		{"thứ hai 07:30-11:30", MC_E_OFFICE_HOURS},
		{"mon- 07:30-11:30", MC_E_OFFICE_HOURS},
		{ "mon 01:00-02:00 03:00-04:00 05:00-06:00 07:00-08:00 09:00-10:00",
		  MC_E_OFFICE_HOURS },
		{";", MC_E_OFFICE_HOURS},
	};
	struct mc_opening days[7];

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		assert_code(mc_opening_parse(rows[i].text, days, NULL), rows[i].code);
	}
	assert_ok(mc_opening_parse(rows[2].text, days, NULL));
	assert_int_equal(days[0].count, 0);
	assert_int_equal(days[1].count, 2);
	assert_int_equal(days[5].sessions[1].until, 17 * 60);
	assert_int_equal(days[6].count, 1);
}

/* ---- what is not known is said */

static void test_unsure(void **state)
{
	static const struct {
		const char *received, *limit;
		bool unsure;
	} rows[] = {
		{"2026-11-23 09:00", "3d", false},   {"2026-12-30 09:00", "1d", false},
		{"2026-12-30 09:00", "2d", true},    {"2027-02-04 09:00", "1d", true},
		{"2028-01-05 09:00", "1d", true},    {"2023-12-29 09:00", "1d", true},
		{"2026-11-23 09:00", "none", false},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct mc_time_limit limit = limit_of(rows[i].limit);
		struct mc_due due;

		mc_deadline(&calendar, &hours, &limit, at(rows[i].received), NULL, 0, &due);
		assert_int_equal(due.unsure, rows[i].unsure);
	}
}

/* Whatever the limit and whenever it came: later receptions are never due earlier, a
 * longer limit never ends earlier, and every due instant is within working time. */
static void test_order(void **state)
{
	int64_t first = at("2026-01-01 00:00"), last = at("2026-12-31 00:00"), before = 0;

	(void)state;
	for (int64_t t = first; t < last; t += 97 * MC_MINUTE) {
		struct mc_due due[3];

		for (int n = 0; n < 3; n++) {
			struct mc_time_limit limit = {.working_days = n + 1, .cutoff = 900};
			struct mc_local local;

			mc_deadline(&calendar, &hours, &limit, t, NULL, 0, &due[n]);
			local = mc_time_local(due[n].at);
			assert_true(due[n].at > t && due[n].counted >= t);
			assert_int_equal(local.hour, 17);
			assert_true(mc_calendar_works(
				&calendar, mc_date_to_days(&(struct mc_date){
						   (int16_t)local.year, (int8_t)local.month,
						   (int8_t)local.day })));
		}
		assert_true(due[0].at < due[1].at && due[1].at < due[2].at);
		assert_true(due[0].at >= before);
		before = due[0].at;
	}
}

/* ---- today, tomorrow, this week */

static void test_when(void **state)
{
	static const struct {
		const char *now, *due;
		enum mc_due_when when;
	} rows[] = {
		{"2026-11-23 10:00", "2026-11-23 09:59", MC_DUE_LATE},
		{"2026-11-23 10:00", "2026-11-23 17:00", MC_DUE_TODAY},
		{"2026-11-23 17:00", "2026-11-23 17:00", MC_DUE_TODAY},
		{"2026-11-23 17:01", "2026-11-23 17:00", MC_DUE_LATE},
		{"2026-11-23 10:00", "2026-11-24 17:00", MC_DUE_NEXT},
		{"2026-11-23 10:00", "2026-11-27 17:00", MC_DUE_WEEK},
		{"2026-11-23 10:00", "2026-11-29 23:59", MC_DUE_WEEK},
		{"2026-11-23 10:00", "2026-11-30 17:00", MC_DUE_LATER},
		/* on a Friday the next working day is Monday */
		{"2026-11-27 10:00", "2026-11-30 17:00", MC_DUE_NEXT},
		{"2026-11-27 10:00", "2026-12-01 17:00", MC_DUE_LATER},
		{"2026-11-29 10:00", "2026-11-30 17:00", MC_DUE_NEXT},
		/* before Tết it is ten days off */
		{"2026-02-13 10:00", "2026-02-23 17:00", MC_DUE_NEXT},
		{"2026-02-13 10:00", "2026-02-24 17:00", MC_DUE_LATER},
		{"2026-11-23 10:00", "-", MC_DUE_NONE},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct mc_due_bounds bounds;

		mc_due_bounds(&calendar, at(rows[i].now), &bounds);
		assert_true(bounds.now <= bounds.today && bounds.today <= bounds.next &&
			    bounds.next <= bounds.week);
		assert_int_equal(mc_due_when(&bounds, at(rows[i].due), false), rows[i].when);
		assert_int_equal(mc_due_when(&bounds, at(rows[i].due), true), MC_DUE_STOPPED);
	}
	for (int when = MC_DUE_NONE + 1; when < MC_DUE_WHEN_COUNT; when++) {
		assert_int_equal(mc_due_when_parse(mc_due_when_code((enum mc_due_when)when)), when);
		assert_true(*mc_due_when_text((enum mc_due_when)when));
	}
	assert_int_equal(mc_due_when_parse("soon"), MC_DUE_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain_days),
		cmocka_unit_test(test_cutoff),
		cmocka_unit_test(test_holidays),
		cmocka_unit_test(test_calendar_days),
		cmocka_unit_test(test_hours),
		cmocka_unit_test(test_stops),
		cmocka_unit_test(test_saturday_reception),
		cmocka_unit_test(test_configured_hours),
		cmocka_unit_test(test_openings),
		cmocka_unit_test(test_unsure),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_when),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
