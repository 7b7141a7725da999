/* SPDX-License-Identifier: MPL-2.0 */
/* print_view.h - slips from the screens. */
#ifndef MC_UI_PRINT_VIEW_H
#define MC_UI_PRINT_VIEW_H

#include "motcua/desk/slips.h"
#include "ui/view.h"

/* Says what became of it; printed->file is freed. Returns MC_VIEW_TAKEN. */
unsigned mc_ui_printed(struct mc_ui *ui, enum mc_code code, struct mc_printed *printed,
		       const struct mc_err *why);
/* How those went that were waiting for the printer; told in the message row. */
void mc_ui_print_news(struct mc_ui *ui);

#endif
