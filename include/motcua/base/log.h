/* SPDX-License-Identifier: MPL-2.0 */
/*
 * log.h - lines for the operator on stderr, "<6>text", as journald reads them; on a
 * terminal the text alone.
 *
 * Never personal data: no name, number, address or field value, only ids, codes
 * and counts. Below src/app, src/courier and src/gateway only MC_LOG_DEBUG.
 */
#ifndef MOTCUA_BASE_LOG_H
#define MOTCUA_BASE_LOG_H

#include "motcua/base/err.h"

enum mc_log_level {
	MC_LOG_ERROR = 3,
	MC_LOG_WARNING = 4,
	MC_LOG_INFO = 6,
	MC_LOG_DEBUG = 7,
};

void mc_log_level(enum mc_log_level most); /* default MC_LOG_INFO */
void mc_log(enum mc_log_level level, const char *fmt, ...) MC_PRINTF(2, 3);

#endif
