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
/* First called when the first screen is on the terminal. */
#define DUMP_WHEN_SHOWN "--dump-before=mc_desk_status"

enum { ARGS_MAX = 24 };

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

long long count_first_screen(const char *const argv[], const char *text)
{
	const char *all[ARGS_MAX] = { VALGRIND, "-q", "--tool=callgrind", DUMP_WHEN_SHOWN };
	char path[400], out[430], first[410];
	struct pty *pty;
	int count = 4;

	if (!can_count()) {
		print_message("instructions are not counted here: there is no valgrind\n");
		return -1;
	}
	snprintf(path, sizeof(path), "%s", world_path("counted"));
	snprintf(out, sizeof(out), "--callgrind-out-file=%s", path);
	snprintf(first, sizeof(first), "%s.1", path);
	all[count++] = out;
	for (int i = 0; argv[i]; i++) {
		assert_true(count < ARGS_MAX - 1);
		all[count++] = argv[i];
	}
	pty = pty_start(all, 24, 80, NULL);
	pty_expect(pty, text);
	pty_signal(pty, SIGTERM);
	pty_expect_end(pty);
	pty_end(pty);
	return read_total(first);
}
