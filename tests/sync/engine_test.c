/* SPDX-License-Identifier: MPL-2.0 */
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

/* ---- parts */

static void upload_with_cut(void **state)
{
	struct rig *r = *state;
	struct upload *u = &r->w.uploads[0];

	seal(&r->w, 300000);
	fake_http_cut_body(r->w.server, 100000); /* of the second piece */
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_UPLOADING);
	assert_code(item_of(&r->w, 0).cause, MC_E_LINK_DOWN);
	assert_int_equal(r->w.patches, 2);
	assert_int_equal(u->bytes.len, 65536 + 100000);
	assert_int_equal(item_of(&r->w, 0).sent_bytes, 65536); /* what was confirmed */
	assert_int_equal(r->w.puts, 0);
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_RECEIPTED);
	assert_int_equal(r->w.posts, 1); /* the same upload went on from there */
	assert_int_equal(u->bytes.len, 300000);
	assert_int_equal(item_of(&r->w, 0).sent_bytes, item_of(&r->w, 0).total_bytes);
}

static void part_already_there(void **state)
{
	struct rig *r = *state;

	seal(&r->w, 5000);
	r->w.put_says[0] = SAY_LOST;
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_COMMITTING);
	assert_int_equal(r->w.patches, 1);
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_RECEIPTED);
	assert_int_equal(r->w.patches, 1);
	assert_int_equal(r->w.puts, 2);
}

/* The gateway lost the part after all: sent again in the same run. */
static void part_lost_there(void **state)
{
	struct rig *r = *state;

	seal(&r->w, 5000);
	r->w.put_says[0] = SAY_MISSING;
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_RECEIPTED);
	assert_int_equal(r->w.posts, 2);
}

static void upload_expired(void **state)
{
	struct rig *r = *state;

	seal(&r->w, 5000);
	fake_http_cut_body(r->w.server, 1000);
	run_once(r);
	r->w.uploads[0].gone = true;
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_RECEIPTED);
	assert_int_equal(r->w.posts, 2);
}

static void damaged_on_the_way(void **state)
{
	struct rig *r = *state;

	seal(&r->w, 5000);
	r->w.damage = true;
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_UPLOADING);
	assert_code(item_of(&r->w, 0).cause, MC_E_PARTS_MISSING);
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_RECEIPTED);
}

#define OFFERS_ALL                                                                                 \
	"Tus-Extension: creation,creation-with-upload,checksum\r\n"                                \
	"Tus-Checksum-Algorithm: md5,sha256\r\n"

/* What fits into one piece goes with the request that makes its upload; what does not, and
 * where that is not offered, in requests of its own. Each says what it is where that is read. */
static void extensions_of_tus(void **state)
{
	static const struct {
		const char *offers;
		size_t size;
		int patches, checked;
	} rows[] = {
		{OFFERS_ALL, 5000, 0, 1},
		{OFFERS_ALL, 70000, 2, 2},
		{"Tus-Extension: creation, creation-with-upload\r\n", 5000, 0, 0},
		{"Tus-Extension: creation\r\n", 5000, 1, 0},
		{"Tus-Extension: creation,checksum\r\nTus-Checksum-Algorithm: sha1\r\n", 5000, 1, 0},
		{NULL, 5000, 1, 0},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct rig r = {.over = false};

		open_world(&r.w);
		r.w.tus_offers = rows[i].offers;
		seal(&r.w, rows[i].size);
		run_once(&r);
		assert_int_equal(state_of(&r.w, 0), MC_STATE_RECEIPTED);
		assert_int_equal(r.w.posts, 1);
		assert_int_equal(r.w.patches, rows[i].patches);
		assert_int_equal(r.w.checked, rows[i].checked);
		seal(&r.w, 100); /* in another run it is asked again, after the hello */
		run_once(&r);
		assert_int_equal(r.w.options, 2);
		close_world(&r.w);
	}
}

/* One piece came damaged: only this one goes again. */
static void a_damaged_piece(void **state)
{
	struct rig *r = *state;

	r->w.tus_offers = OFFERS_ALL;
	seal(&r->w, 200000);
	start_engine(r, false);
	RUN_UNTIL(r, r->w.patches == 1 && r->w.uploads[0].bytes.len == 65536);
	r->w.damage_piece = true;
	RUN_UNTIL(r, item_of(&r->w, 0).cause == MC_E_PARTS_MISSING);
	assert_int_equal(r->w.uploads[0].bytes.len, 65536);
	poke(r);
	assert_ok(mc_mail_retry(r->w.mail, NULL, NULL));
	RUN_UNTIL(r, state_of(&r->w, 0) == MC_STATE_RECEIPTED);
	assert_int_equal(r->w.posts, 1);
}

static void assert_pace(struct rig *r, const char *rate)
{
	struct mc_str text;

	mc_str_init(&text, 64);
	assert_ok(mc_mail_get(r->w.mail, "pace", &text, NULL));
	assert_int_equal(strncmp(text.data, rate, strlen(rate)), 0);
	assert_int_equal(!text.len, !*rate);
	mc_str_done(&text);
}

/* What is over at once costs no commit; a long queue tells its rate every ten seconds. */
static void the_rate_is_told(void **state)
{
	struct rig *r = *state;

	start_engine(r, true);
	assert_int_equal(engine_pace(r->engine, 8000, 1000), 32000);
	assert_int_equal(engine_pace(r->engine, 100, 1000), 16 * 1024); /* at least */
	assert_pace(r, "");
	r->engine->pace_told -= 5000;
	assert_int_equal(engine_pace(r->engine, 8000, 1000), 32000);
	assert_pace(r, "8000 ");
	assert_int_equal(engine_pace(r->engine, 9000, 0), 4 * 1024 * 1024);
	assert_pace(r, "8000 ");
	r->engine->pace_told -= 60000; /* idle, and another queue begins */
	(void)engine_pace(r->engine, 7000, 1000);
	assert_pace(r, "8000 ");
}

/* Who says when gets asked then, and up to a tenth later; nothing else goes there before. */
static void busy_for_a_while(void **state)
{
	struct rig *r = *state;
	int64_t from = mc_clock_now(), next;

	r->w.no_batches = true;
	seal(&r->w, 0);
	seal(&r->w, 0);
	r->w.put_says[0] = SAY_BUSY_A_WHILE;
	start_engine(r, false);
	RUN_UNTIL(r, link_of(&r->w).cause == MC_E_GATEWAY_BUSY);
	next = link_of(&r->w).next_try;
	assert_in_range(next, from + 40000, mc_clock_now() + 44000);
	assert_in_range(item_of(&r->w, 0).next_try, next - 5, next + 5);
	run_for(r, 300);
	assert_int_equal(r->w.puts, 1);
}

/* The rest that the gateway asked for is its own: no poke ends it, no look-up, no "send now",
 * and no answer to what was under way. Then it goes on, as a link that came back. */
static void a_rest_is_a_rest(void **state)
{
	struct rig *r = *state;
	int64_t rest;
	int n;

	r->w.no_batches = true;
	seal(&r->w, 0);
	r->w.put_says[0] = SAY_BUSY_A_WHILE;
	start_engine(r, false);
	RUN_UNTIL(r, link_of(&r->w).cause == MC_E_GATEWAY_BUSY);
	rest = link_of(&r->w).next_try;
	n = ask(&r->w, 600000);
	poke(r);
	run_for(r, 100);
	send_now(r);
	run_for(r, 100);
	engine_up(r->engine);
	again(r);
	run_for(r, 100);
	assert_int_equal(r->w.requests, 2); /* the hello and the one that was refused */
	assert_int_equal(question(&r->w, n).state, MC_QUESTION_WAITING);
	assert_int_equal(link_of(&r->w).next_try, rest); /* the screens go on saying so */
	assert_in_range(r->wake_at, (uintmax_t)(mc_clock_mono() + 30 * MC_SECOND),
			(uintmax_t)(mc_clock_mono() + 44 * MC_SECOND));
	r->engine->link_next = r->engine->not_before = mc_clock_mono();
	again(r);
	RUN_UNTIL(r, question(&r->w, n).state == MC_QUESTION_ANSWERED);
	RUN_UNTIL(r, state_of(&r->w, 0) == MC_STATE_RECEIPTED);
	assert_int_equal(link_of(&r->w).state, MC_LINK_UP);
}

/* However often and however long ago: it is sent as soon as it can be. */
static void nothing_is_given_up(void **state)
{
	struct rig *r = *state;
	int64_t ago = mc_clock_now() - 3000 * MC_DAY;

	seal(&r->w, 0);
	for (int i = 0; i < 300; i++) {
		assert_ok(mc_mail_failed(r->w.mail, r->w.records[0].id, ago + i * MC_DAY,
					 ago + i * MC_DAY + 300000, MC_E_LINK_DOWN, "", NULL));
	}
	assert_int_equal(item_of(&r->w, 0).attempts, 300);
	start_engine(r, false);
	RUN_UNTIL(r, state_of(&r->w, 0) == MC_STATE_RECEIPTED);
}

/* A file that is not what was sealed, or gone, needs a person; the next item goes on. */
static void damaged_here(void **state)
{
	static const char *const bytes[] = {"short", NULL};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(bytes); i++) {
		struct rig r = {.over = false};
		struct mc_vec parts;
		char *path;

		open_world(&r.w);
		seal(&r.w, 5000);
		seal(&r.w, 0);
		mc_vec_init(&parts, sizeof(struct mc_mail_part), 4);
		assert_ok(mc_mail_parts(r.w.mail, r.w.records[0].id, &parts, NULL));
		path = mc_path_join(r.w.paths.parts,
				    ((struct mc_mail_part *)mc_vec_at(&parts, 0))->sha256);
		mc_vec_done(&parts);
		remove(path);
		if (bytes[i]) {
			assert_ok(mc_file_write(path, 0660, mc_slice_text(bytes[i]), NULL));
		}
		free(path);
		run_once(&r);
		assert_int_equal(state_of(&r.w, 0), MC_STATE_HELD);
		assert_code(item_of(&r.w, 0).cause, MC_E_FILE_READ);
		assert_int_equal(state_of(&r.w, 1), MC_STATE_RECEIPTED);
		close_world(&r.w);
	}
}

/* ---- questions */

static void question_outcomes(void **state)
{
	static const struct {
		enum say say;
		enum mc_question_state after;
		enum mc_code cause;
		enum mc_link_state link;
	} rows[] = {
		{SAY_RIGHT, MC_QUESTION_ANSWERED, MC_OK, MC_LINK_UP},
		{SAY_BAD_REQUEST, MC_QUESTION_FAILED, MC_E_GATEWAY_REFUSED, MC_LINK_UP},
		{SAY_IN_PROGRESS, MC_QUESTION_WAITING, MC_E_WAITING, MC_LINK_UP},
		{SAY_PORTAL, MC_QUESTION_WAITING, MC_E_LINK_SUSPECT, MC_LINK_SUSPECT},
		{SAY_LOST, MC_QUESTION_WAITING, MC_E_LINK_DOWN, MC_LINK_DOWN},
		{SAY_BUSY, MC_QUESTION_WAITING, MC_E_GATEWAY_BUSY, MC_LINK_DOWN},
		{SAY_OTHER_ID, MC_QUESTION_WAITING, MC_E_LINK_SUSPECT, MC_LINK_SUSPECT},
		{SAY_OTHER_DIGEST, MC_QUESTION_WAITING, MC_E_LINK_SUSPECT, MC_LINK_SUSPECT},
		{SAY_OTHER_KEY, MC_QUESTION_WAITING, MC_E_LINK_SUSPECT, MC_LINK_SUSPECT},
		{SAY_BAD_SIGNATURE, MC_QUESTION_WAITING, MC_E_LINK_SUSPECT, MC_LINK_SUSPECT},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct rig r = {.over = false};

		open_world(&r.w);
		r.w.ask_says[0] = rows[i].say;
		ask(&r.w, 30000);
		run_once(&r);
		assert_int_equal(question(&r.w, 0).state, rows[i].after);
		assert_code(question(&r.w, 0).cause, rows[i].cause);
		assert_int_equal(question(&r.w, 0).attempts, 1);
		assert_int_equal(link_of(&r.w).state, rows[i].link);
		close_world(&r.w);
	}
}

/* The first waits are short, and the answer comes while somebody still waits. */
static void question_retried(void **state)
{
	struct rig *r = *state;

	r->w.ask_says[0] = SAY_LOST;
	r->w.ask_says[1] = SAY_PORTAL;
	ask(&r->w, 30000);
	start_engine(r, false);
	RUN_UNTIL(r, question(&r->w, 0).state == MC_QUESTION_ANSWERED);
	assert_int_equal(question(&r->w, 0).attempts, 3);
	assert_int_equal(link_of(&r->w).state, MC_LINK_UP);
}

/* A link that is down from the start: the failed hello is this question's attempt. */
static void attempt_without_link(void **state)
{
	struct rig *r = *state;

	r->w.hello_portal = true;
	ask(&r->w, 1500);
	start_engine(r, false);
	RUN_UNTIL(r, question(&r->w, 0).attempts >= 1);
	assert_code(question(&r->w, 0).cause, MC_E_LINK_SUSPECT);
	assert_int_equal(r->w.asks, 0);
	/* its time is over, however long the link is not tried */
	r->engine->link_next = mc_clock_mono() + 50 * MC_SECOND;
	again(r);
	RUN_UNTIL(r, question(&r->w, 0).state == MC_QUESTION_FAILED);
	RUN_UNTIL(r, r->wake_at > mc_clock_mono() + 55 * MC_MINUTE && mc_engine_idle(r->engine));
	assert_false(mc_engine_waits(r->engine));
}

/* Cancelled while its exchange stands still: the next one does not wait behind it. */
static void cancelled_while_out(void **state)
{
	struct rig *r = *state;

	r->w.ask_says[0] = SAY_NOTHING;
	ask(&r->w, 30000);
	start_engine(r, false);
	RUN_UNTIL(r, r->w.asks == 1);
	assert_ok(mc_mail_question_cancel(r->w.mail, r->w.question_id[0], NULL));
	ask(&r->w, 30000);
	poke(r);
	RUN_UNTIL(r, question(&r->w, 1).state == MC_QUESTION_ANSWERED);
	assert_int_equal(question(&r->w, 0).state, MC_QUESTION_CANCELLED);
}

/* Cancelled in the moment of the answer: no fault, nothing stored. */
static void cancelled_too_late(void **state)
{
	struct rig *r = *state;

	ask(&r->w, 30000);
	start_engine(r, false);
	RUN_UNTIL(r, r->w.asks == 1);
	assert_ok(mc_mail_question_cancel(r->w.eye, r->w.question_id[0], NULL));
	RUN_UNTIL(r, mc_engine_idle(r->engine));
	run_for(r, 50);
	assert_ok(r->failed);
	assert_int_equal(question(&r->w, 0).state, MC_QUESTION_CANCELLED);
}

/* A look-up passes an upload that stands still. */
static void two_lanes(void **state)
{
	struct rig *r = *state;

	seal(&r->w, 0);
	r->w.put_says[0] = SAY_NOTHING;
	start_engine(r, false);
	RUN_UNTIL(r, r->w.puts == 1);
	ask(&r->w, 30000);
	poke(r);
	RUN_UNTIL(r, question(&r->w, 0).state == MC_QUESTION_ANSWERED);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_COMMITTING);
	assert_int_equal(fake_http_connections(r->w.server), 2);
}

/* ---- the link */

static void enrolment(void **state)
{
	struct rig *r = *state;

	r->w.enrolled = false;
	seal(&r->w, 0);
	run_once(r); /* without an enrolment row: nobody to ask */
	assert_code(link_of(&r->w).cause, MC_E_TERMINAL_UNKNOWN);
	assert_int_equal(r->w.enrolments, 0);
	assert_ok(mc_mail_set(r->w.mail, "enrolment", "a.bad.code", NULL));
	run_once(r);
	assert_int_equal(r->w.enrolments, 1);
	assert_code(link_of(&r->w).cause, MC_E_TERMINAL_UNKNOWN);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_SEALED);
	assert_ok(mc_mail_set(r->w.mail, "enrolment", "a.good.code", NULL));
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_RECEIPTED);
	assert_int_equal(link_of(&r->w).state, MC_LINK_UP);
}

/* What only a person can mend is the outcome at once, for all who wait. */
static void refused_for_good(void **state)
{
	struct rig *r = *state;
	int first = ask(&r->w, 600000), second = ask(&r->w, 600000);

	r->w.enrolled = false;
	assert_ok(mc_mail_set(r->w.mail, "enrolment", "a.bad.code", NULL));
	start_engine(r, false);
	RUN_UNTIL(r, question(&r->w, first).state == MC_QUESTION_FAILED);
	assert_code(question(&r->w, first).cause, MC_E_TERMINAL_UNKNOWN);
	assert_int_equal(question(&r->w, second).state, MC_QUESTION_FAILED);
	assert_code(question(&r->w, second).cause, MC_E_TERMINAL_UNKNOWN);
	assert_int_equal(r->w.asks, 0);
	assert_int_equal(r->w.enrolments, 1);
}

/* Nobody sits in front of a queued one: whoever ends the cause in time has its answer. */
static void queued_waits_for_the_person(void **state)
{
	struct rig *r = *state;
	int queued = ask_as(&r->w, 600000, true), asked = ask(&r->w, 600000);

	r->w.enrolled = false;
	assert_ok(mc_mail_set(r->w.mail, "enrolment", "a.bad.code", NULL));
	start_engine(r, false);
	RUN_UNTIL(r, question(&r->w, asked).state == MC_QUESTION_FAILED);
	assert_int_equal(question(&r->w, queued).state, MC_QUESTION_WAITING);
	assert_ok(mc_mail_set(r->w.mail, "enrolment", "a.good.code", NULL));
	poke(r);
	RUN_UNTIL(r, question(&r->w, queued).state == MC_QUESTION_ANSWERED);
}

/* The outage is over: first whoever sits there, then what was queued before; in one run. */
static void queued_lets_pass(void **state)
{
	struct rig *r = *state;
	int queued = ask_as(&r->w, 600000, true), asked = ask(&r->w, 600000);

	r->w.ask_says[0] = SAY_NOTHING; /* the first to go out */
	start_engine(r, false);
	RUN_UNTIL(r, r->w.asks == 1);
	assert_ok(mc_mail_question_cancel(r->w.mail, r->w.question_id[asked], NULL));
	poke(r);
	RUN_UNTIL(r, question(&r->w, queued).state == MC_QUESTION_ANSWERED);
	stop_engine(r);
	queued = ask_as(&r->w, 600000, true);
	run_once(r);
	assert_int_equal(question(&r->w, queued).state, MC_QUESTION_ANSWERED);
}

/* Forgotten by the gateway: enrolled again, and then answered. */
static void forgotten_for_a_moment(void **state)
{
	struct rig *r = *state;
	int n = ask(&r->w, 600000);

	r->w.ask_says[0] = SAY_UNKNOWN_TERMINAL;
	start_engine(r, false);
	RUN_UNTIL(r, question(&r->w, n).state == MC_QUESTION_ANSWERED);
	assert_int_equal(r->w.asks, 2);
}

static void not_even_started(void **state)
{
	struct rig *r = *state;
	int n = ask(&r->w, 600000);

	assert_ok(mc_engine_impossible(r->w.mail, MC_E_CA_FILE, NULL));
	assert_int_equal(link_of(&r->w).state, MC_LINK_DOWN);
	assert_code(link_of(&r->w).cause, MC_E_CA_FILE);
	assert_int_equal(question(&r->w, n).state, MC_QUESTION_FAILED);
	assert_code(question(&r->w, n).cause, MC_E_CA_FILE);
}

static void strange_hellos(void **state)
{
	struct rig *r = *state;

	seal(&r->w, 0);
	r->w.hello_portal = true;
	run_once(r);
	assert_int_equal(link_of(&r->w).state, MC_LINK_SUSPECT);
	r->w.hello_portal = false;
	r->w.hello_old = true; /* signed, but for somebody else's nonce */
	run_once(r);
	assert_int_equal(link_of(&r->w).state, MC_LINK_SUSPECT);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_SEALED);
	assert_int_equal(r->w.puts, 0);
	r->w.hello_old = false;
	r->w.hello_other_key = true; /* a person can find out whether the province has a new one */
	run_once(r);
	assert_int_equal(link_of(&r->w).state, MC_LINK_SUSPECT);
	assert_code(link_of(&r->w).cause, MC_E_GATEWAY_KEY);
	assert_int_equal(r->w.puts, 0);
	r->w.hello_other_key = false;
	r->w.hello_other = true; /* and this one makes no old copy of us */
	run_once(r);
	assert_int_equal(link_of(&r->w).state, MC_LINK_SUSPECT);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_SEALED);
	r->w.hello_other = false;
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_RECEIPTED);
}

/* The gateway went away and came back: everything goes out by itself, the row says UP. */
static void gateway_restart(void **state)
{
	struct rig *r = *state;
	char path[200];

	start_engine(r, false);
	RUN_UNTIL(r, link_of(&r->w).state == MC_LINK_UP);
	fake_http_free(r->w.server);
	r->w.server = NULL;
	seal(&r->w, 0);
	seal(&r->w, 0);
	poke(r);
	RUN_UNTIL(r, link_of(&r->w).state == MC_LINK_DOWN);
	assert_code(link_of(&r->w).cause, MC_E_LINK_DOWN);
	assert_true(link_of(&r->w).next_try > 0);
	snprintf(path, sizeof(path), "%s/s", r->w.dir);
	r->w.server = fake_http_new(r->w.loop, path, gateway, &r->w);
	RUN_UNTIL(r, state_of(&r->w, 1) == MC_STATE_RECEIPTED);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_RECEIPTED);
	assert_int_equal(link_of(&r->w).state, MC_LINK_UP);
	assert_int_equal(link_of(&r->w).next_try, 0);
}

/* A long outage is over for the whole province at once: bulk spreads out, look-ups do not
 * wait. What everybody does in that minute ends no spread, only a person's "send now". */
static void back_after_outage(void **state)
{
	struct rig *r = *state;
	int64_t now;

	r->w.hello_portal = true;
	seal(&r->w, 0);
	start_engine(r, false);
	RUN_UNTIL(r, link_of(&r->w).state == MC_LINK_SUSPECT);
	r->engine->down_since -= 10 * MC_MINUTE;
	r->w.hello_portal = false;
	ask(&r->w, 30000);
	RUN_UNTIL(r, question(&r->w, 0).state == MC_QUESTION_ANSWERED);
	now = mc_clock_mono();
	assert_in_range(r->engine->bulk_from, 1, (uintmax_t)(now + 2 * MC_MINUTE));
	r->engine->bulk_from = now + MC_MINUTE; /* not by chance at once */
	again(r);
	run_for(r, 100);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_SEALED);
	assert_in_range(r->wake_at, (uintmax_t)(now + 50 * MC_SECOND), (uintmax_t)(now + MC_MINUTE));
	ask(&r->w, 30000);
	seal(&r->w, 0);
	poke(r);
	RUN_UNTIL(r, question(&r->w, 1).state == MC_QUESTION_ANSWERED);
	run_for(r, 100);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_SEALED);
	assert_int_equal(state_of(&r->w, 1), MC_STATE_SEALED);
	send_now(r);
	RUN_UNTIL(r, state_of(&r->w, 1) == MC_STATE_RECEIPTED);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_RECEIPTED);
}

/* A poke during the outage (somebody works there) spreads out; "send now" does not. */
static void back_with_somebody_there(void **state)
{
	struct rig *r = *state;

	r->w.hello_portal = true;
	seal(&r->w, 0);
	start_engine(r, false);
	RUN_UNTIL(r, link_of(&r->w).state == MC_LINK_SUSPECT);
	r->engine->down_since -= 10 * MC_MINUTE;
	r->w.hello_portal = false;
	poke(r);
	RUN_UNTIL(r, link_of(&r->w).state == MC_LINK_UP);
	assert_true(r->engine->bulk_from > 0);
	stop_engine(r);
	r->w.hello_portal = true;
	start_engine(r, false);
	RUN_UNTIL(r, link_of(&r->w).state == MC_LINK_SUSPECT);
	r->engine->down_since -= 10 * MC_MINUTE;
	r->w.hello_portal = false;
	send_now(r);
	RUN_UNTIL(r, link_of(&r->w).state == MC_LINK_UP);
	assert_int_equal(r->engine->bulk_from, 0);
	RUN_UNTIL(r, state_of(&r->w, 0) == MC_STATE_RECEIPTED);
}

static void cut_and_restored(void **state)
{
	struct rig *r = *state;

	start_engine(r, false);
	RUN_UNTIL(r, link_of(&r->w).state == MC_LINK_UP);
	assert_ok(mc_mail_set(r->w.mail, "cut", "1", NULL));
	seal(&r->w, 0);
	poke(r);
	RUN_UNTIL(r, link_of(&r->w).cause == MC_E_LINK_CUT);
	run_for(r, 300);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_SEALED); /* never attempted */
	assert_int_equal(link_of(&r->w).state, MC_LINK_DOWN);
	assert_int_equal(r->w.puts, 0);
	assert_ok(mc_mail_set(r->w.mail, "cut", "", NULL));
	poke(r);
	RUN_UNTIL(r, state_of(&r->w, 0) == MC_STATE_RECEIPTED);
	assert_int_equal(link_of(&r->w).state, MC_LINK_UP);
}

/* ---- events */

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
		CASE(upload_with_cut),
		CASE(part_already_there),
		CASE(part_lost_there),
		CASE(upload_expired),
		CASE(damaged_on_the_way),
		CASE(a_damaged_piece),
		CASE(the_rate_is_told),
		CASE(a_busy_store),
		CASE(busy_for_a_while),
		CASE(a_rest_is_a_rest),
		CASE(one_cut_one_failure),
		CASE(tried_often_at_first),
		CASE(nothing_is_given_up),
		cmocka_unit_test(extensions_of_tus),
		cmocka_unit_test(damaged_here),
		cmocka_unit_test(question_outcomes),
		CASE(question_retried),
		CASE(attempt_without_link),
		CASE(cancelled_while_out),
		CASE(cancelled_too_late),
		CASE(two_lanes),
		CASE(enrolment),
		CASE(refused_for_good),
		CASE(queued_waits_for_the_person),
		CASE(queued_lets_pass),
		CASE(forgotten_for_a_moment),
		CASE(not_even_started),
		CASE(strange_hellos),
		CASE(gateway_restart),
		CASE(back_after_outage),
		CASE(back_with_somebody_there),
		CASE(cut_and_restored),
		CASE(events_in_order),
		CASE(events_of_branches),
		CASE(strange_events),
		CASE(event_before_receipt),
		CASE(receipt_comes_by_stick),
		CASE(news_without_a_name),
		CASE(news_noted_by_an_older_courier),
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
