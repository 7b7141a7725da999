/* SPDX-License-Identifier: MPL-2.0 */
/* backoff.h - when to try again: full jitter, capped (docs/DELIVERY.md 4). Pure. */
#ifndef MOTCUA_SYNC_BACKOFF_H
#define MOTCUA_SYNC_BACKOFF_H

#include <stdint.h>

#define MC_BACKOFF_CAP INT64_C(300000)        /* ms */
#define MC_BACKOFF_CAP_WATCHED INT64_C(60000) /* while somebody waits */
#define MC_BACKOFF_CAP_BRIEF INT64_C(8000)    /* in the first minute of a cut */

/*
 * U(0, min(cap, 2 s * 2^n)), n = failures - 1 (the first wait is below 2 s, the next
 * below 4 s ...); failures >= 1; dice is uniform in 0..65535.
 * With a Retry-After (ms, > 0): that plus U(0, 10 %), whatever the cap.
 */
int64_t mc_backoff(int failures, int64_t cap, int64_t retry_after, uint16_t dice);

#endif
