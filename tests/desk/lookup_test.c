/* SPDX-License-Identifier: MPL-2.0 */
#include "support/opened_desk.h"

#include <unistd.h>

#include "motcua/desk/lookup.h"
#include "store/mail_db.h"

static void begin(struct mc_query *query, enum mc_query_kind kind)
{
	*query = province_query(kind);
	assert_ok(mc_lookup_begin(p.desk, query, 0, NULL));
}

static enum mc_question_state state_of(const char *id)
{
	struct mc_question question;

	assert_ok(mc_mail_question(p.desk->mail, id, &question, NULL));
	return question.state;
}

static bool still_asked(const char *id)
{
	struct mc_str jws;
	enum mc_code code;

	mc_str_init(&jws, MC_JWS_MAX);
	code = mc_asked_load(p.desk->store, id, &jws, NULL);
	mc_str_done(&jws);
	return code == MC_OK;
}

static size_t evidence_count(void)
{
	struct mc_vec rows;
	size_t count;

	mc_vec_init(&rows, sizeof(struct mc_evidence_row), 100);
	assert_ok(mc_evidence_list(p.desk, MOTHER, &rows, NULL));
	count = rows.len;
	mc_vec_done(&rows);
	return count;
}

/* ---- what must be there before anything is asked */
static void test_refused_before_asking(void **state)
{
	struct mc_query query = province_query(MC_QUERY_LOOKUP);

	(void)state;
	query.purpose[0] = '\0';
	assert_code(mc_lookup_begin(p.desk, &query, 0, NULL), MC_E_PURPOSE);
	query = province_query(MC_QUERY_LOOKUP);
	query.procedure[0] = '\0';
	assert_code(mc_lookup_begin(p.desk, &query, 0, NULL), MC_E_PURPOSE);
	query = province_query(MC_QUERY_LOOKUP);
	query.full_name[0] = '\0';
	assert_code(mc_lookup_begin(p.desk, &query, 0, NULL), MC_E_NOT_A_PERSON);
	memset(&p.desk->officer, 0, sizeof(p.desk->officer));
	query = province_query(MC_QUERY_LOOKUP);
	assert_code(mc_lookup_begin(p.desk, &query, 0, NULL), MC_E_OFFICER);
	assert_int_equal(province_audit_lines(&p), 0);
	assert_false(province_asked(&p, NULL));
}

static void test_without_keys(void **state)
{
	struct mc_query query = province_query(MC_QUERY_LOOKUP);

	(void)state;
	unlink(p.keys);
	province_open(&p);
	assert_code(mc_lookup_begin(p.desk, &query, 0, NULL), MC_E_KEYS_MISSING);
	province_write(p.keys, "motcua-gateway-keys 1\nroot x\n");
	assert_code(mc_lookup_begin(p.desk, &query, 0, NULL), MC_E_KEYS_FILE);
	assert_int_equal(province_audit_lines(&p), 0);
	province_publish(&p); /* brought meanwhile: no restart is needed */
	assert_ok(mc_lookup_begin(p.desk, &query, 0, NULL));
}

/* ---- the audit's line first */
static void test_audit_stands_when_mail_fails(void **state)
{
	struct mc_query query = province_query(MC_QUERY_LOOKUP);
	sqlite3 *mail = p.desk->mail->db.handle;

	(void)state;
	assert_int_equal(sqlite3_exec(mail, "PRAGMA query_only = ON", NULL, NULL, NULL), 0);
	assert_code(mc_lookup_begin(p.desk, &query, 0, NULL), MC_E_STORE);
	assert_int_equal(sqlite3_exec(mail, "PRAGMA query_only = OFF", NULL, NULL, NULL), 0);
	assert_int_equal(province_audit(&p, "lookup", ""), 1);
	assert_false(province_asked(&p, NULL));
	assert_false(still_asked(query.id));
}

static void test_question_on_its_way(void **state)
{
	struct mc_query query, sent;

	(void)state;
	begin(&query, MC_QUERY_LOOKUP);
	assert_int_equal(province_audit(&p, "lookup", ""), 1);
	sent = province_answer(&p, MC_OUTCOME_NO_MATCH, FAULT_NONE);
	assert_string_equal(sent.id, query.id);
	assert_string_equal(sent.number, MOTHER);
	assert_string_equal(sent.full_name, MOTHER_NAME);
	assert_string_equal(sent.officer.number, OFFICER);
	assert_string_equal(sent.purpose, "thử");
}

/* ---- three outcomes */
static void test_outcomes(void **state)
{
	static const enum mc_outcome outcomes[] = {MC_OUTCOME_FOUND, MC_OUTCOME_NO_MATCH};
	static const enum mc_query_kind kinds[] = {MC_QUERY_LOOKUP, MC_QUERY_VERIFY};
	struct mc_lookup lookup;
	struct mc_query query;

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		enum mc_outcome outcome = outcomes[i % 2];
		enum mc_query_kind kind = kinds[i / 2];
		size_t proofs = evidence_count();

		begin(&query, kind);
		assert_ok(mc_lookup_poll(p.desk, query.id, &lookup, NULL));
		assert_int_equal(lookup.answer.outcome, MC_OUTCOME_NONE);
		province_answer(&p, outcome, FAULT_NONE);
		assert_ok(mc_lookup_poll(p.desk, query.id, &lookup, NULL));
		assert_int_equal(lookup.answer.outcome, outcome);
		assert_string_equal(lookup.answer.person.full_name,
				    outcome == MC_OUTCOME_FOUND ? MOTHER_NAME : "");
		assert_int_equal(lookup.evidence_id[0] != '\0', kind == MC_QUERY_VERIFY);
		assert_int_equal(evidence_count() - proofs, kind == MC_QUERY_VERIFY);
		assert_int_equal(state_of(query.id), MC_QUESTION_DONE);
		assert_false(still_asked(query.id));
		/* given once: no second line, no second proof, no failure made of it */
		assert_code(mc_lookup_poll(p.desk, query.id, &lookup, NULL), MC_E_NOT_FOUND);
		assert_int_equal(evidence_count() - proofs, kind == MC_QUERY_VERIFY);
	}
	assert_int_equal(province_audit(&p, "answer", "found"), 2);
	assert_int_equal(province_audit(&p, "answer", "no_match"), 2);
	assert_int_equal(province_audit(&p, "answer", "service_failure"), 0);
}

static void test_time_is_up(void **state)
{
	struct mc_evidence_shown shown;
	struct mc_lookup lookup;
	struct mc_query query;

	(void)state;
	begin(&query, MC_QUERY_VERIFY);
	mc_clock_freeze(NOW + 29 * MC_SECOND);
	assert_ok(mc_lookup_poll(p.desk, query.id, &lookup, NULL));
	assert_int_equal(lookup.answer.outcome, MC_OUTCOME_NONE);
	mc_clock_freeze(NOW + 30 * MC_SECOND);
	assert_ok(mc_lookup_poll(p.desk, query.id, &lookup, NULL));
	assert_int_equal(lookup.answer.outcome, MC_OUTCOME_FAILURE);
	assert_int_equal(lookup.answer.cause, MC_E_NO_ANSWER);
	assert_int_equal(state_of(query.id), MC_QUESTION_CANCELLED);
	assert_int_equal(province_audit(&p, "answer", "service_failure"), 1);
	mc_evidence_shown_init(&shown);
	assert_ok(mc_evidence_show(p.desk, lookup.evidence_id, &shown, NULL));
	assert_int_equal(shown.claims.issuer, MC_ISSUER_TERMINAL);
	assert_int_equal(shown.claims.outcome, MC_OUTCOME_FAILURE);
	assert_string_equal(shown.claims.cause, mc_error_info(MC_E_NO_ANSWER)->code);
	assert_string_equal(shown.claims.officer.number, OFFICER);
	mc_evidence_shown_done(&shown);
	assert_code(mc_lookup_poll(p.desk, query.id, &lookup, NULL), MC_E_NOT_FOUND);
	assert_int_equal(evidence_count(), 1);
}

static void test_the_couriers_cause(void **state)
{
	struct mc_lookup lookup;
	struct mc_query query;

	(void)state;
	begin(&query, MC_QUERY_LOOKUP);
	assert_ok(mc_mail_question_failed(p.desk->mail, query.id, MC_E_LINK_DOWN, NULL));
	mc_clock_freeze(NOW + MC_MINUTE);
	assert_false(province_asked(&p, NULL)); /* the courier sees that time is up: FAILED */
	assert_int_equal(state_of(query.id), MC_QUESTION_FAILED);
	assert_ok(mc_lookup_poll(p.desk, query.id, &lookup, NULL));
	assert_int_equal(lookup.answer.outcome, MC_OUTCOME_FAILURE);
	assert_int_equal(lookup.answer.cause, MC_E_LINK_DOWN);
	assert_string_equal(lookup.evidence_id, "");
	assert_code(mc_lookup_poll(p.desk, query.id, &lookup, NULL), MC_E_NOT_FOUND);
	assert_int_equal(province_audit(&p, "answer", ""), 1);
}

/* Not tried, for the link was known to be down: that is the cause, not silence. */
static void test_the_links_cause(void **state)
{
	struct mc_link link = {.state = MC_LINK_DOWN, .cause = MC_E_LINK_CUT};
	struct mc_lookup lookup;
	struct mc_query query;

	(void)state;
	begin(&query, MC_QUERY_LOOKUP);
	assert_ok(mc_mail_link_set(p.desk->mail, &link, NULL));
	mc_clock_freeze(NOW + MC_MINUTE);
	assert_ok(mc_lookup_poll(p.desk, query.id, &lookup, NULL));
	assert_int_equal(lookup.answer.outcome, MC_OUTCOME_FAILURE);
	assert_int_equal(lookup.answer.cause, MC_E_LINK_CUT);
}

/* What the courier was refused for good is the outcome at once. */
static void test_refused_for_good(void **state)
{
	struct mc_lookup lookup;
	struct mc_query query;

	(void)state;
	begin(&query, MC_QUERY_LOOKUP);
	assert_ok(mc_mail_question_refused(p.desk->mail, query.id, MC_E_TERMINAL_REVOKED, NULL));
	assert_ok(mc_lookup_poll(p.desk, query.id, &lookup, NULL)); /* no time has passed */
	assert_int_equal(lookup.answer.outcome, MC_OUTCOME_FAILURE);
	assert_int_equal(lookup.answer.cause, MC_E_TERMINAL_REVOKED);
}

/* An end cut off by a power cut is taken up again, and counts once. */
static void test_failure_again_is_one_statement(void **state)
{
	struct mc_lookup lookup;
	struct mc_query query;
	struct mc_str jws;
	struct mc_query parsed;

	(void)state;
	begin(&query, MC_QUERY_VERIFY);
	mc_str_init(&jws, MC_JWS_MAX);
	assert_ok(desk_question_load(p.desk, query.id, &jws, &parsed, NULL));
	mc_clock_freeze(NOW + MC_MINUTE);
	assert_ok(mc_lookup_poll(p.desk, query.id, &lookup, NULL));
	assert_ok(mc_asked_save(p.desk->store, query.id, NOW, mc_slice_of(&jws), NULL));
	mc_clock_freeze(NOW + 3 * MC_MINUTE);
	assert_ok(mc_lookup_poll(p.desk, query.id, &lookup, NULL));
	assert_int_equal(lookup.answer.outcome, MC_OUTCOME_FAILURE);
	assert_int_equal(evidence_count(), 1);
	mc_str_done(&jws);
}

/* The same for an answer: everything kept but the last step. */
static void test_answer_again_is_one_proof(void **state)
{
	struct mc_lookup lookup;
	struct mc_query query, parsed;
	struct mc_str jws;

	(void)state;
	begin(&query, MC_QUERY_VERIFY);
	mc_str_init(&jws, MC_JWS_MAX);
	assert_ok(desk_question_load(p.desk, query.id, &jws, &parsed, NULL));
	province_answer(&p, MC_OUTCOME_FOUND, FAULT_NONE);
	assert_ok(mc_asked_done(p.desk->store, query.id, NULL));
	assert_code(mc_lookup_poll(p.desk, query.id, &lookup, NULL), MC_E_NOT_FOUND);
	assert_int_equal(state_of(query.id), MC_QUESTION_ANSWERED); /* not thrown away */
	assert_ok(mc_asked_save(p.desk->store, query.id, NOW, mc_slice_of(&jws), NULL));
	assert_ok(mc_lookup_poll(p.desk, query.id, &lookup, NULL));
	assert_int_equal(lookup.answer.outcome, MC_OUTCOME_FOUND);
	assert_int_equal(evidence_count(), 1);
	/* done in mail.db, but the desk's own row was not forgotten yet */
	assert_ok(mc_asked_save(p.desk->store, query.id, NOW, mc_slice_of(&jws), NULL));
	assert_code(mc_lookup_poll(p.desk, query.id, &lookup, NULL), MC_E_NOT_FOUND);
	assert_false(still_asked(query.id));
	assert_int_equal(evidence_count(), 1);
	mc_str_done(&jws);
}

/* ---- what is no answer */
static void test_forged(void **state)
{
	static const struct {
		enum province_fault fault;
		enum mc_code code;
	} cases[] = {
		{FAULT_OTHER_ID, MC_E_ANSWER_OTHER},   {FAULT_DIGEST, MC_E_ANSWER_OTHER},
		{FAULT_SIGNATURE, MC_E_SIGNATURE},     {FAULT_KEY, MC_E_KEY_UNKNOWN},
		{FAULT_SEALED_OTHER, MC_E_SEALED_OTHER}, {FAULT_UNSIGNED, MC_E_JWS_SHAPE},
		{FAULT_INNER, MC_E_SIGNATURE},         {FAULT_OUTCOME, MC_E_ANSWER_OTHER},
		{FAULT_NO_PROOF, MC_E_JSON_SHAPE},     {FAULT_PROOF_OTHER, MC_E_ANSWER_OTHER},
		{FAULT_PROOF_KEY, MC_E_KEY_UNKNOWN},   {FAULT_GARBAGE, MC_E_JWS_SHAPE},
	};
	struct mc_lookup lookup;
	struct mc_query query;

	(void)state;
	for (size_t i = 0; i < MC_COUNT(cases); i++) {
		mc_clock_freeze(NOW + (int64_t)i * MC_HOUR);
		begin(&query, MC_QUERY_VERIFY);
		province_answer(&p, MC_OUTCOME_FOUND, cases[i].fault);
		assert_code(mc_lookup_poll(p.desk, query.id, &lookup, NULL), cases[i].code);
		assert_int_equal(lookup.answer.outcome, MC_OUTCOME_NONE);
		assert_string_equal(lookup.evidence_id, "");
		/* said once; open until its time is up */
		assert_ok(mc_lookup_poll(p.desk, query.id, &lookup, NULL));
		assert_int_equal(lookup.answer.outcome, MC_OUTCOME_NONE);
		assert_code(mc_lookup_recent(p.desk, MOTHER, &lookup, NULL), MC_E_NOT_FOUND);
		mc_clock_freeze(NOW + (int64_t)i * MC_HOUR + MC_MINUTE);
		assert_ok(mc_lookup_poll(p.desk, query.id, &lookup, NULL));
		assert_int_equal(lookup.answer.outcome, MC_OUTCOME_FAILURE);
		assert_int_equal(lookup.answer.cause, cases[i].code);
		assert_code(mc_lookup_poll(p.desk, query.id, &lookup, NULL), MC_E_NOT_FOUND);
	}
	assert_int_equal(province_audit(&p, "answer", "found"), 0);
	assert_int_equal(province_audit(&p, "answer", "service_failure"), MC_COUNT(cases));
}

static void test_replayed(void **state)
{
	struct mc_lookup lookup;
	struct mc_query query;

	(void)state;
	begin(&query, MC_QUERY_LOOKUP);
	province_answer(&p, MC_OUTCOME_FOUND, FAULT_NONE);
	assert_ok(mc_lookup_poll(p.desk, query.id, &lookup, NULL));
	begin(&query, MC_QUERY_LOOKUP);
	province_answer(&p, MC_OUTCOME_FOUND, FAULT_REPLAY);
	assert_code(mc_lookup_poll(p.desk, query.id, &lookup, NULL), MC_E_ANSWER_OTHER);
}

/* The keys went away while the answer was on its way: it waits for them. */
static void test_keys_vanish(void **state)
{
	struct mc_lookup lookup;
	struct mc_query query;

	(void)state;
	begin(&query, MC_QUERY_VERIFY);
	province_answer(&p, MC_OUTCOME_FOUND, FAULT_NONE);
	unlink(p.keys);
	province_open(&p);
	assert_code(mc_lookup_poll(p.desk, query.id, &lookup, NULL), MC_E_KEYS_MISSING);
	assert_ok(mc_lookup_poll(p.desk, query.id, &lookup, NULL));
	assert_int_equal(lookup.answer.outcome, MC_OUTCOME_NONE);
	province_publish(&p);
	assert_ok(mc_lookup_poll(p.desk, query.id, &lookup, NULL));
	assert_int_equal(lookup.answer.outcome, MC_OUTCOME_FOUND);
}

static void test_keys_stay_away(void **state)
{
	struct mc_lookup lookup;
	struct mc_query query;

	(void)state;
	begin(&query, MC_QUERY_LOOKUP);
	province_answer(&p, MC_OUTCOME_FOUND, FAULT_NONE);
	unlink(p.keys);
	province_open(&p);
	mc_clock_freeze(NOW + MC_MINUTE);
	assert_ok(mc_lookup_poll(p.desk, query.id, &lookup, NULL));
	assert_int_equal(lookup.answer.outcome, MC_OUTCOME_FAILURE);
	assert_int_equal(lookup.answer.cause, MC_E_KEYS_MISSING);
}

/* ---- cancelling */
static void test_cancel(void **state)
{
	struct mc_lookup lookup;
	struct mc_query query;

	(void)state;
	begin(&query, MC_QUERY_VERIFY);
	assert_ok(mc_lookup_cancel(p.desk, query.id, NULL));
	assert_int_equal(state_of(query.id), MC_QUESTION_CANCELLED);
	assert_int_equal(province_audit(&p, "answer", "cancelled"), 1);
	assert_int_equal(evidence_count(), 0); /* Esc is no try at verification */
	assert_false(still_asked(query.id));
	assert_code(mc_lookup_poll(p.desk, query.id, &lookup, NULL), MC_E_NOT_FOUND);
	assert_code(mc_lookup_cancel(p.desk, query.id, NULL), MC_E_NOT_FOUND);
	/* the courier had tried: that is one */
	begin(&query, MC_QUERY_VERIFY);
	assert_ok(mc_mail_question_failed(p.desk->mail, query.id, MC_E_LINK_DOWN, NULL));
	assert_ok(mc_lookup_cancel(p.desk, query.id, NULL));
	assert_int_equal(evidence_count(), 1);
	/* answered in that very moment: what was learnt is kept */
	begin(&query, MC_QUERY_VERIFY);
	province_answer(&p, MC_OUTCOME_FOUND, FAULT_NONE);
	assert_ok(mc_lookup_cancel(p.desk, query.id, NULL));
	assert_int_equal(evidence_count(), 2);
	assert_ok(mc_lookup_recent(p.desk, MOTHER, &lookup, NULL));
	/* a forged one is dropped with its question */
	begin(&query, MC_QUERY_VERIFY);
	province_answer(&p, MC_OUTCOME_FOUND, FAULT_KEY);
	assert_ok(mc_lookup_cancel(p.desk, query.id, NULL));
	assert_int_equal(state_of(query.id), MC_QUESTION_DONE);
}

/* ---- the courier */
static void test_no_courier(void **state)
{
	struct mc_desk_status status;
	struct mc_lookup lookup;
	struct mc_query query;

	(void)state;
	setenv("MOTCUA_LIBEXEC", p.top, 1); /* it is not there */
	begin(&query, MC_QUERY_LOOKUP);     /* asked all the same */
	assert_int_equal(p.desk->courier_why.code, MC_E_PROGRAM_MISSING);
	mc_desk_status(p.desk, &status);
	assert_int_equal(status.link, MC_DESK_LINK_DOWN);
	assert_int_equal(status.link_cause, MC_E_PROGRAM_MISSING);
	assert_ok(mc_lookup_poll(p.desk, query.id, &lookup, NULL)); /* no need to wait */
	assert_int_equal(lookup.answer.outcome, MC_OUTCOME_FAILURE);
	assert_int_equal(lookup.answer.cause, MC_E_PROGRAM_MISSING);
}

static void test_wait(void **state)
{
	struct mc_query query = province_query(MC_QUERY_LOOKUP);
	struct mc_lookup lookup;

	(void)state;
	mc_clock_freeze(0); /* it looks at the clock while it waits */
	assert_ok(mc_lookup_wait(p.desk, &query, 1, &lookup, NULL));
	assert_int_equal(lookup.answer.outcome, MC_OUTCOME_FAILURE);
	assert_int_equal(lookup.answer.cause, MC_E_NO_ANSWER);
	assert_string_equal(lookup.query.id, query.id);
}

/* ---- seen before */
static void test_recent(void **state)
{
	struct mc_lookup lookup;
	struct mc_query query;

	(void)state;
	assert_code(mc_lookup_recent(p.desk, MOTHER, &lookup, NULL), MC_E_NOT_FOUND);
	assert_code(mc_lookup_recent(p.desk, "no number", &lookup, NULL), MC_E_NOT_FOUND);
	begin(&query, MC_QUERY_LOOKUP);
	province_answer(&p, MC_OUTCOME_FOUND, FAULT_NONE);
	assert_ok(mc_lookup_poll(p.desk, query.id, &lookup, NULL));
	assert_false(lookup.cached);
	mc_clock_freeze(NOW + MC_DAY);
	province_open(&p);
	assert_ok(mc_lookup_recent(p.desk, " 030 190 000 123", &lookup, NULL));
	assert_true(lookup.cached);
	assert_int_equal(lookup.answer.taken_at, NOW);
	assert_string_equal(lookup.answer.person.full_name, MOTHER_NAME);
	assert_string_equal(lookup.answer.household.head.full_name, "Hồ Văn Mẫu");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_refused_before_asking),
		CASE(test_without_keys),
		CASE(test_audit_stands_when_mail_fails),
		CASE(test_question_on_its_way),
		CASE(test_outcomes),
		CASE(test_time_is_up),
		CASE(test_the_couriers_cause),
		CASE(test_the_links_cause),
		CASE(test_refused_for_good),
		CASE(test_failure_again_is_one_statement),
		CASE(test_answer_again_is_one_proof),
		CASE(test_forged),
		CASE(test_replayed),
		CASE(test_keys_vanish),
		CASE(test_keys_stay_away),
		CASE(test_cancel),
		CASE(test_no_courier),
		CASE(test_wait),
		CASE(test_recent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
