/* SPDX-License-Identifier: MPL-2.0 */
/*
 * verified.c - what a verification that was waited for says of the form. While the dossier is a
 * draft the answer goes into it; once it is sealed it stands beside it.
 */
#include <stdlib.h>
#include <string.h>

#include "desk/verifications.h"
#include "desk/work.h"
#include "motcua/base/clock.h"
#include "motcua/base/mem.h"

enum { DIFFERENCES_MAX = MC_PROCEDURE_FIELDS_MAX };

/* ---- an answer and the form */

static void put_difference(struct mc_draft_value *to, const struct mc_field *field,
			   const struct mc_value *value, char *says, int64_t at)
{
	struct mc_value both = { .text = value->text,
				 .from = value->from,
				 .at = value->at,
				 .register_text = says,
				 .register_at = at };

	MC_COPY(to->field, field->id);
	mc_str_init(&to->bytes, MC_JSON_MAX);
	mc_value_format(&both, &to->bytes);
}

/* Where the form says something else; to be freed with mc_draft_value's bytes. */
static int differences(const struct mc_work *work, const char *role, const struct mc_answer *answer,
		       struct mc_draft_value *ret)
{
	size_t fields = work->procedure->fields.len;
	char **says = mc_calloc(fields, sizeof(*says));
	int count = 0;

	mc_form_compare(work->form, role, &answer->person,
			answer->household.id[0] ? &answer->household : NULL, says);
	for (size_t i = 0; i < fields; i++) {
		if (says[i]) {
			put_difference(&ret[count++], mc_vec_at(&work->procedure->fields, i),
				       &work->form->values[i], says[i], answer->taken_at);
			explicit_bzero(says[i], strlen(says[i]));
			free(says[i]);
		}
	}
	free(says);
	return count;
}

/* What differs is on disk before the form takes the register's word for it. */
static enum mc_code compare(struct mc_work *work, const struct mc_verification_row *row,
			    const struct mc_lookup *lookup, struct mc_err *why)
{
	struct mc_draft_value *found = mc_calloc(work->procedure->fields.len, sizeof(*found));
	int count = differences(work, row->role, &lookup->answer, found);
	enum mc_code code =
		mc_verification_differ(work->desk->store, row->query_id, found, count, why);

	for (int i = 0; i < count; i++) {
		mc_str_wipe(&found[i].bytes);
	}
	mc_free_wiped(found, work->procedure->fields.len * sizeof(*found));
	if (!code && desk_is_draft(work->state)) {
		code = mc_work_fill(work, row->role, lookup, NULL, why);
	}
	return code;
}

/* ---- is it still about this person? */

static bool is_of(const struct mc_work *work, const char *role_id, const struct mc_person *person)
{
	const struct mc_role *role = mc_procedure_role(work->procedure, role_id);
	const char *number =
		role && role->number_field ? mc_form_text(work->form, role->number_field) : "";

	return *number && (!strcmp(number, person->number) || !strcmp(number, person->cmnd) ||
			   !strcmp(number, person->old_number));
}

static enum mc_code load_answer(struct mc_desk *desk, const struct mc_verification_row *row,
				struct mc_lookup *ret, struct mc_err *why)
{
	struct mc_str inner;
	char *proof = NULL;
	enum mc_code code;

	mc_str_init(&inner, MC_JSON_MAX);
	code = mc_people_answer(desk->store, row->query_id, &inner, why);
	code = code ? code : mc_answer_parse(mc_slice_of(&inner), &ret->answer, &proof, why);
	MC_COPY(ret->evidence_id, row->evidence);
	mc_str_wipe(&inner);
	if (proof) {
		explicit_bzero(proof, strlen(proof));
		free(proof);
	}
	return code;
}

/* Somebody else stands in the role by now: the proof is not this dossier's any more. */
static enum mc_code forget(struct mc_work *work, const struct mc_verification_row *row,
			   struct mc_err *why)
{
	return desk_is_draft(work->state) ?
		       mc_evidence_untie(work->desk->store, row->evidence, work->id, why) :
		       MC_OK;
}

static enum mc_code take(struct mc_work *work, const struct mc_verification_row *row,
			 struct mc_err *why)
{
	struct mc_lookup *lookup = mc_calloc(1, sizeof(*lookup));
	enum mc_code code = load_answer(work->desk, row, lookup, why);

	if (!code) {
		code = is_of(work, row->role, &lookup->answer.person) ?
			       compare(work, row, lookup, why) :
			       forget(work, row, why);
	}
	explicit_bzero(lookup, sizeof(*lookup));
	free(lookup);
	desk_prove(work);
	return code ? code : mc_verification_taken(work->desk->store, row->query_id, why);
}

enum mc_code mc_work_take_verified(struct mc_work *work, int *ret_taken, struct mc_err *why)
{
	struct mc_vec rows;
	enum mc_code code = desk_take_verifications(work->desk, why);
	int taken = 0;

	mc_vec_init(&rows, sizeof(struct mc_verification_row), DESK_VERIFICATIONS_MAX);
	code = code ? code : mc_verifications_of(work->desk->store, work->id, &rows, why);
	MC_VEC_EACH(&rows, struct mc_verification_row, row) {
		if (!code && row->outcome == MC_OUTCOME_FOUND && !row->taken) {
			code = take(work, row, why);
			taken++;
		}
	}
	mc_vec_done(&rows);
	if (!code && ret_taken) {
		*ret_taken = taken;
	}
	return code;
}

/* ---- showing them */

/* An address on a card is that of the day on which the card was made: that the register has
 * another one is nothing to be settled with the citizen. */
static bool is_expected(const struct mc_procedure *procedure, const struct mc_difference *it)
{
	int field = mc_procedure_field(procedure, it->field);
	const struct mc_field *of = mc_vec_at(&procedure->fields, (size_t)(field < 0 ? 0 : field));

	return field >= 0 && of->kind == MC_FIELD_ADDRESS && it->value.from == MC_FROM_CARD;
}

static void count_differences(struct mc_desk *desk, const struct mc_procedure *procedure,
			      struct mc_verification *ret)
{
	struct mc_vec found;

	mc_vec_init(&found, sizeof(struct mc_difference), DIFFERENCES_MAX);
	if (!mc_verification_differs(desk, ret->query_id, &found, NULL)) {
		MC_VEC_EACH(&found, struct mc_difference, it) {
			ret->differences++;
			ret->to_settle += !procedure || !is_expected(procedure, it);
		}
	}
	mc_differences_done(&found);
}

/* The newest of a role takes the place of those before it. */
static struct mc_verification *place_of(struct mc_vec *all, size_t from, const char *role)
{
	for (size_t i = from; i < all->len; i++) {
		struct mc_verification *it = mc_vec_at(all, i);

		if (!strcmp(it->role, role)) {
			return it;
		}
	}
	return mc_vec_push(all);
}

static void show(struct mc_desk *desk, const struct mc_procedure *procedure,
		 const struct mc_verification_row *row, struct mc_verification *ret)
{
	*ret = (struct mc_verification){ .queued_at = row->queued_at,
					 .until = row->until,
					 .ended_at = row->ended_at,
					 .outcome = row->outcome,
					 .cause = row->cause };
	MC_COPY(ret->query_id, row->query_id);
	MC_COPY(ret->role, row->role);
	MC_COPY(ret->evidence_id, row->evidence);
	if (row->outcome == MC_OUTCOME_FOUND) {
		count_differences(desk, procedure, ret);
	}
}

/* What came after the sealing is compared with what was sealed when somebody looks. */
static enum mc_code compare_sealed(struct mc_desk *desk, const char *id, struct mc_err *why)
{
	struct mc_work *work;
	enum mc_code code = mc_work_look(desk, id, &work, why);

	if (code) {
		return code;
	}
	if (!desk_is_draft(work->state)) {
		code = mc_work_take_verified(work, NULL, why);
	}
	mc_work_close(work);
	return code;
}

static bool any_new(const struct mc_vec *rows)
{
	MC_VEC_EACH(rows, struct mc_verification_row, row) {
		if (row->outcome == MC_OUTCOME_FOUND && !row->taken) {
			return true;
		}
	}
	return false;
}

static enum mc_code load_rows(struct mc_desk *desk, const char *id, struct mc_vec *ret,
			      struct mc_err *why)
{
	enum mc_code code = mc_verifications_of(desk->store, id, ret, why);

	if (!code && any_new(ret) && !compare_sealed(desk, id, NULL)) {
		mc_vec_reset(ret);
		code = mc_verifications_of(desk->store, id, ret, why);
	}
	return code;
}

enum mc_code mc_dossier_verifications(struct mc_desk *desk, const char *id, struct mc_vec *ret,
				      struct mc_err *why)
{
	const struct mc_procedure *procedure;
	struct mc_vec rows;
	size_t from = ret->len;
	enum mc_code code;

	mc_vec_init(&rows, sizeof(struct mc_verification_row), DESK_VERIFICATIONS_MAX);
	code = load_rows(desk, id, &rows, why);
	procedure = rows.len ? mc_dossier_procedure(desk, id) : NULL;
	MC_VEC_EACH(&rows, struct mc_verification_row, row) {
		struct mc_verification *to = code ? NULL : place_of(ret, from, row->role);

		if (to) {
			show(desk, procedure, row, to);
		}
	}
	mc_vec_done(&rows);
	return code;
}

void desk_add_verifications(struct mc_desk *desk, struct mc_dossier_row *row)
{
	struct mc_vec all;

	mc_vec_init(&all, sizeof(struct mc_verification), DESK_VERIFICATIONS_MAX);
	if (!mc_dossier_verifications(desk, row->id, &all, NULL)) {
		MC_VEC_EACH(&all, struct mc_verification, it) {
			row->verifying += it->outcome == MC_OUTCOME_NONE;
			row->unverified |= mc_verification_needs_you(it);
		}
	}
	mc_vec_done(&all);
}

bool mc_verification_needs_you(const struct mc_verification *it)
{
	return mc_outcome_may_change(it->outcome) || it->to_settle > 0;
}

enum mc_code mc_verification_differs(struct mc_desk *desk, const char *query_id,
				     struct mc_vec *ret, struct mc_err *why)
{
	struct mc_vec saved;
	enum mc_code code;

	mc_vec_init(&saved, sizeof(struct mc_draft_value), DIFFERENCES_MAX);
	code = mc_verification_differences(desk->store, query_id, &saved, why);
	MC_VEC_EACH(&saved, struct mc_draft_value, it) {
		struct mc_difference *to = code ? NULL : mc_vec_push(ret);

		if (to) {
			MC_COPY(to->field, it->field);
			code = mc_value_parse(mc_slice_of(&it->bytes), &to->value, why);
		}
	}
	mc_draft_values_done(&saved);
	return code;
}

void mc_differences_done(struct mc_vec *differences)
{
	MC_VEC_EACH(differences, struct mc_difference, it) {
		mc_value_done(&it->value);
	}
	mc_vec_done(differences);
}
