/* SPDX-License-Identifier: MPL-2.0 */
/*
 * One way through the real program under every terminal: its own function keys, Esc and a
 * digit, another size at any time, a size that is too small, no colours. After each key all
 * terminals show the same, cell by cell, with the cursor in the same place.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "support/check.h"
#include "support/pty.h"
#include "support/world.h"

enum { STEPS_MAX = 40 };

static const struct terminal {
	const char *name, *f1, *f10; /* as it sends them */
	bool no_color;
} terminals[] = {
	{"linux", "\033[[A", "\033[21~", false},
	{"xterm-256color", "\033OP", "\033[21~", false},
	{"screen-256color", "\033OP", "\033[21~", false},
	{"vt220", "\033OP", "\033[21~", false},
	{"vt100", "\033OP", "\0330", false}, /* it has four of them: Esc 0 */
	{"xterm-256color", "\0331", "\0330", true},
};

static const struct terminal *now;
static char *seen[STEPS_MAX]; /* what the first one showed at each step */
static int step_count;

static int begin(void **state)
{
	(void)state;
	world_begin();
	return 0;
}

static int end(void **state)
{
	(void)state;
	for (int i = 0; i < STEPS_MAX; i++) {
		free(seen[i]);
		seen[i] = NULL;
	}
	world_end();
	return 0;
}

static int dress(void)
{
	setenv("TERM", now->name, 1);
	if (now->no_color) {
		setenv("NO_COLOR", "1", 1);
	}
	return 0;
}

static char *screen_now(struct pty *pty)
{
	int row, column;
	char *text = NULL;

	screen_cursor(pty->screen, &row, &column);
	assert_true(asprintf(&text, "%scursor: %d %d\n", screen_text(pty->screen), row, column) >
		    0);
	return text;
}

/* The first terminal sets what is right, once it shows `words`; the others have to show the
 * same. */
static void same(struct pty *pty, const char *words)
{
	double until = world_now() + PTY_PATIENCE;
	char **want = &seen[step_count++];
	char *text;

	assert_true(step_count < STEPS_MAX);
	pty_expect(pty, words);
	if (!*want) {
		pty_settle(pty, 300);
		*want = screen_now(pty);
		return;
	}
	for (text = screen_now(pty); strcmp(text, *want) && world_now() < until;
	     text = screen_now(pty)) {
		free(text);
		pty_read(pty, 20);
	}
	if (strcmp(text, *want)) {
		fail_msg("%s shows at step %d\n%s--- and not\n%s", now->name, step_count, text,
			 *want);
	}
	free(text);
}

static void key(struct pty *pty, const char *keys, const char *words)
{
	pty_send(pty, keys);
	same(pty, words);
}

static struct pty *open_desk(void)
{
	const char *argv[] = {world_program("motcua"), "--data",
			      world_path(now->no_color ? "plain" : now->name), NULL};

	return pty_start(argv, 24, 80, dress);
}

static void the_way(struct pty *pty)
{
	const char *small = world_say("The terminal is too small: make it 80x24. Nothing is lost.");
	char word[24] = "";

	step_count = 0;
	same(pty, world_say("First start"));
	pty_type(pty, KEY_DOWN "Xax Hoaf Phus");
	same(pty, "Xã Hòa Phú");
	key(pty, KEY_DOWN, "https://");
	key(pty, KEY_UP, "Xã Hòa Phú");
	key(pty, now->f1,
	    world_say("The office's name as it stands in the first row and on slips."));
	key(pty, "\033\033", "Xã Hòa Phú");
	snprintf(word, sizeof(word), "%.20s", small); /* the whole is broken into rows */
	pty_resize(pty, 10, 40);
	same(pty, word);
	pty_type(pty, "x"); /* nobody types into what is not shown */
	pty_resize(pty, 40, 120);
	same(pty, "Xã Hòa Phú");
	pty_resize(pty, 24, 80);
	same(pty, "Xã Hòa Phú");
	key(pty, "\033\033", world_say("Go on typing")); /* what was typed is not lost unasked */
	key(pty, KEY_RIGHT KEY_ENTER, world_say("Who works at this desk?"));
	key(pty, "\033\033", world_say("Dossiers of this desk"));
	key(pty, now->f10, world_say("Find a dossier"));
	key(pty, KEY_DOWN, world_say("Find a dossier"));
	key(pty, KEY_ENTER, world_say("this week"));
	key(pty, "\033\033", world_say("Dossiers of this desk"));
	key(pty, "\016", "1.001193"); /* Ctrl-N: the catalogue */
	key(pty, KEY_PGDN, "[");
	pty_type(pty, "khai sinh");
	same(pty, "khai sinh");
	key(pty, "\033\033", world_say("Dossiers of this desk"));
	key(pty, "\014", world_say("Dossiers of this desk")); /* Ctrl-L */
	key(pty, "\021", world_say("Leave the program?"));
	pty_send(pty, KEY_RIGHT KEY_ENTER);
}

static void every_terminal_shows_the_same(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(terminals) / sizeof(terminals[0]); i++) {
		struct pty *pty;

		now = &terminals[i];
		pty = open_desk();
		the_way(pty);
		assert_false(screen_wants_mouse(pty->screen)); /* marking and copying stay */
		assert_int_equal(WEXITSTATUS(pty_expect_end(pty)), 0);
		pty_end(pty);
	}
	assert_true(step_count > 20);
}

/* Where it is asked for, a click in the last row presses the key that stands there, and on the
 * way out the terminal has its own clicks back. */
static void mouse_only_when_asked_for(void **state)
{
	static const char conf[] = "[screen]\nmouse = yes\n";
	struct pty *pty;

	(void)state;
	now = &terminals[1];
	world_write(world_path("motcua.conf"), conf, strlen(conf));
	setenv("MOTCUA_CONFIG", world_path("motcua.conf"), 1);
	pty = open_desk();
	unsetenv("MOTCUA_CONFIG");
	pty_expect(pty, world_say("First start"));
	pty_settle(pty, 100);
	assert_true(screen_wants_mouse(pty->screen));
	pty_send(pty, "\033[<0;3;24M\033[<0;3;24m"); /* F1 */
	pty_expect(pty, world_say("Keys on this screen"));
	pty_send(pty, "\033\033");
	pty_expect(pty, world_say("First start"));
	pty_send(pty, "\033\033");
	pty_expect(pty, world_say("Who works at this desk?"));
	pty_send(pty, "\033\033");
	pty_expect_gone(pty, world_say("Who works at this desk?"));
	pty_send(pty, "\021");
	pty_expect(pty, world_say("Leave the program?"));
	pty_send(pty, KEY_RIGHT KEY_ENTER);
	assert_int_equal(WEXITSTATUS(pty_expect_end(pty)), 0);
	assert_false(screen_wants_mouse(pty->screen));
	pty_end(pty);
}

/* A slow line brings a letter byte by byte, and an arrow too: neither is lost, nothing of them is
 * left over. */
static void letters_come_in_pieces(void **state)
{
	static const char *const pieces[] = {"\xe1", "\xba", "\xa1", "\xc4", "\x91", "\033", "[", "D", "a"};
	struct pty *pty;

	(void)state;
	now = &terminals[0];
	pty = open_desk();
	pty_expect(pty, world_say("First start"));
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		pty_send(pty, pieces[i]);
		pty_settle(pty, 30);
	}
	pty_expect(pty, "ạađ");
	pty_end(pty);
}

static bool is_cooked(const struct pty *pty)
{
	struct termios modes;

	assert_int_equal(tcgetattr(pty->fd, &modes), 0);
	return modes.c_lflag & ICANON && modes.c_lflag & ECHO && modes.c_oflag & ONLCR;
}

/* Stopped from outside it gives the terminal back, as it was and without what stood there; told to
 * go on it shows all again. */
static void stopped_it_gives_the_terminal_back(void **state)
{
	struct pty *pty;
	int status;

	(void)state;
	now = &terminals[1];
	pty = open_desk();
	pty_expect(pty, world_say("First start"));
	pty_type(pty, "Xax Hoaf Phus");
	pty_expect(pty, "Xã Hòa Phú");
	assert_false(is_cooked(pty));
	pty_signal(pty, SIGTSTP);
	assert_int_equal(waitpid(pty->pid, &status, WUNTRACED), pty->pid);
	assert_true(WIFSTOPPED(status));
	pty_expect_gone(pty, "Xã Hòa Phú");
	assert_true(is_cooked(pty));
	pty_signal(pty, SIGCONT);
	pty_expect(pty, "Xã Hòa Phú");
	assert_false(is_cooked(pty));
	pty_type(pty, "a");
	pty_expect(pty, "Xã Hòa Phúa");
	pty_signal(pty, SIGTERM);
	pty_expect_end(pty);
	assert_true(is_cooked(pty));
	pty_end(pty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_terminal_shows_the_same, begin, end),
		cmocka_unit_test_setup_teardown(mouse_only_when_asked_for, begin, end),
		cmocka_unit_test_setup_teardown(letters_come_in_pieces, begin, end),
		cmocka_unit_test_setup_teardown(stopped_it_gives_the_terminal_back, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
