/* SPDX-License-Identifier: MPL-2.0 */
/* procedure.c - a procedure in memory: making, freeing, finding. */
#include "motcua/domain/procedure.h"

#include <stdlib.h>
#include <string.h>

#include "motcua/base/mem.h"

enum { TEXTS_MAX = 100 };

struct mc_procedure *mc_procedure_new(void)
{
	struct mc_procedure *procedure = mc_calloc(1, sizeof(*procedure));

	mc_vec_init(&procedure->sections, sizeof(struct mc_section), 60);
	mc_vec_init(&procedure->fields, sizeof(struct mc_field), MC_PROCEDURE_FIELDS_MAX);
	mc_vec_init(&procedure->roles, sizeof(struct mc_role), MC_PROCEDURE_ROLES_MAX);
	mc_vec_init(&procedure->papers, sizeof(struct mc_paper), 100);
	mc_vec_init(&procedure->branches, sizeof(struct mc_branch), 20);
	mc_vec_init(&procedure->rules, sizeof(struct mc_rule), 100);
	mc_vec_init(&procedure->outputs, sizeof(struct mc_output), MC_OUTPUTS_MAX);
	mc_vec_init(&procedure->legal, sizeof(struct mc_legal), TEXTS_MAX);
	mc_vec_init(&procedure->unconfirmed, sizeof(char *), TEXTS_MAX);
	mc_vec_init(&procedure->about, sizeof(char *), TEXTS_MAX);
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

static void texts_done(struct mc_vec *texts)
{
	MC_VEC_EACH(texts, char *, text) {
		free(*text);
	}
	mc_vec_done(texts);
}

static void role_done(struct mc_role *role)
{
	free(role->id);
	label_done(&role->label);
	free(role->number_field);
	free(role->name_field);
	free(role->born_field);
}

/* What a cell has of its own; the rest belongs to its column. */
static void cell_done(struct mc_field *field)
{
	free(field->id);
	condition_done(&field->shown_if);
	condition_done(&field->required_if);
	MC_VEC_EACH(&field->prefill, struct mc_prefill, prefill) {
		free(prefill->role);
		free(prefill->source);
		free(prefill->only_if.source);
		free(prefill->only_if.value);
	}
	mc_vec_done(&field->prefill);
	free(field->computed);
	condition_done(&field->same_as.when);
	free(field->same_as.copy);
}

static void field_done(struct mc_field *field);

static void columns_done(struct mc_field *field)
{
	MC_VEC_EACH(&field->columns, struct mc_field, column) {
		field_done(column);
	}
	mc_vec_done(&field->columns);
	if (field->row_person) {
		role_done(field->row_person);
		free(field->row_person);
	}
}

static void field_done(struct mc_field *field)
{
	cell_done(field);
	if (field->rows) {
		return;
	}
	label_done(&field->label);
	label_done(&field->hint);
	label_done(&field->help);
	free(field->section);
	MC_VEC_EACH(&field->choices, struct mc_choice, choice) {
		free(choice->value);
		label_done(&choice->label);
	}
	mc_vec_done(&field->choices);
	free(field->preset);
	free(field->paper);
	free(field->legal);
	columns_done(field);
}

static void section_done(struct mc_section *section)
{
	free(section->id);
	label_done(&section->label);
}

static void paper_done(struct mc_paper *paper)
{
	free(paper->id);
	label_done(&paper->label);
	free(paper->replaced_by);
	free(paper->basis);
	label_done(&paper->database);
	condition_done(&paper->required_if);
	texts_done(&paper->notes);
}

static void fee_rule_done(struct mc_fee_rule *rule)
{
	free(rule->per);
	free(rule->copies);
	condition_done(&rule->online_if);
	condition_done(&rule->exempt_if);
}

static void branch_done(struct mc_branch *branch)
{
	free(branch->id);
	label_done(&branch->label);
	label_done(&branch->unit);
	label_done(&branch->legal_time);
	free(branch->procedure);
	free(branch->output);
	free(branch->after);
	condition_done(&branch->only_if);
	label_done(&branch->fee);
	fee_rule_done(&branch->fee_rule);
}

static void rule_done(struct mc_rule *rule)
{
	free(rule->id);
	free(rule->a);
	free(rule->b);
	free(rule->value);
	condition_done(&rule->when);
	label_done(&rule->text);
	free(rule->legal);
}

static void output_done(struct mc_output *output)
{
	free(output->id);
	label_done(&output->label);
	free(output->form);
	MC_VEC_EACH(&output->items, struct mc_output_item, item) {
		free(item->name);
		free(item->from);
	}
	mc_vec_done(&output->items);
}

static void legal_done(struct mc_legal *legal)
{
	free(legal->text);
	free(legal->article);
}

#define ITEMS_DONE(items, type, done)                                                              \
	do {                                                                                       \
		MC_VEC_EACH(items, type, item) {                                                   \
			done(item);                                                                \
		}                                                                                  \
		mc_vec_done(items);                                                                \
	} while (0)

static void items_done(struct mc_procedure *procedure)
{
	ITEMS_DONE(&procedure->sections, struct mc_section, section_done);
	ITEMS_DONE(&procedure->fields, struct mc_field, field_done);
	ITEMS_DONE(&procedure->roles, struct mc_role, role_done);
	ITEMS_DONE(&procedure->papers, struct mc_paper, paper_done);
	ITEMS_DONE(&procedure->branches, struct mc_branch, branch_done);
	ITEMS_DONE(&procedure->rules, struct mc_rule, rule_done);
	ITEMS_DONE(&procedure->outputs, struct mc_output, output_done);
	ITEMS_DONE(&procedure->legal, struct mc_legal, legal_done);
	texts_done(&procedure->unconfirmed);
	texts_done(&procedure->about);
}

static void fee_done(struct mc_procedure *procedure)
{
	label_done(&procedure->fee);
	label_done(&procedure->fee_exempt);
	label_done(&procedure->fee_pay);
	free(procedure->fee_basis);
	fee_rule_done(&procedure->fee_rule);
}

static void succession_done(struct mc_succession *it)
{
	free(it->code);
	label_done(&it->where);
}

void mc_procedure_free(struct mc_procedure *procedure)
{
	if (!procedure) {
		return;
	}
	items_done(procedure);
	fee_done(procedure);
	free(procedure->code);
	free(procedure->version);
	succession_done(&procedure->replaces);
	succession_done(&procedure->replaced_by);
	free(procedure->source);
	label_done(&procedure->title);
	label_done(&procedure->unit);
	label_done(&procedure->result);
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

static bool is_own(const struct mc_role *role, const char *id)
{
	return (role->number_field && is_named(role->number_field, id)) ||
	       (role->name_field && is_named(role->name_field, id)) ||
	       (role->born_field && is_named(role->born_field, id));
}

const struct mc_role *mc_procedure_role_of(const struct mc_procedure *procedure, int field)
{
	const struct mc_field *of = mc_vec_at(&procedure->fields, (size_t)field);
	const struct mc_prefill *first = of ? mc_vec_at(&of->prefill, 0) : NULL;

	if (!of) {
		return NULL;
	}
	MC_VEC_EACH(&procedure->roles, struct mc_role, role) {
		if (is_own(role, of->id)) {
			return role;
		}
	}
	return first ? mc_procedure_role(procedure, first->role) : NULL;
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
