/* SPDX-License-Identifier: MPL-2.0 */
/* parts.c - files of uploads and parts. */
#include "gateway/parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "motcua/base/file.h"
#include "motcua/seal/hash.h"

static char *path_of(const char *dir, const char *folder, const char *name)
{
	char *inside = mc_path_join(dir, folder), *path = mc_path_join(inside, name);

	free(inside);
	return path;
}

static enum mc_code fail_errno(struct mc_err *why)
{
	return mc_fail(why, errno == ENOSPC || errno == EDQUOT ? MC_E_DISK_FULL : MC_E_FILE_WRITE,
		       "upload: %s", strerror(errno));
}

enum mc_code mc_parts_init(const char *dir, struct mc_err *why)
{
	char *parts = mc_path_join(dir, "parts"), *uploads = mc_path_join(dir, "uploads");
	enum mc_code code = mc_dir_make(parts, 0700, why);

	code = code ? code : mc_dir_make(uploads, 0700, why);
	free(parts);
	free(uploads);
	return code;
}

/* The lock is of a file, and files are renamed and removed: is it still the upload's? */
static bool is_still_at(int fd, const char *path)
{
	struct stat mine, there;

	return !fstat(fd, &mine) && !stat(path, &there) && mine.st_dev == there.st_dev &&
	       mine.st_ino == there.st_ino;
}

static enum mc_code lock(int fd, const char *path, struct mc_err *why)
{
	return flock(fd, LOCK_EX | LOCK_NB) || !is_still_at(fd, path)
		       ? mc_fail(why, MC_E_STORE_BUSY, "upload: another one has it")
		       : MC_OK;
}

enum mc_code mc_upload_hold(const char *dir, const char *id, bool make, int *ret_fd,
			    struct mc_err *why)
{
	char *path = path_of(dir, "uploads", id);
	int fd = open(path, O_RDWR | O_CLOEXEC | (make ? O_CREAT : 0), 0600);
	enum mc_code code;

	if (fd < 0) {
		code = errno == ENOENT ? mc_fail(why, MC_E_NOT_FOUND, "upload: no bytes")
				       : fail_errno(why);
	} else {
		code = lock(fd, path, why);
	}
	free(path);
	if (!code) {
		*ret_fd = fd;
	} else if (fd >= 0) {
		close(fd);
	}
	return code;
}

static bool has_bytes(int fd, int64_t length)
{
	struct stat st;

	return fd >= 0 && !fstat(fd, &st) && (int64_t)st.st_size >= length;
}

enum mc_code mc_upload_cut(int fd, int64_t offset, struct mc_err *why)
{
	if (!has_bytes(fd, offset)) {
		return mc_fail(why, MC_E_NOT_FOUND, "upload: its bytes are gone");
	}
	return ftruncate(fd, offset) || lseek(fd, offset, SEEK_SET) < 0 ? fail_errno(why) : MC_OK;
}

enum mc_code mc_upload_write(int fd, struct mc_slice bytes, struct mc_err *why)
{
	const char *data = bytes.data;

	while (bytes.len) {
		ssize_t n = write(fd, data, bytes.len);

		if (n < 0 && errno != EINTR) {
			return fail_errno(why);
		}
		if (n > 0) {
			data += n;
			bytes.len -= (size_t)n;
		}
	}
	return MC_OK;
}

enum mc_code mc_upload_sync(const char *dir, int fd, struct mc_err *why)
{
	char *uploads = mc_path_join(dir, "uploads");
	int folder = open(uploads, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum mc_code code = MC_OK;

	free(uploads);
	if (folder < 0 || fsync(fd) || fsync(folder)) {
		code = fail_errno(why);
	}
	if (folder >= 0) {
		close(folder);
	}
	return code;
}

enum mc_code mc_part_there(const char *dir, const char *sha256, int64_t length, struct mc_err *why)
{
	char *path = path_of(dir, "parts", sha256);
	struct stat st;
	bool there = !lstat(path, &st) && S_ISREG(st.st_mode) && (int64_t)st.st_size == length;

	free(path);
	return there ? MC_OK : mc_fail(why, MC_E_NOT_FOUND, "part: its file is gone");
}

enum mc_code mc_upload_check(const char *dir, const char *id, int fd, const char *sha256,
			     int64_t length, bool *ret_named, struct mc_err *why)
{
	char *from = path_of(dir, "uploads", id), *to = path_of(dir, "parts", sha256);
	char found[MC_SHA256_HEX];
	bool whole = has_bytes(fd, length);
	/* ended between the naming and the ledger's row */
	bool named = !whole && !mc_part_there(dir, sha256, length, NULL);
	enum mc_code code = whole || named
				    ? mc_sha256_file(named ? to : from, found, why)
				    : mc_fail(why, MC_E_NOT_FOUND, "upload: its bytes are gone");

	if (!code && strcmp(found, sha256)) {
		code = mc_fail(why, MC_E_SIGNATURE, "upload: other bytes than announced");
	}
	if (named || code == MC_E_SIGNATURE || code == MC_E_NOT_FOUND) {
		(void)unlink(from); /* nothing in it is of use */
	}
	if (!code) {
		*ret_named = named;
	}
	free(from);
	free(to);
	return code;
}

enum mc_code mc_upload_name(const char *dir, const char *id, const char *sha256, struct mc_err *why)
{
	char *from = path_of(dir, "uploads", id), *to = path_of(dir, "parts", sha256);
	enum mc_code code = mc_file_move(from, to, why);

	free(from);
	free(to);
	return code;
}

void mc_part_remove(const char *dir, const char *sha256)
{
	char *path = path_of(dir, "parts", sha256);

	(void)unlink(path);
	free(path);
}

void mc_upload_remove(const char *dir, const char *id)
{
	char *path = path_of(dir, "uploads", id);

	(void)unlink(path);
	free(path);
}
