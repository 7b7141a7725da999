/* SPDX-License-Identifier: MPL-2.0 */
/* lookup.c - a question out, and waiting for what becomes of it. */

#include "motcua/desk/lookup.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "desk/answer.h"
#include "desk/question.h"
#include "motcua/base/clock.h"
#include "motcua/base/mem.h"

enum { WAIT_DEFAULT = 30, WAIT_MAX = 600 };

/* ---- asking */

/* The line in the audit comes first: Law 91/2025, and no look-up without a trace. */
static enum mc_code record(struct mc_desk *desk, const struct mc_query *query,
			   const struct desk_question *question, struct mc_err *why)
{
	struct mc_str entry;
	enum mc_code code;

	mc_str_init(&entry, 4096);
	desk_audit_entry(desk, query->kind == MC_QUERY_VERIFY ? "verify" : "lookup", query->id,
			 query->procedure, "", &entry);
	code = mc_audit_ask(desk->store, mc_slice_of(&entry), query->id, query->asked_at,
			    mc_slice_of(&question->jws), why);
	mc_str_done(&entry);
	return code;
}

/* Everything that can fail without a trace comes before the trace. */
static enum mc_code ask(struct mc_desk *desk, const struct mc_query *query, int wait_s,
			struct mc_err *why)
{
	struct desk_question question;
	struct mc_err ignored;
	enum mc_code code = desk_question_make(desk, query, &question, why);

	question.row.give_up_at = query->asked_at + wait_s * MC_SECOND;
	code = code ? code : record(desk, query, &question, why);
	if (!code) {
		code = desk_question_post(desk, &question, why);
		if (code) { /* no answer will come for it; the audit's line stays */
			(void)!mc_asked_done(desk->store, query->id, &ignored);
		}
	}
	desk_question_done(&question);
	return code;
}

enum mc_code mc_lookup_begin(struct mc_desk *desk, struct mc_query *query, int wait_s,
			     struct mc_err *why)
{
	struct mc_err ignored;
	enum mc_code code;

	query->officer = desk->officer;
	code = mc_query_check(query, why);
	if (code) {
		return code;
	}
	mc_uuid7(query->id);
	query->asked_at = mc_clock_now();
	if (wait_s <= 0) {
		wait_s = WAIT_DEFAULT;
	}
	code = ask(desk, query, wait_s < WAIT_MAX ? wait_s : WAIT_MAX, why);
	if (!code) {
		/* It is out now: a courier that cannot start is the outcome's cause. */
		(void)!mc_desk_courier(desk, &ignored);
	}
	return code;
}

/* ---- what became of it */
struct asked {
	struct mc_question row;
	struct mc_str jws; /* as it was signed */
	bool nobody_waits; /* cancelled, or its time is up */
	bool refused;      /* an answer came that is none: why says what is wrong with it */
};

/* A question whose courier can never start has no use for its time; a queued one has days. */
static bool is_hopeless(const struct mc_desk *desk, const struct asked *asked)
{
	return desk->courier_why.code && !asked->row.queued && !mc_mail_lease_held(desk->mail);
}

/* Of the question's own tries, else what keeps everything from going out. */
static enum mc_code cause_of(struct mc_desk *desk, const struct asked *asked)
{
	struct mc_desk_status status;

	if (asked->row.cause) {
		return asked->row.cause;
	}
	mc_desk_status(desk, &status);
	return status.link_cause;
}

/* What is no answer is said once, and is the outcome's cause when no other comes in time. */
static enum mc_code refuse(struct mc_desk *desk, struct asked *asked, struct mc_lookup *ret,
			   enum mc_code refusal, struct mc_err *why)
{
	struct mc_err ignored;
	enum mc_code code;

	if (mc_error_info(refusal)->grade == MC_GRADE_STORE) {
		return refusal; /* our own trouble: the answer may be a good one */
	}
	if (asked->nobody_waits) {
		code = desk_answer_none(desk, ret, &asked->jws, refusal, NULL, why);
		return code ? code : mc_mail_question_done(desk->mail, ret->query.id, why);
	}
	if (asked->row.cause == refusal) {
		return MC_OK;
	}
	asked->refused = true;
	(void)!mc_mail_question_failed(desk->mail, ret->query.id, refusal, &ignored);
	return refusal;
}

static enum mc_code take_answer(struct mc_desk *desk, struct asked *asked, struct mc_lookup *ret,
				struct mc_err *why)
{
	struct desk_answer answer;
	enum mc_code code;

	desk_answer_init(&answer);
	code = desk_answer_open(desk, &ret->query, &asked->jws, &answer, why);
	if (code) {
		code = refuse(desk, asked, ret, code, why);
	} else {
		code = desk_answer_keep(desk, ret, &answer, why);
	}
	desk_answer_done(&answer);
	return code;
}

static enum mc_code give_up(struct mc_desk *desk, struct asked *asked, struct mc_lookup *ret,
			    struct mc_err *why)
{
	enum mc_code code = mc_mail_question_cancel(desk->mail, ret->query.id, why);

	if (code == MC_E_DOSSIER_STATE) {
		return MC_OK; /* answered in this very moment: the next poll takes it */
	}
	return code ? code :
		      desk_answer_none(desk, ret, &asked->jws, cause_of(desk, asked), NULL, why);
}

static enum mc_code look(struct mc_desk *desk, struct asked *asked, struct mc_lookup *ret,
			 struct mc_err *why)
{
	switch (asked->row.state) {
	case MC_QUESTION_ANSWERED:
		return take_answer(desk, asked, ret, why);
	case MC_QUESTION_WAITING:
	case MC_QUESTION_SENT:
		return asked->nobody_waits || is_hopeless(desk, asked) ?
			       give_up(desk, asked, ret, why) :
			       MC_OK;
	case MC_QUESTION_DONE: /* the end was cut off between two databases */
		return MC_E_NOT_FOUND;
	default:
		return desk_answer_none(desk, ret, &asked->jws, cause_of(desk, asked), NULL, why);
	}
}

/* An outcome is given once; what was asked is forgotten with it, as the last step. */
static enum mc_code finish(struct mc_desk *desk, const char *query_id, enum mc_code code,
			   const struct mc_lookup *ret, struct mc_err *why)
{
	bool over = code == MC_E_NOT_FOUND || (!code && ret->answer.outcome);
	enum mc_code forgotten = over ? mc_asked_done(desk->store, query_id, why) : MC_OK;

	if (code == MC_E_NOT_FOUND) {
		return mc_fail(why, code, "the outcome was given before");
	}
	return code ? code : forgotten;
}

static enum mc_code load(struct mc_desk *desk, const char *query_id, struct asked *asked,
			 struct mc_lookup *ret, struct mc_err *why)
{
	enum mc_code code = mc_mail_question(desk->mail, query_id, &asked->row, why);

	return code ? code : desk_question_load(desk, query_id, &asked->jws, &ret->query, why);
}

static enum mc_code poll_question(struct mc_desk *desk, const char *query_id,
				  struct mc_lookup *ret, bool *ret_refused, struct mc_err *why)
{
	struct asked asked = {.refused = false};
	enum mc_code code;

	memset(ret, 0, sizeof(*ret));
	mc_str_init(&asked.jws, MC_JWS_MAX);
	code = load(desk, query_id, &asked, ret, why);
	if (!code) {
		asked.nobody_waits = mc_clock_now() >= asked.row.give_up_at;
		code = look(desk, &asked, ret, why);
		code = finish(desk, query_id, code, ret, why);
	}
	mc_str_wipe(&asked.jws);
	*ret_refused = asked.refused;
	return code;
}

enum mc_code desk_question_look(struct mc_desk *desk, const char *query_id, struct mc_lookup *ret,
				struct mc_err *why)
{
	bool refused;
	enum mc_code code = poll_question(desk, query_id, ret, &refused, why);

	return refused ? MC_OK : code; /* the right answer may still come */
}

enum mc_code mc_lookup_poll(struct mc_desk *desk, const char *query_id, struct mc_lookup *ret,
			    struct mc_err *why)
{
	bool refused;

	return poll_question(desk, query_id, ret, &refused, why);
}

/* ---- cancelling */

/* Esc right after asking is no try at verification: only what the courier really tried
 * is stated, for two stated tries open the way to a paper. */
static enum mc_code cancel(struct mc_desk *desk, struct asked *asked, struct mc_lookup *ret,
			   struct mc_err *why)
{
	enum mc_code code = MC_OK;

	if (asked->row.state == MC_QUESTION_WAITING || asked->row.state == MC_QUESTION_SENT) {
		code = mc_mail_question_cancel(desk->mail, ret->query.id, why);
		if (code == MC_E_DOSSIER_STATE) {
			return take_answer(desk, asked, ret, why);
		}
	}
	if (code || asked->row.state == MC_QUESTION_ANSWERED) {
		return code ? code : take_answer(desk, asked, ret, why);
	}
	return desk_answer_none(desk, ret, &asked->jws, asked->row.cause, "cancelled", why);
}

enum mc_code mc_lookup_cancel(struct mc_desk *desk, const char *query_id, struct mc_err *why)
{
	struct mc_lookup *lookup = mc_calloc(1, sizeof(*lookup));
	struct asked asked = {.nobody_waits = true};
	enum mc_code code;

	mc_str_init(&asked.jws, MC_JWS_MAX);
	code = load(desk, query_id, &asked, lookup, why);
	if (!code && asked.row.state == MC_QUESTION_DONE) {
		lookup->answer.outcome = MC_OUTCOME_FAILURE;
		code = finish(desk, query_id, MC_OK, lookup, why);
	} else if (!code) {
		code = cancel(desk, &asked, lookup, why);
		code = finish(desk, query_id, code, lookup, why);
	}
	mc_str_wipe(&asked.jws);
	explicit_bzero(lookup, sizeof(*lookup));
	free(lookup);
	return code;
}

/* ---- waiting, for subcommands */
static void wait_for_news(struct mc_desk *desk)
{
	struct pollfd fd = {.fd = mc_desk_fd(desk), .events = POLLIN};

	(void)poll(&fd, 1, 1000); /* once a second even if a poke got lost */
	(void)mc_desk_changed(desk);
}

enum mc_code mc_lookup_wait(struct mc_desk *desk, struct mc_query *query, int wait_s,
			    struct mc_lookup *ret, struct mc_err *why)
{
	enum mc_code code = mc_lookup_begin(desk, query, wait_s, why);

	while (!code) {
		bool refused;

		code = poll_question(desk, query->id, ret, &refused, why);
		if ((code && !refused) || ret->answer.outcome) {
			break;
		}
		code = MC_OK; /* refused: the right answer may still come */
		wait_for_news(desk);
	}
	return code;
}

/* ---- asked before */
enum mc_code mc_lookup_recent(struct mc_desk *desk, const char *number, struct mc_lookup *ret,
			      struct mc_err *why)
{
	char digits[MC_PID_LEN];
	enum mc_id_kind kind;
	struct mc_str inner;
	int64_t taken_at = 0;
	char *proof = NULL;
	enum mc_code code;

	memset(ret, 0, sizeof(*ret));
	if (mc_pid_parse(number, digits, &kind, NULL)) {
		return mc_fail(why, MC_E_NOT_FOUND, "no number");
	}
	mc_str_init(&inner, MC_JSON_MAX);
	code = mc_people_find(desk->store, digits, &inner, &taken_at, why);
	if (!code) {
		code = mc_answer_parse(mc_slice_of(&inner), &ret->answer, &proof, why);
	}
	if (!code) {
		const struct mc_person *person = &ret->answer.person;

		ret->cached = true;
		MC_COPY(ret->query.id, ret->answer.query_id);
		MC_COPY(ret->query.number, person->number);
		MC_COPY(ret->query.full_name, person->full_name);
		ret->query.born = person->born;
	}
	mc_str_wipe(&inner);
	free(proof);
	return code;
}
