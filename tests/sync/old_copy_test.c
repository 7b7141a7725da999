/* SPDX-License-Identifier: MPL-2.0 */
/* A hello that knows more than we do: nothing goes out until somebody adopts. */
#include "motcua/store/epoch.h"
#include "sync/rig.h"

static void nothing_goes_out(void **state)
{
	struct rig *r = *state;
	struct mc_old_copy old;
	int released;

	seal(&r->w, 0);
	seal(&r->w, 0);
	MC_COPY(r->w.highest_epoch, EPOCH);
	r->w.highest_seq = 3;
	run_once(r);
	assert_int_equal(r->w.puts, 0);
	assert_int_equal(link_of(&r->w).state, MC_LINK_UP);
	for (int n = 0; n < 2; n++) {
		assert_int_equal(state_of(&r->w, n), MC_STATE_HELD);
		assert_code(item_of(&r->w, n).cause, MC_E_OLD_COPY);
	}
	assert_ok(mc_mail_old_copy(r->w.mail, &old, NULL));
	assert_true(old.is);
	/* the gateway's word on each tells which of them it has */
	assert_ok(mc_mail_adopt(r->w.mail, "aa00000000000002", mc_clock_now(), &released, NULL));
	assert_int_equal(released, 2);
	r->w.put_says[1] = SAY_SEQ_TAKEN;
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_RECEIPTED);
	assert_int_equal(state_of(&r->w, 1), MC_STATE_HELD);
	assert_code(item_of(&r->w, 1).cause, MC_E_SEQ_TAKEN);
}

static void no_alarm_without_cause(void **state)
{
	struct rig *r = *state;

	seal(&r->w, 0);
	MC_COPY(r->w.highest_epoch, EPOCH);
	r->w.highest_seq = 1; /* a receipt that we lost */
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_RECEIPTED);
}

/* News of a dossier that is held do not stop the news of others, and are not lost. */
static void news_of_what_is_held(void **state)
{
	struct mc_happened what = {.now = mc_clock_now(), .cause = MC_E_OLD_COPY};
	struct rig *r = *state;

	seal(&r->w, 0);
	run_once(r);
	seal(&r->w, 0);
	assert_ok(mc_mail_happen(r->w.mail, r->w.records[1].id, MC_HAPPENING_HOLD, &what, NULL));
	add_event(&r->w, 1, "forwarded", 3);
	add_event(&r->w, 1, "in_process", 4);
	add_event(&r->w, 0, "forwarded", 5);
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_FORWARDED);
	assert_int_equal(state_of(&r->w, 1), MC_STATE_HELD);
	what.cause = MC_OK;
	assert_ok(mc_mail_happen(r->w.mail, r->w.records[1].id, MC_HAPPENING_RELEASE, &what, NULL));
	run_once(r);
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_FORWARDED);
	assert_int_equal(state_of(&r->w, 1), MC_STATE_IN_PROCESS);
}

static int64_t lost(struct rig *r)
{
	struct mc_gateway_behind behind;

	assert_ok(mc_mail_gateway_behind(r->w.mail, &behind, NULL));
	return behind.had - behind.knows;
}

/* The other way round: the gateway is the old copy. Noticed, and sending goes on. */
static void the_gateway_is_one(void **state)
{
	struct rig *r = *state;

	seal(&r->w, 0);
	seal(&r->w, 0);
	run_once(r); /* its hello came before the receipts: no alarm */
	assert_int_equal(state_of(&r->w, 1), MC_STATE_RECEIPTED);
	assert_int_equal(lost(r), 0);
	MC_COPY(r->w.highest_epoch, EPOCH);
	r->w.highest_seq = 1;
	seal(&r->w, 0);
	run_once(r);
	assert_int_equal(lost(r), 1);
	assert_int_equal(state_of(&r->w, 2), MC_STATE_RECEIPTED);
	r->w.highest_seq = 3;
	run_once(r);
	assert_int_equal(lost(r), 1);
}

/* What it lost is sent again. Its receipt of before is signed, too: whoever answers with it while
 * the hello knows nothing of the number is not believed. The right copy may say just the same. */
static void a_receipt_of_before(void **state)
{
	struct mc_happened what = {.now = mc_clock_now()};
	struct rig *r = *state;
	const char *id;

	seal(&r->w, 0);
	id = r->w.records[0].id;
	run_once(r);
	run_once(r); /* its hello knows of nothing */
	assert_int_equal(lost(r), 1);
	assert_ok(mc_mail_happen(r->w.mail, id, MC_HAPPENING_RESEND, &what, NULL));
	r->w.put_says[r->w.puts] = SAY_REPLAYED;
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_COMMITTING);
	assert_int_equal(link_of(&r->w).state, MC_LINK_SUSPECT);
	MC_COPY(r->w.highest_epoch, EPOCH);
	r->w.highest_seq = 1;
	r->w.put_says[r->w.puts] = SAY_REPLAYED;
	assert_ok(mc_mail_retry(r->w.mail, NULL, NULL));
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_RECEIPTED);
	assert_int_equal(lost(r), 0);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(nothing_goes_out),
		CASE(no_alarm_without_cause),
		CASE(the_gateway_is_one),
		CASE(news_of_what_is_held),
		CASE(a_receipt_of_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
