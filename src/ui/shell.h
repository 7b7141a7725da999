/* SPDX-License-Identifier: MPL-2.0 */
/* shell.h - the stack of views, and the rows around them. Knows no terminal. */
#ifndef MC_UI_SHELL_H
#define MC_UI_SHELL_H

#include "ui/view.h"

/* The home screen; of a desk that has not begun yet without what it holds. */
void mc_shell_open(struct mc_ui *ui, struct mc_desk *desk);
void mc_shell_begin(struct mc_ui *ui); /* with it; opening does it for a desk that has begun */
void mc_shell_close(struct mc_ui *ui); /* every view saves what is being typed */
/* True when the whole terminal should be painted anew (Ctrl-L). ui->quit: it is over. */
bool mc_shell_event(struct mc_ui *ui, const struct mc_event *event);
void mc_shell_renew(struct mc_ui *ui); /* lists may show something else now */
void mc_shell_draw(struct mc_ui *ui, struct mc_canvas *canvas);
/* A click or the wheel, as the keys that do the same; canvas is drawn on. */
void mc_shell_mouse(struct mc_ui *ui, struct mc_canvas *canvas, const struct mc_event *event);
bool mc_shell_ticks(const struct mc_ui *ui); /* does a view want the second hand? */
bool mc_shell_works(const struct mc_ui *ui); /* has it something to do between keys? */

/* ---- for the shell's own files */
/* Tags of what the shell itself opened: no view hears their results. */
enum { MC_TAG_SHELL = -1, MC_TAG_LEAVE = -2, MC_TAG_NEW = -3,
       MC_TAG_MENU = -4, MC_TAG_LOCK = -5, MC_TAG_DROP = -6 };
void mc_shell_result(struct mc_ui *ui, const struct mc_event *event);
unsigned mc_shell_fixed_key(struct mc_ui *ui, uint32_t key);
/* The key that stands at this column of the last row; 0 for none. */
uint32_t mc_shell_bar_key(const struct mc_ui *ui, struct mc_canvas *canvas, int col);
void mc_shell_chrome(const struct mc_ui *ui, struct mc_canvas *canvas);
/* The fixed keys, for the bar and for help. */
extern const struct mc_view_key mc_shell_keys[];
void mc_shell_new_dossier(struct mc_ui *ui);
void mc_shell_officer(struct mc_ui *ui);
void mc_shell_settings(struct mc_ui *ui);
/* lock.c: all screens are closed, what was opened in memory is wiped; back to this dossier, or
 * home for "". */
void mc_shell_lock(struct mc_ui *ui);
bool mc_shell_locked(const struct mc_ui *ui);
/* Milliseconds without a key after which it is locked; 0: never, or it is. */
int64_t mc_shell_lock_after(const struct mc_ui *ui);
void mc_shell_unlock(struct mc_ui *ui, const char *dossier);
void mc_shell_close_all(struct mc_ui *ui);
/* Its form while it can be changed, else its page. */
void mc_shell_open_dossier(struct mc_ui *ui, const struct mc_dossier_row *row);
void mc_shell_press(struct mc_ui *ui, uint32_t key); /* as if it were pressed */
void mc_shell_board(struct mc_ui *ui);
void mc_shell_find(struct mc_ui *ui);
void mc_shell_cut_link(struct mc_ui *ui);
void mc_shell_typing(struct mc_ui *ui);
void mc_shell_leave(struct mc_ui *ui);
void mc_shell_ask_drop(struct mc_ui *ui); /* may what was typed on the top screen be lost? */
bool mc_view_typed(const struct mc_view *view);
void mc_shell_menu(struct mc_ui *ui, int choice); /* what the menu's entry does */
/* Do what the one entry of the menu does whose words begin like this, marks or none; false
 * when there is no such entry, or more than one. */
bool mc_shell_command(struct mc_ui *ui, const char *text);

#endif
