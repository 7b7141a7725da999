/* SPDX-License-Identifier: MPL-2.0 */
/*
 * correct.c - "correct it": what was refused, returned or held becomes a new draft, with a
 * new id that names the old one. Values and papers are taken over; nothing sealed changes.
 */
#include <string.h>

#include "desk/work.h"
#include "motcua/base/clock.h"
#include "motcua/base/mem.h"

/* What has come to no good end for this id. A supplement is made anew from its dossier. */
static bool correctable(enum mc_state state)
{
	return state == MC_STATE_REJECTED || state == MC_STATE_RETURNED || state == MC_STATE_HELD;
}

static enum mc_code make_draft(struct mc_desk *desk, const struct mc_draft *old,
			       char ret_id[MC_UUID_LEN], struct mc_err *why)
{
	return work_copy(desk,
			 &(struct work_copy){ .origin = { .procedure = old->procedure,
							  .replaces = old->id,
							  .subject = old->subject },
					      .act = "correct",
					      .of = old->id,
					      .values_of = old->id,
					      .papers_of = old->id },
			 ret_id, why);
}

enum mc_code mc_dossier_correct(struct mc_desk *desk, const char *name, struct mc_work **ret,
				struct mc_err *why)
{
	char id[MC_UUID_LEN];
	struct mc_draft old;
	enum mc_state state;
	enum mc_code code = mc_draft_find(desk->store, name, &old, why);

	if (!code) {
		code = desk_state(desk, &old, &state, NULL, why);
	}
	if (!code && (!correctable(state) || old.supplements[0])) {
		code = mc_fail(why, MC_E_DOSSIER_STATE, "%s", mc_state_name(state));
	}
	if (!code) {
		code = make_draft(desk, &old, id, why);
	}
	return code ? code : mc_work_open(desk, id, ret, why);
}

/* A HELD one that has been replaced must never be taken in any more: the gateway is asked
 * to bury it. When that cannot even be laid into the queue, it stays HELD and shows. */
void desk_close_replaced(struct mc_desk *desk, const char *id)
{
	struct mc_item item;

	if (*id && !mc_mail_item(desk->mail, id, &item, NULL) && item.state == MC_STATE_HELD) {
		(void)!mc_dossier_withdraw(desk, id, NULL);
	}
}
