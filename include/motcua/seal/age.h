/* SPDX-License-Identifier: MPL-2.0 */
/*
 * age.h - the age v1 envelope (age-encryption.org/v1), X25519 recipients.
 *
 * `age -d` opens what is sealed here and the other way round. Binary, no armor.
 */
#ifndef MOTCUA_SEAL_AGE_H
#define MOTCUA_SEAL_AGE_H

#include "motcua/seal/key.h"

/* Append the envelope to ret; MC_E_TEXT_LONG past ret->max. */
enum mc_code mc_age_seal(const struct mc_seal_key *recipients, int count, struct mc_slice plain,
			 struct mc_str *ret, struct mc_err *why) MC_CHECKED;
/*
 * Append the opened bytes to ret (nothing on failure). MC_E_SEALED_OTHER when no
 * stanza is for this key, MC_E_SEALED_SHAPE for anything damaged or cut off.
 */
enum mc_code mc_age_open(const struct mc_open_key *key, struct mc_slice sealed, struct mc_str *ret,
			 struct mc_err *why) MC_CHECKED;

/*
 * Files, chunk by chunk: constant memory. The sealed file is named by its content,
 * dir/<sealed_sha256>, made by write-temp, fsync, rename, fsync directory; mode 0660.
 * Digests are lower-case hex, sizes bytes.
 */
struct mc_age_file {
	char sealed_sha256[65], plain_sha256[65];
	int64_t sealed_size, plain_size;
};
enum mc_code mc_age_seal_file(const struct mc_seal_key *recipients, int count, const char *from,
			      const char *dir, struct mc_age_file *ret,
			      struct mc_err *why) MC_CHECKED;
/* Opens into to (0600); the whole file is authenticated before it gets its name. */
enum mc_code mc_age_open_file(const struct mc_open_key *key, const char *from, const char *to,
			      struct mc_age_file *ret, struct mc_err *why) MC_CHECKED;

#endif
