/* SPDX-License-Identifier: MPL-2.0 */
/* The lane that takes back: believed only when signed, never given up, never overtaken. */
#include "sync/put_back.h"

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
	struct mc_happened what = {.now = mc_clock_now()};

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
	{SAY_##say, MC_WITHDRAWING_##after, MC_STATE_##item, MC_STATE_##then, cause}
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
		/* its end came first: it has the receipt with that, and is not asked about again */
		ROW(SETTLED, REFUSED, RECEIPTED, RECEIPTED, MC_E_SETTLED),
		ROW(SETTLED_UNSIGNED, OPEN, COMMITTING, WITHDRAWN, MC_E_LINK_SUSPECT),
#undef ROW
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct rig r = {.over = false};

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
		assert_int_equal(r.w.puts, rows[i].say == SAY_DIGEST_MISMATCH);
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

/* The receipt is here long since, and it has come further: the request ends, nothing else. */
static void too_late_behind_the_receipt(void **state)
{
	struct rig *r = *state;

	seal(&r->w, 0);
	run_once(r);
	begin(r, 0, MC_HAPPENING_PROCESS);
	withdraw(r, 0);
	r->w.withdraw_says[0] = SAY_SETTLED;
	add_event(&r->w, 0, "completed", 1);
	run_once(r);
	assert_int_equal(asked(r, 0).state, MC_WITHDRAWING_REFUSED);
	assert_code(asked(r, 0).cause, MC_E_SETTLED);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_COMPLETED); /* the news say how */
	run_once(r);
	assert_int_equal(r->w.withdrawals, 1);
	assert_int_equal(r->w.puts, 1);
}

/* What corrects another one goes when the gateway's word on that one is here, whatever it is. */
static void a_correction_waits_for_the_burial(void **state)
{
	static const struct {
		enum say say;
		enum mc_state old;
	} words[] = {
		{SAY_RIGHT, MC_STATE_WITHDRAWN},
		{SAY_REJECTED, MC_STATE_REJECTED},
		{SAY_SETTLED, MC_STATE_RECEIPTED},
		{SAY_DIGEST_MISMATCH, MC_STATE_HELD},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(words); i++) {
		struct rig r = {.over = false};

		open_world(&r.w);
		seal(&r.w, 0);
		begin(&r, 0, MC_HAPPENING_SEND);
		begin(&r, 0, MC_HAPPENING_HOLD);
		MC_COPY(r.w.records[1].replaces, r.w.records[0].id);
		seal(&r.w, 0);
		assert_int_equal(asked(&r, 0).state, MC_WITHDRAWING_OPEN);
		r.w.withdraw_says[0] = SAY_LOST;
		r.w.withdraw_says[1] = SAY_BAD_REQUEST;
		r.w.withdraw_says[2] = words[i].say;
		run_once(&r);
		run_once(&r);
		assert_int_equal(r.w.puts, 0);
		assert_int_equal(state_of(&r.w, 1), MC_STATE_SEALED);
		run_once(&r);
		assert_string_equal(mc_state_name(state_of(&r.w, 0)), mc_state_name(words[i].old));
		assert_int_equal(state_of(&r.w, 1), MC_STATE_RECEIPTED);
		close_world(&r.w);
	}
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

/* ---- uploads that nobody finishes */

/* Of a dossier that is taken back: not before that is signed, and then once. */
static void its_upload_is_ended(void **state)
{
	struct rig *r = *state;

	seal(&r->w, 300000);
	fake_http_cut_body(r->w.server, 100000); /* of the second piece */
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_UPLOADING);
	withdraw(r, 0);
	r->w.withdraw_says[0] = SAY_LOST;
	r->w.withdraw_says[1] = SAY_OTHER_KEY;
	run_once(r);
	run_once(r);
	assert_int_equal(r->w.deletes, 0);
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_WITHDRAWN);
	assert_int_equal(r->w.deletes, 1);
	assert_int_equal(r->w.state_at_delete, MC_STATE_WITHDRAWN);
	assert_true(r->w.uploads[0].gone);
	run_once(r);
	assert_int_equal(r->w.deletes, 1);
}

/* Gone already, or of a server that ends none: it is not asked for again. */
static void its_upload_is_gone(void **state)
{
	struct rig *r = *state;

	seal(&r->w, 300000);
	fake_http_cut_body(r->w.server, 100000);
	run_once(r);
	withdraw(r, 0);
	r->w.uploads[0].gone = true;
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_WITHDRAWN);
	assert_int_equal(r->w.deletes, 0);
	r->w.requests = 0;
	run_once(r);
	assert_int_equal(r->w.requests, 1); /* the hello */
}

static void its_upload_cannot_be_ended(void **state)
{
	struct rig *r = *state;

	seal(&r->w, 300000);
	fake_http_cut_body(r->w.server, 100000);
	run_once(r);
	withdraw(r, 0);
	r->w.no_deletes = true;
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_WITHDRAWN);
	r->w.requests = 0;
	run_once(r);
	assert_int_equal(link_of(&r->w).state, MC_LINK_UP);
	assert_int_equal(r->w.requests, 1); /* the hello */
}

/* One that needs a person may be sent again: its upload stays. */
static void held_upload_stays(void **state)
{
	struct rig *r = *state;

	seal(&r->w, 300000);
	fake_http_cut_body(r->w.server, 100000);
	run_once(r);
	begin(r, 0, MC_HAPPENING_HOLD);
	run_once(r);
	assert_int_equal(r->w.deletes, 0);
	begin(r, 0, MC_HAPPENING_RELEASE);
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_RECEIPTED);
	assert_int_equal(r->w.posts, 1);
}

/* The corrected dossier has the same paper: its upload goes on where it stood. */
static void shared_upload_goes_on(void **state)
{
	struct rig *r = *state;
	struct mc_vec parts;

	seal(&r->w, 300000);
	fake_http_cut_body(r->w.server, 100000);
	run_once(r);
	mc_vec_init(&parts, sizeof(struct mc_mail_part), 4);
	assert_ok(mc_mail_parts(r->w.mail, r->w.records[0].id, &parts, NULL));
	seal_with(&r->w, ((struct mc_mail_part *)mc_vec_at(&parts, 0))->sha256, 300000);
	mc_vec_done(&parts);
	withdraw(r, 0);
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_WITHDRAWN);
	assert_int_equal(state_of(&r->w, 1), MC_STATE_RECEIPTED);
	assert_int_equal(r->w.deletes, 0);
	assert_int_equal(r->w.posts, 1);
}

/* Withdrawn there, and the gateway is put back to when it was not. */
static void lost_again(struct rig *r)
{
	seal(&r->w, 0);
	run_once(r);
	withdraw(r, 0);
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_WITHDRAWN);
	seal(&r->w, 0);
	run_once(r);
	put_back(r, 1);
	resend(r, 0);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_HELD);
	assert_int_equal(asked(r, 0).state, MC_WITHDRAWING_OPEN);
}

/* Asked once more, by the same bytes; the dossier itself is not sent. */
static void asked_once_more(void **state)
{
	struct rig *r = *state;
	int puts;

	lost_again(r);
	puts = r->w.puts;
	run_once(r);
	assert_int_equal(r->w.withdrawals, 2);
	assert_int_equal(r->w.puts, puts);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_WITHDRAWN);
	assert_int_equal(asked(r, 0).state, MC_WITHDRAWING_DONE);
	assert_false(is_lost(r, 0));
}

/* The province has completed it meanwhile, as it knew of no withdrawal. */
static void asked_too_late(void **state)
{
	struct rig *r = *state;

	lost_again(r);
	r->w.withdraw_says[0] = SAY_SETTLED;
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_RECEIPTED);
	assert_int_equal(asked(r, 0).state, MC_WITHDRAWING_REFUSED);
	assert_code(asked(r, 0).cause, MC_E_SETTLED);
	assert_false(is_lost(r, 0));
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(outcomes),
		CASE(after_the_receipt),
		CASE(too_late_behind_the_receipt),
		cmocka_unit_test(a_correction_waits_for_the_burial),
		CASE(tried_again_by_itself),
		CASE(its_upload_is_ended),
		CASE(its_upload_is_gone),
		CASE(its_upload_cannot_be_ended),
		CASE(held_upload_stays),
		CASE(shared_upload_goes_on),
		CASE(asked_once_more),
		CASE(asked_too_late),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
