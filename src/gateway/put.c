/* SPDX-License-Identifier: MPL-2.0 */
/* put.c - a PUT of something sealed, and what a sealed manifest holds. */
#include "gateway/put.h"

#include <string.h>

#include "gateway/uploads.h"
#include "motcua/base/clock.h"
#include "motcua/base/codec.h"
#include "motcua/base/i18n.h"
#include "motcua/base/log.h"
#include "motcua/base/mem.h"
#include "motcua/base/rand.h"
#include "motcua/seal/lean.h"
#include "motcua/seal/pack.h"
#include "motcua/wire/batch.h"

/* ---- the head */

/* Is text, without its head and tail, just this? */
static bool is_wrapped(const char *text, const char *head, const char *inside, const char *tail)
{
	size_t before = strlen(head), len = strlen(inside);

	return text && !strncmp(text, head, before) && !strncmp(text + before, inside, len) &&
	       !strcmp(text + before + len, tail);
}

static bool repr_digest_fits(const struct mc_request *request, struct mc_slice body)
{
	uint8_t digest[MC_SHA256_LEN];
	struct mc_str base64;
	bool fits;

	mc_sha256(body, digest);
	mc_str_init(&base64, 64);
	mc_base64_encode((struct mc_slice){digest, sizeof(digest)}, &base64);
	fits = is_wrapped(mc_request_header(request, "Repr-Digest"), "sha-256=:", base64.data, ":");
	mc_str_done(&base64);
	return fits;
}

static enum mc_code check_head(const struct mc_request *request, const char *id,
			       struct mc_err *why)
{
	if (!mc_request_header(request, "Motcua-Record")) {
		return mc_fail(why, MC_E_JSON_SHAPE, "no record");
	}
	if (!is_wrapped(mc_request_header(request, "Idempotency-Key"), "\"", id, "\"")) {
		return mc_fail(why, MC_E_JSON_SHAPE, "Idempotency-Key: not the id");
	}
	if (!repr_digest_fits(request, mc_slice_of(&request->body))) {
		return mc_fail(why, MC_E_JSON_SHAPE, "Repr-Digest: not the body's");
	}
	return MC_OK;
}

enum mc_code mc_put_digest(const char *digest, struct mc_slice manifest, struct mc_err *why)
{
	char sha256[MC_SHA256_HEX];

	mc_sha256_hex(manifest, sha256);
	return strcmp(digest, sha256) ? mc_fail(why, MC_E_JSON_SHAPE, "not the body's digest") :
					MC_OK;
}

/* ---- the body, in one of two forms */

enum mc_code mc_put_records(const struct mc_request *request, struct mc_str *room,
			    struct mc_slice *ret, struct mc_err *why)
{
	enum mc_code code = MC_OK;

	if (mc_request_is_type(request, MC_LEAN_TYPE)) {
		code = mc_unlean_batch(mc_slice_of(&request->body), room, why);
	}
	*ret = mc_slice_of(room->len ? room : &request->body);
	/* of what was signed nothing is known yet: nobody's envelope is damaged */
	return code == MC_E_SEALED_SHAPE ? MC_E_JSON_SHAPE : code;
}

static enum mc_code open_lean(const struct mc_request *request, struct mc_str *room,
			      struct mc_slice *record, struct mc_slice *manifest,
			      struct mc_err *why)
{
	struct mc_slice rest;
	enum mc_code code = mc_put_records(request, room, &rest, why);

	code = code ? code : mc_batch_next(&rest, record, manifest, why);
	return !code && rest.len ? mc_fail(why, MC_E_JSON_SHAPE, "more than one record") : code;
}

static enum mc_code open_put(const struct mc_request *request, const char *id, struct mc_str *room,
			     struct mc_slice *record, struct mc_slice *manifest, struct mc_err *why)
{
	enum mc_code code;

	if (!mc_uuid_valid(id)) {
		return mc_fail(why, MC_E_JSON_SHAPE, "no id");
	}
	if (mc_request_is_type(request, MC_LEAN_TYPE)) {
		return open_lean(request, room, record, manifest, why);
	}
	code = check_head(request, id, why);
	if (!code) {
		*record = mc_slice_text(mc_request_header(request, "Motcua-Record"));
		*manifest = mc_slice_of(&request->body);
	}
	return code;
}

void mc_put_route(const struct mc_gateway *gateway, struct mc_request *request, const char *id,
		  mc_accept *accept)
{
	struct mc_slice record, manifest;
	struct mc_str room;
	struct mc_err why;
	enum mc_code code;

	mc_str_init(&room, MC_BATCH_ONE_MAX);
	code = open_put(request, id, &room, &record, &manifest, &why);
	if (code) {
		mc_answer_error(request, code, &why);
	} else if (manifest.len > MC_MANIFEST_MAX) {
		mc_answer_plain_problem(request, MC_PROBLEM_TOO_LARGE);
	} else {
		accept(gateway, request, record, manifest);
	}
	mc_str_done(&room);
	mc_timer_set(gateway->relay, mc_clock_mono()); /* the receipt does not wait for it */
}

/* ---- inside */

void mc_inside_init(struct mc_inside *inside)
{
	*inside = (struct mc_inside){.objection = NULL};
	mc_manifest_init(&inside->manifest);
	mc_vec_init(&inside->missing, MC_DIGEST_LEN, MC_PARTS_MAX);
}

void mc_inside_done(struct mc_inside *inside)
{
	mc_manifest_done(&inside->manifest);
	mc_vec_done(&inside->missing);
}

/* A code of the national catalogue begins "2.002621". */
static bool is_procedure(const char *code)
{
	const char *digits = "0123456789";

	return strspn(code, digits) == 1 && code[1] == '.' && strspn(code + 2, digits) == 6 &&
	       (!code[8] || code[8] == '.');
}

static enum mc_code find_missing(const struct mc_gateway *gateway, const char *terminal,
				 struct mc_inside *inside, struct mc_err *why)
{
	enum mc_code code = MC_OK;

	MC_VEC_EACH (&inside->manifest.parts, struct mc_part, part) {
		bool held = false;
		char *name;

		code = mc_part_held(gateway, terminal, part->sha256, &held, why);
		if (code) {
			return code;
		}
		name = held ? NULL : mc_vec_push(&inside->missing);
		if (name) {
			mc_copy(name, MC_DIGEST_LEN, part->sha256);
		}
	}
	return code;
}

/* msgid, or NULL: nothing speaks against it. */
static const char *objection_to(const struct mc_manifest *manifest, const char *id,
				const char *dossier)
{
	if (strcmp(manifest->id, id) != 0 || strcmp(manifest->supplements, dossier) != 0) {
		return N_("The content belongs to another dossier.");
	}
	return is_procedure(manifest->procedure) ? NULL : N_("The procedure is not known here.");
}

/* On failure the objection says what could not be done, if it is the sender's fault. */
static enum mc_code open_manifest(const struct mc_gateway *gateway, struct mc_slice sealed,
				  struct mc_inside *inside, struct mc_err *why)
{
	struct mc_str plain;
	enum mc_code code;

	mc_str_init(&plain, MC_JSON_MAX);
	inside->objection = N_("The envelope of the dossier cannot be opened.");
	code = mc_gateway_keys_unseal(gateway->keys, sealed, &plain, why);
	if (!code) {
		inside->objection = N_("The content of the dossier cannot be read.");
		code = mc_manifest_parse(mc_slice_of(&plain), &inside->manifest, why);
	}
	mc_str_wipe(&plain);
	return code;
}

/* A rejection is for good: only for what no gateway, key or version could ever read. */
static bool is_for_good(enum mc_code code)
{
	return code == MC_E_SEALED_SHAPE || code == MC_E_JSON_SYNTAX || code == MC_E_JSON_SHAPE;
}

enum mc_code mc_inside_look(const struct mc_gateway *gateway, const char *terminal, const char *id,
			    const char *dossier, struct mc_slice sealed, struct mc_inside *ret,
			    struct mc_err *why)
{
	struct mc_err cause = {.detail = ""};
	enum mc_code code = open_manifest(gateway, sealed, ret, &cause);

	if (code) {
		mc_log(is_for_good(code) ? MC_LOG_WARNING : MC_LOG_ERROR, "dossier %s: [%s] %s",
		       id, mc_error_info(code)->code, cause.detail);
		ret->unread = is_for_good(code) ? MC_OK : code;
		return MC_OK;
	}
	ret->objection = objection_to(&ret->manifest, id, dossier);
	return ret->objection ? MC_OK : find_missing(gateway, terminal, ret, why);
}

bool mc_inside_answer(const struct mc_inside *inside, struct mc_request *request)
{
	if (inside->unread) { /* nothing is kept: it may come again when the cause is gone */
		mc_answer_plain_problem(request, inside->unread == MC_E_JSON_VERSION ?
							 MC_PROBLEM_UPGRADE :
							 MC_PROBLEM_BUSY);
	} else if (inside->missing.len) {
		mc_answer_problem(request, MC_PROBLEM_PARTS_MISSING, NULL, (struct mc_slice){"", 0},
				  &inside->missing);
	}
	return inside->unread || inside->missing.len;
}
