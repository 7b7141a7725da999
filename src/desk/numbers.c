/* SPDX-License-Identifier: MPL-2.0 */
/*
 * numbers.c - identity numbers of dossiers that were made before they could be found by
 * them: read once, at the first search.
 */

#include "desk/numbers.h"

#include "desk/work.h"
#include "motcua/base/mem.h"

enum { PAGE = 200, FIELDS_MAX = 2000 };

void desk_field_number(const struct mc_field *field, const char *text, char ret[MC_PID_LEN])
{
	enum mc_id_kind kind;

	if (field->kind != MC_FIELD_ID_NUMBER || mc_pid_parse(text, ret, &kind, NULL)) {
		ret[0] = '\0';
	}
}

/* A value that cannot be read names nobody; the dossier is as it was. */
static enum mc_code index_value(struct mc_desk *desk, const struct mc_draft *draft,
				const struct mc_procedure *procedure,
				const struct mc_draft_value *saved, struct mc_err *why)
{
	int field = mc_procedure_field(procedure, saved->field);
	char number[MC_PID_LEN] = "";
	struct mc_value value;

	if (field < 0 || mc_value_parse(mc_slice_of(&saved->bytes), &value, NULL)) {
		return MC_OK;
	}
	desk_field_number(mc_vec_at(&procedure->fields, (size_t)field), value.text, number);
	mc_value_done(&value);
	return number[0] ? mc_draft_number(desk->store, draft->id, saved->field, number, why) :
			   MC_OK;
}

static enum mc_code index_draft(struct mc_desk *desk, const struct mc_draft *draft,
				struct mc_err *why)
{
	const struct mc_procedure *procedure;
	struct mc_vec values;
	enum mc_code code;

	if (desk_kept_procedure(desk, draft->id, draft->procedure, &procedure, NULL)) {
		return MC_OK; /* nobody can say which of its fields are numbers */
	}
	mc_vec_init(&values, sizeof(struct mc_draft_value), FIELDS_MAX);
	code = mc_draft_values(desk->store, draft->id, &values, why);
	for (size_t i = 0; !code && i < values.len; i++) {
		code = index_value(desk, draft, procedure, mc_vec_at(&values, i), why);
	}
	mc_draft_values_done(&values);
	return code;
}

static enum mc_code index_all(struct mc_desk *desk, struct mc_err *why)
{
	struct mc_vec drafts;
	enum mc_code code;
	int offset = 0;

	mc_vec_init(&drafts, sizeof(struct mc_draft), PAGE);
	do {
		mc_vec_reset(&drafts);
		code = mc_draft_list(desk->store, offset, PAGE, &drafts, why);
		for (size_t i = 0; !code && i < drafts.len; i++) {
			code = index_draft(desk, mc_vec_at(&drafts, i), why);
		}
		offset += PAGE;
	} while (!code && drafts.len == PAGE);
	mc_vec_done(&drafts);
	return code;
}

enum mc_code desk_numbers(struct mc_desk *desk, struct mc_err *why)
{
	struct mc_str done;
	enum mc_code code;
	bool is_done;

	mc_str_init(&done, 16);
	code = mc_store_get(desk->store, "numbers", &done, why);
	is_done = done.len > 0;
	mc_str_done(&done);
	if (code || is_done) {
		return code;
	}
	code = index_all(desk, why);
	return code ? code : mc_store_set(desk->store, "numbers", "1", why);
}
