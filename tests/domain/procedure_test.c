/* SPDX-License-Identifier: MPL-2.0 */
/* procedure_test.c - a sound procedure passes; each way to be unsound is named. */
#include "support/check.h"

#include "domain/sample.h"

static struct mc_field *field(struct mc_procedure *procedure, const char *id)
{
	return mc_vec_at(&procedure->fields, (size_t)mc_procedure_field(procedure, id));
}

static void put(char **to, const char *text)
{
	free(*to);
	*to = sample_text(text);
}

static void a_sound_one_passes(void **state)
{
	struct mc_procedure *procedure = sample_procedure();

	(void)state;
	assert_ok(mc_procedure_check(procedure, NULL));
	assert_int_equal(mc_procedure_field(procedure, "case"), 0);
	assert_int_equal(mc_procedure_field(procedure, "nothing"), -1);
	assert_string_equal(mc_procedure_role(procedure, "mother")->number_field, "mother.number");
	assert_null(mc_procedure_role(procedure, "uncle"));
	assert_non_null(mc_procedure_paper(procedure, "birth_notice"));
	assert_null(mc_procedure_paper(procedure, "household_book"));
	mc_procedure_free(procedure);
	mc_procedure_free(NULL);
}

/* Each breaks a sound procedure in one place: this text of this field ... */
static const struct text_break {
	const char *id;
	size_t member;
	const char *text;
} text_breaks[] = {
#define AT(member) offsetof(struct mc_field, member)
	{ "copies", AT(id), "fee" },
	{"copies", AT(id), NULL},
	{"copies", AT(label.vi), NULL},
	{"copies", AT(section), "uncle"},
	{"copies", AT(section), NULL},
	{"mother.born", AT(computed), "words:child.born"}, /* filled and computed */
	{"child.born_words", AT(computed), "words:x"},
	{"child.born_words", AT(computed), "sum:note"},
	{"child.born_words", AT(computed), "sum:"},
	{"child.born_words", AT(computed), "words:child.born+mother.born"},
	{"child.born_words", AT(computed), "age:note"},
	{"child.born_words", AT(computed), "count:note"},
	{"child.born_words", AT(computed), "fee"}, /* no fee rule */
	{"child.born_words", AT(computed), "due"}, /* nothing is called so */
	{"child.born_words", AT(computed), "late:child.born+60"}, /* no yes and no */
	{"father.same_address", AT(computed), "late:child.born"},
	{"father.same_address", AT(computed), "late:child.born+0"},
	{"father.same_address", AT(computed), "late:child.born+some"},
	{"father.same_address", AT(computed), "late:child.born+60+1"},
	{"father.same_address", AT(computed), "late:note+60"},
	{"child.born_words", AT(computed), "fee:copies"},
	{"child.born_words", AT(computed), "copy:father.address"}, /* computed later */
	{"child.born_words", AT(computed), "words:note"},
	{"father.address", AT(computed), "copy:father.address"},
	{"father.full_name", AT(shown_if.field), "x"},
	{"father.full_name", AT(shown_if.field), "copies"}, /* a later field */
	{"father.full_name", AT(shown_if.field), "father.full_name"},
	{"father.full_name", AT(shown_if.value), "some"},
	{"father.full_name", AT(shown_if.value), "both|some"},
	{"father.address", AT(shown_if.value), "maybe"},
	{"mother.full_name", AT(required_if.value), NULL},
	{"mother.full_name", AT(required_if.field), "x"},
	{"mother.full_name", AT(required_if.field), NULL},
#undef AT
};

/* ... or something else. */
static void no_code(struct mc_procedure *p)
{
	put(&p->code, NULL);
}

static void no_title(struct mc_procedure *p)
{
	put(&p->title.vi, "");
}

static void choices_of_text(struct mc_procedure *p)
{
	field(p, "case")->kind = MC_FIELD_TEXT;
}

static void no_choices(struct mc_procedure *p)
{
	field(p, "copies")->kind = MC_FIELD_CHOICE;
}

static void odd_kind(struct mc_procedure *p)
{
	field(p, "copies")->kind = MC_FIELD_KIND_COUNT;
}

static void bad_max(struct mc_procedure *p)
{
	field(p, "copies")->max = -1;
}

static void same_choice(struct mc_procedure *p)
{
	put(&((struct mc_choice *)mc_vec_at(&field(p, "mother.sex")->choices, 1))->value, "male");
}

static void lost_number_field(struct mc_procedure *p)
{
	put(&((struct mc_role *)mc_vec_at(&p->roles, 0))->number_field, "x");
}

static void lost_paper_field(struct mc_procedure *p)
{
	put(&((struct mc_paper *)mc_vec_at(&p->papers, 0))->required_if.field, "x");
}

static struct mc_prefill *prefill_of(struct mc_procedure *p)
{
	return mc_vec_at(&field(p, "mother.born")->prefill, 0);
}

static void lost_role(struct mc_procedure *p)
{
	put(&prefill_of(p)->role, "uncle");
}

static void no_source(struct mc_procedure *p)
{
	put(&prefill_of(p)->source, NULL);
}

static void odd_source(struct mc_procedure *p)
{
	put(&prefill_of(p)->source, "salary");
}

static void born_by_another(struct mc_procedure *p)
{
	struct mc_role *role = mc_vec_push(&p->roles);

	role->id = mc_strdup("father");
	role->label.vi = mc_strdup("Cha");
	put(&((struct mc_role *)mc_vec_at(&p->roles, 0))->born_field, "mother.born");
	put(&prefill_of(p)->role, "father");
}

static void about_nobody(struct mc_procedure *p)
{
	*(char **)mc_vec_push(&p->about) = mc_strdup("mother.full_name+nobody.full_name");
}

static void past_of_text(struct mc_procedure *p)
{
	field(p, "note")->past = true;
}

static void units_of_text(struct mc_procedure *p)
{
	field(p, "note")->units = true;
}

static void most_below_least(struct mc_procedure *p)
{
	field(p, "copies")->least = 3;
	field(p, "copies")->most = 2;
}

static void no_columns(struct mc_procedure *p)
{
	field(p, "copies")->kind = MC_FIELD_ROWS;
}

static void same_as_other_kind(struct mc_procedure *p)
{
	struct mc_same_as *same = &field(p, "father.full_name")->same_as;

	same->copy = mc_strdup("child.born");
	same->when.field = mc_strdup("case");
	same->when.value = mc_strdup("both");
}

static void attachment_without_paper(struct mc_procedure *p)
{
	field(p, "note")->kind = MC_FIELD_ATTACHMENT;
}

static void cut_without_basis(struct mc_procedure *p)
{
	struct mc_paper *paper = mc_vec_at(&p->papers, 0);

	paper->attach_required = false;
	paper->cut = true;
}

static struct mc_rule *add_rule(struct mc_procedure *p, enum mc_rule_kind kind, const char *b)
{
	struct mc_rule *rule = mc_vec_push(&p->rules);

	rule->id = mc_strdup("r");
	rule->kind = kind;
	rule->a = mc_strdup("mother.born");
	rule->b = sample_text(b);
	return rule;
}

static void rule_without_b(struct mc_procedure *p)
{
	(void)add_rule(p, MC_RULE_NOT_BEFORE, NULL);
}

static void rule_of_no_date(struct mc_procedure *p)
{
	(void)add_rule(p, MC_RULE_YEARS_APART, "note");
}

static void register_rule_without_words(struct mc_procedure *p)
{
	(void)add_rule(p, MC_RULE_NOT_IN_REGISTER, NULL);
}

static void register_rule_of_typed(struct mc_procedure *p)
{
	struct mc_rule *rule = add_rule(p, MC_RULE_NOT_IN_REGISTER, NULL);

	put(&rule->a, "note");
	rule->value = mc_strdup("*");
}

static void quiet_and_typed(struct mc_procedure *p)
{
	field(p, "note")->quiet = true;
}

static void quiet_and_required(struct mc_procedure *p)
{
	field(p, "mother.born")->quiet = field(p, "mother.born")->required = true;
}

static void rule_twice(struct mc_procedure *p)
{
	(void)add_rule(p, MC_RULE_MIN_AGE, NULL);
	(void)add_rule(p, MC_RULE_MIN_AGE, NULL);
}

static void valid_backwards(struct mc_procedure *p)
{
	p->valid_from = (struct mc_date){.year = 2026};
	p->valid_until = (struct mc_date){.year = 2025};
}

static void fee_of_nothing(struct mc_procedure *p)
{
	p->fee_rule.kind = MC_FEE_PER_PAGE;
}

static struct mc_branch *first_branch(struct mc_procedure *p)
{
	return mc_vec_at(&p->branches, 0);
}

static void sum_of_an_unknown(struct mc_procedure *p)
{
	p->fee_rule.kind = MC_FEE_BRANCHES;
}

static void branches_of_a_branch(struct mc_procedure *p)
{
	first_branch(p)->fee_rule.kind = MC_FEE_BRANCHES;
}

static void branch_pages_of_nothing(struct mc_procedure *p)
{
	first_branch(p)->fee_rule.kind = MC_FEE_PER_PAGE;
}

static void no_declaration(struct mc_procedure *p)
{
	first_branch(p)->output = mc_strdup("x");
}

static void branch_after_itself(struct mc_procedure *p)
{
	first_branch(p)->after = mc_strdup("justice");
}

static void only_if(struct mc_branch *branch, const char *field, const char *value)
{
	branch->only_if.field = mc_strdup(field);
	branch->only_if.value = mc_strdup(value);
}

static struct mc_branch *second_branch(struct mc_procedure *p)
{
	struct mc_branch *branch = mc_vec_push(&p->branches);

	branch->id = mc_strdup("police");
	branch->label.vi = mc_strdup("Công an");
	return branch;
}

static void every_branch_left_out(struct mc_procedure *p)
{
	only_if(first_branch(p), "case", "both");
}

static void branch_by_no_field(struct mc_procedure *p)
{
	only_if(second_branch(p), "no.such", "both");
}

static void branch_by_no_value(struct mc_procedure *p)
{
	only_if(second_branch(p), "case", "no_such");
}

static void branch_by_an_optional_field(struct mc_procedure *p)
{
	only_if(second_branch(p), "mother.sex", "female");
}

static void branch_by_a_computed_field(struct mc_procedure *p)
{
	field(p, "child.born_words")->required = true;
	only_if(second_branch(p), "child.born_words", "*");
}

/* Always asked for, and waits for one that may be left out. */
static void waits_in_vain(struct mc_procedure *p)
{
	struct mc_branch *third;

	only_if(second_branch(p), "case", "both");
	third = mc_vec_push(&p->branches);
	third->id = mc_strdup("insurance");
	third->label.vi = mc_strdup("Bảo hiểm");
	third->after = mc_strdup("police");
}

static void no_branch_id(struct mc_procedure *p)
{
	put(&first_branch(p)->id, "");
}

static void (*const other_breaks[])(struct mc_procedure *) = {
	register_rule_without_words, register_rule_of_typed, quiet_and_typed, quiet_and_required,
	no_code,     no_title,	  choices_of_text,   no_choices,       odd_kind, bad_max,
	same_choice, no_branch_id, lost_number_field, lost_paper_field,
	lost_role, born_by_another, about_nobody, no_source, odd_source, past_of_text, units_of_text, most_below_least,
	no_columns, same_as_other_kind, attachment_without_paper, cut_without_basis,
	rule_without_b, rule_of_no_date, rule_twice, valid_backwards, fee_of_nothing,
	sum_of_an_unknown, branches_of_a_branch, branch_pages_of_nothing,
	no_declaration, branch_after_itself, every_branch_left_out, branch_by_no_field,
	branch_by_no_value, branch_by_an_optional_field, branch_by_a_computed_field, waits_in_vain,
};

/* The same condition on both is sound: both are asked for, or neither. */
static void a_choice_that_is_sound(void **state)
{
	struct mc_procedure *p = sample_procedure();
	struct mc_branch *third;
	struct mc_err why = {0};

	(void)state;
	waits_in_vain(p);
	third = mc_vec_at(&p->branches, 2);
	only_if(third, "case", "both");
	if (mc_procedure_check(p, &why)) {
		fail_msg("%s", why.detail);
	}
	mc_procedure_free(p);
}

static void assert_unsound(struct mc_procedure *procedure)
{
	struct mc_err why = {0};

	assert_code(mc_procedure_check(procedure, &why), MC_E_PROCEDURE_FILE);
	assert_true(why.detail[0] != '\0');
	mc_procedure_free(procedure);
}

static void every_break_is_noticed(void **state)
{
	(void)state;
	for (size_t i = 0; i < MC_COUNT(text_breaks); i++) {
		struct mc_procedure *procedure = sample_procedure();
		char *at = (char *)field(procedure, text_breaks[i].id);

		put((char **)(void *)(at + text_breaks[i].member), text_breaks[i].text);
		assert_unsound(procedure);
	}
	for (size_t i = 0; i < MC_COUNT(other_breaks); i++) {
		struct mc_procedure *procedure = sample_procedure();

		other_breaks[i](procedure);
		assert_unsound(procedure);
	}
}

static void an_empty_one_is_unsound_and_freed(void **state)
{
	struct mc_procedure *procedure = mc_procedure_new();

	(void)state;
	assert_code(mc_procedure_check(procedure, NULL), MC_E_PROCEDURE_FILE);
	(void)mc_vec_push(&procedure->fields); /* as a reader leaves it that gave up */
	(void)mc_vec_push(&procedure->roles);
	(void)mc_vec_push(&procedure->papers);
	assert_int_equal(mc_procedure_field(procedure, "case"), -1);
	assert_null(mc_procedure_role(procedure, "mother"));
	assert_null(mc_procedure_paper(procedure, "x"));
	mc_procedure_free(procedure);
}

/* ---- declarations that say nothing, or less than was meant: told of a file, no hindrance */

static void add_item(struct mc_procedure *p, const char *name, const char *from)
{
	struct mc_output *output = mc_vec_at(&p->outputs, 0);
	struct mc_output_item *item = mc_vec_push(&output->items);

	item->name = mc_strdup(name);
	item->from = mc_strdup(from);
}

static void add_paper_field(struct mc_procedure *p)
{
	struct mc_field *file = mc_vec_push(&p->fields);

	file->id = mc_strdup("file");
	file->section = mc_strdup("father");
	file->label.vi = mc_strdup("file");
	file->kind = MC_FIELD_ATTACHMENT;
	file->paper = mc_strdup("birth_notice");
}

static struct mc_procedure *with_declaration(void)
{
	struct mc_procedure *p = sample_procedure();
	struct mc_output *output = mc_vec_push(&p->outputs);

	output->id = mc_strdup("declaration");
	output->label.vi = mc_strdup("Tờ khai");
	mc_vec_init(&output->items, sizeof(struct mc_output_item), 50);
	add_paper_field(p);
	return p;
}

static void declarations_say_something(void **state)
{
	static const struct {
		const char *name, *from, *path, *reason;
		bool hinders;
	} rows[] = {
		{"b", "no.such", "outputs[0].items[1].from", "there is no such field", true},
		{"b", "case+no.such", "outputs[0].items[1].from", "there is no such field", true},
		{"b", "verified:nobody", "outputs[0].items[1].from", "there is no such role", true},
		{"b", "file", "outputs[0].items[1].from", "has no text of its own", false},
		{"a", "case", "outputs[0].items[1].name", "stands twice", false},
		{"b", "=no.such", NULL, NULL, false},
		{"b", "verified:mother", NULL, NULL, false},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct mc_procedure *p = with_declaration();
		const struct mc_fault *fault;
		struct mc_vec faults;

		add_item(p, "a", "case");
		add_item(p, rows[i].name, rows[i].from);
		mc_vec_init(&faults, sizeof(struct mc_fault), MC_FAULTS_MAX);
		mc_procedure_faults(p, &faults);
		assert_int_equal(faults.len, rows[i].hinders);
		mc_procedure_wide(p, &faults);
		assert_int_equal(faults.len, rows[i].path != NULL);
		fault = mc_vec_at(&faults, 0);
		if (fault) {
			assert_string_equal(fault->path, rows[i].path);
			assert_string_equal(fault->reason, rows[i].reason);
		}
		mc_vec_done(&faults);
		mc_procedure_free(p);
	}
}

static void a_declaration_without_items(void **state)
{
	struct mc_procedure *p = with_declaration();
	struct mc_vec faults;

	(void)state;
	mc_vec_init(&faults, sizeof(struct mc_fault), MC_FAULTS_MAX);
	mc_procedure_wide(p, &faults);
	assert_int_equal(faults.len, 1);
	assert_string_equal(((struct mc_fault *)mc_vec_at(&faults, 0))->path, "outputs[0].items");
	mc_vec_done(&faults);
	mc_procedure_free(p);
}

static void codes_are_compared_by_two_groups(void **state)
{
	static const struct {
		const char *a, *b;
		bool equal;
	} rows[] = {
		{"1.001193", "1.001193.000.00.00.H56", true},
		{"2.002621.H56", "2.002621", true},
		{"2.002621", "2.002621", true},
		{"2.002621", "2.002622", false},
		{"2.00262", "2.002621", false},
		{"2", "2.002621", false},
		{"", "", false},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		assert_int_equal(mc_procedure_code_equal(rows[i].a, rows[i].b), rows[i].equal);
		assert_int_equal(mc_procedure_code_equal(rows[i].b, rows[i].a), rows[i].equal);
	}
}

static void conditions_have_alternatives(void **state)
{
	char value[] = "both|no_father";
	const struct mc_condition condition = {NULL, value};

	(void)state;
	assert_true(mc_condition_matches(&condition, "both"));
	assert_true(mc_condition_matches(&condition, "no_father"));
	assert_false(mc_condition_matches(&condition, "no_"));
	assert_false(mc_condition_matches(&condition, "both|no_father"));
	assert_false(mc_condition_matches(&condition, ""));
}

static void labels_and_kinds_have_words(void **state)
{
	char vi[] = "Họ tên", en[] = "Name";
	const struct mc_label both = {vi, en}, one = {vi, NULL}, none = {NULL, NULL};

	(void)state;
	assert_string_equal(mc_label_text(&both, "vi"), vi);
	assert_string_equal(mc_label_text(&both, "en"), en);
	assert_string_equal(mc_label_text(&both, "fr"), vi);
	assert_string_equal(mc_label_text(&both, NULL), vi);
	assert_string_equal(mc_label_text(&one, "en"), vi);
	assert_string_equal(mc_label_text(&none, "en"), "");
	for (int i = 0; i < MC_FIELD_KIND_COUNT; i++) {
		enum mc_field_kind kind = (enum mc_field_kind)i;

		assert_int_equal(mc_field_kind_parse(mc_field_kind_code(kind)), kind);
	}
	assert_int_equal(mc_field_kind_parse("colour"), MC_FIELD_KIND_COUNT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sound_one_passes),
		cmocka_unit_test(every_break_is_noticed), cmocka_unit_test(a_choice_that_is_sound),
		cmocka_unit_test(an_empty_one_is_unsound_and_freed),
		cmocka_unit_test(declarations_say_something),
		cmocka_unit_test(a_declaration_without_items),
		cmocka_unit_test(codes_are_compared_by_two_groups),
		cmocka_unit_test(conditions_have_alternatives),
		cmocka_unit_test(labels_and_kinds_have_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
