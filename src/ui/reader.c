/* SPDX-License-Identifier: MPL-2.0 */
/* reader.c - what is said at the end of the line that the cursor is on. */
#include "ui/reader.h"

#include "motcua/text/text.h"

enum {
	HINT_COLUMN = 48, /* so that it stands still while a short text is typed */
	HINT_LEAST = 12,  /* columns; less says nothing */
};

/* The first free column of the cursor's line. */
static int free_from(const struct mc_canvas *canvas)
{
	int row = canvas->cursor_row, last = canvas->cols - 1;

	while (last > canvas->cursor_col && mc_canvas_at(canvas, row, last)->c == ' ') {
		last--;
	}
	return last + 3;
}

void mc_reader_hint(struct mc_canvas *canvas, const char *text)
{
	int from = free_from(canvas), room, cut = canvas->cut;

	from = from < HINT_COLUMN ? HINT_COLUMN : from;
	room = canvas->cols - 1 - from;
	if (*text && room >= HINT_LEAST) {
		mc_canvas_wrap(canvas, canvas->cursor_row, from, 1, room, MC_STYLE_QUIET, text);
		canvas->cut = cut; /* F1 says all of it */
	}
}

void mc_reader_message(struct mc_canvas *canvas, enum mc_style style, const char *text)
{
	int from = free_from(canvas), width = canvas->cols - 2, row = canvas->cursor_row + 1, lines;

	if (mc_text_width(text) <= canvas->cols - 1 - from) {
		mc_canvas_text(canvas, row - 1, from, canvas->cols - 1 - from, style, text);
		return;
	}
	lines = mc_canvas_wrap(canvas, 0, 0, 0, width, style, text);
	if (row + lines > canvas->rows - 2) { /* the last lines of the view: above the cursor's */
		row = canvas->cursor_row - lines;
	}
	row = row < 1 ? 1 : row;
	mc_canvas_fill(canvas, row, 0, lines, canvas->cols, MC_STYLE_PLAIN);
	mc_canvas_wrap(canvas, row, 1, lines, width, style, text);
}
