/* SPDX-License-Identifier: MPL-2.0 */
/*
 * route_outcomes.c - what the ledger holds about a dossier, told again: the outcome
 * question after a lost reply, and withdrawals.
 */
#include <string.h>

#include "gateway/accept.h"
#include "gateway/routes.h"
#include "motcua/base/clock.h"
#include "motcua/base/log.h"
#include "motcua/base/mem.h"

/* ---- answers */

static void answer_refusal(const struct mc_gateway *gateway, struct mc_request *request,
			   const struct mc_ledger_held *held)
{
	bool seq = held->verdict == MC_VERDICT_SEQ;
	struct mc_reply reply;
	struct mc_err why;
	enum mc_code code = mc_gateway_refuse(gateway, seq ? "seq-taken" : "digest-mismatch", held,
					      &reply, &why);

	if (code) {
		mc_answer_error(request, code, &why);
		return;
	}
	mc_log(MC_LOG_WARNING, "dossier %s: %s", request->argument,
	       seq ? "seq taken" : "digest mismatch");
	mc_answer_signed(request, seq ? MC_PROBLEM_SEQ_TAKEN : MC_PROBLEM_DIGEST_MISMATCH, &reply);
}

void mc_answer_held(const struct mc_gateway *gateway, struct mc_request *request,
		    struct mc_ledger_held *held)
{
	if (held->verdict == MC_VERDICT_DIGEST || held->verdict == MC_VERDICT_SEQ) {
		answer_refusal(gateway, request, held);
	} else if (held->verdict == MC_VERDICT_WITHDRAWN) {
		mc_answer_signed(request, MC_PROBLEM_WITHDRAWN, &held->statement);
	} else if (held->verdict == MC_VERDICT_SETTLED) {
		mc_answer_signed(request, MC_PROBLEM_SETTLED, &held->statement);
	} else if (held->rejected) {
		mc_answer_signed(request, MC_PROBLEM_REJECTED, &held->statement);
	} else {
		mc_answer_reply(request, held->verdict == MC_VERDICT_NEW ? 201 : 200,
				&held->statement);
	}
}

/* ---- the outcome question */

void mc_route_receipt(void *ctx, struct mc_request *request)
{
	const struct mc_gateway *gateway = ctx;
	struct mc_ledger_held held;
	struct mc_err why;
	enum mc_code code;

	mc_ledger_held_init(&held);
	mc_answer_header(request, "Cache-Control", "no-store");
	code = gateway->ledger.ops->outcome(gateway->ledger.ctx, request->argument, &held, &why);
	if (code) {
		mc_answer_error(request, code, &why);
	} else if (held.verdict == MC_VERDICT_NEW) {
		mc_answer_plain_problem(request, MC_PROBLEM_NOT_FOUND);
	} else {
		mc_answer_held(gateway, request, &held);
	}
	mc_ledger_held_done(&held);
}

/* ---- withdrawals */

static enum mc_code read_withdrawal(const struct mc_gateway *gateway, struct mc_slice jws,
				    struct mc_withdrawal *ret, struct mc_err *why)
{
	struct mc_ledger_terminal terminal;
	struct mc_str payload;
	enum mc_code code;

	mc_str_init(&payload, MC_JWS_MAX);
	code = mc_gateway_hear(gateway, jws, "withdrawal", &terminal, &payload, why);
	code = code ? code : mc_withdrawal_parse(mc_slice_of(&payload), ret, why);
	mc_str_wipe(&payload);
	return code;
}

static enum mc_code withdraw(const struct mc_gateway *gateway,
			     const struct mc_withdrawal *withdrawal, struct mc_ledger_held *held,
			     struct mc_err *why)
{
	struct mc_outer outer = {.kind = "withdrawn", .outcome = "withdrawn", .at = mc_clock_now()};
	struct mc_reply statement;
	enum mc_code code;

	MC_COPY(outer.id, withdrawal->id);
	MC_COPY(outer.terminal, withdrawal->terminal);
	MC_COPY(outer.digest, withdrawal->digest);
	code = mc_gateway_speak(gateway, &outer, NULL, (struct mc_slice){"", 0}, &statement, why);
	if (!code) {
		code = gateway->ledger.ops->withdraw(gateway->ledger.ctx, withdrawal, &statement,
						     held, why);
		mc_reply_done(&statement);
	}
	return code;
}

void mc_accept_withdrawal(const struct mc_gateway *gateway, struct mc_request *request,
			  struct mc_slice jws, struct mc_slice nothing)
{
	struct mc_withdrawal withdrawal = {.id = ""};
	struct mc_ledger_held held;
	struct mc_err why;
	enum mc_code code;

	(void)nothing;
	mc_ledger_held_init(&held);
	code = read_withdrawal(gateway, jws, &withdrawal, &why);
	if (!code && !request->argument[0]) {
		(void)MC_COPY(request->argument, withdrawal.id);
	} else if (!code && strcmp(withdrawal.id, request->argument)) {
		code = mc_fail(&why, MC_E_JSON_SHAPE, "withdrawal: another id");
	}
	code = code ? code : withdraw(gateway, &withdrawal, &held, &why);
	if (code) {
		mc_answer_error(request, code, &why);
	} else if (held.verdict == MC_VERDICT_WITHDRAWN) {
		mc_answer_reply(request, 200, &held.statement);
	} else {
		mc_answer_held(gateway, request, &held);
	}
	mc_ledger_held_done(&held);
}

void mc_route_withdrawal(void *ctx, struct mc_request *request)
{
	mc_accept_withdrawal(ctx, request, mc_slice_of(&request->body), (struct mc_slice){"", 0});
}
