/* SPDX-License-Identifier: MPL-2.0 */
/* numbers.h - the people of a dossier that it is found by: their numbers and their names. */
#ifndef DESK_NUMBERS_H
#define DESK_NUMBERS_H

#include "desk/desk.h"

/* The whole number that stands in a field; "" for none. */
void desk_field_number(const struct mc_field *field, const char *text, char ret[MC_PID_LEN]);
/* Whom the form names beside its subject, each once, appended with a line for each. The parts
 * of a name that is entered in parts are one. */
void desk_form_people(const struct mc_form *form, const char *subject, struct mc_str *ret);
/* Older dossiers can be found by their people, too; the first call reads them all. */
enum mc_code desk_numbers(struct mc_desk *desk, struct mc_err *why) MC_CHECKED;
/* Some of them, for whoever does not let keys wait; *ret_left: how many there still are. */
enum mc_code desk_numbers_some(struct mc_desk *desk, int most, int64_t *ret_left,
			       struct mc_err *why) MC_CHECKED;

#endif
