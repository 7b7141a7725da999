/* SPDX-License-Identifier: MPL-2.0 */
/* desk_db.c - store.db: opening, sealing values to their places, small settings. */
#include "store/desk_db.h"

#include <stdlib.h>
#include <string.h>

#include "motcua/base/codec.h"
#include "motcua/base/mem.h"
#include "motcua/store/store.h"

enum { APPLICATION_ID = 0x6d637374 /* "mcst" */, MODE = 0600 };
enum { SEAL_OVERHEAD = 64 }; /* nonce and tag, generously */

enum mc_code mc_store_open(const struct mc_paths *paths, const struct mc_vault *vault,
			   struct mc_store **ret, struct mc_err *why)
{
	struct mc_store *store = mc_calloc(1, sizeof(*store));
	struct mc_db_spec spec = {.mode = MODE,
				  .application_id = APPLICATION_ID,
				  .prefix = "store_",
				  .steps = mc_schema_steps};
	enum mc_code code;

	store->vault = vault;
	store->path = mc_strdup(paths->store_db);
	store->evidence = mc_strdup(paths->evidence);
	spec.path = store->path;
	code = mc_db_open(&spec, &store->db, why);
	if (code) {
		mc_store_close(store);
		return code;
	}
	*ret = store;
	return MC_OK;
}

bool mc_store_read_only(const struct mc_store *store)
{
	return store->db.read_only;
}

void mc_store_look_begin(struct mc_store *store)
{
	mc_db_look_begin(&store->db);
}

void mc_store_look_end(struct mc_store *store)
{
	mc_db_look_end(&store->db);
}

enum mc_code mc_store_stamp(struct mc_store *store, struct mc_store_stamp *ret, struct mc_err *why)
{
	struct mc_store_stamp stamp = {.by_us = sqlite3_total_changes64(store->db.handle)};
	enum mc_code code = mc_db_first(&store->db, "PRAGMA data_version", NULL, mc_db_number,
					&stamp.by_others, MC_E_STORE, why);

	if (!code) {
		*ret = stamp;
	}
	return code;
}

void mc_store_close(struct mc_store *store)
{
	if (!store) {
		return;
	}
	mc_db_close(&store->db);
	free(store->path);
	free(store->evidence);
	free(store);
}

/* ---- sealing */

enum mc_code mc_vaulted_seal(const struct mc_store *store, const struct mc_place *place,
			  struct mc_slice plain, struct mc_str *ret, struct mc_err *why)
{
	mc_str_init(ret, plain.len + SEAL_OVERHEAD);
	return mc_vault_seal(store->vault, place, plain, ret, why);
}

enum mc_code mc_vaulted_open(const struct mc_store *store, const struct mc_place *place,
			  sqlite3_stmt *row, int i, struct mc_str *ret, struct mc_err *why)
{
	struct mc_slice sealed = mc_col_bytes(row, i);
	struct mc_str plain;
	enum mc_code code;

	mc_str_init(&plain, sealed.len);
	code = mc_vault_open(store->vault, place, sealed, &plain, why);
	if (!code && plain.len > ret->max) {
		code = mc_fail(why, MC_E_FILE_TOO_LARGE, "%s.%s: %zu bytes", place->table,
			       place->column, plain.len);
	}
	if (!code) {
		mc_str_reset(ret);
		(void)mc_str_add(ret, plain.data, plain.len);
	}
	mc_str_wipe(&plain);
	return code;
}

enum mc_code mc_vaulted_value(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	const struct mc_vaulted_value *value = ctx;
	struct mc_place place = value->place;

	if (!place.row) {
		place.row = (const char *)sqlite3_column_text(row, 1);
	}
	if (!place.row) {
		return mc_db_corrupt(why, "a row without a key");
	}
	return mc_vaulted_open(value->store, &place, row, 0, value->ret, why);
}

struct mc_vaulted_blind mc_vaulted_blind(const struct mc_store *store, const char *column,
				   const char *value)
{
	struct mc_vaulted_blind ret = {.set = value && value[0]};

	if (ret.set) {
		mc_vault_blind(store->vault, column, mc_slice_text(value), ret.bytes);
	}
	return ret;
}

struct mc_bind mc_bind_blind(const struct mc_vaulted_blind *blind)
{
	return blind->set ? mc_bind_bytes((struct mc_slice){blind->bytes, sizeof(blind->bytes)}) :
			    mc_bind_text(NULL);
}

void mc_store_blind_hex(const struct mc_store *store, const char *column, const char *value,
			char ret[33])
{
	uint8_t blind[MC_BLIND_LEN];

	mc_vault_blind(store->vault, column, mc_slice_text(value), blind);
	mc_hex_encode(blind, sizeof(blind), ret);
}

/* ---- settings */

enum mc_code mc_store_get(struct mc_store *store, const char *key, struct mc_str *ret,
			  struct mc_err *why)
{
	struct mc_vaulted_value value = {store, {"setting", key, "value_sealed"}, ret};
	enum mc_code code =
		mc_db_first(&store->db, "SELECT value_sealed FROM setting WHERE key = ?1",
			    MC_BINDS(mc_bind_text(key)), mc_vaulted_value, &value, MC_E_NOT_FOUND, why);

	if (code == MC_E_NOT_FOUND) {
		mc_str_reset(ret);
		code = MC_OK;
	}
	return code;
}

enum mc_code mc_store_set(struct mc_store *store, const char *key, const char *value,
			  struct mc_err *why)
{
	struct mc_place place = {"setting", key, "value_sealed"};
	struct mc_str sealed;
	enum mc_code code = mc_vaulted_seal(store, &place, mc_slice_text(value), &sealed, why);

	if (!code) {
		code = mc_db_run(&store->db,
				 "INSERT INTO setting (key, value_sealed) VALUES (?1, ?2)"
				 " ON CONFLICT (key) DO UPDATE SET value_sealed = ?2",
				 MC_BINDS(mc_bind_text(key), mc_bind_bytes(mc_slice_of(&sealed))),
				 why);
	}
	mc_str_wipe(&sealed);
	return code;
}
