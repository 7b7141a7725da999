/* SPDX-License-Identifier: MPL-2.0 */
/* event.c - what became of a dossier, or of one of its branches, as a signed statement. */
#include <stdio.h>
#include <string.h>

#include "gateway/gateway.h"
#include "motcua/base/clock.h"
#include "motcua/base/mem.h"

/* The word of the wire for what the whole has become. */
static const char *outcome_of(enum mc_state state)
{
	static const struct {
		enum mc_state state;
		const char *outcome;
	} words[] = {
		{MC_STATE_FORWARDED, "forwarded"},
		{MC_STATE_IN_PROCESS, "in_process"},
		{MC_STATE_NEEDS_SUPPLEMENT, "needs_supplement"},
		{MC_STATE_RETURNED, "returned"},
		{MC_STATE_COMPLETED, "completed"},
	};

	for (size_t i = 0; i < MC_COUNT(words); i++) {
		if (words[i].state == state) {
			return words[i].outcome;
		}
	}
	return "in_process"; /* no other state has events */
}

void mc_gateway_day(int64_t now, char ret[MC_DAY_LEN])
{
	const struct mc_local local = mc_time_local(now);

	snprintf(ret, MC_DAY_LEN, "%02u%02u%02u", local.year % 100u, local.month % 100u,
		 local.day % 100u);
}

enum mc_code mc_gateway_event(const struct mc_gateway *gateway,
			      const struct mc_ledger_dossier *dossier,
			      const struct mc_ledger_branch *branch, const char *word,
			      const struct mc_ledger_turn *turn, int64_t now,
			      struct mc_notice *notice, struct mc_reply *ret, struct mc_err *why)
{
	const struct mc_ledger *ledger = &gateway->ledger;
	struct mc_outer outer = {.kind = "event",
				 .seq = dossier->seq,
				 .at = now,
				 .cursor = turn->cursor,
				 .after = turn->after};
	struct mc_ledger_terminal terminal;
	enum mc_code code = ledger->ops->terminal(ledger->ctx, dossier->terminal, &terminal, why);

	if (code) {
		return code;
	}
	MC_COPY(outer.id, dossier->id);
	MC_COPY(outer.terminal, dossier->terminal);
	MC_COPY(outer.epoch, dossier->epoch);
	MC_COPY(outer.digest, dossier->digest);
	MC_COPY(outer.outcome, word ? word : outcome_of(mc_state_parse(dossier->state)));
	MC_COPY(notice->official_number, dossier->official_number);
	if (branch) {
		MC_COPY(outer.branch, branch->id);
		MC_COPY(outer.branch_outcome, mc_branch_state_code(branch->state));
		MC_COPY(notice->branch_number, branch->number);
	}
	return mc_gateway_notify(gateway, &outer, terminal.open, notice, ret, why);
}
