/* SPDX-License-Identifier: MPL-2.0 */
/* chars.h - walking and building text by code points, and classes of code points. */
#ifndef MC_TEXT_CHARS_H
#define MC_TEXT_CHARS_H

#include <stdbool.h>
#include <stdint.h>

#include "motcua/base/str.h"

/* The code point at *text, which moves on; 0 at the end. U+FFFD for a bad byte. */
uint32_t mc_chars_next(const char **text);
bool mc_chars_add(struct mc_str *s, uint32_t c);

/* White space of any script: tabs, line ends, U+00A0, U+2003, U+3000 ... */
bool mc_chars_is_space(uint32_t c);
/* Line ends only: LF VT FF CR NEL LS PS. */
bool mc_chars_is_line_end(uint32_t c);
/* Never wanted in text: controls, byte order mark, zero-width and bidi signs. */
bool mc_chars_is_junk(uint32_t c);

/* Simple case mapping of one Latin code point. */
uint32_t mc_chars_lower(uint32_t c);
uint32_t mc_chars_upper(uint32_t c);

/* Canonical pairs of the Latin blocks: U+1EAD is U+1EA1 U+0302. */
uint32_t mc_chars_compose(uint32_t base, uint32_t mark);
bool mc_chars_decompose(uint32_t c, uint32_t *ret_base, uint32_t *ret_mark);

/* A sorted table of ranges, searched by halves. */
struct mc_chars_range {
	uint32_t first, last;
};
bool mc_chars_in(const struct mc_chars_range *ranges, int count, uint32_t c);

#endif
