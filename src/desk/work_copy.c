/* SPDX-License-Identifier: MPL-2.0 */
/*
 * work_copy.c - a draft that begins with what another one holds, a correction or a
 * supplement. It is there with all of it or not at all: an officer who finds it after a power
 * cut can go on.
 */
#include "desk/numbers.h"
#include "desk/work.h"
#include "motcua/base/mem.h"

/* The identity numbers that a dossier is found by are not part of the stored bytes. */
static void add_numbers(const struct mc_procedure *procedure, const struct mc_vec *values)
{
	MC_VEC_EACH(values, struct mc_draft_value, saved) {
		int field = mc_procedure_field(procedure, saved->field);
		struct mc_value value;

		if (field >= 0 && !mc_value_parse(mc_slice_of(&saved->bytes), &value, NULL)) {
			desk_field_number(mc_vec_at(&procedure->fields, (size_t)field), value.text,
					  saved->number);
			mc_value_done(&value);
		}
	}
}

static enum mc_code load(struct mc_desk *desk, const struct work_copy *copy,
			 struct mc_vec *ret_values, struct mc_vec *ret_papers, struct mc_err *why)
{
	const struct mc_procedure *procedure;
	enum mc_code code = mc_draft_values(desk->store, copy->values_of, ret_values, why);

	/* the sealed files are the same ones: named by their content, and sealed for good */
	if (!code && copy->papers_of) {
		code = mc_draft_attachments(desk->store, copy->papers_of, ret_papers, why);
	}
	if (!code && !mc_desk_procedure(desk, copy->origin.procedure, &procedure, NULL)) {
		add_numbers(procedure, ret_values);
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
	enum mc_code code;

	mc_vec_init(&values, sizeof(struct mc_draft_value), DESK_FIELDS_MAX);
	mc_vec_init(&papers, sizeof(struct mc_draft_value), MC_PARTS_MAX);
	code = load(desk, copy, &values, &papers, why);
	if (!code) {
		code = make(desk, copy, &(struct mc_draft_content){ &values, &papers }, ret_id, why);
	}
	mc_draft_values_done(&values);
	mc_draft_values_done(&papers);
	return code;
}
