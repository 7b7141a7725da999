/* SPDX-License-Identifier: MPL-2.0 */
/*
 * keys.h - the gateway's keys: DIR/gateway.secret (0600) and DIR/gateway.keys (0644),
 * both fsynced before anything is signed with them (docs/FORMATS.md 2).
 *
 * Each use looks whether the list is still the one that was read: after a rotation every
 * gateway of the folder goes over to the new one with its next request, and no key counts
 * before its `from`, so all of them sign with the same one.
 */
#ifndef GATEWAY_KEYS_H
#define GATEWAY_KEYS_H

#include "motcua/seal/keyring.h"
#include "motcua/seal/vault.h"

struct mc_gateway_keys;

/*
 * Load both files; make what is missing: at the first start both, afterwards only
 * gateway.keys, from the same keys, as long as they were never rotated. A missing
 * gateway.secret beside a gateway.keys is never replaced: the offices trust the old one.
 * MC_E_GATEWAY_SECRET, MC_E_KEYS_FILE, MC_E_KEYS_MISSING; MC_E_KEYS_ENDED: none signs now.
 */
enum mc_code mc_gateway_keys_open(const char *dir, int64_t now, struct mc_gateway_keys **ret,
				  struct mc_err *why) MC_CHECKED;
void mc_gateway_keys_close(struct mc_gateway_keys *keys);

/* The list as it is now, and its text; until the next call. */
const struct mc_keyring *mc_gateway_keys_ring(struct mc_gateway_keys *keys);
const char *mc_gateway_keys_list(struct mc_gateway_keys *keys);
/* For the keyed hashes of the access log; the same as long as the root is. */
const struct mc_vault *mc_gateway_keys_access(const struct mc_gateway_keys *keys);

/* A JWS by the key of the instant that stands in the payload. MC_E_KEYS_ENDED. */
enum mc_code mc_gateway_keys_sign(struct mc_gateway_keys *keys, const char *kind, int64_t at,
				  struct mc_slice payload, struct mc_str *ret,
				  struct mc_err *why) MC_CHECKED;
/* mc_pack_open() by whichever key it was sealed to. */
enum mc_code mc_gateway_keys_unseal(struct mc_gateway_keys *keys, struct mc_slice sealed,
				    struct mc_str *ret, struct mc_err *why) MC_CHECKED;

/*
 * New keys to sign and to open with, which take over at `from` (0: a week from now, or when
 * the present ones end; MC_ROTATE_NOW: at once), and a list of the next version that says so.
 * What the present ones signed is verified, and what was sealed to them opened, for five
 * years more. Not yet begun keys that begin later are given up. MC_E_USAGE: a key begins
 * later than `from`, or too many keys; MC_E_CLOCK_BACK: it is earlier than the list's own day.
 */
#define MC_ROTATE_NOW INT64_MIN
struct mc_rotated {
	int version;
	int64_t from;
	char sign[MC_KID_LEN], seal[MC_KID_LEN];
};
enum mc_code mc_gateway_keys_rotate(const char *dir, int64_t now, int64_t from,
				    struct mc_rotated *ret, struct mc_err *why) MC_CHECKED;

#endif
