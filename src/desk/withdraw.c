/* SPDX-License-Identifier: MPL-2.0 */
/*
 * withdraw.c - taking a sealed dossier back: at once while nobody else can have it, else by
 * a signed request that waits in the queue for the gateway's signature.
 */
#include <string.h>

#include "desk/verifications.h"
#include "desk/work.h"
#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "motcua/store/spool.h"
#include "motcua/store/withdrawal.h"

enum mc_code desk_sign_withdrawal(struct mc_desk *desk, const char *id, struct mc_str *ret,
				  struct mc_err *why)
{
	struct mc_withdrawal withdrawal = {.at = mc_clock_now()};
	struct mc_item item;
	struct mc_str payload;
	enum mc_code code = mc_mail_item(desk->mail, id, &item, why);

	if (code) {
		return code;
	}
	MC_COPY(withdrawal.id, id);
	MC_COPY(withdrawal.terminal, desk->keys.id);
	MC_COPY(withdrawal.digest, item.digest);
	mc_str_init(&payload, MC_JWS_MAX);
	mc_withdrawal_format(&withdrawal, &payload);
	code = desk_sign(desk, "withdrawal", mc_slice_of(&payload), ret, why);
	mc_str_done(&payload);
	return code;
}

static enum mc_code by_wire(struct mc_desk *desk, const char *id, struct mc_err *why)
{
	struct mc_str jws;
	enum mc_code code;

	mc_str_init(&jws, MC_JWS_MAX);
	code = desk_sign_withdrawal(desk, id, &jws, why);
	if (!code) {
		code = mc_mail_withdraw(desk->mail, id, mc_slice_of(&jws), mc_clock_now(), why);
	}
	mc_str_done(&jws);
	return code;
}

/* The journal knows what the row may not: was it ever sent or handed over? */
static enum mc_code at_once(struct mc_desk *desk, const struct mc_dossier_row *row,
			    struct mc_err *why)
{
	struct mc_happened what = {.now = mc_clock_now()};

	if (row->attempts) {
		return mc_fail(why, MC_E_DOSSIER_STATE, "%d tries", row->attempts);
	}
	return mc_mail_happen(desk->mail, row->id, MC_HAPPENING_WITHDRAW, &what, why);
}

/* A rebuild must not send it. Where the mark cannot be written now, the courier writes it
 * when it starts. */
static enum mc_code mark_withdrawn(struct mc_desk *desk, const char *id, struct mc_err *why)
{
	struct mc_item item;
	enum mc_code code = mc_mail_item(desk->mail, id, &item, why);

	if (!code) {
		(void)!mc_spool_withdraw(&desk->paths, item.dossier[0] ? item.id : item.epoch,
					 item.seq, NULL);
	}
	return code;
}

static enum mc_code take_back(struct mc_desk *desk, const struct mc_dossier_row *row,
			      bool *ret_queued, struct mc_err *why)
{
	enum mc_code code = at_once(desk, row, why);

	if (row->supplements[0]) {
		/* once sent there is nothing to take back but the dossier itself */
		return code ? code : mark_withdrawn(desk, row->id, why);
	}
	*ret_queued = code == MC_E_DOSSIER_STATE;
	if (*ret_queued) {
		return by_wire(desk, row->id, why);
	}
	return code ? code : mark_withdrawn(desk, row->id, why);
}

enum mc_code mc_dossier_withdraw(struct mc_desk *desk, const char *name, struct mc_err *why)
{
	struct mc_dossier_row row;
	struct mc_err quiet;
	bool queued = false;
	enum mc_code code = mc_dossier_row(desk, name, &row, why);

	if (!code && !row.sealed_at) {
		code = mc_fail(why, MC_E_DOSSIER_STATE, "%s", mc_state_name(row.state));
	}
	if (!code && row.withdrawing) {
		return MC_OK; /* it is under way already */
	}
	if (!code) {
		code = take_back(desk, &row, &queued, why);
	}
	if (!code) {
		code = desk_call_back(desk, row.id, NULL, why);
	}
	if (!code) {
		code = desk_audit(desk, "withdraw", row.id, row.procedure, queued ? "queued" : "",
				  why);
	}
	if (!code && queued) {
		/* It is safe on disk: a courier that does not start is no failure of this. */
		(void)!mc_desk_courier(desk, &quiet);
	}
	return code;
}
