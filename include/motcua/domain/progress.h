/* SPDX-License-Identifier: MPL-2.0 */
/* progress.h - how far a sealed dossier is, and when it is due, as far as it was verified. */
#ifndef MOTCUA_DOMAIN_PROGRESS_H
#define MOTCUA_DOMAIN_PROGRESS_H

#include "motcua/base/rand.h"
#include "motcua/domain/deadline.h"
#include "motcua/domain/dossier.h"

struct mc_progress {
	enum mc_state reached; /* NONE: nothing is known here (yet) */
	bool open;             /* it has not come to an end */
	int64_t received_at;   /* the receipt's time; while provisional, that of the sealing */
	bool provisional;
	int64_t due_at;        /* 0: there is no legal time, or the clock stands */
	int stopped;           /* the national status that stopped it: 5, 6, 8 */
	bool unsure;           /* the table of holidays may still grow there */
	int64_t promised_at;   /* the later day promised with an apology; 0 = none */
	/* of a linked group: the branch that is due first, when that is before due_at; "" = none */
	char branch[MC_WORD_LEN];
	int64_t branch_due_at;
	int64_t was_at, moved_at; /* due_at before a newer table of holidays, and since when */
	char official_number[MC_UUID_LEN];
};

/* The day that the law sets next, for a branch or the whole; 0 = none. */
static inline int64_t mc_progress_due_at(const struct mc_progress *it)
{
	return it->branch[0] ? it->branch_due_at : it->due_at;
}

/* The day that counts now: due, or promised later; 0 = none. */
static inline int64_t mc_progress_shown(const struct mc_progress *it)
{
	int64_t due_at = mc_progress_due_at(it);

	return due_at && it->promised_at > due_at ? it->promised_at : due_at;
}

/* Does it stand as a whole, and no branch of it runs? */
static inline bool mc_progress_stands(const struct mc_progress *it)
{
	return it->stopped && !it->branch[0];
}

#endif
