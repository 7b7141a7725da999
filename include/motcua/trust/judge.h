/* SPDX-License-Identifier: MPL-2.0 */
/* judge.h - what the gateway's word on a dossier makes of it, however the word came. */
#ifndef MOTCUA_TRUST_JUDGE_H
#define MOTCUA_TRUST_JUDGE_H

#include "motcua/trust/statement.h"

struct mc_judged {
	enum mc_happening happening;
	enum mc_code cause; /* what a person is told; MC_OK for a receipt */
};

/*
 * word: "received", or a problem's. MC_E_NOT_FOUND for a word that decides nothing; for one
 * that does, the reply must be signed, of its kind, and about this very record: else
 * MC_E_SIGNATURE, MC_E_KEY_UNKNOWN, MC_E_JWS_SHAPE, MC_E_JSON_SHAPE, MC_E_ANSWER_OTHER.
 */
enum mc_code mc_judge(const struct mc_keyring *ring, const char *word,
		      const struct mc_reply *reply, const struct mc_record *record,
		      struct mc_judged *ret, struct mc_err *why) MC_CHECKED;

#endif
