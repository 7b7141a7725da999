/* SPDX-License-Identifier: MPL-2.0 */
/* places.c - the tables of provinces and communes, read. */
#include "motcua/wire/places.h"

#include "wire/shape.h"

MC_SHAPE_ADAPT(place_kind)

static const struct mc_shape_words kind_words = {place_kind_code, place_kind_parse};

static const struct mc_shape_member place_members[] = {
	MC_SHAPE(struct mc_area, code, "code", text, true),
	MC_SHAPE(struct mc_area, province, "province", text, false),
	MC_SHAPE_WORD(struct mc_area, kind, "kind", true, kind_words),
	MC_SHAPE(struct mc_area, name, "name", text, true),
	MC_SHAPE(struct mc_area, from, "from", date, false),
	MC_SHAPE(struct mc_area, until, "until", date, false),
	MC_SHAPE(struct mc_area, into, "into", text, false),
};
static const struct mc_shape place_shape = MC_SHAPE_OF(place_members);

static enum mc_code read_list(const struct mc_json *root, const char *key, struct mc_vec *ret,
			      struct mc_err *why)
{
	const struct mc_json *list = NULL;
	enum mc_code code = mc_node_member(root, key, true, MC_NODE_ARRAY, &list, why);

	for (size_t i = 0; !code && i < mc_json_count(list); i++) {
		const struct mc_json *item = mc_json_item(list, i);
		struct mc_area *place = mc_vec_push(ret);

		if (!place) {
			code = mc_node_fail(why, "", "too many");
		} else if (mc_node_kind(item) != MC_NODE_OBJECT) {
			code = mc_node_fail(why, "", "object expected");
		} else {
			code = mc_shape_read(item, &place_shape, place, why);
		}
		code = mc_node_within(code, why, "%s[%zu]", key, i);
	}
	return code;
}

static enum mc_code read_file(struct mc_slice json, const char *key, struct mc_vec *ret,
			      bool *ret_complete, struct mc_err *why)
{
	struct mc_json *root = NULL;
	enum mc_code code = mc_node_open(json, &root, why);

	if (!code) {
		code = read_list(root, key, ret, why);
	}
	if (!code) {
		code = mc_json_bool(root, "complete", false, ret_complete, why);
	}
	mc_json_free(root);
	return code;
}

enum mc_code mc_places_parse(struct mc_slice provinces, struct mc_slice communes,
			     struct mc_places *ret, struct mc_err *why)
{
	struct mc_places places;
	bool ignored = false;
	enum mc_code code;

	mc_places_init(&places);
	code = read_file(provinces, "provinces", &places.provinces, &ignored, why);
	if (!code && communes.len) {
		code = read_file(communes, "communes", &places.communes, &places.complete, why);
	}
	if (!code) {
		code = mc_places_check(&places, why);
	}
	if (code) {
		mc_places_done(&places);
		if (why) {
			why->code = MC_E_PLACE_FILE; /* the detail stays */
		}
		return MC_E_PLACE_FILE;
	}
	*ret = places;
	return MC_OK;
}
