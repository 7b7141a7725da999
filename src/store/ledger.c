/* SPDX-License-Identifier: MPL-2.0 */
/*
 * ledger.c - created = received + rejected + waiting + held + bundled + withdrawn.
 *
 * created comes from the signed chain, not from counting rows, so that a row which
 * is gone is missed.
 */
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/store/mail.h"
#include "store/mail_db.h"

enum { PAGE = 500 };

/* All from expected to before `seq` are not there. */
static void miss_until(struct mc_ledger_walk *walk, int64_t seq)
{
	if (seq <= walk->expected) {
		return;
	}
	if (!walk->ledger.missing) {
		walk->ledger.first_missing = walk->expected;
	}
	walk->ledger.missing += seq - walk->expected;
}

struct epoch {
	char name[MC_EPOCH_ROOM];
	int64_t top;
};

static enum mc_code take_epoch(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	struct epoch *epoch = ctx;

	if (sqlite3_column_type(row, 0) == SQLITE_NULL) {
		return MC_OK; /* there is none behind */
	}
	epoch->top = sqlite3_column_int64(row, 1);
	return MC_COL(row, 0, epoch->name) ? MC_OK :
					     mc_db_corrupt(why, "item: a value of the wrong shape");
}

/* The next one, by its chain or by what is left of its items; the highest seq of both. */
static enum mc_code next_epoch(struct mc_mail *mail, struct mc_ledger_walk *walk,
			       struct mc_err *why)
{
	struct epoch epoch = {.name = ""};
	enum mc_code code = mc_db_first(
		&mail->db,
		"WITH next (epoch) AS (SELECT min(epoch) FROM"
		" (SELECT min(epoch) AS epoch FROM chain WHERE epoch > ?1 UNION ALL"
		" SELECT min(epoch) FROM item WHERE epoch > ?1 AND dossier IS NULL))"
		" SELECT epoch, max(coalesce((SELECT max(seq) FROM chain c WHERE c.epoch = next.epoch), 0),"
		" coalesce((SELECT max(seq) FROM item i WHERE i.epoch = next.epoch AND dossier IS NULL), 0))"
		" FROM next",
		MC_BINDS(mc_bind_text(walk->epoch)), take_epoch, &epoch, MC_E_STORE, why);

	if (code) {
		return code;
	}
	walk->ended = !epoch.name[0];
	walk->expected = 1;
	walk->top = epoch.top;
	walk->ledger.created += epoch.top;
	(void)MC_COPY(walk->epoch, epoch.name);
	return MC_OK;
}

static enum mc_code take_counted(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	struct mc_counted *counted = mc_vec_push(ctx);
	char state[24];

	if (!counted) {
		return mc_fail(why, MC_E_INTERNAL, "the list takes no more items");
	}
	counted->n = sqlite3_column_int64(row, 0);
	counted->seq = sqlite3_column_int64(row, 1);
	if (!MC_COL(row, 2, counted->id) || !MC_COL(row, 3, state)) {
		return mc_db_corrupt(why, "item: a value of the wrong shape");
	}
	counted->state = mc_state_parse(state);
	return MC_OK;
}

static void account(struct mc_ledger_walk *walk, const struct mc_counted *item)
{
	miss_until(walk, item->seq);
	walk->expected = item->seq + 1;
	walk->ledger.bucket[mc_state_bucket(item->state)]++;
}

/* What was sealed since its epoch was begun is not of this count. */
static enum mc_code rows_of_epoch(struct mc_mail *mail, struct mc_ledger_walk *walk, int limit,
				  struct mc_vec *ret, struct mc_err *why)
{
	size_t before = ret->len;
	enum mc_code code = mc_db_each(&mail->db,
				       "SELECT n, seq, id, state FROM item WHERE epoch = ?1"
				       " AND seq BETWEEN ?2 AND ?3 AND dossier IS NULL"
				       " ORDER BY seq LIMIT ?4",
				       MC_BINDS(mc_bind_text(walk->epoch),
						mc_bind_int(walk->expected), mc_bind_int(walk->top),
						mc_bind_int(limit)),
				       take_counted, ret, why);

	if (code) {
		ret->len = before;
		return code;
	}
	for (size_t i = before; i < ret->len; i++) {
		account(walk, mc_vec_at(ret, i));
	}
	if (ret->len - before < (size_t)limit) { /* its last page */
		miss_until(walk, walk->top + 1);
		code = next_epoch(mail, walk, why);
	}
	return code;
}

static void balance(struct mc_ledger *ledger)
{
	int64_t sum = 0;

	for (int b = MC_BUCKET_NONE + 1; b < MC_BUCKET_COUNT; b++) {
		sum += ledger->bucket[b];
	}
	ledger->balanced = sum == ledger->created && !ledger->missing &&
			   !ledger->bucket[MC_BUCKET_NONE];
}

enum mc_code mc_mail_ledger_page(struct mc_mail *mail, struct mc_ledger_walk *walk, int limit,
				 struct mc_vec *ret, struct mc_err *why)
{
	struct mc_ledger_walk next = *walk;
	enum mc_code code = next.epoch[0] ? MC_OK : next_epoch(mail, &next, why);

	if (!code && !next.ended) {
		code = rows_of_epoch(mail, &next, limit, ret, why);
	}
	if (!code) {
		if (next.ended) {
			balance(&next.ledger);
		}
		*walk = next;
	}
	return code;
}

enum mc_code mc_mail_ledger(struct mc_mail *mail, struct mc_ledger *ret, struct mc_err *why)
{
	struct mc_ledger_walk walk = {.ended = false};
	struct mc_vec page;
	enum mc_code code = MC_OK;

	mc_vec_init(&page, sizeof(struct mc_counted), PAGE);
	while (!code && !walk.ended) {
		mc_vec_reset(&page);
		code = mc_mail_ledger_page(mail, &walk, PAGE, &page, why);
	}
	mc_vec_done(&page);
	if (!code) {
		*ret = walk.ledger;
	}
	return code;
}

enum mc_code mc_mail_supplements_page(struct mc_mail *mail, int64_t after, int limit,
				      struct mc_vec *ret, struct mc_err *why)
{
	size_t before = ret->len;
	enum mc_code code = mc_db_each(&mail->db,
				       "SELECT n, 0, id, state FROM item WHERE dossier IS NOT NULL"
				       " AND n > ?1 ORDER BY n LIMIT ?2",
				       MC_BINDS(mc_bind_int(after), mc_bind_int(limit)),
				       take_counted, ret, why);

	if (code) {
		ret->len = before;
	}
	return code;
}

/* ---- the status row's numbers */

struct tally {
	enum mc_state state;
	struct mc_mail_counts counts;
};

static enum mc_code add_state(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	struct tally *tally = ctx;
	struct mc_mail_counts *counts = &tally->counts;
	int count = sqlite3_column_int(row, 0);

	(void)why;
	switch (mc_state_bucket(tally->state)) {
	case MC_BUCKET_WAITING:
		counts->waiting += count;
		counts->failing += sqlite3_column_int(row, 1);
		break;
	case MC_BUCKET_HELD:
		counts->held += count;
		break;
	case MC_BUCKET_BUNDLED:
		counts->bundled += count;
		break;
	case MC_BUCKET_RECEIVED:
		/* with its receipt a supplement is done: what follows is the dossier's */
		counts->open += count - sqlite3_column_int(row, 2);
		break;
	default:
		break;
	}
	return MC_OK;
}

/* Asked for at each start and change. However many dossiers have come to their end, an index
 * finds the others; each state apart, for a list of them costs three times as much to ask for. */
static enum mc_code count_states(struct mc_mail *mail, struct mc_mail_counts *ret,
				 struct mc_err *why)
{
	struct tally tally = {.state = MC_STATE_NONE};
	enum mc_code code = MC_OK;

	while (!code && ++tally.state < MC_STATE_COUNT) {
		if (!mc_state_is_final(tally.state) && mc_state_bucket(tally.state)) {
			code = mc_db_first(&mail->db,
					   "SELECT count(*), count(cause), count(dossier) FROM item"
					   " WHERE state = ?1",
					   MC_BINDS(mc_bind_text(mc_state_name(tally.state))),
					   add_state, &tally, MC_E_STORE, why);
		}
	}
	*ret = tally.counts;
	return code;
}

enum mc_code mc_mail_counts(struct mc_mail *mail, struct mc_mail_counts *ret, struct mc_err *why)
{
	struct mc_mail_counts counts;
	int64_t withdrawing = 0;
	enum mc_code code;

	mc_db_look_begin(&mail->db);
	code = count_states(mail, &counts, why);
	if (!code) {
		code = mc_db_first(&mail->db,
				   "SELECT count(*) FROM withdrawal WHERE state = 'OPEN'", NULL,
				   mc_db_number, &withdrawing, MC_E_STORE, why);
	}
	mc_db_look_end(&mail->db);
	counts.withdrawing = (int)withdrawing;
	if (!code) {
		*ret = counts;
	}
	return code;
}

/* ---- is there one? */

static enum mc_code find_one(struct mc_mail *mail, enum mc_state state, struct mc_mail_any *any,
			     struct mc_err *why)
{
	bool open = mc_state_bucket(state) == MC_BUCKET_RECEIVED;
	int64_t found = 0;
	enum mc_code code;

	if (!open && mc_state_bucket(state) != MC_BUCKET_WAITING) {
		return MC_OK;
	}
	code = mc_db_first(&mail->db,
			   "SELECT EXISTS (SELECT 1 FROM item WHERE state = ?1"
			   " AND (?2 OR dossier IS NULL))",
			   MC_BINDS(mc_bind_text(mc_state_name(state)), mc_bind_int(!open)),
			   mc_db_number, &found, MC_E_STORE, why);
	if (open) {
		any->open |= found;
	} else {
		any->waiting |= found;
	}
	return code;
}

enum mc_code mc_mail_any(struct mc_mail *mail, struct mc_mail_any *ret, struct mc_err *why)
{
	struct mc_mail_any any = {0};
	int64_t withdrawing = 0;
	enum mc_code code;

	mc_db_look_begin(&mail->db);
	code = mc_db_first(&mail->db,
			   "SELECT EXISTS (SELECT 1 FROM withdrawal WHERE state = 'OPEN')", NULL,
			   mc_db_number, &withdrawing, MC_E_STORE, why);
	for (int s = MC_STATE_NONE + 1; !code && s < MC_STATE_COUNT; s++) {
		if (!mc_state_is_final((enum mc_state)s)) {
			code = find_one(mail, (enum mc_state)s, &any, why);
		}
	}
	mc_db_look_end(&mail->db);
	any.withdrawing = withdrawing;
	if (!code) {
		*ret = any;
	}
	return code;
}
