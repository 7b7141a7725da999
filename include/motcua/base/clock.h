/* SPDX-License-Identifier: MPL-2.0 */
/*
 * clock.h - instants. An instant is int64_t milliseconds since 1970 UTC.
 *
 * On the wire and on disk: RFC 3339, UTC, seconds, "2026-11-23T07:05:00Z".
 * For the law and the screen: Viet Nam's fixed +07:00, whatever TZ says.
 */
#ifndef MOTCUA_BASE_CLOCK_H
#define MOTCUA_BASE_CLOCK_H

#include <stdint.h>

#include "motcua/base/err.h"

#define MC_TIME_LEN 21 /* "2026-11-23T07:05:00Z" and its NUL */
#define MC_SECOND INT64_C(1000)
#define MC_MINUTE (60 * MC_SECOND)
#define MC_HOUR (60 * MC_MINUTE)
#define MC_DAY (24 * MC_HOUR)

/* A wall-clock reading in Viet Nam. */
struct mc_local {
	int year, month, day;      /* 1..12, 1..31 */
	int hour, minute, second;
	int weekday;               /* 0 = Sunday */
};

int64_t mc_clock_now(void);  /* wall clock; the frozen instant when one is set */
int64_t mc_clock_mono(void); /* milliseconds that never go back; own origin */
/*
 * Freeze mc_clock_now() for golden tests; 0 lets it run. Programs do this only
 * for the variable MOTCUA_NOW (RFC 3339), and only in training mode.
 */
void mc_clock_freeze(int64_t at);

void mc_time_format(int64_t at, char ret[MC_TIME_LEN]);
/* Accepts Z or a numeric offset, with or without a fraction (cut off). */
enum mc_code mc_time_parse(const char *text, int64_t *ret, struct mc_err *why) MC_CHECKED;

struct mc_local mc_time_local(int64_t at);
int64_t mc_time_from_local(const struct mc_local *local); /* weekday ignored */

#endif
