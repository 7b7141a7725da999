/* SPDX-License-Identifier: MPL-2.0 */
/* draft_parts.c - a sealed file may be a paper of several dossiers: one and its correction. */
#include "motcua/store/store.h"
#include "store/desk_db.h"

enum mc_code mc_draft_part_named(struct mc_store *store, const char *part_sha256, bool *ret,
				 struct mc_err *why)
{
	int64_t count = 0;
	enum mc_code code =
		mc_db_first(&store->db, "SELECT count(*) FROM draft_part WHERE sha256 = ?1",
			    MC_BINDS(mc_bind_text(part_sha256)), mc_db_number, &count, MC_E_STORE,
			    why);

	if (!code) {
		*ret = count > 0;
	}
	return code;
}
