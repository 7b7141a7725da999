/* SPDX-License-Identifier: MPL-2.0 */
/*
 * packed.h - names as the numbers of their words, to be matched by the rules of
 * mc_fold_match() without being text again.
 *
 * A million people share a few thousand words. So a search compares what was typed with
 * each word once, and then looks the words of each name up in a table of bytes. A name of
 * more words than there is room for matches as MC_PACKED_ASK, and is to be asked itself.
 */
#ifndef MOTCUA_TEXT_PACKED_H
#define MOTCUA_TEXT_PACKED_H

#include <stddef.h>
#include <stdint.h>

#define MC_PACKED_WORDS 8

struct mc_packed {
	uint16_t word[MC_PACKED_WORDS]; /* 0 = the end */
};

/* The words of many names, each once. */
struct mc_packed_words;
struct mc_packed_words *mc_packed_words_new(void);
void mc_packed_words_free(struct mc_packed_words *words); /* wipes; NULL too */
size_t mc_packed_words_size(const struct mc_packed_words *words); /* bytes */

void mc_packed_make(struct mc_packed_words *words, const char *name, struct mc_packed *ret);

/* What is looked for. Good until another name is made of these words. */
struct mc_packed_query;
struct mc_packed_query *mc_packed_query_new(const struct mc_packed_words *words, const char *text);
/* The same, of words that are whole: nothing longer matches. */
struct mc_packed_query *mc_packed_query_whole(const struct mc_packed_words *words,
					      const char *text);
void mc_packed_query_free(struct mc_packed_query *query);

enum mc_packed_rank {
	MC_PACKED_NO,
	MC_PACKED_ASK,   /* mc_fold_match() must say */
	MC_PACKED_BARE,  /* letters that were typed plain carry marks or tones */
	MC_PACKED_TONES, /* all letters as typed, with their marks and tones */
	MC_PACKED_WHOLE, /* and nothing else in the name */
	MC_PACKED_RANKS,
};
/* Of each name its rank. */
void mc_packed_match(const struct mc_packed_query *query, const struct mc_packed *names,
		     size_t count, uint8_t *ret_ranks);

#endif
