/* SPDX-License-Identifier: MPL-2.0 */
/*
 * cmd_event.c - what a person at the province does with a dossier: ask for a supplement,
 * send it back, settle it. Its terminal is told by the next list of events.
 */
#include <stdlib.h>
#include <string.h>

#include "gateway/cmd.h"
#include "gateway/gateway.h"
#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "motcua/base/rand.h"

/* At the end of that day here: a deadline is a day, not an instant. */
static enum mc_code deadline_of(const char *days, int64_t now, int64_t *ret, struct mc_err *why)
{
	struct mc_local local = mc_time_local(now);
	long count;

	if (!days) {
		*ret = 0;
		return MC_OK;
	}
	if (!*days || strlen(days) > 3 || strspn(days, "0123456789") != strlen(days)) {
		return mc_fail(why, MC_E_USAGE, "--days is a number");
	}
	count = strtol(days, NULL, 10);
	local.hour = 23;
	local.minute = local.second = 59;
	*ret = mc_time_from_local(&local) + count * MC_DAY;
	return MC_OK;
}

static enum mc_code run(struct mc_gateway *gateway, const struct mc_options *o, struct mc_err *why)
{
	int64_t now = mc_clock_now();
	struct mc_relay_act act = {.id = o->operand2,
				   .outcome = o->operand,
				   .branch = o->branch,
				   .text = o->text,
				   .field = o->field,
				   .reason = o->field ? o->text : NULL,
				   .verifies = o->verify};
	enum mc_code code = deadline_of(o->days, now, &act.deadline, why);

	code = code ? code : mc_gateway_keys_open(o->data, now, &gateway->keys, why);
	code = code ? code : mc_relay_act(gateway, &act, now, why);
	mc_gateway_keys_close(gateway->keys);
	return code;
}

enum mc_code mc_cmd_event(const struct mc_options *o, struct mc_err *why)
{
	struct mc_gateway gateway = {.name = "motcua"};
	enum mc_code code;

	if (!o->data || !o->operand || !o->operand2 || !mc_uuid_valid(o->operand2)) {
		return mc_fail(why, MC_E_USAGE, "event OUTCOME ID --data DIR [--branch BRANCH]");
	}
	code = mc_cmd_ledger(o, MC_LEDGER_READ, &gateway.ledger, why);
	if (code) {
		return code;
	}
	code = run(&gateway, o, why);
	gateway.ledger.ops->close(gateway.ledger.ctx);
	return code;
}
