/* SPDX-License-Identifier: MPL-2.0 */
/*
 * outlet.h - what curses says of one screen goes to the terminal in one piece.
 *
 * Curses writes at each movement of its cursor, thirty times and more for a new page: as many
 * wake-ups of a terminal, or packets of a line, and a page that is seen growing.
 */
#ifndef MC_UI_OUTLET_H
#define MC_UI_OUTLET_H

#include <stddef.h>

struct mc_outlet {
	int terminal, sheet; /* -1: curses writes by itself */
	char *bytes;
	size_t size;
};

/* For standard output. Where there is no sheet to be had all works as without one. */
void mc_outlet_open(struct mc_outlet *outlet);
void mc_outlet_close(struct mc_outlet *outlet);
/* Between the two nobody but curses may write. */
void mc_outlet_begin(struct mc_outlet *outlet);
void mc_outlet_end(struct mc_outlet *outlet);

#endif
