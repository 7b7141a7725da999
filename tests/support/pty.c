/* SPDX-License-Identifier: MPL-2.0 */
#include "support/pty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "support/check.h"

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

struct pty *pty_start(const char *const argv[], int rows, int columns, int (*before)(void))
{
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
	struct pty *pty = calloc(1, sizeof(*pty));

	assert_non_null(pty);
	pty->pid = forkpty(&pty->fd, NULL, NULL, &size);
	assert_true(pty->pid >= 0);
	if (!pty->pid) {
		if (!before || !before()) {
			execv(argv[0], (char *const *)(uintptr_t)argv);
		}
		_exit(127);
	}
	fcntl(pty->fd, F_SETFD, FD_CLOEXEC);
	fcntl(pty->fd, F_SETFL, O_NONBLOCK);
	pty->screen = screen_new(rows, columns);
	return pty;
}

void pty_end(struct pty *pty)
{
	if (!pty) {
		return;
	}
	if (pty->pid > 0) {
		kill(-pty->pid, SIGKILL);
		waitpid(pty->pid, NULL, 0);
	}
	if (pty->fd >= 0) {
		close(pty->fd);
	}
	screen_free(pty->screen);
	free(pty);
}

void pty_lose(struct pty *pty)
{
	close(pty->fd);
	pty->fd = -1;
	pty->closed = true;
}

/* ---- output */
static bool take(struct pty *pty)
{
	char bytes[4096], reply[256];
	ssize_t got = read(pty->fd, bytes, sizeof(bytes));
	size_t len;

	if (got <= 0) { /* EIO: nobody has the other side open any more */
		pty->closed = got == 0 || (errno != EAGAIN && errno != EINTR);
		return false;
	}
	pty->bytes += got;
	screen_feed(pty->screen, bytes, (size_t)got);
	while ((len = screen_reply(pty->screen, reply, sizeof(reply))) > 0) {
		if (write(pty->fd, reply, len) < 0) {
			break;
		}
	}
	return true;
}

bool pty_read(struct pty *pty, int ms)
{
	struct pollfd fd = {.fd = pty->fd, .events = POLLIN};
	bool came = false;

	if (pty->closed || poll(&fd, 1, ms) <= 0) {
		return false;
	}
	while (take(pty)) {
		came = true;
	}
	return came;
}

void pty_settle(struct pty *pty, int ms)
{
	double until = now() + PTY_PATIENCE;

	while (now() < until && pty_read(pty, ms)) {
		continue;
	}
}

bool pty_shows(struct pty *pty, const char *text)
{
	return screen_find(pty->screen, 0, text) >= 0;
}

static bool await(struct pty *pty, const char *text, bool there, double seconds)
{
	double until = now() + seconds;

	while (pty_shows(pty, text) != there) {
		if (pty->closed || now() > until) {
			return false;
		}
		pty_read(pty, 100);
	}
	return true;
}

bool pty_await(struct pty *pty, const char *text, double seconds)
{
	return await(pty, text, true, seconds);
}

void pty_print(struct pty *pty)
{
	int row, column;

	screen_cursor(pty->screen, &row, &column);
	print_message("---- the screen, cursor at row %d column %d%s\n", row + 1, column + 1,
		      pty->closed ? ", program ended" : "");
	for (int i = 0; i < screen_rows(pty->screen); i++) { /* cmocka cuts long messages */
		print_message("%s\n", screen_row(pty->screen, i));
	}
	print_message("----\n");
}

void pty_expect(struct pty *pty, const char *text)
{
	if (!await(pty, text, true, PTY_PATIENCE)) {
		pty_print(pty);
		fail_msg("not on the screen: %s", text);
	}
}

void pty_expect_gone(struct pty *pty, const char *text)
{
	if (!await(pty, text, false, PTY_PATIENCE)) {
		pty_print(pty);
		fail_msg("still on the screen: %s", text);
	}
}

int pty_expect_end(struct pty *pty)
{
	double until = now() + PTY_PATIENCE;
	int status = 0;
	pid_t ended = 0;

	while (ended == 0 && now() < until) {
		pty_read(pty, 20);
		ended = waitpid(pty->pid, &status, WNOHANG);
		if (!ended && pty->closed) {
			poll(NULL, 0, 5); /* the terminal is closed a moment before the end */
		}
	}
	if (ended != pty->pid) {
		pty_print(pty);
		fail_msg("the program did not end");
	}
	pty->pid = 0;
	return status;
}

/* ---- input */
static void send_bytes(struct pty *pty, const char *bytes, size_t len)
{
	double until = now() + PTY_PATIENCE;

	while (len > 0 && now() < until && !pty->closed) {
		ssize_t sent = write(pty->fd, bytes, len);

		if (sent > 0) {
			bytes += sent;
			len -= (size_t)sent;
		} else {
			pty_read(pty, 20);
		}
	}
	if (len > 0) {
		pty_print(pty);
		fail_msg("the program takes no keys");
	}
}

void pty_send(struct pty *pty, const char *keys)
{
	send_bytes(pty, keys, strlen(keys));
}

/* Bytes of one character or one key's sequence. */
static size_t key_length(const char *at)
{
	size_t len = 1;

	if (at[0] == '\033' && at[1] == '[') {
		len = 2 + (at[2] == '[');
		while (at[len] && !(at[len] >= '@' && at[len] <= '~')) {
			len++;
		}
		return len + (at[len] != '\0');
	}
	while ((at[len] & 0xc0) == 0x80) {
		len++;
	}
	return len;
}

void pty_type(struct pty *pty, const char *keys)
{
	while (*keys) {
		size_t len = key_length(keys);

		send_bytes(pty, keys, len);
		pty_settle(pty, 40); /* slower than a scanner's burst */
		keys += len;
	}
}

void pty_resize(struct pty *pty, int rows, int columns)
{
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};

	screen_resize(pty->screen, rows, columns);
	assert_int_equal(ioctl(pty->fd, TIOCSWINSZ, &size), 0);
}

void pty_signal(struct pty *pty, int signo)
{
	assert_int_equal(kill(pty->pid, signo), 0);
}
