/* SPDX-License-Identifier: MPL-2.0 */
/* held.c - what a person does about a dossier that does not get on, by its cause. */
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"
#include "motcua/desk/work.h"

#define NEW_KEYS                                                                            \
	N_("Check the clock of this computer and get the new gateway.keys from the "        \
	   "province; then queue retry ID.")
#define NEW_ENROLMENT N_("Call the province; when this terminal is enrolled again, queue retry ID.")
#define NEW_DOSSIER                                                                         \
	N_("Correct it: dossier correct ID makes a new draft with all values; then send "   \
	   "that one.")

static const struct {
	enum mc_code cause;
	struct mc_held_action action;
} actions[] = {
	{ MC_E_OLD_COPY, { N_("A backup was restored: run queue adopt; it sends this one again."),
			   false } },
	{ MC_E_SEQ_TAKEN, { N_("Its number is taken: run queue adopt if a backup was restored, then "
			       "dossier correct ID; the old id is closed when the new one is sent."),
			    true } },
	{ MC_E_DIGEST_MISMATCH,
	  { N_("Compare both: dossier show ID here, and by telephone what the province holds under "
	       "this id. If ours is right, dossier correct ID makes a new one."),
	    true } },
	{ MC_E_KEY_UNKNOWN, { NEW_KEYS, true } },
	{ MC_E_KEYS_MISSING, { NEW_KEYS, true } },
	{ MC_E_KEYS_FILE, { NEW_KEYS, true } },
	{ MC_E_DISK_FULL, { N_("Make room on the disk; then queue retry ID."), true } },
	{ MC_E_FILE_WRITE, { N_("Make room on the disk; then queue retry ID."), true } },
	{ MC_E_TERMINAL_REVOKED, { NEW_ENROLMENT, true } },
	{ MC_E_TERMINAL_UNKNOWN, { NEW_ENROLMENT, true } },
	{ MC_E_FILE_READ, { N_("A sealed attachment is damaged or gone: dossier correct ID, attach "
			       "the paper again, and send the new one."),
			    true } },
	{ MC_E_GATEWAY_REFUSED, { NEW_DOSSIER, true } },
	{ MC_E_WITHDRAWN_THERE, { NEW_DOSSIER, true } },
};

/* Nothing stands here without a way on. */
static const struct mc_held_action otherwise = {
	N_("Tell the administrator the code; queue retry ID tries it once more."), true
};

bool mc_held_needs_action(const struct mc_dossier_row *row)
{
	bool waits = mc_state_bucket(row->state) == MC_BUCKET_WAITING;

	return row->state == MC_STATE_HELD ||
	       (waits && row->cause && mc_error_info(row->cause)->severity != MC_RETRY);
}

const struct mc_held_action *mc_held_action(enum mc_code cause)
{
	for (size_t i = 0; i < MC_COUNT(actions); i++) {
		if (actions[i].cause == cause) {
			return &actions[i].action;
		}
	}
	return &otherwise;
}
