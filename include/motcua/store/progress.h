/* SPDX-License-Identifier: MPL-2.0 */
/*
 * progress.h - sealed dossiers as store.db knows them: how far each is, when it is due, and
 * the lists that follow. Made by the desk from verified statements; mail.db is the truth.
 */
#ifndef MOTCUA_STORE_PROGRESS_H
#define MOTCUA_STORE_PROGRESS_H

#include "motcua/domain/deadline.h"
#include "motcua/domain/linked.h"
#include "motcua/store/store.h"

/* Rows with what is said of them in the audit, and up to where in the journal of mail.db they
 * tell all (mark), in one transaction. Those of dossiers without a draft are passed over. */
struct mc_progress_branch {
	char id[MC_WORD_LEN];
	int64_t due_at;
};
struct mc_progress_row {
	char id[MC_UUID_LEN];
	struct mc_progress progress;
	struct mc_progress_branch others[MC_BRANCHES_MAX]; /* that run besides progress.branch */
	int other_count;
	char audit[400]; /* an audit entry; "" = none */
};
enum mc_code mc_progress_save(struct mc_store *store, const struct mc_progress_row *rows, int count,
			      const char *mark, struct mc_err *why) MC_CHECKED;
/* "" at first. */
enum mc_code mc_progress_mark(struct mc_store *store, struct mc_str *ret,
			      struct mc_err *why) MC_CHECKED;

/* Of all that have not come to an end: char[MC_UUID_LEN] items. */
enum mc_code mc_progress_open(struct mc_store *store, struct mc_vec *ret,
			      struct mc_err *why) MC_CHECKED;

/* ---- the board: open dossiers with a due date, or whose clock stands; and other branches of
 * linked groups, each with its own */
struct mc_due_counts {
	int64_t count[MC_DUE_WHEN_COUNT];
};
enum mc_code mc_progress_counts(struct mc_store *store, const struct mc_due_bounds *bounds,
				struct mc_due_counts *ret, struct mc_err *why) MC_CHECKED;
/* Dossiers of the first two alone, in one look: of a linked group what is due first. */
enum mc_code mc_progress_pressing(struct mc_store *store, int64_t now, int64_t midnight,
				  int64_t *ret_late, int64_t *ret_today,
				  struct mc_err *why) MC_CHECKED;
struct mc_due_item {
	int64_t n; /* of the draft */
	struct mc_progress_branch branch; /* whose due date it is; id "" = the dossier's own */
};
/* struct mc_due_item items: the stopped ones, else by due date, from one instant (0 = the
 * first) up to another (0 = the last). */
enum mc_code mc_progress_due(struct mc_store *store, bool stopped, int64_t from, int64_t until,
			     int offset, int limit, struct mc_vec *ret, struct mc_err *why) MC_CHECKED;

/* ---- finding: draft.n, int64_t items */
struct mc_draft_filter {
	const char *procedure;      /* NULL = any */
	enum mc_state state;        /* NONE = any */
	int64_t day_from, day_until; /* begun in [from, until); 0 = open */
	int64_t due_from, due_until;
	bool stopped;               /* only those whose clock stands */
	bool due;                   /* only open ones with a due date */
	bool sealed;                /* only those that were in the queue */
};
/* Newest first. */
enum mc_code mc_draft_select(struct mc_store *store, const struct mc_draft_filter *filter,
			     struct mc_vec *ret, struct mc_err *why) MC_CHECKED;
/* All that were in the queue, in that order. */
enum mc_code mc_draft_sealed(struct mc_store *store, struct mc_vec *ret,
			     struct mc_err *why) MC_CHECKED;
/* All of them in that order: those from a place on, and how many there are; neither costs more
 * where there are many. */
enum mc_code mc_draft_newest(struct mc_store *store, int offset, int limit, struct mc_vec *ret,
			     struct mc_err *why) MC_CHECKED;
enum mc_code mc_draft_count(struct mc_store *store, int *ret, struct mc_err *why) MC_CHECKED;
/* By the number of a person in one of its fields or proofs, newest first. */
enum mc_code mc_draft_of_person(struct mc_store *store, const char *number, struct mc_vec *ret,
				struct mc_err *why) MC_CHECKED;
/* Those whose own number begins so, in upper case; in no order. */
enum mc_code mc_draft_beginning(struct mc_store *store, const char *beginning, struct mc_vec *ret,
				struct mc_err *why) MC_CHECKED;
enum mc_code mc_draft_of_official(struct mc_store *store, const char *number, struct mc_vec *ret,
				  struct mc_err *why) MC_CHECKED;
/* struct mc_draft items, in the order of n; those that are gone are left out. */
enum mc_code mc_draft_rows(struct mc_store *store, const int64_t *n, int count, struct mc_vec *ret,
			   struct mc_err *why) MC_CHECKED;
/* One of them for a list on a screen, without the official number, which is opened for pages. */
enum mc_code mc_draft_seen(struct mc_store *store, int64_t n, struct mc_draft *ret,
			   struct mc_err *why) MC_CHECKED;
/* Of that only whose it is, what about, and since when in which state: of one, and as struct
 * mc_draft items of the last ones that were begun. */
enum mc_code mc_draft_named(struct mc_store *store, int64_t n, struct mc_draft *ret,
			    struct mc_err *why) MC_CHECKED;
enum mc_code mc_draft_newest_named(struct mc_store *store, int offset, int limit,
				   struct mc_vec *ret, struct mc_err *why) MC_CHECKED;

/* ---- late, with an apology */
struct mc_postponement {
	char id[MC_UUID_LEN], draft[MC_UUID_LEN];
	int64_t at, due_at, promised_at;
	char reason[MC_TEXT_LEN];
};
/* With the audit entry, in one transaction. */
enum mc_code mc_postponement_save(struct mc_store *store, const struct mc_postponement *row,
				  struct mc_slice audit, struct mc_err *why) MC_CHECKED;
/* Oldest first. */
enum mc_code mc_postponements(struct mc_store *store, const char *draft, struct mc_vec *ret,
			      struct mc_err *why) MC_CHECKED;

#endif
