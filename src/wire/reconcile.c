/* SPDX-License-Identifier: MPL-2.0 */
/* reconcile.c - lists of dossiers one way, lists of statements the other. */
#include "motcua/wire/reconcile.h"

#include "wire/reply.h"
#include "wire/shape.h"

static const struct mc_shape_member item_members[] = {
	MC_SHAPE_EXACT(struct mc_reconcile_item, epoch, "epoch", true, hex),
	MC_SHAPE(struct mc_reconcile_item, seq, "seq", int, true),
	MC_SHAPE_EXACT(struct mc_reconcile_item, id, "id", true, uuid),
	MC_SHAPE_EXACT(struct mc_reconcile_item, digest, "digest", true, hex),
	MC_SHAPE(struct mc_reconcile_item, state, "state", text, false),
};
static const struct mc_shape item_shape = MC_SHAPE_OF(item_members);

/* ---- the question */

void mc_reconcile_format(const char *terminal, const struct mc_vec *items, struct mc_str *ret)
{
	struct mc_json_writer w;

	mc_jw_init(&w, ret);
	mc_jw_object(&w, NULL);
	mc_jw_int(&w, "v", 1);
	mc_jw_text(&w, "terminal", terminal);
	mc_jw_array(&w, "items");
	MC_VEC_EACH (items, struct mc_reconcile_item, item) {
		mc_shape_write(&w, NULL, &item_shape, item);
	}
	mc_jw_array_end(&w);
	mc_jw_object_end(&w);
}

static enum mc_code items_read(const struct mc_json *list, struct mc_vec *ret, struct mc_err *why)
{
	enum mc_code code = MC_OK;

	for (size_t i = 0; !code && i < mc_json_count(list); i++) {
		struct mc_reconcile_item *item = mc_vec_push(ret);

		code = item ? mc_shape_read(mc_json_item(list, i), &item_shape, item, why) :
			      mc_node_fail(why, "", "too many");
		code = mc_node_within(code, why, "items[%zu]", i);
	}
	return code;
}

static enum mc_code terminal_read(const struct mc_json *root, char ret[MC_TERMINAL_LEN],
				  struct mc_err *why)
{
	enum mc_code code = mc_json_text(root, "terminal", true, ret, MC_TERMINAL_LEN, why);

	if (!code && !mc_shape_is_terminal(ret, MC_TERMINAL_LEN)) {
		code = mc_node_fail(why, "terminal", "not a terminal");
	}
	return code;
}

enum mc_code mc_reconcile_parse(struct mc_slice json, char ret_terminal[MC_TERMINAL_LEN],
				struct mc_vec *ret_items, struct mc_err *why)
{
	const struct mc_json *list = NULL;
	struct mc_json *root = NULL;
	struct mc_vec items;
	enum mc_code code = mc_node_open(json, &root, why);

	if (code) {
		return code;
	}
	mc_vec_init(&items, sizeof(struct mc_reconcile_item), MC_RECONCILE_MAX);
	code = terminal_read(root, ret_terminal, why);
	code = code ? code : mc_node_member(root, "items", true, MC_NODE_ARRAY, &list, why);
	code = code ? code : items_read(list, &items, why);
	mc_json_free(root);
	if (code) {
		mc_vec_done(&items);
		return code;
	}
	*ret_items = items;
	return MC_OK;
}

/* ---- the answer */

void mc_reconciled_format_begin(struct mc_str *ret)
{
	mc_str_puts(ret, "{\"v\":1,\"items\":[");
}

void mc_reconciled_format_end(struct mc_str *ret)
{
	mc_str_puts(ret, "]}");
}

static enum mc_code replies_read(const struct mc_json *list, struct mc_vec *ret,
				 struct mc_err *why)
{
	enum mc_code code = MC_OK;

	for (size_t i = 0; !code && i < mc_json_count(list); i++) {
		struct mc_reply reply = {0}, *to;

		code = mc_reply_read(mc_json_item(list, i), true, &reply, why);
		code = mc_node_within(code, why, "items[%zu]", i);
		to = code ? NULL : mc_vec_push(ret);
		if (to) {
			*to = reply;
		} else if (!code) {
			mc_reply_done(&reply);
			code = mc_node_fail(why, "items", "too many");
		}
	}
	return code;
}

enum mc_code mc_reconciled_parse(struct mc_slice json, struct mc_vec *ret_replies,
				 struct mc_err *why)
{
	const struct mc_json *list = NULL;
	struct mc_json *root = NULL;
	struct mc_vec replies;
	enum mc_code code = mc_node_open(json, &root, why);

	if (code) {
		return code;
	}
	mc_vec_init(&replies, sizeof(struct mc_reply), MC_RECONCILE_MAX);
	code = mc_node_member(root, "items", true, MC_NODE_ARRAY, &list, why);
	code = code ? code : replies_read(list, &replies, why);
	mc_json_free(root);
	if (code) {
		MC_VEC_EACH (&replies, struct mc_reply, reply) {
			mc_reply_done(reply);
		}
		mc_vec_done(&replies);
		return code;
	}
	*ret_replies = replies;
	return MC_OK;
}
