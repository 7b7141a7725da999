/* SPDX-License-Identifier: MPL-2.0 */
/* help_legal.c - F1 on a paper once demanded: what ended that, and what to do instead. */
#include "ui/view.h"

#include "motcua/base/i18n.h"

static void texts(struct mc_ui *ui, const struct mc_vec *of)
{
	MC_VEC_EACH(of, const struct mc_legal, legal) {
		mc_ui_help(ui, "  %s%s%s", legal->text, legal->article ? ", " : "",
			   legal->article ? legal->article : "");
	}
}

void mc_ui_help_note(struct mc_ui *ui, const char *id)
{
	const struct mc_legal_note *note;
	char since[MC_DATE_LEN];

	if (!id || mc_desk_legal_note(ui->desk, id, &note, NULL)) {
		return; /* help says less without it; "motcua catalog legal" says why */
	}
	mc_date_format(&note->since, since);
	mc_ui_help(ui, "%s", "");
	/* TRANSLATORS: a paper and the day since when nobody may ask for it */
	mc_ui_help(ui, _("%s: not to be demanded since %s, by"), mc_view_label(&note->name), since);
	texts(ui, &note->ended);
	mc_ui_help(ui, "%s", mc_view_label(&note->stead));
	mc_ui_help(ui, "%s", mc_view_label(&note->when_wrong));
	mc_ui_help(ui, "%s", mc_view_label(&note->must_not));
}

void mc_ui_help_paper(struct mc_ui *ui, const struct mc_paper *paper)
{
	MC_VEC_EACH(&paper->notes, char *, id) {
		mc_ui_help_note(ui, *id);
	}
}
