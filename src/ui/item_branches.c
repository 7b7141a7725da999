/* SPDX-License-Identifier: MPL-2.0 */
/* item_branches.c - a sent dossier's branches: number, state and clock of each, and its alarms. */
#include <stdlib.h>
#include <string.h>

#include "motcua/desk/linked.h"
#include "ui/item_branches.h"
#include "ui/view.h"

static void add_time(struct mc_lines *lines, const char *label, int64_t at)
{
	char when[16];

	if (at) {
		mc_view_time(at, when);
		mc_lines_printf(lines, MC_STYLE_PLAIN, "   %s: %s", label, when);
	}
}

const char *mc_item_branch_label(const struct mc_procedure *procedure, const char *branch)
{
	if (procedure) {
		MC_VEC_EACH(&procedure->branches, struct mc_branch, it) {
			if (strcmp(it->id, branch) == 0) {
				return mc_view_label(&it->label);
			}
		}
	}
	return branch;
}

static void add_branch(struct mc_lines *lines, const struct mc_dossier_branch *branch)
{
	const char *label = branch->of ? mc_view_label(&branch->of->label) : branch->id;
	char when[16];

	mc_view_time(branch->at, when);
	mc_lines_printf(lines, MC_STYLE_PLAIN, "%s: %s%s%s%s%s", label,
			_(mc_branch_state_text(branch->state)), branch->number[0] ? "; " : "",
			branch->number, branch->at ? "; " : "", when);
	if (branch->text[0]) {
		mc_lines_printf(lines, MC_STYLE_QUIET, "   %s", branch->text);
	}
	add_time(lines, _("Supplement until"), branch->deadline);
	add_time(lines, _("Result due"),
		 mc_branch_is_ended(branch->state) ? 0 : branch->clock.due);
	for (unsigned bit = 1; bit < MC_BRANCH_ALARMS_END; bit <<= 1) {
		if (branch->alarms & bit) {
			mc_lines_printf(lines, MC_STYLE_WARN, "! %s",
					_(mc_branch_alarm_text(bit)));
		}
	}
}

static void add_end(struct mc_lines *lines, const struct mc_dossier_linked *linked)
{
	if (linked->end == MC_LINKED_PART) {
		mc_lines_printf(lines, MC_STYLE_WARN, "! %s", _(mc_linked_end_text(linked->end)));
	}
	if (linked->differs) {
		mc_lines_printf(lines, MC_STYLE_WARN, "! %s", _(MC_LINKED_DIFFERS));
	}
}

enum mc_code mc_item_branches(struct mc_ui *ui, const struct mc_dossier_row *row,
			      struct mc_lines *lines, struct mc_err *why)
{
	struct mc_dossier_linked *linked = mc_calloc(1, sizeof(*linked));
	enum mc_code code = mc_dossier_linked(ui->desk, row, linked, why);

	if (code == MC_OK && linked->count) {
		mc_lines_text(lines, MC_STYLE_PLAIN, "");
		mc_lines_text(lines, MC_STYLE_HEAD, _("Branches of the linked group"));
		for (int i = 0; i < linked->count; i++) {
			add_branch(lines, &linked->branches[i]);
		}
		add_end(lines, linked);
	}
	explicit_bzero(linked, sizeof(*linked));
	free(linked);
	return code;
}
