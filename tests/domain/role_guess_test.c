/* SPDX-License-Identifier: MPL-2.0 */
/* role_guess_test.c - whom the list of roles stands on when somebody was looked up. */
#include "support/check.h"

#include <stdlib.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/domain/role_guess.h"

static const struct mc_date today = {2026, 11, 28};

static struct mc_procedure *with_roles(const char *const *roles)
{
	struct mc_procedure *procedure = mc_procedure_new();

	for (; *roles; roles++) {
		struct mc_role *role = mc_vec_push(&procedure->roles);

		role->in_row = **roles == '*';
		role->id = mc_strdup(*roles + role->in_row);
	}
	return procedure;
}

static void stood_on_by_what_the_register_says(void **state)
{
	static const char *const birth[] = {"requester", "mother", "father", NULL};
	static const char *const marriage[] = {"bride", "groom", NULL};
	static const char *const death[] = {"requester", "dead", NULL};
	static const char *const guardian[] = {"guardian", "ward", NULL};
	static const char *const person[] = {"person", "head", "*children.1", NULL};
	static const struct {
		const char *const *roles;
		enum mc_sex sex;
		int born, died, births;
		int want;
		bool spoken_for;
	} rows[] = {
		{birth, MC_SEX_FEMALE, 1996, 0, 0, 1, true},
		{birth, MC_SEX_FEMALE, 1996, 0, 1, 1, true},
		{birth, MC_SEX_MALE, 1993, 0, 0, 2, true},
		{birth, MC_SEX_FEMALE, 1960, 0, 0, 0, false}, /* a grandmother hands it in */
		{birth, MC_SEX_FEMALE, 2018, 0, 0, 0, false},
		{birth, MC_SEX_UNKNOWN, 1996, 0, 0, 0, false}, /* nobody knows: the first */
		{birth, MC_SEX_FEMALE, 0, 0, 0, 0, false},
		{birth, MC_SEX_FEMALE, 0, 0, 1, 1, true}, /* but a birth is recorded */
		{birth, MC_SEX_FEMALE, 1996, 2026, 0, 0, false}, /* nothing fits: the first */
		{marriage, MC_SEX_MALE, 2000, 0, 0, 1, true},
		{marriage, MC_SEX_FEMALE, 2000, 0, 0, 0, true},
		{marriage, MC_SEX_MALE, 2010, 0, 0, 0, false}, /* under age: said elsewhere */
		{death, MC_SEX_MALE, 1950, 2026, 0, 1, true},
		{death, MC_SEX_MALE, 1950, 0, 0, 0, false},
		{guardian, MC_SEX_MALE, 2015, 0, 0, 1, true},
		{guardian, MC_SEX_MALE, 1980, 0, 0, 0, false},
		{person, MC_SEX_FEMALE, 1990, 0, 0, 0, false},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct mc_procedure *procedure = with_roles(rows[i].roles);
		struct mc_person it = {.sex = rows[i].sex};
		bool spoken_for = !rows[i].spoken_for;
		int got;

		it.born.year = (uint16_t)rows[i].born;
		it.died.year = (uint16_t)rows[i].died;
		it.birth_count = (uint8_t)rows[i].births;
		got = mc_role_guess(procedure, &it, &today, &spoken_for);
		if (got != rows[i].want || spoken_for != rows[i].spoken_for) {
			fail_msg("row %zu: %d, %d", i, got, spoken_for);
		}
		mc_procedure_free(procedure);
	}
}

static void a_table_of_people_alone_has_no_role(void **state)
{
	static const char *const none[] = {"*children.1", NULL};
	struct mc_procedure *procedure = with_roles(none);
	struct mc_person it = {.sex = MC_SEX_FEMALE};

	(void)state;
	assert_int_equal(mc_role_guess(procedure, &it, &today, NULL), 0);
	mc_procedure_free(procedure);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stood_on_by_what_the_register_says),
		cmocka_unit_test(a_table_of_people_alone_has_no_role),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
