/* SPDX-License-Identifier: MPL-2.0 */
/* supplements.c - sealing what was asked for: one for each event that asked. */
#include "motcua/store/supplement.h"

#include "store/items.h"

/* ---- may it be sealed? */

static enum mc_code check_dossier(struct mc_mail *mail, const char *id, struct mc_err *why)
{
	enum mc_state state;
	enum mc_code code = mc_mail_state(mail, id, &state, why);

	if (!code && state != MC_STATE_NEEDS_SUPPLEMENT) {
		code = mc_fail(why, MC_E_DOSSIER_STATE, "%s", mc_state_name(state));
	}
	return code;
}

/* The gateway takes one for each event. What it refused, what was taken back before it was
 * sent, and what waits for a person does not keep a better one out. */
static enum mc_code check_first(struct mc_mail *mail, const struct mc_sealed *sealed,
				struct mc_err *why)
{
	int64_t count = 0;
	enum mc_code code = mc_db_first(
		&mail->db,
		"SELECT count(*) FROM item WHERE dossier = ?1 AND asked = ?2"
		" AND state NOT IN ('REJECTED', 'WITHDRAWN', 'HELD')",
		MC_BINDS(mc_bind_text(sealed->dossier), mc_bind_text(sealed->asked)), mc_db_number,
		&count, MC_E_STORE, why);

	return code || !count ? code :
				mc_fail(why, MC_E_SUPPLEMENT_WAITS, "%lld", (long long)count);
}

static enum mc_code insert(struct mc_mail *mail, const struct mc_sealed *sealed,
			   struct mc_err *why)
{
	enum mc_code code = mc_seal_check_copy(mail, why);

	code = code ? code : check_dossier(mail, sealed->dossier, why);
	code = code ? code : check_first(mail, sealed, why);
	return code ? code : mc_sealed_insert(mail, sealed, why);
}

enum mc_code mc_mail_seal_supplement(struct mc_mail *mail, const struct mc_sealed *sealed,
				     struct mc_err *why)
{
	enum mc_code code = mc_mail_here(mail, why);

	if (!code && sealed->manifest.len > MC_MANIFEST_MAX) {
		code = mc_fail(why, MC_E_DOSSIER_LARGE, "%zu bytes", sealed->manifest.len);
	}
	code = code ? code : mc_mail_room(mail, why);
	code = code ? code : mc_db_begin(&mail->db, why);
	return code ? code : mc_db_end(&mail->db, insert(mail, sealed, why), why);
}

/* ---- reading */

enum mc_code mc_mail_supplements(struct mc_mail *mail, const char *dossier, struct mc_vec *ret,
				 struct mc_err *why)
{
	size_t before = ret->len;
	enum mc_code code = mc_db_each(&mail->db,
				       MC_ITEM_SELECT "WHERE dossier = ?1 ORDER BY n DESC",
				       MC_BINDS(mc_bind_text(dossier)), mc_item_push, ret, why);

	if (code) {
		ret->len = before;
	}
	return code;
}
