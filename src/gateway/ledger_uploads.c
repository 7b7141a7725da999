/* SPDX-License-Identifier: MPL-2.0 */
/* ledger_uploads.c - uploads under way and parts held; the bytes are files (parts.h). */
#include "gateway/ledger_sqlite.h"

enum mc_code mc_lsq_add_upload(void *ctx, const struct mc_ledger_upload *u, struct mc_err *why)
{
	return mc_sql_run(ctx, why,
			  "INSERT INTO upload(id, sha256, terminal, length, offset, created_at,"
			  " expires_at) VALUES(?,?,?,?,?,?,?)",
			  "tttiiii", u->id, u->sha256, u->terminal, u->length, u->offset,
			  u->created_at, u->expires_at);
}

static void read_upload(sqlite3_stmt *stmt, void *to)
{
	struct mc_ledger_upload *ret = to;

	MC_SQL_TEXT(stmt, 0, ret->id);
	MC_SQL_TEXT(stmt, 1, ret->sha256);
	MC_SQL_TEXT(stmt, 2, ret->terminal);
	ret->length = sqlite3_column_int64(stmt, 3);
	ret->offset = sqlite3_column_int64(stmt, 4);
	ret->created_at = sqlite3_column_int64(stmt, 5);
	ret->expires_at = sqlite3_column_int64(stmt, 6);
}

enum mc_code mc_lsq_upload(void *ctx, const char *id, int64_t now, struct mc_ledger_upload *ret,
			   struct mc_err *why)
{
	sqlite3_stmt *stmt = NULL;
	bool row = false;
	enum mc_code code = mc_sql_start(ctx, &stmt, why,
					 "SELECT id, sha256, terminal, length, offset, created_at,"
					 " expires_at FROM upload WHERE id=? AND expires_at>?",
					 "ti", id, now);

	code = mc_sql_one(code, stmt, read_upload, ret, &row, why);
	return code || row ? code : mc_fail(why, MC_E_NOT_FOUND, "upload");
}

/* Offsets never decrease, whatever two gateways do at once. */
enum mc_code mc_lsq_set_offset(void *ctx, const char *id, int64_t offset, struct mc_err *why)
{
	return mc_sql_run(ctx, why, "UPDATE upload SET offset=max(offset, ?) WHERE id=?", "it",
			  offset, id);
}

enum mc_code mc_lsq_drop_upload(void *ctx, const char *id, struct mc_err *why)
{
	return mc_sql_run(ctx, why, "DELETE FROM upload WHERE id=?", "t", id);
}

/* Its row stays until it expires: who lost the last answer asks how far it came. */
static enum mc_code finish_work(sqlite3 *db, void *ctx, struct mc_err *why)
{
	const struct mc_ledger_upload *u = ctx;
	enum mc_code code = mc_sql_run(db, why,
				       "INSERT INTO part(sha256, terminal, size) VALUES(?,?,?)"
				       " ON CONFLICT DO NOTHING",
				       "tti", u->sha256, u->terminal, u->length);

	return code ? code : mc_lsq_set_offset(db, u->id, u->length, why);
}

enum mc_code mc_lsq_finish_upload(void *ctx, const struct mc_ledger_upload *upload,
				  struct mc_err *why)
{
	struct mc_ledger_upload copy = *upload;

	return mc_sql_transaction(ctx, finish_work, &copy, why);
}

struct expiring {
	int64_t now;
	void (*each)(void *to, const char *id);
	void *to;
};

static enum mc_code expire_work(sqlite3 *db, void *ctx, struct mc_err *why)
{
	const struct expiring *e = ctx;
	sqlite3_stmt *stmt = NULL;
	bool row = false;
	enum mc_code code = mc_sql_start(
		db, &stmt, why, "DELETE FROM upload WHERE expires_at<=? RETURNING id", "i", e->now);

	while (!code && !(code = mc_sql_step(stmt, &row, why)) && row) {
		e->each(e->to, (const char *)sqlite3_column_text(stmt, 0));
	}
	sqlite3_finalize(stmt);
	return code;
}

enum mc_code mc_lsq_expire_uploads(void *ctx, int64_t now, void (*each)(void *to, const char *id),
				   void *to, struct mc_err *why)
{
	struct expiring expiring = {now, each, to};

	return mc_sql_transaction(ctx, expire_work, &expiring, why);
}

enum mc_code mc_lsq_part_held(void *ctx, const char *terminal, const char *sha256, bool *ret,
			      struct mc_err *why)
{
	sqlite3_stmt *stmt = NULL;
	bool row = false;
	enum mc_code code =
		mc_sql_start(ctx, &stmt, why, "SELECT 1 FROM part WHERE sha256=? AND terminal=?",
			     "tt", sha256, terminal);

	code = code ? code : mc_sql_step(stmt, &row, why);
	if (!code) {
		*ret = row;
	}
	sqlite3_finalize(stmt);
	return code;
}
