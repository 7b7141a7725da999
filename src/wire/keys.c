/* SPDX-License-Identifier: MPL-2.0 */
/* keys.c - the list of the gateway's keys as an answer. */
#include "motcua/wire/keys.h"

void mc_keys_format(const char *list, struct mc_str *ret)
{
	struct mc_json_writer w;

	mc_jw_init(&w, ret);
	mc_jw_object(&w, NULL);
	mc_jw_int(&w, "v", 1);
	mc_jw_text(&w, "keys", list);
	mc_jw_object_end(&w);
}

enum mc_code mc_keys_parse(struct mc_slice json, char **ret, struct mc_err *why)
{
	struct mc_json *root;
	enum mc_code code = mc_json_parse(json, &root, why);

	if (code) {
		return code;
	}
	code = mc_json_text_dup(root, "keys", true, ret, why);
	mc_json_free(root);
	return code;
}
