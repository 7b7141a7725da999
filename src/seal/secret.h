/* SPDX-License-Identifier: MPL-2.0 */
/*
 * secret.h - memory for secrets, and the secret halves' insides.
 *
 * Only this layer looks inside; everybody else holds an opaque pointer.
 */
#ifndef SEAL_SECRET_H
#define SEAL_SECRET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "motcua/seal/key.h"

#define MC_KEY_TEXT_LEN 44	/* base64url of 32 bytes and the NUL */
#define MC_OPEN_KEY_TEXT_LEN 75 /* "AGE-SECRET-KEY-1" + 58 characters and the NUL */

struct mc_open_key {
	uint8_t *secret; /* 32 bytes of mc_secret_new(); the rest is no secret, and lies on the
			  * heap, where a leak check sees what it points to */
	struct mc_public_half *public; /* mc_open_key_half() reckons it when it is asked for */
};

/* Guarded, locked, kept out of core dumps; never NULL. Bytes are not zeroed. */
void *mc_secret_new(size_t size);
void mc_secret_free(void *secret); /* zeroes; NULL is fine */

/*
 * 32 bytes as base64url without going through a growing string, whose old
 * copies nobody would wipe. Decoding is strict: one spelling per value.
 */
void mc_key_text(const uint8_t bytes[32], char ret[MC_KEY_TEXT_LEN]);
bool mc_key_bytes(struct mc_slice text, uint8_t ret[32]);

/* The public half: a multiplication as dear as a whole page of dossiers, so nobody pays for
 * it who only opens a desk. */
const struct mc_seal_key *mc_open_key_half(const struct mc_open_key *key);
void mc_kid(const uint8_t public[32], char ret[MC_KID_LEN]);

/* As mc_open_key_format(), into the caller's array, which the caller wipes. */
void mc_open_key_text(const struct mc_open_key *key, char ret[MC_OPEN_KEY_TEXT_LEN]);

#endif
