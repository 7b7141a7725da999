/* SPDX-License-Identifier: MPL-2.0 */
/* hello.c - the gateway's hello and the terminal's enrolment (FORMATS 4). */
#include <string.h>

#include "motcua/wire/statement.h"
#include "wire/shape.h"

/* ---- capabilities: a list of words in JSON, one bool each in C */

static const struct {
	const char *word;
	size_t at;
} capabilities[] = {
	{"household", offsetof(struct mc_hello, household)},
	{"tus", offsetof(struct mc_hello, tus)},
	{"batches", offsetof(struct mc_hello, batches)},
	{"lean", offsetof(struct mc_hello, lean)},
};

static bool capabilities_is_set(const struct mc_shape_member *m, const void *value)
{
	(void)m;
	(void)value;
	return true;
}

static void capabilities_write(struct mc_json_writer *w, const struct mc_shape_member *m,
			       const void *value)
{
	mc_jw_array(w, m->key);
	for (size_t i = 0; i < MC_COUNT(capabilities); i++) {
		if (*(const bool *)((const char *)value + capabilities[i].at)) {
			mc_jw_text(w, NULL, capabilities[i].word);
		}
	}
	mc_jw_array_end(w);
}

/* Words that are not known yet belong to a newer gateway. */
static enum mc_code capabilities_read(const struct mc_json *object, const struct mc_shape_member *m,
				      void *value, struct mc_err *why)
{
	const struct mc_json *list = NULL;
	enum mc_code code = mc_node_member(object, m->key, m->need, MC_NODE_ARRAY, &list, why);

	for (size_t i = 0; !code && i < mc_json_count(list); i++) {
		const char *word = mc_json_string(mc_json_item(list, i));

		for (size_t k = 0; word && k < MC_COUNT(capabilities); k++) {
			if (!strcmp(word, capabilities[k].word)) {
				*(bool *)((char *)value + capabilities[k].at) = true;
			}
		}
	}
	return code;
}

static const struct mc_shape_ops capabilities_ops = {
	.is_set = capabilities_is_set,
	.write = capabilities_write,
	.read = capabilities_read,
};

/* ---- the end of the list of events: 0 is told as well, for it says that there is none */

static bool cursor_is_set(const struct mc_shape_member *m, const void *value)
{
	(void)m;
	return ((const struct mc_hello *)value)->tells_cursor;
}

static void cursor_write(struct mc_json_writer *w, const struct mc_shape_member *m,
			 const void *value)
{
	mc_jw_int(w, m->key, ((const struct mc_hello *)value)->cursor);
}

static enum mc_code cursor_read(const struct mc_json *object, const struct mc_shape_member *m,
				void *value, struct mc_err *why)
{
	struct mc_hello *hello = value;
	int64_t cursor = INT64_MIN;
	enum mc_code code = mc_json_int(object, m->key, false, &cursor, why);

	if (code || cursor == INT64_MIN) {
		return code;
	}
	if (cursor < 0) {
		return mc_node_fail(why, m->key, "number out of range");
	}
	hello->tells_cursor = true;
	hello->cursor = cursor;
	return MC_OK;
}

static const struct mc_shape_ops cursor_ops = {
	.is_set = cursor_is_set,
	.write = cursor_write,
	.read = cursor_read,
};

/* ---- hello */

static const struct mc_shape_member limits_members[] = {
	MC_SHAPE(struct mc_hello, limit_manifest, "manifest", int, false),
	MC_SHAPE(struct mc_hello, limit_part, "part", int, false),
};
static const struct mc_shape limits = MC_SHAPE_OF(limits_members);

static const struct mc_shape_member highest_members[] = {
	MC_SHAPE_EXACT(struct mc_hello, highest_epoch, "epoch", true, hex),
	MC_SHAPE(struct mc_hello, highest_seq, "seq", int, true),
};
static const struct mc_shape highest = MC_SHAPE_OF(highest_members);

static const struct mc_shape_member hello_members[] = {
	MC_SHAPE_EXACT(struct mc_hello, nonce, "nonce", true, url64),
	MC_SHAPE(struct mc_hello, time, "time", time, true),
	MC_SHAPE(struct mc_hello, gateway, "gateway", text, true),
	MC_SHAPE(struct mc_hello, keys_version, "keys_version", int, true),
	MC_SHAPE(struct mc_hello, enrolled, "enrolled", flag, true),
	MC_SHAPE_GROUP("limits", false, limits),
	{.key = "capabilities", .ops = &capabilities_ops},
	MC_SHAPE_GROUP("highest", false, highest),
	{.key = "cursor", .ops = &cursor_ops},
	MC_SHAPE_EXACT(struct mc_hello, packs, "packs", false, hex),
	MC_SHAPE_EXACT(struct mc_hello, terminal, "terminal", false, terminal),
};
static const struct mc_shape hello_shape = MC_SHAPE_OF(hello_members);

void mc_hello_format(const struct mc_hello *hello, struct mc_str *ret)
{
	mc_shape_format(&hello_shape, hello, ret);
}

enum mc_code mc_hello_parse(struct mc_slice payload, struct mc_hello *ret, struct mc_err *why)
{
	struct mc_hello hello = {0};
	enum mc_code code = mc_shape_parse(payload, &hello_shape, &hello, why);

	if (!code) {
		*ret = hello;
	}
	return code;
}

/* ---- enrolment */

static const struct mc_shape_member enrolment_members[] = {
	MC_SHAPE_EXACT(struct mc_enrolment, terminal, "terminal", true, terminal),
	MC_SHAPE_EXACT(struct mc_enrolment, sign, "sign", true, url64),
	MC_SHAPE_EXACT(struct mc_enrolment, open, "open", true, word),
	MC_SHAPE(struct mc_enrolment, code, "code", text, false),
	MC_SHAPE(struct mc_enrolment, label, "label", text, false),
	MC_SHAPE(struct mc_enrolment, at, "at", time, true),
};
static const struct mc_shape enrolment_shape = MC_SHAPE_OF(enrolment_members);

void mc_enrolment_format(const struct mc_enrolment *enrolment, struct mc_str *ret)
{
	mc_shape_format(&enrolment_shape, enrolment, ret);
}

enum mc_code mc_enrolment_parse(struct mc_slice payload, struct mc_enrolment *ret,
				struct mc_err *why)
{
	struct mc_enrolment enrolment = {0};
	enum mc_code code = mc_shape_parse(payload, &enrolment_shape, &enrolment, why);

	if (!code) {
		*ret = enrolment;
	}
	return code;
}
