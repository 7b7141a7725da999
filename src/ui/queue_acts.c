/* SPDX-License-Identifier: MPL-2.0 */
/* queue_acts.c - what an officer does with the queue: its keys, and what they ask first. */
#include <stdio.h>
#include <stdlib.h>

#include "motcua/base/clock.h"
#include "motcua/desk/day_slip.h"
#include "ui/print_view.h"
#include "ui/queue_view.h"

enum { SLIP_MAX = 1024 * 1024 };

static const struct mc_dossier_row *current(const struct mc_view *view)
{
	return mc_queue_rows_current(&((struct mc_queue_state *)view->state)->rows);
}

static unsigned act_refresh(struct mc_view *view)
{
	struct mc_err why;
	enum mc_code code = mc_desk_courier(view->ui->desk, &why);

	mc_queue_load(view);
	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
	}
	return MC_VIEW_TAKEN;
}

static unsigned act_retry(struct mc_view *view)
{
	const struct mc_dossier_row *row = current(view);
	struct mc_err why;
	enum mc_code code;

	if (!row) {
		return MC_VIEW_TAKEN;
	}
	code = mc_queue_retry(view->ui->desk, row->id, &why);
	mc_queue_load(view);
	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
	} else {
		mc_ui_say(view->ui, "%s", _("It is tried again now."));
	}
	return MC_VIEW_TAKEN;
}

static unsigned act_withdraw(struct mc_view *view)
{
	const struct mc_dossier_row *row = current(view);
	const char *buttons[] = {_("Keep"), _("Withdraw"), NULL};
	struct mc_queue_state *s = view->state;
	char text[MC_NAME_LEN + 400];

	if (!row) {
		return MC_VIEW_TAKEN;
	}
	MC_COPY(s->asked, row->id);
	snprintf(
		text, sizeof(text),
		_("Person: %s\nDossier: %s\n\nOne that was never tried is withdrawn at once. For "
		  "any other a signed request goes into the queue; it is withdrawn when the "
		  "gateway has signed that."),
		row->subject, row->local_number);
	mc_ui_confirm(view->ui, MC_QUEUE_TAG_WITHDRAW, _("Withdraw this dossier?"), text, buttons);
	return MC_VIEW_TAKEN;
}

/* Of the one that was asked about: the list may have moved meanwhile. */
static void withdraw(struct mc_view *view)
{
	const struct mc_queue_state *s = view->state;
	struct mc_dossier_row row = {.withdrawing = false};
	struct mc_err why;
	enum mc_code code = mc_dossier_withdraw(view->ui->desk, s->asked, &why);

	mc_queue_load(view);
	code = code ? code : mc_dossier_row(view->ui->desk, s->asked, &row, &why);
	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
	} else if (row.withdrawing) {
		mc_ui_say(view->ui, "%s",
			  _("The request is in the queue. Until the gateway signs it, the dossier "
			    "is not withdrawn."));
	} else {
		mc_ui_say(view->ui, "%s", _("The dossier is withdrawn."));
	}
}

static unsigned act_adopt(struct mc_view *view)
{
	mc_view_ask_adopt(view->ui, MC_QUEUE_TAG_ADOPT);
	return MC_VIEW_TAKEN;
}

static unsigned act_lost(struct mc_view *view)
{
	mc_view_ask_lost(view->ui, MC_QUEUE_TAG_LOST);
	return MC_VIEW_TAKEN;
}

/* ---- the slip of the day */

static enum mc_code print_day(struct mc_view *view, struct mc_printed *printed, struct mc_err *why)
{
	char stem[16];
	struct mc_str text;
	enum mc_code code;

	mc_day_stem(mc_clock_now(), stem);
	mc_str_init(&text, SLIP_MAX);
	code = mc_day_slip(view->ui->desk, mc_clock_now(), &text, why);
	if (code == MC_OK) {
		code = mc_print(view->ui->desk,
				&(struct mc_print_job){ .kind = "day", .ref = "", .stem = stem,
							.procedure = "",
							.text = mc_slice_of(&text) },
				printed, why);
	}
	mc_str_done(&text);
	if (code != MC_OK) {
		free(printed->file);
	}
	return code;
}

static unsigned act_slip(struct mc_view *view)
{
	struct mc_printed printed = {.file = NULL};
	struct mc_err why;
	enum mc_code code = print_day(view, &printed, &why);

	return mc_ui_printed(view->ui, code, &printed, &why);
}

/* ---- without a link: by stick */

static unsigned act_export(struct mc_view *view)
{
	return mc_queue_stick_export(view, &((struct mc_queue_state *)view->state)->stick);
}

static unsigned act_import(struct mc_view *view)
{
	return mc_queue_stick_import(view, &((struct mc_queue_state *)view->state)->stick);
}

const struct mc_view_key mc_queue_keys[] = {
	{MC_KEY_F(5), N_("Refresh"), act_refresh},
	{MC_KEY_F(6), NULL, NULL}, /* here already: its room is needed in the bar */
	{MC_KEY_F(8), N_("Withdraw"), act_withdraw},
	{MC_KEY_F(9), N_("Retry"), act_retry},
	{MC_KEY_ENTER, N_("Details"), NULL},
	{0, NULL, NULL},
};

const struct mc_view_key mc_queue_more[] = {
	/* TRANSLATORS: the slip of the day is printed */
	{MC_KEY_F(7), N_("Day slip"), act_slip},
	/* TRANSLATORS: what waits is written to a USB stick */
	{MC_KEY_F(2), N_("To stick"), act_export},
	/* TRANSLATORS: what comes back on a USB stick is taken in */
	{MC_KEY_F(4), N_("Stick in"), act_import},
	{MC_KEY_CTRL('Y'), NULL, act_adopt}, /* named where it is the thing to do; */
	{MC_KEY_CTRL('R'), NULL, act_lost},  /* so is this one */
	{0, NULL, NULL},
};

void mc_queue_result(struct mc_view *view, const struct mc_event *event)
{
	struct mc_queue_state *s = view->state;

	if (event->tag == MC_QUEUE_TAG_ADOPT && event->choice == 1) {
		mc_view_adopt(view->ui);
	} else if (event->tag == MC_QUEUE_TAG_LOST) {
		mc_view_lost(view->ui, event->choice);
	}
	mc_queue_load(view);
	if (event->tag == MC_QUEUE_TAG_WITHDRAW && event->choice == 1) {
		withdraw(view);
	} else if (mc_queue_stick_result(view, &s->stick, event)) {
		mc_queue_load(view);
	}
}
