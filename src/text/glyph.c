/* SPDX-License-Identifier: MPL-2.0 */
/* glyph.c - one table walk per letter: Vietnamese first, then what decomposes, then the rest. */
#include "text/glyph.h"

#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/text/text.h"
#include "text/chars.h"
#include "text/vn.h"

/* Letters whose stroke is not a combining mark for Unicode, so nothing decomposes them. */
static const struct {
	uint32_t from, to;
} stroked[] = {
	{0x00F0, 'd'}, {0x00F8, 'o'}, {0x0127, 'h'},
	{0x0131, 'i'}, {0x0142, 'l'}, {0x0167, 't'},
};

static uint32_t strip(uint32_t c)
{
	uint32_t mark;

	while (mc_chars_decompose(c, &c, &mark)) {
	}
	for (size_t i = 0; i < MC_COUNT(stroked); i++) {
		if (stroked[i].from == c) {
			return stroked[i].to;
		}
	}
	return c;
}

struct mc_glyph mc_glyph_of(uint32_t c)
{
	uint32_t lower = mc_chars_lower(c);
	struct mc_glyph g = {.base = lower, .letter = lower, .upper = lower != c};
	const struct mc_vn_letter *vn = mc_vn_find(lower);

	if (vn) {
		g.base = (unsigned char)vn->base;
		g.mark = vn->mark;
		g.tone = vn->tone;
		g.letter = mc_vn_make((struct mc_vn_letter){.base = vn->base, .mark = vn->mark});
	} else if (lower >= 0xC0) {
		g.base = strip(lower);
		g.mark = g.base == lower ? 0 : lower;
	}
	return g;
}

bool mc_glyph_is_foreign(const struct mc_glyph *g)
{
	return g->mark >= 0x80;
}

bool mc_glyph_is_combining(uint32_t c)
{
	return c >= 0x0300 && c < 0x0370;
}

uint32_t mc_glyph_plain_sign(uint32_t c)
{
	if (c == '`' || c == 0xB4 || c == 0x02BC || c == 0x2018 || c == 0x2019) {
		return '\'';
	}
	return c >= 0x2010 && c <= 0x2015 ? '-' : c;
}

bool mc_glyph_compose(const char *text, struct mc_str *s)
{
	size_t len = strlen(text);

	mc_str_init(s, 2 * len);
	return mc_text_nfc(text, len, s);
}
