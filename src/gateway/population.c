/* SPDX-License-Identifier: MPL-2.0 */
/*
 * population.c - the index over the invented people.
 *
 * An index entry is one 64-bit word, the number above the person's index, sorted:
 * eight bytes a person, eight more for those with a 9-digit number.
 */
#include "gateway/population.h"

#include <stdlib.h>
#include <string.h>

#include "gateway/population_family.h"
#include "motcua/base/mem.h"

#define HOUSEHOLDS 6800 /* some 24,000 people */
#define INDEX_BITS 20   /* of a person's index; 12 digits take 40 bits */
#define INDEX_MASK ((UINT64_C(1) << INDEX_BITS) - 1)

struct keys {
	uint64_t *at;
	size_t count;
};

struct mc_population {
	uint64_t seed;
	struct mc_date today;
	uint32_t first[HOUSEHOLDS + 1]; /* index of each household's first person */
	struct keys numbers, cmnds;
};

static uint64_t key_of(const char *digits, size_t index)
{
	uint64_t number = 0;

	while (*digits) {
		number = number * 10 + (uint64_t)(*digits++ - '0');
	}
	return number << INDEX_BITS | index;
}

static int compare_keys(const void *a, const void *b)
{
	uint64_t x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return (x > y) - (x < y);
}

static void shrink_and_sort(struct keys *keys)
{
	keys->at = mc_realloc(keys->at, keys->count, sizeof(*keys->at));
	qsort(keys->at, keys->count, sizeof(*keys->at), compare_keys);
}

static void index_family(struct mc_population *p, const struct mc_family *family, size_t first)
{
	for (int who = 0; who < family->count; who++) {
		char number[MC_PID_LEN], cmnd[MC_CMND_LEN];
		size_t index = first + (size_t)who;

		mc_family_number(family, who, number);
		mc_family_cmnd(family, who, cmnd);
		p->numbers.at[p->numbers.count++] = key_of(number, index);
		if (cmnd[0]) {
			p->cmnds.at[p->cmnds.count++] = key_of(cmnd, index);
		}
	}
}

struct mc_population *mc_population_open(uint64_t seed, int64_t now)
{
	struct mc_population *p = mc_calloc(1, sizeof(*p));
	struct mc_family family;

	p->seed = seed;
	p->numbers.at = mc_calloc((size_t)HOUSEHOLDS * MC_KIN_SLOTS, sizeof(*p->numbers.at));
	p->cmnds.at = mc_calloc((size_t)HOUSEHOLDS * MC_KIN_SLOTS, sizeof(*p->cmnds.at));
	mc_population_set_now(p, now);
	for (uint32_t household = 0; household < HOUSEHOLDS; household++) {
		mc_family_get(seed, household, &family);
		index_family(p, &family, p->first[household]);
		p->first[household + 1] = p->first[household] + family.count;
	}
	shrink_and_sort(&p->numbers);
	shrink_and_sort(&p->cmnds);
	return p;
}

void mc_population_close(struct mc_population *population)
{
	if (population) {
		free(population->numbers.at);
		free(population->cmnds.at);
		free(population);
	}
}

void mc_population_set_now(struct mc_population *population, int64_t now)
{
	population->today = mc_date_of_instant(now);
}

size_t mc_population_people(const struct mc_population *population)
{
	return population->first[HOUSEHOLDS];
}

size_t mc_population_households(const struct mc_population *population)
{
	(void)population;
	return HOUSEHOLDS;
}

size_t mc_population_memory(const struct mc_population *population)
{
	return sizeof(*population) +
	       (population->numbers.count + population->cmnds.count) * sizeof(uint64_t);
}

/* The household that a person belongs to: the last one that starts at or before him. */
static uint32_t household_of(const struct mc_population *population, size_t index)
{
	uint32_t low = 0, high = HOUSEHOLDS;

	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (population->first[middle] <= index) {
			low = middle;
		} else {
			high = middle;
		}
	}
	return low;
}

void mc_population_person(const struct mc_population *population, size_t index,
			  struct mc_person *ret, struct mc_household *ret_household)
{
	uint32_t household = household_of(population, index);
	struct mc_family family;

	mc_family_get(population->seed, household, &family);
	mc_family_person(&family, (int)(index - population->first[household]), &population->today,
			 ret);
	if (ret_household) {
		mc_family_household(&family, &population->today, ret_household);
	}
}

static bool find(const struct keys *keys, const char *digits, size_t len, size_t *ret_index)
{
	size_t low = 0, high = keys->count;
	uint64_t key;

	if (strlen(digits) != len || strspn(digits, "0123456789") != len) {
		return false;
	}
	key = key_of(digits, 0);
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (keys->at[middle] < key) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	if (low == keys->count || keys->at[low] >> INDEX_BITS != key >> INDEX_BITS) {
		return false;
	}
	*ret_index = keys->at[low] & INDEX_MASK;
	return true;
}

bool mc_population_find_number(const struct mc_population *population, const char *number,
			       size_t *ret_index)
{
	return find(&population->numbers, number, MC_PID_LEN - 1, ret_index);
}

bool mc_population_find_cmnd(const struct mc_population *population, const char *cmnd,
			     size_t *ret_index)
{
	return find(&population->cmnds, cmnd, MC_CMND_LEN - 1, ret_index);
}

/* Chip cards exist since 2021; who is younger got his in the month after birth. */
static struct mc_date issue_date(const struct mc_person *person)
{
	const struct mc_date first = {2021, 5, 17};
	struct mc_date born = person->born;

	if (mc_date_compare(&born, &first) < 0) {
		return mc_date_from_days(mc_date_to_days(&first) + (person->number[11] - '0') * 97 +
					 (person->number[10] - '0') * 11);
	}
	return mc_date_from_days(mc_date_to_days(&born) + 30);
}

void mc_population_card(const struct mc_person *person, struct mc_card *ret)
{
	*ret = (struct mc_card){
		.born = person->born,
		.sex = person->sex,
		.issued = issue_date(person),
	};
	(void)MC_COPY(ret->number, person->number);
	(void)MC_COPY(ret->cmnd, person->cmnd);
	(void)MC_COPY(ret->full_name, person->full_name);
	mc_address_format(&person->permanent, ret->address, sizeof(ret->address));
	ret->warnings = mc_pid_check(ret->number, ret->sex, &ret->born);
}

enum mc_code mc_population_case_find(const struct mc_population *population, const char *name,
				     size_t *ret_index, struct mc_card *ret_card,
				     struct mc_err *why)
{
	for (size_t i = 0; i < mc_population_case_count(); i++) {
		const struct mc_population_case *c = mc_population_case(i);
		size_t index = population->first[c->household] + c->member;
		struct mc_person person;

		if (strcmp(c->name, name) != 0) {
			continue;
		}
		if (ret_index) {
			*ret_index = index;
		}
		if (ret_card) {
			mc_population_person(population, index, &person, NULL);
			mc_population_card(&person, ret_card);
			if (c->card_name) {
				(void)MC_COPY(ret_card->full_name, c->card_name);
			}
		}
		return MC_OK;
	}
	return mc_fail(why, MC_E_NOT_FOUND, "case %s", name);
}
