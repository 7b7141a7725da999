/* SPDX-License-Identifier: MPL-2.0 */
/* form_branch_test.c - which branches a form asks for; fee, declarations and time of the rest. */
#include "support/check.h"

#include "domain/sample.h"

#include "motcua/domain/form.h"

static struct mc_procedure *procedure;
static struct mc_form *form;

static void add_branch(const char *id, const char *after, const char *output)
{
	struct mc_branch *branch = mc_vec_push(&procedure->branches);

	branch->id = mc_strdup(id);
	branch->label.vi = mc_strdup(id);
	branch->after = after ? mc_strdup(after) : NULL;
	branch->output = mc_strdup(output);
	branch->fee_rule = (struct mc_fee_rule){.kind = MC_FEE_FLAT, .counter = 1000};
}

static struct mc_branch *branch_at(size_t i)
{
	return mc_vec_at(&procedure->branches, i);
}

static void add_output(const char *id)
{
	struct mc_output *output = mc_vec_push(&procedure->outputs);

	output->id = mc_strdup(id);
	output->label.vi = mc_strdup(id);
}

/* justice, police after it, and the third, after justice, only for "both". */
static int set_up(void **state)
{
	(void)state;
	procedure = sample_procedure();
	branch_at(0)->output = mc_strdup("first");
	add_branch("police", "justice", "second");
	add_branch("social", "justice", "third");
	branch_at(2)->only_if.field = mc_strdup("case");
	branch_at(2)->only_if.value = mc_strdup("both");
	add_output("first");
	add_output("second");
	add_output("third");
	add_output("all"); /* of no branch */
	form = mc_form_new(procedure);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	mc_form_free(form);
	mc_procedure_free(procedure);
	return 0;
}

static void choose(const char *text)
{
	assert_ok(mc_form_type(form, mc_procedure_field(procedure, "case"), text, 1000, NULL));
}

static bool declares(size_t i)
{
	return mc_form_declares(form, mc_vec_at(&procedure->outputs, i));
}

static void nothing_is_left_out_by_silence(void **state)
{
	(void)state;
	assert_true(mc_procedure_has_choice(procedure));
	for (size_t i = 0; i < 3; i++) {
		assert_true(mc_form_asks(form, branch_at(i)));
	}
	choose("no_father");
	assert_true(mc_form_asks(form, branch_at(0)));
	assert_true(mc_form_asks(form, branch_at(1)));
	assert_false(mc_form_asks(form, branch_at(2)));
	choose("both");
	assert_true(mc_form_asks(form, branch_at(2)));
}

static void a_declaration_goes_with_its_branch(void **state)
{
	(void)state;
	choose("no_father");
	assert_true(declares(0) && declares(1) && declares(3));
	assert_false(declares(2));
	free(branch_at(1)->output);
	branch_at(1)->output = mc_strdup("third"); /* another gets it, too */
	assert_true(declares(2));
}

static void the_fee_is_of_the_branches_asked_for(void **state)
{
	int64_t dong = 0;

	(void)state;
	procedure->fee_rule.kind = MC_FEE_BRANCHES;
	branch_at(0)->fee_rule = (struct mc_fee_rule){.kind = MC_FEE_FLAT, .counter = 1000};
	choose("both");
	assert_true(mc_form_fee(form, &dong));
	assert_int_equal(dong, 3000);
	branch_at(2)->fee_rule.kind = MC_FEE_PROVINCE;
	assert_false(mc_form_fee(form, &dong));
	choose("no_father"); /* what it costs does not matter any more */
	assert_true(mc_form_fee(form, &dong));
	assert_int_equal(dong, 2000);
}

#define TEN {.working_days = 10}
#define SAME_DAY {.same_day = true}

static void the_time_is_of_the_branches_asked_for(void **state)
{
	static const struct {
		const char *choice;
		struct mc_time_rule whole, justice, police;
		int64_t days, verify;
		bool same_day;
	} rows[] = {
		{"both", TEN, SAME_DAY, {.working_days = 1}, 10, 0, false},
		{"no_father", TEN, SAME_DAY, {.working_days = 1}, 1, 1, false},
		{ "no_father", TEN, {.same_day = true, .working_days_verify = 3},
		  {.working_days = 1}, 1, 4, false },
		{"no_father", TEN, SAME_DAY, SAME_DAY, 0, 0, true},
		{"no_father", {.working_days = 2}, {.working_days = 1}, {.working_days = 3}, 2, 0, false},
		{"no_father", TEN, {.hours = 4}, {.working_days = 3}, 10, 0, false},
		{"no_father", TEN, SAME_DAY, {.days = 3}, 10, 0, false},
		{"no_father", TEN, SAME_DAY, {.days = 0}, 10, 0, false},
		{"no_father", {.hours = 8}, SAME_DAY, {.working_days = 1}, 0, 0, false},
	};

	(void)state;
	branch_at(2)->time_rule.working_days = 10;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct mc_time_rule rule;

		choose(rows[i].choice);
		procedure->time_rule = rows[i].whole;
		branch_at(0)->time_rule = rows[i].justice;
		branch_at(1)->time_rule = rows[i].police;
		rule = mc_form_time_rule(form);
		assert_int_equal(rule.working_days, rows[i].days);
		assert_int_equal(rule.working_days_verify, rows[i].verify);
		assert_int_equal(rule.hours, rows[i].whole.hours);
		assert_int_equal(rule.same_day, rows[i].same_day);
	}
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(nothing_is_left_out_by_silence),
		CASE(a_declaration_goes_with_its_branch),
		CASE(the_fee_is_of_the_branches_asked_for),
		CASE(the_time_is_of_the_branches_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
