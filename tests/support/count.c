/* SPDX-License-Identifier: MPL-2.0 */
#include "support/count.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/check.h"
#include "support/pty.h"
#include "support/world.h"

#define VALGRIND "/usr/bin/valgrind"
/* First called when the first screen is on the terminal; and what waits for keys. */
#define DUMP_WHEN_SHOWN "--dump-before=mc_desk_settle"
#define DUMP_WHEN_IDLE "--dump-before=mc_loop_run"
/* The loop calls it for what was typed. */
#define DUMP_BEFORE_KEY "--dump-before=on_keyboard"
#define DUMP_AFTER_KEY "--dump-after=on_keyboard"

enum { ARGS_MAX = 24, DUMPS_MAX = 40 };

static bool can_count(void)
{
#if defined(__SANITIZE_ADDRESS__)
	return false;
#else
	return access(VALGRIND, X_OK) == 0;
#endif
}

/* "totals: 5871234" in what was written when the loop was entered. */
static long long read_total(const char *path)
{
	size_t len;
	char *text = world_read(path, &len);
	const char *line = text ? strstr(text, "\ntotals: ") : NULL;
	long long total = line ? atoll(line + strlen("\ntotals: ")) : -1;

	free(text);
	return total;
}

/* What a run before this one counted would be taken for this one's. */
static void forget_counted(const char *path)
{
	char name[420];

	for (int i = 1; i <= DUMPS_MAX; i++) {
		snprintf(name, sizeof(name), "%s.%d", path, i);
		unlink(name);
	}
}

/* Under valgrind; what it counts lies in files that begin with `path`. */
static struct pty *start_counted(const char *const argv[], const char *const how[], char path[400])
{
	const char *all[ARGS_MAX] = {VALGRIND, "-q", "--tool=callgrind"};
	char out[430];
	int count = 3;

	snprintf(path, 400, "%s", world_path("counted"));
	forget_counted(path);
	snprintf(out, sizeof(out), "--callgrind-out-file=%s", path);
	all[count++] = out;
	for (int i = 0; how[i]; i++) {
		all[count++] = how[i];
	}
	for (int i = 0; argv[i]; i++) {
		assert_true(count < ARGS_MAX - 1);
		all[count++] = argv[i];
	}
	return pty_start(all, 24, 80, NULL);
}

static void stop_counted(struct pty *pty)
{
	pty_signal(pty, SIGTERM);
	pty_expect_end(pty);
	pty_end(pty);
}

static bool say_if_not(void)
{
	if (!can_count()) {
		print_message("instructions are not counted here: there is no valgrind\n");
	}
	return can_count();
}

long long count_first_screen(const char *const argv[], const char *text, long long *ret_behind)
{
	const char *const how[] = {DUMP_WHEN_SHOWN, DUMP_WHEN_IDLE, NULL};
	char path[400], first[410], second[410];
	struct pty *pty;

	if (!say_if_not()) {
		return -1;
	}
	pty = start_counted(argv, how, path);
	pty_expect(pty, text);
	stop_counted(pty);
	snprintf(first, sizeof(first), "%s.1", path);
	snprintf(second, sizeof(second), "%s.2", path);
	*ret_behind = read_total(second);
	return read_total(first);
}

long long count_until_shown(const char *const argv[], const char *text)
{
	const char *const how[] = {NULL};
	char path[400];
	struct pty *pty;

	if (!say_if_not()) {
		return -1;
	}
	pty = start_counted(argv, how, path);
	if (!pty_await(pty, text, PTY_PATIENCE)) {
		pty_end(pty);
		return -1;
	}
	pty_settle(pty, 300);
	stop_counted(pty); /* what is there is written at the end */
	return read_total(path);
}

/* The file is there, whole, once the turn is over. */
static long long await_total(struct pty *pty, const char *path, int number)
{
	double until = world_now() + PTY_PATIENCE;
	char name[420];

	snprintf(name, sizeof(name), "%s.%d", path, number);
	while (read_total(name) < 0 && world_now() < until) {
		pty_read(pty, 20);
	}
	return read_total(name);
}

bool count_keys(const char *const argv[], const struct counted_key keys[], int count,
		long long ret[])
{
	const char *const how[] = {DUMP_BEFORE_KEY, DUMP_AFTER_KEY, NULL};
	char path[400];
	struct pty *pty;

	if (!say_if_not()) {
		return false;
	}
	pty = start_counted(argv, how, path);
	for (int i = 0; i < count; i++) {
		if (keys[i].when) {
			pty_expect(pty, keys[i].when);
			pty_settle(pty, 300);
		}
		pty_send(pty, keys[i].key);
		ret[i] = await_total(pty, path, 2 * i + 2); /* between them what came before */
		assert_true(ret[i] > 0);
	}
	stop_counted(pty);
	return true;
}
