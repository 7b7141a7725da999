/* SPDX-License-Identifier: MPL-2.0 */
/* lock.c - from the screens to the lock, and back to where work was. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "motcua/base/clock.h"
#include "motcua/desk/find.h"
#include "ui/shell.h"

enum { LOCK_AFTER_MOST = 24 * 60 };

/* The topmost dossier that somebody was at. */
static void find_place(const struct mc_ui *ui, char ret[MC_UUID_LEN])
{
	ret[0] = '\0';
	for (const struct mc_view *view = ui->top; view && !ret[0]; view = view->below) {
		mc_copy(ret, MC_UUID_LEN, view->dossier);
	}
}

/* What functions that have returned left behind: whom the register had found stood in their
 * variables. What is wiped of it is given back. */
static __attribute__((noinline)) void wipe_stack(void)
{
	enum { PAGE = 4096, AREA = 256 * 1024 };
	char area[AREA] __attribute__((aligned(PAGE)));

	explicit_bzero(area, sizeof(area));
	(void)madvise(area, sizeof(area), MADV_DONTNEED);
}

bool mc_shell_locked(const struct mc_ui *ui)
{
	return ui->top && strcmp(ui->top->ops->name, "lock") == 0;
}

void mc_shell_lock(struct mc_ui *ui)
{
	char id[MC_UUID_LEN];

	if (!mc_desk_officer(ui->desk)->number[0]) {
		mc_ui_say(ui, "%s", _("Nobody is named as the officer yet: there is nothing to lock with."));
		return;
	}
	find_place(ui, id);
	mc_shell_close_all(ui);
	mc_str_wipe(&ui->message);
	mc_str_wipe(&ui->help);
	mc_str_init(&ui->message, MC_UI_MESSAGE_MAX);
	mc_str_init(&ui->help, MC_UI_HELP_MAX);
	mc_ui_forget_found(ui);
	mc_desk_forget_names(ui->desk);
	wipe_stack();
	mc_ui_open(ui, MC_VIEW_LOCK, MC_TAG_LOCK, &(union mc_view_arg){.id = id});
}

/* "15" minutes, "90s" seconds. What cannot be read locks nothing: the example in motcua.conf(5) can. */
int64_t mc_shell_lock_after(const struct mc_ui *ui)
{
	const char *text = mc_desk_setting(ui->desk, "screen", "lock_after");
	char *end;
	long n = strtol(text, &end, 10);
	bool seconds = strcmp(end, "s") == 0;

	if (!ui->top || mc_shell_locked(ui) || n <= 0 || n > LOCK_AFTER_MOST ||
	    (*end && !seconds) || !mc_desk_officer(ui->desk)->number[0]) {
		return 0;
	}
	return n * (seconds ? MC_SECOND : MC_MINUTE);
}

void mc_shell_unlock(struct mc_ui *ui, const char *dossier)
{
	struct mc_dossier_row row;

	mc_ui_open(ui, MC_VIEW_HOME, 0, NULL);
	if (dossier[0] && mc_dossier_row(ui->desk, dossier, &row, NULL) == MC_OK) {
		mc_shell_open_dossier(ui, &row);
	}
	explicit_bzero(&row, sizeof(row));
}
