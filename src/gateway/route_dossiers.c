/* SPDX-License-Identifier: MPL-2.0 */
/*
 * route_dossiers.c - taking in dossiers exactly once. Only a statement that was
 * committed leaves the house.
 */
#include <stdlib.h>
#include <string.h>

#include "gateway/accept.h"
#include "gateway/routes.h"
#include "motcua/base/clock.h"
#include "motcua/base/codec.h"
#include "motcua/base/i18n.h"
#include "motcua/base/log.h"
#include "motcua/base/mem.h"
#include "motcua/base/rand.h"
#include "motcua/seal/pack.h"

/* One PUT and all that is known about it. */
struct putting {
	const struct mc_gateway *gateway;
	struct mc_record record;
	struct mc_ledger_terminal terminal;
	struct mc_slice record_jws, body;
	char procedure[MC_WORD_LEN];
	const char *objection; /* msgid: why it must be rejected */
	struct mc_vec missing; /* char[65] */
};

/* ---- the request's own truth: ids, digests, signature */

static enum mc_code terminal_of(struct mc_slice payload, char ret[MC_TERMINAL_LEN],
				struct mc_err *why)
{
	struct mc_record record = {.id = ""};
	enum mc_code code = mc_record_parse(payload, &record, why);

	(void)mc_copy(ret, MC_TERMINAL_LEN, record.terminal);
	return code;
}

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

static enum mc_code check_head(const struct mc_request *request, struct mc_err *why)
{
	if (!mc_uuid_valid(request->argument) || !mc_request_header(request, "Motcua-Record")) {
		return mc_fail(why, MC_E_JSON_SHAPE, "no dossier id or no record");
	}
	if (!is_wrapped(mc_request_header(request, "Idempotency-Key"), "\"", request->argument,
			"\"")) {
		return mc_fail(why, MC_E_JSON_SHAPE, "Idempotency-Key: not the id");
	}
	if (!repr_digest_fits(request, mc_slice_of(&request->body))) {
		return mc_fail(why, MC_E_JSON_SHAPE, "Repr-Digest: not the body's");
	}
	return MC_OK;
}

enum mc_code mc_gateway_record(const struct mc_gateway *gateway, struct mc_slice record_jws,
			       struct mc_slice manifest, struct mc_record *ret,
			       struct mc_ledger_terminal *ret_terminal, struct mc_err *why)
{
	char sha256[MC_SHA256_HEX];
	struct mc_str payload;
	enum mc_code code;

	mc_str_init(&payload, MC_JWS_MAX);
	code = mc_gateway_hear(gateway, record_jws, "record", terminal_of, ret_terminal, &payload,
			       why);
	code = code ? code : mc_record_parse(mc_slice_of(&payload), ret, why);
	mc_str_done(&payload);
	mc_sha256_hex(manifest, sha256);
	if (!code && strcmp(ret->digest, sha256)) {
		code = mc_fail(why, MC_E_JSON_SHAPE, "record: not the body's digest");
	}
	return code;
}

/* ---- the manifest: opened only to learn the procedure and the parts */

/* A code of the national catalogue begins "2.002621". */
static bool is_procedure(const char *code)
{
	const char *digits = "0123456789";

	return strspn(code, digits) == 1 && code[1] == '.' && strspn(code + 2, digits) == 6 &&
	       (!code[8] || code[8] == '.');
}

static enum mc_code find_missing(struct putting *p, const struct mc_manifest *manifest,
				 struct mc_err *why)
{
	const struct mc_ledger *ledger = &p->gateway->ledger;
	enum mc_code code = MC_OK;

	MC_VEC_EACH (&manifest->parts, struct mc_part, part) {
		bool held = false;
		char *name;

		code = ledger->ops->part_held(ledger->ctx, p->record.terminal, part->sha256, &held,
					      why);
		if (code) {
			return code;
		}
		name = held ? NULL : mc_vec_push(&p->missing);
		if (name) {
			mc_copy(name, MC_DIGEST_LEN, part->sha256);
		}
	}
	return code;
}

static enum mc_code look_inside(struct putting *p, struct mc_slice plain, struct mc_err *why)
{
	struct mc_manifest manifest;
	struct mc_err ignored;
	enum mc_code code = MC_OK;

	mc_manifest_init(&manifest);
	if (mc_manifest_parse(plain, &manifest, &ignored)) {
		p->objection = N_("The content of the dossier cannot be read.");
	} else if (strcmp(manifest.id, p->record.id)) {
		p->objection = N_("The content belongs to another dossier.");
	} else if (!is_procedure(manifest.procedure)) {
		p->objection = N_("The procedure is not known here.");
	} else {
		MC_COPY(p->procedure, manifest.procedure);
		code = find_missing(p, &manifest, why);
	}
	mc_manifest_done(&manifest);
	return code;
}

static enum mc_code open_manifest(struct putting *p, struct mc_err *why)
{
	struct mc_str plain;
	struct mc_err ignored;
	enum mc_code code = MC_OK;

	mc_str_init(&plain, MC_JSON_MAX);
	if (mc_pack_open(p->gateway->keys.open, p->body, &plain, &ignored)) {
		p->objection = N_("The envelope of the dossier cannot be opened.");
	} else {
		code = look_inside(p, mc_slice_of(&plain), why);
	}
	mc_str_wipe(&plain);
	return code;
}

/* ---- the statement */

static enum mc_code make_statement(const struct putting *p, int64_t now, struct mc_reply *ret,
				   struct mc_err *why)
{
	struct mc_outer outer = {
		.kind = "receipt", .outcome = "received", .seq = p->record.seq, .at = now};
	struct mc_notice notice = {.reason_count = 1};

	MC_COPY(outer.id, p->record.id);
	MC_COPY(outer.terminal, p->record.terminal);
	MC_COPY(outer.epoch, p->record.epoch);
	MC_COPY(outer.digest, p->record.digest);
	if (!p->objection) {
		return mc_gateway_speak(p->gateway, &outer, NULL, (struct mc_slice){"", 0}, ret,
					why);
	}
	MC_COPY(outer.kind, "rejection");
	MC_COPY(outer.outcome, "rejected");
	MC_COPY(notice.text, _("The gateway could not take this dossier in."));
	MC_COPY(notice.reasons[0].field, "manifest");
	MC_COPY(notice.reasons[0].text, _(p->objection));
	return mc_gateway_notify(p->gateway, &outer, p->terminal.open, &notice, ret, why);
}

static enum mc_code take(const struct putting *p, struct mc_ledger_held *held, struct mc_err *why)
{
	const struct mc_ledger *ledger = &p->gateway->ledger;
	int64_t now = mc_clock_now();
	struct mc_reply statement;
	enum mc_code code = make_statement(p, now, &statement, why);

	if (code) {
		return code;
	}
	code = ledger->ops->take(ledger->ctx,
				 &(struct mc_ledger_taking){
					 .record = &p->record,
					 .record_jws = p->record_jws,
					 .manifest = p->body,
					 .procedure = p->procedure,
					 .rejected = p->objection != NULL,
					 .statement = &statement,
					 .now = now,
				 },
				 held, why);
	if (!code && held->verdict == MC_VERDICT_NEW) {
		held->rejected = p->objection != NULL;
		mc_reply_done(&held->statement);
		held->statement = statement;
		mc_log(MC_LOG_INFO, "dossier %s terminal %s seq %lld %s", p->record.id,
		       p->record.terminal, (long long)p->record.seq,
		       held->rejected ? "rejected" : "received");
	} else {
		mc_reply_done(&statement);
	}
	return code;
}

/* ---- the PUT, a record of a batch, or one on a stick */

/* A dossier that is not here yet: may it come in? */
static enum mc_code admit(struct putting *p, struct mc_request *request,
			  struct mc_ledger_held *held, struct mc_err *why)
{
	enum mc_code code = open_manifest(p, why);

	if (!code && p->missing.len) {
		mc_answer_problem(request, MC_PROBLEM_PARTS_MISSING, NULL, (struct mc_slice){"", 0},
				  &p->missing);
		return MC_OK;
	}
	return code ? code : take(p, held, why);
}

void mc_accept_dossier(const struct mc_gateway *gateway, struct mc_request *request,
		       struct mc_slice record_jws, struct mc_slice manifest)
{
	struct putting p = {.gateway = gateway, .record_jws = record_jws, .body = manifest};
	struct mc_ledger_held held;
	struct mc_err why;
	enum mc_code code;

	mc_ledger_held_init(&held);
	mc_vec_init(&p.missing, MC_DIGEST_LEN, MC_PARTS_MAX);
	code = mc_gateway_record(gateway, record_jws, manifest, &p.record, &p.terminal, &why);
	if (!code && !request->argument[0]) {
		(void)MC_COPY(request->argument, p.record.id);
	} else if (!code && strcmp(p.record.id, request->argument)) {
		code = mc_fail(&why, MC_E_JSON_SHAPE, "record: another id");
	}
	code = code ? code
		    : gateway->ledger.ops->judge(gateway->ledger.ctx, &p.record, &held, &why);
	if (!code && held.verdict == MC_VERDICT_NEW) {
		code = admit(&p, request, &held, &why);
	}
	if (code) {
		mc_answer_error(request, code, &why);
	} else if (!request->status) {
		mc_answer_held(gateway, request, &held);
	}
	mc_vec_done(&p.missing);
	mc_ledger_held_done(&held);
}

void mc_route_dossier(void *ctx, struct mc_request *request)
{
	const struct mc_gateway *gateway = ctx;
	const char *record_jws = mc_request_header(request, "Motcua-Record");
	struct mc_err why;
	enum mc_code code = check_head(request, &why);

	if (code) {
		mc_answer_error(request, code, &why);
	} else {
		mc_accept_dossier(gateway, request, mc_slice_text(record_jws),
				  mc_slice_of(&request->body));
	}
	mc_timer_set(gateway->relay, mc_clock_mono()); /* the receipt does not wait for it */
}
