/* SPDX-License-Identifier: MPL-2.0 */
#include "support/opened_desk.h"

#include <unistd.h>

#include "motcua/store/withdrawal.h"

static size_t list(bool queue_only, int offset, int limit, struct mc_dossier_row *first)
{
	struct mc_vec rows;
	size_t count;

	mc_vec_init(&rows, sizeof(struct mc_dossier_row), 100);
	assert_ok(mc_dossier_list(p.desk, queue_only, offset, limit, &rows, NULL));
	count = rows.len;
	if (count && first) {
		*first = *(struct mc_dossier_row *)mc_vec_at(&rows, 0);
	}
	mc_vec_done(&rows);
	return count;
}

static enum mc_state state_of(const char *id)
{
	struct mc_dossier_row row;

	assert_ok(mc_dossier_row(p.desk, id, &row, NULL));
	return row.state;
}

static void happen(const char *id, enum mc_happening happening)
{
	struct mc_happened what = {.now = NOW};

	assert_ok(mc_mail_happen(p.desk->mail, id, happening, &what, NULL));
}

static void test_list(void **state)
{
	struct mc_dossier_row row;
	struct mc_work *work;
	char id[MC_UUID_LEN];

	(void)state;
	assert_int_equal(list(false, 0, 10, NULL), 0);
	province_submit(&p, id);
	assert_ok(mc_work_new(p.desk, PROCEDURE, &work, NULL));
	assert_int_equal(list(false, 0, 10, &row), 2);
	assert_string_equal(row.id, work->id); /* newest first */
	assert_int_equal(row.state, MC_STATE_DRAFT);
	assert_int_equal(row.seq, 0);
	assert_int_equal(list(false, 1, 10, &row), 1);
	assert_string_equal(row.id, id);
	assert_int_equal(row.state, MC_STATE_SEALED);
	assert_int_equal(list(false, 0, 1, NULL), 1);
	assert_int_equal(list(true, 0, 10, &row), 1);
	assert_string_equal(row.id, id);
	assert_string_equal(row.subject, "Trần Mẫu");
	assert_int_equal(row.seq, 1);
	assert_int_equal(row.sealed_at, NOW);
	assert_true(row.total_bytes > 0);
	assert_false(row.has_receipt);
	mc_work_close(work);
}

static void test_queue_states(void **state)
{
	struct mc_dossier_row row;
	struct mc_str said;
	char id[MC_UUID_LEN];

	(void)state;
	province_submit(&p, id);
	happen(id, MC_HAPPENING_SEND);
	assert_int_equal(state_of(id), MC_STATE_UPLOADING);
	assert_ok(mc_mail_failed(p.desk->mail, id, NOW, NOW + MC_MINUTE, MC_E_LINK_DOWN, "x",
				 NULL));
	assert_ok(mc_dossier_row(p.desk, id, &row, NULL));
	assert_int_equal(row.attempts, 1);
	assert_int_equal(row.cause, MC_E_LINK_DOWN);
	assert_int_equal(row.next_try, NOW + MC_MINUTE);
	assert_ok(mc_queue_retry(p.desk, id, NULL));
	assert_ok(mc_dossier_row(p.desk, id, &row, NULL));
	assert_int_equal(row.next_try, 0);
	mc_str_init(&said, 64);
	assert_ok(mc_mail_get(p.desk->mail, "send_now", &said, NULL)); /* more than a poke */
	assert_true(said.len > 0);
	mc_str_done(&said);
	happen(id, MC_HAPPENING_PARTS_HELD);
	assert_int_equal(state_of(id), MC_STATE_COMMITTING);
	assert_ok(province_say(&p, id, MC_HAPPENING_RECEIPT, "receipt", "received", NULL,
			       FAULT_NONE));
	assert_ok(mc_dossier_row(p.desk, id, &row, NULL));
	assert_int_equal(row.state, MC_STATE_RECEIPTED);
	assert_true(row.has_receipt);
	assert_false(row.receipt_bad);
	assert_int_equal(row.sent_bytes, row.total_bytes);
	assert_code(mc_queue_retry(p.desk, id, NULL), MC_E_DOSSIER_STATE);
}

/* What keeps a waiting row waiting is said on it, also when only the hello failed. */
static void test_link_cause(void **state)
{
	struct mc_link link = { .state = MC_LINK_DOWN, .cause = MC_E_LINK_STALLED,
				.next_try = NOW + 5000 };
	struct mc_dossier_row row;
	char id[MC_UUID_LEN];

	(void)state;
	province_submit(&p, id);
	assert_ok(mc_mail_link_set(p.desk->mail, &link, NULL));
	assert_int_equal(list(true, 0, 1, &row), 1);
	assert_int_equal(row.cause, MC_E_LINK_STALLED);
	assert_int_equal(row.next_try, link.next_try);
	link = (struct mc_link){.state = MC_LINK_UP};
	assert_ok(mc_mail_link_set(p.desk->mail, &link, NULL));
	assert_int_equal(list(true, 0, 1, &row), 1);
	assert_int_equal(row.cause, MC_OK);
}

static void test_withdraw(void **state)
{
	struct mc_work *work;
	char id[MC_UUID_LEN];

	(void)state;
	province_submit(&p, id);
	assert_ok(mc_dossier_withdraw(p.desk, id, NULL));
	assert_int_equal(state_of(id), MC_STATE_WITHDRAWN);
	assert_int_equal(province_audit(&p, "withdraw", ""), 1);
	assert_code(mc_dossier_withdraw(p.desk, id, NULL), MC_E_DOSSIER_STATE);
	assert_int_equal(province_audit(&p, "withdraw", ""), 1); /* no line for what was not done */
	assert_ok(mc_work_new(p.desk, PROCEDURE, &work, NULL));
	assert_code(mc_dossier_withdraw(p.desk, work->id, NULL), MC_E_DOSSIER_STATE);
	assert_code(mc_queue_retry(p.desk, work->id, NULL), MC_E_DOSSIER_STATE);
	mc_work_close(work);
	assert_code(mc_dossier_withdraw(p.desk, "T-000000-000000-0", NULL), MC_E_DOSSIER_UNKNOWN);
}

/* What the queue says of a dossier's withdrawal, with the request as it was signed. */
static struct mc_mail_withdrawal withdrawal_of(const char *id, struct mc_withdrawal *ret)
{
	struct mc_mail_withdrawal it;
	struct mc_str jws, payload;
	int64_t next;

	mc_str_init(&jws, MC_JWS_MAX);
	mc_str_init(&payload, MC_JWS_MAX);
	if (!mc_mail_withdrawal_due(p.desk->mail, NOW, 300000, &it, &jws, &next, NULL)) {
		assert_ok(mc_jws_verify(mc_slice_of(&jws), "withdrawal", &p.desk->keys.verify,
					&payload, NULL));
		assert_ok(mc_withdrawal_parse(mc_slice_of(&payload), ret, NULL));
	}
	assert_ok(mc_mail_withdrawal(p.desk->mail, id, &it, NULL));
	mc_str_done(&jws);
	mc_str_done(&payload);
	return it;
}

/* Anything attempted needs the gateway's word: a queued item of its own, which a receipt
 * does not end. */
static void test_withdraw_by_wire(void **state)
{
	struct mc_withdrawal asked = {.id = ""};
	struct mc_dossier_row row;
	char id[MC_UUID_LEN];

	(void)state;
	province_submit(&p, id);
	happen(id, MC_HAPPENING_SEND);
	happen(id, MC_HAPPENING_PARTS_HELD);
	assert_ok(mc_dossier_withdraw(p.desk, id, NULL));
	assert_ok(mc_dossier_withdraw(p.desk, id, NULL)); /* once is enough */
	assert_int_equal(province_audit(&p, "withdraw", "queued"), 1);
	assert_int_equal(withdrawal_of(id, &asked).state, MC_WITHDRAWING_OPEN);
	assert_string_equal(asked.id, id);
	assert_string_equal(asked.terminal, p.desk->keys.id);
	assert_ok(mc_dossier_row(p.desk, id, &row, NULL));
	assert_int_equal(row.state, MC_STATE_COMMITTING);
	assert_true(row.withdrawing);
	assert_ok(province_say(&p, id, MC_HAPPENING_RECEIPT, "receipt", "received", NULL,
			       FAULT_NONE));
	assert_int_equal(withdrawal_of(id, &asked).state, MC_WITHDRAWING_OPEN);
	assert_int_equal(state_of(id), MC_STATE_RECEIPTED);
	assert_ok(province_say(&p, id, MC_HAPPENING_WITHDRAWAL, "withdrawn", "withdrawn", NULL,
			       FAULT_NONE));
	assert_int_equal(withdrawal_of(id, &asked).state, MC_WITHDRAWING_DONE);
	assert_ok(mc_dossier_row(p.desk, id, &row, NULL));
	assert_int_equal(row.state, MC_STATE_WITHDRAWN);
	assert_false(row.withdrawing);
	assert_code(mc_dossier_withdraw(p.desk, id, NULL), MC_E_DOSSIER_STATE);
	/* tried, though the row never left SEALED */
	province_submit(&p, id);
	assert_ok(mc_mail_failed(p.desk->mail, id, NOW, NOW, MC_E_LINK_DOWN, "", NULL));
	assert_ok(mc_dossier_withdraw(p.desk, id, NULL));
	assert_int_equal(state_of(id), MC_STATE_SEALED);
	assert_int_equal(withdrawal_of(id, &asked).state, MC_WITHDRAWING_OPEN);
}

/* HELD is no dead end: somebody looked, and sends it again by its name. */
static void test_release(void **state)
{
	char id[MC_UUID_LEN];

	(void)state;
	province_submit(&p, id);
	happen(id, MC_HAPPENING_SEND);
	assert_ok(province_say(&p, id, MC_HAPPENING_HOLD, "refusal", "digest-mismatch", NULL,
			       FAULT_NONE));
	assert_int_equal(state_of(id), MC_STATE_HELD);
	assert_ok(mc_queue_retry(p.desk, NULL, NULL)); /* all that wait: not this one */
	assert_int_equal(state_of(id), MC_STATE_HELD);
	assert_ok(mc_queue_retry(p.desk, id, NULL));
	assert_int_equal(state_of(id), MC_STATE_SEALED);
	assert_int_equal(province_audit(&p, "release", ""), 1);
	assert_ok(mc_dossier_withdraw(p.desk, id, NULL)); /* it was sent: by wire */
	assert_int_equal(state_of(id), MC_STATE_SEALED);
}

static const struct mc_held_action *action_of(enum mc_code cause)
{
	struct mc_dossier_row row = {.state = MC_STATE_HELD, .cause = cause};

	return mc_held_action(&row);
}

/* Every cause that can hold one has its way on, in words of its own or the general ones. */
static void test_held_actions(void **state)
{
	static const enum mc_code named[] = { MC_E_DIGEST_MISMATCH, MC_E_SEQ_TAKEN, MC_E_OLD_COPY,
					      MC_E_KEY_UNKNOWN, MC_E_DISK_FULL,
					      MC_E_TERMINAL_REVOKED };
	const char *general = action_of(MC_E_INTERNAL)->text;
	struct mc_dossier_row row = {.state = MC_STATE_HELD};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(named); i++) {
		assert_string_not_equal(action_of(named[i])->text, general);
		assert_int_equal(action_of(named[i])->retry, named[i] != MC_E_OLD_COPY);
	}
	assert_true(mc_held_needs_action(&row));
	row.state = MC_STATE_COMMITTING;
	assert_false(mc_held_needs_action(&row));
	row.cause = MC_E_LINK_DOWN; /* passes by itself */
	assert_false(mc_held_needs_action(&row));
	row.cause = MC_E_GATEWAY_REFUSED;
	assert_true(mc_held_needs_action(&row));
}

/* store.db is an older copy: the queue's rows stand by themselves, and can be named. */
static void test_without_a_draft(void **state)
{
	struct mc_dossier_row row;
	char id[MC_UUID_LEN], *path = mc_path_join(p.data, "store.db"), *wal;

	(void)state;
	province_submit(&p, id);
	province_close(&p);
	wal = mc_path_join(p.data, "store.db-wal");
	unlink(path);
	unlink(wal);
	province_open(&p);
	assert_int_equal(list(false, 0, 10, NULL), 0);
	assert_int_equal(list(true, 0, 10, &row), 1);
	assert_string_equal(row.id, id);
	assert_int_equal(row.seq, 1);
	assert_ok(mc_dossier_row(p.desk, id, &row, NULL));
	assert_int_equal(row.state, MC_STATE_SEALED);
	assert_ok(mc_queue_retry(p.desk, id, NULL));
	free(path);
	free(wal);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_list),     CASE(test_queue_states), CASE(test_withdraw),
		CASE(test_withdraw_by_wire), CASE(test_link_cause),
		cmocka_unit_test(test_held_actions),
		CASE(test_release),  CASE(test_without_a_draft),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
