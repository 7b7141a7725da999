/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What a person's patience and a slow line allow: start-up, bytes per key. Times are five times
 * the comfort promised, for a loaded machine.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "e2e/training.h"
#include "motcua/base/mem.h"
#include "support/check.h"
#include "support/pty.h"
#include "support/world.h"

#define FACTOR 5
#define DESK_WITHIN (3.0 * FACTOR)
#define GATEWAY_WITHIN (2.0 * FACTOR)

/* 9600 baud is 960 bytes a second. A letter is itself; a tone goes back to its vowel and
 * writes from there; a screen takes one. */
enum { LETTER_BYTES = 8, TONE_BYTES = 16, ROW_BYTES = 48, SCREEN_BYTES = 1000, FIRST_BYTES = 1900 };

static void training_desk_starts_in_comfort(void **state)
{
	double start = world_now(), first;
	struct pty *pty = training_start(NULL);

	(void)state;
	first = world_now() - start;
	print_message("first start of the training desk: %.2f s\n", first);
	assert_true(first < DESK_WITHIN);
	pty_end(pty);
}

static void gateway_is_ready_in_comfort(void **state)
{
	double start = world_now(), took;

	(void)state;
	world_gateway_start(NULL);
	took = world_now() - start;
	print_message("first start of the gateway: %.2f s\n", took);
	assert_true(took < GATEWAY_WITHIN);
}

/* The most that one of these keys costs. */
static long long dearest(struct pty *pty, const char *keys)
{
	long long most = 0;

	for (; *keys; keys++) {
		char key[2] = {*keys, '\0'};
		long long before = pty->bytes;

		pty_type(pty, key);
		pty_settle(pty, 60);
		most = pty->bytes - before > most ? pty->bytes - before : most;
	}
	return most;
}

/* The next row of a list: its sign goes down, and no more. */
static long long next_row(struct pty *pty)
{
	long long before = pty->bytes;

	pty_type(pty, KEY_DOWN);
	pty_settle(pty, 60);
	return pty->bytes - before;
}

/* Letters, tones, rows and a key of the fixed meaning; on a line where bytes cost most. */
static void keys_cost_few_bytes(void **state)
{
	struct pty *pty;
	long long before, letter, tone;

	(void)state;
	setenv("TERM", "vt220", 1);
	pty = training_start(NULL);
	pty_settle(pty, 1500); /* how the link is comes behind */
	print_message("bytes of the first screen: %lld\n", pty->bytes);
	assert_in_range(pty->bytes, 1, FIRST_BYTES);
	letter = dearest(pty, "Hoang");
	tone = dearest(pty, "fsrxj"); /* each goes back to the vowel */
	pty_expect(pty, "Hoạng");
	print_message("bytes per letter: at most %lld, per tone %lld\n", letter, tone);
	assert_in_range(letter, 1, LETTER_BYTES);
	assert_in_range(tone, 1, TONE_BYTES);
	pty_type(pty, KEY_F10);
	pty_expect(pty, world_say("Leave the program"));
	pty_settle(pty, 100);
	for (int i = 0; i < 3; i++) {
		assert_in_range(next_row(pty), 1, ROW_BYTES);
	}
	print_message("bytes of a cursor key in a list: %lld\n", next_row(pty));
	pty_type(pty, KEY_F10);
	pty_expect_gone(pty, world_say("Leave the program"));
	pty_settle(pty, 100);
	before = pty->bytes;
	pty_type(pty, "\033OP");
	pty_expect(pty, world_say("Keys everywhere"));
	pty_settle(pty, 100);
	print_message("bytes of the help screen: %lld\n", pty->bytes - before);
	assert_true(pty->bytes - before <= SCREEN_BYTES);
	before = pty->bytes;
	pty_type(pty, "\033OP");
	pty_expect(pty, home_words());
	pty_settle(pty, 100);
	print_message("bytes of home: %lld\n", pty->bytes - before);
	assert_true(pty->bytes - before <= SCREEN_BYTES);
	pty_end(pty);
}

/* A courier that is busy pokes with every row: the screen follows twice a second. */
static void a_busy_courier_does_not_wake_it_more(void **state)
{
	enum { POKES = 150, EVERY_MS = 20 };
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	struct pty *pty = training_start(NULL);
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	long before, woken;
	double began, seconds;

	(void)state;
	snprintf(to.sun_path, sizeof(to.sun_path), "%.100s", world_path("desk/mail/run/desk.sock"));
	pty_settle(pty, 1500);
	before = world_status(pty->pid, "voluntary_ctxt_switches");
	began = world_now();
	for (int i = 0; i < POKES; i++) {
		(void)!sendto(fd, "", 0, MSG_DONTWAIT, (struct sockaddr *)&to, sizeof(to));
		usleep(EVERY_MS * 1000);
	}
	woken = world_status(pty->pid, "voluntary_ctxt_switches") - before;
	seconds = world_now() - began; /* longer than asked for where others want the processor */
	print_message("%d pokes in %.1f s: woken %ld times\n", POKES, seconds, woken);
	assert_in_range(woken, 2, 2 * (int)(2 * seconds + 2));
	close(fd);
	pty_end(pty);
}

/* ---- what it has for itself */

enum { OWN_KB = 2560, TYPES_KB = 3584, COLD_KB = 6 * 1024 };

static const char *const *lone_desk(void)
{
	static const char *argv[] = {NULL, "--data", NULL, "--officer", TRAINING_OFFICER, "--gateway",
				     "unix:/nowhere/x.sock", NULL};

	argv[0] = world_program("motcua");
	argv[2] = world_path("desk");
	return argv;
}

static void stop(struct pty *pty)
{
	pty_signal(pty, SIGTERM);
	pty_expect_end(pty);
	pty_end(pty);
}

static bool is_cooked(struct pty *pty)
{
	struct termios now;

	return tcgetattr(pty->fd, &now) == 0 &&
	       (now.c_lflag & (ICANON | ECHO | ISIG)) == (ICANON | ECHO | ISIG);
}

static struct pty *begun(const char *const argv[], int (*before)(void))
{
	struct pty *pty = pty_start(argv, 24, 80, before);

	pty_expect(pty, home_words());
	pty_expect_gone(pty, world_say("Opening..."));
	return pty;
}

/* And what it reads of the disk on a cold morning: the pages of files that it touches, and what it
 * reads by itself. */
static void it_is_small(void **state)
{
#if defined(__SANITIZE_ADDRESS__)
	(void)state;
	skip();
#else
	struct pty *pty = training_start(world_keep_pages);
	long cold = world_status(pty->pid, "RssFile"), own;
	long long read = world_io(pty->pid, "rchar");

	(void)state;
	pty_end(pty);
	cold += read > 0 ? (long)(read / 1024) : 0;
	pty = training_start(NULL);
	pty_settle(pty, 1500);
	own = world_private_kb(pty->pid);
	print_message("private: %ld kB; read at a cold start: %ld kB\n", own, cold);
	assert_in_range(own, 1, OWN_KB);
	assert_in_range(cold, 1, COLD_KB);
	pty_end(pty);
#endif
}

#if !defined(__SANITIZE_ADDRESS__)
/* "7f..-7f.. r-xp 00000000 fe:00 1234 /usr/lib/.../libX.so.1.2", copied to lib/ under the name that
 * the loader looks for: up to and with the first number behind ".so". */
static void copy_library(const char *path)
{
	char name[400];
	const char *so = strstr(path, ".so.");
	size_t len;
	char *bytes;

	if (!so || strstr(path, "/libc.so") || strstr(path, "/ld-")) {
		return; /* every process on earth has these in use */
	}
	snprintf(name, sizeof(name), "lib%.*s",
		 (int)(so + strlen(".so.") + strcspn(so + strlen(".so."), ".\n") - strrchr(path, '/')),
		 strrchr(path, '/'));
	bytes = world_read(path, &len);
	assert_non_null(bytes);
	world_write(world_path(name), bytes, len);
	free(bytes);
}

static void copy_libraries(pid_t pid)
{
	char maps[64], line[600], last[600] = "";
	FILE *file;

	snprintf(maps, sizeof(maps), "/proc/%d/maps", (int)pid);
	file = fopen(maps, "re");
	assert_non_null(file);
	assert_int_equal(mkdir(world_path("lib"), 0700), 0);
	while (fgets(line, sizeof(line), file)) {
		char *path = strchr(line, '/');

		line[strcspn(line, "\n")] = '\0';
		if (path && strcmp(path, last)) {
			copy_library(path);
			snprintf(last, sizeof(last), "%s", path);
		}
	}
	fclose(file);
}

static bool has_mapped(pid_t pid, const char *folder)
{
	char maps[64], line[600];
	bool has = false;
	FILE *file;

	snprintf(maps, sizeof(maps), "/proc/%d/maps", (int)pid);
	file = fopen(maps, "re");
	while (file && fgets(line, sizeof(line), file)) {
		has = has || strstr(line, folder);
	}
	if (file) {
		fclose(file);
	}
	return has;
}

static int own_libraries(void)
{
	return setenv("LD_LIBRARY_PATH", world_path("lib"), 1);
}
#endif

/* No courier, and whatever else runs here: nobody else has these libraries in use, so that all of
 * their pages are its own. The first start makes the stores. While somebody types it has more. */
static void it_is_small_alone(void **state)
{
#if defined(__SANITIZE_ADDRESS__)
	(void)state;
	(void)lone_desk;
	(void)begun;
	skip();
#else
	struct pty *pty = begun(lone_desk(), NULL);
	long waits, types, locked;

	(void)state;
	copy_libraries(pty->pid);
	stop(pty);
	pty = begun(lone_desk(), own_libraries);
	assert_true(has_mapped(pty->pid, world_path("lib")));
	pty_settle(pty, 1500);
	waits = world_private_kb(pty->pid);
	pty_type(pty, "Hoaf");
	pty_expect(pty, "Hòa");
	types = world_private_kb(pty->pid);
	pty_send(pty, KEY_CTRL_G);
	pty_expect(pty, world_say("Locked"));
	pty_settle(pty, 300);
	locked = world_private_kb(pty->pid);
	print_message("private, with libraries of its own: %ld kB, %ld kB once something is typed, %ld kB "
		      "locked\n", waits, types, locked);
	assert_in_range(waits, 1, OWN_KB);
	assert_in_range(types, 1, TYPES_KB);
	assert_in_range(locked, 1, OWN_KB);
	pty_end(pty);
#endif
}

/* ---- a disk that takes its time */

/* As SQLite keeps everybody away from a database: who reads waits for it. */
static void hold(int fd, short type)
{
	struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_start = 0x40000000, .l_len = 512};

	assert_int_equal(fcntl(fd, F_SETLK, &lock), 0);
}

/* A desk that cannot open its store until *ret_fd is closed. */
static struct pty *start_held(int rows, int columns, int *ret_fd)
{
	struct pty *pty = begun(lone_desk(), NULL); /* makes it */

	stop(pty);
	*ret_fd = open(world_path("desk/store.db"), O_RDWR | O_CLOEXEC);
	hold(*ret_fd, F_WRLCK);
	pty = pty_start(lone_desk(), rows, columns, NULL);
	pty_expect(pty, world_say("Opening..."));
	pty_expect(pty, "F10");
	return pty;
}

/* The first screen is there, whatever the stores need; what is typed meanwhile is not lost. On a large
 * terminal, too. */
static void first_screen_waits_for_no_store(void **state)
{
	static const int sizes[][2] = {{24, 80}, {60, 132}};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(sizes); i++) {
		int fd;
		struct pty *pty = start_held(sizes[i][0], sizes[i][1], &fd);

		pty_type(pty, "Hoaf");
		pty_settle(pty, 200);
		assert_true(pty_shows(pty, world_say("Opening...")));
		close(fd);
		pty_expect_gone(pty, world_say("Opening..."));
		pty_expect(pty, "> Hòa");
		stop(pty);
	}
}

/* What comes while it opens is heard when it is open, and the terminal is given back. */
static void signals_wait_for_the_store(void **state)
{
	static const int signals[] = {SIGTERM, SIGHUP, SIGINT, 0}; /* 0: Ctrl-C */
	int fd, status;

	(void)state;
	for (size_t i = 0; i < MC_COUNT(signals); i++) {
		struct pty *pty = start_held(24, 80, &fd);

		if (signals[i]) {
			pty_signal(pty, signals[i]);
		} else {
			pty_send(pty, "\003");
		}
		pty_settle(pty, 200);
		assert_true(pty_shows(pty, world_say("Opening...")));
		close(fd);
		status = pty_expect_end(pty);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
		assert_true(is_cooked(pty));
		pty_end(pty);
	}
}

static void a_stop_waits_for_the_store(void **state)
{
	int fd, status = 0;
	struct pty *pty = start_held(24, 80, &fd);
	double until;

	(void)state;
	pty_signal(pty, SIGTSTP);
	pty_settle(pty, 200);
	close(fd);
	until = world_now() + PTY_PATIENCE;
	while (!waitpid(pty->pid, &status, WUNTRACED | WNOHANG) && world_now() < until) {
		pty_read(pty, 20);
	}
	assert_true(WIFSTOPPED(status));
	assert_true(is_cooked(pty));
	pty_signal(pty, SIGCONT);
	pty_expect(pty, home_words());
	stop(pty);
}

static int ignore_stops(void)
{
	return signal(SIGTSTP, SIG_IGN) == SIG_ERR;
}

/* Started by no shell, there is nobody who could let it go on. */
static void a_stop_that_nobody_could_end_stops_nothing(void **state)
{
	struct pty *pty = begun(lone_desk(), ignore_stops);

	(void)state;
	pty_signal(pty, SIGTSTP);
	pty_type(pty, "Hoaf");
	pty_expect(pty, "> Hòa");
	stop(pty);
}

/* The terminal is given back as it was, and then it is said why. */
static void a_store_that_does_not_open_leaves_a_terminal(void **state)
{
	static const char no_database[] = "Longer than a database's header, and nothing of the kind. "
					  "Longer than a database's header, and nothing of the kind.";
	struct pty *pty = begun(lone_desk(), NULL);
	int status;

	(void)state;
	stop(pty);
	world_write(world_path("desk/store.db"), no_database, sizeof(no_database) - 1);
	pty = pty_start(lone_desk(), 24, 80, NULL);
	status = pty_expect_end(pty);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 74);
	pty_expect(pty, "[DB-05]");
	assert_true(is_cooked(pty));
	pty_end(pty);
}

/* A gateway that never becomes ready is not waited for by whoever wants to leave. */
static void a_class_room_that_does_not_open_can_be_left(void **state)
{
	static const char sleeper[] = "#!/bin/sh\nexec sleep 60\n";
	const char *argv[] = {world_path("bin/motcua"), "--data", world_path("desk"), "--officer",
			      TRAINING_OFFICER, "demo", NULL};
	double from;
	size_t len;
	char *program = world_read(world_program("motcua"), &len);
	struct pty *pty;

	(void)state;
	assert_int_equal(mkdir(world_path("bin"), 0700), 0);
	world_write(argv[0], program, len); /* it looks for the gateway beside itself */
	world_write(world_path("bin/motcua-gateway"), sleeper, sizeof(sleeper) - 1);
	assert_int_equal(chmod(argv[0], 0700), 0);
	assert_int_equal(chmod(world_path("bin/motcua-gateway"), 0700), 0);
	free(program);
	pty = pty_start(argv, 24, 80, NULL);
	pty_expect(pty, world_say("Opening..."));
	from = world_now();
	pty_send(pty, "\003");
	pty_expect_end(pty);
	assert_true(world_now() - from < 10);
	assert_true(is_cooked(pty));
	pty_end(pty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(training_desk_starts_in_comfort,
						world_set_up, world_tear_down),
		cmocka_unit_test_setup_teardown(gateway_is_ready_in_comfort,
						world_set_up, world_tear_down),
		cmocka_unit_test_setup_teardown(keys_cost_few_bytes, world_set_up, world_tear_down),
		cmocka_unit_test_setup_teardown(it_is_small, world_set_up, world_tear_down),
		cmocka_unit_test_setup_teardown(it_is_small_alone, world_set_up, world_tear_down),
		cmocka_unit_test_setup_teardown(first_screen_waits_for_no_store, world_set_up,
						world_tear_down),
		cmocka_unit_test_setup_teardown(signals_wait_for_the_store, world_set_up,
						world_tear_down),
		cmocka_unit_test_setup_teardown(a_stop_waits_for_the_store, world_set_up,
						world_tear_down),
		cmocka_unit_test_setup_teardown(a_stop_that_nobody_could_end_stops_nothing,
						world_set_up, world_tear_down),
		cmocka_unit_test_setup_teardown(a_store_that_does_not_open_leaves_a_terminal,
						world_set_up, world_tear_down),
		cmocka_unit_test_setup_teardown(a_class_room_that_does_not_open_can_be_left,
						world_set_up, world_tear_down),
		cmocka_unit_test_setup_teardown(a_busy_courier_does_not_wake_it_more,
						world_set_up, world_tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
