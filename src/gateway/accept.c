/* SPDX-License-Identifier: MPL-2.0 */
/* accept.c - dossiers and parts that did not come by a request of their own. */
#include "gateway/accept.h"

#include <stdlib.h>
#include <string.h>

#include "gateway/parts.h"
#include "gateway/uploads.h"
#include "motcua/base/clock.h"
#include "motcua/base/mem.h"

enum { PIECE = 65536 };
#define LASTS MC_DAY /* of what an interrupted import left behind */

/* ---- dossiers */

void mc_accept_apart(const struct mc_gateway *gateway, const struct mc_route *route,
		     mc_accept *accept, struct mc_slice record_jws, struct mc_slice manifest,
		     struct mc_request *ret)
{
	*ret = (struct mc_request){.route = route};
	mc_str_init(&ret->body, 1);
	mc_str_init(&ret->reply, MC_JSON_MAX);
	accept(gateway, ret, record_jws, manifest);
}

void mc_accept_apart_done(struct mc_request *request)
{
	mc_str_done(&request->body);
	mc_str_wipe(&request->reply);
}

/* ---- parts: an upload that comes in one go */

static enum mc_code copy_all(int fd, int64_t length, mc_accept_some *some, void *from,
			     struct mc_err *why)
{
	char *piece = mc_calloc(1, PIECE);
	size_t len = 1;
	enum mc_code code = MC_OK;

	while (!code && length > 0 && len) {
		code = some(from, piece, length < PIECE ? (size_t)length : PIECE, &len, why);
		code = code ? code : mc_upload_write(fd, (struct mc_slice){piece, len}, why);
		length -= (int64_t)len;
	}
	free(piece);
	return !code && length ? mc_fail(why, MC_E_SIGNATURE, "part: shorter than announced")
			       : code;
}

static enum mc_code write_upload(const struct mc_gateway *gateway, struct mc_upload *upload,
				 mc_accept_some *some, void *from, struct mc_err *why)
{
	enum mc_code code = copy_all(upload->fd, upload->row.length, some, from, why);

	code = code ? code : mc_upload_keep(gateway, upload, upload->row.length, why);
	return code ? code : mc_upload_finish(gateway, upload, why);
}

enum mc_code mc_accept_part(const struct mc_gateway *gateway, const char *terminal,
			    const char *sha256, int64_t length, mc_accept_some *some, void *from,
			    struct mc_err *why)
{
	struct mc_ledger_upload row = {.length = length};
	struct mc_upload upload = {.fd = -1};
	struct mc_err ignored;
	bool held = false;
	enum mc_code code = mc_part_held(gateway, terminal, sha256, &held, why);

	if (code || held) {
		return code;
	}
	if (length <= 0 || length > MC_PART_LIMIT) {
		return mc_fail(why, MC_E_FILE_TOO_LARGE, "part");
	}
	(void)MC_COPY(row.terminal, terminal);
	(void)MC_COPY(row.sha256, sha256);
	code = mc_upload_new(gateway, &row, LASTS, NULL, &upload, why);
	code = code ? code : write_upload(gateway, &upload, some, from, why);
	if (code) {
		(void)!mc_upload_drop(gateway, &upload, &ignored);
	}
	mc_upload_release(&upload);
	return code;
}
