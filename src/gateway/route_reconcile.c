/* SPDX-License-Identifier: MPL-2.0 */
/*
 * route_reconcile.c - the outcome question for many at once: to each dossier that the
 * terminal names, the signed word that its PUT would get, if there is one.
 *
 * No signature is asked for: outcomes are codes, what is inside is sealed to the terminal,
 * and nothing of another terminal's is told.
 */
#include <string.h>

#include "gateway/routes.h"
#include "motcua/base/mem.h"
#include "motcua/wire/reconcile.h"

struct reconciling {
	const struct mc_gateway *gateway;
	char terminal[MC_TERMINAL_LEN];
	struct mc_str items;
	bool any;
};

static enum mc_code statement_of(const struct reconciling *r, struct mc_ledger_held *held,
				 struct mc_reply *ret, struct mc_err *why)
{
	if (held->verdict == MC_VERDICT_DIGEST || held->verdict == MC_VERDICT_SEQ) {
		return mc_gateway_refuse(r->gateway,
					 held->verdict == MC_VERDICT_SEQ ? "seq-taken" :
									   "digest-mismatch",
					 held, ret, why);
	}
	*ret = held->statement;
	held->statement = (struct mc_reply){.outer = NULL};
	mc_str_init(&held->statement.inner, MC_JSON_MAX);
	return MC_OK;
}

static enum mc_code tell(struct reconciling *r, struct mc_ledger_held *held, struct mc_err *why)
{
	struct mc_reply reply;
	enum mc_code code;

	if (held->verdict == MC_VERDICT_NEW || strcmp(held->terminal, r->terminal)) {
		return MC_OK;
	}
	code = statement_of(r, held, &reply, why);
	if (!code) {
		mc_events_format_item(&r->items, !r->any, reply.outer, mc_slice_of(&reply.inner));
		r->any = true;
		mc_reply_done(&reply);
	}
	return code;
}

static enum mc_code reconcile_one(struct reconciling *r, const struct mc_reconcile_item *item,
				  struct mc_err *why)
{
	const struct mc_ledger *ledger = &r->gateway->ledger;
	struct mc_record record = {.seq = item->seq};
	struct mc_ledger_held held;
	enum mc_code code;

	MC_COPY(record.id, item->id);
	MC_COPY(record.terminal, r->terminal);
	MC_COPY(record.epoch, item->epoch);
	MC_COPY(record.digest, item->digest);
	mc_ledger_held_init(&held);
	code = ledger->ops->judge(ledger->ctx, &record, &held, why);
	code = code ? code : tell(r, &held, why);
	mc_ledger_held_done(&held);
	return code;
}

static enum mc_code reconcile(struct reconciling *r, const struct mc_request *request,
			      struct mc_err *why)
{
	struct mc_ledger_terminal terminal;
	struct mc_vec items;
	enum mc_code code = mc_reconcile_parse(mc_slice_of(&request->body), r->terminal, &items, why);

	if (code) {
		return code;
	}
	code = mc_gateway_terminal(r->gateway, r->terminal, &terminal, why);
	for (size_t i = 0; !code && i < items.len; i++) {
		code = reconcile_one(r, mc_vec_at(&items, i), why);
	}
	mc_vec_done(&items);
	return code;
}

void mc_route_reconcile(void *ctx, struct mc_request *request)
{
	struct reconciling r = {.gateway = ctx};
	struct mc_err why;
	enum mc_code code;

	mc_answer_header(request, "Cache-Control", "no-store");
	mc_str_init(&r.items, MC_JSON_MAX);
	code = reconcile(&r, request, &why);
	if (code) {
		mc_answer_error(request, code, &why);
	} else {
		mc_reconciled_format_begin(&request->reply);
		mc_str_add(&request->reply, r.items.data, r.items.len);
		mc_reconciled_format_end(&request->reply);
		mc_answer_json(request, 200);
	}
	mc_str_done(&r.items);
}
