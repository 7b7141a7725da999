/* SPDX-License-Identifier: MPL-2.0 */
/* item_verified.h - on a dossier's page: verifications that wait, and what they said. */
#ifndef MC_UI_ITEM_VERIFIED_H
#define MC_UI_ITEM_VERIFIED_H

#include "motcua/desk/verification.h"
#include "ui/lines.h"
#include "ui/view.h"

/* Nothing for a dossier of which none was ever waited for. Is there one that came to nothing,
 * so that it may be asked again? */
bool mc_item_verified(struct mc_ui *ui, const struct mc_dossier_row *row, struct mc_lines *lines);
/* All of these once more; told in the message row. */
void mc_item_verify_again(struct mc_ui *ui, const char *id);

#endif
