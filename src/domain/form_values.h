/* SPDX-License-Identifier: MPL-2.0 */
/* form_values.h - setting a form's values, for the files of the form itself. */
#ifndef DOMAIN_FORM_VALUES_H
#define DOMAIN_FORM_VALUES_H

#include "motcua/domain/form.h"

/* NULL when there is no such field. */
const struct mc_field *mc_form_field(const struct mc_form *form, int field);
/* text may be the value's own text. Empty text is from nowhere. */
void mc_form_put(struct mc_form *form, int field, const char *text, enum mc_provenance from,
		 int64_t at);
/* form_place.c: the codes of an address by units, anew out of its text. */
void mc_form_locate(struct mc_form *form, int field);
/* What the register says beside the value; NULL takes it away. */
void mc_form_put_register(struct mc_form *form, int field, const char *text, int64_t at);
/* Compute again what follows other fields. at: since when it stands so; now 0: what
 * depends on today stays as it is. changed may be NULL. */
void mc_form_follow(struct mc_form *form, int64_t at, int64_t now, unsigned char *changed);
/* What a record has for a field; false: it cannot have that. */
bool mc_form_said(const struct mc_prefill *prefill, const struct mc_person *person,
		  const struct mc_household *household, char *ret, size_t size);
/* What only the card of whoever stood in this role said goes. changed may be NULL. */
void mc_form_forget_card(struct mc_form *form, const char *role, int64_t at,
			 unsigned char *changed);
/* A field that is not shown says nothing, whatever it still holds. */
bool mc_form_holds(const struct mc_form *form, const struct mc_condition *condition);

#endif
