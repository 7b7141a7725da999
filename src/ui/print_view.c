/* SPDX-License-Identifier: MPL-2.0 */
/* print_view.c - what the screen says after a slip went to the printer, or did not. */
#include "ui/print_view.h"

#include <stdlib.h>
#include <string.h>

unsigned mc_ui_printed(struct mc_ui *ui, enum mc_code code, struct mc_printed *printed,
		       const struct mc_err *why)
{
	if (code != MC_OK) {
		mc_ui_fail(ui, code, why);
		return MC_VIEW_TAKEN;
	}
	if (printed->spooled) {
		mc_ui_say(ui, _("The slip is at the printer, copy %d."), printed->copy);
	} else {
		mc_ui_say(ui, _("There is no printer: copy %d was written into %s"), printed->copy,
			  printed->file);
	}
	free(printed->file);
	printed->file = NULL;
	return MC_VIEW_TAKEN;
}
