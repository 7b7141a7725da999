/* SPDX-License-Identifier: MPL-2.0 */
/*
 * view_lock.c - nobody sits here: nothing of anybody is shown, and what was opened is closed.
 * The number of the officer who locked opens it again, as it began the work. Until there is a
 * login that is no proof of who it is, and help says so; what comes meanwhile is kept.
 */
#include <string.h>

#include "ui/entries.h"
#include "ui/view.h"

#define WIDTH 70

enum { NUMBER, OPEN, OTHER };
enum { TAG_OFFICER = 1 };

struct state {
	struct mc_entries entries;
};

static const struct mc_view_key keys[] = {
	{MC_KEY_ENTER, N_("Choose"), NULL},
	{0, NULL, NULL},
};

static enum mc_code lock_open(struct mc_view *view, const union mc_view_arg *arg,
			      struct mc_err *why)
{
	struct state *s = view->state;
	struct mc_entry *entry;

	(void)why;
	view->overlay = true; /* only help is at hand */
	view->keys = keys;
	MC_COPY(view->text, arg->id ? arg->id : "");
	entry = mc_entries_add(&s->entries, MC_ENTRY_TEXT, _("Your identity number"));
	entry->required = true;
	entry->hint = _("12 digits");
	mc_edit_init(&entry->edit, MC_EDIT_DIGITS, MC_ENTRY_NUMBER_LETTERS, &view->ui->typing);
	mc_entries_add(&s->entries, MC_ENTRY_BUTTON, _("Go on"));
	mc_entries_add(&s->entries, MC_ENTRY_BUTTON, _("Another officer"));
	return MC_OK;
}

static void lock_close(struct mc_view *view)
{
	struct state *s = view->state;

	mc_entries_done(&s->entries);
}

/* Typed, or with the officer's own card. */
static bool is_officer(const struct mc_view *view)
{
	const struct state *s = view->state;
	const char *text = s->entries.items[NUMBER].edit.text.data, *card = mc_card_in(text);
	char number[MC_PID_LEN] = "";
	enum mc_id_kind kind;
	struct mc_card read;
	bool same;

	if (card && mc_card_parse(card, &read, NULL) == MC_OK) {
		MC_COPY(number, read.number);
		explicit_bzero(&read, sizeof(read));
	} else if (mc_pid_parse(text, number, &kind, NULL) != MC_OK) {
		number[0] = '\0';
	}
	same = number[0] && strcmp(number, mc_desk_officer(view->ui->desk)->number) == 0;
	explicit_bzero(number, sizeof(number));
	return same;
}

/* Enter in the number opens as well: there is nothing else to go on to. */
static unsigned try(struct mc_view *view)
{
	struct state *s = view->state;

	if (is_officer(view)) {
		view->choice = 0; /* view->text is where work goes on */
		return MC_VIEW_CLOSE;
	}
	mc_ui_say(view->ui, "%s",
		  _("This is not the number of the officer who works here. The screen stays locked."));
	view->ui->warns = true;
	mc_edit_set(&s->entries.items[NUMBER].edit, "");
	mc_entries_focus(&s->entries, NUMBER);
	return MC_VIEW_TAKEN;
}

static unsigned on_key(struct mc_view *view, const struct mc_event *event)
{
	struct state *s = view->state;
	int focus;

	if (event->kind == MC_EVENT_PASTE || (event->key > ' ' && mc_key_is_text(event->key))) {
		mc_entries_focus(&s->entries, NUMBER); /* nothing else is typed here */
	}
	focus = s->entries.focus;
	if (focus == NUMBER && event->kind == MC_EVENT_KEY && event->key == MC_KEY_ENTER) {
		mc_edit_leave(&s->entries.items[NUMBER].edit);
		return try(view);
	}
	switch (mc_entries_event(&s->entries, event)) {
	case MC_ENTRIES_PRESSED:
		if (focus == OTHER) {
			mc_ui_open(view->ui, MC_VIEW_OFFICER, TAG_OFFICER,
				   &(union mc_view_arg){.officer.anew = true});
			return MC_VIEW_TAKEN;
		}
		return try(view);
	case MC_ENTRIES_IGNORED:
		return event->key == MC_KEY_F(1) || event->key == MC_KEY_CTRL('L') ? MC_VIEW_IGNORED
										   : MC_VIEW_TAKEN;
	default:
		return MC_VIEW_TAKEN;
	}
}

static unsigned lock_event(struct mc_view *view, const struct mc_event *event)
{
	struct state *s = view->state;

	switch (event->kind) {
	case MC_EVENT_KEY:
	case MC_EVENT_PASTE:
		return on_key(view, event);
	case MC_EVENT_SCAN:
		mc_edit_set(&s->entries.items[NUMBER].edit, event->text);
		return try(view);
	case MC_EVENT_RESULT:
		if (event->tag == TAG_OFFICER && event->choice >= 0) {
			view->text[0] = '\0'; /* the other one begins on the first screen */
			view->choice = 0;
			return MC_VIEW_CLOSE;
		}
		return MC_VIEW_TAKEN;
	case MC_EVENT_HELP:
		mc_ui_help(view->ui, "%s",
			   _("Type the number with which you began, or scan your own card. Drafts are "
			     "saved, names that were opened to be searched are wiped from memory, and "
			     "what waits in the queue goes on by itself. The number is no password: "
			     "the lock keeps what you see from the eyes of others, not the computer "
			     "from somebody who wants in."));
		return MC_VIEW_TAKEN;
	default:
		return MC_VIEW_IGNORED;
	}
}

static void lock_draw(const struct mc_view *view, struct mc_canvas *canvas)
{
	const struct state *s = view->state;
	int row, col;

	mc_view_box(canvas, 9, WIDTH, _("Locked"), &row, &col);
	mc_canvas_wrap(canvas, row, col, 2, WIDTH - 4, MC_STYLE_PLAIN,
		       _("Nothing of a citizen is shown. What waits in the queue goes on by itself."));
	mc_entries_draw(&s->entries, canvas, row + 3, col, WIDTH - 4);
}

static const struct mc_edit *lock_edit(const struct mc_view *view)
{
	const struct state *s = view->state;

	return mc_entries_edit(&s->entries);
}

const struct mc_view_ops mc_view_lock = {
	.name = "lock",
	.title = N_("Locked"),
	.state_size = sizeof(struct state),
	.open = lock_open,
	.event = lock_event,
	.draw = lock_draw,
	.edit = lock_edit,
	.close = lock_close,
};
