/* SPDX-License-Identifier: MPL-2.0 */
/* batch.c - batch records, the answers to them, and the head of a bundle. */
#include "motcua/wire/batch.h"

#include <string.h>

#include "wire/reply.h"
#include "wire/shape.h"

/* ---- records */

static void add_sized(struct mc_slice bytes, struct mc_str *ret)
{
	const unsigned char size[4] = {(unsigned char)(bytes.len >> 24),
				       (unsigned char)(bytes.len >> 16),
				       (unsigned char)(bytes.len >> 8), (unsigned char)bytes.len};

	mc_str_add(ret, size, sizeof(size));
	mc_str_add(ret, bytes.data, bytes.len);
}

void mc_batch_add(struct mc_slice record_jws, struct mc_slice manifest, struct mc_str *ret)
{
	add_sized(record_jws, ret);
	add_sized(manifest, ret);
}

static bool take_sized(struct mc_slice *rest, size_t max, struct mc_slice *ret)
{
	const unsigned char *from = rest->data;
	size_t len;

	if (rest->len < 4) {
		return false;
	}
	len = (size_t)from[0] << 24 | (size_t)from[1] << 16 | (size_t)from[2] << 8 | from[3];
	if (!len || len > max || len > rest->len - 4) {
		return false;
	}
	*ret = (struct mc_slice){from + 4, len};
	*rest = (struct mc_slice){from + 4 + len, rest->len - 4 - len};
	return true;
}

enum mc_code mc_batch_next(struct mc_slice *rest, struct mc_slice *ret_record,
			   struct mc_slice *ret_manifest, struct mc_err *why)
{
	struct mc_slice left = *rest, record, manifest;

	if (!take_sized(&left, MC_BATCH_RECORD_MAX, &record) ||
	    !take_sized(&left, MC_MANIFEST_MAX, &manifest)) {
		return mc_fail(why, MC_E_JSON_SHAPE, "batch: a length that does not fit");
	}
	*rest = left;
	*ret_record = record;
	*ret_manifest = manifest;
	return MC_OK;
}

/* ---- answers */

static void answer_members(struct mc_json_writer *w, const char *id, int status,
			   struct mc_slice reply)
{
	mc_jw_text_if(w, "id", id);
	mc_jw_int(w, "status", status);
	mc_jw_raw(w, "reply", reply);
}

void mc_batch_answer_format(const char *id, int status, struct mc_slice reply, struct mc_str *ret)
{
	struct mc_json_writer w;

	mc_jw_init(&w, ret);
	mc_jw_object(&w, NULL);
	mc_jw_int(&w, "v", 1);
	answer_members(&w, id, status, reply);
	mc_jw_object_end(&w);
}

void mc_batch_reply_begin(struct mc_str *ret)
{
	struct mc_json_writer w;

	mc_jw_init(&w, ret);
	mc_jw_object(&w, NULL);
	mc_jw_int(&w, "v", 1);
	mc_jw_array(&w, "answers");
}

void mc_batch_reply_item(struct mc_str *ret, bool first, const char *id, int status,
			 struct mc_slice reply)
{
	struct mc_json_writer w = {.to = ret, .comma = !first};

	mc_jw_object(&w, NULL);
	answer_members(&w, id, status, reply);
	mc_jw_object_end(&w);
}

void mc_batch_reply_end(struct mc_str *ret)
{
	mc_str_puts(ret, "]}");
}

struct answer_head {
	char id[MC_UUID_LEN];
	int64_t status;
};

static const struct mc_shape_member answer_table[] = {
	MC_SHAPE_EXACT(struct answer_head, id, "id", false, uuid),
	MC_SHAPE(struct answer_head, status, "status", int, true),
};
static const struct mc_shape answer_shape = MC_SHAPE_OF(answer_table);

static enum mc_code answer_read(const struct mc_json *object, struct mc_batch_answer *answer,
				struct mc_err *why)
{
	const struct mc_json *reply = NULL;
	struct answer_head head = {.id = ""};
	enum mc_code code = mc_shape_read(object, &answer_shape, &head, why);

	if (!code && (head.status < 100 || head.status > 599)) {
		code = mc_node_fail(why, "status", "number out of range");
	}
	code = code ? code : mc_node_member(object, "reply", true, MC_NODE_OBJECT, &reply, why);
	if (code) {
		return code;
	}
	memcpy(answer->id, head.id, sizeof(answer->id));
	answer->status = (int)head.status;
	if (answer->status < 400) {
		code = mc_reply_read(reply, true, &answer->reply, why);
	} else {
		code = mc_problem_doc_read(reply, &answer->problem, why);
	}
	return mc_node_within(code, why, "reply");
}

static void answer_init(struct mc_batch_answer *answer)
{
	*answer = (struct mc_batch_answer){.id = ""};
	mc_str_init(&answer->reply.inner, MC_JSON_MAX);
	mc_problem_doc_init(&answer->problem);
}

enum mc_code mc_batch_answer_parse(struct mc_slice json, struct mc_batch_answer *ret,
				   struct mc_err *why)
{
	struct mc_batch_answer answer;
	struct mc_json *root = NULL;
	enum mc_code code = mc_node_open(json, &root, why);

	if (code) {
		return code;
	}
	answer_init(&answer);
	code = answer_read(root, &answer, why);
	mc_json_free(root);
	if (code) {
		mc_batch_answer_done(&answer);
		return code;
	}
	*ret = answer;
	return MC_OK;
}

void mc_batch_answer_done(struct mc_batch_answer *answer)
{
	mc_reply_done(&answer->reply);
	mc_problem_doc_done(&answer->problem);
}

void mc_batch_reply_done(struct mc_vec *answers)
{
	MC_VEC_EACH (answers, struct mc_batch_answer, answer) {
		mc_batch_answer_done(answer);
	}
	mc_vec_done(answers);
}

static enum mc_code answers_read(const struct mc_json *list, struct mc_vec *answers,
				 struct mc_err *why)
{
	enum mc_code code = MC_OK;

	for (size_t i = 0; !code && i < mc_json_count(list); i++) {
		struct mc_batch_answer *answer = mc_vec_push(answers);

		if (!answer) {
			return mc_node_fail(why, "answers", "too many");
		}
		answer_init(answer);
		code = mc_node_within(answer_read(mc_json_item(list, i), answer, why), why,
				      "answers[%zu]", i);
	}
	return code;
}

enum mc_code mc_batch_reply_parse(struct mc_slice json, struct mc_vec *ret_answers,
				  struct mc_err *why)
{
	const struct mc_json *list = NULL;
	struct mc_json *root = NULL;
	struct mc_vec answers;
	enum mc_code code = mc_node_open(json, &root, why);

	if (code) {
		return code;
	}
	mc_vec_init(&answers, sizeof(struct mc_batch_answer), MC_BATCH_RECORDS);
	code = mc_node_member(root, "answers", true, MC_NODE_ARRAY, &list, why);
	code = code ? code : answers_read(list, &answers, why);
	mc_json_free(root);
	if (code) {
		mc_batch_reply_done(&answers);
		return code;
	}
	*ret_answers = answers;
	return MC_OK;
}

/* ---- the head of a bundle or return file */

static const struct mc_shape_member item_table[] = {
	MC_SHAPE_EXACT(struct mc_bundle_item, id, "id", true, uuid),
	MC_SHAPE(struct mc_bundle_item, seq, "seq", int, false),
};
static const struct mc_shape item_shape = MC_SHAPE_OF(item_table);

static const struct mc_shape_member head_table[] = {
	MC_SHAPE_EXACT(struct mc_bundle_head, terminal, "terminal", true, terminal),
	MC_SHAPE(struct mc_bundle_head, at, "at", time, true),
};
static const struct mc_shape head_shape = MC_SHAPE_OF(head_table);

void mc_bundle_head_init(struct mc_bundle_head *head)
{
	*head = (struct mc_bundle_head){.terminal = ""};
	mc_vec_init(&head->items, sizeof(struct mc_bundle_item), MC_BUNDLE_ITEMS);
}

void mc_bundle_head_done(struct mc_bundle_head *head)
{
	mc_vec_done(&head->items);
}

void mc_bundle_head_format(const struct mc_bundle_head *head, struct mc_str *ret)
{
	struct mc_json_writer w;

	mc_jw_init(&w, ret);
	mc_jw_object(&w, NULL);
	mc_jw_int(&w, "v", 1);
	mc_shape_write_members(&w, &head_shape, head);
	mc_jw_array(&w, "items");
	MC_VEC_EACH (&head->items, struct mc_bundle_item, item) {
		mc_shape_write(&w, NULL, &item_shape, item);
	}
	mc_jw_array_end(&w);
	mc_jw_object_end(&w);
}

static enum mc_code items_read(const struct mc_json *root, struct mc_vec *items,
			       struct mc_err *why)
{
	const struct mc_json *list = NULL;
	enum mc_code code = mc_node_member(root, "items", true, MC_NODE_ARRAY, &list, why);

	for (size_t i = 0; !code && i < mc_json_count(list); i++) {
		struct mc_bundle_item *item = mc_vec_push(items);

		code = item ? mc_shape_read(mc_json_item(list, i), &item_shape, item, why) :
			      mc_node_fail(why, "items", "too many");
	}
	return code;
}

enum mc_code mc_bundle_head_parse(struct mc_slice json, struct mc_bundle_head *head,
				  struct mc_err *why)
{
	struct mc_bundle_head read;
	struct mc_json *root = NULL;
	enum mc_code code = mc_node_open(json, &root, why);

	if (code) {
		return code;
	}
	mc_bundle_head_init(&read);
	code = mc_shape_read(root, &head_shape, &read, why);
	code = code ? code : items_read(root, &read.items, why);
	mc_json_free(root);
	if (code) {
		mc_bundle_head_done(&read);
		return code;
	}
	mc_bundle_head_done(head);
	*head = read;
	return MC_OK;
}
