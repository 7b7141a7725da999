/* SPDX-License-Identifier: MPL-2.0 */
/*
 * ledger_branches.c - linked groups: what each unit said of its branch. The branch, the
 * whole that follows from it, the event and what begins next are one transaction.
 */
#include <string.h>

#include "gateway/ledger_sqlite.h"
#include "motcua/base/mem.h"

/* ---- rows */

enum mc_code mc_lsq_add_branches(sqlite3 *db, const char *id, const struct mc_vec *branches,
				 struct mc_err *why)
{
	enum mc_code code = MC_OK;
	int64_t n = 0;

	if (!branches) {
		return MC_OK;
	}
	MC_VEC_EACH (branches, struct mc_manifest_branch, branch) {
		if (!code) {
			code = mc_sql_run(db, why,
					  "INSERT INTO branch(dossier, n, id, after)"
					  " VALUES(?,?,?,ifnull(?,''))",
					  "titt", id, n++, branch->id, branch->after);
		}
	}
	return code;
}

enum mc_code mc_lsq_begin_branches(sqlite3 *db, const char *id, const char *after, int64_t due,
				   int *ret_begun, struct mc_err *why)
{
	enum mc_code code =
		mc_sql_run(db, why,
			   "INSERT INTO relay(id, branch, step, due) SELECT dossier, id, 'forwarded', ?"
			   " FROM branch WHERE dossier=? AND after=ifnull(?,'') AND state='' ORDER BY n",
			   "itt", due, id, after);

	*ret_begun = code ? 0 : sqlite3_changes(db);
	return code;
}

enum mc_code mc_lsq_branches(void *ctx, const char *id, struct mc_vec *ret, struct mc_err *why)
{
	sqlite3_stmt *stmt = NULL;
	bool row = false;
	enum mc_code code = mc_sql_start(ctx, &stmt, why,
					 "SELECT id, after, state, number FROM branch"
					 " WHERE dossier=? ORDER BY n",
					 "t", id);

	while (!code && !(code = mc_sql_step(stmt, &row, why)) && row) {
		struct mc_ledger_branch *branch = mc_vec_push(ret);
		char state[24];

		if (!branch) {
			code = mc_fail(why, MC_E_STORE, "gateway.db: too many branches");
			break;
		}
		MC_SQL_TEXT(stmt, 0, branch->id);
		MC_SQL_TEXT(stmt, 1, branch->after);
		MC_SQL_TEXT(stmt, 2, state);
		branch->state = mc_branch_state_parse(state);
		MC_SQL_TEXT(stmt, 3, branch->number);
	}
	mc_sql_end(stmt);
	return code;
}

#define ASKED_BY_THEN                                                                   \
	" FROM ask WHERE dossier=?1 AND n <="                                           \
	" (SELECT max(n) FROM ask WHERE dossier=?1 AND event=?2)"

/* A supplement is the dossier's: it answers every branch that had asked by the event that it
 * names. One that asks since has its own answer still to come. */
enum mc_code mc_lsq_supplemented(sqlite3 *db, const char *id, const char *event, int64_t due,
				 struct mc_err *why)
{
	enum mc_code code = mc_sql_run(
		db, why,
		"INSERT OR REPLACE INTO relay(id, branch, step, due)"
		" SELECT ?1, branch, 'in_process', ?3" ASKED_BY_THEN " ORDER BY n",
		"tti", id, event, due);

	return code ? code : mc_sql_run(db, why, "DELETE" ASKED_BY_THEN, "tt", id, event);
}

enum mc_code mc_lsq_no_branches(sqlite3 *db, const char *id, struct mc_err *why)
{
	sqlite3_stmt *stmt = NULL;
	bool row = false;
	enum mc_code code = mc_sql_start(db, &stmt, why,
					 "SELECT 1 FROM branch WHERE dossier=? LIMIT 1", "t", id);

	code = code ? code : mc_sql_step(stmt, &row, why);
	mc_sql_end(stmt);
	return code || !row ? code
			    : mc_fail(why, MC_E_DOSSIER_STATE, "a linked group: each branch answers");
}

static enum mc_code save_branch(sqlite3 *db, const char *dossier,
				const struct mc_ledger_branch *branch, struct mc_err *why)
{
	return mc_sql_run(db, why, "UPDATE branch SET state=?, number=? WHERE dossier=? AND id=?",
			  "tttt", mc_branch_state_code(branch->state), branch->number, dossier,
			  branch->id);
}

/* ---- one answer */

struct answering {
	const char *id;
	const struct mc_ledger_answer *what;
	struct mc_ledger_dossier dossier;
	struct mc_vec branches; /* struct mc_ledger_branch */
	struct mc_ledger_branch *branch; /* of these */
	int64_t number;
};

static struct mc_ledger_branch *find_branch(const struct mc_vec *branches, const char *id)
{
	MC_VEC_EACH (branches, struct mc_ledger_branch, branch) {
		if (!strcmp(branch->id, id)) {
			return branch;
		}
	}
	return NULL;
}

/* What the whole has become with this branch. */
static void take_whole(struct answering *a)
{
	enum mc_branch_state states[MC_BRANCHES_MAX];
	size_t count = 0;

	MC_VEC_EACH (&a->branches, struct mc_ledger_branch, branch) {
		states[count++] = branch->state;
	}
	MC_COPY(a->dossier.state, mc_state_name(mc_linked_state(states, count)));
	a->branch->whole = mc_linked_word(states, count);
}

static enum mc_code relay_is_there(sqlite3 *db, const struct answering *a, struct mc_err *why)
{
	sqlite3_stmt *stmt = NULL;
	bool row = false;
	enum mc_code code =
		mc_sql_start(db, &stmt, why,
			     "SELECT 1 FROM relay WHERE id=? AND branch=? AND step=?",
			     "ttt", a->id, a->what->branch, mc_branch_state_code(a->what->to));

	code = code ? code : mc_sql_step(stmt, &row, why);
	mc_sql_end(stmt);
	return code || row ? code : mc_fail(why, MC_E_NOT_FOUND, "another took this step");
}

/* Open, a branch of it, and an arrow that there is. */
static enum mc_code check(sqlite3 *db, struct answering *a, struct mc_err *why)
{
	const struct mc_ledger_answer *what = a->what;
	enum mc_state whole;
	enum mc_code code = what->relayed ? relay_is_there(db, a, why) : MC_OK;

	code = code ? code : mc_lsq_dossier(db, a->id, &a->dossier, why);
	code = code ? code : mc_lsq_branches(db, a->id, &a->branches, why);
	if (code) {
		return code;
	}
	a->branch = find_branch(&a->branches, what->branch);
	if (!a->branch) {
		return mc_fail(why, MC_E_NOT_FOUND, "it has no branch %.40s", what->branch);
	}
	whole = mc_state_parse(a->dossier.state);
	if (mc_state_after(whole, MC_HAPPENING_BRANCH) == MC_STATE_NONE ||
	    !mc_branch_may(a->branch->state, what->to)) {
		return mc_fail(why, MC_E_DOSSIER_STATE, "%s, branch %s", a->dossier.state,
			       mc_branch_state_code(a->branch->state));
	}
	return MC_OK;
}

static enum mc_code make(void *ctx, const struct mc_ledger_turn *turn, struct mc_reply *ret,
			 struct mc_err *why)
{
	struct answering *a = ctx;

	return a->what->make(a->what->ctx, &a->dossier, a->branch, turn, a->number, ret, why);
}

/* What the branch has become, told and kept. */
static enum mc_code become(sqlite3 *db, struct answering *a, struct mc_err *why)
{
	struct mc_lsq_telling telling = {.dossier = &a->dossier,
					 .branch = a->branch->id,
					 .asks = a->what->to == MC_BRANCH_NEEDS_SUPPLEMENT,
					 .make = make,
					 .ctx = a};
	enum mc_code code;

	a->branch->state = a->what->to;
	take_whole(a);
	code = mc_lsq_tell(db, &telling, why);
	code = code ? code : save_branch(db, a->id, a->branch, why);
	return code ? code
		    : mc_sql_run(db, why, "UPDATE dossier SET state=? WHERE id=?", "tt",
				 a->dossier.state, a->id);
}

/* The relay goes on by itself, or stands still until the next word. */
static enum mc_code set_relay(sqlite3 *db, const struct answering *a, struct mc_err *why)
{
	const struct mc_ledger_answer *what = a->what;
	enum mc_code code = mc_sql_run(db, why,
				       "DELETE FROM relay WHERE id=? AND branch=?", "tt",
				       a->id, what->branch);

	if (!code && what->next) {
		code = mc_sql_run(db, why,
				  "INSERT INTO relay(id, branch, step, due) VALUES(?,?,?,?)", "ttti",
				  a->id, what->branch, what->next, what->next_due);
	}
	return code;
}

/* Those that waited for a branch that was returned can never begin: none stays open. The
 * branches are in order, so that one pass finds those behind them, too. */
static enum mc_code return_waiting(sqlite3 *db, struct answering *a, struct mc_err *why)
{
	enum mc_code code = MC_OK;

	MC_VEC_EACH (&a->branches, struct mc_ledger_branch, branch) {
		const struct mc_ledger_branch *before = find_branch(&a->branches, branch->after);

		if (!code && branch->state == MC_BRANCH_NONE && before &&
		    before->state == MC_BRANCH_RETURNED) {
			a->branch = branch;
			a->number = 0;
			code = become(db, a, why);
		}
	}
	return code;
}

static enum mc_code go_on(sqlite3 *db, struct answering *a, struct mc_err *why)
{
	int begun;

	if (a->what->to == MC_BRANCH_COMPLETED) {
		return mc_lsq_begin_branches(db, a->id, a->branch->id, a->what->now, &begun, why);
	}
	return a->what->to == MC_BRANCH_RETURNED ? return_waiting(db, a, why) : MC_OK;
}

static enum mc_code answer_work(sqlite3 *db, void *ctx, struct mc_err *why)
{
	struct answering *a = ctx;
	enum mc_code code = check(db, a, why);

	code = code ? code : mc_lsq_allot(db, a->what->day, &a->number, why);
	code = code ? code : become(db, a, why);
	code = code ? code : set_relay(db, a, why);
	return code ? code : go_on(db, a, why);
}

enum mc_code mc_lsq_answer(void *ctx, const char *id, const struct mc_ledger_answer *what,
			   struct mc_err *why)
{
	struct answering answering = {.id = id, .what = what};
	enum mc_code code;

	mc_vec_init(&answering.branches, sizeof(struct mc_ledger_branch), MC_BRANCHES_MAX);
	code = mc_sql_transaction(ctx, answer_work, &answering, why);
	mc_vec_done(&answering.branches);
	return code;
}
