/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Vietnamese comes out under C.UTF-8, C and a locale that is not installed;
 * English when LANGUAGE says so. Each case runs in a process of its own,
 * because gettext remembers.
 */
#include "support/check.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "motcua/base/file.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"

static char *locale_dir;

/* A catalogue as msgfmt writes it: two strings, the header and one message. */
static int write_catalogue(void **state)
{
	static const char *const texts[2][2] = {
		{"", "Content-Type: text/plain; charset=UTF-8\nLanguage: vi\n"},
		{"Save", "L\xc6\xb0u"},
	};
	uint32_t head[7] = {0x950412de, 0, 2, 28, 44, 0, 60}, table[2][2][2], at = 60;
	char *dir, *path;
	struct mc_str mo;

	(void)state;
	for (int t = 0; t < 2; t++) {
		for (int i = 0; i < 2; i++) {
			table[t][i][0] = (uint32_t)strlen(texts[i][t]);
			table[t][i][1] = at;
			at += table[t][i][0] + 1;
		}
	}
	mc_str_init(&mo, 1000);
	mc_str_add(&mo, head, sizeof(head));
	mc_str_add(&mo, table, sizeof(table));
	for (int i = 0; i < 4; i++) {
		mc_str_add(&mo, texts[i % 2][i / 2], strlen(texts[i % 2][i / 2]) + 1);
	}
	locale_dir = test_dir();
	dir = mc_path_join(locale_dir, "vi/LC_MESSAGES");
	path = mc_path_join(dir, "motcua.mo");
	assert_ok(mc_dir_make(dir, 0700, NULL));
	assert_ok(mc_file_write(path, 0600, mc_slice_of(&mo), NULL));
	mc_str_done(&mo);
	free(path);
	free(dir);
	return 0;
}

static int free_dir(void **state)
{
	(void)state;
	free(locale_dir);
	return 0;
}

struct row {
	const char *lc_all, *language, *argument, *want_text, *want_language;
};

static void set_or_unset(const char *name, const char *value)
{
	if (value) {
		setenv(name, value, 1);
	} else {
		unsetenv(name);
	}
}

/* In the child: what a program would see, as one line. */
static void report(const struct row *row, int fd)
{
	unsetenv("LANG");
	unsetenv("LC_MESSAGES");
	set_or_unset("LC_ALL", row->lc_all);
	set_or_unset("LANGUAGE", row->language);
	setenv("MOTCUA_LOCALEDIR", locale_dir, 1);
	mc_i18n_init(row->argument);
	dprintf(fd, "%s %s %s %.1f", _("Save"), mc_i18n_language(), nl_langinfo(CODESET), 1.5);
}

static void assert_row(const struct row *row)
{
	char got[200] = "", want[200];
	int fds[2];
	pid_t pid;

	assert_int_equal(pipe(fds), 0);
	pid = fork();
	if (pid == 0) {
		report(row, fds[1]);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_true(read(fds[0], got, sizeof(got) - 1) > 0);
	close(fds[0]);
	close(fds[1]);
	snprintf(want, sizeof(want), "%s %s UTF-8 1.5", row->want_text, row->want_language);
	assert_string_equal(got, want);
}

static void language_and_codeset(void **state)
{
	static const char vi[] = "L\xc6\xb0u";
	static const struct row rows[] = {
		{NULL, NULL, NULL, vi, "vi"},
		{"C.UTF-8", NULL, NULL, vi, "vi"},
		{"C", NULL, NULL, vi, "vi"},
		{"POSIX", NULL, "vi", vi, "vi"},
		{"xx_XX.UTF-8", NULL, NULL, vi, "vi"}, /* not installed */
		{"C.UTF-8", "", NULL, vi, "vi"},
		{"C.UTF-8", "vi", "en", vi, "vi"},
		{"C.UTF-8", "vi_VN:en", "en", vi, "vi"},
		{"C.UTF-8", NULL, "en", "Save", "en"},
		{"C.UTF-8", "en", "vi", "Save", "en"},
		{"C.UTF-8", "en:vi", NULL, "Save", "en"},
		{"C.UTF-8", "en_US.UTF-8", NULL, "Save", "en"},
		{"C.UTF-8", "xx", NULL, "Save", "en"},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		assert_row(&rows[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(language_and_codeset),
	};

	return cmocka_run_group_tests(tests, write_catalogue, free_dir);
}
