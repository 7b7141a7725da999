/* SPDX-License-Identifier: MPL-2.0 */
#include "support/opened_desk.h"

#include "motcua/desk/lookup.h"

static void verify_with(enum mc_outcome outcome, enum province_fault fault,
			struct mc_lookup *ret)
{
	struct mc_query query = province_query(MC_QUERY_VERIFY);

	assert_ok(mc_lookup_begin(p.desk, &query, 0, NULL));
	if (outcome == MC_OUTCOME_FAILURE) {
		mc_clock_freeze(mc_clock_now() + 30 * MC_SECOND);
	} else {
		province_answer(&p, outcome, fault);
	}
	assert_ok(mc_lookup_poll(p.desk, query.id, ret, NULL));
	assert_int_equal(ret->answer.outcome, outcome);
}

static void verify(enum mc_outcome outcome)
{
	struct mc_lookup lookup;

	verify_with(outcome, FAULT_NONE, &lookup);
}

static enum mc_code state_way(enum mc_way way, enum mc_outcome outcome,
			      char ret_id[MC_UUID_LEN])
{
	struct mc_query query = province_query(MC_QUERY_VERIFY);

	return mc_residence_state(p.desk, &query, way, outcome, "Số 5, thôn An Bình", ret_id,
				  NULL);
}

static void other_ways_failed(void)
{
	static const enum mc_way ways[] = {MC_WAY_VNEID, MC_WAY_CARD_READER, MC_WAY_OTHER};
	char id[MC_UUID_LEN];

	for (size_t i = 0; i < MC_COUNT(ways); i++) {
		assert_ok(state_way(ways[i], MC_OUTCOME_FAILURE, id));
	}
}

static enum mc_code allowed(void)
{
	return mc_residence_paper_allowed(p.desk, MOTHER, NULL);
}

static void test_paper_after_no_match(void **state)
{
	(void)state;
	assert_code(allowed(), MC_E_PAPER_NOT_ALLOWED);
	verify(MC_OUTCOME_NO_MATCH);
	assert_code(allowed(), MC_E_PAPER_NOT_ALLOWED); /* the other ways first */
	other_ways_failed();
	assert_ok(allowed());
	assert_code(mc_residence_paper_allowed(p.desk, "030190000124", NULL),
		    MC_E_PAPER_NOT_ALLOWED);
	/* a day later it is to be tried again */
	mc_clock_freeze(NOW + MC_DAY + MC_SECOND);
	assert_code(allowed(), MC_E_PAPER_NOT_ALLOWED);
}

static void test_paper_after_failures(void **state)
{
	(void)state;
	other_ways_failed();
	verify(MC_OUTCOME_FAILURE);
	assert_code(allowed(), MC_E_PAPER_NOT_ALLOWED); /* one try */
	verify(MC_OUTCOME_FAILURE);
	assert_code(allowed(), MC_E_PAPER_NOT_ALLOWED); /* two, but within the minute */
	verify(MC_OUTCOME_FAILURE);
	assert_ok(allowed());
}

static void test_no_paper_when_found(void **state)
{
	(void)state;
	other_ways_failed();
	verify(MC_OUTCOME_NO_MATCH);
	verify(MC_OUTCOME_FOUND);
	assert_code(allowed(), MC_E_PAPER_NOT_ALLOWED);
	/* an old success does not bar the way on a day when the register is down */
	mc_clock_freeze(NOW + 2 * MC_DAY);
	other_ways_failed();
	verify(MC_OUTCOME_FAILURE);
	mc_clock_freeze(NOW + 2 * MC_DAY + 5 * MC_MINUTE);
	verify(MC_OUTCOME_FAILURE);
	assert_ok(allowed());
}

/* Decree 104/2022, article 14: the residence was asked for and did not come, so the other ways
 * follow, and only behind them the paper. */
static void test_found_without_a_residence(void **state)
{
	struct mc_lookup lookup;

	(void)state;
	verify_with(MC_OUTCOME_FOUND, FAULT_NO_RESIDENCE, &lookup);
	assert_true(mc_answer_lacks_residence(&lookup.answer));
	assert_code(allowed(), MC_E_PAPER_NOT_ALLOWED);
	other_ways_failed();
	assert_ok(allowed());
	/* the commune police has put it right */
	verify_with(MC_OUTCOME_FOUND, FAULT_NONE, &lookup);
	assert_false(mc_answer_lacks_residence(&lookup.answer));
	assert_code(allowed(), MC_E_PAPER_NOT_ALLOWED);
}

/* What VNeID showed goes with the dossier, beside the register's word about the person. */
static void test_both_records_go_along(void **state)
{
	struct mc_lookup lookup;
	struct mc_work *work;
	struct mc_vec rows;

	(void)state;
	verify_with(MC_OUTCOME_FOUND, FAULT_NO_RESIDENCE, &lookup);
	assert_ok(state_way(MC_WAY_VNEID, MC_OUTCOME_FOUND, lookup.stated_id));
	assert_ok(mc_work_new(p.desk, PROCEDURE, &work, NULL));
	assert_ok(mc_work_fill(work, "mother", &lookup, NULL, NULL));
	mc_vec_init(&rows, sizeof(struct mc_evidence_row), 10);
	assert_ok(mc_evidence_of_dossier(p.desk->store, work->id, &rows, NULL));
	assert_int_equal(rows.len, 2);
	assert_int_equal(((struct mc_evidence_row *)rows.items)[0].way +
				 ((struct mc_evidence_row *)rows.items)[1].way,
			 MC_WAY_SYSTEM + MC_WAY_VNEID);
	mc_vec_done(&rows);
	mc_work_close(work);
}

/* Nobody gets a paper by pressing Esc twice. */
static void test_cancelling_is_no_try(void **state)
{
	(void)state;
	other_ways_failed();
	for (int i = 0; i < 3; i++) {
		struct mc_query query = province_query(MC_QUERY_VERIFY);

		mc_clock_freeze(NOW + i * MC_HOUR);
		assert_ok(mc_lookup_begin(p.desk, &query, 0, NULL));
		assert_ok(mc_lookup_cancel(p.desk, query.id, NULL));
	}
	assert_code(allowed(), MC_E_PAPER_NOT_ALLOWED);
}

static void test_officers_statement(void **state)
{
	struct mc_evidence_shown shown;
	char id[MC_UUID_LEN];

	(void)state;
	assert_ok(state_way(MC_WAY_VNEID, MC_OUTCOME_FOUND, id));
	mc_evidence_shown_init(&shown);
	assert_ok(mc_evidence_show(p.desk, id, &shown, NULL));
	assert_int_equal(shown.claims.issuer, MC_ISSUER_TERMINAL);
	assert_int_equal(shown.claims.way, MC_WAY_VNEID);
	assert_string_equal(shown.claims.address, "Số 5, thôn An Bình");
	assert_string_equal(shown.claims.officer.number, OFFICER);
	assert_string_equal(shown.claims.number, MOTHER);
	assert_string_equal(shown.claims.cause, "");
	assert_non_null(strstr(shown.claims_json.data, "\"asserted_by\":\"officer\""));
	assert_true(mc_file_exists(shown.file));
	mc_evidence_shown_done(&shown);
	assert_int_equal(province_audit(&p, "residence", "found"), 1);
}

static void test_what_cannot_be_stated(void **state)
{
	struct mc_query query = province_query(MC_QUERY_VERIFY);
	char id[MC_UUID_LEN];

	(void)state;
	/* the register's word is never an officer's */
	assert_code(state_way(MC_WAY_SYSTEM, MC_OUTCOME_FAILURE, id), MC_E_FIELD_CHOICE);
	assert_code(state_way(MC_WAY_NONE, MC_OUTCOME_FAILURE, id), MC_E_FIELD_CHOICE);
	assert_code(state_way(MC_WAY_VNEID, MC_OUTCOME_NO_MATCH, id), MC_E_FIELD_CHOICE);
	query.purpose[0] = '\0';
	assert_code(mc_residence_state(p.desk, &query, MC_WAY_VNEID, MC_OUTCOME_FOUND, "", id,
				       NULL), MC_E_PURPOSE);
	memset(&p.desk->officer, 0, sizeof(p.desk->officer));
	assert_code(state_way(MC_WAY_VNEID, MC_OUTCOME_FOUND, id), MC_E_OFFICER);
	assert_int_equal(province_audit_lines(&p), 0);
}

static void test_show_unknown(void **state)
{
	struct mc_evidence_shown shown;

	(void)state;
	mc_evidence_shown_init(&shown);
	assert_code(mc_evidence_show(p.desk, "01936b2e-7c00-7d4a-8b5f-0123456789ab", &shown, NULL),
		    MC_E_NOT_FOUND);
	mc_evidence_shown_done(&shown);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_paper_after_no_match), CASE(test_paper_after_failures),
		CASE(test_no_paper_when_found),  CASE(test_cancelling_is_no_try),
		CASE(test_officers_statement),   CASE(test_what_cannot_be_stated),
		CASE(test_show_unknown),	 CASE(test_found_without_a_residence),
		CASE(test_both_records_go_along),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
