/* SPDX-License-Identifier: MPL-2.0 */
/* withdrawals.c - the queue of withdrawals beside the queue of dossiers. */
#include "motcua/store/withdrawal.h"

#include <string.h>

#include "motcua/base/mem.h"
#include "store/replaced.h"

static const char *const names[] = {
	[MC_WITHDRAWING_NONE] = "NONE",       [MC_WITHDRAWING_OPEN] = "OPEN",
	[MC_WITHDRAWING_DONE] = "DONE",       [MC_WITHDRAWING_REFUSED] = "REFUSED",
	[MC_WITHDRAWING_MOOT] = "MOOT",
};

const char *mc_withdrawing_name(enum mc_withdrawing state)
{
	return names[state];
}

/* ---- reading */

#define WITHDRAWAL                                                                      \
	"SELECT item, state, asked_at, next_try, last_try, attempts, cause, jws"        \
	" FROM withdrawal "

struct found {
	struct mc_mail_withdrawal *withdrawal;
	struct mc_str *jws; /* may be NULL */
};

static enum mc_code take(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	struct found *found = ctx;
	struct mc_mail_withdrawal *ret = found->withdrawal;
	char state[16];

	if (!MC_COL(row, 0, ret->id) || !MC_COL(row, 1, state) ||
	    !mc_col_at(row, 2, &ret->asked_at) || !mc_col_at(row, 3, &ret->next_try) ||
	    !mc_col_at(row, 4, &ret->last_try)) {
		return mc_db_corrupt(why, "withdrawal: a value of the wrong shape");
	}
	ret->attempts = sqlite3_column_int(row, 5);
	ret->cause = mc_col_code(row, 6);
	for (size_t i = 0; i < MC_COUNT(names); i++) {
		if (!strcmp(names[i], state)) {
			ret->state = (enum mc_withdrawing)i;
		}
	}
	return found->jws ? mc_col_put(row, 7, found->jws, why) : MC_OK;
}

enum mc_code mc_mail_withdrawal(struct mc_mail *mail, const char *id,
				struct mc_mail_withdrawal *ret, struct mc_err *why)
{
	struct mc_mail_withdrawal withdrawal = {.state = MC_WITHDRAWING_NONE};
	struct found found = {&withdrawal, NULL};
	enum mc_code code = mc_db_first(&mail->db, WITHDRAWAL "WHERE item = ?1",
					MC_BINDS(mc_bind_text(id)), take, &found, MC_E_NOT_FOUND,
					why);

	if (code && code != MC_E_NOT_FOUND) {
		return code;
	}
	*ret = withdrawal;
	return MC_OK;
}

static enum mc_code push(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	struct found found = {mc_vec_push(ctx), NULL};

	return found.withdrawal ? take(&found, row, why) :
				  mc_fail(why, MC_E_INTERNAL, "the list takes no more");
}

enum mc_code mc_mail_withdrawals(struct mc_mail *mail, int limit, struct mc_vec *ret,
				 struct mc_err *why)
{
	size_t before = ret->len;
	enum mc_code code = mc_db_each(&mail->db,
				       WITHDRAWAL "WHERE state = 'OPEN' ORDER BY n LIMIT ?1",
				       MC_BINDS(mc_bind_int(limit)), push, ret, why);

	if (code) {
		ret->len = before;
	}
	return code;
}

enum mc_code mc_mail_withdrawal_jws(struct mc_mail *mail, const char *id, struct mc_str *ret,
				    struct mc_err *why)
{
	struct mc_mail_withdrawal withdrawal;
	struct found found = {&withdrawal, ret};

	return mc_db_first(&mail->db, WITHDRAWAL "WHERE item = ?1", MC_BINDS(mc_bind_text(id)),
			   take, &found, MC_E_NOT_FOUND, why);
}

/* ---- asking */

static enum mc_code check_state(struct mc_mail *mail, const char *id, struct mc_err *why)
{
	enum mc_state state;
	enum mc_code code = mc_mail_state(mail, id, &state, why);

	if (!code && mc_state_after(state, MC_HAPPENING_WITHDRAWAL) == MC_STATE_NONE) {
		code = mc_fail(why, MC_E_DOSSIER_STATE, "%s", mc_state_name(state));
	}
	return code;
}

enum mc_code mc_withdrawal_lay_in(struct mc_mail *mail, const char *id, struct mc_slice jws,
				  int64_t now, struct mc_err *why)
{
	enum mc_code code = check_state(mail, id, why);

	if (!code) {
		code = mc_db_run(&mail->db,
				 "DELETE FROM withdrawal WHERE item = ?1 AND state = 'REFUSED'",
				 MC_BINDS(mc_bind_text(id)), why);
	}
	return code ? code :
		      mc_db_run(&mail->db,
				"INSERT INTO withdrawal (item, state, jws, asked_at)"
				" VALUES (?1, 'OPEN', ?2, ?3) ON CONFLICT DO NOTHING",
				MC_BINDS(mc_bind_text(id), mc_bind_bytes(jws), mc_bind_at(now)),
				why);
}

enum mc_code mc_mail_withdraw(struct mc_mail *mail, const char *id, struct mc_slice jws,
			      int64_t now, struct mc_err *why)
{
	enum mc_code code = mc_db_begin(&mail->db, why);

	return code ? code : mc_db_end(&mail->db, mc_withdrawal_lay_in(mail, id, jws, now, why),
				 why);
}

/* ---- what is due */

static enum mc_code take_next(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	return mc_col_at(row, 0, ctx) ? MC_OK : mc_db_corrupt(why, "withdrawal: next_try");
}

static enum mc_code later(struct mc_mail *mail, int64_t now, int64_t cap, int64_t *ret,
			  struct mc_err *why)
{
	return mc_db_first(&mail->db,
			   "SELECT min(next_try) FROM withdrawal WHERE state = 'OPEN'"
			   " AND next_try > ?1 AND next_try <= ?2",
			   MC_BINDS(mc_bind_at(now), mc_bind_at(now + cap)), take_next, ret,
			   MC_E_STORE, why);
}

enum mc_code mc_mail_withdrawal_due(struct mc_mail *mail, int64_t now, int64_t cap,
				    struct mc_mail_withdrawal *ret, struct mc_str *ret_jws,
				    int64_t *ret_next, struct mc_err *why)
{
	struct mc_mail_withdrawal withdrawal = {.attempts = 0};
	struct found found = {&withdrawal, ret_jws};
	int64_t next = 0;
	enum mc_code code = mc_db_first(
		&mail->db,
		WITHDRAWAL "WHERE state = 'OPEN'"
			   " AND (next_try IS NULL OR next_try <= ?1 OR next_try > ?2)"
			   " ORDER BY n LIMIT 1",
		MC_BINDS(mc_bind_at(now), mc_bind_at(now + cap)), take, &found, MC_E_NOT_FOUND, why);

	if (!code) {
		*ret = withdrawal;
	} else if (code == MC_E_NOT_FOUND) {
		enum mc_code failed = later(mail, now, cap, &next, why);

		code = failed ? failed : code;
	}
	*ret_next = next;
	return code;
}

/* ---- tries */

/* Why an update of an open withdrawal touched none. */
static enum mc_code changed(struct mc_mail *mail, enum mc_code code, struct mc_err *why)
{
	return code || mc_db_changes(&mail->db) ?
		       code :
		       mc_fail(why, MC_E_DOSSIER_STATE, "no withdrawal is open");
}

enum mc_code mc_mail_withdrawal_failed(struct mc_mail *mail, const char *id, int64_t now,
				       int64_t next_try, enum mc_code cause, struct mc_err *why)
{
	enum mc_code code =
		mc_db_run(&mail->db,
			  "UPDATE withdrawal SET attempts = attempts + 1, last_try = ?2,"
			  " next_try = ?3, cause = ?4 WHERE item = ?1 AND state = 'OPEN'",
			  MC_BINDS(mc_bind_text(id), mc_bind_at(now), mc_bind_at_or_null(next_try),
				   mc_bind_code(cause)),
			  why);

	return changed(mail, code, why);
}

enum mc_code mc_mail_withdrawal_refused(struct mc_mail *mail, const char *id, int64_t now,
					enum mc_code cause, struct mc_err *why)
{
	enum mc_code code =
		mc_db_run(&mail->db,
			  "UPDATE withdrawal SET attempts = attempts + 1, last_try = ?2,"
			  " next_try = NULL, cause = ?3, state = 'REFUSED', ended_at = ?2"
			  " WHERE item = ?1 AND state = 'OPEN'",
			  MC_BINDS(mc_bind_text(id), mc_bind_at(now), mc_bind_code(cause)), why);

	return changed(mail, code, why);
}

enum mc_code mc_withdrawal_end(struct mc_mail *mail, const char *id, enum mc_state state,
			       int64_t now, struct mc_err *why)
{
	if (!mc_state_is_final(state)) {
		return MC_OK; /* a receipt, an event: the request stands */
	}
	return mc_db_run(&mail->db,
			 "UPDATE withdrawal SET state = ?2, ended_at = ?3, next_try = NULL"
			 " WHERE item = ?1 AND state = 'OPEN'",
			 MC_BINDS(mc_bind_text(id),
				  mc_bind_text(names[state == MC_STATE_WITHDRAWN ?
							     MC_WITHDRAWING_DONE :
							     MC_WITHDRAWING_MOOT]),
				  mc_bind_at(now)),
			 why);
}

enum mc_code mc_withdrawal_again(struct mc_mail *mail, const char *id, struct mc_err *why)
{
	return mc_db_run(&mail->db,
			 "UPDATE withdrawal SET state = 'OPEN', ended_at = NULL, attempts = 0,"
			 " next_try = NULL, cause = NULL WHERE item = ?1 AND state = 'DONE'",
			 MC_BINDS(mc_bind_text(id)), why);
}
