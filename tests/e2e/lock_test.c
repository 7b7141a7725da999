/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Nobody presses a key for a while: the desk locks itself, shows nothing of anybody, and the
 * officer's number brings back what was being typed.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "e2e/training.h"
#include "support/check.h"
#include "support/memory.h"
#include "support/pty.h"
#include "support/sanitized.h"
#include "support/world.h"

static int begin(void **state)
{
	static const char conf[] = "[screen]\nlock_after = 2s\n";

	(void)state;
	world_begin();
	world_write(world_path("motcua.conf"), conf, strlen(conf));
	setenv("MOTCUA_CONFIG", world_path("motcua.conf"), 1);
	return 0;
}

static int begin_by_key(void **state)
{
	(void)state;
	world_begin();
	return 0;
}

static int end(void **state)
{
	(void)state;
	unsetenv("MOTCUA_CONFIG");
	world_end();
	return 0;
}

/* However slow this machine is: the lock may come between any two keys, and is opened then. */
static void unlock(struct pty *pty)
{
	pty_expect(pty, world_say("Locked"));
	assert_false(pty_shows(pty, "UBND"));
	pty_send(pty, TRAINING_OFFICER KEY_ENTER);
	pty_expect_gone(pty, world_say("Locked"));
}

static void locks_itself(void **state)
{
	struct pty *pty = training_start(NULL);

	(void)state;
	unlock(pty);
	pty_expect(pty, home_words());
	pty_send(pty, KEY_CTRL_N KEY_ENTER);
	pty_expect(pty, "Cơ quan đăng ký khai sinh");
	pty_send(pty, KEY_UP KEY_CTRL_U "UBND xax Vis Duj");
	pty_expect(pty, "UBND xã Ví Dụ");
	unlock(pty);
	pty_expect(pty, "UBND xã Ví Dụ"); /* the dossier is open again, what was typed is saved */
	pty_end(pty);
}

/* Nothing of anybody is left in memory: not what was typed, scanned, answered, found or drawn. */
static void forgets(void **state)
{
#ifdef SANITIZED
	(void)state;
	skip(); /* it keeps what was freed, and has a shadow of terabytes */
#else
	struct pty *pty = training_start(NULL);
	char *card = training_card("mother"), *number = world_card_part(card, 0),
	     *name = world_card_part(card, 2);

	(void)state;
	if (!memory_readable(pty->pid)) {
		pty_end(pty);
		skip();
	}
	training_look_up(pty, card);
	assert_true(memory_count(pty->pid, number) > 0); /* it would be seen */
	assert_true(memory_count(pty->pid, name) > 0);
	training_open_dossier(pty, 1);
	pty_settle(pty, 300);
	pty_send(pty, "\x07");
	pty_expect(pty, world_say("Locked"));
	pty_settle(pty, 300);
	assert_int_equal(memory_count(pty->pid, number), 0);
	assert_int_equal(memory_count(pty->pid, name), 0);
	free(card);
	free(number);
	free(name);
	pty_end(pty);
#endif
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(locks_itself, begin, end),
		cmocka_unit_test_setup_teardown(forgets, begin_by_key, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
