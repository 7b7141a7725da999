/* SPDX-License-Identifier: MPL-2.0 */
/* file.h - whole files, read with a limit and written so that they survive a power cut. */
#ifndef MOTCUA_BASE_FILE_H
#define MOTCUA_BASE_FILE_H

#include <stdbool.h>
#include <sys/types.h>

#include "motcua/base/str.h"

/*
 * The one door to files that people or others lay into a folder: a descriptor for reading, of a
 * file alone. A FIFO, a device, a socket or a folder of that name would make whoever reads wait,
 * or read without end. -1: *ret_reason says why, without the path.
 */
int mc_file_open(const char *path, const char **ret_reason);
/* Append the whole file to ret; MC_E_FILE_TOO_LARGE past ret->max. "-" is not special. */
enum mc_code mc_file_read(const char *path, struct mc_str *ret, struct mc_err *why) MC_CHECKED;

/*
 * Write to a temporary in the same directory, fsync, rename over path, fsync
 * the directory. Either the old file or the whole new one is there afterwards.
 */
enum mc_code mc_file_write(const char *path, mode_t mode, struct mc_slice bytes,
			   struct mc_err *why) MC_CHECKED;
/* The second half alone, for a temporary that the caller filled and fsynced. */
enum mc_code mc_file_commit(const char *temp, const char *path, struct mc_err *why) MC_CHECKED;

/*
 * For many files of a new folder, where an fsync for each would make people wait: each is
 * made, which it must not be yet, and then all that the file system has is made durable.
 */
enum mc_code mc_file_fill(const char *path, mode_t mode, struct mc_slice bytes,
			  struct mc_err *why) MC_CHECKED;
enum mc_code mc_dir_sync_all(const char *dir, struct mc_err *why) MC_CHECKED;

/* A file under another name, durable when it returns. When that fails it is where it was:
 * mc_file_commit() would have thrown a mere temporary away. */
enum mc_code mc_file_move(const char *from, const char *to, struct mc_err *why) MC_CHECKED;

/* mkdir -p with this mode for what is new. */
enum mc_code mc_dir_make(const char *path, mode_t mode, struct mc_err *why) MC_CHECKED;
bool mc_file_exists(const char *path);

/* "dir/name"; the caller frees. */
char *mc_path_join(const char *dir, const char *name);

#endif
