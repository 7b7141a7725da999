/* SPDX-License-Identifier: MPL-2.0 */
/* list.h - which of many rows is current, and which part of them is on the screen. */
#ifndef MC_UI_LIST_H
#define MC_UI_LIST_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/canvas.h"

struct mc_list {
	int count, at; /* at is 0 when there is nothing */
	int page;      /* rows on the screen, for PgUp and PgDn */
};

/* The list has this many rows now; at stays inside. */
void mc_list_resize(struct mc_list *list, int count);
/* Up, Down, PgUp, PgDn, Home, End; false for another key, or past an end with Up and
 * Down (so that the focus can move on to what stands above or below). */
bool mc_list_key(struct mc_list *list, uint32_t key);
/* The first row to show on a screen of `rows` so that the current one is on it. */
int mc_list_top(const struct mc_list *list, int rows);
/* The sign at the left end of a row. The current one has the cursor too, and no other
 * cell of it looks different: a cursor key on a slow line then costs two signs. */
#define MC_LIST_MARK 2 /* columns */
void mc_list_mark(struct mc_canvas *canvas, int row, int col, bool current);

#endif
