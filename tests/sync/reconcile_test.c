/* SPDX-License-Identifier: MPL-2.0 */
/* Many unknown outcomes after a restart: one question, each answer believed for itself. */
#include "sync/rig.h"

static void commit_all(struct rig *r, int count)
{
	static const enum mc_happening steps[] = {MC_HAPPENING_SEND, MC_HAPPENING_PARTS_HELD};
	struct mc_happened what = {.now = mc_clock_now()};

	for (int n = 0; n < count; n++) {
		seal(&r->w, 0);
		for (size_t i = 0; i < MC_COUNT(steps); i++) {
			assert_ok(mc_mail_happen(r->w.mail, r->w.records[n].id, steps[i], &what,
						 NULL));
		}
	}
}

static void few_are_asked_by_their_put(void **state)
{
	struct rig *r = *state;

	r->w.no_batches = true;
	commit_all(r, 4);
	run_once(r);
	assert_int_equal(r->w.reconciles, 0);
	assert_int_equal(r->w.puts, 4);
}

static void wait_ten_minutes(struct rig *r)
{
	r->engine->stick_next = mc_clock_mono();
	again(r);
}

/* No PUT asks about what lies on a stick: one alone is worth the question, and not each time. */
static void a_stick_may_have_brought_it(void **state)
{
	struct rig *r = *state;
	struct mc_happened what = {.now = mc_clock_now()};

	r->w.no_batches = true;
	seal(&r->w, 0);
	assert_ok(mc_mail_happen(r->w.mail, r->w.records[0].id, MC_HAPPENING_BUNDLE, &what, NULL));
	r->w.reconcile_skip = 0; /* not there yet */
	start_engine(r, false);
	RUN_UNTIL(r, r->w.reconciles == 1);
	run_for(r, 100);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_BUNDLED);
	assert_true(r->wake_at > mc_clock_mono() && r->wake_at <= r->engine->stick_next);
	mc_engine_poke(r->engine); /* somebody looks a citizen up */
	again(r);
	run_for(r, 100);
	assert_int_equal(r->w.reconciles, 1);
	r->w.reconcile_skip = -1; /* the stick was taken in */
	wait_ten_minutes(r);
	RUN_UNTIL(r, state_of(&r->w, 0) == MC_STATE_RECEIPTED);
	assert_int_equal(r->w.reconciles, 2);
	wait_ten_minutes(r);
	run_for(r, 100);
	assert_int_equal(r->w.reconciles, 2); /* none is on a stick any more */
	assert_int_equal(r->w.puts, 0);
}

/* The gateway has all but one: that one is sent, the others are not. */
static void many_are_asked_at_once(void **state)
{
	struct rig *r = *state;

	commit_all(r, 6);
	r->w.reconcile_skip = 2;
	run_once(r);
	assert_int_equal(r->w.reconciles, 1);
	assert_int_equal(r->w.puts, 1);
	for (int n = 0; n < 6; n++) {
		assert_int_equal(state_of(&r->w, n), MC_STATE_RECEIPTED);
	}
}

/* Ids and digests in hex and JSON: it takes a third of that. */
static void the_list_goes_lean(void **state)
{
	struct rig *r = *state;

	r->w.lean = true;
	r->w.reconcile_skip = -1;
	commit_all(r, 6);
	run_once(r);
	assert_int_equal(r->w.reconciles, 1);
	assert_int_equal(r->w.leans, 1);
	assert_int_equal(r->w.puts, 0);
	assert_int_equal(state_of(&r->w, 5), MC_STATE_RECEIPTED);
}

/* What is not signed, or not about what was asked, changes nothing. */
static void forged_answers(void **state)
{
	static const enum say says[] = { SAY_PORTAL, SAY_LOST, SAY_BUSY, SAY_OTHER_KEY, SAY_OTHER_ID,
					 SAY_OTHER_DIGEST };

	(void)state;
	for (size_t i = 0; i < MC_COUNT(says); i++) {
		struct rig r = {.over = false};

		open_world(&r.w);
		commit_all(&r, 5);
		r.w.reconcile_skip = -1;
		r.w.reconcile_says[0] = says[i];
		run_once(&r);
		for (int n = 0; n < 5; n++) {
			assert_int_equal(state_of(&r.w, n), MC_STATE_COMMITTING);
		}
		run_once(&r);
		for (int n = 0; n < 5; n++) {
			assert_int_equal(state_of(&r.w, n), MC_STATE_RECEIPTED);
		}
		assert_int_equal(r.w.puts, 0);
		close_world(&r.w);
	}
}

/* A gateway that does not know the question is asked one by one. */
static void an_older_gateway(void **state)
{
	struct rig *r = *state;

	r->w.no_batches = true;
	commit_all(r, 5);
	r->w.reconcile_says[0] = SAY_BAD_REQUEST;
	run_once(r);
	assert_int_equal(r->w.puts, 5);
	assert_int_equal(state_of(&r->w, 4), MC_STATE_RECEIPTED);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(few_are_asked_by_their_put),
		CASE(a_stick_may_have_brought_it),
		CASE(many_are_asked_at_once),
		CASE(the_list_goes_lean),
		cmocka_unit_test(forged_answers),
		CASE(an_older_gateway),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
