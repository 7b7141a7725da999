/* SPDX-License-Identifier: MPL-2.0 */
/* width.c - columns on a terminal, independent of the locale and its wcwidth(). */
#include "motcua/text/text.h"

#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/text/utf8.h"
#include "text/chars.h"

/* Nonspacing marks of the scripts a name on paper may come in. */
static const struct mc_chars_range zero[] = {
	{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x05BF, 0x05BF},
	{0x05C1, 0x05C2}, {0x05C4, 0x05C5}, {0x0610, 0x061A}, {0x064B, 0x065F},
	{0x0670, 0x0670}, {0x06D6, 0x06DC}, {0x0900, 0x0902}, {0x093C, 0x093C},
	{0x0941, 0x0948}, {0x094D, 0x094D}, {0x0E31, 0x0E31}, {0x0E34, 0x0E3A},
	{0x0E47, 0x0E4E}, {0x0EB1, 0x0EB1}, {0x0EB4, 0x0EBC}, {0x0EC8, 0x0ECD},
	{0x17B4, 0x17B5}, {0x17B7, 0x17BD}, {0x17C6, 0x17C6}, {0x17C9, 0x17D3},
	{0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200F}, {0x202A, 0x202E},
	{0x2060, 0x206F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
	{0xFEFF, 0xFEFF},
};

static const struct mc_chars_range wide[] = {
	{0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},   {0xA960, 0xA97F},
	{0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},
	{0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF},
	{0x20000, 0x3FFFD},
};

int mc_text_columns(uint32_t c)
{
	if (c < 0x0300 || (c > 0x1DFF && c < 0x200B)) { /* Vietnamese among them */
		return 1;
	}
	if (mc_chars_in(zero, MC_COUNT(zero), c)) {
		return 0;
	}
	return mc_chars_in(wide, MC_COUNT(wide), c) ? 2 : 1;
}

int mc_text_width(const char *text)
{
	int columns = 0;

	while (*text) {
		if (*text & 0x80) {
			columns += mc_text_columns(mc_chars_next(&text));
		} else { /* most letters */
			columns++;
			text++;
		}
	}
	return columns;
}

size_t mc_text_fit(const char *text, int columns, int *ret_columns)
{
	const char *end = text;
	int used = 0;

	while (*end) {
		const char *next = end;
		int more = mc_text_columns(mc_chars_next(&next));

		if (used + more > columns) {
			break;
		}
		used += more;
		end = next;
	}
	if (ret_columns) {
		*ret_columns = used;
	}
	return (size_t)(end - text);
}

size_t mc_text_break(const char *text, int columns, const char **ret_next)
{
	size_t fits = mc_text_fit(text, columns, NULL), line = fits;
	const char *end = strchr(text, '\n');

	if (end && (size_t)(end - text) <= fits) {
		*ret_next = end + 1;
		return (size_t)(end - text);
	}
	if (text[fits] != '\0' && text[fits] != ' ') {
		while (line > 0 && text[line - 1] != ' ') {
			line--;
		}
		line = line ? line : fits; /* a word longer than the line */
	}
	*ret_next = text + (line || !*text ? line : mc_utf8_next(text, 0));
	while (**ret_next == ' ') {
		(*ret_next)++;
	}
	while (line > 0 && text[line - 1] == ' ') {
		line--;
	}
	return line;
}
