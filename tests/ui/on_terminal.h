/* SPDX-License-Identifier: MPL-2.0 */
/*
 * on_terminal.h - a walk through the screens, drawn by a child on a pseudo-terminal. The child
 * tells each of its screens through a pipe, and goes on when the terminal beside us shows it.
 * Included by tests that are their own child: `walk LANGUAGE`.
 */
#ifndef TESTS_UI_ON_TERMINAL_H
#define TESTS_UI_ON_TERMINAL_H

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

/* ---- the child */

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

static void tell_all(const char *text)
{
	int len = (int)strlen(text);

	write_all(TELL_FD, &len, sizeof(len));
	write_all(TELL_FD, text, (size_t)len);
}

/* What was pressed, and what is to be seen now. */
static void show(const char *step)
{
	char *text = canvas_text(&t.canvas), answer;

	(void)mc_term_draw(term, &t.canvas, false, false);
	tell_all(step);
	tell_all(text);
	free(text);
	if (read(HEAR_FD, &answer, 1) != 1) {
		_exit(3);
	}
}

static int child(const char *language, void (*walk_it)(const char *language))
{
	struct mc_err why;

	setup(NULL);
	setenv("LANGUAGE", language, 1);
	setenv("MOTCUA_LOCALEDIR", MC_BUILD_DIR "/locale", 1);
	mc_i18n_init(language);
	if (mc_term_open(&term, &why) != MC_OK) {
		return 2;
	}
	walk_it(language);
	mc_term_close(term);
	return teardown(NULL);
}

/* ---- the parent: the terminal */

static int tell_pipe[2], hear_pipe[2];
static const char *terminal; /* its name */
static bool no_color;

static int before_child(void)
{
	setenv("TERM", terminal, 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	unsetenv("NO_COLOR");
	if (no_color) {
		setenv("NO_COLOR", "1", 1);
	}
	if (dup2(tell_pipe[1], TELL_FD) < 0 || dup2(hear_pipe[0], HEAR_FD) < 0) {
		return 1;
	}
	close(tell_pipe[0]); /* else nobody would see the child's end */
	close(tell_pipe[1]);
	close(hear_pipe[0]);
	close(hear_pipe[1]);
	return 0;
}

/* The next text that the child tells; false at its end. What it draws is read meanwhile. */
static bool next_told(struct pty *pty, char *text, size_t size)
{
	size_t got = 0, want = sizeof(int);
	int len = 0;

	for (;;) {
		ssize_t n = got < sizeof(int)
				    ? read(tell_pipe[0], (char *)&len + got, sizeof(int) - got)
				    : read(tell_pipe[0], text + got - sizeof(int), want - got);

		if (n == 0 && got < want) {
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
		fail_msg("%s shows\n%s--- and should show\n%s", terminal, shown, want);
	}
	free(shown);
	assert_true(screen_is_composed(pty->screen));
}

/* The walk under this terminal; `see` is called behind each of its steps. Returns their count. */
static int on_terminal(const char *name, bool without_colour, const char *language,
		       void (*see)(struct pty *pty, const char *step))
{
	static char step[256], want[65536];
	const char *argv[] = {"/proc/self/exe", "walk", language, NULL};
	struct pty *pty;
	int steps = 0;

	terminal = name;
	no_color = without_colour;
	assert_int_equal(pipe(tell_pipe), 0);
	assert_int_equal(pipe(hear_pipe), 0);
	pty = pty_start(argv, 24, 80, before_child);
	close(tell_pipe[1]);
	close(hear_pipe[0]);
	fcntl(tell_pipe[0], F_SETFL, O_NONBLOCK);
	for (; next_told(pty, step, sizeof(step)); steps++) {
		assert_true(next_told(pty, want, sizeof(want)));
		expect_shown(pty, want);
		if (see) {
			see(pty, step);
		}
		write_all(hear_pipe[1], "", 1);
	}
	assert_int_equal(pty_expect_end(pty), 0);
	pty_end(pty);
	close(tell_pipe[0]);
	close(hear_pipe[1]);
	return steps;
}

#endif
