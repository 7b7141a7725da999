/* SPDX-License-Identifier: MPL-2.0 */
/*
 * nfc.c - Unicode normalisation form C for Latin: decompose, bring the marks of
 * a letter into canonical order, compose. Half-composed input (CP1258 style,
 * U+00EA U+0301) and marks in any order come out the same.
 */
#include "motcua/text/text.h"

#include "motcua/base/mem.h"
#include "motcua/text/utf8.h"
#include "text/chars.h"
#include "text/glyph.h"

/* One letter with its marks. Unicode's stream-safe text has at most 30 of them. */
struct cluster {
	uint32_t at[32];
	uint8_t class[32];
	int len;
};

/* Combining class from a code point up to the next entry's. */
static const struct {
	uint16_t first;
	uint8_t class;
} classes[] = {
	{0x0300, 230}, {0x0315, 232}, {0x0316, 220}, {0x031A, 232}, {0x031B, 216},
	{0x031C, 220}, {0x0321, 202}, {0x0323, 220}, {0x0327, 202}, {0x0329, 220},
	{0x0334, 1},   {0x0339, 220}, {0x033D, 230}, {0x0345, 240}, {0x0346, 230},
	{0x0347, 220}, {0x034A, 230}, {0x034D, 220}, {0x034F, 0},   {0x0350, 230},
	{0x0353, 220}, {0x0357, 230}, {0x0358, 232}, {0x0359, 220}, {0x035B, 230},
	{0x035C, 233}, {0x035D, 234}, {0x035F, 233}, {0x0360, 234}, {0x0362, 233},
	{0x0363, 230}, {0x0370, 0},
};

/* Code points that Unicode itself replaces; U+0340 and U+0341 were meant for Vietnamese. */
static const struct {
	uint32_t from, to[2];
} replaced[] = {
	{0x0340, {0x0300}},         {0x0341, {0x0301}}, {0x0343, {0x0313}},
	{0x0344, {0x0308, 0x0301}}, {0x212A, {'K'}},    {0x212B, {0xC5}},
};

static uint8_t class_of(uint32_t c)
{
	size_t i = MC_COUNT(classes) - 1;

	if (c < 0x0300 || c >= 0x0370) {
		return 0;
	}
	while (classes[i].first > c) {
		i--;
	}
	return classes[i].class;
}

/* A mark composes with the letter unless one of its own class stands between. */
static bool flush(struct cluster *k, struct mc_str *ret)
{
	uint8_t blocked = 0;
	int kept = 1;

	for (int i = 1; i < k->len; i++) {
		uint32_t whole = 0;

		if (!k->class[0] && blocked != k->class[i]) {
			whole = mc_chars_compose(k->at[0], k->at[i]);
		}
		if (whole) {
			k->at[0] = whole;
		} else {
			blocked = k->class[i];
			k->at[kept++] = k->at[i];
		}
	}
	for (int i = 0; i < kept && k->len; i++) {
		mc_chars_add(ret, k->at[i]);
	}
	k->len = 0;
	return !ret->full;
}

/* Insertion by class keeps the order of marks of one class: that order means something. */
static void put(struct cluster *k, uint32_t c, struct mc_str *ret)
{
	uint8_t class = class_of(c);
	int i;

	if (!class || k->len == (int)MC_COUNT(k->at)) {
		flush(k, ret);
	}
	for (i = k->len++; i > 0 && k->class[i - 1] > class; i--) {
		k->at[i] = k->at[i - 1];
		k->class[i] = k->class[i - 1];
	}
	k->at[i] = c;
	k->class[i] = class;
}

static void decompose(struct cluster *k, uint32_t c, struct mc_str *ret)
{
	uint32_t base, mark;

	for (size_t i = 0; i < MC_COUNT(replaced); i++) {
		if (replaced[i].from == c) {
			decompose(k, replaced[i].to[0], ret);
			c = replaced[i].to[1];
		}
	}
	if (c && mc_chars_decompose(c, &base, &mark)) {
		decompose(k, base, ret);
		c = mark;
	}
	if (c) {
		put(k, c, ret);
	}
}

/* Without combining marks and replaced signs nothing can change: the usual case. */
static bool may_change(const char *text, size_t len)
{
	uint32_t c;

	for (size_t at = 0; at < len;) {
		size_t used = mc_utf8_decode(text + at, len - at, &c);

		if (!used || (c >= 0x0300 && c < 0x0370) || c == 0x212A || c == 0x212B) {
			return true;
		}
		at += used;
	}
	return false;
}

bool mc_text_nfc(const char *text, size_t len, struct mc_str *ret)
{
	struct cluster k = {.len = 0};

	if (!may_change(text, len)) {
		return mc_str_add(ret, text, len);
	}
	for (size_t at = 0; at < len;) {
		uint32_t c;
		size_t used = mc_utf8_decode(text + at, len - at, &c);

		if (!used) {
			return false;
		}
		at += used;
		if (!c) {
			flush(&k, ret);
			mc_str_putc(ret, '\0');
			continue;
		}
		decompose(&k, c, ret);
	}
	return flush(&k, ret);
}

size_t mc_text_loose_marks(const char *text)
{
	size_t count = 0;

	while (*text) {
		count += mc_glyph_is_combining(mc_chars_next(&text));
	}
	return count;
}
