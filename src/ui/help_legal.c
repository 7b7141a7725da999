/* SPDX-License-Identifier: MPL-2.0 */
/* help_legal.c - F1 on a paper once demanded: what ended that, and what to do instead. */
#include "ui/view.h"

#include "motcua/base/i18n.h"

/* The first paragraph: since when, and under it a line for each text that ended it. */
static void ended(struct mc_ui *ui, const struct mc_legal_note *note)
{
	char since[MC_DATE_LEN];
	struct mc_str text;

	mc_date_format(&note->since, since);
	mc_str_init(&text, 2000);
	/* TRANSLATORS: a paper and the day since when nobody may ask for it */
	mc_str_printf(&text, _("%s: not to be demanded since %s, by"), mc_view_label(&note->name),
		      since);
	MC_VEC_EACH(&note->ended, const struct mc_legal, legal) {
		mc_str_printf(&text, "\n  %s%s%s", legal->text, legal->article ? ", " : "",
			      legal->article ? legal->article : "");
	}
	mc_ui_help(ui, "%s", text.data);
	mc_str_done(&text);
}

void mc_ui_help_note(struct mc_ui *ui, const char *id)
{
	const struct mc_legal_note *note;

	if (!id || mc_desk_legal_note(ui->desk, id, &note, NULL)) {
		return; /* help says less without it; "motcua catalog legal" says why */
	}
	ended(ui, note);
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
