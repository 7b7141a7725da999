/* SPDX-License-Identifier: MPL-2.0 */
/* view_prompt.c - one line asked for over the screen below: a path, an address. */
#include "ui/entries.h"
#include "ui/view.h"

#define WIDTH 74
#define LETTERS 190

struct state {
	char title[160], label[80], hint[MC_NAME_LEN + 240];
	bool lists;
	struct mc_entries entries;
};

static const struct mc_view_key list_keys[] = {
	{MC_KEY_ENTER, N_("Choose"), NULL},
	{MC_KEY_F(4), N_("Browse"), NULL},
	{MC_KEY_ESC, N_("Back"), NULL},
	{0, NULL, NULL},
};

static enum mc_code prompt_open(struct mc_view *view, const union mc_view_arg *arg,
				struct mc_err *why)
{
	struct state *s = view->state;
	struct mc_edit *edit;

	(void)why;
	view->overlay = true;
	s->lists = arg->prompt.list;
	view->keys = s->lists ? list_keys : mc_view_dialog_keys;
	MC_COPY(s->title, arg->prompt.title);
	MC_COPY(s->label, arg->prompt.label);
	MC_COPY(s->hint, arg->prompt.hint);
	edit = &mc_entries_add(&s->entries, MC_ENTRY_TEXT, s->label)->edit;
	mc_edit_init(edit, arg->prompt.use, LETTERS, &view->ui->typing);
	mc_edit_set(edit, arg->prompt.text ? arg->prompt.text : "");
	mc_entries_add(&s->entries, MC_ENTRY_BUTTON, _("OK"));
	mc_entries_add(&s->entries, MC_ENTRY_BUTTON, _("Back"));
	mc_entries_keep(&s->entries);
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
	if (s->lists && event->kind == MC_EVENT_KEY && event->key == MC_KEY_F(4)) {
		return mc_view_answer(view, MC_PROMPT_LIST, s->entries.items[0].edit.text.data);
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
	mc_canvas_wrap(canvas, row, col, 3, WIDTH - 4, MC_STYLE_QUIET, s->hint);
	mc_entries_draw(&s->entries, canvas, row + 3, col, WIDTH - 4);
}

static const struct mc_edit *prompt_edit(const struct mc_view *view)
{
	const struct state *s = view->state;

	return mc_entries_edit(&s->entries);
}

static bool prompt_typed(const struct mc_view *view)
{
	const struct state *s = view->state;

	return mc_entries_changed(&s->entries);
}

const struct mc_view_ops mc_view_prompt = {
	.name = "prompt",
	.title = N_("Input"),
	.state_size = sizeof(struct state),
	.open = prompt_open,
	.event = prompt_event,
	.draw = prompt_draw,
	.edit = prompt_edit,
	.typed = prompt_typed,
	.close = prompt_close,
};
