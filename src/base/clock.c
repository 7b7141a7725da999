/* SPDX-License-Identifier: MPL-2.0 */
/*
 * clock.c - instants, RFC 3339, and Viet Nam's wall clock.
 *
 * The calendar is computed here: libc's would follow TZ and the machine's zone
 * files, and Viet Nam has had +07:00 without summer time for as long as dossiers
 * are kept.
 */
#include "motcua/base/clock.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define VIETNAM (7 * MC_HOUR)
#define TIME_FIRST INT64_C(-62167219200000) /* 0000-01-01T00:00:00Z */
#define TIME_LAST INT64_C(253402300799999)  /* 9999-12-31T23:59:59.999Z */

static int64_t frozen_at;

static int64_t read_clock(clockid_t id)
{
	struct timespec ts;

	clock_gettime(id, &ts);
	return (int64_t)ts.tv_sec * MC_SECOND + ts.tv_nsec / 1000000;
}

int64_t mc_clock_now(void)
{
	return frozen_at ? frozen_at : read_clock(CLOCK_REALTIME);
}

int64_t mc_clock_mono(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

void mc_clock_freeze(int64_t at)
{
	frozen_at = at;
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* Days since 1970-01-01, proleptic Gregorian; the year is taken to begin in March. */
static int64_t days_from_date(int64_t year, int month, int day)
{
	int64_t y = year - (month <= 2), era = floor_div(y, 400), of_era = y - era * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static void date_from_days(int64_t days, struct mc_local *ret)
{
	int64_t z = days + 719468, era = floor_div(z, 146097), d = z - era * 146097;
	int64_t y = (d - d / 1460 + d / 36524 - d / 146096) / 365;
	int64_t of_year = d - (365 * y + y / 4 - y / 100);
	int64_t m = (5 * of_year + 2) / 153;

	ret->day = (int)(of_year - (153 * m + 2) / 5 + 1);
	ret->month = (int)(m < 10 ? m + 3 : m - 9);
	ret->year = (int)(y + era * 400 + (ret->month <= 2));
	ret->weekday = (int)(days + 4 - floor_div(days + 4, 7) * 7); /* day 0 was a Thursday */
}

static struct mc_local break_down(int64_t at)
{
	struct mc_local ret;
	int64_t days = floor_div(at, MC_DAY);
	int second = (int)((at - days * MC_DAY) / MC_SECOND);

	date_from_days(days, &ret);
	ret.hour = second / 3600;
	ret.minute = second / 60 % 60;
	ret.second = second % 60;
	return ret;
}

static int64_t build_up(const struct mc_local *t)
{
	return days_from_date(t->year, t->month, t->day) * MC_DAY + t->hour * MC_HOUR +
	       t->minute * MC_MINUTE + t->second * MC_SECOND;
}

struct mc_local mc_time_local(int64_t at)
{
	return break_down(at + VIETNAM);
}

int64_t mc_time_from_local(const struct mc_local *local)
{
	return build_up(local) - VIETNAM;
}

static char *put_number(char *to, int value, int digits)
{
	for (int i = digits - 1; i >= 0; i--) {
		to[i] = (char)('0' + value % 10);
		value /= 10;
	}
	return to + digits;
}

/* Four digits of year hold 0000 to 9999; what lies outside shows as the nearest end. */
void mc_time_format(int64_t at, char ret[MC_TIME_LEN])
{
	int64_t shown = at < TIME_FIRST ? TIME_FIRST : at > TIME_LAST ? TIME_LAST : at;
	struct mc_local t = break_down(shown);
	const int parts[] = {t.month, t.day, t.hour, t.minute, t.second};
	char *p = put_number(ret, t.year, 4);

	for (int i = 0; i < 5; i++) {
		*p++ = "--T::"[i];
		p = put_number(p, parts[i], 2);
	}
	memcpy(p, "Z", 2);
}

static bool take_number(const char **p, int digits, int *ret)
{
	int value = 0;

	for (int i = 0; i < digits; i++, (*p)++) {
		if (**p < '0' || **p > '9') {
			return false;
		}
		value = value * 10 + (**p - '0');
	}
	*ret = value;
	return true;
}

static bool take_char(const char **p, char c)
{
	if (**p != c) {
		return false;
	}
	(*p)++;
	return true;
}

static bool take_fraction(const char **p)
{
	size_t digits;

	if (!take_char(p, '.')) {
		return true;
	}
	digits = strspn(*p, "0123456789");
	*p += digits;
	return digits > 0;
}

/* "Z", "+07:00": ret in milliseconds. Minutes past 59 make it -1 day, a range fault. */
static bool take_offset(const char **p, int64_t *ret)
{
	int sign = **p == '-' ? -1 : 1, hours, minutes;

	*ret = 0;
	if (take_char(p, 'Z')) {
		return true;
	}
	if (!take_char(p, '+') && !take_char(p, '-')) {
		return false;
	}
	if (!take_number(p, 2, &hours) || !take_char(p, ':') || !take_number(p, 2, &minutes)) {
		return false;
	}
	*ret = minutes > 59 ? -MC_DAY : sign * (hours * MC_HOUR + minutes * MC_MINUTE);
	return true;
}

static bool take_time(const char *p, struct mc_local *t, int64_t *offset)
{
	return take_number(&p, 4, &t->year) && take_char(&p, '-') &&
	       take_number(&p, 2, &t->month) && take_char(&p, '-') &&
	       take_number(&p, 2, &t->day) && take_char(&p, 'T') &&
	       take_number(&p, 2, &t->hour) && take_char(&p, ':') &&
	       take_number(&p, 2, &t->minute) && take_char(&p, ':') &&
	       take_number(&p, 2, &t->second) && take_fraction(&p) &&
	       take_offset(&p, offset) && !*p;
}

static bool in_range(const struct mc_local *t, int64_t offset)
{
	static const char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = t->year % 4 == 0 && (t->year % 100 != 0 || t->year % 400 == 0);

	return t->month >= 1 && t->month <= 12 && t->day >= 1 &&
	       t->day <= days[t->month - 1] + (leap && t->month == 2) && t->hour <= 23 &&
	       t->minute <= 59 && t->second <= 60 && offset > -MC_DAY && offset < MC_DAY;
}

enum mc_code mc_time_parse(const char *text, int64_t *ret, struct mc_err *why)
{
	struct mc_local t = {0};
	int64_t offset, at;
	bool leap_second;

	if (!text || !take_time(text, &t, &offset)) {
		return mc_fail(why, MC_E_DATE, "not an RFC 3339 time");
	}
	/* a leap second has no place in our count: it is its minute's second 59 */
	leap_second = t.second == 60;
	t.second -= leap_second;
	at = build_up(&t) - offset;
	if (!in_range(&t, offset) || at < TIME_FIRST || at > TIME_LAST ||
	    (leap_second && at - floor_div(at, MC_DAY) * MC_DAY != MC_DAY - MC_SECOND)) {
		return mc_fail(why, MC_E_DATE_RANGE, "no such instant");
	}
	*ret = at;
	return MC_OK;
}
