/* SPDX-License-Identifier: MPL-2.0 */
/* Old copies: what shows one, what stops, what adopting makes of it. */
#include "motcua/store/epoch.h"
#include "motcua/store/spool.h"
#include "store/office.h"

#define OTHER "aa00000000000001"
#define NEXT "aa00000000000002"

static int setup(void **state)
{
	struct office *o = mc_calloc(1, sizeof(struct office));

	office_init(o);
	for (int n = 1; n <= 3; n++) {
		seal_one(o->mail, n);
	}
	*state = o;
	return 0;
}

static int teardown(void **state)
{
	office_done(*state);
	free(*state);
	return 0;
}

static bool seen(struct office *o, const char *epoch, int64_t seq)
{
	struct mc_old_copy old;

	assert_ok(mc_mail_highest_seen(o->mail, epoch, seq, NOW, &old, NULL));
	return old.is;
}

static enum mc_code try_seal(struct office *o)
{
	struct mc_seal_head head;
	enum mc_code code = mc_mail_seal_begin(o->mail, &head, NULL);

	if (!code) {
		mc_mail_seal_abort(o->mail);
	}
	return code;
}

static struct mc_item item_of(struct office *o, int n)
{
	struct mc_item item;

	assert_ok(mc_mail_item(o->mail, id_of(n), &item, NULL));
	return item;
}

static void what_shows_one(void **state)
{
	static const struct {
		const char *epoch;
		int64_t seq;
		bool old;
	} rows[] = {
		{"", 0, false},    {EPOCH, 1, false}, {EPOCH, 3, false},
		{EPOCH, 4, true},  {OTHER, 1, true},  {OTHER, 0, false},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct office *o;

		setup((void **)&o);
		assert_int_equal(seen(o, rows[i].epoch, rows[i].seq), rows[i].old);
		assert_code(try_seal(o), rows[i].old ? MC_E_OLD_COPY : MC_OK);
		assert_int_equal(state_of(o->mail, 2), rows[i].old ? MC_STATE_HELD : MC_STATE_SEALED);
		teardown((void **)&o);
	}
}

/* A backup of mail.db alone was put back; the spool beside it is newer. The link is down. */
static void the_spool_shows_one(void **state)
{
	struct office *o = *state;
	struct mc_old_copy old;

	assert_ok(mc_spool_keep(&o->paths, EPOCH, 3, mc_slice_text("record"),
				mc_slice_text("manifest"), NULL));
	assert_ok(try_seal(o)); /* its own */
	assert_ok(mc_spool_keep(&o->paths, EPOCH, 4, mc_slice_text("record"),
				mc_slice_text("manifest"), NULL));
	assert_code(try_seal(o), MC_E_OLD_COPY);
	assert_ok(mc_mail_old_copy(o->mail, &old, NULL));
	assert_true(old.is);
	assert_int_equal(state_of(o->mail, 2), MC_STATE_HELD);
}

/* Held with its cause, in one piece, and still so after a restart; twice is once. */
static void it_stops(void **state)
{
	struct office *o = *state;
	struct mc_ledger ledger;
	struct mc_old_copy old;

	assert_ok(happen(o->mail, 1, MC_HAPPENING_SEND, NULL));
	assert_ok(happen(o->mail, 1, MC_HAPPENING_PARTS_HELD, NULL));
	assert_ok(happen(o->mail, 2, MC_HAPPENING_RECEIPT, "receipt"));
	assert_true(seen(o, EPOCH, 9));
	assert_true(seen(o, EPOCH, 9));
	office_shut(o);
	office_open(o);
	assert_ok(mc_mail_old_copy(o->mail, &old, NULL));
	assert_true(old.is);
	assert_int_equal(old.seq, 3);
	assert_int_equal(old.seen_seq, 9);
	assert_string_equal(old.seen_epoch, EPOCH);
	assert_code(item_of(o, 1).cause, MC_E_OLD_COPY);
	assert_int_equal(state_of(o->mail, 1), MC_STATE_HELD);
	assert_int_equal(state_of(o->mail, 2), MC_STATE_RECEIPTED);
	assert_int_equal(state_of(o->mail, 3), MC_STATE_HELD);
	assert_ok(mc_mail_ledger(o->mail, &ledger, NULL));
	assert_true(ledger.balanced);
	assert_code(try_seal(o), MC_E_OLD_COPY);
}

static void adopted(void **state)
{
	struct office *o = *state;
	struct mc_seal_head head;
	struct mc_ledger ledger;
	int released = 0;

	assert_ok(happen(o->mail, 1, MC_HAPPENING_SEND, NULL));
	assert_ok(mc_mail_happen(o->mail, id_of(2), MC_HAPPENING_HOLD,
				 &(struct mc_happened){.now = NOW, .cause = MC_E_SEQ_TAKEN}, NULL));
	assert_true(seen(o, OTHER, 2));
	assert_ok(mc_mail_adopt(o->mail, NEXT, NOW, &released, NULL));
	assert_int_equal(released, 2); /* what is held for another cause stays held */
	assert_int_equal(state_of(o->mail, 1), MC_STATE_SEALED);
	assert_int_equal(state_of(o->mail, 2), MC_STATE_HELD);
	assert_string_equal(item_of(o, 3).epoch, EPOCH); /* under its old number */
	assert_ok(mc_mail_seal_begin(o->mail, &head, NULL));
	assert_string_equal(head.epoch, NEXT);
	assert_int_equal(head.next_seq, 1);
	mc_mail_seal_abort(o->mail);
	/* the gateway goes on naming what was left: no alarm */
	assert_false(seen(o, OTHER, 7));
	assert_false(seen(o, EPOCH, 50));
	seal_one(o->mail, 4);
	assert_false(seen(o, NEXT, 1));
	assert_true(seen(o, NEXT, 2)); /* a copy of a copy */
	assert_ok(mc_mail_ledger(o->mail, &ledger, NULL));
	assert_int_equal(ledger.created, 4);
	assert_true(ledger.balanced);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_shows_one),
		CASE(the_spool_shows_one),
		CASE(it_stops),
		CASE(adopted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
