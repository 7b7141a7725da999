/* SPDX-License-Identifier: MPL-2.0 */
/* ledger_packs.c - packs of the catalogue: published whole, told by name and by day. */
#include "gateway/ledger_sqlite.h"

static void read_instant(sqlite3_stmt *stmt, void *to)
{
	*(int64_t *)to = sqlite3_column_int64(stmt, 0);
}

enum mc_code mc_lsq_newest_pack(void *ctx, const char *name, int64_t *ret, struct mc_err *why)
{
	sqlite3_stmt *stmt = NULL;
	int64_t at = 0;
	bool row = false;
	enum mc_code code = mc_sql_start(ctx, &stmt, why,
					 "SELECT max(at) FROM pack WHERE name=?", "t", name);

	code = mc_sql_one(code, stmt, read_instant, &at, &row, why);
	if (!code) {
		*ret = at;
	}
	return code;
}

/* ---- publishing */

static enum mc_code add_file(sqlite3 *db, const char *name, const struct mc_pack_source *source,
			     struct mc_err *why)
{
	char sha256[MC_SHA256_HEX];

	mc_sha256_hex(mc_slice_of(&source->text), sha256);
	return mc_sql_run(db, why,
			  "INSERT INTO pack_file(name, sha256, bytes) VALUES(?,?,?)"
			  " ON CONFLICT DO NOTHING",
			  "ttb", name, sha256, mc_slice_of(&source->text));
}

static enum mc_code add_work(sqlite3 *db, void *ctx, struct mc_err *why)
{
	const struct mc_ledger_pack *it = ctx;
	const struct mc_pack *pack = it->pack;
	char from[MC_DATE_LEN];
	int64_t newest = 0;
	enum mc_code code = mc_lsq_newest_pack(db, pack->name, &newest, why);

	if (!code && newest >= pack->at) {
		return mc_fail(why, MC_E_PACK_OLD, "%s", pack->name);
	}
	MC_VEC_EACH (it->sources, struct mc_pack_source, source) {
		code = code ? code : add_file(db, pack->name, source, why);
	}
	if (code) {
		return code;
	}
	mc_date_format_iso(&pack->from, from);
	return mc_sql_run(db, why, "INSERT INTO pack(name, at, from_day, jws) VALUES(?,?,?,?)",
			  "titt", pack->name, pack->at, from, it->jws);
}

enum mc_code mc_lsq_add_pack(void *ctx, const struct mc_ledger_pack *pack, struct mc_err *why)
{
	struct mc_ledger_pack it = *pack;

	return mc_sql_transaction(ctx, add_work, &it, why);
}

/* ---- telling */

enum mc_code mc_lsq_packs(void *ctx, const char *name, const struct mc_date *on,
			  void (*each)(void *to, struct mc_slice jws), void *to,
			  struct mc_err *why)
{
	sqlite3_stmt *stmt = NULL;
	char day[MC_DATE_LEN];
	bool row = false;
	enum mc_code code;

	mc_date_format_iso(on, day);
	code = mc_sql_start(ctx, &stmt, why,
			    "SELECT jws FROM pack WHERE name=?1 AND at >= ifnull((SELECT max(at)"
			    " FROM pack WHERE name=?1 AND from_day<=?2), 0) ORDER BY at LIMIT ?3",
			    "tti", name, day, (int64_t)MC_PACKS_MAX);
	while (!code && !(code = mc_sql_step(stmt, &row, why)) && row) {
		each(to, mc_sql_bytes(stmt, 0));
	}
	mc_sql_end(stmt);
	return code;
}

static void read_bytes(sqlite3_stmt *stmt, void *to)
{
	struct mc_slice bytes = mc_sql_bytes(stmt, 0);

	mc_str_add(to, bytes.data, bytes.len);
}

enum mc_code mc_lsq_pack_file(void *ctx, const char *name, const char *sha256, struct mc_str *ret,
			      struct mc_err *why)
{
	sqlite3_stmt *stmt = NULL;
	bool row = false;
	enum mc_code code = mc_sql_start(ctx, &stmt, why,
					 "SELECT bytes FROM pack_file WHERE name=? AND sha256=?",
					 "tt", name, sha256);

	code = mc_sql_one(code, stmt, read_bytes, ret, &row, why);
	return code || row ? code : mc_fail(why, MC_E_NOT_FOUND, "pack file");
}
