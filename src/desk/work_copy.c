/* SPDX-License-Identifier: MPL-2.0 */
/*
 * work_copy.c - a draft that begins with what another one holds, a correction or a
 * supplement. It is there with all of it or not at all: an officer who finds it after a power
 * cut can go on.
 */
#include "desk/numbers.h"
#include "desk/work.h"
#include "motcua/base/mem.h"

/* The identity numbers and names that a dossier is found by are not part of the stored bytes. */
static void add_people(const struct mc_procedure *procedure, const char *subject,
		       const struct mc_vec *values, struct mc_str *ret_people)
{
	struct mc_form *form = mc_form_new(procedure);

	MC_VEC_EACH(values, struct mc_draft_value, saved) {
		int field = mc_procedure_field(procedure, saved->field);
		struct mc_value value;

		if (field >= 0 && !mc_value_parse(mc_slice_of(&saved->bytes), &value, NULL)) {
			mc_form_restore(form, field, &value);
			desk_field_number(mc_vec_at(&procedure->fields, (size_t)field), value.text,
					  saved->number);
			mc_value_done(&value);
		}
	}
	desk_form_people(form, subject, ret_people);
	mc_form_free(form);
}

static enum mc_code load(struct mc_desk *desk, const struct work_copy *copy,
			 struct mc_vec *ret_values, struct mc_vec *ret_papers,
			 struct mc_str *ret_people, struct mc_err *why)
{
	const struct mc_procedure *procedure;
	enum mc_code code = mc_draft_values(desk->store, copy->values_of, ret_values, why);

	/* the sealed files are the same ones: named by their content, and sealed for good */
	if (!code && copy->papers_of) {
		code = mc_draft_attachments(desk->store, copy->papers_of, ret_papers, why);
	}
	if (!code && !mc_desk_procedure(desk, copy->origin.procedure, &procedure, NULL)) {
		add_people(procedure, copy->origin.subject, ret_values, ret_people);
	}
	return code;
}

static enum mc_code make(struct mc_desk *desk, const struct work_copy *copy,
			 const struct mc_draft_content *content, char ret_id[MC_UUID_LEN],
			 struct mc_err *why)
{
	struct work_origin origin = copy->origin;
	struct mc_work *work;
	enum mc_code code = desk_audit(desk, copy->act, copy->of, origin.procedure, "", why);

	origin.content = *content;
	code = code ? code : work_create(desk, &origin, &work, why);
	if (code) {
		return code;
	}
	mc_copy(ret_id, MC_UUID_LEN, work->id);
	mc_work_close(work);
	return MC_OK;
}

enum mc_code work_copy(struct mc_desk *desk, const struct work_copy *copy,
		       char ret_id[MC_UUID_LEN], struct mc_err *why)
{
	struct mc_vec values, papers;
	struct mc_str people;
	enum mc_code code;

	mc_vec_init(&values, sizeof(struct mc_draft_value), DESK_FIELDS_MAX);
	mc_vec_init(&papers, sizeof(struct mc_draft_value), MC_PARTS_MAX);
	mc_str_init(&people, MC_JSON_MAX);
	code = load(desk, copy, &values, &papers, &people, why);
	if (!code) {
		code = make(desk, copy,
			    &(struct mc_draft_content){&values, &papers, people.data}, ret_id, why);
	}
	mc_str_wipe(&people);
	mc_draft_values_done(&values);
	mc_draft_values_done(&papers);
	return code;
}
