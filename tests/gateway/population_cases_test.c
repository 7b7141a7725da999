/* SPDX-License-Identifier: MPL-2.0 */
/* Each hard case is what its name promises. */
#include "support/check.h"

#include <string.h>

#include "gateway/population.h"
#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "motcua/text/utf8.h"

#define NOW INT64_C(1795420800000) /* 2026-11-23 08:00 UTC */

static struct mc_population *people;
static struct mc_person person;
static struct mc_household household;

static int open_people(void **state)
{
	(void)state;
	people = mc_population_open(MC_POPULATION_SEED, NOW);
	return 0;
}

static int close_people(void **state)
{
	(void)state;
	mc_population_close(people);
	mc_population_close(NULL);
	return 0;
}

static size_t index_of(const char *number)
{
	size_t index = SIZE_MAX;

	assert_true(mc_population_find_number(people, number, &index));
	return index;
}

static size_t get_case(const char *name)
{
	size_t index;

	assert_ok(mc_population_case_find(people, name, &index, NULL, NULL));
	mc_population_person(people, index, &person, &household);
	return index;
}

static void every_case_is_its_own_card(void **state)
{
	char text[4 * MC_TEXT_LEN];
	struct mc_card card, back;
	size_t index;

	(void)state;
	assert_int_equal(mc_population_case_count(), 36);
	for (size_t i = 0; i < mc_population_case_count(); i++) {
		const struct mc_population_case *c = mc_population_case(i);

		assert_true(c->description[0]);
		assert_int_equal(strspn(c->name, "abcdefghijklmnopqrstuvwxyz-"), strlen(c->name));
		assert_ok(mc_population_case_find(people, c->name, &index, &card, NULL));
		mc_card_format(&card, text, sizeof(text));
		assert_ok(mc_card_parse(text, &back, NULL));
		assert_int_equal(index_of(back.number), index);
		assert_int_equal(mc_date_compare(&back.born, &card.born), 0);
	}
	assert_code(mc_population_case_find(people, "nobody", NULL, NULL, NULL), MC_E_NOT_FOUND);
	assert_code(mc_population_case_find(people, "", NULL, NULL, NULL), MC_E_NOT_FOUND);
}

static void names_of_the_cases(void **state)
{
	static const struct {
		const char *name, *full_name;
	} rows[] = {
		{"one-word-name", "Hà"},
		{"h-hen-nie", "H'Hen Niê"},
		{"y-moan", "Y Moan Ênuôl"},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		get_case(rows[i].name);
		assert_string_equal(person.full_name, rows[i].full_name);
	}
	get_case("long-name");
	assert_int_equal(mc_utf8_count(person.full_name), MC_NAME_LETTERS);
	get_case("birth-year-only");
	assert_true(person.born.year > 0 && person.born.month == 0 && person.born.day == 0);
	get_case("many-members");
	assert_int_equal(household.member_count, 30);
}

static void parents_to_be_share_a_household(void **state)
{
	char father[MC_PID_LEN];
	size_t index = get_case("father");

	(void)state;
	(void)MC_COPY(father, person.number);
	assert_string_equal(person.relation_to_head, "con đẻ");
	assert_string_equal(person.father.number, household.head.number);
	assert_int_equal(get_case("mother"), index + 1);
	assert_string_equal(person.spouse.number, father);
	assert_string_equal(person.relation_to_head, "con dâu");
	assert_int_equal(household.head_status, MC_HEAD_PRESENT);
	assert_in_range(mc_date_age(&person.born, &(struct mc_date){2026, 11, 23}), 20, 40);
	assert_in_range(mc_date_age(&person.born, &person.permanent_since), 18, 25);
}

static void pairs_that_are_mistaken_for_each_other(void **state)
{
	struct mc_person a;
	char home[MC_WORD_LEN];

	(void)state;
	get_case("twins-a");
	a = person;
	get_case("twins-b");
	assert_int_equal(mc_date_compare(&a.born, &person.born), 0);
	assert_string_equal(a.mother.number, person.mother.number);
	assert_string_not_equal(a.number, person.number);
	assert_string_not_equal(a.full_name, person.full_name);
	get_case("same-name-a");
	a = person;
	(void)MC_COPY(home, household.id);
	get_case("same-name-b");
	assert_string_equal(a.full_name, person.full_name);
	assert_int_equal(mc_date_compare(&a.born, &person.born), 0);
	assert_string_not_equal(a.number, person.number);
	assert_string_not_equal(home, household.id);
}

static void special_numbers(void **state)
{
	size_t index;

	(void)state;
	get_case("cmnd");
	assert_int_equal(strlen(person.cmnd), MC_CMND_LEN - 1);
	get_case("unknown-prefix");
	assert_int_equal(mc_pid_check(person.number, person.sex, &person.born),
			 MC_PID_PREFIX_UNKNOWN);
	get_case("reissued");
	assert_int_equal(strlen(person.old_number), MC_PID_LEN - 1);
	assert_false(mc_population_find_number(people, person.old_number, &index));
	assert_int_equal(mc_pid_check(person.old_number, person.sex, &person.born),
			 MC_PID_YEAR_DIFFERS);
}

static void heads_of_the_cases(void **state)
{
	char home[MC_WORD_LEN], head[MC_PID_LEN];

	(void)state;
	get_case("head-dead");
	(void)MC_COPY(head, household.head.number);
	assert_int_equal(household.head_status, MC_HEAD_DEAD);
	assert_int_equal(household.member_count, 2); /* the dead is none */
	mc_population_person(people, index_of(head), &person, NULL);
	assert_true(mc_date_is_full(&person.died));
	get_case("head-elsewhere");
	(void)MC_COPY(home, household.id);
	(void)MC_COPY(head, household.head.number);
	assert_int_equal(household.head_status, MC_HEAD_ELSEWHERE);
	assert_string_equal(person.relation_to_head, "cháu");
	mc_population_person(people, index_of(head), &person, &household);
	assert_string_not_equal(household.id, home);
	assert_string_equal(household.head.number, head);
	get_case("head-unknown");
	assert_int_equal(household.head_status, MC_HEAD_UNKNOWN);
	assert_string_equal(household.head.number, "");
	assert_string_equal(household.head.full_name, "");
	assert_string_equal(person.relation_to_head, "");
}

static void residence_of_the_cases(void **state)
{
	const struct mc_date yesterday = {2026, 11, 22};
	enum mc_residence_kind kind;

	(void)state;
	get_case("temporary");
	assert_string_equal(person.temporary.province, "tỉnh Đắk Lắk");
	assert_string_equal(person.permanent.province, "tỉnh Nghệ An");
	assert_int_equal(household.members[1].kind, MC_RESIDENCE_TEMPORARY);
	get_case("moved-yesterday");
	assert_int_equal(mc_date_compare(&person.permanent_since, &yesterday), 0);
	assert_int_equal(mc_date_compare(&household.members[0].from, &yesterday), 0);
	mc_population_set_now(people, NOW + 3 * MC_DAY);
	get_case("moved-yesterday");
	mc_population_set_now(people, NOW);
	assert_int_equal(mc_date_to_days(&person.permanent_since), mc_date_to_days(&yesterday) + 3);
	assert_ptr_equal(mc_person_residence(&person, &kind), &person.permanent);
	get_case("no-residence");
	(void)mc_person_residence(&person, &kind);
	assert_int_equal(kind, MC_RESIDENCE_NONE);
	assert_string_equal(household.id, "");
	assert_int_equal(household.member_count, 0);
	assert_string_equal(person.relation_to_head, "");
}

static int age(const struct mc_date *born)
{
	return mc_date_age(born, &(struct mc_date){2026, 11, 28});
}

/* Two who may marry, of two families, and one who is a year and more too young. */
static void people_to_marry(void **state)
{
	char home[MC_WORD_LEN];

	(void)state;
	get_case("bride");
	assert_int_equal(person.sex, MC_SEX_FEMALE);
	assert_in_range(age(&person.born), 18, 40);
	assert_string_equal(person.marital_status, "Chưa kết hôn");
	assert_string_equal(person.spouse.number, "");
	(void)MC_COPY(home, household.id);
	get_case("groom");
	assert_int_equal(person.sex, MC_SEX_MALE);
	assert_in_range(age(&person.born), 20, 40);
	assert_string_equal(person.marital_status, "Chưa kết hôn");
	assert_string_not_equal(household.id, home);
	get_case("too-young-groom");
	assert_int_equal(person.sex, MC_SEX_MALE);
	assert_int_equal(age(&person.born), 18);
}

static void an_old_couple(void **state)
{
	char husband[MC_PID_LEN];

	(void)state;
	get_case("old-husband");
	(void)MC_COPY(husband, person.number);
	assert_in_range(age(&person.born), 75, 100); /* the age of the social pension */
	get_case("old-wife");
	assert_in_range(age(&person.born), 75, 100);
	assert_string_equal(person.spouse.number, husband);
}

/* A dead man, of whom the register knows the day; those who come after him are at home. */
static void a_dead_man_with_heirs(void **state)
{
	char dead[MC_PID_LEN];
	int children = 0;

	(void)state;
	get_case("dead");
	(void)MC_COPY(dead, person.number);
	assert_true(mc_date_is_full(&person.died));
	get_case("head-dead");
	assert_string_equal(person.spouse.number, dead);
	for (int i = 0; i < household.member_count; i++) {
		struct mc_person heir;

		mc_population_person(people, index_of(household.members[i].number), &heir, NULL);
		children += strcmp(heir.father.number, dead) == 0;
	}
	assert_true(children > 0);
}

static void an_orphan_and_a_guardian(void **state)
{
	struct mc_person parent;
	char grandmother[MC_PID_LEN];

	(void)state;
	get_case("grandmother");
	(void)MC_COPY(grandmother, person.number);
	get_case("orphan");
	assert_in_range(age(&person.born), 0, 17);
	assert_string_equal(household.head.number, grandmother);
	assert_int_equal(household.member_count, 2); /* the dead are none */
	mc_population_person(people, index_of(person.father.number), &parent, NULL);
	assert_true(mc_date_is_full(&parent.died));
	mc_population_person(people, index_of(person.mother.number), &parent, NULL);
	assert_true(mc_date_is_full(&parent.died));
}

static void a_child_without_a_father(void **state)
{
	char mother[MC_PID_LEN];

	(void)state;
	get_case("unwed-mother");
	(void)MC_COPY(mother, person.number);
	assert_string_equal(person.marital_status, "Chưa kết hôn");
	get_case("child-no-father");
	assert_string_equal(person.mother.number, mother);
	assert_string_equal(person.father.number, "");
	assert_string_equal(person.father.full_name, "");
}

/* Recorded at the mother's number alone, and fresh on whatever day one looks. */
static void births_that_hospitals_have_recorded(void **state)
{
	struct mc_date today = mc_date_of_instant(NOW);

	(void)state;
	get_case("new-mother");
	assert_int_equal(person.birth_count, 1);
	assert_int_equal(mc_date_to_days(&today) - mc_date_to_days(&person.births[0].born), 9);
	assert_true(mc_date_compare(&person.births[0].born, &person.births[0].issued) < 0);
	assert_true(person.births[0].place[0] && person.births[0].weight > 0);
	get_case("ordinary");
	assert_int_equal(person.birth_count, 0);
	assert_string_equal(person.relation_to_head, "chủ hộ");
	get_case("twin-mother");
	assert_int_equal(person.birth_count, 2);
	assert_string_not_equal(person.births[0].number, person.births[1].number);
	get_case("mother");
	assert_int_equal(person.birth_count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_case_is_its_own_card),
		cmocka_unit_test(names_of_the_cases),
		cmocka_unit_test(parents_to_be_share_a_household),
		cmocka_unit_test(pairs_that_are_mistaken_for_each_other),
		cmocka_unit_test(special_numbers),
		cmocka_unit_test(heads_of_the_cases),
		cmocka_unit_test(residence_of_the_cases),
		cmocka_unit_test(people_to_marry),
		cmocka_unit_test(an_old_couple),
		cmocka_unit_test(a_dead_man_with_heirs),
		cmocka_unit_test(an_orphan_and_a_guardian),
		cmocka_unit_test(a_child_without_a_father),
		cmocka_unit_test(births_that_hospitals_have_recorded),
	};

	return cmocka_run_group_tests(tests, open_people, close_people);
}
