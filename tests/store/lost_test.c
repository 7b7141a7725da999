/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A gateway that was put back from a backup: which supplements and withdrawals it has lost with the
 * dossiers, or perhaps, and how each of them gets there once more.
 */
#include "motcua/base/clock.h"
#include "motcua/store/supplement.h"
#include "motcua/store/withdrawal.h"
#include "store/put_back.h"

static void delivered(struct office *o, int n, const char *receipt)
{
	on_the_way(o, n);
	assert_ok(say(o, n, receipt, false));
}

/* Supplement n to dossier `to` is sealed. */
static void supplement(struct office *o, int n, int to)
{
	struct mc_sealed sealed = {.id = id_of(n),
				   .dossier = id_of(to),
				   .asked = digest_of(100 + n),
				   .digest = digest_of(n),
				   .record = mc_slice_text(id_of(n)),
				   .manifest = mc_slice_text("age-encryption.org/v1 supplement"),
				   .now = NOW};
	char event[40];

	snprintf(event, sizeof(event), "asked for %d", n);
	assert_ok(happen(o->mail, to, MC_HAPPENING_SUPPLEMENT_ASKED, event));
	assert_ok(mc_mail_seal_supplement(o->mail, &sealed, NULL));
}

static void supplemented(struct office *o, int n, int to)
{
	supplement(o, n, to);
	delivered(o, n, "old");
}

static void taken_back(struct office *o, int n)
{
	assert_ok(mc_mail_withdraw(o->mail, id_of(n), mc_slice_text("signed by us"), NOW, NULL));
	assert_ok(happen(o->mail, n, MC_HAPPENING_WITHDRAWAL, "withdrawn"));
}

static enum mc_withdrawing withdrawing(struct office *o, int n)
{
	struct mc_mail_withdrawal it;

	assert_ok(mc_mail_withdrawal(o->mail, id_of(n), &it, NULL));
	return it.state;
}

/* Number 4 is the last that it knows. What it had answered for before that one went out, it has. */
static void history(struct office *o)
{
	delivered(o, 1, "old");
	delivered(o, 2, "old");
	delivered(o, 3, "old");
	supplemented(o, 10, 1);
	taken_back(o, 2);
	on_the_way(o, 4);
	supplemented(o, 11, 3); /* before or behind 4: nobody here can know */
	assert_ok(say(o, 4, "old", false));
	supplemented(o, 12, 1);
	delivered(o, 5, "old");
	taken_back(o, 4);
	delivered(o, 6, "old");
	supplemented(o, 13, 6);
}

static void named(void **state)
{
	struct office *o = *state;

	history(o);
	hello(o, EPOCH, 6, "");
	hello(o, EPOCH, 4, "w4 5 6 s11 s12 s13");
	office_shut(o);
	office_open(o);
	hello(o, EPOCH, 4, "w4 5 6 s11 s12 s13");
	hello(o, "", 0, "1 w2 3 w4 5 6 s10 s11 s12 s13"); /* an older copy yet */
	hello(o, EPOCH, 6, "");
}

static void one_by_one(void **state)
{
	static const int lost[] = {4, 5, 6, 11, 12, 13}, there[] = {1, 2, 3, 7, 10};
	struct office *o = *state;
	struct mc_item item;
	bool is;

	history(o);
	hello(o, EPOCH, 4, "w4 5 6 s11 s12 s13");
	for (size_t i = 0; i < MC_COUNT(lost); i++) {
		assert_ok(mc_mail_item(o->mail, id_of(lost[i]), &item, NULL));
		assert_ok(mc_mail_item_lost(o->mail, &item, &is, NULL));
		assert_true(is);
	}
	for (size_t i = 0; i < MC_COUNT(there); i++) {
		assert_ok(mc_mail_item(o->mail, id_of(there[i]), &item, NULL));
		assert_ok(mc_mail_item_lost(o->mail, &item, &is, NULL));
		assert_false(is);
		resend(o, there[i], MC_E_DOSSIER_STATE);
	}
}

/* What nobody needs there any more: refused ones, and those of dossiers that ended or are taken
 * back. One that was taken back at once was never there. */
static void not_needed(void **state)
{
	struct office *o = *state;

	for (int n = 1; n <= 5; n++) {
		delivered(o, n, "old");
	}
	supplemented(o, 10, 1);
	supplemented(o, 11, 2);
	supplemented(o, 12, 3);
	supplement(o, 13, 4);
	on_the_way(o, 13);
	assert_ok(happen(o->mail, 13, MC_HAPPENING_REJECTION, "rejection"));
	assert_ok(happen(o->mail, 1, MC_HAPPENING_FINISH, "completed"));
	taken_back(o, 2);
	assert_ok(mc_mail_withdraw(o->mail, id_of(3), mc_slice_text("signed by us"), NOW, NULL));
	assert_ok(happen(o->mail, 9, MC_HAPPENING_WITHDRAW, NULL));
	hello(o, EPOCH, 4, "w2 5");
	/* asked for anew, it is no more a reason to send the supplement than before */
	resend(o, 2, MC_OK);
	hello(o, EPOCH, 4, "w2 5");
}

/* ---- sent again */

/* The same bytes; on its way it is lost still, and what it answers ends that, whether it had the
 * supplement after all and repeats its receipt, or gives a new one. */
static void supplements_sent_again(void **state)
{
	struct office *o = *state;

	history(o);
	hello(o, EPOCH, 4, "w4 5 6 s11 s12 s13");
	resend(o, 11, MC_OK);
	resend(o, 11, MC_E_DOSSIER_STATE);
	assert_int_equal(state_of(o->mail, 11), MC_STATE_SEALED);
	resend(o, 12, MC_OK);
	on_the_way(o, 11);
	on_the_way(o, 12);
	hello(o, EPOCH, 4, "w4 5 6 s11 s12 s13");
	assert_ok(say(o, 11, "old", true)); /* an old return file says nothing of now */
	hello(o, EPOCH, 4, "w4 5 6 s11 s12 s13");
	assert_ok(say(o, 11, "old", false));
	assert_ok(say(o, 12, "new", false));
	assert_int_equal(state_of(o->mail, 11), MC_STATE_RECEIPTED);
	hello(o, EPOCH, 4, "w4 5 6 s13");
	resend(o, 11, MC_E_DOSSIER_STATE);
	/* of a lost dossier: whoever asked for it is lost, too, and so it is refused */
	resend(o, 13, MC_OK);
	on_the_way(o, 13);
	assert_ok(happen(o->mail, 13, MC_HAPPENING_REJECTION, "not asked"));
	hello(o, EPOCH, 4, "w4 5 6");
}

/* The request that was signed then is open again. What it takes back is held meanwhile, and goes
 * nowhere. */
static void asked_for(struct office *o, int n)
{
	struct mc_mail_withdrawal it;
	struct mc_vec due;
	struct mc_str jws;
	int64_t next;

	mc_str_init(&jws, 100);
	mc_vec_init(&due, sizeof(struct mc_item), 20);
	assert_ok(mc_mail_withdrawal_due(o->mail, NOW, MC_DAY, &it, &jws, &next, NULL));
	assert_string_equal(it.id, id_of(n));
	assert_string_equal(jws.data, "signed by us");
	assert_ok(mc_mail_due(o->mail, NOW + MC_DAY, MC_DAY, 20, &due, &next, NULL));
	MC_VEC_EACH(&due, struct mc_item, item) {
		assert_string_not_equal(item->id, id_of(n));
	}
	mc_vec_done(&due);
	mc_str_done(&jws);
	assert_int_equal(state_of(o->mail, n), MC_STATE_HELD);
}

static void withdrawals_sent_again(void **state)
{
	static const char *const words[] = {"withdrawn", "withdrawn anew"};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(words); i++) {
		void *own = NULL;
		struct office *o;

		setup(&own);
		o = own;
		history(o);
		hello(o, EPOCH, 4, "w4 5 6 s11 s12 s13");
		resend(o, 4, MC_OK);
		resend(o, 4, MC_E_DOSSIER_STATE);
		asked_for(o, 4);
		hello(o, EPOCH, 4, "w4 5 6 s11 s12 s13");
		/* it stands there still: its receipt says so, and it is not sent for that */
		assert_ok(say(o, 4, "old", false));
		resend(o, 4, MC_E_DOSSIER_STATE);
		hello(o, EPOCH, 4, "w4 5 6 s11 s12 s13");
		assert_ok(happen(o->mail, 4, MC_HAPPENING_WITHDRAWAL, words[i]));
		assert_int_equal(state_of(o->mail, 4), MC_STATE_WITHDRAWN);
		assert_int_equal(withdrawing(o, 4), MC_WITHDRAWING_DONE);
		hello(o, EPOCH, 4, "5 6 s11 s12 s13");
		resend(o, 4, MC_E_DOSSIER_STATE);
		teardown(&own);
	}
}

/* It was completed there meanwhile: that is told as ever, and is not lost any more. */
static void too_late(void **state)
{
	struct office *o = *state;
	struct mc_item item;

	history(o);
	hello(o, EPOCH, 4, "w4 5 6 s11 s12 s13");
	resend(o, 4, MC_OK);
	assert_ok(say(o, 4, "old", false));
	assert_ok(mc_mail_withdrawal_refused(o->mail, id_of(4), NOW, MC_E_SETTLED, NULL));
	hello(o, EPOCH, 4, "5 6 s11 s12 s13");
	assert_ok(happen(o->mail, 4, MC_HAPPENING_FINISH, "completed"));
	assert_ok(mc_mail_item(o->mail, id_of(4), &item, NULL));
	assert_int_equal(item.state, MC_STATE_COMPLETED);
	assert_code(item.refused, MC_E_SETTLED);
}

/* The alarm ends with the last answer, and not with the last dossier. */
static void the_end(void **state)
{
	static const int supplements[] = {11, 12, 13};
	struct office *o = *state;

	history(o);
	hello(o, EPOCH, 4, "w4 5 6 s11 s12 s13");
	for (int n = 5; n <= 6; n++) {
		resend(o, n, MC_OK);
		delivered(o, n, "new");
	}
	hello(o, EPOCH, 6, "w4 s11 s12 s13");
	for (size_t i = 0; i < MC_COUNT(supplements); i++) {
		resend(o, supplements[i], MC_OK);
		delivered(o, supplements[i], "new");
	}
	hello(o, EPOCH, 6, "w4");
	resend(o, 4, MC_OK);
	assert_ok(happen(o->mail, 4, MC_HAPPENING_WITHDRAWAL, "withdrawn anew"));
	hello(o, EPOCH, 6, "");
	/* put back once more: lost once more */
	hello(o, EPOCH, 4, "w4 5 6 s11 s12 s13");
	resend(o, 4, MC_OK);
	asked_for(o, 4);
}

/* ---- what was noted */

/* 4 is there again before its answer is here: that says nothing of the supplement, which had come
 * before 4 the first time. */
static void a_higher_number_saves_nothing(void **state)
{
	struct office *o = *state;

	for (int n = 1; n <= 3; n++) {
		delivered(o, n, "old");
	}
	supplemented(o, 10, 1);
	delivered(o, 4, "old");
	delivered(o, 5, "old");
	hello(o, EPOCH, 3, "4 5 s10");
	resend(o, 4, MC_OK);
	on_the_way(o, 4);
	hello(o, EPOCH, 4, "5 s10");
}

/* Put back once more, to a copy that lacks what came last alone. */
static void newest_but_one(void **state)
{
	struct office *o = *state;

	history(o);
	hello(o, EPOCH, 4, "w4 5 6 s11 s12 s13");
	delivered(o, 7, "old");
	supplemented(o, 14, 3);
	hello(o, EPOCH, 6, "7 s13 s14");
}

static void settled(void **state)
{
	struct office *o = *state;
	struct mc_gateway_behind behind;
	struct mc_vec items;

	history(o);
	hello(o, EPOCH, 4, "w4 5 6 s11 s12 s13");
	assert_ok(mc_mail_gateway_settle(o->mail, NULL));
	mc_vec_init(&items, sizeof(struct mc_item), 100);
	assert_ok(mc_mail_gateway_behind(o->mail, &behind, NULL));
	assert_ok(mc_mail_gateway_lost(o->mail, &behind, &items, NULL));
	assert_int_equal(items.len, 0);
	mc_vec_done(&items);
	resend(o, 4, MC_E_DOSSIER_STATE);
	resend(o, 11, MC_E_DOSSIER_STATE);
	/* more is lost: what was answered for is not told again */
	delivered(o, 7, "old");
	supplemented(o, 14, 3);
	delivered(o, 8, "old");
	taken_back(o, 1);
	hello(o, EPOCH, 7, "w1 8 s14");
}

/* The desk of before wrote no row: what it did not look at is not found out afterwards. */
static void a_note_of_before(void **state)
{
	struct office *o = *state;
	struct mc_gateway_behind behind;
	char note[100];

	history(o);
	hello(o, EPOCH, 4, "w4 5 6 s11 s12 s13");
	assert_ok(mc_mail_gateway_behind(o->mail, &behind, NULL));
	snprintf(note, sizeof(note), EPOCH " 4 6 %lld %lld 0", (long long)behind.since,
		 (long long)behind.mark);
	assert_ok(mc_mail_set(o->mail, "gateway_behind", note, NULL));
	hello(o, EPOCH, 4, "5 6");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(named),
		CASE(one_by_one),
		CASE(not_needed),
		CASE(supplements_sent_again),
		cmocka_unit_test(withdrawals_sent_again),
		CASE(too_late),
		CASE(the_end),
		CASE(a_higher_number_saves_nothing),
		CASE(newest_but_one),
		CASE(settled),
		CASE(a_note_of_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
