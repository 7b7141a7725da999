/* SPDX-License-Identifier: MPL-2.0 */
/* The audit: nothing in it changes, moves or goes without being seen. */
#include <sqlite3.h>

#include "store/office.h"

static int setup(void **state)
{
	struct office *o = mc_calloc(1, sizeof(struct office));

	office_init(o);
	for (int i = 0; i < 4; i++) {
		static const char *const entries[] = {"{\"n\":1}", "{\"n\":2}", "", "{\"n\":4}"};

		assert_ok(mc_audit_append(o->store, mc_slice_text(entries[i]), NULL));
	}
	*state = o;
	return 0;
}

static int teardown(void **state)
{
	office_done(*state);
	free(*state);
	return 0;
}

static void collect(void *ctx, int64_t n, struct mc_slice entry)
{
	mc_str_printf(ctx, "%d:%.*s ", (int)n, (int)entry.len, (const char *)entry.data);
}

static void walks(void **state)
{
	struct office *o = *state;
	struct mc_str seen;
	int64_t count = 0;

	mc_str_init(&seen, 1000);
	assert_ok(mc_audit_walk(o->store, collect, &seen, &count, NULL));
	assert_int_equal(count, 4);
	assert_string_equal(seen.data, "1:{\"n\":1} 2:{\"n\":2} 3: 4:{\"n\":4} ");
	mc_str_done(&seen);
}

static void line_before_the_call(void **state)
{
	struct office *o = *state;
	struct mc_str question;
	int64_t count = 0;

	assert_ok(mc_audit_ask(o->store, mc_slice_text("{}"), id_of(1), NOW, mc_slice_text("q"), NULL));
	assert_ok(mc_audit_walk(o->store, NULL, NULL, &count, NULL));
	assert_int_equal(count, 5);
	mc_str_init(&question, 10);
	assert_ok(mc_asked_load(o->store, id_of(1), &question, NULL));
	assert_string_equal(question.data, "q");
	mc_str_done(&question);
}

static void tampering_shows(void **state)
{
	static const struct {
		const char *sql;
		bool guarded; /* the triggers refuse it as long as they are there */
	} deeds[] = {
		{"UPDATE audit SET entry = x'00' WHERE n = 2", true},
		{"UPDATE audit SET head = zeroblob(32) WHERE n = 1", true},
		{"DELETE FROM audit WHERE n = 2", true},
		{"DELETE FROM audit WHERE n = 4", true},
		{"DELETE FROM audit", true},
		{"UPDATE audit_head SET n = 3", false},
		{"DELETE FROM audit_head", false},
	};
	struct office *o = *state;

	for (size_t i = 0; i < MC_COUNT(deeds); i++) {
		char *copy = mc_calloc(strlen(o->dir) + 30, 1);
		struct mc_store *store = NULL;
		struct mc_paths paths;
		char sql[200];
		sqlite3 *raw;

		sprintf(copy, "%s/copy%zu", o->dir, i);
		mc_paths_init(&paths, copy);
		assert_ok(mc_paths_make(&paths, NULL));
		assert_int_equal(sqlite3_open(o->paths.store_db, &raw), SQLITE_OK);
		snprintf(sql, sizeof(sql), "VACUUM INTO '%s'", paths.store_db);
		assert_int_equal(sqlite3_exec(raw, sql, NULL, NULL, NULL), SQLITE_OK);
		sqlite3_close(raw);
		assert_int_equal(sqlite3_open(paths.store_db, &raw), SQLITE_OK);
		if (deeds[i].guarded) {
			assert_int_not_equal(sqlite3_exec(raw, deeds[i].sql, NULL, NULL, NULL), SQLITE_OK);
		}
		sqlite3_exec(raw, "DROP TRIGGER audit_stays; DROP TRIGGER audit_is_kept", NULL, NULL,
			     NULL);
		assert_int_equal(sqlite3_exec(raw, deeds[i].sql, NULL, NULL, NULL), SQLITE_OK);
		sqlite3_close(raw);
		assert_ok(mc_store_open(&paths, o->vault, &store, NULL));
		assert_true(mc_audit_walk(store, NULL, NULL, NULL, NULL) != MC_OK);
		mc_store_close(store);
		mc_paths_done(&paths);
		free(copy);
	}
	assert_ok(mc_audit_walk(o->store, NULL, NULL, NULL, NULL));
}

static void blind_index(void **state)
{
	struct office *o = *state;
	char a[33], b[33], c[33];

	mc_store_blind_hex(o->store, "officer", "030190000123", a);
	mc_store_blind_hex(o->store, "officer", "030190000123", b);
	mc_store_blind_hex(o->store, "citizen", "030190000123", c);
	assert_int_equal(strlen(a), 32);
	assert_string_equal(a, b);
	assert_string_not_equal(a, c);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(walks),
		CASE(line_before_the_call),
		CASE(tampering_shows),
		CASE(blind_index),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
