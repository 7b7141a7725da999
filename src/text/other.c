/* SPDX-License-Identifier: MPL-2.0 */
/*
 * other.c - spellings that people mix up and the civil status keeps apart: i and y behind one
 * consonant (Lý Lí, Mỹ Mĩ, Quý Quí), c and k behind a (Đắc Lắc, Đắk Lắk).
 */
#include "motcua/text/text.h"

#include <string.h>
#include <uchar.h>

#include "text/chars.h"
#include "text/glyph.h"
#include "text/vn.h"

enum { SITES_MAX = 3, LETTERS_MAX = 400 };

/* A name by its letters, and where it can be spelt otherwise. */
struct spelling {
	uint32_t letter[LETTERS_MAX];
	int count;
	int site[SITES_MAX];
	int sites;
};

static uint32_t base_of(const struct spelling *s, int i, int from)
{
	return i >= from ? mc_glyph_of(s->letter[i]).base : 0;
}

static bool among(uint32_t c, const char32_t *letters)
{
	while (*letters && *letters != c) {
		letters++;
	}
	return *letters != 0;
}

/* The word from..end-1: does its last letter have another one? */
static bool has_other(const struct spelling *s, int from, int end)
{
	struct mc_glyph last = mc_glyph_of(s->letter[end - 1]);
	uint32_t before = base_of(s, end - 2, from), first = base_of(s, end - 3, from);

	if (last.letter == 'i' || last.letter == 'y') {
		return (end - from == 2 && among(before, U"hklmstv")) ||
		       (end - from == 3 && before == 'u' && first == 'q');
	}
	return (last.letter == 'c' || last.letter == 'k') && before == 'a' &&
	       mc_glyph_of(s->letter[end - 2]).letter != U'â';
}

static void find_sites(struct spelling *s)
{
	for (int from = 0, end; from < s->count; from = end + 1) {
		end = from;
		while (end < s->count && !mc_chars_is_space(s->letter[end])) {
			end++;
		}
		if (end > from && s->sites < SITES_MAX && has_other(s, from, end)) {
			s->site[s->sites++] = end - 1;
		}
	}
}

static uint32_t other_of(uint32_t c)
{
	const struct mc_vn_letter *vn = mc_vn_find(c);
	struct mc_vn_letter other;

	if (!vn) {
		return c == 'c' || c == 'C' ? c + ('k' - 'c') : c - ('k' - 'c');
	}
	other = *vn;
	other.base = vn->base == 'i' ? 'y' : 'i';
	return mc_vn_make(other);
}

static bool read(const char *text, struct spelling *s)
{
	struct mc_str nfc;
	bool good = mc_glyph_compose(text, &nfc);

	*s = (struct spelling){.count = 0};
	for (const char *p = nfc.data; good && *p;) {
		good = s->count < LETTERS_MAX;
		if (good) {
			s->letter[s->count++] = mc_chars_next(&p);
		}
	}
	mc_str_done(&nfc);
	return good;
}

bool mc_fold_other(const char *text, unsigned n, struct mc_str *ret)
{
	struct spelling s;
	bool there;

	if (!read(text, &s)) {
		return false;
	}
	find_sites(&s);
	there = n + 1 < 1U << s.sites;
	for (int i = 0; there && i < s.sites; i++) {
		if ((n + 1) >> i & 1) {
			s.letter[s.site[i]] = other_of(s.letter[s.site[i]]);
		}
	}
	for (int i = 0; there && i < s.count; i++) {
		mc_chars_add(ret, s.letter[i]);
	}
	explicit_bzero(&s, sizeof(s));
	return there && !ret->full;
}
