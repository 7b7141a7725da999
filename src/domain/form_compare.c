/* SPDX-License-Identifier: MPL-2.0 */
/* form_compare.c - what stands in a form beside what the register says of the same person. */
#include <stdlib.h>
#include <string.h>

#include "domain/form_values.h"
#include "domain/value.h"
#include "motcua/base/mem.h"
#include "motcua/base/str.h"

/* Only what somebody wrote or a card said can contradict the register. */
static bool is_claim(const struct mc_form *form, int field)
{
	const struct mc_value *value = &form->values[field];

	return value->text[0] && mc_form_shown(form, field) &&
	       (value->from == MC_FROM_TYPED || value->from == MC_FROM_CARD ||
		value->from == MC_FROM_EARLIER);
}

static const struct mc_prefill *source_of(const struct mc_field *field, const char *role)
{
	MC_VEC_EACH(&field->prefill, struct mc_prefill, prefill) {
		if (strcmp(prefill->role, role) == 0) {
			return prefill;
		}
	}
	return NULL;
}

static char *said_of(const struct mc_field *field, const char *text)
{
	struct mc_str canonical;
	char *said;

	mc_str_init(&canonical, MC_TEXT_LEN * 2);
	said = mc_strdup(mc_value_canonical(field, text, &canonical, NULL) == MC_OK ?
				 canonical.data :
				 text);
	mc_str_wipe(&canonical);
	return said;
}

/* What the record has for the field, when the field claims something else; NULL. */
static char *contradiction(const struct mc_form *form, int index, const struct mc_prefill *source,
			   const struct mc_person *person, const struct mc_household *household)
{
	const struct mc_field *field = mc_form_field(form, index);
	char text[MC_TEXT_LEN * 2], *said = NULL;

	if (mc_form_said(source, person, household, text, sizeof(text)) && text[0]) {
		said = said_of(field, text);
	}
	explicit_bzero(text, sizeof(text));
	if (said && mc_value_same(field, form->values[index].text, said)) {
		explicit_bzero(said, strlen(said));
		free(said);
		said = NULL;
	}
	return said;
}

int mc_form_compare(const struct mc_form *form, const char *role, const struct mc_person *person,
		    const struct mc_household *household, char **ret_says)
{
	int count = 0;

	for (size_t i = 0; i < form->procedure->fields.len; i++) {
		const struct mc_prefill *source = source_of(mc_form_field(form, (int)i), role);

		if (source && is_claim(form, (int)i)) {
			ret_says[i] = contradiction(form, (int)i, source, person, household);
			count += ret_says[i] != NULL;
		}
	}
	return count;
}

bool mc_form_differs(const struct mc_form *form, int field)
{
	const struct mc_field *of = mc_form_field(form, field);
	const struct mc_value *value = of ? &form->values[field] : NULL;

	return value && value->register_text && !mc_value_same(of, value->text, value->register_text);
}
