/* SPDX-License-Identifier: MPL-2.0 */
/* sample.h - a small procedure with every kind of field, for the tests of procedure and form. */
#ifndef TESTS_DOMAIN_SAMPLE_H
#define TESTS_DOMAIN_SAMPLE_H

#include <stdlib.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/domain/procedure.h"

struct sample_field {
	const char *id, *section;
	enum mc_field_kind kind;
	bool required, past;
	const char *role, *source;
	const char *computed;
	const char *shown_field, *shown_value;
	const char *required_field, *required_value;
	const char *choices; /* "male=Nam=Male female=Nữ=Female" */
};

static const struct sample_field sample_fields[] = {
	{ .id = "case", .section = "child", .kind = MC_FIELD_CHOICE, .required = true,
	  .choices = "both=Cả_hai=Both no_father=Không_có_cha=No_father none=Không_có=None" },
	{.id = "child.given_name", .section = "child", .kind = MC_FIELD_NAME, .required = true},
	{ .id = "child.born", .section = "child", .kind = MC_FIELD_DATE, .required = true,
	  .past = true },
	{ .id = "child.born_words", .section = "child", .kind = MC_FIELD_TEXT,
	  .computed = "words:child.born" },
	{ .id = "mother.number", .section = "mother", .kind = MC_FIELD_ID_NUMBER,
	  .role = "mother", .source = "number" },
	{ .id = "mother.full_name", .section = "mother", .kind = MC_FIELD_NAME,
	  .role = "mother", .source = "full_name",
	  .required_field = "case", .required_value = "both|no_father" },
	{ .id = "mother.born", .section = "mother", .kind = MC_FIELD_DATE, .past = true,
	  .role = "mother", .source = "born" },
	{ .id = "mother.sex", .section = "mother", .kind = MC_FIELD_CHOICE,
	  .role = "mother", .source = "sex", .choices = "male=Nam=Male female=Nữ=Female" },
	{ .id = "mother.address", .section = "mother", .kind = MC_FIELD_ADDRESS,
	  .role = "mother", .source = "residence.address" },
	{ .id = "father.full_name", .section = "father", .kind = MC_FIELD_NAME,
	  .required = true, .shown_field = "case", .shown_value = "both" },
	{ .id = "father.same_address", .section = "father", .kind = MC_FIELD_YES_NO,
	  .shown_field = "case", .shown_value = "both" },
	{ .id = "father.address", .section = "father", .kind = MC_FIELD_ADDRESS,
	  .computed = "copy:mother.address", .shown_field = "father.same_address",
	  .shown_value = "yes" },
	{ .id = "head.full_name", .section = "father", .kind = MC_FIELD_NAME,
	  .role = "mother", .source = "household.head.full_name" },
	{.id = "copies", .section = "father", .kind = MC_FIELD_INTEGER},
	{.id = "fee", .section = "father", .kind = MC_FIELD_MONEY},
	{.id = "phone", .section = "father", .kind = MC_FIELD_PHONE},
	{.id = "email", .section = "father", .kind = MC_FIELD_EMAIL},
	{.id = "note", .section = "father", .kind = MC_FIELD_PARAGRAPH},
	{.id = "card.issued", .section = "father", .kind = MC_FIELD_DATE, .past = true},
};

static inline char *sample_text(const char *text)
{
	return text ? mc_strdup(text) : NULL;
}

/* One "value=vi=en", underscores for spaces. */
static inline void sample_choice(struct mc_field *field, char *word)
{
	struct mc_choice *choice = mc_vec_push(&field->choices);
	char *save = NULL;

	for (char *c = strchr(word, '='); *c; c++) {
		*c = *c == '_' ? ' ' : *c;
	}
	choice->value = mc_strdup(strtok_r(word, "=", &save));
	choice->label.vi = mc_strdup(strtok_r(NULL, "=", &save));
	choice->label.en = mc_strdup(strtok_r(NULL, "=", &save));
}

static inline void sample_prefill(struct mc_field *field, const char *role, const char *source)
{
	struct mc_prefill *prefill;

	mc_vec_init(&field->prefill, sizeof(*prefill), 5);
	prefill = mc_vec_push(&field->prefill);
	prefill->role = mc_strdup(role);
	prefill->source = sample_text(source);
}

static inline void sample_add_field(struct mc_procedure *procedure, const struct sample_field *from)
{
	struct mc_field *field = mc_vec_push(&procedure->fields);
	char *words = sample_text(from->choices), *save = NULL;

	mc_vec_init(&field->choices, sizeof(struct mc_choice), 50);
	field->id = mc_strdup(from->id);
	field->label.vi = mc_strdup(from->id);
	field->section = mc_strdup(from->section);
	field->kind = from->kind;
	field->required = from->required;
	field->past = from->past;
	if (from->role) {
		sample_prefill(field, from->role, from->source);
	}
	field->computed = sample_text(from->computed);
	field->shown_if.field = sample_text(from->shown_field);
	field->shown_if.value = sample_text(from->shown_value);
	field->required_if.field = sample_text(from->required_field);
	field->required_if.value = sample_text(from->required_value);
	for (char *word = words ? strtok_r(words, " ", &save) : NULL; word;
	     word = strtok_r(NULL, " ", &save)) {
		sample_choice(field, word);
	}
	free(words);
}

static inline struct mc_procedure *sample_procedure(void)
{
	static const char *const sections[] = {"child", "mother", "father"};
	struct mc_procedure *procedure = mc_procedure_new();
	struct mc_role *role = mc_vec_push(&procedure->roles);
	struct mc_paper *paper = mc_vec_push(&procedure->papers);
	struct mc_branch *branch = mc_vec_push(&procedure->branches);
	struct mc_rule *rule = mc_vec_push(&procedure->rules);

	procedure->code = mc_strdup("9.000001");
	procedure->version = mc_strdup("2026-11-01");
	procedure->title.vi = mc_strdup("Thủ tục mẫu");
	procedure->title.en = mc_strdup("Sample procedure");
	for (size_t i = 0; i < MC_COUNT(sections); i++) {
		struct mc_section *section = mc_vec_push(&procedure->sections);

		section->id = mc_strdup(sections[i]);
		section->label.vi = mc_strdup(sections[i]);
	}
	for (size_t i = 0; i < MC_COUNT(sample_fields); i++) {
		sample_add_field(procedure, &sample_fields[i]);
	}
	role->id = mc_strdup("mother");
	role->label.vi = mc_strdup("Mẹ");
	role->number_field = mc_strdup("mother.number");
	paper->id = mc_strdup("birth_notice");
	paper->label.vi = mc_strdup("Giấy chứng sinh");
	paper->attach_required = true;
	paper->required_if.field = mc_strdup("case");
	paper->required_if.value = mc_strdup("both|no_father");
	rule->id = mc_strdup("mother_older");
	rule->kind = MC_RULE_YEARS_APART;
	rule->a = mc_strdup("mother.born");
	rule->b = mc_strdup("child.born");
	rule->years = 9;
	rule->text.vi = mc_strdup("Mẹ phải hơn con ít nhất 9 tuổi.");
	branch->id = mc_strdup("justice");
	branch->label.vi = mc_strdup("Tư pháp");
	((struct mc_legal *)mc_vec_push(&procedure->legal))->text = mc_strdup("Nghị định mẫu");
	return procedure;
}

#endif
