/* SPDX-License-Identifier: MPL-2.0 */
/*
 * text.h - the one door for text: every string from a keyboard, scanner, file,
 * wire or database passes mc_text_clean() before anybody looks at it.
 */
#ifndef MOTCUA_TEXT_TEXT_H
#define MOTCUA_TEXT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "motcua/base/err.h"
#include "motcua/base/str.h"

/*
 * NFC, control, zero-width and bidi characters dropped, runs of white space made
 * one space, ends trimmed. Tabs and line ends are white space; multiline keeps
 * line ends as \n, at most one empty line in a row. Appended to ret.
 * MC_E_TEXT_UTF8 for invalid UTF-8 (nothing appended), MC_E_TEXT_LONG past ret->max.
 */
enum mc_code mc_text_clean(const char *text, size_t len, bool multiline, struct mc_str *ret,
			   struct mc_err *why) MC_CHECKED;
/* The same into a fixed array. */
enum mc_code mc_text_clean_to(const char *text, char *to, size_t size, struct mc_err *why) MC_CHECKED;

/* NFC only (Vietnamese letters and general Latin); input must be valid UTF-8. */
bool mc_text_nfc(const char *text, size_t len, struct mc_str *ret);

/* Marks that stand for themselves though the text is in NFC: no letter of the console has them. */
size_t mc_text_loose_marks(const char *text);

/* Terminal columns: 0 for combining, 2 for wide East Asian, else 1. */
int mc_text_width(const char *text);
int mc_text_columns(uint32_t c); /* of one code point */
/* Bytes of the longest prefix that fits in columns; ret_columns may be NULL. */
size_t mc_text_fit(const char *text, int columns, int *ret_columns);
/* Bytes of the first line when text is broken between words at so many columns; *ret_next =
 * where the next one starts, 0 bytes and the end when nothing is left. */
size_t mc_text_break(const char *text, int columns, const char **ret_next);

/* Simple case mapping for Latin incl. the Vietnamese letters; never locale. */
bool mc_text_upper(const char *text, struct mc_str *ret);
bool mc_text_lower(const char *text, struct mc_str *ret);

/* The 134 letters that Vietnamese has beside ASCII, as one text: small ones, then capitals. */
const char *mc_text_letters(void);

/*
 * Search keys (docs/TYPING.md 3), appended to ret; words separated by one space.
 * tonepos: letters with marks, then the syllable's tone as a digit, folded case:
 *          "Hòa" and "Hoà" both give "hoa2". The test for "same name".
 * bare:    no marks, no tones, đ as d: "nguyen van dung".
 */
bool mc_fold_tonepos(const char *text, struct mc_str *ret);
bool mc_fold_bare(const char *text, struct mc_str *ret);
/* "smart": plain query letters match any variant, marked ones and typed tones
 * must match. A substring match at a word start; "" matches all. */
bool mc_fold_match(const char *query, const char *text);
/*
 * The n-th other spelling of a name, of those that people mix up and civil status keeps apart (Lý
 * and Lí, Đắk and Đắc), appended to ret; false when there are no more. Only to be offered.
 */
bool mc_fold_other(const char *text, unsigned n, struct mc_str *ret);
/* The same, and other words may stand between: "hai chau da nang" finds "phường Hải Châu,
 * thành phố Đà Nẵng". */
bool mc_fold_match_words(const char *query, const char *text);
/* Same civil-status name: equal tonepos keys. i and y stay different. */
bool mc_fold_same_name(const char *a, const char *b);

/*
 * Collation key of a person's name (given name, middle words, family name; tones
 * after letters; upper case after lower): bytes for memcmp(), no NUL inside.
 * MC_COLLATE_FAMILY_FIRST compares in written order instead.
 */
enum mc_collate { MC_COLLATE_GIVEN_FIRST, MC_COLLATE_FAMILY_FIRST };
bool mc_collate_name(const char *name, enum mc_collate order, struct mc_str *ret);

#endif
