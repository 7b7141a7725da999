/* SPDX-License-Identifier: MPL-2.0 */
/*
 * office_year.h - what offices kept, counted by hand from the notices: each year's weekdays
 * off and Saturdays worked; and the Saturday of 2024 that was the first of Tết. Not made from data/holidays, which is held against it.
 */
#ifndef TESTS_DOMAIN_OFFICE_YEAR_H
#define TESTS_DOMAIN_OFFICE_YEAR_H

struct office_year {
	int year;
	const char *off, *worked; /* MM-DD, with spaces between */
};

static const struct office_year office_years[] = {
	{ 2024, "01-01 02-08 02-09 02-10 02-12 02-13 02-14 04-18 04-29 04-30 05-01 09-02 09-03",
	  "05-04" },
	{ 2025, "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02",
	  "04-26" },
	{ 2026, "01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-27 04-30 05-01 08-31 09-01 09-02",
	  "01-10 08-22" },
	/* its notices are not out: what the law itself fixes */
	{2027, "01-01 02-05 02-08 04-16 04-30 05-03 09-02", ""},
};

#endif
