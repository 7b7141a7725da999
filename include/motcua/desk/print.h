/* SPDX-License-Identifier: MPL-2.0 */
/*
 * print.h - a slip on paper: plain text of 80 columns, given to the spooler, or kept as a
 * file where there is none. The audit says "printed" only after the spooler took it.
 */
#ifndef MOTCUA_DESK_PRINT_H
#define MOTCUA_DESK_PRINT_H

#include "motcua/base/str.h"
#include "motcua/desk/desk.h"

#define MC_PRINT_COLUMNS 80

struct mc_print_job {
	const char *kind;      /* "day": what it is; goes into the file's name and the audit */
	const char *ref;       /* the id of what it is about; "" = of none */
	const char *stem;      /* tells it from others of its kind, names nobody: "2026-11-28" */
	const char *procedure; /* for the audit; "" = none */
	struct mc_slice text;  /* the body; heading of a class-room and the foot are added */
};

struct mc_printed {
	bool spooled; /* false: it stands in the file, and was not printed */
	char *file;   /* NULL when the spooler has it; free() */
	int copy;     /* 1, 2 ... of this very slip on this desk */
};

/*
 * MC_E_PRINT: the spooler is there and did not take it; ret->file has the text all the same.
 * MC_E_DISK_FULL, MC_E_FILE_WRITE. A class-room prints to files only.
 */
enum mc_code mc_print(struct mc_desk *desk, const struct mc_print_job *job, struct mc_printed *ret,
		      struct mc_err *why) MC_CHECKED;

#endif
