/* SPDX-License-Identifier: MPL-2.0 */
/* lean_text.h - unrolling and rolling up, for a text and for a batch (docs/FORMATS.md 14). */
#ifndef SEAL_LEAN_TEXT_H
#define SEAL_LEAN_TEXT_H

#include <stdbool.h>

#include "motcua/base/str.h"

/* Control characters stand in no JSON: each marks what was undone. */
enum {
	LEAN_JWS_BEGINS = 1, /* header and payload, as they are signed */
	LEAN_JWS_ENDS = 2,
	LEAN_DIGEST = 3, /* SHA-256 of what goes with this record, in hex */
	LEAN_BEFORE = 4, /* SHA-256 of the record before this one, in hex */
};

enum { LEAN_TEXT_MAX = 8 * 1024 * 1024 };

/* A text without its signatures; they are noise, and would spoil the packing of the rest. */
struct lean_unrolled {
	struct mc_str text, signatures;
};
void lean_unrolled_init(struct lean_unrolled *u);
void lean_unrolled_done(struct lean_unrolled *u);
/* Append a text. False: it has marks of its own, or no room; what stands there is of no use. */
bool lean_unroll(struct mc_slice text, struct lean_unrolled *to);
/* Append what stands on the wire; false when that is not smaller. */
bool lean_pack(const struct lean_unrolled *u, struct mc_str *ret);

/* What is still to be rolled up, and what the marks stand for. */
struct lean_rolling {
	struct mc_slice text, signatures;
	const char *digest, *before; /* NULL: such a mark has no place here */
};
/* The signatures, borrowed from lean, and the text, appended. */
enum mc_code lean_unpack(struct mc_slice lean, struct mc_slice *ret_signatures,
			 struct mc_str *ret, struct mc_err *why) MC_CHECKED;
/* Append all of from's text as it was; false: it never was one. */
bool lean_roll(struct lean_rolling *from, struct mc_str *ret);

enum mc_code lean_not(struct mc_err *why, const char *what);
/* The next len bytes; all up to this mark, which is passed over. */
struct mc_slice lean_take(struct mc_slice *from, size_t len);
bool lean_take_until(struct mc_slice *from, char mark, struct mc_slice *ret);
/* Append what is smaller than what it was made from, or nothing. */
bool lean_append_smaller(const struct mc_str *small, struct mc_slice than, bool good,
			 struct mc_str *ret);

#endif
