/* SPDX-License-Identifier: MPL-2.0 */
/*
 * db_open.c - opening a database: whose it is, how safe it writes, which version.
 *
 * First nothing is written: a foreign or a newer database is left as it was found,
 * its journal included.
 */
#include "store/db.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "motcua/store/mail.h"
#include "store/heap.h"
#include "store/lock.h"

enum {
	BUSY_MS = 5000,
	BUSY_STEP_MS = 5,
	HOLDER_MS = 2000, /* it goes at its next step, which is at once */
	HOLDER_STEP_MS = 20,
};

/* Made by us rather than by SQLite, so that the mode holds whatever the umask is. The
 * journals take theirs from this file. An existing one is not opened here: closing it
 * would drop SQLite's POSIX locks of this process. */
static enum mc_code make_file(const struct mc_db_spec *spec, struct mc_err *why)
{
	int fd = open(spec->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, spec->mode);
	int error = fd < 0 ? errno : 0;

	if (fd >= 0) {
		error = fchmod(fd, spec->mode) < 0 ? errno : 0;
		close(fd);
	}
	if (mc_db_is_denied(error)) {
		return mc_fail(why, MC_E_FILE_WRITE, MC_DB_DENIED ": %s", basename(spec->path),
			       strerror(error));
	}
	if (error && error != EEXIST) {
		return mc_fail(why, error == ENOSPC || error == EDQUOT ? MC_E_DISK_FULL : MC_E_STORE,
			       "%s: %s", basename(spec->path), strerror(error));
	}
	return MC_OK;
}

/*
 * A database that several have open keeps an index beside it, 32 KiB that a full disk
 * does not give. Who has it alone needs none, and can never turn back while it is open.
 */
static enum mc_code keep_alone(struct mc_db *db, struct mc_err *why)
{
	return sqlite3_exec(db->handle, "PRAGMA locking_mode = EXCLUSIVE", NULL, NULL, NULL) ?
		       mc_db_fail(db, why) :
		       MC_OK;
}

/* The connection, so far without any right to write. */
static enum mc_code connect_db(const char *name, int flags, struct mc_db *db, struct mc_err *why)
{
	int rc;

	/* One thread, and nobody asks how much memory there is: a tenth of a start's work. What
	 * was opened before in this process has settled it already. */
	(void)sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	/* pages when they are read, not twenty for each database beforehand: a third of that is used */
	(void)sqlite3_config(SQLITE_CONFIG_PAGECACHE, NULL, 0, 0);
	if (mc_heap()) {
		(void)sqlite3_config(SQLITE_CONFIG_MALLOC, mc_heap());
	}
	rc = sqlite3_open_v2(name, &db->handle, flags | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX,
			     NULL);

	if (!db->handle) {
		return mc_fail(why, MC_E_STORE, "%s: no memory", db->name);
	}
	if (rc || sqlite3_busy_timeout(db->handle, BUSY_MS) ||
	    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL) ||
	    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL) ||
	    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL) ||
	    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL) ||
	    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL)) {
		return mc_db_fail(db, why);
	}
	return MC_OK;
}

static enum mc_code ask_number(struct mc_db *db, const char *sql, int64_t *ret, struct mc_err *why)
{
	return mc_db_first(db, sql, NULL, mc_db_number, ret, MC_E_STORE, why);
}

/* The number at the end of a step's name; 0 when it is another database's step. */
static long step_number(const struct mc_db_spec *spec, const struct mc_step *step)
{
	size_t len = strlen(spec->prefix);

	return strncmp(step->name, spec->prefix, len) == 0 ? strtol(step->name + len, NULL, 10) : 0;
}

/* Steps stand in the order of their names. */
static long latest(const struct mc_db_spec *spec)
{
	const struct mc_step *last = NULL;

	for (const struct mc_step *step = spec->steps; step->name; step++) {
		last = strncmp(step->name, spec->prefix, strlen(spec->prefix)) == 0 ? step : last;
	}
	return last ? step_number(spec, last) : 0;
}

/* Not ours as it seems. Empty, ret_version 0, or another's? All of one moment: a program that is
 * just making this database would else be met half way. */
static enum mc_code identify_stranger(const struct mc_db_spec *spec, struct mc_db *db,
				      int64_t *ret_version, struct mc_err *why)
{
	int64_t id = 0, tables = 0;
	enum mc_code code;

	mc_db_look_begin(db);
	code = ask_number(db, "PRAGMA application_id", &id, why);
	code = code ? code : ask_number(db, "PRAGMA user_version", ret_version, why);
	code = code ? code : ask_number(db, "SELECT count(*) FROM sqlite_schema", &tables, why);
	mc_db_look_end(db);
	if (!code && id != spec->application_id && (id || *ret_version || tables)) {
		code = mc_fail(why, MC_E_STORE_FOREIGN, "%s: application id %lld", db->name,
			       (long long)id);
	}
	return code;
}

/* Ours, and not of the future; ret_version 0 = empty. */
static enum mc_code identify(const struct mc_db_spec *spec, struct mc_db *db, int64_t *ret_version,
			     struct mc_err *why)
{
	int64_t id = 0, version = 0;
	enum mc_code code = ask_number(db, "PRAGMA application_id", &id, why);

	code = code				? code :
	       id == spec->application_id ? ask_number(db, "PRAGMA user_version", &version, why) :
						  identify_stranger(spec, db, &version, why);
	if (code) {
		return code;
	}
	if (version > latest(spec)) {
		return mc_fail(why, MC_E_STORE_NEWER, "%s: version %lld, known is %ld", db->name,
			       (long long)version, latest(spec));
	}
	*ret_version = version;
	return MC_OK;
}

static enum mc_code is_wal(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	struct mc_db *db = ctx;
	char mode[16];

	if (!MC_COL(row, 0, mode) || strcmp(mode, "wal") != 0) {
		return mc_fail(why, MC_E_STORE, "%s: this file system allows no write-ahead log",
			       db->name);
	}
	return MC_OK;
}

/* A new database changes over while nobody reads it, and SQLite does not wait for that by
 * itself: who makes it beside us is done in a moment. */
static enum mc_code turn_on_wal(struct mc_db *db, struct mc_err *why)
{
	enum mc_code code;
	int waited = 0;

	do {
		waited += waited ? sqlite3_sleep(BUSY_STEP_MS) : 1;
		code = mc_db_first(db, "PRAGMA journal_mode = WAL", NULL, is_wal, db, MC_E_STORE,
				   why);
	} while (code == MC_E_STORE_BUSY && waited < BUSY_MS);
	return code;
}

/* docs/DELIVERY.md 5: WAL with FULL lost no acknowledged commit in the power-cut runs. */
static enum mc_code configure(struct mc_db *db, struct mc_err *why)
{
	enum mc_code code = turn_on_wal(db, why);

	if (!code && sqlite3_exec(db->handle,
				  "PRAGMA synchronous = FULL;"
				  "PRAGMA temp_store = MEMORY;"
				  "PRAGMA secure_delete = ON;"
				  "PRAGMA cell_size_check = ON",
				  NULL, NULL, NULL)) {
		code = mc_db_fail(db, why);
	}
	if (!code &&
	    (sqlite3_db_config(db->handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL) ||
	     sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL))) {
		code = mc_db_fail(db, why);
	}
	return code;
}

/* ---- migration */

static enum mc_code stamp(const struct mc_db_spec *spec, struct mc_db *db, long version,
			  struct mc_err *why)
{
	char sql[96];

	snprintf(sql, sizeof(sql), "PRAGMA application_id = %d; PRAGMA user_version = %ld",
		 (int)spec->application_id, version);
	return sqlite3_exec(db->handle, sql, NULL, NULL, NULL) ? mc_db_fail(db, why) : MC_OK;
}

/* All steps that are missing, in one transaction. The version is asked again inside:
 * another program may just have done it. */
static enum mc_code take_steps(const struct mc_db_spec *spec, struct mc_db *db, struct mc_err *why)
{
	int64_t version = 0;
	enum mc_code code = identify(spec, db, &version, why);

	for (const struct mc_step *step = spec->steps; !code && step->name; step++) {
		if (step_number(spec, step) <= version) {
			continue;
		}
		code = sqlite3_exec(db->handle, step->sql, NULL, NULL, NULL) ? mc_db_fail(db, why) :
									       MC_OK;
	}
	return code || version == latest(spec) ? code : stamp(spec, db, latest(spec), why);
}

static enum mc_code migrate(const struct mc_db_spec *spec, struct mc_db *db, struct mc_err *why)
{
	enum mc_code code = mc_db_begin(db, why);

	return code ? code : mc_db_end(db, take_steps(spec, db, why), why);
}

/* Whoever holds the lease writes nothing from now on (mc_db_begin()); told so it goes, and makes
 * room for one that knows the new schema. One that does not go in time is found by its lock. */
static void tell_holder(const struct mc_db_spec *spec)
{
	if (!spec->lease || !spec->holder || !mc_lock_is_held(spec->lease)) {
		return;
	}
	mc_poke(spec->holder);
	for (int waited = 0; waited < HOLDER_MS && mc_lock_is_held(spec->lease);
	     waited += HOLDER_STEP_MS) {
		(void)sqlite3_sleep(HOLDER_STEP_MS);
	}
}

static enum mc_code bring_up(const struct mc_db_spec *spec, struct mc_db *db, int64_t version,
			     struct mc_err *why)
{
	enum mc_code code = version == latest(spec) ? MC_OK : migrate(spec, db, why);

	if (!code && version && version != latest(spec)) {
		tell_holder(spec); /* an empty one is nobody's yet */
	}
	return code;
}

static bool is_read_only(const char *path)
{
	struct statvfs fs;

	return statvfs(path, &fs) == 0 && (fs.f_flag & ST_RDONLY);
}

/* ---- the whole */

static enum mc_code open_steps(const struct mc_db_spec *spec, bool alone, struct mc_db *db,
			       struct mc_err *why)
{
	int64_t version = 0;
	enum mc_code code = connect_db(spec->path, SQLITE_OPEN_READWRITE, db, why);

	if (!code && alone) {
		code = keep_alone(db, why);
	}
	if (!code) {
		code = identify(spec, db, &version, why);
	}
	if (!code) {
		code = configure(db, why);
	}
	code = code ? code : bring_up(spec, db, version, why);
	db->version = code ? 0 : latest(spec);
	return code;
}

static enum mc_code try_open(const struct mc_db_spec *spec, bool alone, struct mc_db *ret,
			     struct mc_err *why)
{
	struct mc_db db = {.name = basename(spec->path), .spec = *spec, .alone = alone,
			   .uses = 1};
	enum mc_code code = open_steps(spec, alone, &db, why);

	db.uses = 0;
	if (code) {
		mc_db_close(&db);
		return code;
	}
	db.read_only = is_read_only(spec->path); /* with log and index there SQLite needs no more */
	*ret = db;
	return MC_OK;
}

/* ---- where nothing can be written */

/* Is anything in the log? Then its index is there too, unless somebody took it away. */
static bool has_log(const char *path)
{
	char log[4200];
	struct stat st;

	snprintf(log, sizeof(log), "%s-wal", path);
	return stat(log, &st) == 0 && st.st_size > 0;
}

/* A URI's own letters are spelt in hex. Without a log SQLite would want to make one: but
 * nobody changes what nobody can write. */
static void name_of(const char *path, struct mc_str *ret)
{
	mc_str_puts(ret, "file:");
	for (const char *c = path; *c; c++) {
		if (strchr("%?#", *c)) {
			mc_str_printf(ret, "%%%02x", (unsigned char)*c);
		} else {
			mc_str_putc(ret, *c);
		}
	}
	mc_str_puts(ret, has_log(path) ? "?mode=ro" : "?immutable=1");
}

static enum mc_code read_steps(const struct mc_db_spec *spec, struct mc_db *db, struct mc_err *why)
{
	int64_t version = 0;
	struct mc_str name;
	enum mc_code code;

	mc_str_init(&name, 16384);
	name_of(spec->path, &name);
	code = connect_db(name.data, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, db, why);
	mc_str_done(&name);
	code = code ? code : identify(spec, db, &version, why);
	if (!code && sqlite3_exec(db->handle, "PRAGMA temp_store = MEMORY;"
					      "PRAGMA cell_size_check = ON", NULL, NULL, NULL)) {
		code = mc_db_fail(db, why);
	}
	/* an older one would have to be changed first, and an empty one is nothing to read */
	return code || version == latest(spec)
		       ? code
		       : mc_fail(why, MC_E_DISK_READ_ONLY, "%s: version %lld", db->name,
				 (long long)version);
}

static enum mc_code open_to_read(const struct mc_db_spec *spec, struct mc_db *ret,
				 struct mc_err *why)
{
	struct mc_db db = {.name = basename(spec->path), .read_only = true};
	enum mc_code code = read_steps(spec, &db, why);

	if (code) {
		mc_db_close(&db);
		return code;
	}
	*ret = db;
	return MC_OK;
}

static enum mc_code open_shared(const struct mc_db_spec *spec, struct mc_db *ret,
				struct mc_err *why)
{
	enum mc_code code = make_file(spec, why);

	code = code ? code : try_open(spec, false, ret, why);
	if (code == MC_E_DISK_FULL && spec->ballast && unlink(spec->ballast) == 0) {
		code = try_open(spec, false, ret, why);
	}
	return code;
}

/* A full disk is no reason not to be read: the ballast makes room, else it is opened alone. */
enum mc_code mc_db_open(const struct mc_db_spec *spec, struct mc_db *ret, struct mc_err *why)
{
	enum mc_code code = open_shared(spec, ret, why);

	if (code == MC_E_FILE_WRITE && is_read_only(spec->path)) {
		return open_to_read(spec, ret, why);
	}
	if (code == MC_E_DISK_FULL) {
		code = try_open(spec, true, ret, why);
		if (!code) {
			mc_db_let_go(ret);
		}
	}
	return code;
}

enum mc_code mc_db_again(struct mc_db *db, struct mc_err *why)
{
	struct mc_db again;
	enum mc_code code = try_open(&db->spec, false, &again, why);

	code = code == MC_E_DISK_FULL ? try_open(&db->spec, true, &again, why) : code;
	if (!code) {
		db->handle = again.handle;
		db->alone = again.alone;
		db->version = again.version;
		db->statements = again.statements;
		db->opened++;
	}
	return code;
}
