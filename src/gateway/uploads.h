/* SPDX-License-Identifier: MPL-2.0 */
/* uploads.h - one upload with nobody else at it: its row and its file as they belong together. */
#ifndef GATEWAY_UPLOADS_H
#define GATEWAY_UPLOADS_H

#include "gateway/gateway.h"

#define MC_UPLOAD_LASTS (14 * MC_DAY)

struct mc_upload {
	struct mc_ledger_upload row;
	int fd; /* holds it; -1: let go, or it has no file (any more) */
};

/* Make one of this terminal, part and length; the rest of the row is filled in. MC_E_WAITING:
 * no room (NULL = no limit). */
enum mc_code mc_upload_new(const struct mc_gateway *gateway, struct mc_ledger_upload *row,
			   int64_t lasts, const struct mc_ledger_room *room, struct mc_upload *ret,
			   struct mc_err *why) MC_CHECKED;
/* The row is what it is while the file is held. MC_E_NOT_FOUND, MC_E_STORE_BUSY. */
enum mc_code mc_upload_take(const struct mc_gateway *gateway, const char *id, struct mc_upload *ret,
			    struct mc_err *why) MC_CHECKED;
/* Let go; for good once. */
void mc_upload_release(struct mc_upload *upload);

/* What came is kept: on disk first, then in the ledger. */
enum mc_code mc_upload_keep(const struct mc_gateway *gateway, struct mc_upload *upload,
			    int64_t offset, struct mc_err *why) MC_CHECKED;
/*
 * All bytes are here: the upload becomes a part, or nothing: MC_E_SIGNATURE, MC_E_NOT_FOUND,
 * then it is forgotten. Held until its name and its row are durable.
 */
enum mc_code mc_upload_finish(const struct mc_gateway *gateway, struct mc_upload *upload,
			      struct mc_err *why) MC_CHECKED;
/* What the sender (MC_E_SIGNATURE) or the disk (MC_E_NOT_FOUND) spoiled is dropped and sent
 * again from its beginning; code, or MC_E_STORE. */
enum mc_code mc_upload_forget(const struct mc_gateway *gateway, const struct mc_upload *upload,
			      enum mc_code code) MC_CHECKED;
/* Expired uploads, and parts that no dossier has named as long as an upload lasts. */
enum mc_code mc_uploads_sweep(const struct mc_gateway *gateway, int64_t now,
			      struct mc_err *why) MC_CHECKED;
/*
 * Is this part of the terminal's here: its row, and its file as long as it was? A folder put
 * back from another day than the ledger may lack it: then it is sent once more.
 */
enum mc_code mc_part_held(const struct mc_gateway *gateway, const char *terminal,
			  const char *sha256, bool *ret, struct mc_err *why) MC_CHECKED;
/* Forget it, and its file. */
enum mc_code mc_upload_drop(const struct mc_gateway *gateway, const struct mc_upload *upload,
			    struct mc_err *why) MC_CHECKED;

#endif
