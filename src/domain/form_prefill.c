/* SPDX-License-Identifier: MPL-2.0 */
/*
 * form_prefill.c - filling a form from the register's record or from a card.
 *
 * What somebody typed is never overwritten: where it differs, the register's
 * value stands beside it. What the machine filled before is replaced, or emptied
 * when the new record lacks it, so that two people's data never mix.
 */
#include <stdlib.h>
#include <string.h>

#include "domain/form_hearsay.h"
#include "domain/form_values.h"
#include "domain/value.h"
#include "motcua/base/mem.h"
#include "motcua/base/str.h"

struct filler {
	struct mc_form *form;
	enum mc_provenance from; /* REGISTER or CARD */
	int64_t at;
	unsigned char *changed; /* may be NULL */
};

static void note(const struct filler *filler, int field)
{
	if (filler->changed) {
		filler->changed[field] = 1;
	}
}

/* The typed value stays; an equal one becomes the register's own. */
static void fill_typed(const struct filler *filler, int field, const char *text)
{
	struct mc_value *value = &filler->form->values[field];

	if (filler->from == MC_FROM_CARD || (!text[0] && !value->register_text)) {
		return;
	}
	if (text[0] && mc_value_same(mc_form_field(filler->form, field), value->text, text)) {
		mc_form_put(filler->form, field, text, MC_FROM_REGISTER, filler->at);
		mc_form_put_register(filler->form, field, NULL, 0);
	} else {
		mc_form_put_register(filler->form, field, text[0] ? text : NULL, filler->at);
	}
	note(filler, field);
}

static void fill_canonical(const struct filler *filler, int field, const char *text)
{
	struct mc_value *value = &filler->form->values[field];

	if (mc_form_follows(filler->form, field)) { /* a copy: the register's stands beside it */
		if (filler->from == MC_FROM_REGISTER) {
			mc_form_put_register(filler->form, field, text[0] ? text : NULL,
					     filler->at);
			note(filler, field);
		}
		return;
	}
	if (value->from == MC_FROM_TYPED) {
		fill_typed(filler, field, text);
		return;
	}
	/* a card is weaker than the register's answer for the same person */
	if (filler->from == MC_FROM_CARD && value->from == MC_FROM_REGISTER) {
		return;
	}
	if (!text[0] && !value->text[0] && !value->register_text) {
		return;
	}
	mc_form_put(filler->form, field, text, filler->from, filler->at);
	mc_form_put_register(filler->form, field, NULL, 0);
	note(filler, field);
}

/* A value that does not fit the field is still what the record says: it is shown,
 * and the check names it. */
static void fill(const struct filler *filler, int field, const char *text)
{
	struct mc_str canonical;

	mc_str_init(&canonical, MC_TEXT_LEN * 2);
	if (text[0] && mc_value_canonical(mc_form_field(filler->form, field), text, &canonical,
					  NULL) == MC_OK) {
		text = canonical.data;
	}
	fill_canonical(filler, field, text);
	mc_str_wipe(&canonical);
}

/* The part of this role's record that goes into the field; NULL = none. */
static const struct mc_prefill *filled_by(const struct mc_field *field, const char *role)
{
	MC_VEC_EACH(&field->prefill, struct mc_prefill, prefill) {
		if (strcmp(prefill->role, role) == 0) {
			return prefill;
		}
	}
	return NULL;
}

bool mc_form_said(const struct mc_prefill *prefill, const struct mc_person *person,
		  const struct mc_household *household, char *ret, size_t size)
{
	const struct mc_condition only = {.value = prefill->only_if.value};
	char part[MC_TEXT_LEN * 2];

	if (!mc_person_value(person, household, prefill->source, ret, size)) {
		return false;
	}
	if (prefill->only_if.source &&
	    !(mc_person_value(person, household, prefill->only_if.source, part, sizeof(part)) &&
	      mc_condition_matches(&only, part))) {
		(void)mc_copy(ret, size, "");
	}
	return true;
}

/* When the register last answered for whoever stands in this role, by a field that nobody else's
 * record fills; 0 = it has not. */
static int64_t answered_at(const struct mc_form *form, const char *role)
{
	int64_t at = 0;

	for (size_t i = 0; i < form->procedure->fields.len; i++) {
		const struct mc_value *value = &form->values[i];
		const struct mc_field *field = mc_form_field(form, (int)i);

		if (field->prefill.len == 1 && filled_by(field, role) &&
		    value->from == MC_FROM_REGISTER && value->at > at) {
			at = value->at;
		}
	}
	return at;
}

/* The register's own codes, also of a commune that our table does not have. */
static void take_codes(struct mc_value *value, const struct mc_address *address)
{
	bool old;

	if (!address || !value->text[0] || value->from != MC_FROM_REGISTER) {
		return;
	}
	old = value->old_units || address->district[0];
	value->old_units = old;
	if (old || address->province_code[0]) {
		MC_COPY(value->province_code, old ? "" : address->province_code);
		MC_COPY(value->ward_code, old ? "" : address->ward_code);
	}
}

/* Twins: the notice whose number stands in the form already is the one that is meant. */
static void choose_birth(const struct mc_form *form, const char *role, struct mc_person *person)
{
	for (size_t i = 0; i < form->procedure->fields.len; i++) {
		const struct mc_prefill *prefill = filled_by(mc_form_field(form, (int)i), role);

		if (!prefill || strcmp(prefill->source, "birth.number") != 0) {
			continue;
		}
		for (int n = 0; n < person->birth_count; n++) {
			if (strcmp(person->births[n].number, form->values[i].text) == 0) {
				person->births[0] = person->births[n];
				person->birth_count = 1;
			}
		}
	}
}

/* What the machine filled about whoever stood in the role until now goes: it was about
 * somebody else. */
static void forget(const struct filler *filler, const char *role)
{
	for (size_t i = 0; i < filler->form->procedure->fields.len; i++) {
		struct mc_value *value = &filler->form->values[i];

		if (!filled_by(mc_form_field(filler->form, (int)i), role)) {
			continue;
		}
		if (value->from == MC_FROM_REGISTER || value->from == MC_FROM_CARD) {
			mc_form_put(filler->form, (int)i, "", MC_FROM_NOWHERE, filler->at);
			note(filler, (int)i);
		}
		if (value->register_text) {
			mc_form_put_register(filler->form, (int)i, NULL, 0);
			note(filler, (int)i);
		}
	}
}

/* A day of issue is of one card: no record has it, and it stands beside no other number. */
void mc_form_forget_card(struct mc_form *form, const char *role, int64_t at,
			 unsigned char *changed)
{
	const struct filler filler = {form, MC_FROM_NOWHERE, at, changed};

	for (size_t i = 0; i < form->procedure->fields.len; i++) {
		const struct mc_prefill *prefill = filled_by(mc_form_field(form, (int)i), role);

		if (prefill && mc_person_is_of_card(prefill->source) &&
		    form->values[i].from == MC_FROM_CARD) {
			mc_form_put(form, (int)i, "", MC_FROM_NOWHERE, at);
			note(&filler, (int)i);
		}
	}
}

/* The number that stands in the role; "" = none. */
static const char *number_in(const struct mc_form *form, const char *role)
{
	const struct mc_role *of = mc_procedure_role(form->procedure, role);

	return of && of->number_field ? mc_form_text(form, of->number_field) : "";
}

/* ---- the register's record */

struct record {
	const char *role;
	const struct mc_person *person;
	const struct mc_household *household;
	enum mc_heard *heard; /* of each role */
	int64_t before;	      /* when another one of this role was taken; 0 = none was */
};

/* Where a field may be filled from several people's records, one that lacks it does not
 * empty what another's gave: only what this role's own earlier one did. */
static bool leaves_it(const struct mc_form *form, const struct record *record, int field,
		      const char *text)
{
	const struct mc_value *value = &form->values[field];
	int64_t at = value->from == MC_FROM_REGISTER ? value->at : value->register_at;

	return !text[0] && mc_form_field(form, field)->prefill.len > 1 &&
	       (!record->before || at != record->before);
}

/* What it says of the others, asked before anything of it stands in the form. Of whom another
 * record told before goes as a whole. */
static void hear(const struct filler *filler, struct record *record)
{
	const struct mc_form *form = filler->form;
	size_t i = 0;

	record->heard = mc_calloc(form->procedure->roles.len + 1, sizeof(*record->heard));
	MC_VEC_EACH(&form->procedure->roles, struct mc_role, role) {
		enum mc_heard *heard = &record->heard[i++];

		if (strcmp(role->id, record->role) != 0) {
			*heard = mc_form_heard(form, role, record->role, record->person,
					       record->household);
		}
		if (*heard == MC_HEARD_INSTEAD) {
			forget(filler, role->id);
		}
	}
}

static bool takes(const struct filler *filler, const struct record *record, int field,
		  const char *text)
{
	int of = mc_form_identity(filler->form, field);
	bool typed = filler->form->values[field].from == MC_FROM_TYPED;

	switch (of < 0 ? MC_HEARD_NOTHING : record->heard[of]) {
	case MC_HEARD_KNOWN:
		return false;
	case MC_HEARD_BESIDE:
		return typed && text[0];
	case MC_HEARD_NEW:
	case MC_HEARD_INSTEAD:
		return text[0] != '\0';
	default:
		return !leaves_it(filler->form, record, field, text);
	}
}

static bool fill_field(const struct filler *filler, const struct record *record, int field,
		       const struct mc_prefill *prefill)
{
	char text[MC_TEXT_LEN * 2];
	bool fills = mc_form_said(prefill, record->person, record->household, text, sizeof(text)) &&
		     takes(filler, record, field, text);

	if (fills) {
		fill(filler, field, text);
		if (mc_form_field(filler->form, field)->units) {
			take_codes(&filler->form->values[field],
				   mc_person_address(record->person, record->household,
						     prefill->source));
		}
	}
	explicit_bzero(text, sizeof(text));
	return fills && filler->form->values[field].from == MC_FROM_REGISTER;
}

/* By the number of today or the old one. */
static bool is_of(const struct mc_person *person, const char *number)
{
	return strcmp(number, person->number) == 0 ||
	       (person->cmnd[0] && strcmp(number, person->cmnd) == 0);
}

static int prefill_all(struct mc_form *form, const char *role, const struct mc_person *person,
		       const struct mc_household *household, int64_t taken_at,
		       unsigned char *changed)
{
	const struct filler filler = {form, MC_FROM_REGISTER, taken_at, changed};
	struct record record = {role, person, household, NULL, answered_at(form, role)};
	int carried = 0;

	if (!is_of(person, number_in(form, role))) {
		mc_form_forget_card(form, role, taken_at, changed);
	}
	hear(&filler, &record);
	for (size_t i = 0; i < form->procedure->fields.len; i++) {
		const struct mc_prefill *prefill = filled_by(mc_form_field(form, (int)i), role);

		carried += prefill && fill_field(&filler, &record, (int)i, prefill);
	}
	free(record.heard);
	mc_form_follow(form, taken_at, taken_at, changed);
	return carried;
}

int mc_form_prefill(struct mc_form *form, const char *role, const struct mc_person *person,
		    const struct mc_household *household, int64_t taken_at,
		    unsigned char *changed)
{
	struct mc_person chosen;
	int carried;

	if (person->birth_count < 2) {
		return prefill_all(form, role, person, household, taken_at, changed);
	}
	chosen = *person;
	choose_birth(form, role, &chosen);
	carried = prefill_all(form, role, &chosen, household, taken_at, changed);
	explicit_bzero(&chosen, sizeof(chosen));
	return carried;
}

/* ---- the card */

/* Another number in the role: what the machine filled was about somebody else. */
static void forget_other(const struct filler *filler, const char *role, const char *number)
{
	const char *there = number_in(filler->form, role);

	if (there[0] && strcmp(there, number) != 0) {
		forget(filler, role);
	}
}

int mc_form_prefill_card(struct mc_form *form, const char *role, const struct mc_card *card,
			 int64_t now, unsigned char *changed)
{
	const struct filler filler = {form, MC_FROM_CARD, now, changed};
	char born[MC_DATE_LEN], issued[MC_DATE_LEN];
	const struct {
		const char *source, *text;
	} parts[] = {
		{"number", card->number},
		{"full_name", card->full_name},
		{"born", born},
		{"sex", mc_sex_code(card->sex)},
		/* the card prints the residence of the day it was made */
		{"residence.address", card->address},
		{"permanent.address", card->address},
		{"card.issued", issued},
	};
	int carried = 0;

	mc_date_format_iso(&card->born, born);
	mc_date_format_iso(&card->issued, issued);
	forget_other(&filler, role, card->number);
	for (size_t i = 0; i < form->procedure->fields.len; i++) {
		const struct mc_field *field = mc_form_field(form, (int)i);
		const struct mc_prefill *prefill = filled_by(field, role);

		for (size_t j = 0; j < MC_COUNT(parts) && prefill; j++) {
			const char *text = parts[j].text ? parts[j].text : "";

			if (strcmp(parts[j].source, prefill->source) == 0 &&
			    (text[0] || !mc_person_is_of_card(prefill->source))) {
				fill(&filler, (int)i, text);
				carried += form->values[i].from == MC_FROM_CARD;
			}
		}
	}
	mc_form_follow(form, now, now, changed);
	return carried;
}
