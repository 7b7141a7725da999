/* SPDX-License-Identifier: MPL-2.0 */
/* drafts.h - a draft's columns, and how a row of them is read. */
#ifndef STORE_DRAFTS_H
#define STORE_DRAFTS_H

#include "motcua/store/store.h"
#include "store/desk_db.h"

#define MC_DRAFT_SELECT                                                                    \
	"SELECT n, id, local_number, replaces, procedure, version, state, created_at,"     \
	" updated_at, subject_sealed, reached, open, received_at, provisional, due_at,"    \
	" stopped, unsure, promised_at, was_at, moved_at, official_sealed, supplements,"   \
	" branch, branch_due_at"                                                           \
	" FROM draft LEFT JOIN progress ON draft_n = n "

/* No draft is ever deleted, so n counts them from 1 on, and tells a place in a list of all of
 * them without going through those before it. */
#define MC_DRAFT_NEWEST "(SELECT ifnull(max(n), 0) FROM draft)"

/* Found in whatever case it is typed. */
struct mc_vaulted_blind mc_official_blind(const struct mc_store *store, const char *number);

/* Within the caller's transaction. */
enum mc_code mc_draft_fill(struct mc_store *store, const char *id,
			   const struct mc_draft_content *content, struct mc_err *why) MC_CHECKED;

/* A callback for mc_db_each() over MC_DRAFT_SELECT: ctx. */
struct mc_draft_list {
	const struct mc_store *store;
	struct mc_vec *ret; /* struct mc_draft */
};
enum mc_code mc_draft_push(void *ctx, sqlite3_stmt *row, struct mc_err *why) MC_CHECKED;

#endif
