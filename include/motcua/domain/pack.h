/* SPDX-License-Identifier: MPL-2.0 */
/*
 * pack.h - the parts of the catalogue that are renewed each for itself: a folder below data/,
 * a pack at the gateway, a line on the screen.
 */
#ifndef MOTCUA_DOMAIN_PACK_H
#define MOTCUA_DOMAIN_PACK_H

#include <stdbool.h>

#include "motcua/domain/date.h"

#define MC_PACK_NAMES(X)                                      \
	X(PROCEDURES, "procedures", N_("Procedures"))         \
	X(HOLIDAYS, "holidays", N_("Holidays"))               \
	X(PLACES, "places", N_("Provinces and communes"))     \
	X(LEGAL, "legal", N_("Legal notes"))

enum mc_pack_name {
#define X(name, word, text) MC_PACK_##name,
	MC_PACK_NAMES(X)
#undef X
	MC_PACK_COUNT,
};

const char *mc_pack_word(enum mc_pack_name name);
const char *mc_pack_text(enum mc_pack_name name);	  /* msgid */
enum mc_pack_name mc_pack_parse_word(const char *word); /* MC_PACK_COUNT: none of them */

/* A name that a file of a pack may have: it becomes a path. */
bool mc_pack_file_name(const char *name);

/*
 * Does what the program shipped on this day (its `version`) go before a pack of that day? Only
 * when it is of a later day: who published on the same day knew what is shipped.
 */
bool mc_pack_is_outdone(const struct mc_date *pack, const struct mc_date *shipped);

#endif
