/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What the views draw is what the terminal shows, cell by cell, and the cursor stands
 * there: on every screen, after every key, under each terminal that the desk is promised
 * for. The walk runs in a child on a pseudo-terminal; it tells each of its screens through
 * a pipe and goes on when the terminal beside us shows it.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

/* both the canvas and the terminal have a text and rows */
#define screen_text canvas_text
#define screen_row canvas_row
#include "ui/every_view.h"
#undef screen_text
#undef screen_row
#include "support/pty.h"
#include "ui/term.h"

enum { TELL_FD = 8, HEAR_FD = 9, PATIENCE_MS = 20000 };

/* ---- the child: the walk on a terminal */

static struct mc_term *term;

static void write_all(int fd, const void *data, size_t len)
{
	const char *at = data;

	while (len) {
		ssize_t n = write(fd, at, len);

		if (n <= 0) {
			_exit(3);
		}
		at += n;
		len -= (size_t)n;
	}
}

static void show(const char *step)
{
	char *text = canvas_text(&t.canvas), answer;
	int len = (int)strlen(text);

	(void)step;
	mc_term_draw(term, &t.canvas, false);
	write_all(TELL_FD, &len, sizeof(len));
	write_all(TELL_FD, text, (size_t)len);
	free(text);
	if (read(HEAR_FD, &answer, 1) != 1) {
		_exit(3);
	}
}

static int child(void)
{
	struct mc_err why;

	setup(NULL);
	setenv("MOTCUA_LOCALEDIR", MC_BUILD_DIR "/locale", 1);
	mc_i18n_init("vi");
	if (mc_term_open(&term, &why) != MC_OK) {
		return 2;
	}
	walk("vi", show);
	mc_term_close(term);
	return teardown(NULL);
}

/* ---- the parent: the terminal */

static int tell[2], hear[2];
static const char *name; /* of the terminal */
static bool no_color;

static int before_child(void)
{
	setenv("TERM", name, 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	unsetenv("NO_COLOR");
	if (no_color) {
		setenv("NO_COLOR", "1", 1);
	}
	if (dup2(tell[1], TELL_FD) < 0 || dup2(hear[0], HEAR_FD) < 0) {
		return 1;
	}
	close(tell[0]); /* else nobody would see the child's end */
	close(tell[1]);
	close(hear[0]);
	close(hear[1]);
	return 0;
}

/* The next screen that the child tells; false at its end. What it draws is read meanwhile. */
static bool next_screen(struct pty *pty, char *text, size_t size)
{
	size_t got = 0, want = sizeof(int);
	int len = 0;

	for (;;) {
		ssize_t n = got < sizeof(int) ? read(tell[0], (char *)&len + got, sizeof(int) - got)
					      : read(tell[0], text + got - sizeof(int), want - got);

		if (n == 0) {
			return false;
		}
		if (n < 0) {
			assert_int_equal(errno, EAGAIN);
			pty_read(pty, 1);
			continue;
		}
		got += (size_t)n;
		if (got == sizeof(int)) {
			want += (size_t)len;
			assert_true((size_t)len < size);
		}
		if (got == want) {
			text[len] = '\0';
			return true;
		}
	}
}

static char *shown_now(struct pty *pty)
{
	struct mc_str s;
	int row, col;

	mc_str_init(&s, 1 << 20);
	screen_cursor(pty->screen, &row, &col);
	mc_str_printf(&s, "%scursor: %d %d\n", screen_text(pty->screen), row, col);
	return mc_str_take(&s, NULL);
}

static void expect_shown(struct pty *pty, const char *want)
{
	char *shown = shown_now(pty);

	for (int waited = 0; strcmp(shown, want) && waited < PATIENCE_MS; waited += 2) {
		free(shown);
		pty_read(pty, 2);
		shown = shown_now(pty);
	}
	if (strcmp(shown, want)) {
		fail_msg("%s shows\n%s--- and should show\n%s", name, shown, want);
	}
	free(shown);
	assert_true(screen_is_composed(pty->screen));
}

static void run_in(const char *terminal, bool without_colour)
{
	static char want[65536];
	const char *argv[] = {"/proc/self/exe", "walk", NULL};
	struct pty *pty;
	int steps = 0;

	name = terminal;
	no_color = without_colour;
	assert_int_equal(pipe(tell), 0);
	assert_int_equal(pipe(hear), 0);
	pty = pty_start(argv, 24, 80, before_child);
	close(tell[1]);
	close(hear[0]);
	fcntl(tell[0], F_SETFL, O_NONBLOCK);
	for (; next_screen(pty, want, sizeof(want)); steps++) {
		expect_shown(pty, want);
		write_all(hear[1], "", 1);
	}
	assert_int_equal(pty_expect_end(pty), 0);
	pty_end(pty);
	close(tell[0]);
	close(hear[1]);
	assert_true(steps > 700);
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

	if (argc > 1 && strcmp(argv[1], "walk") == 0) {
		return child();
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
