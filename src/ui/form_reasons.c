/* SPDX-License-Identifier: MPL-2.0 */
/*
 * form_reasons.c - what the province wants changed or added, beside the field that it is
 * about: the form opens there, and nobody has to remember a list.
 */
#include <string.h>

#include "ui/form_view.h"

enum { REASONS_MAX = 64 };

/* Until when and what, in the row that stays until the next key. */
static void say_asked(struct mc_view *view)
{
	struct mc_form_state *s = view->state;
	struct mc_dossier_asked asked;
	char until[16];

	if (!s->work->supplements[0] ||
	    mc_dossier_asked(view->ui->desk, s->work->supplements, &asked, NULL) != MC_OK) {
		return;
	}
	MC_COPY(s->asked, asked.text);
	mc_view_time(asked.deadline, until);
	if (until[0]) {
		mc_ui_say(view->ui, _("Asked for until %s: %s"), until, asked.text);
	} else {
		mc_ui_say(view->ui, _("Asked for: %s"), asked.text);
	}
}

void mc_form_reasons(struct mc_view *view)
{
	struct mc_form_state *s = view->state;
	const struct mc_work *work = s->work;
	const char *of = work->supplements[0] ? work->supplements : work->replaces;

	mc_vec_init(&s->reasons, sizeof(struct mc_dossier_reason), REASONS_MAX);
	if (of[0] && mc_dossier_reasons(view->ui->desk, of, &s->reasons, NULL) != MC_OK) {
		mc_vec_reset(&s->reasons); /* what it says stands in its details as well */
	}
	say_asked(view);
}

static int row_of(const struct mc_form_state *s, const char *id)
{
	const struct mc_procedure *procedure = s->work->procedure;
	int field = mc_procedure_field(procedure, id), n = 0;

	if (field >= 0) {
		return mc_form_row_of(s, MC_ROW_FIELD, field);
	}
	MC_VEC_EACH(&procedure->papers, struct mc_paper, paper) {
		if (strcmp(paper->id, id) == 0) {
			return mc_form_row_of(s, MC_ROW_PAPER, n);
		}
		n++;
	}
	return -1;
}

int mc_form_first_reason(const struct mc_form_state *s)
{
	MC_VEC_EACH(&s->reasons, struct mc_dossier_reason, reason) {
		int at = row_of(s, reason->field);

		if (at >= 0) {
			return at;
		}
	}
	return s->at;
}

const struct mc_dossier_reason *mc_form_reason_at(const struct mc_form_state *s, int at)
{
	MC_VEC_EACH(&s->reasons, struct mc_dossier_reason, reason) {
		if (row_of(s, reason->field) == at) {
			return reason;
		}
	}
	return NULL;
}
