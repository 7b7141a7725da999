/* SPDX-License-Identifier: MPL-2.0 */
/* due_lines.c - on a dossier's page: when it is due, and what was promised instead, and why. */
#include <stdio.h>

#include "motcua/base/clock.h"
#include "motcua/desk/calendar.h"
#include "ui/item_branches.h"
#include "ui/page.h"

void mc_due_lines(struct mc_view *view, struct mc_lines *lines, const struct mc_dossier_row *row)
{
	const char *branch = row->progress.branch;
	struct mc_due_bounds bounds;
	struct mc_vec postponed;
	struct mc_str text;
	struct mc_err why;

	mc_due_bounds(mc_desk_calendar(view->ui->desk), mc_clock_now(), &bounds);
	mc_str_init(&text, 1024);
	mc_page_due(&bounds, row,
		    *branch ? mc_item_branch_label(mc_dossier_procedure(view->ui->desk, row->id),
						   branch) :
			      "",
		    &text);
	mc_lines_pair(lines, _("Due"), text.data);
	mc_str_done(&text);
	mc_vec_init(&postponed, sizeof(struct mc_dossier_postponed), 100);
	if (mc_dossier_postponed(view->ui->desk, row->id, &postponed, &why) != MC_OK) {
		mc_ui_fail(view->ui, why.code, &why);
	}
	MC_VEC_EACH(&postponed, struct mc_dossier_postponed, it) {
		char when[16], line[MC_TEXT_LEN + 40];

		mc_view_time(it->promised_at, when);
		snprintf(line, sizeof(line), "%s: %s", when, it->reason);
		mc_lines_pair(lines, _("Apology, new day"), line);
	}
	mc_vec_done(&postponed);
}
