/* SPDX-License-Identifier: MPL-2.0 */
/* item_search.c - sealed ones found by what is known of them. */
#include "store/items.h"

static enum mc_code push_id(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	char *id = mc_vec_push(ctx);

	if (!id) {
		return mc_fail(why, MC_E_INTERNAL, "the list takes no more ids");
	}
	return mc_col_text(row, 0, id, MC_UUID_LEN) ?
		       MC_OK :
		       mc_db_corrupt(why, "item: a value of the wrong shape");
}

/* Numbers are unique within an epoch, and looked up so; there are a handful of epochs. */
enum mc_code mc_mail_items_numbered(struct mc_mail *mail, int64_t seq, struct mc_vec *ret,
				    struct mc_err *why)
{
	return mc_db_each(&mail->db,
			  "SELECT id FROM item WHERE epoch IN (SELECT epoch FROM chain)"
			  " AND seq = ?1 ORDER BY n DESC",
			  MC_BINDS(mc_bind_int(seq)), push_id, ret, why);
}
