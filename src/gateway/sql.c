/* SPDX-License-Identifier: MPL-2.0 */
/* sql.c - binding, stepping, transactions, and what SQLite's results mean to us. */
#include "gateway/sql.h"

#include <stdarg.h>
#include <string.h>

#include "motcua/base/mem.h"

static const struct {
	int sqlite;
	enum mc_code code;
} meanings[] = {
	{SQLITE_BUSY, MC_E_STORE_BUSY},	     {SQLITE_LOCKED, MC_E_STORE_BUSY},
	{SQLITE_FULL, MC_E_DISK_FULL},	     {SQLITE_CORRUPT, MC_E_STORE_CORRUPT},
	{SQLITE_NOTADB, MC_E_STORE_FOREIGN},
};

enum mc_code mc_sql_fail(sqlite3 *db, struct mc_err *why)
{
	int result = sqlite3_errcode(db);

	for (size_t i = 0; i < MC_COUNT(meanings); i++) {
		if (meanings[i].sqlite == result) {
			return mc_fail(why, meanings[i].code, "gateway.db: %s",
				       sqlite3_errstr(result));
		}
	}
	/* not sqlite3_errmsg(): it may quote a value */
	return mc_fail(why, MC_E_STORE, "gateway.db: %s (%d)", sqlite3_errstr(result),
		       sqlite3_extended_errcode(db));
}

enum mc_code mc_sql_exec(sqlite3 *db, const char *sql, struct mc_err *why)
{
	return sqlite3_exec(db, sql, NULL, NULL, NULL) ? mc_sql_fail(db, why) : MC_OK;
}

static int bind_text(sqlite3_stmt *stmt, int i, const char *text)
{
	return text && *text ? sqlite3_bind_text(stmt, i, text, -1, SQLITE_TRANSIENT)
			     : sqlite3_bind_null(stmt, i);
}

static int bind_bytes(sqlite3_stmt *stmt, int i, struct mc_slice bytes)
{
	return bytes.len ? sqlite3_bind_blob64(stmt, i, bytes.data, bytes.len, SQLITE_TRANSIENT)
			 : sqlite3_bind_null(stmt, i);
}

static int bind_all(sqlite3_stmt *stmt, const char *kinds, va_list args)
{
	int result = SQLITE_OK;

	for (int i = 0; kinds[i] && result == SQLITE_OK; i++) {
		if (kinds[i] == 't') {
			result = bind_text(stmt, i + 1, va_arg(args, const char *));
		} else if (kinds[i] == 'i') {
			result = sqlite3_bind_int64(stmt, i + 1, va_arg(args, int64_t));
		} else {
			result = bind_bytes(stmt, i + 1, va_arg(args, struct mc_slice));
		}
	}
	return result;
}

/* The connection's own list is the store of what was prepared: fifty or so, and to compare
 * their texts costs a hundredth of parsing one. One that is under way is not lent again. */
static sqlite3_stmt *find(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *stmt = sqlite3_next_stmt(db, NULL);

	while (stmt && (sqlite3_stmt_busy(stmt) || strcmp(sqlite3_sql(stmt), sql) != 0)) {
		stmt = sqlite3_next_stmt(db, stmt);
	}
	return stmt;
}

static enum mc_code start(sqlite3 *db, sqlite3_stmt **ret, struct mc_err *why, const char *sql,
			  const char *kinds, va_list args)
{
	sqlite3_stmt *stmt = find(db, sql);

	if (!stmt && sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL)) {
		return mc_sql_fail(db, why);
	}
	if (bind_all(stmt, kinds, args)) {
		enum mc_code code = mc_sql_fail(db, why);

		mc_sql_end(stmt);
		return code;
	}
	*ret = stmt;
	return MC_OK;
}

void mc_sql_end(sqlite3_stmt *stmt)
{
	if (stmt) {
		(void)sqlite3_reset(stmt); /* it says again what the last step said */
		(void)sqlite3_clear_bindings(stmt);
	}
}

void mc_sql_close(sqlite3 *db)
{
	sqlite3_stmt *stmt;

	while (db && (stmt = sqlite3_next_stmt(db, NULL))) {
		sqlite3_finalize(stmt);
	}
	sqlite3_close(db);
}

enum mc_code mc_sql_start(sqlite3 *db, sqlite3_stmt **ret, struct mc_err *why, const char *sql,
			  const char *kinds, ...)
{
	enum mc_code code;
	va_list args;

	va_start(args, kinds);
	code = start(db, ret, why, sql, kinds, args);
	va_end(args);
	return code;
}

enum mc_code mc_sql_step(sqlite3_stmt *stmt, bool *ret_row, struct mc_err *why)
{
	int result = sqlite3_step(stmt);

	if (result != SQLITE_ROW && result != SQLITE_DONE) {
		return mc_sql_fail(sqlite3_db_handle(stmt), why);
	}
	*ret_row = result == SQLITE_ROW;
	return MC_OK;
}

enum mc_code mc_sql_one(enum mc_code started, sqlite3_stmt *stmt, mc_sql_read *read, void *ret,
			bool *ret_row, struct mc_err *why)
{
	bool row = false;
	enum mc_code code = started ? started : mc_sql_step(stmt, &row, why);

	if (!code && row) {
		read(stmt, ret);
	}
	*ret_row = row;
	mc_sql_end(stmt);
	return code;
}

enum mc_code mc_sql_run(sqlite3 *db, struct mc_err *why, const char *sql, const char *kinds, ...)
{
	sqlite3_stmt *stmt = NULL;
	enum mc_code code;
	va_list args;
	bool row;

	va_start(args, kinds);
	code = start(db, &stmt, why, sql, kinds, args);
	va_end(args);
	if (!code) {
		code = mc_sql_step(stmt, &row, why);
		mc_sql_end(stmt);
	}
	return code;
}

void mc_sql_text(sqlite3_stmt *stmt, int column, char *to, size_t size)
{
	const char *text = (const char *)sqlite3_column_text(stmt, column);

	(void)mc_copy(to, size, text ? text : "");
}

struct mc_slice mc_sql_bytes(sqlite3_stmt *stmt, int column)
{
	const void *data = sqlite3_column_blob(stmt, column);

	return (struct mc_slice){data, (size_t)sqlite3_column_bytes(stmt, column)};
}

enum mc_code mc_sql_transaction(sqlite3 *db, mc_sql_work *work, void *ctx, struct mc_err *why)
{
	enum mc_code code = mc_sql_run(db, why, "BEGIN IMMEDIATE", "");

	if (code) {
		return code;
	}
	code = work(db, ctx, why);
	if (!code) {
		code = mc_sql_run(db, why, "COMMIT", "");
	}
	if (!code && !sqlite3_get_autocommit(db)) { /* nothing is answered before the commit */
		code = mc_fail(why, MC_E_STORE_BUSY, "gateway.db: not committed");
	}
	if (code && !sqlite3_get_autocommit(db)) {
		(void)sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	}
	return code;
}
