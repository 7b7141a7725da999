/* SPDX-License-Identifier: MPL-2.0 */
/* person_test.c - addresses, residence, names, and the parts a form is filled from. */
#include "support/check.h"

#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/domain/person.h"

static const struct mc_address new_home = {
	.ward = "xã Hòa Phú", .province = "tỉnh Đắk Lắk", .detail = "Số 5, thôn An Bình"
};
static const struct mc_address old_home = {
	.ward = "xã Hòa Phú", .district = "huyện Krông Pắc", .province = "tỉnh Đắk Lắk"
};

static void addresses_are_written_small_to_large(void **state)
{
	static const struct mc_address none, province = {.province = "tỉnh Đắk Lắk"};
	char text[300], tight[31];

	(void)state;
	mc_address_format(&new_home, text, sizeof(text));
	assert_string_equal(text, "Số 5, thôn An Bình, xã Hòa Phú, tỉnh Đắk Lắk");
	mc_address_format(&old_home, text, sizeof(text));
	assert_string_equal(text, "xã Hòa Phú, huyện Krông Pắc, tỉnh Đắk Lắk");
	mc_address_format(&province, text, sizeof(text));
	assert_string_equal(text, "tỉnh Đắk Lắk");
	mc_address_format(&none, text, sizeof(text));
	assert_string_equal(text, "");
	mc_address_format(&new_home, tight, sizeof(tight));
	assert_true(strlen(tight) < sizeof(tight));
	assert_memory_equal(tight, "Số 5, thôn An Bình", strlen("Số 5, thôn An Bình"));
	assert_true(mc_address_is_set(&province));
	assert_false(mc_address_is_set(&none));
}

static void residence_is_permanent_first(void **state)
{
	struct mc_person person = {.permanent = new_home, .temporary = old_home};
	enum mc_residence_kind kind;

	(void)state;
	assert_ptr_equal(mc_person_residence(&person, &kind), &person.permanent);
	assert_int_equal(kind, MC_RESIDENCE_PERMANENT);
	person.permanent = (struct mc_address){0};
	assert_ptr_equal(mc_person_residence(&person, &kind), &person.temporary);
	assert_int_equal(kind, MC_RESIDENCE_TEMPORARY);
	person.temporary = (struct mc_address){0};
	person.current = new_home;
	assert_ptr_equal(mc_person_residence(&person, &kind), &person.current);
	assert_int_equal(kind, MC_RESIDENCE_CURRENT);
	person.current = (struct mc_address){0};
	assert_false(mc_address_is_set(mc_person_residence(&person, &kind)));
	assert_int_equal(kind, MC_RESIDENCE_NONE);
}

static void words_go_there_and_back(void **state)
{
	(void)state;
	for (int i = MC_RESIDENCE_NONE; i <= MC_RESIDENCE_CURRENT; i++) {
		enum mc_residence_kind kind = (enum mc_residence_kind)i;

		assert_int_equal(mc_residence_kind_parse(mc_residence_kind_code(kind)), i);
		assert_true(strlen(mc_residence_kind_text(kind)) > 3);
	}
	for (int i = MC_HEAD_UNKNOWN; i <= MC_HEAD_ELSEWHERE; i++) {
		enum mc_head_status status = (enum mc_head_status)i;

		assert_int_equal(mc_head_status_parse(mc_head_status_code(status)), i);
		assert_true(strlen(mc_head_status_text(status)) > 3);
	}
	assert_int_equal(mc_residence_kind_parse("nowhere"), MC_RESIDENCE_NONE);
	assert_int_equal(mc_head_status_parse("nobody"), MC_HEAD_UNKNOWN);
}

static void names_are_letters(void **state)
{
	static const struct {
		const char *name;
		enum mc_code code;
	} rows[] = {
		{"Nguyễn Thị Hòa", MC_OK},
		{"Y", MC_OK},
		{"H'Hen Niê", MC_OK},
		{"H’Lan Ênuôl", MC_OK},
		{"Đê-li A. Bkrông", MC_OK},
		{"Ho\xcc\x80\x61", MC_OK},
		{"", MC_E_NAME},
		{"-", MC_E_NAME},
		{"' .", MC_E_NAME},
		{"Lan2", MC_E_NAME},
		{"Lan_", MC_E_NAME},
		{"Lan|An", MC_E_NAME},
		{"Lan\tAn", MC_E_NAME},
		{"李", MC_E_NAME},
		{"L\xe1n", MC_E_TEXT_UTF8},
		{"Lan\xe1\xbb", MC_E_TEXT_UTF8},
	};
	char longest[MC_NAME_LETTERS * 3 + 4] = "";

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		assert_code(mc_name_check(rows[i].name, NULL), rows[i].code);
	}
	for (int i = 0; i < MC_NAME_LETTERS; i++) {
		strcat(longest, "ệ");
	}
	assert_ok(mc_name_check(longest, NULL));
	strcat(longest, "ệ");
	assert_code(mc_name_check(longest, NULL), MC_E_NAME);
}

static void parts_are_found_by_name(void **state)
{
	const struct mc_person person = {
		.number = "001190000123", .full_name = "Nguyễn Thị Hòa", .born = {1990, 0, 0},
		.sex = MC_SEX_FEMALE,	  .ethnicity = "Kinh",		 .cmnd = "012345678",
		.temporary = new_home,	  .origin = old_home,		 .relation_to_head = "vợ",
		.permanent_since = {2019, 5, 0}, .died = {2026, 11, 3},
		.father = {"001060000111", "Nguyễn Văn Cả"},
		.mother = {"", "Lê Thị Ba"},
		.spouse = {"001085000001", "Trần Văn Bình"},
	};
	const struct mc_household household = { .id = "H1",
						.head = {"001085000001", "Trần Văn Bình"},
						.address = old_home };
	static const struct {
		const char *source, *text;
	} rows[] = {
		{"full_name", "Nguyễn Thị Hòa"},
		{"number", "001190000123"},
		{"cmnd", "012345678"},
		{"born", "1990"},
		{"died", "2026-11-03"},
		{"sex", "female"},
		{"father.full_name", "Nguyễn Văn Cả"},
		{"father.number", "001060000111"},
		{"mother.full_name", "Lê Thị Ba"},
		{"mother.number", ""},
		{"spouse.full_name", "Trần Văn Bình"},
		{"spouse.number", "001085000001"},
		{"ethnicity", "Kinh"},
		{"religion", ""},
		{"nationality", ""},
		{"marital_status", ""},
		{"birth_place", ""},
		{"origin", "xã Hòa Phú, huyện Krông Pắc, tỉnh Đắk Lắk"},
		{"permanent.address", ""},
		{"permanent.since", "2019-05"},
		{"temporary.address", "Số 5, thôn An Bình, xã Hòa Phú, tỉnh Đắk Lắk"},
		{"current.address", ""},
		{"residence.address", "Số 5, thôn An Bình, xã Hòa Phú, tỉnh Đắk Lắk"},
		{"residence.kind", "temporary"},
		{"relation_to_head", "vợ"},
		{"is_head", "no"},
		{"household.id", "H1"},
		{"household.address", "xã Hòa Phú, huyện Krông Pắc, tỉnh Đắk Lắk"},
		{"household.head.full_name", "Trần Văn Bình"},
		{"household.head.number", "001085000001"},
	};
	char text[400];

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		assert_true(mc_person_has_source(rows[i].source));
		assert_true(mc_person_value(&person, &household, rows[i].source, text,
					    sizeof(text)));
		assert_string_equal(text, rows[i].text);
		assert_true(mc_person_value(&person, NULL, rows[i].source, text, sizeof(text)));
		if (strncmp(rows[i].source, "household", 9) == 0) {
			assert_string_equal(text, "");
		}
	}
	assert_false(mc_person_value(&person, &household, "salary", text, sizeof(text)));
	assert_false(mc_person_has_source(""));
}

/* By the relation or by the household's number; where neither is said, nobody knows. */
static void who_is_the_head(void **state)
{
	static const struct {
		const char *relation, *head, *says;
	} rows[] = {
		{"chủ hộ", "", "yes"}, {"Chủ hộ", "001085000001", "yes"}, {"", "001090000111", "yes"},
		{"vợ", "", "no"},      {"", "001085000001", "no"},	  {"", "", ""},
	};
	char text[10];

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct mc_person person = {.number = "001090000111"};
		struct mc_household household = {.id = "H1"};

		MC_COPY(person.relation_to_head, rows[i].relation);
		MC_COPY(household.head.number, rows[i].head);
		assert_true(mc_person_value(&person, &household, "is_head", text, sizeof(text)));
		assert_string_equal(text, rows[i].says);
	}
}

/* One birth is told; of two nobody may choose; a child's relation by blood alone. */
static void births_and_what_follows_from_them(void **state)
{
	static const struct {
		const char *source, *one;
	} rows[] = {
		{"birth.number", "66001/2026/000001"},
		{"birth.issued", "2026-11-21"},
		{"birth.born", "2026-11-20"},
		{"birth.sex", "female"},
		{"birth.place", "Bệnh viện Mẫu"},
		{"birth.notice", "electronic"},
	};
	struct mc_person person = {.birth_count = 1};
	char text[MC_TEXT_LEN];

	(void)state;
	person.births[0] = (struct mc_birth){ .number = "66001/2026/000001", .place = "Bệnh viện Mẫu",
					      .born = {2026, 11, 20}, .issued = {2026, 11, 21},
					      .sex = MC_SEX_FEMALE };
	for (int count = 1; count >= 0; count--) {
		person.birth_count = (uint8_t)(count ? 1 : 2);
		for (size_t i = 0; i < MC_COUNT(rows); i++) {
			assert_true(mc_person_value(&person, NULL, rows[i].source, text,
						    sizeof(text)));
			assert_string_equal(text, count ? rows[i].one : "");
		}
		assert_true(mc_person_value(&person, NULL, "birth.relation", text, sizeof(text)));
		assert_string_equal(text, "mother"); /* of whichever */
	}
	person.birth_count = 0;
	assert_true(mc_person_value(&person, NULL, "birth.relation", text, sizeof(text)));
	assert_string_equal(text, "");
}

static void a_childs_relation_to_the_head(void **state)
{
	static const struct {
		const char *relation;
		enum mc_sex sex;
		const char *child;
	} rows[] = {
		{"chủ hộ", MC_SEX_MALE, "con đẻ"},    {"Chủ hộ", MC_SEX_FEMALE, "con đẻ"},
		{"con đẻ", MC_SEX_MALE, "cháu nội"},  {"con đẻ", MC_SEX_FEMALE, "cháu ngoại"},
		{"con đẻ", MC_SEX_UNKNOWN, ""},
		{"vợ", MC_SEX_FEMALE, ""}, /* whose child it is, her record does not say */
		{"con dâu", MC_SEX_FEMALE, ""},       {"", MC_SEX_MALE, ""},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct mc_person person = {.sex = rows[i].sex};
		char text[MC_WORD_LEN];

		MC_COPY(person.relation_to_head, rows[i].relation);
		assert_true(mc_person_value(&person, NULL, "child.relation_to_head", text,
					    sizeof(text)));
		assert_string_equal(text, rows[i].child);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_are_written_small_to_large),
		cmocka_unit_test(residence_is_permanent_first),
		cmocka_unit_test(words_go_there_and_back),
		cmocka_unit_test(names_are_letters),
		cmocka_unit_test(who_is_the_head),
		cmocka_unit_test(births_and_what_follows_from_them),
		cmocka_unit_test(a_childs_relation_to_the_head),
		cmocka_unit_test(parts_are_found_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
