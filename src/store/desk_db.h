/* SPDX-License-Identifier: MPL-2.0 */
/* desk_db.h - store.db from the inside: the connection, and sealing on the way to it. */
#ifndef STORE_DESK_DB_H
#define STORE_DESK_DB_H

#include "motcua/seal/vault.h"
#include "store/db.h"

struct mc_store {
	struct mc_db db;
	const struct mc_vault *vault; /* borrowed */
	char *path, *evidence;
};

/* The row key of a value below a draft, "draft/name". */
#define MC_ROW_KEY_LEN 176
/* Seals plain into ret, which is initialised here; the caller wipes it, always. */
enum mc_code mc_vaulted_seal(const struct mc_store *store, const struct mc_place *place,
			  struct mc_slice plain, struct mc_str *ret, struct mc_err *why) MC_CHECKED;
/* Opens column i in place of what ret holds; ret stays as it is on failure. */
enum mc_code mc_vaulted_open(const struct mc_store *store, const struct mc_place *place,
			  sqlite3_stmt *row, int i, struct mc_str *ret,
			  struct mc_err *why) MC_CHECKED;

/* For mc_db_first(): one sealed value in column 0. */
struct mc_vaulted_value {
	const struct mc_store *store;
	struct mc_place place; /* a row of NULL is taken from column 1 */
	struct mc_str *ret;
};
enum mc_code mc_vaulted_value(void *ctx, sqlite3_stmt *row, struct mc_err *why) MC_CHECKED;

/* mc_audit_append() within a transaction of the caller's. */
enum mc_code mc_audit_add(struct mc_store *store, struct mc_slice entry,
			  struct mc_err *why) MC_CHECKED;

/* Keyed hash for a ..._blind column; an empty value becomes NULL there. */
struct mc_vaulted_blind {
	uint8_t bytes[MC_BLIND_LEN];
	bool set;
};
struct mc_vaulted_blind mc_vaulted_blind(const struct mc_store *store, const char *column,
				   const char *value);
struct mc_bind mc_bind_blind(const struct mc_vaulted_blind *blind);

#endif
