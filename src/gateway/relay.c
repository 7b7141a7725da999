/* SPDX-License-Identifier: MPL-2.0 */
/*
 * relay.c - the way of a dossier behind the gateway, as the demo plays it: passed on
 * at once under an official number, being handled a little later.
 */
#include <stdio.h>
#include <string.h>

#include "gateway/gateway.h"
#include "motcua/base/clock.h"
#include "motcua/base/i18n.h"
#include "motcua/base/log.h"
#include "motcua/base/mem.h"

/* {MaDinhDanh}-{yyMMdd}-{nnnn}: the unit's identifier code, here one that nobody has. */
#define DEMO_UNIT "000.00.00.H56"

enum { STEPS_AT_ONCE = 64 };

static const struct step {
	const char *outcome, *state, *next;
	bool numbered;
	const char *text; /* msgid */
} steps[] = {
	{"forwarded", "FORWARDED", "in_process", true,
	 N_("The dossier was passed on to the competent unit.")},
	{"in_process", "IN_PROCESS", NULL, false, N_("The dossier is being handled.")},
	{"needs_supplement", "NEEDS_SUPPLEMENT", NULL, false,
	 N_("The dossier lacks something; a supplement is asked for.")},
	{"returned", "RETURNED", NULL, false, N_("The dossier is sent back.")},
	{"completed", "COMPLETED", NULL, false, N_("The dossier is settled.")},
};

struct making {
	const struct mc_gateway *gateway;
	const struct step *step;
	const char *day;
	int64_t now;
	const struct mc_relay_act *act; /* NULL: the demo's own step */
};

static void fill_outer(const struct making *making, const struct mc_ledger_dossier *dossier,
		       int64_t cursor, struct mc_outer *outer)
{
	*outer = (struct mc_outer){
		.kind = "event", .seq = dossier->seq, .at = making->now, .cursor = cursor};
	MC_COPY(outer->id, dossier->id);
	MC_COPY(outer->terminal, dossier->terminal);
	MC_COPY(outer->epoch, dossier->epoch);
	MC_COPY(outer->outcome, making->step->outcome);
	MC_COPY(outer->digest, dossier->digest);
}

static void fill_notice(const struct making *making, const struct mc_ledger_dossier *dossier,
			struct mc_notice *notice)
{
	const struct mc_relay_act *act = making->act;

	MC_COPY(notice->official_number, dossier->official_number);
	MC_COPY(notice->text, act && act->text ? act->text : _(making->step->text));
	if (act && (act->field || act->reason)) {
		notice->reason_count = 1;
		MC_COPY(notice->reasons[0].field, act->field ? act->field : "");
		MC_COPY(notice->reasons[0].text, act->reason ? act->reason : notice->text);
	}
	notice->deadline = act ? act->deadline : 0;
}

static enum mc_code make_event(void *ctx, struct mc_ledger_dossier *dossier, int64_t cursor,
			       int64_t number, struct mc_reply *ret, struct mc_err *why)
{
	const struct making *making = ctx;
	const struct mc_ledger *ledger = &making->gateway->ledger;
	struct mc_ledger_terminal terminal;
	struct mc_notice notice = {.official_number = ""};
	struct mc_outer outer;
	enum mc_code code = ledger->ops->terminal(ledger->ctx, dossier->terminal, &terminal, why);

	if (code) {
		return code;
	}
	if (number) {
		snprintf(dossier->official_number, sizeof(dossier->official_number),
			 DEMO_UNIT "-%s-%04lld", making->day, (long long)number);
	}
	fill_notice(making, dossier, &notice);
	fill_outer(making, dossier, cursor, &outer);
	return mc_gateway_notify(making->gateway, &outer, terminal.open, &notice, ret, why);
}

static const struct step *find_step(const char *outcome)
{
	for (size_t i = 0; i < MC_COUNT(steps); i++) {
		if (!strcmp(steps[i].outcome, outcome)) {
			return &steps[i];
		}
	}
	return NULL;
}

static enum mc_code take_step(struct mc_gateway *gateway, const struct mc_ledger_due *due,
			      int64_t now, struct mc_err *why)
{
	const struct step *step = find_step(due->step);
	const struct mc_local local = mc_time_local(now);
	char day[16];
	struct making making = {gateway, step, day, now, NULL};
	enum mc_code code;

	if (!step) {
		return mc_fail(why, MC_E_STORE, "gateway.db: unknown relay step");
	}
	snprintf(day, sizeof(day), "%02d%02d%02d", local.year % 100, local.month, local.day);
	code = gateway->ledger.ops->advance(gateway->ledger.ctx, due->dossier.id,
					    &(struct mc_ledger_step){
						    .outcome = step->outcome,
						    .state = step->state,
						    .next = step->next,
						    .next_due = now + MC_EVENT_PAUSE,
						    .day = step->numbered ? day : NULL,
						    .make = make_event,
						    .ctx = &making,
					    },
					    why);
	if (!code) {
		mc_log(MC_LOG_INFO, "dossier %s %s", due->dossier.id, step->outcome);
	}
	return code == MC_E_NOT_FOUND ? MC_OK : code; /* another gateway was faster */
}

enum mc_code mc_relay_act(struct mc_gateway *gateway, const struct mc_relay_act *act, int64_t now,
			  struct mc_err *why)
{
	const struct step *step = find_step(act->outcome);
	struct making making = {gateway, step, NULL, now, act};

	if (!step || step->numbered || !strcmp(step->outcome, "in_process")) {
		return mc_fail(why, MC_E_USAGE, "%s", act->outcome);
	}
	return gateway->ledger.ops->advance(gateway->ledger.ctx, act->id,
					    &(struct mc_ledger_step){
						    .outcome = step->outcome,
						    .state = step->state,
						    .unasked = true,
						    .make = make_event,
						    .ctx = &making,
					    },
					    why);
}

enum mc_code mc_relay_run(struct mc_gateway *gateway, int64_t now, struct mc_err *why)
{
	struct mc_ledger_due due;
	enum mc_code code = MC_OK;

	for (int i = 0; gateway->demo && i < STEPS_AT_ONCE && !code; i++) {
		code = gateway->ledger.ops->due(gateway->ledger.ctx, now, &due, why);
		if (code == MC_E_NOT_FOUND) {
			return MC_OK;
		}
		code = code ? code : take_step(gateway, &due, now, why);
	}
	return code;
}

void mc_relay_due(void *ctx)
{
	struct mc_err why;
	enum mc_code code = mc_relay_run(ctx, mc_clock_now(), &why);

	if (code) { /* what is due stays due */
		mc_log(MC_LOG_WARNING, "relay: [%s] %s", mc_error_info(code)->code, why.detail);
	}
}
