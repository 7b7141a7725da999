/* SPDX-License-Identifier: MPL-2.0 */
/* questions.c - sealed questions on their way out, signed answers on their way in. */
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/store/mail.h"
#include "store/mail_db.h"

static const char *const states[] = {
	[MC_QUESTION_WAITING] = "WAITING",     [MC_QUESTION_SENT] = "SENT",
	[MC_QUESTION_ANSWERED] = "ANSWERED",   [MC_QUESTION_FAILED] = "FAILED",
	[MC_QUESTION_CANCELLED] = "CANCELLED", [MC_QUESTION_DONE] = "DONE",
};

static const char *const kinds[] = {[MC_QUERY_LOOKUP] = "lookup", [MC_QUERY_VERIFY] = "verify"};

/* The place of word in names; -1 when it is none of them. */
static int index_of(const char *const *names, size_t count, const char *word)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(names[i], word) == 0) {
			return (int)i;
		}
	}
	return -1;
}

enum mc_code mc_mail_ask(struct mc_mail *mail, const struct mc_question *question,
			 struct mc_slice sealed, const char *question_sha256, struct mc_err *why)
{
	return mc_db_run(&mail->db,
			 "INSERT INTO question (id, kind, state, asked_at, give_up_at, sha256, sealed,"
			 " queued) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
			 MC_BINDS(mc_bind_text(question->id), mc_bind_text(kinds[question->kind]),
				  mc_bind_text(states[MC_QUESTION_WAITING]),
				  mc_bind_at(question->asked_at),
				  mc_bind_at_or_null(question->give_up_at),
				  mc_bind_text(question_sha256), mc_bind_bytes(sealed),
				  mc_bind_int(question->queued)),
			 why);
}

/* ---- reading */

#define QUESTION "SELECT id, kind, state, asked_at, give_up_at, attempts, cause, queued"

static enum mc_code read_question(sqlite3_stmt *row, struct mc_question *ret, struct mc_err *why)
{
	char kind[16], state[16];
	int kind_index, state_index;

	*ret = (struct mc_question){.attempts = sqlite3_column_int(row, 5),
				    .cause = mc_col_code(row, 6),
				    .queued = sqlite3_column_int(row, 7) != 0};
	if (!MC_COL(row, 0, ret->id) || !MC_COL(row, 1, kind) || !MC_COL(row, 2, state) ||
	    !mc_col_at(row, 3, &ret->asked_at) || !mc_col_at(row, 4, &ret->give_up_at)) {
		return mc_db_corrupt(why, "question: a value of the wrong shape");
	}
	kind_index = index_of(kinds, MC_COUNT(kinds), kind);
	state_index = index_of(states, MC_COUNT(states), state);
	if (kind_index < 0 || state_index < 0) {
		return mc_db_corrupt(why, "question: a kind or state that is not known");
	}
	ret->kind = (enum mc_query_kind)kind_index;
	ret->state = (enum mc_question_state)state_index;
	return MC_OK;
}

static enum mc_code take_question(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	return read_question(row, ctx, why);
}

enum mc_code mc_mail_question(struct mc_mail *mail, const char *id, struct mc_question *ret,
			      struct mc_err *why)
{
	struct mc_question question;
	enum mc_code code =
		mc_db_first(&mail->db, QUESTION " FROM question WHERE id = ?1",
			    MC_BINDS(mc_bind_text(id)), take_question, &question, MC_E_NOT_FOUND, why);

	if (!code) {
		*ret = question;
	}
	return code;
}

/* ---- the courier's side */

/* Looking comes first: a poll that finds nothing must not write. */
static enum mc_code give_up(struct mc_mail *mail, int64_t now, struct mc_err *why)
{
	int64_t late = 0;
	enum mc_code code = mc_db_first(
		&mail->db, "SELECT count(*) FROM question WHERE state = ?1 AND give_up_at <= ?2",
		MC_BINDS(mc_bind_text(states[MC_QUESTION_WAITING]), mc_bind_at(now)), mc_db_number,
		&late, MC_E_STORE, why);

	if (code || !late) {
		return code;
	}
	return mc_db_run(&mail->db,
			 "UPDATE question SET state = ?3, sealed = NULL"
			 " WHERE state = ?1 AND give_up_at <= ?2",
			 MC_BINDS(mc_bind_text(states[MC_QUESTION_WAITING]), mc_bind_at(now),
				  mc_bind_text(states[MC_QUESTION_FAILED])),
			 why);
}

struct next {
	struct mc_question question;
	struct mc_str *sealed;
	char sha256[MC_DIGEST_LEN];
};

static enum mc_code take_next(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	struct next *next = ctx;
	enum mc_code code = read_question(row, &next->question, why);

	if (!code && !MC_COL(row, 8, next->sha256)) {
		code = mc_db_corrupt(why, "question: sha256");
	}
	return code ? code : mc_col_put(row, 9, next->sealed, why);
}

enum mc_code mc_mail_question_next(struct mc_mail *mail, int64_t now, struct mc_question *ret,
				   struct mc_str *ret_sealed, char ret_sha256[MC_DIGEST_LEN],
				   struct mc_err *why)
{
	struct next next = {.sealed = ret_sealed};
	enum mc_code code = give_up(mail, now, why);

	if (!code) {
		code = mc_db_first(&mail->db,
				   QUESTION ", sha256, sealed FROM question WHERE state = ?1"
					    " ORDER BY queued, n LIMIT 1",
				   MC_BINDS(mc_bind_text(states[MC_QUESTION_WAITING])), take_next,
				   &next, MC_E_NOT_FOUND, why);
	}
	if (!code) {
		*ret = next.question;
		(void)mc_copy(ret_sha256, MC_DIGEST_LEN, next.sha256);
	}
	return code;
}

enum mc_code mc_mail_question_failed(struct mc_mail *mail, const char *id, enum mc_code cause,
				     struct mc_err *why)
{
	enum mc_code code = mc_db_run(&mail->db,
				      "UPDATE question SET attempts = attempts + 1, cause = ?2"
				      " WHERE id = ?1",
				      MC_BINDS(mc_bind_text(id), mc_bind_code(cause)), why);

	return code || mc_db_changes(&mail->db) ? code : mc_fail(why, MC_E_NOT_FOUND, "question");
}

enum mc_code mc_mail_question_refused(struct mc_mail *mail, const char *id, enum mc_code cause,
				      struct mc_err *why)
{
	struct mc_question question;
	enum mc_code code = mc_db_run(
		&mail->db,
		"UPDATE question SET state = ?2, attempts = attempts + 1, cause = ?3, sealed = NULL"
		" WHERE id = ?1 AND state IN (?4, ?5)",
		MC_BINDS(mc_bind_text(id), mc_bind_text(states[MC_QUESTION_FAILED]),
			 mc_bind_code(cause), mc_bind_text(states[MC_QUESTION_WAITING]),
			 mc_bind_text(states[MC_QUESTION_SENT])),
		why);

	if (code || mc_db_changes(&mail->db)) {
		return code;
	}
	code = mc_mail_question(mail, id, &question, why);
	return code ? code :
		      mc_fail(why, MC_E_DOSSIER_STATE, "the question is %s", states[question.state]);
}

/* Stored once: the same bytes again are fine, others are refused. */
static enum mc_code already_answered(struct mc_mail *mail, const char *id, struct mc_slice outer,
				     struct mc_err *why)
{
	struct mc_question question;
	int64_t same = 0;
	enum mc_code code = mc_mail_question(mail, id, &question, why);

	if (!code) {
		code = mc_db_first(
			&mail->db,
			"SELECT count(*) FROM question WHERE id = ?1 AND outer_jws = ?2",
			MC_BINDS(mc_bind_text(id), mc_bind_bytes(outer)), mc_db_number, &same,
			MC_E_STORE, why);
	}
	return code || same ? code :
			      mc_fail(why, MC_E_DOSSIER_STATE, "the question is %s",
				      states[question.state]);
}

enum mc_code mc_mail_answer(struct mc_mail *mail, const char *id, struct mc_slice outer,
			    struct mc_slice inner, int64_t now, struct mc_err *why)
{
	enum mc_code code = mc_db_run(
		&mail->db,
		"UPDATE question SET state = ?2, attempts = attempts + 1, cause = NULL,"
		" answered_at = ?3, outer_jws = ?4, inner_age = ?5 WHERE id = ?1 AND state IN (?6, ?7)",
		MC_BINDS(mc_bind_text(id), mc_bind_text(states[MC_QUESTION_ANSWERED]),
			 mc_bind_at(now), mc_bind_bytes(outer), mc_bind_bytes(inner),
			 mc_bind_text(states[MC_QUESTION_WAITING]),
			 mc_bind_text(states[MC_QUESTION_SENT])),
		why);

	return code || mc_db_changes(&mail->db) ? code : already_answered(mail, id, outer, why);
}

/* ---- the desk's side */

struct answer {
	struct mc_str *outer, *inner;
};

static enum mc_code take_answer(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	const struct answer *answer = ctx;
	enum mc_code code = mc_col_put(row, 0, answer->outer, why);

	return code ? code : mc_col_put(row, 1, answer->inner, why);
}

enum mc_code mc_mail_answer_load(struct mc_mail *mail, const char *id, struct mc_str *ret_outer,
				 struct mc_str *ret_inner, struct mc_err *why)
{
	struct answer answer = {ret_outer, ret_inner};

	return mc_db_first(&mail->db,
			   "SELECT outer_jws, inner_age FROM question WHERE id = ?1 AND state = ?2",
			   MC_BINDS(mc_bind_text(id), mc_bind_text(states[MC_QUESTION_ANSWERED])),
			   take_answer, &answer, MC_E_NOT_FOUND, why);
}

/* From any state but the two given; already being there is fine. */
static enum mc_code end_question(struct mc_mail *mail, const char *id, enum mc_question_state to,
				 enum mc_question_state not1, enum mc_question_state not2,
				 struct mc_err *why)
{
	struct mc_question question;
	enum mc_code code = mc_db_run(
		&mail->db,
		"UPDATE question SET state = ?2, sealed = NULL, outer_jws = NULL, inner_age = NULL"
		" WHERE id = ?1 AND state NOT IN (?3, ?4)",
		MC_BINDS(mc_bind_text(id), mc_bind_text(states[to]), mc_bind_text(states[not1]),
			 mc_bind_text(states[not2])),
		why);

	if (code || mc_db_changes(&mail->db)) {
		return code;
	}
	code = mc_mail_question(mail, id, &question, why);
	return code ? code :
		      mc_fail(why, MC_E_DOSSIER_STATE, "the question is %s", states[question.state]);
}

enum mc_code mc_mail_question_cancel(struct mc_mail *mail, const char *id, struct mc_err *why)
{
	return end_question(mail, id, MC_QUESTION_CANCELLED, MC_QUESTION_ANSWERED, MC_QUESTION_DONE,
			    why);
}

enum mc_code mc_mail_question_done(struct mc_mail *mail, const char *id, struct mc_err *why)
{
	return end_question(mail, id, MC_QUESTION_DONE, MC_QUESTION_WAITING, MC_QUESTION_SENT, why);
}
