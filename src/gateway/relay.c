/* SPDX-License-Identifier: MPL-2.0 */
/*
 * relay.c - the way of a dossier behind the gateway, as the demo plays it: passed on
 * at once under an official number, being handled a little later. A linked group is
 * passed on branch by branch, each under a number of its own; how it ends is a person's
 * word (cmd_event.c).
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
	{"payment_due", "IN_PROCESS", NULL, false,
	 N_("A fee is to be paid; the dossier waits for it.")},
	{"stopped", "IN_PROCESS", NULL, false, N_("The dossier is stopped for the time being.")},
	{"returned", "RETURNED", NULL, false, N_("The dossier is sent back.")},
	{"completed", "COMPLETED", NULL, false, N_("The dossier is settled.")},
};

/* The same for a branch of a linked group. */
static const struct branch_step {
	enum mc_branch_state to;
	const char *next; /* what it does by itself */
	bool numbered;
	const char *text; /* msgid */
} branch_steps[] = {
	{MC_BRANCH_FORWARDED, "acknowledged", true,
	 N_("The dossier was passed on to the competent unit.")},
	{MC_BRANCH_ACKNOWLEDGED, "in_process", false,
	 N_("The unit has acknowledged the dossier.")},
	{MC_BRANCH_IN_PROCESS, NULL, false, N_("The dossier is being handled.")},
	{MC_BRANCH_NEEDS_SUPPLEMENT, NULL, false,
	 N_("The dossier lacks something; a supplement is asked for.")},
	{MC_BRANCH_PAYMENT_DUE, NULL, false, N_("A fee is to be paid; the dossier waits for it.")},
	{MC_BRANCH_STOPPED, NULL, false, N_("The dossier is stopped for the time being.")},
	{MC_BRANCH_RETURNED, NULL, false, N_("The dossier is sent back.")},
	{MC_BRANCH_COMPLETED, NULL, false, N_("The dossier is settled.")},
};

struct making {
	const struct mc_gateway *gateway;
	const struct step *step;
	const struct branch_step *branch_step;
	const char *day, *branch; /* branch: the one spoken of */
	int64_t now;
	const struct mc_relay_act *act; /* NULL: the demo's own step */
};

static void fill_notice(const struct making *making, const char *text, struct mc_notice *notice)
{
	const struct mc_relay_act *act = making->act;

	*notice = (struct mc_notice){.deadline = act ? act->deadline : 0,
				     .verifies = act && act->verifies};
	MC_COPY(notice->text, act && act->text ? act->text :
			      notice->verifies ? _("What was stated is being verified; the longer"
						   " legal time counts.") :
						 _(text));
	if (act && (act->field || act->reason)) {
		notice->reason_count = 1;
		MC_COPY(notice->reasons[0].field, act->field ? act->field : "");
		MC_COPY(notice->reasons[0].text, act->reason ? act->reason : notice->text);
	}
}

static enum mc_code make_event(void *ctx, struct mc_ledger_dossier *dossier,
			       const struct mc_ledger_turn *turn, int64_t number,
			       struct mc_reply *ret, struct mc_err *why)
{
	const struct making *making = ctx;
	struct mc_notice notice;

	if (number) {
		snprintf(dossier->official_number, sizeof(dossier->official_number),
			 DEMO_UNIT "-%s-%04lld", making->day, (long long)number);
	}
	MC_COPY(dossier->state, making->step->state);
	fill_notice(making, making->step->text, &notice);
	return mc_gateway_event(making->gateway, dossier, NULL, making->step->outcome, turn,
				making->now, &notice, ret, why);
}

static enum mc_code make_branch_event(void *ctx, struct mc_ledger_dossier *dossier,
				      struct mc_ledger_branch *branch,
				      const struct mc_ledger_turn *turn, int64_t number,
				      struct mc_reply *ret, struct mc_err *why)
{
	const struct making *making = ctx;
	struct mc_notice notice;

	if (number) {
		snprintf(branch->number, sizeof(branch->number), "%.12s-%s-%04lld", branch->id,
			 making->day, (long long)number);
	}
	fill_notice(making, making->branch_step->text, &notice);
	if (strcmp(branch->id, making->branch) != 0) { /* returned with another */
		MC_COPY(notice.text, _("Returned: the branch that comes before it was returned."));
	}
	notice.step_at = making->now;
	return mc_gateway_event(making->gateway, dossier, branch, branch->whole, turn, making->now,
				&notice, ret, why);
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

static const struct branch_step *find_branch_step(const char *outcome)
{
	enum mc_branch_state to = mc_branch_state_parse(outcome);

	for (size_t i = 0; i < MC_COUNT(branch_steps); i++) {
		if (branch_steps[i].to == to) {
			return &branch_steps[i];
		}
	}
	return NULL;
}

static enum mc_code take_whole_step(struct making *making, const struct mc_ledger_due *due,
				    struct mc_err *why)
{
	const struct mc_ledger *ledger = &making->gateway->ledger;
	const struct step *step = making->step = find_step(due->step);

	if (!step) {
		return mc_fail(why, MC_E_STORE, "gateway.db: unknown relay step");
	}
	return ledger->ops->advance(ledger->ctx, due->dossier.id,
				    &(struct mc_ledger_step){
					    .outcome = step->outcome,
					    .state = step->state,
					    .next = step->next,
					    .next_due = making->now + MC_EVENT_PAUSE,
					    .day = step->numbered ? making->day : NULL,
					    .make = make_event,
					    .ctx = making,
				    },
				    why);
}

/* relayed: only while it is due; else a person's word, and nothing follows by itself. */
static enum mc_code take_branch_step(struct making *making, const char *id, bool relayed,
				     struct mc_err *why)
{
	const struct mc_ledger *ledger = &making->gateway->ledger;
	const struct branch_step *step = making->branch_step;
	char counter[MC_WORD_LEN + MC_DAY_LEN]; /* each unit counts for itself */

	snprintf(counter, sizeof(counter), "%.63s-%s", making->branch, making->day);
	return ledger->ops->answer(ledger->ctx, id,
				   &(struct mc_ledger_answer){
					   .branch = making->branch,
					   .to = step->to,
					   .relayed = relayed,
					   .next = relayed ? step->next : NULL,
					   .now = making->now,
					   .next_due = making->now + MC_EVENT_PAUSE,
					   .day = step->numbered ? counter : NULL,
					   .make = make_branch_event,
					   .ctx = making,
				   },
				   why);
}

static enum mc_code take_step(struct mc_gateway *gateway, const struct mc_ledger_due *due,
			      int64_t now, struct mc_err *why)
{
	char day[MC_DAY_LEN];
	struct making making = {
		.gateway = gateway, .day = day, .branch = due->branch, .now = now};
	enum mc_code code;

	mc_gateway_day(now, day);
	making.branch_step = find_branch_step(due->step);
	if (due->branch[0] && making.branch_step) {
		code = take_branch_step(&making, due->dossier.id, true, why);
	} else {
		code = take_whole_step(&making, due, why);
	}
	if (!code) {
		mc_log(MC_LOG_INFO, "dossier %s %s%s%s", due->dossier.id, due->branch,
		       due->branch[0] ? " " : "", due->step);
	}
	return code == MC_E_NOT_FOUND ? MC_OK : code; /* another gateway was faster */
}

/* ---- a person's word */

static enum mc_code act_on_whole(struct making *making, struct mc_err *why)
{
	const struct mc_ledger *ledger = &making->gateway->ledger;
	const struct mc_relay_act *act = making->act;
	const struct step *step = making->step = find_step(act->outcome);
	bool goes_on = step && !strcmp(step->outcome, "in_process");

	if (!step || step->numbered || (act->verifies && !goes_on)) {
		return mc_fail(why, MC_E_USAGE, "%s", act->outcome);
	}
	return ledger->ops->advance(ledger->ctx, act->id,
				    &(struct mc_ledger_step){
					    .outcome = step->outcome,
					    .state = step->state,
					    .unasked = true,
					    .make = make_event,
					    .ctx = making,
				    },
				    why);
}

enum mc_code mc_relay_act(struct mc_gateway *gateway, const struct mc_relay_act *act, int64_t now,
			  struct mc_err *why)
{
	char day[MC_DAY_LEN];
	struct making making = {.gateway = gateway,
				.day = day,
				.branch = act->branch,
				.now = now,
				.act = act};

	mc_gateway_day(now, day);
	if (!act->branch) {
		return act_on_whole(&making, why);
	}
	making.branch_step = find_branch_step(act->outcome);
	if (act->verifies && strcmp(act->outcome, "in_process") != 0) {
		return mc_fail(why, MC_E_USAGE, "%s --verify", act->outcome);
	}
	return making.branch_step ? take_branch_step(&making, act->id, false, why)
				  : mc_fail(why, MC_E_USAGE, "%s", act->outcome);
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
