/* SPDX-License-Identifier: MPL-2.0 */
/* legal_note_test.c - a note's file read, and damaged ones. */
#include "wire/refuse.h"

#include "motcua/wire/legal_note.h"

static const char good[] =
	"{\"v\":1,\"id\":\"household_book\",\"version\":\"2026-11-28\","
	"\"name\":{\"vi\":\"Sổ hộ khẩu\",\"en\":\"Household book\"},"
	"\"demanded\":[{\"text\":\"Luật Cư trú 2006\",\"article\":\"điều 24\","
	"\"from\":\"2007-07-01\",\"until\":\"2021-06-30\"}],"
	"\"ended\":[{\"text\":\"Luật Cư trú 2020\",\"until\":null}],\"since\":\"2023-01-01\","
	"\"database\":{\"vi\":\"CSDL dân cư\",\"en\":\"Population database\"},"
	"\"stead\":{\"vi\":\"a\",\"en\":\"b\"},\"when_wrong\":{\"vi\":\"c\",\"en\":\"d\"},"
	"\"must_not\":{\"vi\":\"e\",\"en\":\"f\"},\"source\":\"s\",\"unconfirmed\":[\"since\"]}";

static enum mc_code read(struct mc_slice text, struct mc_err *why)
{
	struct mc_legal_note *note = NULL;
	enum mc_code code = mc_legal_note_parse(text, &note, why);

	mc_legal_note_free(note);
	return code;
}

static void a_note_is_read(void **state)
{
	struct mc_legal_note *note;
	const struct mc_legal *legal;

	(void)state;
	assert_ok(mc_legal_note_parse(mc_slice_text(good), &note, NULL));
	assert_string_equal(note->id, "household_book");
	assert_string_equal(note->name.vi, "Sổ hộ khẩu");
	legal = mc_vec_at(&note->demanded, 0);
	assert_string_equal(legal->article, "điều 24");
	assert_int_equal(legal->until.year, 2021);
	legal = mc_vec_at(&note->ended, 0);
	assert_null(legal->article);
	assert_false(mc_date_is_set(&legal->until));
	assert_int_equal(note->since.year, 2023);
	assert_int_equal(note->unconfirmed.len, 1);
	mc_legal_note_free(note);
}

static void damaged_ones_are_refused(void **state)
{
	static const struct spoil spoils[] = {
		{"\"id\":\"household_book\",", "", "id: missing"},
		{"\"id\":\"household_book\"", "\"id\":\"\"", "id: empty"},
		{"\"en\":\"Household book\"", "\"fr\":\"Livre\"", "name.en: missing"},
		{ "[{\"text\":\"Luật Cư trú 2006\"", "[{\"txt\":\"Luật Cư trú 2006\"",
		  "demanded[0].text: missing" },
		{"2021-06-30", "2006-06-30", "demanded"},
		{ "\"ended\":[{\"text\":\"Luật Cư trú 2020\",\"until\":null}]", "\"ended\":[]",
		  "ended" },
		{"2023-01-01", "2023", "since"},
		{"2023-01-01", "2023-02-30", "since"},
		{"\"must_not\":{\"vi\":\"e\"", "\"must_not\":{\"vi\":5", "must_not.vi"},
		{"[\"since\"]", "[5]", "unconfirmed"},
	};

	(void)state;
	assert_refused(good, spoils, MC_COUNT(spoils), MC_E_LEGAL_FILE, read);
	assert_cut(good, read);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_note_is_read),
		cmocka_unit_test(damaged_ones_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
