/* SPDX-License-Identifier: MPL-2.0 */
/*
 * lock.h - a lock that dies with its holder (open file description lock, fcntl(2)).
 *
 * A file's content or its mere existence proves nothing after a power cut; a lock
 * that the kernel drops with the descriptor does.
 */
#ifndef STORE_LOCK_H
#define STORE_LOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "motcua/base/err.h"

/* Held while ret_fd is open. busy: the code when somebody else holds it. */
enum mc_code mc_lock_take(const char *path, enum mc_code busy, int *ret_fd,
			  struct mc_err *why) MC_CHECKED;
/* The same, but waits for its holder's end, without waking meanwhile. */
enum mc_code mc_lock_wait(const char *path, int *ret_fd, struct mc_err *why) MC_CHECKED;
/* The same for one byte of it: many locks in one file. at: 0 .. 2^62. */
enum mc_code mc_lock_take_byte(const char *path, int64_t at, enum mc_code busy, int *ret_fd,
			       struct mc_err *why) MC_CHECKED;
bool mc_lock_is_held(const char *path);

#endif
