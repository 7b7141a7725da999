/* SPDX-License-Identifier: MPL-2.0 */
/* part.c - a sealed attachment's description. */
#include "wire/part.h"

#include <string.h>

#include "wire/node.h"
#include "wire/shape.h"

static const struct mc_shape_member part_members[] = {
	MC_SHAPE_EXACT(struct mc_part, sha256, "sha256", true, hex),
	MC_SHAPE(struct mc_part, size, "size", int, true),
	MC_SHAPE_EXACT(struct mc_part, plain_sha256, "plain_sha256", true, hex),
	MC_SHAPE(struct mc_part, plain_size, "plain_size", int, true),
	MC_SHAPE(struct mc_part, paper, "paper", text, true),
	MC_SHAPE(struct mc_part, name, "name", text, true),
	MC_SHAPE(struct mc_part, type, "type", text, true),
};
static const struct mc_shape shape = MC_SHAPE_OF(part_members);

void mc_part_write(struct mc_json_writer *w, const struct mc_part *part)
{
	mc_shape_write(w, NULL, &shape, part);
}

enum mc_code mc_part_read(const struct mc_json *node, struct mc_part *ret, struct mc_err *why)
{
	struct mc_part part = {0};
	enum mc_code code = mc_shape_read(node, &shape, &part, why);

	/* Whoever saves it under this name must not be led to another folder. */
	if (!code &&
	    (strchr(part.name, '/') || !strcmp(part.name, ".") || !strcmp(part.name, ".."))) {
		code = mc_node_fail(why, "name", "not a base name");
	}
	if (!code) {
		*ret = part;
	}
	return code;
}

void mc_part_format(const struct mc_part *part, struct mc_str *ret)
{
	struct mc_json_writer w;

	mc_jw_init(&w, ret);
	mc_part_write(&w, part);
}

enum mc_code mc_part_parse(struct mc_slice json, struct mc_part *ret, struct mc_err *why)
{
	struct mc_json *root;
	enum mc_code code = mc_json_parse(json, &root, why);

	if (!code) {
		code = mc_part_read(root, ret, why);
		mc_json_free(root);
	}
	return code;
}
