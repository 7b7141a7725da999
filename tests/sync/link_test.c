/* SPDX-License-Identifier: MPL-2.0 */
/* The link: enrolment, what stops it, and what brings it back. */
#include "sync/rig.h"

static void enrolment(void **state)
{
	struct rig *r = *state;

	r->w.enrolled = false;
	seal(&r->w, 0);
	run_once(r); /* without an enrolment row: nobody to ask */
	assert_code(link_of(&r->w).cause, MC_E_TERMINAL_UNKNOWN);
	assert_int_equal(r->w.enrolments, 0);
	assert_ok(mc_mail_set(r->w.mail, "enrolment", "a.bad.code", NULL));
	run_once(r);
	assert_int_equal(r->w.enrolments, 1);
	assert_code(link_of(&r->w).cause, MC_E_TERMINAL_UNKNOWN);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_SEALED);
	assert_ok(mc_mail_set(r->w.mail, "enrolment", "a.good.code", NULL));
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_RECEIPTED);
	assert_int_equal(link_of(&r->w).state, MC_LINK_UP);
}

/* What only a person can mend is the outcome at once, for all who wait. */
static void refused_for_good(void **state)
{
	struct rig *r = *state;
	int first = ask(&r->w, 600000), second = ask(&r->w, 600000);

	r->w.enrolled = false;
	assert_ok(mc_mail_set(r->w.mail, "enrolment", "a.bad.code", NULL));
	start_engine(r, false);
	RUN_UNTIL(r, question(&r->w, first).state == MC_QUESTION_FAILED);
	assert_code(question(&r->w, first).cause, MC_E_TERMINAL_UNKNOWN);
	assert_int_equal(question(&r->w, second).state, MC_QUESTION_FAILED);
	assert_code(question(&r->w, second).cause, MC_E_TERMINAL_UNKNOWN);
	assert_int_equal(r->w.asks, 0);
	assert_int_equal(r->w.enrolments, 1);
}

/* Nobody sits in front of a queued one: whoever ends the cause in time has its answer. */
static void queued_waits_for_the_person(void **state)
{
	struct rig *r = *state;
	int queued = ask_as(&r->w, 600000, true), asked = ask(&r->w, 600000);

	r->w.enrolled = false;
	assert_ok(mc_mail_set(r->w.mail, "enrolment", "a.bad.code", NULL));
	start_engine(r, false);
	RUN_UNTIL(r, question(&r->w, asked).state == MC_QUESTION_FAILED);
	assert_int_equal(question(&r->w, queued).state, MC_QUESTION_WAITING);
	assert_ok(mc_mail_set(r->w.mail, "enrolment", "a.good.code", NULL));
	poke(r);
	RUN_UNTIL(r, question(&r->w, queued).state == MC_QUESTION_ANSWERED);
}

/* The outage is over: first whoever sits there, then what was queued before; in one run. */
static void queued_lets_pass(void **state)
{
	struct rig *r = *state;
	int queued = ask_as(&r->w, 600000, true), asked = ask(&r->w, 600000);

	r->w.ask_says[0] = SAY_NOTHING; /* the first to go out */
	start_engine(r, false);
	RUN_UNTIL(r, r->w.asks == 1);
	assert_ok(mc_mail_question_cancel(r->w.mail, r->w.question_id[asked], NULL));
	poke(r);
	RUN_UNTIL(r, question(&r->w, queued).state == MC_QUESTION_ANSWERED);
	stop_engine(r);
	queued = ask_as(&r->w, 600000, true);
	run_once(r);
	assert_int_equal(question(&r->w, queued).state, MC_QUESTION_ANSWERED);
}

/* Forgotten by the gateway: enrolled again, and then answered. */
static void forgotten_for_a_moment(void **state)
{
	struct rig *r = *state;
	int n = ask(&r->w, 600000);

	r->w.ask_says[0] = SAY_UNKNOWN_TERMINAL;
	start_engine(r, false);
	RUN_UNTIL(r, question(&r->w, n).state == MC_QUESTION_ANSWERED);
	assert_int_equal(r->w.asks, 2);
}

static void not_even_started(void **state)
{
	struct rig *r = *state;
	int n = ask(&r->w, 600000);

	assert_ok(mc_engine_impossible(r->w.mail, MC_E_CA_FILE, NULL));
	assert_int_equal(link_of(&r->w).state, MC_LINK_DOWN);
	assert_code(link_of(&r->w).cause, MC_E_CA_FILE);
	assert_int_equal(question(&r->w, n).state, MC_QUESTION_FAILED);
	assert_code(question(&r->w, n).cause, MC_E_CA_FILE);
}

static void strange_hellos(void **state)
{
	struct rig *r = *state;

	seal(&r->w, 0);
	r->w.hello_portal = true;
	run_once(r);
	assert_int_equal(link_of(&r->w).state, MC_LINK_SUSPECT);
	r->w.hello_portal = false;
	r->w.hello_old = true; /* signed, but for somebody else's nonce */
	run_once(r);
	assert_int_equal(link_of(&r->w).state, MC_LINK_SUSPECT);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_SEALED);
	assert_int_equal(r->w.puts, 0);
	r->w.hello_old = false;
	r->w.hello_other_key = true; /* a person can find out whether the province has a new one */
	run_once(r);
	assert_int_equal(link_of(&r->w).state, MC_LINK_SUSPECT);
	assert_code(link_of(&r->w).cause, MC_E_GATEWAY_KEY);
	assert_int_equal(r->w.puts, 0);
	r->w.hello_other_key = false;
	r->w.hello_other = true; /* and this one makes no old copy of us */
	run_once(r);
	assert_int_equal(link_of(&r->w).state, MC_LINK_SUSPECT);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_SEALED);
	r->w.hello_other = false;
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_RECEIPTED);
}

/* The gateway went away and came back: everything goes out by itself, the row says UP. */
static void gateway_restart(void **state)
{
	struct rig *r = *state;
	char path[200];

	start_engine(r, false);
	RUN_UNTIL(r, link_of(&r->w).state == MC_LINK_UP);
	fake_http_free(r->w.server);
	r->w.server = NULL;
	seal(&r->w, 0);
	seal(&r->w, 0);
	poke(r);
	RUN_UNTIL(r, link_of(&r->w).state == MC_LINK_DOWN);
	assert_code(link_of(&r->w).cause, MC_E_LINK_DOWN);
	assert_true(link_of(&r->w).next_try > 0);
	snprintf(path, sizeof(path), "%s/s", r->w.dir);
	r->w.server = fake_http_new(r->w.loop, path, gateway, &r->w);
	RUN_UNTIL(r, state_of(&r->w, 1) == MC_STATE_RECEIPTED);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_RECEIPTED);
	assert_int_equal(link_of(&r->w).state, MC_LINK_UP);
	assert_int_equal(link_of(&r->w).next_try, 0);
}

/* A long outage is over for the whole province at once: bulk spreads out, look-ups do not
 * wait. What everybody does in that minute ends no spread, only a person's "send now". */
static void back_after_outage(void **state)
{
	struct rig *r = *state;
	int64_t now;

	r->w.hello_portal = true;
	seal(&r->w, 0);
	start_engine(r, false);
	RUN_UNTIL(r, link_of(&r->w).state == MC_LINK_SUSPECT);
	r->engine->down_since -= 10 * MC_MINUTE;
	r->w.hello_portal = false;
	ask(&r->w, 30000);
	RUN_UNTIL(r, question(&r->w, 0).state == MC_QUESTION_ANSWERED);
	now = mc_clock_mono();
	assert_in_range(r->engine->bulk_from, 1, (uintmax_t)(now + 2 * MC_MINUTE));
	r->engine->bulk_from = now + MC_MINUTE; /* not by chance at once */
	again(r);
	run_for(r, 100);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_SEALED);
	assert_in_range(r->wake_at, (uintmax_t)(now + 50 * MC_SECOND), (uintmax_t)(now + MC_MINUTE));
	ask(&r->w, 30000);
	seal(&r->w, 0);
	poke(r);
	RUN_UNTIL(r, question(&r->w, 1).state == MC_QUESTION_ANSWERED);
	run_for(r, 100);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_SEALED);
	assert_int_equal(state_of(&r->w, 1), MC_STATE_SEALED);
	send_now(r);
	RUN_UNTIL(r, state_of(&r->w, 1) == MC_STATE_RECEIPTED);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_RECEIPTED);
}

/* A poke during the outage (somebody works there) spreads out; "send now" does not. */
static void back_with_somebody_there(void **state)
{
	struct rig *r = *state;

	r->w.hello_portal = true;
	seal(&r->w, 0);
	start_engine(r, false);
	RUN_UNTIL(r, link_of(&r->w).state == MC_LINK_SUSPECT);
	r->engine->down_since -= 10 * MC_MINUTE;
	r->w.hello_portal = false;
	poke(r);
	RUN_UNTIL(r, link_of(&r->w).state == MC_LINK_UP);
	assert_true(r->engine->bulk_from > 0);
	stop_engine(r);
	r->w.hello_portal = true;
	start_engine(r, false);
	RUN_UNTIL(r, link_of(&r->w).state == MC_LINK_SUSPECT);
	r->engine->down_since -= 10 * MC_MINUTE;
	r->w.hello_portal = false;
	send_now(r);
	RUN_UNTIL(r, link_of(&r->w).state == MC_LINK_UP);
	assert_int_equal(r->engine->bulk_from, 0);
	RUN_UNTIL(r, state_of(&r->w, 0) == MC_STATE_RECEIPTED);
}

static void cut_and_restored(void **state)
{
	struct rig *r = *state;

	start_engine(r, false);
	RUN_UNTIL(r, link_of(&r->w).state == MC_LINK_UP);
	assert_ok(mc_mail_set(r->w.mail, "cut", "1", NULL));
	seal(&r->w, 0);
	poke(r);
	RUN_UNTIL(r, link_of(&r->w).cause == MC_E_LINK_CUT);
	run_for(r, 300);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_SEALED); /* never attempted */
	assert_int_equal(link_of(&r->w).state, MC_LINK_DOWN);
	assert_int_equal(r->w.puts, 0);
	assert_ok(mc_mail_set(r->w.mail, "cut", "", NULL));
	poke(r);
	RUN_UNTIL(r, state_of(&r->w, 0) == MC_STATE_RECEIPTED);
	assert_int_equal(link_of(&r->w).state, MC_LINK_UP);
}

/* Who says when gets asked then, and up to a tenth later; nothing else goes there before. */
static void busy_for_a_while(void **state)
{
	struct rig *r = *state;
	int64_t from = mc_clock_now(), next;

	r->w.no_batches = true;
	seal(&r->w, 0);
	seal(&r->w, 0);
	r->w.put_says[0] = SAY_BUSY_A_WHILE;
	start_engine(r, false);
	RUN_UNTIL(r, link_of(&r->w).cause == MC_E_GATEWAY_BUSY);
	next = link_of(&r->w).next_try;
	assert_in_range(next, from + 40000, mc_clock_now() + 44000);
	assert_in_range(item_of(&r->w, 0).next_try, next - 5, next + 5);
	run_for(r, 300);
	assert_int_equal(r->w.puts, 1);
}

/* The rest that the gateway asked for is its own: no poke ends it, no look-up, no "send now",
 * and no answer to what was under way. Then it goes on, as a link that came back. */
static void a_rest_is_a_rest(void **state)
{
	struct rig *r = *state;
	int64_t rest;
	int n;

	r->w.no_batches = true;
	seal(&r->w, 0);
	r->w.put_says[0] = SAY_BUSY_A_WHILE;
	start_engine(r, false);
	RUN_UNTIL(r, link_of(&r->w).cause == MC_E_GATEWAY_BUSY);
	rest = link_of(&r->w).next_try;
	n = ask(&r->w, 600000);
	poke(r);
	run_for(r, 100);
	send_now(r);
	run_for(r, 100);
	engine_up(r->engine);
	again(r);
	run_for(r, 100);
	assert_int_equal(r->w.requests, 2); /* the hello and the one that was refused */
	assert_int_equal(question(&r->w, n).state, MC_QUESTION_WAITING);
	assert_int_equal(link_of(&r->w).next_try, rest); /* the screens go on saying so */
	assert_in_range(r->wake_at, (uintmax_t)(mc_clock_mono() + 30 * MC_SECOND),
			(uintmax_t)(mc_clock_mono() + 44 * MC_SECOND));
	r->engine->link_next = r->engine->not_before = mc_clock_mono();
	again(r);
	RUN_UNTIL(r, question(&r->w, n).state == MC_QUESTION_ANSWERED);
	RUN_UNTIL(r, state_of(&r->w, 0) == MC_STATE_RECEIPTED);
	assert_int_equal(link_of(&r->w).state, MC_LINK_UP);
}

/* However often and however long ago: it is sent as soon as it can be. */
static void nothing_is_given_up(void **state)
{
	struct rig *r = *state;
	int64_t ago = mc_clock_now() - 3000 * MC_DAY;

	seal(&r->w, 0);
	for (int i = 0; i < 300; i++) {
		assert_ok(mc_mail_failed(r->w.mail, r->w.records[0].id, ago + i * MC_DAY,
					 ago + i * MC_DAY + 300000, MC_E_LINK_DOWN, "", NULL));
	}
	assert_int_equal(item_of(&r->w, 0).attempts, 300);
	start_engine(r, false);
	RUN_UNTIL(r, state_of(&r->w, 0) == MC_STATE_RECEIPTED);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(busy_for_a_while),
		CASE(a_rest_is_a_rest),
		CASE(nothing_is_given_up),
		CASE(enrolment),
		CASE(refused_for_good),
		CASE(queued_waits_for_the_person),
		CASE(queued_lets_pass),
		CASE(forgotten_for_a_moment),
		CASE(not_even_started),
		CASE(strange_hellos),
		CASE(gateway_restart),
		CASE(back_after_outage),
		CASE(back_with_somebody_there),
		CASE(cut_and_restored),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
