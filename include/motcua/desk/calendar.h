/* SPDX-License-Identifier: MPL-2.0 */
/*
 * calendar.h - the working time that this desk reckons with: tables of holidays, of the
 * package and of the office, and opening hours.
 */
#ifndef MOTCUA_DESK_CALENDAR_H
#define MOTCUA_DESK_CALENDAR_H

#include "motcua/desk/desk.h"
#include "motcua/domain/deadline.h"

/* Read again when a file has changed. Borrowed until the next call; never fails: a table
 * that is damaged is left out, and its years are not complete. */
const struct mc_calendar *mc_desk_calendar(struct mc_desk *desk);

/* Each table that counts, by year; NULL at the end. Borrowed as above. */
struct mc_holiday_source {
	char name[MC_WORD_LEN]; /* the file's name */
	bool own;               /* the office's, not the package's */
	struct mc_holiday_table *table; /* NULL: damaged, why says what */
	struct mc_err why;
};
const struct mc_holiday_source *mc_desk_holidays(struct mc_desk *desk, size_t i);

/* A newer table arrived: check it, lay it into the office's data folder, and reckon the due
 * dates of open dossiers again; each that moved is in the audit. MC_E_HOLIDAY_FILE;
 * MC_E_HOLIDAY_OLD when what is known is as new: nothing changed. */
struct mc_holidays_taken {
	int year, moved;
	char version[MC_DATE_LEN];
};
enum mc_code mc_desk_holidays_take(struct mc_desk *desk, const char *path,
				   struct mc_holidays_taken *ret, struct mc_err *why) MC_CHECKED;
/* How many due dates a newer table has moved since this was asked, for whoever is at the screen:
 * it may have come with a pack, and been reckoned when a list was shown. */
int mc_desk_moved(struct mc_desk *desk);

#endif
