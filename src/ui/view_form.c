/* SPDX-License-Identifier: MPL-2.0 */
/* view_form.c - a dossier's form: opening, keys, closing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/text/text.h"
#include "ui/form_view.h"

#define TITLE_ROOM 25 /* beside the number, the office and the officer */

/* Whole, or on the form: of several things that a procedure does the first is not its name. */
static void put_title(struct mc_view *view)
{
	struct mc_form_state *s = view->state;
	const struct mc_procedure *procedure = s->work->procedure;
	const char *title = mc_view_label(&procedure->title);

	if (s->work->supplements[0]) {
		snprintf(view->title, sizeof(view->title), "%s  %s", s->work->local_number,
			 _("supplement"));
		return;
	}
	s->titled = mc_text_width(title) > TITLE_ROOM;
	snprintf(view->title, sizeof(view->title), "%s  %s", s->work->local_number,
		 s->titled ? procedure->code : title);
}

static enum mc_code form_open(struct mc_view *view, const union mc_view_arg *arg,
			      struct mc_err *why)
{
	struct mc_form_state *s = view->state;
	enum mc_code code = mc_work_open(view->ui->desk, arg->id, &s->work, why);

	if (code != MC_OK) {
		return code;
	}
	MC_COPY(view->dossier, arg->id);
	view->keys = mc_form_keys;
	view->more = mc_form_more;
	mc_vec_init(&s->rows, sizeof(struct mc_form_row), 2000);
	mc_vec_init(&s->problems, sizeof(struct mc_problem), 1);
	mc_str_init(&s->before, 16384);
	put_title(view);
	mc_form_rows(s);
	mc_form_reasons(view);
	s->at = mc_form_first_missing(s); /* an old draft goes on where it was left */
	s->at = mc_form_first_reason(s);
	mc_form_arrive(view);
	mc_form_news(view, true);
	if (!s->asked[0]) {
		mc_form_say_count(view);
	}
	return MC_OK;
}

static void form_close(struct mc_view *view)
{
	struct mc_form_state *s = view->state;

	mc_work_close(s->work);
	mc_vec_done(&s->rows);
	mc_vec_done(&s->problems);
	mc_vec_done(&s->files);
	mc_vec_done(&s->reasons);
	mc_vec_done(&s->verifications);
	mc_str_wipe(&s->before);
}

static void help(struct mc_view *view)
{
	const struct mc_form_state *s = view->state;
	const struct mc_field *field = mc_form_field_at(s, s->at);
	const struct mc_paper *paper = mc_form_paper_at(s, s->at);
	const struct mc_label *texts[2] = {NULL, NULL};
	const char *legal = NULL;

	if (field) {
		mc_ui_help(view->ui, "%s", mc_view_label(&field->label));
		mc_form_help_verified(view, mc_work_role_of(s->work, mc_form_row_at(s, s->at)->index));
		texts[0] = &field->hint;
		texts[1] = &field->help;
		legal = field->legal;
	} else if (paper) {
		mc_ui_help(view->ui, "%s", mc_view_label(&paper->label));
		legal = paper->basis;
	}
	if (mc_form_reason_at(s, s->at)) {
		mc_ui_help(view->ui, _("The province says: %s"), mc_form_reason_at(s, s->at)->text);
	}
	if (s->asked[0]) {
		mc_ui_help(view->ui, _("Asked for: %s"), s->asked);
	}
	for (int i = 0; i < 2; i++) {
		if (texts[i] && mc_view_label(texts[i])[0]) {
			mc_ui_help(view->ui, "%s", mc_view_label(texts[i]));
		}
	}
	if (legal) {
		mc_ui_help(view->ui, _("Legal basis: %s"), legal);
	}
	if (paper) {
		mc_ui_help_paper(view->ui, paper);
	} else if (field) {
		mc_ui_help_note(view->ui, mc_field_note(s->work->procedure, field));
	}
	mc_ui_help_procedure(view->ui, s->work->procedure);
	mc_ui_help(view->ui, "%s",
		   _("* must be filled in before sending. = was not typed: it comes "
		     "from the register, the card, or was computed."));
}

static unsigned on_key(struct mc_view *view, uint32_t key)
{
	struct mc_form_state *s = view->state;

	switch (key) {
	case MC_KEY_ENTER:
		return mc_form_enter(view);
	case MC_KEY_TAB:
	case MC_KEY_DOWN:
		mc_form_go(view, mc_form_step(s, s->at, 1));
		return MC_VIEW_TAKEN;
	case MC_KEY_BACKTAB:
	case MC_KEY_UP:
		mc_form_go(view, mc_form_step(s, s->at, -1));
		return MC_VIEW_TAKEN;
	case MC_KEY_PGDN:
	case MC_KEY_PGUP:
		mc_form_go(view, mc_form_page(s, s->at, key == MC_KEY_PGDN ? 1 : -1));
		mc_form_show_section(s, MC_VIEW_ROWS(view->ui->rows));
		return MC_VIEW_TAKEN;
	case MC_KEY_LEFT:
	case MC_KEY_RIGHT:
		if (mc_form_turn(view, key == MC_KEY_RIGHT ? 1 : -1)) {
			return MC_VIEW_TAKEN;
		}
		break;
	default:
		break;
	}
	if (mc_form_search(view, key)) {
		return MC_VIEW_TAKEN;
	}
	return s->editing && mc_edit_key(&s->edit, key) ? MC_VIEW_TAKEN : MC_VIEW_IGNORED;
}

/* A card goes to a person's number, wherever the focus is: no field but that one takes it. */
static void paste(struct mc_view *view, const char *text)
{
	struct mc_form_state *s = view->state;
	int number = mc_card_in(text) ? mc_form_row_for_card(s) : s->at;

	if (number < 0) {
		mc_ui_say(view->ui, "%s",
			  _("A card is scanned into the number of a person: nothing was changed."));
		return;
	}
	if (number != s->at) {
		mc_form_go(view, number);
	}
	if (s->editing) {
		mc_edit_paste(&s->edit, text);
	}
}

static unsigned act(struct mc_view *view, const struct mc_event *event)
{
	switch (event->kind) {
	case MC_EVENT_KEY:
		return on_key(view, event->key);
	case MC_EVENT_PASTE:
		paste(view, event->text);
		return MC_VIEW_TAKEN;
	case MC_EVENT_RESULT:
		return mc_form_result(view, event);
	case MC_EVENT_CHANGED:
		mc_form_news(view, false);
		return MC_VIEW_TAKEN;
	case MC_EVENT_HELP:
		help(view);
		return MC_VIEW_TAKEN;
	case MC_EVENT_LEAVE:
		mc_form_leave(view);
		return MC_VIEW_TAKEN;
	default:
		return MC_VIEW_IGNORED;
	}
}

static unsigned form_event(struct mc_view *view, const struct mc_event *event)
{
	struct mc_form_state *s = view->state;
	unsigned flags = act(view, event);

	if (s->news && event->kind == MC_EVENT_KEY) {
		mc_form_news(view, false);
	}
	s->top = mc_form_top(s, MC_VIEW_ROWS(view->ui->rows));
	return flags;
}

static const struct mc_edit *form_edit(const struct mc_view *view)
{
	const struct mc_form_state *s = view->state;

	return s->editing ? &s->edit : NULL;
}

const struct mc_view_ops mc_view_form = {
	.name = "form",
	.title = N_("Dossier"),
	.watch = MC_WATCH_ANSWER,
	.state_size = sizeof(struct mc_form_state),
	.open = form_open,
	.event = form_event,
	.draw = mc_form_draw,
	.edit = form_edit,
	.close = form_close,
};
