/* SPDX-License-Identifier: MPL-2.0 */
#include "support/province.h"

#include <unistd.h>

static struct province p;
static char id[MC_UUID_LEN];

static int setup(void **state)
{
	(void)state;
	province_begin(&p);
	province_open(&p);
	province_submit(&p, id);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	province_end(&p);
	return 0;
}

static void receipt(enum province_fault fault)
{
	assert_ok(province_say(&p, id, MC_HAPPENING_RECEIPT, "receipt", "received", NULL, fault));
}

static void reject(enum province_fault fault)
{
	struct mc_happened what = {.now = NOW};

	assert_ok(mc_mail_happen(p.desk->mail, id, MC_HAPPENING_SEND, &what, NULL));
	assert_ok(mc_mail_happen(p.desk->mail, id, MC_HAPPENING_PARTS_HELD, &what, NULL));
	assert_ok(province_say(&p, id, MC_HAPPENING_REJECTION, "rejection", "rejected", NULL,
			       fault));
}

static struct mc_queue_ledger ledger(void)
{
	struct mc_queue_ledger ret;

	assert_ok(mc_queue_ledger(p.desk, &ret, NULL));
	return ret;
}

static void test_receipt(void **state)
{
	struct mc_str jws;

	(void)state;
	mc_str_init(&jws, MC_JWS_MAX);
	assert_code(mc_dossier_receipt(p.desk, id, &jws, NULL), MC_E_NOT_FOUND);
	receipt(FAULT_NONE);
	assert_ok(mc_dossier_receipt(p.desk, id, &jws, NULL));
	assert_int_equal(strlen(jws.data), jws.len);
	mc_str_done(&jws);
}

static void test_rejection_is_no_receipt(void **state)
{
	struct mc_str jws;

	(void)state;
	reject(FAULT_NONE);
	mc_str_init(&jws, MC_JWS_MAX);
	assert_code(mc_dossier_receipt(p.desk, id, &jws, NULL), MC_E_NOT_FOUND);
	assert_int_equal(jws.len, 0);
	mc_str_done(&jws);
}

static void test_said(void **state)
{
	const struct mc_dossier_said *it;
	struct mc_dossier_row row;
	struct mc_vec said;

	(void)state;
	receipt(FAULT_NONE);
	assert_ok(mc_dossier_row(p.desk, id, &row, NULL));
	assert_string_equal(row.official_number, "");
	assert_ok(province_say(&p, id, MC_HAPPENING_FORWARD, "event", "forwarded",
			       "H15.23-261123-0001", FAULT_NONE));
	mc_vec_init(&said, sizeof(struct mc_dossier_said), 10);
	assert_ok(mc_dossier_said(p.desk, id, &said, NULL));
	assert_int_equal(said.len, 2);
	it = mc_vec_at(&said, 0);
	assert_string_equal(it->kind, "receipt");
	assert_string_equal(it->outcome, "received");
	assert_true(it->verified);
	assert_int_equal(strlen(it->kid), 8);
	assert_int_equal(it->at, NOW);
	it = mc_vec_at(&said, 1);
	assert_string_equal(it->outcome, "forwarded");
	assert_string_equal(it->official_number, "H15.23-261123-0001");
	assert_string_equal(it->text, "Đã tiếp nhận.");
	assert_true(it->verified);
	mc_vec_done(&said);
	assert_ok(mc_dossier_row(p.desk, id, &row, NULL));
	assert_string_equal(row.official_number, "H15.23-261123-0001");
	assert_int_equal(row.state, MC_STATE_FORWARDED);
}

/* A courier gone bad can lay anything into mail.db; none of it is shown as said. */
static void test_forged_statements(void **state)
{
	static const enum province_fault faults[] = { FAULT_SIGNATURE, FAULT_KEY, FAULT_OTHER_ID,
						      FAULT_DIGEST, FAULT_UNSIGNED };

	(void)state;
	for (size_t i = 0; i < MC_COUNT(faults); i++) {
		const struct mc_dossier_said *it;
		struct mc_queue_ledger sums;
		struct mc_dossier_row row;
		struct mc_vec said;

		if (i) {
			province_submit(&p, id);
		}
		assert_ok(province_say(&p, id, MC_HAPPENING_RECEIPT, "receipt", "received", "X-1",
				       faults[i]));
		mc_vec_init(&said, sizeof(struct mc_dossier_said), 10);
		assert_ok(mc_dossier_said(p.desk, id, &said, NULL));
		it = mc_vec_at(&said, 0);
		assert_false(it->verified);
		assert_string_equal(it->official_number, "");
		assert_string_equal(it->text, "");
		mc_vec_done(&said);
		assert_ok(mc_dossier_row(p.desk, id, &row, NULL));
		assert_string_equal(row.official_number, "");
		assert_false(row.has_receipt);
		assert_true(row.receipt_bad);
		assert_int_equal(row.cause, MC_E_SIGNATURE);
		sums = ledger();
		assert_int_equal(sums.created, (int64_t)i + 1);
		assert_int_equal(sums.received, 0);
		assert_int_equal(sums.first_missing, 0); /* it is there */
		assert_int_equal(sums.first_unproven, 1);
		assert_false(sums.balanced);
	}
}

static void test_ledger(void **state)
{
	struct mc_queue_ledger sums = ledger();

	(void)state;
	assert_int_equal(sums.created, 1);
	assert_int_equal(sums.waiting, 1);
	assert_true(sums.balanced);
	receipt(FAULT_NONE);
	province_submit(&p, id);
	reject(FAULT_NONE);
	province_submit(&p, id);
	assert_ok(mc_dossier_withdraw(p.desk, id, NULL));
	province_submit(&p, id);
	assert_ok(province_say(&p, id, MC_HAPPENING_HOLD, "refusal", "digest-mismatch", NULL,
			       FAULT_NONE));
	province_submit(&p, id);
	sums = ledger();
	assert_int_equal(sums.created, 5);
	assert_int_equal(sums.received, 1);
	assert_int_equal(sums.rejected, 1);
	assert_int_equal(sums.withdrawn, 1);
	assert_int_equal(sums.held, 1);
	assert_int_equal(sums.waiting, 1);
	assert_int_equal(sums.first_missing, 0);
	assert_int_equal(sums.first_unproven, 0);
	assert_true(sums.balanced);
}

static void test_forged_rejection(void **state)
{
	struct mc_queue_ledger sums;

	(void)state;
	reject(FAULT_KEY);
	sums = ledger();
	assert_int_equal(sums.rejected, 0);
	assert_false(sums.balanced);
}

/* Without keys nothing can be verified: said plainly, not as an alarm. */
static void test_ledger_without_keys(void **state)
{
	struct mc_queue_ledger sums;

	(void)state;
	unlink(p.keys);
	province_open(&p);
	assert_true(ledger().balanced); /* nothing is received yet */
	receipt(FAULT_NONE);
	assert_code(mc_queue_ledger(p.desk, &sums, NULL), MC_E_KEYS_MISSING);
	province_publish(&p);
	assert_int_equal(ledger().received, 1);
}

static void test_empty_ledger(void **state)
{
	char *data = p.data;
	struct mc_queue_ledger sums;

	(void)state;
	p.data = mc_path_join(p.top, "fresh");
	free(data);
	province_open(&p);
	sums = ledger();
	assert_int_equal(sums.created, 0);
	assert_true(sums.balanced);
}

/* The queue's screen counts so; each signature is looked at once while it is open. */
static void test_ledger_a_little_at_a_time(void **state)
{
	struct mc_queue_count *count = mc_queue_count_new(p.desk);
	struct mc_queue_ledger sums = {.received = -1}, whole;
	bool done = true;
	int steps = 0;

	(void)state;
	receipt(FAULT_NONE);
	for (int i = 0; i < 2; i++) {
		char other[MC_UUID_LEN];

		province_submit(&p, other);
		assert_ok(province_say(&p, other, MC_HAPPENING_RECEIPT, "receipt", "received", NULL,
				       i ? FAULT_SIGNATURE : FAULT_NONE));
	}
	assert_ok(mc_queue_count_step(count, 1, &done, &sums, NULL));
	assert_false(done);
	assert_int_equal(sums.received, -1); /* nothing is told before all is counted */
	while (!done) {
		assert_ok(mc_queue_count_step(count, 1, &done, &sums, NULL));
		steps++;
	}
	assert_true(steps >= 2);
	whole = ledger();
	assert_memory_equal(&sums, &whole, sizeof(sums));
	assert_int_equal(sums.received, 2);
	assert_int_equal(sums.first_unproven, 3);
	assert_false(sums.balanced);
	/* once more: only what did not hold is looked at again */
	mc_queue_count_again(count);
	assert_ok(mc_queue_count_step(count, 2, &done, &sums, NULL));
	assert_true(done);
	assert_memory_equal(&sums, &whole, sizeof(sums));
	mc_queue_count_free(count);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_receipt),
		CASE(test_rejection_is_no_receipt),
		CASE(test_said),
		CASE(test_forged_statements),
		CASE(test_ledger_a_little_at_a_time),
		CASE(test_ledger),
		CASE(test_forged_rejection),
		CASE(test_ledger_without_keys),
		CASE(test_empty_ledger),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
