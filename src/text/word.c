/* SPDX-License-Identifier: MPL-2.0 */
/* word.c - the letters of the word being typed as a syllable, and as they look. */
#include "text/word.h"

#include "text/chars.h"
#include "text/vn.h"

bool mc_word_parse(const struct mc_typing *t, struct mc_syllable *ret)
{
	uint32_t letters[MC_TYPING_WORD];

	for (int i = 0; i < t->letters; i++) {
		letters[i] = t->letter[i].c;
	}
	return mc_syllable_parse(letters, t->letters, ret);
}

bool mc_word_is_possible(const struct mc_typing *t)
{
	struct mc_syllable s;

	return mc_word_parse(t, &s) && mc_syllable_takes(&s, t->tone);
}

/* While the letters are no syllable, the tone stays where it was. */
void mc_word_place_tone(struct mc_typing *t)
{
	uint32_t letters[MC_TYPING_WORD];
	struct mc_syllable s;

	if (!mc_word_parse(t, &s) || !s.vowels) {
		return;
	}
	for (int i = 0; i < t->letters; i++) {
		letters[i] = t->letter[i].c;
	}
	t->tone_at = mc_syllable_tone_at(letters, &s, t->style == MC_TONE_NEW);
}

uint32_t mc_word_visible(const struct mc_typing *t, int i)
{
	const struct mc_typing_letter *l = &t->letter[i];
	const struct mc_vn_letter *vn = mc_vn_find(l->c);
	struct mc_vn_letter whole;

	if (vn && t->tone && i == t->tone_at) {
		whole = *vn;
		whole.tone = (uint8_t)t->tone;
		whole.upper = l->upper;
		return mc_vn_make(whole);
	}
	return l->upper ? mc_chars_upper(l->c) : l->c;
}
