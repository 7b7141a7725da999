/* SPDX-License-Identifier: MPL-2.0 */
/*
 * view_menu.c - F10: at most seven entries a level, each with its key (R14). What an
 * officer needs all day is on the first; one below it is about this desk itself, the other has
 * what can be done on the screen that is open, from its live table of keys.
 */
#include <string.h>

#include "motcua/text/text.h"
#include "ui/list.h"
#include "ui/shell.h"

#define WIDTH 54
#define OF_SCREEN 1000 /* answers: a key of the screen, by its place */

struct state {
	struct mc_list list;
	enum mc_menu_level level;
};

static void act_queue(struct mc_ui *ui)
{
	mc_shell_fixed_key(ui, MC_KEY_F(6));
}

static void act_desk(struct mc_ui *ui)
{
	mc_ui_open(ui, MC_VIEW_MENU, MC_TAG_MENU, &(union mc_view_arg){.menu.level = MC_MENU_DESK});
}

static void act_screen(struct mc_ui *ui)
{
	mc_ui_open(ui, MC_VIEW_MENU, MC_TAG_MENU,
		   &(union mc_view_arg){.menu.level = MC_MENU_SCREEN});
}

static void act_help(struct mc_ui *ui)
{
	mc_shell_fixed_key(ui, MC_KEY_F(1));
}

static const struct {
	const char *label;
	uint32_t key; /* 0: none, it is a level of its own */
	void (*act)(struct mc_ui *ui);
	enum mc_menu_level level;
	bool training; /* there only */
} entries[] = {
	{N_("Queue"), MC_KEY_F(6), act_queue, MC_MENU_FIRST, false},
	{N_("Due dates"), MC_KEY_CTRL('B'), mc_shell_board, MC_MENU_FIRST, false},
	{N_("Find a dossier"), MC_KEY_CTRL('F'), mc_shell_find, MC_MENU_FIRST, false},
	{N_("New dossier"), MC_KEY_CTRL('N'), mc_shell_new_dossier, MC_MENU_FIRST, false},
	{N_("This desk..."), 0, act_desk, MC_MENU_FIRST, false},
	{N_("This screen..."), 0, act_screen, MC_MENU_FIRST, false},
	{N_("Leave the program"), MC_KEY_CTRL('Q'), mc_shell_leave, MC_MENU_FIRST, false},
	{N_("Officer"), MC_KEY_CTRL('O'), mc_shell_officer, MC_MENU_DESK, false},
	{N_("Settings"), MC_KEY_CTRL('P'), mc_shell_settings, MC_MENU_DESK, false},
	{N_("Vietnamese typing on/off"), MC_KEY_CTRL_SPACE, mc_shell_typing, MC_MENU_DESK, false},
	{N_("Cut or restore the link"), MC_KEY_CTRL('T'), mc_shell_cut_link, MC_MENU_DESK, true},
	{N_("Lock the screen"), MC_KEY_CTRL('G'), mc_shell_lock, MC_MENU_DESK, false},
	{N_("Help"), MC_KEY_F(1), act_help, MC_MENU_SCREEN, false},
};

static bool is_shown(const struct mc_view *view, size_t entry)
{
	const struct state *s = view->state;

	return s->level == entries[entry].level &&
	       (!entries[entry].training || mc_desk_training(view->ui->desk));
}

/* What the screen below can do by the key in this place; a letter stands there twice, once
 * without a label. */
static const struct mc_view_key *screen_key(const struct mc_view *below, int place)
{
	const struct mc_view_key *tables[] = {below->keys, below->more};

	for (size_t i = 0; i < MC_COUNT(tables); i++) {
		for (const struct mc_view_key *row = tables[i]; row && row->key; row++) {
			if (row->label && row->act && place-- == 0) {
				return row;
			}
		}
	}
	return NULL;
}

/* A row of the list. Answer -1: past the last. */
struct entry {
	int answer;
	const char *label;
	uint32_t key;
};

static struct entry entry_at(const struct mc_view *view, int n)
{
	const struct state *s = view->state;
	const struct mc_view_key *own;
	int place = 0;

	for (; s->level == MC_MENU_SCREEN && (own = screen_key(view->below, place)); place++) {
		if (n-- == 0) {
			return (struct entry){OF_SCREEN + place, own->label, own->key};
		}
	}
	for (size_t i = 0; i < MC_COUNT(entries); i++) {
		if (is_shown(view, i) && n-- == 0) {
			return (struct entry){(int)i, entries[i].label, entries[i].key};
		}
	}
	return (struct entry){.answer = -1};
}

static enum mc_code menu_open(struct mc_view *view, const union mc_view_arg *arg,
			      struct mc_err *why)
{
	struct state *s = view->state;

	(void)why;
	s->level = arg->menu.level;
	view->overlay = true;
	view->keys = mc_view_dialog_keys;
	while (entry_at(view, s->list.count).answer >= 0) {
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
		return mc_view_answer(view, entry_at(view, s->list.at).answer, NULL);
	}
	if (event->key == MC_KEY_F(10)) {
		return MC_VIEW_CLOSE;
	}
	return mc_list_key(&s->list, event->key) ? MC_VIEW_TAKEN : MC_VIEW_IGNORED;
}

void mc_shell_menu(struct mc_ui *ui, int choice)
{
	const struct mc_view_key *own = choice < OF_SCREEN ? NULL : screen_key(ui->top, choice - OF_SCREEN);

	if (own) {
		mc_shell_press(ui, own->key);
	} else if (choice >= 0 && choice < (int)MC_COUNT(entries)) {
		entries[choice].act(ui);
	}
}

bool mc_shell_command(struct mc_ui *ui, const char *text)
{
	int found = -1;

	for (size_t i = 0; i < MC_COUNT(entries); i++) {
		if ((entries[i].training && !mc_desk_training(ui->desk)) ||
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

static const char *const titles[] = {
	[MC_MENU_FIRST] = N_("Menu"),
	[MC_MENU_DESK] = N_("This desk"),
	[MC_MENU_SCREEN] = N_("This screen"),
};

static void menu_draw(const struct mc_view *view, struct mc_canvas *canvas)
{
	const struct state *s = view->state;
	int row, col;

	mc_view_box(canvas, s->list.count + 2, WIDTH, _(titles[s->level]), &row, &col);
	for (int i = 0; i < s->list.count; i++) {
		struct entry entry = entry_at(view, i);
		char key[16] = "";

		if (entry.key) {
			mc_key_name(entry.key, key);
		}
		mc_canvas_text(canvas, row + i, col + MC_LIST_MARK, WIDTH - 18, MC_STYLE_PLAIN,
			       _(entry.label));
		mc_canvas_text(canvas, row + i, col + WIDTH - 15, 11, MC_STYLE_PLAIN, key);
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
