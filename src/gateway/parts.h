/* SPDX-License-Identifier: MPL-2.0 */
/* parts.h - the bytes of parts and uploads: DIR/parts/<sha256>, DIR/uploads/<id>. */
#ifndef GATEWAY_PARTS_H
#define GATEWAY_PARTS_H

#include <stdint.h>

#include "motcua/base/str.h"

/* Both folders, made when they are missing. */
enum mc_code mc_parts_init(const char *dir, struct mc_err *why) MC_CHECKED;
/*
 * Open an upload's file and lock it. Until it is closed nobody else writes it, makes a part
 * of it or takes it away, in this process or in another one: MC_E_STORE_BUSY. Missing, it is
 * made, or MC_E_NOT_FOUND. What the ledger says of it is read after this, not before.
 */
enum mc_code mc_upload_hold(const char *dir, const char *id, bool make, int *ret_fd,
			    struct mc_err *why) MC_CHECKED;
/* Write from offset on; what stands behind it was never told to anybody and is cut off.
 * MC_E_NOT_FOUND: the file is shorter. */
enum mc_code mc_upload_cut(int fd, int64_t offset, struct mc_err *why) MC_CHECKED;
enum mc_code mc_upload_write(int fd, struct mc_slice bytes, struct mc_err *why) MC_CHECKED;
/* Make the file and its name durable; only then may the offset be told. */
enum mc_code mc_upload_sync(const char *dir, int fd, struct mc_err *why) MC_CHECKED;
/*
 * Are the bytes of a held upload (fd -1: it has no file) all here, and those announced? May it
 * be named? *ret_named: it has been, by somebody who ended there. MC_E_SIGNATURE (other
 * bytes), MC_E_NOT_FOUND (gone): the file is removed.
 */
enum mc_code mc_upload_check(const char *dir, const char *id, int fd, const char *sha256,
			     int64_t length, bool *ret_named, struct mc_err *why) MC_CHECKED;
/* The file becomes the part's, durably. */
enum mc_code mc_upload_name(const char *dir, const char *id, const char *sha256,
			    struct mc_err *why) MC_CHECKED;
/* It stands there, of this length. MC_E_NOT_FOUND. */
enum mc_code mc_part_there(const char *dir, const char *sha256, int64_t length,
			   struct mc_err *why) MC_CHECKED;
void mc_part_remove(const char *dir, const char *sha256);
void mc_upload_remove(const char *dir, const char *id);

#endif
