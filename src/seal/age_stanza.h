/* SPDX-License-Identifier: MPL-2.0 */
/* age_stanza.h - one recipient's part of an age header, as text and for X25519. */
#ifndef SEAL_AGE_STANZA_H
#define SEAL_AGE_STANZA_H

#include "seal/age_header.h"

#define MC_AGE_ARGS 3 /* kept; more are checked and only counted */

/* Bytes not read yet. */
struct mc_age_lines {
	const char *at, *end;
};

struct mc_age_stanza {
	struct mc_slice args[MC_AGE_ARGS]; /* the first is the type; borrowed */
	int count;
	struct mc_str body;
};

/* The next line without its \n; false when none is complete. */
bool mc_age_line(struct mc_age_lines *lines, struct mc_slice *ret);
/* The stanza whose first line was just read; false when it breaks the format. */
bool mc_age_stanza_read(struct mc_age_lines *lines, struct mc_slice first,
			struct mc_age_stanza *ret);
void mc_age_stanza_done(struct mc_age_stanza *stanza);
bool mc_age_stanza_is(const struct mc_age_stanza *stanza, const char *type);

enum mc_age_unwrap {
	MC_AGE_OPENED,
	MC_AGE_NOT_OURS,
	MC_AGE_BROKEN, /* must not stand in any header */
};

/* Append "-> X25519 ..." with both its lines. False for a key of small order. */
bool mc_age_x25519_wrap(const struct mc_seal_key *to, const uint8_t file_key[MC_AGE_FILE_KEY],
			struct mc_str *ret);
enum mc_age_unwrap mc_age_x25519_unwrap(const struct mc_open_key *key,
					const struct mc_age_stanza *stanza,
					uint8_t ret[MC_AGE_FILE_KEY]);

#endif
