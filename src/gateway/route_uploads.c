/* SPDX-License-Identifier: MPL-2.0 */
/*
 * route_uploads.c - parts: tus 1.0.0 with creation, creation-with-upload, expiration,
 * termination and checksum. A body that breaks off is kept as far as it came; an offset is told
 * only after the bytes before it are on disk.
 */
#include <stdlib.h>
#include <string.h>

#include "gateway/checksum.h"
#include "gateway/parts.h"
#include "gateway/routes.h"
#include "gateway/tus.h"
#include "gateway/uploads.h"
#include "motcua/base/clock.h"
#include "motcua/base/codec.h"
#include "motcua/base/log.h"
#include "motcua/base/mem.h"

/* What a terminal may have under way. The desk sends one part at a time, and a dossier's are
 * named as soon as it is taken in: this is what somebody else could leave here in its name. */
enum { OPEN_MOST = 64 };
#define UNNAMED_MOST ((int64_t)1024 * 1024 * 1024)

/* One body being written. In a list, so that a later question about the upload can end it. */
struct mc_patch {
	struct mc_patch *next;
	struct mc_upload upload; /* let go: ended */
	int64_t offset;
	struct mc_checksum *checksum; /* of this body; NULL = nothing was said */
	bool creates;
};

/* ---- a body's end */

static void unlink_patch(struct mc_gateway *gateway, const struct mc_patch *patch)
{
	for (struct mc_patch **p = &gateway->patches; *p; p = &(*p)->next) {
		if (*p == patch) {
			*p = patch->next;
			return;
		}
	}
}

/* What came is kept, and others may go on with it. */
static enum mc_code settle(const struct mc_gateway *gateway, struct mc_patch *patch,
			   struct mc_err *why)
{
	enum mc_code code = MC_OK;

	if (patch->upload.fd >= 0) {
		code = mc_upload_keep(gateway, &patch->upload, patch->offset, why);
		mc_upload_release(&patch->upload);
	}
	return code;
}

/*
 * Who asks about an upload has given up its earlier connection, even where that looks
 * alive from here: end it, so that the offset told is the last word.
 */
static enum mc_code settle_others(struct mc_gateway *gateway, const char *id, struct mc_err *why)
{
	enum mc_code code = MC_OK;

	for (struct mc_patch *p = gateway->patches; p && !code; p = p->next) {
		if (!strcmp(p->upload.row.id, id)) {
			code = settle(gateway, p, why);
		}
	}
	return code;
}

/* ---- answers */

static void answer_upload_error(struct mc_request *request, enum mc_code code,
				const struct mc_err *why)
{
	if (code == MC_E_SIGNATURE) {
		mc_answer_plain_problem(request, MC_PROBLEM_PART_DIGEST);
	} else if (code == MC_E_WAITING) {
		mc_log(MC_LOG_WARNING, "no room for an upload: %s", why->detail);
		mc_answer_plain_problem(request, MC_PROBLEM_NO_ROOM);
	} else if (code == MC_E_FILE_TOO_LARGE) {
		mc_answer_plain_problem(request, MC_PROBLEM_TOO_LARGE);
	} else {
		mc_answer_error(request, code, why);
	}
}

/* ---- creation */

static enum mc_code read_creation(const struct mc_request *request, struct mc_ledger_upload *ret,
				  struct mc_err *why)
{
	const char *line = mc_request_header(request, "Upload-Metadata");
	uint8_t digest[MC_SHA256_LEN];

	if (!mc_tus_number(mc_request_header(request, "Upload-Length"), &ret->length) ||
	    !ret->length) {
		return mc_fail(why, MC_E_JSON_SHAPE, "Upload-Length");
	}
	if (!mc_tus_metadata(line, "sha256", ret->sha256, sizeof(ret->sha256)) ||
	    !mc_hex_decode(ret->sha256, digest, sizeof(digest))) {
		return mc_fail(why, MC_E_JSON_SHAPE, "Upload-Metadata: sha256");
	}
	if (!mc_tus_metadata(line, "terminal", ret->terminal, sizeof(ret->terminal))) {
		return mc_fail(why, MC_E_JSON_SHAPE, "Upload-Metadata: terminal");
	}
	return MC_OK;
}

static enum mc_code create(struct mc_gateway *gateway, const struct mc_request *request,
			   struct mc_upload *upload, struct mc_err *why)
{
	static const struct mc_ledger_room room = {OPEN_MOST, UNNAMED_MOST};
	struct mc_ledger_upload row = {.offset = 0};
	struct mc_ledger_terminal terminal;
	enum mc_code code = read_creation(request, &row, why);

	code = code ? code : mc_gateway_terminal(gateway, row.terminal, &terminal, why);
	if (!code && row.length > MC_PART_LIMIT) {
		code = mc_fail(why, MC_E_FILE_TOO_LARGE, "Upload-Length");
	}
	return code ? code : mc_upload_new(gateway, &row, MC_UPLOAD_LASTS, &room, upload, why);
}

/* ---- bodies */

static enum mc_code start_checksum(const struct mc_request *request, struct mc_checksum **ret,
				   struct mc_err *why)
{
	const char *header = mc_request_header(request, "Upload-Checksum");

	return header ? mc_checksum_new(header, ret, why) : MC_OK;
}

/* upload is the patch's from now on, or let go. */
static enum mc_code start_patch(struct mc_gateway *gateway, struct mc_request *request,
				struct mc_upload *upload, bool creates, struct mc_err *why)
{
	struct mc_checksum *checksum = NULL;
	struct mc_patch *patch;
	enum mc_code code = mc_upload_cut(upload->fd, upload->row.offset, why);

	code = code ? code : start_checksum(request, &checksum, why);
	if (code) {
		mc_upload_release(upload);
		return code;
	}
	patch = mc_calloc(1, sizeof(*patch));
	*patch = (struct mc_patch){.next = gateway->patches,
				   .upload = *upload,
				   .offset = upload->row.offset,
				   .checksum = checksum,
				   .creates = creates};
	gateway->patches = request->state = patch;
	return MC_OK;
}

static void begin_new(void *ctx, struct mc_request *request)
{
	struct mc_upload upload = {.fd = -1};
	struct mc_err why;
	enum mc_code code;

	if (!mc_tus_spoken(request)) {
		return;
	}
	if (mc_request_length(request) &&
	    !mc_request_is_type(request, "application/offset+octet-stream")) {
		mc_answer_plain_problem(request, MC_PROBLEM_TYPE);
		return;
	}
	code = create(ctx, request, &upload, &why);
	code = code ? code : start_patch(ctx, request, &upload, true, &why);
	if (code) {
		answer_upload_error(request, code, &why);
		return;
	}
	mc_answer_header(request, "Location", "/v1/uploads/%s", upload.row.id);
}

/* The upload has become a part, and its file is gone: there is nothing to write. */
static void more_of_whole(const struct mc_gateway *gateway, struct mc_request *request,
			  struct mc_upload *upload)
{
	struct mc_err why;
	enum mc_code code = mc_upload_finish(gateway, upload, &why);

	if (code) {
		answer_upload_error(request, code, &why);
	} else if (mc_request_length(request)) {
		mc_answer_plain_problem(request, MC_PROBLEM_TOO_LARGE);
	} else {
		mc_tus_offset(request, upload->row.offset);
		mc_tus_expiry(request, upload->row.expires_at);
		mc_answer_empty(request, 204);
	}
}

static void more(struct mc_gateway *gateway, struct mc_request *request, int64_t offset,
		 struct mc_upload *upload)
{
	const struct mc_ledger_upload *row = &upload->row;
	struct mc_err why;
	enum mc_code code;

	if (offset != row->offset) {
		mc_tus_offset(request, row->offset);
		mc_answer_plain_problem(request, MC_PROBLEM_IN_PROGRESS);
	} else if (offset == row->length) {
		more_of_whole(gateway, request, upload);
	} else {
		code = start_patch(gateway, request, upload, false, &why);
		if (code == MC_E_NOT_FOUND) { /* what was told is not there: begin anew */
			code = mc_upload_forget(gateway, upload, code);
		}
		if (code) {
			answer_upload_error(request, code, &why);
		}
		return;
	}
	mc_upload_release(upload);
}

static void begin_more(void *ctx, struct mc_request *request)
{
	struct mc_upload upload = {.fd = -1};
	struct mc_err why;
	int64_t offset;
	enum mc_code code;

	if (!mc_tus_spoken(request)) {
		return;
	}
	if (!mc_tus_number(mc_request_header(request, "Upload-Offset"), &offset)) {
		mc_answer_plain_problem(request, MC_PROBLEM_BAD_REQUEST);
		return;
	}
	code = settle_others(ctx, request->argument, &why);
	code = code ? code : mc_upload_take(ctx, request->argument, &upload, &why);
	if (code) {
		answer_upload_error(request, code, &why);
	} else {
		more(ctx, request, offset, &upload);
	}
}

static bool piece(void *ctx, struct mc_request *request, struct mc_slice bytes)
{
	struct mc_patch *patch = request->state;
	struct mc_err why;
	enum mc_code code;

	(void)ctx;
	if (patch->upload.fd < 0) {
		return false; /* a later request took over */
	}
	if ((int64_t)bytes.len > patch->upload.row.length - patch->offset) {
		mc_answer_plain_problem(request, MC_PROBLEM_TOO_LARGE);
		return true;
	}
	code = mc_upload_write(patch->upload.fd, bytes, &why);
	if (code) {
		mc_answer_error(request, code, &why);
	} else {
		patch->offset += (int64_t)bytes.len;
		mc_checksum_add(patch->checksum, bytes);
	}
	return true;
}

/* The whole body is here and is not what it said: none of it counts. Who opens the upload next
 * cuts it off. A body that broke off has not said anything of the bytes that came, and they
 * are kept; the part's own digest has the last word. */
static bool is_damaged(struct mc_patch *patch)
{
	bool good = mc_checksum_end(patch->checksum);

	patch->checksum = NULL;
	if (!good) {
		mc_upload_release(&patch->upload);
	}
	return !good;
}

void mc_route_upload_done(void *ctx, struct mc_request *request)
{
	struct mc_gateway *gateway = ctx;
	struct mc_patch *patch = request->state;
	struct mc_err why;
	enum mc_code code;

	if (patch->upload.fd < 0) {
		mc_answer_plain_problem(request, MC_PROBLEM_IN_PROGRESS);
		return;
	}
	if (is_damaged(patch)) {
		mc_answer_plain_problem(request, MC_PROBLEM_PART_DIGEST);
		return;
	}
	code = mc_upload_keep(gateway, &patch->upload, patch->offset, &why);
	if (!code && patch->offset == patch->upload.row.length) {
		code = mc_upload_finish(gateway, &patch->upload, &why);
	}
	mc_upload_release(&patch->upload);
	if (code) {
		answer_upload_error(request, code, &why);
		return;
	}
	mc_tus_offset(request, patch->offset);
	mc_tus_expiry(request, patch->upload.row.expires_at);
	mc_answer_empty(request, patch->creates ? 201 : 204);
}

/* Also for a connection that broke: what came so far is kept. */
static void end(void *ctx, struct mc_request *request)
{
	struct mc_gateway *gateway = ctx;
	struct mc_patch *patch = request->state;
	struct mc_err why;
	enum mc_code code;

	if (!patch) {
		return;
	}
	code = settle(gateway, patch, &why);
	if (code) {
		mc_log(MC_LOG_WARNING, "upload: [%s] %s", mc_error_info(code)->code, why.detail);
	}
	unlink_patch(gateway, patch);
	(void)mc_checksum_end(patch->checksum);
	free(patch);
	request->state = NULL;
}

const struct mc_body_ops mc_route_upload_new = {begin_new, piece, end};
const struct mc_body_ops mc_route_upload_more = {begin_more, piece, end};

/* ---- without a body */

/* The end came between the last byte and the part. */
static enum mc_code finish_whole(const struct mc_gateway *gateway, const char *id,
				 struct mc_err *why)
{
	struct mc_upload upload;
	enum mc_code code = mc_upload_take(gateway, id, &upload, why);

	if (!code) {
		code = mc_upload_finish(gateway, &upload, why);
		mc_upload_release(&upload);
	}
	return code;
}

void mc_route_upload_head(void *ctx, struct mc_request *request)
{
	struct mc_gateway *gateway = ctx;
	const struct mc_ledger *ledger = &gateway->ledger;
	struct mc_ledger_upload row;
	struct mc_err why;
	enum mc_code code;

	if (!mc_tus_spoken(request)) {
		return;
	}
	code = settle_others(gateway, request->argument, &why);
	code = code ? code
		    : ledger->ops->upload(ledger->ctx, request->argument, mc_clock_now(), &row,
					  &why);
	if (!code && row.offset == row.length) {
		code = finish_whole(gateway, row.id, &why);
	}
	if (code) {
		answer_upload_error(request, code, &why);
		return;
	}
	mc_tus_offset(request, row.offset);
	mc_answer_header(request, "Upload-Length", "%lld", (long long)row.length);
	mc_tus_expiry(request, row.expires_at);
	mc_answer_empty(request, 200);
}

void mc_route_upload_delete(void *ctx, struct mc_request *request)
{
	struct mc_gateway *gateway = ctx;
	struct mc_upload upload = {.fd = -1};
	struct mc_err why;
	enum mc_code code;

	if (!mc_tus_spoken(request)) {
		return;
	}
	code = settle_others(gateway, request->argument, &why);
	code = code ? code : mc_upload_take(gateway, request->argument, &upload, &why);
	if (!code) {
		code = mc_upload_drop(gateway, &upload, &why);
		mc_upload_release(&upload);
	}
	if (code) {
		mc_answer_error(request, code, &why);
		return;
	}
	mc_answer_empty(request, 204);
}

void mc_route_part(void *ctx, struct mc_request *request)
{
	const struct mc_gateway *gateway = ctx;
	const char *terminal = mc_request_query(request, "terminal");
	struct mc_err why;
	bool held = false;
	enum mc_code code;

	mc_answer_header(request, "Cache-Control", "no-store");
	code = mc_part_held(gateway, terminal ? terminal : "", request->argument, &held, &why);
	if (code) {
		mc_answer_error(request, code, &why);
	} else if (!held) {
		mc_answer_plain_problem(request, MC_PROBLEM_NOT_FOUND);
	} else {
		mc_answer_empty(request, 200);
	}
}
