/* SPDX-License-Identifier: MPL-2.0 */
/*
 * view_officer.c - who works at this desk: asked once per start when nobody is named.
 * Self-declared until there is a login; every look-up and proof carries it.
 *
 * The officer's own card fills both in; Enter is still the officer's, not the scanner's.
 * In training an invented officer is offered: Enter begins, and whoever types a number
 * instead is somebody else.
 */
#include <string.h>

#include "motcua/domain/card_qr.h"
#include "ui/entries.h"
#include "ui/view.h"

#define WIDTH 70

struct state {
	struct mc_entries entries;
	bool offered; /* the officer shown was typed by nobody */
};

enum { NUMBER, NAME, OK };

static const struct mc_officer trainee = {"001199000018", "Cán bộ Tập huấn"};

static enum mc_code officer_open(struct mc_view *view, const union mc_view_arg *arg,
				 struct mc_err *why)
{
	const struct mc_officer *officer = mc_desk_officer(view->ui->desk);
	struct state *s = view->state;
	struct mc_entry *entry;

	static const struct mc_officer nobody;

	(void)why;
	officer = arg->officer.anew ? &nobody : officer;
	s->offered = !officer->number[0] && mc_desk_training(view->ui->desk);
	if (s->offered) {
		officer = &trainee;
	}
	view->overlay = true;
	view->keys = mc_view_dialog_keys;
	entry = mc_entries_add(&s->entries, MC_ENTRY_TEXT, _("Your identity number"));
	entry->required = true;
	entry->hint = _("12 digits");
	entry->help = _("Your own identity number: 12 digits as on your card, blanks do not matter. It "
			"is not a number of the citizen.");
	mc_edit_init(&entry->edit, MC_EDIT_DIGITS, MC_ENTRY_NUMBER_LETTERS, &view->ui->typing);
	mc_edit_set(&entry->edit, officer->number);
	entry = mc_entries_add(&s->entries, MC_ENTRY_TEXT, _("Your full name"));
	entry->required = true;
	entry->help = _("Your family name, middle and given name with all marks, as slips are to show it.");
	mc_edit_init(&entry->edit, MC_EDIT_WORDS, MC_NAME_LETTERS, &view->ui->typing);
	mc_edit_set(&entry->edit, officer->full_name);
	mc_entries_add(&s->entries, MC_ENTRY_BUTTON, _("Begin work"));
	mc_entries_keep(&s->entries);
	if (s->offered) {
		mc_entries_focus(&s->entries, OK);
	}
	return MC_OK;
}

static void officer_close(struct mc_view *view)
{
	struct state *s = view->state;

	mc_entries_done(&s->entries);
}

static unsigned take(struct mc_view *view)
{
	struct state *s = view->state;
	struct mc_err why;
	enum mc_code code =
		mc_desk_set_officer(view->ui->desk, s->entries.items[NUMBER].edit.text.data,
				    s->entries.items[NAME].edit.text.data, &why);

	if (code == MC_E_OFFICER) { /* its own text is for the command line */
		mc_ui_say(view->ui, "%s",
			  _("The officer's number has 12 digits: look at it again."));
		view->ui->warns = true;
	} else if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
	}
	if (code != MC_OK) {
		mc_entries_focus(&s->entries, code == MC_E_NAME ? NAME : NUMBER);
		return MC_VIEW_TAKEN;
	}
	return mc_view_answer(view, 0, NULL);
}

/* A number typed over the offer begins another officer. */
static void take_the_offer_back(struct state *s, const struct mc_event *event)
{
	if (!s->offered || event->kind != MC_EVENT_KEY) {
		return;
	}
	if (s->entries.focus == OK && event->key > ' ' && mc_key_is_text(event->key)) {
		mc_edit_set(&s->entries.items[NUMBER].edit, "");
		mc_edit_set(&s->entries.items[NAME].edit, "");
		mc_entries_focus(&s->entries, NUMBER);
	}
	s->offered = false;
}

static enum mc_code take_card(struct state *s, const char *text)
{
	struct mc_card card;
	enum mc_code code = mc_card_parse(text, &card, NULL);

	if (code != MC_OK) {
		return code;
	}
	mc_edit_set(&s->entries.items[NUMBER].edit, card.number);
	mc_edit_set(&s->entries.items[NAME].edit, card.full_name);
	/* letters that a keyboard's scanner dropped are put back by the officer */
	mc_entries_focus(&s->entries, mc_card_may_lack_letters(&card) ? NAME : OK);
	s->offered = false;
	explicit_bzero(&card, sizeof(card));
	return MC_OK;
}

/* A scanner that types like a keyboard has typed the whole card into the number. */
static unsigned left(struct mc_view *view, int entry)
{
	struct state *s = view->state;
	const char *card = mc_card_in(s->entries.items[NUMBER].edit.text.data);
	enum mc_code code = entry == NUMBER && card ? take_card(s, card) : MC_OK;

	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, NULL);
		mc_edit_set(&s->entries.items[NUMBER].edit, "");
		mc_entries_focus(&s->entries, NUMBER);
	}
	return MC_VIEW_TAKEN;
}

static unsigned officer_event(struct mc_view *view, const struct mc_event *event)
{
	struct state *s = view->state;
	int focus = s->entries.focus;

	if (event->kind == MC_EVENT_HELP) {
		mc_ui_help_entry(view->ui, &s->entries);
		mc_ui_help(view->ui, "%s",
			   _("Every look-up and every proof names the officer who asked. The "
			     "number and name are taken as you give them; a scan of your own card "
			     "fills both in."));
		return MC_VIEW_TAKEN;
	}
	if ((event->kind == MC_EVENT_PASTE || event->kind == MC_EVENT_SCAN) &&
	    take_card(s, event->text) == MC_OK) {
		return MC_VIEW_TAKEN;
	}
	take_the_offer_back(s, event);
	switch (mc_entries_event(&s->entries, event)) {
	case MC_ENTRIES_LEFT:
		return left(view, focus);
	case MC_ENTRIES_PRESSED:
		return take(view);
	case MC_ENTRIES_IGNORED:
		return MC_VIEW_IGNORED;
	default:
		return MC_VIEW_TAKEN;
	}
}

static void officer_draw(const struct mc_view *view, struct mc_canvas *canvas)
{
	const struct state *s = view->state;
	int row, col;

	mc_view_box(canvas, 9, WIDTH, _("Who works at this desk?"), &row, &col);
	mc_canvas_wrap(canvas, row, col, 2, WIDTH - 4, MC_STYLE_PLAIN,
		       _("Every look-up and every proof names the officer who asked."));
	mc_entries_draw(&s->entries, canvas, row + 3, col, WIDTH - 4);
}

static const struct mc_edit *officer_edit(const struct mc_view *view)
{
	const struct state *s = view->state;

	return mc_entries_edit(&s->entries);
}

static bool officer_typed(const struct mc_view *view)
{
	const struct state *s = view->state;

	return mc_entries_changed(&s->entries);
}

const struct mc_view_ops mc_view_officer = {
	.name = "officer",
	.title = N_("Officer"),
	.state_size = sizeof(struct state),
	.open = officer_open,
	.event = officer_event,
	.draw = officer_draw,
	.edit = officer_edit,
	.typed = officer_typed,
	.close = officer_close,
};
