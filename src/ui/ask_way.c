/* SPDX-License-Identifier: MPL-2.0 */
/*
 * ask_way.c - when the register could not verify: what another way of Decree
 * 104/2022, article 14, gave, stated and signed by the officer. Only after all of
 * them failed may a paper be asked for.
 */
#include "ui/ask_view.h"

static const struct {
	enum mc_way way;
	enum mc_outcome outcome;
	const char *text;
} ways[] = {
	{MC_WAY_VNEID, MC_OUTCOME_FOUND, N_("VNeID: the citizen's account shows the residence")},
	{MC_WAY_CARD_READER, MC_OUTCOME_FOUND, N_("Card reader: it shows the residence")},
	{MC_WAY_OTHER, MC_OUTCOME_FOUND, N_("Another lawful way: it shows the residence")},
	{MC_WAY_VNEID, MC_OUTCOME_FAILURE, N_("VNeID: tried, or not to be had")},
	{MC_WAY_CARD_READER, MC_OUTCOME_FAILURE, N_("Card reader: tried, or not to be had")},
	{MC_WAY_OTHER, MC_OUTCOME_FAILURE, N_("Another lawful way: tried, or not to be had")},
};

static bool paper_is_allowed(struct mc_view *view)
{
	const struct mc_ask_state *s = view->state;
	const char *number = s->query.number[0] ? s->query.number : s->query.cmnd;

	return mc_residence_paper_allowed(view->ui->desk, number, NULL) == MC_OK;
}

void mc_ask_add_ways(struct mc_view *view)
{
	struct mc_ask_state *s = view->state;

	mc_ask_button(s, MC_ASK_WAY, _("Another way"));
	if (s->evidence_id[0]) {
		mc_ask_button(s, MC_ASK_PROOF, _("Show the record"));
	}
	if (paper_is_allowed(view)) {
		mc_ask_button(s, MC_ASK_PAPER, _("Paper slip"));
	}
}

void mc_ask_pick_way(struct mc_view *view, int tag)
{
	const char *rows[MC_COUNT(ways)];

	for (size_t i = 0; i < MC_COUNT(ways); i++) {
		rows[i] = _(ways[i].text);
	}
	mc_ui_pick(view->ui, tag, _("What did another way give?"), rows, (int)MC_COUNT(ways), 0);
}

void mc_ask_take_way(struct mc_view *view, int choice, int tag)
{
	struct mc_ask_state *s = view->state;

	s->way = choice;
	if (ways[choice].outcome != MC_OUTCOME_FOUND) {
		mc_ask_state_way(view, "");
		return;
	}
	mc_ui_open(view->ui, MC_VIEW_PROMPT, tag,
		   &(union mc_view_arg){
			   .prompt = { .title = _(ways[choice].text),
				       .label = _("Address"),
				       .hint = _("The residence as it is shown there; it goes into "
						 "the signed record. It may stay empty."),
				       .text = s->card.address,
				       .use = MC_EDIT_WORDS } });
}

/* The record goes where the person goes: beside the register's, or for who asked, when this
 * view closes. */
static void shown(struct mc_view *view)
{
	struct mc_ask_state *s = view->state;

	if (s->person) {
		MC_COPY(s->person->stated_id, s->evidence_id);
		mc_ask_focus_button(s, MC_ASK_TAKE);
	} else {
		MC_COPY(view->text, s->evidence_id);
	}
	mc_ui_say(view->ui, "%s", _("Recorded and signed: no paper is needed."));
}

void mc_ask_state_way(struct mc_view *view, const char *address)
{
	struct mc_ask_state *s = view->state;
	int choice = s->way;
	struct mc_err why;
	enum mc_code code = mc_residence_state(view->ui->desk, &s->query, ways[choice].way,
					       ways[choice].outcome, address, s->evidence_id, &why);

	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
		return;
	}
	mc_ask_add_ways(view);
	if (ways[choice].outcome == MC_OUTCOME_FOUND) {
		shown(view);
	} else if (paper_is_allowed(view)) {
		mc_ui_say(view->ui, "%s",
			  _("Recorded. Every way has failed: a paper may be asked for."));
	} else {
		mc_ui_say(view->ui, "%s",
			  _("Recorded. Other ways remain: no paper may be asked for yet."));
	}
}
