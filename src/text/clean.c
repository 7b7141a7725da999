/* SPDX-License-Identifier: MPL-2.0 */
/* clean.c - the door: what may be in a text, and white space as people mean it. */
#include "motcua/text/text.h"

#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/text/utf8.h"
#include "text/chars.h"

static const struct mc_chars_range junk[] = {
	{0x0000, 0x0008}, {0x000E, 0x001F}, {0x007F, 0x0084}, {0x0086, 0x009F},
	{0x00AD, 0x00AD}, /* soft hyphen */
	{0x034F, 0x034F}, {0x061C, 0x061C}, {0x180E, 0x180E},
	{0x200B, 0x200F}, /* zero width, direction marks */
	{0x202A, 0x202E}, /* direction embeddings and overrides */
	{0x2060, 0x206F}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB},
	{0xFFFE, 0xFFFF}, {0xE0000, 0xE0FFF},
};

static const struct mc_chars_range spaces[] = {
	{0x0009, 0x000D}, {0x0020, 0x0020}, {0x0085, 0x0085}, {0x00A0, 0x00A0},
	{0x1680, 0x1680}, {0x2000, 0x200A}, {0x2028, 0x2029}, {0x202F, 0x202F},
	{0x205F, 0x205F}, {0x3000, 0x3000},
};

bool mc_chars_in(const struct mc_chars_range *ranges, int count, uint32_t c)
{
	int low = 0, high = count;

	while (low < high) {
		int middle = (low + high) / 2;

		if (c > ranges[middle].last) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low < count && c >= ranges[low].first;
}

bool mc_chars_is_junk(uint32_t c)
{
	return mc_chars_in(junk, MC_COUNT(junk), c);
}

bool mc_chars_is_space(uint32_t c)
{
	return mc_chars_in(spaces, MC_COUNT(spaces), c);
}

bool mc_chars_is_line_end(uint32_t c)
{
	return (c >= 0x0A && c <= 0x0D) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* A run of white space, while it is read: how many lines end in it. */
struct gap {
	bool open, after_cr;
	int lines;
};

static void widen(struct gap *gap, uint32_t c)
{
	if (mc_chars_is_line_end(c) && !(c == '\n' && gap->after_cr)) {
		gap->lines++;
	}
	gap->after_cr = c == '\r';
	gap->open = true;
}

/* One empty line between paragraphs may stay; more of them say nothing. */
static void close_gap(struct gap *gap, bool multiline, struct mc_str *out)
{
	if (gap->open && out->len) {
		mc_str_puts(out, !multiline || !gap->lines ? " " : gap->lines == 1 ? "\n" : "\n\n");
	}
	*gap = (struct gap){.open = false};
}

static bool filter(const char *text, size_t len, bool multiline, struct mc_str *out)
{
	struct gap gap = {.open = false};

	for (size_t at = 0; at < len;) {
		uint32_t c;
		size_t used = mc_utf8_decode(text + at, len - at, &c);

		if (!used) {
			return false;
		}
		at += used;
		if (mc_chars_is_space(c)) {
			widen(&gap, c);
		} else if (!mc_chars_is_junk(c)) {
			close_gap(&gap, multiline, out);
			mc_chars_add(out, c);
		}
	}
	return true;
}

/* Letters that stay as they are: printable ASCII, and Latin that is composed already, as all of
 * Vietnamese is. What follows a mark or another script takes the long way. */
static const struct mc_chars_range settled[] = {
	{0x0021, 0x007E}, {0x00C0, 0x017F}, {0x01A0, 0x01A1}, {0x01AF, 0x01B0},
	{0x1EA0, 0x1EF9},
};

/* Nearly every text that comes is clean: words of such letters, one space between two. */
static bool is_clean(const char *text, size_t len)
{
	bool in_word = false;

	for (size_t at = 0, used; at < len; at += used) {
		uint32_t c = (unsigned char)text[at];

		used = c < 0x80 ? 1 : mc_utf8_decode(text + at, len - at, &c);
		if (c == ' ' ? !in_word
			     : !used || !mc_chars_in(settled, MC_COUNT(settled), c)) {
			return false;
		}
		in_word = c != ' ';
	}
	return in_word || !len;
}

enum mc_code mc_text_clean(const char *text, size_t len, bool multiline, struct mc_str *ret,
			   struct mc_err *why)
{
	struct mc_str kept, composed;
	enum mc_code code = MC_OK;

	if (is_clean(text, len)) {
		return mc_str_add(ret, text, len)
			       ? MC_OK
			       : mc_fail(why, MC_E_TEXT_LONG, "%zu of %zu bytes", len, ret->max);
	}
	/* NFC of Latin never needs more bytes than twice the input (U+0344). */
	mc_str_init(&kept, len);
	mc_str_init(&composed, 2 * len);
	if (!filter(text, len, multiline, &kept)) {
		code = mc_fail(why, MC_E_TEXT_UTF8, "%zu bytes", len);
	} else if (!mc_text_nfc(kept.data, kept.len, &composed) ||
		   !mc_str_add(ret, composed.data, composed.len)) {
		code = mc_fail(why, MC_E_TEXT_LONG, "%zu of %zu bytes", composed.len, ret->max);
	}
	mc_str_done(&kept);
	mc_str_done(&composed);
	return code;
}

enum mc_code mc_text_clean_to(const char *text, char *to, size_t size, struct mc_err *why)
{
	struct mc_str s;
	enum mc_code code;

	mc_str_init(&s, size - 1);
	code = mc_text_clean(text, strlen(text), false, &s, why);
	if (code == MC_OK) {
		memcpy(to, s.data, s.len + 1);
	}
	mc_str_done(&s);
	return code;
}
