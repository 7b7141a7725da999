/* SPDX-License-Identifier: MPL-2.0 */
/* form_hearsay.h - what one person's record says of another one in the form. */
#ifndef DOMAIN_FORM_HEARSAY_H
#define DOMAIN_FORM_HEARSAY_H

#include "motcua/domain/form.h"

/* The role whose number, name or birth date the field is; -1. */
int mc_form_identity(const struct mc_form *form, int field);

enum mc_heard {
	MC_HEARD_NOTHING, /* the record does not name this person */
	MC_HEARD_NEW,	  /* nobody stands there by now, or the same one */
	MC_HEARD_INSTEAD, /* another one stands there, of whom a record told too */
	MC_HEARD_BESIDE,  /* another one, typed or of a card: the record's word goes beside it */
	MC_HEARD_KNOWN,	  /* looked up in this role: that weighs more */
};

/* What this record, of somebody in another role, says of the person in `of`. */
enum mc_heard mc_form_heard(const struct mc_form *form, const struct mc_role *of,
			    const char *speaker, const struct mc_person *person,
			    const struct mc_household *household);

#endif
