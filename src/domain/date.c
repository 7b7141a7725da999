/* SPDX-License-Identifier: MPL-2.0 */
/* date.c - civil dates with unknown parts: reading, writing, comparing. */
#include "motcua/domain/date.h"

#include <string.h>

#include "motcua/base/clock.h"

enum { YEAR_FIRST = 1800, YEAR_LAST = 2399 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int month_days(int year, int month)
{
	static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

/* 0 for month, or day and month, says unknown, as cards and old papers do. */
static enum mc_code make(int year, int month, int day, struct mc_date *ret, struct mc_err *why)
{
	if (year < YEAR_FIRST || year > YEAR_LAST) {
		return mc_fail(why, MC_E_DATE_RANGE, "year");
	}
	if (month > 12 || (month == 0 && day != 0)) {
		return mc_fail(why, MC_E_DATE_RANGE, "month");
	}
	if (month > 0 && day > month_days(year, month)) {
		return mc_fail(why, MC_E_DATE_RANGE, "day");
	}
	ret->year = (int16_t)year;
	ret->month = (int8_t)month;
	ret->day = (int8_t)day;
	return MC_OK;
}

/* ---- reading */

struct parts {
	int value[3];
	int digits[3];
	int count;
};

/* Up to three runs of at most 8 digits, one separator between each two. */
static bool split(const char *text, size_t len, const char *separators, struct parts *ret)
{
	memset(ret, 0, sizeof(*ret));
	for (size_t i = 0; i < len; ret->count++) {
		if (ret->count == 3) {
			return false;
		}
		while (i < len && is_digit(text[i])) {
			if (++ret->digits[ret->count] > 8) {
				return false;
			}
			ret->value[ret->count] = ret->value[ret->count] * 10 + (text[i++] - '0');
		}
		if (ret->digits[ret->count] == 0) {
			return false;
		}
		if (i < len && (!strchr(separators, text[i]) || ++i == len)) {
			return false;
		}
	}
	return ret->count > 0;
}

static enum mc_code from_iso(const struct parts *p, struct mc_date *ret, struct mc_err *why)
{
	bool two_digits = (p->count < 2 || p->digits[1] == 2) &&
			  (p->count < 3 || p->digits[2] == 2);

	if (p->digits[0] != 4 || !two_digits) {
		return mc_fail(why, MC_E_DATE, "shape");
	}
	/* here a part that is written is a part that is known */
	if ((p->count > 1 && p->value[1] == 0) || (p->count > 2 && p->value[2] == 0)) {
		return mc_fail(why, MC_E_DATE_RANGE, "zero");
	}
	return make(p->value[0], p->value[1], p->value[2], ret, why);
}

static enum mc_code from_typed(const struct parts *p, struct mc_date *ret, struct mc_err *why)
{
	int last = p->count - 1;

	if (p->count == 1 && p->digits[0] == 8) {
		int n = p->value[0];

		return make(n % 10000, n / 10000 % 100, n / 1000000, ret, why);
	}
	/* two-digit years are refused: nobody may guess a citizen's century */
	if (p->digits[last] != 4 || (last > 0 && p->digits[0] > 2) ||
	    (last > 1 && p->digits[1] > 2)) {
		return mc_fail(why, MC_E_DATE, "shape");
	}
	return make(p->value[last], last > 0 ? p->value[last - 1] : 0, last > 1 ? p->value[0] : 0,
		    ret, why);
}

enum mc_code mc_date_parse(const char *text, struct mc_date *ret, struct mc_err *why)
{
	struct parts parts;
	size_t len;

	text += strspn(text, " \t\r\n");
	len = strlen(text);
	while (len > 0 && strchr(" \t\r\n", text[len - 1])) {
		len--;
	}
	if (split(text, len, "-", &parts) && parts.count > 1 && parts.digits[0] == 4) {
		return from_iso(&parts, ret, why);
	}
	if (!split(text, len, "/-. ", &parts)) {
		return mc_fail(why, MC_E_DATE, "shape");
	}
	return from_typed(&parts, ret, why);
}

enum mc_code mc_date_parse_iso(const char *text, struct mc_date *ret, struct mc_err *why)
{
	struct parts parts;

	if (text[0] == '\0') {
		*ret = (struct mc_date){0};
		return MC_OK;
	}
	if (!split(text, strlen(text), "-", &parts)) {
		return mc_fail(why, MC_E_DATE, "shape");
	}
	return from_iso(&parts, ret, why);
}

/* ---- writing */

static char *put(char *to, int value, int width)
{
	for (int i = width - 1; i >= 0; i--) {
		to[i] = (char)('0' + value % 10);
		value /= 10;
	}
	return to + width;
}

void mc_date_format_iso(const struct mc_date *date, char ret[MC_DATE_LEN])
{
	char *to = ret;

	if (date->year) {
		to = put(to, date->year, 4);
	}
	if (date->month) {
		*to++ = '-';
		to = put(to, date->month, 2);
	}
	if (date->day) {
		*to++ = '-';
		to = put(to, date->day, 2);
	}
	*to = '\0';
}

void mc_date_format(const struct mc_date *date, char ret[MC_DATE_LEN])
{
	char *to = ret;

	if (date->day) {
		to = put(to, date->day, 2);
		*to++ = '/';
	}
	if (date->month) {
		to = put(to, date->month, 2);
		*to++ = '/';
	}
	if (date->year) {
		to = put(to, date->year, 4);
	}
	*to = '\0';
}

/* ---- comparing */

bool mc_date_is_set(const struct mc_date *date)
{
	return date->year != 0;
}

bool mc_date_is_full(const struct mc_date *date)
{
	return date->year != 0 && date->month != 0 && date->day != 0;
}

bool mc_date_agrees(const struct mc_date *a, const struct mc_date *b)
{
	return (!a->year || !b->year || a->year == b->year) &&
	       (!a->month || !b->month || a->month == b->month) &&
	       (!a->day || !b->day || a->day == b->day);
}

static int first_if_unknown(int part)
{
	return part ? part : 1;
}

int mc_date_compare(const struct mc_date *a, const struct mc_date *b)
{
	if (a->year != b->year) {
		return a->year - b->year;
	}
	if (first_if_unknown(a->month) != first_if_unknown(b->month)) {
		return first_if_unknown(a->month) - first_if_unknown(b->month);
	}
	return first_if_unknown(a->day) - first_if_unknown(b->day);
}

int mc_date_age(const struct mc_date *born, const struct mc_date *on)
{
	struct mc_date birthday = {on->year, born->month, born->day};
	int years = on->year - born->year;

	return mc_date_compare(on, &birthday) < 0 ? years - 1 : years;
}

/* ---- day numbers. Years begin in March, so that 29 February is a year's last day. */

int32_t mc_date_to_days(const struct mc_date *date)
{
	int32_t year = date->year - (date->month <= 2);
	int32_t month = (date->month + 9) % 12;
	int32_t in_year = (153 * month + 2) / 5 + date->day - 1;

	return year * 365 + year / 4 - year / 100 + year / 400 + in_year - 719468;
}

struct mc_date mc_date_from_days(int32_t days)
{
	int32_t shifted = days + 719468;
	int32_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
	int32_t in_era = shifted - era * 146097;
	int32_t year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
	int32_t in_year = in_era - (365 * year + year / 4 - year / 100);
	int32_t month = (5 * in_year + 2) / 153;

	return (struct mc_date){
		.year = (int16_t)(year + era * 400 + (month >= 10)),
		.month = (int8_t)(month < 10 ? month + 3 : month - 9),
		.day = (int8_t)(in_year - (153 * month + 2) / 5 + 1),
	};
}

int mc_date_weekday(const struct mc_date *date)
{
	int weekday = (mc_date_to_days(date) + 4) % 7; /* 1970-01-01 was a Thursday */

	return weekday < 0 ? weekday + 7 : weekday;
}

struct mc_date mc_date_of_instant(int64_t at)
{
	int64_t local = at + 7 * MC_HOUR; /* Viet Nam keeps +07:00 all year */
	int64_t days = local / MC_DAY - (local % MC_DAY < 0);

	return mc_date_from_days((int32_t)days);
}
