/* SPDX-License-Identifier: MPL-2.0 */
/* fixed_keys.c - keys that mean the same on every screen (R2); the menu does the same. */
#include <stdlib.h>
#include <string.h>

#include "ui/shell.h"

/* How the keys come out in the line that is typed into; the status row says it in a word. */
static void help_typing(struct mc_view *view)
{
	static const char *const methods[] = { [MC_TYPING_TELEX] = "Telex", [MC_TYPING_VNI] = "VNI",
					       [MC_TYPING_VIQR] = "VIQR" };
	const struct mc_edit *edit = view->ops->edit ? view->ops->edit(view) : NULL;

	if (!edit) {
		return;
	}
	if (mc_edit_types(edit)) {
		mc_ui_help(view->ui, _("Vietnamese is typed here (%s); Ctrl-Space turns it off."),
			   methods[edit->mode->method]);
	} else if (edit->use == MC_EDIT_DIGITS || edit->use == MC_EDIT_CODES) {
		mc_ui_help(view->ui, "%s", _("Keys are taken as they are here: no Vietnamese typing."));
	} else {
		mc_ui_help(view->ui, "%s",
			   _("Vietnamese typing is off; Ctrl-Space turns it on, the settings choose "
			     "the method."));
	}
}

static unsigned act_help(struct mc_view *view)
{
	mc_str_reset(&view->ui->help);
	view->ops->event(view, &(struct mc_event){.kind = MC_EVENT_HELP});
	help_typing(view);
	mc_ui_open(view->ui, MC_VIEW_HELP, MC_TAG_SHELL, NULL);
	return MC_VIEW_TAKEN;
}

/* Each of these screens is on the stack once at most. */
static void open_once(struct mc_ui *ui, enum mc_view_id id, const char *name)
{
	for (const struct mc_view *v = ui->top; v; v = v->below) {
		if (strcmp(v->ops->name, name) == 0) {
			mc_ui_say(ui, "%s", _("This screen is already open: Esc goes back to it."));
			return;
		}
	}
	mc_ui_open(ui, id, MC_TAG_SHELL, NULL);
}

static unsigned act_queue(struct mc_view *view)
{
	open_once(view->ui, MC_VIEW_QUEUE, "queue");
	return MC_VIEW_TAKEN;
}

void mc_shell_board(struct mc_ui *ui)
{
	open_once(ui, MC_VIEW_BOARD, "board");
}

void mc_shell_find(struct mc_ui *ui)
{
	open_once(ui, MC_VIEW_FIND, "find");
}

static unsigned act_board(struct mc_view *view)
{
	mc_shell_board(view->ui);
	return MC_VIEW_TAKEN;
}

static unsigned act_find(struct mc_view *view)
{
	mc_shell_find(view->ui);
	return MC_VIEW_TAKEN;
}

static unsigned act_menu(struct mc_view *view)
{
	mc_ui_open(view->ui, MC_VIEW_MENU, MC_TAG_MENU, NULL);
	return MC_VIEW_TAKEN;
}

static unsigned act_new(struct mc_view *view)
{
	mc_shell_new_dossier(view->ui);
	return MC_VIEW_TAKEN;
}

static unsigned act_officer(struct mc_view *view)
{
	mc_shell_officer(view->ui);
	return MC_VIEW_TAKEN;
}

static unsigned act_settings(struct mc_view *view)
{
	mc_shell_settings(view->ui);
	return MC_VIEW_TAKEN;
}

static unsigned act_lock(struct mc_view *view)
{
	mc_shell_lock(view->ui);
	return MC_VIEW_TAKEN;
}

static unsigned act_cut(struct mc_view *view)
{
	mc_shell_cut_link(view->ui);
	return MC_VIEW_TAKEN;
}

static unsigned act_leave(struct mc_view *view)
{
	mc_shell_leave(view->ui);
	return MC_VIEW_TAKEN;
}

const struct mc_view_key mc_shell_keys[] = {
	/* TRANSLATORS: key bar: ten entries share 80 columns, so at most 8 letters each */
	{MC_KEY_F(1), N_("Help"), act_help},
	{MC_KEY_F(6), N_("Queue"), act_queue},
	{MC_KEY_F(10), N_("Menu"), act_menu},
	{MC_KEY_CTRL('B'), NULL, act_board},
	{MC_KEY_CTRL('F'), NULL, act_find},
	{MC_KEY_CTRL('G'), NULL, act_lock},
	{MC_KEY_CTRL('N'), NULL, act_new},
	{MC_KEY_CTRL('O'), NULL, act_officer},
	{MC_KEY_CTRL('P'), NULL, act_settings},
	{MC_KEY_CTRL('T'), NULL, act_cut},
	{MC_KEY_CTRL('Q'), NULL, act_leave},
	{MC_KEY_CTRL('C'), NULL, act_leave},
	{0, NULL, NULL},
};

unsigned mc_shell_fixed_key(struct mc_ui *ui, uint32_t key)
{
	struct mc_view *view = ui->top;

	if (key == MC_KEY_ESC) {
		return MC_VIEW_CLOSE;
	}
	if (key == MC_KEY_CTRL('L')) {
		return MC_VIEW_REPAINT;
	}
	if (key == MC_KEY_CTRL_SPACE) {
		mc_shell_typing(ui);
		return MC_VIEW_TAKEN;
	}
	for (const struct mc_view_key *row = mc_shell_keys; row->key; row++) {
		if (row->key != key) {
			continue;
		}
		/* a dialog is answered first; only its help is at hand */
		if (view->overlay && key != MC_KEY_F(1)) {
			mc_ui_say(ui, "%s", _("Answer this first; then the key works again."));
			return MC_VIEW_TAKEN;
		}
		return row->act(view);
	}
	return MC_VIEW_IGNORED;
}

void mc_shell_typing(struct mc_ui *ui)
{
	ui->typing.on = !ui->typing.on;
	mc_ui_say(ui, "%s", ui->typing.on ? _("Vietnamese typing is on.")
					  : _("Vietnamese typing is off."));
}

void mc_shell_cut_link(struct mc_ui *ui)
{
	bool cut = ui->status.link != MC_DESK_LINK_CUT;
	struct mc_err why;
	enum mc_code code;

	if (!mc_desk_training(ui->desk)) {
		mc_ui_say(ui, "%s", _("Only training mode can cut the link."));
		return;
	}
	code = mc_desk_cut_link(ui->desk, cut, &why);
	mc_desk_status(ui->desk, &ui->status);
	if (code != MC_OK) {
		mc_ui_fail(ui, code, &why);
	} else if (cut) {
		mc_ui_say(ui, "%s", _("The link is cut. Ctrl-T restores it."));
	} else {
		mc_ui_say(ui, "%s", _("The link is restored."));
	}
}

void mc_shell_officer(struct mc_ui *ui)
{
	open_once(ui, MC_VIEW_OFFICER, "officer");
}

void mc_shell_settings(struct mc_ui *ui)
{
	open_once(ui, MC_VIEW_SETTINGS, "settings");
}

void mc_shell_ask_drop(struct mc_ui *ui)
{
	const char *buttons[] = {_("Go on typing"), _("Drop it"), NULL};

	mc_ui_confirm(ui, MC_TAG_DROP, _("Leave without what was typed?"),
		      _("What was typed here is kept nowhere else. Go back to it, or drop it."), buttons);
}

/* The topmost screen with something that only it has; NULL: all is kept. */
static const struct mc_view *find_typed(const struct mc_ui *ui)
{
	const struct mc_view *view = ui->top;

	while (view && !mc_view_typed(view)) {
		view = view->below;
	}
	return view;
}

void mc_shell_leave(struct mc_ui *ui)
{
	const char *buttons[] = {_("Stay"), _("Leave"), NULL};
	const struct mc_view *typed = find_typed(ui);
	struct mc_str text;

	mc_str_init(&text, 1000);
	mc_str_puts(&text, _("Drafts are saved. What waits in the queue goes on by itself."));
	if (typed) {
		mc_str_puts(&text, "\n\n");
		/* TRANSLATORS: the title of the screen */
		mc_str_printf(&text, _("What was typed on the screen \"%s\" is not kept."),
			      _(typed->ops->title));
	}
	mc_ui_confirm(ui, MC_TAG_LEAVE, _("Leave the program?"), text.data, buttons);
	mc_str_done(&text);
}

/* ---- a new dossier: choose the procedure, then its form */

void mc_shell_new_dossier(struct mc_ui *ui)
{
	mc_ui_pick_procedure(ui, MC_TAG_NEW, "");
}

void mc_shell_open_dossier(struct mc_ui *ui, const struct mc_dossier_row *row)
{
	bool editable = row->state == MC_STATE_DRAFT || row->state == MC_STATE_READY;

	mc_ui_open(ui, editable ? MC_VIEW_FORM : MC_VIEW_ITEM, 0,
		   &(union mc_view_arg){.id = row->id});
}

static void start_dossier(struct mc_ui *ui, int chosen)
{
	const struct mc_catalog_entry *entry = mc_desk_procedure_at(ui->desk, (size_t)chosen);
	struct mc_work *work;
	union mc_view_arg arg;
	char id[MC_UUID_LEN];
	struct mc_err why;
	enum mc_code code = mc_work_new(ui->desk, entry->code, &work, &why);

	if (code != MC_OK) {
		mc_ui_fail(ui, code, &why);
		return;
	}
	MC_COPY(id, work->id);
	mc_work_close(work);
	arg.id = id;
	mc_ui_open(ui, MC_VIEW_FORM, MC_TAG_SHELL, &arg);
}

void mc_shell_result(struct mc_ui *ui, const struct mc_event *event)
{
	if (event->tag == MC_TAG_LEAVE && event->choice == 1) {
		ui->quit = true;
	} else if (event->tag == MC_TAG_DROP && event->choice == 1) {
		ui->top->gone = true;
	} else if (event->tag == MC_TAG_LOCK) {
		mc_shell_unlock(ui, event->text);
	} else if (event->tag == MC_TAG_MENU) {
		mc_shell_menu(ui, event->choice);
	} else if (event->tag == MC_TAG_NEW && event->choice >= 0) {
		start_dossier(ui, event->choice);
	}
}
