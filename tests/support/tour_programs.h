/* SPDX-License-Identifier: MPL-2.0 */
/* tour_programs.h - the real programs, as a tour needs them; for tour*.c alone. */
#ifndef TESTS_SUPPORT_TOUR_PROGRAMS_H
#define TESTS_SUPPORT_TOUR_PROGRAMS_H

#include "support/world.h"

struct json_object;

int tour_patience(void); /* for world_gateway_start() */
/* JSON of a subcommand of motcua; NULL when it printed none. */
struct json_object *tour_desk(int *ret_status, const char *a, const char *b, const char *c,
			      const char *const more[]);
/* The same, and it must be fine. */
void tour_must(const char *a, const char *b, const char *c);
struct json_object *tour_row(const char *id); /* "queue show" */
/* The courier once: its status, 0 or 75; or until nothing waits. */
int tour_carry(void);
void tour_carry_all(void);
/* Returns its status: 0, or that some bundle is not whole. */
int tour_gateway_takes_stick(void);
void tour_desk_takes_stick(void); /* every return file */
/* A person at the province asks for a supplement. */
void tour_province_asks(const char *id);

#endif
