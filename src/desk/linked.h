/* SPDX-License-Identifier: MPL-2.0 */
/* linked.h - what statements that are in hand say of a dossier's branches. */
#ifndef DESK_LINKED_H
#define DESK_LINKED_H

#include "desk/desk.h"
#include "motcua/desk/linked.h"

/* said: struct mc_dossier_said items, oldest first. Numbers, states and due dates; how it
 * ended and the alarms are mc_dossier_linked()'s. */
void desk_branches(struct mc_desk *desk, const char *id, const char *procedure,
		   const struct mc_vec *said, struct mc_dossier_linked *ret);

/* The legal time of a sealed dossier's whole: of the branches that it asked for. */
struct mc_time_rule desk_time_rule(struct mc_desk *desk, const char *id,
				   const struct mc_procedure *procedure);

#endif
