/* SPDX-License-Identifier: MPL-2.0 */
/*
 * place.h - administrative units as dated data (data/places): which province or commune
 * a code named on a day, what became of it, and finding one by its name.
 *
 * A code without a date says nothing: seven of today's 34 province codes belonged to another
 * province until 2025-06-30. So every look-up by code takes a date, and the first digits of
 * an identity number are asked for by a function of their own, which knows the old table only.
 */
#ifndef MOTCUA_DOMAIN_PLACE_H
#define MOTCUA_DOMAIN_PLACE_H

#include <stdint.h>

#include "motcua/base/vec.h"
#include "motcua/domain/date.h"
#include "motcua/domain/pid.h"

#define MC_PLACE_CODE_LEN 6   /* 2 digits of a province, 5 of a commune */
#define MC_PLACE_NAME_LEN 64  /* without the kind: "Đắk Lắk" */
#define MC_PLACES_MAX 20000   /* 3,321 communes today; those of the years before may come */

/* The text stands before the name in an address; Vietnamese always, as on the papers. */
#define MC_PLACE_KINDS(X)                                        \
	X(PROVINCE, "province", "tỉnh")                          \
	X(CITY, "city", "thành phố") /* run by the government */ \
	X(COMMUNE, "commune", "xã")                              \
	X(WARD, "ward", "phường")                                \
	X(ZONE, "zone", "đặc khu")

enum mc_place_kind {
	MC_PLACE_NONE,
#define X(name, code, text) MC_PLACE_##name,
	MC_PLACE_KINDS(X)
#undef X
	MC_PLACE_KIND_COUNT
};

struct mc_area {
	char code[MC_PLACE_CODE_LEN];
	char province[3]; /* a commune's; "" for a province */
	enum mc_place_kind kind;
	char name[MC_PLACE_NAME_LEN];
	struct mc_date from, until;   /* the first and the last day; unset = open */
	char into[MC_PLACE_CODE_LEN]; /* the unit that took its place the day after `until` */
};

struct mc_places {
	struct mc_vec provinces, communes; /* struct mc_area */
	bool complete;                     /* all communes of today are there */
};

void mc_places_init(struct mc_places *places);
void mc_places_done(struct mc_places *places);

/* Codes, kinds, days and successors that cannot be, two units of one code on one day:
 * MC_E_PLACE_FILE with the code. */
enum mc_code mc_places_check(const struct mc_places *places, struct mc_err *why) MC_CHECKED;

bool mc_place_exists(const struct mc_area *place, const struct mc_date *on);
/* What this code named on that day; NULL when nothing. Borrowed from places. */
const struct mc_area *mc_place_province(const struct mc_places *places, const char *code,
					 const struct mc_date *on);
const struct mc_area *mc_place_commune(const struct mc_places *places, const char *code,
					const struct mc_date *on);
/* The unit that the place is, or belongs to, on that day: along its successors. */
const struct mc_area *mc_place_become(const struct mc_places *places, const struct mc_area *place,
				       const struct mc_date *on);
/* The place where an identity number says it was given: of the 63 units of 2025-06-30,
 * whatever the day is. NULL for a CMND or an unknown prefix. */
const struct mc_area *mc_place_of_pid(const struct mc_places *places, const char *pid);

/*
 * Those that exist on that day and match the query as names are searched (mc_fold_match: with
 * or without marks, "dak lak", "tinh dak"), in the order of the file: provinces when province is
 * NULL, else the communes of that province. Returns how many there are; ret takes the first max.
 */
size_t mc_places_search(const struct mc_places *places, const char *province, const char *query,
			const struct mc_date *on, const struct mc_area **ret, size_t max);

/* What the end of an address in one line says of its units. */
struct mc_place_read {
	const struct mc_area *province, *commune; /* of that day; NULL = not recognised */
	const struct mc_area *was; /* of an old one: the unit that the table knows, else NULL */
	bool old;    /* in units of before: a district, a province or a commune that is no more */
	size_t units; /* bytes in front of the units' names: the house, the street, the hamlet */
};
/*
 * "Số 5, thôn Mẫu, xã Hòa Phú, tỉnh Đắk Lắk": parts between commas, the last ones are units, with
 * or without their kind, in capitals or not. What is not in the table is not recognised: it is
 * no fault. Of an old address the table mostly knows the province alone: nothing is guessed.
 */
void mc_place_read(const struct mc_places *places, const char *address, const struct mc_date *on,
		   struct mc_place_read *ret);

/* "tỉnh Đắk Lắk", "phường 1 Bảo Lộc"; cut at size. */
void mc_place_format(const struct mc_area *place, char *ret, size_t size);

const char *mc_place_kind_code(enum mc_place_kind kind); /* NULL for a wrong one */
enum mc_place_kind mc_place_kind_parse(const char *code); /* NONE = unknown */

#endif
