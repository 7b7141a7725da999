/* SPDX-License-Identifier: MPL-2.0 */
/*
 * chain.h - the audit's hash chain: head' = SHA-256(head || length || entry),
 * length as 4 bytes big-endian. The first head is 32 zero bytes.
 */
#ifndef MOTCUA_SEAL_CHAIN_H
#define MOTCUA_SEAL_CHAIN_H

#include "motcua/seal/hash.h"

void mc_chain_next(const uint8_t head[MC_SHA256_LEN], struct mc_slice entry,
		   uint8_t ret[MC_SHA256_LEN]);

#endif
