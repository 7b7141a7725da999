/* SPDX-License-Identifier: MPL-2.0 */
/* asked.h - what the province asks for and has not got yet, branch by branch. */
#ifndef DESK_ASKED_H
#define DESK_ASKED_H

#include "motcua/domain/linked.h"
#include "desk/said.h"

struct desk_ask {
	char branch[MC_WORD_LEN]; /* "" = of the whole */
	char event[MC_DIGEST_LEN];
	int64_t heard_at; /* by this desk's clock */
	int64_t at;
	struct mc_notice notice;
};
struct desk_asks {
	struct desk_ask of[MC_BRANCHES_MAX + 1]; /* the oldest first */
	int count;
};

/* What is open by the signed events; none is MC_OK, too. desk_asks_free() in any case. */
enum mc_code desk_asks_load(struct mc_desk *desk, const char *id, struct desk_asks **ret,
			    struct mc_err *why) MC_CHECKED;
void desk_asks_free(struct desk_asks *asks);
/* Those that a supplement answers which is sealed, up to the one that it names. */
enum mc_code desk_asks_unanswered(struct mc_desk *desk, const char *id, struct desk_asks *asks,
				  struct mc_err *why) MC_CHECKED;

/* The event that a supplement begun then answers: the newest that had been heard; else what is
 * asked now. MC_E_NOT_FOUND: nothing. */
enum mc_code desk_asked_event(struct mc_desk *desk, const char *id, int64_t begun_at,
			      char ret[MC_DIGEST_LEN], struct mc_err *why) MC_CHECKED;

#endif
