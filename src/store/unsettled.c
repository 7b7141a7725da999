/* SPDX-License-Identifier: MPL-2.0 */
/* unsettled.c - dossiers of which the gateway may know more than we do. A supplement is asked
 * for by its own PUT alone: it has no place that a list could name. */
#include "store/items.h"

/*
 * COMMITTING: the outcome may be unknown. Of a left epoch: the newer copy of these data may
 * have sent it. HELD and BUNDLED: a stick or an earlier try may have brought it there.
 */
#define UNKNOWN "dossier IS NULL AND (state = 'COMMITTING' OR (epoch IN (SELECT epoch FROM left_epoch)" \
		" AND state IN (SELECT value FROM json_each(?1))))"

enum mc_code mc_mail_unsettled(struct mc_mail *mail, int64_t after, int limit, struct mc_vec *ret,
			       struct mc_unsettled *ret_all, struct mc_err *why)
{
	size_t before = ret->len;
	int64_t unknown = 0, bundled = 0;
	enum mc_code code = mc_db_first(&mail->db, "SELECT count(*) FROM item WHERE " UNKNOWN,
					MC_BINDS(mc_bind_text(mail->waiting)), mc_db_number,
					&unknown, MC_E_STORE, why);

	if (!code) {
		code = mc_db_first(&mail->db, "SELECT count(*) FROM item WHERE dossier IS NULL"
				   " AND state = 'BUNDLED'", NULL,
				   mc_db_number, &bundled, MC_E_STORE, why);
	}
	if (!code) {
		code = mc_db_each(&mail->db,
				  MC_ITEM_SELECT "WHERE n > ?2 AND (" UNKNOWN
						 " OR (dossier IS NULL AND state IN ('HELD', 'BUNDLED')))"
						 " ORDER BY n LIMIT ?3",
				  MC_BINDS(mc_bind_text(mail->waiting), mc_bind_int(after),
					   mc_bind_int(limit)),
				  mc_item_push, ret, why);
	}
	if (code) {
		ret->len = before;
		return code;
	}
	*ret_all = (struct mc_unsettled){(int)unknown, (int)bundled};
	return MC_OK;
}
