/* SPDX-License-Identifier: MPL-2.0 */
/* person_test.c - a record with every member filled, and one with none. */
#include "support/check.h"

#include "motcua/wire/person.h"

#define PLACE(letter)                                                                              \
	{                                                                                          \
		"66", "24133", "p" letter, "d" letter, "w" letter, "h" letter                      \
	}
#define PLACE_JSON(letter)                                                                         \
	"{\"province_code\":\"66\",\"ward_code\":\"24133\",\"province\":\"p" letter                \
	"\",\"district\":\"d" letter "\",\"ward\":\"w" letter "\",\"detail\":\"h" letter "\"}"
#define NUMBER(digit) "06619000000" digit

static const struct mc_person person = {
	.number = NUMBER("1"),
	.cmnd = "240123456",
	.old_number = NUMBER("2"),
	.full_name = "n",
	.born = {1990, 3, 5},
	.died = {2020, 4, 0},
	.sex = MC_SEX_MALE,
	.ethnicity = "e",
	.religion = "r",
	.nationality = "vn",
	.marital_status = "m",
	.birth_place = PLACE("1"),
	.origin = PLACE("2"),
	.permanent = PLACE("3"),
	.temporary = PLACE("4"),
	.current = PLACE("5"),
	.permanent_since = {2000, 0, 0},
	.father = {NUMBER("3"), "f"},
	.mother = {NUMBER("4"), "g"},
	.spouse = {NUMBER("5"), "s"},
	.relation_to_head = "c",
};

/* clang-format off */
static const char person_json[] =
	"{\"number\":\"" NUMBER("1") "\",\"cmnd\":\"240123456\",\"old_number\":\"" NUMBER("2")
	"\",\"full_name\":\"n\",\"born\":\"1990-03-05\",\"died\":\"2020-04\",\"sex\":\"male\","
	"\"ethnicity\":\"e\",\"religion\":\"r\",\"nationality\":\"vn\",\"marital_status\":\"m\","
	"\"birth_place\":" PLACE_JSON("1") ",\"origin\":" PLACE_JSON("2")
	",\"permanent\":" PLACE_JSON("3") ",\"permanent_since\":\"2000\",\"temporary\":"
	PLACE_JSON("4") ",\"current\":" PLACE_JSON("5") ",\"father\":{\"number\":\"" NUMBER("3")
	"\",\"full_name\":\"f\"},\"mother\":{\"number\":\"" NUMBER("4") "\",\"full_name\":\"g\"},"
	"\"spouse\":{\"number\":\"" NUMBER("5") "\",\"full_name\":\"s\"},"
	"\"relation_to_head\":\"c\"}";
/* clang-format on */

static const struct mc_household household = {
	.id = "h",
	.head = {NUMBER("3"), "f"},
	.head_status = MC_HEAD_ELSEWHERE,
	.address = PLACE("3"),
	.member_count = 2,
	.members = {{NUMBER("1"),
		     "n",
		     {1990, 3, 5},
		     MC_SEX_FEMALE,
		     "c",
		     MC_RESIDENCE_TEMPORARY,
		     {2000, 0, 0},
		     {2030, 1, 0}},
		    {.kind = MC_RESIDENCE_CURRENT}},
};

/* clang-format off */
static const char household_json[] =
	"{\"id\":\"h\",\"head\":{\"number\":\"" NUMBER("3") "\",\"full_name\":\"f\"},"
	"\"head_status\":\"elsewhere\",\"address\":" PLACE_JSON("3") ",\"members\":[{"
	"\"number\":\"" NUMBER("1") "\",\"full_name\":\"n\",\"born\":\"1990-03-05\","
	"\"sex\":\"female\",\"relation\":\"c\",\"kind\":\"temporary\",\"from\":\"2000\","
	"\"until\":\"2030-01\"},{\"kind\":\"current\"}]}";
/* clang-format on */

static struct mc_json *parse(const char *text)
{
	struct mc_json *root = NULL;

	assert_ok(mc_json_parse(mc_slice_text(text), &root, NULL));
	return root;
}

static void test_person(void **state)
{
	struct mc_json *root = parse(person_json);
	struct mc_json_writer w;
	struct mc_person back;
	struct mc_str text;

	(void)state;
	mc_str_init(&text, 8000);
	mc_jw_init(&w, &text);
	mc_person_write(&w, NULL, &person);
	assert_string_equal(text.data, person_json);
	assert_ok(mc_person_read(root, &back, NULL));
	mc_str_reset(&text);
	mc_jw_init(&w, &text);
	mc_person_write(&w, NULL, &back);
	assert_string_equal(text.data, person_json);
	mc_json_free(root);
	mc_str_done(&text);
}

static void test_household(void **state)
{
	struct mc_json *root = parse(household_json);
	struct mc_json_writer w;
	struct mc_household back;
	struct mc_str text;

	(void)state;
	mc_str_init(&text, 8000);
	mc_jw_init(&w, &text);
	mc_household_write(&w, NULL, &household);
	assert_string_equal(text.data, household_json);
	assert_ok(mc_household_read(root, &back, NULL));
	mc_str_reset(&text);
	mc_jw_init(&w, &text);
	mc_household_write(&w, NULL, &back);
	assert_string_equal(text.data, household_json);
	mc_json_free(root);
	mc_str_done(&text);
}

static void test_empty(void **state)
{
	static const struct mc_person nobody;
	static const struct mc_household none;
	static const struct mc_officer officer = {.number = NUMBER("1")};
	struct mc_json_writer w;
	struct mc_str text;

	(void)state;
	mc_str_init(&text, 8000);
	mc_jw_init(&w, &text);
	mc_jw_object(&w, NULL);
	mc_person_write(&w, "person", &nobody);
	mc_household_write(&w, "household", &none);
	mc_officer_write(&w, "officer", &officer);
	mc_jw_object_end(&w);
	assert_string_equal(text.data, "{\"person\":{},\"household\":{},\"officer\":{\"number\":"
				       "\"" NUMBER("1") "\"}}");
	mc_str_done(&text);
}

/* What is no object is refused, and what the caller had stays. */
static void test_refused(void **state)
{
	struct mc_json *root = parse("{\"list\":[],\"officer\":{\"name\":\"A\"}}");
	struct mc_person back = {.number = "mine"};
	struct mc_officer officer = {.number = "mine"};

	(void)state;
	assert_code(mc_person_read(mc_json_member(root, "list"), &back, NULL), MC_E_JSON_SHAPE);
	assert_code(mc_person_read(NULL, &back, NULL), MC_E_JSON_SHAPE);
	assert_string_equal(back.number, "mine");
	assert_code(mc_officer_read(mc_json_member(root, "officer"), &officer, NULL),
		    MC_E_JSON_SHAPE);
	assert_string_equal(officer.number, "mine");
	mc_json_free(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_person),
		cmocka_unit_test(test_household),
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
