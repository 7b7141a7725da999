/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Finding our programs and data. This test copies itself into an invented build
 * tree and runs there as "motcua program|data NAME", printing what it finds.
 */
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/base/spawn.h"

enum { SELF_MAX = 64 * 1024 * 1024 };

static char *top;

static int print_path(const char *what, const char *name)
{
	struct mc_err why = {0};
	char *path = NULL;
	enum mc_code code = strcmp(what, "data") == 0 ? mc_data_path(name, &path, &why)
						      : mc_program_path(name, &path, &why);

	printf("%s %s", mc_error_info(code)->code, code ? why.detail : path);
	free(path);
	return 0;
}

static void put(const char *name, mode_t mode, struct mc_slice bytes)
{
	char *path = mc_path_join(top, name), *dir = mc_strdup(path);

	*strrchr(dir, '/') = '\0';
	assert_ok(mc_dir_make(dir, 0700, NULL));
	assert_ok(mc_file_write(path, mode, bytes, NULL));
	free(dir);
	free(path);
}

static int build_tree(void **state)
{
	struct mc_str self;

	(void)state;
	top = test_dir();
	mc_str_init(&self, SELF_MAX);
	assert_ok(mc_file_read("/proc/self/exe", &self, NULL));
	put("build/bin/motcua", 0700, mc_slice_of(&self));
	mc_str_done(&self);
	put("build/bin/motcua-courier", 0700, mc_slice_text("#!/bin/sh\n"));
	put("build/bin/motcua-gateway", 0600, mc_slice_text("not executable"));
	put("data/places.tsv", 0600, mc_slice_text("x"));
	put("set/motcua-courier", 0700, mc_slice_text("#!/bin/sh\n"));
	put("set/motcua-other/x", 0700, mc_slice_text("a folder is no program"));
	put("set/own.tsv", 0600, mc_slice_text("x"));
	return 0;
}

static int free_top(void **state)
{
	(void)state;
	free(top);
	return 0;
}

/* What the copy prints, with the tree's own path cut off. set = value of both variables. */
static void assert_found(const char *set, const char *what, const char *name, const char *want)
{
	char *exe = mc_path_join(top, "build/bin/motcua"), got[500], full[500];
	const char *argv[] = {exe, what, name, NULL};
	struct mc_spawn how = {.argv = argv, .ready_pipe = true};
	ssize_t n;
	pid_t pid;
	int fd;

	unsetenv("MOTCUA_LIBEXEC");
	unsetenv("MOTCUA_DATADIR");
	if (set) {
		char *dir = mc_path_join(top, set);

		setenv("MOTCUA_LIBEXEC", dir, 1);
		setenv("MOTCUA_DATADIR", dir, 1);
		free(dir);
	}
	assert_ok(mc_spawn(&how, &pid, &fd, NULL));
	n = read(fd, got, sizeof(got) - 1);
	got[n < 0 ? 0 : n] = '\0';
	close(fd);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	if (strncmp(want, "OK ", 3) == 0) {
		snprintf(full, sizeof(full), "OK %s/%s", top, want + 3);
		want = full;
	}
	assert_string_equal(got, want);
	free(exe);
}

static void programs_are_found(void **state)
{
	(void)state;
	assert_found(NULL, "program", "motcua-courier", "OK build/bin/motcua-courier");
	assert_found("set", "program", "motcua-courier", "OK set/motcua-courier");
	assert_found("set", "program", "motcua", "OK build/bin/motcua");
	assert_found("none", "program", "motcua-courier", "OK build/bin/motcua-courier");
}

static void missing_programs_are_told(void **state)
{
	(void)state;
	assert_found("set", "program", "motcua-other", "SYS-01 motcua-other");
	assert_found(NULL, "program", "../bin/motcua", "SYS-01 ../bin/motcua");
	assert_found(NULL, "program", "motcua-nothing", "SYS-01 motcua-nothing");
}

static void data_is_found(void **state)
{
	(void)state;
	assert_found(NULL, "data", "places.tsv", "OK build/bin/../../data/places.tsv");
	assert_found("set", "data", "own.tsv", "OK set/own.tsv");
	assert_found(NULL, "data", "own.tsv", "FILE-01 own.tsv: No such file or directory");
	/* a folder that was named is the only one looked at */
	assert_found("set", "data", "places.tsv", "FILE-01 places.tsv: No such file or directory");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(programs_are_found),
		cmocka_unit_test(missing_programs_are_told),
		cmocka_unit_test(data_is_found),
	};

	if (argc == 3) {
		return print_path(argv[1], argv[2]);
	}
	return cmocka_run_group_tests(tests, build_tree, free_top);
}
