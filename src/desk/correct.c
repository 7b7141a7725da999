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

enum mc_code desk_copy_values(struct mc_desk *desk, const char *from, const char *to,
				struct mc_err *why)
{
	struct mc_vec values;
	enum mc_code code;

	mc_vec_init(&values, sizeof(struct mc_draft_value), DESK_FIELDS_MAX);
	code = mc_draft_values(desk->store, from, &values, why);
	if (!code && values.len) {
		code = mc_draft_save(desk->store, to, mc_vec_at(&values, 0), (int)values.len,
				     mc_clock_now(), why);
	}
	mc_draft_values_done(&values);
	return code;
}

/* The sealed files are the same ones: named by their content, and sealed for good. */
static enum mc_code copy_parts(struct mc_desk *desk, const char *from, const char *to,
			       struct mc_err *why)
{
	struct mc_vec parts;
	enum mc_code code;

	mc_vec_init(&parts, sizeof(struct mc_draft_value), MC_PARTS_MAX);
	code = mc_draft_attachments(desk->store, from, &parts, why);
	MC_VEC_EACH(&parts, struct mc_draft_value, part) {
		if (!code) {
			code = mc_draft_attach(desk->store, to, part->field,
					       mc_slice_of(&part->bytes), why);
		}
	}
	mc_draft_values_done(&parts);
	return code;
}

static enum mc_code copy_all(struct mc_desk *desk, const struct mc_draft *old, const char *to,
			     struct mc_err *why)
{
	enum mc_code code = desk_copy_values(desk, old->id, to, why);

	code = code ? code : copy_parts(desk, old->id, to, why);
	code = code ? code : mc_draft_subject(desk->store, to, old->subject, why);
	return code ? code : desk_audit(desk, "correct", old->id, old->procedure, "", why);
}

static enum mc_code make_draft(struct mc_desk *desk, const struct mc_draft *old,
			       char ret_id[MC_UUID_LEN], struct mc_err *why)
{
	struct mc_work *work;
	enum mc_code code = work_create(desk,
					&(struct work_origin){ .procedure = old->procedure,
							       .replaces = old->id },
					&work, why);

	if (code) {
		return code;
	}
	code = copy_all(desk, old, work->id, why);
	if (code) {
		(void)!mc_work_discard(work, NULL); /* no half one is left to be sent */
	}
	mc_copy(ret_id, MC_UUID_LEN, work->id);
	mc_work_close(work);
	return code;
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
