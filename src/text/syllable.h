/* SPDX-License-Identifier: MPL-2.0 */
/*
 * syllable.h - is this row of letters a Vietnamese syllable, or the beginning
 * of one, and where does its tone stand? Letters are code points, lower case,
 * with marks, without tones.
 */
#ifndef MC_TEXT_SYLLABLE_H
#define MC_TEXT_SYLLABLE_H

#include <stdbool.h>
#include <stdint.h>
#include <uchar.h>

struct mc_syllable {
	int start;   /* 1 after the prefix of Ê-ban, Ê-nuôl; else 0 */
	int vowel;   /* index of the first letter of the nucleus */
	int vowels;  /* letters of the nucleus; 0 while only an onset is there */
	int codas;   /* letters of the coda */
	int tones;   /* bits 1 << enum mc_vn_tone: which go with it; behind c ch k p t sắc and nặng */
	bool complete; /* a syllable, not just the beginning of one */
};

/* false: these letters cannot become a syllable by adding letters, marks or a tone. */
bool mc_syllable_parse(const uint32_t *letters, int count, struct mc_syllable *ret);
bool mc_syllable_takes(const struct mc_syllable *s, int tone);
/* Index of the letter that carries the tone. modern: hoà khoẻ thuý, else hòa khỏe thúy. */
int mc_syllable_tone_at(const uint32_t *letters, const struct mc_syllable *s, bool modern);

/* The tables, for tests: NULL or false after the last. */
const char32_t *mc_syllable_onset(int i);
/* The rimes that may end a word: nucleus i with coda j ("" for the open one). */
bool mc_syllable_rime(int i, int j, const char32_t **ret_nucleus, const char32_t **ret_coda);

#endif
