/* SPDX-License-Identifier: MPL-2.0 */
/*
 * correct.c - "correct it": what was refused, returned or held becomes a new draft, with a
 * new id that names the old one. Values and papers are taken over; nothing sealed changes.
 */
#include <string.h>

#include "desk/verifications.h"
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

void desk_name_replaced(struct mc_desk *desk, struct mc_err *why)
{
	struct mc_draft draft;

	if (why && !mc_draft_load(desk->store, why->detail, &draft, NULL)) {
		MC_COPY(why->detail, draft.local_number);
	}
}

enum mc_code desk_check_replaced(struct mc_desk *desk, const char *id, struct mc_err *why)
{
	char other[MC_UUID_LEN];
	enum mc_code code = mc_mail_replacement(desk->mail, id, other, why);

	if (!code && *other) {
		code = mc_fail(why, MC_E_REPLACED, "%s", other);
		desk_name_replaced(desk, why);
	}
	return code;
}

enum mc_code mc_dossier_correct(struct mc_desk *desk, const char *name, struct mc_work **ret,
				struct mc_err *why)
{
	char id[MC_UUID_LEN];
	struct mc_draft old, begun;
	enum mc_state state;
	enum mc_code code = mc_draft_find(desk->store, name, &old, why);

	if (!code) {
		code = desk_state(desk, &old, &state, NULL, why);
	}
	if (!code && (!correctable(state) || old.supplements[0])) {
		code = mc_fail(why, MC_E_DOSSIER_STATE, "%s", mc_state_name(state));
	}
	code = code ? code : desk_check_replaced(desk, old.id, why);
	if (!code && !mc_draft_correction(desk->store, old.id, &begun, NULL) &&
	    desk_can_change(desk, &begun)) { /* it was begun already */
		return mc_work_open(desk, begun.id, ret, why);
	}
	code = code ? code : make_draft(desk, &old, id, why);
	return code ? code : mc_work_open(desk, id, ret, why);
}

/* A HELD one is closed with the seal; what else hangs on it goes after. */
void desk_was_replaced(struct mc_desk *desk, const char *id)
{
	struct mc_item item;

	if (*id && !mc_mail_item(desk->mail, id, &item, NULL) && item.state == MC_STATE_HELD) {
		(void)!desk_call_back(desk, id, NULL, NULL);
		(void)!desk_audit(desk, "withdraw", id, "", "replaced", NULL);
	}
}
