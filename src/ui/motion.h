/* SPDX-License-Identifier: MPL-2.0 */
/* motion.h - the shortest way of the cursor from one cell to another. */
#ifndef MC_UI_MOTION_H
#define MC_UI_MOTION_H

#include "ui/caps.h"

struct mc_way {
	char bytes[64];
	size_t len;
};

struct mc_place {
	int row, col; /* row -1: nobody knows where */
};

/*
 * again: what writing once more what stands between the two would be, of `from` as far as `to`
 * in a row; "" where that would change it.
 */
void mc_motion(const struct mc_caps *caps, struct mc_place from, struct mc_place to,
	       const char *again, struct mc_way *ret);

#endif
