/* SPDX-License-Identifier: MPL-2.0 */
/* shell.c - the stack of views: opening, closing, and who gets an event. */
#include "ui/shell.h"

#include <stdlib.h>
#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "motcua/desk/calendar.h"
#include "motcua/desk/catalogue.h"
#include "motcua/text/text.h"
#include "ui/print_view.h"

enum { STRAY_MS = 300 }; /* between the signs of a scanner, on a slow line */

#define MC_VIEW(id, ops) extern const struct mc_view_ops ops;
#include "ui/views.def"
#undef MC_VIEW

static const struct mc_view_ops *const views[MC_VIEW_COUNT] = {
#define MC_VIEW(id, ops) [MC_VIEW_##id] = &ops,
#include "ui/views.def"
#undef MC_VIEW
};

void mc_ui_open(struct mc_ui *ui, enum mc_view_id id, int tag, const union mc_view_arg *arg)
{
	static const union mc_view_arg none;
	struct mc_view *view = mc_calloc(1, sizeof(*view));
	struct mc_err why;
	enum mc_code code;

	view->ops = views[id];
	view->ui = ui;
	view->tag = tag;
	view->choice = -1;
	view->state = mc_calloc(1, view->ops->state_size + 1);
	view->below = ui->top;
	code = view->ops->open(view, arg ? arg : &none, &why);
	if (code != MC_OK) {
		free(view->state);
		free(view);
		mc_ui_fail(ui, code, &why);
		return;
	}
	/* what open() itself opened is above already */
	if (ui->top == view->below) {
		ui->top = view;
		return;
	}
	for (struct mc_view *above = ui->top; above; above = above->below) {
		if (above->below == view->below) {
			above->below = view;
			return;
		}
	}
}

static void wipe_free(void *data, size_t size)
{
	explicit_bzero(data, size);
	free(data);
}

void mc_ui_keep_found(struct mc_ui *ui, const struct mc_lookup *lookup)
{
	mc_ui_forget_found(ui);
	ui->found = mc_memdup(lookup, sizeof(*lookup));
}

void mc_ui_forget_found(struct mc_ui *ui)
{
	mc_free_wiped(ui->found, sizeof(*ui->found));
	ui->found = NULL;
}

static unsigned tell(struct mc_view *view, const struct mc_event *event)
{
	return view->ops->event(view, event);
}

static void drop_top(struct mc_ui *ui)
{
	struct mc_view *view = ui->top;

	tell(view, &(struct mc_event){.kind = MC_EVENT_LEAVE});
	ui->top = view->below;
	if (view->ops->close) {
		view->ops->close(view);
	}
	wipe_free(view->state, view->ops->state_size);
	wipe_free(view, sizeof(*view));
}

/* Close the top view and tell the one below; a view that is done goes with it. */
static void pop(struct mc_ui *ui)
{
	char text[MC_TEXT_LEN];

	do {
		struct mc_event result = {
			.kind = MC_EVENT_RESULT, .tag = ui->top->tag, .choice = ui->top->choice,
			.text = text,
		};

		MC_COPY(text, ui->top->text);
		drop_top(ui);
		if (!ui->top && result.tag != MC_TAG_LOCK) {
			ui->quit = true;
			return;
		}
		if (result.tag < 0) {
			mc_shell_result(ui, &result);
		} else if (!ui->top->gone) {
			struct mc_view *below = ui->top;

			if (tell(below, &result) & MC_VIEW_CLOSE) {
				below->gone = true;
			}
		}
	} while (ui->top->gone);
	explicit_bzero(text, sizeof(text));
}

bool mc_view_typed(const struct mc_view *view)
{
	return view->ops->typed && view->ops->typed(view);
}

/* Esc, or a button that goes back: what was typed is not lost unasked (R7). */
static bool loses(const struct mc_view *view)
{
	return view->choice < 0 && mc_view_typed(view);
}

static bool settle(struct mc_ui *ui, struct mc_view *view, unsigned flags)
{
	if (flags & MC_VIEW_CLOSE) {
		if (ui->top == view && loses(view)) {
			mc_shell_ask_drop(ui);
		} else if (ui->top == view) {
			pop(ui);
		} else {
			view->gone = true;
		}
	}
	return flags & MC_VIEW_REPAINT;
}

static unsigned act_by(struct mc_view *view, const struct mc_view_key *row, uint32_t key)
{
	for (; row && row->key; row++) {
		if (row->key == key && row->act) {
			return row->act(view) | MC_VIEW_TAKEN;
		}
	}
	return MC_VIEW_IGNORED;
}

static unsigned act_by_table(struct mc_view *view, uint32_t key)
{
	unsigned flags = act_by(view, view->keys, key);

	return flags ? flags : act_by(view, view->more, key);
}

/*
 * A scanner that types like a keyboard sends letters, blanks and an Enter wherever the focus
 * is. Where its first signs mean nothing, those that follow at once press no button and are no
 * command, and its Enter takes nothing.
 */
static bool is_stray(struct mc_ui *ui, uint32_t key)
{
	int64_t now = mc_clock_mono();

	if (ui->stray && mc_key_is_text(key) && now - ui->stray_at < STRAY_MS) {
		ui->stray_at = now;
		return true;
	}
	if (ui->stray && key == MC_KEY_ENTER) {
		ui->stray = false;
		return true;
	}
	ui->stray = false;
	return false;
}

static void say_stray(struct mc_ui *ui)
{
	mc_ui_say(ui, "%s", _("Nothing is typed here. A card is scanned on the first screen, or into the "
			      "number of a person."));
}

static bool on_key(struct mc_ui *ui, const struct mc_event *event)
{
	struct mc_view *view = ui->top;
	unsigned flags;

	if (event->key == MC_KEY_CTRL('G')) { /* whoever goes away has no time for what is open */
		mc_shell_lock(ui);
		return true;
	}
	if (is_stray(ui, event->key)) {
		say_stray(ui);
		return false;
	}
	flags = act_by_table(view, event->key);
	if (!flags) {
		flags = tell(view, event);
	}
	if (!flags) {
		flags = mc_shell_fixed_key(ui, event->key);
	}
	if (!flags && mc_key_is_text(event->key)) {
		ui->stray = true;
		ui->stray_at = mc_clock_mono();
		say_stray(ui);
	}
	return settle(ui, view, flags);
}

static void tell_changed(struct mc_ui *ui, unsigned changed)
{
	struct mc_event event = {.kind = MC_EVENT_CHANGED, .changed = changed};

	mc_desk_status(ui->desk, &ui->status);
	for (struct mc_view *view = ui->top, *below; view; view = below) {
		below = view->below;
		if (view->ops->watch & changed) {
			settle(ui, view, tell(view, &event));
		}
	}
}

/* Cheap when nothing happened; a poke of the courier's that got lost is made good here. */
static void look_outside(struct mc_ui *ui)
{
	unsigned changed = mc_desk_changed(ui->desk);

	if (changed) {
		tell_changed(ui, changed);
	}
}

static void tick(struct mc_ui *ui)
{
	struct mc_event event = {.kind = MC_EVENT_TICK};

	mc_ui_print_news(ui);
	for (struct mc_view *view = ui->top, *below; view; view = below) {
		below = view->below;
		if (view->ticking) {
			settle(ui, view, tell(view, &event));
		}
	}
}

/* What did not fit into the line that is typed into. */
static unsigned refused(const struct mc_view *view)
{
	const struct mc_edit *edit = view && view->ops->edit ? view->ops->edit(view) : NULL;

	return edit ? edit->refused : 0;
}

/* What a scanner read goes where a paste would go, unless the view knows better. */
static unsigned tell_scan(struct mc_view *view, const struct mc_event *event)
{
	unsigned flags = tell(view, event);

	return flags ? flags :
		       tell(view, &(struct mc_event){.kind = MC_EVENT_PASTE, .text = event->text});
}

/* Neither is lost in silence. */
static bool on_text(struct mc_ui *ui, const struct mc_event *event)
{
	struct mc_view *view = ui->top;
	unsigned flags = event->kind == MC_EVENT_SCAN ? tell_scan(view, event) : tell(view, event);

	if (!flags) {
		say_stray(ui);
	}
	return settle(ui, view, flags);
}

/* A table of holidays came with a pack, and citizens were promised the day before: told once,
 * when nothing else is being said. */
static void tell_moved(struct mc_ui *ui)
{
	int moved = ui->message.len ? 0 : mc_desk_moved(ui->desk);

	if (moved) {
		/* TRANSLATORS: one row of 78 columns */
		mc_ui_say(ui, P_("%d due date moved by a newer table of holidays; Ctrl-B: marked * on the "
				 "board.",
				 "%d due dates moved by a newer table of holidays; Ctrl-B: marked * on "
				 "the board.", moved), moved);
		ui->warns = true;
	}
}

static bool is_input(enum mc_event_kind kind)
{
	return kind == MC_EVENT_KEY || kind == MC_EVENT_PASTE || kind == MC_EVENT_SCAN;
}

bool mc_shell_event(struct mc_ui *ui, const struct mc_event *event)
{
	const struct mc_view *typed_into = ui->top;
	unsigned before = refused(ui->top);
	bool repaint = false;

	if (ui->top && !ui->top->below) {
		mc_desk_catalogue_renew(ui->desk); /* nothing of it is on the screen */
	}
	if (is_input(event->kind)) {
		mc_str_reset(&ui->message);
		ui->warns = false;
	}
	if (event->kind == MC_EVENT_KEY) {
		repaint = on_key(ui, event);
	} else if (event->kind == MC_EVENT_TICK) {
		tick(ui);
	} else if (event->kind == MC_EVENT_PASTE && event->lost) {
		mc_ui_fail(ui, MC_E_TEXT_LONG, NULL);
	} else if (event->kind == MC_EVENT_SCAN || event->kind == MC_EVENT_PASTE) {
		repaint = on_text(ui, event);
	} else if (event->kind != MC_EVENT_CHANGED) {
		struct mc_view *view = ui->top;

		repaint = settle(ui, view, tell(view, event));
	}
	if (ui->top && ui->top == typed_into && refused(ui->top) > before) {
		/* never cut off in silence */
		mc_ui_fail(ui, ui->top->ops->edit(ui->top)->why, NULL);
	}
	if (ui->top && !ui->quit) {
		look_outside(ui);
		tell_moved(ui);
	}
	return repaint;
}

void mc_shell_renew(struct mc_ui *ui)
{
	tell_changed(ui, MC_WATCH_OUTBOX);
	tell_moved(ui);
}

bool mc_shell_ticks(const struct mc_ui *ui)
{
	for (const struct mc_view *view = ui->top; view; view = view->below) {
		if (view->ticking) {
			return true;
		}
	}
	return mc_printing(ui->desk);
}

bool mc_shell_works(const struct mc_ui *ui)
{
	return ui->top && ui->top->working;
}

/* How things stand, and what has to be asked before anything else. */
static void greet(struct mc_ui *ui)
{
	mc_desk_glance(ui->desk, &ui->status);
	if (ui->top && !mc_desk_officer(ui->desk)->number[0]) {
		mc_ui_open(ui, MC_VIEW_OFFICER, MC_TAG_SHELL, NULL);
	}
	if (ui->top && mc_desk_first_run(ui->desk)) { /* above: it is asked first */
		mc_ui_open(ui, MC_VIEW_SETTINGS, MC_TAG_SHELL,
			   &(union mc_view_arg){.settings.first = true});
	}
	if (mc_desk_read_only(ui->desk)) {
		mc_ui_fail(ui, MC_E_DISK_READ_ONLY, NULL);
	}
	tell_moved(ui);
}

void mc_shell_open(struct mc_ui *ui, struct mc_desk *desk)
{
	*ui = (struct mc_ui){.desk = desk, .rows = MC_UI_ROWS};
	mc_str_init(&ui->message, MC_UI_MESSAGE_MAX);
	mc_str_init(&ui->help, MC_UI_HELP_MAX); /* a field's help and the legal notes of its paper */
	ui->typing =
		(struct mc_typing_mode){mc_desk_typing(desk), mc_desk_tone_style(desk), true};
	ui->reader = strcmp(mc_desk_setting(desk, "screen", "reader"), "yes") == 0;
	mc_ui_open(ui, MC_VIEW_HOME, 0, NULL);
	if (mc_desk_begun(desk)) {
		greet(ui);
	}
}

void mc_shell_begin(struct mc_ui *ui)
{
	if (ui->top) {
		tell(ui->top, &(struct mc_event){.kind = MC_EVENT_CHANGED});
	}
	greet(ui);
}

void mc_shell_press(struct mc_ui *ui, uint32_t key)
{
	on_key(ui, &(struct mc_event){.kind = MC_EVENT_KEY, .key = key});
}

void mc_shell_close_all(struct mc_ui *ui)
{
	while (ui->top) {
		drop_top(ui);
	}
}

void mc_shell_close(struct mc_ui *ui)
{
	mc_shell_close_all(ui);
	mc_str_wipe(&ui->message);
	mc_str_wipe(&ui->help);
	mc_ui_forget_found(ui);
}

static void draw_from(const struct mc_view *view, struct mc_canvas *canvas)
{
	bool elsewhere = canvas->unfocused;

	if (view->overlay && view->below) {
		canvas->unfocused = true;
		draw_from(view->below, canvas);
		canvas->unfocused = elsewhere;
	}
	view->ops->draw(view, canvas);
}

/* A list that is read by the page needs another page, a form another part. */
static void resized(struct mc_ui *ui, int rows)
{
	struct mc_event event = {.kind = MC_EVENT_RESIZED};

	ui->rows = rows;
	for (struct mc_view *view = ui->top, *below; view; view = below) {
		below = view->below;
		settle(ui, view, tell(view, &event));
	}
}

void mc_shell_draw(struct mc_ui *ui, struct mc_canvas *canvas)
{
	mc_canvas_clear(canvas);
	canvas->training = mc_desk_training(ui->desk); /* R11: another border */
	canvas->reader = ui->reader;
	canvas->said = ui->message.len > 0;
	if (canvas->rows < MC_UI_ROWS || canvas->cols < MC_UI_COLS) {
		mc_canvas_wrap(canvas, canvas->rows / 3, 0, canvas->rows, canvas->cols,
			       MC_STYLE_PLAIN,
			       /* TRANSLATORS: 80 columns and 24 rows are the least */
			       _("The terminal is too small: make it 80x24. Nothing is lost."));
		return;
	}
	if (ui->rows != canvas->rows) {
		resized(ui, canvas->rows);
	}
	if (ui->top) {
		draw_from(ui->top, canvas);
		mc_shell_chrome(ui, canvas);
	}
}
