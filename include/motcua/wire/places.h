/* SPDX-License-Identifier: MPL-2.0 */
/* places.h - the files data/places/provinces.json and communes.json (FORMATS 11). */
#ifndef MOTCUA_WIRE_PLACES_H
#define MOTCUA_WIRE_PLACES_H

#include "motcua/base/str.h"
#include "motcua/domain/place.h"

/* Both files into one, checked as a whole; ret is initialised here. communes may be empty
 * (no text at all): then no commune is known. MC_E_PLACE_FILE with the member and why. */
enum mc_code mc_places_parse(struct mc_slice provinces, struct mc_slice communes,
			     struct mc_places *ret, struct mc_err *why) MC_CHECKED;

#endif
