/* SPDX-License-Identifier: MPL-2.0 */
/* fold.c - search keys of names, and matching while somebody types. */
#include "motcua/text/text.h"

#include <string.h>

#include "text/chars.h"
#include "text/fold.h"
#include "text/vn.h"

/* A key being written: words parted by one space, a word's tones after its letters. */
struct writer {
	struct mc_str *ret;
	bool gap, any;
	char tones[8];
	size_t tone_count;
};

/* A syllable has one tone; a foreign word may have more, in their order. */
static void note_tone(struct writer *w, uint8_t tone)
{
	if (tone && w->tone_count < sizeof(w->tones)) {
		w->tones[w->tone_count++] = (char)('0' + tone);
	}
}

static void end_syllable(struct writer *w)
{
	mc_str_add(w->ret, w->tones, w->tone_count);
	w->tone_count = 0;
}

static void write_char(struct writer *w, uint32_t c)
{
	if (w->gap && w->any) {
		mc_str_putc(w->ret, ' ');
	}
	w->gap = false;
	w->any = true;
	mc_chars_add(w->ret, c);
}

static bool ends_syllable(uint32_t c)
{
	return c < 0x80 && !(c >= 'a' && c <= 'z');
}

static void write_tonepos(struct writer *w, uint32_t c)
{
	struct mc_glyph g = mc_glyph_of(mc_glyph_plain_sign(c));

	if (mc_chars_is_space(c)) {
		end_syllable(w);
		w->gap = true;
		return;
	}
	if (ends_syllable(g.letter)) {
		end_syllable(w);
	}
	write_char(w, g.letter);
	note_tone(w, g.tone);
}

static void write_bare(struct writer *w, uint32_t c)
{
	struct mc_glyph g = mc_glyph_of(mc_glyph_plain_sign(c));

	if (mc_chars_is_space(c)) {
		w->gap = true;
	} else if (!mc_glyph_is_combining(c)) {
		write_char(w, g.base);
	}
}

bool mc_fold_tonepos(const char *text, struct mc_str *ret)
{
	struct writer w = {.ret = ret};
	struct mc_str nfc;
	bool good = mc_glyph_compose(text, &nfc);

	for (const char *p = nfc.data; good && *p;) {
		write_tonepos(&w, mc_chars_next(&p));
	}
	end_syllable(&w);
	mc_str_done(&nfc);
	return good && !ret->full;
}

bool mc_fold_bare(const char *text, struct mc_str *ret)
{
	struct writer w = {.ret = ret};

	while (*text) {
		write_bare(&w, mc_chars_next(&text));
	}
	return !ret->full;
}

/* ---- letter by letter, without allocation */

static bool is_apostrophe(uint32_t c)
{
	return mc_glyph_plain_sign(c) == '\'';
}

/* What parts words: white space and every sign but the apostrophe (H'Hen is one word). */
static bool is_gap(uint32_t c)
{
	if (c < 0x80) {
		return !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			 is_apostrophe(c));
	}
	return !is_apostrophe(c) && (mc_chars_is_space(c) || (c >= 0x2010 && c < 0x2070));
}

bool mc_fold_next_letter(const char **text, struct mc_glyph *ret)
{
	while (**text) {
		const char *next = *text;
		uint32_t c = mc_chars_next(&next);

		if (is_gap(c)) {
			return false;
		}
		*text = next;
		if (!is_apostrophe(c) && !mc_glyph_is_combining(c)) {
			*ret = mc_glyph_of(c);
			return true;
		}
	}
	return false;
}

const char *mc_fold_skip_gap(const char *text)
{
	const char *next = text;

	while (*text && is_gap(mc_chars_next(&next))) {
		text = next;
	}
	return text;
}

/* ---- the same name? */

/* Most names of a list begin with another letter, and then no key need be made of them. */
static bool begin_alike(const char *a, const char *b)
{
	struct mc_glyph first[2];

	return !mc_fold_next_letter(&a, &first[0]) || !mc_fold_next_letter(&b, &first[1]) ||
	       first[0].base >= 0x80 || first[1].base >= 0x80 || first[0].base == first[1].base;
}

bool mc_fold_same_name(const char *a, const char *b)
{
	struct mc_str keys[2];
	bool same;

	if (!begin_alike(a, b)) {
		return false;
	}
	mc_str_init(&keys[0], 4 * strlen(a) + 16);
	mc_str_init(&keys[1], 4 * strlen(b) + 16);
	same = mc_fold_tonepos(a, &keys[0]) && mc_fold_tonepos(b, &keys[1]) &&
	       mc_slice_equal(mc_slice_of(&keys[0]), mc_slice_of(&keys[1]));
	mc_str_done(&keys[0]);
	mc_str_done(&keys[1]);
	return same;
}

/* ---- matching while somebody types */

static bool letter_matches(const struct mc_glyph *query, const struct mc_glyph *text)
{
	return query->base == text->base && (!query->mark || query->mark == text->mark);
}

/* Tones are compared per word, not per letter: "hoà" finds Hòa, "ngũ" finds Nguyễn
 * but not Nguyệt. Both pointers move to the end of their word. */
static bool match_word(const char **query, const char **text)
{
	struct mc_glyph q, t;
	unsigned typed = 0, there = 0;

	while (mc_fold_next_letter(query, &q)) {
		if (!mc_fold_next_letter(text, &t) || !letter_matches(&q, &t)) {
			return false;
		}
		typed |= 1U << q.tone;
		there |= 1U << t.tone;
	}
	while (mc_fold_next_letter(text, &t)) {
		there |= 1U << t.tone;
	}
	return !(typed & ~there & ~1U);
}

static bool match_here(const char *query, const char *text)
{
	while (*query) {
		if (!*text || !match_word(&query, &text)) {
			return false;
		}
		query = mc_fold_skip_gap(query);
		text = mc_fold_skip_gap(text);
	}
	return true;
}

bool mc_fold_match(const char *query, const char *text)
{
	struct mc_glyph ignored;

	query = mc_fold_skip_gap(query);
	if (!*query) {
		return true;
	}
	for (text = mc_fold_skip_gap(text); *text; text = mc_fold_skip_gap(text)) {
		if (match_here(query, text)) {
			return true;
		}
		while (mc_fold_next_letter(&text, &ignored)) {
		}
	}
	return false;
}

bool mc_fold_match_words(const char *query, const char *text)
{
	struct mc_glyph ignored;

	query = mc_fold_skip_gap(query);
	text = mc_fold_skip_gap(text);
	while (*query && *text) {
		const char *word = query, *at = text;

		if (match_word(&word, &at)) {
			query = mc_fold_skip_gap(word);
		}
		while (mc_fold_next_letter(&text, &ignored)) {
		}
		text = mc_fold_skip_gap(text);
	}
	return !*query;
}
