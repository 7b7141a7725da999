/* SPDX-License-Identifier: MPL-2.0 */
/* numbers.h - the identity numbers that a dossier is found by. */
#ifndef DESK_NUMBERS_H
#define DESK_NUMBERS_H

#include "desk/desk.h"

/* The whole number that stands in a field; "" for none. */
void desk_field_number(const struct mc_field *field, const char *text, char ret[MC_PID_LEN]);
/* Those of older dossiers can be found, too; the first call reads them all. */
enum mc_code desk_numbers(struct mc_desk *desk, struct mc_err *why) MC_CHECKED;

#endif
