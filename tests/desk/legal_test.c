/* SPDX-License-Identifier: MPL-2.0 */
/* legal_test.c - the shipped notes against the shipped catalogue; a damaged one marks that one. */
#include "support/province.h"

static struct province p;

static int setup(void **state)
{
	(void)state;
	province_begin(&p);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	setenv("MOTCUA_DATADIR", MC_SOURCE_DIR "/data", 1);
	province_end(&p);
	return 0;
}

/* Every note that a paper names is there and sound; each note has a procedure that needs it. */
static void test_notes_and_catalogue_fit(void **state)
{
	(void)state;
	province_open(&p);
	for (size_t i = 0; i < mc_desk_procedure_count(p.desk); i++) {
		const struct mc_catalog_entry *entry = mc_desk_procedure_at(p.desk, i);

		assert_non_null(entry->procedure);
		MC_VEC_EACH(&entry->procedure->papers, struct mc_paper, paper) {
			MC_VEC_EACH(&paper->notes, char *, id) {
				const struct mc_legal_note *note;

				if (mc_desk_legal_note(p.desk, *id, &note, NULL)) {
					fail_msg("%s, %s: no note %s", entry->code, paper->id, *id);
				}
			}
		}
	}
	assert_true(mc_desk_legal_count(p.desk) >= 10);
	for (size_t i = 0; i < mc_desk_legal_count(p.desk); i++) {
		const struct mc_legal_entry *note = mc_desk_legal_at(p.desk, i);
		int needed = 0;

		assert_non_null(note->note);
		for (size_t k = 0; k < mc_desk_procedure_count(p.desk); k++) {
			needed += mc_procedure_once_asked(
					  mc_desk_procedure_at(p.desk, k)->procedure, note->id) !=
				  NULL;
		}
		if (!needed) {
			fail_msg("no procedure names %s", note->id);
		}
	}
}

/*
 * The two books are gone from the whole catalogue: each procedure names them as cut, with the
 * note, from 2023 on; and no paper that is still asked for is one of them in other words.
 */
static void test_books_across_the_catalogue(void **state)
{
	static const char *const books[] = {"household_book", "temporary_book"};

	(void)state;
	province_open(&p);
	for (size_t i = 0; i < mc_desk_procedure_count(p.desk); i++) {
		const struct mc_procedure *procedure = mc_desk_procedure_at(p.desk, i)->procedure;

		for (size_t k = 0; k < MC_COUNT(books); k++) {
			const struct mc_paper *paper = mc_procedure_once_asked(procedure, books[k]);

			if (!paper) {
				fail_msg("%s does not name %s", procedure->code, books[k]);
			}
			assert_true(paper->cut);
			assert_false(paper->attach_required);
			assert_int_equal(paper->replaced_from.year, 2023);
			assert_non_null(paper->basis);
		}
		MC_VEC_EACH(&procedure->papers, struct mc_paper, paper) {
			if (!paper->cut && (strstr(paper->label.vi, "hộ khẩu") ||
					    strstr(paper->label.vi, "ổ tạm trú"))) {
				fail_msg("%s still asks for %s", procedure->code, paper->id);
			}
		}
	}
}

static void test_a_damaged_note_marks_that_one(void **state)
{
	const struct mc_legal_note *note = NULL;
	char *dir = mc_path_join(p.top, "legal"), *bad = mc_path_join(dir, "bad.json");
	char *other = mc_path_join(dir, "other.json"), *book = mc_path_join(dir, "household_book.json");
	struct mc_str text;
	struct mc_err why = {0};

	(void)state;
	assert_ok(mc_dir_make(dir, 0700, NULL));
	mc_str_init(&text, MC_JSON_MAX);
	assert_ok(mc_file_read(MC_SOURCE_DIR "/data/legal/household_book.json", &text, NULL));
	assert_ok(mc_file_write(book, 0644, mc_slice_of(&text), NULL));
	assert_ok(mc_file_write(other, 0644, mc_slice_of(&text), NULL)); /* another's id */
	province_write(bad, "{\"v\":1,");
	setenv("MOTCUA_DATADIR", p.top, 1);
	province_open(&p);
	assert_int_equal(mc_desk_legal_count(p.desk), 3);
	assert_ok(mc_desk_legal_note(p.desk, "household_book", &note, NULL));
	assert_string_equal(note->id, "household_book");
	assert_code(mc_desk_legal_note(p.desk, "bad", &note, &why), MC_E_LEGAL_FILE);
	assert_true(why.detail[0] != '\0');
	assert_code(mc_desk_legal_note(p.desk, "other", &note, &why), MC_E_LEGAL_FILE);
	assert_code(mc_desk_legal_note(p.desk, "nothing", &note, &why), MC_E_LEGAL_UNKNOWN);
	assert_null(mc_desk_legal_at(p.desk, 3));
	mc_str_done(&text);
	free(bad);
	free(other);
	free(book);
	free(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_notes_and_catalogue_fit, setup, teardown),
		cmocka_unit_test_setup_teardown(test_books_across_the_catalogue, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_damaged_note_marks_that_one, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
