/* SPDX-License-Identifier: MPL-2.0 */
/*
 * find.h - dossiers and people found again, and the board of what is due. All give running
 * numbers first and rows for what is looked at, so that long lists cost what is on the screen.
 */
#ifndef MOTCUA_DESK_FIND_H
#define MOTCUA_DESK_FIND_H

#include "motcua/desk/work.h"
#include "motcua/domain/deadline.h"
#include "motcua/text/text.h"

/* All that is set must hold. */
struct mc_find {
	/* A local or official number, the number of a person in it, or a name: as typed, marks
	 * may be missing. "" = any. */
	char text[MC_TEXT_LEN];
	char procedure[MC_WORD_LEN]; /* "" = any */
	enum mc_state state;         /* NONE = any */
	enum mc_due_when due;        /* NONE = any */
	struct mc_date due_on;       /* due, or promised, on this day */
	struct mc_date day;          /* begun on this day, or in this month or year */
	bool sealed;                 /* what is or was in the queue, no drafts */
};
/* int64_t items for mc_dossier_rows(); best matches first, else the newest. */
enum mc_code mc_dossier_find(struct mc_desk *desk, const struct mc_find *find, struct mc_vec *ret,
			     struct mc_err *why) MC_CHECKED;
/* The last ones that were begun, from a place on, in the same way; and how many there are. */
enum mc_code mc_dossier_newest(struct mc_desk *desk, int offset, int limit, struct mc_vec *ret,
			       struct mc_err *why) MC_CHECKED;
enum mc_code mc_dossier_count(struct mc_desk *desk, int *ret, struct mc_err *why) MC_CHECKED;
/* The place of one among them; -1: there is none of this number. */
int mc_dossier_place(struct mc_desk *desk, int64_t n);
/* struct mc_dossier_row items. */
enum mc_code mc_dossier_rows(struct mc_desk *desk, const int64_t *n, int count, struct mc_vec *ret,
			     struct mc_err *why) MC_CHECKED;

/* ---- dossiers, and people looked up here */
/* int64_t items for mc_found_rows(): a dossier is its number, a person minus its own. Names
 * that match better first, people before dossiers that match alike. Nobody is found by what
 * narrows dossiers, or by nothing. */
enum mc_code mc_desk_find(struct mc_desk *desk, const struct mc_find *find, struct mc_vec *ret,
			  struct mc_err *why) MC_CHECKED;
/* What was opened is wiped; the next search opens it anew. */
void mc_desk_forget_names(struct mc_desk *desk);
/* The name spelt in another way that people mix up with it (Lý, Lí), as most here have it, and how
 * many; 0: nobody has. It is never the same name: it may only be offered. */
enum mc_code mc_desk_find_other(struct mc_desk *desk, const char *text, char ret[MC_TEXT_LEN],
				size_t *ret_count, struct mc_err *why) MC_CHECKED;
/* Names are opened in memory before the first is found: so many at a time, about 5 ms, for
 * whoever does not let keys wait. *ret_left: how many names there still are; 0: none. */
enum { MC_FIND_SLICE = 1000 };
enum mc_code mc_desk_find_ready(struct mc_desk *desk, int most, int64_t *ret_left,
				struct mc_err *why) MC_CHECKED;
/* What the register wants to be asked with, and when it last was. Nothing else of an earlier
 * answer is shown without a new question. */
struct mc_person_row {
	char number[MC_PID_LEN], cmnd[MC_CMND_LEN];
	char full_name[MC_NAME_LEN];
	struct mc_date born;
	int64_t asked_at; /* 0: this row is no person */
};
struct mc_found_row {
	struct mc_dossier_row dossier;
	struct mc_person_row person;
};
/* struct mc_found_row items, one for each number; of a dossier no more than a list shows:
 * whose, in what state since when, how due. mc_dossier_row() has the rest. */
enum mc_code mc_found_rows(struct mc_desk *desk, const int64_t *n, int count, struct mc_vec *ret,
			   struct mc_err *why) MC_CHECKED;
/* The same without how due, less than half the work, for the first screen: of those, and of the
 * last ones that were begun. */
enum mc_code mc_named_rows(struct mc_desk *desk, const int64_t *n, int count, struct mc_vec *ret,
			   struct mc_err *why) MC_CHECKED;
enum mc_code mc_newest_rows(struct mc_desk *desk, int offset, int limit, struct mc_vec *ret,
			    struct mc_err *why) MC_CHECKED;

/* The numbers that were found in the order of the names, ties as they are. It reads all of the
 * rows, some 20 us for each: no more than a list that somebody goes through. */
enum mc_code mc_desk_order_found(struct mc_desk *desk, struct mc_vec *numbers, enum mc_collate order,
				 struct mc_err *why) MC_CHECKED;

/* ---- what is due */
struct mc_board {
	struct mc_due_bounds bounds;
	int64_t count[MC_DUE_WHEN_COUNT];
	int64_t total; /* due dates of open ones, and those whose clock stands */
};
enum mc_code mc_dossier_board(struct mc_desk *desk, struct mc_board *ret,
			      struct mc_err *why) MC_CHECKED;
/* In the order of their due dates, those whose clock stands last; struct mc_found_row items.
 * Of a linked group each branch that runs has a row, and names itself in progress.branch. */
enum mc_code mc_dossier_due(struct mc_desk *desk, int offset, int limit, struct mc_vec *ret,
			    struct mc_err *why) MC_CHECKED;
/* The same list, of those alone whom this finds as mc_find.text does: struct mc_due_found items, and
 * rows of them. */
struct mc_due_found {
	int64_t n;
	char branch[MC_WORD_LEN]; /* whose due date it is; "" = the dossier's own */
	int64_t branch_due_at;
};
enum mc_code mc_dossier_due_find(struct mc_desk *desk, const char *text, struct mc_vec *ret,
				 struct mc_err *why) MC_CHECKED;
enum mc_code mc_dossier_due_rows(struct mc_desk *desk, const struct mc_due_found *found, int count,
				 struct mc_vec *ret, struct mc_err *why) MC_CHECKED;
/* Dossiers that are late, and due today, as far as the desk knows without looking: for the
 * first screen. */
enum mc_code mc_dossier_pressing(struct mc_desk *desk, int64_t *ret_late, int64_t *ret_today,
				 struct mc_err *why) MC_CHECKED;
enum mc_due_when mc_row_when(const struct mc_due_bounds *bounds, const struct mc_dossier_row *row);

/* ---- late: an apology, and a new day with its reason (the law wants both). MC_E_POSTPONE,
 * MC_E_DOSSIER_STATE. */
enum mc_code mc_dossier_postpone(struct mc_desk *desk, const char *name, const struct mc_date *day,
				 const char *reason, struct mc_err *why) MC_CHECKED;
struct mc_dossier_postponed {
	int64_t at, due_at, promised_at;
	char reason[MC_TEXT_LEN];
};
/* Oldest first. */
enum mc_code mc_dossier_postponed(struct mc_desk *desk, const char *id, struct mc_vec *ret,
				  struct mc_err *why) MC_CHECKED;

#endif
