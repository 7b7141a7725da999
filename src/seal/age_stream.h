/* SPDX-License-Identifier: MPL-2.0 */
/*
 * age_stream.h - a whole envelope between two callbacks, in constant memory.
 *
 * Memory and files share this one path; see age.c and age_file.c.
 */
#ifndef SEAL_AGE_STREAM_H
#define SEAL_AGE_STREAM_H

#include "motcua/seal/key.h"

struct mc_age_io {
	/* Gives fewer than want bytes only at the end of the input. */
	enum mc_code (*pull)(void *ctx, void *to, size_t want, size_t *ret_got, struct mc_err *why);
	enum mc_code (*push)(void *ctx, const void *bytes, size_t len, struct mc_err *why);
	void *ctx;
};

enum mc_code mc_age_stream_seal(const struct mc_seal_key *recipients, int count,
				const struct mc_age_io *io, struct mc_err *why) MC_CHECKED;
/* What was pushed before a failure must be thrown away. */
enum mc_code mc_age_stream_open(const struct mc_open_key *key, const struct mc_age_io *io,
				struct mc_err *why) MC_CHECKED;

#endif
