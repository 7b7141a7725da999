/* SPDX-License-Identifier: MPL-2.0 */
/* Memory is there or the program ends, with its hook run; copies never split a letter. */
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "motcua/base/mem.h"

static void allocations_are_zeroed_or_copied(void **state)
{
	char *p = mc_calloc(3, 5);

	(void)state;
	for (int i = 0; i < 15; i++) {
		assert_int_equal(p[i], 0);
	}
	p = mc_realloc(p, 100, 2);
	p[199] = 'x';
	free(p);
	p = mc_strndup("abcdef", 3);
	assert_string_equal(p, "abc");
	free(p);
	p = mc_strndup("ab", 9);
	assert_string_equal(p, "ab");
	free(p);
	p = mc_memdup("a\0b", 3);
	assert_memory_equal(p, "a\0b", 3);
	free(p);
}

static void nothing_is_still_a_pointer(void **state)
{
	void *p[] = {mc_calloc(0, 8), mc_calloc(8, 0), mc_memdup(NULL, 0), mc_realloc(NULL, 0, 4)};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(p); i++) {
		assert_non_null(p[i]);
		free(p[i]);
	}
}

/* Under the address sanitizer too: what cannot be had is NULL, not the end. */
const char *__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

static int hook_fd;

static void hook(void)
{
	(void)!write(hook_fd, "h", 1);
}

static void run_out(int way)
{
	size_t huge = SIZE_MAX / 2;

	mc_oom_hook(hook);
	free(way ? mc_realloc(NULL, huge, 3) : mc_calloc(huge, 3));
	_exit(1);
}

static void out_of_memory_runs_the_hook_and_ends(void **state)
{
	(void)state;
	for (int way = 0; way < 2; way++) {
		int fds[2], status;
		char got[2];
		pid_t pid;

		assert_int_equal(pipe(fds), 0);
		hook_fd = fds[1];
		pid = fork();
		if (pid == 0) {
			run_out(way);
		}
		close(fds[1]);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 71);
		assert_int_equal(read(fds[0], got, 2), 1);
		close(fds[0]);
	}
}

static void regrown_keeps_what_was_there(void **state)
{
	char *p = mc_regrow_wiped(NULL, 0, 2, 4);

	(void)state;
	memcpy(p, "abcdefg", 8);
	p = mc_regrow_wiped(p, 2, 3, 4);
	assert_memory_equal(p, "abcdefg\0\0\0\0\0", 12);
	p = mc_regrow_wiped(p, 3, 1, 4);
	assert_memory_equal(p, "abcd", 4);
	mc_free_wiped(p, 4);
	mc_free_wiped(NULL, 0);
}

static void copy_cuts_between_letters(void **state)
{
	char to[6];

	(void)state;
	assert_int_equal(MC_COPY(to, "abcde"), 0);
	assert_string_equal(to, "abcde");
	assert_int_equal(MC_COPY(to, ""), 0);
	assert_string_equal(to, "");
	assert_int_equal(MC_COPY(to, "abcdef"), -1);
	assert_string_equal(to, "abcde");
	assert_int_equal(MC_COPY(to, "abc\xe1\xba\xbfz"), -1);
	assert_string_equal(to, "abc");
	assert_int_equal(MC_COPY(to, "ab\xe1\xba\xbf"), 0);
	assert_string_equal(to, "ab\xe1\xba\xbf");
	assert_int_equal(mc_copy(to, 0, "x"), -1);
}

/* "RssFile:	    1234 kB" */
static long mapped_of_files(void)
{
	FILE *file = fopen("/proc/self/status", "re");
	char line[200];
	long kb = -1;

	while (file && fgets(line, sizeof(line), file)) {
		(void)sscanf(line, "RssFile: %ld", &kb);
	}
	if (file) {
		fclose(file);
	}
	return kb;
}

/* What was read, written or pointed to is as it was; much less is mapped. */
static void pages_given_back_come_again(void **state)
{
	static const char *const words[] = {"xã", "phường", "đặc khu"}; /* the loader wrote these */
	static int written = 1;
	long before = mapped_of_files(), after;

	(void)state;
	written = 2;
	mc_pages_give_back();
	after = mapped_of_files();
	assert_int_equal(written, 2);
	assert_string_equal(words[1], "phường");
	assert_int_equal(strtol("1234", NULL, 10), 1234);
	assert_true(before > 0 && after < before);
	mc_pages_give_back(); /* as often as one likes */
	assert_string_equal(words[2], "đặc khu");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(allocations_are_zeroed_or_copied),
		cmocka_unit_test(nothing_is_still_a_pointer),
		cmocka_unit_test(out_of_memory_runs_the_hook_and_ends),
		cmocka_unit_test(regrown_keeps_what_was_there),
		cmocka_unit_test(copy_cuts_between_letters),
		cmocka_unit_test(pages_given_back_come_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
