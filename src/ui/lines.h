/* SPDX-License-Identifier: MPL-2.0 */
/* lines.h - a page of text that is read and scrolled: a person, a proof, help. */
#ifndef MC_UI_LINES_H
#define MC_UI_LINES_H

#include <stdbool.h>

#include "motcua/base/vec.h"
#include "ui/canvas.h"

#define MC_LINES_WIDTH 78  /* R12: larger screens get more rows, not other layouts */
#define MC_LINES_LABEL 22

struct mc_lines {
	struct mc_vec lines; /* struct mc_line */
	int top, rows;       /* rows: of the screen, as last told to mc_lines_rows() */
};

void mc_lines_init(struct mc_lines *lines);
void mc_lines_done(struct mc_lines *lines); /* wipes */
void mc_lines_reset(struct mc_lines *lines);
/* Broken into as many lines as it needs; "" is an empty line. */
void mc_lines_text(struct mc_lines *lines, enum mc_style style, const char *text);
void mc_lines_printf(struct mc_lines *lines, enum mc_style style, const char *fmt, ...)
	MC_PRINTF(3, 4);
/* "label   value"; nothing for an empty value. */
void mc_lines_pair(struct mc_lines *lines, const char *label, const char *value);

void mc_lines_rows(struct mc_lines *lines, int rows);
bool mc_lines_key(struct mc_lines *lines, uint32_t key);
void mc_lines_draw(const struct mc_lines *lines, struct mc_canvas *canvas, int row, int col,
		   int rows);

#endif
