/* SPDX-License-Identifier: MPL-2.0 */
/*
 * route_queries.c - look-ups and residence proofs: a question of an enrolled terminal,
 * in the name of one officer, for one procedure; the answer sealed to that terminal.
 */
#include <stdlib.h>
#include <string.h>

#include "gateway/catalogue.h"
#include "gateway/routes.h"
#include "motcua/base/clock.h"
#include "motcua/base/codec.h"
#include "motcua/base/log.h"
#include "motcua/base/mem.h"
#include "motcua/domain/evidence.h"
#include "motcua/seal/pack.h"

/* One question and all that is known about it. */
struct asking {
	struct mc_query query;
	struct mc_ledger_terminal terminal;
	struct mc_str jws;
	char sha256[MC_SHA256_HEX];
	struct mc_answer answer;
	int64_t now;
};

/* ---- the question */

/* Open the envelope, verify who asks, and demand what the law demands. */
static enum mc_code read_question(const struct mc_gateway *gateway, struct mc_slice envelope,
				  enum mc_query_kind kind, struct asking *asking,
				  struct mc_err *why)
{
	char terminal[MC_TERMINAL_LEN];
	struct mc_str payload;
	enum mc_code code = mc_gateway_keys_unseal(gateway->keys, envelope, &asking->jws,
						   why);

	mc_str_init(&payload, MC_JWS_MAX);
	code = code ? code
		    : mc_gateway_hear(gateway, mc_slice_of(&asking->jws), "question",
				      &asking->terminal, &payload, why);
	code = code ? code
		    : mc_question_parse(mc_slice_of(&payload), &asking->query, terminal, why);
	mc_str_wipe(&payload);
	if (!code && asking->query.kind != kind) {
		code = mc_fail(why, MC_E_JSON_SHAPE, "kind: not of this address");
	}
	code = code ? code : mc_query_check(&asking->query, why);
	mc_sha256_hex(mc_slice_of(&asking->jws), asking->sha256);
	return code;
}

/* ---- the answer */

static enum mc_code make_evidence(const struct mc_gateway *gateway, const struct asking *asking,
				  struct mc_str *ret_jws, struct mc_err *why)
{
	struct mc_evidence evidence;
	struct mc_str claims;
	enum mc_code code;

	memset(&evidence, 0, sizeof(evidence));
	mc_evidence_from_answer(&evidence, &asking->query, &asking->answer);
	mc_uuid7(evidence.id);
	evidence.issuer = MC_ISSUER_GATEWAY;
	evidence.way = MC_WAY_SYSTEM;
	evidence.issued_at = asking->now - asking->now % MC_SECOND;
	MC_COPY(evidence.terminal, asking->terminal.id);
	MC_COPY(evidence.question_sha256, asking->sha256);
	MC_COPY(evidence.officer_auth, "declared");
	mc_str_init(&claims, MC_JSON_MAX);
	mc_evidence_format(&evidence, &claims);
	code = mc_gateway_keys_sign(gateway->keys, "residence", evidence.issued_at,
				    mc_slice_of(&claims), ret_jws, why);
	mc_str_wipe(&claims);
	explicit_bzero(&evidence, sizeof(evidence));
	return code;
}

static enum mc_code make_inner(const struct mc_gateway *gateway, const struct asking *asking,
			       struct mc_str *ret, struct mc_err *why)
{
	bool verify = asking->query.kind == MC_QUERY_VERIFY;
	struct mc_str evidence;
	enum mc_code code = MC_OK;

	mc_str_init(&evidence, MC_JWS_MAX);
	if (verify) {
		code = make_evidence(gateway, asking, &evidence, why);
	}
	if (!code) {
		mc_answer_format(&asking->answer, verify ? evidence.data : NULL, ret);
	}
	mc_str_wipe(&evidence);
	return code;
}

static enum mc_code make_reply(const struct mc_gateway *gateway, const struct asking *asking,
			       struct mc_str *ret, struct mc_err *why)
{
	struct mc_outer outer = {.kind = "answer", .at = asking->now};
	struct mc_reply reply;
	struct mc_str inner;
	enum mc_code code;

	MC_COPY(outer.id, asking->query.id);
	MC_COPY(outer.terminal, asking->terminal.id);
	MC_COPY(outer.outcome, mc_outcome_code(asking->answer.outcome));
	MC_COPY(outer.digest, asking->sha256);
	mc_str_init(&inner, MC_JSON_MAX);
	code = make_inner(gateway, asking, &inner, why);
	code = code ? code
		    : mc_gateway_speak(gateway, &outer, asking->terminal.open, mc_slice_of(&inner),
				       &reply, why);
	mc_str_wipe(&inner);
	if (!code) {
		mc_reply_format(reply.outer, mc_slice_of(&reply.inner), ret);
		mc_reply_done(&reply);
	}
	return code;
}

/* The officer as a keyed hash: who asked can be proven, not browsed. */
static void fill_access(const struct mc_gateway *gateway, const struct asking *asking,
			struct mc_ledger_access *ret)
{
	uint8_t blind[MC_BLIND_LEN];

	mc_vault_blind(mc_gateway_keys_access(gateway->keys), "access.officer",
		       mc_slice_text(asking->query.officer.number), blind);
	mc_hex_encode(blind, sizeof(blind), ret->officer);
	ret->at = asking->now;
	MC_COPY(ret->procedure, asking->query.procedure);
	MC_COPY(ret->supersedes, asking->query.supersedes);
	MC_COPY(ret->outcome, mc_outcome_code(asking->answer.outcome));
}

/* A newborn's record is for whoever registers the birth, and for nobody else. */
static void tell_what_is_asked(const struct mc_gateway *gateway, struct asking *asking)
{
	struct mc_person *person = &asking->answer.person;

	if (person->birth_count &&
	    !mc_catalogue_asks_for_births(gateway, asking->query.procedure, asking->now)) {
		explicit_bzero(person->births, sizeof(person->births));
		person->birth_count = 0;
	}
}

/* Ask the register; the answer and its access line are kept before anybody hears them. */
static enum mc_code answer_new(const struct mc_gateway *gateway, struct asking *asking,
			       struct mc_ledger_query *ret, struct mc_err *why)
{
	const struct mc_ledger *ledger = &gateway->ledger;
	struct mc_ledger_access access = {.at = 0};
	enum mc_code code;

	if (!gateway->people.ops) {
		return mc_fail(why, MC_E_NO_ANSWER, "no register behind this gateway");
	}
	code = mc_register_find(&gateway->people, &asking->query, asking->now, &asking->answer,
				why);
	if (code) {
		return code;
	}
	tell_what_is_asked(gateway, asking);
	code = make_reply(gateway, asking, &ret->reply, why);
	if (code) {
		return code;
	}
	MC_COPY(ret->id, asking->query.id);
	MC_COPY(ret->terminal, asking->terminal.id);
	MC_COPY(ret->question_sha256, asking->sha256);
	fill_access(gateway, asking, &access);
	code = ledger->ops->add_query(ledger->ctx, ret, &access, why);
	if (!code) {
		mc_log(MC_LOG_INFO, "query %s terminal %s procedure %s: %s", ret->id, ret->terminal,
		       access.procedure, access.outcome);
		/* What stands counts: another gateway may have answered meanwhile. */
		mc_str_reset(&ret->reply);
		code = ledger->ops->query(ledger->ctx, asking->query.id, ret, why);
	}
	return code;
}

/* The same id with another question is never answered. */
static void refuse(const struct mc_gateway *gateway, struct mc_request *request,
		   const struct mc_ledger_query *known)
{
	struct mc_ledger_held held = {.seq = 0};
	struct mc_reply reply;
	struct mc_err why;
	enum mc_code code;

	MC_COPY(held.id, known->id);
	MC_COPY(held.terminal, known->terminal);
	MC_COPY(held.digest, known->question_sha256);
	code = mc_gateway_refuse(gateway, "digest-mismatch", &held, &reply, &why);
	if (code) {
		mc_answer_error(request, code, &why);
		return;
	}
	mc_answer_signed(request, MC_PROBLEM_DIGEST_MISMATCH, &reply);
}

static void answer(const struct mc_gateway *gateway, struct mc_request *request,
		   struct asking *asking)
{
	const struct mc_ledger *ledger = &gateway->ledger;
	struct mc_ledger_query known = {.id = ""};
	struct mc_err why;
	enum mc_code code;

	mc_str_init(&known.reply, 2 * MC_JSON_MAX);
	code = ledger->ops->query(ledger->ctx, asking->query.id, &known, &why);
	if (code == MC_E_NOT_FOUND) {
		code = answer_new(gateway, asking, &known, &why);
	}
	if (code) {
		mc_answer_error(request, code, &why);
	} else if (strcmp(known.question_sha256, asking->sha256) ||
		   strcmp(known.terminal, asking->terminal.id)) {
		refuse(gateway, request, &known);
	} else {
		mc_str_add(&request->reply, known.reply.data, known.reply.len);
		mc_answer_json(request, 200);
	}
	mc_str_done(&known.reply);
}

static void handle(const struct mc_gateway *gateway, struct mc_request *request,
		   enum mc_query_kind kind)
{
	struct asking *asking = mc_calloc(1, sizeof(*asking));
	struct mc_err why;
	enum mc_code code;

	mc_answer_header(request, "Cache-Control", "no-store");
	asking->now = mc_clock_now();
	mc_str_init(&asking->jws, MC_JWS_MAX);
	code = read_question(gateway, mc_slice_of(&request->body), kind, asking, &why);
	if (code) {
		mc_answer_error(request, code, &why);
	} else {
		answer(gateway, request, asking);
	}
	mc_str_wipe(&asking->jws);
	explicit_bzero(asking, sizeof(*asking));
	free(asking);
}

void mc_route_queries(void *ctx, struct mc_request *request)
{
	handle(ctx, request, MC_QUERY_LOOKUP);
}

void mc_route_residence_proofs(void *ctx, struct mc_request *request)
{
	handle(ctx, request, MC_QUERY_VERIFY);
}
