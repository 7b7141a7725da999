/* SPDX-License-Identifier: MPL-2.0 */
/*
 * procedure_check.c - is a procedure sound in itself?
 *
 * A file that names a field, a role or a source that does not exist would fail
 * only when an officer comes to it; here it fails when it is read.
 */
#include <string.h>

#include "domain/computed.h"
#include "motcua/base/mem.h"
#include "motcua/domain/person.h"
#include "motcua/domain/procedure.h"

struct checker {
	const struct mc_procedure *procedure;
	struct mc_err *why;
};

static enum mc_code bad(const struct checker *c, const char *what, const char *id)
{
	return mc_fail(c->why, MC_E_PROCEDURE_FILE, "%s: %s: %s",
		       c->procedure->code ? c->procedure->code : "?", what, id ? id : "?");
}

static bool is_text(const char *text)
{
	return text && text[0];
}

/* ---- ids: every kind of item begins with a char *id */

static const char *id_at(const struct mc_vec *items, size_t i)
{
	return *(char *const *)mc_vec_at(items, i);
}

static enum mc_code check_ids(const struct checker *c, const struct mc_vec *items, const char *what)
{
	for (size_t i = 0; i < items->len; i++) {
		if (!is_text(id_at(items, i))) {
			return bad(c, what, "an id is missing");
		}
		for (size_t j = 0; j < i; j++) {
			if (strcmp(id_at(items, i), id_at(items, j)) == 0) {
				return bad(c, "repeated id", id_at(items, i));
			}
		}
	}
	return MC_OK;
}

static enum mc_code check_all_ids(const struct checker *c)
{
	const struct mc_procedure *p = c->procedure;
	const struct {
		const struct mc_vec *items;
		const char *what;
	} lists[] = {
		{ &p->sections, "sections" }, { &p->fields, "fields" },	    { &p->roles, "roles" },
		{ &p->papers, "papers" },     { &p->branches, "branches" },
	};

	for (size_t i = 0; i < MC_COUNT(lists); i++) {
		enum mc_code code = check_ids(c, lists[i].items, lists[i].what);

		if (code != MC_OK) {
			return code;
		}
	}
	return MC_OK;
}

/* ---- references */

static bool has_section(const struct mc_procedure *procedure, const char *id)
{
	MC_VEC_EACH(&procedure->sections, struct mc_section, section) {
		if (strcmp(section->id, id) == 0) {
			return true;
		}
	}
	return false;
}

/* Is this value of a condition ("a|b": each of them) one that the field can have? */
static bool has_value(const struct mc_field *field, const char *value)
{
	char part[MC_WORD_LEN];
	bool found = false;
	size_t len = strcspn(value, "|");

	if (len >= sizeof(part)) {
		return false;
	}
	memcpy(part, value, len);
	part[len] = '\0';
	if (field->kind == MC_FIELD_YES_NO) {
		found = strcmp(part, "yes") == 0 || strcmp(part, "no") == 0;
	}
	MC_VEC_EACH(&field->choices, struct mc_choice, choice) {
		found = found || strcmp(part, choice->value) == 0;
	}
	return found && (value[len] == '\0' || has_value(field, value + len + 1));
}

/* Could the condition ever hold? before: only fields before this index; that
 * keeps conditions for showing free of circles. */
static bool condition_sound(const struct mc_procedure *procedure,
			    const struct mc_condition *condition, size_t before)
{
	const struct mc_field *field;
	int index;

	if (!condition->field) {
		return !condition->value;
	}
	index = mc_procedure_field(procedure, condition->field);
	if (index < 0 || (size_t)index >= before || !condition->value) {
		return false;
	}
	field = mc_vec_at(&procedure->fields, (size_t)index);
	return (field->kind != MC_FIELD_CHOICE && field->kind != MC_FIELD_YES_NO) ||
	       has_value(field, condition->value);
}

static bool choices_sound(const struct mc_field *field)
{
	if ((field->kind == MC_FIELD_CHOICE) != (field->choices.len > 0)) {
		return false;
	}
	for (size_t i = 0; i < field->choices.len; i++) {
		const struct mc_choice *choice = mc_vec_at(&field->choices, i);

		if (!is_text(choice->value) || !is_text(choice->label.vi)) {
			return false;
		}
		for (size_t j = 0; j < i; j++) {
			const struct mc_choice *earlier = mc_vec_at(&field->choices, j);

			if (strcmp(choice->value, earlier->value) == 0) {
				return false;
			}
		}
	}
	return true;
}

static bool prefill_sound(const struct mc_procedure *procedure, const struct mc_field *field)
{
	if (!field->role && !field->source) {
		return true;
	}
	return field->role && field->source && mc_procedure_role(procedure, field->role) &&
	       mc_person_has_source(field->source);
}

/* What is computed comes from an entered field: one round of computing is enough. */
static bool computed_sound(const struct mc_procedure *procedure, const struct mc_field *field)
{
	const struct mc_field *from;
	struct mc_computed computed;

	if (!field->computed) {
		return true;
	}
	if (field->role || !mc_computed_read(procedure, field, &computed)) {
		return false;
	}
	from = mc_vec_at(&procedure->fields, (size_t)computed.from);
	return !from->computed && (computed.how == MC_COMPUTED_COPY || from->kind == MC_FIELD_DATE);
}

static enum mc_code check_field(const struct checker *c, size_t index)
{
	const struct mc_procedure *p = c->procedure;
	const struct mc_field *field = mc_vec_at(&p->fields, index);

	if (!is_text(field->label.vi) || field->kind >= MC_FIELD_KIND_COUNT || field->max < 0) {
		return bad(c, "label, kind or max", field->id);
	}
	if (!field->section || !has_section(p, field->section)) {
		return bad(c, "section", field->id);
	}
	if (!choices_sound(field)) {
		return bad(c, "choices", field->id);
	}
	if (!prefill_sound(p, field)) {
		return bad(c, "prefill", field->id);
	}
	if (!computed_sound(p, field)) {
		return bad(c, "computed", field->id);
	}
	if (!condition_sound(p, &field->shown_if, index)) {
		return bad(c, "shown_if", field->id);
	}
	if (!condition_sound(p, &field->required_if, p->fields.len)) {
		return bad(c, "required_if", field->id);
	}
	return MC_OK;
}

static bool role_sound(const struct mc_procedure *procedure, const struct mc_role *role)
{
	const char *const fields[] = { role->number_field, role->name_field, role->born_field };

	for (size_t i = 0; i < MC_COUNT(fields); i++) {
		if (fields[i] && mc_procedure_field(procedure, fields[i]) < 0) {
			return false;
		}
	}
	return is_text(role->label.vi);
}

enum mc_code mc_procedure_check(const struct mc_procedure *procedure, struct mc_err *why)
{
	const struct checker c = { procedure, why };
	enum mc_code code;

	if (!is_text(procedure->code) || !is_text(procedure->version) ||
	    !is_text(procedure->title.vi)) {
		return bad(&c, "head", "code, version or title");
	}
	code = check_all_ids(&c);
	for (size_t i = 0; code == MC_OK && i < procedure->fields.len; i++) {
		code = check_field(&c, i);
	}
	if (code != MC_OK) {
		return code;
	}
	MC_VEC_EACH(&procedure->roles, struct mc_role, role) {
		if (!role_sound(procedure, role)) {
			return bad(&c, "role", role->id);
		}
	}
	MC_VEC_EACH(&procedure->papers, struct mc_paper, paper) {
		if (!is_text(paper->label.vi) ||
		    !condition_sound(procedure, &paper->required_if, procedure->fields.len)) {
			return bad(&c, "paper", paper->id);
		}
	}
	return MC_OK;
}
