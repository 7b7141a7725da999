/* SPDX-License-Identifier: MPL-2.0 */
/* answers.c - the answers file of `motcua dossier new --from` (FORMATS 11). */
#include <stdlib.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/wire/message.h"
#include "wire/node.h"

enum { ANSWERS_MAX = 500, ANSWER_MAX = 20000 };

static bool is_field_id(const char *id)
{
	size_t len = strlen(id);

	return len && len < sizeof(((struct mc_answer_field *)0)->id) &&
	       !id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_.")];
}

static enum mc_code field_read(const struct mc_json *fields, const char *id, struct mc_vec *ret,
			       struct mc_err *why)
{
	struct mc_answer_field *field;
	char *text = NULL;
	enum mc_code code;

	if (!is_field_id(id)) {
		return mc_node_fail(why, "fields", "a name that no field has");
	}
	code = mc_node_text(fields, id, false, ANSWER_MAX, &text, why);
	if (code || !text) {
		return mc_node_within(code, why, "fields");
	}
	field = mc_vec_push(ret);
	if (!field) {
		free(text);
		return mc_node_fail(why, "fields", "too many");
	}
	mc_copy(field->id, sizeof(field->id), id);
	field->text = text;
	return MC_OK;
}

static enum mc_code fields_read(const struct mc_json *root, struct mc_vec *ret, struct mc_err *why)
{
	const struct mc_json *fields = NULL, *value;
	const char *id;
	enum mc_code code = mc_node_member(root, "fields", true, MC_NODE_OBJECT, &fields, why);

	for (size_t i = 0; !code && mc_json_each(fields, i, &id, &value); i++) {
		code = i < ANSWERS_MAX ? field_read(fields, id, ret, why)
				       : mc_node_fail(why, "fields", "too many");
	}
	return code;
}

enum mc_code mc_answers_parse(struct mc_slice json, struct mc_vec *ret, struct mc_err *why)
{
	struct mc_vec fields;
	struct mc_json *root = NULL;
	enum mc_code code = mc_node_open(json, &root, why);

	mc_vec_init(&fields, sizeof(struct mc_answer_field), ANSWERS_MAX);
	if (!code) {
		code = fields_read(root, &fields, why);
		mc_json_free(root);
	}
	if (code) {
		mc_answers_done(&fields);
		if (why) {
			why->code = MC_E_ANSWERS_FILE; /* the detail stays */
		}
		return MC_E_ANSWERS_FILE;
	}
	*ret = fields;
	return MC_OK;
}

void mc_answers_done(struct mc_vec *fields)
{
	MC_VEC_EACH (fields, struct mc_answer_field, field) {
		free(field->text);
	}
	mc_vec_done(fields);
}
