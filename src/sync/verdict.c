/* SPDX-License-Identifier: MPL-2.0 */
/* verdict.c - is this what our gateway says about this very dossier? */
#include <string.h>

#include "motcua/trust/statement.h"
#include "sync/engine.h"

enum mc_code engine_record(struct mc_engine *engine, const char *id, struct mc_str *jws,
			   struct mc_str *manifest, struct mc_record *ret, struct mc_err *why)
{
	struct mc_str payload;
	enum mc_code code = mc_mail_item_record(engine->with.mail, id, jws, manifest, why);

	mc_str_init(&payload, MC_JWS_MAX);
	if (!code) {
		code = mc_jws_peek(mc_slice_of(jws), "record", &payload, why);
	}
	if (!code) {
		code = mc_record_parse(mc_slice_of(&payload), ret, why);
	}
	mc_str_done(&payload);
	return code;
}

/* A refusal names what the gateway holds instead: other bytes under this id, or
 * another id in this place. */
static enum mc_code check_refusal(const struct mc_outer *outer, const struct mc_record *record,
				  struct mc_err *why)
{
	bool same_id = !strcmp(outer->id, record->id);
	bool same_place = outer->seq == record->seq && !strcmp(outer->epoch, record->epoch);
	bool fits = !strcmp(outer->outcome, "seq-taken") ? same_place && !same_id :
			    same_id && strcmp(outer->digest, record->digest) != 0;

	if (!fits || strcmp(outer->terminal, record->terminal)) {
		return mc_fail(why, MC_E_ANSWER_OTHER, "a refusal of another dossier");
	}
	return MC_OK;
}

enum mc_code engine_check(struct mc_engine *engine, const struct mc_record *record,
			  const struct mc_reply *reply, const char *kind, const char *outcome,
			  struct mc_err *why)
{
	struct mc_outer outer;
	enum mc_code code;

	if (!reply->outer) {
		return mc_fail(why, MC_E_LINK_SUSPECT, "no signed statement");
	}
	code = mc_statement_verify(engine->with.keyring, mc_slice_text(reply->outer), kind,
				   mc_slice_of(&reply->inner), &outer, why);
	if (!code && strcmp(outer.outcome, outcome)) {
		code = mc_fail(why, MC_E_ANSWER_OTHER, "another verdict than the problem's");
	}
	if (code) {
		return code;
	}
	return strcmp(kind, "refusal") ? mc_statement_about(&outer, record, why) :
					 check_refusal(&outer, record, why);
}
