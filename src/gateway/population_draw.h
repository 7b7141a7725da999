/* SPDX-License-Identifier: MPL-2.0 */
/*
 * population_draw.h - numbers that look drawn by lot and are not.
 *
 * Counter-based (splitmix64 of key and counter): a stream belongs to one seed,
 * household and purpose, so that no household depends on another being made.
 */
#ifndef GATEWAY_POPULATION_DRAW_H
#define GATEWAY_POPULATION_DRAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mc_draw {
	uint64_t key, count;
};

/* A text and how many of the table's total it gets. */
struct mc_lot {
	const char *text;
	uint16_t weight;
};

struct mc_draw mc_draw_stream(uint64_t seed, uint32_t household, uint32_t stream);
uint32_t mc_draw_below(struct mc_draw *draw, uint32_t bound); /* 0..bound-1 */
int mc_draw_between(struct mc_draw *draw, int low, int high); /* both included */
bool mc_draw_chance(struct mc_draw *draw, uint32_t per_mille);
const char *mc_draw_lot(struct mc_draw *draw, const struct mc_lot *lots, size_t count);

/* A permutation of 0..999999 that depends on key: no serial comes twice. */
#define MC_SERIAL_LIMIT 1000000u
uint32_t mc_draw_serial(uint64_t key, uint32_t ordinal);

#endif
