/* SPDX-License-Identifier: MPL-2.0 */
/* item_branches.h - the branches of a linked group as lines. */
#ifndef MC_UI_ITEM_BRANCHES_H
#define MC_UI_ITEM_BRANCHES_H

#include "motcua/desk/work.h"
#include "ui/lines.h"

struct mc_ui;
/* The branch's name in the language of the screens; its id when the procedure, which may be
 * NULL, has none of it. */
const char *mc_item_branch_label(const struct mc_procedure *procedure, const char *branch);
/* Nothing for a dossier that has none. */
enum mc_code mc_item_branches(struct mc_ui *ui, const struct mc_dossier_row *row,
			      struct mc_lines *lines, struct mc_err *why) MC_CHECKED;

#endif
