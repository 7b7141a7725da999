/* SPDX-License-Identifier: MPL-2.0 */
/* person_shape.c - person, household, relative, address and officer as tables. */
#include "wire/person_shape.h"

#include "motcua/domain/query.h"

static const struct mc_shape_member address_members[] = {
	MC_SHAPE(struct mc_address, province_code, "province_code", text, false),
	MC_SHAPE(struct mc_address, ward_code, "ward_code", text, false),
	MC_SHAPE(struct mc_address, province, "province", text, false),
	MC_SHAPE(struct mc_address, district, "district", text, false),
	MC_SHAPE(struct mc_address, ward, "ward", text, false),
	MC_SHAPE(struct mc_address, detail, "detail", text, false),
};
static const struct mc_shape address = MC_SHAPE_OF(address_members);

static const struct mc_shape_member relative_members[] = {
	MC_SHAPE_EXACT(struct mc_relative, number, "number", false, digits),
	MC_SHAPE(struct mc_relative, full_name, "full_name", text, false),
};
const struct mc_shape mc_shape_of_relative = MC_SHAPE_OF(relative_members);

static const struct mc_shape_member officer_members[] = {
	MC_SHAPE_EXACT(struct mc_officer, number, "number", true, digits),
	MC_SHAPE(struct mc_officer, full_name, "name", text, false),
};
const struct mc_shape mc_shape_of_officer = MC_SHAPE_OF(officer_members);

/* ---- births: an array beside its count */

static const struct mc_shape_member birth_members[] = {
	MC_SHAPE(struct mc_birth, number, "number", text, true),
	MC_SHAPE(struct mc_birth, issued, "issued", date, false),
	MC_SHAPE(struct mc_birth, born, "born", date, false),
	MC_SHAPE(struct mc_birth, time, "time", text, false),
	MC_SHAPE_WORD(struct mc_birth, sex, "sex", false, mc_shape_sex),
	MC_SHAPE(struct mc_birth, weight, "weight", int, false),
	MC_SHAPE(struct mc_birth, place, "place", text, false),
};
static const struct mc_shape birth = MC_SHAPE_OF(birth_members);

static bool births_is_set(const struct mc_shape_member *m, const void *value)
{
	const struct mc_person *person = value;

	(void)m;
	return person->birth_count;
}

static void births_write(struct mc_json_writer *w, const struct mc_shape_member *m,
			 const void *value)
{
	const struct mc_person *person = value;

	mc_jw_array(w, m->key);
	for (int i = 0; i < person->birth_count; i++) {
		mc_shape_write(w, NULL, &birth, &person->births[i]);
	}
	mc_jw_array_end(w);
}

static enum mc_code births_read(const struct mc_json *object, const struct mc_shape_member *m,
				void *value, struct mc_err *why)
{
	struct mc_person *person = value;
	const struct mc_json *list = NULL;
	enum mc_code code = mc_node_member(object, m->key, m->need, MC_NODE_ARRAY, &list, why);
	size_t count = mc_json_count(list);

	if (code) {
		return code;
	}
	if (count > MC_BIRTHS_MAX) {
		return mc_node_fail(why, m->key, "too many");
	}
	for (size_t i = 0; !code && i < count; i++) {
		code = mc_shape_read(mc_json_item(list, i), &birth, &person->births[i], why);
		code = mc_node_within(code, why, "%s[%zu]", m->key, i);
	}
	person->birth_count = (uint8_t)count;
	return code;
}

static const struct mc_shape_ops births_ops = {
	.is_set = births_is_set,
	.write = births_write,
	.read = births_read,
};

static const struct mc_shape_member person_members[] = {
	MC_SHAPE_EXACT(struct mc_person, number, "number", false, digits),
	MC_SHAPE_EXACT(struct mc_person, cmnd, "cmnd", false, digits),
	MC_SHAPE_EXACT(struct mc_person, old_number, "old_number", false, digits),
	MC_SHAPE(struct mc_person, full_name, "full_name", text, false),
	MC_SHAPE(struct mc_person, born, "born", date, false),
	MC_SHAPE(struct mc_person, died, "died", date, false),
	MC_SHAPE_WORD(struct mc_person, sex, "sex", false, mc_shape_sex),
	MC_SHAPE(struct mc_person, ethnicity, "ethnicity", text, false),
	MC_SHAPE(struct mc_person, religion, "religion", text, false),
	MC_SHAPE(struct mc_person, nationality, "nationality", text, false),
	MC_SHAPE(struct mc_person, marital_status, "marital_status", text, false),
	MC_SHAPE_OBJECT(struct mc_person, birth_place, "birth_place", false, address),
	MC_SHAPE_OBJECT(struct mc_person, origin, "origin", false, address),
	MC_SHAPE_OBJECT(struct mc_person, permanent, "permanent", false, address),
	MC_SHAPE(struct mc_person, permanent_since, "permanent_since", date, false),
	MC_SHAPE_OBJECT(struct mc_person, temporary, "temporary", false, address),
	MC_SHAPE_OBJECT(struct mc_person, current, "current", false, address),
	MC_SHAPE_OBJECT(struct mc_person, father, "father", false, mc_shape_of_relative),
	MC_SHAPE_OBJECT(struct mc_person, mother, "mother", false, mc_shape_of_relative),
	MC_SHAPE_OBJECT(struct mc_person, spouse, "spouse", false, mc_shape_of_relative),
	MC_SHAPE(struct mc_person, relation_to_head, "relation_to_head", text, false),
	{.key = "births", .ops = &births_ops},
};
const struct mc_shape mc_shape_of_person = MC_SHAPE_OF(person_members);

/* ---- the household's members: an array beside its count */

static const struct mc_shape_member member_members[] = {
	MC_SHAPE_EXACT(struct mc_member, number, "number", false, digits),
	MC_SHAPE(struct mc_member, full_name, "full_name", text, false),
	MC_SHAPE(struct mc_member, born, "born", date, false),
	MC_SHAPE_WORD(struct mc_member, sex, "sex", false, mc_shape_sex),
	MC_SHAPE(struct mc_member, relation, "relation", text, false),
	MC_SHAPE_WORD(struct mc_member, kind, "kind", false, mc_shape_residence),
	MC_SHAPE(struct mc_member, from, "from", date, false),
	MC_SHAPE(struct mc_member, until, "until", date, false),
};
static const struct mc_shape member = MC_SHAPE_OF(member_members);

static bool members_is_set(const struct mc_shape_member *m, const void *value)
{
	const struct mc_household *household = value;

	(void)m;
	return household->member_count;
}

static void members_write(struct mc_json_writer *w, const struct mc_shape_member *m,
			  const void *value)
{
	const struct mc_household *household = value;

	mc_jw_array(w, m->key);
	for (int i = 0; i < household->member_count; i++) {
		mc_shape_write(w, NULL, &member, &household->members[i]);
	}
	mc_jw_array_end(w);
}

static enum mc_code members_read(const struct mc_json *object, const struct mc_shape_member *m,
				 void *value, struct mc_err *why)
{
	struct mc_household *household = value;
	const struct mc_json *list = NULL;
	enum mc_code code = mc_node_member(object, m->key, m->need, MC_NODE_ARRAY, &list, why);
	size_t count = mc_json_count(list);

	if (code) {
		return code;
	}
	if (count > MC_HOUSEHOLD_MAX) {
		return mc_node_fail(why, m->key, "too many");
	}
	for (size_t i = 0; !code && i < count; i++) {
		code = mc_shape_read(mc_json_item(list, i), &member, &household->members[i], why);
		code = mc_node_within(code, why, "%s[%zu]", m->key, i);
	}
	household->member_count = (uint8_t)count;
	return code;
}

static const struct mc_shape_ops members_ops = {
	.is_set = members_is_set,
	.write = members_write,
	.read = members_read,
};

static const struct mc_shape_member household_members[] = {
	MC_SHAPE(struct mc_household, id, "id", text, false),
	MC_SHAPE_OBJECT(struct mc_household, head, "head", false, mc_shape_of_relative),
	MC_SHAPE_WORD(struct mc_household, head_status, "head_status", false, mc_shape_head_status),
	MC_SHAPE_OBJECT(struct mc_household, address, "address", false, address),
	{.key = "members", .ops = &members_ops},
};
const struct mc_shape mc_shape_of_household = MC_SHAPE_OF(household_members);
