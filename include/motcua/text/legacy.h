/* SPDX-License-Identifier: MPL-2.0 */
/*
 * legacy.h - Vietnamese text of before Unicode, for lists that offices still keep.
 *
 * Nobody can tell these encodings apart for sure: mc_legacy_score() says how much of a
 * text reads as Vietnamese, and a person chooses, looking at a preview.
 */
#ifndef MOTCUA_TEXT_LEGACY_H
#define MOTCUA_TEXT_LEGACY_H

#include <stddef.h>

#include "motcua/base/str.h"

/* X(id, word, what people call it) */
#define MC_ENCODINGS(X)                                                              \
	X(UTF8, "utf-8", "Unicode (UTF-8)")                                          \
	X(TCVN3, "tcvn3", "TCVN3 (ABC), .VnTime")                                    \
	X(TCVN3_CAPITALS, "tcvn3-capitals", "TCVN3 (ABC), .VnTimeH")                 \
	X(VNI, "vni", "VNI Windows")                                                 \
	X(VISCII, "viscii", "VISCII")                                                \
	X(CP1258, "cp1258", "Windows-1258")

enum mc_encoding {
#define X(id, word, name) MC_ENCODING_##id,
	MC_ENCODINGS(X)
#undef X
	MC_ENCODING_COUNT
};

const char *mc_encoding_word(enum mc_encoding encoding); /* "tcvn3" */
const char *mc_encoding_name(enum mc_encoding encoding);
enum mc_encoding mc_encoding_parse(const char *word); /* MC_ENCODING_COUNT when unknown */

/*
 * Bytes as UTF-8 in NFC, appended to ret; line ends and tabs stay. A byte that means
 * nothing becomes U+FFFD; returns how many. In fonts whose name ends in H (.VnTimeH)
 * TCVN3 writes capitals with the codes of small letters: TCVN3_CAPITALS raises them all.
 */
size_t mc_legacy_decode(enum mc_encoding encoding, const void *bytes, size_t len,
			struct mc_str *ret);

/* Of the words with a letter beyond ASCII in this text (UTF-8, NFC): how many per
 * hundred are Vietnamese syllables with all capitals or none after the first letter.
 * 100 when there is none. */
int mc_legacy_score(const char *text);

#endif
