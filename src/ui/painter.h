/* SPDX-License-Identifier: MPL-2.0 */
/*
 * painter.h - from what the terminal shows to what a canvas holds, in few bytes.
 *
 * No descriptor: the bytes are left in `out`, and whoever writes them empties it.
 */
#ifndef MC_UI_PAINTER_H
#define MC_UI_PAINTER_H

#include <stdbool.h>

#include "ui/canvas.h"
#include "ui/caps.h"

#define MC_PAINTER_LOOK_LEN 48

struct mc_painter {
	const struct mc_caps *caps;  /* borrowed */
	struct mc_canvas given;      /* what is on the terminal */
	bool known;                  /* whether it is */
	int row, col;                /* its cursor; row -1: nobody knows */
	enum mc_style pen;           /* how it writes at the moment */
	uint8_t like[MC_STYLE_COUNT]; /* the first style that looks the same */
	bool shows_blank[MC_STYLE_COUNT]; /* a blank of it is to be seen */
	char looks[MC_STYLE_COUNT][MC_PAINTER_LOOK_LEN]; /* from plain to it */
	struct mc_str out;
};

void mc_painter_init(struct mc_painter *painter, const struct mc_caps *caps, bool colours);
void mc_painter_done(struct mc_painter *painter);
/* all: whatever the terminal shows, even what others wrote there. */
void mc_painter_draw(struct mc_painter *painter, const struct mc_canvas *canvas, bool all);

#endif
