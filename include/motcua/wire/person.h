/* SPDX-License-Identifier: MPL-2.0 */
/* person.h - person, household and relatives as JSON (docs/FORMATS.md 5). */
#ifndef MOTCUA_WIRE_PERSON_H
#define MOTCUA_WIRE_PERSON_H

#include "motcua/domain/query.h"
#include "motcua/wire/json.h"

/* As a member `key` of the object being written (NULL: a bare value). */
void mc_person_write(struct mc_json_writer *w, const char *key, const struct mc_person *person);
void mc_household_write(struct mc_json_writer *w, const char *key,
			const struct mc_household *household);
enum mc_code mc_person_read(const struct mc_json *node, struct mc_person *ret,
			    struct mc_err *why) MC_CHECKED;
enum mc_code mc_household_read(const struct mc_json *node, struct mc_household *ret,
			       struct mc_err *why) MC_CHECKED;
void mc_officer_write(struct mc_json_writer *w, const char *key, const struct mc_officer *officer);
enum mc_code mc_officer_read(const struct mc_json *node, struct mc_officer *ret,
			     struct mc_err *why) MC_CHECKED;

#endif
