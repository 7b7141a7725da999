/* SPDX-License-Identifier: MPL-2.0 */
/* term.h - the terminal: keys in, a canvas out. The only way to curses. */
#ifndef MC_UI_TERM_H
#define MC_UI_TERM_H

#include "ui/canvas.h"

#include <stdbool.h>

struct mc_term;

/* Takes the terminal over. MC_E_TERMINAL when standard input or output is none, or its
 * TERM is unknown. One at a time. */
enum mc_code mc_term_open(struct mc_term **ret, struct mc_err *why) MC_CHECKED;
void mc_term_close(struct mc_term *term); /* gives it back as it was */
/* The next key that is there already; false when none is. */
/* From here on clicks and the wheel come as MC_KEY_MOUSE; the terminal's own marking of text
 * then needs Shift. */
void mc_term_mouse_on(struct mc_term *term);
/* What the last MC_KEY_MOUSE was: false for nothing that means something here. wheel: -1 up,
 * 1 down, 0 a click. */
bool mc_term_mouse(struct mc_term *term, int *ret_row, int *ret_col, int *ret_wheel);
bool mc_term_key(struct mc_term *term, uint32_t *ret);
/* After SIGWINCH. */
void mc_term_resized(struct mc_term *term);
void mc_term_size(const struct mc_term *term, int *ret_rows, int *ret_cols);
/* One doupdate(); only what differs is sent, all of it when repaint. */
void mc_term_draw(struct mc_term *term, const struct mc_canvas *canvas, bool repaint);

#endif
