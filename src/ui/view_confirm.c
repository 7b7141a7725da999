/* SPDX-License-Identifier: MPL-2.0 */
/*
 * view_confirm.c - a question before a legal or destructive act (R7).
 *
 * The focus stands on the safe button. A letter only moves it, and a letter that
 * names no button moves it back to the safe one: so neither a scan with its Enter nor
 * a paste can answer.
 */
#include <string.h>

#include "motcua/text/text.h"
#include "motcua/text/utf8.h"
#include "ui/view.h"

#define BUTTONS_MAX 4
#define WIDTH 66

struct state {
	char title[160], text[1200];
	char buttons[BUTTONS_MAX][64];
	int count, at;
};

static enum mc_code confirm_open(struct mc_view *view, const union mc_view_arg *arg,
				 struct mc_err *why)
{
	struct state *s = view->state;

	(void)why;
	view->overlay = true;
	view->keys = mc_view_dialog_keys;
	MC_COPY(s->title, arg->confirm.title);
	MC_COPY(s->text, arg->confirm.text);
	for (const char *const *button = arg->confirm.buttons; *button && s->count < BUTTONS_MAX;
	     button++) {
		MC_COPY(s->buttons[s->count], *button);
		s->count++;
	}
	return MC_OK;
}

static bool begins_with(const char *label, uint32_t key)
{
	char typed[8] = "";
	bool same;
	struct mc_str a, b;

	mc_utf8_encode(key, typed);
	mc_str_init(&a, 256);
	mc_str_init(&b, 256);
	mc_fold_bare(typed, &a);
	mc_fold_bare(label, &b);
	same = a.len && strncmp(a.data, b.data, a.len) == 0;
	mc_str_done(&a);
	mc_str_done(&b);
	return same;
}

static int by_letter(const struct state *s, uint32_t key)
{
	for (int i = 1; i <= s->count; i++) {
		int at = (s->at + i) % s->count;

		if (begins_with(s->buttons[at], key)) {
			return at;
		}
	}
	return 0;
}

static unsigned confirm_event(struct mc_view *view, const struct mc_event *event)
{
	struct state *s = view->state;

	if (event->kind == MC_EVENT_PASTE) {
		s->at = 0;
		return MC_VIEW_TAKEN;
	}
	if (event->kind == MC_EVENT_HELP) {
		mc_ui_help(view->ui, "%s", s->text);
		return MC_VIEW_TAKEN;
	}
	if (event->kind != MC_EVENT_KEY) {
		return MC_VIEW_IGNORED;
	}
	switch (event->key) {
	case MC_KEY_ENTER:
		return mc_view_answer(view, s->at, NULL);
	case MC_KEY_RIGHT:
	case MC_KEY_DOWN:
	case MC_KEY_TAB:
		s->at = (s->at + 1) % s->count;
		return MC_VIEW_TAKEN;
	case MC_KEY_LEFT:
	case MC_KEY_UP:
	case MC_KEY_BACKTAB:
		s->at = (s->at + s->count - 1) % s->count;
		return MC_VIEW_TAKEN;
	default:
		break;
	}
	if (mc_key_is_text(event->key)) {
		s->at = by_letter(s, event->key);
		return MC_VIEW_TAKEN;
	}
	return MC_VIEW_IGNORED;
}

static void confirm_draw(const struct mc_view *view, struct mc_canvas *canvas)
{
	const struct state *s = view->state;
	int lines = mc_canvas_wrap(canvas, 0, 0, 0, WIDTH - 4, MC_STYLE_PLAIN, s->text);
	int row, col, at;

	mc_view_box(canvas, lines + 4, WIDTH, s->title, &row, &col);
	mc_canvas_wrap(canvas, row, col, lines, WIDTH - 4, MC_STYLE_PLAIN, s->text);
	at = col;
	for (int i = 0; i < s->count; i++) {
		bool focused = i == s->at;

		mc_canvas_mark(canvas, row + lines + 1, at, MC_STYLE_PLAIN, focused);
		if (focused) {
			mc_canvas_cursor(canvas, row + lines + 1, at + 1);
		}
		at += 3 + mc_canvas_printf(canvas, row + lines + 1, at + 1, WIDTH - 4,
					   mc_canvas_focus(canvas, focused, MC_STYLE_PLAIN), "[ %s ]",
					   s->buttons[i]);
	}
}

const struct mc_view_ops mc_view_confirm = {
	.name = "confirm",
	.title = N_("Question"),
	.state_size = sizeof(struct state),
	.open = confirm_open,
	.event = confirm_event,
	.draw = confirm_draw,
};
