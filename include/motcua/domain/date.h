/* SPDX-License-Identifier: MPL-2.0 */
/*
 * date.h - civil dates, of which the day, or day and month, may be unknown.
 * Text on the wire and in stores: YYYY[-MM[-DD]]. On the screen: DD/MM/YYYY.
 */
#ifndef MOTCUA_DOMAIN_DATE_H
#define MOTCUA_DOMAIN_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "motcua/base/err.h"

#define MC_DATE_LEN 11

struct mc_date {
	int16_t year;      /* 0 = no date at all; else 1800..2399 */
	int8_t month, day; /* 0 = unknown; a day needs a month */
};

/* As people type: 5/3/1990, 05031990, 3/1990, 1990, also YYYY-MM-DD. */
enum mc_code mc_date_parse(const char *text, struct mc_date *ret, struct mc_err *why) MC_CHECKED;
/* YYYY[-MM[-DD]] only; "" gives the empty date. */
enum mc_code mc_date_parse_iso(const char *text, struct mc_date *ret, struct mc_err *why) MC_CHECKED;
void mc_date_format_iso(const struct mc_date *date, char ret[MC_DATE_LEN]);
void mc_date_format(const struct mc_date *date, char ret[MC_DATE_LEN]); /* 05/03/1990, 03/1990, 1990 */
bool mc_date_is_set(const struct mc_date *date);
bool mc_date_is_full(const struct mc_date *date);
/* Do the parts that both know agree? A year alone matches any day in it. */
bool mc_date_agrees(const struct mc_date *a, const struct mc_date *b);
/* Unknown parts count as the first; <0, 0, >0. */
int mc_date_compare(const struct mc_date *a, const struct mc_date *b);

/* Days since 1970-01-01 (proleptic Gregorian) for a full date, and back. */
int32_t mc_date_to_days(const struct mc_date *date);
struct mc_date mc_date_from_days(int32_t days);
int mc_date_weekday(const struct mc_date *date); /* 0 = Sunday; full dates only */
/* The civil date in Viet Nam at an instant. */
struct mc_date mc_date_of_instant(int64_t at);
/* Whole years from born to on; parts unknown count as the first. */
int mc_date_age(const struct mc_date *born, const struct mc_date *on);
/* "Ngày năm tháng ba năm một nghìn chín trăm chín mươi": the form's "in words"
 * field. Vietnamese always: it goes into a Vietnamese document. */
void mc_date_in_words(const struct mc_date *date, char *ret, size_t size);

#endif
