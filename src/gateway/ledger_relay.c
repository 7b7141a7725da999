/* SPDX-License-Identifier: MPL-2.0 */
/*
 * ledger_relay.c - what happens to a dossier after its receipt: one step, its
 * event and the following step are one transaction.
 */
#include <string.h>

#include "gateway/ledger_sqlite.h"
#include "motcua/base/mem.h"

enum { EVENTS_AT_ONCE = 100 };

#define COLUMNS                                                                                    \
	"SELECT d.id, d.terminal, d.epoch, d.seq, d.digest, d.procedure, d.state,"                 \
	" d.official_number "
#define DUE COLUMNS ", l.step, l.branch FROM relay l JOIN dossier d ON d.id=l.id "

static void read_dossier(sqlite3_stmt *stmt, void *to)
{
	struct mc_ledger_dossier *d = to;

	MC_SQL_TEXT(stmt, 0, d->id);
	MC_SQL_TEXT(stmt, 1, d->terminal);
	MC_SQL_TEXT(stmt, 2, d->epoch);
	d->seq = sqlite3_column_int64(stmt, 3);
	MC_SQL_TEXT(stmt, 4, d->digest);
	MC_SQL_TEXT(stmt, 5, d->procedure);
	MC_SQL_TEXT(stmt, 6, d->state);
	MC_SQL_TEXT(stmt, 7, d->official_number);
	d->receipts = 1;
}

static void read_due(sqlite3_stmt *stmt, void *to)
{
	struct mc_ledger_due *due = to;

	read_dossier(stmt, &due->dossier);
	MC_SQL_TEXT(stmt, 8, due->step);
	MC_SQL_TEXT(stmt, 9, due->branch);
}

static enum mc_code one_due(enum mc_code code, sqlite3_stmt *stmt, struct mc_ledger_due *ret,
			    struct mc_err *why)
{
	bool row = false;

	code = mc_sql_one(code, stmt, read_due, ret, &row, why);
	return code || row ? code : mc_fail(why, MC_E_NOT_FOUND, "nothing is due");
}

enum mc_code mc_lsq_dossier(sqlite3 *db, const char *id, struct mc_ledger_dossier *ret,
			    struct mc_err *why)
{
	sqlite3_stmt *stmt = NULL;
	bool row = false;
	enum mc_code code =
		mc_sql_start(db, &stmt, why, COLUMNS "FROM dossier d WHERE d.id=?", "t", id);

	code = mc_sql_one(code, stmt, read_dossier, ret, &row, why);
	return code || row ? code : mc_fail(why, MC_E_NOT_FOUND, "dossier");
}

enum mc_code mc_lsq_due(void *ctx, int64_t now, struct mc_ledger_due *ret, struct mc_err *why)
{
	sqlite3_stmt *stmt = NULL;
	enum mc_code code = mc_sql_start(
		ctx, &stmt, why, DUE "WHERE l.due<=? ORDER BY l.due, l.rowid LIMIT 1", "i", now);

	return one_due(code, stmt, ret, why);
}

/* The next number of that day, from 1; 0 when the step needs none. */
enum mc_code mc_lsq_allot(sqlite3 *db, const char *day, int64_t *ret, struct mc_err *why)
{
	sqlite3_stmt *stmt = NULL;
	bool row = false;
	enum mc_code code;

	if (!day) {
		*ret = 0;
		return MC_OK;
	}
	code = mc_sql_start(db, &stmt, why,
			    "INSERT INTO official_number(day, last) VALUES(?,1)"
			    " ON CONFLICT(day) DO UPDATE SET last=last+1 RETURNING last",
			    "t", day);
	code = code ? code : mc_sql_step(stmt, &row, why);
	if (!code) {
		*ret = row ? sqlite3_column_int64(stmt, 0) : 0;
	}
	mc_sql_end(stmt);
	return code;
}

/* A supplement names the very event that it answers. Whoever says anything else asks for
 * nothing any more; what was said of the whole settles what its branches asked. */
static enum mc_code keep_asked(sqlite3 *db, const struct mc_lsq_telling *telling,
			       const struct mc_reply *event, struct mc_err *why)
{
	const char *id = telling->dossier->id;
	char sha256[MC_SHA256_HEX];
	enum mc_code code = mc_sql_run(db, why,
				       "DELETE FROM ask WHERE dossier=? AND branch IN"
				       " (ifnull(?,''), '')",
				       "tt", id, telling->branch);

	if (code || !telling->asks) {
		return code;
	}
	mc_sha256_hex(mc_slice_text(event->outer), sha256);
	code = mc_sql_run(db, why,
			  "INSERT INTO ask(dossier, branch, event) VALUES(?, ifnull(?,''), ?)",
			  "ttt", id, telling->branch, sha256);
	return code ? code : mc_sql_run(db, why, "UPDATE dossier SET asked=? WHERE id=?", "tt",
					sha256, id);
}

static void read_turn(sqlite3_stmt *stmt, void *to)
{
	struct mc_ledger_turn *turn = to;

	turn->cursor = sqlite3_column_int64(stmt, 0);
	turn->after = sqlite3_column_int64(stmt, 1);
}

/* The end of the terminal's list: a cursor is never given twice, and no other event comes
 * between these two. */
static enum mc_code add_turn(sqlite3 *db, const struct mc_ledger_dossier *dossier,
			     struct mc_ledger_turn *ret, struct mc_err *why)
{
	sqlite3_stmt *stmt = NULL;
	bool row = false;
	enum mc_code code = mc_sql_run(db, why, "INSERT INTO event(terminal, dossier) VALUES(?,?)",
				       "tt", dossier->terminal, dossier->id);

	code = code ? code
		    : mc_sql_start(db, &stmt, why,
				   "SELECT ?2, ifnull(max(n), 0) FROM event WHERE terminal=?1 AND n<?2",
				   "ti", dossier->terminal, sqlite3_last_insert_rowid(db));
	return mc_sql_one(code, stmt, read_turn, ret, &row, why);
}

enum mc_code mc_lsq_tell(sqlite3 *db, const struct mc_lsq_telling *telling, struct mc_err *why)
{
	struct mc_reply event = {.outer = NULL};
	struct mc_ledger_turn turn = {0};
	enum mc_code code = add_turn(db, telling->dossier, &turn, why);

	mc_str_init(&event.inner, MC_JSON_MAX);
	code = code ? code : telling->make(telling->ctx, &turn, &event, why);
	code = code ? code
		    : mc_sql_run(db, why, "UPDATE event SET outer=?, inner=? WHERE n=?", "tbi",
				 event.outer, mc_slice_of(&event.inner), turn.cursor);
	code = code ? code : keep_asked(db, telling, &event, why);
	mc_reply_done(&event);
	return code;
}

/* ---- a step of the whole */

struct advancing {
	const char *id;
	const struct mc_ledger_step *step;
	struct mc_ledger_due due;
	int64_t number;
};

static enum mc_code make(void *ctx, const struct mc_ledger_turn *turn, struct mc_reply *ret,
			 struct mc_err *why)
{
	struct advancing *a = ctx;

	return a->step->make(a->step->ctx, &a->due.dossier, turn, a->number, ret, why);
}

/* A linked group goes on by its branches. */
static enum mc_code set_next(sqlite3 *db, const char *id, const struct mc_ledger_step *step,
			     struct mc_err *why)
{
	int begun = 0;
	enum mc_code code = MC_OK;

	if (step->next) {
		code = mc_lsq_begin_branches(db, id, "", step->next_due, &begun, why);
	}
	if (code) {
		return code;
	}
	if (!step->next || begun) {
		return mc_sql_run(db, why, "DELETE FROM relay WHERE id=? AND branch=''", "t", id);
	}
	return mc_sql_run(db, why, "UPDATE relay SET step=?, due=? WHERE id=? AND branch=''", "tit",
			  step->next, step->next_due, id);
}

/* What a person does needs no step that is due, but an arrow of the table; and a group has
 * no word but its branches'. */
static enum mc_code find_unasked(sqlite3 *db, struct advancing *a, struct mc_err *why)
{
	enum mc_state to = mc_state_parse(a->step->state);
	enum mc_code code = mc_lsq_dossier(db, a->id, &a->due.dossier, why);

	code = code ? code : mc_lsq_no_branches(db, a->id, why);
	if (code) {
		return code;
	}
	for (int h = 0; h < MC_HAPPENING_BRANCH; h++) {
		if (mc_state_after(mc_state_parse(a->due.dossier.state), (enum mc_happening)h) ==
		    to) {
			return MC_OK;
		}
	}
	return mc_fail(why, MC_E_DOSSIER_STATE, "%s", a->due.dossier.state);
}

static enum mc_code find_due(sqlite3 *db, struct advancing *a, struct mc_err *why)
{
	sqlite3_stmt *stmt = NULL;
	enum mc_code code;

	if (a->step->unasked) {
		return find_unasked(db, a, why);
	}
	code = mc_sql_start(db, &stmt, why, DUE "WHERE l.id=? AND l.branch='' AND l.step=?", "tt",
			    a->id, a->step->outcome);
	return one_due(code, stmt, &a->due, why);
}

static enum mc_code advance_work(sqlite3 *db, void *ctx, struct mc_err *why)
{
	struct advancing *a = ctx;
	struct mc_lsq_telling telling = {.dossier = &a->due.dossier,
					 .branch = "",
					 .asks = !strcmp(a->step->outcome, "needs_supplement"),
					 .make = make,
					 .ctx = a};
	enum mc_code code = find_due(db, a, why);

	code = code ? code : mc_lsq_allot(db, a->step->day, &a->number, why);
	code = code ? code : mc_lsq_tell(db, &telling, why);
	code = code ? code
		    : mc_sql_run(db, why,
				 "UPDATE dossier SET state=?, official_number=? WHERE id=?", "ttt",
				 a->step->state, a->due.dossier.official_number, a->id);
	return code ? code : set_next(db, a->id, a->step, why);
}

enum mc_code mc_lsq_advance(void *ctx, const char *id, const struct mc_ledger_step *step,
			    struct mc_err *why)
{
	struct advancing advancing = {.id = id, .step = step};

	return mc_sql_transaction(ctx, advance_work, &advancing, why);
}

enum mc_code mc_lsq_events(void *ctx, const char *terminal, int64_t after,
			   void (*each)(void *to, int64_t cursor, const char *outer,
					struct mc_slice inner),
			   void *to, struct mc_err *why)
{
	sqlite3_stmt *stmt = NULL;
	bool row = false;
	enum mc_code code =
		mc_sql_start(ctx, &stmt, why,
			     "SELECT n, outer, inner FROM event WHERE terminal=? AND n>?"
			     " ORDER BY n LIMIT ?",
			     "tii", terminal, after, (int64_t)EVENTS_AT_ONCE);

	while (!code && !(code = mc_sql_step(stmt, &row, why)) && row) {
		each(to, sqlite3_column_int64(stmt, 0), (const char *)sqlite3_column_text(stmt, 1),
		     mc_sql_bytes(stmt, 2));
	}
	mc_sql_end(stmt);
	return code;
}

enum mc_code mc_lsq_last_event(void *ctx, const char *terminal, int64_t *ret, struct mc_err *why)
{
	sqlite3_stmt *stmt = NULL;
	bool row = false;
	enum mc_code code = mc_sql_start(ctx, &stmt, why,
					 "SELECT n FROM event WHERE terminal=? ORDER BY n DESC LIMIT 1",
					 "t", terminal);

	code = code ? code : mc_sql_step(stmt, &row, why);
	if (!code) {
		*ret = row ? sqlite3_column_int64(stmt, 0) : 0;
	}
	mc_sql_end(stmt);
	return code;
}
