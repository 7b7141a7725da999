/* SPDX-License-Identifier: MPL-2.0 */
/* procedure.c - a procedure in memory: making, freeing, finding. */
#include "motcua/domain/procedure.h"

#include <stdlib.h>
#include <string.h>

#include "motcua/base/mem.h"

static const char *const kind_codes[MC_FIELD_KIND_COUNT] = {
#define X(name, code) [MC_FIELD_##name] = code,
	MC_FIELD_KINDS(X)
#undef X
};

struct mc_procedure *mc_procedure_new(void)
{
	struct mc_procedure *procedure = mc_calloc(1, sizeof(*procedure));

	mc_vec_init(&procedure->sections, sizeof(struct mc_section), 60);
	mc_vec_init(&procedure->fields, sizeof(struct mc_field), 500);
	mc_vec_init(&procedure->roles, sizeof(struct mc_role), 30);
	mc_vec_init(&procedure->papers, sizeof(struct mc_paper), 100);
	mc_vec_init(&procedure->branches, sizeof(struct mc_branch), 20);
	mc_vec_init(&procedure->legal, sizeof(char *), 100);
	return procedure;
}

/* ---- freeing. Half-read items are zeroed where they are not read. */

static void label_done(struct mc_label *label)
{
	free(label->vi);
	free(label->en);
}

static void condition_done(struct mc_condition *condition)
{
	free(condition->field);
	free(condition->value);
}

static void field_done(struct mc_field *field)
{
	free(field->id);
	label_done(&field->label);
	label_done(&field->hint);
	label_done(&field->help);
	free(field->section);
	condition_done(&field->shown_if);
	condition_done(&field->required_if);
	MC_VEC_EACH(&field->choices, struct mc_choice, choice) {
		free(choice->value);
		label_done(&choice->label);
	}
	mc_vec_done(&field->choices);
	free(field->role);
	free(field->source);
	free(field->computed);
	free(field->legal);
}

static void role_done(struct mc_role *role)
{
	free(role->id);
	label_done(&role->label);
	free(role->number_field);
	free(role->name_field);
	free(role->born_field);
}

static void paper_done(struct mc_paper *paper)
{
	free(paper->id);
	label_done(&paper->label);
	free(paper->replaced_by);
	free(paper->basis);
	condition_done(&paper->required_if);
}

static void items_done(struct mc_procedure *procedure)
{
	MC_VEC_EACH(&procedure->sections, struct mc_section, section) {
		free(section->id);
		label_done(&section->label);
	}
	MC_VEC_EACH(&procedure->fields, struct mc_field, field) {
		field_done(field);
	}
	MC_VEC_EACH(&procedure->roles, struct mc_role, role) {
		role_done(role);
	}
	MC_VEC_EACH(&procedure->papers, struct mc_paper, paper) {
		paper_done(paper);
	}
	MC_VEC_EACH(&procedure->branches, struct mc_branch, branch) {
		free(branch->id);
		label_done(&branch->label);
	}
	MC_VEC_EACH(&procedure->legal, char *, text) {
		free(*text);
	}
}

void mc_procedure_free(struct mc_procedure *procedure)
{
	if (!procedure) {
		return;
	}
	items_done(procedure);
	mc_vec_done(&procedure->sections);
	mc_vec_done(&procedure->fields);
	mc_vec_done(&procedure->roles);
	mc_vec_done(&procedure->papers);
	mc_vec_done(&procedure->branches);
	mc_vec_done(&procedure->legal);
	free(procedure->code);
	free(procedure->version);
	label_done(&procedure->title);
	label_done(&procedure->unit);
	label_done(&procedure->fee);
	label_done(&procedure->legal_time);
	free(procedure);
}

/* ---- finding. A half-read item may still lack its id. */

static bool is_named(const char *id, const char *name)
{
	return id && strcmp(id, name) == 0;
}

int mc_procedure_field(const struct mc_procedure *procedure, const char *id)
{
	int index = 0;

	MC_VEC_EACH(&procedure->fields, struct mc_field, field) {
		if (is_named(field->id, id)) {
			return index;
		}
		index++;
	}
	return -1;
}

const struct mc_role *mc_procedure_role(const struct mc_procedure *procedure, const char *id)
{
	MC_VEC_EACH(&procedure->roles, struct mc_role, role) {
		if (is_named(role->id, id)) {
			return role;
		}
	}
	return NULL;
}

const struct mc_paper *mc_procedure_paper(const struct mc_procedure *procedure, const char *id)
{
	MC_VEC_EACH(&procedure->papers, struct mc_paper, paper) {
		if (is_named(paper->id, id)) {
			return paper;
		}
	}
	return NULL;
}

bool mc_condition_matches(const struct mc_condition *condition, const char *text)
{
	size_t len = strlen(text);

	for (const char *one = condition->value; one;) {
		size_t one_len = strcspn(one, "|");

		if (one_len == len && strncmp(one, text, len) == 0) {
			return true;
		}
		one = one[one_len] ? one + one_len + 1 : NULL;
	}
	return false;
}

/* ---- words */

/* "1.001193.000.00.00.H56" -> the length of "1.001193". */
static size_t two_groups(const char *code)
{
	size_t first = strcspn(code, ".");

	return code[first] ? first + 1 + strcspn(code + first + 1, ".") : first;
}

bool mc_procedure_code_equal(const char *a, const char *b)
{
	size_t len = two_groups(a);

	return len > 0 && len == two_groups(b) && strncmp(a, b, len) == 0;
}

const char *mc_label_text(const struct mc_label *label, const char *language)
{
	const char *text = label->vi;

	if (language && strncmp(language, "en", 2) == 0 && label->en) {
		text = label->en;
	}
	return text ? text : "";
}

const char *mc_field_kind_code(enum mc_field_kind kind)
{
	return kind_codes[kind];
}

enum mc_field_kind mc_field_kind_parse(const char *code)
{
	int kind = 0;

	while (kind < MC_FIELD_KIND_COUNT && strcmp(kind_codes[kind], code) != 0) {
		kind++;
	}
	return (enum mc_field_kind)kind;
}
