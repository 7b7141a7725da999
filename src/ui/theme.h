/* SPDX-License-Identifier: MPL-2.0 */
/*
 * theme.h - what a cell is for, and how it looks with and without colours.
 *
 * A console with 512 glyphs has 8 colours and no bright ones, so nothing may be
 * told by colour alone: each style also has a text marker where it is used.
 */
#ifndef MC_UI_THEME_H
#define MC_UI_THEME_H

#include <stdint.h>

enum mc_style {
	MC_STYLE_PLAIN,
	MC_STYLE_TITLE,  /* row 1 */
	MC_STYLE_STATUS, /* the status row */
	MC_STYLE_KEY,    /* "F1" in the key bar */
	MC_STYLE_HEAD,   /* a section's heading */
	MC_STYLE_FIELD,  /* room to type in */
	MC_STYLE_FOCUS,  /* what the cursor is on */
	MC_STYLE_WARN,
	MC_STYLE_QUIET,  /* hints */
	MC_STYLE_BOX,    /* borders */
	MC_STYLE_COUNT
};

enum { MC_LOOK_REVERSE = 1, MC_LOOK_UNDERLINE = 2, MC_LOOK_BOLD = 4 };

struct mc_look {
	int8_t colour; /* 1..7 as on the console (1 red, 2 green ...); 0 = the terminal's own */
	uint8_t attributes;
};

/* colours: false on a monochrome terminal or when NO_COLOR is set. */
struct mc_look mc_theme_look(enum mc_style style, int colours);

#endif
