/* SPDX-License-Identifier: MPL-2.0 */
/*
 * ledger_supplements.c - supplements in, each exactly once, and one for each event that
 * asked: judged by their own id and digest, and by what the dossier waits for.
 */
#include <string.h>

#include "gateway/ledger_sqlite.h"
#include "motcua/base/mem.h"

/* ---- by its own id */

struct known {
	struct mc_ledger_held *held;
	char dossier[MC_UUID_LEN], outcome[16];
};

static void read_known(sqlite3_stmt *stmt, void *to)
{
	struct known *known = to;

	MC_SQL_TEXT(stmt, 0, known->held->id);
	MC_SQL_TEXT(stmt, 1, known->held->terminal);
	MC_SQL_TEXT(stmt, 2, known->held->digest);
	MC_SQL_TEXT(stmt, 3, known->dossier);
	MC_SQL_TEXT(stmt, 4, known->outcome);
	mc_lsq_read_statement(stmt, 5, &known->held->statement);
}

static enum mc_verdict stands(const struct known *known, const struct mc_supplement *what)
{
	if (strcmp(known->held->digest, what->digest) != 0 ||
	    strcmp(known->held->terminal, what->terminal) != 0 ||
	    strcmp(known->dossier, what->dossier) != 0) {
		return MC_VERDICT_DIGEST;
	}
	known->held->rejected = !strcmp(known->outcome, "rejected");
	return strcmp(known->outcome, "withdrawn") != 0 ? MC_VERDICT_REPEATED :
							  MC_VERDICT_WITHDRAWN;
}

static enum mc_code by_id(sqlite3 *db, const struct mc_supplement *what, bool *ret_row,
			  struct mc_ledger_held *ret, struct mc_err *why)
{
	struct known known = {.held = ret};
	sqlite3_stmt *stmt = NULL;
	enum mc_code code = mc_sql_start(db, &stmt, why,
					 "SELECT id, terminal, digest, dossier, outcome, outer, inner"
					 " FROM supplement WHERE id=?",
					 "t", what->id);

	code = mc_sql_one(code, stmt, read_known, &known, ret_row, why);
	if (!code && *ret_row) {
		ret->verdict = stands(&known, what);
	}
	return code;
}

/* ---- by what the dossier waits for */

struct waits {
	char state[24];
	int64_t open; /* it is asked for, and was not answered */
};

static void read_waits(sqlite3_stmt *stmt, void *to)
{
	struct waits *waits = to;

	MC_SQL_TEXT(stmt, 0, waits->state);
	waits->open = sqlite3_column_int64(stmt, 1);
}

static enum mc_code by_dossier(sqlite3 *db, const struct mc_supplement *what,
			       struct mc_ledger_held *ret, struct mc_err *why)
{
	struct waits waits = {.state = ""};
	sqlite3_stmt *stmt = NULL;
	bool found = false;
	enum mc_code code = mc_sql_start(
		db, &stmt, why,
		"SELECT d.state, (SELECT count(*) FROM ask a WHERE a.dossier=d.id AND a.event=?)"
		" FROM dossier d WHERE d.id=? AND d.terminal=?",
		"ttt", what->asked, what->dossier, what->terminal);

	code = mc_sql_one(code, stmt, read_waits, &waits, &found, why);
	if (code || !found) {
		return code ? code : mc_fail(why, MC_E_NOT_FOUND, "no such dossier");
	}
	if (!strcmp(waits.state, "WITHDRAWN")) {
		ret->verdict = MC_VERDICT_WITHDRAWN;
	} else if (strcmp(waits.state, "NEEDS_SUPPLEMENT") != 0 || !waits.open) {
		ret->verdict = MC_VERDICT_UNASKED;
	} else {
		ret->verdict = MC_VERDICT_NEW;
	}
	return MC_OK;
}

enum mc_code mc_lsq_judge_supplement(void *ctx, const struct mc_supplement *what,
				     struct mc_ledger_held *ret, struct mc_err *why)
{
	bool found = false;
	enum mc_code code = by_id(ctx, what, &found, ret, why);

	return code || found ? code : by_dossier(ctx, what, ret, why);
}

/* ---- taking in */

struct taking {
	const struct mc_ledger_supplement *what;
	struct mc_ledger_held *held;
};

static enum mc_code insert(sqlite3 *db, const struct mc_ledger_supplement *t, struct mc_err *why)
{
	const struct mc_supplement *s = t->what;

	return mc_sql_run(db, why,
			  "INSERT INTO supplement(id, dossier, terminal, asked, digest, record,"
			  " manifest, outcome, outer, inner, received_at)"
			  " VALUES(?,?,?,?,?,?,?,?,?,?,?)",
			  "tttttbbttbi", s->id, s->dossier, s->terminal, s->asked, s->digest,
			  t->record_jws, t->manifest, t->outcome, t->statement->outer,
			  mc_slice_of(&t->statement->inner), t->now);
}

/* What was judged may have changed before the write lock was here. A rejection for what is
 * inside is true whatever the dossier waits for. */
static bool still_true(const struct mc_ledger_supplement *t, enum mc_verdict verdict)
{
	if (!strcmp(t->outcome, "received")) {
		return verdict == MC_VERDICT_NEW;
	}
	return strcmp(t->outcome, "withdrawn") != 0 || verdict == MC_VERDICT_WITHDRAWN;
}

static enum mc_code keep(sqlite3 *db, const struct mc_ledger_supplement *t, enum mc_verdict verdict,
			 struct mc_err *why)
{
	enum mc_code code;

	if (!still_true(t, verdict)) {
		return mc_fail(why, MC_E_STORE_BUSY, "the dossier changed meanwhile");
	}
	code = insert(db, t, why);
	code = code ? code
		    : mc_lsq_name_parts(db, t->what->terminal, t->parts,
					!strcmp(t->outcome, "received"), why);
	if (!code && !strcmp(t->outcome, "received")) { /* now the dossier goes on */
		code = mc_lsq_supplemented(db, t->what->dossier, t->what->asked, t->next_due,
					   why);
	}
	return code;
}

static enum mc_code take_work(sqlite3 *db, void *ctx, struct mc_err *why)
{
	struct taking *taking = ctx;
	const struct mc_ledger_supplement *t = taking->what;
	bool found = false;
	enum mc_code code = by_id(db, t->what, &found, taking->held, why);

	if (code || found) {
		return code;
	}
	code = by_dossier(db, t->what, taking->held, why);
	code = code ? code : keep(db, t, taking->held->verdict, why);
	if (!code) {
		taking->held->verdict = MC_VERDICT_NEW;
	}
	return code;
}

enum mc_code mc_lsq_take_supplement(void *ctx, const struct mc_ledger_supplement *what,
				    struct mc_ledger_held *ret, struct mc_err *why)
{
	struct taking taking = {what, ret};

	return mc_sql_transaction(ctx, take_work, &taking, why);
}
