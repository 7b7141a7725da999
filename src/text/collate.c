/* SPDX-License-Identifier: MPL-2.0 */
/*
 * collate.c - sort keys of names for memcmp(): the given name, the middle words,
 * the family name, each complete before the next. Within a part the letters
 * decide (a ă â b c d đ ...), then the tones (ngang huyền hỏi ngã sắc nặng), then
 * lower before upper case. "Hòa" and "Hoà" differ only in the last tie.
 */
#include "motcua/text/text.h"

#include <string.h>
#include <uchar.h>

#include "text/chars.h"
#include "text/glyph.h"
#include "text/vn.h"

/* Less than every weight, so that the shorter text comes first; never NUL. */
enum { LEVEL_END = 1, WORD_GAP = 2, SIGNS = 3, DIGITS = 0x30, LETTERS = 0x40 };
enum { TONE_FOREIGN = 8, CASE_LOWER = 2, CASE_UPPER = 3 };

static const char32_t alphabet[] = U"aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";

/* By enum mc_vn_tone; the order of dictionaries is not that of the keyboards. */
static const uint8_t tone_weights[] = {
	[MC_VN_NGANG] = 2, [MC_VN_HUYEN] = 3, [MC_VN_HOI] = 4,
	[MC_VN_NGA] = 5,   [MC_VN_SAC] = 6,   [MC_VN_NANG] = 7,
};

struct part {
	const char *text, *end;
};

static uint8_t letter_weight(uint32_t c)
{
	for (int i = 0; alphabet[i]; i++) {
		if (alphabet[i] == c) {
			return (uint8_t)(LETTERS + i);
		}
	}
	return 0;
}

/* The 32 ASCII signs in their order, below the digits. */
static uint8_t sign_weight(uint32_t c)
{
	static const char signs[] = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
	const char *at = strchr(signs, (int)c);

	return (uint8_t)(SIGNS + (at ? at - signs : 0));
}

/* Other scripts follow z in the order of their code points, which UTF-8 keeps. */
static void add_letter(struct mc_str *ret, const struct mc_glyph *g)
{
	uint32_t c = mc_glyph_is_foreign(g) ? g->base : g->letter;
	uint8_t weight = letter_weight(c);

	if (weight) {
		mc_str_putc(ret, (char)weight);
	} else if (c >= '0' && c <= '9') {
		mc_str_putc(ret, (char)(DIGITS + c - '0'));
	} else if (c < 0x80) {
		mc_str_putc(ret, (char)sign_weight(c));
	} else {
		mc_chars_add(ret, c);
	}
}

static void add_letters(struct mc_str *ret, struct part part)
{
	bool gap = false, any = false;

	while (part.text < part.end) {
		uint32_t c = mc_chars_next(&part.text);
		struct mc_glyph g = mc_glyph_of(c);

		if (mc_chars_is_space(c)) {
			gap = any;
			continue;
		}
		if (gap) {
			mc_str_putc(ret, WORD_GAP);
		}
		gap = false;
		any = true;
		add_letter(ret, &g);
	}
	mc_str_putc(ret, LEVEL_END);
}

static void add_ngang(struct mc_str *ret, bool wanted)
{
	if (wanted) {
		mc_str_putc(ret, (char)tone_weights[MC_VN_NGANG]);
	}
}

/* One weight per syllable, wherever the tone is written: ngang when there is none. */
static void add_tones(struct mc_str *ret, struct part part)
{
	bool inside = false, toned = false;

	while (part.text < part.end) {
		uint32_t c = mc_chars_next(&part.text);
		struct mc_glyph g = mc_glyph_of(c);

		if (mc_chars_is_space(c)) {
			add_ngang(ret, inside && !toned);
			inside = toned = false;
			continue;
		}
		inside = true;
		if (g.tone || mc_glyph_is_foreign(&g)) {
			mc_str_putc(ret, (char)(g.tone ? tone_weights[g.tone] : TONE_FOREIGN));
			toned = true;
		}
	}
	add_ngang(ret, inside && !toned);
	mc_str_putc(ret, LEVEL_END);
}

static void add_cases(struct mc_str *ret, struct part part)
{
	while (part.text < part.end) {
		uint32_t c = mc_chars_next(&part.text);

		if (!mc_chars_is_space(c)) {
			mc_str_putc(ret, mc_glyph_of(c).upper ? CASE_UPPER : CASE_LOWER);
		}
	}
	mc_str_putc(ret, LEVEL_END);
}

static void add_part(struct mc_str *ret, struct part part)
{
	add_letters(ret, part);
	add_tones(ret, part);
	add_cases(ret, part);
}

/* First word, last word, what lies between. A single word is the first. */
static void split(const char *name, struct part *first, struct part *middle, struct part *last)
{
	struct part word = {name, name};
	const char *p = name;
	int words = 0;
	bool inside = false;

	while (*p) {
		const char *start = p;

		if (mc_chars_is_space(mc_chars_next(&p))) {
			inside = false;
			continue;
		}
		word.text = inside ? word.text : start;
		word.end = p;
		words += !inside;
		inside = true;
		*first = words == 1 ? word : *first;
	}
	*last = words > 1 ? word : (struct part){name, name};
	*middle = words > 2 ? (struct part){first->end, word.text} : (struct part){name, name};
}

bool mc_collate_name(const char *name, enum mc_collate order, struct mc_str *ret)
{
	struct part first = {name, name}, middle, last;
	struct mc_str nfc;
	bool good = mc_glyph_compose(name, &nfc);
	bool given_first;

	if (good) {
		split(nfc.data, &first, &middle, &last);
		/* one word alone is a given name and comes before all with a family name */
		given_first = order == MC_COLLATE_GIVEN_FIRST && last.text != last.end;
		add_part(ret, given_first ? last : first);
		add_part(ret, middle);
		add_part(ret, given_first ? first : last);
		mc_str_add(ret, nfc.data, nfc.len);
	}
	mc_str_done(&nfc);
	return good && !ret->full;
}
