/* SPDX-License-Identifier: MPL-2.0 */
/* legal_test.c - motcua catalog legal: the list, one note, the notes of one procedure. */
#include "app/program.h"

static bool lists(const struct mc_json *array, const char *member, const char *text)
{
	for (size_t i = 0; i < mc_json_count(array); i++) {
		const struct mc_json *item = mc_json_item(array, i);
		const char *got = member ? text_at(item, member) : mc_json_string(item);

		if (got && !strcmp(got, text)) {
			return true;
		}
	}
	return false;
}

static void the_list_names_every_note(void **state)
{
	(void)state;
	need_programs();
	assert_int_equal(run("catalog", "legal", "--json"), 0);
	assert_true(mc_json_count(last.items) >= 10);
	assert_true(lists(last.items, "id", "household_book"));
	assert_true(lists(last.items, "since", "2023-01-01"));
	assert_int_equal(run("catalog", "legal"), 0);
	assert_non_null(strstr(last.out.data, "01/01/2023"));
}

/* What ended the household book, and whom that concerns. */
static void one_note_whole(void **state)
{
	(void)state;
	need_programs();
	assert_int_equal(run("catalog", "legal", "household_book", "--json"), 0);
	assert_string_equal(text_at(last.json, "since"), "2023-01-01");
	assert_true(lists(mc_json_member(last.json, "ended"), "text",
			  "Nghị định 104/2022/NĐ-CP"));
	assert_true(lists(mc_json_member(last.json, "procedures"), NULL, "2.002621"));
	assert_true(lists(mc_json_member(last.json, "procedures"), NULL, "1.004222"));
	assert_int_equal(run("catalog", "legal", "household_book"), 0);
	assert_non_null(strstr(last.out.data, "Luật Cư trú 2020 (68/2020/QH14)"));
	assert_non_null(strstr(last.out.data, "2.002622"));
}

static void notes_of_one_procedure(void **state)
{
	(void)state;
	need_programs();
	assert_int_equal(run("catalog", "legal", "1.000894", "--json"), 0);
	assert_true(lists(last.items, "id", "marital_certificate"));
	assert_false(lists(last.items, "id", "land_certificate"));
	assert_int_equal(run("catalog", "legal", "no_such_paper"), 65);
	assert_non_null(strstr(last.err.data, "[LAW-02]"));
}

static int begin(void **state)
{
	(void)state;
	return open_office(false);
}

static int end(void **state)
{
	(void)state;
	return close_office();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_list_names_every_note),
		cmocka_unit_test(one_note_whole),
		cmocka_unit_test(notes_of_one_procedure),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
