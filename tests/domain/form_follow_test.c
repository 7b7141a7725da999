/* SPDX-License-Identifier: MPL-2.0 */
/* form_follow_test.c - fees, ages, sums and copies; tables; the rules between fields. */
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "motcua/base/str.h"
#include "motcua/domain/form.h"

#define AT (INT64_C(1795399500000)) /* 23 November 2026 in Viet Nam */

static struct mc_procedure *procedure;
static struct mc_form *form;

static char *dup(const char *text)
{
	return text ? mc_strdup(text) : NULL;
}

static struct mc_field *add_field(struct mc_vec *to, const char *id, enum mc_field_kind kind,
				  const char *computed)
{
	struct mc_field *field = mc_vec_push(to);

	field->id = mc_strdup(id);
	field->label.vi = mc_strdup(id);
	field->section = mc_strdup("s");
	field->kind = kind;
	field->computed = dup(computed);
	return field;
}

static void add_rule(const char *id, enum mc_rule_kind kind, const char *a, const char *b,
		     int64_t years)
{
	struct mc_rule *rule = mc_vec_push(&procedure->rules);

	rule->id = mc_strdup(id);
	rule->kind = kind;
	rule->a = mc_strdup(a);
	rule->b = dup(b);
	rule->years = years;
	rule->text.vi = mc_strdup(id);
}

static void add_table(void)
{
	struct mc_field *table = add_field(&procedure->fields, "kids", MC_FIELD_ROWS, NULL);

	table->rows_max = 4;
	mc_vec_init(&table->columns, sizeof(struct mc_field), 10);
	add_field(&table->columns, "born", MC_FIELD_DATE, NULL);
	add_field(&table->columns, "money", MC_FIELD_MONEY, NULL);
}

static void make(void)
{
	struct mc_section *section;
	struct mc_field *field;

	procedure = mc_procedure_new();
	procedure->code = mc_strdup("9.1");
	procedure->version = mc_strdup("1");
	procedure->title.vi = mc_strdup("x");
	section = mc_vec_push(&procedure->sections);
	section->id = mc_strdup("s");
	section->label.vi = mc_strdup("s");
	add_field(&procedure->fields, "born", MC_FIELD_DATE, NULL);
	add_field(&procedure->fields, "died", MC_FIELD_DATE, NULL);
	add_field(&procedure->fields, "age", MC_FIELD_INTEGER, "age:born");
	add_field(&procedure->fields, "late", MC_FIELD_YES_NO, "late:born+60");
	add_field(&procedure->fields, "age_at_death", MC_FIELD_INTEGER, "age:born@died");
	add_field(&procedure->fields, "family", MC_FIELD_NAME, NULL);
	add_field(&procedure->fields, "given", MC_FIELD_NAME, NULL);
	add_field(&procedure->fields, "whole", MC_FIELD_TEXT, "join:family+given");
	add_field(&procedure->fields, "home", MC_FIELD_ADDRESS, NULL);
	add_field(&procedure->fields, "same", MC_FIELD_YES_NO, NULL);
	field = add_field(&procedure->fields, "sent_to", MC_FIELD_ADDRESS, NULL);
	field->same_as.copy = mc_strdup("home");
	field->same_as.when.field = mc_strdup("same");
	field->same_as.when.value = mc_strdup("yes");
	mc_vec_init(&field->prefill, sizeof(struct mc_prefill), 2);
	*(struct mc_prefill *)mc_vec_push(&field->prefill) =
		(struct mc_prefill){.role = mc_strdup("who"), .source = mc_strdup("full_name")};
	((struct mc_role *)mc_vec_push(&procedure->roles))->id = mc_strdup("who");
	add_table();
	add_field(&procedure->fields, "count", MC_FIELD_INTEGER, "count:kids");
	add_field(&procedure->fields, "sum", MC_FIELD_MONEY, "sum:kids.money");
	add_field(&procedure->fields, "pages", MC_FIELD_INTEGER, NULL);
	add_field(&procedure->fields, "copies", MC_FIELD_INTEGER, NULL);
	add_field(&procedure->fields, "poor", MC_FIELD_YES_NO, NULL);
	add_field(&procedure->fields, "online", MC_FIELD_YES_NO, NULL);
	add_field(&procedure->fields, "fee", MC_FIELD_MONEY, "fee");
	procedure->fee_rule = (struct mc_fee_rule){.kind = MC_FEE_FLAT, .counter = 20000};
	add_rule("apart", MC_RULE_YEARS_APART, "born", "kids.born", 9);
	add_rule("death", MC_RULE_NOT_BEFORE, "died", "born", 0);
	add_rule("adult", MC_RULE_MIN_AGE, "born", NULL, 20);
	add_rule("names", MC_RULE_NOT_EQUAL, "family", "given", 0);
	add_rule("old", MC_RULE_MAX_AGE, "born", "died", 60);
}

static int setup(void **state)
{
	struct mc_err why = {0};

	(void)state;
	make();
	if (mc_procedure_check(procedure, &why)) {
		fail_msg("%s", why.detail);
	}
	mc_procedure_expand(procedure);
	form = mc_form_new(procedure);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	mc_form_free(form);
	mc_procedure_free(procedure);
	return 0;
}

static void enter(const char *id, const char *text)
{
	int field = mc_procedure_field(procedure, id);

	assert_true(field >= 0);
	assert_ok(mc_form_type(form, field, text, AT, NULL));
}

static void assert_text(const char *id, const char *want)
{
	assert_string_equal(mc_form_text(form, id), want);
}

static void ages_and_names_follow(void **state)
{
	(void)state;
	enter("born", "24/11/1990");
	assert_text("age", "35"); /* tomorrow is the birthday */
	enter("born", "23/11/1990");
	assert_text("age", "36");
	enter("died", "22/11/2020");
	assert_text("age_at_death", "29");
	enter("died", "1/1/1980");
	assert_text("age_at_death", ""); /* before the birth: none */
	enter("family", "Nguyễn");
	assert_text("whole", "Nguyễn");
	enter("given", "An");
	assert_text("whole", "Nguyễn An");
	assert_code(mc_form_type(form, mc_procedure_field(procedure, "age"), "7", AT, NULL),
		    MC_E_FIELD_VALUE);
	mc_form_compute(form, AT + 366 * INT64_C(86400000));
	assert_text("age", "37");
}

static void a_copy_keeps_what_the_register_said(void **state)
{
	struct mc_person person = {.full_name = "Số 9 sổ"};
	int field = mc_procedure_field(procedure, "sent_to");

	(void)state;
	assert_int_equal(mc_form_prefill(form, "who", &person, NULL, AT, NULL), 1);
	assert_text("sent_to", "Số 9 sổ");
	enter("home", "Số 5");
	enter("same", "yes");
	assert_text("sent_to", "Số 5");
	assert_true(mc_form_follows(form, field));
	assert_int_equal(form->values[field].from, MC_FROM_COMPUTED);
	assert_string_equal(form->values[field].register_text, "Số 9 sổ");
	assert_true(mc_form_differs(form, field));
	enter("home", "Số 9 Sổ"); /* the register's own word, in the other case of a letter */
	assert_non_null(form->values[field].register_text);
	assert_false(mc_form_differs(form, field));
	enter("home", "Số 6");
	assert_text("sent_to", "Số 6");
	enter("same", "no"); /* it comes back */
	assert_text("sent_to", "Số 9 sổ");
	assert_int_equal(form->values[field].from, MC_FROM_REGISTER);
	assert_null(form->values[field].register_text);
	assert_false(mc_form_follows(form, field));
	enter("sent_to", "Số 7");
	assert_text("sent_to", "Số 7");
}

static void rows_are_counted_and_summed(void **state)
{
	int table = mc_procedure_field(procedure, "kids");

	(void)state;
	assert_text("count", "");
	for (int i = 0; i < 4; i++) {
		assert_ok(mc_form_row_add(form, table, AT, NULL));
	}
	assert_code(mc_form_row_add(form, table, AT, NULL), MC_E_ROWS_FULL);
	enter("kids.1.money", "1.000");
	enter("kids.2.money", "2.000");
	enter("kids.4.money", "4.000");
	assert_text("count", "4");
	assert_text("sum", "7000");
	mc_form_row_swap(form, table, 1, 4, AT);
	assert_text("kids.1.money", "4000");
	mc_form_row_remove(form, table, 2, AT);
	assert_text("kids.3.money", "1000"); /* the last moved up */
	assert_text("kids.4.money", "");
	assert_text("count", "3");
	assert_text("sum", "5000");
	enter("kids", "2"); /* what is not shown does not count */
	assert_text("sum", "4000");
	assert_false(mc_form_shown(form, mc_procedure_field(procedure, "kids.3.money")));
	assert_code(mc_form_type(form, table, "5", AT, NULL), MC_E_ROWS_FULL);
	assert_int_equal(mc_form_cell(form, table, 5, 0), -1);
	assert_int_equal(mc_form_cell(form, table, 1, 2), -1);
}

/* ---- fees */

static void assert_fee(const char *want)
{
	mc_form_compute(form, AT);
	assert_text("fee", want);
}

static void fees_by_every_rule(void **state)
{
	static const struct {
		const char *pages, *copies, *fee;
	} rows[] = {
		{"1", "1", "2000"},	  {"2", "1", "4000"},	   {"3", "1", "5000"},
		{"10", "3", "36000"},	  {"198", "1", "200000"}, {"500", "2", "400000"},
		{"", "1", ""},	  {"3", "", ""},
	};
	char pages[] = "pages", copies[] = "copies", poor[] = "poor", online[] = "online",
	     yes[] = "yes";

	(void)state;
	assert_fee("20000");
	procedure->fee_rule = (struct mc_fee_rule){ .kind = MC_FEE_FLAT, .counter = 20000,
						    .online = 10000,
						    .online_if = {online, yes},
						    .exempt_if = {poor, yes} };
	assert_fee("20000");
	enter("online", "yes");
	assert_fee("10000");
	enter("poor", "yes");
	assert_fee("0");
	enter("poor", "no");
	procedure->fee_rule = (struct mc_fee_rule){ .kind = MC_FEE_PER_PAGE, .first_pages = 2,
						    .first = 2000, .after = 1000, .max = 200000,
						    .per = pages, .copies = copies };
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		enter("pages", rows[i].pages);
		enter("copies", rows[i].copies);
		assert_fee(rows[i].fee);
	}
	procedure->fee_rule = (struct mc_fee_rule){ .kind = MC_FEE_PER_CASE, .counter = 50000,
						    .per = pages };
	enter("pages", "3");
	assert_fee("150000");
	procedure->fee_rule = (struct mc_fee_rule){.kind = MC_FEE_NONE};
	assert_fee("0");
	procedure->fee_rule = (struct mc_fee_rule){.kind = MC_FEE_UNKNOWN};
	assert_fee("");
}

/* The whole costs what its branches do together, and nothing is said while one is not known. */
static void fees_of_branches(void **state)
{
	static const struct {
		enum mc_fee_kind a, b;
		const char *poor, *fee;
	} rows[] = {
		{MC_FEE_NONE, MC_FEE_NONE, "no", "0"},
		{MC_FEE_FLAT, MC_FEE_NONE, "no", "20000"},
		{MC_FEE_FLAT, MC_FEE_FLAT, "no", "40000"},
		{MC_FEE_FLAT, MC_FEE_FLAT, "yes", "20000"},
		{MC_FEE_PROVINCE, MC_FEE_FLAT, "no", ""},
		{MC_FEE_PROVINCE, MC_FEE_FLAT, "yes", "20000"},
		{MC_FEE_UNKNOWN, MC_FEE_FLAT, "no", ""},
	};
	struct mc_branch *a, *b;

	(void)state;
	(void)mc_vec_push(&procedure->branches);
	(void)mc_vec_push(&procedure->branches);
	a = mc_vec_at(&procedure->branches, 0);
	b = mc_vec_at(&procedure->branches, 1);
	procedure->fee_rule = (struct mc_fee_rule){.kind = MC_FEE_BRANCHES};
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		char poor[] = "poor", yes[] = "yes";

		a->fee_rule = (struct mc_fee_rule){ .kind = rows[i].a, .counter = 20000,
						    .exempt_if = {poor, yes} };
		b->fee_rule = (struct mc_fee_rule){.kind = rows[i].b, .counter = 20000};
		enter("poor", rows[i].poor);
		assert_fee(rows[i].fee);
		a->fee_rule = b->fee_rule = (struct mc_fee_rule){.kind = MC_FEE_UNKNOWN};
	}
}

/* Sixty days count from the next one; a last day on a weekend is the Monday after. */
static void late_or_in_time(void **state)
{
	static const struct {
		const char *born, *today, *late;
	} rows[] = {
		{"2026-09-24", "2026-11-23", "no"},  {"2026-09-24", "2026-11-24", "yes"},
		{"2026-09-22", "2026-11-23", "no"}, /* its last day is Saturday the 21st */
		{"2026-09-22", "2026-11-24", "yes"}, {"2026-11-23", "2026-11-23", "no"},
		{"2026-09", "2026-11-24", ""},	     {"", "2026-11-24", ""},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct mc_date today;
		int64_t now;

		assert_ok(mc_date_parse_iso(rows[i].today, &today, NULL));
		now = ((int64_t)mc_date_to_days(&today) * 24 - 7) * MC_HOUR; /* midnight here */
		enter("born", rows[i].born);
		for (int k = 0; k < 2; k++, now += 24 * MC_HOUR - 1) { /* the day's first and last ms */
			mc_form_compute(form, now);
			assert_string_equal(mc_form_text(form, "late"), rows[i].late);
		}
	}
}

/* Neither does it end on a holiday (Civil Code 2015, article 148(5)); a Saturday that is worked
 * in exchange is a day like others. */
static void late_after_a_holiday(void **state)
{
	static struct mc_holiday_table table = {
		.year = 2026,
		.days = {
			{.date = {2026, 4, 26}, .kind = MC_HOLIDAY_BY_LAW, .confirmed = true},
			{.date = {2026, 4, 27}, .kind = MC_HOLIDAY_INSTEAD, .confirmed = true},
			{.date = {2026, 8, 22}, .kind = MC_HOLIDAY_SWAPPED_WORK, .confirmed = true},
			{.date = {2026, 11, 24}, .kind = MC_HOLIDAY_BY_LAW, .confirmed = false},
		},
		.count = 4,
	};
	static const struct {
		const char *born, *today, *late, *late_by_weekends;
	} rows[] = {
		{"2026-02-24", "2026-04-28", "no", "yes"}, /* its last day is Saturday the 25th */
		{"2026-02-26", "2026-04-28", "no", "yes"}, /* Monday the 27th */
		{"2026-02-24", "2026-04-29", "yes", "yes"},
		{"2026-06-23", "2026-08-22", "no", "no"}, /* Saturday the 22nd is worked */
		{"2026-06-23", "2026-08-24", "yes", "no"},
		{"2026-09-25", "2026-11-25", "yes", "yes"}, /* not confirmed: binds nobody */
	};
	struct mc_calendar calendar;

	(void)state;
	mc_calendar_init(&calendar);
	mc_calendar_add(&calendar, &table);
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct mc_date today;

		assert_ok(mc_date_parse_iso(rows[i].today, &today, NULL));
		enter("born", rows[i].born);
		for (int k = 0; k < 2; k++) {
			form->calendar = k ? NULL : &calendar;
			mc_form_compute(form, ((int64_t)mc_date_to_days(&today) * 24 + 3) * MC_HOUR);
			assert_string_equal(mc_form_text(form, "late"),
					    k ? rows[i].late_by_weekends : rows[i].late);
		}
	}
	mc_calendar_done(&calendar);
}

/* ---- rules */

/* "rule@field" of all that are broken. */
static void assert_broken(const char *want)
{
	const struct mc_date today = {2026, 11, 23};
	struct mc_vec problems;
	struct mc_str found;

	mc_str_init(&found, 4096);
	mc_form_check(form, NULL, &today, &problems);
	MC_VEC_EACH(&problems, struct mc_problem, problem) {
		const struct mc_field *other = mc_vec_at(&procedure->fields, (size_t)problem->other);

		assert_code(problem->code, MC_E_FIELD_RULE);
		mc_str_printf(&found, "%s%s", found.len ? " " : "", problem->rule->id);
		if (problem->other >= 0) {
			mc_str_printf(&found, "@%s", other->id);
		}
	}
	assert_string_equal(found.data, want);
	mc_vec_done(&problems);
	mc_str_done(&found);
}

static void rules_count_in_the_citizens_favour(void **state)
{
	static const struct {
		const char *born, *died, *broken;
	} rows[] = {
		{"23/11/2006", "", ""}, /* twenty today */
		{"24/11/2006", "", "adult"},
		{"11/2006", "", ""}, /* may be twenty */
		{"12/2006", "", "adult"},
		{"2006", "", ""},
		{"2007", "", "adult"},
		{"1/5/1980", "1/5/1980", ""},
		{"1/5/1980", "30/4/1980", "death@born"},
		{"1/5/1980", "5/1980", ""},
		{"1/5/1980", "4/1980", "death@born"},
		{"1/5/1980", "1980", ""},
		{"12/1980", "1980", ""},
		{"1980", "1979", "death@born"},
		{"1/5/1950", "30/4/2010", ""},
		{"1/5/1950", "1/5/2010", "old@died"},
		{"1950", "2010", ""}, /* may be 59 */
		{"1949", "2010", "old@died"},
		{"29/2/2000", "28/2/2020", ""},
		{"", "1/1/2020", ""},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		enter("born", rows[i].born);
		enter("died", rows[i].died);
		assert_broken(rows[i].broken);
	}
}

static void rules_of_columns_and_texts(void **state)
{
	(void)state;
	enter("born", "1/1/2000");
	enter("kids", "3");
	enter("kids.1.born", "1/1/2009");
	enter("kids.2.born", "31/12/2008");
	enter("kids.3.born", "2009");
	assert_broken("apart@kids.2.born");
	enter("kids.3.born", "2008");
	assert_broken("apart@kids.2.born apart@kids.3.born");
	enter("kids", "1"); /* the others are not there any more */
	assert_broken("");
	enter("family", "An");
	enter("given", "An");
	assert_broken("names@given");
	enter("given", "");
	enter("family", "");
	assert_broken("");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(ages_and_names_follow),
		CASE(a_copy_keeps_what_the_register_said),
		CASE(rows_are_counted_and_summed),
		CASE(fees_by_every_rule), CASE(fees_of_branches), CASE(late_or_in_time), CASE(late_after_a_holiday),
		CASE(rules_count_in_the_citizens_favour),
		CASE(rules_of_columns_and_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
