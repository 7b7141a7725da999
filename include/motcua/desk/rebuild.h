/* SPDX-License-Identifier: MPL-2.0 */
/*
 * rebuild.h - the queue built again from mail/spool/ when mail.db is gone or damaged.
 *
 * What it brings back is COMMITTING: the next sync asks the gateway with the same PUT.
 * Drafts, proofs and the audit are in store.db and no part of it. Once more is harmless.
 */
#ifndef MOTCUA_DESK_REBUILD_H
#define MOTCUA_DESK_REBUILD_H

#include "motcua/desk/desk.h"
#include "motcua/store/spool.h"

struct mc_rebuild {
	int records;   /* in the spool */
	int restored, known; /* became rows; were rows already */
	int withdrawn; /* of the restored */
	int damaged;   /* records that are not ours or not whole; the others went in */
	int papers_missing; /* attachments of restored dossiers that are not on this disk */
	char aside[MC_ASIDE_LEN]; /* the name that the damaged database has now; "" = none */
	struct mc_err first; /* why the first of `damaged` is; code MC_OK = none */
};

/* MC_E_LEASE or MC_E_STORE_BUSY while a program has open what must be replaced;
 * MC_E_OFFICE_KEY without the desk's own keys. */
enum mc_code mc_queue_rebuild(const struct mc_desk_options *options, struct mc_rebuild *ret,
			      struct mc_err *why) MC_CHECKED;
/* The desk opened afterwards: a line in the audit, and the courier asks. */
enum mc_code mc_queue_rebuilt(struct mc_desk *desk, struct mc_err *why) MC_CHECKED;

#endif
