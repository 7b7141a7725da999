/* SPDX-License-Identifier: MPL-2.0 */
/*
 * mrz.h - the three machine-readable lines (ICAO 9303, TD1) on a card's back.
 *
 * Line 1 carries the last 9 digits of the number, their check digit, then all
 * 12 digits, "<<" and a check over the 12. The name has no accents: it is for
 * comparing (mc_mrz_name_agrees), never for filling a field.
 */
#ifndef MOTCUA_DOMAIN_MRZ_H
#define MOTCUA_DOMAIN_MRZ_H

#include "motcua/domain/person.h"

struct mc_mrz {
	char number[MC_PID_LEN];
	struct mc_date born;    /* year of the century from the number's fourth digit */
	struct mc_date expires; /* empty when it says none */
	enum mc_sex sex;
	char name[40]; /* "NGUYEN VAN AN", as printed */
};

/* Line breaks, spaces and lower case are forgiven; MC_E_MRZ_SHAPE, MC_E_MRZ_CHECK. */
enum mc_code mc_mrz_parse(const char *text, struct mc_mrz *ret, struct mc_err *why) MC_CHECKED;
void mc_mrz_format(const struct mc_mrz *mrz, char ret[93]); /* lines of 30 ended by \n */
bool mc_mrz_name_agrees(const struct mc_mrz *mrz, const char *full_name);

#endif
