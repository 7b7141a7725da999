/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A scanner on a serial line beside the keyboard: the card opens the look-up, filled in
 * and not asked; a scanner that is pulled out is told, and found again at a key.
 */
#include <fcntl.h>
#include <unistd.h>

#include "e2e/training.h"

static int scanner;

static void plug_in(void)
{
	char conf[256];

	scanner = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	assert_int_equal(grantpt(scanner) | unlockpt(scanner), 0);
	snprintf(conf, sizeof(conf), "[scanner]\ndevice = %s\n", world_path("scanner"));
	world_write(world_path("motcua.conf"), conf, strlen(conf));
	setenv("MOTCUA_CONFIG", world_path("motcua.conf"), 1);
	unlink(world_path("scanner"));
	assert_int_equal(symlink(ptsname(scanner), world_path("scanner")), 0);
}

static void a_card_on_a_serial_line(void **state)
{
	struct pty *pty;
	char *card, *name;

	(void)state;
	plug_in();
	pty = training_start(NULL);
	card = training_card("mother");
	name = world_card_part(card, 2);
	assert_int_equal(write(scanner, card, strlen(card)), (ssize_t)strlen(card));
	assert_int_equal(write(scanner, "\r\n", 2), 2);
	pty_expect(pty, world_say("Look-up in the register"));
	pty_expect(pty, name);
	pty_settle(pty, 300);
	assert_false(pty_shows(pty, world_say("Person in the register"))); /* nobody asked */
	pty_type(pty, KEY_ENTER);
	pty_expect(pty, world_say("Person in the register"));
	pty_end(pty);
	close(scanner);
	free(name);
	free(card);
}

static void pulled_out_and_in_again(void **state)
{
	struct pty *pty;
	char *card;

	(void)state;
	plug_in();
	pty = training_start(NULL);
	card = training_card("mother");
	close(scanner);
	pty_expect(pty, "[SYS-20]");
	plug_in();
	for (int i = 0; i < 60 && !pty_shows(pty, world_say("Look-up in the register")); i++) {
		pty_type(pty, KEY_DOWN); /* somebody is there: looked for again */
		assert_true(write(scanner, card, strlen(card)) > 0);
		assert_true(write(scanner, "\n", 1) > 0);
		pty_read(pty, 250);
	}
	pty_expect(pty, world_say("Look-up in the register"));
	pty_end(pty);
	close(scanner);
	free(card);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_card_on_a_serial_line,
						world_set_up, world_tear_down),
		cmocka_unit_test_setup_teardown(pulled_out_and_in_again,
						world_set_up, world_tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
