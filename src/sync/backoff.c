/* SPDX-License-Identifier: MPL-2.0 */
/* backoff.c - exponential back-off with full jitter, so that terminals do not march in step. */

#include "motcua/sync/backoff.h"

static int64_t share(int64_t of, uint16_t dice)
{
	return of * dice / 65535;
}

int64_t mc_backoff(int failures, int64_t cap, int64_t retry_after, uint16_t dice)
{
	int64_t most = 2000;

	if (retry_after > 0) {
		return retry_after + share(retry_after / 10, dice);
	}
	for (int i = 1; i < failures && most < cap; i++) {
		most *= 2;
	}
	return share(most < cap ? most : cap, dice);
}
