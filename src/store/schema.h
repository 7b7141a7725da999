/* SPDX-License-Identifier: MPL-2.0 */
/* schema.h - the steps in src/store/schema/, as they are compiled in. */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

struct mc_step {
	const char *name; /* "mail_0001": the database, then the user_version it leads to */
	const char *sql;
};

/* In name order; ends with a name of NULL. */
extern const struct mc_step mc_schema_steps[];

#endif
