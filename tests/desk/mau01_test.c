/* SPDX-License-Identifier: MPL-2.0 */
/*
 * mau01_test.c - the share of the linked birth form that the register fills in, and what it is a
 * share of: tests/data/mau01_two_married_parents.tsv names the fields that the form itself shows and
 * requires of two married parents, no more and no fewer.
 */
#include "support/everybody.h"
#include "support/mau01.h"
#include "support/opened_desk.h"


enum { AIM = 70 };

static struct mc_form *form;
static bool listed[MC_PROCEDURE_FIELDS_MAX];

static void look_up(const char *role, struct mc_person person)
{
	struct mc_household home = everybodys_home();

	memset(&person.died, 0, sizeof(person.died)); /* everybody's record has all that one can */
	(void)mc_form_prefill(form, role, &person, &home, NOW, NULL);
}

/* What the register does not say is typed as listed. */
static void take_list(void)
{
	char line[MAU01_LINE];
	const char *value;
	FILE *list = fopen(MAU01_LIST, "r");

	assert_non_null(list);
	while (mau01_next(list, line, &value)) {
		int field = mc_procedure_field(form->procedure, line);

		if (field < 0 || listed[field]) {
			fail_msg("%s: no such field, or listed twice", line);
		}
		listed[field] = true;
		if (!form->values[field].text[0]) {
			assert_ok(mc_form_type(form, field, value, NOW, NULL));
		}
	}
	fclose(list);
}

static int fill_form(void **state)
{
	const struct mc_procedure *procedure;

	(void)setup(state);
	assert_ok(mc_desk_procedure(p.desk, "2.002621", &procedure, NULL));
	form = mc_form_new(procedure);
	memset(listed, 0, sizeof(listed));
	look_up("requester", everybody());
	look_up("mother", everybody());
	look_up("father", husband());
	take_list();
	return 0;
}

static int free_form(void **state)
{
	mc_form_free(form);
	return teardown(state);
}

/* Entered by a person, or filled in for one: not what is computed, no file. */
static bool is_asked(int field)
{
	const struct mc_field *of = mc_vec_at(&form->procedure->fields, (size_t)field);

	return mc_form_required(form, field) && !mc_form_follows(form, field) &&
	       of->kind != MC_FIELD_ATTACHMENT;
}

static void the_list_is_what_the_form_requires(void **state)
{
	(void)state;
	for (int i = 0; i < (int)form->procedure->fields.len; i++) {
		const struct mc_field *of = mc_vec_at(&form->procedure->fields, (size_t)i);

		if (is_asked(i) != listed[i]) {
			fail_msg("%s is %s", of->id,
				 listed[i] ? "listed, but not asked for" :
					     "asked for, but not listed");
		}
	}
}

/* And with the listed values the form is complete: nothing else is needed to send it. */
static void it_is_enough(void **state)
{
	static const char *const attached[] = {NULL};
	struct mc_date today = mc_date_of_instant(NOW);
	struct mc_vec problems;

	(void)state;
	mc_form_check(form, attached, &today, &problems);
	MC_VEC_EACH(&problems, struct mc_problem, it) {
		fail_msg("problem with field %d", it->field);
	}
	mc_vec_done(&problems);
}

/* Three cards fill more than 70 in 100; copies and first values do not count. */
static void the_register_fills_more_than_the_aim(void **state)
{
	int fields = 0, filled = 0;

	(void)state;
	for (int i = 0; i < (int)form->procedure->fields.len; i++) {
		const struct mc_field *of = mc_vec_at(&form->procedure->fields, (size_t)i);

		fields += listed[i];
		filled += listed[i] && form->values[i].from == MC_FROM_REGISTER && !of->preset &&
			  !mau01_is_copy(form->procedure, i);
	}
	print_message("the register fills %d of %d\n", filled, fields);
	assert_true(filled * 100 > AIM * fields);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, fill_form, free_form)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_list_is_what_the_form_requires),
		CASE(it_is_enough),
		CASE(the_register_fills_more_than_the_aim),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
