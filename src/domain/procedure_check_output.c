/* SPDX-License-Identifier: MPL-2.0 */
/*
 * procedure_check_output.c - can each declaration be made out of the form?
 *
 * A name that leads nowhere keeps a procedure out of use. What is merely told wrong (strict) does
 * not: a draft keeps the procedure that it was begun with, whatever is asked of a file since.
 */
#include <stdio.h>
#include <string.h>

#include "domain/procedure_check.h"
#include "domain/procedure_names.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"

#define VERIFIED "verified:"

struct item {
	const struct mc_checker *c;
	const char *path;
	bool strict;
	bool begun;
	const struct mc_field *table; /* of the first name; NULL: a field */
};

/* A file has no text, and a table is told by its columns. */
static bool has_text(const struct mc_field *field)
{
	return field->kind != MC_FIELD_ATTACHMENT && field->kind != MC_FIELD_ROWS;
}

static void check_name(struct item *item, const char *name)
{
	int column;
	bool earlier;
	const struct mc_field *field = mc_check_named(item->c, NULL, name, &earlier);
	const struct mc_field *table =
		field ? NULL : mc_procedure_table(item->c->procedure, name, &column);

	if (table) {
		field = mc_vec_at(&table->columns, (size_t)column);
	}
	if (!field && !item->strict) {
		mc_check_fault(item->c, N_("there is no such field"), name, "%s", item->path);
	} else if (!field || !item->strict) {
		return;
	} else if (!has_text(field)) {
		mc_check_fault(item->c, N_("has no text of its own"), name, "%s", item->path);
	} else if (item->begun && table != item->table) {
		mc_check_fault(item->c, N_("joins a row with what is not in it"), name, "%s",
			       item->path);
	}
	item->begun = true;
	item->table = table;
}

/* "child.family_name+child.given_name": every one of them. */
static void check_from(const struct mc_checker *c, const char *from, const char *path, bool strict)
{
	struct item item = {.c = c, .path = path, .strict = strict};
	char name[MC_FIELD_ID_LEN];

	if (from && strncmp(from, VERIFIED, strlen(VERIFIED)) == 0) {
		from += strlen(VERIFIED);
		if (!strict && !mc_procedure_role(c->procedure, from)) {
			mc_check_fault(c, N_("there is no such role"), from, "%s", path);
		}
		return;
	}
	while (from && from[0] != '=') {
		size_t len = strcspn(from, "+");

		snprintf(name, sizeof(name), "%.*s", (int)len, from);
		check_name(&item, name);
		from = from[len] ? from + len + 1 : NULL;
	}
}

static bool is_named_before(const struct mc_output *output, size_t i)
{
	const struct mc_output_item *item = mc_vec_at(&output->items, i);

	for (size_t j = 0; item->name && j < i; j++) {
		const struct mc_output_item *before = mc_vec_at(&output->items, j);

		if (before->name && strcmp(before->name, item->name) == 0) {
			return true;
		}
	}
	return false;
}

static void check_output(const struct mc_checker *c, const struct mc_output *output, size_t i,
			 bool strict)
{
	if (strict && !output->items.len) {
		mc_check_fault(c, N_("a declaration without items"), output->id,
			       "outputs[%zu].items", i);
	}
	for (size_t j = 0; j < output->items.len; j++) {
		const struct mc_output_item *item = mc_vec_at(&output->items, j);
		char path[80];

		snprintf(path, sizeof(path), "outputs[%zu].items[%zu].from", i, j);
		check_from(c, item->from, path, strict);
		if (strict && is_named_before(output, j)) {
			mc_check_fault(c, N_("stands twice"), item->name,
				       "outputs[%zu].items[%zu].name", i, j);
		}
	}
}

void mc_check_outputs(const struct mc_checker *c, bool strict)
{
	for (size_t i = 0; i < c->procedure->outputs.len; i++) {
		check_output(c, mc_vec_at(&c->procedure->outputs, i), i, strict);
	}
}
