/* SPDX-License-Identifier: MPL-2.0 */
/*
 * computed.h - what a computed field is made of: "words:child.born", "fee",
 * "age:born@child.born", "late:child.born+60" (docs/FORMATS.md 11).
 */
#ifndef DOMAIN_COMPUTED_H
#define DOMAIN_COMPUTED_H

#include "motcua/domain/procedure.h"

enum mc_computed_how {
	MC_COMPUTED_WORDS, /* of a date */
	MC_COMPUTED_COPY,
	MC_COMPUTED_JOIN,  /* of texts, a space between */
	MC_COMPUTED_FEE,   /* by the fee rule */
	MC_COMPUTED_AGE,   /* of a birth date, at another date or today */
	MC_COMPUTED_COUNT, /* of a table's rows */
	MC_COMPUTED_SUM,   /* of numbers, or of a column */
	MC_COMPUTED_LATE,  /* have so many days gone by since a date? names[1]: the days */
};

enum { MC_COMPUTED_NAMES = 12 };

struct mc_computed {
	enum mc_computed_how how;
	char names[MC_COMPUTED_NAMES][MC_FIELD_ID_LEN]; /* of fields, as written */
	int count;
};

/* False when the text cannot be read, or has too few or too many names. */
bool mc_computed_read(const char *text, struct mc_computed *ret);
/* Of "late"; 0 = that is no number of days. */
int mc_computed_days(const struct mc_computed *computed);

#endif
