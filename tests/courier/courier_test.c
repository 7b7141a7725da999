/* SPDX-License-Identifier: MPL-2.0 */
/* courier_test.c - the built program against a gateway that lies on demand. */
#include "../sync/fake_gateway.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "store/lock.h"

#define PROGRAM MC_BUILD_DIR "/bin/motcua-courier"

enum { ARGS = 16 };

static int set_up(void **state)
{
	struct world *w = mc_calloc(1, sizeof(*w));

	open_world(w);
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	close_world(*state);
	free(*state);
	return 0;
}

static char *log_of(struct world *w)
{
	return mc_path_join(w->dir, "stderr");
}

static _Noreturn void become(struct world *w, const char *const more[])
{
	const char *argv[ARGS] = { PROGRAM, "--data", w->dir, "--gateway", w->url,
				   "--gateway-key", w->keys_file };
	int n = 7, fd = open(log_of(w), O_WRONLY | O_CREAT | O_TRUNC, 0600);

	for (int i = 0; more[i]; i++) {
		argv[n++] = more[i];
	}
	dup2(fd, STDERR_FILENO);
	dup2(fd, STDOUT_FILENO);
	execv(PROGRAM, (char *const *)(uintptr_t)argv);
	_exit(126);
}

static pid_t run_bare(struct world *w, const char *const argv[])
{
	pid_t pid = fork();
	int fd;

	assert_true(pid >= 0);
	if (!pid) {
		fd = open(log_of(w), O_WRONLY | O_CREAT | O_TRUNC, 0600);
		dup2(fd, STDERR_FILENO);
		execv(argv[0], (char *const *)(uintptr_t)argv);
		_exit(126);
	}
	return pid;
}

static pid_t run(struct world *w, const char *const more[])
{
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (!pid) {
		become(w, more);
	}
	return pid;
}

#define RUN(w, ...) run(w, (const char *const[]){ __VA_ARGS__, NULL })

/* The condition is evaluated until it holds, and never after that. */
#define SERVE_UNTIL(w, condition)                                       \
	do {                                                            \
		int64_t until_ = mc_clock_mono() + 20000;               \
		bool holds_;                                            \
		while (!(holds_ = (condition)) && mc_clock_mono() < until_) { \
			mc_loop_once((w)->loop, 20);                    \
		}                                                       \
		assert_true(holds_);                                    \
	} while (0)

/* Its exit status, serving it meanwhile. */
static int ended(struct world *w, pid_t pid)
{
	int status;

	SERVE_UNTIL(w, waitpid(pid, &status, WNOHANG) == pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void assert_said(struct world *w, const char *want)
{
	char *path = log_of(w);
	struct mc_str text;

	mc_str_init(&text, 1 << 16);
	assert_ok(mc_file_read(path, &text, NULL));
	if (want ? !strstr(text.data, want) : text.len > 0) {
		fail_msg("said: %s", text.data);
	}
	mc_str_done(&text);
	free(path);
}

static void assert_not_said(struct world *w, const char *text)
{
	char *path = log_of(w);
	struct mc_str said;

	mc_str_init(&said, 1 << 16);
	assert_ok(mc_file_read(path, &said, NULL));
	assert_null(strstr(said.data, text));
	mc_str_done(&said);
	free(path);
}

static void stop(struct world *w, pid_t pid)
{
	kill(pid, SIGTERM);
	assert_int_equal(ended(w, pid), EX_OK);
	assert_false(mc_file_exists(w->paths.courier_sock));
	assert_false(mc_mail_lease_held(w->mail));
}

static void once(void **state)
{
	struct world *w = *state;

	seal(w, 70000);
	seal(w, 0);
	w->put_says[0] = SAY_REJECTED;
	assert_int_equal(ended(w, RUN(w, "--once")), EX_OK);
	assert_said(w, NULL);
	assert_int_equal(state_of(w, 0), MC_STATE_REJECTED);
	assert_int_equal(state_of(w, 1), MC_STATE_RECEIPTED);
	assert_int_equal(ended(w, RUN(w, "--once")), EX_OK); /* nothing to do: ends too */
}

static void once_without_success(void **state)
{
	static const enum say says[] = {SAY_PORTAL, SAY_LOST, SAY_BUSY, SAY_BAD_SIGNATURE};
	struct world *w = *state;

	seal(w, 0);
	for (size_t i = 0; i < MC_COUNT(says); i++) {
		w->put_says[0] = says[i];
		assert_int_equal(ended(w, RUN(w, "--once")), EX_TEMPFAIL);
		assert_int_equal(state_of(w, 0), MC_STATE_COMMITTING);
	}
	assert_int_equal(item_of(w, 0).attempts, MC_COUNT(says));
	assert_int_equal(ended(w, RUN(w, "--once")), EX_OK);
}

static void bad_start(void **state)
{
	struct world *w = *state;
	char long_url[200] = "unix:/";

	memset(long_url + 6, 'x', 150);
	assert_int_equal(ended(w, RUN(w, "--no-such-option")), EX_USAGE);
	assert_int_equal(ended(w, RUN(w, "operand")), EX_USAGE);
	assert_int_equal(ended(w, RUN(w, "--help")), EX_OK);
	assert_int_equal(ended(w, RUN(w, "--version")), EX_OK);
	assert_said(w, "motcua-courier ");
	assert_int_equal(ended(w, RUN(w, "--gateway", "http://192.0.2.1")), EX_CONFIG);
	assert_said(w, "CONF-02");
	assert_int_equal(ended(w, RUN(w, "--gateway", long_url)), EX_CONFIG);
	assert_said(w, "CONF-03");
	assert_int_equal(ended(w, RUN(w, "--gateway-key", "/nonexistent")), EX_CONFIG);
	assert_said(w, "KEY-01");
	assert_int_equal(ended(w, RUN(w, "--gateway-key", "/etc/passwd")), EX_CONFIG);
	assert_said(w, "KEY-02");
	ask(w, 600000);
	assert_int_equal(ended(w, RUN(w, "--ca", "/nonexistent.pem")), EX_CONFIG);
	assert_said(w, "CONF-05");
	assert_said(w, "(ca: ");
	/* who waits is told, and the status row */
	assert_int_equal(question(w, 0).state, MC_QUESTION_FAILED);
	assert_code(question(w, 0).cause, MC_E_CA_FILE);
	assert_code(link_of(w).cause, MC_E_CA_FILE);
	assert_ok(mc_mail_set(w->mail, "terminal", "", NULL));
	assert_int_equal(ended(w, RUN(w, "--once")), EX_NOPERM);
	assert_said(w, "motcua-courier: [NET-07]");
	assert_int_equal(w->hellos, 0);
}

/* The number is for the journal alone; its variable is seen by many who do not write to it. */
static void only_the_journal_gets_a_number(void **state)
{
	struct world *w = *state;
	char *path = log_of(w), journal[48];
	struct stat st;

	assert_int_equal(ended(w, RUN(w, "--gateway-key", "/nonexistent")), EX_CONFIG);
	assert_said(w, "motcua-courier: [KEY-01]");
	assert_not_said(w, "<3>");
	assert_int_equal(stat(path, &st), 0);
	setenv("JOURNAL_STREAM", "1:1", 1);
	assert_int_equal(ended(w, RUN(w, "--gateway-key", "/nonexistent")), EX_CONFIG);
	assert_not_said(w, "<3>");
	snprintf(journal, sizeof(journal), "%ju:%ju", (uintmax_t)st.st_dev, (uintmax_t)st.st_ino);
	setenv("JOURNAL_STREAM", journal, 1);
	assert_int_equal(ended(w, RUN(w, "--gateway-key", "/nonexistent")), EX_CONFIG);
	assert_said(w, "<3>motcua-courier: [KEY-01]");
	unsetenv("JOURNAL_STREAM");
	free(path);
}

static void one_at_a_time(void **state)
{
	struct world *w = *state;
	pid_t first = RUN(w, "--data", w->dir);

	SERVE_UNTIL(w, w->hellos == 1 && link_of(w).state == MC_LINK_UP);
	assert_true(mc_mail_lease_held(w->mail));
	seal(w, 0);
	assert_int_equal(ended(w, RUN(w, "--once")), EX_TEMPFAIL);
	assert_said(w, "SYS-04");
	/* the second one told the first */
	SERVE_UNTIL(w, state_of(w, 0) == MC_STATE_RECEIPTED);
	stop(w, first);
}

static int wakeups_of(pid_t pid)
{
	char path[64], *at;
	struct mc_str text;
	int count;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	mc_str_init(&text, 1 << 16);
	assert_ok(mc_file_read(path, &text, NULL));
	at = strstr(text.data, "\nvoluntary_ctxt_switches:");
	assert_non_null(at);
	count = atoi(at + strlen("\nvoluntary_ctxt_switches:"));
	mc_str_done(&text);
	return count;
}

static void poked_and_idle(void **state)
{
	struct world *w = *state;
	pid_t pid = RUN(w, "--data", w->dir);
	int before, desk;
	char nothing;

	SERVE_UNTIL(w, link_of(w).state == MC_LINK_UP);
	assert_ok(mc_poke_open(w->paths.desk_sock, &desk, NULL));
	ask(w, 30000);
	mc_poke(w->paths.courier_sock);
	SERVE_UNTIL(w, question(w, 0).state == MC_QUESTION_ANSWERED);
	SERVE_UNTIL(w, recv(desk, &nothing, 1, MSG_DONTWAIT) >= 0); /* the desk is told */
	mc_loop_once(w->loop, 200);
	before = wakeups_of(pid);
	usleep(1500 * 1000);
	assert_int_equal(wakeups_of(pid), before);
	close(desk);
	stop(w, pid);
}

/* With a dossier that is being handled: a question for news a minute, and nothing between. */
static void idle_with_an_open_dossier(void **state)
{
	const char *all = getenv("MOTCUA_LONG");
	int minutes = all && !strcmp(all, "1") ? 3 : 0;
	struct world *w = *state;
	int64_t until;
	pid_t pid;
	int before;

	seal(w, 0);
	pid = RUN(w, "--stay");
	SERVE_UNTIL(w, state_of(w, 0) == MC_STATE_RECEIPTED && w->polls == 1);
	mc_loop_once(w->loop, 300);
	before = wakeups_of(pid);
	until = mc_clock_mono() + (minutes ? minutes * MC_MINUTE : 2 * MC_SECOND);
	while (mc_clock_mono() < until) {
		mc_loop_once(w->loop, 50);
	}
	print_message("%d wake-ups in %d minutes\n", wakeups_of(pid) - before, minutes);
	assert_true(wakeups_of(pid) - before <= 3 * minutes);
	stop(w, pid);
}

/* What the service is told stands in the office's motcua.conf; the command line wins. */
static void told_by_a_file(void **state)
{
	struct world *w = *state;
	char *config = mc_path_join(w->dir, "motcua.conf"), text[600];
	const char *argv[] = {PROGRAM, "--once", "--config", config, NULL};

	seal(w, 0);
	snprintf(text, sizeof(text), "[store]\ndata = %s\n[gateway]\nurl = %s\ngateway_key = %s\n",
		 w->dir, w->url, w->keys_file);
	assert_ok(mc_file_write(config, 0600, mc_slice_text(text), NULL));
	assert_int_equal(ended(w, run_bare(w, argv)), EX_OK);
	assert_int_equal(state_of(w, 0), MC_STATE_RECEIPTED);
	assert_ok(mc_file_write(config, 0600, mc_slice_text("[office]\nname = x\n"), NULL));
	assert_int_equal(ended(w, run_bare(w, argv)), EX_CONFIG);
	assert_said(w, "CONF-04");
	assert_ok(mc_file_write(config, 0600, mc_slice_text("[gateway]\nnonsense\n"), NULL));
	assert_int_equal(ended(w, run_bare(w, argv)), EX_CONFIG);
	assert_said(w, "motcua.conf:2");
	free(config);
}

/* A folder without data stays so: a desk that found data without its keys would stop. */
static void makes_no_store(void **state)
{
	struct world *w = *state;
	char *empty = mc_path_join(w->dir, "empty"), *db = mc_path_join(empty, "mail/mail.db");
	struct mc_paths paths;

	mc_paths_init(&paths, empty);
	assert_ok(mc_paths_make(&paths, NULL));
	assert_int_equal(ended(w, RUN(w, "--data", empty)), EX_NOPERM);
	assert_said(w, "no desk was opened");
	assert_false(mc_file_exists(db));
	mc_paths_done(&paths);
	free(empty);
	free(db);
}

/* A desk that starts the courier and ends. Tells the courier's pid. */
static pid_t run_by_a_desk(struct world *w, const char *option, int *ret_desk_fd)
{
	int told[2], alive[2];
	char byte;
	pid_t desk, pid = 0;

	assert_int_equal(pipe(told) | pipe(alive), 0);
	desk = fork();
	if (!desk) {
		close(alive[1]);
		pid = run(w, (const char *const[]){ option, NULL });
		_exit(write(told[1], &pid, sizeof(pid)) == sizeof(pid) && read(alive[0], &byte, 1) > 0);
	}
	close(told[1]);
	close(alive[0]);
	assert_int_equal(read(told[0], &pid, sizeof(pid)), sizeof(pid));
	close(told[0]);
	*ret_desk_fd = alive[1];
	return pid;
}

/* Works on after its desk until nothing waits any more; a trainer's ends with it. */
static void orphans(void **state)
{
	struct world *w = *state;
	int desk_fd;

	seal(w, 0);
	w->put_says[0] = SAY_NOTHING;
	run_by_a_desk(w, NULL, &desk_fd);
	SERVE_UNTIL(w, w->puts == 1);
	close(desk_fd);
	wait(NULL);
	for (int i = 0; i < 10; i++) {
		mc_loop_once(w->loop, 30);
	}
	assert_true(mc_mail_lease_held(w->mail)); /* it waits */
	fake_http_drop_all(w->server);
	SERVE_UNTIL(w, !mc_mail_lease_held(w->mail));
	assert_int_equal(state_of(w, 0), MC_STATE_RECEIPTED);

	w->put_says[0] = SAY_NOTHING;
	seal(w, 0);
	w->puts = 0;
	run_by_a_desk(w, "--with-parent", &desk_fd);
	SERVE_UNTIL(w, w->puts == 1);
	close(desk_fd);
	wait(NULL);
	SERVE_UNTIL(w, !mc_mail_lease_held(w->mail));
	assert_int_equal(state_of(w, 1), MC_STATE_COMMITTING);
}

/* The first failure of a kind leaves a line, the others of that kind none. */
static void failures_are_logged(void **state)
{
	struct world *w = *state;
	char *path = log_of(w), *line;
	struct mc_str text;
	pid_t pid;

	seal(w, 0);
	for (int i = 0; i < 3; i++) {
		w->put_says[i] = i == 1 ? SAY_BUSY : SAY_PORTAL;
	}
	pid = RUN(w, "--data", w->dir);
	for (int i = 0; i < 3; i++) {
		SERVE_UNTIL(w, w->puts == i + 1);
		SERVE_UNTIL(w, link_of(w).state != MC_LINK_UP);
		mc_poke(w->paths.courier_sock);
	}
	SERVE_UNTIL(w, state_of(w, 0) == MC_STATE_RECEIPTED);
	stop(w, pid);
	mc_str_init(&text, 1 << 16);
	assert_ok(mc_file_read(path, &text, NULL));
	line = strstr(text.data, "[NET-03] not JSON (status 200)");
	assert_non_null(line);
	assert_null(strstr(line + 1, "[NET-03]"));
	assert_non_null(strstr(text.data, "[NET-05] busy"));
	mc_str_done(&text);
	free(path);
}

/* Killed between the PUT and its answer: asked again, one receipt. */
static void of_the_future(struct world *w)
{
	sqlite3 *handle;

	assert_int_equal(sqlite3_open(w->paths.mail_db, &handle), SQLITE_OK);
	assert_int_equal(sqlite3_exec(handle, "PRAGMA user_version = 99", NULL, NULL, NULL),
			 SQLITE_OK);
	sqlite3_close(handle);
}

/* A newer desk brought the store forward while this one ran: it ends at its next step, writes
 * nothing more, and the status says that another one is to be started. That one is too old from
 * its start on. */
static void the_store_is_newer_by_now(void **state)
{
	struct world *w = *state;
	pid_t pid;
	int fd = -1;

	seal(w, 0);
	pid = RUN(w, "--stay");
	SERVE_UNTIL(w, state_of(w, 0) == MC_STATE_RECEIPTED);
	seal(w, 0);
	of_the_future(w);
	mc_poke(w->paths.courier_sock);
	assert_int_equal(ended(w, pid), EX_TEMPFAIL);
	assert_said(w, "[DB-03]");
	assert_int_equal(state_of(w, 1), MC_STATE_SEALED);
	assert_int_equal(item_of(w, 1).attempts, 0);
	assert_int_equal(w->puts, 1);
	assert_ok(mc_lock_take(w->paths.courier_lease, MC_E_LEASE, &fd, NULL)); /* it is free */
	close(fd);
	pid = RUN(w, "--stay");
	assert_int_equal(ended(w, pid), EX_CONFIG);
	assert_said(w, "[DB-03]");
}

/* Nothing is to be sent and nothing written: it goes all the same, and does not keep the lease. */
static void the_store_is_newer_and_nothing_waits(void **state)
{
	struct world *w = *state;
	pid_t pid;

	seal(w, 0);
	pid = RUN(w, "--stay");
	SERVE_UNTIL(w, w->polls > 0);
	of_the_future(w);
	mc_poke(w->paths.courier_sock);
	assert_int_equal(ended(w, pid), EX_TEMPFAIL);
}

static void killed(void **state)
{
	struct world *w = *state;
	pid_t pid;

	seal(w, 0);
	w->put_says[0] = SAY_NOTHING;
	pid = RUN(w, "--data", w->dir);
	SERVE_UNTIL(w, w->puts == 1);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	assert_int_equal(state_of(w, 0), MC_STATE_COMMITTING);
	assert_false(mc_mail_lease_held(w->mail));
	assert_int_equal(ended(w, RUN(w, "--once")), EX_OK);
	assert_int_equal(state_of(w, 0), MC_STATE_RECEIPTED);
	assert_int_equal(w->puts, 2);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(only_the_journal_gets_a_number),
		CASE(once),	      CASE(once_without_success), CASE(bad_start), CASE(one_at_a_time),
		CASE(poked_and_idle), CASE(orphans),		  CASE(killed),
		CASE(failures_are_logged), CASE(idle_with_an_open_dossier), CASE(told_by_a_file),
		CASE(makes_no_store),
		CASE(the_store_is_newer_by_now), CASE(the_store_is_newer_and_nothing_waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
