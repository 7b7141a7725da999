/* SPDX-License-Identifier: MPL-2.0 */
/*
 * sql.h - one SQLite connection, statements in one line each.
 *
 * Values are bound by a string of kinds: t text (NULL or "" = NULL), i int64_t,
 * b struct mc_slice (empty = NULL). A row's column is read by its number.
 */
#ifndef GATEWAY_SQL_H
#define GATEWAY_SQL_H

#include <sqlite3.h>

#include "motcua/base/str.h"

enum mc_code mc_sql_fail(sqlite3 *db, struct mc_err *why);
enum mc_code mc_sql_exec(sqlite3 *db, const char *sql, struct mc_err *why) MC_CHECKED;

/* Never NULL in *ret on MC_OK; mc_sql_end() it. Prepared once for a connection, whatever the
 * number of times it is asked for. */
enum mc_code mc_sql_start(sqlite3 *db, sqlite3_stmt **ret, struct mc_err *why, const char *sql,
			  const char *kinds, ...) MC_CHECKED;
/* The next row: false in *ret_row at the end. */
enum mc_code mc_sql_step(sqlite3_stmt *stmt, bool *ret_row, struct mc_err *why) MC_CHECKED;
void mc_sql_end(sqlite3_stmt *stmt); /* NULL: does nothing */
/*
 * The only row of what was started (with which code), read into ret when it is there;
 * the statement is ended.
 */
typedef void mc_sql_read(sqlite3_stmt *stmt, void *ret);
enum mc_code mc_sql_one(enum mc_code started, sqlite3_stmt *stmt, mc_sql_read *read, void *ret,
			bool *ret_row, struct mc_err *why) MC_CHECKED;
/* A statement without rows, from start to end. */
enum mc_code mc_sql_run(sqlite3 *db, struct mc_err *why, const char *sql, const char *kinds,
			...) MC_CHECKED;

/* With every statement that it has prepared. NULL: does nothing. */
void mc_sql_close(sqlite3 *db);

/* Columns. A text that does not fit is a fault of the database: the row was ours. */
void mc_sql_text(sqlite3_stmt *stmt, int column, char *to, size_t size);
#define MC_SQL_TEXT(stmt, column, array) mc_sql_text((stmt), (column), (array), sizeof(array))
struct mc_slice mc_sql_bytes(sqlite3_stmt *stmt, int column); /* until the next step */

/*
 * Run work between BEGIN IMMEDIATE and COMMIT; anything but MC_OK rolls back. The
 * write lock is taken first, so what work reads is what it changes, also when a
 * second gateway works on the same file.
 */
typedef enum mc_code mc_sql_work(sqlite3 *db, void *ctx, struct mc_err *why);
enum mc_code mc_sql_transaction(sqlite3 *db, mc_sql_work *work, void *ctx,
				struct mc_err *why) MC_CHECKED;

#endif
