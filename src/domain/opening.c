/* SPDX-License-Identifier: MPL-2.0 */
/* opening.c - opening hours as people write them: "mon-fri 07:30-11:30 13:30-17:00; sat ...". */
#include "motcua/domain/deadline.h"

#include <string.h>

struct reader {
	const char *at;
	struct mc_opening *days; /* 7 */
};

static void skip_space(struct reader *r)
{
	r->at += strspn(r->at, " \t");
}

/* -1 when no day of the week stands here. */
static int read_day(struct reader *r)
{
	static const char names[] = "sunmontuewedthufrisat";

	for (int day = 0; day < 7; day++) {
		if (!strncmp(r->at, names + day * 3, 3)) {
			r->at += 3;
			return day;
		}
	}
	return -1;
}

static int read_two(struct reader *r)
{
	const char *c = r->at;

	if (c[0] < '0' || c[0] > '9' || c[1] < '0' || c[1] > '9') {
		return -1;
	}
	r->at += 2;
	return (c[0] - '0') * 10 + c[1] - '0';
}

/* HH:MM in minutes, -1 when it is none. */
static int read_time(struct reader *r)
{
	int hour = read_two(r), minute;

	if (hour < 0 || hour > 24 || *r->at++ != ':') {
		return -1;
	}
	minute = read_two(r);
	return minute < 0 || minute > 59 || hour * 60 + minute > 24 * 60 ? -1 : hour * 60 + minute;
}

static bool read_session(struct reader *r, struct mc_opening *opening)
{
	int from = read_time(r), until;

	if (from < 0 || *r->at++ != '-' || opening->count == MC_SESSIONS_MAX) {
		return false;
	}
	until = read_time(r);
	if (until <= from ||
	    (opening->count && opening->sessions[opening->count - 1].until > from)) {
		return false;
	}
	opening->sessions[opening->count++] = (struct mc_session){(int16_t)from, (int16_t)until};
	return true;
}

/* "mon-fri 07:30-11:30 13:30-17:00" */
static bool read_days(struct reader *r)
{
	struct mc_opening opening = {.count = 0};
	int first = read_day(r), last = first;

	if (*r->at == '-') {
		r->at++;
		last = read_day(r);
	}
	if (first < 0 || last < first) {
		return false;
	}
	for (skip_space(r); *r->at && *r->at != ';'; skip_space(r)) {
		if (!read_session(r, &opening)) {
			return false;
		}
	}
	for (int day = first; opening.count && day <= last; day++) {
		if (r->days[day].count) {
			return false;
		}
		r->days[day] = opening;
	}
	return opening.count;
}

enum mc_code mc_opening_parse(const char *text, struct mc_opening ret[7], struct mc_err *why)
{
	struct mc_opening days[7] = {{.count = 0}};
	struct reader r = {text, days};

	for (skip_space(&r); *r.at; skip_space(&r)) {
		if (!read_days(&r)) {
			return mc_fail(why, MC_E_OFFICE_HOURS, "at character %d",
				       (int)(r.at - text) + 1);
		}
		r.at += *r.at == ';';
	}
	memcpy(ret, days, sizeof(days));
	return MC_OK;
}
