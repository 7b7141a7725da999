/* SPDX-License-Identifier: MPL-2.0 */
/*
 * seek.h - letters typed over a list of dossiers narrow it at once (R12).
 *
 * The list keeps the focus and the cursor; what was typed stands in a row of its own, and Esc
 * gives the whole list back before it leaves the screen.
 */
#ifndef MC_UI_SEEK_H
#define MC_UI_SEEK_H

#include "ui/view.h"

struct mc_seek {
	struct mc_edit box;
	bool ready;   /* the names are open: no key waits for them */
	int64_t left; /* of them, until then */
};

void mc_seek_init(struct mc_seek *seek, struct mc_view *view);
void mc_seek_done(struct mc_seek *seek); /* wipes */
/* Something was typed: the list is to be narrowed by it. */
bool mc_seek_on(const struct mc_seek *seek);
/* What to look for: as it was typed, but of a card its holder's number. */
void mc_seek_words(const struct mc_seek *seek, char *ret, size_t size);
/* A key, a paste or a scan, before the list has it. True: what was typed is another now. */
bool mc_seek_event(struct mc_seek *seek, const struct mc_event *event, bool *ret_taken);
/* Open some of the names. False: more are left, come again when no key waits. */
bool mc_seek_ready(struct mc_seek *seek, struct mc_view *view);
/* What was typed and how many were found; how to begin when nothing was, and how many the list has. */
void mc_seek_draw(const struct mc_seek *seek, struct mc_canvas *canvas, int row, int found);

/* In the place of an empty list: `none` while nothing is typed. */
const char *mc_seek_nothing(const struct mc_seek *seek, const char *none);
void mc_seek_help(struct mc_ui *ui);

#endif
