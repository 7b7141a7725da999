/* SPDX-License-Identifier: MPL-2.0 */
/* answer.h - an answer that came: opened and judged first, then kept; or none came. */
#ifndef DESK_ANSWER_H
#define DESK_ANSWER_H

#include "desk/desk.h"
#include "motcua/desk/lookup.h"

/* Everything in it was signed by the gateway and is about the question asked. */
struct desk_answer {
	struct mc_answer answer;
	struct mc_str inner; /* as it is kept */
	char *proof;         /* the JWS; NULL for a look-up */
	struct mc_evidence claims;
};
void desk_answer_init(struct desk_answer *answer);
void desk_answer_done(struct desk_answer *answer);

/* Reads only. question: the signed bytes of what was asked. */
enum mc_code desk_answer_open(struct mc_desk *desk, const struct mc_query *query,
			      const struct mc_str *question, struct desk_answer *ret,
			      struct mc_err *why) MC_CHECKED;
/* Evidence, person, audit, and last the question done; ret's outcome stands when all is kept.
 * Cut off anywhere, it can be done again from the start. */
enum mc_code desk_answer_keep(struct mc_desk *desk, struct mc_lookup *ret,
			      const struct desk_answer *answer, struct mc_err *why) MC_CHECKED;
/* No answer: outcome failure with its cause (MC_OK = none came in time). word: for the
 * audit; NULL = the outcome's. A cancelled one without a cause is not stated as evidence. */
enum mc_code desk_answer_none(struct mc_desk *desk, struct mc_lookup *ret,
			      const struct mc_str *question, enum mc_code cause, const char *word,
			      struct mc_err *why) MC_CHECKED;

#endif
