/* SPDX-License-Identifier: MPL-2.0 */
/* packed.c - names of one byte a letter, and the smart search in them. */
#include "motcua/text/packed.h"

#include <string.h>

#include "motcua/base/mem.h"
#include "text/chars.h"
#include "text/fold.h"
#include "text/vn.h"

_Static_assert(sizeof(struct mc_packed) == 28, "rows are packed");

#define NOT_ALL (UINT32_C(1) << 31)

/* A byte is 1 + kind * 6 + tone: 26 plain letters, 7 with a mark, then 10 digits without
 * tone. So `byte` tells base, mark and tone by three small tables. */
enum { TONES = 6, PLAIN = 26, MARKED = 7, LETTERS = PLAIN + MARKED, DIGITS = 1 + LETTERS * TONES };

static const struct {
	char base;
	uint8_t mark;
} marked[MARKED] = {
	{ 'a', MC_VN_ROOF }, { 'a', MC_VN_BREVE }, { 'd', MC_VN_STROKE }, { 'e', MC_VN_ROOF },
	{ 'o', MC_VN_ROOF }, { 'o', MC_VN_HORN },  { 'u', MC_VN_HORN },
};

static int kind_of(const struct mc_glyph *g)
{
	if (!g->mark && g->base >= 'a' && g->base <= 'z') {
		return (int)g->base - 'a';
	}
	for (int i = 0; i < MARKED; i++) {
		if ((uint32_t)marked[i].base == g->base && marked[i].mark == g->mark) {
			return PLAIN + i;
		}
	}
	return -1;
}

/* 0 for a letter that has no byte. */
static uint8_t pack(const struct mc_glyph *g)
{
	int kind = kind_of(g);

	if (g->base >= '0' && g->base <= '9') {
		return (uint8_t)(DIGITS + g->base - '0');
	}
	return kind < 0 ? 0 : (uint8_t)(1 + kind * TONES + g->tone);
}

/* Searching asks for these of every word of every name: a table, not reckoning. */
#define SIX(base) base, base, base, base, base, base
static const uint8_t bases[] = {
	0,	  SIX('a'), SIX('b'), SIX('c'), SIX('d'), SIX('e'), SIX('f'), SIX('g'), SIX('h'),
	SIX('i'), SIX('j'), SIX('k'), SIX('l'), SIX('m'), SIX('n'), SIX('o'), SIX('p'), SIX('q'),
	SIX('r'), SIX('s'), SIX('t'), SIX('u'), SIX('v'), SIX('w'), SIX('x'), SIX('y'), SIX('z'),
	SIX('a'), SIX('a'), SIX('d'), SIX('e'), SIX('o'), SIX('o'), SIX('u'), '0',	'1',
	'2',	  '3',	    '4',      '5',	'6',	  '7',	    '8',      '9',
};
_Static_assert(sizeof(bases) == DIGITS + 10, "one for each byte");

static uint8_t base_of(uint8_t letter)
{
	return bases[letter];
}

static uint8_t mark_of(uint8_t letter)
{
	int kind = (letter - 1) / TONES;

	return letter >= DIGITS || kind < PLAIN ? 0 : marked[kind - PLAIN].mark;
}

static uint8_t tone_of(uint8_t letter)
{
	return letter >= DIGITS ? 0 : (uint8_t)((letter - 1) % TONES);
}

/* ---- making */

void mc_packed_make(const char *name, struct mc_packed *ret)
{
	struct mc_glyph g;
	int at = 0;

	memset(ret, 0, sizeof(*ret));
	for (name = mc_fold_skip_gap(name); *name; name = mc_fold_skip_gap(name)) {
		uint32_t start = at < MC_PACKED_LETTERS ? UINT32_C(1) << at : NOT_ALL;
		int before = at;

		while (mc_fold_next_letter(&name, &g)) {
			uint8_t letter = pack(&g);

			if (!letter || at == MC_PACKED_LETTERS) {
				ret->starts |= NOT_ALL;
				continue;
			}
			ret->letters[at++] = letter;
		}
		ret->starts |= at > before ? start : NOT_ALL; /* an apostrophe alone */
	}
}

void mc_packed_query(const char *text, struct mc_packed_query *ret)
{
	struct mc_packed packed;

	memset(ret, 0, sizeof(*ret));
	mc_packed_make(text, &packed);
	ret->ask_all = packed.starts & NOT_ALL;
	for (int i = 0; i < MC_PACKED_LETTERS && packed.letters[i]; i++) {
		if (packed.starts & UINT32_C(1) << i) {
			ret->word[ret->words++].first = (uint8_t)i;
		}
		ret->word[ret->words - 1].count++;
		ret->word[ret->words - 1].tones |= (uint8_t)(1U << tone_of(packed.letters[i]));
		ret->base[i] = base_of(packed.letters[i]);
		ret->mark[i] = mark_of(packed.letters[i]);
	}
}

/* ---- matching */

/* The first bit above this one; the letters' end when there is none. */
static int next_start(uint32_t starts, int at)
{
	uint32_t above = starts & ~NOT_ALL & (~UINT32_C(1) << at);

	return above ? __builtin_ctz(above) : MC_PACKED_LETTERS;
}

/* Does the query's word w match the name's word in [from, until)? *exact: with just these
 * marks and tones; where in the word the tone stands is nothing ("Hoà", "Hòa"). */
static bool match_word(const struct mc_packed_query *query, int w, const struct mc_packed *name,
		       int from, int until, bool *exact)
{
	int first = query->word[w].first, count = query->word[w].count;
	unsigned typed = query->word[w].tones & ~1U, there = 0;

	if (count > until - from) {
		return false;
	}
	for (int i = 0; i < count; i++) {
		uint8_t letter = name->letters[from + i], mark = mark_of(letter);

		if (!letter || base_of(letter) != query->base[first + i] ||
		    (query->mark[first + i] && mark != query->mark[first + i])) {
			return false;
		}
		*exact &= mark == query->mark[first + i];
	}
	for (int i = from; i < until && name->letters[i]; i++) {
		there |= 1U << tone_of(name->letters[i]);
	}
	there &= ~1U;
	*exact &= typed == there;
	return !(typed & ~there);
}

static enum mc_packed_rank match_at(const struct mc_packed_query *query,
				    const struct mc_packed *name, int at)
{
	bool exact = true, whole = at == 0;

	for (int w = 0; w < query->words; w++) {
		int until = next_start(name->starts, at);

		if (at >= MC_PACKED_LETTERS || !name->letters[at] ||
		    !match_word(query, w, name, at, until, &exact)) {
			return MC_PACKED_NO;
		}
		at += query->word[w].count;
		whole &= at == until || !name->letters[at];
		at = until;
	}
	whole &= at >= MC_PACKED_LETTERS || !name->letters[at];
	return !exact ? MC_PACKED_BARE : whole ? MC_PACKED_WHOLE : MC_PACKED_TONES;
}

enum mc_packed_rank mc_packed_match(const struct mc_packed_query *query,
				    const struct mc_packed *name)
{
	enum mc_packed_rank best = MC_PACKED_NO;

	if (query->ask_all || name->starts & NOT_ALL) {
		return MC_PACKED_ASK;
	}
	if (!query->words) {
		return MC_PACKED_BARE;
	}
	for (uint32_t starts = name->starts; starts; starts &= starts - 1) {
		int at = __builtin_ctz(starts);
		enum mc_packed_rank rank = MC_PACKED_NO;

		if (base_of(name->letters[at]) == query->base[0]) { /* few words get so far */
			rank = match_at(query, name, at);
		}
		best = rank > best ? rank : best;
	}
	return best;
}
