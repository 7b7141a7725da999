/* SPDX-License-Identifier: MPL-2.0 */
/*
 * numbers.c - by whom a dossier is found: the numbers and names in its form. Those of dossiers
 * that were made before they could be found so are read once, at the first search.
 */

#include "desk/numbers.h"

#include <string.h>

#include "desk/work.h"
#include "motcua/base/mem.h"
#include "motcua/store/progress.h"

enum { PAGE = 200, FIELDS_MAX = MC_PROCEDURE_FIELDS_MAX };

/* ---- numbers */

void desk_field_number(const struct mc_field *field, const char *text, char ret[MC_PID_LEN])
{
	enum mc_id_kind kind;

	if (field->kind != MC_FIELD_ID_NUMBER || mc_pid_parse(text, ret, &kind, NULL)) {
		ret[0] = '\0';
	}
}

/* ---- names */

/* "child.family_name": one of the parts that make a name together. */
static bool is_part(const char *last)
{
	return !strcmp(last, "family_name") || !strcmp(last, "middle_name") ||
	       !strcmp(last, "given_name");
}

static bool is_listed(const struct mc_str *list, const char *name, size_t len)
{
	const char *at = list->data;

	while (*at) {
		size_t line = strcspn(at, "\n");

		if (line == len && !memcmp(at, name, len)) {
			return true;
		}
		at += line + (at[line] != '\0');
	}
	return false;
}

static void add_name(struct mc_str *list, const char *subject, const char *name)
{
	size_t len = strcspn(name, "\n");

	if (len && strcmp(name, subject) != 0 && !is_listed(list, name, len)) {
		mc_str_puts(list, list->len ? "\n" : "");
		mc_str_add(list, name, len);
	}
}

/* The parts stand one after the other; ret: how many fields they are. */
static size_t join_parts(const struct mc_form *form, size_t at, struct mc_str *ret)
{
	const struct mc_vec *fields = &form->procedure->fields;
	const char *id = ((struct mc_field *)mc_vec_at(fields, at))->id;
	size_t role = (size_t)(strrchr(id, '.') - id) + 1, count = 0;

	for (; at + count < fields->len; count++) {
		const struct mc_field *field = mc_vec_at(fields, at + count);
		const char *text = form->values[at + count].text;

		if (strncmp(field->id, id, role) != 0 || !is_part(field->id + role)) {
			break;
		}
		mc_str_printf(ret, "%s%s", *text && ret->len ? " " : "", text);
	}
	return count;
}

void desk_form_people(const struct mc_form *form, const char *subject, struct mc_str *ret)
{
	const struct mc_vec *fields = &form->procedure->fields;
	struct mc_str joined;

	mc_str_init(&joined, MC_JSON_MAX);
	for (size_t i = 0, step; i < fields->len; i += step) {
		const struct mc_field *field = mc_vec_at(fields, i);
		const char *dot = strrchr(field->id, '.');

		step = 1;
		if (field->kind != MC_FIELD_NAME) {
			continue;
		}
		if (!dot || !is_part(dot + 1)) {
			add_name(ret, subject, form->values[i].text);
			continue;
		}
		mc_str_reset(&joined);
		step = join_parts(form, i, &joined);
		add_name(ret, subject, joined.data);
	}
	mc_str_wipe(&joined);
}

/* ---- dossiers that were made before they could be found so */

/* A value that cannot be read names nobody; the dossier is as it was. */
static enum mc_code index_values(struct mc_desk *desk, const struct mc_draft *draft,
				 struct mc_form *form, const struct mc_vec *values,
				 struct mc_err *why)
{
	enum mc_code code = MC_OK;

	for (size_t i = 0; !code && i < values->len; i++) {
		const struct mc_draft_value *saved = mc_vec_at(values, i);
		int field = mc_procedure_field(form->procedure, saved->field);
		char number[MC_PID_LEN] = "";
		struct mc_value value;

		if (field < 0 || mc_value_parse(mc_slice_of(&saved->bytes), &value, NULL)) {
			continue;
		}
		mc_form_restore(form, field, &value);
		desk_field_number(mc_vec_at(&form->procedure->fields, (size_t)field), value.text,
				  number);
		mc_value_done(&value);
		if (number[0]) {
			code = mc_draft_number(desk->store, draft->id, saved->field, number, why);
		}
	}
	return code;
}

static enum mc_code index_people(struct mc_desk *desk, const struct mc_draft *draft,
				 const struct mc_form *form, struct mc_err *why)
{
	struct mc_str people;
	enum mc_code code = MC_OK;

	mc_str_init(&people, MC_JSON_MAX);
	desk_form_people(form, draft->subject, &people);
	if (people.len) {
		code = mc_draft_subject(desk->store, draft->id, draft->subject, people.data, why);
	}
	mc_str_wipe(&people);
	return code;
}

static enum mc_code index_draft(struct mc_desk *desk, const struct mc_draft *draft,
				struct mc_err *why)
{
	const struct mc_procedure *procedure;
	struct mc_form *form;
	struct mc_vec values;
	enum mc_code code;

	if (desk_kept_procedure(desk, draft->id, draft->procedure, &procedure, NULL)) {
		return MC_OK; /* nobody can say which of its fields name somebody */
	}
	form = mc_form_new(procedure);
	mc_vec_init(&values, sizeof(struct mc_draft_value), FIELDS_MAX);
	code = mc_draft_values(desk->store, draft->id, &values, why);
	if (!code) {
		code = index_values(desk, draft, form, &values, why);
	}
	if (!code) {
		code = index_people(desk, draft, form, why);
	}
	mc_draft_values_done(&values);
	mc_form_free(form);
	return code;
}

/* What the setting says when all are read: "1" was numbers alone. */
static const char all_read[] = "2";

static enum mc_code are_read(struct mc_desk *desk, bool *ret, struct mc_err *why)
{
	struct mc_str done;
	enum mc_code code;

	if (mc_desk_read_only(desk)) { /* what was read could not be noted */
		*ret = true;
		return MC_OK;
	}
	mc_str_init(&done, 16);
	code = mc_store_get(desk->store, "numbers", &done, why);
	*ret = !strcmp(done.data, all_read);
	mc_str_done(&done);
	return code;
}

/* Behind those that were read before. A draft that is begun meanwhile is written as it should be,
 * and moves the others on: some are read twice then, none is left out. */
static enum mc_code index_some(struct mc_desk *desk, int most, int64_t *ret_left,
			       struct mc_err *why)
{
	struct mc_vec drafts;
	int count = 0;
	enum mc_code code = mc_draft_count(desk->store, &count, why);

	mc_vec_init(&drafts, sizeof(struct mc_draft), (size_t)most);
	code = code ? code : mc_draft_list(desk->store, desk->indexed, most, &drafts, why);
	for (size_t i = 0; !code && i < drafts.len; i++) {
		code = index_draft(desk, mc_vec_at(&drafts, i), why);
	}
	if (!code) {
		desk->indexed += (int)drafts.len;
		*ret_left = drafts.len < (size_t)most ? 0 : count - desk->indexed;
	}
	mc_vec_done(&drafts);
	return code;
}

enum mc_code desk_numbers_some(struct mc_desk *desk, int most, int64_t *ret_left,
			       struct mc_err *why)
{
	bool done = false;
	enum mc_code code = are_read(desk, &done, why);

	*ret_left = 0;
	if (code || done) {
		return code;
	}
	code = index_some(desk, most, ret_left, why);
	return code || *ret_left > 0 ? code : mc_store_set(desk->store, "numbers", all_read, why);
}

enum mc_code desk_numbers(struct mc_desk *desk, struct mc_err *why)
{
	int64_t left = 0;
	enum mc_code code;

	do {
		code = desk_numbers_some(desk, PAGE, &left, why);
	} while (!code && left > 0);
	return code;
}
