/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What the views draw is what the terminal shows, cell by cell, and the cursor stands
 * there: on every screen, after every key, under each terminal that the desk is promised
 * for.
 */
#include "ui/on_terminal.h"

static void all_views(const char *language)
{
	walk(language, show);
}

static void run_in(const char *name, bool without_colour)
{
	assert_true(on_terminal(name, without_colour, "vi", NULL) > 700);
}

static void test_linux(void **state)
{
	(void)state;
	run_in("linux", false);
}

static void test_xterm(void **state)
{
	(void)state;
	run_in("xterm-256color", false);
}

static void test_screen(void **state)
{
	(void)state;
	run_in("screen-256color", false);
}

static void test_vt220(void **state)
{
	(void)state;
	run_in("vt220", false);
}

static void test_vt100(void **state)
{
	(void)state;
	run_in("vt100", false);
}

static void test_no_color(void **state)
{
	(void)state;
	run_in("xterm-256color", true);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_linux),  cmocka_unit_test(test_xterm),
		cmocka_unit_test(test_screen), cmocka_unit_test(test_vt220),
		cmocka_unit_test(test_vt100),  cmocka_unit_test(test_no_color),
	};

	if (argc > 2 && strcmp(argv[1], "walk") == 0) {
		return child(argv[2], all_views);
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
