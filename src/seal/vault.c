/* SPDX-License-Identifier: MPL-2.0 */
/*
 * vault.c - values at rest: XChaCha20-Poly1305 per value, bound to its place.
 *
 * One office key, two keys of use derived from it with BLAKE2b: what seals says
 * nothing about what indexes, and the other way round.
 */
#include "motcua/seal/vault.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "motcua/base/mem.h"
#include "seal/append.h"
#include "seal/secret.h"

#define NONCE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG crypto_aead_xchacha20poly1305_ietf_ABYTES
#define PLACE_MAX 1024

struct mc_vault {
	uint8_t key[32]; /* the office key itself, kept only to be written to its file */
	uint8_t seal[32], blind[32];
	uint8_t id[8]; /* names the key inside the associated data */
};

static void derive(const uint8_t key[32], const char *use, uint8_t *ret, size_t len)
{
	uint8_t derived[32];

	crypto_generichash(derived, sizeof(derived), (const uint8_t *)use, strlen(use), key, 32);
	memcpy(ret, derived, len);
	sodium_memzero(derived, sizeof(derived));
}

struct mc_vault *mc_vault_new(const uint8_t key[32])
{
	struct mc_vault *vault = mc_secret_new(sizeof(*vault));

	memcpy(vault->key, key, sizeof(vault->key));
	derive(key, "motcua vault 1 seal", vault->seal, sizeof(vault->seal));
	derive(key, "motcua vault 1 blind", vault->blind, sizeof(vault->blind));
	derive(key, "motcua vault 1 id", vault->id, sizeof(vault->id));
	return vault;
}

void mc_vault_free(struct mc_vault *vault)
{
	mc_secret_free(vault);
}

void mc_vault_key(const struct mc_vault *vault, uint8_t ret[32])
{
	memcpy(ret, vault->key, sizeof(vault->key));
}

/* Each name with its NUL, so that no two places give the same bytes. */
static enum mc_code associated(const struct mc_vault *vault, const struct mc_place *place,
			       struct mc_str *ret, struct mc_err *why)
{
	mc_str_add(ret, place->table, strlen(place->table) + 1);
	mc_str_add(ret, place->row, strlen(place->row) + 1);
	mc_str_add(ret, place->column, strlen(place->column) + 1);
	mc_str_add(ret, vault->id, sizeof(vault->id));
	return ret->full ? mc_fail(why, MC_E_INTERNAL, "place of a value") : MC_OK;
}

static enum mc_code seal(const struct mc_vault *vault, struct mc_slice data, struct mc_slice plain,
			 struct mc_str *ret, struct mc_err *why)
{
	uint8_t *sealed = mc_calloc(1, NONCE + plain.len + TAG);
	enum mc_code code;

	randombytes_buf(sealed, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + NONCE, NULL, plain.data, plain.len,
						   data.data, data.len, NULL, sealed, vault->seal);
	code = mc_append(ret, sealed, NONCE + plain.len + TAG, why);
	free(sealed);
	return code;
}

enum mc_code mc_vault_seal(const struct mc_vault *vault, const struct mc_place *place,
			   struct mc_slice plain, struct mc_str *ret, struct mc_err *why)
{
	struct mc_str data;
	enum mc_code code;

	mc_str_init(&data, PLACE_MAX);
	code = associated(vault, place, &data, why);
	if (!code) {
		code = seal(vault, mc_slice_of(&data), plain, ret, why);
	}
	mc_str_done(&data);
	return code;
}

static enum mc_code open_value(const struct mc_vault *vault, struct mc_slice data,
			       struct mc_slice sealed, struct mc_str *ret, struct mc_err *why)
{
	const uint8_t *nonce = sealed.data;
	size_t len = sealed.len - NONCE - TAG;
	uint8_t *plain = mc_calloc(1, len + 1);
	enum mc_code code;

	if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL, nonce + NONCE, len + TAG,
						       data.data, data.len, nonce, vault->seal)) {
		code = mc_fail(why, MC_E_VALUE_OPEN, "a sealed value");
	} else {
		code = mc_append(ret, plain, len, why);
	}
	sodium_memzero(plain, len);
	free(plain);
	return code;
}

enum mc_code mc_vault_open(const struct mc_vault *vault, const struct mc_place *place,
			   struct mc_slice sealed, struct mc_str *ret, struct mc_err *why)
{
	struct mc_str data;
	enum mc_code code;

	if (sealed.len < NONCE + TAG) {
		return mc_fail(why, MC_E_VALUE_OPEN, "a value of %zu bytes", sealed.len);
	}
	mc_str_init(&data, PLACE_MAX);
	code = associated(vault, place, &data, why);
	if (!code) {
		code = open_value(vault, mc_slice_of(&data), sealed, ret, why);
	}
	mc_str_done(&data);
	return code;
}

void mc_vault_blind(const struct mc_vault *vault, const char *column, struct mc_slice value,
		    uint8_t ret[MC_BLIND_LEN])
{
	crypto_generichash_state state;

	crypto_generichash_init(&state, vault->blind, sizeof(vault->blind), MC_BLIND_LEN);
	crypto_generichash_update(&state, (const uint8_t *)column, strlen(column) + 1);
	crypto_generichash_update(&state, value.data, value.len);
	crypto_generichash_final(&state, ret, MC_BLIND_LEN);
	sodium_memzero(&state, sizeof(state));
}
