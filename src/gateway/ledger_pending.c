/* SPDX-License-Identifier: MPL-2.0 */
/*
 * ledger_pending.c - persons of a dossier whose verification still waited for the link when it
 * was sealed, and what the register has told their terminal since: found or not, nothing more.
 * A question that came to nothing is asked again under another id; it names the first one, and
 * may be here before the dossier is.
 */
#include <string.h>

#include "gateway/ledger_sqlite.h"
#include "motcua/base/mem.h"

enum mc_code mc_lsq_add_pending(sqlite3 *db, const char *id, const struct mc_vec *pending,
				struct mc_err *why)
{
	enum mc_code code = MC_OK;

	if (!pending) {
		return MC_OK;
	}
	MC_VEC_EACH (pending, struct mc_manifest_pending, it) {
		if (!code) {
			code = mc_sql_run(db, why,
					  "INSERT OR REPLACE INTO pending(dossier, role, query)"
					  " VALUES(?,?,?)",
					  "ttt", id, it->role, it->query_id);
		}
	}
	return code;
}

/* Only a question of the very terminal that sent the dossier counts. */
enum mc_code mc_lsq_pending(void *ctx, const char *id, struct mc_vec *ret, struct mc_err *why)
{
	sqlite3_stmt *stmt = NULL;
	bool row = false;
	enum mc_code code = mc_sql_start(
		ctx, &stmt, why,
		"SELECT p.role, (SELECT a.outcome FROM access a WHERE (a.query=p.query"
		" OR a.supersedes<>'' AND a.supersedes=p.query) AND a.terminal=d.terminal"
		" ORDER BY a.n DESC LIMIT 1) FROM pending p JOIN dossier d ON d.id=p.dossier"
		" WHERE p.dossier=? ORDER BY p.rowid",
		"t", id);

	while (!code && !(code = mc_sql_step(stmt, &row, why)) && row) {
		struct mc_ledger_pending *it = mc_vec_push(ret);

		if (!it) {
			code = mc_fail(why, MC_E_STORE, "gateway.db: too many persons");
			break;
		}
		MC_SQL_TEXT(stmt, 0, it->role);
		MC_SQL_TEXT(stmt, 1, it->outcome);
	}
	mc_sql_end(stmt);
	return code;
}
