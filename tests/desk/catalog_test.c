/* SPDX-License-Identifier: MPL-2.0 */
#include "support/province.h"

#include <sys/stat.h>
#include <unistd.h>

#include "motcua/desk/calendar.h"

static struct province p;

static int setup(void **state)
{
	(void)state;
	province_begin(&p);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	setenv("MOTCUA_DATADIR", MC_SOURCE_DIR "/data", 1);
	province_end(&p);
	return 0;
}

static void copy_procedure(const char *dir, const char *name)
{
	struct mc_str text;
	char *path = mc_path_join(dir, name);

	mc_str_init(&text, MC_JSON_MAX);
	assert_ok(mc_file_read(MC_SOURCE_DIR "/data/procedures/" PROCEDURE ".json", &text, NULL));
	assert_ok(mc_file_write(path, 0644, mc_slice_of(&text), NULL));
	mc_str_done(&text);
	free(path);
}

static void damage(const char *dir, const char *name, const char *text)
{
	char *path = mc_path_join(dir, name);

	province_write(path, text);
	free(path);
}

static void test_one_damaged_file(void **state)
{
	const struct mc_procedure *procedure;
	char *dir = mc_path_join(p.top, "procedures");
	struct mc_work *work;
	int damaged = 0;

	(void)state;
	assert_ok(mc_dir_make(dir, 0700, NULL));
	copy_procedure(dir, PROCEDURE ".json");
	copy_procedure(dir, "9.000001.json"); /* its code is another */
	damage(dir, "9.000002.json", "{\"v\":1,");
	damage(dir, "9.000003.json", "");
	damage(dir, "9.000004.json", "{\"v\":1,\"code\":\"9.000004\"}");
	damage(dir, ".9.000005.json", "an editor's own file");
	damage(dir, "README", "no procedure");
	setenv("MOTCUA_DATADIR", p.top, 1);
	province_open(&p);
	assert_int_equal(mc_desk_procedure_count(p.desk), 5);
	for (size_t i = 0; i < 5; i++) {
		const struct mc_catalog_entry *entry = mc_desk_procedure_at(p.desk, i);

		if (!entry->procedure) {
			assert_code(entry->why.code, MC_E_PROCEDURE_FILE);
			assert_true(entry->why.detail[0] != '\0');
			damaged++;
		}
	}
	assert_int_equal(damaged, 4);
	assert_null(mc_desk_procedure_at(p.desk, 5));
	assert_code(mc_desk_procedure(p.desk, "9.000002", &procedure, NULL), MC_E_PROCEDURE_FILE);
	assert_code(mc_desk_procedure(p.desk, "1.999999", &procedure, NULL),
		    MC_E_PROCEDURE_UNKNOWN);
	assert_ok(mc_desk_procedure(p.desk, PROCEDURE ".000.00.00.H56", &procedure, NULL));
	assert_string_equal(procedure->code, PROCEDURE);
	assert_code(mc_work_new(p.desk, "9.000003", &work, NULL), MC_E_PROCEDURE_FILE);
	assert_ok(mc_work_new(p.desk, PROCEDURE, &work, NULL));
	mc_work_close(work);
	free(dir);
}

static void fifo_at(const char *top, const char *part, const char *name)
{
	char *dir = mc_path_join(top, part), *path = mc_path_join(dir, name);

	assert_ok(mc_dir_make(dir, 0700, NULL));
	assert_int_equal(mkfifo(path, 0600), 0);
	free(path);
	free(dir);
}

/* Whatever stands in the folders, the desk opens, and works with what it can read. */
static void test_no_files(void **state)
{
	char *dir = mc_path_join(p.top, "procedures"), *folder = mc_path_join(dir, "9.000002.json");
	const struct mc_procedure *procedure;
	const struct mc_legal_note *note;
	const struct mc_places *places;
	struct mc_work *work;

	(void)state;
	fifo_at(p.top, "procedures", "9.000001.json");
	fifo_at(p.top, "legal", "household_book.json");
	fifo_at(p.top, "holidays", "2026.json");
	fifo_at(p.top, "places", "communes.json");
	fifo_at(p.top, "", "hours.json");
	fifo_at(p.top, "", "catalogue.json");
	assert_ok(mc_dir_make(folder, 0700, NULL));
	copy_procedure(dir, PROCEDURE ".json");
	setenv("MOTCUA_DATADIR", p.top, 1);
	alarm(20);
	province_open(&p);
	assert_int_equal(mc_desk_procedure_count(p.desk), 3);
	assert_code(mc_desk_procedure(p.desk, "9.000001", &procedure, NULL), MC_E_PROCEDURE_FILE);
	assert_code(mc_desk_procedure(p.desk, "9.000002", &procedure, NULL), MC_E_PROCEDURE_FILE);
	assert_ok(mc_work_new(p.desk, PROCEDURE, &work, NULL));
	mc_work_close(work);
	assert_true(mc_desk_legal_note(p.desk, "household_book", &note, NULL) != MC_OK);
	assert_true(mc_desk_places(p.desk, &places, NULL) != MC_OK);
	assert_non_null(mc_desk_calendar(p.desk));
	assert_code(mc_desk_holidays(p.desk, 0)->why.code, MC_E_FILE_READ);
	alarm(0);
	free(folder);
	free(dir);
}

static void test_no_catalogue(void **state)
{
	const struct mc_procedure *procedure;

	(void)state;
	setenv("MOTCUA_DATADIR", "/nowhere", 1);
	province_open(&p);
	assert_int_equal(mc_desk_procedure_count(p.desk), 0);
	assert_code(mc_desk_procedure(p.desk, PROCEDURE, &procedure, NULL), MC_E_PROCEDURE_UNKNOWN);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

/* Of what is shipped: whoever gives the old code hears the one of now. */
static void test_a_code_of_before(void **state)
{
	static const struct {
		const char *old, *want;
	} rows[] = {
		{"2.000986", "2.000986 -> 2.002621"},
		{"1.011733.000.00.00.H56", "1.011733.000.00.00.H56 -> 2.002622"},
		{"9.999999", "9.999999"},
	};

	(void)state;
	province_open(&p);
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		const struct mc_procedure *procedure;
		struct mc_err why = {0};

		assert_code(mc_desk_procedure(p.desk, rows[i].old, &procedure, &why),
			    MC_E_PROCEDURE_UNKNOWN);
		assert_string_equal(why.detail, rows[i].want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_one_damaged_file),
		CASE(test_a_code_of_before),
		CASE(test_no_catalogue),
		CASE(test_no_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
