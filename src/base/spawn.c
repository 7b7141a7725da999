/* SPDX-License-Identifier: MPL-2.0 */
/*
 * spawn.c - fork and exec. A pipe that closes on exec brings back the child's
 * errno when it could not become the other program.
 */
#include "motcua/base/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* All close on exec and lie above 2, so that they can be moved to 0, 1 and 2 in any order. */
struct channels {
	int null;
	int error_log;  /* -1 = none */
	int ready[2];   /* -1 = none */
	int verdict[2]; /* the child's errno, or end of file once exec worked */
};

static void close_fd(int *fd)
{
	if (*fd >= 0) {
		close(*fd);
	}
	*fd = -1;
}

static void close_channels(struct channels *c)
{
	close_fd(&c->null);
	close_fd(&c->error_log);
	close_fd(&c->ready[0]);
	close_fd(&c->ready[1]);
	close_fd(&c->verdict[0]);
	close_fd(&c->verdict[1]);
}

/* Takes fd over. When stdin was closed a new descriptor may be 0. */
static int above_standard(int fd)
{
	int higher, error;

	if (fd < 0 || fd > STDERR_FILENO) {
		return fd;
	}
	higher = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	error = errno;
	close(fd);
	errno = error;
	return higher;
}

static int open_pipe(int ret[2])
{
	if (pipe2(ret, O_CLOEXEC) < 0) {
		ret[0] = ret[1] = -1;
		return -1;
	}
	ret[0] = above_standard(ret[0]);
	ret[1] = above_standard(ret[1]);
	return ret[0] < 0 || ret[1] < 0 ? -1 : 0;
}

static int open_channels(const struct mc_spawn *how, struct channels *c)
{
	*c = (struct channels){-1, -1, {-1, -1}, {-1, -1}};
	c->null = above_standard(open("/dev/null", O_RDONLY | O_CLOEXEC));
	if (c->null < 0 || open_pipe(c->verdict) < 0) {
		return -1;
	}
	if (how->ready_pipe && open_pipe(c->ready) < 0) {
		return -1;
	}
	if (how->stderr_path) {
		int fd = open(how->stderr_path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);

		c->error_log = above_standard(fd);
		return c->error_log < 0 ? -1 : 0;
	}
	return 0;
}

/* ---- in the child: async-signal-safe calls only */

/* Signals that our loop took or that a library ignores are the new program's own again. */
static void default_signals(void)
{
	sigset_t none;

	for (int signo = 1; signo < NSIG; signo++) {
		(void)signal(signo, SIG_DFL);
	}
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static int move_fd(int from, int to)
{
	return from < 0 ? 0 : dup2(from, to);
}

static int set_up_child(const struct mc_spawn *how, const struct channels *c, pid_t parent)
{
	default_signals();
	if (how->new_session && setsid() < 0) {
		return -1;
	}
	if (how->die_with_parent) {
		if (prctl(PR_SET_PDEATHSIG, SIGTERM) < 0) {
			return -1;
		}
		if (getppid() != parent) { /* it died before the line above */
			errno = ECHILD;
			return -1;
		}
	}
	if (move_fd(c->null, STDIN_FILENO) < 0 || move_fd(c->ready[1], STDOUT_FILENO) < 0 ||
	    move_fd(c->error_log, STDERR_FILENO) < 0) {
		return -1;
	}
	/* what a library opened without O_CLOEXEC; an older kernel lacks the call */
	(void)close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
	return 0;
}

static _Noreturn void become(const struct mc_spawn *how, const struct channels *c, pid_t parent)
{
	int error;

	if (set_up_child(how, c, parent) == 0) {
		execv(how->argv[0], (char *const *)(uintptr_t)how->argv);
	}
	error = errno;
	while (write(c->verdict[1], &error, sizeof(error)) < 0 && errno == EINTR) {
		continue;
	}
	_exit(127);
}

/* ---- in the parent */

/* 0 once the other program runs, else the errno that kept it from running. */
static int read_verdict(int fd)
{
	int error = 0;
	ssize_t n;

	do {
		n = read(fd, &error, sizeof(error));
	} while (n < 0 && errno == EINTR);
	return n == sizeof(error) ? error : 0;
}

static int start(const struct mc_spawn *how, struct channels *c, pid_t *ret_pid)
{
	pid_t parent = getpid(), pid = fork();
	int error;

	if (pid < 0) {
		return errno;
	}
	if (pid == 0) {
		become(how, c, parent);
	}
	close_fd(&c->verdict[1]);
	error = read_verdict(c->verdict[0]);
	if (error) {
		while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {
			continue;
		}
		return error;
	}
	*ret_pid = pid;
	return 0;
}

enum mc_code mc_spawn(const struct mc_spawn *how, pid_t *ret_pid, int *ret_ready_fd,
		      struct mc_err *why)
{
	struct channels c;
	pid_t pid = 0;
	int error = open_channels(how, &c) < 0 ? errno : start(how, &c, &pid);

	if (!error) {
		*ret_pid = pid;
		if (how->ready_pipe) {
			*ret_ready_fd = c.ready[0];
			c.ready[0] = -1;
		}
	}
	close_channels(&c);
	return error ? mc_fail(why, MC_E_SPAWN, "%s: %s", basename(how->argv[0]), strerror(error))
		     : MC_OK;
}
