/* SPDX-License-Identifier: MPL-2.0 */
/* view_menu.c - F10: at most seven entries, each with its key (R14). */
#include "ui/list.h"
#include "ui/shell.h"

#define WIDTH 46

struct state {
	struct mc_list list;
};

static void act_queue(struct mc_ui *ui)
{
	mc_shell_fixed_key(ui, MC_KEY_F(6));
}

static void act_officer(struct mc_ui *ui)
{
	mc_ui_open(ui, MC_VIEW_OFFICER, MC_TAG_SHELL, NULL);
}

static void act_help(struct mc_ui *ui)
{
	mc_shell_fixed_key(ui, MC_KEY_F(1));
}

static const struct {
	const char *label, *key;
	void (*act)(struct mc_ui *ui);
	bool training; /* only there */
} entries[] = {
	{ N_("Queue"), "F6", act_queue, false },
	{ N_("New dossier"), "Ctrl-N", mc_shell_new_dossier, false },
	{ N_("Vietnamese typing on/off"), "Ctrl-Space", mc_shell_typing, false },
	{ N_("Officer"), "", act_officer, false },
	{ N_("Cut or restore the link"), "Ctrl-T", mc_shell_cut_link, true },
	{ N_("Help"), "F1", act_help, false },
	{ N_("Leave the program"), "Ctrl-Q", mc_shell_leave, false },
};

/* The entry in the list's row n; -1 past the last. */
static int entry_at(const struct mc_view *view, int n)
{
	for (size_t i = 0; i < MC_COUNT(entries); i++) {
		if (entries[i].training && !mc_desk_training(view->ui->desk)) {
			continue;
		}
		if (n-- == 0) {
			return (int)i;
		}
	}
	return -1;
}

static enum mc_code menu_open(struct mc_view *view, const union mc_view_arg *arg,
			      struct mc_err *why)
{
	struct state *s = view->state;

	(void)arg;
	(void)why;
	view->overlay = true;
	view->keys = mc_view_dialog_keys;
	while (entry_at(view, s->list.count) >= 0) {
		s->list.count++;
	}
	return MC_OK;
}

static unsigned menu_event(struct mc_view *view, const struct mc_event *event)
{
	struct state *s = view->state;

	if (event->kind == MC_EVENT_HELP) {
		mc_ui_help(view->ui, "%s",
			   _("Enter does what is chosen; the key beside it does the "
			     "same without the menu."));
		return MC_VIEW_TAKEN;
	}
	if (event->kind != MC_EVENT_KEY) {
		return MC_VIEW_IGNORED;
	}
	if (event->key == MC_KEY_ENTER) {
		/* acted on by the shell after the menu is gone, so that it works on the view below
		 */
		return mc_view_answer(view, entry_at(view, s->list.at), NULL);
	}
	if (event->key == MC_KEY_F(10)) {
		return MC_VIEW_CLOSE;
	}
	return mc_list_key(&s->list, event->key) ? MC_VIEW_TAKEN : MC_VIEW_IGNORED;
}

void mc_shell_menu(struct mc_ui *ui, int choice)
{
	if (choice >= 0 && choice < (int)MC_COUNT(entries)) {
		entries[choice].act(ui);
	}
}

static void menu_draw(const struct mc_view *view, struct mc_canvas *canvas)
{
	const struct state *s = view->state;
	int row, col;

	mc_view_box(canvas, s->list.count + 2, WIDTH, _("Menu"), &row, &col);
	for (int i = 0; i < s->list.count; i++) {
		int entry = entry_at(view, i);
		bool current = i == s->list.at;
		enum mc_style style = current ? MC_STYLE_FOCUS : MC_STYLE_PLAIN;

		mc_canvas_fill(canvas, row + i, col, 1, WIDTH - 4, style);
		mc_canvas_printf(canvas, row + i, col, WIDTH - 16, style, "%s %s",
				 current ? ">" : " ", _(entries[entry].label));
		mc_canvas_text(canvas, row + i, col + WIDTH - 15, 11, style, entries[entry].key);
		if (current) {
			mc_canvas_cursor(canvas, row + i, col);
		}
	}
}

const struct mc_view_ops mc_view_menu = {
	.name = "menu",
	.title = N_("Menu"),
	.state_size = sizeof(struct state),
	.open = menu_open,
	.event = menu_event,
	.draw = menu_draw,
};
