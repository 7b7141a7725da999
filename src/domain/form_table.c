/* SPDX-License-Identifier: MPL-2.0 */
/*
 * form_table.c - the rows of a table: how many, one more, one less, in another order.
 *
 * The table's own text is the number of its rows. A row moves with everything that
 * stands beside its values (provenance, what the register said).
 */
#include <stdio.h>
#include <stdlib.h>

#include "domain/form_values.h"
#include "motcua/base/mem.h"

int mc_form_row_count(const struct mc_form *form, int table)
{
	const struct mc_field *of = mc_form_field(form, table);
	long rows = strtol(form->values[table].text, NULL, 10);

	if (rows < of->rows_min) {
		rows = of->rows_min;
	}
	return rows > of->rows_max ? of->rows_max : (int)rows;
}

/* The cells stand behind their table, row by row. */
int mc_form_cell(const struct mc_form *form, int table, int row, int column)
{
	const struct mc_field *of = mc_form_field(form, table);

	if (!of || row < 1 || row > of->rows_max || column < 0 ||
	    column >= (int)of->columns.len) {
		return -1;
	}
	return table + 1 + (row - 1) * (int)of->columns.len + column;
}

static void put_rows(struct mc_form *form, int table, int rows, int64_t now)
{
	char text[16];

	snprintf(text, sizeof(text), "%d", rows);
	mc_form_put(form, table, rows ? text : "", MC_FROM_TYPED, now);
}

enum mc_code mc_form_row_add(struct mc_form *form, int table, int64_t now, struct mc_err *why)
{
	const struct mc_field *of = mc_form_field(form, table);
	int rows = mc_form_row_count(form, table);

	if (rows >= of->rows_max) {
		return mc_fail(why, MC_E_ROWS_FULL, "%s: at most %d", of->id, of->rows_max);
	}
	put_rows(form, table, rows + 1, now);
	mc_form_follow(form, now, now, NULL);
	return MC_OK;
}

static void swap_values(struct mc_form *form, int table, int row, int other)
{
	const struct mc_field *of = mc_form_field(form, table);

	for (int column = 0; column < (int)of->columns.len; column++) {
		struct mc_value *a = &form->values[mc_form_cell(form, table, row, column)];
		struct mc_value *b = &form->values[mc_form_cell(form, table, other, column)];
		struct mc_value kept = *a;

		*a = *b;
		*b = kept;
	}
}

void mc_form_row_swap(struct mc_form *form, int table, int row, int other, int64_t now)
{
	swap_values(form, table, row, other);
	mc_form_follow(form, now, now, NULL);
}

void mc_form_row_remove(struct mc_form *form, int table, int row, int64_t now)
{
	const struct mc_field *of = mc_form_field(form, table);
	int rows = mc_form_row_count(form, table);

	for (int next = row; next < rows; next++) {
		swap_values(form, table, next, next + 1);
	}
	for (int column = 0; column < (int)of->columns.len; column++) {
		int cell = mc_form_cell(form, table, rows, column);

		mc_form_put(form, cell, "", MC_FROM_NOWHERE, now);
		mc_form_put_register(form, cell, NULL, 0);
	}
	put_rows(form, table, rows - 1, now);
	mc_form_follow(form, now, now, NULL);
}
