/* SPDX-License-Identifier: MPL-2.0 */
/*
 * holiday.h - which days offices work: the tables of holidays and swapped days, as dated
 * data (data/holidays/YEAR.json), and the calendar made of them.
 *
 * Nothing here knows a holiday: the Prime Minister decides yearly which days Tết takes and
 * which weekday is swapped for a Saturday (Labour Code 2019, article 112). An entry that is
 * not confirmed is kept and shown, and binds nobody.
 */
#ifndef MOTCUA_DOMAIN_HOLIDAY_H
#define MOTCUA_DOMAIN_HOLIDAY_H

#include "motcua/base/vec.h"
#include "motcua/domain/date.h"

#define MC_HOLIDAYS_MAX 60 /* in a year */

#define MC_HOLIDAY_KINDS(X)                                                              \
	X(BY_LAW, "holiday", N_("holiday"))                                              \
	X(INSTEAD, "instead", N_("day off in place of one on a weekly rest day"))        \
	X(SWAPPED_OFF, "swapped_off", N_("day off, swapped for another"))                \
	X(SWAPPED_WORK, "swapped_work", N_("working day, swapped for another"))

enum mc_holiday_kind {
	MC_HOLIDAY_NONE,
#define X(name, code, text) MC_HOLIDAY_##name,
	MC_HOLIDAY_KINDS(X)
#undef X
	MC_HOLIDAY_KIND_COUNT
};

struct mc_holiday {
	struct mc_date date;
	enum mc_holiday_kind kind;
	struct mc_date other;  /* the day it stands for, or is swapped with */
	char lunar[8];         /* "10/3": day and month that it must be there; "" = none */
	bool confirmed;
	char vi[160], en[160]; /* its name */
	char legal[300];       /* the text that gives it */
	char note[600];
};

struct mc_holiday_table {
	int64_t year;
	char version[MC_DATE_LEN]; /* a newer one of the same year takes an older one's place */
	bool complete; /* all that the year's notices can say is in it */
	char source[400];
	struct mc_holiday days[MC_HOLIDAYS_MAX]; /* by date, each once */
	int count;
};

const char *mc_holiday_kind_code(enum mc_holiday_kind kind); /* NULL for a wrong one */
enum mc_holiday_kind mc_holiday_kind_parse(const char *code); /* NONE = unknown */
const char *mc_holiday_kind_text(enum mc_holiday_kind kind); /* msgid */

/* Days in their order and year, both ends of a swap there, a lunar date where the moon has
 * it. MC_E_HOLIDAY_FILE with the date. */
enum mc_code mc_holiday_table_check(const struct mc_holiday_table *table,
				    struct mc_err *why) MC_CHECKED;

/* ---- the calendar: Monday to Friday, but for what confirmed entries say */
struct mc_calendar {
	struct mc_vec days;  /* struct mc_calendar_day, by day */
	struct mc_vec years; /* struct mc_calendar_year, ascending */
};
struct mc_calendar_day {
	int32_t day; /* mc_date_to_days() */
	bool works;
};
struct mc_calendar_year {
	int16_t year;
	bool complete;
	char version[MC_DATE_LEN];
};

void mc_calendar_init(struct mc_calendar *calendar);
void mc_calendar_done(struct mc_calendar *calendar);
/* In the order of their years, each once. */
void mc_calendar_add(struct mc_calendar *calendar, const struct mc_holiday_table *table);
bool mc_calendar_works(const struct mc_calendar *calendar, int32_t day);
/* A day off that an entry names; a plain Sunday is none. */
bool mc_calendar_is_holiday(const struct mc_calendar *calendar, int32_t day);
/* The first working day behind this one. */
int32_t mc_calendar_next(const struct mc_calendar *calendar, int32_t day);
/* Is all known about the days of this year? */
bool mc_calendar_is_complete(const struct mc_calendar *calendar, int year);

#endif
