/* SPDX-License-Identifier: MPL-2.0 */
/* legal_note_test.c - a note that can be relied on, and which field it concerns. */
#include "support/check.h"

#include "domain/sample.h"
#include "motcua/domain/legal_note.h"

static struct mc_label both(const char *text)
{
	return (struct mc_label){mc_strdup(text), mc_strdup(text)};
}

static struct mc_legal_note *sample_note(void)
{
	struct mc_legal_note *note = mc_legal_note_new();

	note->id = mc_strdup("household_book");
	note->name = both("Sổ hộ khẩu");
	((struct mc_legal *)mc_vec_push(&note->demanded))->text = mc_strdup("Luật Cư trú 2006");
	((struct mc_legal *)mc_vec_push(&note->ended))->text = mc_strdup("Luật Cư trú 2020");
	note->since = (struct mc_date){2023, 1, 1};
	note->stead = both("Tra cứu");
	note->when_wrong = both("Phiếu yêu cầu bổ sung");
	note->must_not = both("Không được yêu cầu");
	return note;
}

static void no_id(struct mc_legal_note *n)
{
	free(n->id);
	n->id = NULL;
}

static void no_name(struct mc_legal_note *n)
{
	n->name.vi[0] = '\0';
}

static void nothing_demanded_it(struct mc_legal_note *n)
{
	struct mc_legal *legal = mc_vec_at(&n->demanded, 0);

	free(legal->text);
	mc_vec_reset(&n->demanded);
}

static void ended_before_it_began(struct mc_legal_note *n)
{
	struct mc_legal *legal = mc_vec_at(&n->ended, 0);

	legal->from = (struct mc_date){2026, 1, 1};
	legal->until = (struct mc_date){2025, 12, 31};
}

static void only_a_year(struct mc_legal_note *n)
{
	n->since = (struct mc_date){2023, 0, 0};
}

static void nothing_in_its_place(struct mc_legal_note *n)
{
	free(n->stead.vi);
	n->stead.vi = NULL;
}

static const struct {
	void (*spoil)(struct mc_legal_note *);
	const char *detail;
} breaks[] = {
	{no_id, "id"},
	{no_name, "name"},
	{nothing_demanded_it, "demanded"},
	{ended_before_it_began, "ended"},
	{only_a_year, "since"},
	{nothing_in_its_place, "stead"},
};

static void a_note_says_enough(void **state)
{
	struct mc_legal_note *note = sample_note();

	(void)state;
	assert_ok(mc_legal_note_check(note, NULL));
	mc_legal_note_free(note);
	mc_legal_note_free(NULL);
	for (size_t i = 0; i < MC_COUNT(breaks); i++) {
		struct mc_err why = {0};

		note = sample_note();
		breaks[i].spoil(note);
		assert_code(mc_legal_note_check(note, &why), MC_E_LEGAL_FILE);
		assert_string_equal(why.detail, breaks[i].detail);
		mc_legal_note_free(note);
	}
}

/* A field that the register fills in place of a paper leads to that paper's note; but only
 * where this procedure ever asked for it. */
static void a_field_leads_to_the_paper_it_replaced(void **state)
{
	struct mc_procedure *procedure = sample_procedure();
	struct mc_field *field = mc_vec_at(
		&procedure->fields, (size_t)mc_procedure_field(procedure, "mother.born"));
	struct mc_paper *paper = mc_vec_at(&procedure->papers, 0);
	struct mc_prefill *prefill = mc_vec_at(&field->prefill, 0);

	(void)state;
	assert_non_null(prefill);
	free(prefill->source);
	prefill->source = mc_strdup("household.head.full_name");
	assert_null(mc_field_note(procedure, field));
	assert_null(mc_procedure_once_asked(procedure, "household_book"));
	mc_vec_init(&paper->notes, sizeof(char *), 3);
	*(char **)mc_vec_push(&paper->notes) = mc_strdup("household_book");
	assert_true(mc_paper_has_note(paper, "household_book"));
	assert_false(mc_paper_has_note(paper, "household"));
	assert_ptr_equal(mc_procedure_once_asked(procedure, "household_book"), paper);
	assert_string_equal(mc_field_note(procedure, field), "household_book");
	free(prefill->source);
	prefill->source = mc_strdup("full_name"); /* no paper of its own said this */
	assert_null(mc_field_note(procedure, field));
	mc_procedure_free(procedure);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_note_says_enough),
		cmocka_unit_test(a_field_leads_to_the_paper_it_replaced),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
