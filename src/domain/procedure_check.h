/* SPDX-License-Identifier: MPL-2.0 */
/* procedure_check.h - what the two halves of checking a procedure share. */
#ifndef DOMAIN_PROCEDURE_CHECK_H
#define DOMAIN_PROCEDURE_CHECK_H

#include "motcua/domain/procedure.h"

struct mc_checker {
	const struct mc_procedure *procedure;
	struct mc_vec *faults;
};

/* Where a field stands: among the fields, or among a table's columns. */
struct mc_field_place {
	const struct mc_field *table; /* NULL = no column */
	int index;		      /* of the field, or of its table */
	int column;
};

void mc_check_fault(const struct mc_checker *c, const char *reason, const char *what,
		    const char *path_fmt, ...) MC_PRINTF(4, 5);
/* The field that a name means, seen from a place (NULL: from outside); ret_earlier: does it
 * stand before that place? NULL when there is none. */
const struct mc_field *mc_check_named(const struct mc_checker *c,
				      const struct mc_field_place *place, const char *name,
				      bool *ret_earlier);
/* A condition that can hold; earlier: only fields before the place, which keeps
 * conditions for showing free of circles. */
void mc_check_condition(const struct mc_checker *c, const struct mc_field_place *place,
			const struct mc_condition *condition, bool earlier, const char *path,
			const char *member);
/* One field, its columns too. */
void mc_check_field(const struct mc_checker *c, int index);
/* The declarations: each item can be made out of the form; strict: and says what is meant. */
void mc_check_outputs(const struct mc_checker *c, bool strict);
/* Ids that are missing or stand twice; every kind of item begins with a char *id. */
void mc_check_ids(const struct mc_checker *c, const struct mc_vec *items, const char *path);

#endif
