/* SPDX-License-Identifier: MPL-2.0 */
/*
 * population_places.h - where the invented people live and were born.
 *
 * The 34 provinces are real (2025-07-01; Dong Nai a city since 2026-04-30); the
 * communes, hamlets and old districts are not, and their codes lie above all
 * real ones (9 + province + 2 digits).
 */
#ifndef GATEWAY_POPULATION_PLACES_H
#define GATEWAY_POPULATION_PLACES_H

#include "gateway/population_draw.h"
#include "motcua/domain/person.h"

#define MC_HOME_PROVINCE 66 /* Dak Lak: most people live in a few communes of it */
#define MC_COMMUNES 3       /* in every province */

/* One of the 34 codes. */
uint8_t mc_places_draw(struct mc_draw *draw);
/* One of the old codes that this province was made of. */
uint16_t mc_places_old_code(struct mc_draw *draw, uint8_t province);
/* One of the 63 old codes. */
uint16_t mc_places_any_old_code(struct mc_draw *draw);
/* The province of today that an old code belongs to; home when it is none. */
uint8_t mc_places_of_old(uint16_t old_code);
/* An address of today: house, hamlet or street, commune 0..2, province. */
void mc_places_today(struct mc_draw *draw, uint8_t province, uint8_t commune, bool highland,
		     struct mc_address *ret);
/* Commune, district and province of before the reform; a country when the code is none. */
void mc_places_old(struct mc_draw *draw, uint16_t old_code, struct mc_address *ret);

#endif
