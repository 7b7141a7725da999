/* SPDX-License-Identifier: MPL-2.0 */
/* ledger_uploads.c - uploads under way and parts held; the bytes are files (parts.h). */
#include "gateway/ledger_sqlite.h"
#include "motcua/base/mem.h"
#include "motcua/wire/message.h"

/* ---- a new one */

struct taken {
	int64_t uploads, coming, held;
};

static void read_taken(sqlite3_stmt *stmt, void *to)
{
	*(struct taken *)to = (struct taken){sqlite3_column_int64(stmt, 0),
					     sqlite3_column_int64(stmt, 1),
					     sqlite3_column_int64(stmt, 2)};
}

static enum mc_code check_room(sqlite3 *db, const struct mc_ledger_upload *u,
			       const struct mc_ledger_room *room, struct mc_err *why)
{
	struct taken taken = {0};
	sqlite3_stmt *stmt = NULL;
	bool row = false;
	enum mc_code code = mc_sql_start(
		db, &stmt, why,
		"SELECT count(*), coalesce(sum(length), 0), (SELECT coalesce(sum(size), 0) FROM part"
		" WHERE terminal=?1 AND NOT named)"
		" FROM upload WHERE terminal=?1 AND expires_at>?2 AND offset<length",
		"ti", u->terminal, u->created_at);

	code = mc_sql_one(code, stmt, read_taken, &taken, &row, why);
	if (!code && (taken.uploads >= room->uploads ||
		      taken.coming + taken.held > room->bytes - u->length)) {
		code = mc_fail(why, MC_E_WAITING, "terminal %s: %lld uploads, %lld bytes",
			       u->terminal, (long long)taken.uploads,
			       (long long)(taken.coming + taken.held));
	}
	return code;
}

struct adding {
	const struct mc_ledger_upload *upload;
	const struct mc_ledger_room *room;
};

static enum mc_code add_work(sqlite3 *db, void *ctx, struct mc_err *why)
{
	const struct adding *adding = ctx;
	const struct mc_ledger_upload *u = adding->upload;
	enum mc_code code = mc_sql_run(db, why,
				       "UPDATE upload SET expires_at=min(expires_at, ?) WHERE"
				       " terminal=? AND sha256=? AND offset<length",
				       "itt", u->created_at, u->terminal, u->sha256);

	if (!code && adding->room) {
		code = check_room(db, u, adding->room, why);
	}
	return code ? code
		    : mc_sql_run(db, why,
				 "INSERT INTO upload(id, sha256, terminal, length, offset,"
				 " created_at, expires_at) VALUES(?,?,?,?,?,?,?)",
				 "tttiiii", u->id, u->sha256, u->terminal, u->length, u->offset,
				 u->created_at, u->expires_at);
}

enum mc_code mc_lsq_add_upload(void *ctx, const struct mc_ledger_upload *u,
			       const struct mc_ledger_room *room, struct mc_err *why)
{
	struct adding adding = {u, room};

	return mc_sql_transaction(ctx, add_work, &adding, why);
}

/* ---- under way */

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

/* Of one that was whole a file may stand among the parts, of which no row knows: the end may
 * have come between the two. */
#define WHOLE_ONES "INSERT OR IGNORE INTO part_gone SELECT sha256 FROM upload WHERE offset>=length"

static enum mc_code drop_work(sqlite3 *db, void *ctx, struct mc_err *why)
{
	const char *id = ctx;
	enum mc_code code = mc_sql_run(db, why, WHOLE_ONES " AND id=?", "t", id);

	return code ? code : mc_sql_run(db, why, "DELETE FROM upload WHERE id=?", "t", id);
}

enum mc_code mc_lsq_drop_upload(void *ctx, const char *id, struct mc_err *why)
{
	char copy[sizeof(((struct mc_ledger_upload *)0)->id)];

	(void)MC_COPY(copy, id);
	return mc_sql_transaction(ctx, drop_work, copy, why);
}

struct finishing {
	const struct mc_ledger_upload *upload;
	int64_t now;
	mc_ledger_place *place;
	void *to;
};

/* Its row stays until it expires: who lost the last answer asks how far it came. */
static enum mc_code finish_work(sqlite3 *db, void *ctx, struct mc_err *why)
{
	const struct finishing *f = ctx;
	const struct mc_ledger_upload *u = f->upload;
	enum mc_code code = mc_sql_run(db, why,
				       "INSERT INTO part(sha256, terminal, size, held_at)"
				       " VALUES(?,?,?,?) ON CONFLICT DO UPDATE SET"
				       " held_at=excluded.held_at",
				       "ttii", u->sha256, u->terminal, u->length, f->now);

	code = code ? code : mc_lsq_set_offset(db, u->id, u->length, why);
	return code || !f->place ? code : f->place(f->to, why);
}

enum mc_code mc_lsq_finish_upload(void *ctx, const struct mc_ledger_upload *upload, int64_t now,
				  mc_ledger_place *place, void *to, struct mc_err *why)
{
	struct finishing finishing = {upload, now, place, to};

	return mc_sql_transaction(ctx, finish_work, &finishing, why);
}

/* ---- what nobody asks for any more */

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
	enum mc_code code = mc_sql_run(db, why, WHOLE_ONES " AND expires_at<=?", "i", e->now);

	code = code ? code
		    : mc_sql_start(db, &stmt, why,
				   "DELETE FROM upload WHERE expires_at<=? RETURNING id", "i",
				   e->now);
	while (!code && !(code = mc_sql_step(stmt, &row, why)) && row) {
		e->each(e->to, (const char *)sqlite3_column_text(stmt, 0));
	}
	mc_sql_end(stmt);
	return code;
}

enum mc_code mc_lsq_expire_uploads(void *ctx, int64_t now, void (*each)(void *to, const char *id),
				   void *to, struct mc_err *why)
{
	struct expiring expiring = {now, each, to};

	return mc_sql_transaction(ctx, expire_work, &expiring, why);
}

enum mc_code mc_lsq_part_size(void *ctx, const char *terminal, const char *sha256, int64_t *ret,
			      struct mc_err *why)
{
	sqlite3_stmt *stmt = NULL;
	bool row = false;
	enum mc_code code =
		mc_sql_start(ctx, &stmt, why, "SELECT size FROM part WHERE sha256=? AND terminal=?",
			     "tt", sha256, terminal);

	code = code ? code : mc_sql_step(stmt, &row, why);
	if (!code) {
		*ret = row ? sqlite3_column_int64(stmt, 0) : 0;
	}
	mc_sql_end(stmt);
	return code;
}

/* First the rows, for good: a row without its file would be a part that is held and is not. */
static enum mc_code forget_work(sqlite3 *db, void *ctx, struct mc_err *why)
{
	const int64_t *before = ctx;
	enum mc_code code = mc_sql_run(db, why,
				       "INSERT OR IGNORE INTO part_gone SELECT sha256 FROM part"
				       " WHERE NOT named AND held_at<=?",
				       "i", *before);

	return code ? code
		    : mc_sql_run(db, why, "DELETE FROM part WHERE NOT named AND held_at<=?", "i",
				 *before);
}

/* Then the files, unless somebody has sent the same bytes since: whoever does waits for the end
 * of this transaction before he puts his file there. */
static enum mc_code remove_work(sqlite3 *db, void *ctx, struct mc_err *why)
{
	const struct expiring *e = ctx;
	sqlite3_stmt *stmt = NULL;
	bool row = false;
	enum mc_code code = mc_sql_start(db, &stmt, why,
					 "SELECT sha256 FROM part_gone g WHERE NOT EXISTS"
					 " (SELECT 1 FROM part p WHERE p.sha256=g.sha256)",
					 "");

	while (!code && !(code = mc_sql_step(stmt, &row, why)) && row) {
		e->each(e->to, (const char *)sqlite3_column_text(stmt, 0));
	}
	mc_sql_end(stmt);
	return code ? code : mc_sql_exec(db, "DELETE FROM part_gone", why);
}

enum mc_code mc_lsq_sweep_parts(void *ctx, int64_t before,
				void (*each)(void *to, const char *sha256), void *to,
				struct mc_err *why)
{
	struct expiring expiring = {before, each, to};
	enum mc_code code = mc_sql_transaction(ctx, forget_work, &before, why);

	return code ? code : mc_sql_transaction(ctx, remove_work, &expiring, why);
}

enum mc_code mc_lsq_name_parts(sqlite3 *db, const char *terminal, const struct mc_vec *parts,
			       bool must, struct mc_err *why)
{
	if (!parts) {
		return MC_OK;
	}
	MC_VEC_EACH (parts, struct mc_part, part) {
		enum mc_code code =
			mc_sql_run(db, why, "UPDATE part SET named=1 WHERE sha256=? AND terminal=?",
				   "tt", part->sha256, terminal);

		if (code) {
			return code;
		}
		if (must && !sqlite3_changes(db)) {
			return mc_fail(why, MC_E_STORE_BUSY, "a part was swept meanwhile");
		}
	}
	return MC_OK;
}
