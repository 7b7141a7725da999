/* SPDX-License-Identifier: MPL-2.0 */
/* The command line: tables, parser, help. In this process, without a desk. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"
#include "motcua/text/text.h"
#include "support/check.h"

enum { WORDS_MAX = 16 };

static struct app app;
static struct mc_err why;

static void clear(void)
{
	mc_vec_done(&app.attach);
	mc_str_done(&app.out);
	memset(&app, 0, sizeof(app));
	memset(&why, 0, sizeof(why));
	mc_vec_init(&app.attach, sizeof(const char *), 8);
	mc_str_init(&app.out, 65536);
	mc_jw_init(&app.w, &app.out);
}

/* "motcua a b c" */
static enum mc_code parse(const char *line)
{
	static char text[256], *argv[WORDS_MAX];
	int argc = 0;
	char *rest;

	clear();
	MC_COPY(text, line);
	for (char *word = strtok_r(text, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
		argv[argc++] = word;
	}
	argv[argc] = NULL;
	return app_parse(&app, argc, argv, &why);
}

static void finds_commands(void **state)
{
	const struct app_command *it;

	(void)state;
	for (size_t i = 0; (it = app_command_at(i)); i++) {
		char line[64];

		snprintf(line, sizeof(line), "motcua %s %s %s", it->word, it->verb ? it->verb : "",
			 it->fewest > 1 ? "X Y" : it->fewest ? "X" : "");
		assert_ok(parse(line));
		assert_ptr_equal(app.command, it);
		assert_int_equal(app.word_count, it->fewest);
		assert_true(!it->verb || app_group_help(it->word));
	}
}

static void options_before_and_after(void **state)
{
	static const char *const lines[] = {
		"motcua --json --data D lookup 001 --name N --procedure P",
		"motcua lookup --name=N 001 --procedure=P --data D --json",
		"motcua --name N --data=D lookup --json --procedure P -- 001",
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(lines); i++) {
		assert_ok(parse(lines[i]));
		assert_string_equal(app.command->word, "lookup");
		assert_true(app.json);
		assert_string_equal(app.option[OPT_DATA], "D");
		assert_string_equal(app.option[OPT_NAME], "N");
		assert_string_equal(app.option[OPT_PROCEDURE], "P");
		assert_int_equal(app.word_count, 1);
		assert_string_equal(app.words[0], "001");
	}
}

static void repeats_and_maybes(void **state)
{
	(void)state;
	assert_ok(parse("motcua dossier new 2 --attach a=1 --from - --attach b=2"));
	assert_int_equal(app.attach.len, 2);
	assert_string_equal(*(const char **)mc_vec_at(&app.attach, 0), "a=1");
	assert_string_equal(*(const char **)mc_vec_at(&app.attach, 1), "b=2");
	assert_string_equal(app.option[OPT_FROM], "-");

	assert_ok(parse("motcua lookup --mrz --procedure P"));
	assert_string_equal(app.option[OPT_MRZ], "");
	assert_ok(parse("motcua lookup --mrz=IDVNM --procedure P"));
	assert_string_equal(app.option[OPT_MRZ], "IDVNM");
	assert_ok(parse("motcua lookup --mrz IDVNM --procedure P"));
	assert_string_equal(app.words[0], "IDVNM");
}

static void refuses(void **state)
{
	static const struct {
		const char *line, *part;
	} cases[] = {
		{"motcua --bogus", "--bogus"},
		{"motcua -x", "-x"},
		{"motcua lookup 001 --bogus", "--bogus"},
		{"motcua --data", "--data"},
		{"motcua lookup 001 --name", "--name"},
		{"motcua frobnicate", "frobnicate"},
		{"motcua dossier", "dossier"},
		{"motcua dossier fly", "dossier"},
		{"motcua dossier submit", "ID"},
		{"motcua dossier submit a b", "words"},
		{"motcua doctor x", "words"},
		{"motcua doctor --name N", "--name"},
		{"motcua --once", "--once"},
		{"motcua queue list --from x", "--from"},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(cases); i++) {
		assert_code(parse(cases[i].line), MC_E_USAGE);
		assert_non_null(strstr(why.detail, cases[i].part));
	}
	assert_code(parse("motcua --data"), MC_E_USAGE);
	assert_false(app.json);
	assert_code(parse("motcua --bogus --json"), MC_E_USAGE);
	assert_true(app.json);
}

/* 24 rows of 80 columns, in whatever language. */
static void assert_fits_screen(const char *help)
{
	int rows = 0;

	assert_true(help[0] && help[strlen(help) - 1] == '\n');
	for (const char *line = help; *line; rows++) {
		size_t len = strcspn(line, "\n");
		char *copy = mc_strndup(line, len);

		if (mc_text_width(copy) > 80) {
			fail_msg("too wide: %s", copy);
		}
		free(copy);
		line += len + 1;
	}
	assert_in_range(rows, 2, 24);
}

static void check_all_help(void)
{
	const struct app_command *it;

	assert_ok(parse("motcua --help"));
	app_help(&app, NULL);
	assert_fits_screen(app.out.data);
	assert_non_null(strstr(app.out.data, "--gateway-key FILE"));
	for (size_t i = 0; (it = app_command_at(i)); i++) {
		assert_non_null(strstr(app.out.data, it->word));
	}
	for (size_t i = 0; (it = app_command_at(i)); i++) {
		char line[64];

		snprintf(line, sizeof(line), "motcua %s %s --help", it->word,
			 it->verb ? it->verb : "");
		assert_ok(parse(line));
		app_help(&app, it->word);
		assert_fits_screen(app.out.data);
		assert_non_null(strstr(app.out.data, it->word));
		if (it->verb) {
			snprintf(line, sizeof(line), "motcua %s --help", it->word);
			assert_ok(parse(line));
			assert_null(app.command);
			app_help(&app, it->word);
			assert_fits_screen(app.out.data);
			assert_non_null(strstr(app.out.data, it->verb));
		}
	}
}

static void help_fits_a_screen(void **state)
{
	(void)state;
	setenv("LANGUAGE", "en", 1);
	mc_i18n_init(NULL);
	check_all_help();
	setenv("LANGUAGE", "vi", 1);
	mc_i18n_init(NULL);
	check_all_help();
	setenv("LANGUAGE", "en", 1);
	mc_i18n_init(NULL);
}

/* The next release's commands are not promised yet. */
static void names_nothing_unbuilt(void **state)
{
	(void)state;
	assert_code(parse("motcua queue export"), MC_E_USAGE); /* where to? */
	assert_ok(parse("motcua queue --help"));
	app_help(&app, "queue");
	assert_non_null(strstr(app.out.data, "export"));
	assert_non_null(strstr(app.out.data, "rebuild"));
}

static int end(void **state)
{
	(void)state;
	mc_vec_done(&app.attach);
	mc_str_done(&app.out);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_commands),
		cmocka_unit_test(options_before_and_after),
		cmocka_unit_test(repeats_and_maybes),
		cmocka_unit_test(refuses),
		cmocka_unit_test(help_fits_a_screen),
		cmocka_unit_test(names_nothing_unbuilt),
	};

	return cmocka_run_group_tests(tests, NULL, end);
}
