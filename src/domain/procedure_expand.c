/* SPDX-License-Identifier: MPL-2.0 */
/*
 * procedure_expand.c - a table's cells as fields of their own.
 *
 * "children" with the columns "full_name" and "born" becomes "children",
 * "children.1.full_name", "children.1.born", "children.2.full_name" ... up to its
 * rows_max. So everything that knows fields (saving, sealing, provenance, rules)
 * knows cells as well, and a row that is not used is only a row that is not shown.
 */
#include <string.h>

#include "domain/procedure_names.h"
#include "motcua/base/mem.h"
#include "motcua/base/str.h"

struct table {
	const struct mc_field *field;
	int index; /* where it stands among the expanded fields */
	int row;
};

enum { NAME_MAX_BYTES = 4096 };

/* The cell of this row when the name is a column's; else the name itself. */
static void put_name(const struct table *table, const char *name, size_t len, struct mc_str *to)
{
	if (mc_field_column(table->field, name, len) >= 0) {
		mc_str_printf(to, "%s.%d.", table->field->id, table->row);
	}
	mc_str_add(to, name, len);
}

static char *renamed(const struct table *table, const char *name)
{
	struct mc_str text;

	if (!name) {
		return NULL;
	}
	mc_str_init(&text, NAME_MAX_BYTES);
	put_name(table, name, strlen(name), &text);
	return mc_str_take(&text, NULL);
}

static struct mc_condition condition_of(const struct table *table,
					const struct mc_condition *condition)
{
	return (struct mc_condition){
		renamed(table, condition->field),
		condition->value ? mc_strdup(condition->value) : NULL,
	};
}

/* "age:born@child.born": the names stand behind the colon. */
static char *computed_of(const struct table *table, const char *computed)
{
	const char *at = computed ? strchr(computed, ':') : NULL;
	struct mc_str text;

	if (!at) {
		return computed ? mc_strdup(computed) : NULL;
	}
	mc_str_init(&text, NAME_MAX_BYTES);
	mc_str_add(&text, computed, (size_t)(++at - computed));
	while (*at) {
		size_t len = strcspn(at, "+@");

		put_name(table, at, len, &text);
		if (at[len]) {
			mc_str_putc(&text, at[len++]);
		}
		at += len;
	}
	return mc_str_take(&text, NULL);
}

static void put_prefill(const struct table *table, const struct mc_vec *from, struct mc_vec *to)
{
	*to = (struct mc_vec){0};
	if (from->len) {
		mc_vec_init(to, from->size, from->max);
	}
	MC_VEC_EACH(from, struct mc_prefill, prefill) {
		struct mc_prefill *own = mc_vec_push(to);

		own->role = strcmp(prefill->role, MC_ROLE_OF_ROW) == 0 ?
				    mc_row_id(table->field, table->row) :
				    mc_strdup(prefill->role);
		own->source = mc_strdup(prefill->source);
		if (prefill->only_if.source) {
			own->only_if.source = mc_strdup(prefill->only_if.source);
			own->only_if.value = mc_strdup(prefill->only_if.value);
		}
	}
}

static void put_cell(const struct table *table, int column, struct mc_field *cell)
{
	const struct mc_field *of = mc_vec_at(&table->field->columns, (size_t)column);

	*cell = *of; /* its texts stay the column's: procedure.c, cell_done() */
	cell->id = renamed(table, of->id);
	cell->section = table->field->section;
	cell->shown_if = condition_of(table, &of->shown_if);
	cell->required_if = condition_of(table, &of->required_if);
	put_prefill(table, &of->prefill, &cell->prefill);
	cell->computed = computed_of(table, of->computed);
	cell->same_as.when = condition_of(table, &of->same_as.when);
	cell->same_as.copy = renamed(table, of->same_as.copy);
	cell->rows = table->index + 1;
	cell->row = table->row;
	cell->column = column;
}

static char *numbered(const char *text, int n)
{
	struct mc_str to;

	if (!text) {
		return NULL;
	}
	mc_str_init(&to, NAME_MAX_BYTES * 2);
	mc_str_printf(&to, "%s %d", text, n);
	return mc_str_take(&to, NULL);
}

static void put_role(const struct table *table, struct mc_vec *roles)
{
	const struct mc_role *of = table->field->row_person;
	struct mc_role *role = of ? mc_vec_push(roles) : NULL;

	if (!role) {
		return;
	}
	role->in_row = true;
	role->id = mc_row_id(table->field, table->row);
	role->label.vi = numbered(of->label.vi, table->row);
	role->label.en = numbered(of->label.en, table->row);
	role->number_field = renamed(table, of->number_field);
	role->name_field = renamed(table, of->name_field);
	role->born_field = renamed(table, of->born_field);
}

static void put_rows(struct mc_procedure *procedure, struct mc_vec *fields, struct table *table)
{
	for (table->row = 1; table->row <= table->field->rows_max; table->row++) {
		for (int column = 0; column < (int)table->field->columns.len; column++) {
			put_cell(table, column, mc_vec_push(fields));
		}
		put_role(table, &procedure->roles);
	}
}

void mc_procedure_expand(struct mc_procedure *procedure)
{
	struct mc_vec fields;

	mc_vec_init(&fields, sizeof(struct mc_field), MC_PROCEDURE_FIELDS_MAX);
	MC_VEC_EACH(&procedure->fields, struct mc_field, field) {
		struct table table = {field, (int)fields.len, 0};

		*(struct mc_field *)mc_vec_push(&fields) = *field;
		if (field->kind == MC_FIELD_ROWS) {
			put_rows(procedure, &fields, &table);
		}
	}
	mc_vec_done(&procedure->fields);
	procedure->fields = fields;
}
