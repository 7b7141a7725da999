/* SPDX-License-Identifier: MPL-2.0 */
/* glyph.h - a letter taken apart for searching and sorting. */
#ifndef MC_TEXT_GLYPH_H
#define MC_TEXT_GLYPH_H

#include <stdbool.h>
#include <stdint.h>

#include "motcua/base/str.h"

struct mc_glyph {
	uint32_t base;   /* lower case, without marks: ASCII for Latin letters */
	uint32_t mark;   /* 0 plain; an enum mc_vn_mark; the letter itself for foreign ones */
	uint32_t letter; /* lower case with its mark, without the tone */
	uint8_t tone;    /* enum mc_vn_tone */
	bool upper;
};

struct mc_glyph mc_glyph_of(uint32_t c);
/* Foreign accents: mark holds the whole letter. */
bool mc_glyph_is_foreign(const struct mc_glyph *g);
/* An uncomposed combining mark (U+0300..U+036F). */
bool mc_glyph_is_combining(uint32_t c);
/* Apostrophes and dashes people mix up are one: ' and -; others as they are. */
uint32_t mc_glyph_plain_sign(uint32_t c);
/* text in NFC into s, which is initialised here and the caller's to mc_str_done(). */
bool mc_glyph_compose(const char *text, struct mc_str *s);

#endif
