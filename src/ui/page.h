/* SPDX-License-Identifier: MPL-2.0 */
/*
 * page.h - a list of dossiers, and people, of which only the rows on the screen are read.
 *
 * The view keeps the list's length; whenever the current row has moved the rows that are
 * seen are asked for, by their place in the list.
 */
#ifndef MC_UI_PAGE_H
#define MC_UI_PAGE_H

#include "motcua/desk/find.h"
#include "ui/lines.h"
#include "ui/list.h"
#include "ui/view.h"

enum { MC_PAGE_BRANCH = 96 };

struct mc_page {
	struct mc_list list;
	struct mc_vec rows;          /* struct mc_found_row: those from `first` on */
	struct mc_vec branches;      /* of each row its branch's name, char[MC_PAGE_BRANCH] */
	int first;
	struct mc_due_bounds bounds; /* what is late now, today ... */
	/* Name the branch of a linked group that is due: it stands in the procedure's file, which
	 * the first screen does without. */
	bool names_branches;
};

/* Rows from a place on, pushed onto ret: at most count. */
typedef enum mc_code (*mc_page_read)(struct mc_view *view, int first, int count,
				     struct mc_vec *ret, struct mc_err *why);

void mc_page_init(struct mc_page *page);
void mc_page_done(struct mc_page *page); /* wipes */
/* Read what is on a screen of so many rows; `again`: even when it is there already. */
void mc_page_show(struct mc_page *page, struct mc_view *view, int rows, bool again,
		  mc_page_read read);
/* NULL when there is none. */
const struct mc_found_row *mc_page_current(const struct mc_page *page);
/* Due date, how near it is, number, person, state; of a person who was looked up here the
 * birth date, the number, the name, when. */
void mc_page_head(struct mc_canvas *canvas, int row);
void mc_page_draw(const struct mc_page *page, struct mc_canvas *canvas, int row, int rows);
/* Below the list, what is to be said of the current row: so many lines at most. */
#define MC_PAGE_SAID 3
void mc_page_say(const struct mc_page *page, struct mc_canvas *canvas);
/* The rows that a list has which begins at row `top`. */
#define MC_PAGE_ROWS(rows, top) ((rows) - 2 - MC_PAGE_SAID - (top))
/* All that is to be said of a dossier's due date, in sentences; "" for nothing. Appended.
 * branch: the name of progress.branch; "" = nobody knows it. */
void mc_page_due(const struct mc_due_bounds *bounds, const struct mc_dossier_row *row,
		 const char *branch, struct mc_str *ret);

/* The same on a dossier's page, with what was promised instead. */
void mc_due_lines(struct mc_view *view, struct mc_lines *lines, const struct mc_dossier_row *row);

#endif
