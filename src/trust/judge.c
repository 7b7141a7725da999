/* SPDX-License-Identifier: MPL-2.0 */
/* judge.c - the final words that the gateway may say to a dossier, each only when signed. */
#include "motcua/trust/judge.h"

#include <string.h>

#include "motcua/base/mem.h"

static const struct verdict {
	const char *word, *kind;
	struct mc_judged judged;
} verdicts[] = {
	{"received", "receipt", {MC_HAPPENING_RECEIPT, MC_OK}},
	{"rejected", "rejection", {MC_HAPPENING_REJECTION, MC_E_GATEWAY_REFUSED}},
	{"withdrawn", "withdrawn", {MC_HAPPENING_WITHDRAWAL, MC_E_WITHDRAWN_THERE}},
	{"seq-taken", "refusal", {MC_HAPPENING_HOLD, MC_E_SEQ_TAKEN}},
	{"digest-mismatch", "refusal", {MC_HAPPENING_HOLD, MC_E_DIGEST_MISMATCH}},
};

static const struct verdict *verdict_of(const char *word)
{
	for (size_t i = 0; i < MC_COUNT(verdicts); i++) {
		if (!strcmp(verdicts[i].word, word)) {
			return &verdicts[i];
		}
	}
	return NULL;
}

/* A refusal names what the gateway holds instead: other bytes under this id, or another id
 * in this place. */
static enum mc_code check_refusal(const struct mc_outer *outer, const struct mc_record *record,
				  struct mc_err *why)
{
	bool same_id = !strcmp(outer->id, record->id);
	bool same_place = outer->seq == record->seq && !strcmp(outer->epoch, record->epoch);
	bool fits = !strcmp(outer->outcome, "seq-taken") ?
			    same_place && !same_id :
			    same_id && strcmp(outer->digest, record->digest) != 0;

	if (!fits || strcmp(outer->terminal, record->terminal)) {
		return mc_fail(why, MC_E_ANSWER_OTHER, "a refusal of another dossier");
	}
	return MC_OK;
}

enum mc_code mc_judge(const struct mc_keyring *ring, const char *word,
		      const struct mc_reply *reply, const struct mc_record *record,
		      struct mc_judged *ret, struct mc_err *why)
{
	const struct verdict *verdict = verdict_of(word);
	struct mc_outer outer;
	enum mc_code code;

	if (!verdict) {
		return mc_fail(why, MC_E_NOT_FOUND, "%s", word);
	}
	if (!reply->outer) {
		return mc_fail(why, MC_E_SIGNATURE, "no signed statement");
	}
	code = mc_statement_verify(ring, mc_slice_text(reply->outer), verdict->kind,
				   mc_slice_of(&reply->inner), &outer, why);
	if (!code && strcmp(outer.outcome, word)) {
		code = mc_fail(why, MC_E_ANSWER_OTHER, "another verdict than the problem's");
	}
	if (code) {
		return code;
	}
	code = strcmp(verdict->kind, "refusal") ? mc_statement_about(&outer, record, why) :
						  check_refusal(&outer, record, why);
	if (!code) {
		*ret = verdict->judged;
	}
	return code;
}
