/* SPDX-License-Identifier: MPL-2.0 */
/* err.c - the table of errors.def, and filling a struct mc_err. */
#include "motcua/base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/bytes.h"

/* Marked only; not from i18n.h, for that module stands above this one. */
#define N_(msgid) msgid

static const struct mc_error_info infos[MC_CODE_COUNT] = {
	[MC_OK] = {"OK", MC_RETRY, MC_GRADE_ITEM, 0, N_("Done.")},
#define MC_ERROR(name, code, severity, grade, exit_status, text) \
	[MC_E_##name] = {code, severity, grade, exit_status, text},
#include "motcua/base/errors.def"
#undef MC_ERROR
};

enum mc_code mc_fail(struct mc_err *why, enum mc_code code, const char *detail_fmt, ...)
{
	va_list args;

	if (!why) {
		return code;
	}
	why->code = code;
	why->detail[0] = '\0';
	if (!detail_fmt) {
		return code;
	}
	va_start(args, detail_fmt);
	if (vsnprintf(why->detail, sizeof(why->detail), detail_fmt, args) < 0) {
		why->detail[0] = '\0';
	}
	va_end(args);
	why->detail[mc_bytes_whole(why->detail, strlen(why->detail))] = '\0';
	return code;
}

const struct mc_error_info *mc_error_info(enum mc_code code)
{
	/* a number from outside the enum is itself a fault of the program */
	return &infos[(unsigned)code < MC_CODE_COUNT ? code : MC_E_INTERNAL];
}

enum mc_code mc_error_by_name(const char *name)
{
	int code = 0;

	while (code < MC_CODE_COUNT && strcmp(infos[code].code, name) != 0) {
		code++;
	}
	return (enum mc_code)code;
}
