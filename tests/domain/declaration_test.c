/* SPDX-License-Identifier: MPL-2.0 */
/* declaration_test.c - what each item of a declaration says, and what it must not say. */
#include "support/check.h"

#include <stdio.h>

#include "domain/sample.h"
#include "motcua/base/i18n.h"
#include "motcua/domain/declaration.h"

static struct mc_procedure *procedure;
static struct mc_form *form;

static void add_item(struct mc_output *output, const char *from)
{
	struct mc_output_item *item = mc_vec_push(&output->items);
	char name[40];

	snprintf(name, sizeof(name), "item%zu", output->items.len);
	item->name = mc_strdup(name);
	item->from = mc_strdup(from);
}

static struct mc_field *column(struct mc_field *table, const char *id, enum mc_field_kind kind)
{
	struct mc_field *it = mc_vec_push(&table->columns);

	it->id = mc_strdup(id);
	it->label.vi = mc_strdup(id);
	it->kind = kind;
	return it;
}

static void add_table(void)
{
	struct mc_field *table = mc_vec_push(&procedure->fields);

	table->id = mc_strdup("children");
	table->label.vi = mc_strdup("children");
	table->section = mc_strdup("father");
	table->kind = MC_FIELD_ROWS;
	table->rows_max = 30;
	mc_vec_init(&table->columns, sizeof(struct mc_field), 10);
	(void)column(table, "family", MC_FIELD_NAME);
	(void)column(table, "given", MC_FIELD_NAME);
	(void)column(table, "born", MC_FIELD_DATE);
}

static int set_up(void **state)
{
	static const char *const froms[] = {
		"child.given_name",       "child.born",	       "case",
		"child.given_name+mother.full_name", "verified:mother", "=1",
		"father.full_name",       "children.family+children.given", "children.born",
	};
	struct mc_output *output;

	(void)state;
	procedure = sample_procedure();
	add_table();
	output = mc_vec_push(&procedure->outputs);
	output->id = mc_strdup("declaration");
	output->label.vi = mc_strdup("Tờ khai");
	mc_vec_init(&output->items, sizeof(struct mc_output_item), 50);
	for (size_t i = 0; i < MC_COUNT(froms); i++) {
		add_item(output, froms[i]);
	}
	assert_ok(mc_procedure_check(procedure, NULL));
	mc_procedure_expand(procedure);
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

static void type(const char *id, const char *text)
{
	assert_ok(mc_form_type(form, mc_procedure_field(procedure, id), text, 1000, NULL));
}

/* All items, joined by "|"; the rows of one by ";". */
static void assert_says(const char *language, const char *want)
{
	struct mc_declaration it;
	struct mc_str text;

	mc_str_init(&text, 10000);
	mc_declaration_make(form, mc_vec_at(&procedure->outputs, 0), language, &it);
	MC_VEC_EACH(&it.items, struct mc_declared, item) {
		bool begun = false;

		mc_str_puts(&text, item == mc_vec_at(&it.items, 0) ? "" : "|");
		MC_VEC_EACH(&item->texts, char *, each) {
			mc_str_printf(&text, "%s%s", begun ? ";" : "", *each);
			begun = true;
		}
	}
	assert_string_equal(text.data, want);
	mc_declaration_done(&it);
	mc_str_done(&text);
}

static void an_empty_form_says_nothing(void **state)
{
	(void)state;
	assert_says(NULL, "|||||1|||");
}

static void items_say_what_the_form_says(void **state)
{
	(void)state;
	type("case", "both");
	type("child.given_name", "Vân");
	type("child.born", "20/11/2026");
	type("mother.full_name", "H' Bia Niê");
	type("father.full_name", "Y Mẫu Niê");
	assert_says(NULL, "Vân|2026-11-20|both|Vân H' Bia Niê||1|Y Mẫu Niê||");
	assert_says("vi", "Vân|20/11/2026|Cả hai|Vân H' Bia Niê||1|Y Mẫu Niê||");
	assert_says("en", "Vân|20/11/2026|Both|Vân H' Bia Niê||1|Y Mẫu Niê||");
	type("case", "no_father"); /* what is not shown was not declared */
	assert_says(NULL, "Vân|2026-11-20|no_father|Vân H' Bia Niê||1|||");
}

static void a_table_has_a_text_for_each_row(void **state)
{
	(void)state;
	type("children", "3");
	type("children.1.family", "Niê");
	type("children.1.given", "An");
	type("children.1.born", "2020");
	type("children.3.given", "Chi");
	assert_says(NULL, "|||||1||Niê An;;Chi|2020;;");
	mc_form_row_remove(form, mc_procedure_field(procedure, "children"), 1, 1000);
	assert_says(NULL, "|||||1||;Chi|;");
}

/* XacThucThongTin: by the register's answer alone, and while it stands as it was given. */
static void only_the_register_says_yes(void **state)
{
	struct mc_person person = { .number = "030190000123", .full_name = "H' Bia Niê",
				    .born = {1990, 3, 5} };
	const struct mc_card card = { .number = "030190000123", .full_name = "H' Bia Niê",
				      .born = {1990, 3, 5}, .sex = MC_SEX_FEMALE };
	struct mc_role *role = mc_vec_at(&procedure->roles, 0);

	(void)state;
	role->name_field = mc_strdup("mother.full_name");
	role->born_field = mc_strdup("mother.born");
	type("mother.number", "030190000123");
	type("mother.full_name", "H' Bia Niê");
	type("mother.born", "5/3/1990");
	assert_says(NULL, "|||H' Bia Niê|no|1|||");
	(void)mc_form_prefill_card(form, "mother", &card, 1000, NULL);
	assert_says(NULL, "|||H' Bia Niê|no|1|||");
	(void)mc_form_prefill(form, "mother", &person, NULL, 1000, NULL);
	assert_says(NULL, "|||H' Bia Niê|no|1|||"); /* looked up, and no signed proof */
	mc_form_prove(form, role, "030190000124"); /* somebody else's */
	assert_says(NULL, "|||H' Bia Niê|no|1|||");
	mc_form_prove(form, role, "030190000123");
	assert_says(NULL, "|||H' Bia Niê|yes|1|||");
	assert_says("vi", "|||H' Bia Niê|Có|1|||");
	type("mother.full_name", "H' Khác Niê");
	assert_says(NULL, "|||H' Khác Niê|no|1|||");
}

static void sameness_is_of_every_text(void **state)
{
	const struct mc_output *output = mc_vec_at(&procedure->outputs, 0);
	struct mc_declaration a, b;

	(void)state;
	type("children", "2");
	mc_declaration_make(form, output, NULL, &a);
	mc_declaration_make(form, output, NULL, &b);
	assert_true(mc_declaration_same(&a, &b));
	mc_declaration_done(&b);
	type("children.2.born", "2021");
	mc_declaration_make(form, output, NULL, &b);
	assert_false(mc_declaration_same(&a, &b));
	mc_declaration_done(&b);
	type("children", "1");
	mc_declaration_make(form, output, NULL, &b);
	assert_false(mc_declaration_same(&a, &b));
	mc_declaration_done(&b);
	mc_declaration_done(&a);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(an_empty_form_says_nothing),
		CASE(items_say_what_the_form_says),
		CASE(a_table_has_a_text_for_each_row),
		CASE(only_the_register_says_yes),
		CASE(sameness_is_of_every_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
