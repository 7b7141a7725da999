/* SPDX-License-Identifier: MPL-2.0 */
/* value.c - one field's value: text, where it came from, what the register said. */
#include "wire/value.h"

#include <stdlib.h>
#include <string.h>

#include "motcua/wire/message.h"
#include "wire/shape.h"

MC_SHAPE_ADAPT(provenance)
static const struct mc_shape_words provenance_words = {provenance_code, provenance_parse};

static const struct mc_shape_member origin_members[] = {
	MC_SHAPE_WORD(struct mc_value, from, "from", false, provenance_words),
	MC_SHAPE(struct mc_value, at, "at", time, false),
	MC_SHAPE(struct mc_value, province_code, "province_code", text, false),
	MC_SHAPE(struct mc_value, ward_code, "ward_code", text, false),
	MC_SHAPE(struct mc_value, old_units, "old_units", flag, false),
};
static const struct mc_shape origin = MC_SHAPE_OF(origin_members);

void mc_value_write(struct mc_json_writer *w, const struct mc_value *value)
{
	mc_jw_text(w, "value", value->text);
	mc_shape_write_members(w, &origin, value);
	if (value->register_text) {
		mc_jw_text(w, "register", value->register_text);
		mc_jw_time_if(w, "register_at", value->register_at);
	}
}

static enum mc_code text_read(const struct mc_json *object, const char *key, bool need, bool clean,
			      char **ret, struct mc_err *why)
{
	return clean ? mc_node_text(object, key, need, MC_MANIFEST_MAX, ret, why)
		     : mc_json_text_dup(object, key, need, ret, why);
}

enum mc_code mc_value_read(const struct mc_json *object, bool clean, struct mc_value *ret,
			   struct mc_err *why)
{
	struct mc_value value = {0};
	enum mc_code code = text_read(object, "value", true, clean, &value.text, why);

	code = code ? code : mc_shape_read(object, &origin, &value, why);
	code = code ? code : text_read(object, "register", false, clean, &value.register_text, why);
	code = code ? code : mc_json_time(object, "register_at", false, &value.register_at, why);
	if (code) {
		mc_value_done(&value);
		return code;
	}
	*ret = value;
	return MC_OK;
}

void mc_value_format(const struct mc_value *value, struct mc_str *ret)
{
	struct mc_json_writer w;

	mc_jw_init(&w, ret);
	mc_jw_object(&w, NULL);
	mc_value_write(&w, value);
	mc_jw_object_end(&w);
}

enum mc_code mc_value_parse(struct mc_slice json, struct mc_value *ret, struct mc_err *why)
{
	struct mc_json *root = NULL;
	enum mc_code code = mc_json_parse(json, &root, why);

	if (!code) {
		code = mc_value_read(root, false, ret, why);
		mc_json_free(root);
	}
	return code;
}

static void drop(char *text)
{
	if (text) { /* a citizen's data does not stay behind in freed memory */
		explicit_bzero(text, strlen(text));
		free(text);
	}
}

void mc_value_done(struct mc_value *value)
{
	drop(value->text);
	drop(value->register_text);
	*value = (struct mc_value){0};
}
