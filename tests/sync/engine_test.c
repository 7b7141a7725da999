/* SPDX-License-Identifier: MPL-2.0 */
/* One engine and one store: items, rest, the store and its spool. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "motcua/store/room.h"
#include "store/mail_db.h"
#include "motcua/store/spool.h"
#include "sync/rig.h"

/* ---- items */

/* One dossier, one thing said to its PUT, one run; then a run with the truth. */
static void outcomes(void **state)
{
	static const struct {
		enum say say;
		enum mc_state after, then;
		enum mc_code cause;
		enum mc_link_state link;
	} rows[] = {
#define ROW(say, after, then, cause, link) \
	{SAY_##say, MC_STATE_##after, MC_STATE_##then, cause, MC_LINK_##link}
		ROW(RIGHT, RECEIPTED, RECEIPTED, MC_OK, UP),
		ROW(AGAIN, RECEIPTED, RECEIPTED, MC_OK, UP),
		ROW(PORTAL, COMMITTING, RECEIPTED, MC_E_LINK_SUSPECT, SUSPECT),
		ROW(LOGIN_JSON, COMMITTING, RECEIPTED, MC_E_LINK_SUSPECT, SUSPECT),
		ROW(TRUNCATED, COMMITTING, RECEIPTED, MC_E_LINK_SUSPECT, SUSPECT),
		ROW(LOST, COMMITTING, RECEIPTED, MC_E_LINK_DOWN, DOWN),
		ROW(BUSY, COMMITTING, RECEIPTED, MC_E_GATEWAY_BUSY, DOWN),
		ROW(BAD_SIGNATURE, COMMITTING, RECEIPTED, MC_E_LINK_SUSPECT, SUSPECT),
		ROW(OTHER_KEY, COMMITTING, RECEIPTED, MC_E_LINK_SUSPECT, SUSPECT),
		ROW(OTHER_ID, COMMITTING, RECEIPTED, MC_E_LINK_SUSPECT, SUSPECT),
		ROW(OTHER_DIGEST, COMMITTING, RECEIPTED, MC_E_LINK_SUSPECT, SUSPECT),
		ROW(OTHER_KIND, COMMITTING, RECEIPTED, MC_E_LINK_SUSPECT, SUSPECT),
		ROW(REJECTED_UNSIGNED, COMMITTING, RECEIPTED, MC_E_LINK_SUSPECT, SUSPECT),
		ROW(SEQ_TAKEN_UNSIGNED, COMMITTING, RECEIPTED, MC_E_LINK_SUSPECT, SUSPECT),
		ROW(SEQ_TAKEN_BY_US, COMMITTING, RECEIPTED, MC_E_LINK_SUSPECT, SUSPECT),
		ROW(IN_PROGRESS, COMMITTING, RECEIPTED, MC_E_WAITING, UP),
		ROW(UNKNOWN_TERMINAL, COMMITTING, RECEIPTED, MC_E_TERMINAL_UNKNOWN, DOWN),
		ROW(REJECTED, REJECTED, REJECTED, MC_E_GATEWAY_REFUSED, UP),
		ROW(WITHDRAWN, WITHDRAWN, WITHDRAWN, MC_E_WITHDRAWN_THERE, UP),
		ROW(SEQ_TAKEN, HELD, HELD, MC_E_SEQ_TAKEN, UP),
		ROW(DIGEST_MISMATCH, HELD, HELD, MC_E_DIGEST_MISMATCH, UP),
		/* unsigned, so no verdict: it stays, and a person sees why */
		ROW(BAD_REQUEST, COMMITTING, RECEIPTED, MC_E_GATEWAY_REFUSED, UP),
		ROW(MISSING, RECEIPTED, RECEIPTED, MC_OK, UP), /* none lacks: asked again at once */
#undef ROW
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct rig r = {.over = false};

		open_world(&r.w);
		seal(&r.w, 0);
		r.w.put_says[0] = rows[i].say;
		run_once(&r);
		assert_string_equal(mc_state_name(state_of(&r.w, 0)), mc_state_name(rows[i].after));
		assert_code(item_of(&r.w, 0).cause, rows[i].cause);
		assert_int_equal(r.w.state_at_put, MC_STATE_COMMITTING);
		assert_int_equal(link_of(&r.w).state, rows[i].link);
		run_once(&r);
		assert_string_equal(mc_state_name(state_of(&r.w, 0)), mc_state_name(rows[i].then));
		assert_int_equal(link_of(&r.w).state, MC_LINK_UP);
		close_world(&r.w);
	}
}

static void receipt_bytes(void **state)
{
	struct rig *r = *state;
	struct mc_str outer, inner;

	seal(&r->w, 0);
	run_once(r);
	mc_str_init(&outer, MC_JWS_MAX);
	mc_str_init(&inner, MC_JWS_MAX);
	assert_ok(mc_mail_item_receipt(r->w.mail, r->w.records[0].id, &outer, &inner, NULL));
	assert_string_equal(outer.data, r->w.first_receipt);
	assert_string_equal(inner.data, "sealed notice");
	mc_str_done(&outer);
	mc_str_done(&inner);
	assert_true(item_of(&r->w, 0).has_receipt);
	run_once(r); /* nothing is sent twice */
	assert_int_equal(r->w.puts, 1);
}

/* The receipt of the first is no receipt for the second. */
static void replayed_receipt(void **state)
{
	struct rig *r = *state;

	seal(&r->w, 0);
	seal(&r->w, 0);
	r->w.put_says[1] = SAY_REPLAYED;
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_RECEIPTED);
	assert_int_equal(state_of(&r->w, 1), MC_STATE_COMMITTING);
	assert_code(item_of(&r->w, 1).cause, MC_E_LINK_SUSPECT);
}

/* A bad item is passed; trouble with the link or gateway ends the run. */
static void what_stops_a_run(void **state)
{
	static const struct {
		enum say say;
		int puts;
	} rows[] = { {SAY_REJECTED, 3},  {SAY_DIGEST_MISMATCH, 3}, {SAY_BAD_REQUEST, 3},
		     {SAY_LOST, 1},      {SAY_PORTAL, 1},          {SAY_BUSY, 1},
		     {SAY_UNKNOWN_TERMINAL, 1} };

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct rig r = {.over = false};

		open_world(&r.w);
		r.w.no_batches = true; /* batches_test.c has those */
		for (int n = 0; n < 3; n++) {
			seal(&r.w, 0);
		}
		r.w.put_says[0] = rows[i].say;
		run_once(&r);
		assert_int_equal(r.w.puts, rows[i].puts);
		assert_int_equal(state_of(&r.w, 2),
				 rows[i].puts == 3 ? MC_STATE_RECEIPTED : MC_STATE_SEALED);
		close_world(&r.w);
	}
}

/* One that the gateway always stumbles over lets the others pass. */
static void poisoned_item(void **state)
{
	struct rig *r = *state;

	r->w.no_batches = true;
	seal(&r->w, 0);
	seal(&r->w, 0);
	r->w.put_says[0] = SAY_POISON;
	r->w.put_says[2] = SAY_POISON;
	r->w.put_says[4] = SAY_POISON;
	start_engine(r, false);
	RUN_UNTIL(r, state_of(&r->w, 1) == MC_STATE_RECEIPTED);
}

/* The connection ends at this one each time (a box on the way, a gateway that dies of it). */
static void item_that_cuts_the_link(void **state)
{
	struct rig *r = *state;

	r->w.no_batches = true;
	seal(&r->w, 0);
	seal(&r->w, 0);
	seal(&r->w, 0);
	r->w.cut_at = r->w.records[0].id;
	start_engine(r, false);
	RUN_UNTIL(r, state_of(&r->w, 2) == MC_STATE_RECEIPTED);
	assert_int_equal(state_of(&r->w, 1), MC_STATE_RECEIPTED);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_COMMITTING);
	assert_true(r->w.puts <= 2 + SUSPECT_AFTER + 1); /* not each time before the others */
}

/* ---- rest */

static void idle_is_idle(void **state)
{
	struct rig *r = *state;
	uint64_t before;

	seal(&r->w, 0);
	add_event(&r->w, 0, "completed", 1);
	start_engine(r, false);
	RUN_UNTIL(r, state_of(&r->w, 0) == MC_STATE_COMPLETED);
	run_for(r, 300);
	assert_true(mc_engine_idle(r->engine));
	assert_false(mc_engine_waits(r->engine));
	assert_true(r->wake_at > mc_clock_mono() + 23 * MC_HOUR); /* the hello of the day */
	before = mc_loop_wakeups(r->w.loop);
	run_for(r, 2500);
	assert_int_equal(mc_loop_wakeups(r->w.loop), before);
}

/* The link fails with nothing to carry: a hello an hour. An open dossier: once a minute. */
static void wake_times(void **state)
{
	struct rig *r = *state;
	int64_t now;

	r->w.hello_portal = true;
	start_engine(r, false);
	RUN_UNTIL(r, link_of(&r->w).state == MC_LINK_SUSPECT);
	run_for(r, 50);
	assert_true(r->wake_at > mc_clock_mono() + 55 * MC_MINUTE);
	stop_engine(r);
	r->w.hello_portal = false;
	seal(&r->w, 0);
	start_engine(r, false);
	RUN_UNTIL(r, r->w.polls == 1 && mc_engine_idle(r->engine));
	run_for(r, 50);
	now = mc_clock_mono();
	assert_in_range(r->wake_at - now, 55000, 60000);
}

static void nothing_to_do(void **state)
{
	struct rig *r = *state;

	run_once(r);
	run_once(r); /* the row is UP already: this must end too */
	assert_int_equal(r->w.hellos, 2);
	assert_int_equal(r->w.polls, 0);
}

/* A wall clock that jumps delays no item by more than the cap and changes no state. */
static void clock_jumps(void **state)
{
	struct rig *r = *state;
	int64_t decade = INT64_C(3650) * MC_DAY, now = mc_clock_now();

	seal(&r->w, 0);
	r->w.put_says[0] = SAY_IN_PROGRESS;
	mc_clock_freeze(now + decade);
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_COMMITTING);
	mc_clock_freeze(now - decade / 10);
	start_engine(r, false); /* no release: next_try lies ten years ahead */
	RUN_UNTIL(r, state_of(&r->w, 0) == MC_STATE_RECEIPTED || r->over);
	mc_clock_freeze(0);
}

/* The stick delivered it while its PUT was under way: no fault, and the next goes on. */
static void item_moved_by_somebody_else(void **state)
{
	struct rig *r = *state;
	struct mc_happened what = {.now = mc_clock_now()};
	struct mc_outer outer;
	char jws[2048];

	r->w.no_batches = true;
	seal(&r->w, 0);
	seal(&r->w, 0);
	r->w.put_says[0] = SAY_NOTHING;
	start_engine(r, false);
	RUN_UNTIL(r, r->w.puts == 1);
	outer = outer_about(&r->w.records[0], "receipt", "received");
	sign_outer(&r->w, r->w.sign, &outer, NULL, jws, sizeof(jws));
	what.outer = mc_slice_text(jws);
	assert_ok(mc_mail_happen(r->w.eye, r->w.records[0].id, MC_HAPPENING_RECEIPT, &what, NULL));
	fake_http_drop_all(r->w.server); /* now the wire's own try fails */
	RUN_UNTIL(r, state_of(&r->w, 1) == MC_STATE_RECEIPTED);
	assert_ok(r->failed);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_RECEIPTED);
}

/* ---- a store that is in use */

/* Held by somebody else for longer than anybody waits: the courier stands back, longer each
 * time, and goes on by itself. One round of a script says so instead. */
static void a_busy_store(void **state)
{
	struct rig *r = *state;
	int hellos;

	seal(&r->w, 0);
	sqlite3_busy_timeout(r->w.mail->db.handle, 0);
	assert_ok(mc_db_begin(&r->w.eye->db, NULL));
	start_engine(r, true);
	RUN_UNTIL(r, r->over);
	assert_code(r->failed, MC_E_STORE_BUSY);
	stop_engine(r);
	start_engine(r, false);
	RUN_UNTIL(r, r->engine->busies == 2);
	hellos = r->w.hellos;
	for (int i = 0; i < 3; i++) {
		poke(r); /* brings nothing forward */
		run_for(r, 50);
	}
	assert_in_range(r->wake_at - mc_clock_mono(), 1000, 2000);
	assert_int_equal(r->w.hellos, hellos);
	assert_ok(r->failed);
	assert_ok(mc_db_end(&r->w.eye->db, MC_OK, NULL));
	assert_int_equal(state_of(&r->w, 0), MC_STATE_SEALED);
	RUN_UNTIL(r, state_of(&r->w, 0) == MC_STATE_RECEIPTED);
	assert_int_equal(r->engine->busies, 0);
	assert_int_equal(r->w.puts + r->w.batches, 1);
}

/* ---- the spool */

static bool is_spooled(const struct rig *r, int i)
{
	char name[64], *path;
	bool there;

	snprintf(name, sizeof(name), "%s-%d", EPOCH, i + 1);
	path = mc_path_join(r->w.paths.spool, name);
	there = mc_file_exists(path);
	free(path);
	return there;
}

/* The link may be down for hours: the second copy does not wait for it. */
static void spooled_without_link(void **state)
{
	struct rig *r = *state;

	r->w.hello_portal = true;
	seal(&r->w, 0);
	start_engine(r, false);
	RUN_UNTIL(r, is_spooled(r, 0));
	seal(&r->w, 0);
	poke(r);
	RUN_UNTIL(r, is_spooled(r, 1));
	assert_int_equal(r->w.puts, 0);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_SEALED);
}

static char *lay_in_the_place(struct rig *r, int n, int of)
{
	struct mc_str record, manifest;
	char name[64];

	mc_str_init(&record, 4096);
	mc_str_init(&manifest, 4096);
	assert_ok(mc_mail_item_record(r->w.mail, r->w.records[of].id, &record, &manifest, NULL));
	assert_ok(mc_spool_keep(&r->w.paths, EPOCH, n + 1, mc_slice_of(&record),
				mc_slice_of(&manifest), NULL));
	mc_str_done(&record);
	mc_str_done(&manifest);
	snprintf(name, sizeof(name), "%s-%d", EPOCH, n + 1);
	return mc_path_join(r->w.paths.spool, name);
}

/* A rebuild would find another's record: held and named, alone or among others. */
static void not_sent_with_another_in_its_place(void **state)
{
	struct rig *r = *state;
	struct mc_happened what = {.now = mc_clock_now()};
	char *path;

	for (int i = 0; i < 4; i++) {
		seal(&r->w, 0);
	}
	path = lay_in_the_place(r, 1, 3);
	run_once(r);
	assert_int_equal(state_of(&r->w, 1), MC_STATE_HELD);
	assert_code(item_of(&r->w, 1).cause, MC_E_SPOOL_OTHER);
	assert_string_equal(item_of(&r->w, 1).cause_detail, "spool/" EPOCH "-2");
	for (int i = 0; i < 4; i++) {
		assert_true(i == 1 || state_of(&r->w, i) == MC_STATE_RECEIPTED);
	}
	assert_int_equal(item_of(&r->w, 1).has_receipt, false);
	unlink(path);
	free(path);
	assert_ok(mc_mail_happen(r->w.mail, r->w.records[1].id, MC_HAPPENING_RELEASE, &what, NULL));
	run_once(r);
	assert_true(is_spooled(r, 1));
	assert_int_equal(state_of(&r->w, 1), MC_STATE_RECEIPTED);
}

/* What no rebuild could find again is not sent; it waits, and says why. */
static void not_sent_before_it_is_spooled(void **state)
{
	struct rig *r = *state;

	seal(&r->w, 0);
	assert_int_equal(rmdir(r->w.paths.spool), 0);
	start_engine(r, true);
	RUN_UNTIL(r, r->over);
	assert_ok(r->failed);
	stop_engine(r);
	assert_int_equal(r->w.puts, 0);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_SEALED);
	assert_code(item_of(&r->w, 0).cause, MC_E_FILE_WRITE);
	assert_ok(mc_paths_make(&r->w.paths, NULL));
	run_once(r);
	assert_true(is_spooled(r, 0));
	assert_int_equal(state_of(&r->w, 0), MC_STATE_RECEIPTED);
}

/* The folder is put in order when a courier starts. */
static void tidies_at_the_start(void **state)
{
	const struct timespec long_ago[2] = {{.tv_sec = 1}, {.tv_sec = 1}};
	struct rig *r = *state;
	char *old = mc_path_join(r->w.paths.parts, ".sealing-abcdef");
	char *young = mc_path_join(r->w.paths.parts, ".sealing-ghijkl");

	assert_ok(mc_file_write(old, 0660, mc_slice_text("x"), NULL));
	assert_ok(mc_file_write(young, 0660, mc_slice_text("x"), NULL));
	assert_int_equal(utimensat(AT_FDCWD, old, long_ago, 0), 0);
	run_once(r);
	assert_true(mc_ballast_there(&r->w.paths));
	assert_false(mc_file_exists(old));
	assert_true(mc_file_exists(young));
	free(old);
	free(young);
}

/* A cut ends whatever is under way, and the wait grows by failures: those that had begun before
 * the last one was counted are the same one. A gateway that asks for a rest is heard. */
static void one_cut_one_failure(void **state)
{
	const struct mc_client_answer earlier = {.code = MC_E_LINK_DOWN, .began = mc_clock_mono()};
	struct mc_client_answer later = earlier;
	const struct mc_client_answer rest = {.code = MC_E_GATEWAY_BUSY,
					      .began = earlier.began,
					      .retry_after = 5 * MC_SECOND};
	struct rig *r = *state;

	start_engine(r, false);
	assert_false(engine_note(r->engine, &earlier));
	assert_int_equal(r->engine->failures, 1);
	assert_false(engine_note(r->engine, &earlier));
	assert_int_equal(r->engine->failures, 1);
	later.began = r->engine->failed_at + 1;
	assert_false(engine_note(r->engine, &later));
	assert_int_equal(r->engine->failures, 2);
	assert_false(engine_note(r->engine, &rest));
	assert_int_equal(r->engine->failures, 3);
	assert_true(r->engine->not_before > mc_clock_mono());
}

/* The longest of many waits, as after so many failures. */
static int64_t longest_wait(struct rig *r, enum mc_code cause)
{
	int64_t longest = 0;

	for (int i = 0; i < 50; i++) {
		int64_t wait;

		r->engine->failures = 12;
		engine_link_failed(r->engine, cause, 0, "");
		wait = r->engine->link_next - r->engine->failed_at;
		longest = wait > longest ? wait : longest;
	}
	return longest;
}

/* A line is tried often in the first minute of a cut; then, and when it is the gateway that is
 * in trouble, it gets the long waits. */
static void tried_often_at_first(void **state)
{
	struct rig *r = *state;

	start_engine(r, false);
	engine_link_failed(r->engine, MC_E_LINK_DOWN, 0, "");
	assert_in_range(longest_wait(r, MC_E_LINK_DOWN), 1, 8 * MC_SECOND);
	assert_in_range(longest_wait(r, MC_E_GATEWAY_BUSY), 8 * MC_SECOND + 1, 300 * MC_SECOND);
	r->engine->down_since -= 61 * MC_SECOND;
	assert_in_range(longest_wait(r, MC_E_LINK_DOWN), 8 * MC_SECOND + 1, 300 * MC_SECOND);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(outcomes),
		CASE(receipt_bytes),
		CASE(replayed_receipt),
		cmocka_unit_test(what_stops_a_run),
		CASE(poisoned_item),
		CASE(item_that_cuts_the_link),
		CASE(a_busy_store),
		CASE(one_cut_one_failure),
		CASE(tried_often_at_first),
		CASE(idle_is_idle),
		CASE(wake_times),
		CASE(nothing_to_do),
		CASE(clock_jumps),
		CASE(item_moved_by_somebody_else),
		CASE(spooled_without_link),
		CASE(tidies_at_the_start),
		CASE(not_sent_before_it_is_spooled),
		CASE(not_sent_with_another_in_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
