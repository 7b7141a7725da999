/* SPDX-License-Identifier: MPL-2.0 */
/*
 * canvas.h - a grid of cells that views draw on; term.c copies it to the terminal.
 *
 * Rows and columns count from 0. What falls outside is clipped. A letter two
 * columns wide is followed by a cell with c = 0; a combining mark is dropped
 * (text is NFC, and the console cannot compose).
 */
#ifndef MC_UI_CANVAS_H
#define MC_UI_CANVAS_H

#include <stdbool.h>

#include "motcua/base/err.h"
#include "ui/theme.h"

struct mc_cell {
	uint32_t c;
	uint32_t style; /* as wide, so that two cells are compared at once */
};

struct mc_canvas {
	int rows, cols;
	struct mc_cell *cells;      /* owned */
	int cut; /* texts that did not fit since it was cleared: tests ask for none */
	int cursor_row, cursor_col; /* always on the focused item: screen readers follow it */
	/* Another border. Not a double line: the console font draws both alike. */
	bool training;
	/* For ears and braille (reader.h): no lines, no marks. said: the cursor's line ends in a
	 * message, so no hint is put there. */
	bool reader, said;
	/* The focus is not in what is drawn now, but in the view that lies over it, or in the
	 * sentence that says that one waits: there is no second one. */
	bool unfocused;
	/* Rows that tell of the focused one of a list: while somebody goes through it they may come
	 * behind, when it rests. None for a reader. */
	int behind_row, behind_rows;
};

void mc_canvas_init(struct mc_canvas *canvas, int rows, int cols); /* blank */
void mc_canvas_done(struct mc_canvas *canvas);
void mc_canvas_resize(struct mc_canvas *canvas, int rows, int cols); /* blank again */
void mc_canvas_clear(struct mc_canvas *canvas);
const struct mc_cell *mc_canvas_at(const struct mc_canvas *canvas, int row, int col);

void mc_canvas_fill(struct mc_canvas *canvas, int row, int col, int rows, int cols,
		    enum mc_style style);
/* Text in at most width columns, its end cut with an ellipsis. Returns the columns used. */
int mc_canvas_text(struct mc_canvas *canvas, int row, int col, int width, enum mc_style style,
		   const char *text);
int mc_canvas_printf(struct mc_canvas *canvas, int row, int col, int width, enum mc_style style,
		     const char *fmt, ...) MC_PRINTF(6, 7);
/* Broken between words into at most rows lines. Returns the lines that it needs. */
int mc_canvas_wrap(struct mc_canvas *canvas, int row, int col, int rows, int width,
		   enum mc_style style, const char *text);
/* A border, blank inside, with a title in its upper edge (may be NULL). */
void mc_canvas_box(struct mc_canvas *canvas, int row, int col, int rows, int cols,
		   const char *title);
/* ">" before what is focused, one column; not for a reader, who has the cursor there. */
void mc_canvas_mark(struct mc_canvas *canvas, int row, int col, enum mc_style style, bool focused);
/* How it looks when the focus is there; else as `otherwise`. */
enum mc_style mc_canvas_focus(const struct mc_canvas *canvas, bool focused, enum mc_style otherwise);
void mc_canvas_cursor(struct mc_canvas *canvas, int row, int col);

#endif
