/* SPDX-License-Identifier: MPL-2.0 */
/*
 * reader.h - the screen for ears and braille: [screen] reader = yes.
 *
 * A screen reader speaks what changes, and the line of the cursor. So nothing is drawn with
 * lines, no sign marks the focus (the cursor is on it), and what else would change with it
 * (the hint, the way of typing) stands at the end of its own line, or is left to F1.
 */
#ifndef MC_UI_READER_H
#define MC_UI_READER_H

#include "ui/canvas.h"

/* At the end of the cursor's line, as much of it as fits there. */
void mc_reader_hint(struct mc_canvas *canvas, const char *text);
/* The same, and what does not fit there whole takes the lines below. */
void mc_reader_message(struct mc_canvas *canvas, enum mc_style style, const char *text);

#endif
