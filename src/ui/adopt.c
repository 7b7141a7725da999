/* SPDX-License-Identifier: MPL-2.0 */
/* adopt.c - going on with an old copy of the data: asked for in plain words, then done. */
#include "ui/view.h"

void mc_view_ask_adopt(struct mc_ui *ui, int tag)
{
	const char *buttons[] = {_("Back"), _("Go on with these data"), NULL};

	mc_ui_confirm(ui, tag, _("Go on with these data?"),
		      _("The gateway knows dossiers of this desk that are not in these data: they are "
			"an older copy, from a backup. Going on gives no number away twice. What waits "
			"here is sent again; what only the lost data had is at the gateway and is not "
			"brought back here."),
		      buttons);
}

void mc_view_adopt(struct mc_ui *ui)
{
	struct mc_adopted adopted;
	struct mc_err why;
	enum mc_code code = mc_queue_adopt(ui->desk, &adopted, &why);

	if (code != MC_OK) {
		mc_ui_fail(ui, code, &why);
	} else if (!adopted.adopted) {
		mc_ui_say(ui, "%s",
			  _("These data are no old copy as far as the gateway told. Nothing was changed."));
	} else {
		mc_ui_say(ui, _("Adopted: %d are sent again, %d need a new dossier (C in their details)."),
			  adopted.released, adopted.taken);
	}
}
