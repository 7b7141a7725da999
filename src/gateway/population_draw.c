/* SPDX-License-Identifier: MPL-2.0 */
/* population_draw.c - splitmix64 by counter, and a small permutation. */
#include "gateway/population_draw.h"

#define GOLDEN UINT64_C(0x9e3779b97f4a7c15)
#define SERIAL_MASK 0xfffffu /* 20 bits, the power of two above the limit */

static uint64_t mix(uint64_t x)
{
	x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
	return x ^ (x >> 31);
}

struct mc_draw mc_draw_stream(uint64_t seed, uint32_t household, uint32_t stream)
{
	uint64_t place = (uint64_t)household << 32 | stream;

	return (struct mc_draw){.key = mix(mix(seed + GOLDEN) ^ (place * GOLDEN))};
}

uint32_t mc_draw_below(struct mc_draw *draw, uint32_t bound)
{
	uint64_t bits = mix(draw->key + ++draw->count * GOLDEN);

	return (uint32_t)(((bits >> 32) * bound) >> 32);
}

int mc_draw_between(struct mc_draw *draw, int low, int high)
{
	return low + (int)mc_draw_below(draw, (uint32_t)(high - low + 1));
}

bool mc_draw_chance(struct mc_draw *draw, uint32_t per_mille)
{
	return mc_draw_below(draw, 1000) < per_mille;
}

const char *mc_draw_lot(struct mc_draw *draw, const struct mc_lot *lots, size_t count)
{
	uint32_t total = 0, at;

	for (size_t i = 0; i < count; i++) {
		total += lots[i].weight;
	}
	at = mc_draw_below(draw, total);
	while (at >= lots->weight) {
		at -= lots->weight;
		lots++;
	}
	return lots->text;
}

/* Each step can be undone within 20 bits; values past the limit walk on. */
uint32_t mc_draw_serial(uint64_t key, uint32_t ordinal)
{
	uint64_t keys = mix(key + GOLDEN);
	uint32_t x = ordinal;

	do {
		x = (x ^ (uint32_t)keys) & SERIAL_MASK;
		x = (x * 0x9e6cdu) & SERIAL_MASK;
		x ^= x >> 11;
		x = (x * 0x5bd1du) & SERIAL_MASK;
		x ^= x >> 9;
		x = (x + (uint32_t)(keys >> 32)) & SERIAL_MASK;
	} while (x >= MC_SERIAL_LIMIT);
	return x;
}
