/* SPDX-License-Identifier: MPL-2.0 */
/* Several dossiers in one request: what it saves, and that each is still judged alone. */
#include "sync/rig.h"

static void seal_some(struct rig *r, int count)
{
	for (int i = 0; i < count; i++) {
		seal(&r->w, 0);
	}
}

static int count_in(struct rig *r, enum mc_state state)
{
	int count = 0;

	for (int i = 0; i < r->w.record_count; i++) {
		count += state_of(&r->w, i) == state;
	}
	return count;
}

/* ---- round trips */

/* The hello, the dossier, the events: a small one costs one round trip of its own. */
static void one_costs_one_round_trip(void **state)
{
	struct rig *r = *state;

	seal(&r->w, 0);
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_RECEIPTED);
	assert_int_equal(r->w.puts, 1);
	assert_int_equal(r->w.batches, 0); /* it would save nothing */
	assert_int_equal(r->w.requests, r->w.hellos + r->w.puts + r->w.polls);
}

static void many_cost_one_as_well(void **state)
{
	struct rig *r = *state;

	seal_some(r, 16);
	run_once(r);
	assert_int_equal(count_in(r, MC_STATE_RECEIPTED), 16);
	assert_int_equal(r->w.batches, 1);
	assert_int_equal(r->w.puts, 0);
	assert_int_equal(r->w.requests, r->w.hellos + r->w.batches + r->w.polls);
}

static void a_long_queue_goes_in_few(void **state)
{
	struct rig *r = *state;

	seal_some(r, 70);
	run_once(r);
	assert_int_equal(count_in(r, MC_STATE_RECEIPTED), 70);
	assert_int_equal(r->w.batched, 70); /* none twice */
	assert_int_equal(r->w.puts, 0);
	assert_true(r->w.batches <= 4);
}

/* What has parts to send goes its own way; what is held there already does not. */
static void parts_go_alone(void **state)
{
	struct rig *r = *state;

	seal(&r->w, 5000);
	seal_some(r, 3);
	run_once(r);
	assert_int_equal(count_in(r, MC_STATE_RECEIPTED), 4);
	assert_int_equal(r->w.batched, 3);
	assert_int_equal(r->w.puts, 1);
	assert_int_equal(r->w.patches, 1);
}

static void only_where_they_are_taken(void **state)
{
	struct rig *r = *state;

	r->w.no_batches = true;
	seal_some(r, 3);
	run_once(r);
	assert_int_equal(count_in(r, MC_STATE_RECEIPTED), 3);
	assert_int_equal(r->w.batches, 0);
	assert_int_equal(r->w.puts, 3);
}

/* Offered, and refused all the same: one by one, in the same run. */
static void refused_as_a_whole(void **state)
{
	struct rig *r = *state;

	seal_some(r, 3);
	r->w.batch_says[0] = SAY_BAD_REQUEST;
	run_once(r);
	assert_int_equal(count_in(r, MC_STATE_RECEIPTED), 3);
	assert_int_equal(r->w.batches, 1);
	assert_int_equal(r->w.puts, 3);
}

/* ---- the short spelling */

static void lean_where_it_is_taken(void **state)
{
	struct rig *r = *state;

	r->w.lean = true;
	seal_some(r, 3);
	run_once(r);
	assert_int_equal(r->w.batches, 1);
	assert_int_equal(r->w.leans, 1);
	seal(&r->w, 0); /* alone: a PUT */
	run_once(r);
	assert_int_equal(r->w.puts, 1);
	assert_int_equal(r->w.leans, 2);
	assert_int_equal(count_in(r, MC_STATE_RECEIPTED), 4);
	seal(&r->w, 0);
	r->w.lean = false; /* another gateway stands behind the address */
	run_once(r);
	assert_int_equal(r->w.leans, 2);
	assert_int_equal(count_in(r, MC_STATE_RECEIPTED), 5);
}

/* Offered, and refused all the same: nothing is held for its spelling's sake. */
static void lean_and_refused(void **state)
{
	struct rig *r = *state;

	r->w.lean = r->w.refuses_lean = true;
	seal_some(r, 3);
	run_once(r);
	assert_int_equal(count_in(r, MC_STATE_RECEIPTED), 3); /* in the same run */
	assert_int_equal(r->w.leans, 1);
	assert_int_equal(r->w.batches, 1);
	seal(&r->w, 0);
	start_engine(r, false);
	RUN_UNTIL(r, r->w.leans == 2);
	RUN_UNTIL(r, state_of(&r->w, 3) == MC_STATE_RECEIPTED); /* in the next try, long */
	assert_int_equal(r->w.leans, 2);
}

/* ---- each on its own */

/* Something said about the second of three: what becomes of it and of its neighbours. */
static void answers_in_a_batch(void **state)
{
	static const struct {
		enum say say;
		enum mc_state second, third, then; /* then: of the second, after another run */
		enum mc_code cause;
		enum mc_link_state link;
	} rows[] = {
#define ROW(say, second, third, then, cause, link)                                                 \
	{SAY_##say, MC_STATE_##second, MC_STATE_##third, MC_STATE_##then, cause, MC_LINK_##link}
		ROW(AGAIN, RECEIPTED, RECEIPTED, RECEIPTED, MC_OK, UP),
		ROW(REJECTED, REJECTED, RECEIPTED, REJECTED, MC_E_GATEWAY_REFUSED, UP),
		ROW(WITHDRAWN, WITHDRAWN, RECEIPTED, WITHDRAWN, MC_E_WITHDRAWN_THERE, UP),
		ROW(SEQ_TAKEN, HELD, RECEIPTED, HELD, MC_E_SEQ_TAKEN, UP),
		ROW(DIGEST_MISMATCH, HELD, RECEIPTED, HELD, MC_E_DIGEST_MISMATCH, UP),
		/* asked again, alone or together, when its time has come */
		ROW(IN_PROGRESS, COMMITTING, RECEIPTED, RECEIPTED, MC_E_WAITING, UP),
		ROW(POISON, COMMITTING, RECEIPTED, RECEIPTED, MC_E_GATEWAY_BUSY, UP),
		ROW(BAD_REQUEST, COMMITTING, RECEIPTED, RECEIPTED, MC_E_GATEWAY_REFUSED, UP),
		/* not our gateway's word: what was verified before it stays, the rest waits */
		ROW(REJECTED_UNSIGNED, COMMITTING, COMMITTING, RECEIPTED, MC_E_LINK_SUSPECT,
		    SUSPECT),
		ROW(BAD_SIGNATURE, COMMITTING, COMMITTING, RECEIPTED, MC_E_LINK_SUSPECT, SUSPECT),
		ROW(OTHER_KEY, COMMITTING, COMMITTING, RECEIPTED, MC_E_LINK_SUSPECT, SUSPECT),
		ROW(OTHER_ID, COMMITTING, COMMITTING, RECEIPTED, MC_E_LINK_SUSPECT, SUSPECT),
		ROW(OTHER_DIGEST, COMMITTING, COMMITTING, RECEIPTED, MC_E_LINK_SUSPECT, SUSPECT),
		ROW(REPLAYED, COMMITTING, COMMITTING, RECEIPTED, MC_E_LINK_SUSPECT, SUSPECT),
#undef ROW
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct rig r = {.over = false};

		open_world(&r.w);
		seal_some(&r, 3);
		r.w.put_says[1] = rows[i].say;
		run_once(&r);
		assert_int_equal(r.w.batches, 1);
		assert_int_equal(state_of(&r.w, 0), MC_STATE_RECEIPTED);
		assert_string_equal(mc_state_name(state_of(&r.w, 1)),
				    mc_state_name(rows[i].second));
		assert_code(item_of(&r.w, 1).cause, rows[i].cause);
		assert_string_equal(mc_state_name(state_of(&r.w, 2)), mc_state_name(rows[i].third));
		assert_int_equal(link_of(&r.w).state, rows[i].link);
		run_once(&r);
		assert_string_equal(mc_state_name(state_of(&r.w, 1)), mc_state_name(rows[i].then));
		assert_int_equal(state_of(&r.w, 2), MC_STATE_RECEIPTED);
		close_world(&r.w);
	}
}

/* The gateway lost the part of one of them: sent again, in the same run. */
static void parts_missing_in_a_batch(void **state)
{
	struct rig *r = *state;

	seal(&r->w, 5000);
	r->w.put_says[0] = SAY_LOST;
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_COMMITTING);
	seal(&r->w, 0);
	r->w.put_says[0] = SAY_MISSING;
	run_once(r);
	assert_int_equal(r->w.batches, 1);
	assert_int_equal(count_in(r, MC_STATE_RECEIPTED), 2);
	assert_int_equal(r->w.posts, 2);
}

static void moved_by_a_stick_meanwhile(void **state)
{
	struct rig *r = *state;
	struct mc_happened what = {.now = mc_clock_now()};
	struct mc_outer outer;
	char jws[2048];

	seal_some(r, 3);
	r->w.batch_says[0] = SAY_NOTHING;
	start_engine(r, false);
	RUN_UNTIL(r, r->w.batches == 1);
	outer = outer_about(&r->w.records[1], "receipt", "received");
	sign_outer(&r->w, r->w.sign, &outer, NULL, jws, sizeof(jws));
	what.outer = mc_slice_text(jws);
	assert_ok(mc_mail_happen(r->w.eye, r->w.records[1].id, MC_HAPPENING_RECEIPT, &what, NULL));
	/* curl repeats it on a fresh connection: a receipt for what has one is no fault */
	fake_http_drop_all(r->w.server);
	RUN_UNTIL(r, count_in(r, MC_STATE_RECEIPTED) == 3);
	assert_ok(r->failed);
}

/* ---- the batch as a whole */

/* Cut, stalled over, answered by a stranger: all may have been taken in, none is lost. */
static void whole_batch(void **state)
{
	static const struct {
		enum say say;
		enum mc_code cause;
		enum mc_link_state link;
	} rows[] = {
		{SAY_LOST, MC_E_LINK_DOWN, MC_LINK_DOWN},
		{SAY_PORTAL, MC_E_LINK_SUSPECT, MC_LINK_SUSPECT},
		{SAY_LOGIN_JSON, MC_E_LINK_SUSPECT, MC_LINK_SUSPECT},
		{SAY_TRUNCATED, MC_E_LINK_SUSPECT, MC_LINK_SUSPECT},
		{SAY_BUSY, MC_E_GATEWAY_BUSY, MC_LINK_DOWN},
		{SAY_POISON, MC_E_GATEWAY_BUSY, MC_LINK_DOWN},
		{SAY_UNKNOWN_TERMINAL, MC_E_TERMINAL_UNKNOWN, MC_LINK_DOWN},
		{SAY_MISSING, MC_E_LINK_SUSPECT, MC_LINK_SUSPECT}, /* no answers in it */
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct rig r = {.over = false};

		open_world(&r.w);
		seal_some(&r, 6);
		r.w.batch_says[0] = rows[i].say;
		run_once(&r);
		assert_int_equal(r.w.batches, 1);
		assert_int_equal(count_in(&r, MC_STATE_COMMITTING), 6);
		assert_code(item_of(&r.w, 5).cause, rows[i].cause);
		assert_int_equal(item_of(&r.w, 5).attempts, 1);
		assert_int_equal(link_of(&r.w).state, rows[i].link);
		run_once(&r);
		assert_int_equal(count_in(&r, MC_STATE_RECEIPTED), 6);
		/* with so many outcomes unknown it is asked first, and nothing sent twice */
		assert_int_equal(r.w.reconciles, 1);
		assert_int_equal(r.w.batches, 1);
		close_world(&r.w);
	}
}

/* A terminal that the gateway does not know, said of each record: the run is over. */
static void none_is_good(void **state)
{
	struct rig *r = *state;

	seal_some(r, 3);
	for (int i = 0; i < 3; i++) {
		r->w.put_says[i] = SAY_UNKNOWN_TERMINAL;
	}
	run_once(r);
	assert_int_equal(r->w.batches, 1);
	assert_int_equal(count_in(r, MC_STATE_COMMITTING), 3);
	assert_int_equal(link_of(&r->w).state, MC_LINK_DOWN);
	assert_code(link_of(&r->w).cause, MC_E_TERMINAL_UNKNOWN);
}

/* What comes to nothing comes in smaller pieces, down to one; and grows again. */
static void halved_and_doubled(void **state)
{
	struct rig *r = *state;

	seal_some(r, 8);
	start_engine(r, false);
	r->engine->batch.most = 4;
	r->w.batch_says[0] = SAY_LOST;
	r->w.batch_says[1] = SAY_LOST;
	for (int i = 0; i < 8; i++) {
		r->w.reconcile_says[i] = SAY_BAD_REQUEST; /* an older gateway: batches only */
	}
	RUN_UNTIL(r, r->w.batches == 2);
	RUN_UNTIL(r, r->engine->batch.most == 1);
	poke(r);
	RUN_UNTIL(r, r->w.puts == 1); /* alone */
	RUN_UNTIL(r, count_in(r, MC_STATE_RECEIPTED) == 8);
	assert_true(r->engine->batch.most > 1);
	assert_true(r->w.batches > 2);
}

/* ---- two on the way */

static void keep_two(struct rig *r, int count)
{
	seal_some(r, count);
	start_engine(r, false);
	r->engine->batch.most = 4;
	r->w.keeps = 2;
	RUN_UNTIL(r, r->w.kept_count == 2);
}

/* While one waits for its answer the next one goes: other dossiers, each once. A third waits. */
static void the_line_is_not_idle(void **state)
{
	struct rig *r = *state;

	keep_two(r, 12);
	run_for(r, 100);
	assert_int_equal(r->w.batches, 2);
	assert_int_equal(count_in(r, MC_STATE_COMMITTING), 8);
	assert_int_equal(count_in(r, MC_STATE_SEALED), 4);
	answer_kept(&r->w);
	RUN_UNTIL(r, count_in(r, MC_STATE_RECEIPTED) == 12);
	assert_int_equal(r->w.batched, 12);
	assert_int_equal(r->w.puts, 0);
}

/* A cut that ends both is one failure, so that the wait is that of one; and nothing is sent
 * before the gateway was asked what it took in. */
static void one_cut_is_one_failure(void **state)
{
	struct rig *r = *state;

	keep_two(r, 12);
	forget_kept(&r->w);
	r->w.batch_says[0] = r->w.batch_says[1] = SAY_LOST; /* what curl repeats, too */
	fake_http_drop_all(r->w.server);
	RUN_UNTIL(r, !engine_bulk_out(r->engine));
	assert_int_equal(r->engine->failures, 1);
	assert_int_equal(count_in(r, MC_STATE_COMMITTING), 8);
	poke(r);
	RUN_UNTIL(r, count_in(r, MC_STATE_RECEIPTED) == 12);
	assert_int_equal(r->w.reconciles, 1);
}

/* One was received before, so that there can be news of it. Returns how often they were asked. */
static int keep_two_with_news(struct rig *r)
{
	seal(&r->w, 0);
	run_once(r);
	keep_two(r, 20);
	RUN_UNTIL(r, r->engine->events_asked && !r->engine->events_out);
	engine_events_again(r->engine);
	return r->w.polls;
}

/* What became of dossiers is asked for between long queues, not beside them: it comes by the way
 * of their receipts. */
static void news_wait_for_a_long_queue(void **state)
{
	struct rig *r = *state;
	int polls = keep_two_with_news(r);

	poke(r);
	run_for(r, 100);
	assert_int_equal(r->w.polls, polls);
	answer_kept(&r->w);
	RUN_UNTIL(r, count_in(r, MC_STATE_RECEIPTED) == 21);
	RUN_UNTIL(r, r->w.polls > polls);
}

/* Nor does a queue that never ends keep them for ever. */
static void news_come_beside_a_queue_without_end(void **state)
{
	struct rig *r = *state;
	int polls = keep_two_with_news(r);

	r->engine->events_asked -= 61 * MC_SECOND;
	poke(r);
	RUN_UNTIL(r, r->w.polls == polls + 1);
	assert_int_equal(count_in(r, MC_STATE_RECEIPTED), 1);
	answer_kept(&r->w);
	RUN_UNTIL(r, count_in(r, MC_STATE_RECEIPTED) == 21);
}

/* Who takes a dossier back does not wait for the end of a long queue. */
static void a_withdrawal_gets_its_turn(void **state)
{
	struct rig *r = *state;

	keep_two(r, 20);
	assert_ok(mc_mail_withdraw(r->w.mail, r->w.records[0].id, mc_slice_text("a.signed.wish"),
				   mc_clock_now(), NULL));
	answer_kept(&r->w);
	RUN_UNTIL(r, r->w.withdrawals == 1);
	assert_true(count_in(r, MC_STATE_RECEIPTED) <= 8);
	RUN_UNTIL(r, count_in(r, MC_STATE_RECEIPTED) == 19);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_WITHDRAWN);
}

/* One over which the gateway always stumbles does not keep the others. */
static void poison_in_a_batch(void **state)
{
	struct rig *r = *state;

	seal_some(r, 4);
	r->w.put_says[2] = SAY_POISON;
	start_engine(r, false);
	RUN_UNTIL(r, count_in(r, MC_STATE_RECEIPTED) == 3);
	assert_int_equal(state_of(&r->w, 2), MC_STATE_COMMITTING);
	assert_int_equal(link_of(&r->w).state, MC_LINK_UP);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(one_costs_one_round_trip),
		CASE(many_cost_one_as_well),
		CASE(a_long_queue_goes_in_few),
		CASE(parts_go_alone),
		CASE(only_where_they_are_taken),
		CASE(refused_as_a_whole),
		CASE(lean_where_it_is_taken),
		CASE(lean_and_refused),
		cmocka_unit_test(answers_in_a_batch),
		CASE(parts_missing_in_a_batch),
		CASE(moved_by_a_stick_meanwhile),
		cmocka_unit_test(whole_batch),
		CASE(none_is_good),
		CASE(halved_and_doubled),
		CASE(the_line_is_not_idle),
		CASE(one_cut_is_one_failure),
		CASE(news_wait_for_a_long_queue),
		CASE(news_come_beside_a_queue_without_end),
		CASE(a_withdrawal_gets_its_turn),
		CASE(poison_in_a_batch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
