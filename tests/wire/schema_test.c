/* SPDX-License-Identifier: MPL-2.0 */
/*
 * schema_test.c - docs/procedure.schema.json says what the reader reads: every member of
 * the one is a member of the other, needed here and there, with the same words.
 */
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/file.h"
#include "wire/procedure_members.h"

static struct mc_json *schema;

static const char *text_of(const struct mc_json *node, const char *key)
{
	return mc_json_string(mc_json_member(node, key));
}

/* "#/$defs/label" is that node. */
static const struct mc_json *resolved(const struct mc_json *node)
{
	const char *ref = text_of(node, "$ref");

	return ref ? mc_json_member(mc_json_member(schema, "$defs"), ref + strlen("#/$defs/"))
		   : node;
}

/* The object that a property is, or is a list of, or may be. */
static const struct mc_json *object_in(const struct mc_json *node)
{
	const struct mc_json *either;

	node = resolved(node);
	if (!node || mc_json_member(node, "properties")) {
		return node;
	}
	if (mc_json_member(node, "items")) {
		return object_in(mc_json_member(node, "items"));
	}
	either = mc_json_member(node, "oneOf");
	for (size_t i = 0; i < mc_json_count(either); i++) {
		const struct mc_json *found = object_in(mc_json_item(either, i));

		if (found) {
			return found;
		}
	}
	return NULL;
}

static bool is_listed(const struct mc_json *list, const char *word)
{
	for (size_t i = 0; i < mc_json_count(list); i++) {
		const char *item = mc_json_string(mc_json_item(list, i));

		if (item && strcmp(item, word) == 0) {
			return true;
		}
	}
	return false;
}

static void assert_words(const struct mc_json *node, const struct mc_shape_member *m)
{
	const struct mc_json *list = mc_json_member(node, "enum");
	size_t count = 0;

	for (int i = 0; m->words->code(i); i++) {
		if (m->words->code(i)[0]) {
			if (!is_listed(list, m->words->code(i))) {
				fail_msg("%s: the schema lacks the word %s", m->key, m->words->code(i));
			}
			count++;
		}
	}
	assert_int_equal(count, mc_json_count(list));
}

static int compared;

static void compare(const struct mc_json *object, const struct mc_shape *shape, const char *path)
{
	const struct mc_json *properties = mc_json_member(object, "properties"), *value;
	const struct mc_json *required = mc_json_member(object, "required");
	const char *key;

	assert_non_null(properties);
	for (size_t i = 0; i < shape->count; i++) {
		const struct mc_shape_member *m = &shape->members[i];
		const struct mc_json *node = mc_json_member(properties, m->key);
		char inner[200];

		snprintf(inner, sizeof(inner), "%s.%s", path, m->key);
		if (!node) {
			fail_msg("the schema lacks %s", inner);
		}
		if (is_listed(required, m->key) != m->need) {
			fail_msg("%s: needed in one of them only", inner);
		}
		if (m->words) {
			assert_words(node, m);
		}
		if (m->shape) {
			compare(object_in(node), m->shape, inner);
		}
		compared++;
	}
	for (size_t i = 0; mc_json_each(properties, i, &key, &value); i++) {
		bool found = strcmp(key, "v") == 0;

		for (size_t j = 0; j < shape->count; j++) {
			found = found || strcmp(shape->members[j].key, key) == 0;
		}
		if (!found) {
			fail_msg("nobody reads %s.%s", path, key);
		}
	}
}

static void the_schema_is_what_is_read(void **state)
{
	struct mc_str text;

	(void)state;
	mc_str_init(&text, MC_JSON_MAX);
	assert_ok(mc_file_read(MC_SOURCE_DIR "/docs/procedure.schema.json", &text, NULL));
	assert_ok(mc_json_parse(mc_slice_of(&text), &schema, NULL));
	compare(schema, &mc_procedure_shape, "");
	assert_true(compared > 150);
	mc_json_free(schema);
	mc_str_done(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_schema_is_what_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
