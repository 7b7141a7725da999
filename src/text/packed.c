/* SPDX-License-Identifier: MPL-2.0 */
/* packed.c - words numbered, names of such numbers, and the smart search in them. */
#include "motcua/text/packed.h"

#include <stdlib.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "text/fold.h"

enum { END, ASK, FIRST, WORDS_MAX = 1 << 16 }; /* numbers of words: two mean something else */
enum { LETTERS_MAX = 90, CAP = 256 };

struct letter {
	uint32_t base, marked;
};

/* Where in a word its tone stands is nothing: "Hoà" and "Hòa" are one. */
struct word {
	struct letter letter[LETTERS_MAX];
	uint8_t count, tones; /* a bit for each tone that is in it */
};

struct entry {
	uint32_t at; /* its first letter */
	uint8_t count, tones;
};

struct mc_packed_words {
	struct entry *entries;
	struct letter *letters;
	uint16_t *slots; /* numbers by hash; 0 = free. At most half of them are in use. */
	size_t count, cap, letter_count, letter_cap, slot_count;
};

/* The next word of a text, which moves on; false at its end. What is longer than any word of
 * a name is cut in what is kept and in what is looked for alike. */
static bool next_word(const char **text, struct word *ret)
{
	struct mc_glyph g;

	*text = mc_fold_skip_gap(*text);
	if (!**text) {
		return false;
	}
	ret->count = ret->tones = 0;
	while (mc_fold_next_letter(text, &g)) {
		if (ret->count < LETTERS_MAX) {
			ret->letter[ret->count++] = (struct letter){g.base, g.letter};
			ret->tones |= (uint8_t)(1U << g.tone & ~1U);
		}
	}
	return true;
}

/* ---- the words */

struct mc_packed_words *mc_packed_words_new(void)
{
	struct mc_packed_words *words = mc_calloc(1, sizeof(*words));

	words->cap = CAP;
	words->slot_count = 2 * CAP;
	words->letter_cap = 8 * CAP;
	words->entries = mc_calloc(words->cap, sizeof(*words->entries));
	words->slots = mc_calloc(words->slot_count, sizeof(*words->slots));
	words->letters = mc_calloc(words->letter_cap, sizeof(*words->letters));
	words->count = FIRST;
	return words;
}

void mc_packed_words_free(struct mc_packed_words *words)
{
	if (words) {
		mc_free_wiped(words->entries, words->cap * sizeof(*words->entries));
		mc_free_wiped(words->slots, words->slot_count * sizeof(*words->slots));
		mc_free_wiped(words->letters, words->letter_cap * sizeof(*words->letters));
		free(words);
	}
}

size_t mc_packed_words_size(const struct mc_packed_words *words)
{
	return words->cap * sizeof(*words->entries) + words->slot_count * sizeof(*words->slots) +
	       words->letter_cap * sizeof(*words->letters);
}

static uint32_t hash(const struct letter *letters, unsigned count, unsigned tones)
{
	uint32_t h = UINT32_C(2166136261) ^ tones;

	for (unsigned i = 0; i < count; i++) {
		h = (h ^ letters[i].marked) * UINT32_C(16777619);
	}
	return h ^ h >> 15;
}

static uint16_t *slot_of(const struct mc_packed_words *words, const struct letter *letters,
			 unsigned count, unsigned tones)
{
	size_t at = hash(letters, count, tones);

	for (;; at++) {
		uint16_t *slot = &words->slots[at & (words->slot_count - 1)];
		const struct entry *entry = &words->entries[*slot];

		if (!*slot || (entry->count == count && entry->tones == tones &&
			       !memcmp(&words->letters[entry->at], letters,
				       count * sizeof(*letters)))) {
			return slot;
		}
	}
}

static void make_room(struct mc_packed_words *words, unsigned letters)
{
	if (words->letter_count + letters > words->letter_cap) {
		words->letters = mc_regrow_wiped(words->letters, words->letter_cap,
						 2 * words->letter_cap, sizeof(*words->letters));
		words->letter_cap *= 2;
	}
	if (words->count < words->cap) {
		return;
	}
	words->entries = mc_regrow_wiped(words->entries, words->cap, 2 * words->cap,
					 sizeof(*words->entries));
	words->cap *= 2;
	mc_free_wiped(words->slots, words->slot_count * sizeof(*words->slots));
	words->slot_count *= 2;
	words->slots = mc_calloc(words->slot_count, sizeof(*words->slots));
	for (size_t n = FIRST; n < words->count; n++) {
		const struct entry *entry = &words->entries[n];

		*slot_of(words, &words->letters[entry->at], entry->count, entry->tones) =
			(uint16_t)n;
	}
}

/* ASK when there are more words than numbers. */
static uint16_t number_of(struct mc_packed_words *words, const struct word *word)
{
	uint16_t *slot = slot_of(words, word->letter, word->count, word->tones);
	uint16_t known = *slot;

	if (known) {
		return known;
	}
	if (words->count == WORDS_MAX) {
		return ASK;
	}
	make_room(words, word->count);
	slot = slot_of(words, word->letter, word->count, word->tones);
	*slot = (uint16_t)words->count;
	words->entries[words->count++] = (struct entry){ (uint32_t)words->letter_count, word->count,
							 word->tones };
	memcpy(&words->letters[words->letter_count], word->letter,
	       word->count * sizeof(*word->letter));
	words->letter_count += word->count;
	return *slot;
}

void mc_packed_make(struct mc_packed_words *words, const char *name, struct mc_packed *ret)
{
	struct word word;
	int count = 0;

	memset(ret, 0, sizeof(*ret));
	while (next_word(&name, &word)) {
		uint16_t number = count < MC_PACKED_WORDS ? number_of(words, &word) : ASK;

		if (number == ASK) {
			*ret = (struct mc_packed){{ASK}};
			break;
		}
		ret->word[count++] = number;
	}
	explicit_bzero(&word, sizeof(word));
}

/* ---- what is looked for */

/* How a word fits one that was typed, in bits: of several fits in a row all must hold. */
enum { FITS = 1, EXACT = 2, WHOLE = 4, UNKNOWN = 8 };

struct mc_packed_query {
	int count; /* words typed */
	size_t numbers;
	uint8_t fits[]; /* for each word typed: by the number of a word */
};

static uint8_t fit(const struct word *typed, const struct letter *letters,
		   const struct entry *there, bool whole)
{
	bool exact = typed->tones == there->tones;

	if (typed->count > there->count || typed->tones & ~there->tones ||
	    (whole && typed->count < there->count)) {
		return 0;
	}
	for (int i = 0; i < typed->count; i++) {
		const struct letter *want = &typed->letter[i], *have = &letters[i];
		bool same = want->marked == have->marked;

		if (want->base != have->base || (!same && want->marked != want->base)) {
			return 0;
		}
		exact &= same;
	}
	return (uint8_t)(FITS | (exact ? EXACT : 0) |
			 (exact && typed->count == there->count ? WHOLE : 0));
}

static int count_words(const char *text)
{
	struct word word;
	int count = 0;

	while (next_word(&text, &word)) {
		count++;
	}
	return count;
}

static struct mc_packed_query *make_query(const struct mc_packed_words *words, const char *text,
					  bool whole)
{
	int count = count_words(text);
	/* no name here has so many words */
	size_t tables = count <= MC_PACKED_WORDS ? (size_t)count : 0;
	struct mc_packed_query *query = mc_calloc(1, sizeof(*query) + tables * words->count);
	struct word typed;

	query->count = count;
	query->numbers = words->count;
	for (size_t t = 0; t < tables && next_word(&text, &typed); t++) {
		uint8_t *fits = &query->fits[t * words->count];

		fits[ASK] = whole ? 0 : UNKNOWN; /* of so long a name nobody is sure */
		for (size_t n = FIRST; n < words->count; n++) {
			const struct entry *there = &words->entries[n];

			fits[n] = fit(&typed, &words->letters[there->at], there, whole);
		}
	}
	explicit_bzero(&typed, sizeof(typed));
	return query;
}

struct mc_packed_query *mc_packed_query_new(const struct mc_packed_words *words, const char *text)
{
	return make_query(words, text, false);
}

struct mc_packed_query *mc_packed_query_whole(const struct mc_packed_words *words,
					      const char *text)
{
	return make_query(words, text, true);
}

void mc_packed_query_free(struct mc_packed_query *query)
{
	free(query);
}

/* ---- matching */

static const uint8_t ranks[16] = {
	[FITS] = MC_PACKED_BARE,
	[FITS | EXACT] = MC_PACKED_TONES,
	[FITS | EXACT | WHOLE] = MC_PACKED_TONES, /* of this word; WHOLE when it is all */
	[UNKNOWN] = MC_PACKED_ASK,
};

static uint8_t rank_of(unsigned fits, bool all_of_it)
{
	return all_of_it && fits & WHOLE ? MC_PACKED_WHOLE : ranks[fits];
}

/* One word was typed: any of the name's will do. Four or fewer is what most names have; for
 * them nothing depends on the name but what is looked up. */
static void match_one(const uint8_t *fits, const struct mc_packed *names, size_t count,
		      uint8_t *ret_ranks)
{
	for (size_t i = 0; i < count; i++) {
		const uint16_t *word = names[i].word;
		unsigned sum = fits[word[0]] | fits[word[1]] | fits[word[2]] | fits[word[3]];

		if (word[4]) {
			sum |= fits[word[4]] | fits[word[5]] | fits[word[6]] | fits[word[7]];
		}
		ret_ranks[i] = rank_of(sum, !word[1]);
	}
}
_Static_assert(MC_PACKED_WORDS == 8, "all of them are looked at");

/* Several: in this order, one behind the other. */
static uint8_t match_row(const struct mc_packed_query *query, const struct mc_packed *name)
{
	const uint8_t *second = &query->fits[query->numbers];
	uint8_t best = name->word[0] == ASK ? MC_PACKED_ASK : MC_PACKED_NO;

	for (int at = 0; at + query->count <= MC_PACKED_WORDS && name->word[at]; at++) {
		unsigned fits = query->fits[name->word[at]] & second[name->word[at + 1]];
		bool all_of_it = !at && (query->count == MC_PACKED_WORDS ||
					 !name->word[query->count]);
		uint8_t rank;

		for (int i = 2; fits && i < query->count; i++) {
			fits &= query->fits[(size_t)i * query->numbers + name->word[at + i]];
		}
		rank = rank_of(fits, all_of_it);
		best = rank > best ? rank : best;
	}
	return best;
}

void mc_packed_match(const struct mc_packed_query *query, const struct mc_packed *names,
		     size_t count, uint8_t *ret_ranks)
{
	if (query->count == 1) {
		match_one(query->fits, names, count, ret_ranks);
	} else if (!query->count) {
		memset(ret_ranks, MC_PACKED_BARE, count);
	} else {
		for (size_t i = 0; i < count; i++) {
			ret_ranks[i] = match_row(query, &names[i]);
		}
	}
}
