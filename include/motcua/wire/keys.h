/* SPDX-License-Identifier: MPL-2.0 */
/* keys.h - the list of the gateway's keys as an answer (FORMATS 2); what it says is seal's. */
#ifndef MOTCUA_WIRE_KEYS_H
#define MOTCUA_WIRE_KEYS_H

#include "motcua/wire/json.h"

void mc_keys_format(const char *list, struct mc_str *ret);
/* The list's exact text, to be freed. MC_E_JSON_SYNTAX, MC_E_JSON_SHAPE, MC_E_JSON_VERSION. */
enum mc_code mc_keys_parse(struct mc_slice json, char **ret, struct mc_err *why) MC_CHECKED;

#endif
