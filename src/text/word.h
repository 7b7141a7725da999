/* SPDX-License-Identifier: MPL-2.0 */
/* word.h - the word being typed: what its letters make, and what a key makes of it. */
#ifndef MC_TEXT_WORD_H
#define MC_TEXT_WORD_H

#include <stdbool.h>
#include <stdint.h>

#include "motcua/text/typing.h"
#include "text/syllable.h"

/* In mc_typing.owner: the key belongs to the syllable's tone, not to a letter. */
enum { MC_WORD_TONE = 0xFF };

bool mc_word_parse(const struct mc_typing *t, struct mc_syllable *ret);
/* The letters with their tone can be a syllable or become one. */
bool mc_word_is_possible(const struct mc_typing *t);
void mc_word_place_tone(struct mc_typing *t);
/* Letter i as it stands on the screen. */
uint32_t mc_word_visible(const struct mc_typing *t, int i);

/* The method has this key for a mark or a tone. */
bool mc_word_is_mark_key(const struct mc_typing *t, uint32_t key);
bool mc_word_is_letter_key(uint32_t key);
/* The key becomes a tone, a mark or a letter; false (and no change) for a sign that
 * ends the word. The word must have room. */
bool mc_word_press(struct mc_typing *t, uint32_t key);

#endif
