/* SPDX-License-Identifier: MPL-2.0 */
/* procedure_names.h - names of columns and rows, for the files that read a procedure. */
#ifndef DOMAIN_PROCEDURE_NAMES_H
#define DOMAIN_PROCEDURE_NAMES_H

#include "motcua/domain/procedure.h"

#define MC_ROLE_OF_ROW "row" /* in a column: the person of the row */

/* Index of the column with this name; -1. */
int mc_field_column(const struct mc_field *table, const char *name, size_t len);
/* "children.born": a table and one of its columns; ret_column its index. NULL. */
const struct mc_field *mc_procedure_table(const struct mc_procedure *procedure, const char *name,
					  int *ret_column);
/* "children.3"; to be freed. */
char *mc_row_id(const struct mc_field *table, int row);

#endif
