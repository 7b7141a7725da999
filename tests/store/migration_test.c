/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Every older mail.db and store.db that there ever was: made by the first steps of its
 * schema, with rows of that time in it, opened by today's code. Each row is still what it
 * was, and the database is built like a new one. One of the future is refused, and not one
 * byte of it is written. A new step is a new case here, by itself.
 */
#include <sqlite3.h>
#include <unistd.h>

#include "motcua/base/file.h"
#include "store/office.h"
#include "store/schema.h"

#define ITEM "0190a1b2-0000-7000-8000-000000000001"
#define HEX64 "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

/* As the first step allowed them. */
static const char mail_rows[] =
	"INSERT INTO setting VALUES ('epoch', '" EPOCH "');"
	"INSERT INTO chain VALUES ('" EPOCH "', 1, '" HEX64 "');"
	"INSERT INTO item (n, id, epoch, seq, digest, manifest_size, state, state_at, sealed_at)"
	" VALUES (1, '" ITEM "', '" EPOCH "', 1, '" HEX64 "', 3, 'COMMITTING',"
	" '2026-11-23T07:05:00.000Z', '2026-11-23T07:04:00.000Z');"
	"INSERT INTO sealed VALUES ('" ITEM "', x'0102', x'030405');"
	"INSERT INTO part VALUES ('" HEX64 "', 10, 4, 0, 'upload');"
	"INSERT INTO item_part VALUES ('" ITEM "', 0, '" HEX64 "');"
	"INSERT INTO statement VALUES (1, '" ITEM "', 'event', 7, '2026-11-23T07:06:00.000Z',"
	" x'06', x'07');"
	"INSERT INTO journal VALUES (1, '2026-11-23T07:05:00.000Z', '" ITEM "', 'PARTS_HELD',"
	" 'UPLOADING', 'COMMITTING', NULL);"
	"INSERT INTO question (n, id, kind, state, asked_at, sha256) VALUES (1, '" ITEM "', 'lookup',"
	" 'ANSWERED', '2026-11-23T07:05:00.000Z', '" HEX64 "');"
	"UPDATE link SET state = 'UP', cursor = 7;"
	"INSERT INTO lease VALUES (1, 42, '2026-11-23T07:05:00.000Z');";
static const char store_rows[] =
	"INSERT INTO setting VALUES ('officer', x'0102');"
	"INSERT INTO draft VALUES (1, '" ITEM "', 'T-1', '', '2.002621', '1', 'DRAFT',"
	" '2026-11-23T07:05:00.000Z', '2026-11-23T07:05:00.000Z', x'03');"
	"INSERT INTO draft_value VALUES ('" ITEM "', 'child.born', x'04');"
	"INSERT INTO draft_part VALUES ('" ITEM "', '" HEX64 "', x'05');"
	"INSERT INTO person VALUES (1, 'q', '2026-11-23T07:05:00.000Z', x'06', NULL, x'07');"
	"INSERT INTO evidence VALUES (1, 'e', '', '2026-11-23T07:05:00.000Z', 'found', NULL,"
	" 'gateway', x'08', x'09');"
	"INSERT INTO asked VALUES ('q', '2026-11-23T07:05:00.000Z', x'0a');";

struct base {
	const char *prefix, *rows;
	size_t path; /* in struct mc_paths */
};

static const struct base bases[] = {
	{"mail_", mail_rows, offsetof(struct mc_paths, mail_db)},
	{"store_", store_rows, offsetof(struct mc_paths, store_db)},
};

static const char *path_of(const struct office *o, const struct base *base)
{
	return *(char *const *)(const void *)((const char *)&o->paths + base->path);
}

static sqlite3 *raw(const char *path)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	return db;
}

static void run(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL)) {
		fail_msg("%s: %s", sqlite3_errmsg(db), sql);
	}
}

/* ---- what a database holds, as text */
static int add_row(void *ctx, int count, char **values, char **names)
{
	for (int i = 0; i < count; i++) {
		mc_str_printf(ctx, "%s=%s|", names[i], values[i] ? values[i] : "NULL");
	}
	mc_str_puts(ctx, "\n");
	return 0;
}

/* Freed by the caller. */
static char *dump(sqlite3 *db, const char *sql)
{
	struct mc_str text;

	mc_str_init(&text, 1 << 20);
	assert_int_equal(sqlite3_exec(db, sql, add_row, &text, NULL), SQLITE_OK);
	return mc_str_take(&text, NULL);
}

static int add_query(void *ctx, int count, char **values, char **names)
{
	(void)count;
	(void)names;
	mc_str_puts(ctx, values[0]);
	return 0;
}

/* One query for all rows of all tables of now, in the columns of now; a later database has
 * more of both. */
static char *query_all(sqlite3 *db)
{
	struct mc_str sql;

	mc_str_init(&sql, 1 << 20);
	assert_int_equal(
		sqlite3_exec(db,
			     "SELECT 'SELECT ''' || t.name || ''' AS t, ' ||"
			     " group_concat('quote(\"' || c.name || '\") AS ' || '\"' || c.name || '\"')"
			     " || ' FROM \"' || t.name || '\" ORDER BY 2;'"
			     " FROM sqlite_schema t, pragma_table_info(t.name) c"
			     " WHERE t.type = 'table' GROUP BY t.name ORDER BY t.name",
			     add_query, &sql, NULL),
		SQLITE_OK);
	return mc_str_take(&sql, NULL);
}

/* ---- fixtures */
static int number_of(const struct base *base, const struct mc_step *step)
{
	size_t len = strlen(base->prefix);

	return strncmp(step->name, base->prefix, len) ? 0 : atoi(step->name + len);
}

static int latest(const struct base *base)
{
	int max = 0;

	for (const struct mc_step *step = mc_schema_steps; step->name; step++) {
		max = number_of(base, step) > max ? number_of(base, step) : max;
	}
	return max;
}

/* Rows of the first version, and all steps up to this one. */
static void make_old(const struct office *o, const struct base *base, int version)
{
	sqlite3 *db = raw(path_of(o, base));
	char *fresh = dump(db, "PRAGMA application_id"), stamp[96];

	sqlite3_close(db);
	(void)unlink(path_of(o, base));
	db = raw(path_of(o, base));
	run(db, "PRAGMA foreign_keys = ON");
	for (const struct mc_step *step = mc_schema_steps; step->name; step++) {
		if (number_of(base, step) >= 1 && number_of(base, step) <= version) {
			run(db, step->sql);
		}
		if (number_of(base, step) == 1) {
			run(db, base->rows);
		}
	}
	snprintf(stamp, sizeof(stamp), "PRAGMA application_id = %s; PRAGMA user_version = %d",
		 strtok(strchr(fresh, '=') + 1, "|"), version);
	run(db, stamp);
	sqlite3_close(db);
	free(fresh);
}

static void expect(sqlite3 *db, const char *sql, const char *wanted)
{
	char *found = dump(db, sql);

	assert_string_equal(found, wanted);
	free(found);
}

/* ---- migrating */
static void migrate(const struct base *base, int version)
{
	struct office o;
	char *query, *before, *after, *fresh, *built, now[32];
	static const char schema[] = "SELECT name, sql FROM sqlite_schema ORDER BY name";
	sqlite3 *db;

	office_init(&o);
	office_shut(&o);
	db = raw(path_of(&o, base));
	fresh = dump(db, schema);
	sqlite3_close(db);
	make_old(&o, base, version);
	db = raw(path_of(&o, base));
	query = query_all(db);
	before = dump(db, query);
	assert_non_null(strstr(before, "2026-11-23"));
	sqlite3_close(db);
	office_open(&o);
	office_shut(&o);
	db = raw(path_of(&o, base));
	after = dump(db, query);
	built = dump(db, schema);
	snprintf(now, sizeof(now), "user_version=%d|\n", latest(base));
	expect(db, "PRAGMA user_version", now);
	expect(db, "PRAGMA quick_check", "quick_check=ok|\n");
	expect(db, "PRAGMA foreign_key_check", "");
	assert_string_equal(after, before);
	assert_string_equal(built, fresh);
	sqlite3_close(db);
	free(query);
	free(before);
	free(after);
	free(fresh);
	free(built);
	office_done(&o);
}

static void every_older_one_migrates(void **state)
{
	(void)state;
	for (size_t i = 0; i < MC_COUNT(bases); i++) {
		for (int version = 1; version <= latest(&bases[i]); version++) {
			migrate(&bases[i], version);
		}
		assert_true(latest(&bases[i]) >= 1);
	}
}

/* ---- refusing */
static char *bytes_of(const char *path, size_t *ret_len)
{
	struct mc_str bytes;

	mc_str_init(&bytes, 1 << 24);
	assert_ok(mc_file_read(path, &bytes, NULL));
	return mc_str_take(&bytes, ret_len);
}

static void refuse(const struct base *base)
{
	struct office o;
	char stamp[64], *before, *after;
	size_t before_len, after_len;
	sqlite3 *db;
	bool is_mail = base == &bases[0];

	office_init(&o);
	office_shut(&o);
	db = raw(path_of(&o, base));
	snprintf(stamp, sizeof(stamp), "PRAGMA user_version = %d", latest(base) + 1);
	run(db, stamp);
	sqlite3_close(db);
	before = bytes_of(path_of(&o, base), &before_len);
	assert_code(is_mail ? mc_mail_open(&o.paths, &o.mail, NULL)
			    : mc_store_open(&o.paths, o.vault, &o.store, NULL),
		    MC_E_STORE_NEWER);
	after = bytes_of(path_of(&o, base), &after_len);
	assert_int_equal(after_len, before_len);
	assert_memory_equal(after, before, before_len);
	free(before);
	free(after);
	db = raw(path_of(&o, base)); /* so that it can be shut like any other */
	snprintf(stamp, sizeof(stamp), "PRAGMA user_version = %d", latest(base));
	run(db, stamp);
	sqlite3_close(db);
	office_open(&o);
	office_done(&o);
}

static void one_of_the_future_is_not_written(void **state)
{
	(void)state;
	for (size_t i = 0; i < MC_COUNT(bases); i++) {
		refuse(&bases[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_older_one_migrates),
		cmocka_unit_test(one_of_the_future_is_not_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
