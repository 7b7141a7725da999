/* SPDX-License-Identifier: MPL-2.0 */
/*
 * ages_test.c - every age that the law sets, in the procedures that are shipped: on the day
 * itself, the day before, and of somebody of whom the year alone is known. A rule with years
 * that stands in no row of the table fails: nobody adds one that is not looked at.
 */
#include "support/opened_desk.h"

/* The day that b is where a rule has one, and today. */
static const struct mc_date event_day = {2026, 11, 10}, today = {2026, 11, 23};

struct age {
	const char *code;
	enum mc_rule_kind kind;
	const char *a, *b; /* b NULL: today */
	int years;
	bool warns;
	const char *field, *value; /* of the case that it is about; NULL = any */
};

#define BIRTH(code, field, value)                                                       \
	{code, MC_RULE_YEARS_APART, "mother.born", "child.born", 9, false, field, value}, \
	{code, MC_RULE_YEARS_APART, "father.born", "child.born", 9, false, field, value}
#define AT_LEAST(code, a, years, field, value) \
	{code, MC_RULE_MIN_AGE, a, NULL, years, false, field, value}
#define YOUNGER(code, a, years, field, value) \
	{code, MC_RULE_MAX_AGE, a, NULL, years, false, field, value}

static const struct age ages[] = {
	/* no parent of a child is younger than nine years more: a slip of the pen */
	BIRTH("1.001193", "birth.case", "both_parents"),
	BIRTH("1.003583", "birth.case", "both_parents"),
	BIRTH("1.004884", NULL, NULL), BIRTH("1.004772", NULL, NULL), BIRTH("1.000689", NULL, NULL),
	BIRTH("2.002621", "authority.birth_case", "both_parents"),
	{"1.001022", MC_RULE_YEARS_APART, "parent.born", "child.born", 9, false, NULL, NULL},
	/* Decree 63/2024: the health card of the linked group is for children under six */
	YOUNGER("2.002621", "child.born", 6, NULL, NULL),
	/* unusual, not wrong */
	{ "2.002621", MC_RULE_MAX_AGE, "mother.born", "child.born", 55, true,
	  "authority.birth_case", "both_parents" },
	{"2.002622", MC_RULE_MAX_AGE, "dead.born", "death.day", 115, true, NULL, NULL},
	/* Law on Marriage and Family 2014, article 8: a woman of 18, a man of 20 */
	AT_LEAST("1.000894", "bride.born", 18, NULL, NULL),
	AT_LEAST("1.000894", "groom.born", 20, NULL, NULL),
	AT_LEAST("1.000593", "bride.born", 18, NULL, NULL),
	AT_LEAST("1.000593", "groom.born", 20, NULL, NULL),
	{"1.004746", MC_RULE_MIN_AGE, "bride.born", "before.day", 18, false, NULL, NULL},
	{"1.004746", MC_RULE_MIN_AGE, "groom.born", "before.day", 20, false, NULL, NULL},
	AT_LEAST("1.004873", "person.born", 18, NULL, NULL),
	AT_LEAST("1.004873", "person.born", 20, "person.sex", "male"),
	/* Civil Code 2015, articles 20, 49, 625, 630: guardians, wards, wills */
	AT_LEAST("1.004837", "guardian.born", 18, NULL, NULL),
	YOUNGER("1.004837", "ward.born", 18, "ward.reason", "orphan"),
	AT_LEAST("1.004845", "ward.born", 18, "end.reason", "capable"),
	AT_LEAST("2.001019", "testator.born", 15, NULL, NULL),
	/* Decree 20/2021, Decree 176/2025: who is given social assistance */
	YOUNGER("1.001776", "person.born", 16, "state.group", "child"),
	YOUNGER("1.001776", "person.born", 3, "state.group", "small_child"),
	YOUNGER("1.001776", "person.born", 22, "state.group", "after16"),
	AT_LEAST("1.001776", "person.born", 60, "state.group", "elderly"),
	AT_LEAST("1.014027", "person.born", 75, "request.group", "75"),
	AT_LEAST("1.014027", "person.born", 70, "request.group", "70"),
	YOUNGER("2.000286", "person.born", 16, "state.group", "child"),
	AT_LEAST("2.000286", "person.born", 60, "state.group", "elderly"),
};

static const struct mc_procedure *procedure_of(const char *code)
{
	const struct mc_procedure *procedure = NULL;

	if (mc_desk_procedure(p.desk, code, &procedure, NULL)) {
		fail_msg("%s is not in the catalogue", code);
	}
	return procedure;
}

static bool is_of(const struct mc_rule *rule, const struct age *age)
{
	return rule->kind == age->kind && rule->years == age->years && !strcmp(rule->a, age->a) &&
	       !strcmp(rule->b ? rule->b : "", age->b ? age->b : "") &&
	       (rule->level == MC_RULE_WARN) == age->warns;
}

static void put(struct mc_form *form, const char *field, const char *text)
{
	int at = mc_procedure_field(form->procedure, field);

	if (at < 0) {
		fail_msg("%s has no field %s", form->procedure->code, field);
	}
	assert_ok(mc_form_type(form, at, text, NOW, NULL));
}

/* Is the rule broken by somebody born then? */
static bool breaks(const struct age *age, const char *born)
{
	struct mc_form *form = mc_form_new(procedure_of(age->code));
	char day[MC_DATE_LEN];
	struct mc_vec problems;
	bool broken = false;

	if (age->field) {
		put(form, age->field, age->value);
	}
	if (age->b) {
		mc_date_format_iso(&event_day, day);
		put(form, age->b, day);
	}
	put(form, age->a, born);
	mc_form_check(form, NULL, &today, &problems);
	MC_VEC_EACH(&problems, struct mc_problem, it) {
		if (it->rule && is_of(it->rule, age)) {
			broken = true;
			assert_int_equal(it->warns, age->warns);
		}
	}
	mc_vec_done(&problems);
	mc_form_free(form);
	return broken;
}

/* "2008-11-23", so many years before the day that counts, and so many days later. */
static const char *born_before(const struct age *age, int days)
{
	static char ret[MC_DATE_LEN];
	struct mc_date day = age->b ? event_day : today;

	day.year = (int16_t)(day.year - age->years);
	day = mc_date_from_days(mc_date_to_days(&day) + days);
	mc_date_format_iso(&day, ret);
	return ret;
}

static void on_the_day_and_beside_it(void **state)
{
	(void)state;
	for (size_t i = 0; i < MC_COUNT(ages); i++) {
		const struct age *age = &ages[i];
		bool old_enough_is_wrong = age->kind == MC_RULE_MAX_AGE;

		for (int days = -1; days <= 1; days++) {
			bool reached = days <= 0; /* so old by the day that counts */
			bool wanted = reached == old_enough_is_wrong;

			if (breaks(age, born_before(age, days)) != wanted) {
				fail_msg("%s: %s, %d years, born %s: %s", age->code, age->a,
					 age->years, born_before(age, days),
					 wanted ? "taken" : "refused");
			}
		}
	}
}

/* Of a year alone the law's doubt is the citizen's gain. */
static void a_year_alone_is_no_refusal(void **state)
{
	(void)state;
	for (size_t i = 0; i < MC_COUNT(ages); i++) {
		char year[8];

		snprintf(year, sizeof(year), "%.4s", born_before(&ages[i], 0));
		if (breaks(&ages[i], year)) {
			fail_msg("%s: %s, born %s", ages[i].code, ages[i].a, year);
		}
	}
}

static bool is_in_the_table(const char *code, const struct mc_rule *rule)
{
	for (size_t i = 0; i < MC_COUNT(ages); i++) {
		if (!strcmp(ages[i].code, code) && is_of(rule, &ages[i])) {
			return true;
		}
	}
	return false;
}

static void none_is_missing(void **state)
{
	int count = 0;

	(void)state;
	for (size_t i = 0; i < mc_desk_procedure_count(p.desk); i++) {
		const struct mc_procedure *it = procedure_of(mc_desk_procedure_at(p.desk, i)->code);

		MC_VEC_EACH(&it->rules, struct mc_rule, rule) {
			if (!rule->years) {
				continue;
			}
			count++;
			if (!is_in_the_table(it->code, rule)) {
				fail_msg("%s: rule %s is in no row", it->code, rule->id);
			}
		}
	}
	assert_int_equal(count, MC_COUNT(ages));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(on_the_day_and_beside_it),
		cmocka_unit_test(a_year_alone_is_no_refusal),
		cmocka_unit_test(none_is_missing),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
