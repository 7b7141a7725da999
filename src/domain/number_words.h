/* SPDX-License-Identifier: MPL-2.0 */
/* number_words.h - numbers in Vietnamese words, for what stands on documents. */
#ifndef DOMAIN_NUMBER_WORDS_H
#define DOMAIN_NUMBER_WORDS_H

#include "motcua/base/str.h"

const char *mc_digit_word(int digit);			   /* 0..9 */
void mc_words_below_hundred(struct mc_str *to, int n); /* 1..99 */

#endif
