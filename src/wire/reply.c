/* SPDX-License-Identifier: MPL-2.0 */
/* reply.c - outer and inner together: as a reply, in problems and in event lists. */
#include <stdlib.h>
#include <string.h>

#include "motcua/base/codec.h"
#include "wire/reply.h"
#include "wire/shape.h"

#define URN "urn:motcua:problem:"

enum { PARTS_LISTED = 64, EVENTS_LISTED = 100 };

/* ---- the two members */

static void reply_write(struct mc_json_writer *w, const char *outer_jws, struct mc_slice inner)
{
	struct mc_str text;

	mc_jw_text_if(w, "outer", outer_jws);
	if (!inner.len) {
		return;
	}
	mc_str_init(&text, w->to->max);
	mc_base64url_encode(inner, &text);
	if (text.full) {
		w->to->full = true;
	}
	mc_jw_text(w, "inner", text.data);
	mc_str_done(&text);
}

static enum mc_code inner_read(const struct mc_json *object, struct mc_str *ret, struct mc_err *why)
{
	const struct mc_json *node = NULL;
	enum mc_code code = mc_node_member(object, "inner", false, MC_NODE_TEXT, &node, why);
	struct mc_str bytes;

	if (code || !node) {
		return code;
	}
	mc_str_init(&bytes, MC_JSON_MAX);
	if (!mc_base64url_decode(mc_slice_text(mc_json_string(node)), &bytes) || !bytes.len) {
		mc_str_done(&bytes);
		return mc_node_fail(why, "inner", "not base64url");
	}
	*ret = bytes;
	return MC_OK;
}

enum mc_code mc_reply_read(const struct mc_json *object, bool need, struct mc_reply *ret,
			   struct mc_err *why)
{
	struct mc_reply reply = {0};
	enum mc_code code = mc_node_jws(object, "outer", need, &reply.outer, why);

	mc_str_init(&reply.inner, MC_JSON_MAX);
	if (!code) {
		code = inner_read(object, &reply.inner, why);
	}
	if (!code && reply.inner.len && !reply.outer) {
		code = mc_node_fail(why, "outer", "missing");
	}
	if (code) {
		mc_reply_done(&reply);
		return code;
	}
	*ret = reply;
	return MC_OK;
}

void mc_reply_done(struct mc_reply *reply)
{
	free(reply->outer);
	mc_str_done(&reply->inner);
	reply->outer = NULL;
}

void mc_reply_format(const char *outer_jws, struct mc_slice inner, struct mc_str *ret)
{
	struct mc_json_writer w;

	mc_jw_init(&w, ret);
	mc_jw_object(&w, NULL);
	mc_jw_int(&w, "v", 1);
	reply_write(&w, outer_jws, inner);
	mc_jw_object_end(&w);
}

enum mc_code mc_reply_parse(struct mc_slice json, struct mc_reply *ret, struct mc_err *why)
{
	struct mc_json *root = NULL;
	enum mc_code code = mc_node_open(json, &root, why);

	if (!code) {
		code = mc_reply_read(root, true, ret, why);
		mc_json_free(root);
	}
	return code;
}

/* ---- problems: RFC 9457, so without a "v" */

void mc_problem_doc_init(struct mc_problem_doc *doc)
{
	*doc = (struct mc_problem_doc){0};
	mc_str_init(&doc->reply.inner, MC_JSON_MAX);
	mc_vec_init(&doc->parts, MC_DIGEST_LEN, PARTS_LISTED);
}

void mc_problem_doc_done(struct mc_problem_doc *doc)
{
	mc_reply_done(&doc->reply);
	mc_vec_done(&doc->parts);
}

static void parts_write(struct mc_json_writer *w, const struct mc_vec *parts)
{
	mc_jw_array(w, "parts");
	for (size_t i = 0; i < parts->len; i++) {
		mc_jw_text(w, NULL, mc_vec_at(parts, i));
	}
	mc_jw_array_end(w);
}

void mc_problem_doc_format(const char *word, int status, const char *title, const char *outer_jws,
			   struct mc_slice inner, const struct mc_vec *parts, struct mc_str *ret)
{
	struct mc_json_writer w;
	char type[64] = URN;

	mc_copy(type + strlen(URN), sizeof(type) - strlen(URN), word);
	mc_jw_init(&w, ret);
	mc_jw_object(&w, NULL);
	mc_jw_text(&w, "type", type);
	mc_jw_text_if(&w, "title", title);
	mc_jw_int(&w, "status", status);
	reply_write(&w, outer_jws, inner);
	if (parts && parts->len) {
		parts_write(&w, parts);
	}
	mc_jw_object_end(&w);
}

static enum mc_code word_read(const struct mc_json *root, struct mc_problem_doc *doc,
			      struct mc_err *why)
{
	const struct mc_json *node = NULL;
	enum mc_code code = mc_node_member(root, "type", true, MC_NODE_TEXT, &node, why);
	const char *type = code ? "" : mc_json_string(node);

	if (code) {
		return code;
	}
	if (strncmp(type, URN, strlen(URN)) != 0 ||
	    !mc_shape_is_word(type + strlen(URN), sizeof(doc->word))) {
		return mc_node_fail(why, "type", "not a problem of motcua");
	}
	MC_COPY(doc->word, type + strlen(URN));
	return MC_OK;
}

static enum mc_code status_read(const struct mc_json *root, struct mc_problem_doc *doc,
				struct mc_err *why)
{
	int64_t status = 0;
	enum mc_code code = mc_json_int(root, "status", true, &status, why);

	if (!code && (status < 100 || status > 599)) {
		return mc_node_fail(why, "status", "number out of range");
	}
	doc->status = (int)status;
	return code;
}

static enum mc_code parts_read(const struct mc_json *root, struct mc_vec *parts, struct mc_err *why)
{
	const struct mc_json *list = NULL;
	enum mc_code code = mc_node_member(root, "parts", false, MC_NODE_ARRAY, &list, why);

	for (size_t i = 0; !code && i < mc_json_count(list); i++) {
		const char *digest = mc_json_string(mc_json_item(list, i));
		char *to = NULL;

		if (digest && mc_shape_is_hex(digest, MC_DIGEST_LEN)) {
			to = mc_vec_push(parts);
		}
		if (!to) {
			return mc_node_fail(why, "parts", "not a list of digests");
		}
		mc_copy(to, MC_DIGEST_LEN, digest);
	}
	return code;
}

enum mc_code mc_problem_doc_read(const struct mc_json *object, struct mc_problem_doc *ret,
				 struct mc_err *why)
{
	struct mc_problem_doc doc;
	enum mc_code code;

	mc_problem_doc_init(&doc);
	code = word_read(object, &doc, why);
	code = code ? code : status_read(object, &doc, why);
	code = code ? code : mc_reply_read(object, false, &doc.reply, why);
	code = code ? code : parts_read(object, &doc.parts, why);
	if (code) {
		mc_problem_doc_done(&doc);
		return code;
	}
	*ret = doc;
	return MC_OK;
}

enum mc_code mc_problem_doc_parse(struct mc_slice json, struct mc_problem_doc *ret,
				  struct mc_err *why)
{
	struct mc_json *root = NULL;
	enum mc_code code = mc_json_parse(json, &root, why);

	code = code ? code : mc_problem_doc_read(root, ret, why);
	mc_json_free(root);
	return code;
}

/* ---- event lists */

void mc_events_format_begin(struct mc_str *ret, int64_t cursor)
{
	struct mc_json_writer w;

	mc_jw_init(&w, ret);
	mc_jw_object(&w, NULL);
	mc_jw_int(&w, "v", 1);
	mc_jw_int(&w, "cursor", cursor);
	mc_jw_array(&w, "events");
}

void mc_events_format_item(struct mc_str *ret, bool first, const char *outer_jws,
			   struct mc_slice inner)
{
	struct mc_json_writer w = {.to = ret, .comma = !first};

	mc_jw_object(&w, NULL);
	reply_write(&w, outer_jws, inner);
	mc_jw_object_end(&w);
}

void mc_events_format_end(struct mc_str *ret)
{
	mc_str_puts(ret, "]}");
}

static void replies_done(struct mc_vec *replies)
{
	MC_VEC_EACH (replies, struct mc_reply, reply) {
		mc_reply_done(reply);
	}
	mc_vec_done(replies);
}

static enum mc_code events_read(const struct mc_json *list, struct mc_vec *replies,
				struct mc_err *why)
{
	enum mc_code code = MC_OK;

	for (size_t i = 0; !code && i < mc_json_count(list); i++) {
		struct mc_reply reply = {0}, *to;

		code = mc_reply_read(mc_json_item(list, i), true, &reply, why);
		code = mc_node_within(code, why, "events[%zu]", i);
		to = code ? NULL : mc_vec_push(replies);
		if (to) {
			*to = reply;
		} else if (!code) {
			mc_reply_done(&reply);
			code = mc_node_fail(why, "events", "too many");
		}
	}
	return code;
}

enum mc_code mc_events_parse(struct mc_slice json, int64_t *ret_cursor, struct mc_vec *ret_replies,
			     struct mc_err *why)
{
	struct mc_vec replies;
	struct mc_json *root = NULL;
	const struct mc_json *list = NULL;
	int64_t cursor = 0;
	enum mc_code code = mc_node_open(json, &root, why);

	if (code) {
		return code;
	}
	mc_vec_init(&replies, sizeof(struct mc_reply), EVENTS_LISTED);
	code = mc_json_int(root, "cursor", true, &cursor, why);
	code = code ? code : mc_node_member(root, "events", true, MC_NODE_ARRAY, &list, why);
	code = code ? code : events_read(list, &replies, why);
	mc_json_free(root);
	if (!code && cursor < 0) {
		code = mc_node_fail(why, "cursor", "number out of range");
	}
	if (code) {
		replies_done(&replies);
		return code;
	}
	*ret_cursor = cursor;
	*ret_replies = replies;
	return MC_OK;
}
