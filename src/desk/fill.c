/* SPDX-License-Identifier: MPL-2.0 */
/* fill.c - what goes into the fields of a dossier in hand: typed, from the register, from
 * a card, from somebody served before. */

#include "motcua/desk/work.h"

#include <stdlib.h>
#include <string.h>

#include "desk/verifications.h"
#include "desk/work.h"
#include "motcua/base/clock.h"
#include "motcua/base/mem.h"

const struct mc_role *mc_work_role_of(const struct mc_work *work, int field)
{
	return mc_procedure_role_of(work->procedure, field);
}

/* ---- somebody served before: no second look-up while the record is fresh */

enum { FRESH_MAX = 24 * 7 };
#define FRESH_USUAL (12 * MC_HOUR) /* of the same working day */

static int64_t fresh_for(const struct mc_desk *desk)
{
	const char *text = desk_setting(desk, "reuse", "hours");
	char *end;
	long hours = strtol(text, &end, 10);

	if (!*text || *end || hours < 0 || hours > FRESH_MAX) {
		return FRESH_USUAL;
	}
	return hours * MC_HOUR;
}

/* One from the future is of a clock that jumped: nobody knows how old it is. */
static bool is_fresh(const struct mc_desk *desk, const struct mc_lookup *earlier)
{
	int64_t age = mc_clock_now() - earlier->answer.taken_at, limit = fresh_for(desk);

	return age < limit && age > -limit;
}

/* Law 91/2025: a new purpose is a new use. It is in the audit, with this procedure, before
 * anything is filled; and nobody uses it who is not named. */
static enum mc_code reuse(struct mc_work *work, const char *role, const struct mc_lookup *earlier,
			  struct mc_err *why)
{
	struct mc_desk *desk = work->desk;
	enum mc_code code;

	if (!desk->officer.number[0] || !is_fresh(desk, earlier)) {
		return MC_OK; /* the number stands there: F3 asks the register anew */
	}
	code = desk_audit(desk, "reuse", earlier->query.id, work->procedure->code, work->id, why);
	return code ? code : mc_work_fill(work, role, earlier, NULL, why);
}

enum mc_code mc_work_fill_recent(struct mc_work *work, int field, struct mc_err *why)
{
	const struct mc_field *it = mc_vec_at(&work->procedure->fields, (size_t)field);
	const struct mc_role *role = mc_work_role_of(work, field);
	struct mc_lookup *earlier;
	enum mc_code code = MC_OK;

	if (!role || !role->number_field || strcmp(role->number_field, it->id)) {
		return MC_OK;
	}
	earlier = mc_calloc(1, sizeof(*earlier));
	if (!mc_lookup_recent(work->desk, work->form->values[field].text, earlier, why)) {
		code = reuse(work, role->id, earlier, why);
	}
	explicit_bzero(earlier, sizeof(*earlier));
	free(earlier);
	return code;
}

enum mc_code mc_work_type(struct mc_work *work, int field, const char *text, struct mc_err *why)
{
	struct mc_err bad = {0};
	enum mc_code code = work_editable(work, why), problem;

	if (code) {
		return code;
	}
	problem = mc_form_type(work->form, field, text, mc_clock_now(), &bad);
	code = work_save(work, why);
	if (!code && !problem) {
		code = mc_work_fill_recent(work, field, why);
	}
	if (!code && problem) {
		code = mc_fail(why, problem, "%s", bad.detail);
	}
	return code;
}

/* The register's signed word about this person: of this look-up, or, of somebody served before,
 * the newest while it is fresh. "" = there is none. */
static enum mc_code find_proof(struct mc_desk *desk, const struct mc_lookup *lookup,
			       char ret_id[MC_UUID_LEN], struct mc_err *why)
{
	mc_copy(ret_id, MC_UUID_LEN, lookup->evidence_id);
	return *ret_id || !lookup->cached ?
		       MC_OK :
		       desk_proof_since(desk, &lookup->answer.person,
					mc_clock_now() - fresh_for(desk), ret_id, why);
}

static enum mc_code tie_proof(struct mc_work *work, const char *role,
			      const struct mc_lookup *lookup, struct mc_err *why)
{
	char proof[MC_UUID_LEN];
	enum mc_code code = find_proof(work->desk, lookup, proof, why);

	if (code || !*proof) {
		return code;
	}
	code = mc_evidence_tie(work->desk->store, proof, work->id, why);
	if (!code && lookup->stated_id[0]) {
		code = mc_evidence_tie(work->desk->store, lookup->stated_id, work->id, why);
	}
	if (!code && lookup->answer.outcome == MC_OUTCOME_FOUND) {
		code = desk_call_back(work->desk, work->id, role, why); /* verified: none is needed */
	}
	return code;
}

/* Of the card that brought the person here; all else of it is weaker than the answer. */
static void fill_issued(struct mc_work *work, const char *role, const struct mc_lookup *lookup)
{
	struct mc_card card = {.issued = lookup->card_issued};

	if (mc_date_is_set(&card.issued)) {
		MC_COPY(card.number, lookup->answer.person.number);
		(void)mc_form_prefill_card(work->form, role, &card, mc_clock_now(), NULL);
		explicit_bzero(&card, sizeof(card));
	}
}

enum mc_code mc_work_fill(struct mc_work *work, const char *role, const struct mc_lookup *lookup,
			  int *ret_filled, struct mc_err *why)
{
	const struct mc_answer *answer = &lookup->answer;
	enum mc_code code = work_editable(work, why);
	int filled = 0;

	if (code) {
		return code;
	}
	if (answer->outcome == MC_OUTCOME_FOUND) { /* the others say nothing to fill in */
		filled = mc_form_prefill(work->form, role, &answer->person,
					 answer->household.id[0] ? &answer->household : NULL,
					 answer->taken_at, NULL);
		fill_issued(work, role, lookup);
		mc_form_compute(work->form, mc_clock_now()); /* not as of an earlier answer's day */
	}
	if (ret_filled) {
		*ret_filled = filled;
	}
	code = work_save(work, why);
	code = code ? code : tie_proof(work, role, lookup, why);
	desk_prove(work);
	return code;
}

enum mc_code mc_work_fill_card(struct mc_work *work, const char *role, const struct mc_card *card,
			       int *ret_filled, struct mc_err *why)
{
	enum mc_code code = work_editable(work, why);
	int filled;

	if (code) {
		return code;
	}
	filled = mc_form_prefill_card(work->form, role, card, mc_clock_now(), NULL);
	if (ret_filled) {
		*ret_filled = filled;
	}
	return work_save(work, why);
}

/* ---- rows of a table */

enum mc_code mc_work_row_add(struct mc_work *work, int table, struct mc_err *why)
{
	enum mc_code code = work_editable(work, why);

	if (!code) {
		code = mc_form_row_add(work->form, table, mc_clock_now(), why);
	}
	return code ? code : work_save(work, why);
}

enum mc_code mc_work_row_remove(struct mc_work *work, int table, int row, struct mc_err *why)
{
	enum mc_code code = work_editable(work, why);

	if (!code) {
		mc_form_row_remove(work->form, table, row, mc_clock_now());
		code = work_save(work, why);
	}
	return code;
}

enum mc_code mc_work_row_swap(struct mc_work *work, int table, int row, int other,
			      struct mc_err *why)
{
	enum mc_code code = work_editable(work, why);

	if (!code) {
		mc_form_row_swap(work->form, table, row, other, mc_clock_now());
		code = work_save(work, why);
	}
	return code;
}

/* ---- the question for a role */

static const char *role_text(const struct mc_work *work, const char *field)
{
	return field ? mc_form_text(work->form, field) : "";
}

enum mc_code mc_work_query(const struct mc_work *work, const char *role_id, struct mc_query *ret,
			   struct mc_err *why)
{
	const struct mc_role *role = mc_procedure_role(work->procedure, role_id);
	enum mc_code code;

	if (!role) {
		return mc_fail(why, MC_E_NOT_FOUND, "%.40s", role_id);
	}
	memset(ret, 0, sizeof(*ret));
	ret->kind = MC_QUERY_VERIFY;
	MC_COPY(ret->procedure, work->procedure->code);
	MC_COPY(ret->purpose, work->procedure->title.vi);
	MC_COPY(ret->dossier, work->id);
	code = mc_query_from_typed(ret, role_text(work, role->number_field),
				   role_text(work, role->name_field),
				   role_text(work, role->born_field), why);
	if (!code && (!ret->full_name[0] || !mc_date_is_set(&ret->born))) {
		code = mc_fail(why, MC_E_NOT_A_PERSON, NULL);
	}
	return code;
}
