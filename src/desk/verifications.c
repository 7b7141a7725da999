/* SPDX-License-Identifier: MPL-2.0 */
/*
 * verifications.c - verifications that wait for the link: queued, called back, answered, and
 * past their time. What becomes of them in a form is verified.c's.
 */
#include "desk/verifications.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "desk/calendar.h"
#include "desk/question.h"
#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "motcua/desk/calendar.h"

enum { ORPHANS_MAX = 100 };
#define ORPHAN_AGE (15 * MC_MINUTE) /* more than anybody waits for */

/* ---- until when: the end of the next working day */

static int64_t end_of_next_day(struct mc_desk *desk, int64_t now)
{
	const struct mc_calendar *calendar = mc_desk_calendar(desk);
	const struct mc_time_limit that_day = {.same_day = true};
	struct mc_date today = mc_date_of_instant(now);
	struct mc_date next = mc_date_from_days(
		mc_calendar_next(calendar, mc_date_to_days(&today)));
	struct mc_local midnight = {.year = next.year, .month = next.month, .day = next.day};
	int64_t end = desk_due_from(desk, "commune", &that_day, mc_time_from_local(&midnight),
				    NULL, 0);

	return end > now ? end : now + MC_DAY; /* hours that nobody understands */
}

/* ---- queueing */

/* What asks after the same person in the same role for the same dossier. */
struct attempts {
	int64_t until;		     /* of one that waits; 0 = none */
	char failed[MC_UUID_LEN];    /* the last one that came to nothing; "" = none */
	char first[MC_UUID_LEN];     /* and the first of them: the manifest may name it */
};

static enum mc_code record(struct mc_desk *desk, const struct mc_query *query,
			   const struct mc_verification_row *row,
			   const struct desk_question *question, const struct attempts *before,
			   struct mc_err *why)
{
	char outcome[16 + MC_UUID_LEN] = "queued";
	struct mc_str entry;
	enum mc_code code;

	if (before->failed[0]) {
		snprintf(outcome, sizeof(outcome), "again %s", before->failed);
	}
	mc_str_init(&entry, 4096);
	desk_audit_entry(desk, "verify", query->id, query->procedure, outcome, &entry);
	code = mc_verification_save(desk->store, row, mc_slice_of(&entry),
				    mc_slice_of(&question->jws), why);
	mc_str_done(&entry);
	return code;
}

/* Durable with the first commit: a question that is not posted then is posted later. */
static enum mc_code queue(struct mc_desk *desk, const struct mc_query *query, const char *role,
			  const struct attempts *before, int64_t until, struct mc_err *why)
{
	struct mc_verification_row row = {.queued_at = query->asked_at, .until = until};
	struct desk_question question;
	enum mc_code code = desk_question_make(desk, query, &question, why);

	MC_COPY(row.query_id, query->id);
	MC_COPY(row.draft, query->dossier);
	MC_COPY(row.role, role);
	MC_COPY(row.first_id, before->first);
	question.row.give_up_at = until;
	question.row.queued = true;
	code = code ? code : record(desk, query, &row, &question, before, why);
	if (!code) {
		(void)!desk_question_post(desk, &question, NULL);
	}
	desk_question_done(&question);
	return code;
}

/* Of the same person: that one is enough. */
static bool asks_the_same(struct mc_desk *desk, const char *query_id, const struct mc_query *query)
{
	struct mc_query *other = mc_calloc(1, sizeof(*other));
	struct mc_str jws;
	bool same;

	mc_str_init(&jws, MC_JWS_MAX);
	same = !desk_question_load(desk, query_id, &jws, other, NULL) &&
	       !strcmp(other->number, query->number) && !strcmp(other->cmnd, query->cmnd) &&
	       !strcmp(other->full_name, query->full_name) &&
	       mc_date_compare(&other->born, &query->born) == 0;
	mc_str_wipe(&jws);
	explicit_bzero(other, sizeof(*other));
	free(other);
	return same;
}

static enum mc_code look_before(struct mc_desk *desk, const struct mc_query *query,
				const char *role, struct attempts *ret, struct mc_err *why)
{
	struct mc_vec rows;
	enum mc_code code;

	*ret = (struct attempts){.until = 0};
	mc_vec_init(&rows, sizeof(struct mc_verification_row), DESK_VERIFICATIONS_MAX);
	code = mc_verifications_of(desk->store, query->dossier, &rows, why);
	MC_VEC_EACH(&rows, struct mc_verification_row, row) {
		if (strcmp(row->role, role) != 0) {
			continue;
		}
		if (!row->outcome && asks_the_same(desk, row->query_id, query)) {
			ret->until = row->until;
		}
		if (mc_outcome_may_change(row->outcome)) {
			MC_COPY(ret->failed, row->query_id);
			MC_COPY(ret->first, row->first_id[0] ? row->first_id : row->query_id);
		}
	}
	mc_vec_done(&rows);
	return code;
}

static enum mc_code call_back(struct mc_desk *desk, const struct mc_verification_row *row,
			      struct mc_err *why)
{
	enum mc_code code = row->outcome ? MC_OK : mc_lookup_cancel(desk, row->query_id, why);

	code = code == MC_E_NOT_FOUND ? MC_OK : code; /* it was never posted */
	return code ? code : mc_verification_drop(desk->store, row->query_id, why);
}

static enum mc_code call_back_but(struct mc_desk *desk, const char *draft, const char *role,
				  const char *but, struct mc_err *why)
{
	struct mc_vec rows;
	enum mc_code code;

	mc_vec_init(&rows, sizeof(struct mc_verification_row), DESK_VERIFICATIONS_MAX);
	code = mc_verifications_of(desk->store, draft, &rows, why);
	MC_VEC_EACH(&rows, struct mc_verification_row, row) {
		if (!code && row->outcome != MC_OUTCOME_FOUND &&
		    (!role || !strcmp(row->role, role)) && strcmp(row->query_id, but) != 0) {
			code = call_back(desk, row, why);
		}
	}
	mc_vec_done(&rows);
	return code;
}

enum mc_code desk_call_back(struct mc_desk *desk, const char *draft, const char *role,
			    struct mc_err *why)
{
	return call_back_but(desk, draft, role, "", why);
}

static enum mc_code verify_later(struct mc_desk *desk, struct mc_query *query, const char *role,
				 int64_t *ret_until, struct mc_err *why)
{
	struct mc_err ignored;
	struct attempts before;
	enum mc_code code = look_before(desk, query, role, &before, why);
	int64_t until = before.until;

	if (!code && !until) { /* what was before it goes once the new one is durable */
		until = end_of_next_day(desk, query->asked_at);
		MC_COPY(query->supersedes, before.first);
		code = queue(desk, query, role, &before, until, why);
		code = code ? code : call_back_but(desk, query->dossier, role, query->id, why);
	}
	if (!code) {
		(void)!mc_desk_courier(desk, &ignored); /* it waits for that, too */
		*ret_until = until;
	}
	return code;
}

/* What the citizen showed, for this dossier. */
static enum mc_code query_of(const struct mc_work *work, const struct mc_query *shown,
			     struct mc_query *ret, struct mc_err *why)
{
	if (!shown->full_name[0] || !mc_date_is_set(&shown->born)) {
		return mc_fail(why, MC_E_NOT_A_PERSON, NULL);
	}
	*ret = *shown;
	ret->kind = MC_QUERY_VERIFY;
	MC_COPY(ret->procedure, work->procedure->code);
	MC_COPY(ret->purpose, shown->purpose[0] ? shown->purpose : work->procedure->title.vi);
	MC_COPY(ret->dossier, work->id);
	return MC_OK;
}

enum mc_code mc_work_verify_later(struct mc_work *work, const char *role,
				  const struct mc_query *shown, int64_t *ret_until,
				  struct mc_err *why)
{
	struct mc_query *query = mc_calloc(1, sizeof(*query));
	int64_t until;
	enum mc_code code = mc_procedure_role(work->procedure, role) ?
				    MC_OK :
				    mc_fail(why, MC_E_NOT_FOUND, "%.40s", role);

	if (!code) {
		code = shown ? query_of(work, shown, query, why) :
			       mc_work_query(work, role, query, why);
	}
	if (!code) {
		query->officer = work->desk->officer;
		code = mc_query_check(query, why);
	}
	if (!code) {
		mc_uuid7(query->id);
		query->asked_at = mc_clock_now();
		code = verify_later(work->desk, query, role, ret_until ? ret_until : &until, why);
	}
	explicit_bzero(query, sizeof(*query));
	free(query);
	return code;
}

/* ---- once more */

enum mc_code mc_dossier_verify_again(struct mc_desk *desk, const char *id, int *ret_count,
				     int64_t *ret_until, struct mc_err *why)
{
	struct mc_work *work;
	struct mc_vec all;
	int count = 0;
	enum mc_code code = mc_work_look(desk, id, &work, why);

	if (code) {
		return code;
	}
	mc_vec_init(&all, sizeof(struct mc_verification), DESK_VERIFICATIONS_MAX);
	code = mc_dossier_verifications(desk, id, &all, why);
	MC_VEC_EACH(&all, struct mc_verification, it) {
		if (!code && mc_outcome_may_change(it->outcome)) {
			code = mc_work_verify_later(work, it->role, NULL, ret_until, why);
			count++;
		}
	}
	mc_vec_done(&all);
	mc_work_close(work);
	if (!code && !count) {
		code = mc_fail(why, MC_E_NOT_FOUND, "no verification that came to nothing");
	}
	if (!code) {
		*ret_count = count;
	}
	return code;
}

/* ---- what became of them */

/* The desk ended between the two databases: it is posted now, if there is time left. */
static enum mc_code post_again(struct mc_desk *desk, const struct mc_verification_row *row,
			       struct mc_err *why)
{
	struct desk_question question;
	enum mc_code code;

	if (mc_clock_now() >= row->until) {
		code = mc_verification_end(desk->store, row->query_id, MC_OUTCOME_FAILURE,
					   MC_E_NO_ANSWER, "", mc_clock_now(), why);
		return code ? code : mc_asked_done(desk->store, row->query_id, why);
	}
	code = desk_question_again(desk, row->query_id, &question, why);
	question.row.give_up_at = row->until;
	question.row.queued = true;
	code = code ? code : desk_question_post(desk, &question, why);
	desk_question_done(&question);
	return code;
}

/* Whatever came for a question is kept; what it says is for others. */
static enum mc_code look(struct mc_desk *desk, const char *query_id, struct mc_err *why)
{
	struct mc_lookup *lookup = mc_calloc(1, sizeof(*lookup));
	enum mc_code code = desk_question_look(desk, query_id, lookup, why);

	explicit_bzero(lookup, sizeof(*lookup));
	free(lookup);
	return code;
}

static enum mc_code take_one(struct mc_desk *desk, const struct mc_verification_row *row,
			     struct mc_err *why)
{
	struct mc_question question;
	enum mc_code code = mc_mail_question(desk->mail, row->query_id, &question, why);

	if (code == MC_E_NOT_FOUND) {
		return post_again(desk, row, why);
	}
	return code ? code : look(desk, row->query_id, why);
}

/* Questions of a desk that ended while it waited: whatever came for them is kept, and what did
 * not is said to have failed. Those of a desk that is at work are younger. */
static void look_back(struct mc_desk *desk)
{
	struct mc_vec ids;

	if (desk->looked_back) {
		return;
	}
	desk->looked_back = true;
	mc_vec_init(&ids, MC_UUID_LEN, ORPHANS_MAX);
	(void)!mc_asked_before(desk->store, mc_clock_now() - ORPHAN_AGE, &ids, NULL);
	for (size_t i = 0; i < ids.len; i++) {
		(void)!look(desk, mc_vec_at(&ids, i), NULL);
	}
	mc_vec_done(&ids);
}

enum mc_code desk_take_verifications(struct mc_desk *desk, struct mc_err *why)
{
	struct mc_vec rows;
	struct mc_err own;
	int64_t waiting = 0;
	enum mc_code code, bad = MC_OK;

	look_back(desk);
	code = mc_verifications_count(desk->store, &waiting, why);
	if (code || !waiting) { /* mostly */
		return code;
	}
	mc_vec_init(&rows, sizeof(struct mc_verification_row), DESK_VERIFICATIONS_MAX);
	code = mc_verifications_waiting(desk->store, &rows, why);
	MC_VEC_EACH(&rows, struct mc_verification_row, row) {
		enum mc_code one = code ? MC_OK : take_one(desk, row, &own);

		if (one && !bad) { /* one that is damaged does not keep the others back */
			bad = mc_fail(why, one, "%s", own.detail);
		}
	}
	mc_vec_done(&rows);
	return code ? code : bad;
}
