/* SPDX-License-Identifier: MPL-2.0 */
/* db.c - statements prepared once, values bound, rows read, errors translated. */
#include "store/db.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "motcua/base/mem.h"

enum { STATEMENTS_MAX = 200 };

/* Prepared statements by the address of their literal. */
struct prepared {
	const char *sql;
	sqlite3_stmt *stmt;
};

/* ---- errors */

bool mc_db_is_denied(int error)
{
	return error == EROFS || error == EACCES || error == EPERM;
}

static bool disk_is_full(sqlite3 *handle)
{
	int error = sqlite3_system_errno(handle);

	return error == ENOSPC || error == EDQUOT || error == EFBIG;
}

static bool is_closed_to_us(const char *path)
{
	return access(path, W_OK) && mc_db_is_denied(errno);
}

/* SQLite's errno is the last one, not always the one that mattered: the place itself tells.
 * The folder counts too, for the journal is made in it. */
static bool place_is_closed(sqlite3 *handle)
{
	const char *path = sqlite3_db_filename(handle, "main");
	const char *slash = path ? strrchr(path, '/') : NULL;
	char *folder;
	bool closed;

	if (!slash) {
		return false;
	}
	folder = mc_strndup(path, slash == path ? 1 : (size_t)(slash - path));
	closed = is_closed_to_us(path) || is_closed_to_us(folder);
	free(folder);
	return closed;
}

/* A disk mounted read-only, a folder of another user: nothing is wrong with the data. A
 * connection that was told to write nothing is another matter. */
static bool may_not_write(sqlite3 *handle)
{
	int extended = sqlite3_extended_errcode(handle);

	if ((extended & 0xff) != SQLITE_READONLY) {
		return mc_db_is_denied(sqlite3_system_errno(handle)) || place_is_closed(handle);
	}
	return extended != SQLITE_READONLY_DBMOVED &&
	       (extended != SQLITE_READONLY || sqlite3_db_readonly(handle, "main") == 1);
}

static enum mc_code code_of(sqlite3 *handle)
{
	switch (sqlite3_errcode(handle) & 0xff) {
	case SQLITE_FULL:
		return MC_E_DISK_FULL;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_PROTOCOL: /* others held the journal's locks all the time: contention, no fault */
		return MC_E_STORE_BUSY;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return MC_E_STORE_CORRUPT;
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
	case SQLITE_READONLY:
		return disk_is_full(handle)  ? MC_E_DISK_FULL :
		       may_not_write(handle) ? MC_E_FILE_WRITE :
					       MC_E_STORE;
	default:
		return MC_E_STORE;
	}
}

enum mc_code mc_db_fail(struct mc_db *db, struct mc_err *why)
{
	enum mc_code code = code_of(db->handle);

	if (code == MC_E_FILE_WRITE && db->read_only) {
		return mc_fail(why, MC_E_DISK_READ_ONLY, "%s", db->name);
	}
	return mc_fail(why, code, code == MC_E_FILE_WRITE ? MC_DB_DENIED ": %s" : "%s: %s", db->name,
		       sqlite3_errmsg(db->handle));
}

enum mc_code mc_db_corrupt(struct mc_err *why, const char *what)
{
	return mc_fail(why, MC_E_STORE_CORRUPT, "%s", what);
}

/* ---- binding */

struct mc_bind mc_bind_int(int64_t number)
{
	return (struct mc_bind){.kind = MC_BIND_INT, .number = number};
}

struct mc_bind mc_bind_text(const char *text)
{
	if (!text) {
		return (struct mc_bind){.kind = MC_BIND_NULL};
	}
	return (struct mc_bind){.kind = MC_BIND_TEXT, .bytes = mc_slice_text(text)};
}

struct mc_bind mc_bind_bytes(struct mc_slice bytes)
{
	return (struct mc_bind){.kind = MC_BIND_BYTES, .bytes = bytes};
}

/* RFC 3339 with milliseconds: a wait of less than a second must not be rounded away. */
struct mc_bind mc_bind_at(int64_t at)
{
	struct mc_bind ret = {.kind = MC_BIND_TEXT};
	int64_t rest = at % MC_SECOND;
	char whole[MC_TIME_LEN];

	mc_time_format(at, whole);
	snprintf(ret.at, sizeof(ret.at), "%.19s.%03dZ", whole,
		 (int)(rest < 0 ? rest + MC_SECOND : rest));
	return ret;
}

struct mc_bind mc_bind_at_or_null(int64_t at)
{
	return at ? mc_bind_at(at) : mc_bind_text(NULL);
}

struct mc_bind mc_bind_code(enum mc_code code)
{
	return mc_bind_text(code ? mc_error_info(code)->code : NULL);
}

/* The caller's bytes outlive the step, so nothing is copied; SQLite takes a NULL
 * pointer for NULL, therefore empty bytes are bound as zeroblob. */
static int bind_one(sqlite3_stmt *stmt, int i, const struct mc_bind *bind)
{
	const char *text = bind->bytes.data ? bind->bytes.data : bind->at;

	switch (bind->kind) {
	case MC_BIND_INT:
		return sqlite3_bind_int64(stmt, i, bind->number);
	case MC_BIND_TEXT:
		return sqlite3_bind_text(stmt, i, text, -1, SQLITE_STATIC);
	case MC_BIND_BYTES:
		return bind->bytes.len ? sqlite3_bind_blob64(stmt, i, bind->bytes.data,
							     bind->bytes.len, SQLITE_STATIC) :
					 sqlite3_bind_zeroblob(stmt, i, 0);
	default:
		return sqlite3_bind_null(stmt, i);
	}
}

/* ---- columns */

bool mc_col_text(sqlite3_stmt *row, int i, char *ret, size_t size)
{
	const char *text = (const char *)sqlite3_column_text(row, i);

	return mc_copy(ret, size, text ? text : "") == 0;
}

bool mc_col_at(sqlite3_stmt *row, int i, int64_t *ret)
{
	const char *text = (const char *)sqlite3_column_text(row, i), *part;

	*ret = 0;
	if (!text) {
		return true;
	}
	if (strlen(text) != MC_AT_LEN - 1 || mc_time_parse(text, ret, NULL)) {
		return false;
	}
	part = text + 20; /* ".123Z": it is an instant, so there are digits, but how many? */
	if (!isdigit((unsigned char)part[0]) || !isdigit((unsigned char)part[1]) ||
	    !isdigit((unsigned char)part[2])) {
		return false;
	}
	*ret += (part[0] - '0') * 100 + (part[1] - '0') * 10 + (part[2] - '0');
	return true;
}

enum mc_code mc_col_code(sqlite3_stmt *row, int i)
{
	const char *text = (const char *)sqlite3_column_text(row, i);
	enum mc_code code = text ? mc_error_by_name(text) : MC_OK;

	/* written by a newer program: still a failure */
	return code == MC_CODE_COUNT ? MC_E_INTERNAL : code;
}

struct mc_slice mc_col_bytes(sqlite3_stmt *row, int i)
{
	const void *data = sqlite3_column_blob(row, i);

	return (struct mc_slice){data, (size_t)sqlite3_column_bytes(row, i)};
}

enum mc_code mc_col_put(sqlite3_stmt *row, int i, struct mc_str *ret, struct mc_err *why)
{
	struct mc_slice bytes = mc_col_bytes(row, i);

	if (bytes.len > ret->max) {
		return mc_fail(why, MC_E_FILE_TOO_LARGE, "%s: %zu bytes",
			       sqlite3_column_name(row, i), bytes.len);
	}
	mc_str_reset(ret);
	(void)mc_str_add(ret, bytes.data, bytes.len);
	return MC_OK;
}

/* ---- running */

static enum mc_code prepare(struct mc_db *db, const char *sql, sqlite3_stmt **ret,
			    struct mc_err *why)
{
	struct prepared *slot;

	if (!db->statements.size) {
		mc_vec_init(&db->statements, sizeof(struct prepared), STATEMENTS_MAX);
	}
	MC_VEC_EACH(&db->statements, struct prepared, p) {
		if (p->sql == sql) {
			*ret = p->stmt;
			return MC_OK;
		}
	}
	if (sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, ret, NULL)) {
		return mc_db_fail(db, why);
	}
	slot = mc_vec_push(&db->statements);
	if (!slot) {
		sqlite3_finalize(*ret);
		return mc_fail(why, MC_E_INTERNAL, "%s: too many statements", db->name);
	}
	*slot = (struct prepared){sql, *ret};
	return MC_OK;
}

static enum mc_code start(struct mc_db *db, const char *sql, const struct mc_bind *binds,
			  sqlite3_stmt **ret, struct mc_err *why)
{
	enum mc_code code = prepare(db, sql, ret, why);

	for (int i = 0; !code && binds && binds[i].kind != MC_BIND_END; i++) {
		if (bind_one(*ret, i + 1, &binds[i])) {
			code = mc_db_fail(db, why);
		}
	}
	return code;
}

void mc_db_let_go(struct mc_db *db)
{
	MC_VEC_EACH(&db->statements, struct prepared, p) {
		sqlite3_finalize(p->stmt);
	}
	mc_vec_done(&db->statements);
	sqlite3_close(db->handle);
	db->handle = NULL;
}

void mc_db_close(struct mc_db *db)
{
	mc_db_let_go(db);
	*db = (struct mc_db){0};
}

/* Each use is between these two; a transaction is one. */
static enum mc_code enter(struct mc_db *db, struct mc_err *why)
{
	enum mc_code code = db->handle ? MC_OK : mc_db_again(db, why);

	db->uses += !code;
	return code;
}

static void leave(struct mc_db *db)
{
	if (--db->uses == 0 && db->alone) {
		mc_db_let_go(db);
	}
}

/* Nothing of the caller's stays bound. */
static void stop(sqlite3_stmt *stmt)
{
	sqlite3_reset(stmt);
	sqlite3_clear_bindings(stmt);
}

static enum mc_code run_each(struct mc_db *db, const char *sql, const struct mc_bind *binds,
			     mc_db_row each, void *ctx, struct mc_err *why)
{
	sqlite3_stmt *stmt = NULL;
	enum mc_code code = start(db, sql, binds, &stmt, why);
	int step = SQLITE_ROW;

	while (!code && step == SQLITE_ROW) {
		step = sqlite3_step(stmt);
		if (step == SQLITE_ROW) {
			code = each ? each(ctx, stmt, why) : MC_OK;
		} else if (step != SQLITE_DONE) {
			code = mc_db_fail(db, why);
		}
	}
	if (stmt) {
		stop(stmt);
	}
	db->changes = sqlite3_changes(db->handle);
	return code;
}

enum mc_code mc_db_each(struct mc_db *db, const char *sql, const struct mc_bind *binds,
			mc_db_row each, void *ctx, struct mc_err *why)
{
	enum mc_code code = enter(db, why);

	if (!code) {
		code = run_each(db, sql, binds, each, ctx, why);
		leave(db);
	}
	return code;
}

enum mc_code mc_db_check_version(struct mc_db *db, struct mc_err *why)
{
	int64_t version = 0;
	enum mc_code code = !db->version ? MC_OK :
					   mc_db_first(db, "PRAGMA user_version", NULL,
						       mc_db_number, &version, MC_E_STORE, why);

	return code || version <= db->version ?
		       code :
		       mc_fail(why, MC_E_STORE_NEWER, "%s: version %lld, known is %lld", db->name,
			       (long long)version, (long long)db->version);
}

/* Alone it would be a transaction of its own, in which nobody asked whether the schema is still
 * the one that it is written for. */
enum mc_code mc_db_run(struct mc_db *db, const char *sql, const struct mc_bind *binds,
		       struct mc_err *why)
{
	enum mc_code code;

	if (db->handle && !sqlite3_get_autocommit(db->handle)) {
		return mc_db_each(db, sql, binds, NULL, NULL, why);
	}
	code = mc_db_begin(db, why);
	return code ? code :
		      mc_db_end(db, mc_db_each(db, sql, binds, NULL, NULL, why), why);
}

int mc_db_changes(struct mc_db *db)
{
	return db->changes;
}

static enum mc_code run_first(struct mc_db *db, const char *sql, const struct mc_bind *binds,
			      mc_db_row first, void *ctx, enum mc_code missing, struct mc_err *why)
{
	sqlite3_stmt *stmt = NULL;
	enum mc_code code = start(db, sql, binds, &stmt, why);
	int step = code ? SQLITE_DONE : sqlite3_step(stmt);

	if (!code) {
		code = step == SQLITE_ROW  ? first(ctx, stmt, why) :
		       step == SQLITE_DONE ? mc_fail(why, missing, "%s", db->name) :
					     mc_db_fail(db, why);
	}
	if (stmt) {
		stop(stmt);
	}
	return code;
}

enum mc_code mc_db_first(struct mc_db *db, const char *sql, const struct mc_bind *binds,
			 mc_db_row first, void *ctx, enum mc_code missing, struct mc_err *why)
{
	enum mc_code code = enter(db, why);

	if (!code) {
		code = run_first(db, sql, binds, first, ctx, missing, why);
		leave(db);
	}
	return code;
}

enum mc_code mc_db_number(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	(void)why;
	*(int64_t *)ctx = sqlite3_column_int64(row, 0);
	return MC_OK;
}

/* One that was let go of is looked for by its name. */
enum mc_code mc_db_moved(struct mc_db *db, bool *ret, struct mc_err *why)
{
	int moved = 0;

	if (!db->handle) {
		moved = access(db->spec.path, F_OK) != 0;
	} else if (sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved)) {
		return mc_db_fail(db, why);
	}
	*ret = moved != 0;
	return MC_OK;
}

/* ---- transactions */

static enum mc_code begin(struct mc_db *db, const char *sql, struct mc_err *why)
{
	enum mc_code code = enter(db, why);

	if (code) {
		return code;
	}
	code = mc_db_each(db, sql, NULL, NULL, NULL, why);
	if (code) {
		leave(db);
	}
	return code;
}

/* Nobody can change the schema behind this. */
enum mc_code mc_db_begin(struct mc_db *db, struct mc_err *why)
{
	enum mc_code code = begin(db, "BEGIN IMMEDIATE", why);

	if (!code && (code = mc_db_check_version(db, why)) != MC_OK) {
		code = mc_db_end(db, code, why);
	}
	return code;
}

enum mc_code mc_db_begin_reading(struct mc_db *db, struct mc_err *why)
{
	return begin(db, "BEGIN", why);
}

enum mc_code mc_db_end(struct mc_db *db, enum mc_code code, struct mc_err *why)
{
	if (!code) {
		code = mc_db_each(db, "COMMIT", NULL, NULL, NULL, why);
	}
	/* after some failures (disk full) SQLite has rolled back by itself */
	if (code && !sqlite3_get_autocommit(db->handle)) {
		(void)!mc_db_each(db, "ROLLBACK", NULL, NULL, NULL, NULL);
	}
	leave(db);
	return code;
}

void mc_db_look_begin(struct mc_db *db)
{
	if (db->looks++ || enter(db, NULL)) {
		return;
	}
	db->looking = sqlite3_get_autocommit(db->handle) &&
		      !mc_db_each(db, "BEGIN", NULL, NULL, NULL, NULL);
	if (!db->looking) {
		leave(db);
	}
}

void mc_db_look_end(struct mc_db *db)
{
	if (--db->looks == 0 && db->looking) {
		db->looking = false;
		(void)!mc_db_end(db, MC_OK, NULL);
	}
}
