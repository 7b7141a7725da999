/* SPDX-License-Identifier: MPL-2.0 */
/*
 * population.h - the invented people of a training or demo register.
 *
 * A pure function of the seed: household after household is made on demand by a
 * counter-based generator, without floating point, libc's random numbers or the
 * locale, so that every machine has the same people. Only a compact index stays
 * in memory. `now` moves two things: since when somebody who moved yesterday
 * lives where he lives, and the births that hospitals have just recorded. The first households are the hard cases, made on purpose.
 */
#ifndef GATEWAY_POPULATION_H
#define GATEWAY_POPULATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "motcua/domain/card_qr.h"
#include "motcua/domain/person.h"

#define MC_POPULATION_SEED UINT64_C(2026) /* of the demo and of training mode */

struct mc_population;

/* Walks all households once (some forty milliseconds). Close it; NULL is fine. */
struct mc_population *mc_population_open(uint64_t seed, int64_t now);
void mc_population_close(struct mc_population *population);
void mc_population_set_now(struct mc_population *population, int64_t now);

size_t mc_population_people(const struct mc_population *population);
size_t mc_population_households(const struct mc_population *population);
/* What the population keeps in memory, in bytes. */
size_t mc_population_memory(const struct mc_population *population);

/* index < mc_population_people(); ret_household may be NULL. Members of one
 * household have neighbouring indexes. The dead are people, but not members. */
void mc_population_person(const struct mc_population *population, size_t index,
			  struct mc_person *ret, struct mc_household *ret_household);
/* Exact; false when nobody has this number now. */
bool mc_population_find_number(const struct mc_population *population, const char *number,
			       size_t *ret_index);
bool mc_population_find_cmnd(const struct mc_population *population, const char *cmnd,
			     size_t *ret_index);

/* The card this person carries. */
void mc_population_card(const struct mc_person *person, struct mc_card *ret);

/* The hard cases; index < mc_population_case_count(). */
struct mc_population_case {
	const char *name;        /* kebab-case, for the command line */
	const char *description; /* msgid */
	const char *card_name;   /* what the card says instead of the register's name, or NULL */
	uint8_t household, member;
};
size_t mc_population_case_count(void);
const struct mc_population_case *mc_population_case(size_t index);
/* Who it is, and the card; MC_E_NOT_FOUND. Either ret may be NULL. */
enum mc_code mc_population_case_find(const struct mc_population *population, const char *name,
				     size_t *ret_index, struct mc_card *ret_card,
				     struct mc_err *why) MC_CHECKED;

#endif
