/* SPDX-License-Identifier: MPL-2.0 */
/* day_slip.h - the sheet at the end of a day, for the office itself. */
#ifndef MOTCUA_DESK_DAY_SLIP_H
#define MOTCUA_DESK_DAY_SLIP_H

#include "motcua/desk/print.h"

/* The balance, what was sealed on that day, and what still waits for somebody. day: any
 * instant of it, in Viet Nam. Appends; names no citizen. */
enum mc_code mc_day_slip(struct mc_desk *desk, int64_t day, struct mc_str *ret,
			 struct mc_err *why) MC_CHECKED;
/* "2026-11-28", the stem of its job; its kind is "day". */
void mc_day_stem(int64_t day, char ret[16]);

#endif
