/* SPDX-License-Identifier: MPL-2.0 */
/* case.c - simple case mapping for Latin; no locale (a Turkish one would dot the i). */
#include "motcua/text/text.h"

#include "motcua/base/mem.h"
#include "text/chars.h"

/*
 * Capitals first..last, every step-th one; its small letter is distance away.
 * Step 2 is the Latin Extended habit: capital and small letter alternate.
 */
struct run {
	uint16_t first, last;
	uint8_t step;
	int16_t distance;
};

static const struct run runs[] = {
	{'A', 'Z', 1, 32},         {0x00C0, 0x00D6, 1, 32}, {0x00D8, 0x00DE, 1, 32},
	{0x0100, 0x012E, 2, 1},    {0x0132, 0x0136, 2, 1},  {0x0139, 0x0147, 2, 1},
	{0x014A, 0x0176, 2, 1},    {0x0178, 0x0178, 1, -121}, {0x0179, 0x017D, 2, 1},
	{0x01A0, 0x01A0, 1, 1},    {0x01AF, 0x01AF, 1, 1},  {0x01CD, 0x01DB, 2, 1},
	{0x01DE, 0x01EE, 2, 1},    {0x01F8, 0x021E, 2, 1},  {0x0222, 0x0232, 2, 1},
	{0x1E00, 0x1E94, 2, 1},    {0x1EA0, 0x1EFE, 2, 1},
};

uint32_t mc_chars_lower(uint32_t c)
{
	for (size_t i = 0; i < MC_COUNT(runs) && c >= runs[i].first; i++) {
		if (c <= runs[i].last && (c - runs[i].first) % runs[i].step == 0) {
			return (uint32_t)((int32_t)c + runs[i].distance);
		}
	}
	return c;
}

uint32_t mc_chars_upper(uint32_t c)
{
	for (size_t i = 0; i < MC_COUNT(runs); i++) {
		uint32_t capital = (uint32_t)((int32_t)c - runs[i].distance);

		if (capital >= runs[i].first && capital <= runs[i].last &&
		    (capital - runs[i].first) % runs[i].step == 0) {
			return capital;
		}
	}
	return c;
}

static bool map(const char *text, uint32_t (*to)(uint32_t), struct mc_str *ret)
{
	while (*text) {
		mc_chars_add(ret, to(mc_chars_next(&text)));
	}
	return !ret->full;
}

bool mc_text_upper(const char *text, struct mc_str *ret)
{
	return map(text, mc_chars_upper, ret);
}

bool mc_text_lower(const char *text, struct mc_str *ret)
{
	return map(text, mc_chars_lower, ret);
}
