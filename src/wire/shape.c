/* SPDX-License-Identifier: MPL-2.0 */
/* shape.c - the kinds of members, and a table of them read and written. */
#include "wire/shape.h"

#include <stdio.h>
#include <string.h>

#include "motcua/base/codec.h"
#include "motcua/base/i18n.h"
#include "motcua/base/rand.h"
#include "motcua/domain/procedure.h"
#include "motcua/domain/query.h"

/* ---- what an exact text must be */

static bool made_of(const char *text, const char *letters)
{
	return *text && !text[strspn(text, letters)];
}

bool mc_shape_is_uuid(const char *text, size_t size)
{
	(void)size;
	return mc_uuid_valid(text);
}

bool mc_shape_is_hex(const char *text, size_t size)
{
	return strlen(text) == size - 1 && made_of(text, "0123456789abcdef");
}

bool mc_shape_is_digits(const char *text, size_t size)
{
	return strlen(text) == size - 1 && made_of(text, "0123456789");
}

bool mc_shape_is_terminal(const char *text, size_t size)
{
	return strlen(text) == 6 && size > 6 && made_of(text, "0123456789ABCDEFGHJKMNPQRSTVWXYZ");
}

bool mc_shape_is_word(const char *text, size_t size)
{
	return strlen(text) < size && made_of(text, "abcdefghijklmnopqrstuvwxyz0123456789_-");
}

bool mc_shape_is_url64(const char *text, size_t size)
{
	return strlen(text) < size && made_of(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
						    "abcdefghijklmnopqrstuvwxyz0123456789-_");
}

/* ---- text */

static bool text_is_set(const struct mc_shape_member *m, const void *value)
{
	(void)m;
	return *(const char *)value;
}

static void text_write(struct mc_json_writer *w, const struct mc_shape_member *m, const void *value)
{
	mc_jw_text(w, m->key, value);
}

static enum mc_code text_read(const struct mc_json *object, const struct mc_shape_member *m,
			      void *value, struct mc_err *why)
{
	enum mc_code code = mc_json_text(object, m->key, m->need, value, m->size, why);

	if (!code && m->need && !text_is_set(m, value)) {
		return mc_node_fail(why, m->key, "empty");
	}
	return code;
}

const struct mc_shape_ops mc_shape_text = {
	.is_set = text_is_set,
	.write = text_write,
	.read = text_read,
};

static enum mc_code exact_read(const struct mc_json *object, const struct mc_shape_member *m,
			       void *value, struct mc_err *why)
{
	const struct mc_json *node = NULL;
	const char *text = NULL;
	enum mc_code code = mc_node_member(object, m->key, m->need, MC_NODE_TEXT, &node, why);

	if (code || !node) {
		return code;
	}
	text = mc_json_string(node);
	if (!m->check(text, m->size) || mc_copy(value, m->size, text)) {
		return mc_node_fail(why, m->key, "not what it must be");
	}
	return MC_OK;
}

const struct mc_shape_ops mc_shape_exact = {
	.is_set = text_is_set,
	.write = text_write,
	.read = exact_read,
};

/* ---- numbers and instants */

static bool int_is_set(const struct mc_shape_member *m, const void *value)
{
	(void)m;
	return *(const int64_t *)value;
}

static void int_write(struct mc_json_writer *w, const struct mc_shape_member *m, const void *value)
{
	mc_jw_int(w, m->key, *(const int64_t *)value);
}

static enum mc_code int_read(const struct mc_json *object, const struct mc_shape_member *m,
			     void *value, struct mc_err *why)
{
	enum mc_code code = mc_json_int(object, m->key, m->need, value, why);

	if (!code && *(int64_t *)value < 0) {
		return mc_node_fail(why, m->key, "number out of range");
	}
	return code;
}

const struct mc_shape_ops mc_shape_int = {
	.is_set = int_is_set,
	.write = int_write,
	.read = int_read,
};

static void time_write(struct mc_json_writer *w, const struct mc_shape_member *m, const void *value)
{
	mc_jw_time(w, m->key, *(const int64_t *)value);
}

static enum mc_code time_read(const struct mc_json *object, const struct mc_shape_member *m,
			      void *value, struct mc_err *why)
{
	return mc_json_time(object, m->key, m->need, value, why);
}

const struct mc_shape_ops mc_shape_time = {
	.is_set = int_is_set,
	.write = time_write,
	.read = time_read,
};

static bool flag_is_set(const struct mc_shape_member *m, const void *value)
{
	(void)m;
	return *(const bool *)value;
}

static void flag_write(struct mc_json_writer *w, const struct mc_shape_member *m, const void *value)
{
	mc_jw_bool(w, m->key, *(const bool *)value);
}

static enum mc_code flag_read(const struct mc_json *object, const struct mc_shape_member *m,
			      void *value, struct mc_err *why)
{
	return mc_json_bool(object, m->key, m->need, value, why);
}

const struct mc_shape_ops mc_shape_flag = {
	.is_set = flag_is_set,
	.write = flag_write,
	.read = flag_read,
};

/* ---- civil dates */

static bool date_is_set(const struct mc_shape_member *m, const void *value)
{
	(void)m;
	return mc_date_is_set(value);
}

static void date_write(struct mc_json_writer *w, const struct mc_shape_member *m, const void *value)
{
	char text[MC_DATE_LEN];

	mc_date_format_iso(value, text);
	mc_jw_text(w, m->key, text);
}

static enum mc_code date_read(const struct mc_json *object, const struct mc_shape_member *m,
			      void *value, struct mc_err *why)
{
	const struct mc_json *node = NULL;
	enum mc_code code = mc_node_member(object, m->key, m->need, MC_NODE_TEXT, &node, why);

	if (code || !node) {
		return code;
	}
	return mc_date_parse_iso(mc_json_string(node), value, NULL)
		       ? mc_node_fail(why, m->key, "not a date")
		       : MC_OK;
}

const struct mc_shape_ops mc_shape_date = {
	.is_set = date_is_set,
	.write = date_write,
	.read = date_read,
};

/* ---- words */

static int word_of(const void *value)
{
	int ret;

	memcpy(&ret, value, sizeof(ret));
	return ret;
}

static bool word_is_set(const struct mc_shape_member *m, const void *value)
{
	(void)m;
	return word_of(value);
}

static void word_write(struct mc_json_writer *w, const struct mc_shape_member *m, const void *value)
{
	mc_jw_text(w, m->key, m->words->code(word_of(value)));
}

static enum mc_code word_read(const struct mc_json *object, const struct mc_shape_member *m,
			      void *value, struct mc_err *why)
{
	const struct mc_json *node = NULL;
	const char *text, *known;
	int word;
	enum mc_code code = mc_node_member(object, m->key, m->need, MC_NODE_TEXT, &node, why);

	if (code || !node) {
		return code;
	}
	text = mc_json_string(node);
	word = m->words->parse(text);
	known = m->words->code(word);
	if (!*text || !known || strcmp(known, text) != 0) {
		return mc_node_fail(why, m->key, "unknown word");
	}
	memcpy(value, &word, sizeof(word));
	return MC_OK;
}

const struct mc_shape_ops mc_shape_word = {
	.is_set = word_is_set,
	.write = word_write,
	.read = word_read,
};

_Static_assert(sizeof(enum mc_sex) == sizeof(int), "words are read into enums as int");

MC_SHAPE_ADAPT(sex)
MC_SHAPE_ADAPT(residence_kind)
MC_SHAPE_ADAPT(head_status)
MC_SHAPE_ADAPT(outcome)

const struct mc_shape_words mc_shape_sex = {sex_code, sex_parse};
const struct mc_shape_words mc_shape_residence = {residence_kind_code, residence_kind_parse};
const struct mc_shape_words mc_shape_head_status = {head_status_code, head_status_parse};
const struct mc_shape_words mc_shape_outcome = {outcome_code, outcome_parse};

/* ---- objects and constants */

static bool object_is_set(const struct mc_shape_member *m, const void *value)
{
	return mc_shape_is_set(m->shape, value);
}

static void object_write(struct mc_json_writer *w, const struct mc_shape_member *m,
			 const void *value)
{
	mc_shape_write(w, m->key, m->shape, value);
}

static enum mc_code object_read(const struct mc_json *object, const struct mc_shape_member *m,
				void *value, struct mc_err *why)
{
	const struct mc_json *node = NULL;
	enum mc_code code = mc_node_member(object, m->key, m->need, MC_NODE_OBJECT, &node, why);

	if (code || !node) {
		return code;
	}
	return mc_node_within(mc_shape_read(node, m->shape, value, why), why, "%s", m->key);
}

static void object_walk(const struct mc_walk *walk, const char *path, const struct mc_json *object,
			const struct mc_shape_member *m, void *value)
{
	const struct mc_json *node = NULL;
	char inner[MC_WALK_PATH];
	struct mc_err why;

	if (mc_node_member(object, m->key, m->need, MC_NODE_OBJECT, &node, &why)) {
		mc_walk_fault(walk, path, &why);
	} else if (node) {
		mc_walk_path(inner, path, m->key);
		mc_shape_walk(walk, inner, node, m->shape, value);
	}
}

const struct mc_shape_ops mc_shape_object = {
	.is_set = object_is_set,
	.write = object_write,
	.read = object_read,
	.walk = object_walk,
};

static bool constant_is_set(const struct mc_shape_member *m, const void *value)
{
	(void)m;
	(void)value;
	return false; /* alone it makes no object worth writing */
}

static void constant_write(struct mc_json_writer *w, const struct mc_shape_member *m,
			   const void *value)
{
	(void)value;
	mc_jw_text(w, m->key, m->constant);
}

static enum mc_code constant_read(const struct mc_json *object, const struct mc_shape_member *m,
				  void *value, struct mc_err *why)
{
	const struct mc_json *node = NULL;

	(void)value;
	return mc_node_member(object, m->key, m->need, MC_NODE_TEXT, &node, why);
}

const struct mc_shape_ops mc_shape_constant = {
	.is_set = constant_is_set,
	.write = constant_write,
	.read = constant_read,
};

/* ---- tables */

bool mc_shape_is_set(const struct mc_shape *shape, const void *from)
{
	for (size_t i = 0; i < shape->count; i++) {
		const struct mc_shape_member *m = &shape->members[i];

		if (m->ops->is_set(m, (const char *)from + m->at)) {
			return true;
		}
	}
	return false;
}

void mc_shape_write_members(struct mc_json_writer *w, const struct mc_shape *shape,
			    const void *from)
{
	for (size_t i = 0; i < shape->count; i++) {
		const struct mc_shape_member *m = &shape->members[i];
		const void *value = (const char *)from + m->at;

		if (m->need || m->ops->is_set(m, value)) {
			m->ops->write(w, m, value);
		}
	}
}

void mc_shape_write(struct mc_json_writer *w, const char *key, const struct mc_shape *shape,
		    const void *from)
{
	mc_jw_object(w, key);
	mc_shape_write_members(w, shape, from);
	mc_jw_object_end(w);
}

enum mc_code mc_shape_read(const struct mc_json *object, const struct mc_shape *shape, void *to,
			   struct mc_err *why)
{
	enum mc_code code = MC_OK;

	for (size_t i = 0; !code && i < shape->count; i++) {
		const struct mc_shape_member *m = &shape->members[i];

		code = m->ops->read(object, m, (char *)to + m->at, why);
	}
	return code;
}

/* ---- reading on after a fault */

void mc_walk_path(char ret[MC_WALK_PATH], const char *path, const char *key)
{
	snprintf(ret, MC_WALK_PATH, "%s%s%s", path, *path && *key ? "." : "", key);
}

void mc_walk_fault(const struct mc_walk *walk, const char *path, const struct mc_err *why)
{
	const char *colon = strstr(why->detail, ": ");
	char key[sizeof(why->detail)], full[MC_WALK_PATH];
	size_t len = colon ? (size_t)(colon - why->detail) : 0;

	memcpy(key, why->detail, len);
	key[len] = '\0';
	mc_walk_path(full, path, key);
	mc_fault_add(walk->faults, full, colon ? colon + 2 : why->detail, NULL);
}

static bool has_key(const struct mc_shape *shape, const char *key)
{
	for (size_t i = 0; i < shape->count; i++) {
		if (strcmp(shape->members[i].key, key) == 0) {
			return true;
		}
	}
	return false;
}

static void note_strangers(const struct mc_walk *walk, const char *path,
			   const struct mc_json *object, const struct mc_shape *shape)
{
	const struct mc_json *value;
	const char *key;

	for (size_t i = 0; mc_json_each(object, i, &key, &value); i++) {
		char full[MC_WALK_PATH];

		if (!has_key(shape, key) && (*path || strcmp(key, "v") != 0)) {
			mc_walk_path(full, path, key);
			mc_fault_add(walk->faults, full, N_("there is no such member"), NULL);
		}
	}
}

void mc_shape_walk(const struct mc_walk *walk, const char *path, const struct mc_json *object,
		   const struct mc_shape *shape, void *to)
{
	for (size_t i = 0; i < shape->count; i++) {
		const struct mc_shape_member *m = &shape->members[i];
		void *value = (char *)to + m->at;
		struct mc_err why;

		if (m->ops->walk) {
			m->ops->walk(walk, path, object, m, value);
		} else if (m->ops->read(object, m, value, &why)) {
			mc_walk_fault(walk, path, &why);
		}
	}
	if (walk->strict) {
		note_strangers(walk, path, object, shape);
	}
}

void mc_shape_format(const struct mc_shape *shape, const void *from, struct mc_str *ret)
{
	struct mc_json_writer w;

	mc_jw_init(&w, ret);
	mc_jw_object(&w, NULL);
	mc_jw_int(&w, "v", 1);
	mc_shape_write_members(&w, shape, from);
	mc_jw_object_end(&w);
}

enum mc_code mc_shape_parse(struct mc_slice text, const struct mc_shape *shape, void *to,
			    struct mc_err *why)
{
	struct mc_json *root = NULL;
	enum mc_code code = mc_node_open(text, &root, why);

	if (!code) {
		code = mc_shape_read(root, shape, to, why);
		mc_json_free(root);
	}
	return code;
}
