/* SPDX-License-Identifier: MPL-2.0 */
/* items.c - sealed dossiers as the queue shows them, and which of them are due. */
#include <stdlib.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "store/items.h"

enum { PAGE = 200 };

/* ---- reading a row */

/* The gateway has the manifest when it gave its word on it. */
static bool manifest_is_there(enum mc_state state)
{
	enum mc_bucket bucket = mc_state_bucket(state);

	return bucket == MC_BUCKET_RECEIVED || bucket == MC_BUCKET_REJECTED;
}

static void read_sizes(sqlite3_stmt *row, struct mc_item *ret)
{
	int64_t manifest = sqlite3_column_int64(row, 12);

	ret->sent_bytes = sqlite3_column_int64(row, 14);
	ret->total_bytes = manifest + sqlite3_column_int64(row, 15);
	if (manifest_is_there(ret->state)) {
		ret->sent_bytes += manifest;
	}
}

static enum mc_code read_item(sqlite3_stmt *row, struct mc_item *ret, struct mc_err *why)
{
	char state[24];

	*ret = (struct mc_item){.seq = sqlite3_column_int64(row, 2),
				.attempts = sqlite3_column_int(row, 7),
				.cause = mc_col_code(row, 10),
				.has_receipt = sqlite3_column_int(row, 13) > 0,
				.withdrawing = sqlite3_column_int(row, 16) > 0,
				.n = sqlite3_column_int64(row, 17),
				.after_burial = sqlite3_column_int(row, 20) > 0,
				.refused = mc_col_code(row, 21)};
	if (!MC_COL(row, 0, ret->id) || !MC_COL(row, 1, ret->epoch) || !MC_COL(row, 3, ret->digest) ||
	    !MC_COL(row, 4, state) || !mc_col_at(row, 5, &ret->state_at) ||
	    !mc_col_at(row, 6, &ret->sealed_at) || !mc_col_at(row, 8, &ret->next_try) ||
	    !mc_col_at(row, 9, &ret->last_try) || !MC_COL(row, 11, ret->cause_detail) ||
	    !MC_COL(row, 18, ret->dossier) || !MC_COL(row, 19, ret->asked)) {
		return mc_db_corrupt(why, "item: a value of the wrong shape");
	}
	ret->state = mc_state_parse(state);
	read_sizes(row, ret);
	return MC_OK;
}

static enum mc_code take_item_state(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	struct mc_item_state *ret = ctx;
	char state[24];

	if (!MC_COL(row, 0, state) || !mc_col_at(row, 1, &ret->at)) {
		return mc_db_corrupt(why, "item: a value of the wrong shape");
	}
	ret->state = mc_state_parse(state);
	return MC_OK;
}

enum mc_code mc_mail_item_state(struct mc_mail *mail, const char *id, struct mc_item_state *ret,
				struct mc_err *why)
{
	return mc_db_first(&mail->db, "SELECT state, state_at FROM item WHERE id = ?1",
			   MC_BINDS(mc_bind_text(id)), take_item_state, ret, MC_E_DOSSIER_UNKNOWN,
			   why);
}

static enum mc_code take_item(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	return read_item(row, ctx, why);
}

enum mc_code mc_item_push(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	struct mc_item *item = mc_vec_push(ctx);

	return item ? read_item(row, item, why) :
		      mc_fail(why, MC_E_INTERNAL, "the list takes no more items");
}

enum mc_code mc_mail_item(struct mc_mail *mail, const char *id, struct mc_item *ret,
			  struct mc_err *why)
{
	struct mc_item item;
	enum mc_code code = mc_db_first(&mail->db, MC_ITEM_SELECT "WHERE id = ?1", MC_BINDS(mc_bind_text(id)),
					take_item, &item, MC_E_DOSSIER_UNKNOWN, why);

	if (!code) {
		*ret = item;
	}
	return code;
}

/* No item is ever deleted, so n counts them from 1 on, and tells a place in the list without
 * going through those before it. */
#define NEWEST "(SELECT ifnull(max(n), 0) FROM item)"

enum mc_code mc_mail_items(struct mc_mail *mail, int offset, int limit, struct mc_vec *ret,
			   struct mc_err *why)
{
	size_t before = ret->len;
	enum mc_code code = mc_db_each(&mail->db, MC_ITEM_SELECT "WHERE n <= " NEWEST " - ?1"
				       " ORDER BY n DESC LIMIT ?2",
				       MC_BINDS(mc_bind_int(offset), mc_bind_int(limit)), mc_item_push,
				       ret, why);

	if (code) {
		ret->len = before;
	}
	return code;
}

static enum mc_code ask_number(struct mc_mail *mail, const char *sql, const struct mc_bind *binds,
			       enum mc_code none, int *ret, struct mc_err *why)
{
	int64_t number = 0;
	enum mc_code code = mc_db_first(&mail->db, sql, binds, mc_db_number, &number, none, why);

	if (!code) {
		*ret = (int)number;
	}
	return code;
}

enum mc_code mc_mail_item_count(struct mc_mail *mail, int *ret, struct mc_err *why)
{
	return ask_number(mail, "SELECT " NEWEST, NULL, MC_E_STORE, ret, why);
}

enum mc_code mc_mail_item_place(struct mc_mail *mail, const char *id, int *ret, struct mc_err *why)
{
	return ask_number(mail, "SELECT " NEWEST " - n FROM item WHERE id = ?1",
			  MC_BINDS(mc_bind_text(id)), MC_E_DOSSIER_UNKNOWN, ret, why);
}

static enum mc_code take_id(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	return mc_col_text(row, 0, ctx, MC_UUID_LEN) ?
		       MC_OK :
		       mc_db_corrupt(why, "item: a value of the wrong shape");
}

enum mc_code mc_mail_item_moving(struct mc_mail *mail, char ret[MC_UUID_LEN], struct mc_err *why)
{
	char id[MC_UUID_LEN] = "";
	enum mc_code code = mc_db_each(&mail->db,
				       "SELECT id FROM item WHERE state IN (?1, ?2)"
				       " AND next_try IS NULL ORDER BY n LIMIT 1",
				       MC_BINDS(mc_bind_text(mc_state_name(MC_STATE_UPLOADING)),
						mc_bind_text(mc_state_name(MC_STATE_COMMITTING))),
				       take_id, id, why);

	if (!code) {
		memcpy(ret, id, sizeof(id));
	}
	return code;
}

enum mc_code mc_mail_each_item(struct mc_mail *mail, mc_mail_take *take, void *ctx,
			       struct mc_err *why)
{
	struct mc_vec page;
	int offset = 0;
	enum mc_code code;

	mc_vec_init(&page, sizeof(struct mc_item), PAGE);
	do {
		mc_vec_reset(&page);
		code = mc_mail_items(mail, offset, PAGE, &page, why);
		MC_VEC_EACH(&page, struct mc_item, item) {
			code = code ? code : take(ctx, item, why);
		}
		offset += PAGE;
	} while (!code && page.len == PAGE);
	mc_vec_done(&page);
	return code;
}

static enum mc_code take_news(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	struct mc_mail_news *news = mc_vec_push(ctx);

	if (!news) {
		return mc_fail(why, MC_E_INTERNAL, "the list takes no more news");
	}
	news->n = sqlite3_column_int64(row, 0);
	return MC_COL(row, 1, news->id) && mc_col_at(row, 2, &news->at) ?
		       MC_OK :
		       mc_db_corrupt(why, "journal: a value of the wrong shape");
}

enum mc_code mc_mail_news(struct mc_mail *mail, int64_t after, int limit, struct mc_vec *ret,
			  struct mc_err *why)
{
	size_t before = ret->len;
	enum mc_code code = mc_db_each(&mail->db,
				       "SELECT n, item, at FROM journal WHERE n > ?1 ORDER BY n"
				       " LIMIT ?2",
				       MC_BINDS(mc_bind_int(after), mc_bind_int(limit)), take_news,
				       ret, why);

	if (code) {
		ret->len = before;
	}
	return code;
}

/* ---- stored bytes */

struct pair {
	struct mc_str *first, *second; /* either may be NULL */
};

static enum mc_code take_pair(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	struct mc_str *to[2] = {((struct pair *)ctx)->first, ((struct pair *)ctx)->second};
	enum mc_code code = MC_OK;

	for (int i = 0; !code && i < 2; i++) {
		code = to[i] ? mc_col_put(row, i, to[i], why) : MC_OK;
	}
	return code;
}

enum mc_code mc_mail_item_record(struct mc_mail *mail, const char *id, struct mc_str *ret_record,
				 struct mc_str *ret_manifest, struct mc_err *why)
{
	struct pair pair = {ret_record, ret_manifest};

	return mc_db_first(&mail->db, "SELECT record, manifest FROM sealed WHERE item = ?1",
			   MC_BINDS(mc_bind_text(id)), take_pair, &pair, MC_E_DOSSIER_UNKNOWN, why);
}

enum mc_code mc_mail_item_receipt(struct mc_mail *mail, const char *id, struct mc_str *ret_outer,
				  struct mc_str *ret_inner, struct mc_err *why)
{
	struct pair pair = {ret_outer, ret_inner};

	return mc_db_first(&mail->db,
			   "SELECT outer_jws, inner_age FROM statement"
			   " WHERE item = ?1 AND kind IN ('receipt', 'rejection') ORDER BY n DESC LIMIT 1",
			   MC_BINDS(mc_bind_text(id)), take_pair, &pair, MC_E_NOT_FOUND, why);
}

/* ---- what is due */

#define WAITING MC_ITEM_SELECT "WHERE state = ?1 AND NOT " MC_ITEM_WITHDRAWING
#define DUE                                                                                    \
	" AND (next_try IS NULL OR next_try <= ?3 OR next_try > ?4)"                               \
	" AND NOT " MC_ITEM_AFTER_BURIAL
#define IN_ORDER " ORDER BY n LIMIT ?2"

/* Which of those that wait, and how far from now. */
struct wanted {
	bool due;
	int64_t now, cap;
	int limit;
};

/* Each state apart: then its index gives them in the order of n, and the look ends at the limit,
 * however many wait. */
static enum mc_code list_state(struct mc_mail *mail, enum mc_state state,
			       const struct wanted *wanted, struct mc_vec *ret, struct mc_err *why)
{
	struct mc_bind name = mc_bind_text(mc_state_name(state)), most = mc_bind_int(wanted->limit);

	if (!wanted->due) {
		return mc_db_each(&mail->db, WAITING IN_ORDER, MC_BINDS(name, most), mc_item_push,
				  ret, why);
	}
	return mc_db_each(&mail->db, WAITING DUE IN_ORDER,
			  MC_BINDS(name, most, mc_bind_at(wanted->now),
				   mc_bind_at(wanted->now + wanted->cap)),
			  mc_item_push, ret, why);
}

static int by_n(const void *a, const void *b)
{
	const struct mc_item *x = a, *y = b;

	return (x->n > y->n) - (x->n < y->n);
}

/* n follows seq within an epoch, and an older epoch goes first. */
static enum mc_code list(struct mc_mail *mail, const struct wanted *wanted, struct mc_vec *ret,
			 struct mc_err *why)
{
	size_t limit = (size_t)wanted->limit;
	struct mc_vec found;
	enum mc_code code = MC_OK;

	mc_vec_init(&found, sizeof(struct mc_item), limit * MC_STATE_COUNT);
	for (int s = MC_STATE_NONE + 1; !code && s < MC_STATE_COUNT; s++) {
		if (mc_state_bucket((enum mc_state)s) == MC_BUCKET_WAITING) {
			code = list_state(mail, (enum mc_state)s, wanted, &found, why);
		}
	}
	if (found.len) {
		qsort(found.items, found.len, sizeof(struct mc_item), by_n);
	}
	for (size_t i = 0; !code && i < found.len && i < limit; i++) {
		*(struct mc_item *)mc_vec_push(ret) = *(struct mc_item *)mc_vec_at(&found, i);
	}
	mc_vec_done(&found);
	return code;
}

enum mc_code mc_mail_waiting(struct mc_mail *mail, int limit, struct mc_vec *ret,
			     struct mc_err *why)
{
	return list(mail, &(struct wanted){.limit = limit}, ret, why);
}

static enum mc_code take_next(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	return mc_col_at(row, 0, ctx) ? MC_OK : mc_db_corrupt(why, "item: next_try");
}

enum mc_code mc_mail_due(struct mc_mail *mail, int64_t now, int64_t cap, int limit,
			 struct mc_vec *ret, int64_t *ret_next, struct mc_err *why)
{
	size_t before = ret->len;
	int64_t next = 0;
	const struct wanted wanted = {.due = true, .now = now, .cap = cap, .limit = limit};
	enum mc_code code = list(mail, &wanted, ret, why);

	if (!code && ret->len - before < (size_t)limit) {
		code = mc_db_first(&mail->db,
				   "SELECT min(next_try) FROM item"
				   " WHERE state IN (SELECT value FROM json_each(?1))"
				   " AND next_try > ?2 AND next_try <= ?3 AND NOT " MC_ITEM_WITHDRAWING,
				   MC_BINDS(mc_bind_text(mail->waiting), mc_bind_at(now),
					    mc_bind_at(now + cap)),
				   take_next, &next, MC_E_STORE, why);
	}
	if (code) {
		ret->len = before;
		return code;
	}
	*ret_next = next;
	return MC_OK;
}
