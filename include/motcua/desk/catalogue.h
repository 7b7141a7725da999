/* SPDX-License-Identifier: MPL-2.0 */
/*
 * catalogue.h - which catalogue is in use, of which day, signed by whom: the parts that come
 * with the program, and the packs that the gateway sent since (FORMATS 15).
 */
#ifndef MOTCUA_DESK_CATALOGUE_H
#define MOTCUA_DESK_CATALOGUE_H

#include "motcua/desk/desk.h"
#include "motcua/domain/pack.h"

struct mc_catalogue {
	bool shipped;	     /* it came with the program; no pack is newer */
	struct mc_date date; /* of the day that it was published, or shipped; may be not set */
	int64_t at;	     /* of a pack: when it was signed */
	char kid[9];	     /* by which key of the gateway */
	struct mc_date until; /* the last day that it was made for; not set = open */
	bool past;	      /* that day is over; it stays in use */
	struct mc_date next;  /* a newer pack is here, and counts from this day on; not set = none */
	struct mc_err signature; /* of a pack: code MC_OK = verified just now, with all its files */
	struct mc_err refused;	 /* why the last one that came was not taken over; code MC_OK = none */
};
void mc_desk_catalogue(struct mc_desk *desk, enum mc_pack_name name, struct mc_catalogue *ret);

/* The day of the procedures in use, for the line on the screen: cheap, verifies nothing. */
struct mc_date mc_desk_catalogue_date(const struct mc_desk *desk, bool *ret_shipped);

/*
 * Take over what the courier brought, and use what counts today. What was borrowed of the
 * catalogue, its notes and its places is gone when this returns true; so it is for a moment
 * when nobody holds any. Cheap when nothing happened.
 */
bool mc_desk_catalogue_renew(struct mc_desk *desk);

#endif
