/* SPDX-License-Identifier: MPL-2.0 */
/*
 * form_hearsay.c - what one person's record says of another one in the form.
 *
 * A mother's record names the head of her household, a child's record its parents. That is
 * worth a name and a number, but it is no look-up of them: it takes the place of nobody
 * whose own card or record stands there, and half of one person never stands beside half of
 * another.
 */
#include "domain/form_hearsay.h"

#include <string.h>

#include "domain/form_values.h"
#include "motcua/base/mem.h"
#include "motcua/text/text.h"

static int field_at(const struct mc_form *form, const char *id)
{
	return id ? mc_procedure_field(form->procedure, id) : -1;
}

int mc_form_identity(const struct mc_form *form, int field)
{
	const char *id = mc_form_field(form, field)->id;
	int index = 0;

	MC_VEC_EACH(&form->procedure->roles, struct mc_role, role) {
		const char *const ids[] = {role->number_field, role->name_field, role->born_field};

		for (size_t i = 0; i < MC_COUNT(ids); i++) {
			if (ids[i] && strcmp(ids[i], id) == 0) {
				return index;
			}
		}
		index++;
	}
	return -1;
}

/* What the speaker's record has for this field; "" = nothing. */
static void said_of(const struct mc_form *form, int field, const char *speaker,
		    const struct mc_person *person, const struct mc_household *household, char *ret,
		    size_t size)
{
	ret[0] = '\0';
	if (field < 0) {
		return;
	}
	MC_VEC_EACH(&mc_form_field(form, field)->prefill, struct mc_prefill, prefill) {
		if (strcmp(prefill->role, speaker) == 0) {
			(void)mc_form_said(prefill, person, household, ret, size);
			return;
		}
	}
}

/* Numbers decide; where one is not known, names. */
static bool is_other(const char *number, const char *said_number, const char *name,
		     const char *said_name)
{
	if (*number && *said_number) {
		return strcmp(number, said_number) != 0;
	}
	return *name && *said_name && !mc_fold_same_name(name, said_name);
}

/* Typed, or read from a card: by somebody who had this person before them. */
static bool is_own(const struct mc_form *form, int field)
{
	enum mc_provenance from = field < 0 ? MC_FROM_NOWHERE : form->values[field].from;

	return from == MC_FROM_TYPED || from == MC_FROM_CARD || from == MC_FROM_EARLIER;
}

enum mc_heard mc_form_heard(const struct mc_form *form, const struct mc_role *of,
			    const char *speaker, const struct mc_person *person,
			    const struct mc_household *household)
{
	int number = field_at(form, of->number_field), name = field_at(form, of->name_field);
	char said_number[MC_TEXT_LEN], said_name[MC_TEXT_LEN];
	bool said, other;

	said_of(form, number, speaker, person, household, said_number, sizeof(said_number));
	said_of(form, name, speaker, person, household, said_name, sizeof(said_name));
	said = said_number[0] || said_name[0];
	other = is_other(number < 0 ? "" : form->values[number].text, said_number,
			 name < 0 ? "" : form->values[name].text, said_name);
	explicit_bzero(said_number, sizeof(said_number));
	explicit_bzero(said_name, sizeof(said_name));
	if (mc_form_answered(form, of)) {
		return MC_HEARD_KNOWN;
	}
	if ((other || !said) && (is_own(form, number) || is_own(form, name))) {
		return MC_HEARD_BESIDE;
	}
	return !said ? MC_HEARD_NOTHING : other ? MC_HEARD_INSTEAD : MC_HEARD_NEW;
}
