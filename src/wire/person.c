/* SPDX-License-Identifier: MPL-2.0 */
/* person.c - people as members of other messages: the public face of person_shape. */
#include "motcua/wire/person.h"

#include "wire/person_shape.h"

static enum mc_code check_object(const struct mc_json *node, struct mc_err *why)
{
	return mc_node_kind(node) == MC_NODE_OBJECT
		       ? MC_OK
		       : mc_fail(why, MC_E_JSON_SHAPE, "object expected");
}

void mc_person_write(struct mc_json_writer *w, const char *key, const struct mc_person *person)
{
	mc_shape_write(w, key, &mc_shape_of_person, person);
}

enum mc_code mc_person_read(const struct mc_json *node, struct mc_person *ret, struct mc_err *why)
{
	struct mc_person person = {0};
	enum mc_code code = check_object(node, why);

	if (!code) {
		code = mc_shape_read(node, &mc_shape_of_person, &person, why);
	}
	if (!code) {
		*ret = person;
	}
	return code;
}

void mc_household_write(struct mc_json_writer *w, const char *key,
			const struct mc_household *household)
{
	mc_shape_write(w, key, &mc_shape_of_household, household);
}

enum mc_code mc_household_read(const struct mc_json *node, struct mc_household *ret,
			       struct mc_err *why)
{
	struct mc_household household = {0};
	enum mc_code code = check_object(node, why);

	if (!code) {
		code = mc_shape_read(node, &mc_shape_of_household, &household, why);
	}
	if (!code) {
		*ret = household;
	}
	return code;
}

void mc_officer_write(struct mc_json_writer *w, const char *key, const struct mc_officer *officer)
{
	mc_shape_write(w, key, &mc_shape_of_officer, officer);
}

enum mc_code mc_officer_read(const struct mc_json *node, struct mc_officer *ret, struct mc_err *why)
{
	struct mc_officer officer = {0};
	enum mc_code code = check_object(node, why);

	if (!code) {
		code = mc_shape_read(node, &mc_shape_of_officer, &officer, why);
	}
	if (!code) {
		*ret = officer;
	}
	return code;
}
