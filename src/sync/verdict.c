/* SPDX-License-Identifier: MPL-2.0 */
/* verdict.c - is this what our gateway says about this very dossier, and what does it do? */
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/trust/judge.h"
#include "motcua/trust/own.h"
#include "sync/engine.h"

enum mc_code engine_record(struct mc_engine *engine, const char *id, struct mc_str *jws,
			   struct mc_str *manifest, struct mc_record *ret, struct mc_err *why)
{
	enum mc_code code = mc_mail_item_record(engine->with.mail, id, jws, manifest, why);

	return code ? code : mc_own_record(NULL, mc_slice_of(jws), ret, NULL, why);
}

/* By the number of the dossier: a supplement, which has none, is nowhere without it. */
static enum mc_code hello_knows(struct mc_engine *engine, const char *id, bool *ret,
				struct mc_err *why)
{
	struct mc_item item;
	enum mc_code code = mc_mail_item(engine->with.mail, id, &item, why);

	if (!code && item.dossier[0]) {
		code = mc_mail_item(engine->with.mail, item.dossier, &item, why);
	}
	*ret = !code && !strcmp(engine->behind.epoch, item.epoch) &&
	       item.seq <= engine->behind.knows;
	return code;
}

/*
 * What a gateway lost that was put back is sent again. Its receipt of before is signed as well,
 * and anybody who saw it could answer with it: from a gateway whose hello knows nothing of
 * this number it is none of now. One that has the dossier after all repeats it rightly.
 */
static enum mc_code check_of_now(struct mc_engine *engine, const struct mc_record *record,
				 const struct mc_reply *reply, struct mc_err *why)
{
	bool there = true, known = false;
	enum mc_code code = MC_OK;

	if (engine->behind.is) {
		code = hello_knows(engine, record->id, &there, why);
	}
	if (code || there) {
		return code;
	}
	code = mc_mail_said(engine->with.mail, record->id, mc_slice_text(reply->outer), &known, why);
	return code || !known ? code :
				mc_fail(why, MC_E_LINK_SUSPECT, "a receipt of before the loss");
}

enum mc_code engine_check(struct mc_engine *engine, const struct mc_record *record,
			  const struct mc_reply *reply, const char *outcome, struct mc_err *why)
{
	struct mc_judged judged;
	enum mc_code code =
		mc_judge(engine->with.keyring, outcome, reply, record, &judged, why);

	return code || strcmp(outcome, "received") ? code :
						     check_of_now(engine, record, reply, why);
}

static const struct item_verdict verdicts[] = {
	{"receipt", "received", MC_HAPPENING_RECEIPT, MC_OK},
	{"rejection", "rejected", MC_HAPPENING_REJECTION, MC_E_GATEWAY_REFUSED},
	{"withdrawn", "withdrawn", MC_HAPPENING_WITHDRAWAL, MC_E_WITHDRAWN_THERE},
	{"refusal", "seq-taken", MC_HAPPENING_HOLD, MC_E_SEQ_TAKEN},
	{"refusal", "digest-mismatch", MC_HAPPENING_HOLD, MC_E_DIGEST_MISMATCH},
};

const struct item_verdict *engine_verdict(const char *outcome)
{
	for (size_t i = 0; i < MC_COUNT(verdicts); i++) {
		if (!strcmp(verdicts[i].outcome, outcome)) {
			return &verdicts[i];
		}
	}
	return NULL;
}

const struct item_verdict *engine_verdict_at(size_t i)
{
	return i < MC_COUNT(verdicts) ? &verdicts[i] : NULL;
}
