/* SPDX-License-Identifier: MPL-2.0 */
/* fold.h - names read as words of letters, as the smart search does. */
#ifndef MC_TEXT_FOLD_H
#define MC_TEXT_FOLD_H

#include "text/glyph.h"

/* The next letter of the word at *text, which moves on; false at the word's end.
 * "hhen" finds H'Hen: apostrophes count for nothing. */
bool mc_fold_next_letter(const char **text, struct mc_glyph *ret);
/* To the next word: over white space and every sign but the apostrophe. */
const char *mc_fold_skip_gap(const char *text);

#endif
