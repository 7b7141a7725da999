/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A log line is one line, whatever it is given. stderr is a packet socket here:
 * one read, one write.
 */
#include "support/check.h"

#include <errno.h>
#include <pty.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "motcua/base/log.h"

static int old_stderr, far_end;

static int redirect(void **state)
{
	int fds[2];

	(void)state;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) < 0) {
		return -1;
	}
	old_stderr = dup(STDERR_FILENO);
	far_end = fds[0];
	dup2(fds[1], STDERR_FILENO);
	return close(fds[1]);
}

static int restore(void **state)
{
	(void)state;
	dup2(old_stderr, STDERR_FILENO);
	close(old_stderr);
	mc_log_level(MC_LOG_INFO);
	return close(far_end);
}

/* The next packet as text; "" when there is none. */
static const char *packet(void)
{
	static char text[5000];
	ssize_t n = recv(far_end, text, sizeof(text) - 1, MSG_DONTWAIT);

	text[n < 0 ? 0 : n] = '\0';
	return text;
}

static void one_line_with_its_priority(void **state)
{
	(void)state;
	mc_log(MC_LOG_INFO, "item %d: %s", 7, "sent");
	assert_string_equal(packet(), "<6>item 7: sent\n");
	mc_log(MC_LOG_ERROR, "%s", "");
	assert_string_equal(packet(), "<3>\n");
}

/* What a person at a terminal is shown has no number. */
static void a_terminal_shows_the_text_alone(void **state)
{
	int main_fd, terminal;
	char text[100];
	ssize_t n;

	(void)state;
	assert_int_equal(openpty(&main_fd, &terminal, NULL, NULL, NULL), 0);
	dup2(terminal, STDERR_FILENO);
	mc_log(MC_LOG_INFO, "ready\n%d", 7);
	n = read(main_fd, text, sizeof(text) - 1);
	text[n < 0 ? 0 : n] = '\0';
	assert_string_equal(text, "ready?7\r\n");
	close(main_fd);
	close(terminal);
}

static void level_decides(void **state)
{
	(void)state;
	mc_log(MC_LOG_DEBUG, "no");
	assert_string_equal(packet(), "");
	mc_log_level(MC_LOG_DEBUG);
	mc_log(MC_LOG_DEBUG, "yes");
	assert_string_equal(packet(), "<7>yes\n");
	mc_log_level(MC_LOG_ERROR);
	mc_log(MC_LOG_WARNING, "no");
	assert_string_equal(packet(), "");
}

static void controls_are_replaced(void **state)
{
	(void)state;
	mc_log(MC_LOG_INFO, "a\n<0>b\r\x1b[2J\x7f\tc\xc2\x9b" "d\xc3\xa9");
	assert_string_equal(packet(), "<6>a?<0>b??[2J??c??d\xc3\xa9\n");
}

static void long_lines_are_cut_between_letters(void **state)
{
	char text[3000] = "";

	(void)state;
	for (int i = 0; i < 900; i++) {
		strcat(text, "\xe1\xba\xbf");
	}
	for (int shift = 0; shift < 3; shift++) {
		const char *got;
		size_t len;

		mc_log(MC_LOG_INFO, "%.*s%s", shift, "xx", text);
		got = packet();
		len = strlen(got);
		assert_true(len > 996 && len <= 1000);
		assert_int_equal(got[len - 1], '\n');
		assert_int_equal((len - 4 - (size_t)shift) % 3, 0);
		assert_string_equal(packet(), "");
	}
}

static void errno_is_kept(void **state)
{
	(void)state;
	errno = ENOENT;
	mc_log(MC_LOG_INFO, "%m");
	assert_int_equal(errno, ENOENT);
	assert_string_equal(packet(), "<6>No such file or directory\n");
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, redirect, restore)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(one_line_with_its_priority),
		CASE(a_terminal_shows_the_text_alone),
		CASE(level_decides),
		CASE(controls_are_replaced),
		CASE(long_lines_are_cut_between_letters),
		CASE(errno_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
