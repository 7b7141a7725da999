/* SPDX-License-Identifier: MPL-2.0 */
/* room.c - how much there is, and the megabyte kept for what must never be refused. */
#include "motcua/store/room.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "store/mail_db.h"

enum { MODE = 0660 };

int64_t mc_room(const char *path)
{
	struct statvfs fs;

	return statvfs(path, &fs) ? -1 : (int64_t)fs.f_bavail * (int64_t)fs.f_frsize;
}

enum mc_code mc_mail_room(const struct mc_mail *mail, struct mc_err *why)
{
	int64_t room = mc_room(mail->path);

	return room >= 0 && room < MC_ROOM_MIN ?
		       mc_fail(why, MC_E_DISK_FULL, "%lld MiB free",
			       (long long)(room / (1024 * 1024))) :
		       MC_OK;
}

/* ---- the ballast */

bool mc_ballast_there(const struct mc_paths *paths)
{
	struct stat st;

	return stat(paths->ballast, &st) == 0 && st.st_size == MC_BALLAST;
}

/* posix_fallocate() returns its error; the room is ours before the file has its name. */
static int fill(int fd)
{
	int error = posix_fallocate(fd, 0, MC_BALLAST);

	if (!error && (fchmod(fd, MODE) || fsync(fd))) {
		error = errno;
	}
	return error;
}

static enum mc_code make(const struct mc_paths *paths, struct mc_err *why)
{
	char *temp = mc_path_join(paths->mail, ".motcua-XXXXXX");
	int fd = mkostemp(temp, O_CLOEXEC);
	int error = fd < 0 ? errno : fill(fd);
	enum mc_code code;

	if (fd >= 0) {
		close(fd);
	}
	if (error) {
		(void)unlink(temp);
		code = mc_fail(why,
			       error == ENOSPC || error == EDQUOT ? MC_E_DISK_FULL :
			       error == EROFS			  ? MC_E_DISK_READ_ONLY :
								    MC_E_FILE_WRITE,
			       "ballast: %s", strerror(error));
	} else {
		code = mc_file_commit(temp, paths->ballast, why);
	}
	free(temp);
	return code;
}

enum mc_code mc_ballast_make(const struct mc_paths *paths, struct mc_err *why)
{
	int64_t room;

	if (mc_ballast_there(paths)) {
		return MC_OK;
	}
	room = mc_room(paths->mail);
	if (room >= 0 && room < MC_ROOM_MIN + MC_BALLAST) {
		return mc_fail(why, MC_E_DISK_FULL, "ballast");
	}
	return make(paths, why);
}

/* The folder's fsync makes some file systems give the room back now, not at their next
 * commit. */
bool mc_ballast_give_up(const struct mc_mail *mail)
{
	int fd;

	if (unlink(mail->ballast) < 0) {
		return false;
	}
	fd = open(mail->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		(void)!fsync(fd);
		close(fd);
	}
	return true;
}
