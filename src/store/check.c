/* SPDX-License-Identifier: MPL-2.0 */
/* check.c - is a database whole? For doctor and rebuild: it reads all of it. */
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/store/mail.h"
#include "motcua/store/store.h"
#include "store/desk_db.h"
#include "store/mail_db.h"

/* SQLite speaks of pages and indexes here, never of values. */
static enum mc_code take_verdict(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	const struct mc_db *db = ctx;
	char text[160];

	if (!MC_COL(row, 0, text)) {
		(void)mc_copy(text, sizeof(text), "more than can be shown");
	}
	return strcmp(text, "ok") ? mc_fail(why, MC_E_STORE_CORRUPT, "%s: %s", db->name, text) :
				    MC_OK;
}

enum mc_code mc_db_quick_check(struct mc_db *db, struct mc_err *why)
{
	return mc_db_first(db, "PRAGMA quick_check(1)", NULL, take_verdict, db, MC_E_STORE, why);
}

enum mc_code mc_mail_quick_check(struct mc_mail *mail, struct mc_err *why)
{
	return mc_db_quick_check(&mail->db, why);
}

enum mc_code mc_mail_here(struct mc_mail *mail, struct mc_err *why)
{
	bool moved = false;
	enum mc_code code = mc_db_moved(&mail->db, &moved, why);

	if (!code && moved) {
		code = mc_fail(why, MC_E_MAIL_LOST, "%s", mail->db.name);
	}
	return code ? code : mc_db_check_version(&mail->db, why);
}

enum mc_code mc_store_quick_check(struct mc_store *store, struct mc_err *why)
{
	return mc_db_quick_check(&store->db, why);
}
