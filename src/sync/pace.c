/* SPDX-License-Identifier: MPL-2.0 */
/*
 * pace.c - how much one request carries. It lasts a few seconds: so much of it may lie in
 * queues on the way that a look-up has to wait for, so much is sent again when a box on the
 * way kept it all to itself, and so old are the numbers on the screen. Each costs a round trip.
 */
#include "sync/engine.h"

enum {
	LASTS_MS = 4000,
	LEAST = 16 * 1024,
	MOST = 4 * 1024 * 1024,
};

int64_t engine_pace(int64_t bytes, int64_t ms)
{
	int64_t next = bytes * LASTS_MS / (ms > 0 ? ms : 1);

	return next < LEAST ? LEAST : next > MOST ? MOST : next;
}
