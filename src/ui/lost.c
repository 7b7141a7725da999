/* SPDX-License-Identifier: MPL-2.0 */
/* lost.c - what the province has lost again: an officer chooses what is done about it. */
#include "ui/view.h"

enum { SEND_AGAIN = 1, SETTLED };

void mc_view_ask_lost(struct mc_ui *ui, int tag)
{
	const char *buttons[] = {_("Back"), _("Send them again"), _("It is settled"), NULL};

	if (!ui->status.lost) {
		mc_ui_say(ui, "%s", _("As far as the province's computer told it has lost nothing."));
		return;
	}
	mc_ui_confirm(ui, tag, _("What the province has lost"),
		      _("Call the province first: its newest data may come back, and then nothing "
			"has to be done. If they are gone for good, send what was lost again, as "
			"it was sealed and under its old numbers: dossiers, and the supplements "
			"and withdrawals that are lost perhaps. If the province has dealt with "
			"them otherwise, record that under your name: then they are told no more."),
		      buttons);
}

static enum mc_code send_again(struct mc_ui *ui, struct mc_err *why)
{
	int sent = 0;
	enum mc_code code = mc_queue_resend(ui->desk, NULL, 0, &sent, why);

	if (!code) {
		mc_ui_say(ui,
			  P_("%d of what was lost goes out again; answered anew the province has it.",
			     "%d of what was lost go out again; answered anew the province has them.",
			     sent),
			  sent);
	}
	return code;
}

static enum mc_code settle(struct mc_ui *ui, struct mc_err *why)
{
	int settled = 0;
	enum mc_code code = mc_queue_settle(ui->desk, &settled, why);

	if (!code) {
		mc_ui_say(ui, P_("Recorded under your name: %d of what was lost is settled.",
				 "Recorded under your name: %d of what was lost are settled.",
				 settled),
			  settled);
	}
	return code;
}

void mc_view_lost(struct mc_ui *ui, int choice)
{
	struct mc_err why;
	enum mc_code code = choice == SEND_AGAIN ? send_again(ui, &why) :
			    choice == SETTLED    ? settle(ui, &why) :
						   MC_OK;

	if (code) {
		mc_ui_fail(ui, code, &why);
	}
}
