/* SPDX-License-Identifier: MPL-2.0 */
#include "support/count.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/check.h"
#include "support/pty.h"
#include "support/world.h"

#define VALGRIND "/usr/bin/valgrind"
/* First called when the first screen is on the terminal, and when all is on it; and what waits
 * for keys. */
#define DUMP_WHEN_BEGUN "--dump-before=mc_desk_begin"
#define DUMP_WHEN_SHOWN "--dump-before=mc_desk_settle"
#define DUMP_WHEN_IDLE "--dump-before=mc_loop_run"
/* The loop calls it for what was typed. */
#define DUMP_BEFORE_KEY "--dump-before=on_keyboard"
#define DUMP_AFTER_KEY "--dump-after=on_keyboard"

enum { ARGS_MAX = 24, DUMPS_MAX = 40 };

static bool can_count(void)
{
#if defined(__SANITIZE_ADDRESS__)
	return false;
#else
	return access(VALGRIND, X_OK) == 0;
#endif
}

/* "totals: 5871234" in what was written when the loop was entered. */
static long long read_total(const char *path)
{
	size_t len;
	char *text = world_read(path, &len);
	const char *line = text ? strstr(text, "\ntotals: ") : NULL;
	long long total = line ? atoll(line + strlen("\ntotals: ")) : -1;

	free(text);
	return total;
}

/* What a run before this one counted would be taken for this one's. */
static void forget_counted(const char *path)
{
	char name[420];

	for (int i = 1; i <= DUMPS_MAX; i++) {
		snprintf(name, sizeof(name), "%s.%d", path, i);
		unlink(name);
	}
}

/* Under valgrind; what it counts lies in files that begin with `path`. */
static struct pty *start_counted(const char *const argv[], const char *const how[], char path[400])
{
	const char *all[ARGS_MAX] = {VALGRIND, "-q", "--tool=callgrind"};
	char out[430];
	int count = 3;

	snprintf(path, 400, "%s", world_path("counted"));
	forget_counted(path);
	snprintf(out, sizeof(out), "--callgrind-out-file=%s", path);
	all[count++] = out;
	for (int i = 0; how[i]; i++) {
		all[count++] = how[i];
	}
	for (int i = 0; argv[i]; i++) {
		assert_true(count < ARGS_MAX - 1);
		all[count++] = argv[i];
	}
	return pty_start(all, 24, 80, NULL);
}

static void stop_counted(struct pty *pty)
{
	pty_signal(pty, SIGTERM);
	pty_expect_end(pty);
	pty_end(pty);
}

static bool say_if_not(void)
{
	if (!can_count()) {
		print_message("instructions are not counted here: there is no valgrind\n");
	}
	return can_count();
}

static long long read_dump(const char *path, int number)
{
	char name[420];

	snprintf(name, sizeof(name), "%s.%d", path, number);
	return read_total(name);
}

/* Leaves the dumps, one for each part. */
enum { START_PARTS = 3 };

bool count_start(const char *const argv[], const char *text, struct counted_start *ret)
{
	const char *const how[] = {DUMP_WHEN_BEGUN, DUMP_WHEN_SHOWN, DUMP_WHEN_IDLE, NULL};
	char path[400];
	struct pty *pty;

	if (!say_if_not()) {
		return false;
	}
	pty = start_counted(argv, how, path);
	pty_expect(pty, text);
	stop_counted(pty);
	ret->begun = read_dump(path, 1);
	ret->whole = ret->begun + read_dump(path, 2);
	ret->behind = read_dump(path, START_PARTS);
	return true;
}

/* "fl=(12) /there/src/ui/run.c": what ran stands behind it. A name is told once, there or in
 * another line of files ("cfi=(12) ..."), and is its number from then on. */
struct names {
	char *name[COUNT_FILES];
};

static const char *file_in(struct names *names, const char *line, bool *ret_ran)
{
	static const char *const kinds[] = {"fl=(", "fi=(", "fe=(", "cfl=(", "cfi=("};
	int number = -1;
	char name[400] = "";

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]) && number < 0; i++) {
		if (strncmp(line, kinds[i], strlen(kinds[i])) == 0) {
			(void)sscanf(line + strlen(kinds[i]), "%d) %399[^\n]", &number, name);
			*ret_ran = i == 0;
		}
	}
	if (number < 0 || number >= COUNT_FILES) {
		return NULL;
	}
	if (name[0] && !names->name[number]) {
		names->name[number] = strdup(name);
	}
	return names->name[number];
}

static size_t read_files(const char *path, char *ret[COUNT_FILES], size_t count)
{
	FILE *file = fopen(path, "re");
	struct names *names = calloc(1, sizeof(*names));
	char line[600];

	while (file && fgets(line, sizeof(line), file) && count < COUNT_FILES) {
		bool ran = false;
		const char *name = file_in(names, line, &ran);
		const char *ours = name && ran ? strstr(name, "/src/") : NULL;

		if (ours || (ran && name && strncmp(name, "src/", 4) == 0)) {
			ret[count++] = strdup(ours ? ours + 1 : name);
		}
	}
	for (int i = 0; i < COUNT_FILES; i++) {
		free(names->name[i]);
	}
	free(names);
	if (file) {
		fclose(file);
	}
	return count;
}

size_t count_files(const char *const argv[], const char *text, char *ret[COUNT_FILES], size_t count)
{
	char path[420];
	struct counted_start start;

	for (int i = 1; i <= START_PARTS && (i > 1 || count_start(argv, text, &start)); i++) {
		snprintf(path, sizeof(path), "%s.%d", world_path("counted"), i);
		count = read_files(path, ret, count);
	}
	return count;
}

long long count_until_shown(const char *const argv[], const char *text)
{
	const char *const how[] = {NULL};
	char path[400];
	struct pty *pty;

	if (!say_if_not()) {
		return -1;
	}
	pty = start_counted(argv, how, path);
	if (!pty_await(pty, text, PTY_PATIENCE)) {
		pty_end(pty);
		return -1;
	}
	pty_settle(pty, 300);
	stop_counted(pty); /* what is there is written at the end */
	return read_total(path);
}

/* The file is there, whole, once the turn is over. */
static long long await_total(struct pty *pty, const char *path, int number)
{
	double until = world_now() + PTY_PATIENCE;

	while (read_dump(path, number) < 0 && world_now() < until) {
		pty_read(pty, 20);
	}
	return read_dump(path, number);
}

bool count_keys(const char *const argv[], const struct counted_key keys[], int count,
		long long ret[])
{
	const char *const how[] = {DUMP_BEFORE_KEY, DUMP_AFTER_KEY, NULL};
	char path[400];
	struct pty *pty;

	if (!say_if_not()) {
		return false;
	}
	pty = start_counted(argv, how, path);
	for (int i = 0; i < count; i++) {
		if (keys[i].when) {
			pty_expect(pty, keys[i].when);
			pty_settle(pty, 300);
		}
		pty_send(pty, keys[i].key);
		ret[i] = await_total(pty, path, 2 * i + 2); /* between them what came before */
		assert_true(ret[i] > 0);
	}
	stop_counted(pty);
	return true;
}
