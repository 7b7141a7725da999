/* SPDX-License-Identifier: MPL-2.0 */
/* parts.h - the bytes of parts and uploads: DIR/parts/<sha256>, DIR/uploads/<id>. */
#ifndef GATEWAY_PARTS_H
#define GATEWAY_PARTS_H

#include <stdint.h>

#include "motcua/base/str.h"

/* Both folders, made when they are missing. */
enum mc_code mc_parts_init(const char *dir, struct mc_err *why) MC_CHECKED;
/*
 * Open an upload's file for writing at offset; what stands behind it was never told to
 * anybody and is cut off. Only one writer at a time: MC_E_STORE_BUSY.
 */
enum mc_code mc_upload_open(const char *dir, const char *id, int64_t offset, int *ret_fd,
			    struct mc_err *why) MC_CHECKED;
enum mc_code mc_upload_write(int fd, struct mc_slice bytes, struct mc_err *why) MC_CHECKED;
/* Make the file and its name durable; only then may the offset be told. */
enum mc_code mc_upload_sync(const char *dir, int fd, struct mc_err *why) MC_CHECKED;
/* Becomes a part when its digest is the announced one: else MC_E_SIGNATURE, file gone. */
enum mc_code mc_upload_to_part(const char *dir, const char *id, const char *sha256,
			       struct mc_err *why) MC_CHECKED;
void mc_upload_remove(const char *dir, const char *id);

#endif
