/* SPDX-License-Identifier: MPL-2.0 */
/*
 * route_dossiers.c - taking in dossiers exactly once. Only a statement that was
 * committed leaves the house.
 */
#include <stdlib.h>
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
	struct mc_record record;
	struct mc_ledger_terminal terminal;
	struct mc_slice record_jws, body;
	struct mc_inside inside;
};

/* ---- the record's own truth: id, digest, signature */

enum mc_code mc_gateway_record(const struct mc_gateway *gateway, struct mc_slice record_jws,
			       struct mc_slice manifest, struct mc_record *ret,
			       struct mc_ledger_terminal *ret_terminal, struct mc_err *why)
{
	struct mc_str payload;
	enum mc_code code;

	mc_str_init(&payload, MC_JWS_MAX);
	code = mc_gateway_hear(gateway, record_jws, "record", ret_terminal, &payload, why);
	code = code ? code : mc_record_parse(mc_slice_of(&payload), ret, why);
	mc_str_done(&payload);
	return code ? code : mc_put_digest(ret->digest, manifest, why);
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
	if (!p->inside.objection) {
		return mc_gateway_speak(p->gateway, &outer, NULL, (struct mc_slice){"", 0}, ret,
					why);
	}
	MC_COPY(outer.kind, "rejection");
	MC_COPY(outer.outcome, "rejected");
	MC_COPY(notice.text, _("The gateway could not take this dossier in."));
	MC_COPY(notice.reasons[0].field, "manifest");
	MC_COPY(notice.reasons[0].text, _(p->inside.objection));
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
					 .procedure = p->inside.objection ? "" : p->inside.manifest.procedure,
					 .branches = &p->inside.manifest.branches,
					 .pending = &p->inside.manifest.pending,
					 .parts = &p->inside.manifest.parts,
					 .rejected = p->inside.objection != NULL,
					 .statement = &statement,
					 .now = now,
				 },
				 held, why);
	if (!code && held->verdict == MC_VERDICT_NEW) {
		held->rejected = p->inside.objection != NULL;
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
	enum mc_code code;

	if (held->overtaken) { /* whatever is in it, and none of its parts is asked for */
		p->inside.objection =
			N_("What it corrects was completed at the province meanwhile, so this one "
			   "would be done twice. Give the citizen that result; for anything else "
			   "begin a new dossier.");
		return take(p, held, why);
	}
	code = mc_inside_look(p->gateway, p->record.terminal, p->record.id, "", p->body,
			      &p->inside, why);
	if (code || mc_inside_answer(&p->inside, request)) {
		return code;
	}
	return take(p, held, why);
}

void mc_accept_dossier(const struct mc_gateway *gateway, struct mc_request *request,
		       struct mc_slice record_jws, struct mc_slice manifest)
{
	struct putting p = {.gateway = gateway, .record_jws = record_jws, .body = manifest};
	struct mc_ledger_held held;
	struct mc_err why;
	enum mc_code code;

	mc_ledger_held_init(&held);
	mc_inside_init(&p.inside);
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
	mc_inside_done(&p.inside);
	mc_ledger_held_done(&held);
}

void mc_route_dossier(void *ctx, struct mc_request *request)
{
	mc_put_route(ctx, request, request->argument, mc_accept_dossier);
}
