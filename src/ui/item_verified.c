/* SPDX-License-Identifier: MPL-2.0 */
/*
 * item_verified.c - a sealed dossier and its verifications: provisional while one waits; what it
 * contradicted, by name, and what is to be done, for nothing in the dossier can change any more.
 */
#include "ui/item_verified.h"

#include <stdio.h>
#include <string.h>

enum { ROLES_MAX = 200, DIFFERENCES_MAX = 2000 };

static const char *role_label(const struct mc_procedure *procedure, const char *id)
{
	const struct mc_role *role = procedure ? mc_procedure_role(procedure, id) : NULL;

	return role ? mc_view_label(&role->label) : id;
}

static void add_differences(struct mc_ui *ui, const struct mc_procedure *procedure,
			    const struct mc_verification *of, struct mc_lines *lines)
{
	struct mc_vec differs;

	mc_vec_init(&differs, sizeof(struct mc_difference), DIFFERENCES_MAX);
	if (mc_verification_differs(ui->desk, of->query_id, &differs, NULL) == MC_OK) {
		MC_VEC_EACH(&differs, struct mc_difference, it) {
			mc_lines_printf(lines, MC_STYLE_PLAIN,
					_("   %s: in the dossier \"%s\", in the register \"%s\""),
					mc_view_field(procedure, it->field), it->value.text,
					it->value.register_text);
		}
	}
	mc_differences_done(&differs);
	if (of->to_settle) {
		mc_lines_text(lines, MC_STYLE_PLAIN,
			      _("   The register counts, and the province is told that it has "
				"answered. Ask the citizen which is right; what is wrong here is "
				"corrected when the province asks, or in a new dossier."));
	}
}

static void add_one(struct mc_ui *ui, const struct mc_procedure *procedure,
		    const struct mc_verification *it, struct mc_lines *lines)
{
	const char *role = role_label(procedure, it->role);
	char since[16], until[16], ended[16];

	mc_view_time(it->queued_at, since);
	mc_view_time(it->until, until);
	mc_view_time(it->ended_at, ended);
	if (it->outcome == MC_OUTCOME_NONE) {
		mc_lines_printf(lines, MC_STYLE_PLAIN,
				_("%s: provisional; waits for the link since %s, until %s"), role,
				since, until);
	} else if (it->outcome == MC_OUTCOME_FOUND) {
		mc_lines_printf(lines, it->to_settle ? MC_STYLE_WARN : MC_STYLE_PLAIN,
				it->to_settle ? _("! %s: answered %s, and it says something else")
					      : _("%s: verified by the register %s"), role, ended);
		add_differences(ui, procedure, it, lines);
	} else if (it->outcome == MC_OUTCOME_NO_MATCH) {
		mc_lines_printf(lines, MC_STYLE_WARN,
				_("! %s: answered %s: no such person in the register"), role,
				ended);
		mc_lines_text(lines, MC_STYLE_PLAIN,
			      _("   Compare number, name and birth date with the card. If the dossier "
				"is wrong, take it back and correct it; if it is right, the commune "
				"police corrects the register, and V asks it again."));
	} else {
		mc_lines_printf(lines, MC_STYLE_WARN, _("! %s: not verified, no answer until %s"),
				role, until);
		mc_lines_text(lines, MC_STYLE_PLAIN,
			      _("   The dossier says so to the province, which may ask for it. V "
				"queues it once more."));
	}
}

void mc_item_verify_again(struct mc_ui *ui, const char *id)
{
	struct mc_err why;
	char when[16];
	int count;
	int64_t until;
	enum mc_code code = mc_dossier_verify_again(ui->desk, id, &count, &until, &why);

	if (code != MC_OK) {
		mc_ui_fail(ui, code, &why);
		return;
	}
	mc_desk_status(ui->desk, &ui->status);
	mc_view_time(until, when);
	mc_ui_say(ui,
		  P_("%d verification is queued again and waits for the link, until %s.",
		     "%d verifications are queued again and wait for the link, until %s.", count),
		  count, when);
}

bool mc_item_verified(struct mc_ui *ui, const struct mc_dossier_row *row, struct mc_lines *lines)
{
	const struct mc_procedure *procedure = mc_dossier_procedure(ui->desk, row->id);
	struct mc_vec all;
	bool again = false;

	mc_vec_init(&all, sizeof(struct mc_verification), ROLES_MAX);
	if (mc_dossier_verifications(ui->desk, row->id, &all, NULL) == MC_OK && all.len) {
		mc_lines_text(lines, MC_STYLE_PLAIN, "");
		mc_lines_text(lines, MC_STYLE_HEAD, _("Verifications that were waited for"));
		MC_VEC_EACH(&all, struct mc_verification, it) {
			add_one(ui, procedure, it, lines);
			again |= mc_outcome_may_change(it->outcome);
		}
	}
	mc_vec_done(&all);
	return again;
}
