/* SPDX-License-Identifier: MPL-2.0 */
#include "support/world.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libintl.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "support/check.h"
#include "support/pty.h"
#include "support/shim_pages.h"

enum { KIN_MAX = 64 };

static char *dir;

double world_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- the environment */
static void set_folder(const char *variable, const char *name)
{
	const char *path = world_path(name);

	assert_int_equal(mkdir(path, 0700), 0);
	setenv(variable, path, 1);
}

const char *world_begin(void)
{
	static const char *const foreign[] = {"LINES",		"COLUMNS",	  "LANGUAGE",
					      "NO_COLOR",	"SSH_CONNECTION", "MOTCUA_DATA",
					      "MOTCUA_LIBEXEC", "MOTCUA_GATEWAY"};

	prctl(PR_SET_CHILD_SUBREAPER, 1);
	dir = test_dir();
	for (size_t i = 0; i < sizeof(foreign) / sizeof(*foreign); i++) {
		unsetenv(foreign[i]);
	}
	set_folder("HOME", "home");
	set_folder("XDG_DATA_HOME", "share");
	set_folder("XDG_CONFIG_HOME", "config");
	set_folder("XDG_STATE_HOME", "state");
	set_folder("XDG_RUNTIME_DIR", "run");
	setenv("TERM", "linux", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	setenv("MOTCUA_LOCALEDIR", MC_BUILD_DIR "/locale", 1);
	setenv("MOTCUA_DATADIR", MC_SOURCE_DIR "/data", 1);
	setlocale(LC_ALL, "");
	bindtextdomain("motcua", MC_BUILD_DIR "/locale");
	return dir;
}

/* LANGUAGE is for this call only: the programs must find their language themselves. */
const char *world_say(const char *msgid)
{
	const char *text;

	setenv("LANGUAGE", "vi", 1);
	text = dgettext("motcua", msgid);
	unsetenv("LANGUAGE");
	return text;
}

const char *world_program(const char *name)
{
	static char path[3][4096];
	int slot = strlen(name) > 6 ? 1 + (name[7] == 'g') : 0; /* motcua, -courier, -gateway */

	snprintf(path[slot], sizeof(path[slot]), "%s/bin/%s", MC_BUILD_DIR, name);
	return path[slot];
}

const char *world_path(const char *name)
{
	static char paths[10][4096];
	static int next;
	char *path = paths[next++ % 10];

	snprintf(path, sizeof(paths[0]), "%s/%s", dir, name);
	return path;
}

/* ---- processes below ours */
static bool is_live_child(const char *pid)
{
	char path[64], line[512] = "";
	const char *after;
	char state = '?';
	int parent = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%.20s/stat", pid);
	file = fopen(path, "re");
	if (!file) {
		return false;
	}
	after = fgets(line, sizeof(line), file) ? strrchr(line, ')') : NULL;
	fclose(file);
	return after && sscanf(after, ") %c %d", &state, &parent) == 2 && parent == getpid() &&
	       state != 'Z';
}

int world_children(pid_t pids[], int max)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	int count = 0;

	while (proc && (entry = readdir(proc)) != NULL) {
		if (isdigit((unsigned char)entry->d_name[0]) && is_live_child(entry->d_name) &&
		    count < max) {
			pids[count++] = (pid_t)atoi(entry->d_name);
		}
	}
	if (proc) {
		closedir(proc);
	}
	return count;
}

long world_status(pid_t pid, const char *field)
{
	char path[64], line[256];
	size_t len = strlen(field);
	long value = -1;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	file = fopen(path, "re");
	while (file && value < 0 && fgets(line, sizeof(line), file)) {
		if (!strncmp(line, field, len) && line[len] == ':') {
			value = strtol(line + len + 1, NULL, 10);
		}
	}
	if (file) {
		fclose(file);
	}
	return value;
}

/* ---- did anybody crash where no test looked? */
static bool crashed;

static void look_at_log(const char *name)
{
	size_t len;
	char *text = world_read(world_path(name), &len);

	if (text && (strstr(text, "Sanitizer: ") || strstr(text, "runtime error: "))) {
		print_message("%s:\n%s\n", name, text);
		crashed = true;
	}
	free(text);
}

/* Those who ended by themselves. */
static void reap(void)
{
	static const int faults[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSYS};
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++) {
			if (WIFSIGNALED(status) && WTERMSIG(status) == faults[i]) {
				print_message("process %d: %s\n", (int)pid, strsignal(faults[i]));
				crashed = true;
			}
		}
	}
}

/* Ending one may orphan others to us: again until there are none. */
void world_end(void)
{
	double until = world_now() + PTY_PATIENCE;
	pid_t pids[KIN_MAX];
	int count;

	reap();
	while ((count = world_children(pids, KIN_MAX)) > 0 && world_now() < until) {
		for (int i = 0; i < count; i++) {
			kill(pids[i], SIGKILL);
			waitpid(pids[i], NULL, 0);
		}
	}
	reap();
	look_at_log("gateway.log");
	look_at_log("desk/gateway/gateway.log");
	look_at_log("desk/mail/courier.log");
	test_dir_end(dir);
	dir = NULL;
	if (crashed) {
		crashed = false;
		fail_msg("a program of ours crashed");
	}
}

/* ---- running a program to its end */
static char *drain(int fd)
{
	char *text = calloc(1, 1), bytes[4096];
	size_t len = 0;
	ssize_t got;

	while ((got = read(fd, bytes, sizeof(bytes))) > 0) {
		text = realloc(text, len + (size_t)got + 1);
		assert_non_null(text);
		memcpy(text + len, bytes, (size_t)got);
		len += (size_t)got;
		text[len] = '\0';
	}
	close(fd);
	return text;
}

static _Noreturn void become(const char *const argv[], int out, int err, int (*before)(void))
{
	int null = open("/dev/null", O_RDONLY);

	dup2(null, 0);
	dup2(out, 1);
	dup2(err, 2);
	if (!before || !before()) {
		execv(argv[0], (char *const *)(uintptr_t)argv);
	}
	_exit(127);
}

/* Errors go to a file: a courier that outlives the program may hold it open. */
void world_run(struct world_run *ret, const char *const argv[], int (*before)(void))
{
	int out = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	int err = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	int status = 0;
	pid_t pid;

	assert_true(out >= 0 && err >= 0);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		become(argv, out, err, before);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	ret->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	lseek(out, 0, SEEK_SET);
	lseek(err, 0, SEEK_SET);
	ret->out = drain(out);
	ret->err = drain(err);
}

void world_run_done(struct world_run *run)
{
	free(run->out);
	free(run->err);
	run->out = run->err = NULL;
}

/* ---- the gateway */
static bool wait_line(int fd)
{
	struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
	char line[256];

	return poll(&poll_fd, 1, PTY_PATIENCE * 1000) > 0 && read(fd, line, sizeof(line)) > 0;
}

pid_t world_gateway_start(int (*before)(void))
{
	return world_gateway_start_at("gateway.sock", before);
}

pid_t world_gateway_start_at(const char *socket, int (*before)(void))
{
	char listen[4096];
	const char *argv[] = {
		world_program("motcua-gateway"), "--demo", "--listen", listen, "--data",
		world_path("gateway"),		 NULL};
	int ready[2], err;
	pid_t pid;

	snprintf(listen, sizeof(listen), "unix:%.4000s/%.60s", world_path("gateway"), socket);
	mkdir(world_path("gateway"), 0700);
	assert_int_equal(pipe2(ready, O_CLOEXEC), 0);
	err = open(world_path("gateway.log"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	pid = fork();
	assert_true(pid >= 0 && err >= 0);
	if (!pid) {
		become(argv, ready[1], err, before);
	}
	close(ready[1]);
	close(err);
	if (!wait_line(ready[0])) {
		fail_msg("the gateway printed no ready line");
	}
	close(ready[0]);
	return pid;
}

void world_gateway_stop(pid_t pid)
{
	int status = 0;

	assert_int_equal(kill(pid, SIGTERM), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

char *world_card(const char *gateway_dir, const char *name)
{
	const char *argv[] = {world_program("motcua-gateway"),
			      "people",
			      "--data",
			      gateway_dir,
			      "--case",
			      name,
			      NULL};
	struct world_run run;

	world_run(&run, argv, NULL);
	if (run.status || !strchr(run.out, '|')) {
		fail_msg("people --case %s: status %d\n%s%s", name, run.status, run.out, run.err);
	}
	run.out[strcspn(run.out, "\n")] = '\0';
	free(run.err);
	return run.out;
}

char *world_card_part(const char *card, int part)
{
	while (part-- > 0) {
		card += strcspn(card, "|");
		card += *card == '|';
	}
	return strndup(card, strcspn(card, "|"));
}

/* ---- files */
void world_write(const char *path, const char *text, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, len), (ssize_t)len);
	close(fd);
}

char *world_read(const char *path, size_t *ret_len)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *bytes;
	struct stat st;
	ssize_t got;

	if (fd < 0 || fstat(fd, &st) < 0) {
		return NULL;
	}
	bytes = malloc((size_t)st.st_size + 1);
	assert_non_null(bytes);
	got = read(fd, bytes, (size_t)st.st_size);
	close(fd);
	bytes[got > 0 ? got : 0] = '\0';
	*ret_len = got > 0 ? (size_t)got : 0;
	return bytes;
}

long long world_io(pid_t pid, const char *field)
{
	char path[64], line[128];
	long long value = -1;
	size_t len = strlen(field);
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/io", (int)pid);
	file = fopen(path, "re");
	while (file && fgets(line, sizeof(line), file)) {
		if (!strncmp(line, field, len) && line[len] == ':') {
			value = atoll(line + len + 1);
		}
	}
	if (file) {
		fclose(file);
	}
	return value;
}

long world_private_kb(pid_t pid)
{
	char path[64], line[256];
	long sum = 0, kb;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", (int)pid);
	file = fopen(path, "re");
	if (!file) {
		return world_status(pid, "RssAnon");
	}
	while (fgets(line, sizeof(line), file)) {
		if (sscanf(line, "Private_Clean: %ld", &kb) == 1 ||
		    sscanf(line, "Private_Dirty: %ld", &kb) == 1) {
			sum += kb;
		}
	}
	fclose(file);
	return sum ? sum : world_status(pid, "RssAnon");
}

int world_keep_pages(void)
{
	return setenv("LD_PRELOAD", SHIM_PAGES, 1);
}

int world_set_up(void **state)
{
	(void)state;
	world_begin();
	return 0;
}

int world_tear_down(void **state)
{
	(void)state;
	world_end();
	return 0;
}
