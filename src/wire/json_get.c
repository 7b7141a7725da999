/* SPDX-License-Identifier: MPL-2.0 */
/* json_get.c - the getters: presence, kind, length and content of one member. */
#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "motcua/text/text.h"
#include "wire/node.h"

#define INT_LIMIT (INT64_C(1) << 53) /* beyond it other readers lose digits */

enum mc_code mc_json_text(const struct mc_json *object, const char *key, bool need, char *to,
			  size_t size, struct mc_err *why)
{
	const struct mc_json *node = NULL;
	enum mc_code code = mc_node_member(object, key, need, MC_NODE_TEXT, &node, why);

	if (code || !node) {
		return code;
	}
	code = mc_text_clean_to(mc_json_string(node), to, size, NULL);
	return code ? mc_node_unclean(code, key, why) : MC_OK;
}

enum mc_code mc_json_text_dup(const struct mc_json *object, const char *key, bool need, char **ret,
			      struct mc_err *why)
{
	const struct mc_json *node = NULL;
	enum mc_code code = mc_node_member(object, key, need, MC_NODE_TEXT, &node, why);

	if (!code) {
		*ret = node ? mc_strdup(mc_json_string(node)) : NULL;
	}
	return code;
}

enum mc_code mc_json_int(const struct mc_json *object, const char *key, bool need, int64_t *to,
			 struct mc_err *why)
{
	const struct mc_json *node = NULL;
	enum mc_code code = mc_node_member(object, key, need, MC_NODE_INT, &node, why);
	int64_t value;

	if (code || !node) {
		return code;
	}
	value = mc_node_int(node);
	if (value > INT_LIMIT || value < -INT_LIMIT) {
		return mc_node_fail(why, key, "number out of range");
	}
	*to = value;
	return MC_OK;
}

enum mc_code mc_json_bool(const struct mc_json *object, const char *key, bool need, bool *to,
			  struct mc_err *why)
{
	const struct mc_json *node = NULL;
	enum mc_code code = mc_node_member(object, key, need, MC_NODE_BOOL, &node, why);

	if (!code && node) {
		*to = mc_node_bool(node);
	}
	return code;
}

enum mc_code mc_json_time(const struct mc_json *object, const char *key, bool need, int64_t *to,
			  struct mc_err *why)
{
	const struct mc_json *node = NULL;
	enum mc_code code = mc_node_member(object, key, need, MC_NODE_TEXT, &node, why);

	if (code || !node) {
		return code;
	}
	return mc_time_parse(mc_json_string(node), to, NULL)
		       ? mc_node_fail(why, key, "not an instant")
		       : MC_OK;
}
