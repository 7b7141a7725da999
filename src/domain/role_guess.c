/* SPDX-License-Identifier: MPL-2.0 */
/*
 * role_guess.c - which role of a procedure fits a person, by the names that roles have in the
 * catalogue (docs/FORMATS.md 11). A role that is not in the table is nobody's in particular.
 */
#include "motcua/domain/role_guess.h"

#include <string.h>

#include "motcua/base/mem.h"

enum fit { AGAINST, OPEN, FITS, SURE };

static const struct suit {
	const char *role;
	enum mc_sex sex;
	int least, most; /* years; most 0 = any */
	bool dead;
} suits[] = {
	{"mother", MC_SEX_FEMALE, 12, 55, false}, {"father", MC_SEX_MALE, 14, 0, false},
	{"bride", MC_SEX_FEMALE, 18, 0, false},   {"groom", MC_SEX_MALE, 20, 0, false},
	{"child", MC_SEX_UNKNOWN, 0, 17, false},  {"ward", MC_SEX_UNKNOWN, 0, 17, false},
	{"dead", MC_SEX_UNKNOWN, 0, 0, true},
};

static const struct suit *suit_of(const struct mc_role *role)
{
	for (size_t i = 0; i < MC_COUNT(suits); i++) {
		if (strcmp(suits[i].role, role->id) == 0) {
			return &suits[i];
		}
	}
	return NULL;
}

/* What is not known speaks neither for nor against. */
static enum fit fit_of(const struct mc_role *role, const struct mc_person *person,
		       const struct mc_date *today)
{
	const struct suit *suit = suit_of(role);
	bool born = mc_date_is_set(&person->born), dead = mc_date_is_set(&person->died);
	int age = born ? mc_date_age(&person->born, today) : 0;

	if (dead != (suit && suit->dead)) { /* the dead hand nothing in */
		return AGAINST;
	}
	if (!suit || dead) {
		return dead ? SURE : OPEN;
	}
	if ((suit->sex && person->sex && suit->sex != person->sex) ||
	    (born && (age < suit->least || (suit->most && age > suit->most)))) {
		return AGAINST;
	}
	if (strcmp(role->id, "mother") == 0 && person->birth_count) {
		return SURE;
	}
	return (suit->sex && !person->sex) || !born ? OPEN : FITS;
}

int mc_role_guess(const struct mc_procedure *procedure, const struct mc_person *person,
		  const struct mc_date *today, bool *ret_spoken_for)
{
	enum fit best = AGAINST;
	int found = 0, n = 0;

	MC_VEC_EACH(&procedure->roles, struct mc_role, role) {
		enum fit fit = role->in_row ? AGAINST : fit_of(role, person, today);

		if (fit > best) {
			best = fit;
			found = n;
		}
		n++;
	}
	if (ret_spoken_for) {
		*ret_spoken_for = best >= FITS;
	}
	return found;
}
