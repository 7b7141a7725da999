/* SPDX-License-Identifier: MPL-2.0 */
/* Papers in pieces: what is cut off goes on where it was, what is damaged goes again. */
#include "sync/rig.h"

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

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(upload_with_cut),
		CASE(part_already_there),
		CASE(part_lost_there),
		CASE(upload_expired),
		CASE(damaged_on_the_way),
		CASE(a_damaged_piece),
		CASE(the_rate_is_told),
		cmocka_unit_test(extensions_of_tus),
		cmocka_unit_test(damaged_here),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
