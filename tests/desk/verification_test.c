/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A verification waits for the link like a dossier: it outlives the desk, finds its dossier
 * again, and says what it contradicts; whoever asked meanwhile gets the own answer.
 */
#include "support/province.h"

#include <sqlite3.h>

#include "motcua/desk/verification.h"
#include "motcua/store/verification.h"
#include "store/desk_db.h"
#include "store/mail_db.h"

static struct province p;
static struct mc_work *work;

#define CARD MOTHER "||Hồ Thị Mẫu|02031990|Nữ|Số 7, phố Cũ, phường Cũ, huyện Cũ|28102022"

static int setup(void **state)
{
	(void)state;
	province_begin(&p);
	province_open(&p);
	assert_ok(mc_work_new(p.desk, PROCEDURE, &work, NULL));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	mc_work_close(work);
	work = NULL;
	province_end(&p);
	return 0;
}

static void scan(const char *role)
{
	struct mc_card card;

	assert_ok(mc_card_parse(CARD, &card, NULL));
	assert_ok(mc_work_fill_card(work, role, &card, NULL, NULL));
}

static int64_t queue(const char *role)
{
	int64_t until;

	assert_ok(mc_work_verify_later(work, role, NULL, &until, NULL));
	return until;
}

static int64_t at(int month, int day, int hour, int minute)
{
	struct mc_local local = { .year = 2026, .month = month, .day = day, .hour = hour,
				  .minute = minute };

	return mc_time_from_local(&local);
}

/* The only one of its role. */
static struct mc_verification verification(const char *id, const char *role)
{
	struct mc_verification ret = {.role = ""};
	struct mc_vec all;

	mc_vec_init(&all, sizeof(struct mc_verification), 20);
	assert_ok(mc_dossier_verifications(p.desk, id, &all, NULL));
	MC_VEC_EACH(&all, struct mc_verification, it) {
		if (!strcmp(it->role, role)) {
			assert_string_equal(ret.role, "");
			ret = *it;
		}
	}
	mc_vec_done(&all);
	return ret;
}

/* As a list on the screen does. */
static void look(void)
{
	struct mc_dossier_row row;

	assert_ok(mc_dossier_row(p.desk, work->id, &row, NULL));
}

static const struct mc_value *value(const char *id)
{
	return &work->form->values[province_field(work, id)];
}

static int waiting(void)
{
	struct mc_desk_status status;

	mc_desk_status(p.desk, &status);
	return status.verifying;
}

/* As after a crash: another process opens the same data. */
static void restart(void)
{
	char id[MC_UUID_LEN];

	MC_COPY(id, work->id);
	mc_work_close(work);
	work = NULL;
	province_open(&p);
	assert_ok(mc_work_open(p.desk, id, &work, NULL));
}

static void test_waits_until_the_end_of_the_next_working_day(void **state)
{
	static const struct {
		int day, hour; /* of November 2026, queued; a Monday is the 23rd */
		int until_month, until_day;
	} table[] = {
		{23, 9, 11, 24},  {23, 20, 11, 24}, {26, 16, 11, 27},
		{27, 9, 11, 30},  {28, 9, 11, 30},  {29, 23, 11, 30},
		{30, 0, 12, 1},
	};

	(void)state;
	scan("mother");
	for (size_t i = 0; i < MC_COUNT(table); i++) {
		int64_t until;

		mc_clock_freeze(at(11, table[i].day, table[i].hour, 0));
		until = queue("mother");
		assert_int_equal(until, at(table[i].until_month, table[i].until_day, 17, 0));
		assert_ok(mc_work_type(work, province_field(work, "mother.born"),
				       i % 2 ? "1990" : "02/03/1990", NULL)); /* another question */
	}
	assert_int_equal(waiting(), 1); /* the one before it was called back */
}

static void test_queued_and_told_so(void **state)
{
	struct mc_question question;
	struct mc_verification it;
	int64_t until;

	(void)state;
	scan("mother");
	assert_int_equal(waiting(), 0);
	until = queue("mother");
	assert_int_equal(queue("mother"), until); /* pressed twice: one question */
	assert_int_equal(waiting(), 1);
	assert_int_equal(province_audit(&p, "verify", "queued"), 1);
	it = verification(work->id, "mother");
	assert_int_equal(it.outcome, MC_OUTCOME_NONE);
	assert_int_equal(it.queued_at, NOW);
	assert_int_equal(it.until, until);
	assert_false(mc_verification_needs_you(&it));
	assert_ok(mc_mail_question(p.desk->mail, it.query_id, &question, NULL));
	assert_true(question.queued);
	assert_int_equal(question.give_up_at, until);
	/* provisional: a card, and nobody verified */
	assert_int_equal(value("mother.full_name")->from, MC_FROM_CARD);
	assert_false(mc_form_verified(work->form, mc_procedure_role(work->procedure, "mother")));
}

/* A look-up of today gives up after its seconds; this one is still there after the night. */
static void test_outlives_the_desk(void **state)
{
	struct mc_verification it;
	int taken = 0;

	(void)state;
	scan("mother");
	queue("mother");
	restart();
	mc_clock_freeze(at(11, 24, 8, 0));
	assert_int_equal(waiting(), 1);
	province_answer(&p, MC_OUTCOME_FOUND, FAULT_NONE);
	restart(); /* it came while no desk was there */
	assert_ok(mc_work_take_verified(work, &taken, NULL));
	assert_int_equal(taken, 1);
	assert_int_equal(waiting(), 0);
	it = verification(work->id, "mother");
	assert_int_equal(it.outcome, MC_OUTCOME_FOUND);
	assert_string_not_equal(it.evidence_id, "");
	assert_int_equal(value("mother.full_name")->from, MC_FROM_REGISTER);
	assert_true(mc_form_verified(work->form, mc_procedure_role(work->procedure, "mother")));
	assert_ok(mc_work_take_verified(work, &taken, NULL)); /* once */
	assert_int_equal(taken, 0);
	assert_int_equal(province_audit(&p, "answer", "found"), 1);
}

static struct mc_difference *difference(struct mc_vec *all, const char *field)
{
	MC_VEC_EACH(all, struct mc_difference, it) {
		if (!strcmp(it->field, field)) {
			return it;
		}
	}
	return NULL;
}

static void test_what_it_contradicts(void **state)
{
	struct mc_verification it;
	struct mc_difference *of;
	struct mc_vec differs;

	(void)state;
	scan("mother");
	assert_ok(mc_work_type(work, province_field(work, "mother.nationality"), "Lào", NULL));
	queue("mother");
	province_answer(&p, MC_OUTCOME_FOUND, FAULT_NONE);
	assert_ok(mc_work_take_verified(work, NULL, NULL));
	it = verification(work->id, "mother");
	mc_vec_init(&differs, sizeof(struct mc_difference), 100);
	assert_ok(mc_verification_differs(p.desk, it.query_id, &differs, NULL));
	of = difference(&differs, "mother.address"); /* the card is old: the register counts */
	assert_non_null(of);
	assert_string_equal(of->value.text, "Số 7, phố Cũ, phường Cũ, huyện Cũ");
	assert_int_equal(of->value.from, MC_FROM_CARD);
	assert_string_equal(of->value.register_text,
			    "Số 5, thôn An Bình, xã Hòa Phú, tỉnh Đắk Lắk");
	of = difference(&differs, "mother.nationality"); /* typed: it stays, both are kept */
	assert_non_null(of);
	assert_int_equal(of->value.from, MC_FROM_TYPED);
	assert_null(difference(&differs, "mother.full_name"));
	assert_int_equal(it.differences, (int)differs.len);
	assert_int_equal(it.to_settle, 1); /* an address on a card grows old */
	assert_true(mc_verification_needs_you(&it));
	assert_string_equal(value("mother.address")->text,
			    "Số 5, thôn An Bình, xã Hòa Phú, tỉnh Đắk Lắk");
	assert_string_equal(value("mother.nationality")->text, "Lào");
	assert_string_equal(value("mother.nationality")->register_text, "Việt Nam");
	mc_differences_done(&differs);
}

static void test_nobody_of_that_name(void **state)
{
	struct mc_verification it;

	(void)state;
	scan("mother");
	queue("mother");
	province_answer(&p, MC_OUTCOME_NO_MATCH, FAULT_NONE);
	look();
	it = verification(work->id, "mother");
	assert_int_equal(it.outcome, MC_OUTCOME_NO_MATCH);
	assert_true(mc_verification_needs_you(&it));
	assert_int_equal(value("mother.full_name")->from, MC_FROM_CARD); /* as it was */
	assert_int_equal(waiting(), 0);
}

static void test_time_runs_out(void **state)
{
	struct mc_verification it;
	int64_t until;

	(void)state;
	scan("mother");
	until = queue("mother");
	mc_clock_freeze(until - MC_SECOND);
	assert_ok(mc_work_take_verified(work, NULL, NULL));
	assert_int_equal(waiting(), 1);
	mc_clock_freeze(until);
	restart();
	assert_ok(mc_work_take_verified(work, NULL, NULL));
	it = verification(work->id, "mother");
	assert_int_equal(it.outcome, MC_OUTCOME_FAILURE);
	assert_true(mc_verification_needs_you(&it));
	assert_string_not_equal(it.evidence_id, ""); /* stated by this desk */
	assert_int_equal(waiting(), 0);
	/* and can be queued again */
	queue("mother");
	assert_int_equal(verification(work->id, "mother").outcome, MC_OUTCOME_NONE);
}

/* A courier that does not start ends a look-up at once; this has until tomorrow. */
static void test_no_courier_is_no_end(void **state)
{
	(void)state;
	scan("mother");
	queue("mother");
	p.desk->courier_why.code = MC_E_PROGRAM_MISSING;
	assert_ok(mc_work_take_verified(work, NULL, NULL));
	assert_int_equal(waiting(), 1);
}

/* Two at once, and a look-up beside them: each answer finds its own. */
static void test_every_answer_finds_its_own(void **state)
{
	struct mc_query query = province_query(MC_QUERY_VERIFY), first, second, third;
	struct mc_lookup *lookup = mc_calloc(1, sizeof(*lookup));

	(void)state;
	scan("mother");
	scan("requester");
	queue("mother");
	queue("requester");
	assert_int_equal(waiting(), 2);
	assert_ok(mc_lookup_begin(p.desk, &query, 0, NULL));
	first = province_answer(&p, MC_OUTCOME_FOUND, FAULT_NONE);
	assert_string_equal(first.id, query.id); /* somebody sits in front of that one */
	second = province_answer(&p, MC_OUTCOME_NO_MATCH, FAULT_NONE);
	third = province_answer(&p, MC_OUTCOME_FOUND, FAULT_NONE);
	assert_ok(mc_work_take_verified(work, NULL, NULL));
	assert_string_equal(verification(work->id, "mother").query_id, second.id);
	assert_int_equal(verification(work->id, "mother").outcome, MC_OUTCOME_NO_MATCH);
	assert_string_equal(verification(work->id, "requester").query_id, third.id);
	assert_int_equal(verification(work->id, "requester").outcome, MC_OUTCOME_FOUND);
	assert_int_equal(value("requester.full_name")->from, MC_FROM_REGISTER);
	assert_int_equal(value("mother.full_name")->from, MC_FROM_CARD);
	assert_ok(mc_lookup_poll(p.desk, query.id, lookup, NULL));
	assert_int_equal(lookup->answer.outcome, MC_OUTCOME_FOUND);
	free(lookup);
}

/* What the desk waited for when it was killed is taken in by the next one. */
static void test_a_lookup_of_a_killed_desk(void **state)
{
	struct mc_query query = province_query(MC_QUERY_LOOKUP);
	struct mc_lookup *lookup = mc_calloc(1, sizeof(*lookup));
	struct mc_err ignored;

	(void)state;
	assert_ok(mc_lookup_begin(p.desk, &query, 0, NULL));
	province_answer(&p, MC_OUTCOME_FOUND, FAULT_NONE);
	restart();
	assert_ok(mc_work_take_verified(work, NULL, NULL));
	assert_code(mc_lookup_recent(p.desk, MOTHER, lookup, &ignored), MC_E_NOT_FOUND);
	mc_clock_freeze(NOW + 16 * MC_MINUTE); /* nobody can be waiting for it any more */
	restart();
	assert_ok(mc_work_take_verified(work, NULL, NULL));
	assert_ok(mc_lookup_recent(p.desk, MOTHER, lookup, NULL));
	free(lookup);
}

/* The two databases are two commits: the second is made up for. */
static void test_killed_between_the_databases(void **state)
{
	sqlite3 *mail = p.desk->mail->db.handle;
	struct mc_verification it;
	char id[MC_UUID_LEN];

	(void)state;
	scan("mother");
	assert_int_equal(sqlite3_exec(mail, "PRAGMA query_only = ON", NULL, NULL, NULL), 0);
	queue("mother");
	assert_int_equal(sqlite3_exec(mail, "PRAGMA query_only = OFF", NULL, NULL, NULL), 0);
	assert_false(province_asked(&p, NULL));
	restart();
	assert_ok(mc_work_take_verified(work, NULL, NULL));
	assert_true(province_asked(&p, id));
	it = verification(work->id, "mother");
	assert_string_equal(it.query_id, id);
	province_answer(&p, MC_OUTCOME_FOUND, FAULT_NONE);
	assert_ok(mc_work_take_verified(work, NULL, NULL));
	assert_int_equal(verification(work->id, "mother").outcome, MC_OUTCOME_FOUND);
}

/* A forged answer is none: the right one may still come. */
static void test_forged_answer_waits_on(void **state)
{
	(void)state;
	scan("mother");
	queue("mother");
	province_answer(&p, MC_OUTCOME_FOUND, FAULT_SIGNATURE);
	assert_ok(mc_work_take_verified(work, NULL, NULL));
	assert_int_equal(waiting(), 1);
	assert_int_equal(value("mother.full_name")->from, MC_FROM_CARD);
}

/* Somebody else stands in the role by then: nothing of the other goes into it. */
static void test_another_person_by_then(void **state)
{
	struct mc_vec proofs;

	(void)state;
	scan("mother");
	queue("mother");
	assert_ok(mc_work_type(work, province_field(work, "mother.number"), "030190000124", NULL));
	province_answer(&p, MC_OUTCOME_FOUND, FAULT_NONE);
	assert_ok(mc_work_take_verified(work, NULL, NULL));
	assert_int_equal(value("mother.full_name")->from, MC_FROM_CARD);
	mc_vec_init(&proofs, sizeof(struct mc_evidence_row), 10);
	assert_ok(mc_evidence_of_dossier(p.desk->store, work->id, &proofs, NULL));
	assert_int_equal(proofs.len, 0); /* it is not sent with this dossier */
	mc_vec_done(&proofs);
}

static void test_discarded_asks_no_more(void **state)
{
	struct mc_question question;
	struct mc_verification it;

	(void)state;
	scan("mother");
	queue("mother");
	it = verification(work->id, "mother");
	assert_ok(mc_work_discard(work, NULL));
	assert_int_equal(waiting(), 0);
	assert_ok(mc_mail_question(p.desk->mail, it.query_id, &question, NULL));
	assert_int_equal(question.state, MC_QUESTION_CANCELLED);
	assert_int_equal(province_audit(&p, "answer", "cancelled"), 1);
}

/* ---- with the dossier, and after it */

static void seal(void)
{
	int64_t seq;

	province_fill(work);
	assert_ok(mc_work_submit(work, &seq, NULL));
}

static void read_manifest(const char *id, struct mc_manifest *ret)
{
	struct mc_str record, sealed, plain;

	mc_str_init(&record, MC_JWS_MAX);
	mc_str_init(&sealed, MC_JSON_MAX);
	mc_str_init(&plain, MC_JSON_MAX);
	assert_ok(mc_mail_item_record(p.desk->mail, id, &record, &sealed, NULL));
	assert_ok(mc_pack_open(p.open, mc_slice_of(&sealed), &plain, NULL));
	assert_ok(mc_manifest_parse(mc_slice_of(&plain), ret, NULL));
	mc_str_done(&record);
	mc_str_done(&sealed);
	mc_str_done(&plain);
}

static void test_sealed_with_what_came(void **state)
{
	struct mc_manifest manifest;

	(void)state;
	scan("mother");
	queue("mother");
	province_answer(&p, MC_OUTCOME_FOUND, FAULT_NONE);
	seal(); /* nobody looked at the answer before: it is in all the same */
	read_manifest(work->id, &manifest);
	assert_int_equal(manifest.pending.len, 0);
	assert_int_equal(manifest.evidence.len, 1);
	assert_int_equal(manifest.verified.len, 1);
	assert_string_equal(*(char **)mc_vec_at(&manifest.verified, 0), "mother");
	mc_manifest_done(&manifest);
}

static void test_sealed_while_it_waits(void **state)
{
	const struct mc_manifest_pending *pending;
	struct mc_manifest manifest;
	struct mc_verification it;
	struct mc_vec differs;

	(void)state;
	scan("mother");
	queue("mother");
	seal();
	read_manifest(work->id, &manifest);
	assert_int_equal(manifest.evidence.len, 0);
	assert_int_equal(manifest.verified.len, 0);
	assert_int_equal(manifest.pending.len, 1);
	pending = mc_vec_at(&manifest.pending, 0);
	it = verification(work->id, "mother");
	assert_string_equal(pending->role, "mother");
	assert_string_equal(pending->query_id, it.query_id);
	assert_int_equal(pending->queued_at, NOW);
	mc_manifest_done(&manifest);
	/* after it: tied to the dossier, compared with what was sealed */
	province_answer(&p, MC_OUTCOME_FOUND, FAULT_NONE);
	look();
	it = verification(work->id, "mother");
	assert_int_equal(it.outcome, MC_OUTCOME_FOUND);
	mc_vec_init(&differs, sizeof(struct mc_difference), 100);
	assert_ok(mc_verification_differs(p.desk, it.query_id, &differs, NULL));
	assert_non_null(difference(&differs, "mother.address"));
	mc_differences_done(&differs);
	assert_string_not_equal(value("mother.full_name")->text, ""); /* sealed as it was */
	assert_int_not_equal(value("mother.full_name")->from, MC_FROM_REGISTER);
}

/* From the page of a sealed dossier: once more, and the audit keeps both. */
static void test_once_more(void **state)
{
	char first[MC_UUID_LEN], outcome[60];
	struct mc_verification it;
	struct mc_query query;
	int64_t until, again;
	int count = 0;

	(void)state;
	scan("mother");
	until = queue("mother");
	seal();
	MC_COPY(first, verification(work->id, "mother").query_id);
	assert_code(mc_dossier_verify_again(p.desk, work->id, &count, &again, NULL), MC_E_NOT_FOUND);
	mc_clock_freeze(until);
	look();
	assert_int_equal(verification(work->id, "mother").outcome, MC_OUTCOME_FAILURE);
	assert_ok(mc_dossier_verify_again(p.desk, work->id, &count, &again, NULL));
	assert_int_equal(count, 1);
	assert_true(again > until);
	it = verification(work->id, "mother");
	assert_int_equal(it.outcome, MC_OUTCOME_NONE);
	assert_string_not_equal(it.query_id, first);
	snprintf(outcome, sizeof(outcome), "again %s", first);
	assert_int_equal(province_audit(&p, "verify", "queued"), 1);
	assert_int_equal(province_audit(&p, "answer", "service_failure"), 1);
	assert_int_equal(province_audit(&p, "verify", outcome), 1);
	/* nobody of that name, the police corrects it, and once more */
	query = province_answer(&p, MC_OUTCOME_NO_MATCH, FAULT_NONE);
	assert_string_equal(query.supersedes, first); /* whom the manifest names */
	look();
	assert_int_equal(verification(work->id, "mother").outcome, MC_OUTCOME_NO_MATCH);
	assert_ok(mc_dossier_verify_again(p.desk, work->id, &count, &again, NULL));
	query = province_answer(&p, MC_OUTCOME_FOUND, FAULT_NONE);
	assert_string_equal(query.supersedes, first); /* the same, not the second */
	look();
	assert_int_equal(verification(work->id, "mother").outcome, MC_OUTCOME_FOUND);
	assert_code(mc_dossier_verify_again(p.desk, work->id, &count, &again, NULL), MC_E_NOT_FOUND);
	assert_code(mc_dossier_verify_again(p.desk, "T-nothing", &count, &again, NULL),
		    MC_E_DOSSIER_UNKNOWN);
}

/* What came after the sealing goes with what the province asks for. */
static void test_in_a_supplement(void **state)
{
	struct mc_manifest manifest;
	struct mc_work *more;
	int64_t seq;

	(void)state;
	scan("mother");
	queue("mother");
	seal();
	mc_clock_freeze(NOW + MC_HOUR);
	province_answer(&p, MC_OUTCOME_FOUND, FAULT_NONE);
	look();
	assert_ok(province_say(&p, work->id, MC_HAPPENING_RECEIPT, "receipt", "received", "",
			       FAULT_NONE));
	assert_ok(province_say(&p, work->id, MC_HAPPENING_SUPPLEMENT_ASKED, "event",
			       "needs_supplement", "", FAULT_NONE));
	assert_ok(mc_dossier_supplement(p.desk, work->id, &more, NULL));
	assert_ok(mc_work_type(more, province_field(more, "requester.phone"), "0987654321", NULL));
	assert_ok(mc_work_submit(more, &seq, NULL));
	read_manifest(more->id, &manifest);
	assert_int_equal(manifest.evidence.len, 1);
	mc_manifest_done(&manifest);
	mc_work_close(more);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_waits_until_the_end_of_the_next_working_day),
		T(test_queued_and_told_so),
		T(test_outlives_the_desk),
		T(test_what_it_contradicts),
		T(test_nobody_of_that_name),
		T(test_time_runs_out),
		T(test_no_courier_is_no_end),
		T(test_every_answer_finds_its_own),
		T(test_a_lookup_of_a_killed_desk),
		T(test_killed_between_the_databases),
		T(test_forged_answer_waits_on),
		T(test_another_person_by_then),
		T(test_discarded_asks_no_more),
		T(test_sealed_with_what_came),
		T(test_sealed_while_it_waits),
		T(test_once_more),
		T(test_in_a_supplement),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
