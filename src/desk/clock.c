/* SPDX-License-Identifier: MPL-2.0 */
/* clock.c - this computer's clock against the gateway's, as its last signed hello said it. */
#include <stdio.h>
#include <stdlib.h>

#include "desk/slips.h"
#include "motcua/base/clock.h"

enum { SLIGHT = 5 * 60 * 1000 }; /* ms: nobody reads a slip that closely */

int64_t desk_clock_off(const struct mc_link *link)
{
	return llabs(link->clock_offset) > SLIGHT ? link->clock_offset : 0;
}

/* Slips are Vietnamese. The largest unit that loses little. */
const char *slip_clock(struct mc_desk *desk, char ret[SLIP_CLOCK_LEN])
{
	static const struct {
		int64_t ms, from;
		const char *name;
	} units[] = {
		{MC_DAY, 2 * MC_DAY, "ngày"},
		{MC_HOUR, 2 * MC_HOUR, "giờ"},
		{MC_MINUTE, 0, "phút"},
	};
	struct mc_link link = {.clock_offset = 0};
	size_t i = 0;
	int64_t off;

	(void)!mc_mail_link(desk->mail, &link, NULL); /* unknown is as good as none */
	off = desk_clock_off(&link);
	ret[0] = '\0';
	if (!off) {
		return ret;
	}
	while (llabs(off) < units[i].from) {
		i++;
	}
	snprintf(ret, SLIP_CLOCK_LEN,
		 "Đồng hồ của máy này %s đồng hồ của cổng tỉnh %lld %s; "
		 "giờ trên giấy này là giờ của máy.",
		 off > 0 ? "chậm hơn" : "nhanh hơn", (long long)(llabs(off) / units[i].ms),
		 units[i].name);
	return ret;
}
