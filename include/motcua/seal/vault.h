/* SPDX-License-Identifier: MPL-2.0 */
/*
 * vault.h - values at rest: XChaCha20-Poly1305 per value, bound to its place.
 *
 * A sealed value is nonce (24 bytes), then ciphertext and tag. The associated
 * data are table, row, column and key id, so a value moved to another place
 * does not open there. The blind index finds a number without storing it.
 */
#ifndef MOTCUA_SEAL_VAULT_H
#define MOTCUA_SEAL_VAULT_H

#include <stdint.h>

#include "motcua/base/str.h"

#define MC_BLIND_LEN 16

struct mc_vault;

/* Where a value lives. */
struct mc_place {
	const char *table, *row, *column;
};

struct mc_vault *mc_vault_new(const uint8_t key[32]);
void mc_vault_free(struct mc_vault *vault);
void mc_vault_key(const struct mc_vault *vault, uint8_t ret[32]); /* caller wipes */
enum mc_code mc_vault_seal(const struct mc_vault *vault, const struct mc_place *place,
			   struct mc_slice plain, struct mc_str *ret,
			   struct mc_err *why) MC_CHECKED;
/* Appends; MC_E_VALUE_OPEN. */
enum mc_code mc_vault_open(const struct mc_vault *vault, const struct mc_place *place,
			   struct mc_slice sealed, struct mc_str *ret,
			   struct mc_err *why) MC_CHECKED;
/* Keyed hash of a value for equality search; column separates the uses. */
void mc_vault_blind(const struct mc_vault *vault, const char *column, struct mc_slice value,
		    uint8_t ret[MC_BLIND_LEN]);

#endif
