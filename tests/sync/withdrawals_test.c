/* SPDX-License-Identifier: MPL-2.0 */
/* The lane that takes back: believed only when signed, never given up, never overtaken. */
#include "sync/rig.h"

static void withdraw(struct rig *r, int n)
{
	assert_ok(mc_mail_withdraw(r->w.mail, r->w.records[n].id, mc_slice_text("a.signed.wish"),
				   mc_clock_now(), NULL));
}

static struct mc_mail_withdrawal asked(struct rig *r, int n)
{
	struct mc_mail_withdrawal it;

	assert_ok(mc_mail_withdrawal(r->w.mail, r->w.records[n].id, &it, NULL));
	return it;
}

static void begin(struct rig *r, int n, enum mc_happening happening)
{
	struct mc_happened what = { .now = mc_clock_now() };

	assert_ok(mc_mail_happen(r->w.mail, r->w.records[n].id, happening, &what, NULL));
}

/* One thing said to the request, one run; then a run with the truth. */
static void outcomes(void **state)
{
	static const struct {
		enum say say;
		enum mc_withdrawing after;
		enum mc_state item, then;
		enum mc_code cause;
	} rows[] = {
#define ROW(say, after, item, then, cause) \
	{ SAY_##say, MC_WITHDRAWING_##after, MC_STATE_##item, MC_STATE_##then, cause }
		ROW(RIGHT, DONE, WITHDRAWN, WITHDRAWN, MC_OK),
		ROW(PORTAL, OPEN, COMMITTING, WITHDRAWN, MC_E_LINK_SUSPECT),
		ROW(LOST, OPEN, COMMITTING, WITHDRAWN, MC_E_LINK_DOWN),
		ROW(BUSY, OPEN, COMMITTING, WITHDRAWN, MC_E_GATEWAY_BUSY),
		ROW(OTHER_KEY, OPEN, COMMITTING, WITHDRAWN, MC_E_LINK_SUSPECT),
		ROW(OTHER_ID, OPEN, COMMITTING, WITHDRAWN, MC_E_LINK_SUSPECT),
		ROW(OTHER_DIGEST, OPEN, COMMITTING, WITHDRAWN, MC_E_LINK_SUSPECT),
		ROW(BAD_REQUEST, OPEN, COMMITTING, WITHDRAWN, MC_E_GATEWAY_REFUSED),
		ROW(REJECTED, MOOT, REJECTED, REJECTED, MC_OK),
		/* then the dossier itself is asked about again, and this gateway has it */
		ROW(DIGEST_MISMATCH, REFUSED, RECEIPTED, RECEIPTED, MC_E_DIGEST_MISMATCH),
#undef ROW
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct rig r = { .over = false };

		open_world(&r.w);
		seal(&r.w, 0);
		begin(&r, 0, MC_HAPPENING_SEND);
		begin(&r, 0, MC_HAPPENING_PARTS_HELD);
		withdraw(&r, 0);
		r.w.withdraw_says[0] = rows[i].say;
		run_once(&r);
		assert_string_equal(mc_withdrawing_name(asked(&r, 0).state),
				    mc_withdrawing_name(rows[i].after));
		assert_code(asked(&r, 0).cause, rows[i].cause);
		assert_string_equal(mc_state_name(state_of(&r.w, 0)), mc_state_name(rows[i].item));
		run_once(&r);
		assert_string_equal(mc_state_name(state_of(&r.w, 0)), mc_state_name(rows[i].then));
		assert_int_equal(r.w.puts, rows[i].after == MC_WITHDRAWING_REFUSED);
		close_world(&r.w);
	}
}

/* The receipt came first: the wish stands, and the others are served as well. */
static void after_the_receipt(void **state)
{
	struct rig *r = *state;

	seal(&r->w, 0);
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_RECEIPTED);
	seal(&r->w, 0);
	withdraw(r, 0);
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_WITHDRAWN);
	assert_int_equal(state_of(&r->w, 1), MC_STATE_RECEIPTED);
	assert_int_equal(r->w.withdrawals, 1);
	run_once(r);
	assert_int_equal(r->w.withdrawals, 1);
}

/* A running courier tries again by itself, and no PUT goes out meanwhile. */
static void tried_again_by_itself(void **state)
{
	struct rig *r = *state;

	seal(&r->w, 0);
	begin(r, 0, MC_HAPPENING_SEND);
	withdraw(r, 0);
	r->w.withdraw_says[0] = SAY_BAD_REQUEST;
	r->w.withdraw_says[1] = SAY_LOST;
	start_engine(r, false);
	RUN_UNTIL(r, state_of(&r->w, 0) == MC_STATE_WITHDRAWN);
	assert_int_equal(r->w.puts, 0);
	assert_int_equal(r->w.withdrawals, 3);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(outcomes),
		CASE(after_the_receipt),
		CASE(tried_again_by_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
