/* SPDX-License-Identifier: MPL-2.0 */
/*
 * population_cases.c - the households written down by hand, the same under every
 * seed but for the serial digits.
 */
#include <string.h>

#include "gateway/population.h"
#include "gateway/population_family.h"
#include "gateway/population_places.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"

enum house {
#define HOUSE(id, ...) HOUSE_##id,
#include "gateway/population_cases.def"
#undef HOUSE
	HOUSE_MANY, /* by lot */
	HOUSE_COUNT
};

static const struct house_row {
	const char *people, *religion;
	uint8_t commune;
	enum mc_head_status head_status;
	int8_t head;
	struct mc_date since;
} houses[] = {
#define HOUSE(id, people, religion, commune, status, head, y, m, d) \
	{people, religion, commune, MC_HEAD_##status, head, {y, m, d}},
#include "gateway/population_cases.def"
#undef HOUSE
};

#define X MC_NOBODY

static const struct kin_row {
	enum house house;
	enum mc_sex sex;
	const char *name;
	struct mc_date born;
	uint16_t old_code;
	int8_t father, mother, spouse;
	enum mc_marital marital;
	uint16_t traits;
} kin_rows[] = {
#define KIN(house, sex, name, y, m, d, code, father, mother, spouse, marital, traits) \
	{ HOUSE_##house, MC_SEX_##sex, name,   {y, m, d},  code, \
	  father,	 mother,       spouse, MC_##marital, traits },
#include "gateway/population_cases.def"
#undef KIN
};

#undef X

static const struct death_row {
	enum house house;
	int member;
	struct mc_date died;
} deaths[] = {
#define DEAD(house, member, y, m, d) { HOUSE_##house, member, {y, m, d} },
#include "gateway/population_cases.def"
#undef DEAD
};

static const struct birth_row {
	enum house house;
	int member;
	const char *number;
	int days; /* before today, so that it is always time to register it */
	const char *time;
	enum mc_sex sex;
	int64_t weight;
	const char *place;
} births[] = {
#define BIRTH(house, member, number, days, time, sex, grams, place) \
	{HOUSE_##house, member, number, days, time, MC_SEX_##sex, grams, place},
#include "gateway/population_cases.def"
#undef BIRTH
};

static const struct mc_population_case cases[] = {
#define CASE(name, house, member, card_name, description) \
	{name, description, card_name, HOUSE_##house, member},
#include "gateway/population_cases.def"
#undef CASE
};

/* The word that the children get; one word alone says nothing of a family. */
static void family_name(const struct mc_people *people, const char *full_name,
			char ret[MC_WORD_LEN])
{
	const char *space = strchr(full_name, ' ');

	if (!space) {
		ret[0] = '\0';
	} else if (people->naming == MC_NAMING_CLAN_LAST) {
		(void)mc_copy(ret, MC_WORD_LEN, strrchr(full_name, ' ') + 1);
	} else {
		memcpy(ret, full_name, (size_t)(space - full_name));
		ret[space - full_name] = '\0';
	}
}

static void add_row(struct mc_family *family, const struct kin_row *row)
{
	struct mc_kin *kin = &family->kin[family->count++];

	*kin = (struct mc_kin){
		.sex = row->sex,
		.born = row->born,
		.old_code = row->old_code,
		.father = row->father,
		.mother = row->mother,
		.spouse = row->spouse,
		.marital = row->marital,
		.traits = row->traits,
	};
	(void)MC_COPY(kin->full_name, row->name);
	family_name(family->people, row->name, kin->family);
}

/* Only when all are there: who married in settles by the day of the other's birth too. */
static void settle(struct mc_family *family)
{
	for (int who = 0; who < family->count; who++) {
		struct mc_date settles = mc_family_settles(family, who);

		family->kin[who].from =
			mc_date_compare(&settles, &family->since) > 0 ? settles : family->since;
	}
}

bool mc_family_case(uint64_t seed, uint32_t household, struct mc_family *ret)
{
	const struct house_row *row;

	if (household >= HOUSE_COUNT) {
		return false;
	}
	if (household == HOUSE_MANY) {
		mc_family_make(seed, household, true, ret);
		return true;
	}
	row = &houses[household];
	*ret = (struct mc_family){
		.seed = seed,
		.household = household,
		.province = MC_HOME_PROVINCE,
		.commune = row->commune,
		.people = mc_people_named(row->people),
		.religion = row->religion,
		.since = row->since,
		.head_status = row->head_status,
		.head = row->head,
		.head_household = HOUSE_HEAD_OTHER,
	};
	for (size_t i = 0; i < MC_COUNT(kin_rows); i++) {
		if (kin_rows[i].house == (enum house)household) {
			add_row(ret, &kin_rows[i]);
		}
	}
	settle(ret);
	for (size_t i = 0; i < MC_COUNT(deaths); i++) {
		if (deaths[i].house == (enum house)household) {
			ret->kin[deaths[i].member].died = deaths[i].died;
		}
	}
	return true;
}

static void take_birth(const struct birth_row *row, const struct mc_date *today,
		       struct mc_birth *ret)
{
	int32_t born = mc_date_to_days(today) - row->days;

	*ret = (struct mc_birth){ .born = mc_date_from_days(born),
				  .issued = mc_date_from_days(born + 1),
				  .sex = row->sex, .weight = row->weight };
	(void)MC_COPY(ret->number, row->number);
	(void)MC_COPY(ret->time, row->time);
	(void)MC_COPY(ret->place, row->place);
}

void mc_family_births(const struct mc_family *family, int who, const struct mc_date *today,
		      struct mc_person *ret)
{
	for (size_t i = 0; i < MC_COUNT(births); i++) {
		if ((uint32_t)births[i].house == family->household && births[i].member == who &&
		    ret->birth_count < MC_BIRTHS_MAX) {
			take_birth(&births[i], today, &ret->births[ret->birth_count++]);
		}
	}
}

size_t mc_population_case_count(void)
{
	return MC_COUNT(cases);
}

const struct mc_population_case *mc_population_case(size_t index)
{
	return &cases[index];
}
