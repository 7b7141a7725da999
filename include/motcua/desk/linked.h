/* SPDX-License-Identifier: MPL-2.0 */
/*
 * linked.h - a sealed dossier's branches, as its signed statements tell them.
 *
 * There are no rows for branches: what the gateway signed is stored, verified again, and
 * followed from the first statement to the last each time it is shown.
 */
#ifndef MOTCUA_DESK_LINKED_H
#define MOTCUA_DESK_LINKED_H

#include "motcua/base/i18n.h"
#include "motcua/desk/work.h"
#include "motcua/domain/linked.h"

struct mc_dossier_branch {
	char id[MC_WORD_LEN];
	const struct mc_branch *of; /* borrowed from the catalogue; NULL when it has no such one */
	enum mc_branch_state state;
	int64_t at;		  /* when it came to this; 0 = not begun */
	char number[MC_UUID_LEN]; /* the unit's own */
	char text[MC_TEXT_LEN];	  /* the unit's latest words */
	int stopped;		  /* the national status in which its clock stands; 0 = it runs */
	int64_t deadline;	  /* of the supplement that is asked for; 0 = none */
	struct mc_branch_clock clock;
	unsigned alarms; /* MC_BRANCH_LATE_SYNC ... */
};

#define MC_LINKED_DIFFERS                                                                  \
	N_("What the gateway says of the whole does not follow from its branches: call the " \
	   "province.")

struct mc_dossier_linked {
	int count; /* 0: not a linked group */
	struct mc_dossier_branch branches[MC_BRANCHES_MAX];
	enum mc_linked_end end;
	bool differs; /* the gateway says something of the whole that its branches do not bear out */
};

/* Of a dossier that was sealed; one that was not has none yet. */
enum mc_code mc_dossier_linked(struct mc_desk *desk, const struct mc_dossier_row *row,
			       struct mc_dossier_linked *ret, struct mc_err *why) MC_CHECKED;

#endif
