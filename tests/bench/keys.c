/* SPDX-License-Identifier: MPL-2.0 */
/*
 * keys.c - how long a key press takes: a letter, which asks nothing of the disk, and leaving a
 * field, which is one commit; beside a bare fdatasync of the same disk.
 */
#include "bench/bench.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "support/calls.h"
#include "support/check.h"
#include "support/pty.h"
#include "support/world.h"

enum { TIMES = 100 };

struct keys {
	double ms[TIMES];
	double sync_ms; /* of all */
	long syncs;
};

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* From the key to the moment in which the desk waits for the next one. */
static void press(struct pty *pty, const char *key, int at, struct keys *ret)
{
	struct calls before = calls_now(), now;
	double from = world_now();

	pty_send(pty, key);
	do {
		now = calls_now();
	} while ((now.keys == before.keys || now.waits == now.turns) && world_now() < from + 10);
	ret->ms[at] = (world_now() - from) * 1000;
	ret->sync_ms += (double)(now.sync_ns - before.sync_ns) / 1e6;
	ret->syncs += now.syncs - before.syncs + now.checkpoints - before.checkpoints;
	pty_settle(pty, 2);
}

static void print(const char *name, struct keys *keys)
{
	qsort(keys->ms, TIMES, sizeof(*keys->ms), by_size);
	printf("%-24s median %7.2f ms  95 of 100 %7.2f ms  syncs each %.1f, taking %.2f ms\n", name,
	       keys->ms[TIMES / 2], keys->ms[TIMES * 95 / 100], (double)keys->syncs / TIMES,
	       keys->sync_ms / TIMES);
}

/* A page more at the end of a file: what SQLite's log does for a commit. */
static void bare_sync(struct keys *ret)
{
	static const char page[4096];
	int fd = open(world_path("bare"), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	for (int i = 0; i < TIMES; i++) {
		double from = world_now();

		assert_int_equal(write(fd, page, sizeof(page)), sizeof(page));
		assert_int_equal(fdatasync(fd), 0);
		ret->ms[i] = (world_now() - from) * 1000;
		ret->sync_ms += ret->ms[i];
	}
	ret->syncs = TIMES;
	close(fd);
}

static struct pty *open_form(void)
{
	const char *argv[] = {
		world_program("motcua"), "--data",    world_path("desk"),     "--officer",
		"066085000011",		 "--gateway", "unix:/nowhere/x.sock", NULL};
	struct pty *pty = pty_start(argv, 24, 80, calls_arm);

	pty_expect(pty, world_say("Dossiers of this desk"));
	pty_type(pty, KEY_CTRL_N "2.002621" KEY_ENTER);
	pty_expect(pty, "Cơ quan đăng ký khai sinh");
	pty_type(pty, "a" KEY_ENTER KEY_UP); /* the first commit is none like the others */
	return pty;
}

bool bench_keys(void)
{
	struct keys letter = {.syncs = 0}, leaving = {.syncs = 0}, bare = {.syncs = 0};
	struct pty *pty;

	if (!calls_possible()) {
		return false;
	}
	world_begin();
	calls_begin();
	pty = open_form();
	for (int i = 0; i < TIMES; i++) {
		press(pty, i % 2 ? "o" : "a", i, &letter);
		press(pty, KEY_ENTER, i, &leaving);
		pty_type(pty, KEY_UP);
	}
	pty_signal(pty, SIGTERM);
	pty_expect_end(pty);
	pty_end(pty);
	bare_sync(&bare);
	print("a letter", &letter);
	print("leaving a field", &leaving);
	print("a page and fdatasync", &bare);
	calls_end();
	world_end();
	return true;
}
