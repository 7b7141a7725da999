/* SPDX-License-Identifier: MPL-2.0 */
/* calendar.h - due dates from the inside: what they are reckoned with, and when again. */
#ifndef DESK_CALENDAR_H
#define DESK_CALENDAR_H

#include "desk/desk.h"
#include "motcua/domain/deadline.h"

#define DESK_STAMP_LEN 17

/* Differs when a table of holidays or the hours may have changed; looks at names, sizes
 * and times only. */
void desk_calendar_stamp(const struct mc_desk *desk, char ret[DESK_STAMP_LEN]);
void desk_calendar_close(struct mc_desk *desk);
/* Of a kind of unit ("commune"). MC_E_OFFICE_HOURS. */
enum mc_code desk_office_hours(struct mc_desk *desk, const char *unit, struct mc_office_hours *ret,
			       struct mc_err *why) MC_CHECKED;

/* The legal time by a procedure's or a branch's rule. verifies: what was stated has to be
 * verified elsewhere, for which the law may give longer. */
struct mc_time_limit desk_time_limit(const struct mc_time_rule *rule, int cutoff, bool verifies);
/* Until when, from this instant on, by the working time of that kind of unit; 0 when it cannot
 * be reckoned, or the clock stands. */
int64_t desk_due_from(struct mc_desk *desk, const char *unit, const struct mc_time_limit *limit,
		      int64_t from, const struct mc_stop *stops, int count);

/* What motcua.conf says about them is understood. MC_E_OFFICE_HOURS. */
enum mc_code desk_hours_check(const struct mc_desk *desk, struct mc_err *why) MC_CHECKED;

/* Take in what became of sealed dossiers since the last time, and reckon due dates again when
 * the tables have changed. Cheap when nothing happened. ret_moved (may be NULL): how many
 * due dates a table moved. */
enum mc_code desk_follow(struct mc_desk *desk, int *ret_moved, struct mc_err *why) MC_CHECKED;

#endif
