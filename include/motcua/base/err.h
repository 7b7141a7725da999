/* SPDX-License-Identifier: MPL-2.0 */
/*
 * err.h - what can go wrong, and how it travels upwards.
 *
 * A function that can fail returns enum mc_code (MC_OK is 0), leaves its
 * outputs untouched on failure and explains itself in a struct mc_err. Nobody
 * below src/app prints. The detail never holds personal data: it is a file
 * name, a line number, an HTTP status, an SQLite text.
 */
#ifndef MOTCUA_BASE_ERR_H
#define MOTCUA_BASE_ERR_H

#define MC_CHECKED __attribute__((warn_unused_result))
#define MC_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

/* What a person or a program may do about it. */
enum mc_severity {
	MC_RETRY, /* passes by itself: keep the work and try again */
	MC_FIX,   /* somebody must change something first */
	MC_STOP,  /* a fault of the installation or of the program */
};

/* How far the damage reaches (isync's grades): decides whether a run goes on. */
enum mc_grade {
	MC_GRADE_ITEM,     /* this input or item is bad; the others are fine */
	MC_GRADE_ENDPOINT, /* the gateway refuses or is busy */
	MC_GRADE_LINK,     /* nothing gets through */
	MC_GRADE_STORE,    /* the disk or the database */
};

enum mc_code {
	MC_OK = 0,
#define MC_ERROR(name, code, severity, grade, exit_status, text) MC_E_##name,
#include "motcua/base/errors.def"
#undef MC_ERROR
	MC_CODE_COUNT
};

struct mc_err {
	enum mc_code code;
	char detail[240];
};

struct mc_error_info {
	const char *code; /* "CARD-01": stable, can be read out by telephone */
	enum mc_severity severity;
	enum mc_grade grade;
	int exit_status;  /* sysexits(3) */
	const char *text; /* msgid */
};

/*
 * Fill why (may be NULL) and return code, so that a failure is one line:
 *	return mc_fail(why, MC_E_FILE_READ, "%s: %s", name, strerror(errno));
 * detail_fmt NULL: there is nothing to add to the code's own text.
 */
enum mc_code mc_fail(struct mc_err *why, enum mc_code code, const char *detail_fmt, ...)
	MC_PRINTF(3, 4);

/* Never NULL; for MC_OK too. Borrowed, static. */
const struct mc_error_info *mc_error_info(enum mc_code code);

/* The code named by its stable text ("CARD-01"); MC_CODE_COUNT when unknown. */
enum mc_code mc_error_by_name(const char *name);

#endif
