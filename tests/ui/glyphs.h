/* SPDX-License-Identifier: MPL-2.0 */
/* glyphs.h - what the console can show. */
#ifndef TESTS_UI_GLYPHS_H
#define TESTS_UI_GLYPHS_H

#include <string.h>

#include "motcua/text/utf8.h"
#include "text/vn.h"

/* Of the four complete console fonts, beside ASCII and the 134 letters. */
static const char signs[] = "–—“”…←→↑↓█░▒■▲▼●☐☑┌┐└┘─│";

static bool has_glyph(uint32_t c)
{
	size_t used;

	if (!c || (c >= 0x20 && c < 0x7F) || mc_vn_find(c)) {
		return true;
	}
	for (const char *at = signs; *at; at += used) {
		uint32_t sign;

		used = mc_utf8_decode(at, strlen(at), &sign);
		if (sign == c) {
			return true;
		}
	}
	return false;
}

#endif
