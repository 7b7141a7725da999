/* SPDX-License-Identifier: MPL-2.0 */
/* answer.c - what counts as an answer, and the order in which it is kept. */

#include "desk/answer.h"

#include <stdlib.h>
#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "motcua/seal/pack.h"
#include "motcua/seal/hash.h"
#include "motcua/store/verification.h"
#include "motcua/trust/statement.h"

void desk_answer_init(struct desk_answer *answer)
{
	memset(answer, 0, sizeof(*answer));
	mc_str_init(&answer->inner, MC_JSON_MAX);
}

void desk_answer_done(struct desk_answer *answer)
{
	mc_str_wipe(&answer->inner);
	if (answer->proof) {
		explicit_bzero(answer->proof, strlen(answer->proof));
		free(answer->proof);
	}
	explicit_bzero(answer, sizeof(*answer));
}

/* ---- judging it */
static enum mc_code check_outer(const struct mc_desk *desk, const struct mc_outer *outer,
				const char *query_id, const char *digest, struct mc_err *why)
{
	if (strcmp(outer->id, query_id) || strcmp(outer->digest, digest) ||
	    strcmp(outer->terminal, desk->keys.id)) {
		return mc_fail(why, MC_E_ANSWER_OTHER, "signed for another question");
	}
	return MC_OK;
}

/* Signed, about this very question, opened. */
static enum mc_code open_sealed(struct mc_desk *desk, const char *query_id, const char *digest,
				struct mc_outer *ret_outer, struct mc_str *ret_inner,
				struct mc_err *why)
{
	struct mc_str jws, sealed;
	enum mc_code code = desk_keyring(desk, why);

	if (code) {
		return code;
	}
	mc_str_init(&jws, MC_JWS_MAX);
	mc_str_init(&sealed, MC_JSON_MAX);
	code = mc_mail_answer_load(desk->mail, query_id, &jws, &sealed, why);
	if (!code) {
		code = mc_statement_verify(desk->keyring, mc_slice_of(&jws), "answer",
					   mc_slice_of(&sealed), ret_outer, why);
	}
	if (!code) {
		code = check_outer(desk, ret_outer, query_id, digest, why);
	}
	if (!code) {
		code = mc_pack_open(desk->keys.open, mc_slice_of(&sealed), ret_inner, why);
	}
	mc_str_done(&jws);
	mc_str_done(&sealed);
	return code;
}

/* The proof speaks of this question, says what the answer says, and was signed by the
 * register's side. */
static enum mc_code check_proof(struct mc_desk *desk, const char *digest, struct desk_answer *ret,
				struct mc_err *why)
{
	struct mc_evidence *claims = &ret->claims;
	enum mc_code code;

	if (!ret->proof) {
		return mc_fail(why, MC_E_JSON_SHAPE, "a verification without evidence");
	}
	code = mc_statement_evidence(desk->keyring, mc_slice_text(ret->proof), claims, NULL, why);
	if (code) {
		return code;
	}
	if (strcmp(claims->query_id, ret->answer.query_id) ||
	    strcmp(claims->question_sha256, digest) || strcmp(claims->terminal, desk->keys.id) ||
	    claims->outcome != ret->answer.outcome) {
		return mc_fail(why, MC_E_ANSWER_OTHER, "evidence of another question");
	}
	return MC_OK;
}

enum mc_code desk_answer_open(struct mc_desk *desk, const struct mc_query *query,
			      const struct mc_str *question, struct desk_answer *ret,
			      struct mc_err *why)
{
	struct mc_outer outer;
	char digest[MC_SHA256_HEX];
	enum mc_code code;

	mc_sha256_hex(mc_slice_of(question), digest);
	code = open_sealed(desk, query->id, digest, &outer, &ret->inner, why);
	if (!code) {
		code = mc_answer_parse(mc_slice_of(&ret->inner), &ret->answer, &ret->proof, why);
	}
	if (!code && (strcmp(ret->answer.query_id, query->id) ||
		      strcmp(outer.outcome, mc_outcome_code(ret->answer.outcome)))) {
		code = mc_fail(why, MC_E_ANSWER_OTHER, "the parts of the answer differ");
	}
	if (!code && query->kind == MC_QUERY_VERIFY) {
		code = check_proof(desk, digest, ret, why);
	}
	return code;
}

/* ---- keeping it */
static enum mc_code remember_person(struct mc_desk *desk, const struct desk_answer *answer,
				    struct mc_err *why)
{
	const struct mc_person *person = &answer->answer.person;

	if (answer->answer.outcome != MC_OUTCOME_FOUND) {
		return MC_OK;
	}
	return mc_people_save(desk->store,
			      &(struct mc_known_person){ .number = person->number,
							 .cmnd = person->cmnd,
							 .name = person->full_name,
							 .query_id = answer->answer.query_id,
							 .taken_at = answer->answer.taken_at },
			      mc_slice_of(&answer->inner), why);
}

enum mc_code desk_answer_keep(struct mc_desk *desk, struct mc_lookup *ret,
			      const struct desk_answer *answer, struct mc_err *why)
{
	bool proves = ret->query.kind == MC_QUERY_VERIFY;
	enum mc_code code = MC_OK;

	if (proves) {
		code = desk_evidence_save(desk, &answer->claims, mc_slice_text(answer->proof), why);
	}
	if (!code) {
		code = remember_person(desk, answer, why);
	}
	if (!code && proves) { /* one that was waited for; of any other nothing happens */
		code = mc_verification_end(desk->store, ret->query.id, answer->answer.outcome,
					   MC_OK, answer->claims.id, mc_clock_now(), why);
	}
	if (!code) {
		code = desk_audit(desk, "answer", ret->query.id, ret->query.procedure,
				  mc_outcome_code(answer->answer.outcome), why);
	}
	if (!code) {
		code = mc_mail_question_done(desk->mail, ret->query.id, why);
	}
	if (!code) {
		ret->answer = answer->answer;
		MC_COPY(ret->evidence_id, proves ? answer->claims.id : "");
	}
	return code;
}

/* ---- no answer */

/* It bears the question's own id: said again after a power cut it is still one statement,
 * and one try for the paper rule. */
static enum mc_code state_failure(struct mc_desk *desk, struct mc_lookup *ret,
				  const struct mc_str *question, struct mc_err *why)
{
	struct mc_evidence evidence;
	struct mc_str saved;
	enum mc_code code;

	mc_evidence_from_answer(&evidence, &ret->query, &ret->answer);
	MC_COPY(evidence.id, ret->query.id);
	mc_sha256_hex(mc_slice_of(question), evidence.question_sha256);
	mc_str_init(&saved, MC_JWS_MAX);
	code = mc_evidence_load(desk->store, evidence.id, &saved, why);
	if (code == MC_E_NOT_FOUND) {
		code = desk_evidence_state(desk, &evidence, why);
	}
	mc_str_wipe(&saved);
	if (!code) {
		MC_COPY(ret->evidence_id, evidence.id);
	}
	return code;
}

/* Says nothing about the citizen; kept as the terminal's own statement, because an
 * officer may have to show that the register could not be reached. */
enum mc_code desk_answer_none(struct mc_desk *desk, struct mc_lookup *ret,
			      const struct mc_str *question, enum mc_code cause, const char *word,
			      struct mc_err *why)
{
	bool stated = ret->query.kind == MC_QUERY_VERIFY && (!word || cause);
	enum mc_code code = MC_OK;

	ret->answer.outcome = MC_OUTCOME_FAILURE;
	ret->answer.cause = cause ? cause : MC_E_NO_ANSWER;
	ret->answer.taken_at = mc_clock_now();
	MC_COPY(ret->answer.query_id, ret->query.id);
	if (stated) {
		code = state_failure(desk, ret, question, why);
	}
	if (!code && ret->query.kind == MC_QUERY_VERIFY) {
		code = mc_verification_end(desk->store, ret->query.id, MC_OUTCOME_FAILURE,
					   ret->answer.cause, ret->evidence_id,
					   ret->answer.taken_at, why);
	}
	if (!code) {
		code = desk_audit(desk, "answer", ret->query.id, ret->query.procedure,
				  word ? word : mc_outcome_code(MC_OUTCOME_FAILURE), why);
	}
	return code;
}
