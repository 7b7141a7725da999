/* SPDX-License-Identifier: MPL-2.0 */
/*
 * uploads.c - an upload from its row to the part. A second gateway may work on the same folder
 * and a client may ask either: whatever is decided about an upload is decided while its file
 * is held, by a row that was read since.
 */
#include "gateway/uploads.h"

#include <unistd.h>

#include "gateway/parts.h"
#include "motcua/base/clock.h"
#include "motcua/base/codec.h"
#include "motcua/base/log.h"
#include "motcua/base/rand.h"

static enum mc_code read_row(const struct mc_gateway *gateway, const char *id,
			     struct mc_ledger_upload *ret, struct mc_err *why)
{
	return gateway->ledger.ops->upload(gateway->ledger.ctx, id, mc_clock_now(), ret, why);
}

void mc_upload_release(struct mc_upload *upload)
{
	if (upload->fd >= 0) {
		close(upload->fd);
	}
	upload->fd = -1;
}

enum mc_code mc_upload_new(const struct mc_gateway *gateway, struct mc_ledger_upload *row,
			   int64_t lasts, const struct mc_ledger_room *room, struct mc_upload *ret,
			   struct mc_err *why)
{
	uint8_t id[16];
	enum mc_code code;

	mc_rand_bytes(id, sizeof(id));
	mc_hex_encode(id, sizeof(id), row->id);
	row->offset = 0;
	row->created_at = mc_clock_now();
	row->expires_at = row->created_at + lasts;
	*ret = (struct mc_upload){.row = *row, .fd = -1};
	code = gateway->ledger.ops->add_upload(gateway->ledger.ctx, row, room, why);
	return code ? code : mc_upload_hold(gateway->dir, row->id, true, &ret->fd, why);
}

enum mc_code mc_upload_take(const struct mc_gateway *gateway, const char *id, struct mc_upload *ret,
			    struct mc_err *why)
{
	struct mc_upload upload = {.fd = -1};
	enum mc_code code = read_row(gateway, id, &upload.row, why);

	if (code) {
		return code;
	}
	code = mc_upload_hold(gateway->dir, id, !upload.row.offset, &upload.fd, why);
	if (code == MC_E_NOT_FOUND) { /* a part by now, or lost: the row will tell */
		code = MC_OK;
	}
	code = code ? code : read_row(gateway, id, &upload.row, why);
	if (code) {
		mc_upload_release(&upload);
		return code;
	}
	*ret = upload;
	return MC_OK;
}

enum mc_code mc_upload_keep(const struct mc_gateway *gateway, struct mc_upload *upload,
			    int64_t offset, struct mc_err *why)
{
	const struct mc_ledger *ledger = &gateway->ledger;
	enum mc_code code = MC_OK;

	if (offset > upload->row.offset) {
		code = mc_upload_sync(gateway->dir, upload->fd, why);
		code = code ? code
			    : ledger->ops->set_offset(ledger->ctx, upload->row.id, offset, why);
	}
	if (!code) {
		upload->row.offset = offset;
	}
	return code;
}

enum mc_code mc_upload_drop(const struct mc_gateway *gateway, const struct mc_upload *upload,
			    struct mc_err *why)
{
	enum mc_code code =
		gateway->ledger.ops->drop_upload(gateway->ledger.ctx, upload->row.id, why);

	if (!code) {
		mc_upload_remove(gateway->dir, upload->row.id);
	}
	return code;
}

enum mc_code mc_upload_forget(const struct mc_gateway *gateway, const struct mc_upload *upload,
			      enum mc_code code)
{
	struct mc_err ignored;

	mc_log(code == MC_E_SIGNATURE ? MC_LOG_WARNING : MC_LOG_ERROR, "upload of terminal %s: %s",
	       upload->row.terminal,
	       code == MC_E_SIGNATURE ? "other bytes than announced" : "its bytes are gone");
	return mc_upload_drop(gateway, upload, &ignored) ? MC_E_STORE : code;
}

struct naming {
	const struct mc_gateway *gateway;
	const struct mc_ledger_upload *row;
	bool named;
};

static enum mc_code name(void *to, struct mc_err *why)
{
	const struct naming *n = to;

	return n->named ? mc_part_there(n->gateway->dir, n->row->sha256, n->row->length, why)
			: mc_upload_name(n->gateway->dir, n->row->id, n->row->sha256, why);
}

enum mc_code mc_upload_finish(const struct mc_gateway *gateway, struct mc_upload *upload,
			      struct mc_err *why)
{
	const struct mc_ledger *ledger = &gateway->ledger;
	const struct mc_ledger_upload *row = &upload->row;
	struct naming naming = {gateway, row, false};
	enum mc_code code = mc_upload_check(gateway->dir, row->id, upload->fd, row->sha256,
					    row->length, &naming.named, why);

	if (code == MC_E_SIGNATURE || code == MC_E_NOT_FOUND) {
		return mc_upload_forget(gateway, upload, code);
	}
	code = code ? code
		    : ledger->ops->finish_upload(ledger->ctx, row, mc_clock_now(), name, &naming,
						 why);
	if (!code) {
		mc_log(MC_LOG_INFO, "part of terminal %s held, %lld bytes", row->terminal,
		       (long long)row->length);
	}
	return code;
}

enum mc_code mc_part_held(const struct mc_gateway *gateway, const char *terminal,
			  const char *sha256, bool *ret, struct mc_err *why)
{
	int64_t size = 0;
	enum mc_code code = gateway->ledger.ops->part_size(gateway->ledger.ctx, terminal, sha256,
							   &size, why);

	*ret = !code && size && !mc_part_there(gateway->dir, sha256, size, NULL);
	if (size && !*ret) {
		mc_log(MC_LOG_ERROR, "part of terminal %s: its file is gone, it is asked for again",
		       terminal);
	}
	return code;
}

static void remove_upload(void *dir, const char *id)
{
	mc_upload_remove(dir, id);
}

static void remove_part(void *dir, const char *sha256)
{
	mc_part_remove(dir, sha256);
}

enum mc_code mc_uploads_sweep(const struct mc_gateway *gateway, int64_t now, struct mc_err *why)
{
	const struct mc_ledger *ledger = &gateway->ledger;
	enum mc_code code = ledger->ops->expire_uploads(ledger->ctx, now, remove_upload,
							gateway->dir, why);

	return code ? code
		    : ledger->ops->sweep_parts(ledger->ctx, now - MC_UPLOAD_LASTS, remove_part,
					       gateway->dir, why);
}
