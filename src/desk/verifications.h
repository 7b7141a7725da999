/* SPDX-License-Identifier: MPL-2.0 */
/* verifications.h - verifications that wait, from the inside. */
#ifndef DESK_VERIFICATIONS_H
#define DESK_VERIFICATIONS_H

#include "desk/desk.h"
#include "motcua/desk/verification.h"
#include "motcua/store/verification.h"

enum { DESK_VERIFICATIONS_MAX = 1000 };

/* What came for those that wait, and whose time is up. Cheap when none waits. */
enum mc_code desk_take_verifications(struct mc_desk *desk, struct mc_err *why) MC_CHECKED;
/* Nobody needs those any more that were not answered with a person: asked anew, verified by
 * now, or the dossier is discarded or taken back. The audit keeps them. role NULL = all. */
enum mc_code desk_call_back(struct mc_desk *desk, const char *draft, const char *role,
			    struct mc_err *why) MC_CHECKED;
/* What a row of a list says of them. */
void desk_add_verifications(struct mc_desk *desk, struct mc_dossier_row *row);

#endif
