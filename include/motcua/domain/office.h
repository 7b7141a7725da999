/* SPDX-License-Identifier: MPL-2.0 */
/*
 * office.h - what a form asks of the office itself: known from its commune, so that nobody types
 * the name of the registry into every dossier. A field says which of it (procedure.h, "office").
 */
#ifndef MOTCUA_DOMAIN_OFFICE_H
#define MOTCUA_DOMAIN_OFFICE_H

#include "motcua/domain/place.h"

/* The text stands before the commune; Vietnamese always, as on the papers. */
#define MC_OFFICE_FACTS(X)                                                      \
	X(COMMITTEE, "committee", "Ủy ban nhân dân") /* registers, certifies */ \
	X(POLICE, "police", "Công an")               /* decides on residence */

enum mc_office_fact {
	MC_OFFICE_NONE,
#define X(name, code, text) MC_OFFICE_##name,
	MC_OFFICE_FACTS(X)
#undef X
	MC_OFFICE_FACT_COUNT
};

#define MC_OFFICE_NAME_LEN (MC_PLACE_NAME_LEN * 2 + 80)

const char *mc_office_fact_code(enum mc_office_fact fact);    /* "" of NONE; NULL: a wrong one */
enum mc_office_fact mc_office_fact_parse(const char *code); /* COUNT: unknown */

/* The unit that this commune's code names on that day, or what took its place; NULL. */
const struct mc_area *mc_office_commune(const struct mc_places *places, const char *code,
					const struct mc_date *on);
/* "phường Hải Châu, thành phố Đà Nẵng"; false: there is no such commune on that day. */
bool mc_office_place(const struct mc_places *places, const char *code, const struct mc_date *on,
		     char *ret, size_t size);
/* "Ủy ban nhân dân phường Hải Châu, thành phố Đà Nẵng". */
bool mc_office_say(const struct mc_places *places, const char *code, const struct mc_date *on,
		   enum mc_office_fact fact, char *ret, size_t size);

#endif
