/* SPDX-License-Identifier: MPL-2.0 */
/*
 * order_test.c - what of the program a desk with its first screen has in memory: the part that
 * runs until then lies together (src/start.order), and is read from the disk and mapped alone.
 * UPDATE_START_ORDER=1 writes that list anew, from what ran.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "support/check.h"
#include "support/count.h"
#include "support/many.h"
#include "support/pty.h"
#include "support/world.h"

#define ORDER MC_SOURCE_DIR "/src/start.order"

/* 650 were measured with mold, 500 with GNU ld; 1,060 in the order of the folders. Linux maps 64
 * kB around what is touched. */
enum { PROGRAM_KB = 760 };

static const char *first_words(void)
{
	return world_say("Dossiers of this desk");
}

/* Nobody else has this copy of the program in use. */
static const char *copy_program(void)
{
	size_t len;
	char *bytes = world_read(world_program("motcua"), &len);
	const char *path = world_path("copy");

	assert_non_null(bytes);
	world_write(path, bytes, len);
	assert_int_equal(chmod(path, 0700), 0);
	free(bytes);
	return path;
}

/* "5573ecfc7000-5573ed02f000 r--p ... /path", and "Rss: 316 kB" behind it. */
static long mapped_kb(pid_t pid, const char *path)
{
	char name[64], line[600];
	bool here = false;
	long sum = 0, kb;
	FILE *file;

	snprintf(name, sizeof(name), "/proc/%d/smaps", (int)pid);
	file = fopen(name, "re");
	while (file && fgets(line, sizeof(line), file)) {
		if (line[strspn(line, "0123456789abcdef")] == '-') {
			here = strstr(line, path) != NULL;
		} else if (here && sscanf(line, "Rss: %ld", &kb) == 1) {
			sum += kb;
		}
	}
	if (file) {
		fclose(file);
	}
	return sum;
}

static void the_start_lies_together(void **state)
{
#if defined(__SANITIZE_ADDRESS__)
	(void)state;
	(void)first_words;
	(void)copy_program;
	(void)mapped_kb;
	skip(); /* a sanitizer is a program of its own */
#else
	const char *program = copy_program();
	const char *argv[] = { program, "--data", world_path("desk"), "--officer", OFFICER,
			       "--gateway", "unix:/nowhere/x.sock", NULL };
	long kb = 0;

	(void)state;
	for (int i = 0; i < 2; i++) { /* the first one makes the stores and the keys */
		struct pty *pty = pty_start(argv, 24, 80, world_keep_pages);

		pty_expect(pty, first_words());
		pty_settle(pty, 300);
		kb = mapped_kb(pty->pid, program);
		pty_signal(pty, SIGTERM);
		pty_expect_end(pty);
		pty_end(pty);
	}
	print_message("%ld kB of the program are mapped\n", kb);
	assert_in_range(kb, 1, PROGRAM_KB);
#endif
}

/* ---- the list */

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void write_order(char **files, size_t count)
{
	FILE *file = fopen(ORDER, "we");

	assert_non_null(file);
	fprintf(file, "# What runs until a desk's first screen hears a key; linked first, so that it\n"
		      "# lies together. Made by UPDATE_START_ORDER=1 make check L=bench T=order.\n");
	qsort(files, count, sizeof(*files), by_name);
	for (size_t i = 0; i < count; i++) {
		if (!i || strcmp(files[i], files[i - 1]) != 0) {
			fprintf(file, "%s\n", files[i]);
		}
	}
	assert_int_equal(fclose(file), 0);
}

/* The first start of a day, and a later one, at a desk with dossiers. */
static void the_list_is_made_anew(void **state)
{
	const char *argv[] = { world_program("motcua"), "--data", NULL, "--gateway",
			       "unix:/nowhere/x.sock", "--gateway-key", NULL, "--officer", OFFICER,
			       NULL };
	static char *files[COUNT_FILES];
	struct province p;
	size_t count = 0;

	(void)state;
	if (!getenv("UPDATE_START_ORDER")) {
		skip();
	}
	province_begin(&p);
	province_open(&p);
	many_fill(&p, MANY_REAL + 1);
	province_close(&p);
	mc_clock_freeze(0);
	argv[2] = p.data;
	argv[6] = p.keys;
	for (int i = 0; i < 2; i++) {
		count = count_files(argv, "Trần Mẫu", files, count);
	}
	province_end(&p);
	assert_true(count > 0);
	write_order(files, count);
	while (count > 0) {
		free(files[--count]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_start_lies_together, world_set_up,
						world_tear_down),
		cmocka_unit_test_setup_teardown(the_list_is_made_anew, world_set_up,
						world_tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
