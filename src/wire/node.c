/* SPDX-License-Identifier: MPL-2.0 */
/* node.c - a JSON node's kind, and the details that say what is wrong with it. */
#include "wire/node.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include "motcua/text/text.h"

static struct json_object *inner(const struct mc_json *node)
{
	return (struct json_object *)(uintptr_t)node;
}

enum mc_node_kind mc_node_kind(const struct mc_json *node)
{
	static const enum mc_node_kind kinds[] = {
		[json_type_null] = MC_NODE_NONE,     [json_type_boolean] = MC_NODE_BOOL,
		[json_type_double] = MC_NODE_NUMBER, [json_type_int] = MC_NODE_INT,
		[json_type_object] = MC_NODE_OBJECT, [json_type_array] = MC_NODE_ARRAY,
		[json_type_string] = MC_NODE_TEXT,
	};

	return kinds[json_object_get_type(inner(node))];
}

int64_t mc_node_int(const struct mc_json *node)
{
	return json_object_get_int64(inner(node));
}

bool mc_node_bool(const struct mc_json *node)
{
	return json_object_get_boolean(inner(node));
}

static const char *const kind_reasons[] = {
	[MC_NODE_NONE] = "missing",	      [MC_NODE_BOOL] = "true or false expected",
	[MC_NODE_NUMBER] = "number expected", [MC_NODE_INT] = "integer expected",
	[MC_NODE_OBJECT] = "object expected", [MC_NODE_ARRAY] = "array expected",
	[MC_NODE_TEXT] = "text expected",
};

enum mc_code mc_node_fail(struct mc_err *why, const char *key, const char *reason)
{
	return mc_fail(why, MC_E_JSON_SHAPE, "%s: %s", key, reason);
}

enum mc_code mc_node_within(enum mc_code code, struct mc_err *why, const char *path_fmt, ...)
{
	char path[80], rest[sizeof(why->detail)];
	va_list args;

	if (!code || !why) {
		return code;
	}
	va_start(args, path_fmt);
	vsnprintf(path, sizeof(path), path_fmt, args);
	va_end(args);
	memcpy(rest, why->detail, sizeof(rest));
	return mc_fail(why, code, "%s%s%s", path, *rest == ':' ? "" : ".", rest);
}

enum mc_code mc_node_member(const struct mc_json *object, const char *key, bool need,
			    enum mc_node_kind kind, const struct mc_json **ret, struct mc_err *why)
{
	const struct mc_json *node = mc_json_member(object, key);

	if (!node && need) {
		return mc_node_fail(why, key, kind_reasons[MC_NODE_NONE]);
	}
	if (node && mc_node_kind(node) != kind) {
		return mc_node_fail(why, key, kind_reasons[kind]);
	}
	*ret = node;
	return MC_OK;
}

enum mc_code mc_node_unclean(enum mc_code code, const char *key, struct mc_err *why)
{
	return mc_node_fail(why, key, code == MC_E_TEXT_LONG ? "too long" : "not clean text");
}

enum mc_code mc_node_text(const struct mc_json *object, const char *key, bool need, size_t max,
			  char **ret, struct mc_err *why)
{
	const struct mc_json *node = NULL;
	const char *text;
	struct mc_str clean;
	enum mc_code code = mc_node_member(object, key, need, MC_NODE_TEXT, &node, why);

	if (code) {
		return code;
	}
	if (!node) {
		*ret = NULL;
		return MC_OK;
	}
	text = mc_json_string(node);
	mc_str_init(&clean, max);
	code = mc_text_clean(text, strlen(text), true, &clean, NULL);
	if (code) {
		mc_str_done(&clean);
		return mc_node_unclean(code, key, why);
	}
	*ret = mc_str_take(&clean, NULL);
	return MC_OK;
}

bool mc_node_is_jws(const char *text)
{
	return *text && !text[strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
					   "0123456789-_.")];
}

enum mc_code mc_node_jws(const struct mc_json *object, const char *key, bool need, char **ret,
			 struct mc_err *why)
{
	char *text = NULL;
	enum mc_code code = mc_json_text_dup(object, key, need, &text, why);

	if (code) {
		return code;
	}
	if (text && !mc_node_is_jws(text)) {
		free(text);
		return mc_node_fail(why, key, "not a signed statement");
	}
	*ret = text;
	return MC_OK;
}

enum mc_code mc_node_open(struct mc_slice text, struct mc_json **ret, struct mc_err *why)
{
	struct mc_json *root = NULL;
	enum mc_code code = mc_json_parse(text, &root, why);

	if (code) {
		return code;
	}
	if (!mc_json_member(root, "v")) {
		mc_json_free(root);
		return mc_node_fail(why, "v", kind_reasons[MC_NODE_NONE]);
	}
	*ret = root;
	return MC_OK;
}
