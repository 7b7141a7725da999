/* SPDX-License-Identifier: MPL-2.0 */
/* clock_test.c - certificates whose dates do not fit, and certificates of somebody else. */
#include "support/tls_front.h"
#include "sync/rig.h"

#define YEARS(n) ((n) * 365 * MC_DAY)

enum whose { OURS, ANOTHER, THE_SYSTEMS };

/* The rig behind TLS: its authority is pinned, or another one is, or none. */
static pid_t put_tls_before(struct rig *r, enum whose pinned)
{
	static const char *const names[] = {[OURS] = "ours-ca", [ANOTHER] = "another-ca"};
	char path[220];
	pid_t pid;
	int port;

	tls_front_certificates(r->w.dir, "ours");
	tls_front_certificates(r->w.dir, "another");
	snprintf(path, sizeof(path), "%s/s", r->w.dir);
	pid = tls_front_start(r->w.dir, "ours", path, &port);
	snprintf(r->w.url, 220, "https://localhost:%d", port);
	if (pinned != THE_SYSTEMS) {
		snprintf(r->to.ca, sizeof(r->to.ca), "%.200s/%s.pem", r->w.dir, names[pinned]);
	}
	return pid;
}

/* Our clock is off by so much, the gateway's as well: what comes of a dossier? */
static void whose_clock(void **state)
{
	static const struct {
		enum whose pinned;
		int64_t ours, theirs;
		enum mc_state then;
		enum mc_link_state link;
		enum mc_code cause;
		int hellos;
	} rows[] = {
		{OURS, 0, 0, MC_STATE_RECEIPTED, MC_LINK_UP, MC_OK, 1},
		/* ours is wrong: one hello whatever the dates, and one by the right time */
		{OURS, YEARS(10), 0, MC_STATE_RECEIPTED, MC_LINK_UP, MC_OK, 2},
		{OURS, -YEARS(10), 0, MC_STATE_RECEIPTED, MC_LINK_UP, MC_OK, 2},
		/* it is over by the gateway's own word */
		{OURS, YEARS(10), YEARS(10), MC_STATE_SEALED, MC_LINK_DOWN, MC_E_LINK_CERT, 1},
		/* somebody else's never gets a word of us, whatever the clock says */
		{ANOTHER, 0, 0, MC_STATE_SEALED, MC_LINK_SUSPECT, MC_E_LINK_OTHER_CERT, 0},
		{ANOTHER, YEARS(10), 0, MC_STATE_SEALED, MC_LINK_SUSPECT, MC_E_LINK_OTHER_CERT, 0},
		{THE_SYSTEMS, 0, 0, MC_STATE_SEALED, MC_LINK_SUSPECT, MC_E_LINK_OTHER_CERT, 0},
		{ THE_SYSTEMS, YEARS(10), 0, MC_STATE_SEALED, MC_LINK_SUSPECT, MC_E_LINK_OTHER_CERT,
		  0 },
	};
	(void)state;
	if (!tls_front_possible()) {
		print_message("skipped: openssl is not installed\n");
		skip();
	}
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct rig r = {.over = false};
		pid_t front;

		open_world(&r.w);
		front = put_tls_before(&r, rows[i].pinned);
		mc_clock_freeze(mc_clock_now() + rows[i].ours);
		r.w.clock_ahead = rows[i].theirs - rows[i].ours;
		seal(&r.w, 0);
		run_once(&r);
		assert_string_equal(mc_state_name(state_of(&r.w, 0)), mc_state_name(rows[i].then));
		assert_int_equal(link_of(&r.w).state, rows[i].link);
		assert_code(link_of(&r.w).cause, rows[i].cause);
		assert_int_equal(r.w.hellos, rows[i].hellos);
		if (rows[i].hellos) { /* it tells whole seconds */
			assert_true(llabs(link_of(&r.w).clock_offset - r.w.clock_ahead) <= MC_SECOND);
		} else {
			assert_int_equal(link_of(&r.w).clock_offset, 0);
		}
		mc_clock_freeze(0);
		tls_front_stop(front);
		close_world(&r.w);
	}
}

static struct rig *behind_tls(void **state, pid_t *ret_front)
{
	struct rig *r = *state;

	if (!tls_front_possible()) {
		print_message("skipped: openssl is not installed\n");
		skip();
	}
	*ret_front = put_tls_before(r, OURS);
	return r;
}

/* Once for a run of failures, and not again for each that follows. */
static void asked_once(void **state)
{
	pid_t front;
	struct rig *r = behind_tls(state, &front);
	int64_t now = mc_clock_now();

	mc_clock_freeze(now + YEARS(10));
	seal(&r->w, 0);
	start_engine(r, false);
	RUN_UNTIL(r, link_of(&r->w).cause == MC_E_LINK_CERT);
	assert_int_equal(r->w.hellos, 1);
	for (int i = 2; i < 5; i++) {
		poke(r);
		RUN_UNTIL(r, r->engine->failures == i);
	}
	assert_int_equal(r->w.hellos, 1);
	mc_clock_freeze(now); /* the certificate was renewed, or somebody set the clock */
	poke(r);
	RUN_UNTIL(r, state_of(&r->w, 0) == MC_STATE_RECEIPTED);
	assert_false(r->engine->dates_asked);
	mc_clock_freeze(0);
	tls_front_stop(front);
}

/* The word about the time is the gateway's, or it is nobody's. */
static void time_by_a_portal(void **state)
{
	pid_t front;
	struct rig *r = behind_tls(state, &front);
	int64_t now = mc_clock_now();

	mc_clock_freeze(now + YEARS(10));
	r->w.clock_ahead = -YEARS(10);
	r->w.hello_old = true; /* signed, but not the answer to our nonce */
	seal(&r->w, 0);
	start_engine(r, false);
	RUN_UNTIL(r, link_of(&r->w).state == MC_LINK_SUSPECT);
	assert_code(link_of(&r->w).cause, MC_E_LINK_SUSPECT);
	assert_int_equal(link_of(&r->w).clock_offset, 0);
	assert_int_equal(r->w.puts, 0);
	mc_clock_freeze(0);
	tls_front_stop(front);
}

/* The link ended under the hello about the time: it told nothing, so it is asked again. */
static void time_asked_again(void **state)
{
	pid_t front;
	struct rig *r = behind_tls(state, &front);
	int64_t now = mc_clock_now();

	mc_clock_freeze(now + YEARS(10));
	r->w.clock_ahead = -YEARS(10);
	r->w.hello_portal = true;
	seal(&r->w, 0);
	start_engine(r, false);
	RUN_UNTIL(r, r->engine->failures == 1);
	r->w.hello_portal = false;
	poke(r);
	RUN_UNTIL(r, state_of(&r->w, 0) == MC_STATE_RECEIPTED);
	mc_clock_freeze(0);
	tls_front_stop(front);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whose_clock),
		CASE(asked_once),
		CASE(time_by_a_portal),
		CASE(time_asked_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
