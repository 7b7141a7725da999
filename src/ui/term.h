/* SPDX-License-Identifier: MPL-2.0 */
/* term.h - the terminal on standard input and output: keys in, a canvas out. */
#ifndef MC_UI_TERM_H
#define MC_UI_TERM_H

#include "ui/canvas.h"

#include <stdbool.h>

struct mc_term;

/* Takes the terminal over. MC_E_TERMINAL when standard input or output is none, or its
 * TERM is unknown. One at a time. */
enum mc_code mc_term_open(struct mc_term **ret, struct mc_err *why) MC_CHECKED;
void mc_term_close(struct mc_term *term); /* gives it back as it was */

/* How long a key may be in pieces, in milliseconds: what the setting says, else long enough for
 * what the keyboard comes over. */
int mc_term_patience(const char *setting, const char *tty, bool remote);
void mc_term_be_patient(struct mc_term *term, const char *setting);

/* Takes what has been typed so far; never waits. False: the keyboard is gone. */
bool mc_term_read(struct mc_term *term);
/* The next key of that; false when there is none. */
bool mc_term_key(struct mc_term *term, uint32_t *ret);
/* One has begun: when nothing comes for so many milliseconds, mc_term_give_up() makes what is
 * there the key. 0: none has. */
int mc_term_half_key(const struct mc_term *term);
void mc_term_give_up(struct mc_term *term);

/* From here on clicks and the wheel come as MC_KEY_MOUSE; the terminal's own marking of text
 * then needs Shift. */
void mc_term_mouse_on(struct mc_term *term);
/* What the last MC_KEY_MOUSE was: false for nothing that means something here. wheel: -1 up,
 * 1 down, 0 a click. */
bool mc_term_mouse(struct mc_term *term, int *ret_row, int *ret_col, int *ret_wheel);

/* From here on Ctrl-C and Ctrl-S are keys like others; before, who waits for a desk that opens can
 * end it. */
void mc_term_take_keys(struct mc_term *term);

/* After SIGWINCH. */
void mc_term_resized(struct mc_term *term);
void mc_term_size(const struct mc_term *term, int *ret_rows, int *ret_cols);
/* One write; only what differs is sent, all of it when repaint. moving: but for the canvas's rows
 * that may come behind; true: those still show something else. */
bool mc_term_draw(struct mc_term *term, const struct mc_canvas *canvas, bool repaint, bool moving);
/* Around a stop of the process by its shell: the next drawing has to be a repaint. */
void mc_term_leave(struct mc_term *term);
void mc_term_enter(struct mc_term *term);

#endif
