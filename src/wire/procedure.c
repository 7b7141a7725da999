/* SPDX-License-Identifier: MPL-2.0 */
/*
 * procedure.c - a procedure's file (FORMATS 11) as tables. Read only: the
 * kinds of members here own their texts, and lists grow item by item, so that
 * a half-read procedure can be freed as a whole.
 */
#include <stdlib.h>

#include "motcua/wire/message.h"
#include "wire/shape.h"

enum { TEXT_MAX = 8000, CHOICES_MAX = 300, LETTERS_MAX = 20000 };

/* ---- kinds of members */

static enum mc_code owned_read(const struct mc_json *object, const struct mc_shape_member *m,
			       void *value, struct mc_err *why)
{
	char **text = value;
	enum mc_code code = mc_node_text(object, m->key, m->need, TEXT_MAX, text, why);

	return !code && m->need && !**text ? mc_node_fail(why, m->key, "empty") : code;
}

static enum mc_code letters_read(const struct mc_json *object, const struct mc_shape_member *m,
				 void *value, struct mc_err *why)
{
	int64_t letters = 0;
	enum mc_code code = mc_json_int(object, m->key, m->need, &letters, why);

	if (!code && (letters < 0 || letters > LETTERS_MAX)) {
		return mc_node_fail(why, m->key, "number out of range");
	}
	*(int *)value = (int)letters;
	return code;
}

static enum mc_code item_read(const struct mc_json *node, const struct mc_shape_member *m,
			      void *item, struct mc_err *why)
{
	if (!item) {
		return mc_node_fail(why, "", "too many");
	}
	if (mc_node_kind(node) != MC_NODE_OBJECT) {
		return mc_node_fail(why, "", "object expected");
	}
	return mc_shape_read(node, m->shape, item, why);
}

/* A vec of objects; mc_procedure_new() has made it ready, but for choices. */
static enum mc_code list_read(const struct mc_json *object, const struct mc_shape_member *m,
			      void *value, struct mc_err *why)
{
	struct mc_vec *items = value;
	const struct mc_json *list = NULL;
	enum mc_code code = mc_node_member(object, m->key, m->need, MC_NODE_ARRAY, &list, why);

	if (!items->size) {
		mc_vec_init(items, sizeof(struct mc_choice), CHOICES_MAX);
	}
	for (size_t i = 0; !code && i < mc_json_count(list); i++) {
		code = item_read(mc_json_item(list, i), m, mc_vec_push(items), why);
		code = mc_node_within(code, why, "%s[%zu]", m->key, i);
	}
	return code;
}

static enum mc_code texts_read(const struct mc_json *object, const struct mc_shape_member *m,
			       void *value, struct mc_err *why)
{
	const struct mc_json *list = NULL;
	enum mc_code code = mc_node_member(object, m->key, m->need, MC_NODE_ARRAY, &list, why);

	for (size_t i = 0; !code && i < mc_json_count(list); i++) {
		const char *text = mc_json_string(mc_json_item(list, i));
		char **to = text ? mc_vec_push(value) : NULL;

		if (!to) {
			return mc_node_fail(why, m->key, "not a list of texts, or too long");
		}
		*to = mc_strdup(text);
	}
	return code;
}

static const struct mc_shape_ops owned_ops = {.read = owned_read};
static const struct mc_shape_ops letters_ops = {.read = letters_read};
static const struct mc_shape_ops list_ops = {.read = list_read};
static const struct mc_shape_ops texts_ops = {.read = texts_read};

#define OWNED(type, field, name, needed)                                                           \
	{                                                                                          \
		.key = (name), .ops = &owned_ops, .need = (needed), .at = offsetof(type, field)    \
	}
#define LIST(type, field, name, needed, inner)                                                     \
	{                                                                                          \
		.key = (name), .ops = &list_ops, .need = (needed), .at = offsetof(type, field),    \
		.shape = &(inner)                                                                  \
	}

static const char *kind_code(int kind)
{
	return kind < MC_FIELD_KIND_COUNT ? mc_field_kind_code((enum mc_field_kind)kind) : NULL;
}

static int kind_parse(const char *code)
{
	return (int)mc_field_kind_parse(code);
}

static const struct mc_shape_words kind_words = {kind_code, kind_parse};

/* ---- the file */

static const struct mc_shape_member label_members[] = {
	OWNED(struct mc_label, vi, "vi", true),
	OWNED(struct mc_label, en, "en", true),
};
static const struct mc_shape label = MC_SHAPE_OF(label_members);

static const struct mc_shape_member condition_members[] = {
	OWNED(struct mc_condition, field, "field", true),
	OWNED(struct mc_condition, value, "value", true),
};
static const struct mc_shape condition = MC_SHAPE_OF(condition_members);

static const struct mc_shape_member choice_members[] = {
	OWNED(struct mc_choice, value, "value", true),
	MC_SHAPE_OBJECT(struct mc_choice, label, "label", true, label),
};
static const struct mc_shape choice = MC_SHAPE_OF(choice_members);

static const struct mc_shape_member prefill_members[] = {
	OWNED(struct mc_field, role, "role", true),
	OWNED(struct mc_field, source, "source", true),
};
static const struct mc_shape prefill = MC_SHAPE_OF(prefill_members);

static const struct mc_shape_member field_members[] = {
	OWNED(struct mc_field, id, "id", true),
	OWNED(struct mc_field, section, "section", true),
	MC_SHAPE_WORD(struct mc_field, kind, "kind", true, kind_words),
	MC_SHAPE_OBJECT(struct mc_field, label, "label", true, label),
	MC_SHAPE_OBJECT(struct mc_field, hint, "hint", false, label),
	MC_SHAPE_OBJECT(struct mc_field, help, "help", false, label),
	MC_SHAPE(struct mc_field, required, "required", flag, false),
	{.key = "max", .ops = &letters_ops, .at = offsetof(struct mc_field, max)},
	MC_SHAPE_GROUP("prefill", false, prefill),
	OWNED(struct mc_field, computed, "computed", false),
	LIST(struct mc_field, choices, "choices", false, choice),
	MC_SHAPE_OBJECT(struct mc_field, shown_if, "shown_if", false, condition),
	MC_SHAPE_OBJECT(struct mc_field, required_if, "required_if", false, condition),
	OWNED(struct mc_field, legal, "legal", false),
};
static const struct mc_shape field_shape = MC_SHAPE_OF(field_members);

static const struct mc_shape_member section_members[] = {
	OWNED(struct mc_section, id, "id", true),
	MC_SHAPE_OBJECT(struct mc_section, label, "label", true, label),
};
static const struct mc_shape section = MC_SHAPE_OF(section_members);

static const struct mc_shape_member branch_members[] = {
	OWNED(struct mc_branch, id, "id", true),
	MC_SHAPE_OBJECT(struct mc_branch, label, "label", true, label),
};
static const struct mc_shape branch = MC_SHAPE_OF(branch_members);

static const struct mc_shape_member role_members[] = {
	OWNED(struct mc_role, id, "id", true),
	MC_SHAPE_OBJECT(struct mc_role, label, "label", true, label),
	OWNED(struct mc_role, number_field, "number_field", false),
	OWNED(struct mc_role, name_field, "name_field", false),
	OWNED(struct mc_role, born_field, "born_field", false),
};
static const struct mc_shape role = MC_SHAPE_OF(role_members);

static const struct mc_shape_member paper_members[] = {
	OWNED(struct mc_paper, id, "id", true),
	MC_SHAPE_OBJECT(struct mc_paper, label, "label", true, label),
	MC_SHAPE(struct mc_paper, attach_required, "attach_required", flag, false),
	OWNED(struct mc_paper, replaced_by, "replaced_by", false),
	OWNED(struct mc_paper, basis, "basis", false),
	MC_SHAPE_OBJECT(struct mc_paper, required_if, "required_if", false, condition),
};
static const struct mc_shape paper = MC_SHAPE_OF(paper_members);

static const struct mc_shape_member procedure_members[] = {
	OWNED(struct mc_procedure, code, "code", true),
	OWNED(struct mc_procedure, version, "version", true),
	MC_SHAPE_OBJECT(struct mc_procedure, title, "title", true, label),
	MC_SHAPE_OBJECT(struct mc_procedure, unit, "unit", false, label),
	MC_SHAPE_OBJECT(struct mc_procedure, fee, "fee", false, label),
	MC_SHAPE_OBJECT(struct mc_procedure, legal_time, "legal_time", false, label),
	{.key = "legal", .ops = &texts_ops, .at = offsetof(struct mc_procedure, legal)},
	LIST(struct mc_procedure, branches, "branches", false, branch),
	LIST(struct mc_procedure, sections, "sections", true, section),
	LIST(struct mc_procedure, roles, "roles", false, role),
	LIST(struct mc_procedure, fields, "fields", true, field_shape),
	LIST(struct mc_procedure, papers, "papers", false, paper),
};
static const struct mc_shape procedure_shape = MC_SHAPE_OF(procedure_members);

enum mc_code mc_procedure_parse(struct mc_slice json, struct mc_procedure **ret, struct mc_err *why)
{
	struct mc_procedure *procedure = mc_procedure_new();
	enum mc_code code = mc_shape_parse(json, &procedure_shape, procedure, why);

	if (!code) {
		code = mc_procedure_check(procedure, why);
	}
	if (code) {
		mc_procedure_free(procedure);
		if (why) {
			why->code = MC_E_PROCEDURE_FILE; /* the detail stays */
		}
		return MC_E_PROCEDURE_FILE;
	}
	*ret = procedure;
	return MC_OK;
}
