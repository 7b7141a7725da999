/* SPDX-License-Identifier: MPL-2.0 */
/*
 * register_rules_test.c - what the register knows against somebody: whoever hands a dossier in is
 * alive, and who marries is not married. In every procedure that is shipped, in both languages;
 * told as a warning, because the register may be wrong, and never for what was only typed.
 */
#include "support/opened_desk.h"

#include "motcua/text/text.h"

static const struct mc_person somebody = { .number = "030190000123",
					   .full_name = "Hồ Thị Thử",
					   .born = {1960, 5, 3},
					   .sex = MC_SEX_FEMALE };

/* How often the rule is told; all of them as warnings. */
static int told(const struct mc_form *form, const char *rule)
{
	const struct mc_date today = {2026, 11, 23};
	struct mc_vec problems;
	int count = 0;

	mc_form_check(form, NULL, &today, &problems);
	MC_VEC_EACH(&problems, struct mc_problem, problem) {
		if (problem->rule && strcmp(problem->rule->id, rule) == 0) {
			assert_true(problem->warns);
			count++;
		}
	}
	mc_vec_done(&problems);
	return count;
}

static const struct mc_rule *rule_about(const struct mc_procedure *procedure, const char *source,
					const char *role)
{
	MC_VEC_EACH(&procedure->rules, struct mc_rule, rule) {
		int at = rule->kind == MC_RULE_NOT_IN_REGISTER ?
				 mc_procedure_field(procedure, rule->a) : -1;
		const struct mc_field *field =
			at < 0 ? NULL : mc_vec_at(&procedure->fields, (size_t)at);
		const struct mc_prefill *prefill = field ? mc_vec_at(&field->prefill, 0) : NULL;

		if (prefill && !strcmp(prefill->source, source) && !strcmp(prefill->role, role)) {
			return rule;
		}
	}
	return NULL;
}

static void look_at_the_dead(const struct mc_procedure *procedure, const struct mc_role *role,
			     const struct mc_rule *rule)
{
	struct mc_form *form = mc_form_new(procedure);
	int field = mc_procedure_field(procedure, rule->a);
	struct mc_person person = somebody;

	assert_string_equal(rule->value, "*");
	(void)mc_form_prefill(form, role->id, &person, NULL, NOW, NULL);
	assert_false(mc_form_shown(form, field)); /* nobody is asked for it */
	assert_int_equal(told(form, rule->id), 0);
	person.died = (struct mc_date){2026, 8, 14};
	(void)mc_form_prefill(form, role->id, &person, NULL, NOW + 1, NULL);
	assert_true(mc_form_shown(form, field));
	assert_int_equal(told(form, rule->id), 1);
	(void)mc_form_type(form, field, "", NOW + 2, NULL); /* cleared: it is the register's word */
	assert_int_equal(told(form, rule->id), 1);
	mc_form_free(form);
}

/* Who hands in is the first role (about says whose dossier it is). */
static void who_hands_in_is_alive(void **state)
{
	(void)state;
	for (size_t i = 0; i < mc_desk_procedure_count(p.desk); i++) {
		const struct mc_procedure *procedure = mc_desk_procedure_at(p.desk, i)->procedure;
		const struct mc_role *role = mc_vec_at(&procedure->roles, 0);
		bool moves_out_the_dead = strcmp(procedure->code, "1.003197") == 0 ||
					  strcmp(procedure->code, "1.010028") == 0;
		const struct mc_rule *rule = rule_about(procedure, "died", role->id);

		if (moves_out_the_dead) { /* death is the reason, told by others of the household */
			assert_null(rule);
			continue;
		}
		if (!rule) {
			fail_msg("%s: nothing is said of a dead %s", procedure->code, role->id);
		}
		look_at_the_dead(procedure, role, rule);
	}
}

/* A death that the register has may be registered already. It is told where one is registered,
 * not where one is registered again, and not because of the day that somebody typed. */
static void a_death_is_registered_once(void **state)
{
	static const char *const codes[] = {"1.000656", "1.000419", "2.002622"};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(codes); i++) {
		struct mc_person person = somebody;
		const struct mc_procedure *procedure;
		struct mc_form *form;

		assert_ok(mc_desk_procedure(p.desk, codes[i], &procedure, NULL));
		form = mc_form_new(procedure);
		(void)mc_form_prefill(form, "dead", &person, NULL, NOW, NULL);
		assert_ok(mc_form_type(form, mc_procedure_field(procedure, "death.day"), "14/8/2026",
				       NOW, NULL));
		assert_int_equal(told(form, "death_known"), 0);
		person.died = (struct mc_date){2026, 8, 14};
		(void)mc_form_prefill(form, "dead", &person, NULL, NOW + 1, NULL);
		assert_int_equal(told(form, "death_known"), 1);
		mc_form_free(form);
	}
}

/* ---- who is married */

struct married {
	const char *code, *rule, *role, *history, *says;
	bool warns;
};

static const struct married table[] = {
	{"1.000894", "bride_single", "bride", "never", "Đã kết hôn", true},
	{"1.000894", "bride_single", "bride", "divorced", "Có chồng", true},
	{"1.000894", "bride_single", "bride", "never", "Chưa kết hôn", false},
	{"1.000894", "groom_single", "groom", "never", "Đã kết hôn", true},
	{"1.000894", "groom_single", "groom", "divorced", "Ly hôn", false},
	{"1.000894", "groom_never", "groom", "never", "Ly hôn", true},
	{"1.000894", "groom_never", "groom", "divorced", "Ly hôn", false},
	{"1.000894", "bride_never", "bride", "never", "Góa", true},
	{"1.000593", "bride_single", "bride", "widowed", "Đã kết hôn", true},
	{"1.000593", "groom_single", "groom", "never", "Có vợ", true},
	{"1.000593", "groom_never", "groom", "never", "Chưa kết hôn", false},
	{"1.000593", "groom_never", "groom", "never", "Đã ly hôn", true},
	{"1.000593", "bride_never", "bride", "never", "Ly hôn", true},
	{"1.004873", "person_married", "person", "never", "Đã kết hôn", true},
	{"1.004873", "person_married", "person", "married", "Đã kết hôn", false},
	{"1.004873", "person_never", "person", "never", "Góa", true},
	{"1.004873", "person_never", "person", "widowed", "Góa", false},
	{"1.004873", "person_single", "person", "married", "Chưa kết hôn", true},
	{"1.004873", "person_single", "person", "never", "Chưa kết hôn", false},
};

static void type(struct mc_form *form, const char *role, const char *part, const char *text)
{
	char id[60];

	snprintf(id, sizeof(id), "%s.%s", role, part);
	assert_ok(mc_form_type(form, mc_procedure_field(form->procedure, id), text, NOW, NULL));
}

static void what_the_register_says_of_marriages(void **state)
{
	(void)state;
	for (size_t i = 0; i < MC_COUNT(table); i++) {
		const struct married *it = &table[i];
		const struct mc_procedure *procedure;
		struct mc_person person = somebody;
		struct mc_form *form;

		assert_ok(mc_desk_procedure(p.desk, it->code, &procedure, NULL));
		form = mc_form_new(procedure);
		type(form, it->role, "history", it->history);
		type(form, it->role, "marital_register", it->says); /* typed: nobody's word */
		assert_int_equal(told(form, it->rule), 0);
		type(form, it->role, "marital_register", "");
		MC_COPY(person.marital_status, it->says);
		(void)mc_form_prefill(form, it->role, &person, NULL, NOW, NULL);
		if (told(form, it->rule) != it->warns) {
			fail_msg("%s %s: %s, %s", it->code, it->rule, it->history, it->says);
		}
		mc_form_free(form);
	}
}

/* The couple's, where the mother's record names a husband and calls her married; else the officer
 * says whose the child is. */
static void whose_child_it_is(void **state)
{
	static const char *const forms[][2] = {{"1.001193", "birth.case"},
					       {"1.003583", "birth.case"},
					       {"2.002621", "authority.birth_case"}};
	static const struct {
		const char *says, *husband, *is;
	} rows[] = {
		{"Đã kết hôn", "Lê Văn Cam", "both_parents"}, {"Có chồng", "Lê Văn Cam", "both_parents"},
		{"Đã kết hôn", "", ""},			      {"Ly hôn", "Lê Văn Cam", ""},
		{"", "Lê Văn Cam", ""},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(forms) * MC_COUNT(rows); i++) {
		const char *const *of = forms[i / MC_COUNT(rows)];
		struct mc_person person = somebody;
		const struct mc_procedure *procedure;
		struct mc_form *form;

		person.birth_count = 1;
		MC_COPY(person.marital_status, rows[i % MC_COUNT(rows)].says);
		MC_COPY(person.spouse.full_name, rows[i % MC_COUNT(rows)].husband);
		assert_ok(mc_desk_procedure(p.desk, of[0], &procedure, NULL));
		form = mc_form_new(procedure);
		(void)mc_form_prefill(form, "mother", &person, NULL, NOW, NULL);
		assert_string_equal(mc_form_text(form, of[1]), rows[i % MC_COUNT(rows)].is);
		mc_form_free(form);
	}
}

/* Nobody adds a rule that is not looked at; and each names its field, in both languages. */
static void every_rule_is_looked_at(void **state)
{
	(void)state;
	for (size_t i = 0; i < mc_desk_procedure_count(p.desk); i++) {
		const struct mc_procedure *procedure = mc_desk_procedure_at(p.desk, i)->procedure;

		MC_VEC_EACH(&procedure->rules, struct mc_rule, rule) {
			bool known = strcmp(rule->value ? rule->value : "*", "*") == 0;
			const struct mc_field *field;

			if (rule->kind != MC_RULE_NOT_IN_REGISTER) {
				continue;
			}
			for (size_t k = 0; k < MC_COUNT(table); k++) {
				known |= !strcmp(table[k].code, procedure->code) &&
					 !strcmp(table[k].rule, rule->id) && table[k].warns;
			}
			field = mc_vec_at(&procedure->fields,
					  (size_t)mc_procedure_field(procedure, rule->a));
			if (!known || rule->level != MC_RULE_WARN ||
			    !strstr(rule->text.vi, field->label.vi)) {
				fail_msg("%s: %s", procedure->code, rule->id);
			}
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(who_hands_in_is_alive, setup, teardown),
		cmocka_unit_test_setup_teardown(a_death_is_registered_once, setup, teardown),
		cmocka_unit_test_setup_teardown(what_the_register_says_of_marriages, setup,
						teardown),
		cmocka_unit_test_setup_teardown(whose_child_it_is, setup, teardown),
		cmocka_unit_test_setup_teardown(every_rule_is_looked_at, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
