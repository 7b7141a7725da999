/* SPDX-License-Identifier: MPL-2.0 */
/* manifest.c - a sealed dossier's plain text (FORMATS 7). */
#include <stdlib.h>
#include <string.h>

#include "motcua/domain/linked.h"
#include "motcua/wire/message.h"
#include "wire/declaration.h"
#include "wire/part.h"
#include "wire/person_shape.h"
#include "wire/value.h"

enum { FIELDS_MAX = MC_PROCEDURE_FIELDS_MAX, EVIDENCE_MAX = 64, RULES_MAX = 300 };

static const struct mc_shape_member head_members[] = {
	MC_SHAPE_EXACT(struct mc_manifest, id, "id", true, uuid),
	MC_SHAPE(struct mc_manifest, local_number, "local_number", text, true),
	MC_SHAPE_EXACT(struct mc_manifest, replaces, "replaces", false, uuid),
	MC_SHAPE_EXACT(struct mc_manifest, supplements, "supplements", false, uuid),
	MC_SHAPE(struct mc_manifest, procedure, "procedure", text, true),
	MC_SHAPE(struct mc_manifest, version, "version", text, true),
	MC_SHAPE_OBJECT(struct mc_manifest, officer, "officer", true, mc_shape_of_officer),
	MC_SHAPE_CONSTANT("officer_auth", "declared"),
	MC_SHAPE(struct mc_manifest, created_at, "created_at", time, true),
	MC_SHAPE(struct mc_manifest, sealed_at, "sealed_at", time, true),
};
static const struct mc_shape head = MC_SHAPE_OF(head_members);

static const struct mc_shape_member branch_members[] = {
	MC_SHAPE_EXACT(struct mc_manifest_branch, id, "id", true, word),
	MC_SHAPE_EXACT(struct mc_manifest_branch, after, "after", false, word),
};
static const struct mc_shape branch = MC_SHAPE_OF(branch_members);

static const struct mc_shape_member pending_members[] = {
	MC_SHAPE_EXACT(struct mc_manifest_pending, role, "role", true, word),
	MC_SHAPE_EXACT(struct mc_manifest_pending, query_id, "query_id", true, uuid),
	MC_SHAPE(struct mc_manifest_pending, queued_at, "queued_at", time, true),
};
static const struct mc_shape pending = MC_SHAPE_OF(pending_members);

/* ---- memory */

void mc_manifest_init(struct mc_manifest *manifest)
{
	*manifest = (struct mc_manifest){0};
	mc_vec_init(&manifest->fields, sizeof(struct mc_manifest_field), FIELDS_MAX);
	mc_vec_init(&manifest->parts, sizeof(struct mc_part), MC_PARTS_MAX);
	mc_vec_init(&manifest->evidence, sizeof(char *), EVIDENCE_MAX);
	mc_vec_init(&manifest->branches, sizeof(struct mc_manifest_branch), MC_BRANCHES_MAX);
	mc_vec_init(&manifest->verified, sizeof(char *), MC_PROCEDURE_ROLES_MAX);
	mc_vec_init(&manifest->warned, sizeof(char *), RULES_MAX);
	mc_vec_init(&manifest->outputs, sizeof(struct mc_declaration), MC_OUTPUTS_MAX);
	mc_vec_init(&manifest->pending, sizeof(struct mc_manifest_pending),
		    MC_PROCEDURE_ROLES_MAX);
}

void mc_manifest_done(struct mc_manifest *manifest)
{
	MC_VEC_EACH (&manifest->fields, struct mc_manifest_field, field) {
		mc_value_done(&field->value);
	}
	MC_VEC_EACH (&manifest->evidence, char *, jws) {
		free(*jws);
	}
	MC_VEC_EACH (&manifest->verified, char *, role) {
		free(*role);
	}
	MC_VEC_EACH (&manifest->outputs, struct mc_declaration, output) {
		mc_declaration_done(output);
	}
	mc_vec_done(&manifest->outputs);
	MC_VEC_EACH (&manifest->warned, char *, rule) {
		free(*rule);
	}
	mc_vec_done(&manifest->warned);
	mc_vec_done(&manifest->verified);
	mc_vec_done(&manifest->pending);
	mc_vec_done(&manifest->fields);
	mc_vec_done(&manifest->parts);
	mc_vec_done(&manifest->evidence);
	mc_vec_done(&manifest->branches);
}

/* ---- writing */

/* What is not shown was not seen by whoever sealed it: it is not sent. */
static bool is_sent(const struct mc_manifest *manifest, const struct mc_form *form, int field)
{
	const char *known = manifest->known ? manifest->known->values[field].text : "";

	return strcmp(form->values[field].text, known) != 0 && mc_form_shown(form, field);
}

static void fields_write(struct mc_json_writer *w, const struct mc_manifest *manifest,
			 const struct mc_form *form)
{
	int count = (int)form->procedure->fields.len;

	mc_jw_array(w, "fields");
	for (int i = 0; i < count; i++) {
		const struct mc_field *field = mc_vec_at(&form->procedure->fields, (size_t)i);

		if (is_sent(manifest, form, i)) {
			mc_jw_object(w, NULL);
			mc_jw_text(w, "id", field->id);
			mc_value_write(w, &form->values[i]);
			mc_jw_object_end(w);
		}
	}
	mc_jw_array_end(w);
}

/* Nobody verified: the member is left out. */
static void verified_write(struct mc_json_writer *w, const struct mc_form *form)
{
	bool begun = false;

	MC_VEC_EACH (&form->procedure->roles, struct mc_role, role) {
		if (mc_form_verified(form, role)) {
			if (!begun) {
				mc_jw_array(w, "verified");
				begun = true;
			}
			mc_jw_text(w, NULL, role->id);
		}
	}
	if (begun) {
		mc_jw_array_end(w);
	}
}

/* Rules that warn, as they were on the day of sealing; each once, whatever rows it was about. */
static void warned_write(struct mc_json_writer *w, const struct mc_manifest *manifest,
			 const struct mc_form *form)
{
	struct mc_date day = mc_date_of_instant(manifest->sealed_at);
	const struct mc_rule *last = NULL;
	struct mc_vec problems;

	mc_form_check(form, NULL, &day, &problems);
	MC_VEC_EACH (&problems, struct mc_problem, problem) {
		if (!problem->warns || problem->rule == last) {
			continue;
		}
		if (!last) {
			mc_jw_array(w, "warned");
		}
		last = problem->rule;
		mc_jw_text(w, NULL, last->id);
	}
	if (last) {
		mc_jw_array_end(w);
	}
	mc_vec_done(&problems);
}

/* None is awaited: the member is left out. */
static void pending_write(struct mc_json_writer *w, const struct mc_manifest *manifest)
{
	if (!manifest->pending.len) {
		return;
	}
	mc_jw_array(w, "pending");
	MC_VEC_EACH (&manifest->pending, struct mc_manifest_pending, it) {
		mc_shape_write(w, NULL, &pending, it);
	}
	mc_jw_array_end(w);
}

void mc_manifest_format(const struct mc_manifest *manifest, const struct mc_form *form,
			struct mc_str *ret)
{
	struct mc_json_writer w;

	mc_jw_init(&w, ret);
	mc_jw_object(&w, NULL);
	mc_jw_int(&w, "v", 1);
	mc_shape_write_members(&w, &head, manifest);
	fields_write(&w, manifest, form);
	verified_write(&w, form);
	warned_write(&w, manifest, form);
	mc_declarations_write(&w, form, manifest->known);
	pending_write(&w, manifest);
	mc_jw_array(&w, "parts");
	MC_VEC_EACH (&manifest->parts, struct mc_part, part) {
		mc_part_write(&w, part);
	}
	mc_jw_array_end(&w);
	mc_jw_array(&w, "evidence");
	MC_VEC_EACH (&manifest->evidence, char *, jws) {
		mc_jw_text(&w, NULL, *jws);
	}
	mc_jw_array_end(&w);
	if (manifest->branches.len) {
		mc_jw_array(&w, "branches");
		MC_VEC_EACH (&manifest->branches, struct mc_manifest_branch, it) {
			mc_shape_write(&w, NULL, &branch, it);
		}
		mc_jw_array_end(&w);
	}
	mc_jw_object_end(&w);
}

/* ---- reading: one item each, pushed so that mc_manifest_done() finds it */

static bool is_known(const struct mc_manifest *manifest, const char *id)
{
	MC_VEC_EACH (&manifest->fields, struct mc_manifest_field, field) {
		if (!strcmp(field->id, id)) {
			return true;
		}
	}
	return false;
}

static enum mc_code field_read(const struct mc_json *node, struct mc_manifest *manifest,
			       struct mc_err *why)
{
	struct mc_manifest_field field = {.id = ""}, *to;
	enum mc_code code = mc_json_text(node, "id", true, field.id, sizeof(field.id), why);

	if (!code && (!*field.id || is_known(manifest, field.id))) {
		code = mc_node_fail(why, "id", "empty, or stands twice");
	}
	code = code ? code : mc_value_read(node, true, &field.value, why);
	if (code) {
		return code;
	}
	to = mc_vec_push(&manifest->fields);
	if (!to) {
		mc_value_done(&field.value);
		return mc_node_fail(why, "", "too many");
	}
	*to = field;
	return MC_OK;
}

static enum mc_code part_read(const struct mc_json *node, struct mc_manifest *manifest,
			      struct mc_err *why)
{
	struct mc_part part, *to;
	enum mc_code code = mc_part_read(node, &part, why);

	to = code ? NULL : mc_vec_push(&manifest->parts);
	if (to) {
		*to = part;
	}
	return to || code ? code : mc_node_fail(why, "", "too many");
}

static enum mc_code proof_read(const struct mc_json *node, struct mc_manifest *manifest,
			       struct mc_err *why)
{
	const char *jws = mc_json_string(node);
	char **to = NULL;

	if (jws && mc_node_is_jws(jws)) {
		to = mc_vec_push(&manifest->evidence);
	}
	if (!to) {
		return mc_node_fail(why, "", "not a signed statement, or too many");
	}
	*to = mc_strdup(jws);
	return MC_OK;
}

/* A branch stands behind the one that it waits for: no circles, none waits for nobody. */
static bool is_in_order(const struct mc_vec *branches, const struct mc_manifest_branch *wanted)
{
	bool found = !*wanted->after;

	MC_VEC_EACH (branches, struct mc_manifest_branch, it) {
		if (!strcmp(it->id, wanted->id)) {
			return false; /* twice */
		}
		found |= !strcmp(it->id, wanted->after);
	}
	return found;
}

static enum mc_code branch_read(const struct mc_json *node, struct mc_manifest *manifest,
				struct mc_err *why)
{
	struct mc_manifest_branch read = {.id = ""}, *to;
	enum mc_code code = mc_shape_read(node, &branch, &read, why);

	if (!code && !is_in_order(&manifest->branches, &read)) {
		code = mc_node_fail(why, "after", "stands twice, or waits for none before it");
	}
	to = code ? NULL : mc_vec_push(&manifest->branches);
	if (to) {
		*to = read;
	}
	return to || code ? code : mc_node_fail(why, "", "too many");
}

static enum mc_code verified_read(const struct mc_json *node, struct mc_manifest *manifest,
				  struct mc_err *why)
{
	const char *role = mc_json_string(node);
	char **to = role && *role ? mc_vec_push(&manifest->verified) : NULL;

	if (!to) {
		return mc_node_fail(why, "", "not a role, or too many");
	}
	*to = mc_strdup(role);
	return MC_OK;
}

static enum mc_code warned_read(const struct mc_json *node, struct mc_manifest *manifest,
				struct mc_err *why)
{
	const char *rule = mc_json_string(node);
	char **to = rule && *rule ? mc_vec_push(&manifest->warned) : NULL;

	if (!to) {
		return mc_node_fail(why, "", "not a rule, or too many");
	}
	*to = mc_strdup(rule);
	return MC_OK;
}

static enum mc_code output_read(const struct mc_json *node, struct mc_manifest *manifest,
				struct mc_err *why)
{
	struct mc_declaration read, *to;
	enum mc_code code = mc_declaration_read(node, &read, why);

	if (code) {
		return code;
	}
	MC_VEC_EACH (&manifest->outputs, struct mc_declaration, it) {
		if (!strcmp(it->id, read.id)) {
			code = mc_node_fail(why, "id", "stands twice");
		}
	}
	to = code ? NULL : mc_vec_push(&manifest->outputs);
	if (!to) {
		mc_declaration_done(&read);
		return code ? code : mc_node_fail(why, "", "too many");
	}
	*to = read;
	return MC_OK;
}

static enum mc_code pending_read(const struct mc_json *node, struct mc_manifest *manifest,
				 struct mc_err *why)
{
	struct mc_manifest_pending read = {.queued_at = 0}, *to;
	enum mc_code code = mc_shape_read(node, &pending, &read, why);

	to = code ? NULL : mc_vec_push(&manifest->pending);
	if (to) {
		*to = read;
	}
	return to || code ? code : mc_node_fail(why, "", "too many");
}

static const struct {
	const char *key;
	bool need;
	enum mc_code (*read)(const struct mc_json *node, struct mc_manifest *manifest,
			     struct mc_err *why);
} lists[] = {{"fields", true, field_read},
	     {"verified", false, verified_read},
	     {"warned", false, warned_read},
	     {"outputs", false, output_read},
	     {"pending", false, pending_read},
	     {"parts", true, part_read},
	     {"evidence", true, proof_read},
	     {"branches", false, branch_read}};

static enum mc_code lists_read(const struct mc_json *root, struct mc_manifest *manifest,
			       struct mc_err *why)
{
	enum mc_code code = MC_OK;

	for (size_t k = 0; !code && k < MC_COUNT(lists); k++) {
		const struct mc_json *list = NULL;

		code = mc_node_member(root, lists[k].key, lists[k].need, MC_NODE_ARRAY, &list, why);
		for (size_t i = 0; !code && i < mc_json_count(list); i++) {
			code = lists[k].read(mc_json_item(list, i), manifest, why);
			code = mc_node_within(code, why, "%s[%zu]", lists[k].key, i);
		}
	}
	return code;
}

enum mc_code mc_manifest_parse(struct mc_slice json, struct mc_manifest *ret, struct mc_err *why)
{
	struct mc_manifest manifest;
	struct mc_json *root = NULL;
	enum mc_code code = mc_node_open(json, &root, why);

	if (code) {
		return code;
	}
	mc_manifest_init(&manifest);
	code = mc_shape_read(root, &head, &manifest, why);
	code = code ? code : lists_read(root, &manifest, why);
	mc_json_free(root);
	if (code) {
		mc_manifest_done(&manifest);
		return code;
	}
	*ret = manifest;
	return MC_OK;
}
