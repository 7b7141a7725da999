/* SPDX-License-Identifier: MPL-2.0 */
/* role_guess.h - who somebody just looked up may be in a new dossier: only to be stood on first. */
#ifndef MOTCUA_DOMAIN_ROLE_GUESS_H
#define MOTCUA_DOMAIN_ROLE_GUESS_H

#include "motcua/domain/person.h"
#include "motcua/domain/procedure.h"

/*
 * The place in procedure->roles that fits best what the register says: a role that a birth, a
 * death, the sex and the age speak for, else the first that nothing speaks against. Those of
 * rows are left out. *ret_spoken_for (may be NULL): something does speak for it.
 */
int mc_role_guess(const struct mc_procedure *procedure, const struct mc_person *person,
		  const struct mc_date *today, bool *ret_spoken_for);

#endif
