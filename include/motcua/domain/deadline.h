/* SPDX-License-Identifier: MPL-2.0 */
/*
 * deadline.h - when a dossier is due: working days and working hours from its reception on,
 * without the time that it waited for the citizen.
 *
 * Days: the day that reception counts on is not counted itself (Civil Code 2015, article
 * 147); due at the end of the last one's working time. What comes in behind the cut-off (15:00
 * where the procedure says so), or behind closing time, or on a day without reception,
 * counts as received on the next working day. Hours run through working time only.
 * Days on which the clock stands (asked for a supplement, for a payment, stopped: national
 * statuses 5, 6, 8) are not counted; it goes on with the day that the answer counts on.
 *
 * All in Viet Nam's civil time, +07:00.
 */
#ifndef MOTCUA_DOMAIN_DEADLINE_H
#define MOTCUA_DOMAIN_DEADLINE_H

#include "motcua/domain/holiday.h"

/* The legal time of a procedure; all zero: it has none that can be reckoned with. */
struct mc_time_limit {
	int working_days;
	int hours;     /* instead: working hours */
	int days;      /* instead: days of the calendar; due on a working day all the same */
	bool same_day; /* instead: on the day that reception counts on */
	int cutoff;    /* minute of the day; 0 = closing time */
};

/* ---- when an office is open, by day of the week; 0 = Sunday */
#define MC_SESSIONS_MAX 4
struct mc_session {
	int16_t from, until; /* minutes of the day */
};
struct mc_opening {
	struct mc_session sessions[MC_SESSIONS_MAX];
	int count;
};
struct mc_office_hours {
	struct mc_opening work[7];
	struct mc_opening reception[7]; /* only what goes beyond working time: Saturday morning */
};
/* "mon-fri 07:30-11:30 13:30-17:00; sat 07:30-11:30". MC_E_OFFICE_HOURS. */
enum mc_code mc_opening_parse(const char *text, struct mc_opening ret[7],
			      struct mc_err *why) MC_CHECKED;

/* ---- reckoning */
struct mc_stop {
	int64_t from, until; /* until 0: the clock still stands */
	int status;          /* 5, 6 or 8 */
};

struct mc_due {
	int64_t at;      /* 0: there is no legal time, or the clock stands */
	int64_t counted; /* what the reception counts as: itself, or the opening of a later day */
	int stopped;     /* the status that stopped the clock; 0 = it runs */
	bool unsure;     /* it crosses a year whose table of holidays is not complete */
};

/* stops in the order of time, none overlapping. */
void mc_deadline(const struct mc_calendar *calendar, const struct mc_office_hours *hours,
		 const struct mc_time_limit *limit, int64_t received, const struct mc_stop *stops,
		 int count, struct mc_due *ret);

/* ---- how near it is */
enum mc_due_when {
	MC_DUE_NONE,
	MC_DUE_LATE,
	MC_DUE_TODAY,
	MC_DUE_NEXT, /* on the next working day */
	MC_DUE_WEEK, /* until Sunday */
	MC_DUE_LATER,
	MC_DUE_STOPPED,
	MC_DUE_WHEN_COUNT
};
/* The instants that part them: what is due before `now` is late, before `today` due
 * today, and so on. Never descending. */
struct mc_due_bounds {
	int64_t now, today, next, week;
};
void mc_due_bounds(const struct mc_calendar *calendar, int64_t now, struct mc_due_bounds *ret);
enum mc_due_when mc_due_when(const struct mc_due_bounds *bounds, int64_t due_at, bool stopped);
const char *mc_due_when_code(enum mc_due_when when);         /* "late", "today" ... */
enum mc_due_when mc_due_when_parse(const char *code);        /* MC_DUE_NONE = unknown */
const char *mc_due_when_text(enum mc_due_when when);         /* msgid */

#endif
