/* SPDX-License-Identifier: MPL-2.0 */
/* procedure_names.c - names of columns and rows. */
#include "domain/procedure_names.h"

#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/base/str.h"

int mc_field_column(const struct mc_field *table, const char *name, size_t len)
{
	int index = 0;

	MC_VEC_EACH(&table->columns, struct mc_field, column) {
		if (column->id && strlen(column->id) == len && !strncmp(column->id, name, len)) {
			return index;
		}
		index++;
	}
	return -1;
}

const struct mc_field *mc_procedure_table(const struct mc_procedure *procedure, const char *name,
					  int *ret_column)
{
	MC_VEC_EACH(&procedure->fields, struct mc_field, field) {
		size_t len = field->kind == MC_FIELD_ROWS && field->id ? strlen(field->id) : 0;
		int column = -1;

		if (len && strncmp(name, field->id, len) == 0 && name[len] == '.') {
			column = mc_field_column(field, name + len + 1, strlen(name + len + 1));
		}
		if (column >= 0) {
			*ret_column = column;
			return field;
		}
	}
	return NULL;
}

char *mc_row_id(const struct mc_field *table, int row)
{
	struct mc_str id;

	mc_str_init(&id, 256);
	mc_str_printf(&id, "%s.%d", table->id, row);
	return mc_str_take(&id, NULL);
}
