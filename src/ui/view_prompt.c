/* SPDX-License-Identifier: MPL-2.0 */
/* view_prompt.c - one line asked for over the screen below: the path of a file. */
#include "ui/entries.h"
#include "ui/view.h"

#define WIDTH 74

struct state {
	char title[160], label[80], hint[240];
	struct mc_entries entries;
};

static enum mc_code prompt_open(struct mc_view *view, const union mc_view_arg *arg,
				struct mc_err *why)
{
	struct state *s = view->state;

	(void)why;
	view->overlay = true;
	view->keys = mc_view_dialog_keys;
	MC_COPY(s->title, arg->prompt.title);
	MC_COPY(s->label, arg->prompt.label);
	MC_COPY(s->hint, arg->prompt.hint);
	mc_edit_init(&mc_entries_add(&s->entries, MC_ENTRY_TEXT, s->label)->edit, MC_EDIT_CODES,
		     190, &view->ui->typing);
	mc_entries_add(&s->entries, MC_ENTRY_BUTTON, _("OK"));
	mc_entries_add(&s->entries, MC_ENTRY_BUTTON, _("Back"));
	return MC_OK;
}

static void prompt_close(struct mc_view *view)
{
	struct state *s = view->state;

	mc_entries_done(&s->entries);
}

static unsigned prompt_event(struct mc_view *view, const struct mc_event *event)
{
	struct state *s = view->state;
	int focus = s->entries.focus;

	if (event->kind == MC_EVENT_HELP) {
		mc_ui_help(view->ui, "%s", s->hint);
		return MC_VIEW_TAKEN;
	}
	switch (mc_entries_event(&s->entries, event)) {
	case MC_ENTRIES_PRESSED:
		return focus == 1 ? mc_view_answer(view, 0, s->entries.items[0].edit.text.data)
				  : MC_VIEW_CLOSE;
	case MC_ENTRIES_IGNORED:
		return MC_VIEW_IGNORED;
	default:
		return MC_VIEW_TAKEN;
	}
}

static void prompt_draw(const struct mc_view *view, struct mc_canvas *canvas)
{
	const struct state *s = view->state;
	int row, col;

	mc_view_box(canvas, 8, WIDTH, s->title, &row, &col);
	mc_canvas_wrap(canvas, row, col, 2, WIDTH - 4, MC_STYLE_QUIET, s->hint);
	mc_entries_draw(&s->entries, canvas, row + 3, col, WIDTH - 4);
}

const struct mc_view_ops mc_view_prompt = {
	.name = "prompt",
	.title = N_("Input"),
	.state_size = sizeof(struct state),
	.open = prompt_open,
	.event = prompt_event,
	.draw = prompt_draw,
	.close = prompt_close,
};
