/* SPDX-License-Identifier: MPL-2.0 */
/* procedure_members.c - the kinds of members that a procedure's file has. */
#include "wire/procedure_members.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 8000, LIST_MAX = 300 };

/* ---- texts and numbers */

static enum mc_code owned_read(const struct mc_json *object, const struct mc_shape_member *m,
			       void *value, struct mc_err *why)
{
	char **text = value;
	enum mc_code code = mc_node_text(object, m->key, m->need, TEXT_MAX, text, why);

	return !code && m->need && !**text ? mc_node_fail(why, m->key, "empty") : code;
}

const struct mc_shape_ops mc_procedure_owned = {.read = owned_read};

static enum mc_code count_read(const struct mc_json *object, const struct mc_shape_member *m,
			       void *value, struct mc_err *why)
{
	int64_t number = 0;
	enum mc_code code = mc_json_int(object, m->key, m->need, &number, why);

	if (!code && (number < 0 || number > (int64_t)m->size)) {
		return mc_node_fail(why, m->key, "number out of range");
	}
	*(int *)value = (int)number;
	return code;
}

const struct mc_shape_ops mc_procedure_count = {.read = count_read};

static enum mc_code clock_read(const struct mc_json *object, const struct mc_shape_member *m,
			       void *value, struct mc_err *why)
{
	const struct mc_json *node = NULL;
	enum mc_code code = mc_node_member(object, m->key, m->need, MC_NODE_TEXT, &node, why);
	unsigned hour, minute;
	char rest;

	if (code || !node) {
		return code;
	}
	if (sscanf(mc_json_string(node), "%2u:%2u%c", &hour, &minute, &rest) != 2 || hour > 23 ||
	    minute > 59) {
		return mc_node_fail(why, m->key, "not a time of day");
	}
	*(int *)value = (int)(hour * 60 + minute);
	return MC_OK;
}

const struct mc_shape_ops mc_procedure_clock = {.read = clock_read};

static enum mc_code codes_read(const struct mc_json *object, const struct mc_shape_member *m,
			       void *value, struct mc_err *why)
{
	const struct mc_json *list = NULL;
	enum mc_code code = mc_node_member(object, m->key, m->need, MC_NODE_ARRAY, &list, why);
	unsigned bits = 0;

	for (size_t i = 0; !code && i < mc_json_count(list); i++) {
		const struct mc_json *item = mc_json_item(list, i);
		int64_t n = mc_node_kind(item) == MC_NODE_INT ? mc_node_int(item) : 0;

		if (n < 1 || n > MC_STATUSES_MAX) {
			return mc_node_fail(why, m->key, "not a list of codes 1 to 10");
		}
		bits |= 1u << n;
	}
	*(unsigned *)value = bits;
	return code;
}

const struct mc_shape_ops mc_procedure_codes = {.read = codes_read};

/* ---- lists */

static struct mc_vec *ready(const struct mc_shape_member *m, void *value)
{
	struct mc_vec *items = value;

	if (!items->size) { /* mc_procedure_new() made the procedure's own lists ready */
		mc_vec_init(items, m->size ? m->size : sizeof(char *), LIST_MAX);
	}
	return items;
}

static enum mc_code texts_read(const struct mc_json *object, const struct mc_shape_member *m,
			       void *value, struct mc_err *why)
{
	const struct mc_json *list = NULL;
	enum mc_code code = mc_node_member(object, m->key, m->need, MC_NODE_ARRAY, &list, why);

	for (size_t i = 0; !code && i < mc_json_count(list); i++) {
		const char *text = mc_json_string(mc_json_item(list, i));
		char **to = text ? mc_vec_push(ready(m, value)) : NULL;

		if (!to) {
			return mc_node_fail(why, m->key, "not a list of texts, or too long");
		}
		*to = mc_strdup(text);
	}
	return code;
}

const struct mc_shape_ops mc_procedure_texts = {.read = texts_read};

static void fault_at(const struct mc_walk *walk, const char *path, const char *reason)
{
	mc_fault_add(walk->faults, path, reason, NULL);
}

static void item_walk(const struct mc_walk *walk, const char *path, const struct mc_json *node,
		      const struct mc_shape_member *m, void *value)
{
	void *item = mc_vec_push(ready(m, value));

	if (!item) {
		fault_at(walk, path, "too many");
	} else if (mc_node_kind(node) != MC_NODE_OBJECT) {
		fault_at(walk, path, "object expected");
	} else {
		mc_shape_walk(walk, path, node, m->shape, item);
	}
}

static void items_walk(const struct mc_walk *walk, const char *path, const struct mc_json *list,
		       const struct mc_shape_member *m, void *value)
{
	for (size_t i = 0; i < mc_json_count(list); i++) {
		char at[MC_WALK_PATH];

		snprintf(at, sizeof(at), "%.50s%s%.20s[%zu]", path, *path ? "." : "", m->key, i);
		item_walk(walk, at, mc_json_item(list, i), m, value);
	}
}

static void list_walk(const struct mc_walk *walk, const char *path, const struct mc_json *object,
		      const struct mc_shape_member *m, void *value)
{
	const struct mc_json *list = NULL;
	struct mc_err why;

	if (mc_node_member(object, m->key, m->need, MC_NODE_ARRAY, &list, &why)) {
		mc_walk_fault(walk, path, &why);
		return;
	}
	items_walk(walk, path, list, m, value);
}

const struct mc_shape_ops mc_procedure_list = {.walk = list_walk};

static void some_walk(const struct mc_walk *walk, const char *path, const struct mc_json *object,
		      const struct mc_shape_member *m, void *value)
{
	const struct mc_json *node = mc_json_member(object, m->key);
	char at[MC_WALK_PATH];

	if (mc_node_kind(node) == MC_NODE_ARRAY) {
		items_walk(walk, path, node, m, value);
	} else if (node) {
		mc_walk_path(at, path, m->key);
		item_walk(walk, at, node, m, value);
	}
}

const struct mc_shape_ops mc_procedure_some = {.walk = some_walk};

/* ---- a text, or an object that says more */

static char *text_of(const struct mc_json *node)
{
	const char *text = mc_json_string(node);

	return text && *text ? mc_strdup(text) : NULL;
}

static void legal_walk(const struct mc_walk *walk, const char *path, const struct mc_json *object,
		       const struct mc_shape_member *m, void *value)
{
	const struct mc_json *list = NULL;
	struct mc_err why;

	if (mc_node_member(object, m->key, m->need, MC_NODE_ARRAY, &list, &why)) {
		mc_walk_fault(walk, path, &why);
		return;
	}
	for (size_t i = 0; i < mc_json_count(list); i++) {
		const struct mc_json *node = mc_json_item(list, i);
		char *text = text_of(node), at[MC_WALK_PATH];

		snprintf(at, sizeof(at), "%.20s[%zu]", m->key, i);
		if (text) {
			struct mc_legal *legal = mc_vec_push(value);

			if (legal) {
				legal->text = text;
				continue;
			}
			free(text);
		}
		item_walk(walk, at, node, m, value);
	}
}

const struct mc_shape_ops mc_procedure_legal = {.walk = legal_walk};

/* A paper's replaced_by: the text of old files is Vietnamese. */
static void either_walk(const struct mc_walk *walk, const char *path,
			const struct mc_json *object, const struct mc_shape_member *m, void *value)
{
	const struct mc_json *node = mc_json_member(object, m->key);
	struct mc_paper *paper = value;
	char at[MC_WALK_PATH];

	if (!node) {
		return;
	}
	mc_walk_path(at, path, m->key);
	if (mc_node_kind(node) == MC_NODE_OBJECT) {
		mc_shape_walk(walk, at, node, m->shape, paper);
		paper->replaced_by = paper->database.vi ? mc_strdup(paper->database.vi) : NULL;
		return;
	}
	paper->replaced_by = text_of(node);
	if (!paper->replaced_by) {
		fault_at(walk, at, "neither a text nor an object");
	}
}

const struct mc_shape_ops mc_procedure_either = {.walk = either_walk};

static void person_walk(const struct mc_walk *walk, const char *path,
			const struct mc_json *object, const struct mc_shape_member *m, void *value)
{
	struct mc_role **person = value;
	const struct mc_json *node = mc_json_member(object, m->key);

	if (node) {
		*person = mc_calloc(1, sizeof(**person));
		mc_shape_object.walk(walk, path, object, m, *person);
	}
}

const struct mc_shape_ops mc_procedure_person = {.walk = person_walk};
