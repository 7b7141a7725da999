/* SPDX-License-Identifier: MPL-2.0 */
/* packs.h - mail/packs/<name>/: the list as it came, and the files that it needs (FORMATS 15). */
#ifndef SYNC_PACKS_H
#define SYNC_PACKS_H

#include "motcua/seal/keyring.h"
#include "motcua/store/paths.h"
#include "motcua/wire/pack.h"

#define PACKS_LIST "list"
#define PACKS_LIST_MAX (2 * MC_JSON_MAX)
#define PACKS_NAME_LEN (MC_DIGEST_LEN + 5)

void packs_file_name(const struct mc_pack_file *file, char ret[PACKS_NAME_LEN]);
/* Is the file here, or shipped with the program, byte for byte? */
bool packs_has(const struct mc_paths *paths, enum mc_pack_name name,
	       const struct mc_pack_file *file);
/* Does a list of struct mc_pack_file name this digest? */
bool packs_names(const struct mc_vec *files, const char *sha256);
/* Is there a list? It is appended to ret (may be NULL). */
bool packs_held(const struct mc_paths *paths, enum mc_pack_name name, struct mc_str *ret);
/* Whole and durable under this name, for the desk's account too. */
enum mc_code packs_keep(const struct mc_paths *paths, enum mc_pack_name name, const char *file,
			struct mc_slice bytes, struct mc_err *why) MC_CHECKED;
/* What this list does not name goes. */
void packs_sweep(const struct mc_paths *paths, const struct mc_keyring *keyring,
		 enum mc_pack_name name, struct mc_slice list);
/* Every statement of a list is the gateway's; each is handed to `each` (may be NULL).
 * ret_at: the instant of the newest, 0 = the list is empty. */
enum mc_code packs_judge(const struct mc_keyring *keyring, enum mc_pack_name name,
			 struct mc_slice list, void (*each)(void *ctx, const struct mc_pack *pack),
			 void *ctx, int64_t *ret_at, struct mc_err *why) MC_CHECKED;

#endif
