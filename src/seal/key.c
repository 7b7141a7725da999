/* SPDX-License-Identifier: MPL-2.0 */
/* key.c - Ed25519 keys that sign, X25519 keys that open. */
#include "motcua/seal/key.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "motcua/base/codec.h"
#include "motcua/base/mem.h"
#include "motcua/seal/hash.h"
#include "seal/bech32.h"
#include "seal/secret.h"

#define RECIPIENT "age"
#define IDENTITY "AGE-SECRET-KEY-"

struct mc_sign_key {
	uint8_t secret[crypto_sign_ed25519_SECRETKEYBYTES]; /* seed, then public key */
	struct mc_verify_key public;
};

void mc_kid(const uint8_t public[32], char ret[MC_KID_LEN])
{
	uint8_t digest[MC_SHA256_LEN];

	mc_sha256((struct mc_slice){public, 32}, digest);
	mc_hex_encode(digest, (MC_KID_LEN - 1) / 2, ret);
}

struct mc_sign_key *mc_sign_key_from_seed(const uint8_t seed[32])
{
	struct mc_sign_key *key = mc_secret_new(sizeof(*key));

	crypto_sign_ed25519_seed_keypair(key->public.bytes, key->secret, seed);
	mc_kid(key->public.bytes, key->public.kid);
	return key;
}

struct mc_sign_key *mc_sign_key_new(void)
{
	uint8_t seed[crypto_sign_ed25519_SEEDBYTES];
	struct mc_sign_key *key;

	randombytes_buf(seed, sizeof(seed));
	key = mc_sign_key_from_seed(seed);
	sodium_memzero(seed, sizeof(seed));
	return key;
}

void mc_sign_key_seed(const struct mc_sign_key *key, uint8_t ret[32])
{
	crypto_sign_ed25519_sk_to_seed(ret, key->secret);
}

void mc_sign_key_free(struct mc_sign_key *key)
{
	mc_secret_free(key);
}

void mc_sign_key_public(const struct mc_sign_key *key, struct mc_verify_key *ret)
{
	*ret = key->public;
}

void mc_verify_key_from(const uint8_t bytes[32], struct mc_verify_key *ret)
{
	memcpy(ret->bytes, bytes, sizeof(ret->bytes));
	mc_kid(ret->bytes, ret->kid);
}

void mc_verify_key_format(const struct mc_verify_key *key, struct mc_str *ret)
{
	char text[MC_KEY_TEXT_LEN];

	mc_key_text(key->bytes, text);
	mc_str_puts(ret, text);
}

/* A point of small order would let one signature fit many texts. */
enum mc_code mc_verify_key_parse(const char *text, struct mc_verify_key *ret, struct mc_err *why)
{
	uint8_t bytes[32];

	if (!mc_key_bytes(mc_slice_text(text), bytes) ||
	    !crypto_core_ed25519_is_valid_point(bytes)) {
		return mc_fail(why, MC_E_KEYS_FILE, "not an Ed25519 public key");
	}
	mc_verify_key_from(bytes, ret);
	return MC_OK;
}

struct mc_public_half {
	struct mc_seal_key key;
	bool known;
};

static struct mc_open_key *open_key_from(const uint8_t secret[32])
{
	struct mc_open_key *key = mc_calloc(1, sizeof(*key));

	key->secret = mc_secret_new(crypto_scalarmult_SCALARBYTES);
	memcpy(key->secret, secret, crypto_scalarmult_SCALARBYTES);
	key->public = mc_calloc(1, sizeof(*key->public));
	return key;
}

const struct mc_seal_key *mc_open_key_half(const struct mc_open_key *key)
{
	struct mc_public_half *half = key->public;

	if (!half->known) {
		crypto_scalarmult_base(half->key.bytes, key->secret);
		mc_kid(half->key.bytes, half->key.kid);
		half->known = true;
	}
	return &half->key;
}

struct mc_open_key *mc_open_key_new(void)
{
	uint8_t secret[crypto_scalarmult_SCALARBYTES];
	struct mc_open_key *key;

	randombytes_buf(secret, sizeof(secret));
	key = open_key_from(secret);
	sodium_memzero(secret, sizeof(secret));
	return key;
}

void mc_open_key_free(struct mc_open_key *key)
{
	if (key) {
		mc_secret_free(key->secret);
		free(key->public);
		free(key);
	}
}

void mc_open_key_public(const struct mc_open_key *key, struct mc_seal_key *ret)
{
	*ret = *mc_open_key_half(key);
}

void mc_open_key_text(const struct mc_open_key *key, char ret[MC_OPEN_KEY_TEXT_LEN])
{
	mc_bech32_encode(IDENTITY, key->secret, ret);
}

void mc_open_key_format(const struct mc_open_key *key, struct mc_str *ret)
{
	char text[MC_OPEN_KEY_TEXT_LEN];

	mc_open_key_text(key, text);
	mc_str_puts(ret, text);
	sodium_memzero(text, sizeof(text));
}

enum mc_code mc_open_key_parse(const char *text, struct mc_open_key **ret, struct mc_err *why)
{
	uint8_t secret[32];

	if (!mc_bech32_decode(IDENTITY, text, secret)) {
		return mc_fail(why, MC_E_OFFICE_KEY, "not an age identity");
	}
	*ret = open_key_from(secret);
	sodium_memzero(secret, sizeof(secret));
	return MC_OK;
}

void mc_seal_key_format(const struct mc_seal_key *key, char ret[MC_RECIPIENT_LEN])
{
	mc_bech32_encode(RECIPIENT, key->bytes, ret);
}

/* Every scalar sends a point of small order to zero: sealing to it would be no sealing. */
static bool small_order(const uint8_t point[32])
{
	static const uint8_t any_scalar[32] = {8};
	uint8_t product[32];

	return crypto_scalarmult(product, any_scalar, point) != 0;
}

enum mc_code mc_seal_key_parse(const char *text, struct mc_seal_key *ret, struct mc_err *why)
{
	uint8_t bytes[32];

	if (!mc_bech32_decode(RECIPIENT, text, bytes) || small_order(bytes)) {
		return mc_fail(why, MC_E_KEYS_FILE, "not an age recipient");
	}
	memcpy(ret->bytes, bytes, sizeof(ret->bytes));
	mc_kid(ret->bytes, ret->kid);
	return MC_OK;
}

void mc_sign(const struct mc_sign_key *key, struct mc_slice bytes, uint8_t ret[64])
{
	crypto_sign_ed25519_detached(ret, NULL, bytes.data, bytes.len, key->secret);
}

bool mc_verify(const struct mc_verify_key *key, struct mc_slice bytes, const uint8_t sig[64])
{
	return !crypto_sign_ed25519_verify_detached(sig, bytes.data, bytes.len, key->bytes);
}
