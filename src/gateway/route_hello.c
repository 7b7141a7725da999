/* SPDX-License-Identifier: MPL-2.0 */
/* route_hello.c - hello (the portal detector) and enrolment. */
#include <string.h>

#include "gateway/enrol_code.h"
#include "gateway/routes.h"
#include "motcua/base/clock.h"
#include "motcua/base/codec.h"
#include "motcua/base/log.h"
#include "motcua/base/mem.h"
#include "motcua/seal/terminal.h"

enum { NONCE_BYTES = 16 };

/* 22 base64url characters. */
static bool is_nonce(const char *text)
{
	struct mc_str bytes;
	bool good;

	mc_str_init(&bytes, NONCE_BYTES);
	good = text && mc_base64url_decode(mc_slice_text(text), &bytes) && bytes.len == NONCE_BYTES;
	mc_str_done(&bytes);
	return good;
}

/* Six letters and digits, whether it is known here or not. */
static bool is_terminal(const char *text)
{
	return strlen(text) == MC_TERMINAL_LEN - 1 &&
	       strspn(text, "0123456789ABCDEFGHJKMNPQRSTVWXYZ") == MC_TERMINAL_LEN - 1;
}

/* Another word whenever a pack is published, whatever day it counts from. */
static enum mc_code packs_word(const struct mc_ledger *ledger, char ret[9], struct mc_err *why)
{
	char sha256[MC_SHA256_HEX];
	struct mc_str text;
	bool any = false;
	enum mc_code code = MC_OK;

	mc_str_init(&text, 256);
	for (int name = 0; !code && name < MC_PACK_COUNT; name++) {
		int64_t at = 0;

		code = ledger->ops->newest_pack(ledger->ctx,
						mc_pack_word((enum mc_pack_name)name), &at, why);
		mc_str_printf(&text, "%lld ", (long long)at);
		any |= at > 0;
	}
	if (!code && any) {
		mc_sha256_hex(mc_slice_of(&text), sha256);
		memcpy(ret, sha256, 8);
	}
	mc_str_done(&text);
	return code;
}

static enum mc_code fill_hello(const struct mc_gateway *gateway, const char *nonce,
			       const char *terminal, struct mc_hello *hello, struct mc_err *why)
{
	const struct mc_ledger *ledger = &gateway->ledger;
	struct mc_ledger_terminal known;
	enum mc_code code = ledger->ops->terminal(ledger->ctx, terminal, &known, why);

	if (code && code != MC_E_NOT_FOUND) {
		return code;
	}
	*hello = (struct mc_hello){
		.time = mc_clock_now(),
		.keys_version = mc_keyring_version(mc_gateway_keys_ring(gateway->keys)),
		.enrolled = !code && !known.revoked,
		.household = gateway->people.ops != NULL,
		.tus = true,
		.batches = true,
		.lean = true,
		.tells_cursor = true,
		.limit_manifest = MC_MANIFEST_MAX,
		.limit_part = MC_PART_LIMIT,
	};
	MC_COPY(hello->nonce, nonce);
	MC_COPY(hello->gateway, gateway->name);
	MC_COPY(hello->terminal, is_terminal(terminal) ? terminal : "");
	code = packs_word(ledger, hello->packs, why);
	code = code ? code :
		      ledger->ops->last_event(ledger->ctx, terminal, &hello->cursor, why);
	return code ? code : ledger->ops->highest(ledger->ctx, terminal, hello->highest_epoch,
						  &hello->highest_seq, why);
}

void mc_answer_hello(const struct mc_gateway *gateway, struct mc_request *request, int status,
		     const char *nonce, const char *terminal)
{
	struct mc_reply reply = {.outer = NULL};
	struct mc_str payload, jws;
	struct mc_hello hello;
	struct mc_err why;
	enum mc_code code = fill_hello(gateway, nonce, terminal, &hello, &why);

	if (code) {
		mc_answer_error(request, code, &why);
		return;
	}
	mc_str_init(&reply.inner, 0);
	mc_str_init(&payload, 4096);
	mc_str_init(&jws, MC_JWS_MAX);
	mc_hello_format(&hello, &payload);
	code = mc_gateway_keys_sign(gateway->keys, "hello", hello.time, mc_slice_of(&payload), &jws,
				    &why);
	mc_str_done(&payload);
	if (code) {
		mc_answer_error(request, code, &why);
	} else {
		reply.outer = mc_str_take(&jws, NULL);
		mc_answer_reply(request, status, &reply);
	}
	mc_str_done(&jws);
}

void mc_route_hello(void *ctx, struct mc_request *request)
{
	const char *nonce = mc_request_query(request, "nonce");
	const char *terminal = mc_request_query(request, "terminal");

	/* no Cache-Control: no two hellos have one address, and a stored one is refused */
	if (!is_nonce(nonce)) {
		mc_answer_plain_problem(request, MC_PROBLEM_BAD_REQUEST);
		return;
	}
	mc_answer_hello(ctx, request, 200, nonce, terminal ? terminal : "");
}

/* ---- enrolment */

/* The announced key must have signed, and the id must be the key's own. */
static enum mc_code read_enrolment(struct mc_slice jws, struct mc_enrolment *ret,
				   struct mc_err *why)
{
	struct mc_verify_key sign;
	struct mc_seal_key open;
	struct mc_str payload;
	char id[MC_TERMINAL_LEN];
	enum mc_code code;

	mc_str_init(&payload, MC_JWS_MAX);
	code = mc_jws_peek(jws, "enrolment", &payload, why);
	code = code ? code : mc_enrolment_parse(mc_slice_of(&payload), ret, why);
	code = code ? code : mc_verify_key_parse(ret->sign, &sign, why);
	code = code ? code : mc_seal_key_parse(ret->open, &open, why);
	mc_str_reset(&payload);
	code = code ? code : mc_jws_verify(jws, "enrolment", &sign, &payload, why);
	mc_str_wipe(&payload);
	if (code) {
		return code;
	}
	mc_terminal_id(&sign, id);
	if (strcmp(id, ret->terminal)) {
		return mc_fail(why, MC_E_SIGNATURE, "the id is not the key's");
	}
	return MC_OK;
}

static enum mc_code enrol(const struct mc_gateway *gateway, const struct mc_enrolment *asked,
			  enum mc_enrolled *ret, struct mc_err *why)
{
	const struct mc_ledger *ledger = &gateway->ledger;
	struct mc_ledger_terminal terminal = {.enrolled_at = mc_clock_now()};
	char code_sha256[MC_SHA256_HEX];

	MC_COPY(terminal.id, asked->terminal);
	MC_COPY(terminal.sign, asked->sign);
	MC_COPY(terminal.open, asked->open);
	MC_COPY(terminal.label, asked->label);
	mc_enrol_code_digest(asked->code, code_sha256);
	return ledger->ops->enrol(ledger->ctx, &terminal, code_sha256, gateway->demo, ret, why);
}

/* The nonce of the answer binds it to this very enrolment. */
static void nonce_of(struct mc_slice jws, struct mc_str *ret)
{
	uint8_t digest[MC_SHA256_LEN];

	mc_sha256(jws, digest);
	mc_base64url_encode((struct mc_slice){digest, NONCE_BYTES}, ret);
}

static const struct {
	int status; /* 0: the problem */
	enum mc_problem_kind problem;
	const char *log;
} outcomes[] = {
	[MC_ENROLLED_NEW] = {201, MC_PROBLEM_INTERNAL, "enrolled"},
	[MC_ENROLLED_SAME] = {200, MC_PROBLEM_INTERNAL, "enrolled before"},
	[MC_ENROLLED_TAKEN] = {0, MC_PROBLEM_TERMINAL_TAKEN, "belongs to other keys"},
	[MC_ENROLLED_NO_CODE] = {0, MC_PROBLEM_ENROL_CODE, "has no valid code"},
	[MC_ENROLLED_REVOKED] = {0, MC_PROBLEM_TERMINAL_REVOKED, "is revoked"},
};

void mc_route_enrolments(void *ctx, struct mc_request *request)
{
	const struct mc_gateway *gateway = ctx;
	struct mc_slice jws = mc_slice_of(&request->body);
	struct mc_enrolment asked;
	enum mc_enrolled result = MC_ENROLLED_NO_CODE;
	struct mc_str nonce;
	struct mc_err why;
	enum mc_code code = read_enrolment(jws, &asked, &why);

	code = code ? code : enrol(gateway, &asked, &result, &why);
	if (code) {
		mc_answer_error(request, code, &why);
		return;
	}
	mc_log(MC_LOG_INFO, "terminal %s %s", asked.terminal, outcomes[result].log);
	if (!outcomes[result].status) {
		mc_answer_plain_problem(request, outcomes[result].problem);
		return;
	}
	mc_str_init(&nonce, 64);
	nonce_of(jws, &nonce);
	mc_answer_hello(gateway, request, outcomes[result].status, nonce.data, asked.terminal);
	mc_str_done(&nonce);
}
