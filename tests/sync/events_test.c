/* SPDX-License-Identifier: MPL-2.0 */
/* What became of dossiers: in order, once, and for no one at the cost of another. */
#include "sync/rig.h"

static void events_in_order(void **state)
{
	struct rig *r = *state;
	int64_t cursor;

	seal(&r->w, 0);
	add_event(&r->w, 0, "forwarded", 5);
	add_event(&r->w, 0, "in_process", 9);
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_IN_PROCESS);
	assert_ok(mc_mail_cursor(r->w.mail, &cursor, NULL));
	assert_int_equal(cursor, 9);
	assert_int_equal(r->w.polls, 2); /* one page, and nothing behind it */
	add_event(&r->w, 0, "completed", 12);
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_COMPLETED);
	r->w.polls = 0;
	run_once(r);
	assert_int_equal(r->w.polls, 0); /* nothing is open any more */
}

static void add_branch_event(struct world *w, const char *outcome, const char *branch,
			     const char *branch_outcome, int64_t cursor)
{
	struct mc_outer *event = &w->events[w->event_count];

	add_event(w, 0, outcome, cursor);
	MC_COPY(event->branch, branch);
	MC_COPY(event->branch_outcome, branch_outcome);
}

static int statements(struct world *w, int n)
{
	struct mc_vec events;
	int count;

	mc_vec_init(&events, sizeof(struct mc_mail_event), 100);
	assert_ok(mc_mail_events(w->mail, w->records[n].id, &events, NULL));
	count = (int)events.len;
	mc_mail_events_done(&events);
	return count;
}

/* A branch moves while the whole stays what it is: its signed word is kept all the same,
 * once, however often the list comes. */
static void events_of_branches(void **state)
{
	struct rig *r = *state;
	struct mc_item before, after;

	seal(&r->w, 0);
	add_event(&r->w, 0, "forwarded", 1);
	add_branch_event(&r->w, "forwarded", "justice", "forwarded", 2);
	add_branch_event(&r->w, "in_process", "justice", "acknowledged", 3);
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_IN_PROCESS);
	assert_int_equal(statements(&r->w, 0), 4); /* with the receipt */
	assert_ok(mc_mail_item(r->w.mail, r->w.records[0].id, &before, NULL));
	add_branch_event(&r->w, "in_process", "justice", "in_process", 4);
	add_branch_event(&r->w, "needs_supplement", "police", "needs_supplement", 5);
	add_branch_event(&r->w, "needs_supplement", "insurance", "needs_supplement", 6);
	add_branch_event(&r->w, "completed", "justice", "completed", 7);
	run_once(r);
	assert_int_equal(statements(&r->w, 0), 8);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_COMPLETED);
	assert_ok(mc_mail_cursor_set(r->w.mail, 0, NULL));
	run_once(r);
	assert_int_equal(statements(&r->w, 0), 8);
	assert_ok(mc_mail_item(r->w.mail, r->w.records[0].id, &after, NULL));
	assert_int_equal(before.seq, after.seq);
}

/* Of another desk's life, other content, another word: passed over. */
static void strange_events(void **state)
{
	struct rig *r = *state;
	int64_t cursor;

	seal(&r->w, 0);
	run_once(r);
	add_event(&r->w, 0, "completed", 5);
	MC_COPY(r->w.events[0].id, "01936b2e-7c00-7d4a-8b5f-0123456789ff");
	add_event(&r->w, 0, "completed", 6);
	r->w.events[1].digest[0] = r->w.events[1].digest[0] == '0' ? '1' : '0';
	add_event(&r->w, 0, "forwarded", 7);
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_FORWARDED);
	assert_ok(mc_mail_cursor(r->w.mail, &cursor, NULL));
	assert_int_equal(cursor, 7);
}

/* An event that overtakes the lost receipt of its own dossier is not lost, and stops no other's. */
static void event_before_receipt(void **state)
{
	struct rig *r = *state;
	int64_t cursor;

	seal(&r->w, 0);
	run_once(r);
	seal(&r->w, 0);
	r->w.put_says[0] = SAY_IN_PROGRESS;
	add_event(&r->w, 0, "forwarded", 3);
	add_event(&r->w, 1, "forwarded", 4);
	add_event(&r->w, 0, "in_process", 5);
	add_event(&r->w, 1, "in_process", 6);
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_IN_PROCESS);
	assert_int_equal(state_of(&r->w, 1), MC_STATE_COMMITTING);
	assert_ok(mc_mail_cursor(r->w.mail, &cursor, NULL));
	assert_int_equal(cursor, 6);
	run_once(r);
	assert_int_equal(state_of(&r->w, 1), MC_STATE_IN_PROCESS);
	assert_int_equal(statements(&r->w, 1), 3);
	assert_int_equal(statements(&r->w, 0), 3); /* read a second time, kept once */
	assert_ok(mc_mail_cursor(r->w.mail, &cursor, NULL));
	assert_int_equal(cursor, 6);
}

/* A return file was taken in by the desk. */
static void receipt_by_stick(struct rig *r, int n)
{
	struct mc_happened what = {.now = mc_clock_now(), .outer = mc_slice_text("receipt")};

	assert_ok(mc_mail_happen(r->w.eye, r->w.records[n].id, MC_HAPPENING_RECEIPT, &what, NULL));
}

static void hold(struct rig *r, int n)
{
	struct mc_happened what = {.now = mc_clock_now(), .cause = MC_E_DIGEST_MISMATCH};

	assert_ok(mc_mail_happen(r->w.mail, r->w.records[n].id, MC_HAPPENING_HOLD, &what, NULL));
}

static bool at_rest(struct rig *r)
{
	return !r->engine->events_out && r->engine->events_next > mc_clock_mono();
}

/* Three of them, one received. A poke or another's receipt reads nothing a second time. */
static void receipt_comes_by_stick(void **state)
{
	struct rig *r = *state;
	int polls;

	for (int i = 0; i < 3; i++) {
		seal(&r->w, 0);
	}
	hold(r, 1);
	hold(r, 2);
	add_event(&r->w, 1, "forwarded", 3);
	add_event(&r->w, 2, "forwarded", 7);
	add_event(&r->w, 0, "forwarded", 9);
	start_engine(r, false);
	RUN_UNTIL(r, state_of(&r->w, 0) == MC_STATE_FORWARDED && at_rest(r));
	polls = r->w.polls;
	poke(r);
	run_for(r, 100);
	assert_int_equal(r->w.polls, polls);
	receipt_by_stick(r, 2);
	poke(r);
	RUN_UNTIL(r, state_of(&r->w, 2) == MC_STATE_FORWARDED && at_rest(r));
	assert_int_equal(r->w.polls, polls + 2); /* from before the second of them; and the end */
	receipt_by_stick(r, 1);
	poke(r);
	RUN_UNTIL(r, state_of(&r->w, 1) == MC_STATE_FORWARDED && at_rest(r));
	assert_int_equal(r->w.event_count, 3);
}

/* More than are noted by name. */
static void news_without_a_name(void **state)
{
	struct rig *r = *state;
	struct mc_str noted;

	mc_str_init(&noted, 8192);
	for (int i = 0; i < 66; i++) {
		seal(&r->w, 0);
	}
	for (int i = 1; i < 66; i++) {
		hold(r, i);
		if (i < 65) {
			mc_str_printf(&noted, "%d %s ", i + 100, r->w.records[i].id);
		}
	}
	assert_ok(mc_mail_set(r->w.mail, "missed_event", noted.data, NULL));
	add_event(&r->w, 65, "forwarded", 3);
	add_event(&r->w, 0, "forwarded", 9);
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_FORWARDED);
	assert_ok(mc_mail_get(r->w.mail, "missed_event", &noted, NULL));
	assert_null(strstr(noted.data, r->w.records[65].id));
	assert_non_null(strstr(noted.data, r->w.records[64].id));
	mc_str_done(&noted);
	receipt_by_stick(r, 65);
	run_once(r);
	assert_int_equal(state_of(&r->w, 65), MC_STATE_FORWARDED);
}

/* What was noted before there were names. */
static void news_noted_by_an_older_courier(void **state)
{
	struct rig *r = *state;

	seal(&r->w, 0);
	run_once(r);
	add_event(&r->w, 0, "forwarded", 3);
	assert_ok(mc_mail_cursor_set(r->w.mail, 7, NULL));
	assert_ok(mc_mail_set(r->w.mail, "missed_event", "2", NULL));
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_FORWARDED);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(events_in_order),
		CASE(events_of_branches),
		CASE(strange_events),
		CASE(event_before_receipt),
		CASE(receipt_comes_by_stick),
		CASE(news_without_a_name),
		CASE(news_noted_by_an_older_courier),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
