/* SPDX-License-Identifier: MPL-2.0 */
/* The harness itself: does it see what a person would see, and end what it started? */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/calls.h"
#include "support/check.h"
#include "support/pty.h"
#include "support/world.h"

static struct pty *shell(const char *script)
{
	const char *argv[] = {"/bin/sh", "-c", script, NULL};

	return pty_start(argv, 24, 80, NULL);
}

static void screen_shows_what_is_drawn(void **state)
{
	struct pty *pty = shell("printf '\\033[2J\\033[5;10HTẬP HUẤN\\033[7;3H'; read x;"
				"printf '\\033[5;10H\\033[Kgot %s' \"$x\"; read x");
	int row, column;

	(void)state;
	pty_expect(pty, "TẬP HUẤN");
	assert_int_equal(screen_find(pty->screen, 0, "TẬP HUẤN"), 4);
	assert_string_equal(screen_row(pty->screen, 4), "         TẬP HUẤN");
	pty_settle(pty, 50);
	screen_cursor(pty->screen, &row, &column);
	assert_int_equal(row, 6);
	assert_int_equal(column, 2);
	assert_true(screen_is_composed(pty->screen));
	pty_type(pty, "Đỗ\r");
	pty_expect(pty, "got Đỗ");
	assert_false(pty_shows(pty, "HUẤN"));
	pty_end(pty);
}

static void combining_marks_are_seen(void **state)
{
	struct pty *pty = shell("printf 'a\\314\\202b'; read x");

	(void)state;
	pty_expect(pty, "b");
	assert_false(screen_is_composed(pty->screen));
	pty_end(pty);
}

static void bytes_are_counted_and_questions_answered(void **state)
{
	struct pty *pty = shell("stty raw -echo; printf 12345; printf '\\033[6n';"
				"dd bs=1 count=6 2>/dev/null | tr '\\033' E");

	(void)state;
	pty_expect(pty, "E[1;6R");
	assert_int_equal(pty->bytes, 5 + 4 + 6);
	assert_int_equal(WEXITSTATUS(pty_expect_end(pty)), 0);
	pty_end(pty);
}

static void size_reaches_the_program(void **state)
{
	struct pty *pty = shell("trap 'stty size' WINCH; stty size; while :; do sleep 0.05; done");

	(void)state;
	pty_expect(pty, "24 80");
	pty_resize(pty, 15, 60);
	pty_expect(pty, "15 60");
	assert_int_equal(screen_rows(pty->screen), 15);
	pty_end(pty);
}

/* Stands for the program: a key, some work, and the next wait. `syncs` tells how many it has
 * dealt with. */
static void deal_with_keys(struct calls *page, long count)
{
	for (long key = 1; key <= count; key++) {
		calls_wait_begins(page);
		calls_turn_begins(page, 1);
		for (volatile int work = 0; work < 50; work++) {
			continue;
		}
		__atomic_store_n(&page->syncs, key, __ATOMIC_SEQ_CST);
	}
	calls_wait_begins(page);
}

/* Whoever looks on never takes a key for dealt with that is not: he would press the next one
 * too early, and wait for a turn that it never gets. */
static void a_key_is_over_when_it_is(void **state)
{
	enum { KEYS = 400000 };
	struct calls now;
	pid_t child;

	(void)state;
	calls_begin();
	child = fork();
	if (!child) {
		deal_with_keys(calls_page(), KEYS);
		_exit(0);
	}
	do {
		now = calls_now();
		if (now.waits != now.turns && now.syncs < now.keys) {
			kill(child, SIGKILL);
			fail_msg("key %ld is said to be over, and %ld is", now.keys, now.syncs);
		}
	} while (now.syncs < KEYS || now.waits == now.turns);
	waitpid(child, NULL, 0);
	now = calls_now(); /* each look reads one count after the other */
	assert_int_equal(now.keys, KEYS);
	calls_end();
}

static void awaiting_in_vain_ends(void **state)
{
	struct pty *pty = shell("echo here; read x");

	(void)state;
	pty_expect(pty, "here");
	assert_false(pty_await(pty, "not there", 0.2));
	pty_end(pty);
}

static void orphans_are_found(void **state)
{
	struct pty *pty = shell("setsid sh -c 'echo up; exec sleep 1000' & read x; exit 3");
	pid_t pids[8];

	(void)state;
	pty_expect(pty, "up");
	pty_send(pty, "\r");
	assert_int_equal(WEXITSTATUS(pty_expect_end(pty)), 3);
	pty_end(pty);
	assert_int_equal(world_children(pids, 8), 1);
	assert_true(world_status(pids[0], "VmHWM") > 0);
	world_end();
	assert_int_equal(world_children(pids, 8), 0);
	world_begin();
}

static void runs_are_captured(void **state)
{
	const char *argv[] = {"/bin/sh", "-c", "echo out; echo err >&2; exit 75", NULL};
	struct world_run run;
	char *part = world_card_part("a|b||d", 3);

	(void)state;
	world_run(&run, argv, NULL);
	assert_int_equal(run.status, 75);
	assert_string_equal(run.out, "out\n");
	assert_string_equal(run.err, "err\n");
	world_run_done(&run);
	assert_string_equal(part, "d");
	free(part);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(screen_shows_what_is_drawn,
						world_set_up, world_tear_down),
		cmocka_unit_test_setup_teardown(combining_marks_are_seen,
						world_set_up, world_tear_down),
		cmocka_unit_test_setup_teardown(bytes_are_counted_and_questions_answered, world_set_up,
						world_tear_down),
		cmocka_unit_test_setup_teardown(size_reaches_the_program,
						world_set_up, world_tear_down),
		cmocka_unit_test_setup_teardown(a_key_is_over_when_it_is,
						world_set_up, world_tear_down),
		cmocka_unit_test_setup_teardown(awaiting_in_vain_ends,
						world_set_up, world_tear_down),
		cmocka_unit_test_setup_teardown(orphans_are_found, world_set_up, world_tear_down),
		cmocka_unit_test_setup_teardown(runs_are_captured, world_set_up, world_tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
