/* SPDX-License-Identifier: MPL-2.0 */
/* utf8.c - UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, end at U+10FFFF. */
#include "motcua/text/utf8.h"

#include <string.h>

#include "text/chars.h"

/* By lead byte: the sequence's length and the least code point it may carry. ASCII is apart. */
struct lead {
	uint8_t first, last, len, bits;
	uint32_t least;
};

static const struct lead leads[] = {
	{0xC2, 0xDF, 2, 0x1F, 0x80},
	{0xE0, 0xEF, 3, 0x0F, 0x800},
	{0xF0, 0xF4, 4, 0x07, 0x10000},
};

static bool is_scalar(uint32_t c)
{
	return c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
}

static bool is_continuation(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

static const struct lead *lead_of(char byte)
{
	unsigned char c = (unsigned char)byte;

	for (size_t i = 0; i < sizeof(leads) / sizeof(leads[0]); i++) {
		if (c >= leads[i].first && c <= leads[i].last) {
			return &leads[i];
		}
	}
	return NULL;
}

/* Reads a continuation byte only after all bytes before it were good, so that a
 * NUL-terminated text is never read past its NUL, whatever len says. */
size_t mc_utf8_decode(const char *text, size_t len, uint32_t *ret)
{
	const struct lead *lead;
	uint32_t c;

	if (len && !(text[0] & 0x80)) { /* most letters */
		*ret = (unsigned char)text[0];
		return 1;
	}
	lead = len ? lead_of(text[0]) : NULL;
	if (!lead || lead->len > len) {
		return 0;
	}
	c = (unsigned char)text[0] & lead->bits;
	for (size_t i = 1; i < lead->len; i++) {
		if (!is_continuation(text[i])) {
			return 0;
		}
		c = c << 6 | ((unsigned char)text[i] & 0x3F);
	}
	if (c < lead->least || !is_scalar(c)) {
		return 0;
	}
	*ret = c;
	return lead->len;
}

size_t mc_utf8_encode(uint32_t c, char to[4])
{
	size_t len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const unsigned char marks[] = {0, 0x00, 0xC0, 0xE0, 0xF0};

	if (!is_scalar(c)) {
		return 0;
	}
	for (size_t i = len - 1; i > 0; i--) {
		to[i] = (char)(0x80 | (c & 0x3F));
		c >>= 6;
	}
	to[0] = (char)(marks[len] | c);
	return len;
}

bool mc_utf8_valid(const char *text, size_t len)
{
	uint32_t c;

	for (size_t at = 0; at < len;) {
		size_t used = mc_utf8_decode(text + at, len - at, &c);

		if (!used) {
			return false;
		}
		at += used;
	}
	return true;
}

size_t mc_utf8_count(const char *text)
{
	size_t count = 0;

	for (; *text; text++) {
		count += !is_continuation(*text);
	}
	return count;
}

size_t mc_utf8_prev(const char *text, size_t at)
{
	while (at > 0 && is_continuation(text[--at])) {
	}
	return at;
}

size_t mc_utf8_next(const char *text, size_t at)
{
	if (!text[at]) {
		return at;
	}
	do {
		at++;
	} while (is_continuation(text[at]));
	return at;
}

uint32_t mc_chars_next(const char **text)
{
	uint32_t c;
	size_t used;

	if (!**text) {
		return 0;
	}
	used = mc_utf8_decode(*text, 4, &c);
	*text += used ? used : 1;
	return used ? c : 0xFFFD;
}

bool mc_chars_add(struct mc_str *s, uint32_t c)
{
	char bytes[4];

	return mc_str_add(s, bytes, mc_utf8_encode(c, bytes));
}
