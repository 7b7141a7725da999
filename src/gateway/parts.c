/* SPDX-License-Identifier: MPL-2.0 */
/* parts.c - files of uploads and parts. */
#include "gateway/parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
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

enum mc_code mc_upload_open(const char *dir, const char *id, int64_t offset, int *ret_fd,
			    struct mc_err *why)
{
	char *path = path_of(dir, "uploads", id);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	free(path);
	if (fd < 0) {
		return fail_errno(why);
	}
	if (flock(fd, LOCK_EX | LOCK_NB)) {
		close(fd);
		return mc_fail(why, MC_E_STORE_BUSY, "upload: another one writes it");
	}
	if (ftruncate(fd, offset) || lseek(fd, offset, SEEK_SET) < 0) {
		enum mc_code code = fail_errno(why);

		close(fd);
		return code;
	}
	*ret_fd = fd;
	return MC_OK;
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

enum mc_code mc_upload_to_part(const char *dir, const char *id, const char *sha256,
			       struct mc_err *why)
{
	char *from = path_of(dir, "uploads", id), *to = path_of(dir, "parts", sha256);
	char found[MC_SHA256_HEX];
	/* Ended between the renaming and the ledger's row: the part is there already. */
	bool moved = !mc_file_exists(from) && mc_file_exists(to);
	enum mc_code code = moved || mc_file_exists(from)
				    ? mc_sha256_file(moved ? to : from, found, why)
				    : mc_fail(why, MC_E_NOT_FOUND, "upload: its bytes are gone");

	if (!code && strcmp(found, sha256)) {
		(void)unlink(from);
		code = mc_fail(why, MC_E_SIGNATURE, "upload: other bytes than announced");
	}
	if (!code && !moved) {
		code = mc_file_move(from, to, why);
	}
	free(from);
	free(to);
	return code;
}

void mc_upload_remove(const char *dir, const char *id)
{
	char *path = path_of(dir, "uploads", id);

	(void)unlink(path);
	free(path);
}
