/* SPDX-License-Identifier: MPL-2.0 */
/* held.c - what a person does about a dossier that does not get on, by its cause. */
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"
#include "motcua/desk/work.h"

/* by subcommands, by keys, whether it can be sent again */
#define NEW_KEYS                                                                            \
	{ N_("Check the clock of this computer and get the new gateway.keys from the "      \
	     "province; then queue retry ID."),                                             \
	  N_("Check the clock of this computer and get the new gateway.keys from the "      \
	     "province; then press F9."),                                                    \
	  true }
#define NEW_ENROLMENT                                                                        \
	{ N_("Call the province; when this terminal is enrolled again, queue retry ID."),    \
	  N_("Call the province; when this terminal is enrolled again, press F9."), true }
#define NEW_DOSSIER                                                                          \
	{ N_("Correct it: dossier correct ID makes a new draft with all values; then send "  \
	     "that one."),                                                                   \
	  N_("Correct it: C in its details makes a new draft with all values; send that one."), \
	  true }
#define ROOM                                                                                 \
	{ N_("Make room on the disk; then queue retry ID."),                                 \
	  N_("Make room on the disk; then press F9."), true }

static const struct {
	enum mc_code cause;
	struct mc_held_action action;
} actions[] = {
	{ MC_E_OLD_COPY, { N_("A backup was restored: run queue adopt; it sends this one again."),
			   N_("A backup was restored: press Ctrl-Y to go on with these data; this "
			      "one is then sent again."),
			   false } },
	{ MC_E_SEQ_TAKEN, { N_("Its number is taken: run queue adopt if a backup was restored, then "
			       "dossier correct ID; the old id is closed when the new one is sent."),
			    N_("Its number is taken: press Ctrl-Y if a backup was restored; then C in its "
			       "details makes a new one, and the old id is closed when that is sent."),
			    true } },
	{ MC_E_DIGEST_MISMATCH,
	  { N_("Compare both: dossier show ID here, and by telephone what the province holds under "
	       "this id. If ours is right, dossier correct ID makes a new one."),
	    N_("Compare by telephone with what the province holds under this id. If ours is right, "
	       "C in its details makes a new one."),
	    true } },
	{ MC_E_REPLACED, { N_("Another dossier was sent in its place: dossier withdraw ID takes this one "
			      "back."),
			   N_("Another dossier was sent in its place: in the queue F8 takes this one back."),
			   false } },
	{ MC_E_SPOOL_OTHER,
	  { N_("Have the administrator look at the file of this name in mail/spool and move it out "
	       "of there; then queue retry ID."),
	    N_("Have the administrator look at the file of this name in mail/spool and move it out "
	       "of there; then press F9."),
	    true } },
	{MC_E_KEY_UNKNOWN, NEW_KEYS},
	{MC_E_KEYS_MISSING, NEW_KEYS},
	{MC_E_KEYS_FILE, NEW_KEYS},
	{MC_E_DISK_FULL, ROOM},
	{MC_E_FILE_WRITE, ROOM},
	{MC_E_TERMINAL_REVOKED, NEW_ENROLMENT},
	{MC_E_TERMINAL_UNKNOWN, NEW_ENROLMENT},
	{ MC_E_FILE_READ, { N_("A sealed attachment is damaged or gone: dossier correct ID, attach "
			       "the paper again, and send the new one."),
			    N_("A sealed attachment is damaged or gone: C in its details makes a new "
			       "draft; attach the paper again and send that one."),
			    true } },
	{MC_E_GATEWAY_REFUSED, NEW_DOSSIER},
	{MC_E_WITHDRAWN_THERE, NEW_DOSSIER},
	{ MC_E_GATEWAY_BEHIND,
	  { N_("It was taken back, and its withdrawal goes to the province once more. It is not "
	       "sent itself; nothing has to be done here."),
	    N_("It was taken back, and its withdrawal goes out once more. Nothing has to be done "
	       "here."),
	    false } },
};

/* A supplement is not corrected but made anew, from the dossier that waits for it. */
static const enum mc_code of_content[] = {
	MC_E_SEQ_TAKEN, MC_E_DIGEST_MISMATCH, MC_E_FILE_READ, MC_E_GATEWAY_REFUSED,
	MC_E_WITHDRAWN_THERE,
};
static const struct mc_held_action new_supplement = {
	N_("Make another one: dossier supplement ID, with the id of the dossier that asks for it; "
	   "then send that one."),
	N_("Make another one: open the dossier that asks for it, and press S."), true
};

/* Nothing stands here without a way on. */
static const struct mc_held_action otherwise = {
	N_("Tell the administrator the code; queue retry ID tries it once more."),
	N_("Tell the administrator the code; F9 tries it once more."), true
};

bool mc_held_needs_action(const struct mc_dossier_row *row)
{
	bool waits = mc_state_bucket(row->state) == MC_BUCKET_WAITING;

	return row->state == MC_STATE_HELD ||
	       (waits && row->cause && mc_error_info(row->cause)->severity != MC_RETRY);
}

static bool is_of_content(enum mc_code cause)
{
	for (size_t i = 0; i < MC_COUNT(of_content); i++) {
		if (of_content[i] == cause) {
			return true;
		}
	}
	return false;
}

const struct mc_held_action *mc_held_action(const struct mc_dossier_row *row)
{
	if (row->supplements[0] && is_of_content(row->cause)) {
		return &new_supplement;
	}
	for (size_t i = 0; i < MC_COUNT(actions); i++) {
		if (actions[i].cause == row->cause) {
			return &actions[i].action;
		}
	}
	return &otherwise;
}
