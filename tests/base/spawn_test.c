/* SPDX-License-Identifier: MPL-2.0 */
/* What a started program sees: its descriptors, signals, session and end. */
#include "support/check.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "motcua/base/file.h"
#include "motcua/base/spawn.h"

/* Run a shell line with a ready pipe; its output and wait status. */
static int run(struct mc_spawn how, const char *script, char *ret, size_t size)
{
	const char *argv[] = {"/bin/sh", "-c", script, NULL};
	int fd = -1, status = -1;
	size_t len = 0;
	ssize_t n;
	pid_t pid;

	how.argv = argv;
	how.ready_pipe = true;
	assert_ok(mc_spawn(&how, &pid, &fd, NULL));
	assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
	while ((n = read(fd, ret + len, size - 1 - len)) > 0) {
		len += (size_t)n;
	}
	ret[len] = '\0';
	close(fd);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static void stdout_comes_through_the_pipe(void **state)
{
	char out[200];

	(void)state;
	assert_int_equal(run((struct mc_spawn){0}, "readlink /proc/$$/fd/0; echo r; exit 3", out,
			     sizeof(out)),
			 3 << 8);
	assert_string_equal(out, "/dev/null\nr\n");
}

/* Even a descriptor without FD_CLOEXEC stays here. */
static void no_descriptor_leaks(void **state)
{
	char out[200];
	int fd = open("/dev/null", O_RDONLY); /* as a careless library would */
	int high = fcntl(fd, F_DUPFD, 200);
	static const char script[] =
		"for f in /proc/$$/fd/2??; do [ -e $f ] && echo $f; done; echo -";

	(void)state;
	assert_int_equal(run((struct mc_spawn){0}, script, out, sizeof(out)), 0);
	assert_string_equal(out, "-\n");
	close(fd);
	close(high);
}

static void signals_are_the_child_s_own(void **state)
{
	sigset_t term;
	char out[200];
	int status;

	(void)state;
	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	sigprocmask(SIG_BLOCK, &term, NULL);
	status = run((struct mc_spawn){0}, "kill -TERM $$; echo alive", out, sizeof(out));
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
	status = run((struct mc_spawn){0}, "kill -PIPE $$; echo alive", out, sizeof(out));
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGPIPE);
	assert_string_equal(out, "");
	sigprocmask(SIG_UNBLOCK, &term, NULL);
	signal(SIGPIPE, SIG_DFL);
}

static void stderr_is_appended(void **state)
{
	char *dir = test_dir(), *path = mc_path_join(dir, "log"), out[20];
	struct mc_spawn how = {.stderr_path = path};
	struct mc_str text;
	struct stat st;

	(void)state;
	assert_int_equal(run(how, "echo one >&2", out, sizeof(out)), 0);
	assert_int_equal(run(how, "echo two >&2", out, sizeof(out)), 0);
	mc_str_init(&text, 100);
	assert_ok(mc_file_read(path, &text, NULL));
	assert_string_equal(text.data, "one\ntwo\n");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 077, 0);
	mc_str_done(&text);
	free(path);
	free(dir);
}

static void session_is_new_when_asked(void **state)
{
	static const char script[] = "read -r a b c d e sid rest </proc/$$/stat;"
				     " [ $sid = $$ ] && echo own || echo shared";
	char out[20];

	(void)state;
	assert_int_equal(run((struct mc_spawn){.new_session = true}, script, out, sizeof(out)), 0);
	assert_string_equal(out, "own\n");
	assert_int_equal(run((struct mc_spawn){0}, script, out, sizeof(out)), 0);
	assert_string_equal(out, "shared\n");
}

static void missing_program_is_an_error(void **state)
{
	const char *argv[] = {"/nonexistent/motcua-courier", NULL};
	struct mc_spawn how = {.argv = argv, .ready_pipe = true};
	struct mc_err why;
	pid_t pid = -7;
	int fd = -7;

	(void)state;
	assert_code(mc_spawn(&how, &pid, &fd, &why), MC_E_SPAWN);
	assert_string_equal(why.detail, "motcua-courier: No such file or directory");
	assert_int_equal(pid, -7);
	assert_int_equal(fd, -7);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* no zombie stays */
	assert_int_equal(errno, ECHILD);
}

static void folder_is_no_program(void **state)
{
	char *dir = test_dir();
	const char *argv[] = {dir, NULL};
	struct mc_spawn how = {.argv = argv};
	pid_t pid;

	(void)state;
	assert_code(mc_spawn(&how, &pid, NULL, NULL), MC_E_SPAWN);
	how.stderr_path = dir;
	assert_code(mc_spawn(&how, &pid, NULL, NULL), MC_E_SPAWN);
	free(dir);
}

/* The parent's own 0 and 1 are closed: the pipe's ends take their places at first. */
static void works_without_standard_descriptors(void **state)
{
	pid_t pid;
	int status;

	(void)state;
	pid = fork();
	if (pid == 0) {
		char out[100];

		close(STDIN_FILENO);
		close(STDOUT_FILENO);
		status = run((struct mc_spawn){0}, "readlink /proc/$$/fd/0", out, sizeof(out));
		_exit(status || strcmp(out, "/dev/null\n") != 0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

/* In a process between: start a sleeper, tell its pid, end. */
static void start_and_end(int fd)
{
	const char *argv[] = {"/bin/sleep", "60", NULL};
	struct mc_spawn how = {.argv = argv, .die_with_parent = true};
	pid_t pid = -1;

	if (mc_spawn(&how, &pid, NULL, NULL) != MC_OK) {
		_exit(1);
	}
	_exit(write(fd, &pid, sizeof(pid)) != sizeof(pid));
}

static void dies_with_its_parent(void **state)
{
	pid_t between, sleeper = -1;
	int fds[2], status = 0;

	(void)state;
	prctl(PR_SET_CHILD_SUBREAPER, 1); /* so that the orphan becomes ours to wait for */
	assert_int_equal(pipe(fds), 0);
	between = fork();
	if (between == 0) {
		start_and_end(fds[1]);
	}
	assert_int_equal(waitpid(between, &status, 0), between);
	assert_int_equal(status, 0);
	assert_int_equal(read(fds[0], &sleeper, sizeof(sleeper)), sizeof(sleeper));
	assert_int_equal(waitpid(sleeper, &status, 0), sleeper);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
	close(fds[0]);
	close(fds[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stdout_comes_through_the_pipe),
		cmocka_unit_test(no_descriptor_leaks),
		cmocka_unit_test(signals_are_the_child_s_own),
		cmocka_unit_test(stderr_is_appended),
		cmocka_unit_test(session_is_new_when_asked),
		cmocka_unit_test(missing_program_is_an_error),
		cmocka_unit_test(folder_is_no_program),
		cmocka_unit_test(works_without_standard_descriptors),
		cmocka_unit_test(dies_with_its_parent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
