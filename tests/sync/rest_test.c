/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A rest that the gateway asks for: nobody signs it, so anybody on the way can. What can wait
 * waits; whoever sits in front of the desk is not silenced for it.
 */
#include "sync/rig.h"

/* A dossier was answered: in fifty minutes. */
static void ask_for_a_rest(struct rig *r)
{
	r->w.no_batches = true;
	seal(&r->w, 0);
	r->w.put_says[0] = SAY_BUSY_LONG;
	start_engine(r, false);
	RUN_UNTIL(r, link_of(&r->w).cause == MC_E_GATEWAY_BUSY);
	assert_in_range(link_of(&r->w).next_try, (uintmax_t)(mc_clock_now() + 49 * MC_MINUTE),
			(uintmax_t)(mc_clock_now() + 56 * MC_MINUTE));
	run_for(r, 20); /* what begins in the very moment of a failure is counted with it */
}

/* When the next question goes: in 60 to 66 s, told to the desk as well. */
static void assert_asks_in_a_minute(struct rig *r)
{
	int64_t told;
	struct mc_str text;

	assert_in_range(r->engine->ask_from, (uintmax_t)(mc_clock_mono() + 55 * MC_SECOND),
			(uintmax_t)(mc_clock_mono() + 66 * MC_SECOND));
	mc_str_init(&text, 24);
	assert_ok(mc_mail_get(r->w.mail, "ask_from", &text, NULL));
	told = strtoll(text.data, NULL, 10);
	mc_str_done(&text);
	assert_in_range(engine_mono(told, mc_clock_mono()), (uintmax_t)(r->engine->ask_from - 2000),
			(uintmax_t)(r->engine->ask_from + 2000));
}

/* The minute is over. */
static void a_minute_later(struct rig *r)
{
	r->engine->ask_from = mc_clock_mono();
	again(r);
}

static void who_sits_there_is_not_silenced(void **state)
{
	struct rig *r = *state;
	int64_t rest;
	int n;

	ask_for_a_rest(r);
	rest = link_of(&r->w).next_try;
	n = ask(&r->w, 600000);
	poke(r);
	send_now(r);
	run_for(r, 150);
	assert_int_equal(r->w.requests, 2); /* the hello, and the one that was put off */
	assert_asks_in_a_minute(r);
	assert_in_range(r->wake_at, (uintmax_t)(r->engine->ask_from - 1),
			(uintmax_t)(r->engine->ask_from + 1));
	a_minute_later(r);
	RUN_UNTIL(r, question(&r->w, n).state == MC_QUESTION_ANSWERED);
	run_for(r, 150);
	/* and nothing else went: the rest of the rest holds, and is shown */
	assert_int_equal(r->w.requests, 3);
	assert_int_equal(r->w.puts, 1);
	assert_int_equal(link_of(&r->w).next_try, rest);
	assert_code(link_of(&r->w).cause, MC_E_GATEWAY_BUSY);
	r->engine->link_next = r->engine->not_before = mc_clock_mono();
	again(r);
	RUN_UNTIL(r, state_of(&r->w, 0) == MC_STATE_RECEIPTED);
}

/* Put off once more: another minute, and each is a real attempt with its cause. */
static void put_off_again(void **state)
{
	struct rig *r = *state;
	int n;

	ask_for_a_rest(r);
	n = ask(&r->w, 600000);
	for (int tries = 1; tries <= 2; tries++) {
		r->w.ask_says[0] = SAY_BUSY_LONG;
		a_minute_later(r);
		RUN_UNTIL(r, question(&r->w, n).attempts == tries);
		assert_code(question(&r->w, n).cause, MC_E_GATEWAY_BUSY);
		poke(r);
		run_for(r, 100);
		assert_int_equal(r->w.asks, tries);
		assert_asks_in_a_minute(r);
	}
	a_minute_later(r);
	RUN_UNTIL(r, question(&r->w, n).state == MC_QUESTION_ANSWERED);
	assert_int_equal(r->w.puts, 1);
}

/* The line breaks in the middle of it: hello goes first, as ever, and the dossiers still wait. */
static void the_link_fails_in_it(void **state)
{
	struct rig *r = *state;
	int n;

	ask_for_a_rest(r);
	n = ask(&r->w, 600000);
	r->w.ask_says[0] = SAY_LOST;
	a_minute_later(r);
	RUN_UNTIL(r, question(&r->w, n).attempts == 1);
	assert_int_equal(r->w.hellos, 1);
	a_minute_later(r);
	RUN_UNTIL(r, question(&r->w, n).state == MC_QUESTION_ANSWERED);
	assert_int_equal(r->w.hellos, 2);
	run_for(r, 100);
	assert_int_equal(r->w.puts, 1);
}

/* Nobody sits in front of a queued one. */
static void what_is_queued_waits(void **state)
{
	struct rig *r = *state;

	ask_for_a_rest(r);
	ask_as(&r->w, 2 * MC_HOUR, true);
	a_minute_later(r);
	poke(r);
	run_for(r, 150);
	assert_int_equal(r->w.asks, 0);
	assert_true(r->wake_at > mc_clock_mono() + 40 * MC_MINUTE);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(who_sits_there_is_not_silenced),
		CASE(put_off_again),
		CASE(the_link_fails_in_it),
		CASE(what_is_queued_waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
