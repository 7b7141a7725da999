/* SPDX-License-Identifier: MPL-2.0 */
/* calendar.h - files about working time (FORMATS 11): tables of holidays, opening hours. */
#ifndef MOTCUA_WIRE_CALENDAR_H
#define MOTCUA_WIRE_CALENDAR_H

#include "motcua/base/str.h"
#include "motcua/domain/deadline.h"

/* data/holidays/YEAR.json, checked as a whole. MC_E_HOLIDAY_FILE with the member and why. */
enum mc_code mc_holiday_table_parse(struct mc_slice json, struct mc_holiday_table *ret,
				    struct mc_err *why) MC_CHECKED;
/* data/hours.json: the hours of one kind of unit ("commune"); the first one when it is not
 * there. MC_E_OFFICE_HOURS. */
enum mc_code mc_office_hours_parse(struct mc_slice json, const char *unit,
				   struct mc_office_hours *ret, struct mc_err *why) MC_CHECKED;

#endif
