/* SPDX-License-Identifier: MPL-2.0 */
/*
 * audit.c - the append-only hash chain in store.db.
 *
 * Each row carries the head after it, so a changed, moved or missing entry shows
 * where it is. The last head is kept once more, sealed with its number, so that
 * entries cut off at the end show as well.
 */
#include <stdio.h>
#include <string.h>

#include "motcua/seal/chain.h"
#include "motcua/store/store.h"
#include "store/desk_db.h"

struct tail {
	const struct mc_store *store;
	int64_t n; /* 0 = no entry yet */
	uint8_t head[MC_SHA256_LEN];
};

static struct mc_place place_of(int64_t n, char key[24])
{
	snprintf(key, 24, "%lld", (long long)n);
	return (struct mc_place){"audit_head", key, "head_sealed"};
}

static enum mc_code take_tail(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	struct tail *tail = ctx;
	char key[24];
	int64_t n = sqlite3_column_int64(row, 0);
	struct mc_place place = place_of(n, key);
	struct mc_str head;
	enum mc_code code;

	mc_str_init(&head, MC_SHA256_LEN);
	code = mc_vaulted_open(tail->store, &place, row, 1, &head, why);
	if (!code && head.len != MC_SHA256_LEN) {
		code = mc_db_corrupt(why, "audit: the last head has the wrong length");
	}
	if (!code) {
		tail->n = n;
		memcpy(tail->head, head.data, MC_SHA256_LEN);
	}
	mc_str_done(&head);
	return code;
}

static enum mc_code load_tail(struct mc_store *store, struct tail *ret, struct mc_err *why)
{
	struct tail tail = {.store = store};
	enum mc_code code = mc_db_each(&store->db, "SELECT n, head_sealed FROM audit_head", NULL,
				       take_tail, &tail, why);

	if (!code) {
		*ret = tail;
	}
	return code;
}

static enum mc_code save_tail(struct mc_store *store, const struct tail *tail, struct mc_err *why)
{
	char key[24];
	struct mc_place place = place_of(tail->n, key);
	struct mc_str sealed;
	enum mc_code code = mc_vaulted_seal(store, &place,
					 (struct mc_slice){tail->head, MC_SHA256_LEN}, &sealed, why);

	if (!code) {
		code = mc_db_run(&store->db,
				 "INSERT INTO audit_head (one, n, head_sealed) VALUES (1, ?1, ?2)"
				 " ON CONFLICT (one) DO UPDATE SET n = ?1, head_sealed = ?2",
				 MC_BINDS(mc_bind_int(tail->n), mc_bind_bytes(mc_slice_of(&sealed))),
				 why);
	}
	mc_str_done(&sealed);
	return code;
}

enum mc_code mc_audit_add(struct mc_store *store, struct mc_slice entry, struct mc_err *why)
{
	struct tail tail;
	uint8_t head[MC_SHA256_LEN];
	enum mc_code code = load_tail(store, &tail, why);

	if (code) {
		return code;
	}
	mc_chain_next(tail.head, entry, head);
	memcpy(tail.head, head, sizeof(head));
	tail.n++;
	code = mc_db_run(&store->db, "INSERT INTO audit (n, entry, head) VALUES (?1, ?2, ?3)",
			 MC_BINDS(mc_bind_int(tail.n), mc_bind_bytes(entry),
				  mc_bind_bytes((struct mc_slice){head, sizeof(head)})),
			 why);
	return code ? code : save_tail(store, &tail, why);
}

enum mc_code mc_audit_append(struct mc_store *store, struct mc_slice entry, struct mc_err *why)
{
	enum mc_code code = mc_db_begin(&store->db, why);

	return code ? code : mc_db_end(&store->db, mc_audit_add(store, entry, why), why);
}

enum mc_code mc_audit_ask(struct mc_store *store, struct mc_slice entry, const char *query_id,
			  int64_t at, struct mc_slice question, struct mc_err *why)
{
	enum mc_code code = mc_db_begin(&store->db, why);

	if (code) {
		return code;
	}
	code = mc_audit_add(store, entry, why);
	if (!code) {
		code = mc_asked_save(store, query_id, at, question, why);
	}
	return mc_db_end(&store->db, code, why);
}

/* ---- walking */

struct walk {
	void (*each)(void *ctx, int64_t n, struct mc_slice entry);
	void *ctx;
	int64_t n;
	uint8_t head[MC_SHA256_LEN];
};

static enum mc_code step(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	struct walk *walk = ctx;
	struct mc_slice entry = mc_col_bytes(row, 1), head = mc_col_bytes(row, 2);
	uint8_t expected[MC_SHA256_LEN];

	walk->n++;
	mc_chain_next(walk->head, entry, expected);
	if (sqlite3_column_int64(row, 0) != walk->n || head.len != sizeof(expected) ||
	    memcmp(head.data, expected, sizeof(expected)) != 0) {
		return mc_fail(why, MC_E_STORE_CORRUPT, "audit: the chain breaks at entry %lld",
			       (long long)walk->n);
	}
	memcpy(walk->head, expected, sizeof(expected));
	if (walk->each) {
		walk->each(walk->ctx, walk->n, entry);
	}
	return MC_OK;
}

static enum mc_code walk_all(struct mc_store *store, struct walk *walk, struct mc_err *why)
{
	struct tail tail;
	enum mc_code code = load_tail(store, &tail, why);

	if (!code) {
		code = mc_db_each(&store->db, "SELECT n, entry, head FROM audit ORDER BY n", NULL,
				  step, walk, why);
	}
	if (!code && (tail.n != walk->n || memcmp(tail.head, walk->head, MC_SHA256_LEN) != 0)) {
		code = mc_fail(why, MC_E_STORE_CORRUPT, "audit: %lld entries, the last head is of %lld",
			       (long long)walk->n, (long long)tail.n);
	}
	return code;
}

enum mc_code mc_audit_walk(struct mc_store *store,
			   void (*each)(void *ctx, int64_t n, struct mc_slice entry), void *ctx,
			   int64_t *ret_count, struct mc_err *why)
{
	struct walk walk = {.each = each, .ctx = ctx};
	enum mc_code code = mc_db_begin_reading(&store->db, why); /* one view of both tables */

	if (code) {
		return code;
	}
	code = mc_db_end(&store->db, walk_all(store, &walk, why), why);
	if (!code && ret_count) {
		*ret_count = walk.n;
	}
	return code;
}
