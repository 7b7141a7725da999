/* SPDX-License-Identifier: MPL-2.0 */
/* question.h - a question to the register on its way out. */
#ifndef DESK_QUESTION_H
#define DESK_QUESTION_H

#include "desk/desk.h"
#include "motcua/desk/lookup.h"

struct desk_question {
	struct mc_question row; /* give_up_at and queued are the caller's to say */
	struct mc_str jws, sealed;
};
/* Signed and sealed; nothing is written. Done with desk_question_done() in any case. */
enum mc_code desk_question_make(struct mc_desk *desk, const struct mc_query *query,
				struct desk_question *ret, struct mc_err *why) MC_CHECKED;
/* The one that was recorded, sealed once more: it was never posted. */
enum mc_code desk_question_again(struct mc_desk *desk, const char *query_id,
				 struct desk_question *ret, struct mc_err *why) MC_CHECKED;
void desk_question_done(struct desk_question *question);
/* Into mail.db, for the courier. */
enum mc_code desk_question_post(struct mc_desk *desk, const struct desk_question *question,
				struct mc_err *why) MC_CHECKED;

/* lookup.c: what became of it, as mc_lookup_poll(); an answer that is none is passed over. */
enum mc_code desk_question_look(struct mc_desk *desk, const char *query_id, struct mc_lookup *ret,
				struct mc_err *why) MC_CHECKED;

#endif
