/* SPDX-License-Identifier: MPL-2.0 */
/* The gateway was put back from a backup: what shows it, what does not, which dossiers it lost. */
#include "store/put_back.h"

#define OTHER "aa00000000000001"

static void noticed(void **state)
{
	struct office *o = *state;
	struct mc_gateway_behind behind;

	received(o, 1, 5);
	hello(o, EPOCH, 5, "");
	hello(o, EPOCH, 3, "4 5");
	office_shut(o);
	office_open(o);
	hello(o, EPOCH, 3, "4 5");
	assert_ok(mc_mail_gateway_behind(o->mail, &behind, NULL));
	assert_string_equal(behind.epoch, EPOCH);
	assert_int_equal(behind.since, NOW);
	hello(o, "", 0, "1 2 3 4 5"); /* put back once more, to before our first one */
}

/* What it takes in now has higher numbers than the hole: the hole stays. */
static void newer_ones_do_not_fill_it(void **state)
{
	struct office *o = *state;

	received(o, 1, 5);
	hello(o, EPOCH, 3, "4 5");
	received(o, 6, 7);
	hello(o, EPOCH, 7, "4 5");
	hello(o, EPOCH, 8, "4 5"); /* a receipt is still on its way */
	received(o, 8, 9);
	/* and again, to when it knew 8: rather more is told than less */
	hello(o, EPOCH, 8, "4 5 6 7 8 9");
}

/* The right copy comes back: it knows what the other one did not, and the other way round. */
static void the_right_one_is_back(void **state)
{
	struct office *o = *state;

	received(o, 1, 5);
	hello(o, EPOCH, 3, "4 5");
	hello(o, EPOCH, 5, "");
	hello(o, EPOCH, 3, "4 5");
	received(o, 6, 6);
	hello(o, EPOCH, 6, "4 5");
	hello(o, EPOCH, 5, "6");
}

static void no_false_alarm(void **state)
{
	struct office *o = *state;
	struct mc_signed_for before;

	hello(o, "", 0, "");
	hello(o, EPOCH, 2, ""); /* receipts of it were lost on the way */
	received(o, 1, 2);
	before = signed_for(o);
	received(o, 3, 4); /* while the hello was on its way */
	hello_before(o, &before, EPOCH, 2, "");
	hello(o, OTHER, 1, ""); /* the newest epoch that it tells of is not ours */
	assert_ok(happen(o->mail, 5, MC_HAPPENING_REJECTION, "rejection"));
	hello(o, EPOCH, 4, ""); /* nobody waits for that one */
}

static void those_that_were_taken_back(void **state)
{
	struct office *o = *state;

	received(o, 1, 5);
	assert_ok(happen(o->mail, 4, MC_HAPPENING_WITHDRAWAL, "withdrawn"));
	hello(o, EPOCH, 3, "5");
}

/* After an old copy of the desk was adopted: what was found out of the epoch before stays. */
static void another_epoch(void **state)
{
	struct office *o = *state;
	int count;

	received(o, 1, 5);
	hello(o, EPOCH, 3, "4 5");
	assert_ok(mc_mail_adopt(o->mail, OTHER, NOW, &count, NULL));
	assert_int_equal(signed_for(o).seq, 0);
	hello(o, EPOCH, 9, "4 5");
	hello(o, "", 0, "4 5");
}

/* ---- sent again */

static int receipts(struct office *o, int n)
{
	struct mc_vec said;
	int count = 0;

	mc_vec_init(&said, sizeof(struct mc_mail_event), 50);
	assert_ok(mc_mail_events(o->mail, id_of(n), &said, NULL));
	MC_VEC_EACH(&said, struct mc_mail_event, it) {
		count += !strcmp(it->kind, "receipt");
	}
	mc_mail_events_done(&said);
	return count;
}

/* In whatever order: each that is answered anew is lost no more, and behind the last the alarm
 * ends. The receipt of before stays beside the new one. */
static void sent_again(void **state)
{
	struct office *o = *state;
	struct mc_str outer, inner;

	for (int n = 1; n <= 5; n++) {
		assert_ok(say(o, n, "old", false));
	}
	hello(o, EPOCH, 3, "4 5");
	resend(o, 3, MC_E_DOSSIER_STATE); /* that one is there */
	resend(o, 5, MC_OK);
	resend(o, 5, MC_E_DOSSIER_STATE); /* it is on its way */
	assert_int_equal(state_of(o->mail, 5), MC_STATE_SEALED);
	hello(o, EPOCH, 3, "4 5"); /* not there yet */
	on_the_way(o, 5);
	assert_ok(say(o, 5, "new", false));
	assert_int_equal(state_of(o->mail, 5), MC_STATE_RECEIPTED);
	assert_int_equal(receipts(o, 5), 2);
	mc_str_init(&outer, 100);
	mc_str_init(&inner, 100);
	assert_ok(mc_mail_item_receipt(o->mail, id_of(5), &outer, &inner, NULL));
	assert_string_equal(outer.data, "new");
	mc_str_done(&outer);
	mc_str_done(&inner);
	hello(o, EPOCH, 5, "4"); /* the highest number is back, the hole below it is not */
	hello(o, EPOCH, 5, "4");
	resend(o, 4, MC_OK);
	on_the_way(o, 4);
	assert_ok(say(o, 4, "new", false));
	resend(o, 4, MC_E_DOSSIER_STATE); /* it is there again */
	hello(o, EPOCH, 5, "");
	hello(o, EPOCH, 5, "");
	/* and put back a second time: what was sent again is lost again */
	hello(o, EPOCH, 3, "4 5");
	resend(o, 4, MC_OK);
}

static void refused_when_sent_again(void **state)
{
	struct office *o = *state;

	received(o, 1, 5);
	hello(o, EPOCH, 4, "5");
	resend(o, 5, MC_OK);
	on_the_way(o, 5);
	assert_ok(happen(o->mail, 5, MC_HAPPENING_REJECTION, "rejection"));
	hello(o, EPOCH, 5, "");
}

/* Lost again while some were sent again already: those are lost a second time. */
static void put_back_once_more(void **state)
{
	struct office *o = *state;

	received(o, 1, 6);
	hello(o, EPOCH, 3, "4 5 6");
	resend(o, 4, MC_OK);
	on_the_way(o, 4);
	assert_ok(say(o, 4, "new", false));
	hello(o, EPOCH, 4, "5 6");
	hello(o, EPOCH, 3, "4 5 6");
	hello(o, EPOCH, 3, "4 5 6");
}

/* It had it after all, and repeats its receipt: the same bytes, and the dossier is received. But
 * an old return file says nothing of now. */
static void it_was_there_after_all(void **state)
{
	struct office *o = *state;

	for (int n = 1; n <= 5; n++) {
		assert_ok(say(o, n, "old", false));
	}
	hello(o, EPOCH, 4, "5");
	resend(o, 5, MC_OK);
	assert_ok(say(o, 5, "old", true));
	assert_int_equal(state_of(o->mail, 5), MC_STATE_SEALED);
	on_the_way(o, 5);
	assert_ok(say(o, 5, "old", false));
	assert_int_equal(state_of(o->mail, 5), MC_STATE_RECEIPTED);
	assert_int_equal(receipts(o, 5), 1);
}

/* The list of events was read up to here; and what a hello has made of that. */
static void assert_cursor_after(struct office *o, int64_t seq, const char *gone, int64_t want)
{
	int64_t cursor;

	assert_ok(mc_mail_cursor_set(o->mail, 20, NULL));
	hello(o, EPOCH, seq, gone);
	assert_ok(mc_mail_cursor(o->mail, &cursor, NULL));
	assert_int_equal(cursor, want);
}

/* Another copy has another list of events: it is to be read from its beginning. */
static void its_list_is_begun_anew(void **state)
{
	struct office *o = *state;

	received(o, 1, 5);
	assert_cursor_after(o, 5, "", 20);
	assert_cursor_after(o, 3, "4 5", 0);
	assert_cursor_after(o, 3, "4 5", 20); /* the same one: once is enough */
	assert_cursor_after(o, 4, "5", 20);   /* it takes more in */
	assert_cursor_after(o, 2, "3 4 5", 0); /* an older one yet */
	assert_cursor_after(o, 5, "", 0);      /* the right one is back */
	assert_cursor_after(o, 4, "5", 0);
	resend(o, 5, MC_OK);
	received(o, 5, 5);
	assert_cursor_after(o, 5, "", 20); /* nothing else than what was lost has come */
}

/* What has come to its end needs nobody's work any more. */
static void those_that_had_come_to_an_end(void **state)
{
	struct office *o = *state;

	received(o, 1, 5);
	assert_ok(happen(o->mail, 4, MC_HAPPENING_FINISH, "completed"));
	hello(o, EPOCH, 3, "5");
	resend(o, 4, MC_E_DOSSIER_STATE);
}

static void somebody_answers_for_it(void **state)
{
	struct office *o = *state;
	struct mc_gateway_behind behind;
	struct mc_vec items;
	bool other;

	received(o, 1, 5);
	hello(o, EPOCH, 3, "4 5");
	assert_ok(mc_mail_gateway_settle(o->mail, NULL));
	assert_ok(mc_mail_gateway_seen(o->mail, &(struct mc_signed_for){.epoch = EPOCH, .seq = 5}, EPOCH, 3,
				       NOW, &other, NULL));
	mc_vec_init(&items, sizeof(struct mc_item), 100);
	assert_ok(mc_mail_gateway_behind(o->mail, &behind, NULL));
	assert_ok(mc_mail_gateway_lost(o->mail, &behind, &items, NULL));
	assert_int_equal(items.len, 0);
	mc_vec_done(&items);
	resend(o, 5, MC_E_DOSSIER_STATE);
	/* more is lost: that is told, and what was answered for is not */
	received(o, 6, 8);
	hello(o, EPOCH, 7, "8");
	/* an older copy yet */
	hello(o, EPOCH, 2, "3 4 5 6 7 8");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(noticed),
		CASE(newer_ones_do_not_fill_it),
		CASE(the_right_one_is_back),
		CASE(no_false_alarm),
		CASE(those_that_were_taken_back),
		CASE(another_epoch),
		CASE(sent_again),
		CASE(refused_when_sent_again),
		CASE(put_back_once_more),
		CASE(it_was_there_after_all),
		CASE(those_that_had_come_to_an_end),
		CASE(its_list_is_begun_anew),
		CASE(somebody_answers_for_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
