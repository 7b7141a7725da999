/* SPDX-License-Identifier: MPL-2.0 */
/*
 * program.h - the built motcua run as a script would run it, against a real gateway
 * on a Unix socket. Everything stands in a folder of the test's own.
 */
#ifndef TESTS_APP_PROGRAM_H
#define TESTS_APP_PROGRAM_H

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/wire/json.h"
#include "support/check.h"

#define OFFICER "066085000011"
#define ABOUT "--procedure", "2.002621", "--purpose", "Đăng ký khai sinh"

enum { WORDS_MAX = 40 };

static const char motcua_path[] = MC_BUILD_DIR "/bin/motcua";
static const char gateway_path[] = MC_BUILD_DIR "/bin/motcua-gateway";

static struct office {
	char *dir, *data, *url;
	pid_t gateway;
} office;

/* What the last run left. */
static struct {
	int status;
	struct mc_str out, err;
	struct mc_json *json;
	const struct mc_json *items; /* when it printed a bare array */
} last;

static inline char *in_office(const char *name)
{
	return mc_path_join(office.dir, name);
}

static inline void put_file(const char *name, const char *text)
{
	char *path = in_office(name);

	assert_ok(mc_file_write(path, 0600, mc_slice_text(text), NULL));
	free(path);
}

static inline void get_file(const char *name, struct mc_str *ret)
{
	char *path = in_office(name);

	mc_str_reset(ret);
	assert_ok(mc_file_read(path, ret, NULL));
	free(path);
}

/* ---- running */
static inline void redirect(const char *name, int fd, int flags)
{
	char *path = in_office(name);
	int to = open(path, flags, 0600);

	if (to < 0 || dup2(to, fd) < 0) {
		_exit(126);
	}
	free(path);
}

static inline int wait_for(pid_t pid)
{
	int status = 0;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static inline pid_t start(const char *const *argv)
{
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (!pid) {
		redirect("stdin", STDIN_FILENO, O_RDONLY);
		redirect("stdout", STDOUT_FILENO, O_WRONLY | O_CREAT | O_TRUNC);
		redirect("stderr", STDERR_FILENO, O_WRONLY | O_CREAT | O_TRUNC);
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		execv(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	return pid;
}

/* Our reader takes objects only; an array is looked at as a member of one. */
static inline void read_json(void)
{
	bool array = last.out.data[0] == '[';
	struct mc_str text;

	mc_json_free(last.json);
	last.json = NULL;
	last.items = NULL;
	if (!array && last.out.data[0] != '{') {
		return;
	}
	mc_str_init(&text, MC_JSON_MAX);
	mc_str_printf(&text, array ? "{\"items\":%s}" : "%s", last.out.data);
	assert_ok(mc_json_parse(mc_slice_of(&text), &last.json, NULL));
	last.items = array ? mc_json_member(last.json, "items") : NULL;
	mc_str_done(&text);
}

static inline void take_results(int status)
{
	last.status = status;
	get_file("stdout", &last.out);
	get_file("stderr", &last.err);
	read_json();
}

/* Exactly these words; ends with NULL. */
static inline int run_words(const char *const *words)
{
	const char *argv[WORDS_MAX] = {motcua_path};

	for (int i = 0; words[i]; i++) {
		argv[i + 1] = words[i];
	}
	take_results(wait_for(start(argv)));
	return last.status;
}
#define run_bare(...) run_words((const char *const[]){ __VA_ARGS__, NULL })

/* With this office's folder, gateway and officer. */
static inline int run_here(const char *const *words)
{
	const char *all[WORDS_MAX] = { "--data", office.data, "--gateway", office.url,
				       "--officer", OFFICER };
	int count = 6;

	for (int i = 0; words[i]; i++) {
		all[count++] = words[i];
	}
	return run_words(all);
}
#define run(...) run_here((const char *const[]){ __VA_ARGS__, NULL })

/* ---- what came out */
static inline const char *text_at(const struct mc_json *object, const char *key)
{
	const char *text = mc_json_string(mc_json_member(object, key));

	return text ? text : "";
}

static inline int64_t int_at(const struct mc_json *object, const char *key)
{
	int64_t value = -1;

	assert_ok(mc_json_int(object, key, true, &value, NULL));
	return value;
}

static inline void assert_says(const struct mc_str *text, const char *part)
{
	if (!strstr(text->data, part)) {
		fail_msg("'%s' is not in: %s", part, text->data);
	}
}

/* A failure with this code: status, a line on stderr, and with --json an object. */
static inline void assert_failed(const char *code, int status)
{
	char start_of_line[32];

	snprintf(start_of_line, sizeof(start_of_line), "motcua: [%s] ", code);
	assert_says(&last.err, start_of_line);
	assert_int_equal(last.status, status);
	if (last.json && mc_json_member(last.json, "error")) {
		const struct mc_json *error = mc_json_member(last.json, "error");

		assert_string_equal(text_at(error, "code"), code);
		assert_true(strlen(text_at(error, "message")) > 10);
		assert_int_equal(int_at(last.json, "v"), 1);
	}
}

/* ---- an office and its gateway */
static inline void need_programs(void)
{
	assert_int_equal(access(motcua_path, X_OK), 0);
	assert_int_equal(access(gateway_path, X_OK), 0);
}

static inline void new_office(void)
{
	char *data = test_dir();

	free(office.data);
	office.data = data;
}

static inline pid_t start_gateway(void)
{
	char *socket_path = strchr(office.url, ':') + 1, ready[256];
	const char *argv[] = { gateway_path, "--demo", "--listen", office.url, "--data",
			       office.dir, NULL };
	int pipe_fds[2];
	pid_t pid;

	unlink(socket_path);
	assert_int_equal(pipe(pipe_fds), 0);
	pid = fork();
	if (!pid) {
		dup2(pipe_fds[1], STDOUT_FILENO);
		redirect("gateway.log", STDERR_FILENO, O_WRONLY | O_CREAT | O_APPEND);
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		execv(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	close(pipe_fds[1]);
	assert_true(read(pipe_fds[0], ready, sizeof(ready)) > 0);
	close(pipe_fds[0]);
	return pid;
}

static inline void stop_gateway(void)
{
	if (office.gateway > 0) {
		kill(office.gateway, SIGTERM);
		(void)wait_for(office.gateway);
		office.gateway = 0;
	}
}

static inline int open_office(bool with_gateway)
{
	char *socket_path;

	setenv("LANGUAGE", "en", 1);
	setenv("MOTCUA_DATADIR", MC_SOURCE_DIR "/data", 1);
	unsetenv("MOTCUA_OFFICER");
	office.dir = test_dir();
	setenv("XDG_CONFIG_HOME", office.dir, 1);
	setenv("XDG_DATA_HOME", office.dir, 1);
	new_office();
	mc_str_init(&last.out, MC_JSON_MAX);
	mc_str_init(&last.err, MC_JSON_MAX);
	put_file("stdin", "");
	socket_path = in_office("gateway.sock");
	office.url = mc_calloc(strlen(socket_path) + 6, 1);
	sprintf(office.url, "unix:%s", socket_path);
	free(socket_path);
	if (with_gateway && !access(gateway_path, X_OK)) {
		office.gateway = start_gateway();
	}
	return 0;
}

/* A courier that still has work outlives the desk that started it. */
static inline void stop_couriers(void)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;

	while (proc && (entry = readdir(proc))) {
		char path[300], line[1024] = "";
		int fd, pid = atoi(entry->d_name);
		ssize_t got;

		snprintf(path, sizeof(path), "/proc/%s/cmdline", entry->d_name);
		fd = pid > 1 ? open(path, O_RDONLY) : -1;
		got = fd < 0 ? 0 : read(fd, line, sizeof(line) - 1);
		if (got > 0 && strstr(line, "motcua-courier") &&
		    memmem(line, (size_t)got, office.data, strlen(office.data))) {
			kill(pid, SIGTERM);
		}
		if (fd >= 0) {
			close(fd);
		}
	}
	if (proc) {
		closedir(proc);
	}
}

static inline int close_office(void)
{
	stop_couriers();
	stop_gateway();
	mc_json_free(last.json);
	mc_str_done(&last.out);
	mc_str_done(&last.err);
	free(office.dir);
	free(office.data);
	free(office.url);
	return 0;
}

/* The ready card text of one of the gateway's cases; the caller frees. */
static inline char *card_of(const char *name)
{
	const char *argv[] = {gateway_path, "people", "--data", office.dir, "--case", name, NULL};

	take_results(wait_for(start(argv)));
	assert_int_equal(last.status, 0);
	last.out.data[strcspn(last.out.data, "\n")] = '\0';
	return mc_strdup(last.out.data);
}

#endif
