/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The province's gateway was put back from a backup: what the desk names as lost, what it sends
 * again by whose word, and what an officer answers for.
 */
#include "support/opened_desk.h"

#include "motcua/store/epoch.h"
#include "motcua/store/withdrawal.h"

static char asked[MC_UUID_LEN], taken_back[MC_UUID_LEN], later[MC_UUID_LEN], sid[MC_UUID_LEN];

static void answered(const char *id)
{
	struct mc_happened what = {.now = NOW};

	assert_ok(mc_mail_happen(p.desk->mail, id, MC_HAPPENING_SEND, &what, NULL));
	assert_ok(mc_mail_happen(p.desk->mail, id, MC_HAPPENING_PARTS_HELD, &what, NULL));
	assert_ok(province_say(&p, id, MC_HAPPENING_RECEIPT, "receipt", "received", NULL,
			       FAULT_NONE));
}

static void submitted(char ret_id[MC_UUID_LEN])
{
	province_submit(&p, ret_id);
	answered(ret_id);
}

static void supplemented(void)
{
	struct mc_work *work;

	assert_ok(province_say(&p, asked, MC_HAPPENING_SUPPLEMENT_ASKED, "event",
			       "needs_supplement", NULL, FAULT_NONE));
	assert_ok(mc_dossier_supplement(p.desk, asked, &work, NULL));
	assert_ok(mc_work_type(work, province_field(work, "requester.phone"), "0987654321", NULL));
	assert_ok(mc_work_submit(work, &(int64_t){0}, NULL));
	strcpy(sid, work->id);
	mc_work_close(work);
	answered(sid);
}

/* Two are received; then one is supplemented and one taken back, and a third is received. */
static void put_back(int64_t knows)
{
	struct mc_signed_for had;
	bool other;

	submitted(asked);
	submitted(taken_back);
	supplemented();
	assert_ok(mc_dossier_withdraw(p.desk, taken_back, NULL));
	assert_ok(province_say(&p, taken_back, MC_HAPPENING_WITHDRAWAL, "withdrawn", "withdrawn",
			       NULL, FAULT_NONE));
	submitted(later);
	assert_ok(mc_mail_signed_for(p.desk->mail, &had, NULL));
	assert_ok(mc_mail_gateway_seen(p.desk->mail, &had, had.epoch, knows, NOW, &other, NULL));
	assert_true(other);
}

static struct mc_dossier_row row_of(const char *id)
{
	struct mc_dossier_row row;

	assert_ok(mc_dossier_row(p.desk, id, &row, NULL));
	return row;
}

static void assert_lost(const char *id, const char *what)
{
	struct mc_dossier_row row = row_of(id);

	assert_int_equal(row.lost, what != NULL);
	if (what) {
		assert_string_equal(mc_dossier_lost_what(&row), what);
	}
}

/* How many go when these are named (NULL: all). */
static int resend(const char *name, enum mc_code want)
{
	const char *names[] = {name, name}; /* twice is once */
	int sent = 0;

	assert_code(mc_queue_resend(p.desk, name ? names : NULL, name ? 2 : 0, &sent, NULL), want);
	return sent;
}

static void named(void **state)
{
	struct mc_queue_lost lost;
	struct mc_str numbers;
	char want[200];

	(void)state;
	put_back(2);
	mc_str_init(&numbers, 1000);
	assert_ok(mc_queue_lost(p.desk, &lost, &numbers, NULL));
	assert_int_equal(lost.count, 3);
	assert_int_equal(lost.dossiers, 1);
	assert_int_equal(lost.supplements, 1);
	assert_int_equal(lost.withdrawals, 1);
	assert_int_equal(lost.first, 3);
	assert_int_equal(lost.last, 3);
	assert_int_equal(lost.since, NOW);
	snprintf(want, sizeof(want), "withdrawal of %s, supplement %s, %s",
		 row_of(taken_back).local_number, row_of(sid).local_number,
		 row_of(later).local_number);
	assert_string_equal(numbers.data, want);
	mc_str_done(&numbers);
	assert_lost(asked, NULL);
	assert_lost(taken_back, "withdrawal");
	assert_lost(sid, "supplement");
	assert_lost(later, "dossier");
}

static void sent_again(void **state)
{
	struct mc_dossier_row row;

	(void)state;
	put_back(2);
	resend(asked, MC_E_NOT_LOST);
	assert_int_equal(resend(sid, MC_OK), 1);
	assert_int_equal(row_of(sid).state, MC_STATE_SEALED);
	assert_int_equal(resend(NULL, MC_OK), 2);
	assert_int_equal(row_of(later).state, MC_STATE_SEALED);
	row = row_of(taken_back);
	assert_int_equal(row.state, MC_STATE_HELD);
	assert_true(row.withdrawing);
	assert_string_equal(mc_dossier_turn(&row)->word, "link");
	assert_false(mc_held_action(&row)->retry); /* nothing but to wait */
	assert_int_equal(resend(NULL, MC_OK), 0);
	assert_int_equal(resend(taken_back, MC_OK), 0);
	/* it stands there still, which is no reason to send it */
	assert_ok(province_say(&p, taken_back, MC_HAPPENING_RECEIPT, "receipt", "received", NULL,
			       FAULT_NONE));
	assert_int_equal(resend(NULL, MC_OK), 0);
	assert_int_equal(province_audit(&p, "resend", ""), 3);
	assert_ok(province_say(&p, taken_back, MC_HAPPENING_WITHDRAWAL, "withdrawn", "withdrawn",
			       NULL, FAULT_NONE));
	assert_int_equal(row_of(taken_back).state, MC_STATE_WITHDRAWN);
	assert_lost(taken_back, NULL);
}

/* The gateway cannot take a supplement to what it does not have. */
static void with_its_dossier(void **state)
{
	struct mc_queue_lost lost;

	(void)state;
	put_back(0);
	assert_ok(mc_queue_lost(p.desk, &lost, NULL, NULL));
	assert_int_equal(lost.dossiers, 2);
	assert_int_equal(lost.first, 1);
	assert_int_equal(lost.last, 3);
	assert_int_equal(resend(sid, MC_OK), 2);
	assert_int_equal(row_of(asked).state, MC_STATE_SEALED);
	assert_int_equal(row_of(sid).state, MC_STATE_SEALED);
}

struct noted {
	char ref[60];
	int lines;
};

static void count_settled(void *ctx, int64_t n, struct mc_slice entry)
{
	struct noted *noted = ctx;

	(void)n;
	noted->lines += memmem(entry.data, entry.len, "\"settle\"", 8) &&
			memmem(entry.data, entry.len, noted->ref, strlen(noted->ref));
}

static int settled_lines(const char *id)
{
	struct noted noted = {.lines = 0};

	snprintf(noted.ref, sizeof(noted.ref), "\"ref\":\"%s\"", id);
	assert_ok(mc_audit_walk(p.desk->store, count_settled, &noted, NULL, NULL));
	return noted.lines;
}

/* Each by its id, before any is told no more. */
static void settled(void **state)
{
	struct mc_queue_lost lost;
	int count = 0;

	(void)state;
	put_back(2);
	assert_ok(mc_queue_settle(p.desk, &count, NULL));
	assert_int_equal(count, 3);
	assert_int_equal(province_audit(&p, "settle", "NET-21"), 3);
	assert_int_equal(settled_lines(sid), 1);
	assert_int_equal(settled_lines(taken_back), 1);
	assert_int_equal(settled_lines(later), 1);
	assert_ok(mc_queue_lost(p.desk, &lost, NULL, NULL));
	assert_int_equal(lost.count, 0);
	assert_lost(sid, NULL);
	assert_lost(taken_back, NULL);
	resend(sid, MC_E_NOT_LOST);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(named),
		CASE(sent_again),
		CASE(with_its_dossier),
		CASE(settled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
