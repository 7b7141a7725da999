/* SPDX-License-Identifier: MPL-2.0 */
/* Questions: each is answered, asked again, or given back; bulk does not hold them up. */
#include "sync/rig.h"

static void ask_once(struct rig *r, enum say say)
{
	*r = (struct rig){.over = false};
	open_world(&r->w);
	r->w.ask_says[0] = say;
	ask(&r->w, 30000);
	run_once(r);
}

static void question_outcomes(void **state)
{
	static const struct {
		enum say say;
		enum mc_question_state after;
		enum mc_code cause;
		enum mc_link_state link;
	} rows[] = {
		{SAY_RIGHT, MC_QUESTION_ANSWERED, MC_OK, MC_LINK_UP},
		{SAY_BAD_REQUEST, MC_QUESTION_FAILED, MC_E_GATEWAY_REFUSED, MC_LINK_UP},
		{SAY_IN_PROGRESS, MC_QUESTION_WAITING, MC_E_WAITING, MC_LINK_UP},
		{SAY_PORTAL, MC_QUESTION_WAITING, MC_E_LINK_SUSPECT, MC_LINK_SUSPECT},
		{SAY_LOST, MC_QUESTION_WAITING, MC_E_LINK_DOWN, MC_LINK_DOWN},
		{SAY_BUSY, MC_QUESTION_WAITING, MC_E_GATEWAY_BUSY, MC_LINK_DOWN},
		{SAY_OTHER_ID, MC_QUESTION_WAITING, MC_E_LINK_SUSPECT, MC_LINK_SUSPECT},
		{SAY_OTHER_DIGEST, MC_QUESTION_WAITING, MC_E_LINK_SUSPECT, MC_LINK_SUSPECT},
		{SAY_OTHER_KEY, MC_QUESTION_WAITING, MC_E_LINK_SUSPECT, MC_LINK_SUSPECT},
		{SAY_BAD_SIGNATURE, MC_QUESTION_WAITING, MC_E_LINK_SUSPECT, MC_LINK_SUSPECT},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct rig r = {.over = false};

		ask_once(&r, rows[i].say);
		for (int again = 0; r.w.asks > 1 && again < 5; again++) { /* the dice let it go at once */
			close_world(&r.w);
			ask_once(&r, rows[i].say);
		}
		assert_int_equal(question(&r.w, 0).state, rows[i].after);
		assert_code(question(&r.w, 0).cause, rows[i].cause);
		assert_int_equal(question(&r.w, 0).attempts, 1);
		assert_int_equal(link_of(&r.w).state, rows[i].link);
		close_world(&r.w);
	}
}

/* The first waits are short, and the answer comes while somebody still waits. */
static void question_retried(void **state)
{
	struct rig *r = *state;

	r->w.ask_says[0] = SAY_LOST;
	r->w.ask_says[1] = SAY_PORTAL;
	ask(&r->w, 30000);
	start_engine(r, false);
	RUN_UNTIL(r, question(&r->w, 0).state == MC_QUESTION_ANSWERED);
	assert_int_equal(question(&r->w, 0).attempts, 3);
	assert_int_equal(link_of(&r->w).state, MC_LINK_UP);
}

/* A link that is down from the start: the failed hello is this question's attempt. */
static void attempt_without_link(void **state)
{
	struct rig *r = *state;

	r->w.hello_portal = true;
	ask(&r->w, 1500);
	start_engine(r, false);
	RUN_UNTIL(r, question(&r->w, 0).attempts >= 1);
	assert_code(question(&r->w, 0).cause, MC_E_LINK_SUSPECT);
	assert_int_equal(r->w.asks, 0);
	/* its time is over, however long the link is not tried */
	r->engine->link_next = mc_clock_mono() + 50 * MC_SECOND;
	again(r);
	RUN_UNTIL(r, question(&r->w, 0).state == MC_QUESTION_FAILED);
	RUN_UNTIL(r, r->wake_at > mc_clock_mono() + 55 * MC_MINUTE && mc_engine_idle(r->engine));
	assert_false(mc_engine_waits(r->engine));
}

/* Cancelled while its exchange stands still: the next one does not wait behind it. */
static void cancelled_while_out(void **state)
{
	struct rig *r = *state;

	r->w.ask_says[0] = SAY_NOTHING;
	ask(&r->w, 30000);
	start_engine(r, false);
	RUN_UNTIL(r, r->w.asks == 1);
	assert_ok(mc_mail_question_cancel(r->w.mail, r->w.question_id[0], NULL));
	ask(&r->w, 30000);
	poke(r);
	RUN_UNTIL(r, question(&r->w, 1).state == MC_QUESTION_ANSWERED);
	assert_int_equal(question(&r->w, 0).state, MC_QUESTION_CANCELLED);
}

/* Cancelled in the moment of the answer: no fault, nothing stored. */
static void cancelled_too_late(void **state)
{
	struct rig *r = *state;

	ask(&r->w, 30000);
	start_engine(r, false);
	RUN_UNTIL(r, r->w.asks == 1);
	assert_ok(mc_mail_question_cancel(r->w.eye, r->w.question_id[0], NULL));
	RUN_UNTIL(r, mc_engine_idle(r->engine));
	run_for(r, 50);
	assert_ok(r->failed);
	assert_int_equal(question(&r->w, 0).state, MC_QUESTION_CANCELLED);
}

/* A look-up passes an upload that stands still. */
static void two_lanes(void **state)
{
	struct rig *r = *state;

	seal(&r->w, 0);
	r->w.put_says[0] = SAY_NOTHING;
	start_engine(r, false);
	RUN_UNTIL(r, r->w.puts == 1);
	ask(&r->w, 30000);
	poke(r);
	RUN_UNTIL(r, question(&r->w, 0).state == MC_QUESTION_ANSWERED);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_COMMITTING);
	assert_int_equal(fake_http_connections(r->w.server), 2);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(question_outcomes),
		CASE(question_retried),
		CASE(attempt_without_link),
		CASE(cancelled_while_out),
		CASE(cancelled_too_late),
		CASE(two_lanes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
