/* SPDX-License-Identifier: MPL-2.0 */
/*
 * ask_paper.c - every way failed, and that is recorded: the papers that the law still lets an
 * office ask for, and those of the procedure that it does not, so that whoever reaches
 * for one of them is told the article.
 */
#include <string.h>

#include "ui/ask_view.h"
#include "ui/print_view.h"

enum { PAPERS_MAX = 40 };

static bool is_cut(const struct mc_paper *paper)
{
	return paper->cut || paper->replaced_by;
}

void mc_ask_pick_paper(struct mc_view *view, int tag)
{
	const struct mc_procedure *procedure = mc_ask_procedure(view, NULL);
	const char *rows[PAPERS_MAX];
	int count = 0;

	while (count < MC_SUBSTITUTE_COUNT) {
		rows[count] = _(mc_substitute_text((enum mc_substitute)count));
		count++;
	}
	if (procedure) {
		MC_VEC_EACH(&procedure->papers, struct mc_paper, paper) {
			if (is_cut(paper) && count < PAPERS_MAX) {
				rows[count++] = mc_view_label(&paper->label);
			}
		}
	}
	mc_ui_pick(view->ui, tag, _("Which paper is asked for?"), rows, count, 0);
}

static const char *code_of(const struct mc_procedure *procedure, int choice)
{
	int count = MC_SUBSTITUTE_COUNT;

	if (choice < MC_SUBSTITUTE_COUNT) {
		return mc_substitute_code((enum mc_substitute)choice);
	}
	MC_VEC_EACH(&procedure->papers, struct mc_paper, paper) {
		if (is_cut(paper) && count++ == choice) {
			return paper->id;
		}
	}
	return "";
}

void mc_ask_take_paper(struct mc_view *view, int choice, int tag)
{
	struct mc_ask_state *s = view->state;
	const char *rows[] = { _("At the counter: the slip within 1 working day"),
			       _("Online: the slip within 8 working hours") };

	s->paper = choice;
	if (choice < MC_SUBSTITUTE_COUNT) {
		mc_ui_pick(view->ui, tag, _("How did the dossier come?"), rows,
			   (int)MC_COUNT(rows), 0);
	} else {
		mc_ask_print_paper(view, false);
	}
}

void mc_ask_print_paper(struct mc_view *view, bool online)
{
	struct mc_ask_state *s = view->state;
	const struct mc_procedure *procedure = mc_ask_procedure(view, NULL);
	struct mc_paper_request request = {
		.number = s->query.number[0] ? s->query.number : s->query.cmnd,
		.name = s->query.full_name,
		.procedure = s->query.procedure,
		.dossier = s->query.dossier,
		.online = online,
	};
	struct mc_printed printed;
	struct mc_err why;
	enum mc_code code;

	if (!procedure) {
		mc_ui_fail(view->ui, MC_E_PROCEDURE_UNKNOWN, NULL);
		return;
	}
	request.paper = code_of(procedure, s->paper);
	code = mc_paper_ask(view->ui->desk, &request, &printed, &why);
	mc_ui_printed(view->ui, code, &printed, &why);
	if (code == MC_E_PAPER_CUT) { /* the article, not only that it is so */
		mc_ui_say(view->ui, _("Refused by %s: this paper must not be asked for. [%s]"),
			  why.detail, mc_error_info(code)->code);
		view->ui->warns = true;
	}
}
