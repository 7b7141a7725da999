/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A desk that is killed, hung up or made too small: what stood in the fields that were
 * left is there again; at most the field being typed is lost.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "e2e/training.h"
#include "support/check.h"
#include "support/pty.h"
#include "support/world.h"

static char *card;

static int begin(void **state)
{
	(void)state;
	world_begin();
	return 0;
}

static int end(void **state)
{
	(void)state;
	free(card);
	card = NULL;
	world_end();
	return 0;
}

/* In the form of the case "mother", the first field typed and left, the third half typed. */
static struct pty *form_in_work(void)
{
	struct pty *pty = training_start(NULL);

	card = training_card("mother");
	training_look_up(pty, card);
	training_open_dossier(pty, 1);
	pty_type(pty, KEY_UP KEY_CTRL_U "UBND xax Hoaf Phus" KEY_ENTER);
	pty_expect(pty, "UBND xã Hòa Phú");
	pty_type(pty, KEY_ENTER KEY_CTRL_U "Coong an ");
	pty_expect(pty, "Công an");
	return pty;
}

/* The newest dossier is the first in home's list. */
static struct pty *opened_again(void)
{
	struct pty *pty = training_start(NULL);

	pty_expect(pty, world_say("draft"));
	pty_type(pty, KEY_DOWN KEY_ENTER);
	pty_expect(pty, "Cơ quan đăng ký khai sinh");
	return pty;
}

static void expect_what_was_left(struct pty *pty)
{
	pty_expect(pty, "UBND xã Hòa Phú");
	assert_true(screen_is_composed(pty->screen));
}

static void killed_desk_keeps_the_draft(void **state)
{
	struct pty *pty = form_in_work();
	int status;

	(void)state;
	pty_signal(pty, SIGKILL);
	status = pty_expect_end(pty);
	assert_true(WIFSIGNALED(status));
	pty_end(pty);
	pty = opened_again();
	expect_what_was_left(pty);
	pty_end(pty);
}

/* The window is closed: the field being typed is saved too. */
static void hung_up_desk_keeps_all(void **state)
{
	struct pty *pty = form_in_work();
	int status;

	(void)state;
	pty_signal(pty, SIGHUP);
	status = pty_expect_end(pty);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	pty_end(pty);
	pty = opened_again();
	expect_what_was_left(pty);
	pty_expect(pty, "Công an");
	pty_end(pty);
}

/* The service manager's way; and a terminal that is gone: a network that broke. */
static void told_to_end_it_keeps_all(void **state)
{
	struct pty *pty = form_in_work();

	(void)state;
	pty_signal(pty, SIGTERM);
	assert_int_equal(WEXITSTATUS(pty_expect_end(pty)), 0);
	pty_end(pty);
	pty = opened_again();
	expect_what_was_left(pty);
	pty_expect(pty, "Công an");
	pty_end(pty);
}

static void lost_terminal_keeps_all(void **state)
{
	struct pty *pty = form_in_work();
	int status;

	(void)state;
	pty_lose(pty);
	assert_int_equal(waitpid(pty->pid, &status, 0), pty->pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	pty->pid = 0;
	pty_end(pty);
	pty = opened_again();
	expect_what_was_left(pty);
	pty_expect(pty, "Công an");
	pty_end(pty);
}

static void small_terminal_waits_politely(void **state)
{
	struct pty *pty = form_in_work();

	(void)state;
	pty_resize(pty, 15, 60);
	pty_expect(pty, "80");
	pty_expect_gone(pty, "UBND xã Hòa Phú");
	pty_type(pty, "xyz"); /* nobody types into what is not shown */
	pty_resize(pty, 24, 80);
	pty_expect(pty, "UBND xã Hòa Phú");
	pty_expect(pty, "Công an");
	assert_false(pty_shows(pty, "Công an xyz"));
	pty_type(pty, "xax");
	pty_expect(pty, "Công an xã");
	pty_end(pty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(killed_desk_keeps_the_draft, begin, end),
		cmocka_unit_test_setup_teardown(hung_up_desk_keeps_all, begin, end),
		cmocka_unit_test_setup_teardown(told_to_end_it_keeps_all, begin, end),
		cmocka_unit_test_setup_teardown(lost_terminal_keeps_all, begin, end),
		cmocka_unit_test_setup_teardown(small_terminal_waits_politely, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
