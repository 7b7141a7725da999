/* SPDX-License-Identifier: MPL-2.0 */
/*
 * key.h - Ed25519 keys that sign, X25519 keys that open.
 *
 * Secret halves live in sodium_malloc() memory behind opaque structs. A kid is
 * the first 4 bytes of SHA-256 over the public key, 8 hex digits.
 */
#ifndef MOTCUA_SEAL_KEY_H
#define MOTCUA_SEAL_KEY_H

#include <stdbool.h>
#include <stdint.h>

#include "motcua/base/str.h"

#define MC_KID_LEN 9 /* 8 hex digits and the NUL */
#define MC_RECIPIENT_LEN 63 /* "age1" + 58 characters and the NUL */

struct mc_sign_key; /* Ed25519 secret */
struct mc_open_key; /* X25519 secret, an age identity */

/* Public halves: plain values. */
struct mc_verify_key {
	uint8_t bytes[32];
	char kid[MC_KID_LEN];
};
struct mc_seal_key {
	uint8_t bytes[32];
	char kid[MC_KID_LEN];
};

struct mc_sign_key *mc_sign_key_new(void);
struct mc_sign_key *mc_sign_key_from_seed(const uint8_t seed[32]); /* wipes nothing of the caller's */
void mc_sign_key_seed(const struct mc_sign_key *key, uint8_t ret[32]); /* caller wipes */
void mc_sign_key_free(struct mc_sign_key *key);
void mc_sign_key_public(const struct mc_sign_key *key, struct mc_verify_key *ret);
void mc_verify_key_from(const uint8_t bytes[32], struct mc_verify_key *ret);
/* base64url of the 32 bytes. */
void mc_verify_key_format(const struct mc_verify_key *key, struct mc_str *ret);
enum mc_code mc_verify_key_parse(const char *text, struct mc_verify_key *ret,
				 struct mc_err *why) MC_CHECKED;

struct mc_open_key *mc_open_key_new(void);
void mc_open_key_free(struct mc_open_key *key);
void mc_open_key_public(const struct mc_open_key *key, struct mc_seal_key *ret);
/* age's own spelling: bech32 "AGE-SECRET-KEY-1..." and "age1...". */
void mc_open_key_format(const struct mc_open_key *key, struct mc_str *ret); /* caller wipes */
enum mc_code mc_open_key_parse(const char *text, struct mc_open_key **ret,
			       struct mc_err *why) MC_CHECKED;
void mc_seal_key_format(const struct mc_seal_key *key, char ret[MC_RECIPIENT_LEN]);
enum mc_code mc_seal_key_parse(const char *text, struct mc_seal_key *ret,
			       struct mc_err *why) MC_CHECKED;

/* Detached Ed25519 over bytes. */
void mc_sign(const struct mc_sign_key *key, struct mc_slice bytes, uint8_t ret[64]);
bool mc_verify(const struct mc_verify_key *key, struct mc_slice bytes, const uint8_t sig[64]);

#endif
