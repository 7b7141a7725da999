/* SPDX-License-Identifier: MPL-2.0 */
/* schema.c - the .sql files are the truth; the Makefile turns them into this table's rows. */
#include "store/schema.h"

#include <stddef.h>

const struct mc_step mc_schema_steps[] = {
#include "schema.inc"
	{NULL, NULL},
};
