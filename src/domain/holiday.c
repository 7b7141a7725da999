/* SPDX-License-Identifier: MPL-2.0 */
/* holiday.c - tables of holidays: words, checks, and the calendar they make. */
#include "motcua/domain/holiday.h"

#include <stdio.h>
#include <string.h>

#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"
#include "motcua/domain/lunar.h"

enum { YEARS_MAX = 200, DAYS_MAX = YEARS_MAX * MC_HOLIDAYS_MAX, SATURDAY = 6, SUNDAY = 0 };

static const struct {
	const char *code, *text;
} kinds[MC_HOLIDAY_KIND_COUNT] = {
#define X(name, code, text) [MC_HOLIDAY_##name] = {code, text},
	MC_HOLIDAY_KINDS(X)
#undef X
};

const char *mc_holiday_kind_code(enum mc_holiday_kind kind)
{
	return kind < MC_HOLIDAY_KIND_COUNT ? kinds[kind].code : NULL;
}

enum mc_holiday_kind mc_holiday_kind_parse(const char *code)
{
	for (int kind = 1; kind < MC_HOLIDAY_KIND_COUNT; kind++) {
		if (!strcmp(kinds[kind].code, code)) {
			return (enum mc_holiday_kind)kind;
		}
	}
	return MC_HOLIDAY_NONE;
}

const char *mc_holiday_kind_text(enum mc_holiday_kind kind)
{
	return kinds[kind].text;
}

/* ---- checking a table */

static enum mc_code bad(const struct mc_holiday *holiday, const char *what, struct mc_err *why)
{
	char date[MC_DATE_LEN];

	mc_date_format_iso(&holiday->date, date);
	return mc_fail(why, MC_E_HOLIDAY_FILE, "%s: %s", date, what);
}

static bool is_rest_day(const struct mc_date *date)
{
	int weekday = mc_date_weekday(date);

	return weekday == SATURDAY || weekday == SUNDAY;
}

static const struct mc_holiday *entry_on(const struct mc_holiday_table *table,
					 const struct mc_date *date)
{
	for (int i = 0; i < table->count; i++) {
		if (!mc_date_compare(&table->days[i].date, date)) {
			return &table->days[i];
		}
	}
	return NULL;
}

/* The other end of a swap may lie in the next year's table; then nothing can be said. */
static bool pairs_with(const struct mc_holiday_table *table, const struct mc_holiday *holiday,
		       enum mc_holiday_kind kind)
{
	const struct mc_holiday *other = entry_on(table, &holiday->other);

	if (!mc_date_is_full(&holiday->other)) {
		return false;
	}
	if (holiday->other.year != table->year) {
		return true;
	}
	return other && other->kind == kind && other->confirmed == holiday->confirmed &&
	       (kind == MC_HOLIDAY_BY_LAW || !mc_date_compare(&other->other, &holiday->date));
}

static bool moon_agrees(const struct mc_holiday *holiday)
{
	struct mc_lunar lunar = mc_lunar_of(&holiday->date, MC_LUNAR_ZONE);
	char text[16];

	snprintf(text, sizeof(text), "%d/%d", lunar.day, lunar.month);
	return !holiday->lunar[0] || (!lunar.leap && !strcmp(text, holiday->lunar));
}

static enum mc_code check_kind(const struct mc_holiday_table *table,
			       const struct mc_holiday *holiday, struct mc_err *why)
{
	bool rest = is_rest_day(&holiday->date);

	switch (holiday->kind) {
	case MC_HOLIDAY_BY_LAW:
		return MC_OK;
	case MC_HOLIDAY_INSTEAD: /* Labour Code 2019, article 111(3) */
		return !rest && pairs_with(table, holiday, MC_HOLIDAY_BY_LAW) &&
				       is_rest_day(&holiday->other) ?
			       MC_OK :
			       bad(holiday, "in place of no holiday on a rest day", why);
	case MC_HOLIDAY_SWAPPED_OFF:
		return !rest && pairs_with(table, holiday, MC_HOLIDAY_SWAPPED_WORK) ?
			       MC_OK :
			       bad(holiday, "the day worked for it is missing", why);
	case MC_HOLIDAY_SWAPPED_WORK:
		return rest && pairs_with(table, holiday, MC_HOLIDAY_SWAPPED_OFF) ?
			       MC_OK :
			       bad(holiday, "the day off for it is missing", why);
	default:
		return bad(holiday, "unknown kind", why);
	}
}

static enum mc_code check_day(const struct mc_holiday_table *table, int i, struct mc_err *why)
{
	const struct mc_holiday *holiday = &table->days[i];

	if (!mc_date_is_full(&holiday->date) || holiday->date.year != table->year) {
		return bad(holiday, "not a day of the table's year", why);
	}
	if (i && mc_date_compare(&table->days[i - 1].date, &holiday->date) >= 0) {
		return bad(holiday, "not behind the entry before it", why);
	}
	if (!moon_agrees(holiday)) {
		return bad(holiday, "not this day of the lunar calendar", why);
	}
	return check_kind(table, holiday, why);
}

/* Labour Code 2019, article 112: the days that every year has. Of Tết the four that both ways
 * of taking its five days share are told by the moon; the fifth, and the day beside 2 September,
 * are for the notice to say. */
static bool set_by_law(int year, int i, struct mc_date *ret)
{
	static const struct {
		int8_t month, day;
		bool moon;
	} days[] = {
		{1, 1, false}, {4, 30, false}, {5, 1, false}, {9, 2, false},
		{1, 1, true},	 {1, 2, true},   {1, 3, true},  {3, 10, true},
	};
	struct mc_lunar lunar = {.year = (int16_t)year};

	if (i >= (int)MC_COUNT(days)) {
		return false;
	}
	*ret = (struct mc_date){(int16_t)year, days[i].month, days[i].day};
	lunar.month = days[i].month;
	lunar.day = days[i].day;
	return !days[i].moon || mc_lunar_to_date(&lunar, MC_LUNAR_ZONE, ret);
}

/* A table that says that it is complete has them, or a due date falls on Tết without a word. */
static enum mc_code check_whole(const struct mc_holiday_table *table, struct mc_err *why)
{
	struct mc_holiday day = {.kind = MC_HOLIDAY_NONE};

	for (int i = 0; table->complete && set_by_law((int)table->year, i, &day.date); i++) {
		const struct mc_holiday *entry = entry_on(table, &day.date);

		if (!entry || entry->kind != MC_HOLIDAY_BY_LAW || !entry->confirmed) {
			return bad(&day, "a holiday by law, and not in a table that is complete", why);
		}
	}
	return MC_OK;
}

enum mc_code mc_holiday_table_check(const struct mc_holiday_table *table, struct mc_err *why)
{
	struct mc_date version;
	enum mc_code code = MC_OK;

	if (table->year < 2000 || table->year > 2100) {
		return mc_fail(why, MC_E_HOLIDAY_FILE, "year: out of range");
	}
	if (mc_date_parse_iso(table->version, &version, NULL) || !mc_date_is_full(&version)) {
		return mc_fail(why, MC_E_HOLIDAY_FILE, "version: YYYY-MM-DD is due");
	}
	for (int i = 0; !code && i < table->count; i++) {
		code = check_day(table, i, why);
	}
	return code ? code : check_whole(table, why);
}

/* ---- the calendar */

void mc_calendar_init(struct mc_calendar *calendar)
{
	mc_vec_init(&calendar->days, sizeof(struct mc_calendar_day), DAYS_MAX);
	mc_vec_init(&calendar->years, sizeof(struct mc_calendar_year), YEARS_MAX);
}

void mc_calendar_done(struct mc_calendar *calendar)
{
	mc_vec_done(&calendar->days);
	mc_vec_done(&calendar->years);
}

void mc_calendar_add(struct mc_calendar *calendar, const struct mc_holiday_table *table)
{
	struct mc_calendar_year *year = mc_vec_push(&calendar->years);

	if (!year) {
		return;
	}
	year->year = (int16_t)table->year;
	year->complete = table->complete;
	(void)MC_COPY(year->version, table->version);
	for (int i = 0; i < table->count; i++) {
		struct mc_calendar_day *day =
			table->days[i].confirmed ? mc_vec_push(&calendar->days) : NULL;

		if (day) {
			day->day = mc_date_to_days(&table->days[i].date);
			day->works = table->days[i].kind == MC_HOLIDAY_SWAPPED_WORK;
		}
	}
}

static const struct mc_calendar_day *find_day(const struct mc_calendar *calendar, int32_t day)
{
	size_t from = 0, until = calendar->days.len;

	while (from < until) {
		size_t middle = from + (until - from) / 2;
		const struct mc_calendar_day *it = mc_vec_at(&calendar->days, middle);

		if (it->day == day) {
			return it;
		}
		if (it->day < day) {
			from = middle + 1;
		} else {
			until = middle;
		}
	}
	return NULL;
}

bool mc_calendar_works(const struct mc_calendar *calendar, int32_t day)
{
	const struct mc_calendar_day *it = find_day(calendar, day);
	struct mc_date date = mc_date_from_days(day);

	return it ? it->works : !is_rest_day(&date);
}

bool mc_calendar_is_holiday(const struct mc_calendar *calendar, int32_t day)
{
	const struct mc_calendar_day *it = find_day(calendar, day);

	return it && !it->works;
}

int32_t mc_calendar_next(const struct mc_calendar *calendar, int32_t day)
{
	do {
		day++;
	} while (!mc_calendar_works(calendar, day));
	return day;
}

bool mc_calendar_is_complete(const struct mc_calendar *calendar, int year)
{
	MC_VEC_EACH(&calendar->years, struct mc_calendar_year, it) {
		if (it->year == year) {
			return it->complete;
		}
	}
	return false;
}
