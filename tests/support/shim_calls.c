/* SPDX-License-Identifier: MPL-2.0 */
/*
 * shim_calls.c - a library to be preloaded into a real program: counts what a key makes it do,
 * writes to the terminal and syncs of the disk.
 *
 * A turn of the program's loop begins when its wait is over. Others ask for one descriptor, like
 * the keyboard's; the loop waits for signals and pokes besides.
 */
#include "support/shim_calls.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static struct {
	struct calls *page; /* NULL: this process is left alone */
	int (*poll)(struct pollfd *fds, nfds_t count, int ms);
	long writes; /* in this turn */
	bool by_key; /* the keyboard began it */
} shim;

static const char *told(const char *name)
{
	const char *text = getenv(name);

	return text ? text : "";
}

__attribute__((constructor)) static void shim_init(void)
{
	void *page;
	int fd;

	*(void **)&shim.poll = dlsym(RTLD_NEXT, "poll");
	if (strcmp(program_invocation_short_name, told(SHIM_CALLS_PROGRAM))) {
		return;
	}
	fd = open(told(SHIM_CALLS_PAGE), O_RDWR | O_CLOEXEC);
	page = mmap(NULL, sizeof(*shim.page), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (page == MAP_FAILED || !shim.poll) {
		_exit(126);
	}
	shim.page = page;
}

static void add(long *counter)
{
	__atomic_add_fetch(counter, 1, __ATOMIC_SEQ_CST);
}

/* ---- a turn of the loop */
int poll(struct pollfd *fds, nfds_t count, int ms)
{
	bool of_loop = shim.page && count > 1;
	int ready;

	if (of_loop) {
		calls_wait_begins(shim.page);
	}
	ready = shim.poll(fds, count, ms);
	if (!of_loop) {
		return ready;
	}
	shim.writes = 0;
	shim.by_key = false;
	for (nfds_t i = 0; i < count; i++) {
		shim.by_key = shim.by_key || (fds[i].fd == STDIN_FILENO && fds[i].revents & POLLIN);
	}
	calls_turn_begins(shim.page, shim.by_key);
	return ready;
}

static void add_of_turn(long *all, long *of_keys)
{
	add(all);
	if (shim.by_key) {
		add(of_keys);
	}
}

/* ---- the terminal */
ssize_t write(int fd, const void *bytes, size_t len)
{
	if (shim.page && fd == STDOUT_FILENO && isatty(fd)) {
		add_of_turn(&shim.page->writes, &shim.page->key_writes);
		if (++shim.writes > shim.page->most_writes && shim.page->turns) {
			shim.page->most_writes = shim.writes;
		}
	}
	return (ssize_t)syscall(SYS_write, fd, bytes, len);
}

/* ---- the disk */

/* SQLite syncs its log at a commit, and the database itself at a checkpoint alone. */
static bool is_database(int fd)
{
	char link[40], path[PATH_MAX];
	ssize_t len;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	len = readlink(link, path, sizeof(path));
	return len > 3 && !memcmp(path + len - 3, ".db", 3);
}

static int sync_counted(int fd, long number)
{
	struct timespec from, to;
	int result, error;

	if (!shim.page) {
		return (int)syscall(number, fd);
	}
	if (is_database(fd)) {
		add(&shim.page->checkpoints);
	} else {
		add_of_turn(&shim.page->syncs, &shim.page->key_syncs);
	}
	clock_gettime(CLOCK_MONOTONIC, &from);
	result = (int)syscall(number, fd);
	error = errno;
	clock_gettime(CLOCK_MONOTONIC, &to);
	shim.page->sync_ns += (to.tv_sec - from.tv_sec) * 1000000000LL + to.tv_nsec - from.tv_nsec;
	errno = error;
	return result;
}

int fsync(int fd)
{
	return sync_counted(fd, SYS_fsync);
}

int fdatasync(int fd)
{
	return sync_counted(fd, SYS_fdatasync);
}
