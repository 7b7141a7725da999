/* SPDX-License-Identifier: MPL-2.0 */
/* places.c - the tables of provinces and communes, read. */
#include "motcua/wire/places.h"

#include <string.h>

#include "motcua/text/text.h"
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

static const struct mc_shape_member since_members[] = {
	MC_SHAPE(struct mc_area, from, "from", date, false),
};
static const struct mc_shape since_shape = MC_SHAPE_OF(since_members);

/* One word of a line; false when there is none or it is too long. */
static bool read_word(const char **at, char *ret, size_t size)
{
	size_t len = strcspn(*at, " ");

	if (!len || len >= size || !(*at)[len]) {
		return false;
	}
	memcpy(ret, *at, len);
	ret[len] = '\0';
	*at += len + 1;
	return true;
}

/* "24133 66 ward Buôn Ma Thuột": a commune that is there since `from` and still. */
static enum mc_code read_line(const char *text, const struct mc_date *from, struct mc_area *ret,
			      struct mc_err *why)
{
	char kind[16];

	if (!mc_date_is_set(from)) {
		return mc_node_fail(why, "", "a line needs the list's \"from\"");
	}
	if (!read_word(&text, ret->code, sizeof(ret->code)) ||
	    !read_word(&text, ret->province, sizeof(ret->province)) ||
	    !read_word(&text, kind, sizeof(kind))) {
		return mc_node_fail(why, "", "\"code province kind name\" expected");
	}
	ret->kind = mc_place_kind_parse(kind);
	ret->from = *from;
	if (!ret->kind || mc_text_clean_to(text, ret->name, sizeof(ret->name), NULL)) {
		return mc_node_fail(why, "", ret->kind ? "name" : "kind");
	}
	return MC_OK;
}

static enum mc_code read_entry(const struct mc_json *item, const struct mc_date *from,
			       struct mc_area *ret, struct mc_err *why)
{
	switch (mc_node_kind(item)) {
	case MC_NODE_TEXT:
		return read_line(mc_json_string(item), from, ret, why);
	case MC_NODE_OBJECT:
		return mc_shape_read(item, &place_shape, ret, why);
	default:
		return mc_node_fail(why, "", "object expected");
	}
}

static enum mc_code read_list(const struct mc_json *root, const char *key, struct mc_vec *ret,
			      struct mc_err *why)
{
	struct mc_area since = {.code = ""}; /* of the lines: its `from` alone */
	const struct mc_json *list = NULL;
	enum mc_code code = mc_shape_read(root, &since_shape, &since, why);

	if (!code) {
		code = mc_node_member(root, key, true, MC_NODE_ARRAY, &list, why);
	}
	for (size_t i = 0; !code && i < mc_json_count(list); i++) {
		struct mc_area *place = mc_vec_push(ret);

		code = place ? read_entry(mc_json_item(list, i), &since.from, place, why)
			     : mc_node_fail(why, "", "too many");
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
