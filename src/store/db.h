/* SPDX-License-Identifier: MPL-2.0 */
/*
 * db.h - one SQLite connection: opened as docs/DELIVERY.md 5 demands, its statements
 * prepared once, its errors translated.
 *
 * SQL is always a literal and values are always bound, so that SQLite's messages,
 * which travel upwards in why->detail, can never hold a citizen's data.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "motcua/base/clock.h"
#include "motcua/base/str.h"
#include "motcua/base/vec.h"
#include "store/schema.h"

struct mc_db_spec {
	const char *path;
	mode_t mode;
	int32_t application_id;
	const char *prefix;          /* of its steps' names: "store_" */
	const struct mc_step *steps; /* as mc_schema_steps */
	const char *lease; /* a lock: whoever holds it goes when an existing database is migrated; */
	const char *holder; /* its socket, by which it is told. Both may be NULL */
	const char *ballast; /* given up when there is no room even to open it; may be NULL */
};

struct mc_db {
	sqlite3 *handle; /* NULL: let go of (alone) */
	const char *name; /* of the file without its folder, for messages */
	bool read_only; /* its file system is: nothing can be written */
	/* A full disk: whoever has it open keeps all others out. So it is opened for each use and
	 * let go of behind it, until there is room again. */
	bool alone;
	int opened; /* how often since */
	int64_t version; /* of the schema that its statements are for; 0: not open yet */
	int uses;   /* under way, one within another */
	int changes;
	int looks;      /* mc_db_look_begin() */
	bool looking;
	struct mc_vec statements;
	struct mc_db_spec spec;
};

/*
 * Makes, checks, migrates; on a file system that can only be read opens one of the latest
 * version to read. MC_E_STORE_FOREIGN and MC_E_STORE_NEWER leave the file as it is. What spec
 * points to must outlive the connection.
 */
enum mc_code mc_db_open(const struct mc_db_spec *spec, struct mc_db *ret,
			struct mc_err *why) MC_CHECKED;
void mc_db_close(struct mc_db *db); /* a zeroed one too */

/* ---- values given to a statement: ?1, ?2, ... */
enum mc_bind_kind { MC_BIND_END, MC_BIND_NULL, MC_BIND_INT, MC_BIND_TEXT, MC_BIND_BYTES };
#define MC_AT_LEN 25 /* "2026-11-23T07:05:00.123Z" and its NUL */
struct mc_bind {
	enum mc_bind_kind kind;
	int64_t number;
	struct mc_slice bytes;
	char at[MC_AT_LEN]; /* the text of an instant, when bytes.data is NULL */
};
#define MC_BINDS(...) \
	((const struct mc_bind[]){__VA_ARGS__, {.kind = MC_BIND_END}})
struct mc_bind mc_bind_int(int64_t number);
struct mc_bind mc_bind_text(const char *text); /* NULL stays NULL */
struct mc_bind mc_bind_bytes(struct mc_slice bytes);
struct mc_bind mc_bind_at(int64_t at);
struct mc_bind mc_bind_at_or_null(int64_t at);  /* 0 becomes NULL */
struct mc_bind mc_bind_code(enum mc_code code); /* MC_OK becomes NULL */

/* ---- columns of a row */
typedef enum mc_code (*mc_db_row)(void *ctx, sqlite3_stmt *row, struct mc_err *why);
/* All false when the value does not fit: then the row is not one of ours. */
bool mc_col_text(sqlite3_stmt *row, int i, char *ret, size_t size);
bool mc_col_at(sqlite3_stmt *row, int i, int64_t *ret); /* NULL gives 0 */
#define MC_COL(row, i, array) mc_col_text((row), (i), (array), sizeof(array))
enum mc_code mc_col_code(sqlite3_stmt *row, int i); /* NULL gives MC_OK */
struct mc_slice mc_col_bytes(sqlite3_stmt *row, int i); /* borrowed until the next step */
/* Puts the bytes in place of what ret holds. MC_E_FILE_TOO_LARGE past its limit. */
enum mc_code mc_col_put(sqlite3_stmt *row, int i, struct mc_str *ret,
			struct mc_err *why) MC_CHECKED;

/* ---- running literals */
enum mc_code mc_db_run(struct mc_db *db, const char *sql, const struct mc_bind *binds,
		       struct mc_err *why) MC_CHECKED;
/* Rows touched by the last mc_db_run(). */
int mc_db_changes(struct mc_db *db);
/* Each row; a callback's failure ends it. */
enum mc_code mc_db_each(struct mc_db *db, const char *sql, const struct mc_bind *binds,
			mc_db_row each, void *ctx, struct mc_err *why) MC_CHECKED;
/* The first row; without one `missing` is returned. */
enum mc_code mc_db_first(struct mc_db *db, const char *sql, const struct mc_bind *binds,
			 mc_db_row first, void *ctx, enum mc_code missing,
			 struct mc_err *why) MC_CHECKED;
/* A callback for mc_db_first(): ctx is int64_t *, column 0. */
enum mc_code mc_db_number(void *ctx, sqlite3_stmt *row, struct mc_err *why) MC_CHECKED;

/* Has the file another name by now, or none? */
enum mc_code mc_db_moved(struct mc_db *db, bool *ret, struct mc_err *why) MC_CHECKED;

/* PRAGMA quick_check. MC_E_STORE_CORRUPT. */
enum mc_code mc_db_quick_check(struct mc_db *db, struct mc_err *why) MC_CHECKED;

/* What an impossible value in a row is. */
enum mc_code mc_db_corrupt(struct mc_err *why, const char *what);

/* MC_E_STORE_NEWER: another program has brought the schema forward since. Whatever writes asks
 * this by itself. */
enum mc_code mc_db_check_version(struct mc_db *db, struct mc_err *why) MC_CHECKED;

/* Takes the write lock at once, so that what is read inside is what is changed. */
enum mc_code mc_db_begin(struct mc_db *db, struct mc_err *why) MC_CHECKED;
/* What is read until mc_db_end() is of one moment, or this fails. */
enum mc_code mc_db_begin_reading(struct mc_db *db, struct mc_err *why) MC_CHECKED;
/* Commits when code is MC_OK; else, and when that fails, rolls back. */
enum mc_code mc_db_end(struct mc_db *db, enum mc_code code, struct mc_err *why) MC_CHECKED;

/*
 * What is read in between is of one moment, and costs less: the file is locked once. Nothing may
 * be written. May be nested, also in a transaction. Where it cannot begin, each statement reads
 * for itself and says what is wrong.
 */
void mc_db_look_begin(struct mc_db *db);
void mc_db_look_end(struct mc_db *db);

/* For db.c: opens again what was let go of; it stays open when there is room by now. */
enum mc_code mc_db_again(struct mc_db *db, struct mc_err *why) MC_CHECKED;
/* For db_open.c: closes the connection, and nothing else. */
void mc_db_let_go(struct mc_db *db);

/* For db_open.c: a file that this user or this mount may not write. */
#define MC_DB_DENIED "%s: the data folder is read-only or belongs to another user"
bool mc_db_is_denied(int error);
/* For db_open.c: what SQLite says, as one of ours. */
enum mc_code mc_db_fail(struct mc_db *db, struct mc_err *why);

#endif
