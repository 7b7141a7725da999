/* SPDX-License-Identifier: MPL-2.0 */
/*
 * hkdf.c - HKDF-SHA256 out of HMAC-SHA256: libsodium 1.0.18 has no HKDF yet.
 */
#include "seal/hkdf.h"

#include <string.h>

#include <sodium.h>

static void hmac(struct mc_slice key, struct mc_slice first, struct mc_slice second,
		 uint8_t ret[crypto_auth_hmacsha256_BYTES])
{
	crypto_auth_hmacsha256_state state;

	crypto_auth_hmacsha256_init(&state, key.data, key.len);
	crypto_auth_hmacsha256_update(&state, first.data, first.len);
	crypto_auth_hmacsha256_update(&state, second.data, second.len);
	crypto_auth_hmacsha256_final(&state, ret);
	sodium_memzero(&state, sizeof(state));
}

void mc_hkdf(struct mc_slice input, struct mc_slice salt, const char *info,
	     uint8_t ret[MC_HKDF_LEN])
{
	/* RFC 5869: no salt means a salt of zero bytes, as long as the hash. */
	static const uint8_t zero_salt[crypto_auth_hmacsha256_BYTES];
	const struct mc_slice no_salt = {zero_salt, sizeof(zero_salt)};
	const struct mc_slice nothing = {"", 0};
	uint8_t prk[crypto_auth_hmacsha256_BYTES];
	const struct mc_slice key = {prk, sizeof(prk)};

	hmac(salt.len ? salt : no_salt, input, nothing, prk);
	hmac(key, (struct mc_slice){info, strlen(info)}, (struct mc_slice){"\x01", 1}, ret);
	sodium_memzero(prk, sizeof(prk));
}
