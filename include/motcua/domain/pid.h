/* SPDX-License-Identifier: MPL-2.0 */
/*
 * pid.h - the 12-digit personal identification number and the 9-digit CMND.
 *
 * 12 digits = place 3, sex and century 1, year 2, serial 6. There is no check
 * digit, and the number may be re-issued (Decree 70/2024, article 11): what the
 * structure says is only ever a warning; the register's answer prevails.
 */
#ifndef MOTCUA_DOMAIN_PID_H
#define MOTCUA_DOMAIN_PID_H

#include <stdbool.h>

#include "motcua/base/err.h"
#include "motcua/domain/date.h"

#define MC_PID_LEN 13  /* 12 digits and the NUL */
#define MC_CMND_LEN 10 /* 9 digits and the NUL */

enum mc_sex { MC_SEX_UNKNOWN, MC_SEX_MALE, MC_SEX_FEMALE };

enum mc_id_kind { MC_ID_NONE, MC_ID_PID, MC_ID_CMND };

/* Spaces, dots and hyphens between digits are taken out. MC_E_NUMBER otherwise. */
enum mc_code mc_pid_parse(const char *text, char ret[MC_PID_LEN], enum mc_id_kind *ret_kind,
			  struct mc_err *why) MC_CHECKED;

/* What the structure claims. */
struct mc_pid_claim {
	const char *province; /* name of the old (63) unit; NULL when the prefix is unknown */
	enum mc_sex sex;
	int year;             /* of birth, 1900..2399 */
};
void mc_pid_claim(const char pid[MC_PID_LEN], struct mc_pid_claim *ret);

/* Warnings, never errors; bits. */
enum {
	MC_PID_PREFIX_UNKNOWN = 1,
	MC_PID_SEX_DIFFERS = 2,
	MC_PID_YEAR_DIFFERS = 4,
};
unsigned mc_pid_check(const char pid[MC_PID_LEN], enum mc_sex sex, const struct mc_date *born);
/* msgid of one warning bit. */
const char *mc_pid_warning(unsigned bit);
/* Old province code "001".."096" -> name, NULL when there is none. */
const char *mc_pid_province(const char *prefix);

const char *mc_sex_code(enum mc_sex sex); /* "male", "female", "" on the wire */
enum mc_sex mc_sex_parse(const char *code);
const char *mc_sex_text(enum mc_sex sex); /* msgid */

#endif
