/* SPDX-License-Identifier: MPL-2.0 */
/* help_procedure_test.c - F1 tells where a procedure's facts come from, and what is not sure. */
#include "ui/procedures.h"

#include <dirent.h>

static void list_in(const char *language, const char *file)
{
	setenv("MOTCUA_LOCALEDIR", MC_BUILD_DIR "/locale", 1);
	setenv("LANGUAGE", language, 1);
	mc_i18n_init(language);
	use(load(MC_SOURCE_DIR "/data/procedures", file));
	start();
	press(MC_KEY_CTRL('N'));
	assert_string_equal(top(), "pick");
}

static int end(void **state)
{
	teardown(state);
	setenv("LANGUAGE", "en", 1);
	mc_i18n_init("en");
	return 0;
}

static void in_the_list_in_vietnamese(void **state)
{
	(void)state;
	list_in("vi", "2.002622.json");
	press(MC_KEY_F(1));
	assert_string_equal(top(), "help");
	screen_is_golden(&t.canvas, "vi_help_procedure");
	assert_int_equal(t.canvas.cut, 0);
	assert_true(screen_has(&t.canvas, "Nguồn dữ liệu của thủ tục này: Nghị định 63/2024"));
	assert_true(screen_has(&t.canvas, "nhánh: Đăng ký khai tử"));
	assert_false(screen_has(&t.canvas, "branches["));
}

static void in_the_list_in_english(void **state)
{
	(void)state;
	list_in("en", "2.002622.json");
	press(MC_KEY_F(1));
	screen_is_golden(&t.canvas, "help_procedure");
	assert_int_equal(t.canvas.cut, 0);
}

static void on_the_form(void **state)
{
	static const char *const said[] = { "What each branch costs:", "Permanent residence: Free",
					    "Where the facts of this procedure come from:",
					    "Not confirmed by a source" };

	(void)state;
	list_in("en", "2.002621.json");
	press(13);
	assert_string_equal(top(), "form");
	press(MC_KEY_F(1));
	for (size_t i = 0; i < MC_COUNT(said); i++) {
		for (int k = 0; k < 40 && !screen_has(&t.canvas, said[i]); k++) {
			press(MC_KEY_DOWN);
		}
		assert_true(screen_has(&t.canvas, said[i]));
	}
	assert_null(strstr(t.ui.help.data, "authority.")); /* the field's name, not its id */
}

/* A damaged file has no facts: only how to search. */
static void of_a_damaged_one(void **state)
{
	(void)state;
	list_in("en", "2.002621.json");
	type("9.9");
	press(MC_KEY_F(1));
	assert_string_equal(top(), "help");
	assert_false(screen_has(&t.canvas, "Where the facts"));
	assert_true(screen_has(&t.canvas, "Type a part of the words to search"));
}

/* Every member that some file calls unconfirmed has words: no path of a file is shown. */
static void no_path_is_shown(void **state)
{
	DIR *dir = opendir(MC_SOURCE_DIR "/data/procedures");
	struct dirent *entry;
	int told = 0;

	(void)state;
	assert_non_null(dir);
	start();
	while ((entry = readdir(dir))) {
		struct mc_procedure *procedure;

		if (entry->d_name[0] == '.' || !strstr(entry->d_name, ".json")) {
			continue;
		}
		procedure = load(MC_SOURCE_DIR "/data/procedures", entry->d_name);
		mc_str_reset(&t.ui.help);
		mc_ui_help_procedure(&t.ui, procedure);
		assert_null(strstr(t.ui.help.data, "]."));
		assert_null(strstr(t.ui.help.data, "_time"));
		told += strstr(t.ui.help.data, "Not confirmed") != NULL;
		mc_procedure_free(procedure);
	}
	assert_true(told > 20);
	closedir(dir);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, end)

/* The code on the leaflet is the one of before: it is found, and the row says why. */
static void found_by_the_code_of_before_and_after(void **state)
{
	(void)state;
	list_in("vi", "2.002621.json");
	assert_false(screen_has(&t.canvas, "2.000986")); /* nobody asked */
	assert_false(screen_has(&t.canvas, "3.000722")); /* not so everywhere: F1 tells */
	type("2.000986");
	assert_true(screen_has(&t.canvas, "> 2.002621  (mã cũ 2.000986)"));
	press(MC_KEY_CTRL('U'));
	type("3.000722");
	assert_true(screen_has(&t.canvas, "(mã mới 3.000722)"));
	press(13);
	assert_string_equal(top(), "form");
}

static void found_by_its_own_code_it_says_nothing_of_others(void **state)
{
	(void)state;
	list_in("en", "2.002621.json");
	type("2.002621");
	assert_true(screen_has(&t.canvas, "> 2.002621  [several] Linked birth"));
}

static void replaced_everywhere_it_says_so_in_its_row(void **state)
{
	struct mc_procedure *procedure = load(MC_SOURCE_DIR "/data/procedures", "2.002621.json");

	(void)state;
	setenv("LANGUAGE", "en", 1);
	mc_i18n_init("en");
	free(procedure->replaced_by.where.vi);
	procedure->replaced_by.where.vi = NULL;
	use(procedure);
	start();
	press(MC_KEY_CTRL('N'));
	assert_true(screen_has(&t.canvas, "2.002621  (new: 3.000722) [several]"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(in_the_list_in_vietnamese),
		CASE(found_by_the_code_of_before_and_after),
		CASE(found_by_its_own_code_it_says_nothing_of_others),
		CASE(replaced_everywhere_it_says_so_in_its_row),
		CASE(in_the_list_in_english),
		CASE(on_the_form),
		CASE(of_a_damaged_one),
		CASE(no_path_is_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
