/* SPDX-License-Identifier: MPL-2.0 */
/* procedure_check_field.c - is one field of a procedure sound? */
#include <stdio.h>
#include <string.h>

#include "domain/computed.h"
#include "domain/procedure_check.h"
#include "domain/procedure_names.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"
#include "motcua/domain/person.h"

/* The field in question. */
struct spot {
	const struct mc_checker *c;
	const struct mc_field *field;
	struct mc_field_place place;
	char path[60];
};

static void fault(const struct spot *spot, const char *member, const char *reason,
		  const char *what)
{
	mc_check_fault(spot->c, reason, what ? what : spot->field->id, "%s.%s", spot->path, member);
}

/* ---- names */

const struct mc_field *mc_check_named(const struct mc_checker *c,
				      const struct mc_field_place *place, const char *name,
				      bool *ret_earlier)
{
	int index;

	if (place && place->table) { /* in a row its own columns come first */
		index = mc_field_column(place->table, name, strlen(name));
		if (index >= 0) {
			*ret_earlier = index < place->column;
			return mc_vec_at(&place->table->columns, (size_t)index);
		}
	}
	index = mc_procedure_field(c->procedure, name);
	*ret_earlier = !place || index < place->index;
	return index < 0 ? NULL : mc_vec_at(&c->procedure->fields, (size_t)index);
}

/* ---- conditions */

static bool has_one(const struct mc_field *field, const char *value, size_t len)
{
	if (field->kind == MC_FIELD_YES_NO) {
		return (len == 3 && !strncmp(value, "yes", 3)) ||
		       (len == 2 && !strncmp(value, "no", 2));
	}
	MC_VEC_EACH(&field->choices, struct mc_choice, choice) {
		if (choice->value && strlen(choice->value) == len &&
		    strncmp(choice->value, value, len) == 0) {
			return true;
		}
	}
	return false;
}

/* Is this value of a condition ("a|b": each of them) one that the field can have? */
static bool has_value(const struct mc_field *field, const char *value)
{
	bool listed = field->kind == MC_FIELD_CHOICE || field->kind == MC_FIELD_YES_NO;

	while (listed && strcmp(value, "*") != 0) {
		size_t len = strcspn(value, "|");

		if (!has_one(field, value, len)) {
			return false;
		}
		if (!value[len]) {
			break;
		}
		value += len + 1;
	}
	return true;
}

static const char *wrong_condition(const struct mc_checker *c,
				   const struct mc_field_place *place,
				   const struct mc_condition *condition, bool earlier)
{
	bool is_earlier;
	const struct mc_field *field;

	if (!condition->field || !condition->value) {
		return N_("a condition needs a field and a value");
	}
	field = mc_check_named(c, place, condition->field, &is_earlier);
	if (!field) {
		return N_("there is no such field");
	}
	if (earlier && !is_earlier) {
		return N_("names a field that does not stand before it");
	}
	return has_value(field, condition->value) ? NULL : N_("the field cannot have this value");
}

void mc_check_condition(const struct mc_checker *c, const struct mc_field_place *place,
			const struct mc_condition *condition, bool earlier, const char *path,
			const char *member)
{
	const char *reason = NULL;

	if (condition->field || condition->value) {
		reason = wrong_condition(c, place, condition, earlier);
	}
	if (reason) {
		mc_check_fault(c, reason, condition->field, "%s.%s", path, member);
	}
}

/* ---- members of a field */

static bool has_section(const struct mc_procedure *procedure, const char *id)
{
	MC_VEC_EACH(&procedure->sections, struct mc_section, section) {
		if (section->id && strcmp(section->id, id) == 0) {
			return true;
		}
	}
	return false;
}

/* "children.3.born" is a cell, so that no field may be called so; nor like a column. */
static bool is_taken(const struct mc_procedure *procedure, const char *id)
{
	int column;

	if (mc_procedure_table(procedure, id, &column)) {
		return true;
	}
	MC_VEC_EACH(&procedure->fields, struct mc_field, table) {
		size_t len = table->kind == MC_FIELD_ROWS && table->id ? strlen(table->id) : 0;

		if (len && strncmp(id, table->id, len) == 0 && id[len] == '.' &&
		    id[len + 1] >= '0' && id[len + 1] <= '9') {
			return true;
		}
	}
	return false;
}

static void check_head(const struct spot *spot)
{
	const struct mc_field *field = spot->field;

	if (field->id && !spot->place.table && is_taken(spot->c->procedure, field->id)) {
		fault(spot, "id", N_("is the name of a table's column or cell"), NULL);
	}
	if (!field->label.vi || !field->label.vi[0]) {
		fault(spot, "label", N_("missing"), NULL);
	}
	if (field->kind >= MC_FIELD_KIND_COUNT) {
		fault(spot, "kind", N_("unknown word"), NULL);
	}
	if (field->max < 0) {
		fault(spot, "max", N_("number out of range"), NULL);
	}
	if (!spot->place.table && !field->section) {
		fault(spot, "section", N_("missing"), NULL);
	} else if (!spot->place.table && !has_section(spot->c->procedure, field->section)) {
		fault(spot, "section", N_("there is no such section"), field->section);
	}
	if (field->past && field->kind != MC_FIELD_DATE) {
		fault(spot, "past", N_("is no date"), NULL);
	}
	if (field->quiet && !field->prefill.len) {
		fault(spot, "quiet", N_("is never filled by the register"), NULL);
	}
	if (field->quiet && field->required) {
		fault(spot, "quiet", N_("a required field is always shown"), NULL);
	}
	if (field->units && field->kind != MC_FIELD_ADDRESS) {
		fault(spot, "units", N_("is no address"), NULL);
	}
	if (field->most && field->most < field->least) {
		fault(spot, "most", N_("smaller than the least"), NULL);
	}
}

static void check_choices(const struct spot *spot)
{
	const struct mc_vec *choices = &spot->field->choices;

	if ((spot->field->kind == MC_FIELD_CHOICE) != (choices->len > 0)) {
		fault(spot, "choices", N_("a choice has choices, and nothing else has"), NULL);
	}
	for (size_t i = 0; i < choices->len; i++) {
		const struct mc_choice *choice = mc_vec_at(choices, i);

		for (size_t j = 0; choice->value && j < i; j++) {
			const struct mc_choice *earlier = mc_vec_at(choices, j);

			if (earlier->value && !strcmp(choice->value, earlier->value)) {
				fault(spot, "choices", N_("stands twice"), choice->value);
			}
		}
		if (!choice->value || !choice->label.vi || strchr(choice->value, '|')) {
			fault(spot, "choices", N_("a choice needs a value without | and a label"),
			      choice->value);
		}
	}
}

static bool is_known_role(const struct spot *spot, const char *role)
{
	const struct mc_field *table = spot->place.table;

	return (table && table->row_person && strcmp(role, MC_ROLE_OF_ROW) == 0) ||
	       mc_procedure_role(spot->c->procedure, role);
}

static void check_prefill(const struct spot *spot)
{
	MC_VEC_EACH(&spot->field->prefill, struct mc_prefill, prefill) {
		if (!prefill->role || !is_known_role(spot, prefill->role)) {
			fault(spot, "prefill", N_("there is no such role"), prefill->role);
		}
		if (!prefill->source || !mc_person_has_source(prefill->source)) {
			fault(spot, "prefill", N_("a record has no such part"), prefill->source);
		}
		if (prefill->only_if.source && !mc_person_has_source(prefill->only_if.source)) {
			fault(spot, "prefill", N_("a record has no such part"),
			      prefill->only_if.source);
		}
	}
	if (spot->field->prefill.len && spot->field->computed) {
		fault(spot, "computed", N_("filled and computed at once"), NULL);
	}
}

/* The office's name is for a line of text that nothing else fills. */
static void check_office(const struct spot *spot)
{
	const struct mc_field *field = spot->field;

	if (!field->office) {
		return;
	}
	if (field->kind != MC_FIELD_TEXT) {
		fault(spot, "office", N_("is no text"), NULL);
	}
	if (field->preset || field->prefill.len || field->computed || field->same_as.copy) {
		fault(spot, "office", N_("filled in two ways at once"), NULL);
	}
}

/* ---- computed */

static bool is_number(const struct mc_field *field)
{
	return field->kind == MC_FIELD_INTEGER || field->kind == MC_FIELD_MONEY;
}

/* May a value of this field go into such a sum, age ...? */
static bool fits(enum mc_computed_how how, const struct mc_field *from)
{
	switch (how) {
	case MC_COMPUTED_WORDS:
	case MC_COMPUTED_AGE:
	case MC_COMPUTED_LATE:
		return from->kind == MC_FIELD_DATE;
	case MC_COMPUTED_COUNT:
		return from->kind == MC_FIELD_ROWS;
	case MC_COMPUTED_SUM:
		return is_number(from);
	default:
		return from->kind != MC_FIELD_ROWS;
	}
}

static const char *wrong_name(const struct spot *spot, const struct mc_computed *computed,
			      const char *name)
{
	bool earlier = true;
	int column;
	const struct mc_field *from = mc_check_named(spot->c, &spot->place, name, &earlier);
	const struct mc_field *table =
		from ? NULL : mc_procedure_table(spot->c->procedure, name, &column);

	if (table && computed->how == MC_COMPUTED_SUM) {
		from = mc_vec_at(&table->columns, (size_t)column);
	}
	if (!from) {
		return N_("there is no such field");
	}
	if ((from->computed || from->same_as.copy) && !earlier) {
		return N_("is computed later than this one");
	}
	if (from == spot->field || !fits(computed->how, from)) {
		return N_("cannot be computed from this");
	}
	return NULL;
}

static void check_computed(const struct spot *spot)
{
	const char *text = spot->field->computed;
	struct mc_computed computed;

	if (!text) {
		return;
	}
	if (!mc_computed_read(text, &computed)) {
		fault(spot, "computed", N_("not understood"), text);
		return;
	}
	if (computed.how == MC_COMPUTED_FEE &&
	    spot->c->procedure->fee_rule.kind == MC_FEE_UNKNOWN) {
		fault(spot, "computed", N_("the procedure has no rule for it"), text);
	}
	if (computed.how == MC_COMPUTED_LATE) { /* the other name is the days */
		computed.count = 1;
		if (spot->field->kind != MC_FIELD_YES_NO) {
			fault(spot, "computed", N_("is yes or no"), text);
		}
	}
	for (int i = 0; i < computed.count; i++) {
		const char *reason = wrong_name(spot, &computed, computed.names[i]);

		if (reason) {
			fault(spot, "computed", reason, computed.names[i]);
		}
	}
}

static void check_same_as(const struct spot *spot)
{
	const struct mc_same_as *same = &spot->field->same_as;
	const struct mc_field *from;
	bool earlier = true;

	if (!same->copy) {
		return;
	}
	mc_check_condition(spot->c, &spot->place, &same->when, false, spot->path, "same_as.when");
	from = mc_check_named(spot->c, &spot->place, same->copy, &earlier);
	if (!from) {
		fault(spot, "same_as.copy", N_("there is no such field"), same->copy);
	} else if (from == spot->field || from->kind != spot->field->kind) {
		fault(spot, "same_as.copy", N_("not a field of the same kind"), same->copy);
	} else if ((from->same_as.copy || from->computed) && !earlier) {
		fault(spot, "same_as.copy", N_("is computed later than this one"), same->copy);
	}
	if (spot->field->computed) {
		fault(spot, "same_as", N_("filled and computed at once"), NULL);
	}
}

static void check_paper(const struct spot *spot)
{
	const char *paper = spot->field->paper;

	if ((spot->field->kind == MC_FIELD_ATTACHMENT) != (paper != NULL)) {
		fault(spot, "paper", N_("an attachment names its paper, and nothing else does"),
		      paper);
	} else if (paper && !mc_procedure_paper(spot->c->procedure, paper)) {
		fault(spot, "paper", N_("there is no such paper"), paper);
	}
}

/* ---- tables */

static void check_spot(const struct spot *spot);

static void check_columns(const struct spot *spot)
{
	const struct mc_field *table = spot->field;

	for (int i = 0; i < (int)table->columns.len; i++) {
		struct spot inner = {.c = spot->c, .place = {table, spot->place.index, i}};

		inner.field = mc_vec_at(&table->columns, (size_t)i);
		snprintf(inner.path, sizeof(inner.path), "%.30s.columns[%d]", spot->path, i);
		if (inner.field->kind == MC_FIELD_ROWS ||
		    inner.field->kind == MC_FIELD_ATTACHMENT) {
			fault(&inner, "kind", N_("not within a table"), NULL);
			continue;
		}
		check_spot(&inner);
	}
}

static void check_row_person(const struct spot *spot)
{
	const struct mc_role *person = spot->field->row_person;
	const char *const names[] = {
		person ? person->number_field : NULL,
		person ? person->name_field : NULL,
		person ? person->born_field : NULL,
	};

	for (size_t i = 0; i < MC_COUNT(names); i++) {
		if (names[i] && mc_field_column(spot->field, names[i], strlen(names[i])) < 0) {
			fault(spot, "person", N_("there is no such column"), names[i]);
		}
	}
}

static void check_table(const struct spot *spot)
{
	const struct mc_field *field = spot->field;
	char path[80];

	if ((field->kind == MC_FIELD_ROWS) != (field->columns.len > 0)) {
		fault(spot, "columns", N_("a table has columns, and nothing else has"), NULL);
	}
	if (field->kind != MC_FIELD_ROWS) {
		return;
	}
	if (field->rows_max < 1 || field->rows_max > MC_ROWS_MAX || field->rows_min < 0 ||
	    field->rows_min > field->rows_max) {
		fault(spot, "rows_max", N_("number out of range"), NULL);
	}
	snprintf(path, sizeof(path), "%s.columns", spot->path);
	mc_check_ids(spot->c, &field->columns, path);
	check_row_person(spot);
	check_columns(spot);
}

static void check_spot(const struct spot *spot)
{
	const struct mc_field *field = spot->field;

	check_head(spot);
	check_choices(spot);
	check_prefill(spot);
	check_office(spot);
	check_computed(spot);
	check_same_as(spot);
	check_paper(spot);
	check_table(spot);
	mc_check_condition(spot->c, &spot->place, &field->shown_if, true, spot->path, "shown_if");
	mc_check_condition(spot->c, &spot->place, &field->required_if, false, spot->path,
			   "required_if");
}

void mc_check_field(const struct mc_checker *c, int index)
{
	struct spot spot = {.c = c, .place = {NULL, index, 0}};

	spot.field = mc_vec_at(&c->procedure->fields, (size_t)index);
	snprintf(spot.path, sizeof(spot.path), "fields[%d]", index);
	check_spot(&spot);
}
