/* SPDX-License-Identifier: MPL-2.0 */
/*
 * outlet.c - standard output is a sheet in memory while curses draws, and the terminal again
 * when it has drawn.
 */
#include "ui/outlet.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "motcua/base/mem.h"

enum {
	FIRST_SIZE = 4096, /* more than a page takes; it grows with large terminals */
	PATIENCE_MS = 60000,
};

/* It was on a screen: it may name a citizen. */
static void forget(struct mc_outlet *outlet)
{
	if (outlet->bytes) {
		explicit_bzero(outlet->bytes, outlet->size);
		free(outlet->bytes);
	}
}

void mc_outlet_open(struct mc_outlet *outlet)
{
	*outlet = (struct mc_outlet){.size = FIRST_SIZE};
	outlet->terminal = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	outlet->sheet = memfd_create("screen", MFD_CLOEXEC);
	if (outlet->terminal < 0 || outlet->sheet < 0) {
		mc_outlet_close(outlet);
	} else {
		outlet->bytes = mc_realloc(NULL, outlet->size, 1);
	}
}

void mc_outlet_close(struct mc_outlet *outlet)
{
	if (outlet->terminal >= 0) {
		close(outlet->terminal);
	}
	if (outlet->sheet >= 0) {
		close(outlet->sheet);
	}
	forget(outlet);
	*outlet = (struct mc_outlet){.terminal = -1, .sheet = -1};
}

void mc_outlet_begin(struct mc_outlet *outlet)
{
	if (outlet->sheet >= 0) {
		dup2(outlet->sheet, STDOUT_FILENO);
	}
}

/* Until it is said, or the terminal is gone. One that takes nothing for a minute is. */
static void say(const char *bytes, size_t len)
{
	struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};

	while (len) {
		ssize_t n = write(STDOUT_FILENO, bytes, len);

		if (n > 0) {
			bytes += n;
			len -= (size_t)n;
		} else if (errno != EINTR &&
			   (errno != EAGAIN || poll(&out, 1, PATIENCE_MS) <= 0)) {
			return;
		}
	}
}

static void pass_on(struct mc_outlet *outlet, size_t len)
{
	ssize_t n;

	if (len > outlet->size) {
		forget(outlet);
		outlet->bytes = mc_calloc(1, len);
		outlet->size = len;
	}
	n = pread(outlet->sheet, outlet->bytes, len, 0);
	say(outlet->bytes, n > 0 ? (size_t)n : 0);
}

/* How far the sheet is written is what belongs to this screen; behind that lie older ones. */
void mc_outlet_end(struct mc_outlet *outlet)
{
	off_t len;

	if (outlet->sheet < 0) {
		return;
	}
	dup2(outlet->terminal, STDOUT_FILENO);
	len = lseek(outlet->sheet, 0, SEEK_CUR);
	if (len > 0) {
		(void)lseek(outlet->sheet, 0, SEEK_SET);
		pass_on(outlet, (size_t)len);
	}
}
