/* SPDX-License-Identifier: MPL-2.0 */
/*
 * linked.h - a linked group (liên thông): one dossier that several units handle, each
 * branch with its own number, state and clock (Decree 63/2024).
 *
 * The group goes out as one dossier and is never half sent; its branches may end
 * differently. What the whole is follows from its branches by mc_linked_state(), at the
 * gateway, which signs it, and in every test.
 */
#ifndef MOTCUA_DOMAIN_LINKED_H
#define MOTCUA_DOMAIN_LINKED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "motcua/domain/dossier.h"

#define MC_BRANCHES_MAX 8

/* X(state, code on the wire, text, ended, national status in which its clock stands; 0 = runs) */
#define MC_BRANCH_STATES(X)                                                                \
	X(NONE, "", N_("not passed on yet"), false, 0)                                     \
	X(FORWARDED, "forwarded", N_("passed on, not acknowledged yet"), false, 0)         \
	X(ACKNOWLEDGED, "acknowledged", N_("acknowledged by the unit"), false, 0)          \
	X(IN_PROCESS, "in_process", N_("being handled"), false, 0)                         \
	X(NEEDS_SUPPLEMENT, "needs_supplement", N_("a supplement is asked for"), false, 5) \
	X(PAYMENT_DUE, "payment_due", N_("a fee is to be paid"), false, 6)                 \
	X(STOPPED, "stopped", N_("stopped for the time being"), false, 8)                  \
	X(RETURNED, "returned", N_("returned"), true, 0)                                   \
	X(COMPLETED, "completed", N_("completed"), true, 0)

enum mc_branch_state {
#define X(name, code, text, ended, status) MC_BRANCH_##name,
	MC_BRANCH_STATES(X)
#undef X
	MC_BRANCH_STATE_COUNT
};

const char *mc_branch_state_code(enum mc_branch_state state); /* "" for NONE */
enum mc_branch_state mc_branch_state_parse(const char *code); /* NONE when unknown */
const char *mc_branch_state_text(enum mc_branch_state state); /* msgid */
bool mc_branch_is_ended(enum mc_branch_state state);
int mc_branch_stands(enum mc_branch_state state); /* national status; 0 = its clock runs */
/* Is there such an arrow? What has ended stays so; nothing leads back to the beginning. */
bool mc_branch_may(enum mc_branch_state from, enum mc_branch_state to);

/*
 * What the whole is, by what its branches are (count at least 1): NEEDS_SUPPLEMENT as soon as
 * one asks for it, because somebody must act; RETURNED when all have ended and nothing was
 * granted; COMPLETED when all have ended and something was: a group that ended in part must
 * not be "corrected" as a whole, what was granted would be asked for twice.
 */
enum mc_state mc_linked_state(const enum mc_branch_state *states, size_t count);

/* What is said of the whole where its state says less: "payment_due" while a branch waits for a
 * fee, for somebody must act; "stopped" while one is; NULL = nothing more. Nothing either
 * while a branch asks for a supplement. */
const char *mc_linked_word(const enum mc_branch_state *states, size_t count);

/* How it ended. */
enum mc_linked_end {
	MC_LINKED_OPEN,
	MC_LINKED_ALL,	/* every branch was granted */
	MC_LINKED_PART, /* some were returned: each of those is filed again alone */
	MC_LINKED_NOTHING,
};
enum mc_linked_end mc_linked_end(const enum mc_branch_state *states, size_t count);
const char *mc_linked_end_code(enum mc_linked_end end); /* "open", "all", "part", "nothing" */
const char *mc_linked_end_text(enum mc_linked_end end); /* msgid */

/* ---- the clocks of Decree 63/2024, article 7 */

#define MC_BRANCH_SYNC_WITHIN (10 * INT64_C(60000)) /* ms: a step is passed on so soon */
#define MC_BRANCH_ACK_HOURS 2			    /* working hours to acknowledge */

enum {
	MC_BRANCH_LATE_SYNC = 1, /* not passed on, or a step not told, within 10 minutes */
	MC_BRANCH_LATE_ACK = 2,	 /* not acknowledged within 2 working hours */
	MC_BRANCH_LATE_DUE = 4,	 /* past the day that its result was due */
	MC_BRANCH_NOT_HEARD = 8, /* may be one of these; the link has been down since before */
	MC_BRANCH_ALARMS_END = 16,
};

/* All instants; 0 = not yet, or not known. */
struct mc_branch_clock {
	enum mc_branch_state state;
	int64_t ready_at;	 /* when it could be passed on: receipt, or the end of the one before */
	int64_t forwarded_at, acknowledged_at, ended_at;
	int64_t acknowledge_due; /* forwarded_at + 2 working hours, by the holiday table */
	int64_t due;
	int64_t latest_sync;	 /* the longest that a step took to be told, in ms */
	int64_t heard_at;	 /* until when we know: the link was up then */
	bool verifies;		 /* the unit verifies elsewhere: the longer time counts */
};
const char *mc_branch_alarm_code(unsigned bit); /* "late_sync" ... */
const char *mc_branch_alarm_text(unsigned bit); /* msgid */
/* The bits above, as of now. */
unsigned mc_branch_alarms(const struct mc_branch_clock *clock, int64_t now);

#endif
