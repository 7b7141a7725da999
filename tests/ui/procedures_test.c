/* SPDX-License-Identifier: MPL-2.0 */
/*
 * procedures_test.c - the form of every procedure that is shipped, in both languages, at
 * 80x24: its first page has nothing cut off, no other page has, and it looks as its golden
 * screen does. A new file is looked at by itself.
 */
#include "ui/procedures.h"

#include <dirent.h>
#include <stdio.h>
#include <unistd.h>

static void open_form(void)
{
	start();
	press(MC_KEY_CTRL('N'));
	press(13);
	assert_string_equal(top(), "form");
}

static void assert_whole(const char *name, const char *language, int page)
{
	if (t.canvas.cut) {
		char *text = screen_text(&t.canvas);

		fail_msg("%s (%s), page %d: something is cut off\n%s", name, language, page, text);
	}
}

/* Every label of the first page stands there, whole. */
static void assert_labels(const char *name)
{
	const struct mc_procedure *p = t.desk->procedure;
	const char *title = mc_view_label(&p->title);
	char *word = mc_strndup(title, strcspn(title, " ,"));
	int n = 0, seen = 0;

	assert_true(screen_has(&t.canvas, word));
	free(word);
	MC_VEC_EACH(&p->fields, struct mc_field, field) {
		if (n < 8 && mc_form_shown(t.desk->form, n)) {
			if (!screen_has(&t.canvas, mc_view_label(&field->label))) {
				fail_msg("%s: \"%s\" is not on the first page", name,
					 mc_view_label(&field->label));
			}
			seen++;
		}
		n++;
	}
	assert_true(seen > 0);
}

/* A new form needs no golden screen; one that has it looks as it did. */
static void assert_golden(const char *name, const char *language)
{
	char golden[100], path[600];

	snprintf(golden, sizeof(golden), "forms/%.*s.%s", (int)strlen(name) - 5, name, language);
	snprintf(path, sizeof(path), MC_SOURCE_DIR "/tests/golden/%s.screen", golden);
	if (getenv("UPDATE_GOLDEN") || access(path, F_OK) == 0) {
		screen_is_golden(&t.canvas, golden);
	}
}

static void look_at(const char *name, const char *language)
{
	int page = 1;
	char before[200] = "";

	setenv("LANGUAGE", language, 1);
	setenv("MOTCUA_LOCALEDIR", MC_BUILD_DIR "/locale", 1);
	mc_i18n_init(language);
	assert_string_equal(mc_i18n_language(), language);
	open_form();
	assert_whole(name, language, page);
	assert_labels(name);
	assert_golden(name, language);
	for (;; page++) { /* the other sections */
		press(MC_KEY_PGDN);
		if (strcmp(before, screen_row(&t.canvas, 1)) == 0 || page > 60) {
			break;
		}
		assert_whole(name, language, page + 1);
		MC_COPY(before, screen_row(&t.canvas, 1));
	}
	mc_shell_close(&t.ui);
	memset(&t.ui, 0, sizeof(t.ui));
}

static int look_at_all(const char *dir, const char *language)
{
	DIR *stream = opendir(dir);
	struct dirent *entry;
	int count = 0;

	assert_non_null(stream);
	while ((entry = readdir(stream))) {
		if (entry->d_name[0] != '.' && strstr(entry->d_name, ".json")) {
			use(load(dir, entry->d_name));
			look_at(entry->d_name, language);
			count++;
		}
	}
	closedir(stream);
	return count;
}

static void every_form_is_whole_in_vietnamese(void **state)
{
	(void)state;
	assert_true(look_at_all(MC_SOURCE_DIR "/data/procedures", "vi") >= 1);
	start();
}

static void every_form_is_whole_in_english(void **state)
{
	(void)state;
	assert_true(look_at_all(MC_SOURCE_DIR "/data/procedures", "en") >= 1);
	start();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_form_is_whole_in_vietnamese, setup, teardown),
		cmocka_unit_test_setup_teardown(every_form_is_whole_in_english, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
