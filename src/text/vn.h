/* SPDX-License-Identifier: MPL-2.0 */
/*
 * vn.h - the Vietnamese alphabet: the 134 letters beyond ASCII, and the ASCII
 * letters that carry them. A letter is its base, its mark, its tone and its case.
 */
#ifndef MC_TEXT_VN_H
#define MC_TEXT_VN_H

#include <stdbool.h>
#include <stdint.h>

enum mc_vn_mark { MC_VN_PLAIN, MC_VN_ROOF, MC_VN_BREVE, MC_VN_HORN, MC_VN_STROKE };

/* Numbered as the keys of VNI are: 0 ngang 1 sắc 2 huyền 3 hỏi 4 ngã 5 nặng. */
enum mc_vn_tone {
	MC_VN_NGANG,
	MC_VN_SAC,
	MC_VN_HUYEN,
	MC_VN_HOI,
	MC_VN_NGA,
	MC_VN_NANG,
};

struct mc_vn_letter {
	char base; /* ASCII, lower case: a e i o u y d */
	uint8_t mark, tone;
	bool upper;
};

/* The vowels and d in all their forms, plain ASCII ones too; NULL for anything else. */
const struct mc_vn_letter *mc_vn_find(uint32_t c);
/* The code point of a letter; 0 when there is none (a with a horn). */
uint32_t mc_vn_make(struct mc_vn_letter letter);

#endif
