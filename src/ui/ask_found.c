/* SPDX-License-Identifier: MPL-2.0 */
/*
 * ask_found.c - the register knows the person but no residence: it is no proof of one, so the
 * other ways are offered where the answer stands, and the person's data are taken from there.
 */
#include <stdlib.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "ui/ask_view.h"

void mc_ask_keep_person(struct mc_ask_state *s, const struct mc_lookup *lookup)
{
	s->person = mc_calloc(1, sizeof(*s->person));
	*s->person = *lookup;
	mc_ask_button(s, MC_ASK_TAKE, _("Go on with this person"));
}

void mc_ask_forget_person(struct mc_ask_state *s)
{
	if (s->person) {
		explicit_bzero(s->person, sizeof(*s->person));
		free(s->person);
		s->person = NULL;
		mc_ask_no_button(s, MC_ASK_TAKE);
	}
}

unsigned mc_ask_take_person(struct mc_view *view, int tag)
{
	struct mc_ask_state *s = view->state;

	if (s->for_form) {
		mc_ui_keep_found(view->ui, s->person);
		return mc_view_answer(view, MC_ASK_FOUND, NULL);
	}
	mc_ui_open(view->ui, MC_VIEW_PERSON, tag, &(union mc_view_arg){.lookup = s->person});
	return MC_VIEW_TAKEN;
}
