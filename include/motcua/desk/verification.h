/* SPDX-License-Identifier: MPL-2.0 */
/*
 * verification.h - a verification that waits for the link: of one person of a dossier, queued
 * like the dossier itself, until the end of the next working day.
 *
 * What stands in the form meanwhile (typed, or read from a card) is provisional. The answer is
 * taken into the form while it is a draft; after that it is tied to the dossier: the gateway
 * knows for which it signed it, and the manifest names what was still awaited.
 */
#ifndef MOTCUA_DESK_VERIFICATION_H
#define MOTCUA_DESK_VERIFICATION_H

#include "motcua/desk/work.h"

struct mc_verification {
	char query_id[MC_UUID_LEN], role[MC_WORD_LEN];
	int64_t queued_at, until, ended_at;
	enum mc_outcome outcome; /* NONE: it waits */
	enum mc_code cause;      /* of a failure */
	char evidence_id[MC_UUID_LEN];
	int differences; /* fields that say something else than the register */
	int to_settle;   /* those of them that are to be settled with the citizen */
};

/* Queue it for a role, by its number, name and birth date as they stand; or by those of shown
 * (NULL = none), of which the form may lack some. One that waits for the same person is not
 * queued twice; one for another person in this role is called back. MC_E_NOT_A_PERSON,
 * MC_E_OFFICER, MC_E_KEYS_*. ret_until may be NULL. */
enum mc_code mc_work_verify_later(struct mc_work *work, const char *role,
				  const struct mc_query *shown, int64_t *ret_until,
				  struct mc_err *why) MC_CHECKED;
/* Once more for each person of a dossier, sealed or not, whose verification came to nothing: no
 * answer in time, or nobody of that name. The audit names the attempt before beside the new
 * one. MC_E_NOT_FOUND: there is none. */
enum mc_code mc_dossier_verify_again(struct mc_desk *desk, const char *id, int *ret_count,
				     int64_t *ret_until, struct mc_err *why) MC_CHECKED;
/* Answers that came since: into the form, where they differ noted. ret_taken: how many. */
enum mc_code mc_work_take_verified(struct mc_work *work, int *ret_taken,
				   struct mc_err *why) MC_CHECKED;

/* The newest of each role of a dossier; struct mc_verification items. */
enum mc_code mc_dossier_verifications(struct mc_desk *desk, const char *id, struct mc_vec *ret,
				      struct mc_err *why) MC_CHECKED;
/* It needs a person: no such person, no answer in time, or fields that differ. */
bool mc_verification_needs_you(const struct mc_verification *it);

/* What stood in the form (text, from), and what the register says (register_text). */
struct mc_difference {
	char field[2 * MC_WORD_LEN];
	struct mc_value value;
};
/* struct mc_difference items, freed with mc_differences_done(). */
enum mc_code mc_verification_differs(struct mc_desk *desk, const char *query_id,
				     struct mc_vec *ret, struct mc_err *why) MC_CHECKED;
void mc_differences_done(struct mc_vec *differences);

#endif
