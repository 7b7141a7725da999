/* SPDX-License-Identifier: MPL-2.0 */
/*
 * route_uploads.c - parts: tus 1.0.0 with creation, creation-with-upload, expiration,
 * termination and checksum. A body that breaks off is kept as far as it came; an offset is told only
 * after the bytes before it are on disk.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gateway/checksum.h"
#include "gateway/parts.h"
#include "gateway/routes.h"
#include "gateway/tus.h"
#include "motcua/base/clock.h"
#include "motcua/base/codec.h"
#include "motcua/base/log.h"
#include "motcua/base/mem.h"

#define EXPIRES_AFTER (14 * MC_DAY)

/* One body being written. In a list, so that a later question about the upload can end it. */
struct mc_patch {
	struct mc_patch *next;
	struct mc_ledger_upload upload;
	int fd; /* -1: ended */
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

/* What came is kept: on disk first, then in the ledger. */
static enum mc_code settle(struct mc_gateway *gateway, struct mc_patch *patch, struct mc_err *why)
{
	const struct mc_ledger *ledger = &gateway->ledger;
	enum mc_code code = MC_OK;

	if (patch->fd < 0) {
		return MC_OK;
	}
	if (patch->offset > patch->upload.offset) {
		code = mc_upload_sync(gateway->dir, patch->fd, why);
		code = code ? code
			    : ledger->ops->set_offset(ledger->ctx, patch->upload.id, patch->offset,
						      why);
	}
	if (!code) {
		patch->upload.offset = patch->offset;
	}
	close(patch->fd);
	patch->fd = -1;
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
		if (!strcmp(p->upload.id, id)) {
			code = settle(gateway, p, why);
		}
	}
	return code;
}

/* All bytes are here: the upload becomes a part, or nothing. */
static enum mc_code finish(struct mc_gateway *gateway, const struct mc_ledger_upload *upload,
			   struct mc_err *why)
{
	const struct mc_ledger *ledger = &gateway->ledger;
	struct mc_err ignored;
	enum mc_code code = mc_upload_to_part(gateway->dir, upload->id, upload->sha256, why);

	if (code == MC_E_SIGNATURE) {
		mc_log(MC_LOG_WARNING, "upload of terminal %s: other bytes than announced",
		       upload->terminal);
		return ledger->ops->drop_upload(ledger->ctx, upload->id, &ignored) ? MC_E_STORE
										   : code;
	}
	if (code == MC_E_NOT_FOUND) { /* what the disk lost is sent again, from its beginning */
		mc_log(MC_LOG_ERROR, "upload of terminal %s: its bytes are gone", upload->terminal);
		return ledger->ops->drop_upload(ledger->ctx, upload->id, &ignored) ? MC_E_STORE
										   : code;
	}
	code = code ? code : ledger->ops->finish_upload(ledger->ctx, upload, why);
	if (!code) {
		mc_log(MC_LOG_INFO, "part of terminal %s held, %lld bytes", upload->terminal,
		       (long long)upload->length);
	}
	return code;
}

/* ---- answers */

static void answer_upload_error(struct mc_request *request, enum mc_code code,
				const struct mc_err *why)
{
	if (code == MC_E_SIGNATURE) {
		mc_answer_plain_problem(request, MC_PROBLEM_PART_DIGEST);
	} else {
		mc_answer_error(request, code, why);
	}
}

/* ---- creation */

static enum mc_code read_creation(const struct mc_request *request, struct mc_ledger_upload *ret,
				  struct mc_err *why)
{
	const char *line = mc_request_header(request, "Upload-Metadata");
	uint8_t digest[MC_SHA256_LEN], id[16];

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
	mc_rand_bytes(id, sizeof(id));
	mc_hex_encode(id, sizeof(id), ret->id);
	ret->created_at = mc_clock_now();
	ret->expires_at = ret->created_at + EXPIRES_AFTER;
	return MC_OK;
}

static void remove_expired(void *to, const char *id)
{
	const struct mc_gateway *gateway = to;

	mc_upload_remove(gateway->dir, id);
}

static enum mc_code create(struct mc_gateway *gateway, const struct mc_request *request,
			   struct mc_ledger_upload *upload, struct mc_err *why)
{
	const struct mc_ledger *ledger = &gateway->ledger;
	struct mc_ledger_terminal terminal;
	enum mc_code code = read_creation(request, upload, why);

	code = code ? code : mc_gateway_terminal(gateway, upload->terminal, &terminal, why);
	if (code || upload->length > MC_PART_LIMIT) {
		return code;
	}
	code = ledger->ops->expire_uploads(ledger->ctx, upload->created_at, remove_expired, gateway,
					   why);
	return code ? code : ledger->ops->add_upload(ledger->ctx, upload, why);
}

/* ---- bodies */

static enum mc_code start_checksum(const struct mc_request *request, struct mc_checksum **ret,
				   struct mc_err *why)
{
	const char *header = mc_request_header(request, "Upload-Checksum");

	return header ? mc_checksum_new(header, ret, why) : MC_OK;
}

static enum mc_code start_patch(struct mc_gateway *gateway, struct mc_request *request,
				const struct mc_ledger_upload *upload, bool creates,
				struct mc_err *why)
{
	struct mc_checksum *checksum = NULL;
	struct mc_patch *patch;
	int fd;
	enum mc_code code = mc_upload_open(gateway->dir, upload->id, upload->offset, &fd, why);

	if (code) {
		return code;
	}
	code = start_checksum(request, &checksum, why);
	if (code) {
		close(fd);
		return code;
	}
	patch = mc_calloc(1, sizeof(*patch));
	*patch = (struct mc_patch){.next = gateway->patches,
				   .upload = *upload,
				   .fd = fd,
				   .offset = upload->offset,
				   .checksum = checksum,
				   .creates = creates};
	gateway->patches = request->state = patch;
	return MC_OK;
}

static void begin_new(void *ctx, struct mc_request *request)
{
	struct mc_ledger_upload upload = {.offset = 0};
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
	if (!code && upload.length > MC_PART_LIMIT) {
		mc_answer_plain_problem(request, MC_PROBLEM_TOO_LARGE);
		return;
	}
	code = code ? code : start_patch(ctx, request, &upload, true, &why);
	if (code) {
		mc_answer_error(request, code, &why);
		return;
	}
	mc_answer_header(request, "Location", "/v1/uploads/%s", upload.id);
}

/* The upload, with nobody else writing it. */
static enum mc_code find_upload(struct mc_gateway *gateway, const char *id,
				struct mc_ledger_upload *ret, struct mc_err *why)
{
	const struct mc_ledger *ledger = &gateway->ledger;
	enum mc_code code = settle_others(gateway, id, why);

	return code ? code : ledger->ops->upload(ledger->ctx, id, mc_clock_now(), ret, why);
}

/* The upload has become a part, and its file is gone: there is nothing to write. */
static enum mc_code more_of_whole(struct mc_gateway *gateway, struct mc_request *request,
				  const struct mc_ledger_upload *upload, struct mc_err *why)
{
	enum mc_code code = finish(gateway, upload, why);

	if (code) {
		return code;
	}
	if (mc_request_length(request)) {
		mc_answer_plain_problem(request, MC_PROBLEM_TOO_LARGE);
		return MC_OK;
	}
	mc_tus_offset(request, upload->offset);
	mc_tus_expiry(request, upload->expires_at);
	mc_answer_empty(request, 204);
	return MC_OK;
}

static void begin_more(void *ctx, struct mc_request *request)
{
	struct mc_ledger_upload upload;
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
	code = find_upload(ctx, request->argument, &upload, &why);
	if (!code && offset != upload.offset) {
		mc_tus_offset(request, upload.offset);
		mc_answer_plain_problem(request, MC_PROBLEM_IN_PROGRESS);
		return;
	}
	if (!code && offset == upload.length) {
		code = more_of_whole(ctx, request, &upload, &why);
	} else if (!code) {
		code = start_patch(ctx, request, &upload, false, &why);
	}
	if (code) {
		answer_upload_error(request, code, &why);
	}
}

static bool piece(void *ctx, struct mc_request *request, struct mc_slice bytes)
{
	struct mc_patch *patch = request->state;
	struct mc_err why;
	enum mc_code code;

	(void)ctx;
	if (patch->fd < 0) {
		return false; /* a later request took over */
	}
	if ((int64_t)bytes.len > patch->upload.length - patch->offset) {
		mc_answer_plain_problem(request, MC_PROBLEM_TOO_LARGE);
		return true;
	}
	code = mc_upload_write(patch->fd, bytes, &why);
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
		close(patch->fd);
		patch->fd = -1;
	}
	return !good;
}

void mc_route_upload_done(void *ctx, struct mc_request *request)
{
	struct mc_gateway *gateway = ctx;
	struct mc_patch *patch = request->state;
	struct mc_err why;
	enum mc_code code;

	if (patch->fd < 0) {
		mc_answer_plain_problem(request, MC_PROBLEM_IN_PROGRESS);
		return;
	}
	if (is_damaged(patch)) {
		mc_answer_plain_problem(request, MC_PROBLEM_PART_DIGEST);
		return;
	}
	code = settle(gateway, patch, &why);
	if (!code && patch->offset == patch->upload.length) {
		code = finish(gateway, &patch->upload, &why);
	}
	if (code) {
		answer_upload_error(request, code, &why);
		return;
	}
	mc_tus_offset(request, patch->offset);
	mc_tus_expiry(request, patch->upload.expires_at);
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

void mc_route_upload_head(void *ctx, struct mc_request *request)
{
	struct mc_ledger_upload upload;
	struct mc_err why;
	enum mc_code code;

	if (!mc_tus_spoken(request)) {
		return;
	}
	code = find_upload(ctx, request->argument, &upload, &why);
	if (!code && upload.offset == upload.length) {
		code = finish(ctx, &upload, &why); /* the end came between bytes and part */
	}
	if (code) {
		answer_upload_error(request, code, &why);
		return;
	}
	mc_tus_offset(request, upload.offset);
	mc_answer_header(request, "Upload-Length", "%lld", (long long)upload.length);
	mc_tus_expiry(request, upload.expires_at);
	mc_answer_empty(request, 200);
}

void mc_route_upload_delete(void *ctx, struct mc_request *request)
{
	struct mc_gateway *gateway = ctx;
	struct mc_ledger_upload upload;
	struct mc_err why;
	enum mc_code code;

	if (!mc_tus_spoken(request)) {
		return;
	}
	code = find_upload(gateway, request->argument, &upload, &why);
	code = code ? code : gateway->ledger.ops->drop_upload(gateway->ledger.ctx, upload.id, &why);
	if (code) {
		mc_answer_error(request, code, &why);
		return;
	}
	mc_upload_remove(gateway->dir, upload.id);
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
	code = gateway->ledger.ops->part_held(gateway->ledger.ctx, terminal ? terminal : "",
					      request->argument, &held, &why);
	if (code) {
		mc_answer_error(request, code, &why);
	} else if (!held) {
		mc_answer_plain_problem(request, MC_PROBLEM_NOT_FOUND);
	} else {
		mc_answer_empty(request, 200);
	}
}
