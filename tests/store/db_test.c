/* SPDX-License-Identifier: MPL-2.0 */
/* One connection: its safety settings, what it refuses, migration, a full disk. */
#include "store/db.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "motcua/base/file.h"
#include "motcua/store/mail.h"
#include "store/lock.h"
#include "store/office.h"
#include "store/shim.h"
#include "support/read_only.h"

enum { TEST_ID = 0x74657374 };

static const struct mc_step one_step[] = {
	{"other_0007", "CREATE TABLE nobody (x)"},
	{"test_0001", "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT UNIQUE) STRICT"},
	{NULL, NULL},
};

static const struct mc_step two_steps[] = {
	{"test_0001", "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT UNIQUE) STRICT"},
	{"test_0002", "ALTER TABLE t ADD COLUMN w TEXT; UPDATE t SET w = v || '!'"},
	{NULL, NULL},
};

static const struct mc_step bad_steps[] = {
	{"test_0001", "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT UNIQUE) STRICT"},
	{"test_0002", "ALTER TABLE t ADD COLUMN w TEXT; DROP TABLE missing"},
	{NULL, NULL},
};

struct place {
	char *dir, *path, *lease;
	struct mc_db_spec spec;
};

static void place_init(struct place *p)
{
	*p = (struct place){.dir = test_dir()};
	p->path = mc_path_join(p->dir, "t.db");
	p->lease = mc_path_join(p->dir, "t.lock");
	p->spec = (struct mc_db_spec){p->path, 0600, TEST_ID, "test_", one_step, p->lease, NULL,
				     NULL};
}

static void place_done(struct place *p)
{
	free(p->path);
	free(p->lease);
	free(p->dir);
}

static int64_t number(struct mc_db *db, const char *sql)
{
	int64_t ret = -1;

	assert_ok(mc_db_first(db, sql, NULL, mc_db_number, &ret, MC_E_NOT_FOUND, NULL));
	return ret;
}

/* Over a connection that is not ours. */
static void raw(const char *path, const char *sql)
{
	sqlite3 *handle;

	assert_int_equal(sqlite3_open(path, &handle), SQLITE_OK);
	assert_int_equal(sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(handle);
}

static char *content(const char *path, size_t *ret_len)
{
	struct mc_str bytes;

	mc_str_init(&bytes, 1 << 24);
	assert_ok(mc_file_read(path, &bytes, NULL));
	return mc_str_take(&bytes, ret_len);
}

/* ---- opening */

static void settings(void **state)
{
	static const struct {
		const char *sql;
		int64_t want;
	} wanted[] = {
		{"PRAGMA synchronous", 2},    {"PRAGMA foreign_keys", 1}, {"PRAGMA trusted_schema", 0},
		{"PRAGMA temp_store", 2},     {"PRAGMA secure_delete", 1}, {"PRAGMA user_version", 1},
		{"PRAGMA busy_timeout", 5000}, {"PRAGMA application_id", TEST_ID},
		{"SELECT journal_mode = 'wal' FROM pragma_journal_mode", 1},
	};
	struct place p;
	struct mc_db db;
	int defensive = 0;

	(void)state;
	place_init(&p);
	assert_ok(mc_db_open(&p.spec, &db, NULL));
	for (size_t i = 0; i < MC_COUNT(wanted); i++) {
		assert_int_equal(number(&db, wanted[i].sql), wanted[i].want);
	}
	sqlite3_db_config(db.handle, SQLITE_DBCONFIG_DEFENSIVE, -1, &defensive);
	assert_int_equal(defensive, 1);
	assert_int_equal(number(&db, "SELECT count(*) FROM sqlite_schema WHERE name = 'nobody'"), 0);
	mc_db_close(&db);
	place_done(&p);
}

/* Refused with this code, and not one byte changed. */
static void refused(struct place *p, enum mc_code want)
{
	size_t before_len, after_len;
	char *before = content(p->path, &before_len), *after;
	struct mc_db db;
	struct mc_err why = {0};

	assert_code(mc_db_open(&p->spec, &db, &why), want);
	assert_int_equal(why.code, want);
	assert_non_null(strstr(why.detail, "t.db"));
	assert_null(strstr(why.detail, "/"));
	after = content(p->path, &after_len);
	assert_int_equal(after_len, before_len);
	assert_memory_equal(after, before, before_len);
	free(before);
	free(after);
}

static void newer_is_refused(void **state)
{
	struct place p;
	struct mc_db db;

	(void)state;
	place_init(&p);
	p.spec.steps = two_steps;
	assert_ok(mc_db_open(&p.spec, &db, NULL));
	mc_db_close(&db);
	p.spec.steps = one_step;
	refused(&p, MC_E_STORE_NEWER);
	place_done(&p);
}

/* Its version is still in a journal that nobody has folded in: that stays too. */
static void newer_with_a_journal(void **state)
{
	struct place p;
	struct mc_db db;
	struct mc_db_spec newer;
	size_t len, after_len;
	char *before, *after, *wal;
	pid_t child;
	int status;

	(void)state;
	place_init(&p);
	newer = p.spec;
	newer.steps = two_steps;
	child = fork();
	assert_true(child >= 0);
	if (!child) {
		_exit(mc_db_open(&newer, &db, NULL) != MC_OK); /* as by a power cut: no close */
	}
	waitpid(child, &status, 0);
	assert_int_equal(status, 0);
	wal = mc_path_join(p.dir, "t.db-wal");
	before = content(wal, &len);
	assert_true(len > 0);
	refused(&p, MC_E_STORE_NEWER);
	after = content(wal, &after_len);
	assert_int_equal(after_len, len);
	assert_memory_equal(after, before, len);
	free(before);
	free(after);
	free(wal);
	place_done(&p);
}

static void foreign_is_refused(void **state)
{
	static const char *const foreign[] = {
		"CREATE TABLE notes (x)",
		"PRAGMA application_id = 7; CREATE TABLE notes (x)",
		"PRAGMA user_version = 1; PRAGMA application_id = 7",
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(foreign); i++) {
		struct place p;

		place_init(&p);
		raw(p.path, foreign[i]);
		refused(&p, MC_E_STORE_FOREIGN);
		place_done(&p);
	}
}

static void corrupt_is_refused(void **state)
{
	struct place p;
	struct mc_db db;
	int fd;

	(void)state;
	place_init(&p);
	assert_ok(mc_file_write(p.path, 0600, mc_slice_text("This is no database, but a long text."),
				NULL));
	refused(&p, MC_E_STORE_CORRUPT);
	assert_int_equal(unlink(p.path), 0);
	assert_ok(mc_db_open(&p.spec, &db, NULL));
	mc_db_close(&db);
	fd = open(p.path, O_WRONLY);
	assert_int_equal(pwrite(fd, "garbled", 7, 0), 7);
	close(fd);
	refused(&p, MC_E_STORE_CORRUPT);
	place_done(&p);
}

static void folder_is_missing(void **state)
{
	struct mc_db_spec spec = {"/nonexistent/t.db", 0600, TEST_ID, "test_", one_step, NULL, NULL,
				  NULL};
	struct mc_db db;

	(void)state;
	assert_code(mc_db_open(&spec, &db, NULL), MC_E_STORE);
}

/* ---- migration */

static void migrates(void **state)
{
	struct place p;
	struct mc_db db;

	(void)state;
	place_init(&p);
	assert_ok(mc_db_open(&p.spec, &db, NULL));
	assert_ok(mc_db_run(&db, "INSERT INTO t (v) VALUES ('a')", NULL, NULL));
	mc_db_close(&db);
	p.spec.steps = two_steps;
	assert_ok(mc_db_open(&p.spec, &db, NULL));
	assert_int_equal(number(&db, "PRAGMA user_version"), 2);
	assert_int_equal(number(&db, "SELECT count(*) FROM t WHERE w = 'a!'"), 1);
	mc_db_close(&db);
	assert_ok(mc_db_open(&p.spec, &db, NULL)); /* nothing to do */
	mc_db_close(&db);
	place_done(&p);
}

static void a_failed_step_changes_nothing(void **state)
{
	struct place p;
	struct mc_db db;

	(void)state;
	place_init(&p);
	assert_ok(mc_db_open(&p.spec, &db, NULL));
	mc_db_close(&db);
	p.spec.steps = bad_steps;
	assert_code(mc_db_open(&p.spec, &db, NULL), MC_E_STORE);
	p.spec.steps = one_step;
	assert_ok(mc_db_open(&p.spec, &db, NULL));
	assert_int_equal(number(&db, "SELECT count(*) FROM pragma_table_info('t')"), 2);
	mc_db_close(&db);
	place_done(&p);
}

/* Of a newer schema by now: read as it can be, and never written. */
static void assert_writes_nothing(struct mc_db *db)
{
	struct mc_err why;

	assert_code(mc_db_check_version(db, NULL), MC_E_STORE_NEWER);
	assert_code(mc_db_begin(db, NULL), MC_E_STORE_NEWER);
	assert_code(mc_db_run(db, "DELETE FROM t", NULL, &why), MC_E_STORE_NEWER);
	assert_string_equal(why.detail, "t.db: version 2, known is 1");
	assert_int_equal(number(db, "SELECT count(*) FROM t"), 1);
}

/* An older program has it open, and has prepared what it would write. */
static void a_newer_program_migrates_beside_it(void **state)
{
	struct place p;
	struct mc_db old, new;

	(void)state;
	place_init(&p);
	assert_ok(mc_db_open(&p.spec, &old, NULL));
	assert_ok(mc_db_run(&old, "INSERT INTO t DEFAULT VALUES", NULL, NULL));
	assert_ok(mc_db_run(&old, "DELETE FROM t", NULL, NULL));
	assert_ok(mc_db_run(&old, "INSERT INTO t DEFAULT VALUES", NULL, NULL));
	p.spec.steps = two_steps;
	assert_ok(mc_db_open(&p.spec, &new, NULL));
	assert_writes_nothing(&old);
	assert_ok(mc_db_run(&new, "DELETE FROM t", NULL, NULL));
	mc_db_close(&old);
	mc_db_close(&new);
	place_done(&p);
}

/* Whoever holds the lease is told by its socket, goes, and the newer one waits so long. */
static void the_holder_goes(void **state)
{
	char holder[] = "/tmp/motcua-holder-XXXXXX";
	struct place p;
	struct mc_db db;
	int fd = -1, told = -1;
	pid_t pid;

	(void)state;
	place_init(&p);
	close(mkstemp(holder));
	p.spec.holder = holder;
	assert_ok(mc_db_open(&p.spec, &db, NULL));
	mc_db_close(&db);
	assert_ok(mc_poke_open(holder, &told, NULL));
	assert_ok(mc_lock_take(p.lease, MC_E_LEASE, &fd, NULL));
	pid = fork();
	if (!pid) {
		char byte;

		for (int ms = 0; ms < 10000 && recv(told, &byte, 1, 0) < 0; ms++) {
			usleep(1000);
		}
		_exit(0); /* and with it the lock */
	}
	close(fd);
	p.spec.steps = two_steps;
	assert_ok(mc_db_open(&p.spec, &db, NULL));
	assert_false(mc_lock_is_held(p.lease));
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	mc_db_close(&db);
	close(told);
	unlink(holder);
	place_done(&p);
}

/* ---- errors */

static int says; /* what SQLite is to say of the last failure; 0: the truth */

int sqlite3_errcode(sqlite3 *handle)
{
	int (*real)(sqlite3 *);

	*(void **)&real = dlsym(RTLD_NEXT, "sqlite3_errcode");
	return says ? says : real(handle);
}

/* Others in the way are no fault of the database's: whoever meets them may try again. */
static void contention_is_no_fault(void **state)
{
	static const struct {
		int says;
		enum mc_code code;
	} rows[] = {
		{0, MC_E_STORE},
		{SQLITE_BUSY, MC_E_STORE_BUSY},
		{SQLITE_LOCKED, MC_E_STORE_BUSY},
		{SQLITE_PROTOCOL, MC_E_STORE_BUSY},
	};
	struct place p;
	struct mc_db db;

	(void)state;
	place_init(&p);
	assert_ok(mc_db_open(&p.spec, &db, NULL));
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		says = rows[i].says;
		assert_code(mc_db_run(&db, "SELECT * FROM missing", NULL, NULL), rows[i].code);
		says = 0;
	}
	mc_db_close(&db);
	place_done(&p);
}

/* ---- running */

static void errors_hold_no_values(void **state)
{
	struct place p;
	struct mc_db db;
	struct mc_err why = {0};

	(void)state;
	place_init(&p);
	assert_ok(mc_db_open(&p.spec, &db, NULL));
	for (int i = 0; i < 2; i++) {
		enum mc_code code = mc_db_run(&db, "INSERT INTO t (v) VALUES (?1)",
					      MC_BINDS(mc_bind_text("030190000123")), &why);

		assert_code(code, i ? MC_E_STORE : MC_OK);
	}
	assert_non_null(strstr(why.detail, "t.v"));
	assert_null(strstr(why.detail, "030190000123"));
	mc_db_close(&db);
	place_done(&p);
}

static void instants(void **state)
{
	static const int64_t at[] = {1, 999, NOW, -1, -1000, INT64_C(253402300799999)};
	struct place p;
	struct mc_db db;

	(void)state;
	place_init(&p);
	assert_ok(mc_db_open(&p.spec, &db, NULL));
	for (size_t i = 0; i < MC_COUNT(at); i++) {
		struct mc_bind bind = mc_bind_at(at[i]);
		sqlite3_stmt *stmt;
		int64_t back = 0;

		assert_int_equal(sqlite3_prepare_v2(db.handle, "SELECT ?1", -1, &stmt, NULL), 0);
		sqlite3_bind_text(stmt, 1, bind.at, -1, SQLITE_STATIC);
		assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
		assert_true(mc_col_at(stmt, 0, &back));
		assert_int_equal(back, at[i]);
		sqlite3_finalize(stmt);
	}
	mc_db_close(&db);
	place_done(&p);
}

/* Root may write everywhere, so it is the system that says no. */
static void read_only_folder(void **state)
{
	static const int errors[] = {EROFS, EACCES, EPERM};
	struct place p;
	struct mc_db db;
	struct mc_err why = {0};

	(void)state;
	place_init(&p);
	for (size_t i = 0; i < MC_COUNT(errors); i++) {
		assert_true(mc_db_is_denied(errors[i]));
	}
	assert_false(mc_db_is_denied(ENOSPC));
	assert_false(mc_db_is_denied(0));
	assert_code(mc_db_open(&(struct mc_db_spec){"/proc/t.db", 0600, TEST_ID, "test_", one_step,
						     NULL, NULL, NULL},
			       &db, NULL),
		    MC_E_STORE); /* not denied, but impossible */
	assert_ok(mc_db_open(&p.spec, &db, NULL));
	shim.denied = 1;
	assert_code(mc_db_run(&db, "INSERT INTO t (v) VALUES ('lost')", NULL, &why),
		    MC_E_FILE_WRITE);
	assert_non_null(strstr(why.detail, "t.db"));
	assert_non_null(strstr(why.detail, "read-only"));
	shim.denied = 0;
	assert_ok(mc_db_run(&db, "INSERT INTO t (v) VALUES ('kept')", NULL, NULL));
	mc_db_close(&db);
	place_done(&p);
}

/* Root passes by all rights, so another user tries to make the journal. */
static void folder_of_another(void **state)
{
	struct place p;
	struct mc_db db;
	pid_t child;
	int status;

	(void)state;
	place_init(&p);
	assert_ok(mc_db_open(&p.spec, &db, NULL));
	mc_db_close(&db);
	assert_int_equal(chmod(p.path, 0666), 0);
	assert_int_equal(chmod(p.dir, 0555), 0);
	child = fork();
	assert_true(child >= 0);
	if (!child) {
		if (!geteuid() && setuid(65534)) {
			_exit(99);
		}
		_exit(mc_db_open(&p.spec, &db, NULL) == MC_E_FILE_WRITE ? 0 : 1);
	}
	waitpid(child, &status, 0);
	assert_int_equal(chmod(p.dir, 0755), 0);
	assert_int_equal(status, 0);
	place_done(&p);
}

static void open_when_told(const struct place *p, int gate)
{
	struct mc_err why = {0};
	struct mc_db db;
	char none;

	(void)!read(gate, &none, 1);
	if (mc_db_open(&p->spec, &db, &why)) {
		print_error("%s\n", why.detail);
		_exit(1);
	}
	_exit(mc_db_run(&db, "INSERT INTO t (v) VALUES (NULL)", NULL, &why) ? 2 : 0);
}

/* The desk and the courier of a new office, begun at the same moment: each finds the other one
 * in the middle of making the database. */
static void made_by_several_at_once(void **state)
{
	enum { PROGRAMS = 4, ROUNDS = 25 };
	struct place p;
	struct mc_db db;
	int status, gate[2];

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		place_init(&p);
		assert_int_equal(pipe(gate), 0);
		for (int i = 0; i < PROGRAMS; i++) {
			if (!fork()) {
				close(gate[1]);
				open_when_told(&p, gate[0]);
			}
		}
		close(gate[0]);
		close(gate[1]); /* all go */
		for (int i = 0; i < PROGRAMS; i++) {
			assert_true(wait(&status) > 0);
			assert_int_equal(status, 0);
		}
		assert_ok(mc_db_open(&p.spec, &db, NULL));
		assert_int_equal(number(&db, "SELECT count(*) FROM t"), PROGRAMS);
		mc_db_close(&db);
		place_done(&p);
	}
}

/* What a reader of a disk mounted read-only finds: the rows, and a clear no to everything else. */
static int look_at_read_only(const struct place *p, int64_t rows)
{
	struct mc_db_spec newer = p->spec;
	struct mc_err why = {0};
	struct mc_db db;

	if (!read_only_make(p->dir)) {
		return 99;
	}
	if (mc_db_open(&p->spec, &db, &why)) {
		print_error("%s\n", why.detail);
		return 1;
	}
	if (!db.read_only ||
	    number(&db, "SELECT count(*) FROM t") != rows) {
		return 4;
	}
	if (mc_db_run(&db, "INSERT INTO t (v) VALUES ('lost')", NULL, &why) !=
		    MC_E_DISK_READ_ONLY || mc_db_begin(&db, NULL) == MC_E_STORE) {
		return 2;
	}
	mc_db_close(&db);
	newer.steps = two_steps; /* it would have to be changed first */
	return mc_db_open(&newer, &db, NULL) == MC_E_DISK_READ_ONLY ? 0 : 3;
}

static void look_apart(const struct place *p, int64_t rows)
{
	int status = 0;
	pid_t child = fork();

	assert_true(child >= 0);
	if (!child) {
		_exit(look_at_read_only(p, rows));
	}
	waitpid(child, &status, 0);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 99) {
		print_message("nothing can be mounted here\n");
		skip();
	}
	assert_int_equal(status, 0);
}

/* Closed in order, and as a killed program leaves it: the rows are in the log. */
static void read_only_disk(void **state)
{
	struct place p;
	struct mc_db db;

	(void)state;
	place_init(&p);
	assert_ok(mc_db_open(&p.spec, &db, NULL));
	assert_ok(mc_db_run(&db, "INSERT INTO t (v) VALUES ('a')", NULL, NULL));
	mc_db_close(&db);
	look_apart(&p, 1);
	assert_ok(mc_db_open(&p.spec, &db, NULL));
	assert_ok(mc_db_run(&db, "INSERT INTO t (v) VALUES ('b')", NULL, NULL));
	look_apart(&p, 2);
	mc_db_close(&db);
	place_done(&p);
}

/* A connection that can only read, as SQLite gives it when writing is not allowed. */
static void read_only_connection(void **state)
{
	struct place p;
	struct mc_db db, reader = {.name = "t.db"};

	(void)state;
	place_init(&p);
	assert_ok(mc_db_open(&p.spec, &db, NULL));
	assert_int_equal(sqlite3_open_v2(p.path, &reader.handle, SQLITE_OPEN_READONLY, NULL), 0);
	assert_code(mc_db_run(&reader, "INSERT INTO t (v) VALUES ('lost')", NULL, NULL),
		    MC_E_FILE_WRITE);
	mc_db_close(&reader);
	mc_db_close(&db);
	place_done(&p);
}

static void full_disk(void **state)
{
	struct place p;
	struct mc_db db;

	(void)state;
	place_init(&p);
	assert_ok(mc_db_open(&p.spec, &db, NULL));
	assert_ok(mc_db_run(&db, "INSERT INTO t (v) VALUES ('kept')", NULL, NULL));
	shim.full = 1;
	assert_ok(mc_db_begin(&db, NULL));
	assert_code(mc_db_end(&db, mc_db_run(&db, "INSERT INTO t (v) VALUES ('lost')", NULL, NULL),
			      NULL),
		    MC_E_DISK_FULL);
	shim.full = 0;
	assert_int_equal(number(&db, "SELECT count(*) FROM t"), 1);
	assert_ok(mc_db_run(&db, "INSERT INTO t (v) VALUES ('again')", NULL, NULL));
	assert_int_equal(number(&db, "SELECT count(*) FROM t"), 2);
	mc_db_close(&db);
	place_done(&p);
}

/* ---- looking */

/* What another connection commits in between is not seen before the end, however deep. */
static void a_look_is_of_one_moment(void **state)
{
	static const char count[] = "SELECT count(*) FROM t";
	struct place p;
	struct mc_db db, other;

	(void)state;
	place_init(&p);
	assert_ok(mc_db_open(&p.spec, &db, NULL));
	assert_ok(mc_db_open(&p.spec, &other, NULL));
	mc_db_look_begin(&db);
	assert_int_equal(number(&db, count), 0);
	assert_ok(mc_db_run(&other, "INSERT INTO t (v) VALUES ('a')", NULL, NULL));
	mc_db_look_begin(&db);
	assert_int_equal(number(&db, count), 0);
	mc_db_look_end(&db);
	assert_int_equal(number(&db, count), 0);
	mc_db_look_end(&db);
	assert_int_equal(number(&db, count), 1);
	mc_db_close(&other);
	mc_db_close(&db);
	place_done(&p);
}

/* In a transaction it is part of it, and ends nothing. */
static void a_look_in_a_transaction(void **state)
{
	struct place p;
	struct mc_db db;

	(void)state;
	place_init(&p);
	assert_ok(mc_db_open(&p.spec, &db, NULL));
	assert_ok(mc_db_begin(&db, NULL));
	assert_ok(mc_db_run(&db, "INSERT INTO t (v) VALUES ('a')", NULL, NULL));
	mc_db_look_begin(&db);
	assert_int_equal(number(&db, "SELECT count(*) FROM t"), 1);
	mc_db_look_end(&db);
	assert_false(sqlite3_get_autocommit(db.handle));
	assert_code(mc_db_end(&db, MC_E_STORE, NULL), MC_E_STORE);
	assert_int_equal(number(&db, "SELECT count(*) FROM t"), 0);
	mc_db_close(&db);
	place_done(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(settings),
		cmocka_unit_test(newer_is_refused),
		cmocka_unit_test(newer_with_a_journal),
		cmocka_unit_test(foreign_is_refused),
		cmocka_unit_test(corrupt_is_refused),
		cmocka_unit_test(folder_is_missing),
		cmocka_unit_test(migrates),
		cmocka_unit_test(a_failed_step_changes_nothing),
		cmocka_unit_test(a_newer_program_migrates_beside_it),
		cmocka_unit_test(the_holder_goes),
		cmocka_unit_test(contention_is_no_fault),
		cmocka_unit_test(errors_hold_no_values),
		cmocka_unit_test(instants),
		cmocka_unit_test(read_only_folder),
		cmocka_unit_test(folder_of_another),
		cmocka_unit_test(made_by_several_at_once),
		cmocka_unit_test(read_only_disk),
		cmocka_unit_test(read_only_connection),
		cmocka_unit_test(full_disk),
		cmocka_unit_test(a_look_is_of_one_moment),
		cmocka_unit_test(a_look_in_a_transaction),
	};

	shim_install();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
