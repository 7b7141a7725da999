/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Nothing to do, nothing done: a desk at which nobody works wakes for nothing and writes
 * nothing to its terminal; its courier and its gateway wake three times a minute at most.
 * Five seconds of it, or a minute where all is tested.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "e2e/training.h"
#include "support/check.h"
#include "support/pty.h"
#include "support/world.h"

enum { PROGRAMS = 3, SERVERS_A_MINUTE = 3, SETTLING = 30 };

static const char *const names[PROGRAMS] = {"motcua", "motcua-courier", "motcua-gateway"};

static int seconds(void)
{
	const char *all = getenv("MOTCUA_LONG");

	return all && !strcmp(all, "1") ? 60 : 5;
}

static bool is_named(pid_t pid, const char *name)
{
	char path[64], comm[16] = ""; /* the kernel keeps 15 letters */
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/comm", (int)pid);
	file = fopen(path, "re");
	if (file) {
		(void)!fscanf(file, "%15[^\n]", comm);
		fclose(file);
	}
	return strlen(comm) == strnlen(name, 15) && strncmp(comm, name, 15) == 0;
}

/* The desk itself, or a program that it started; -1: it has ended. */
static pid_t pid_of(pid_t desk, const char *name)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	pid_t found = is_named(desk, name) ? desk : -1;

	while (found < 0 && proc && (entry = readdir(proc)) != NULL) {
		pid_t pid = (pid_t)atoi(entry->d_name);

		found = pid > 0 && world_status(pid, "PPid") == desk && is_named(pid, name) ? pid
											    : -1;
	}
	if (proc) {
		closedir(proc);
	}
	return found;
}

/* How often a thread of it went to sleep of its own accord: each time it had been woken. A
 * desk's own courier ends when nothing is left to carry; the service is in courier_test.c. */
static long wake_ups(pid_t pid)
{
	char path[64];
	struct dirent *task;
	long sum = 0;
	DIR *tasks;

	snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
	tasks = opendir(path);
	if (!tasks) {
		assert_int_equal(pid, -1);
		return 0;
	}
	while ((task = readdir(tasks)) != NULL) {
		if (task->d_name[0] != '.') {
			sum += world_status((pid_t)atoi(task->d_name), "voluntary_ctxt_switches");
		}
	}
	closedir(tasks);
	return sum;
}

static void count(pid_t desk, long ret[PROGRAMS])
{
	for (int i = 0; i < PROGRAMS; i++) {
		pid_t pid = pid_of(desk, names[i]);

		assert_true(pid > 0 || i == 1);
		ret[i] = wake_ups(pid);
	}
}

static void expect_silence(struct pty *pty)
{
	long before[PROGRAMS], after[PROGRAMS];
	long long bytes = pty->bytes;
	double until = world_now() + seconds();

	count(pty->pid, before);
	while (world_now() < until) {
		pty_read(pty, 500);
	}
	count(pty->pid, after);
	for (int i = 0; i < PROGRAMS; i++) {
		print_message("%s: woken %ld times in %d s\n", names[i], after[i] - before[i],
			      seconds());
	}
	assert_int_equal(pty->bytes, bytes);
	assert_int_equal(after[0], before[0]);
	for (int i = 1; i < PROGRAMS; i++) {
		assert_in_range(after[i] - before[i], 0, SERVERS_A_MINUTE);
	}
}

/* The first hello comes back, what waits is sent, and then nothing is outstanding. */
static void settle(struct pty *pty)
{
	double until = world_now() + SETTLING;
	long before, now = wake_ups(pty->pid);

	do {
		before = now;
		pty_settle(pty, 1500);
		now = wake_ups(pty->pid);
	} while (now != before && world_now() < until);
}

static void nobody_works(void **state)
{
	struct pty *pty = training_start(NULL);

	(void)state;
	settle(pty);
	expect_silence(pty);
	pty_end(pty);
}

/* In the middle of a word, in a form, with a list open: none of them has a clock. */
static void somebody_went_for_tea(void **state)
{
	struct pty *pty = training_start(NULL);
	char *card = training_card("mother");

	(void)state;
	training_look_up(pty, card);
	training_open_dossier(pty, 1);
	pty_type(pty, "UBND xax");
	settle(pty);
	expect_silence(pty);
	pty_type(pty, KEY_F9);
	settle(pty);
	expect_silence(pty);
	free(card);
	pty_end(pty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nobody_works, world_set_up, world_tear_down),
		cmocka_unit_test_setup_teardown(somebody_went_for_tea,
						world_set_up, world_tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
