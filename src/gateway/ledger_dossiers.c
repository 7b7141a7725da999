/* SPDX-License-Identifier: MPL-2.0 */
/*
 * ledger_dossiers.c - dossiers in, exactly once: judged by id, digest and running
 * number, kept together with the statement that says so.
 */
#include <string.h>

#include "gateway/ledger_sqlite.h"
#include "motcua/base/mem.h"
#include "motcua/seal/jws.h"

/* ---- reading what is held */

void mc_lsq_read_statement(sqlite3_stmt *stmt, int column, struct mc_reply *ret)
{
	const char *outer = (const char *)sqlite3_column_text(stmt, column);
	struct mc_slice inner = mc_sql_bytes(stmt, column + 1);

	mc_reply_done(ret);
	ret->outer = outer ? mc_strdup(outer) : NULL;
	mc_str_add(&ret->inner, inner.data, inner.len);
}

/* The columns of HELD, in their order. */
#define HELD                                                                                       \
	"SELECT d.id, d.terminal, d.epoch, d.seq, d.digest, r.rejected, r.outer, r.inner"          \
	" FROM dossier d JOIN receipt r ON r.id=d.id "

static void read_held(sqlite3_stmt *stmt, void *to)
{
	struct mc_ledger_held *ret = to;

	MC_SQL_TEXT(stmt, 0, ret->id);
	MC_SQL_TEXT(stmt, 1, ret->terminal);
	MC_SQL_TEXT(stmt, 2, ret->epoch);
	ret->seq = sqlite3_column_int64(stmt, 3);
	MC_SQL_TEXT(stmt, 4, ret->digest);
	ret->rejected = sqlite3_column_int(stmt, 5) != 0;
	mc_lsq_read_statement(stmt, 6, &ret->statement);
}

static enum mc_code held_by_id(sqlite3 *db, const char *id, bool *ret_row,
			       struct mc_ledger_held *ret, struct mc_err *why)
{
	sqlite3_stmt *stmt = NULL;
	enum mc_code code = mc_sql_start(db, &stmt, why, HELD "WHERE d.id=?", "t", id);

	return mc_sql_one(code, stmt, read_held, ret, ret_row, why);
}

static enum mc_code held_by_seq(sqlite3 *db, const struct mc_record *record, bool *ret_row,
				struct mc_ledger_held *ret, struct mc_err *why)
{
	sqlite3_stmt *stmt = NULL;
	enum mc_code code =
		mc_sql_start(db, &stmt, why, HELD "WHERE d.terminal=? AND d.epoch=? AND d.seq=?",
			     "tti", record->terminal, record->epoch, record->seq);

	return mc_sql_one(code, stmt, read_held, ret, ret_row, why);
}

static void read_tombstone(sqlite3_stmt *stmt, void *to)
{
	struct mc_ledger_held *ret = to;

	MC_SQL_TEXT(stmt, 0, ret->id);
	MC_SQL_TEXT(stmt, 1, ret->terminal);
	MC_SQL_TEXT(stmt, 2, ret->digest);
	mc_lsq_read_statement(stmt, 3, &ret->statement);
	ret->verdict = MC_VERDICT_WITHDRAWN;
}

enum mc_code mc_lsq_tombstone(sqlite3 *db, const char *id, const char *terminal, bool *ret_row,
			      struct mc_ledger_held *ret, struct mc_err *why)
{
	sqlite3_stmt *stmt = NULL;
	enum mc_code code = mc_sql_start(db, &stmt, why,
					 "SELECT id, terminal, digest, outer, NULL FROM tombstone"
					 " WHERE id=?1 AND (?2 IS NULL OR terminal=?2)",
					 "tt", id, terminal);

	return mc_sql_one(code, stmt, read_tombstone, ret, ret_row, why);
}

/* ---- judging */

static enum mc_verdict same_or_not(const struct mc_ledger_held *held,
				   const struct mc_record *record)
{
	bool same =
		!strcmp(held->digest, record->digest) && !strcmp(held->terminal, record->terminal);

	return same ? MC_VERDICT_REPEATED : MC_VERDICT_DIGEST;
}

/* A correction comes in the place of another. When that one was completed meanwhile, both would
 * be done for one citizen. */
static enum mc_code find_overtaken(sqlite3 *db, const struct mc_record *record,
				   struct mc_ledger_held *ret, struct mc_err *why)
{
	struct mc_ledger_dossier replaced;
	enum mc_code code;

	if (!record->replaces[0]) {
		return MC_OK;
	}
	code = mc_lsq_dossier(db, record->replaces, &replaced, why);
	if (!code) {
		ret->overtaken = mc_state_parse(replaced.state) == MC_STATE_COMPLETED &&
				 !strcmp(replaced.terminal, record->terminal);
	}
	return code == MC_E_NOT_FOUND ? MC_OK : code;
}

static enum mc_code judge(sqlite3 *db, const struct mc_record *record, struct mc_ledger_held *ret,
			  struct mc_err *why)
{
	bool found = false;
	enum mc_code code = mc_lsq_tombstone(db, record->id, record->terminal, &found, ret, why);

	if (code || found) {
		return code;
	}
	code = held_by_id(db, record->id, &found, ret, why);
	if (code || found) {
		ret->verdict = code ? ret->verdict : same_or_not(ret, record);
		return code;
	}
	code = held_by_seq(db, record, &found, ret, why);
	if (!code) {
		ret->verdict = found ? MC_VERDICT_SEQ : MC_VERDICT_NEW;
	}
	return code || found ? code : find_overtaken(db, record, ret, why);
}

enum mc_code mc_lsq_judge(void *ctx, const struct mc_record *record, struct mc_ledger_held *ret,
			  struct mc_err *why)
{
	return judge(ctx, record, ret, why);
}

/* ---- taking in */

static enum mc_code insert_dossier(sqlite3 *db, const struct mc_ledger_taking *t,
				   struct mc_err *why)
{
	const struct mc_record *r = t->record;

	return mc_sql_run(db, why,
			  "INSERT INTO dossier(id, terminal, epoch, seq, prev, digest, record,"
			  " manifest, procedure, state, received_at) VALUES(?,?,?,?,?,?,?,?,?,?,?)",
			  "tttittbbtti", r->id, r->terminal, r->epoch, r->seq, r->prev, r->digest,
			  t->record_jws, t->manifest, t->procedure,
			  t->rejected ? "REJECTED" : "RECEIPTED", t->now);
}

static enum mc_code insert_statement(sqlite3 *db, const struct mc_ledger_taking *t,
				     struct mc_err *why)
{
	return mc_sql_run(db, why,
			  "INSERT INTO receipt(id, rejected, outer, inner) VALUES(?,?,?,?)", "titb",
			  t->record->id, (int64_t)t->rejected, t->statement->outer,
			  mc_slice_of(&t->statement->inner));
}

struct taking {
	const struct mc_ledger_taking *what;
	struct mc_ledger_held *held;
};

static enum mc_code take_work(sqlite3 *db, void *ctx, struct mc_err *why)
{
	struct taking *taking = ctx;
	const struct mc_ledger_taking *t = taking->what;
	enum mc_code code = judge(db, t->record, taking->held, why);

	if (code || taking->held->verdict != MC_VERDICT_NEW) {
		return code;
	}
	if (taking->held->overtaken && !t->rejected) {
		return mc_fail(why, MC_E_STORE_BUSY, "what it corrects was completed meanwhile");
	}
	code = insert_dossier(db, t, why);
	code = code ? code : insert_statement(db, t, why);
	code = code ? code
		    : mc_lsq_name_parts(db, t->record->terminal, t->parts, !t->rejected, why);
	if (!code && !t->rejected) {
		code = mc_sql_run(db, why,
				  "INSERT INTO relay(id, step, due) VALUES(?,'forwarded',?)", "ti",
				  t->record->id, t->now);
		code = code ? code : mc_lsq_add_branches(db, t->record->id, t->branches, why);
		code = code ? code : mc_lsq_add_pending(db, t->record->id, t->pending, why);
	}
	return code;
}

enum mc_code mc_lsq_take(void *ctx, const struct mc_ledger_taking *what, struct mc_ledger_held *ret,
			 struct mc_err *why)
{
	struct taking taking = {what, ret};

	return mc_sql_transaction(ctx, take_work, &taking, why);
}

/* ---- withdrawing */

struct withdrawing {
	const struct mc_withdrawal *what;
	const struct mc_reply *statement;
	struct mc_ledger_held *held;
};

static enum mc_code bury(sqlite3 *db, const struct withdrawing *w, struct mc_err *why)
{
	enum mc_code code = mc_sql_run(
		db, why, "INSERT INTO tombstone(id, terminal, digest, outer) VALUES(?,?,?,?)",
		"tttt", w->what->id, w->what->terminal, w->what->digest, w->statement->outer);

	code = code ? code
		    : mc_sql_run(db, why, "UPDATE dossier SET state='WITHDRAWN' WHERE id=?", "t",
				 w->what->id);
	code = code ? code : mc_sql_run(db, why, "DELETE FROM relay WHERE id=?", "t", w->what->id);
	if (!code) {
		w->held->verdict = MC_VERDICT_WITHDRAWN;
		mc_reply_done(&w->held->statement);
		w->held->statement.outer = mc_strdup(w->statement->outer);
	}
	return code;
}

/* The news of it are on their way: were it buried now, its terminal would call withdrawn what
 * the province has done, or sent back. */
static enum mc_code is_ended(sqlite3 *db, const char *id, bool *ret, struct mc_err *why)
{
	struct mc_ledger_dossier dossier;
	enum mc_code code = mc_lsq_dossier(db, id, &dossier, why);

	*ret = !code && mc_state_is_final(mc_state_parse(dossier.state));
	return code;
}

static enum mc_code withdraw_work(sqlite3 *db, void *ctx, struct mc_err *why)
{
	struct withdrawing *w = ctx;
	const struct mc_withdrawal *what = w->what;
	bool found = false, ended = false;
	enum mc_code code = mc_lsq_tombstone(db, what->id, what->terminal, &found, w->held, why);

	if (code || found) {
		return code;
	}
	code = held_by_id(db, what->id, &found, w->held, why);
	if (!code && found &&
	    (strcmp(w->held->terminal, what->terminal) ||
	     (what->digest[0] && strcmp(w->held->digest, what->digest)))) {
		w->held->verdict = MC_VERDICT_DIGEST;
		return MC_OK;
	}
	if (!code && found && w->held->rejected) { /* it was never taken in */
		w->held->verdict = MC_VERDICT_REPEATED;
		return MC_OK;
	}
	if (!code && found) {
		code = is_ended(db, what->id, &ended, why);
	}
	if (!code && ended) {
		w->held->verdict = MC_VERDICT_SETTLED;
		return MC_OK;
	}
	return code ? code : bury(db, w, why);
}

enum mc_code mc_lsq_withdraw(void *ctx, const struct mc_withdrawal *what,
			     const struct mc_reply *statement, struct mc_ledger_held *ret,
			     struct mc_err *why)
{
	struct withdrawing w = {what, statement, ret};

	return mc_sql_transaction(ctx, withdraw_work, &w, why);
}

/* ---- questions */

enum mc_code mc_lsq_outcome(void *ctx, const char *id, struct mc_ledger_held *ret,
			    struct mc_err *why)
{
	bool found = false;
	enum mc_code code = held_by_id(ctx, id, &found, ret, why);

	if (!code) {
		ret->verdict = found ? MC_VERDICT_REPEATED : MC_VERDICT_NEW;
		/* only the dossier's own terminal can have withdrawn it */
		code = mc_lsq_tombstone(ctx, id, found ? ret->terminal : NULL, &found, ret, why);
	}
	return code;
}

/* One epoch of a terminal. */
struct epoch {
	char epoch[MC_EPOCH_LEN];
	int64_t seq;   /* the highest */
	int64_t began; /* when its first one here was sealed */
};

/* By the terminal's clock; no later than it came by ours, so that a clock that was ahead once does
 * not make an epoch the newest for ever. */
static int64_t sealed_at(struct mc_slice jws, int64_t received)
{
	struct mc_record record = {.at = 0};
	struct mc_str payload;
	int64_t at = received;

	mc_str_init(&payload, MC_JWS_MAX);
	if (!mc_jws_peek(jws, "record", &payload, NULL) &&
	    !mc_record_parse(mc_slice_of(&payload), &record, NULL) && record.at < received) {
		at = record.at;
	}
	mc_str_done(&payload);
	return at;
}

/* The newest is the one that was begun last: not the one that was heard of last, because what was
 * sealed before may come long after, by stick or out of a hold. */
enum mc_code mc_lsq_highest(void *ctx, const char *terminal, char ret_epoch[MC_EPOCH_LEN],
			    int64_t *ret_seq, struct mc_err *why)
{
	sqlite3_stmt *stmt = NULL;
	bool row = false;
	struct epoch newest = {.seq = 0};
	enum mc_code code = mc_sql_start(
		ctx, &stmt, why,
		"SELECT e.epoch, e.top, d.record, d.received_at FROM"
		" (SELECT epoch, max(seq) AS top, min(seq) AS first, min(rowid) AS came"
		"  FROM dossier WHERE terminal=?1 GROUP BY epoch) e"
		" JOIN dossier d ON d.terminal=?1 AND d.epoch=e.epoch AND d.seq=e.first"
		" ORDER BY e.came",
		"t", terminal);

	while (!code && !(code = mc_sql_step(stmt, &row, why)) && row) {
		struct epoch it = {.seq = sqlite3_column_int64(stmt, 1)};

		MC_SQL_TEXT(stmt, 0, it.epoch);
		it.began = sealed_at(mc_sql_bytes(stmt, 2), sqlite3_column_int64(stmt, 3));
		newest = newest.seq && it.began < newest.began ? newest : it;
	}
	mc_sql_end(stmt);
	if (!code) {
		(void)mc_copy(ret_epoch, MC_EPOCH_LEN, newest.epoch);
		*ret_seq = newest.seq;
	}
	return code;
}

/* The record is kept as it was signed; what it corrects stands nowhere else. */
static void read_replaces(sqlite3_stmt *stmt, int column, char ret[MC_UUID_LEN])
{
	struct mc_record record = {.id = ""};
	struct mc_str payload;

	mc_str_init(&payload, MC_JWS_MAX);
	if (!mc_jws_peek(mc_sql_bytes(stmt, column), "record", &payload, NULL) &&
	    !mc_record_parse(mc_slice_of(&payload), &record, NULL)) {
		(void)mc_copy(ret, MC_UUID_LEN, record.replaces);
	}
	mc_str_done(&payload);
}

enum mc_code mc_lsq_dossiers(void *ctx, void (*each)(void *to, const struct mc_ledger_dossier *),
			     void *to, struct mc_err *why)
{
	sqlite3_stmt *stmt = NULL;
	bool row = false;
	enum mc_code code = mc_sql_start(
		ctx, &stmt, why,
		"SELECT d.id, d.terminal, d.epoch, d.seq, d.digest, d.procedure, d.state,"
		" d.official_number, (SELECT count(*) FROM receipt r WHERE r.id=d.id"
		" AND NOT r.rejected), d.record, (SELECT count(*) FROM supplement s"
		" WHERE s.dossier=d.id AND s.outcome='received') FROM dossier d ORDER BY d.rowid",
		"");

	while (!code && !(code = mc_sql_step(stmt, &row, why)) && row) {
		struct mc_ledger_dossier d = {.replaces = ""};

		MC_SQL_TEXT(stmt, 0, d.id);
		MC_SQL_TEXT(stmt, 1, d.terminal);
		MC_SQL_TEXT(stmt, 2, d.epoch);
		d.seq = sqlite3_column_int64(stmt, 3);
		MC_SQL_TEXT(stmt, 4, d.digest);
		MC_SQL_TEXT(stmt, 5, d.procedure);
		MC_SQL_TEXT(stmt, 6, d.state);
		MC_SQL_TEXT(stmt, 7, d.official_number);
		d.receipts = sqlite3_column_int64(stmt, 8);
		read_replaces(stmt, 9, d.replaces);
		d.supplements = sqlite3_column_int64(stmt, 10);
		each(to, &d);
	}
	mc_sql_end(stmt);
	return code;
}
