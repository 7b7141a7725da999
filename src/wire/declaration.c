/* SPDX-License-Identifier: MPL-2.0 */
/*
 * declaration.c - what the declarations say, in the order of their items. The items' names stand
 * in the procedure of the manifest's version: repeated in every dossier they would more than
 * double its bytes on the wire.
 */
#include "wire/declaration.h"

#include "motcua/wire/json.h"

/* ---- writing */

static void item_write(struct mc_json_writer *w, const struct mc_declared *item)
{
	if (item->rows) {
		mc_jw_array(w, NULL);
	}
	MC_VEC_EACH (&item->texts, char *, text) {
		mc_jw_text(w, NULL, *text);
	}
	if (item->rows) {
		mc_jw_array_end(w);
	}
}

static bool is_known(const struct mc_form *known, const struct mc_output *output,
		     const struct mc_declaration *now)
{
	struct mc_declaration then;
	bool same;

	if (!known) {
		return false;
	}
	mc_declaration_make(known, output, NULL, &then);
	same = mc_declaration_same(now, &then);
	mc_declaration_done(&then);
	return same;
}

static void declaration_write(struct mc_json_writer *w, const struct mc_declaration *it)
{
	mc_jw_object(w, NULL);
	mc_jw_text(w, "id", it->id);
	mc_jw_array(w, "items");
	MC_VEC_EACH (&it->items, struct mc_declared, item) {
		item_write(w, item);
	}
	mc_jw_array_end(w);
	mc_jw_object_end(w);
}

void mc_declarations_write(struct mc_json_writer *w, const struct mc_form *form,
			   const struct mc_form *known)
{
	bool begun = false;

	MC_VEC_EACH (&form->procedure->outputs, struct mc_output, output) {
		struct mc_declaration it;

		if (!mc_form_declares(form, output)) {
			continue;
		}
		mc_declaration_make(form, output, NULL, &it);
		if (!is_known(known, output, &it)) {
			if (!begun) {
				mc_jw_array(w, "outputs");
				begun = true;
			}
			declaration_write(w, &it);
		}
		mc_declaration_done(&it);
	}
	if (begun) {
		mc_jw_array_end(w);
	}
}

/* ---- reading */

static enum mc_code text_read(const struct mc_json *node, struct mc_declared *item,
			      struct mc_err *why)
{
	const char *text = mc_json_string(node);

	return text && mc_declared_add(item, text) ? MC_OK
						   : mc_node_fail(why, "", "text expected, or too many");
}

static enum mc_code item_read(const struct mc_json *node, struct mc_declaration *ret,
			      struct mc_err *why)
{
	bool rows = mc_node_kind(node) == MC_NODE_ARRAY;
	struct mc_declared *item = mc_declaration_item(ret, rows);
	enum mc_code code = item ? MC_OK : mc_node_fail(why, "", "too many");

	if (!code && !rows) {
		return text_read(node, item, why);
	}
	for (size_t i = 0; !code && i < mc_json_count(node); i++) {
		code = text_read(mc_json_item(node, i), item, why);
		code = mc_node_within(code, why, "[%zu]", i);
	}
	return code;
}

enum mc_code mc_declaration_read(const struct mc_json *node, struct mc_declaration *ret,
				 struct mc_err *why)
{
	const struct mc_json *items = NULL;
	char id[MC_WORD_LEN] = "";
	enum mc_code code = mc_json_text(node, "id", true, id, sizeof(id), why);

	if (!code && !*id) {
		code = mc_node_fail(why, "id", "empty");
	}
	if (!code) {
		code = mc_node_member(node, "items", true, MC_NODE_ARRAY, &items, why);
	}
	if (code) {
		return code;
	}
	mc_declaration_init(ret, id);
	for (size_t i = 0; !code && i < mc_json_count(items); i++) {
		code = item_read(mc_json_item(items, i), ret, why);
		code = mc_node_within(code, why, "items[%zu]", i);
	}
	if (code) {
		mc_declaration_done(ret);
	}
	return code;
}
