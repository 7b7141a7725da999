/* SPDX-License-Identifier: MPL-2.0 */
/* All three keys must agree, however the name is written; else one same answer. */
#include "support/check.h"

#include <stdio.h>
#include <string.h>

#include "gateway/population.h"
#include "gateway/register.h"
#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "motcua/base/str.h"
#include "motcua/text/text.h"

#define NOW INT64_C(1795420800000) /* 2026-11-23 08:00 UTC */

static struct mc_population *people;
static struct mc_register reg;
static struct mc_answer answer;
static struct mc_query query;

static int open_register(void **state)
{
	(void)state;
	people = mc_population_open(MC_POPULATION_SEED, NOW);
	mc_register_synthetic_open(MC_POPULATION_SEED, &reg);
	return 0;
}

static int close_register(void **state)
{
	(void)state;
	mc_population_close(people);
	mc_register_close(&reg);
	mc_register_close(&reg);
	return 0;
}

static void ask_for(const char *name)
{
	struct mc_card card;

	assert_ok(mc_population_case_find(people, name, NULL, &card, NULL));
	memset(&query, 0, sizeof(query));
	(void)MC_COPY(query.id, "01890a5d-ac96-7000-8000-00000000000a");
	mc_query_from_card(&query, &card);
}

static enum mc_outcome find(void)
{
	memset(&answer, 0xa5, sizeof(answer));
	assert_ok(mc_register_find(&reg, &query, NOW, &answer, NULL));
	assert_string_equal(answer.query_id, query.id);
	assert_int_equal(answer.taken_at, NOW);
	assert_int_equal(answer.cause, MC_OK);
	return answer.outcome;
}

static void assert_says_nothing(void)
{
	static const struct mc_person no_person;
	static const struct mc_household no_household;

	assert_int_equal(find(), MC_OUTCOME_NO_MATCH);
	assert_memory_equal(&answer.person, &no_person, sizeof(no_person));
	assert_memory_equal(&answer.household, &no_household, sizeof(no_household));
}

static void every_case_is_found_by_its_card(void **state)
{
	(void)state;
	for (size_t i = 0; i < mc_population_case_count(); i++) {
		const struct mc_population_case *c = mc_population_case(i);

		ask_for(c->name);
		if (c->card_name) {
			assert_says_nothing();
			continue;
		}
		assert_int_equal(find(), MC_OUTCOME_FOUND);
		assert_string_equal(answer.person.number, query.number);
		assert_string_equal(answer.person.full_name, query.full_name);
		assert_int_equal(answer.household.member_count > 0,
				 strcmp(c->name, "no-residence") != 0);
	}
}

static void each_key_counts(void **state)
{
	(void)state;
	ask_for("ordinary");
	query.number[11] = query.number[11] == '9' ? '0' : (char)(query.number[11] + 1);
	assert_says_nothing();
	ask_for("ordinary");
	(void)MC_COPY(query.full_name, "Phạm Hữu Lơi");
	assert_says_nothing();
	(void)MC_COPY(query.full_name, "");
	assert_says_nothing();
	(void)MC_COPY(query.full_name, "Phạm Hữu");
	assert_says_nothing();
	(void)MC_COPY(query.full_name, "Pham");
	assert_says_nothing();
	(void)MC_COPY(query.full_name, "\xff\xfe");
	assert_says_nothing();
	ask_for("ordinary");
	query.born.day++;
	assert_says_nothing();
	query.born = (struct mc_date){(int16_t)(query.born.year + 1), 0, 0};
	assert_says_nothing();
	query.born = (struct mc_date){0};
	assert_says_nothing();
	ask_for("ordinary");
	query.number[0] = '\0';
	assert_says_nothing();
}

/* Of two people with the same name and birth date each has his own number. */
static void number_decides_between_namesakes(void **state)
{
	char number[MC_PID_LEN];

	(void)state;
	ask_for("same-name-a");
	(void)MC_COPY(number, query.number);
	ask_for("same-name-b");
	assert_int_equal(find(), MC_OUTCOME_FOUND);
	assert_string_not_equal(answer.person.number, number);
	ask_for("twins-a");
	(void)MC_COPY(number, query.number);
	ask_for("twins-b");
	(void)MC_COPY(query.number, number); /* the brother's card with one's own name */
	assert_says_nothing();
}

static void a_year_is_enough(void **state)
{
	(void)state;
	ask_for("mother");
	query.born.month = query.born.day = 0;
	assert_int_equal(find(), MC_OUTCOME_FOUND);
	ask_for("birth-year-only");
	assert_int_equal(find(), MC_OUTCOME_FOUND);
	assert_int_equal(answer.person.born.month, 0);
}

static void old_nine_digits_find_too(void **state)
{
	(void)state;
	ask_for("cmnd");
	assert_int_equal(find(), MC_OUTCOME_FOUND);
	(void)MC_COPY(query.cmnd, answer.person.cmnd);
	query.number[0] = '\0';
	assert_int_equal(find(), MC_OUTCOME_FOUND);
	query.born.year--;
	assert_says_nothing();
}

static void a_cancelled_number_finds_nobody(void **state)
{
	(void)state;
	ask_for("reissued");
	assert_int_equal(find(), MC_OUTCOME_FOUND);
	assert_true(answer.person.old_number[0]);
	(void)MC_COPY(query.number, answer.person.old_number);
	assert_says_nothing();
}

static void yesterday_goes_by_the_question(void **state)
{
	struct mc_date since;

	(void)state;
	ask_for("moved-yesterday");
	assert_ok(mc_register_find(&reg, &query, NOW, &answer, NULL));
	since = answer.person.permanent_since;
	assert_ok(mc_register_find(&reg, &query, NOW + MC_DAY, &answer, NULL));
	assert_int_equal(mc_date_to_days(&answer.person.permanent_since),
			 mc_date_to_days(&since) + 1);
}

static void names_however_written(void **state)
{
	static const struct {
		const char *asked, *full_name;
		bool agrees;
	} rows[] = {
		{"Nguyễn Văn Hòa", "Nguyễn Văn Hòa", true},
		{"Nguyễn Văn Hoà", "Nguyễn Văn Hòa", true},
		{"NGUYỄN VĂN HÒA", "Nguyễn Văn Hòa", true},
		{"  nguyễn  văn hòa ", "Nguyễn Văn Hòa", true},
		{ "Nguye\xcc\x82\xcc\x83n Va\xcc\x86n Ho\xcc\x80"
		  "a", "Nguyễn Văn Hòa", true },
		{"NGUYEN VAN HOA", "Nguyễn Văn Hòa", true},
		{"Nguyen Van Hoa", "Nguyễn Văn Hóa", true},
		{"Nguyễn Văn Hóa", "Nguyễn Văn Hòa", false},
		{"Nguyen Văn Hoa", "Nguyễn Văn Hòa", false}, /* marks, but not all */
		{"Nguyễn Hòa", "Nguyễn Văn Hòa", false},
		{"NGUYEN VAN HO", "Nguyễn Văn Hòa", false},
		{"DO THI DAO", "Đỗ Thị Đào", true},
		{"H'Hen Niê", "H'Hen Niê", true},
		{"H\xe2\x80\x99Hen Niê", "H'Hen Niê", true},
		{"HHEN NIE", "H'Hen Niê", true},
		{"H'HEN NIE", "H'Hen Niê", true},
		{"Y MOAN ENUOL", "Y Moan Ênuôl", true},
		{"HA", "Hà", true},
		{"Ha", "Hạ", true},
		{"Hà", "Hạ", false},
		{"", "Hà", false},
		{" ", "Hà", false},
		{"'", "Hà", false},
		{"<<<", "Hà", false},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		if (mc_register_name_agrees(rows[i].asked, rows[i].full_name) != rows[i].agrees) {
			fail_msg("row %zu: %s / %s", i, rows[i].asked, rows[i].full_name);
		}
	}
}

/* As a card prints it: plain capitals, no apostrophes, cut at the line's end. */
static void print_name(const char *full_name, char ret[40])
{
	struct mc_str bare, upper;
	size_t len = 0;

	mc_str_init(&bare, MC_NAME_LEN);
	mc_str_init(&upper, MC_NAME_LEN);
	assert_true(mc_fold_bare(full_name, &bare) && mc_text_upper(bare.data, &upper));
	for (const char *c = upper.data; *c && len < 30; c++) {
		if (*c != '\'') {
			ret[len++] = *c;
		}
	}
	ret[len] = '\0';
	mc_str_done(&bare);
	mc_str_done(&upper);
}

/* What a card's three lines give must lead to the register, long names too. */
static void names_of_the_mrz_agree(void **state)
{
	struct mc_mrz mrz;
	char lines[93];

	(void)state;
	for (size_t i = 0; i < mc_population_people(people); i += i < 120 ? 1 : 37) {
		struct mc_person person;

		mc_population_person(people, i, &person, NULL);
		if (!mc_date_is_full(&person.born)) {
			continue;
		}
		memset(&mrz, 0, sizeof(mrz));
		(void)MC_COPY(mrz.number, person.number);
		mrz.born = person.born;
		mrz.sex = person.sex;
		print_name(person.full_name, mrz.name);
		mc_mrz_format(&mrz, lines);
		assert_ok(mc_mrz_parse(lines, &mrz, NULL));
		assert_true(mc_register_name_agrees(mrz.name, person.full_name));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_case_is_found_by_its_card),
		cmocka_unit_test(each_key_counts),
		cmocka_unit_test(number_decides_between_namesakes),
		cmocka_unit_test(a_year_is_enough),
		cmocka_unit_test(old_nine_digits_find_too),
		cmocka_unit_test(a_cancelled_number_finds_nobody),
		cmocka_unit_test(yesterday_goes_by_the_question),
		cmocka_unit_test(names_however_written),
		cmocka_unit_test(names_of_the_mrz_agree),
	};

	return cmocka_run_group_tests(tests, open_register, close_register);
}
