/* SPDX-License-Identifier: MPL-2.0 */
/*
 * packed.h - a name in 28 bytes, to be matched by the rules of mc_fold_match() without
 * being text again: one byte a letter (its base, mark and tone), and where words start.
 *
 * For a column of many names in memory. What does not go into it (a name of more than 24
 * letters, a foreign letter) is marked, matches as MC_PACKED_ASK, and is to be asked of
 * the name itself.
 */
#ifndef MOTCUA_TEXT_PACKED_H
#define MOTCUA_TEXT_PACKED_H

#include <stdbool.h>
#include <stdint.h>

#define MC_PACKED_LETTERS 24

struct mc_packed {
	uint32_t starts; /* bit i: a word starts at letter i; the highest bit: not all is in it */
	uint8_t letters[MC_PACKED_LETTERS]; /* 0 = the end */
};

void mc_packed_make(const char *name, struct mc_packed *ret);

/* What is looked for, taken apart once. */
struct mc_packed_query {
	bool ask_all; /* more than fits, or foreign letters: nothing can be told by packing */
	int words;
	struct {
		uint8_t first, count; /* in letters */
		uint8_t tones;        /* typed ones, a bit each */
	} word[MC_PACKED_LETTERS];
	uint8_t base[MC_PACKED_LETTERS], mark[MC_PACKED_LETTERS];
};
void mc_packed_query(const char *text, struct mc_packed_query *ret);

enum mc_packed_rank {
	MC_PACKED_NO,
	MC_PACKED_ASK,   /* mc_fold_match() must say */
	MC_PACKED_BARE,  /* letters that were typed plain carry marks or tones */
	MC_PACKED_TONES, /* all letters as typed, with their marks and tones */
	MC_PACKED_WHOLE, /* and nothing else in the name */
};
enum mc_packed_rank mc_packed_match(const struct mc_packed_query *query,
				    const struct mc_packed *name);

#endif
