/* SPDX-License-Identifier: MPL-2.0 */
/* A word of the gateway that is left out of the list is missed, said, and taken in when it comes. */
#include "sync/rig.h"

static int64_t cursor_of(struct rig *r)
{
	int64_t cursor;

	assert_ok(mc_mail_cursor(r->w.mail, &cursor, NULL));
	return cursor;
}

static struct mc_mail_gap gap_of(struct rig *r)
{
	struct mc_mail_gap gap;

	assert_ok(mc_mail_gap(r->w.mail, &gap, NULL));
	return gap;
}

/* The item's events as they are kept: "5 9 12 ". */
static void assert_kept(struct rig *r, int n, const char *expected)
{
	char text[128] = "";
	struct mc_vec events;

	mc_vec_init(&events, sizeof(struct mc_mail_event), 100);
	assert_ok(mc_mail_events(r->w.mail, r->w.records[n].id, &events, NULL));
	MC_VEC_EACH(&events, struct mc_mail_event, it) {
		if (!strcmp(it->kind, "event")) {
			snprintf(text + strlen(text), sizeof(text) - strlen(text), "%lld ",
				 (long long)it->cursor);
		}
	}
	mc_mail_events_done(&events);
	assert_string_equal(text, expected);
}

/* One more; and the gateway's hello knows it, for it never lost anything. */
static void sealed(struct rig *r)
{
	const struct mc_record *record = &r->w.records[seal(&r->w, 0)];

	MC_COPY(r->w.highest_epoch, record->epoch);
	r->w.highest_seq = record->seq;
}

/* Two dossiers; what asks for a supplement to the first one is left out. */
static void leave_out(struct rig *r)
{
	sealed(r);
	sealed(r);
	add_event(&r->w, 0, "forwarded", 5);
	add_event(&r->w, 0, "needs_supplement", 9);
	add_event(&r->w, 1, "forwarded", 12);
	add_event(&r->w, 0, "in_process", 15);
	r->w.events_hidden = 1u << 1;
	run_once(r);
}

static void a_gap_is_seen(void **state)
{
	struct rig *r = *state;
	int64_t now = mc_clock_now();

	leave_out(r);
	assert_int_equal(cursor_of(r), 5); /* before the gap, whatever came behind it */
	assert_int_equal(gap_of(r).until, 9);
	assert_true(gap_of(r).since >= now && gap_of(r).since <= mc_clock_now());
	assert_int_equal(link_of(&r->w).state, MC_LINK_UP);
	/* one lost word silences nobody: what came is taken, for this dossier and the other */
	assert_int_equal(state_of(&r->w, 0), MC_STATE_IN_PROCESS);
	assert_int_equal(state_of(&r->w, 1), MC_STATE_FORWARDED);
	assert_kept(r, 0, "5 15 ");
}

/* Another courier, another day: the list is asked for from before the gap. */
static void what_was_missing_comes_late(void **state)
{
	struct rig *r = *state;
	int64_t since;

	leave_out(r);
	since = gap_of(r).since;
	run_once(r);
	assert_int_equal(gap_of(r).since, since); /* not as if it were a new one */
	assert_int_equal(cursor_of(r), 5);
	assert_kept(r, 0, "5 15 ");
	r->w.events_hidden = 0;
	run_once(r);
	assert_int_equal(cursor_of(r), 15);
	assert_int_equal(gap_of(r).until, 0);
	/* it stands in its place, and leads back nowhere */
	assert_kept(r, 0, "5 9 15 ");
	assert_kept(r, 1, "12 ");
	assert_int_equal(state_of(&r->w, 0), MC_STATE_IN_PROCESS);
	add_event(&r->w, 0, "completed", 20);
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_COMPLETED);
	assert_int_equal(cursor_of(r), 20);
}

/* Within one run: behind the gap for what is new, and now and then from before it. */
static void it_is_asked_for_again(void **state)
{
	struct rig *r = *state;

	leave_out(r);
	start_engine(r, false);
	RUN_UNTIL(r, r->w.polls >= 4 && !r->engine->events_out);
	assert_int_equal(r->w.polled_after, 15); /* no second time what is known already */
	assert_true(r->engine->gap.next > mc_clock_mono() + 50 * 1000);
	assert_true(r->engine->gap.next <= mc_clock_mono() + 60 * 1000);
	add_event(&r->w, 1, "in_process", 17);
	r->engine->events_next = 0;
	again(r);
	RUN_UNTIL(r, state_of(&r->w, 1) == MC_STATE_IN_PROCESS);
	assert_int_equal(cursor_of(r), 5);
	RUN_UNTIL(r, r->engine->events_next > mc_clock_mono());
	r->w.events_hidden = 0;
	r->engine->gap.next = 0; /* its time has come */
	r->engine->events_next = 0;
	again(r);
	RUN_UNTIL(r, cursor_of(r) == 17);
	assert_int_equal(gap_of(r).until, 0);
	assert_false(r->engine->gap.is);
	assert_kept(r, 0, "5 9 15 ");
}

/* A list that is cut short before the gap, or empty, closes nothing. */
static void nothing_closes_it_but_what_was_missing(void **state)
{
	struct rig *r = *state;

	leave_out(r);
	r->w.events_hidden = ~0u;
	run_once(r);
	assert_int_equal(gap_of(r).until, 9);
	r->w.events_hidden = ~(1u << 3); /* a later one alone: the gap is larger, not gone */
	run_once(r);
	assert_int_equal(gap_of(r).until, 12);
	assert_int_equal(cursor_of(r), 5);
	r->w.events_hidden = ~(1u << 1); /* a part of what is missing */
	run_once(r);
	assert_int_equal(cursor_of(r), 9);
	assert_int_equal(gap_of(r).until, 12);
	r->w.events_hidden = 0;
	run_once(r);
	assert_int_equal(cursor_of(r), 15);
	assert_int_equal(gap_of(r).until, 0);
}

/* What stands behind it fills pages: it is read to its end, and so is the list when the gap is
 * closed, without waiting for the next time. */
static void a_gap_before_full_pages(void **state)
{
	struct rig *r = *state;

	r->w.events_page = 1;
	sealed(r);
	sealed(r);
	add_event(&r->w, 0, "forwarded", 5);
	add_event(&r->w, 0, "needs_supplement", 9);
	add_event(&r->w, 0, "in_process", 11);
	add_event(&r->w, 1, "forwarded", 12);
	add_event(&r->w, 0, "in_process", 15);
	r->w.events_hidden = 3u << 1;
	start_engine(r, false);
	RUN_UNTIL(r, r->w.polled_after == 15 && !r->engine->events_out);
	assert_int_equal(cursor_of(r), 5);
	assert_int_equal(gap_of(r).until, 11);
	assert_kept(r, 0, "5 15 ");
	assert_int_equal(state_of(&r->w, 1), MC_STATE_FORWARDED);
	r->w.events_hidden = 0;
	r->engine->gap.next = r->engine->events_next = 0; /* its time has come */
	again(r);
	RUN_UNTIL(r, cursor_of(r) == 15);
	assert_int_equal(gap_of(r).until, 0);
	assert_kept(r, 0, "5 9 11 15 ");
}

/* The first of all is no gap; the first that is missing is one. */
static void the_first_is_missing(void **state)
{
	struct rig *r = *state;

	sealed(r);
	add_event(&r->w, 0, "forwarded", 5);
	add_event(&r->w, 0, "completed", 6);
	r->w.events_hidden = 1u << 0;
	run_once(r);
	assert_int_equal(cursor_of(r), 0);
	assert_int_equal(gap_of(r).until, 5);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_COMPLETED);
}

/* An older gateway names none before: as good as it was. */
static void events_without_a_place(void **state)
{
	struct rig *r = *state;

	sealed(r);
	add_event(&r->w, 0, "forwarded", 5);
	add_event(&r->w, 0, "in_process", 9);
	r->w.events[1].after = 0;
	run_once(r);
	assert_int_equal(cursor_of(r), 9);
	assert_int_equal(gap_of(r).until, 0);
	/* the gateway was updated, and its next word looks back over all of them */
	add_event(&r->w, 0, "needs_supplement", 12);
	r->w.events[2].after = 0;
	add_event(&r->w, 0, "in_process", 13);
	r->w.events_hidden = 1u << 2;
	run_once(r);
	assert_int_equal(cursor_of(r), 9);
	assert_int_equal(gap_of(r).until, 12);
}

/* One that waits for a person behind a gap: its news are taken when its receipt is here, and
 * the gap stays what it is. */
static void held_behind_a_gap(void **state)
{
	struct rig *r = *state;
	struct mc_happened what = {.now = mc_clock_now(), .cause = MC_E_DIGEST_MISMATCH};

	sealed(r);
	sealed(r);
	assert_ok(mc_mail_happen(r->w.mail, r->w.records[1].id, MC_HAPPENING_HOLD, &what, NULL));
	add_event(&r->w, 0, "forwarded", 5);
	add_event(&r->w, 0, "needs_supplement", 9);
	add_event(&r->w, 1, "forwarded", 12);
	r->w.events_hidden = 1u << 1;
	run_once(r);
	assert_int_equal(state_of(&r->w, 1), MC_STATE_HELD);
	assert_ok(mc_mail_happen(r->w.mail, r->w.records[1].id, MC_HAPPENING_RELEASE, &what, NULL));
	run_once(r);
	assert_int_equal(state_of(&r->w, 1), MC_STATE_FORWARDED);
	assert_int_equal(cursor_of(r), 5);
	assert_int_equal(gap_of(r).until, 9);
}

/* Well signed, and of somebody else's life: the question carries no signature. */
static void events_of_another_terminal(void **state)
{
	struct rig *r = *state;

	sealed(r);
	run_once(r);
	add_event(&r->w, 0, "completed", 5);
	r->w.events_of_other = true;
	start_engine(r, true);
	RUN_UNTIL(r, r->over);
	stop_engine(r);
	assert_int_equal(link_of(&r->w).state, MC_LINK_SUSPECT);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_RECEIPTED);
	assert_int_equal(cursor_of(r), 0);
	r->w.events_of_other = false;
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_COMPLETED);
}

/* The end of the list is withheld: nothing names it but the hello, which is signed. */
static void the_end_is_withheld(void **state)
{
	struct rig *r = *state;

	r->w.tells_cursor = true;
	sealed(r);
	add_event(&r->w, 0, "forwarded", 5);
	add_event(&r->w, 0, "in_process", 9);
	r->w.events_hidden = 1u << 1;
	run_once(r);
	assert_int_equal(cursor_of(r), 5);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_FORWARDED);
	assert_int_equal(gap_of(r).until, 9);
	r->w.events_hidden = 0;
	run_once(r);
	assert_int_equal(cursor_of(r), 9);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_IN_PROCESS);
	assert_int_equal(gap_of(r).until, 0);
}

/* The gateway was put back from a backup and gives its cursors a second time: what they tell now
 * is heard, and what was known is not taken in twice. */
static void the_list_is_begun_anew(void **state)
{
	struct rig *r = *state;

	r->w.tells_cursor = true;
	sealed(r);
	sealed(r);
	add_event(&r->w, 0, "forwarded", 5);
	add_event(&r->w, 1, "forwarded", 9);
	add_event(&r->w, 0, "in_process", 12);
	run_once(r);
	assert_int_equal(cursor_of(r), 12);
	r->w.event_count = 1;
	add_event(&r->w, 1, "in_process", 9);
	run_once(r);
	assert_int_equal(cursor_of(r), 9);
	assert_int_equal(state_of(&r->w, 1), MC_STATE_IN_PROCESS);
	assert_int_equal(gap_of(r).until, 0);
	add_event(&r->w, 0, "completed", 11); /* below what was told of it before */
	run_once(r);
	assert_int_equal(cursor_of(r), 11);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_COMPLETED);
	assert_kept(r, 0, "-8 -1 11 ");
	assert_kept(r, 1, "-4 9 ");
	r->w.event_count = 0; /* to before its first word */
	run_once(r);
	assert_int_equal(cursor_of(r), 0);
}

/* What was missing will never come: that list is gone. */
static void a_gap_of_the_list_before(void **state)
{
	struct rig *r = *state;

	r->w.tells_cursor = true;
	sealed(r);
	add_event(&r->w, 0, "forwarded", 5);
	add_event(&r->w, 0, "needs_supplement", 9);
	r->w.events_hidden = 1u << 1;
	run_once(r);
	assert_int_equal(gap_of(r).until, 9);
	r->w.events_hidden = 0;
	r->w.event_count = 1;
	add_event(&r->w, 0, "in_process", 7);
	run_once(r);
	assert_int_equal(cursor_of(r), 7);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_IN_PROCESS);
	assert_int_equal(gap_of(r).until, 0);
}

/* An older gateway, put back: its hello shows by what was lost that its list is another one. */
static void put_back_and_names_no_end(void **state)
{
	struct rig *r = *state;

	sealed(r);
	sealed(r);
	add_event(&r->w, 0, "forwarded", 5);
	add_event(&r->w, 1, "forwarded", 9);
	run_once(r);
	run_once(r);
	assert_int_equal(r->w.polled_after, 9); /* as it was: from there on */
	r->w.event_count = 1;
	r->w.highest_seq = r->w.records[0].seq;
	add_event(&r->w, 0, "in_process", 8);
	run_once(r);
	assert_int_equal(cursor_of(r), 8);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_IN_PROCESS);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_gap_is_seen),
		CASE(what_was_missing_comes_late),
		CASE(it_is_asked_for_again),
		CASE(nothing_closes_it_but_what_was_missing),
		CASE(a_gap_before_full_pages),
		CASE(the_first_is_missing),
		CASE(events_without_a_place),
		CASE(held_behind_a_gap),
		CASE(events_of_another_terminal),
		CASE(the_end_is_withheld),
		CASE(the_list_is_begun_anew),
		CASE(a_gap_of_the_list_before),
		CASE(put_back_and_names_no_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
