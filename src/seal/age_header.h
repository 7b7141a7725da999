/* SPDX-License-Identifier: MPL-2.0 */
/*
 * age_header.h - the text before an age payload: who can open it.
 *
 *	age-encryption.org/v1
 *	-> X25519 <share>
 *	<file key, wrapped>
 *	--- <mac>
 */
#ifndef SEAL_AGE_HEADER_H
#define SEAL_AGE_HEADER_H

#include "motcua/seal/key.h"

#define MC_AGE_FILE_KEY 16
#define MC_AGE_HEADER_MAX 65536 /* ours has 100 bytes per recipient; others' may have more */
#define MC_AGE_RECIPIENTS 64

enum mc_code mc_age_header_write(const struct mc_seal_key *recipients, int count,
				 const uint8_t file_key[MC_AGE_FILE_KEY], struct mc_str *ret,
				 struct mc_err *why) MC_CHECKED;
/*
 * start begins with a header; more may follow it. Gives the file key (the caller
 * wipes it) and the header's length. MC_E_SEALED_OTHER or MC_E_SEALED_SHAPE.
 */
enum mc_code mc_age_header_open(const struct mc_open_key *key, struct mc_slice start,
				uint8_t ret_file_key[MC_AGE_FILE_KEY], size_t *ret_len,
				struct mc_err *why) MC_CHECKED;

/* The line after "---": base64 of an HMAC over all up to and with these dashes. */
void mc_age_header_mac(const uint8_t file_key[MC_AGE_FILE_KEY], struct mc_slice header,
		       uint8_t ret[32]);

#endif
