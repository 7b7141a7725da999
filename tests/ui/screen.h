/* SPDX-License-Identifier: MPL-2.0 */
/* screen.h - a canvas as text, and the golden screens it is compared with. */
#ifndef TESTS_UI_SCREEN_H
#define TESTS_UI_SCREEN_H

#include "ui/canvas.h"

/* Rows without the blanks at their ends, then "cursor: ROW COLUMN". The caller frees. */
char *screen_text(const struct mc_canvas *canvas);
/* One row, the same way; static. */
const char *screen_row(const struct mc_canvas *canvas, int row);
/* Does the text stand anywhere on it? */
bool screen_has(const struct mc_canvas *canvas, const char *text);
/* Against tests/golden/NAME.screen; UPDATE_GOLDEN=1 writes it instead. */
void screen_is_golden(const struct mc_canvas *canvas, const char *name);

#endif
