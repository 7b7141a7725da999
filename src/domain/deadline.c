/* SPDX-License-Identifier: MPL-2.0 */
/* deadline.c - reckoning with working days and working hours. */
#include "motcua/domain/deadline.h"

#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"

enum { DAY_MINUTES = 24 * 60, MONDAY = 1, HOURS_MAX = 10000, DAYS_MAX = 4000 };

/* ---- civil time, +07:00 */

static int64_t civil(int64_t at)
{
	return at + 7 * MC_HOUR;
}

static int32_t day_of(int64_t at)
{
	int64_t local = civil(at);

	return (int32_t)(local / MC_DAY - (local % MC_DAY < 0));
}

static int64_t instant(int32_t day, int minute)
{
	return day * MC_DAY + minute * MC_MINUTE - 7 * MC_HOUR;
}

static int weekday_of(int32_t day)
{
	struct mc_date date = mc_date_from_days(day);

	return mc_date_weekday(&date);
}

/* ---- when it is open */

struct office {
	const struct mc_calendar *calendar;
	const struct mc_office_hours *hours;
};

/* A Saturday that is worked in exchange has the hours of a Monday. */
static const struct mc_opening *work_on(const struct office *office, int32_t day)
{
	const struct mc_opening *own = &office->hours->work[weekday_of(day)];

	return own->count ? own : &office->hours->work[MONDAY];
}

static const struct mc_opening *reception_on(const struct office *office, int32_t day)
{
	static const struct mc_opening none;

	if (mc_calendar_works(office->calendar, day)) {
		return work_on(office, day);
	}
	/* a holiday closes the Saturday counter too */
	return mc_calendar_is_holiday(office->calendar, day) ?
		       &none :
		       &office->hours->reception[weekday_of(day)];
}

static int opens(const struct mc_opening *opening)
{
	return opening->count ? opening->sessions[0].from : 0;
}

static int closes(const struct mc_opening *opening)
{
	return opening->count ? opening->sessions[opening->count - 1].until : DAY_MINUTES;
}

/* What a reception at this instant counts as. */
static int64_t counts_as(const struct office *office, int cutoff, int64_t at)
{
	int32_t day = day_of(at), next = mc_calendar_next(office->calendar, day);
	const struct mc_opening *opening = reception_on(office, day);
	int last = closes(opening);

	if (cutoff && cutoff < last) {
		last = cutoff;
	}
	if (opening->count && at < instant(day, last)) {
		int64_t open = instant(day, opens(opening));

		return at < open ? open : at;
	}
	return instant(next, opens(work_on(office, next)));
}

/* ---- days */

/* The stop that takes this day out of the count: the clock stood when it ended. */
static const struct mc_stop *stop_on(const struct office *office, int cutoff,
				     const struct mc_stop *stops, int count, int32_t day)
{
	int64_t end = instant(day, closes(work_on(office, day)));

	for (int i = 0; i < count; i++) {
		const struct mc_stop *it = &stops[i];

		if (it->from < end &&
		    (!it->until || day < day_of(counts_as(office, cutoff, it->until)))) {
			return it;
		}
	}
	return NULL;
}

/* The next day that is counted: a working day, or any. */
static int32_t next_counted(const struct office *office, bool any, int32_t day)
{
	return any ? day + 1 : mc_calendar_next(office->calendar, day);
}

static void due_in_days(const struct office *office, const struct mc_time_limit *limit,
			const struct mc_stop *stops, int count, struct mc_due *ret)
{
	bool any = !limit->same_day && !limit->working_days;
	int left = limit->same_day ? 0 : any ? limit->days : limit->working_days;
	int32_t day = day_of(ret->counted);

	for (int i = 0; i < DAYS_MAX; i++) {
		const struct mc_stop *stop = stop_on(office, limit->cutoff, stops, count, day);

		if (stop && !stop->until && (i || !left)) {
			ret->stopped = stop->status;
			return;
		}
		left -= i && !stop && left;
		if (!left && !stop && mc_calendar_works(office->calendar, day)) {
			break; /* Civil Code 2015, article 148(5): never on a day off */
		}
		day = next_counted(office, any && left, day);
	}
	ret->at = instant(day, closes(work_on(office, day)));
}

/* ---- hours */

/* Working time from `at` on, up to the next stop: its end, or `at` itself when the clock
 * stands there. *ret_on: where to look further; 0 = nowhere, it still stands. */
static int64_t runs_until(const struct mc_stop *stops, int count, int64_t at, int64_t until,
			  int64_t *ret_on)
{
	*ret_on = until;
	for (int i = 0; i < count; i++) {
		const struct mc_stop *it = &stops[i];

		if (it->from <= at && (!it->until || it->until > at)) {
			*ret_on = it->until && it->until < until ? it->until : it->until ? until : 0;
			return at;
		}
		if (it->from > at && it->from < until) {
			*ret_on = it->from;
			return it->from;
		}
	}
	return until;
}

static int standing(const struct mc_stop *stops, int count, int64_t at)
{
	for (int i = 0; i < count; i++) {
		if (!stops[i].until && stops[i].from <= at) {
			return stops[i].status;
		}
	}
	return 0;
}

/* Takes a session's working time off what is left; true when that ends it. */
static bool spend(const struct mc_stop *stops, int count, int64_t from, int64_t until,
		  int64_t *left, struct mc_due *ret)
{
	while (from < until) {
		int64_t on, end = runs_until(stops, count, from, until, &on);

		if (end - from >= *left) {
			ret->at = from + *left;
			return true;
		}
		*left -= end - from;
		if (!on) {
			ret->stopped = standing(stops, count, from);
			return true;
		}
		from = on;
	}
	return false;
}

static void due_in_hours(const struct office *office, const struct mc_time_limit *limit,
			 const struct mc_stop *stops, int count, struct mc_due *ret)
{
	int64_t left = (limit->hours < HOURS_MAX ? limit->hours : HOURS_MAX) * MC_HOUR;
	int32_t day = day_of(ret->counted);

	for (int i = 0; i < DAYS_MAX; i++, day = mc_calendar_next(office->calendar, day)) {
		const struct mc_opening *work = work_on(office, day);

		for (int s = 0; mc_calendar_works(office->calendar, day) && s < work->count; s++) {
			int64_t from = instant(day, work->sessions[s].from);

			from = from < ret->counted ? ret->counted : from;
			if (spend(stops, count, from, instant(day, work->sessions[s].until), &left,
				  ret)) {
				return;
			}
		}
	}
}

/* ---- both */

static bool crosses_unknown(const struct mc_calendar *calendar, int64_t from, int64_t until)
{
	struct mc_date first = mc_date_of_instant(from), last = mc_date_of_instant(until);

	for (int year = first.year; year <= last.year; year++) {
		if (!mc_calendar_is_complete(calendar, year)) {
			return true;
		}
	}
	return false;
}

void mc_deadline(const struct mc_calendar *calendar, const struct mc_office_hours *hours,
		 const struct mc_time_limit *limit, int64_t received, const struct mc_stop *stops,
		 int count, struct mc_due *ret)
{
	const struct office office = {calendar, hours};
	bool in_hours = limit->hours && !limit->same_day;

	*ret = (struct mc_due){.counted = received};
	if (!limit->same_day && limit->hours <= 0 && limit->days <= 0 && limit->working_days <= 0) {
		return;
	}
	/* hours are exact: a cut-off is for days */
	ret->counted = counts_as(&office, in_hours ? 0 : limit->cutoff, received);
	(in_hours ? due_in_hours : due_in_days)(&office, limit, stops, count, ret);
	ret->unsure = crosses_unknown(calendar, received, ret->at ? ret->at : received);
}

/* ---- how near */

static const struct {
	const char *code, *text;
} whens[MC_DUE_WHEN_COUNT] = {
	[MC_DUE_NONE] = {"none", N_("no legal time")},
	[MC_DUE_LATE] = {"late", N_("late")},
	[MC_DUE_TODAY] = {"today", N_("due today")},
	[MC_DUE_NEXT] = {"next", N_("due on the next working day")},
	[MC_DUE_WEEK] = {"week", N_("due this week")},
	[MC_DUE_LATER] = {"later", N_("due later")},
	[MC_DUE_STOPPED] = {"stopped", N_("the clock stands: waiting for the citizen")},
};

const char *mc_due_when_code(enum mc_due_when when)
{
	return whens[when].code;
}

enum mc_due_when mc_due_when_parse(const char *code)
{
	for (int when = MC_DUE_NONE + 1; when < MC_DUE_WHEN_COUNT; when++) {
		if (!strcmp(whens[when].code, code)) {
			return (enum mc_due_when)when;
		}
	}
	return MC_DUE_NONE;
}

const char *mc_due_when_text(enum mc_due_when when)
{
	return whens[when].text;
}

void mc_due_bounds(const struct mc_calendar *calendar, int64_t now, struct mc_due_bounds *ret)
{
	int32_t today = day_of(now), next = mc_calendar_next(calendar, today);
	int32_t sunday = today + (7 - weekday_of(today)) % 7;

	ret->now = now;
	ret->today = instant(today + 1, 0);
	ret->next = instant(next + 1, 0);
	ret->week = instant((sunday > next ? sunday : next) + 1, 0);
}

enum mc_due_when mc_due_when(const struct mc_due_bounds *bounds, int64_t due_at, bool stopped)
{
	if (stopped || !due_at) {
		return stopped ? MC_DUE_STOPPED : MC_DUE_NONE;
	}
	return due_at < bounds->now   ? MC_DUE_LATE :
	       due_at < bounds->today ? MC_DUE_TODAY :
	       due_at < bounds->next  ? MC_DUE_NEXT :
	       due_at < bounds->week  ? MC_DUE_WEEK :
					MC_DUE_LATER;
}
