/* SPDX-License-Identifier: MPL-2.0 */
/* verification.h - verifications that wait for the link, and what became of them (store.db). */
#ifndef MOTCUA_STORE_VERIFICATION_H
#define MOTCUA_STORE_VERIFICATION_H

#include "motcua/store/store.h"

struct mc_verification_row {
	char query_id[MC_UUID_LEN], draft[MC_UUID_LEN], role[MC_WORD_LEN];
	char first_id[MC_UUID_LEN]; /* of the first attempt; "" = this is it */
	int64_t queued_at, until, ended_at;
	enum mc_outcome outcome; /* NONE: it waits */
	enum mc_code cause;      /* of a failure */
	char evidence[MC_UUID_LEN];
	bool taken; /* compared with the form; its differences are saved */
};

/* The audit's entry, the question and the row in one transaction. */
enum mc_code mc_verification_save(struct mc_store *store, const struct mc_verification_row *row,
				  struct mc_slice audit, struct mc_slice question,
				  struct mc_err *why) MC_CHECKED;
/* One that waits has its outcome now. Of any other query nothing happens. */
enum mc_code mc_verification_end(struct mc_store *store, const char *query_id,
				 enum mc_outcome outcome, enum mc_code cause, const char *evidence,
				 int64_t now, struct mc_err *why) MC_CHECKED;
/* These fields of the form say something else. The first word of it stays. */
enum mc_code mc_verification_differ(struct mc_store *store, const char *query_id,
				    const struct mc_draft_value *differences, int count,
				    struct mc_err *why) MC_CHECKED;
/* Compared, and taken into the form where that was a draft. */
enum mc_code mc_verification_taken(struct mc_store *store, const char *query_id,
				   struct mc_err *why) MC_CHECKED;

/* Nobody needs it any more. */
enum mc_code mc_verification_drop(struct mc_store *store, const char *query_id,
				  struct mc_err *why) MC_CHECKED;

/* struct mc_verification_row items, oldest first. */
enum mc_code mc_verifications_waiting(struct mc_store *store, struct mc_vec *ret,
				      struct mc_err *why) MC_CHECKED;
enum mc_code mc_verifications_of(struct mc_store *store, const char *draft, struct mc_vec *ret,
				 struct mc_err *why) MC_CHECKED;
enum mc_code mc_verifications_count(struct mc_store *store, int64_t *ret,
				    struct mc_err *why) MC_CHECKED; /* that wait */
/* struct mc_draft_value items; free with mc_draft_values_done. */
enum mc_code mc_verification_differences(struct mc_store *store, const char *query_id,
					 struct mc_vec *ret, struct mc_err *why) MC_CHECKED;

#endif
