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
	bool spooled; /* the spooler took it */
	bool waiting; /* the spooler has not said yet how it went */
	char *file;   /* where it stands, until the spooler has it; NULL then; free() */
	int copy;     /* 1, 2 ... of this very slip on this desk */
};

/*
 * Begins, and waits for nobody: ret->waiting. MC_E_PRINT: the spooler could not be started;
 * ret->file has the text all the same. MC_E_DISK_FULL, MC_E_FILE_WRITE. A class-room prints to
 * files only.
 */
enum mc_code mc_print(struct mc_desk *desk, const struct mc_print_job *job, struct mc_printed *ret,
		      struct mc_err *why) MC_CHECKED;
/* Some have not said yet how it went: look again in a second. */
bool mc_printing(const struct mc_desk *desk);
/* How one of them went, once: MC_OK, or MC_E_PRINT as it refused it or did not end within 5 s. */
bool mc_print_news(struct mc_desk *desk, struct mc_printed *ret, enum mc_code *ret_code,
		   struct mc_err *why);
/* For subcommands: wait for the one begun last, with what mc_print() gave. */
enum mc_code mc_print_end(struct mc_desk *desk, struct mc_printed *printed,
			  struct mc_err *why) MC_CHECKED;

#endif
