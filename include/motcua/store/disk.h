/* SPDX-License-Identifier: MPL-2.0 */
/*
 * disk.h - what the system says about the disk below a folder, and what an fsync did there.
 *
 * Whether a disk keeps what it said it wrote, only a power cut can tell. What can be seen is
 * whether it has a cache that a power cut empties, and whether our fsync had it emptied: the
 * kernel counts the flushes that each disk has completed.
 */
#ifndef MOTCUA_STORE_DISK_H
#define MOTCUA_STORE_DISK_H

#include <stdbool.h>
#include <stdint.h>

#include "motcua/base/err.h"

#define MC_DISKS_MAX 8
struct mc_disk {
	char name[32];     /* "sda" */
	bool write_back;   /* it has a cache that a power cut empties, as far as the kernel knows */
	int64_t flushes;   /* completed so far; -1 = not counted */
};
struct mc_disks {
	char fs[32];       /* "ext4"; "" = not known */
	bool no_barrier;   /* mounted so that nothing is ever flushed */
	int count;         /* 0 = none of this computer's is seen */
	struct mc_disk of[MC_DISKS_MAX];
};

/* Where it is read; NULL: /proc/self/mountinfo and /sys. */
struct mc_disk_sources {
	const char *mounts, *sys;
};
void mc_disks_look(const char *dir, const struct mc_disk_sources *from, struct mc_disks *ret);

enum mc_fsync_shown {
	MC_FSYNC_UNSEEN,     /* there is no disk to look at */
	MC_FSYNC_UNCOUNTED,  /* the kernel does not count */
	MC_FSYNC_NO_BARRIER, /* it is mounted so that no fsync reaches the disk's own cache */
	MC_FSYNC_NOTHING,    /* a disk with a cache was not told to empty it each time */
	MC_FSYNC_THROUGH,    /* no disk below has a cache, says it */
	MC_FSYNC_FLUSHED,    /* each disk with one emptied it each time, says it */
};
/* From the looks before and after so many fsyncs, one behind the other. ret_flushes: of the
 * disk that has least; others write meanwhile, so there may be more. */
enum mc_fsync_shown mc_fsync_judge(const struct mc_disks *before, const struct mc_disks *after,
				   int fsyncs, int64_t *ret_flushes);

#define MC_FSYNCS 15
/* So many small writes, each with its fsync: the median, in microseconds. */
enum mc_code mc_fsync_time(const char *dir, int64_t *ret_us, struct mc_err *why) MC_CHECKED;
/* A file system in memory: it forgets all at a power cut. */
bool mc_is_memory(const char *path);

#endif
