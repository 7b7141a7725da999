/* SPDX-License-Identifier: MPL-2.0 */
/*
 * flow.h - how fast bytes go out and which item of how many is on its way, from the rows
 * as they are seen again and again. Pure: the clock is the caller's.
 */
#ifndef MC_UI_FLOW_H
#define MC_UI_FLOW_H

#include <stdbool.h>
#include <stdint.h>

#include "motcua/base/rand.h"

#define MC_FLOW_WINDOW 30000 /* ms: what lies further back says little about now */
#define MC_FLOW_STILL 15000  /* ms without a confirmed byte: nothing moves */

struct mc_flow {
	char id[MC_UUID_LEN]; /* the item; "" = none */
	int64_t from, from_at; /* bytes and when: where the measuring begins */
	int64_t bytes, at;     /* the last change */
	int most;              /* items that waited at once since none did */
};

/* An item's bytes as they stand now; mono: mc_clock_mono(). id NULL: none is on its way. */
void mc_flow_see(struct mc_flow *flow, const char *id, int64_t bytes, int64_t mono);
/* Bytes per second; 0 = nothing moves, or it cannot be told yet. */
int64_t mc_flow_rate(const struct mc_flow *flow, int64_t mono);
/* With so many that still wait: the number of the one on its way, of flow->most. */
int mc_flow_number(struct mc_flow *flow, int waiting);
/* "7.9 kB/s" into ret; "" for 0. */
void mc_flow_text(int64_t rate, char ret[24]);

#endif
