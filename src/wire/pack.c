/* SPDX-License-Identifier: MPL-2.0 */
/* pack.c - what the gateway signs about a pack of the catalogue, and lists of them. */
#include "motcua/wire/pack.h"

#include <stdlib.h>
#include <string.h>

#include "wire/shape.h"

void mc_pack_init(struct mc_pack *pack)
{
	*pack = (struct mc_pack){.at = 0};
	mc_vec_init(&pack->files, sizeof(struct mc_pack_file), MC_PACK_FILES_MAX);
}

void mc_pack_done(struct mc_pack *pack)
{
	mc_vec_done(&pack->files);
}

/* ---- the statement */

static const struct mc_shape_member file_members[] = {
	MC_SHAPE(struct mc_pack_file, name, "name", text, true),
	MC_SHAPE(struct mc_pack_file, size, "size", int, true),
	MC_SHAPE_EXACT(struct mc_pack_file, sha256, "sha256", true, hex),
};
static const struct mc_shape file_shape = MC_SHAPE_OF(file_members);

static bool files_are_set(const struct mc_shape_member *m, const void *value)
{
	(void)m;
	(void)value;
	return true;
}

static void files_write(struct mc_json_writer *w, const struct mc_shape_member *m,
			const void *value)
{
	mc_jw_array(w, m->key);
	MC_VEC_EACH ((const struct mc_vec *)value, const struct mc_pack_file, file) {
		mc_shape_write(w, NULL, &file_shape, file);
	}
	mc_jw_array_end(w);
}

/* Each name is a path one day, and a digest that stands for nothing would never arrive. */
static enum mc_code file_check(const struct mc_pack_file *file, const char *before,
			       struct mc_err *why)
{
	if (!mc_pack_file_name(file->name)) {
		return mc_node_fail(why, "name", "not a file of a pack");
	}
	if (strcmp(before, file->name) >= 0) {
		return mc_node_fail(why, "name", "not in order");
	}
	if (file->size < 1 || file->size > MC_JSON_MAX) {
		return mc_node_fail(why, "size", "out of range");
	}
	return MC_OK;
}

static enum mc_code files_read(const struct mc_json *object, const struct mc_shape_member *m,
			       void *value, struct mc_err *why)
{
	const struct mc_json *list = NULL;
	struct mc_vec *files = value;
	enum mc_code code = mc_node_member(object, m->key, true, MC_NODE_ARRAY, &list, why);

	for (size_t i = 0; !code && i < mc_json_count(list); i++) {
		const struct mc_pack_file *before = i ? mc_vec_at(files, i - 1) : NULL;
		struct mc_pack_file file = {.size = 0}, *to;

		code = mc_node_kind(mc_json_item(list, i)) == MC_NODE_OBJECT ?
			       mc_shape_read(mc_json_item(list, i), &file_shape, &file, why) :
			       mc_node_fail(why, "", "object expected");
		code = code ? code : file_check(&file, before ? before->name : "", why);
		to = code ? NULL : mc_vec_push(files);
		if (to) {
			*to = file;
		} else if (!code) {
			code = mc_node_fail(why, "", "too many");
		}
		code = mc_node_within(code, why, "files[%zu]", i);
	}
	return code || files->len ? code : mc_node_fail(why, m->key, "empty");
}

static const struct mc_shape_ops files_ops = {
	.is_set = files_are_set,
	.write = files_write,
	.read = files_read,
};

static const struct mc_shape_member pack_members[] = {
	MC_SHAPE_EXACT(struct mc_pack, name, "name", true, word),
	MC_SHAPE(struct mc_pack, at, "at", time, true),
	MC_SHAPE(struct mc_pack, from, "from", date, true),
	MC_SHAPE(struct mc_pack, until, "until", date, false),
	{.key = "files", .ops = &files_ops, .need = true, .at = offsetof(struct mc_pack, files)},
};
static const struct mc_shape pack_shape = MC_SHAPE_OF(pack_members);

void mc_pack_format(const struct mc_pack *pack, struct mc_str *ret)
{
	mc_shape_format(&pack_shape, pack, ret);
}

static enum mc_code pack_check(const struct mc_pack *pack, struct mc_err *why)
{
	if (mc_pack_parse_word(pack->name) == MC_PACK_COUNT) {
		return mc_node_fail(why, "name", "not a pack of the catalogue");
	}
	if (!mc_date_is_full(&pack->from)) {
		return mc_node_fail(why, "from", "a whole date is needed");
	}
	if (mc_date_is_set(&pack->until) && (!mc_date_is_full(&pack->until) ||
					     mc_date_compare(&pack->until, &pack->from) < 0)) {
		return mc_node_fail(why, "until", "not a day after from");
	}
	return MC_OK;
}

enum mc_code mc_pack_parse(struct mc_slice payload, struct mc_pack *ret, struct mc_err *why)
{
	struct mc_pack pack;
	enum mc_code code;

	mc_pack_init(&pack);
	code = mc_shape_parse(payload, &pack_shape, &pack, why);
	code = code ? code : pack_check(&pack, why);
	if (code) {
		mc_pack_done(&pack);
		return code;
	}
	*ret = pack;
	return MC_OK;
}

/* ---- lists */

void mc_packs_format(const struct mc_vec *statements, struct mc_str *ret)
{
	struct mc_json_writer w;

	mc_jw_init(&w, ret);
	mc_jw_object(&w, NULL);
	mc_jw_int(&w, "v", 1);
	mc_jw_array(&w, "packs");
	MC_VEC_EACH (statements, char *, jws) {
		mc_jw_text(&w, NULL, *jws);
	}
	mc_jw_array_end(&w);
	mc_jw_object_end(&w);
}

void mc_packs_done(struct mc_vec *statements)
{
	MC_VEC_EACH (statements, char *, jws) {
		free(*jws);
	}
	mc_vec_done(statements);
}

static enum mc_code statements_read(const struct mc_json *list, struct mc_vec *ret,
				    struct mc_err *why)
{
	enum mc_code code = MC_OK;

	for (size_t i = 0; !code && i < mc_json_count(list); i++) {
		const char *text = mc_json_string(mc_json_item(list, i));
		char **jws = NULL;

		if (!text || !mc_node_is_jws(text)) {
			code = mc_node_fail(why, "", "not a signed statement");
		} else if (!(jws = mc_vec_push(ret))) {
			code = mc_node_fail(why, "", "too many");
		} else {
			*jws = mc_strdup(text);
		}
		code = mc_node_within(code, why, "packs[%zu]", i);
	}
	return code;
}

enum mc_code mc_packs_parse(struct mc_slice json, struct mc_vec *ret, struct mc_err *why)
{
	const struct mc_json *list = NULL;
	struct mc_json *root = NULL;
	struct mc_vec statements;
	enum mc_code code = mc_node_open(json, &root, why);

	if (code) {
		return code;
	}
	mc_vec_init(&statements, sizeof(char *), MC_PACKS_MAX);
	code = mc_node_member(root, "packs", true, MC_NODE_ARRAY, &list, why);
	code = code ? code : statements_read(list, &statements, why);
	mc_json_free(root);
	if (code) {
		mc_packs_done(&statements);
		return code;
	}
	*ret = statements;
	return MC_OK;
}
