/* SPDX-License-Identifier: MPL-2.0 */
/* print_view.c - what the screen says after a slip went to the printer, or did not. */
#include "ui/print_view.h"

#include <stdlib.h>
#include <string.h>

static void forget(struct mc_printed *printed)
{
	free(printed->file);
	printed->file = NULL;
}

unsigned mc_ui_printed(struct mc_ui *ui, enum mc_code code, struct mc_printed *printed,
		       const struct mc_err *why)
{
	if (code != MC_OK) {
		mc_ui_fail(ui, code, why);
		return MC_VIEW_TAKEN;
	}
	if (printed->waiting) {
		mc_ui_say(ui, _("The slip goes to the printer, copy %d. Go on: how it went is told "
				"here."), printed->copy);
	} else if (printed->spooled) {
		mc_ui_say(ui, _("The slip is at the printer, copy %d."), printed->copy);
	} else {
		mc_ui_say(ui, _("There is no printer: copy %d was written into %s"), printed->copy,
			  printed->file);
	}
	forget(printed);
	return MC_VIEW_TAKEN;
}

/* What somebody reads just now is not taken away for good news. */
void mc_ui_print_news(struct mc_ui *ui)
{
	struct mc_printed printed = {.file = NULL};
	enum mc_code code;
	struct mc_err why;

	while (mc_print_news(ui->desk, &printed, &code, &why)) {
		if (code != MC_OK) {
			mc_ui_fail(ui, code, &why);
		} else if (!ui->warns) {
			mc_ui_say(ui, _("The slip is at the printer, copy %d."), printed.copy);
		}
		forget(&printed);
	}
}
