/* SPDX-License-Identifier: MPL-2.0 */
/*
 * keys.h - the gateway's keys: DIR/gateway.secret (0600) and DIR/gateway.keys (0644),
 * both fsynced before anything is signed with them (docs/FORMATS.md 2).
 */
#ifndef GATEWAY_KEYS_H
#define GATEWAY_KEYS_H

#include "motcua/seal/keyring.h"
#include "motcua/seal/vault.h"

struct mc_gateway_keys {
	struct mc_sign_key *root, *sign;
	struct mc_open_key *open;
	struct mc_keyring *ring; /* gateway.keys as it is on disk */
	struct mc_vault *access; /* for the keyed hashes of the access log */
	char fingerprint[80];
};

/*
 * Load both files; make what is missing: at the first start both, afterwards only
 * gateway.keys, from the same keys. A missing gateway.secret beside a gateway.keys is
 * never replaced: the offices trust the old one. MC_E_GATEWAY_SECRET, MC_E_KEYS_FILE.
 */
enum mc_code mc_gateway_keys_open(const char *dir, int64_t now, struct mc_gateway_keys *ret,
				  struct mc_err *why) MC_CHECKED;
void mc_gateway_keys_done(struct mc_gateway_keys *keys);

#endif
