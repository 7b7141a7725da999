/* SPDX-License-Identifier: MPL-2.0 */
/*
 * file.c - whole files, read with a limit and written so that they survive a power cut.
 *
 * Details carry a base name and strerror() only: a folder may be named after a person.
 */
#include "motcua/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "motcua/base/mem.h"

enum { CHUNK = 32768 };

static enum mc_code fail_errno(struct mc_err *why, enum mc_code code, const char *path, int error)
{
	if (error == ENOSPC || error == EDQUOT) {
		code = MC_E_DISK_FULL;
	} else if (error == EROFS) {
		code = MC_E_DISK_READ_ONLY;
	}
	return mc_fail(why, code, "%s: %s", basename(path), strerror(error));
}

char *mc_path_join(const char *dir, const char *name)
{
	size_t len = strlen(dir);
	size_t slash = len && dir[len - 1] != '/', size = strlen(name) + 1;
	char *path = mc_calloc(len + slash + size, 1);

	memcpy(path, dir, len);
	memset(path + len, '/', slash);
	memcpy(path + len + slash, name, size);
	return path;
}

bool mc_file_exists(const char *path)
{
	return access(path, F_OK) == 0;
}

/* The folder that holds path; the caller frees. */
static char *dir_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash) {
		return mc_strdup(".");
	}
	return mc_strndup(path, slash == path ? 1 : (size_t)(slash - path));
}

/* ---- reading */

/* Not blocking: a FIFO is open at once, and seen to be one. */
int mc_file_open(const char *path, const char **ret_reason)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st;

	if (fd < 0 || fstat(fd, &st)) {
		*ret_reason = strerror(errno);
	} else if (!S_ISREG(st.st_mode)) {
		*ret_reason = "not a regular file";
	} else {
		return fd;
	}
	if (fd >= 0) {
		close(fd);
	}
	return -1;
}

static ssize_t read_some(int fd, void *to, size_t size)
{
	ssize_t n;

	do {
		n = read(fd, to, size);
	} while (n < 0 && errno == EINTR);
	return n;
}

static enum mc_code read_all(int fd, const char *path, struct mc_str *ret, struct mc_err *why)
{
	char chunk[CHUNK];
	enum mc_code code = MC_OK;
	ssize_t n;

	while (code == MC_OK && (n = read_some(fd, chunk, sizeof(chunk))) != 0) {
		if (n < 0) {
			code = fail_errno(why, MC_E_FILE_READ, path, errno);
		} else if (!mc_str_add(ret, chunk, (size_t)n)) {
			code = mc_fail(why, MC_E_FILE_TOO_LARGE, "%s: more than %zu bytes",
				       basename(path), ret->max);
		}
	}
	explicit_bzero(chunk, sizeof(chunk)); /* it may have been a key */
	return code;
}

enum mc_code mc_file_read(const char *path, struct mc_str *ret, struct mc_err *why)
{
	size_t before = ret->len;
	bool was_full = ret->full;
	const char *reason;
	int fd = mc_file_open(path, &reason);
	enum mc_code code;

	if (fd < 0) {
		return mc_fail(why, MC_E_FILE_READ, "%s: %s", basename(path), reason);
	}
	code = read_all(fd, path, ret, why);
	close(fd);
	if (code) {
		ret->full = was_full;
		if (ret->len > before) {
			explicit_bzero(ret->data + before, ret->len - before);
			ret->len = before;
		}
	}
	return code;
}

/* ---- writing */

static int write_all(int fd, struct mc_slice bytes)
{
	const char *p = bytes.data;

	for (size_t left = bytes.len; left;) {
		ssize_t n = write(fd, p, left);

		if (n < 0 && errno != EINTR) {
			return -1;
		}
		if (n > 0) {
			p += n;
			left -= (size_t)n;
		}
	}
	return 0;
}

/* Make the names in path's folder durable. Some file systems know no such thing: EINVAL. */
static int sync_dir_of(const char *path)
{
	char *dir = dir_of(path);
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC), error = 0;

	free(dir);
	if (fd < 0) {
		return -1;
	}
	if (fsync(fd) < 0 && errno != EINVAL) {
		error = errno;
	}
	close(fd);
	errno = error;
	return error ? -1 : 0;
}

static int fill_and_close(int fd, mode_t mode, struct mc_slice bytes)
{
	int error = fchmod(fd, mode) < 0 || write_all(fd, bytes) < 0 || fsync(fd) < 0 ? errno : 0;

	if (close(fd) < 0 && !error) {
		error = errno;
	}
	errno = error;
	return error ? -1 : 0;
}

enum mc_code mc_file_move(const char *from, const char *to, struct mc_err *why)
{
	return rename(from, to) < 0 || sync_dir_of(to) < 0
		       ? fail_errno(why, MC_E_FILE_WRITE, to, errno)
		       : MC_OK;
}

enum mc_code mc_file_commit(const char *temp, const char *path, struct mc_err *why)
{
	enum mc_code code = mc_file_move(temp, path, why);

	if (code) {
		(void)unlink(temp); /* gone already when only the folder was not synced */
	}
	return code;
}

static enum mc_code write_via(char *temp, const char *path, mode_t mode, struct mc_slice bytes,
			      struct mc_err *why)
{
	int fd = mkostemp(temp, O_CLOEXEC);

	if (fd < 0) {
		return fail_errno(why, MC_E_FILE_WRITE, path, errno);
	}
	if (fill_and_close(fd, mode, bytes) < 0) {
		int error = errno;

		(void)unlink(temp);
		return fail_errno(why, MC_E_FILE_WRITE, path, error);
	}
	return mc_file_commit(temp, path, why);
}

enum mc_code mc_file_write(const char *path, mode_t mode, struct mc_slice bytes,
			   struct mc_err *why)
{
	char *dir = dir_of(path);
	/* not path with a suffix: that could pass NAME_MAX where path itself does not */
	char *temp = mc_path_join(dir, ".motcua-XXXXXX");
	enum mc_code code = write_via(temp, path, mode, bytes, why);

	free(temp);
	free(dir);
	return code;
}

enum mc_code mc_file_fill(const char *path, mode_t mode, struct mc_slice bytes,
			  struct mc_err *why)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode), error;

	if (fd < 0) {
		return fail_errno(why, MC_E_FILE_WRITE, path, errno);
	}
	error = write_all(fd, bytes) < 0 ? errno : 0;
	if (close(fd) < 0 && !error) {
		error = errno;
	}
	return error ? fail_errno(why, MC_E_FILE_WRITE, path, error) : MC_OK;
}

enum mc_code mc_dir_sync_all(const char *dir, struct mc_err *why)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC), error = 0;

	if (fd < 0 || syncfs(fd) < 0) {
		error = errno;
	}
	if (fd >= 0) {
		close(fd);
	}
	return error ? fail_errno(why, MC_E_FILE_WRITE, dir, error) : MC_OK;
}

/* ---- folders */

static bool is_dir(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* One level. chmod(): mkdir() obeys the umask and may drop the set-group-ID bit. */
static enum mc_code make_level(const char *path, mode_t mode, struct mc_err *why)
{
	if (mkdir(path, mode) < 0) {
		if (errno == EEXIST && is_dir(path)) {
			return MC_OK;
		}
		return fail_errno(why, MC_E_FILE_WRITE, path, errno == EEXIST ? ENOTDIR : errno);
	}
	if (chmod(path, mode) < 0 || sync_dir_of(path) < 0) {
		return fail_errno(why, MC_E_FILE_WRITE, path, errno);
	}
	return MC_OK;
}

enum mc_code mc_dir_make(const char *path, mode_t mode, struct mc_err *why)
{
	char *part = mc_strdup(path);
	size_t len = strlen(part);
	enum mc_code code = MC_OK;

	while (len > 1 && part[len - 1] == '/') {
		part[--len] = '\0';
	}
	if (is_dir(part)) { /* as at every start but the first */
		free(part);
		return MC_OK;
	}
	for (char *slash = part; *slash && code == MC_OK && (slash = strchr(slash + 1, '/'));) {
		*slash = '\0';
		code = is_dir(part) ? MC_OK : make_level(part, mode, why);
		*slash = '/';
	}
	code = code ? code : make_level(part, mode, why);
	free(part);
	return code;
}
