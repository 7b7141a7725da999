/* SPDX-License-Identifier: MPL-2.0 */
/*
 * route_supplements.c - taking in what was asked for: by its own id exactly once, and one
 * for each event that asked. The dossier goes on by the event that follows, not by this.
 */
#include <string.h>

#include "gateway/accept.h"
#include "gateway/put.h"
#include "gateway/routes.h"
#include "motcua/base/clock.h"
#include "motcua/base/i18n.h"
#include "motcua/base/log.h"
#include "motcua/base/mem.h"

/* One PUT and all that is known about it. */
struct putting {
	const struct mc_gateway *gateway;
	struct mc_supplement what;
	struct mc_ledger_terminal terminal;
	struct mc_slice record_jws, body;
	struct mc_inside inside;
};

/* ---- the signed record */

enum mc_code mc_gateway_supplement(const struct mc_gateway *gateway, struct mc_slice record_jws,
				   struct mc_slice manifest, struct mc_supplement *ret,
				   struct mc_ledger_terminal *ret_terminal, struct mc_err *why)
{
	struct mc_str payload;
	enum mc_code code;

	mc_str_init(&payload, MC_JWS_MAX);
	code = mc_gateway_hear(gateway, record_jws, "supplement", ret_terminal, &payload, why);
	code = code ? code : mc_supplement_parse(mc_slice_of(&payload), ret, why);
	mc_str_done(&payload);
	return code ? code : mc_put_digest(ret->digest, manifest, why);
}

/* It is of what the address says; on a stick the record alone says it. */
static enum mc_code place(struct putting *p, struct mc_request *request, struct mc_err *why)
{
	if (!request->argument[0] && !request->second[0]) {
		(void)MC_COPY(request->argument, p->what.dossier);
		(void)MC_COPY(request->second, p->what.id);
	}
	if (strcmp(p->what.dossier, request->argument) != 0 ||
	    strcmp(p->what.id, request->second) != 0) {
		return mc_fail(why, MC_E_JSON_SHAPE, "supplement: another id");
	}
	return MC_OK;
}

/* ---- the statement */

static const struct outcome {
	const char *kind, *outcome;
} received = {"receipt", "received"}, rejected = {"rejection", "rejected"},
  withdrawn = {"withdrawn", "withdrawn"};

static const struct outcome *outcome_of(const struct putting *p, enum mc_verdict verdict)
{
	if (verdict == MC_VERDICT_WITHDRAWN) {
		return &withdrawn;
	}
	return verdict == MC_VERDICT_NEW && !p->inside.objection ? &received : &rejected;
}

static enum mc_code make_statement(const struct putting *p, const struct outcome *outcome,
				   int64_t now, struct mc_reply *ret, struct mc_err *why)
{
	struct mc_outer outer = {.at = now};
	struct mc_notice notice = {.reason_count = 1};

	MC_COPY(outer.kind, outcome->kind);
	MC_COPY(outer.outcome, outcome->outcome);
	MC_COPY(outer.id, p->what.id);
	MC_COPY(outer.terminal, p->what.terminal);
	MC_COPY(outer.digest, p->what.digest);
	if (outcome != &rejected) {
		return mc_gateway_speak(p->gateway, &outer, NULL, (struct mc_slice){"", 0}, ret,
					why);
	}
	MC_COPY(notice.text, _("The gateway could not take this supplement in."));
	MC_COPY(notice.reasons[0].field, "manifest");
	MC_COPY(notice.reasons[0].text,
		p->inside.objection ?
			_(p->inside.objection) :
			_("The dossier does not wait for this supplement (any more)."));
	return mc_gateway_notify(p->gateway, &outer, p->terminal.open, &notice, ret, why);
}

static enum mc_code take(const struct putting *p, const struct outcome *outcome,
			 struct mc_ledger_held *held, struct mc_err *why)
{
	const struct mc_ledger *ledger = &p->gateway->ledger;
	int64_t now = mc_clock_now();
	struct mc_reply statement;
	enum mc_code code = make_statement(p, outcome, now, &statement, why);

	if (code) {
		return code;
	}
	code = ledger->ops->take_supplement(ledger->ctx,
					    &(struct mc_ledger_supplement){
						    .what = &p->what,
						    .record_jws = p->record_jws,
						    .manifest = p->body,
						    .parts = &p->inside.manifest.parts,
						    .outcome = outcome->outcome,
						    .statement = &statement,
						    .now = now,
						    .next_due = now + MC_EVENT_PAUSE,
					    },
					    held, why);
	if (!code && held->verdict == MC_VERDICT_NEW) {
		held->rejected = outcome == &rejected;
		held->verdict = outcome == &withdrawn ? MC_VERDICT_WITHDRAWN : MC_VERDICT_NEW;
		mc_reply_done(&held->statement);
		held->statement = statement;
		mc_log(MC_LOG_INFO, "supplement %s to dossier %s %s", p->what.id, p->what.dossier,
		       outcome->outcome);
	} else {
		mc_reply_done(&statement);
	}
	return code;
}

/* ---- the PUT, or one on a stick */

/* What is not here yet. One that the dossier does not wait for is not even opened. */
static enum mc_code admit(struct putting *p, struct mc_request *request,
			  struct mc_ledger_held *held, struct mc_err *why)
{
	enum mc_verdict verdict = held->verdict;
	enum mc_code code = MC_OK;

	if (verdict == MC_VERDICT_NEW) {
		code = mc_inside_look(p->gateway, p->what.terminal, p->what.id, p->what.dossier,
				      p->body, &p->inside, why);
	}
	if (code || mc_inside_answer(&p->inside, request)) {
		return code;
	}
	return take(p, outcome_of(p, verdict), held, why);
}

/* Judged and not kept yet: what stands is told as it was. */
static bool is_new(const struct mc_ledger_held *held)
{
	return held->verdict == MC_VERDICT_NEW || held->verdict == MC_VERDICT_UNASKED ||
	       (held->verdict == MC_VERDICT_WITHDRAWN && !held->statement.outer);
}

void mc_accept_supplement(const struct mc_gateway *gateway, struct mc_request *request,
			  struct mc_slice record_jws, struct mc_slice manifest)
{
	struct putting p = {.gateway = gateway, .record_jws = record_jws, .body = manifest};
	struct mc_ledger_held held;
	struct mc_err why;
	enum mc_code code;

	mc_ledger_held_init(&held);
	mc_inside_init(&p.inside);
	code = mc_gateway_supplement(gateway, record_jws, manifest, &p.what, &p.terminal, &why);
	code = code ? code : place(&p, request, &why);
	code = code ? code :
		      gateway->ledger.ops->judge_supplement(gateway->ledger.ctx, &p.what, &held,
							    &why);
	if (!code && is_new(&held)) {
		code = admit(&p, request, &held, &why);
	}
	if (code) {
		mc_answer_error(request, code, &why);
	} else if (!request->status) {
		mc_answer_held(gateway, request, &held);
	}
	mc_inside_done(&p.inside);
	mc_ledger_held_done(&held);
}

void mc_route_supplement(void *ctx, struct mc_request *request)
{
	mc_put_route(ctx, request, request->second, mc_accept_supplement);
}
