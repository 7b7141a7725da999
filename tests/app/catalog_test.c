/* SPDX-License-Identifier: MPL-2.0 */
/* catalog: the list by group, one procedure, and check with every fault and its line. */
#include "app/program.h"

static char *path_of(const char *name)
{
	return in_office(name);
}

static const char faulty[] = "{\n\"v\": 1,\n\"code\": \"9.900002\",\n\"version\": \"1\",\n"
			     "\"title\": {\"vi\": \"Thử\", \"en\": \"Try\"},\n"
			     "\"sections\": [],\n"
			     "\"fields\": [{\"id\": \"a\", \"kind\": \"txet\",\n"
			     "\"label\": {\"vi\": \"a\", \"en\": \"b\"}}]}\n";

static void every_fault_has_its_line(void **state)
{
	char *path = path_of("9.900002.json");
	const struct mc_json *faults;

	(void)state;
	need_programs();
	put_file("9.900002.json", faulty);
	assert_int_equal(run_bare("catalog", "check", path, "--json"), 65);
	faults = mc_json_member(last.json, "faults");
	assert_int_equal(mc_json_count(faults), 2);
	assert_string_equal(text_at(mc_json_item(faults, 0), "member"), "fields[0].kind");
	assert_string_equal(text_at(mc_json_item(faults, 1), "member"), "fields[0].section");
	assert_int_equal(run_bare("catalog", "check", path), 65);
	assert_non_null(strstr(last.out.data, "9.900002.json:7: fields[0].kind: "));
	assert_non_null(strstr(last.err.data, "[PROC-03]"));
	free(path);
}

static void the_name_is_the_code(void **state)
{
	char *path = path_of("9.999999.json");
	struct mc_str text;

	(void)state;
	need_programs();
	mc_str_init(&text, MC_JSON_MAX);
	assert_ok(mc_file_read(MC_SOURCE_DIR "/data/procedures/2.002621.json", &text, NULL));
	put_file("9.999999.json", text.data);
	assert_int_equal(run_bare("catalog", "check", path), 65);
	assert_non_null(strstr(last.out.data, "9.999999.json:3: code: "));
	assert_int_equal(run_bare("catalog", "check", "/nowhere/9.999999.json"), 66);
	mc_str_done(&text);
	free(path);
}

static void shipped_files_have_no_fault(void **state)
{
	DIR *dir = opendir(MC_SOURCE_DIR "/data/procedures");
	struct dirent *entry;
	int count = 0;

	(void)state;
	need_programs();
	assert_non_null(dir);
	while ((entry = readdir(dir))) {
		char *path = mc_path_join(MC_SOURCE_DIR "/data/procedures", entry->d_name);

		if (strstr(entry->d_name, ".json") && run_bare("catalog", "check", path)) {
			fail_msg("%s", last.out.data);
		}
		count++;
		free(path);
	}
	assert_true(count > 2);
	closedir(dir);
}

/* docs/PROCEDURES.md: what a stranger copies out of it is sound, and works. */
static void the_example_of_the_page_works(void **state)
{
	char *path = path_of("9.900001.json"), *begin, *end, *folder;
	struct mc_str text;

	(void)state;
	need_programs();
	mc_str_init(&text, MC_JSON_MAX);
	assert_ok(mc_file_read(MC_SOURCE_DIR "/docs/PROCEDURES.md", &text, NULL));
	begin = strstr(text.data, "```json\n");
	assert_non_null(begin);
	begin += strlen("```json\n");
	end = strstr(begin, "```");
	assert_non_null(end);
	*end = '\0';
	put_file("9.900001.json", begin);
	if (run_bare("catalog", "check", path)) {
		fail_msg("%s", last.out.data);
	}
	folder = in_office("procedures");
	assert_ok(mc_dir_make(folder, 0700, NULL));
	put_file("procedures/9.900001.json", begin);
	put_file("procedures/9.900002.json", faulty);
	setenv("MOTCUA_DATADIR", office.dir, 1);
	assert_int_equal(run("catalog", "show", "9.900001"), 0);
	assert_int_equal(run("catalog", "9.900001", "--json"), 0);
	assert_string_equal(text_at(last.json, "group"), "civil_status");
	/* the faulty one beside it is marked and does no harm */
	assert_int_equal(run("catalog"), 0);
	assert_non_null(strstr(last.out.data, "9.900001"));
	assert_non_null(strstr(last.out.data, "[PROC-02]"));
	assert_non_null(strstr(last.out.data, "fields[0].kind"));
	setenv("MOTCUA_DATADIR", MC_SOURCE_DIR "/data", 1);
	mc_str_done(&text);
	free(folder);
	free(path);
}

/* A branch that need not be asked for says which field decides it. */
static void a_choice_of_branches_is_listed(void **state)
{
	const struct mc_json *branches, *only_if;

	(void)state;
	need_programs();
	assert_int_equal(run("catalog", "show", "2.002622", "--json"), 0);
	branches = mc_json_member(last.json, "branches");
	assert_int_equal(mc_json_count(branches), 3);
	assert_null(mc_json_member(mc_json_item(branches, 1), "only_if"));
	only_if = mc_json_member(mc_json_item(branches, 2), "only_if");
	assert_string_equal(text_at(only_if, "field"), "allowance.kind");
	assert_string_equal(text_at(only_if, "value"), "insurance|social_pension|social|merit");
	assert_int_equal(run("catalog", "show", "2.002622"), 0);
	assert_non_null(strstr(last.out.data, "only when asked for: the form's field "
					      "\"Allowance asked for\""));
}

static void help_names_the_verbs(void **state)
{
	(void)state;
	need_programs();
	assert_int_equal(run_bare("catalog", "--help"), 0);
	assert_non_null(strstr(last.out.data, "check"));
	assert_int_equal(run_bare("catalog", "check"), 64);
	assert_int_equal(run_bare("catalog", "check", "--help"), 0);
	assert_non_null(strstr(last.out.data, "FILE..."));
}

static int begin(void **state)
{
	(void)state;
	return open_office(false);
}

static int end(void **state)
{
	(void)state;
	return close_office();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_fault_has_its_line),
		cmocka_unit_test(the_name_is_the_code),
		cmocka_unit_test(shipped_files_have_no_fault),
		cmocka_unit_test(the_example_of_the_page_works),
		cmocka_unit_test(a_choice_of_branches_is_listed),
		cmocka_unit_test(help_names_the_verbs),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
