/* SPDX-License-Identifier: MPL-2.0 */
/* declaration.c - the items of an output, filled by the form. */
#include "motcua/domain/declaration.h"

#include <stdlib.h>
#include <string.h>

#include "domain/form_values.h"
#include "domain/procedure_names.h"
#include "domain/value.h"
#include "motcua/base/mem.h"
#include "motcua/base/str.h"

enum { TEXT_MAX = 65536 };

#define VERIFIED "verified:"

/* ---- making and freeing */

void mc_declaration_init(struct mc_declaration *declaration, const char *id)
{
	MC_COPY(declaration->id, id);
	mc_vec_init(&declaration->items, sizeof(struct mc_declared), MC_DECLARED_MAX);
}

void mc_declaration_done(struct mc_declaration *declaration)
{
	MC_VEC_EACH(&declaration->items, struct mc_declared, item) {
		MC_VEC_EACH(&item->texts, char *, text) {
			explicit_bzero(*text, strlen(*text));
			free(*text);
		}
		mc_vec_done(&item->texts);
	}
	mc_vec_done(&declaration->items);
}

struct mc_declared *mc_declaration_item(struct mc_declaration *declaration, bool rows)
{
	struct mc_declared *item = mc_vec_push(&declaration->items);

	if (item) {
		mc_vec_init(&item->texts, sizeof(char *), MC_ROWS_MAX);
		item->rows = rows;
	}
	return item;
}

bool mc_declared_add(struct mc_declared *item, const char *text)
{
	char **to = mc_vec_push(&item->texts);

	if (to) {
		*to = mc_strdup(text);
	}
	return to != NULL;
}

/* ---- what the form says */

struct maker {
	const struct mc_form *form;
	const char *language; /* NULL: canonical */
};

/* Appended, behind a blank when something stands there. */
static void say_field(const struct maker *maker, int field, struct mc_str *ret)
{
	const char *text = field < 0 || !mc_form_shown(maker->form, field)
				   ? "" : maker->form->values[field].text;

	if (!*text) {
		return;
	}
	mc_str_puts(ret, ret->len ? " " : "");
	if (maker->language) {
		mc_value_display(mc_form_field(maker->form, field), text, maker->language, ret);
	} else {
		mc_str_puts(ret, text);
	}
}

static bool is_asked_for(const struct mc_form *form, const struct mc_role *role)
{
	int name = role->name_field ? mc_procedure_field(form->procedure, role->name_field) : -1;

	return name >= 0 && mc_form_shown(form, name) && form->values[name].text[0];
}

static void say_verified(const struct maker *maker, const char *id, struct mc_str *ret)
{
	static const struct mc_field flag = {.kind = MC_FIELD_YES_NO};
	const struct mc_role *role = mc_procedure_role(maker->form->procedure, id);
	const char *word;

	if (!role || !is_asked_for(maker->form, role)) {
		return;
	}
	word = mc_form_verified(maker->form, role) ? "yes" : "no";
	if (maker->language) {
		mc_value_display(&flag, word, maker->language, ret);
	} else {
		mc_str_puts(ret, word);
	}
}

/* "F", "F+G": the name's field; of a column its cell in this row. */
static void say_fields(const struct maker *maker, const char *from, int row, struct mc_str *ret)
{
	const struct mc_procedure *procedure = maker->form->procedure;

	while (from) {
		size_t len = strcspn(from, "+");
		char *name = mc_strndup(from, len);
		int column, field = mc_procedure_field(procedure, name);
		const struct mc_field *table =
			field < 0 ? mc_procedure_table(procedure, name, &column) : NULL;

		if (table) {
			field = mc_form_cell(maker->form, mc_procedure_field(procedure, table->id),
					     row, column);
		}
		say_field(maker, field, ret);
		free(name);
		from = from[len] ? from + len + 1 : NULL;
	}
}

/* The table that the item is about; -1. All its names are of one (mc_procedure_faults). */
static int table_of(const struct mc_procedure *procedure, const char *from)
{
	char *first = mc_strndup(from, strcspn(from, "+"));
	int column;
	const struct mc_field *table = mc_procedure_field(procedure, first) < 0
					       ? mc_procedure_table(procedure, first, &column)
					       : NULL;

	free(first);
	return table ? mc_procedure_field(procedure, table->id) : -1;
}

static void add(const struct maker *maker, const char *from, int row, struct mc_declared *item)
{
	struct mc_str text;

	mc_str_init(&text, TEXT_MAX);
	if (from[0] == '=') {
		mc_str_puts(&text, from + 1);
	} else if (strncmp(from, VERIFIED, strlen(VERIFIED)) == 0) {
		say_verified(maker, from + strlen(VERIFIED), &text);
	} else {
		say_fields(maker, from, row, &text);
	}
	(void)mc_declared_add(item, text.data);
	mc_str_wipe(&text);
}

static void make_item(const struct maker *maker, const char *from, struct mc_declaration *ret)
{
	const struct mc_form *form = maker->form;
	int table = from[0] == '=' ? -1 : table_of(form->procedure, from), rows = 0;
	struct mc_declared *item = mc_declaration_item(ret, table >= 0);

	if (table >= 0 && mc_form_shown(form, table)) {
		rows = mc_form_row_count(form, table);
	}
	for (int row = 1; item && row <= (table < 0 ? 1 : rows); row++) {
		add(maker, from, row, item);
	}
}

void mc_declaration_make(const struct mc_form *form, const struct mc_output *output,
			 const char *language, struct mc_declaration *ret)
{
	const struct maker maker = {form, language};

	mc_declaration_init(ret, output->id);
	MC_VEC_EACH(&output->items, struct mc_output_item, item) {
		make_item(&maker, item->from, ret);
	}
}

/* ---- comparing */

static bool same_texts(const struct mc_vec *a, const struct mc_vec *b)
{
	for (size_t i = 0; i < a->len && a->len == b->len; i++) {
		if (strcmp(*(char **)mc_vec_at(a, i), *(char **)mc_vec_at(b, i)) != 0) {
			return false;
		}
	}
	return a->len == b->len;
}

bool mc_declaration_same(const struct mc_declaration *a, const struct mc_declaration *b)
{
	if (strcmp(a->id, b->id) != 0 || a->items.len != b->items.len) {
		return false;
	}
	for (size_t i = 0; i < a->items.len; i++) {
		const struct mc_declared *x = mc_vec_at(&a->items, i), *y = mc_vec_at(&b->items, i);

		if (x->rows != y->rows || !same_texts(&x->texts, &y->texts)) {
			return false;
		}
	}
	return true;
}
