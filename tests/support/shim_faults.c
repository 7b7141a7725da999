/* SPDX-License-Identifier: MPL-2.0 */
/*
 * shim_faults.c - a library to be preloaded into the real programs: counts their durable
 * calls, allocations, network calls, or calls of SQLite or curl, and lets the n-th one fail
 * or be the last.
 *
 * The real calls are made as system calls or by the C library's own names for them:
 * looking them up would allocate, and allocations are counted too.
 */
#undef _FILE_OFFSET_BITS /* pwrite and pwrite64 are both defined here */
#undef _TIME_BITS

#include "support/shim_faults.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { KIND_NONE, KIND_DURABLE, KIND_MEMORY, KIND_NETWORK, KIND_SQLITE, KIND_CURL };
enum act { ACT_COUNT, ACT_BEFORE, ACT_AFTER, ACT_FAIL };

static struct {
	struct shim_page *page; /* NULL: this process is left alone */
	enum kind kind;
	enum act act;
	long at;
	int error;
	char root[PATH_MAX];
	size_t root_len;
	int said; /* SQLite's code for the call that failed, until the next one */
} shim;

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t align, size_t size);

/* ---- setting up */
static const char *told(const char *name)
{
	const char *text = getenv(name);

	return text ? text : "";
}

static int word_of(const char *text, const char *const words[], int count)
{
	for (int i = 0; i < count; i++) {
		if (!strcmp(text, words[i])) {
			return i;
		}
	}
	return 0;
}

__attribute__((constructor)) static void shim_init(void)
{
	static const char *const kinds[] = {"", "durable", "memory", "network", "sqlite",
					    "curl"};
	static const char *const acts[] = {"count", "before", "after", "fail"};
	void *page;
	int fd;

	if (strcmp(program_invocation_short_name, told(SHIM_PROGRAM))) {
		return;
	}
	fd = open(told(SHIM_PAGE), O_RDWR | O_CLOEXEC);
	page = mmap(NULL, sizeof(struct shim_page), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (page == MAP_FAILED) {
		_exit(126);
	}
	shim.kind = (enum kind)word_of(told(SHIM_KIND), kinds, 6);
	shim.act = (enum act)word_of(told(SHIM_ACT), acts, 4);
	shim.at = atol(told(SHIM_AT));
	shim.error = atoi(told(SHIM_ERRNO));
	shim.root_len = strlen(told(SHIM_ROOT));
	memcpy(shim.root, told(SHIM_ROOT), shim.root_len + 1);
	shim.page = page;
}

/* ---- judging a call */

/* Its base name when it lies below the root, else NULL. A database's shared index is not
 * durable: it is made anew by whoever opens first. */
static const char *below_root(const char *path)
{
	bool below = !strncmp(path, shim.root, shim.root_len) && path[shim.root_len] == '/' &&
		     !strstr(path, "-shm");

	return below ? strrchr(path, '/') + 1 : NULL;
}

static void note(const char *call, const char *name)
{
	char *to = shim.page->what, *end = to + sizeof(shim.page->what) - 1;

	while (*call && to < end) {
		*to++ = *call++;
	}
	if (*name && to < end) {
		*to++ = ' ';
	}
	while (*name && to < end) {
		*to++ = *name++;
	}
	*to = '\0';
}

/* True when it is this call's turn. */
static bool is_turn(enum kind kind, const char *call, const char *name)
{
	if (!shim.page || shim.kind != kind || !name) {
		return false;
	}
	if (__atomic_add_fetch(&shim.page->calls, 1, __ATOMIC_SEQ_CST) != shim.at ||
	    shim.act == ACT_COUNT) {
		return false;
	}
	shim.page->struck = 1;
	note(call, name);
	return true;
}

static void die(void)
{
	for (;;) {
		syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
	}
}

/* Run the call, unless it is to fail or to be the last thing that did not happen. */
#define ANSWER(turn, failed, real)                                                                 \
	do {                                                                                       \
		bool turn_ = (turn);                                                               \
		if (turn_ && shim.act == ACT_FAIL) {                                               \
			errno = shim.error;                                                        \
			return failed;                                                             \
		}                                                                                  \
		if (turn_ && shim.act == ACT_BEFORE) {                                             \
			die();                                                                     \
		}                                                                                  \
		__typeof__(real) result_ = (real);                                                 \
		if (turn_) {                                                                       \
			die();                                                                     \
		}                                                                                  \
		return result_;                                                                    \
	} while (0)

/* A regular file's or a folder's base name, when it lies below the root. */
static bool file_turn(const char *call, int fd)
{
	char link[40], path[PATH_MAX];
	struct stat64 st;
	ssize_t len;

	if (!shim.page || shim.kind != KIND_DURABLE || fstat64(fd, &st) ||
	    !(S_ISREG(st.st_mode) || S_ISDIR(st.st_mode))) {
		return false;
	}
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	len = readlink(link, path, sizeof(path) - 1);
	path[len > 0 ? len : 0] = '\0';
	return is_turn(KIND_DURABLE, call, below_root(path));
}

/* A piece of an upload begins by cutting its file to what was told. */
static bool cut_turn(int fd)
{
	char link[40], path[PATH_MAX];
	bool turn = file_turn("ftruncate", fd);
	ssize_t len;

	if (shim.page && shim.kind == KIND_DURABLE) {
		snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
		len = readlink(link, path, sizeof(path) - 1);
		path[len > 0 ? len : 0] = '\0';
		if (strstr(path, "/uploads/")) {
			shim.page->pieces++;
			shim.page->piece = shim.page->calls;
		}
	}
	return turn;
}

static bool path_turn(const char *call, const char *path)
{
	return shim.page && is_turn(KIND_DURABLE, call, below_root(path));
}

static bool socket_turn(const char *call, int fd)
{
	struct stat64 st;

	return shim.page && shim.kind == KIND_NETWORK && !fstat64(fd, &st) &&
	       S_ISSOCK(st.st_mode) && is_turn(KIND_NETWORK, call, "");
}

static bool either_turn(const char *call, int fd)
{
	return shim.kind == KIND_NETWORK ? socket_turn(call, fd) : file_turn(call, fd);
}

/* The kernel takes an offset of 64 bits in two words where a word has 32. */
#if __SIZEOF_LONG__ == 4
#define OFFSET(at) (long)(at), (long)((int64_t)(at) >> 32)
#define FTRUNCATE SYS_ftruncate64
#else
#define OFFSET(at) (at)
#define FTRUNCATE SYS_ftruncate
#endif

/* ---- files */
int fsync(int fd)
{
	ANSWER(file_turn("fsync", fd), -1, (int)syscall(SYS_fsync, fd));
}

int fdatasync(int fd)
{
	ANSWER(file_turn("fdatasync", fd), -1, (int)syscall(SYS_fdatasync, fd));
}

ssize_t write(int fd, const void *bytes, size_t len)
{
	ANSWER(either_turn("write", fd), -1, (ssize_t)syscall(SYS_write, fd, bytes, len));
}

ssize_t pwrite(int fd, const void *bytes, size_t len, off_t at)
{
	ANSWER(file_turn("pwrite", fd), -1, (ssize_t)syscall(SYS_pwrite64, fd, bytes, len, OFFSET(at)));
}

ssize_t pwrite64(int fd, const void *bytes, size_t len, off64_t at)
{
	ANSWER(file_turn("pwrite", fd), -1, (ssize_t)syscall(SYS_pwrite64, fd, bytes, len, OFFSET(at)));
}

int ftruncate(int fd, off_t len)
{
	ANSWER(cut_turn(fd), -1, (int)syscall(FTRUNCATE, fd, OFFSET(len)));
}

int ftruncate64(int fd, off64_t len)
{
	ANSWER(cut_turn(fd), -1, (int)syscall(FTRUNCATE, fd, OFFSET(len)));
}

int rename(const char *from, const char *to)
{
	ANSWER(path_turn("rename", to), -1,
	       (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
}

int renameat(int from_dir, const char *from, int to_dir, const char *to)
{
	ANSWER(path_turn("renameat", to), -1,
	       (int)syscall(SYS_renameat2, from_dir, from, to_dir, to, 0));
}

int link(const char *from, const char *to)
{
	ANSWER(path_turn("link", to), -1,
	       (int)syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0));
}

int unlink(const char *path)
{
	ANSWER(path_turn("unlink", path), -1, (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0));
}

/* ---- sockets */
int connect(int fd, const struct sockaddr *to, socklen_t len)
{
	ANSWER(socket_turn("connect", fd), -1, (int)syscall(SYS_connect, fd, to, len));
}

ssize_t send(int fd, const void *bytes, size_t len, int flags)
{
	ANSWER(socket_turn("send", fd), -1,
	       (ssize_t)syscall(SYS_sendto, fd, bytes, len, flags, NULL, 0));
}

ssize_t sendto(int fd, const void *bytes, size_t len, int flags, const struct sockaddr *to,
	       socklen_t to_len)
{
	ANSWER(socket_turn("sendto", fd), -1,
	       (ssize_t)syscall(SYS_sendto, fd, bytes, len, flags, to, to_len));
}

ssize_t sendmsg(int fd, const struct msghdr *msg, int flags)
{
	ANSWER(socket_turn("sendmsg", fd), -1, (ssize_t)syscall(SYS_sendmsg, fd, msg, flags));
}

ssize_t writev(int fd, const struct iovec *slices, int count)
{
	ANSWER(either_turn("writev", fd), -1, (ssize_t)syscall(SYS_writev, fd, slices, count));
}

ssize_t recv(int fd, void *to, size_t len, int flags)
{
	ANSWER(socket_turn("recv", fd), -1,
	       (ssize_t)syscall(SYS_recvfrom, fd, to, len, flags, NULL, NULL));
}

ssize_t recvmsg(int fd, struct msghdr *msg, int flags)
{
	ANSWER(socket_turn("recvmsg", fd), -1, (ssize_t)syscall(SYS_recvmsg, fd, msg, flags));
}

/* ---- memory; note() and the answers use none */
static bool memory_turn(const char *call)
{
	return shim.kind == KIND_MEMORY && is_turn(KIND_MEMORY, call, "");
}

void *malloc(size_t size)
{
	ANSWER(memory_turn("malloc"), NULL, __libc_malloc(size));
}

void *calloc(size_t count, size_t size)
{
	ANSWER(memory_turn("calloc"), NULL, __libc_calloc(count, size));
}

void *realloc(void *old, size_t size)
{
	ANSWER(memory_turn("realloc"), NULL, __libc_realloc(old, size));
}

void *reallocarray(void *old, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes)) {
		errno = ENOMEM;
		return NULL;
	}
	return realloc(old, bytes);
}

void *aligned_alloc(size_t align, size_t size)
{
	ANSWER(memory_turn("aligned_alloc"), NULL, __libc_memalign(align, size));
}

int posix_memalign(void **ret, size_t align, size_t size)
{
	void *memory = aligned_alloc(align, size);

	if (!memory) {
		return ENOMEM;
	}
	*ret = memory;
	return 0;
}

/* ---- libraries: a call that fails has not done anything */
int sqlite3_libversion_number(void);

#define REAL(name) ((__typeof__(&(name)))dlsym(RTLD_NEXT, #name))

/* SQLite calls itself by the same names, and asks the statement rather than the answer how it
 * went: a schema would be read half, and the rest written without its indexes. */
static bool is_sqlite(const void *caller)
{
	Dl_info library, who;

	return dladdr((const void *)REAL(sqlite3_libversion_number), &library) &&
	       dladdr(caller, &who) && who.dli_fbase == library.dli_fbase;
}

static bool sqlite_turn(const char *call, const void *caller)
{
	bool turn = shim.kind == KIND_SQLITE && !is_sqlite(caller) &&
		    is_turn(KIND_SQLITE, call, "");

	shim.said = turn ? shim.error : 0;
	return turn;
}

static bool curl_turn(const char *call)
{
	return shim.kind == KIND_CURL && is_turn(KIND_CURL, call, "");
}

#define SQLITE(name, parameters, arguments)                                                        \
	int name parameters                                                                        \
	{                                                                                          \
		ANSWER(sqlite_turn(#name, __builtin_return_address(0)), shim.error,                \
		       REAL(name) arguments);                                                      \
	}

SQLITE(sqlite3_prepare_v2, (void *db, const char *sql, int len, void **ret, const char **rest),
       (db, sql, len, ret, rest))
SQLITE(sqlite3_prepare_v3,
       (void *db, const char *sql, int len, unsigned flags, void **ret, const char **rest),
       (db, sql, len, flags, ret, rest))
SQLITE(sqlite3_step, (void *stmt), (stmt))
SQLITE(sqlite3_exec, (void *db, const char *sql, void *each, void *ctx, char **error),
       (db, sql, each, ctx, error))
SQLITE(sqlite3_bind_text, (void *stmt, int i, const char *text, int len, void *drop),
       (stmt, i, text, len, drop))
SQLITE(sqlite3_bind_int64, (void *stmt, int i, int64_t value), (stmt, i, value))
SQLITE(sqlite3_bind_blob64, (void *stmt, int i, const void *data, uint64_t len, void *drop),
       (stmt, i, data, len, drop))
SQLITE(sqlite3_bind_null, (void *stmt, int i), (stmt, i))

/* Without memory for the handle there is none. */
int sqlite3_open_v2(const char *name, void **ret, int flags, const char *vfs)
{
	if (sqlite_turn("sqlite3_open_v2", __builtin_return_address(0)) && shim.act == ACT_FAIL) {
		*ret = NULL;
		return shim.error;
	}
	return REAL(sqlite3_open_v2)(name, ret, flags, vfs);
}

int sqlite3_errcode(void *db)
{
	return shim.said ? shim.said : REAL(sqlite3_errcode)(db);
}

int sqlite3_extended_errcode(void *db)
{
	return shim.said ? shim.said : REAL(sqlite3_extended_errcode)(db);
}

#define CURL(type, failed, name, parameters, arguments)                                            \
	type name parameters                                                                       \
	{                                                                                          \
		ANSWER(curl_turn(#name), failed, REAL(name) arguments);                            \
	}

CURL(int, shim.error, curl_global_init, (long flags), (flags))
CURL(void *, NULL, curl_easy_init, (void), ())
CURL(void *, NULL, curl_multi_init, (void), ())
CURL(int, shim.error, curl_multi_add_handle, (void *multi, void *easy), (multi, easy))
CURL(int, shim.error, curl_multi_socket_action, (void *multi, int fd, int mask, int *running),
     (multi, fd, mask, running))
CURL(int, shim.error, curl_multi_assign, (void *multi, int fd, void *mine), (multi, fd, mine))
CURL(int, shim.error, curl_easy_pause, (void *easy, int mask), (easy, mask))
CURL(void *, NULL, curl_slist_append, (void *list, const char *text), (list, text))

/* Options from 30000 on are numbers of 64 bits. */
int curl_easy_setopt(void *easy, int option, ...)
{
	int (*real)(void *, int, ...) = REAL(curl_easy_setopt);
	bool large = option / 10000 == 3;
	int64_t number = 0;
	void *value = NULL;
	va_list args;

	va_start(args, option);
	if (large) {
		number = va_arg(args, int64_t);
	} else {
		value = va_arg(args, void *);
	}
	va_end(args);
	ANSWER(curl_turn("curl_easy_setopt"), shim.error,
	       large ? real(easy, option, number) : real(easy, option, value));
}

/* Of the multi handle too. */
int curl_multi_setopt(void *multi, int option, ...)
{
	int (*real)(void *, int, ...) = REAL(curl_multi_setopt);
	void *value;
	va_list args;

	va_start(args, option);
	value = va_arg(args, void *);
	va_end(args);
	ANSWER(curl_turn("curl_multi_setopt"), shim.error, real(multi, option, value));
}
