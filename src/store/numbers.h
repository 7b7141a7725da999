/* SPDX-License-Identifier: MPL-2.0 */
/* numbers.h - lists of running numbers. */
#ifndef STORE_NUMBERS_H
#define STORE_NUMBERS_H

#include "store/db.h"

/* A callback for mc_db_each(): column 0 onto ctx, a struct mc_vec * of int64_t. */
enum mc_code mc_number_push(void *ctx, sqlite3_stmt *row, struct mc_err *why) MC_CHECKED;

#endif
