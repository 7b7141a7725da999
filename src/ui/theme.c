/* SPDX-License-Identifier: MPL-2.0 */
/* theme.c - the table of looks. */
#include "ui/theme.h"

static const struct mc_look looks[MC_STYLE_COUNT] = {
	[MC_STYLE_TITLE] = {0, MC_LOOK_REVERSE},
	[MC_STYLE_STATUS] = {0, MC_LOOK_REVERSE},
	[MC_STYLE_KEY] = {6, MC_LOOK_BOLD},
	[MC_STYLE_HEAD] = {6, MC_LOOK_BOLD},
	[MC_STYLE_FIELD] = {0, MC_LOOK_UNDERLINE},
	[MC_STYLE_FOCUS] = {0, MC_LOOK_REVERSE},
	[MC_STYLE_WARN] = {3, MC_LOOK_BOLD},
	[MC_STYLE_QUIET] = {6, 0},
	[MC_STYLE_BOX] = {6, 0},
};

struct mc_look mc_theme_look(enum mc_style style, int colours)
{
	struct mc_look look = looks[style];

	if (!colours) {
		look.colour = 0;
	}
	return look;
}
