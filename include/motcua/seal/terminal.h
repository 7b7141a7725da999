/* SPDX-License-Identifier: MPL-2.0 */
/*
 * terminal.h - the desk's own secrets: keys/terminal.keys, mode 0600.
 *
 *	motcua-terminal-keys 1
 *	terminal 7K3M9Q
 *	sign <base64url Ed25519 seed>
 *	open AGE-SECRET-KEY-1...
 *	office <base64url 32 bytes: the key for values at rest>
 *
 * The terminal's id is the first 30 bits of SHA-256 over its public signing key,
 * in Crockford base32: nobody assigns it, the gateway refuses one that is taken.
 */
#ifndef MOTCUA_SEAL_TERMINAL_H
#define MOTCUA_SEAL_TERMINAL_H

#include "motcua/seal/key.h"
#include "motcua/seal/vault.h"

struct mc_terminal_keys {
	char id[7];
	struct mc_sign_key *sign; /* NULL while there is a seed */
	uint8_t *seed;		  /* of the signing key; NULL once that is made */
	struct mc_open_key *open;
	struct mc_vault *vault;
	struct mc_verify_key verify; /* the public half; that of open: mc_open_key_public() */
};

/*
 * Load path; make new keys (fsynced before they are used) when it does not exist.
 * MC_E_OFFICE_KEY when it is damaged, or readable by group or others.
 */
enum mc_code mc_terminal_keys_open(const char *path, struct mc_terminal_keys *ret,
				   struct mc_err *why) MC_CHECKED;
/* Load only; MC_E_OFFICE_KEY when it is not there. */
enum mc_code mc_terminal_keys_load(const char *path, struct mc_terminal_keys *ret,
				   struct mc_err *why) MC_CHECKED;
/* Load, but leave the signing key, and whether it belongs to the id, to mc_terminal_keys_prove():
 * to make it is most of the work, and who only opens what is sealed does without. */
enum mc_code mc_terminal_keys_load_seed(const char *path, struct mc_terminal_keys *ret,
					struct mc_err *why) MC_CHECKED;
/* Now `sign` and `verify` are there. MC_E_OFFICE_KEY: the seed is another terminal's. */
enum mc_code mc_terminal_keys_prove(struct mc_terminal_keys *keys, struct mc_err *why) MC_CHECKED;
void mc_terminal_keys_done(struct mc_terminal_keys *keys);
/* The id that belongs to a public signing key. */
void mc_terminal_id(const struct mc_verify_key *key, char ret[7]);

#endif
