/* SPDX-License-Identifier: MPL-2.0 */
/* whole_test.c - the idle courier's look at the store, and what is not sent from a damaged one. */
#include <fcntl.h>
#include <unistd.h>

#include "store/mail_db.h"
#include "sync/rig.h"

static void mark_of(struct rig *r, long long *ret_looked, int *ret_was)
{
	struct mc_str text;

	mc_str_init(&text, 64);
	assert_ok(mc_mail_get(r->w.eye, "whole", &text, NULL));
	assert_int_equal(sscanf(text.data, "%lld %d", ret_looked, ret_was), 2);
	mc_str_done(&text);
}

/* As it was left by a courier that looked so long ago and ended so. */
static void leave_mark(struct rig *r, int64_t ago, int was)
{
	char text[64];

	snprintf(text, sizeof(text), "%lld %d", (long long)(mc_clock_now() - ago), was);
	assert_ok(mc_mail_set(r->w.mail, "whole", text, NULL));
}

static bool looked_just_now(struct rig *r)
{
	long long looked;
	int was;

	mark_of(r, &looked, &was);
	return looked > mc_clock_now() - MC_MINUTE;
}

static void quiet_now(struct rig *r)
{
	r->engine->quiet_from = mc_clock_mono();
	again(r);
}

static int how_it_is_left(struct rig *r)
{
	long long looked;
	int was;

	assert_ok(mc_engine_end(r->engine, NULL));
	stop_engine(r);
	mark_of(r, &looked, &was);
	return was;
}

/* When it is due: after a day, after an unclean end, when the clock went back; and only then. */
static void when_it_is_due(void **state)
{
	static const struct {
		int64_t ago;
		int was;
		bool due;
	} rows[] = {
		{MC_HOUR, 0, false},     {MC_DAY + MC_MINUTE, 0, true}, {MC_HOUR, 1, true},
		{-10 * MC_DAY, 0, true}, {3000 * MC_DAY, 0, true},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct rig r = {.over = false};
		int64_t now;

		open_world(&r.w);
		leave_mark(&r, rows[i].ago, rows[i].was);
		start_engine(&r, false);
		RUN_UNTIL(&r, link_of(&r.w).state == MC_LINK_UP);
		run_for(&r, 100);
		assert_false(rows[i].ago >= 0 && looked_just_now(&r)); /* a minute of quiet first */
		now = mc_clock_mono();
		if (rows[i].due) {
			assert_in_range(r.wake_at - now, 50000, 60000);
		} else {
			assert_in_range(r.wake_at - now, 22 * MC_HOUR, 24 * MC_HOUR);
		}
		quiet_now(&r);
		run_for(&r, 100);
		assert_int_equal(looked_just_now(&r), rows[i].due);
		assert_true(r.wake_at - now > 22 * MC_HOUR); /* it brings no further wake-ups */
		assert_int_equal(how_it_is_left(&r), 0);
		close_world(&r.w);
	}
}

/* Not while something waits to go, however long; it comes when that is gone. */
static void not_while_something_waits(void **state)
{
	struct rig *r = *state;

	leave_mark(r, 2 * MC_DAY, 0);
	seal(&r->w, 0);
	r->w.hello_portal = true;
	start_engine(r, false);
	RUN_UNTIL(r, link_of(&r->w).state == MC_LINK_SUSPECT);
	for (int i = 0; i < 3; i++) {
		quiet_now(r);
		run_for(r, 50);
	}
	assert_false(looked_just_now(r));
	r->w.hello_portal = false;
	poke(r);
	RUN_UNTIL(r, state_of(&r->w, 0) == MC_STATE_RECEIPTED);
	run_for(r, 50);
	assert_false(looked_just_now(r));
	quiet_now(r); /* the dossier is open, and its news is asked for: no reason to wait */
	RUN_UNTIL(r, looked_just_now(r));
}

/* The mark stands while one is at work; what had no time to look leaves it to the next. */
static void the_mark(void **state)
{
	struct rig *r = *state;
	long long looked;
	int was;

	start_engine(r, false);
	RUN_UNTIL(r, link_of(&r->w).state == MC_LINK_UP);
	mark_of(r, &looked, &was);
	assert_int_equal(was, 1);
	stop_engine(r); /* as if killed */
	start_engine(r, false);
	run_for(r, 100);
	assert_int_equal(how_it_is_left(r), 1);
	run_once(r);
	mark_of(r, &looked, &was);
	assert_int_equal(was, 1);
	start_engine(r, false);
	run_for(r, 100);
	quiet_now(r);
	run_for(r, 100);
	assert_int_equal(how_it_is_left(r), 0);
}

/* A page that no question of the courier's touches: only the look finds it. */
static void damage_a_page(struct rig *r, char old[4096], bool back)
{
	char bad[4096];
	int64_t root = 0;
	int fd = open(r->w.paths.mail_db, O_RDWR);

	assert_ok(mc_db_first(&r->w.eye->db,
			      "SELECT rootpage FROM sqlite_master WHERE name = 'statement'", NULL,
			      mc_db_number, &root, MC_E_NOT_FOUND, NULL));
	memset(bad, 0x5a, sizeof(bad));
	if (!back) {
		assert_int_equal(pread(fd, old, 4096, (root - 1) * 4096), 4096);
	}
	assert_int_equal(pwrite(fd, back ? old : bad, 4096, (root - 1) * 4096), 4096);
	close(fd);
}

static void open_mail_again(struct rig *r)
{
	mc_mail_close(r->w.mail);
	mc_mail_close(r->w.eye);
	assert_ok(mc_mail_open(&r->w.paths, &r->w.mail, NULL));
	assert_ok(mc_mail_open(&r->w.paths, &r->w.eye, NULL));
}

/* The run ends, the screens say why, and what comes next sends nothing until it is mended. */
static void damage_is_found(void **state)
{
	struct rig *r = *state;
	char old[4096];

	seal(&r->w, 0);
	run_once(r);
	leave_mark(r, 2 * MC_DAY, 0);
	open_mail_again(r); /* all of it is in the file now */
	damage_a_page(r, old, false);
	open_mail_again(r);
	start_engine(r, false);
	RUN_UNTIL(r, r->engine->enrolled);
	quiet_now(r);
	RUN_UNTIL(r, r->over);
	assert_code(r->failed, MC_E_STORE_CORRUPT);
	assert_int_equal(link_of(&r->w).state, MC_LINK_DOWN);
	assert_code(link_of(&r->w).cause, MC_E_STORE_CORRUPT);
	stop_engine(r);
	run_for(r, 50); /* what was on its way */
	r->w.requests = 0;
	for (int once = 0; once < 2; once++) {
		start_engine(r, once);
		RUN_UNTIL(r, r->over);
		assert_code(r->failed, MC_E_STORE_CORRUPT);
		stop_engine(r);
	}
	assert_int_equal(r->w.requests, 0);
	open_mail_again(r);
	damage_a_page(r, old, true);
	open_mail_again(r);
	seal(&r->w, 0);
	run_once(r);
	assert_int_equal(state_of(&r->w, 1), MC_STATE_RECEIPTED);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(when_it_is_due),
		CASE(not_while_something_waits),
		CASE(the_mark),
		CASE(damage_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
