/* SPDX-License-Identifier: MPL-2.0 */
/*
 * lunar.h - the lunisolar calendar, from the sun and the moon.
 *
 * Holidays are data; this only checks them (domain/holiday.h): a table that puts Tết on
 * another day than the sky does is not taken in. The zone matters: Viet Nam reckons at
 * +07:00, China at +08:00, and in some years (1985, 2007, 2030) the two differ.
 */
#ifndef MOTCUA_DOMAIN_LUNAR_H
#define MOTCUA_DOMAIN_LUNAR_H

#include "motcua/domain/date.h"

enum { MC_LUNAR_ZONE = 7 }; /* hours east of Greenwich */

struct mc_lunar {
	int16_t year; /* of the Tết that began it */
	int8_t month, day;
	bool leap; /* the second month of this number */
};

/* date must be full; good for 1900 to 2100. */
struct mc_lunar mc_lunar_of(const struct mc_date *date, int zone);
/* False when there is no such day: a 30th of a short month, a leap month of another year. */
bool mc_lunar_to_date(const struct mc_lunar *lunar, int zone, struct mc_date *ret);

#endif
