/* SPDX-License-Identifier: MPL-2.0 */
/*
 * view_menu.c - F10: at most seven entries a level, each with its key (R14). What an
 * officer needs all day is on the first; the second is about this desk itself.
 */
#include "motcua/text/text.h"
#include "ui/list.h"
#include "ui/shell.h"

#define WIDTH 54

struct state {
	struct mc_list list;
	bool desk; /* the second level */
};

static void act_queue(struct mc_ui *ui)
{
	mc_shell_fixed_key(ui, MC_KEY_F(6));
}

static void act_officer(struct mc_ui *ui)
{
	mc_ui_open(ui, MC_VIEW_OFFICER, MC_TAG_SHELL, NULL);
}

static void act_settings(struct mc_ui *ui)
{
	mc_ui_open(ui, MC_VIEW_SETTINGS, MC_TAG_SHELL, NULL);
}

static void act_desk(struct mc_ui *ui)
{
	mc_ui_open(ui, MC_VIEW_MENU, MC_TAG_MENU, &(union mc_view_arg){ .menu.desk = true });
}

static void act_help(struct mc_ui *ui)
{
	mc_shell_fixed_key(ui, MC_KEY_F(1));
}

enum level { ON_FIRST, ON_DESK, IN_TRAINING /* on the second, there only */ };

static const struct {
	const char *label, *key;
	void (*act)(struct mc_ui *ui);
	enum level level;
} entries[] = {
	{ N_("Queue"), "F6", act_queue, ON_FIRST },
	{ N_("Due dates"), "Ctrl-B", mc_shell_board, ON_FIRST },
	{ N_("Find a dossier"), "Ctrl-F", mc_shell_find, ON_FIRST },
	{ N_("New dossier"), "Ctrl-N", mc_shell_new_dossier, ON_FIRST },
	{ N_("This desk..."), "", act_desk, ON_FIRST },
	{ N_("Help"), "F1", act_help, ON_FIRST },
	{ N_("Leave the program"), "Ctrl-Q", mc_shell_leave, ON_FIRST },
	{ N_("Officer"), "", act_officer, ON_DESK },
	{ N_("Settings"), "", act_settings, ON_DESK },
	{ N_("Vietnamese typing on/off"), "Ctrl-Space", mc_shell_typing, ON_DESK },
	{ N_("Cut or restore the link"), "Ctrl-T", mc_shell_cut_link, IN_TRAINING },
};

static bool is_shown(const struct mc_view *view, enum level level)
{
	const struct state *s = view->state;

	if (level == IN_TRAINING && !mc_desk_training(view->ui->desk)) {
		return false;
	}
	return s->desk == (level != ON_FIRST);
}

/* The entry in the list's row n; -1 past the last. */
static int entry_at(const struct mc_view *view, int n)
{
	for (size_t i = 0; i < MC_COUNT(entries); i++) {
		if (is_shown(view, entries[i].level) && n-- == 0) {
			return (int)i;
		}
	}
	return -1;
}

static enum mc_code menu_open(struct mc_view *view, const union mc_view_arg *arg,
			      struct mc_err *why)
{
	struct state *s = view->state;

	(void)why;
	s->desk = arg->menu.desk;
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

bool mc_shell_command(struct mc_ui *ui, const char *text)
{
	int found = -1;

	for (size_t i = 0; i < MC_COUNT(entries); i++) {
		if ((entries[i].level == IN_TRAINING && !mc_desk_training(ui->desk)) ||
		    !mc_fold_match(text, _(entries[i].label))) {
			continue;
		}
		if (found >= 0) {
			return false;
		}
		found = (int)i;
	}
	mc_shell_menu(ui, found);
	return found >= 0;
}

static void menu_draw(const struct mc_view *view, struct mc_canvas *canvas)
{
	const struct state *s = view->state;
	int row, col;

	mc_view_box(canvas, s->list.count + 2, WIDTH, s->desk ? _("This desk") : _("Menu"), &row, &col);
	for (int i = 0; i < s->list.count; i++) {
		int entry = entry_at(view, i);

		mc_canvas_text(canvas, row + i, col + MC_LIST_MARK, WIDTH - 18, MC_STYLE_PLAIN,
			       _(entries[entry].label));
		mc_canvas_text(canvas, row + i, col + WIDTH - 15, 11, MC_STYLE_PLAIN,
			       entries[entry].key);
		mc_list_mark(canvas, row + i, col, i == s->list.at);
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
