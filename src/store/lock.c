/* SPDX-License-Identifier: MPL-2.0 */
/* lock.c - open file description locks on whole files. */
#include "store/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LOCK_MODE = 0660 }; /* desk and courier share it by their group */

static enum mc_code fail_errno(struct mc_err *why, const char *path, int error)
{
	enum mc_code code = error == ENOSPC || error == EDQUOT ? MC_E_DISK_FULL :
			    error == EROFS		       ? MC_E_DISK_READ_ONLY :
								 MC_E_FILE_WRITE;

	return mc_fail(why, code, "%s: %s", basename(path), strerror(error));
}

static int open_lock(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, LOCK_MODE);

	if (fd >= 0) {
		(void)fchmod(fd, LOCK_MODE); /* past the umask; fails when it is the other's file */
	}
	return fd;
}

static enum mc_code take(const char *path, struct flock lock, enum mc_code busy, int *ret_fd,
			 struct mc_err *why)
{
	int fd = open_lock(path);

	if (fd < 0) {
		return fail_errno(why, path, errno);
	}
	if (fcntl(fd, busy ? F_OFD_SETLK : F_OFD_SETLKW, &lock) < 0) {
		int error = errno;

		close(fd);
		return error == EAGAIN || error == EACCES ?
			       mc_fail(why, busy, "%s is held", basename(path)) :
			       fail_errno(why, path, error);
	}
	*ret_fd = fd;
	return MC_OK;
}

enum mc_code mc_lock_take(const char *path, enum mc_code busy, int *ret_fd, struct mc_err *why)
{
	struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

	return take(path, whole, busy, ret_fd, why);
}

enum mc_code mc_lock_wait(const char *path, int *ret_fd, struct mc_err *why)
{
	struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

	return take(path, whole, MC_OK, ret_fd, why);
}

enum mc_code mc_lock_take_byte(const char *path, int64_t at, enum mc_code busy, int *ret_fd,
			       struct mc_err *why)
{
	struct flock one = {
		.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = at, .l_len = 1};

	return take(path, one, busy, ret_fd, why);
}

bool mc_lock_is_held(const char *path)
{
	struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	bool held;

	if (fd < 0) {
		return false;
	}
	held = fcntl(fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
	close(fd);
	return held;
}
