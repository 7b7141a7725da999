/* SPDX-License-Identifier: MPL-2.0 */
/* slips.h - what the files that fill slips share. */
#ifndef DESK_SLIPS_H
#define DESK_SLIPS_H

#include "desk/desk.h"
#include "motcua/desk/slips.h"
#include "motcua/domain/slip.h"

/* "09:05 ngày 23/11/2026"; "" for 0. */
#define SLIP_TIME_LEN 32
const char *slip_time(int64_t at, char ret[SLIP_TIME_LEN]);
const char *slip_date(const struct mc_date *date, char ret[MC_DATE_LEN]);

/* How much this computer's clock is off, as the gateway's last signed hello said it; "" = it is
 * right within five minutes. */
#define SLIP_CLOCK_LEN 200
const char *slip_clock(struct mc_desk *desk, char ret[SLIP_CLOCK_LEN]);

/* Template data/slips/<kind>.txt with these values and office, officer and clock, printed. */
struct slip {
	const char *kind, *ref, *procedure;
	const struct mc_slip_value *values;
	int count;
};
enum mc_code slip_print(struct mc_desk *desk, const struct slip *slip, struct mc_printed *ret,
			struct mc_err *why) MC_CHECKED;

#endif
