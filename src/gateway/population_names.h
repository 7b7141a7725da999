/* SPDX-License-Identifier: MPL-2.0 */
/*
 * population_names.h - peoples of Viet Nam and how they are named.
 *
 * Every name is put together by lot. The lists leave out given names that with
 * these family and middle names would make a well-known person.
 */
#ifndef GATEWAY_POPULATION_NAMES_H
#define GATEWAY_POPULATION_NAMES_H

#include "gateway/population_draw.h"
#include "motcua/domain/person.h"

/* How the parts of a name stand. */
enum mc_naming {
	MC_NAMING_KINH,       /* family, middle, given */
	MC_NAMING_OWN,        /* family, given from the people's own list */
	MC_NAMING_CLAN_LAST,  /* Y Blung Êban, H'Rưm Êban: the mother's clan, last */
	MC_NAMING_CLAN_FIRST, /* Rơ Châm Blơi, Rơ Châm H'Lan: the mother's clan, first */
	MC_NAMING_NO_FAMILY,  /* A Thưk, Y Blui */
};

struct mc_people {
	const char *name;
	uint16_t home_weight, away_weight; /* per mille in our communes; elsewhere */
	enum mc_naming naming;
	bool highland;        /* lives in a buon */
	uint8_t provinces[6]; /* where they live, of the 34; none = everywhere */
	const char *const *families, *const *male, *const *female; /* NULL: as the Kinh */
};

const struct mc_people *mc_people_draw(struct mc_draw *draw, bool home);
/* The people of that name; the Kinh when there is none. */
const struct mc_people *mc_people_named(const char *name);
/* Children take the mother's clan name, not the father's family name. */
bool mc_people_matrilineal(const struct mc_people *people);

/* Static text; "" when this people has no family names. */
const char *mc_names_family(struct mc_draw *draw, const struct mc_people *people);
/* Middle name (or "") and given name of somebody born in that year. */
void mc_names_given(struct mc_draw *draw, const struct mc_people *people, enum mc_sex sex, int year,
		    const char **ret_middle, const char **ret_given);
void mc_names_join(const struct mc_people *people, enum mc_sex sex, const char *family,
		   const char *middle, const char *given, char ret[MC_NAME_LEN]);

#endif
