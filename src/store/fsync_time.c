/* SPDX-License-Identifier: MPL-2.0 */
/* fsync_time.c - how long the disk takes to say that something is safe. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#include <linux/magic.h>

#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/store/disk.h"

enum { TIMES = MC_FSYNCS, BLOCK = 4096 };

bool mc_is_memory(const char *path)
{
	struct statfs fs;
	uint32_t magic; /* f_type is a signed 32-bit word on i386 */

	if (statfs(path, &fs) < 0) {
		return false;
	}
	magic = (uint32_t)fs.f_type;
	return magic == TMPFS_MAGIC || magic == RAMFS_MAGIC;
}

static int64_t now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int compare(const void *a, const void *b)
{
	const int64_t *one = a, *two = b;

	return *one < *two ? -1 : *one > *two;
}

/* 0, or what went wrong. The file grows, as a write-ahead log does. */
static int measure(int fd, int64_t took[TIMES])
{
	static const char block[BLOCK] = "x";

	for (int i = 0; i < TIMES; i++) {
		int64_t began = now_us();

		errno = ENOSPC;
		if (write(fd, block, sizeof(block)) != BLOCK || fsync(fd)) {
			return errno;
		}
		took[i] = now_us() - began;
	}
	return 0;
}

enum mc_code mc_fsync_time(const char *dir, int64_t *ret_us, struct mc_err *why)
{
	char *path = mc_path_join(dir, ".motcua-XXXXXX");
	int64_t took[TIMES];
	int fd = mkostemp(path, O_CLOEXEC), error;

	error = fd < 0 ? errno : measure(fd, took);
	if (fd >= 0) { /* not before: of a file without a name some file systems keep nothing */
		close(fd);
		(void)unlink(path);
	}
	free(path);
	if (error) {
		return mc_fail(why,
			       error == ENOSPC || error == EDQUOT ? MC_E_DISK_FULL :
			       error == EROFS			  ? MC_E_DISK_READ_ONLY :
								    MC_E_FILE_WRITE,
			       "%s", strerror(error));
	}
	qsort(took, TIMES, sizeof(took[0]), compare);
	*ret_us = took[TIMES / 2];
	return MC_OK;
}
