/* SPDX-License-Identifier: MPL-2.0 */
/*
 * replaced.c - a dossier that came to no good end and the one that corrects it.
 *
 * The correction names it, and is sealed only while the other cannot be received any more: it
 * was refused or taken back, or it is HELD, and then the request to bury it is written with the
 * seal, in one transaction. No power cut leaves both able to go.
 */
#include "store/replaced.h"

#include <string.h>

#include "motcua/base/mem.h"

static enum mc_code take_id(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	return mc_col_text(row, 0, ctx, MC_UUID_LEN) ? MC_OK :
						       mc_db_corrupt(why, "item: replaces");
}

/* One that may still come to a good end, or has. */
enum mc_code mc_mail_replacement(struct mc_mail *mail, const char *id, char ret[MC_UUID_LEN],
				 struct mc_err *why)
{
	ret[0] = '\0';
	return mc_db_each(&mail->db,
			  "SELECT id FROM item WHERE replaces = ?1"
			  " AND state NOT IN ('REJECTED', 'RETURNED', 'WITHDRAWN')"
			  " ORDER BY n DESC LIMIT 1",
			  MC_BINDS(mc_bind_text(id)), take_id, ret, why);
}

static enum mc_code nobody_else(struct mc_mail *mail, const struct mc_sealed *sealed,
				struct mc_err *why)
{
	char other[MC_UUID_LEN];
	enum mc_code code = mc_mail_replacement(mail, sealed->replaces, other, why);

	return code || !*other ? code : mc_fail(why, MC_E_REPLACED, "%s", other);
}

static bool is_over(enum mc_state state)
{
	return state == MC_STATE_REJECTED || state == MC_STATE_RETURNED ||
	       state == MC_STATE_WITHDRAWN;
}

enum mc_code mc_replaced_close(struct mc_mail *mail, const struct mc_sealed *sealed,
			       struct mc_err *why)
{
	enum mc_state state = MC_STATE_NONE;
	enum mc_code code;

	if (!sealed->replaces || !*sealed->replaces) {
		return MC_OK;
	}
	code = mc_mail_state(mail, sealed->replaces, &state, why);
	if (code == MC_E_DOSSIER_UNKNOWN) { /* these data are older than it */
		return nobody_else(mail, sealed, why);
	}
	if (!code && state == MC_STATE_HELD) {
		code = mc_withdrawal_lay_in(mail, sealed->replaces, sealed->burial, sealed->now,
					    why);
	} else if (!code && !is_over(state)) {
		code = mc_fail(why, MC_E_REPLACED, "%s", sealed->replaces);
	}
	return code ? code : nobody_else(mail, sealed, why);
}

enum mc_code mc_replaced_hold(struct mc_mail *mail, const struct mc_sealed *sealed,
			      struct mc_err *why)
{
	struct mc_happened what = {.now = sealed->now, .cause = MC_E_REPLACED};
	enum mc_state state;
	enum mc_code code;

	if (!sealed->replaces || !*sealed->replaces) {
		return MC_OK;
	}
	code = mc_mail_state(mail, sealed->replaces, &state, why);
	if (code || mc_state_bucket(state) != MC_BUCKET_WAITING) {
		return code == MC_E_DOSSIER_UNKNOWN ? MC_OK : code;
	}
	return mc_mail_change(mail, sealed->replaces, MC_HAPPENING_HOLD, &what, why);
}
