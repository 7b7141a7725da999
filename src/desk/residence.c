/* SPDX-License-Identifier: MPL-2.0 */
/* residence.c - evidence: kept, listed, shown, and the rule that opens "ask for a paper". */

#include <stdlib.h>
#include <string.h>

#include "desk/desk.h"
#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "motcua/desk/lookup.h"
#include "motcua/seal/age.h"
#include "motcua/seal/hash.h"
#include "motcua/trust/statement.h"

/* The tries of one day: yesterday's answer neither opens nor bars the way to a paper. */
enum { EVIDENCE_MAX = 1000 };
#define TRIES_WITHIN MC_DAY

enum mc_code desk_evidence_save(struct mc_desk *desk, const struct mc_evidence *evidence,
				struct mc_slice jws, struct mc_err *why)
{
	struct mc_evidence_row row = { .at = evidence->issued_at,
				       .outcome = evidence->outcome,
				       .way = evidence->way,
				       .issuer = evidence->issuer };
	struct mc_seal_key to;
	struct mc_str sealed;
	enum mc_code code;

	MC_COPY(row.id, evidence->id);
	MC_COPY(row.dossier, evidence->dossier);
	mc_str_init(&sealed, MC_JSON_MAX);
	mc_open_key_public(desk->keys.open, &to);
	code = mc_age_seal(&to, 1, jws, &sealed, why);
	if (!code) {
		code = mc_evidence_save(desk->store, &row,
					evidence->number[0] ? evidence->number : evidence->cmnd,
					jws, mc_slice_of(&sealed), why);
	}
	mc_str_done(&sealed);
	return code;
}

enum mc_code desk_evidence_state(struct mc_desk *desk, struct mc_evidence *evidence,
				 struct mc_err *why)
{
	struct mc_str payload, jws;
	enum mc_code code;

	if (!evidence->id[0]) {
		mc_uuid7(evidence->id);
	}
	evidence->issuer = MC_ISSUER_TERMINAL;
	evidence->issued_at = mc_clock_now();
	MC_COPY(evidence->terminal, desk->keys.id);
	MC_COPY(evidence->officer_auth, "declared");
	mc_str_init(&payload, MC_JWS_MAX);
	mc_str_init(&jws, MC_JWS_MAX);
	mc_evidence_format(evidence, &payload);
	code = desk_sign(desk, "residence", mc_slice_of(&payload), &jws, why);
	if (!code) {
		code = desk_evidence_save(desk, evidence, mc_slice_of(&jws), why);
	}
	mc_str_wipe(&payload);
	mc_str_wipe(&jws);
	return code;
}

/* Only what an officer can see with own eyes: what the register says, or that it cannot be
 * reached, comes from a question alone. */
static bool can_be_stated(enum mc_way way, enum mc_outcome outcome)
{
	return way > MC_WAY_SYSTEM && way <= MC_WAY_OTHER &&
	       (outcome == MC_OUTCOME_FOUND || outcome == MC_OUTCOME_FAILURE);
}

static void fill_statement(struct mc_evidence *ret, const struct mc_query *query, enum mc_way way,
			   enum mc_outcome outcome, const char *address)
{
	struct mc_answer *answer = mc_calloc(1, sizeof(*answer));

	answer->outcome = outcome;
	mc_evidence_from_answer(ret, query, answer);
	free(answer);
	ret->cause[0] = '\0'; /* those are causes of the register's way */
	ret->way = way;
	if (address && outcome == MC_OUTCOME_FOUND) {
		MC_COPY(ret->address, address);
	}
}

enum mc_code mc_residence_state(struct mc_desk *desk, const struct mc_query *query,
				enum mc_way way, enum mc_outcome outcome, const char *address,
				char ret_evidence_id[MC_UUID_LEN], struct mc_err *why)
{
	struct mc_query asked = *query;
	struct mc_evidence evidence;
	enum mc_code code;

	asked.officer = desk->officer;
	code = mc_query_check(&asked, why);
	if (!code && !can_be_stated(way, outcome)) {
		code = mc_fail(why, MC_E_FIELD_CHOICE, "way or outcome");
	}
	if (code) {
		return code;
	}
	fill_statement(&evidence, &asked, way, outcome, address);
	code = desk_evidence_state(desk, &evidence, why);
	if (!code) {
		code = desk_audit(desk, "residence", evidence.id, query->procedure,
				  mc_outcome_code(outcome), why);
	}
	if (!code) {
		strcpy(ret_evidence_id, evidence.id);
	}
	return code;
}

enum mc_code mc_evidence_list(struct mc_desk *desk, const char *number, struct mc_vec *ret,
			      struct mc_err *why)
{
	return mc_evidence_of_person(desk->store, number, ret, why);
}

/* What was found stands in the signed record alone. */
static struct mc_try try_of(struct mc_desk *desk, const struct mc_evidence_row *row)
{
	struct mc_try ret = {.outcome = row->outcome, .at = row->at};
	struct mc_evidence_shown shown;

	if (row->outcome == MC_OUTCOME_FOUND) {
		mc_evidence_shown_init(&shown);
		ret.lacks_residence = !mc_evidence_show(desk, row->id, &shown, NULL) &&
				      mc_evidence_lacks_residence(&shown.claims);
		mc_evidence_shown_done(&shown);
	}
	return ret;
}

enum mc_code mc_residence_paper_allowed(struct mc_desk *desk, const char *number,
					struct mc_err *why)
{
	struct mc_vec rows;
	struct mc_try *tries = mc_calloc(EVIDENCE_MAX, sizeof(*tries));
	int64_t since = mc_clock_now() - TRIES_WITHIN;
	unsigned other_ways = 0;
	int count = 0;
	enum mc_code code;

	mc_vec_init(&rows, sizeof(struct mc_evidence_row), EVIDENCE_MAX);
	code = mc_evidence_of_person(desk->store, number, &rows, why);
	MC_VEC_EACH(&rows, struct mc_evidence_row, row) {
		if (row->at < since) {
			continue;
		}
		if (row->way == MC_WAY_SYSTEM) {
			tries[count++] = try_of(desk, row);
		} else if (row->outcome == MC_OUTCOME_FAILURE) {
			other_ways |= 1u << row->way;
		}
	}
	if (!code) {
		code = mc_evidence_paper_allowed(tries, count, other_ways, why);
	}
	mc_vec_done(&rows);
	free(tries);
	return code;
}

/* ---- used again */

static enum mc_code newest_found(struct mc_desk *desk, const char *number, int64_t since,
				 char ret_id[MC_UUID_LEN], struct mc_err *why)
{
	struct mc_vec rows;
	enum mc_code code;

	mc_vec_init(&rows, sizeof(struct mc_evidence_row), EVIDENCE_MAX);
	code = mc_evidence_of_person(desk->store, number, &rows, why);
	MC_VEC_EACH(&rows, struct mc_evidence_row, row) {
		if (!*ret_id && row->at >= since && row->outcome == MC_OUTCOME_FOUND &&
		    row->way == MC_WAY_SYSTEM && row->issuer == MC_ISSUER_GATEWAY) {
			mc_copy(ret_id, MC_UUID_LEN, row->id);
		}
	}
	mc_vec_done(&rows);
	return code;
}

enum mc_code desk_proof_since(struct mc_desk *desk, const struct mc_person *person, int64_t since,
			      char ret_id[MC_UUID_LEN], struct mc_err *why)
{
	const char *const numbers[] = {person->number, person->cmnd, person->old_number};
	enum mc_code code = MC_OK;

	ret_id[0] = '\0';
	for (size_t i = 0; !code && !ret_id[0] && i < MC_COUNT(numbers); i++) {
		if (numbers[i][0]) { /* it is kept under the number that was asked by */
			code = newest_found(desk, numbers[i], since, ret_id, why);
		}
	}
	return code;
}

/* ---- showing one */
void mc_evidence_shown_init(struct mc_evidence_shown *shown)
{
	memset(shown, 0, sizeof(*shown));
	mc_str_init(&shown->claims_json, MC_JWS_MAX);
	mc_str_init(&shown->jws, MC_JWS_MAX);
}

void mc_evidence_shown_done(struct mc_evidence_shown *shown)
{
	mc_str_wipe(&shown->claims_json);
	mc_str_wipe(&shown->jws);
	free(shown->file);
	shown->file = NULL;
}

enum mc_code mc_evidence_show(struct mc_desk *desk, const char *evidence_id,
			      struct mc_evidence_shown *ret, struct mc_err *why)
{
	enum mc_code code = mc_evidence_load(desk->store, evidence_id, &ret->jws, why);

	if (!code) {
		code = mc_jws_kid(mc_slice_of(&ret->jws), "residence", ret->kid, why);
	}
	if (!code) {
		code = mc_jws_peek(mc_slice_of(&ret->jws), "residence", &ret->claims_json, why);
	}
	if (!code) {
		code = mc_evidence_parse(mc_slice_of(&ret->claims_json), &ret->claims, why);
	}
	if (!code) {
		ret->file = mc_evidence_path(desk->store, evidence_id);
	}
	return code;
}
