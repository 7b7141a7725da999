/* SPDX-License-Identifier: MPL-2.0 */
/* chain.c - the audit's hash chain. */
#include "motcua/seal/chain.h"

#include <sodium.h>

void mc_chain_next(const uint8_t head[MC_SHA256_LEN], struct mc_slice entry,
		   uint8_t ret[MC_SHA256_LEN])
{
	const uint8_t length[4] = {
		(uint8_t)(entry.len >> 24),
		(uint8_t)(entry.len >> 16),
		(uint8_t)(entry.len >> 8),
		(uint8_t)entry.len,
	};
	crypto_hash_sha256_state state;

	crypto_hash_sha256_init(&state);
	crypto_hash_sha256_update(&state, head, MC_SHA256_LEN);
	crypto_hash_sha256_update(&state, length, sizeof(length));
	crypto_hash_sha256_update(&state, entry.data, entry.len);
	crypto_hash_sha256_final(&state, ret); /* ret may be head */
}
