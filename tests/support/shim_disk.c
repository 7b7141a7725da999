/* SPDX-License-Identifier: MPL-2.0 */
/*
 * shim_disk.c - a library to be preloaded into the real programs: it writes down what they
 * ask of the disk, so that cut_disk.c can say what a power cut would have left of it.
 *
 * A call and its entry are one step under a lock that all processes share (and that the
 * kernel takes back from one that died), so the journal's order is the true one. SQLite's
 * shared-memory index (-shm) is left out: it is rebuilt by whoever opens first.
 */
#undef _FILE_OFFSET_BITS /* pwrite and pwrite64 are both defined here */
#undef _TIME_BITS

#include "support/shim_disk.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static struct {
	int journal; /* -1: this process is left alone */
	char root[PATH_MAX], mutant[16];
	size_t root_len;
	/* those whose system calls take 64 bits in different ways */
	ssize_t (*pwrite)(int fd, const void *bytes, size_t len, off64_t at);
	int (*truncate)(int fd, off64_t len);
	int (*fallocate)(int fd, off64_t at, off64_t len);
} shim = {.journal = -1};

static void *next(const char *name)
{
	void *found = dlsym(RTLD_NEXT, name);

	if (!found) {
		_exit(126);
	}
	return found;
}

__attribute__((constructor)) static void shim_init(void)
{
	const char *journal = getenv(SHIM_DISK_JOURNAL), *root = getenv(SHIM_DISK_ROOT);
	const char *mutant = getenv(SHIM_DISK_MUTANT);

	shim.pwrite = next("pwrite64");
	shim.truncate = next("ftruncate64");
	shim.fallocate = next("posix_fallocate64");
	if (!journal || !root) {
		return;
	}
	shim.root_len = strlen(root);
	memcpy(shim.root, root, shim.root_len + 1);
	snprintf(shim.mutant, sizeof(shim.mutant), "%s", mutant ? mutant : "");
	shim.journal = (int)syscall(SYS_openat, AT_FDCWD, journal,
				    O_WRONLY | O_APPEND | O_CLOEXEC, 0);
	if (shim.journal < 0) {
		_exit(126);
	}
}

/* ---- the journal */
static void begin(void)
{
	int saved = errno;

	while (shim.journal >= 0 && flock(shim.journal, LOCK_EX) && errno == EINTR) {
		continue;
	}
	errno = saved;
}

static void end(void)
{
	int saved = errno;

	if (shim.journal >= 0) {
		flock(shim.journal, LOCK_UN);
	}
	errno = saved;
}

static void note(enum disk_call call, uint64_t inode, int64_t at, const void *bytes, size_t len)
{
	static const char zeros[8];
	struct disk_event event = {
		.call = call, .len = (uint32_t)len, .inode = inode, .at = at};
	struct iovec slices[3] = {{&event, sizeof(event)},
				  {(void *)(uintptr_t)bytes, len},
				  {(void *)(uintptr_t)zeros, (8 - len % 8) % 8}};
	int saved = errno;

	memcpy(event.program, program_invocation_short_name,
	       strnlen(program_invocation_short_name, sizeof(event.program) - 1));
	if (syscall(SYS_writev, shim.journal, slices, 3) < 0) {
		_exit(126);
	}
	errno = saved;
}

/* ---- whose file is it? */
static bool is_index(const char *path)
{
	return strstr(path, "-shm") != NULL;
}

static bool below(const char *path)
{
	return shim.journal >= 0 && !strncmp(path, shim.root, shim.root_len) &&
	       path[shim.root_len] == '/' && !is_index(path);
}

static bool path_of(int fd, char ret[PATH_MAX])
{
	char link[40];
	ssize_t len;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	len = readlink(link, ret, PATH_MAX - 1);
	ret[len > 0 ? len : 0] = '\0';
	return len > 0;
}

/* Its inode when it is a file or folder below the root, else 0. */
static uint64_t ours(int fd, mode_t *ret_mode)
{
	char path[PATH_MAX];
	struct stat st;

	if (shim.journal < 0 || fstat(fd, &st) || !(S_ISREG(st.st_mode) || S_ISDIR(st.st_mode)) ||
	    !path_of(fd, path) || !below(path)) {
		return 0;
	}
	if (ret_mode) {
		*ret_mode = st.st_mode;
	}
	return st.st_ino;
}

/* ---- opening */
static int open_noted(const char *path, int flags, mode_t mode)
{
	bool there;
	char full[PATH_MAX];
	struct stat st;
	int fd;

	begin();
	there = !stat(path, &st);
	fd = (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
	if (fd >= 0 && (flags & (O_CREAT | O_TRUNC)) && ours(fd, NULL) && path_of(fd, full) &&
	    !fstat(fd, &st)) {
		if (!there) {
			note(DISK_CREATE, st.st_ino, 0, full, strlen(full));
		} else if (flags & O_TRUNC) {
			note(DISK_TRUNCATE, st.st_ino, 0, NULL, 0);
		}
	}
	end();
	return fd;
}

#define OPEN(name)                                                                                 \
	int name(const char *path, int flags, ...)                                                 \
	{                                                                                          \
		va_list args;                                                                      \
		mode_t mode;                                                                       \
                                                                                                   \
		va_start(args, flags);                                                             \
		mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0;                   \
		va_end(args);                                                                      \
		return open_noted(path, flags, mode);                                              \
	}

OPEN(open)
OPEN(open64)

int mkostemp(char *template, int flags)
{
	int (*real)(char *, int) = next("mkostemp");
	char path[PATH_MAX];
	uint64_t inode;
	int fd;

	begin();
	fd = real(template, flags);
	inode = fd >= 0 ? ours(fd, NULL) : 0;
	if (inode && path_of(fd, path)) {
		note(DISK_CREATE, inode, 0, path, strlen(path));
	}
	end();
	return fd;
}

int mkostemp64(char *template, int flags)
{
	return mkostemp(template, flags);
}

int mkdir(const char *path, mode_t mode)
{
	struct stat st;
	int result;

	begin();
	result = (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
	if (!result && below(path) && !stat(path, &st)) {
		note(DISK_MKDIR, st.st_ino, 0, path, strlen(path));
	}
	end();
	return result;
}

/* ---- contents */
static ssize_t pwrite_noted(int fd, const void *bytes, size_t len, int64_t at)
{
	uint64_t inode = ours(fd, NULL);
	ssize_t n;

	begin();
	n = shim.pwrite(fd, bytes, len, at);
	if (inode && n > 0) {
		note(DISK_WRITE, inode, at, bytes, (size_t)n);
	}
	end();
	return n;
}

ssize_t pwrite(int fd, const void *bytes, size_t len, off_t at)
{
	return pwrite_noted(fd, bytes, len, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t len, off64_t at)
{
	return pwrite_noted(fd, bytes, len, at);
}

/* Whoever is told something learns it by a socket, or by standard output. */
static bool is_heard(int fd)
{
	struct stat st;

	return shim.journal >= 0 && !fstat(fd, &st) &&
	       (S_ISSOCK(st.st_mode) || (fd == STDOUT_FILENO && S_ISFIFO(st.st_mode)));
}

/* Noted before it is said: at that moment what it promises must be on the disk. */
static void note_sent(int fd, const struct iovec *slices, size_t count)
{
	if (!is_heard(fd)) {
		return;
	}
	begin();
	for (size_t i = 0; i < count; i++) {
		note(DISK_SENT, 0, 0, slices[i].iov_base, slices[i].iov_len);
	}
	end();
}

ssize_t writev(int fd, const struct iovec *slices, int count)
{
	uint64_t inode = ours(fd, NULL);
	ssize_t n, left;

	note_sent(fd, slices, (size_t)count);
	begin();
	n = (ssize_t)syscall(SYS_writev, fd, slices, count);
	left = inode ? n : 0;
	for (int i = 0; i < count && left > 0; i++) {
		size_t part = slices[i].iov_len < (size_t)left ? slices[i].iov_len : (size_t)left;

		note(DISK_WRITE, inode, lseek64(fd, 0, SEEK_CUR) - left, slices[i].iov_base, part);
		left -= (ssize_t)part;
	}
	end();
	return n;
}

ssize_t write(int fd, const void *bytes, size_t len)
{
	const struct iovec slice = {(void *)(uintptr_t)bytes, len};

	return writev(fd, &slice, 1);
}

static int truncate_noted(int fd, int64_t len)
{
	uint64_t inode = ours(fd, NULL);
	int result;

	begin();
	result = shim.truncate(fd, len);
	if (inode && !result) {
		note(DISK_TRUNCATE, inode, len, NULL, 0);
	}
	end();
	return result;
}

int ftruncate(int fd, off_t len)
{
	return truncate_noted(fd, len);
}

int ftruncate64(int fd, off64_t len)
{
	return truncate_noted(fd, len);
}

/* It may only make a file longer. */
static int fallocate_noted(int fd, int64_t at, int64_t len)
{
	uint64_t inode = ours(fd, NULL);
	struct stat st;
	int result;

	begin();
	result = shim.fallocate(fd, at, len);
	if (inode && !result && !fstat(fd, &st)) {
		note(DISK_TRUNCATE, inode, st.st_size, NULL, 0);
	}
	end();
	return result;
}

int posix_fallocate(int fd, off_t at, off_t len)
{
	return fallocate_noted(fd, at, len);
}

int posix_fallocate64(int fd, off64_t at, off64_t len)
{
	return fallocate_noted(fd, at, len);
}

/* ---- syncing */
static bool is_left_out(mode_t mode)
{
	return !strcmp(shim.mutant, S_ISDIR(mode) ? "folders" : "files");
}

/* Noted when it is over: before that nothing is promised. */
static int sync_noted(int fd, long number)
{
	mode_t mode = 0;
	uint64_t inode = ours(fd, &mode);
	int result;

	if (inode && is_left_out(mode)) {
		return 0;
	}
	begin();
	result = (int)syscall(number, fd);
	if (inode && !result) {
		note(DISK_SYNC, inode, 0, NULL, 0);
	}
	end();
	return result;
}

int fsync(int fd)
{
	return sync_noted(fd, SYS_fsync);
}

int fdatasync(int fd)
{
	return sync_noted(fd, SYS_fdatasync);
}

/* ---- names */
static void note_two(enum disk_call call, const char *from, const char *to)
{
	char both[2 * PATH_MAX];
	size_t from_len = strlen(from) + 1, to_len = strlen(to) + 1;

	memcpy(both, from, from_len);
	memcpy(both + from_len, to, to_len);
	note(call, 0, 0, both, from_len + to_len);
}

int rename(const char *from, const char *to)
{
	int result;

	begin();
	result = (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
	if (!result && below(to)) {
		note_two(DISK_RENAME, from, to);
	}
	end();
	return result;
}

int unlink(const char *path)
{
	int result;

	begin();
	result = (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
	if (!result && below(path)) {
		note(DISK_UNLINK, 0, 0, path, strlen(path));
	}
	end();
	return result;
}

/* ---- words that leave the process */
ssize_t send(int fd, const void *bytes, size_t len, int flags)
{
	const struct iovec slice = {(void *)(uintptr_t)bytes, len};

	note_sent(fd, &slice, 1);
	return (ssize_t)syscall(SYS_sendto, fd, bytes, len, flags, NULL, 0);
}

ssize_t sendmsg(int fd, const struct msghdr *msg, int flags)
{
	note_sent(fd, msg->msg_iov, msg->msg_iovlen);
	return (ssize_t)syscall(SYS_sendmsg, fd, msg, flags);
}

/* ---- a mutant: SQLite that syncs its log at checkpoints only */
int sqlite3_exec(void *db, const char *sql, void *each, void *ctx, char **error)
{
	int (*real)(void *, const char *, void *, void *, char **) = next("sqlite3_exec");
	char *weaker = strcmp(shim.mutant, "normal") ? NULL : strdup(sql), *at;
	int result;

	at = weaker ? strcasestr(weaker, "synchronous") : NULL;
	at = at ? strcasestr(at, "FULL") : NULL;
	if (at) {
		memcpy(at, " 1  ", 4); /* synchronous = 1 is NORMAL */
	}
	result = real(db, at ? weaker : sql, each, ctx, error);
	free(weaker);
	return result;
}
