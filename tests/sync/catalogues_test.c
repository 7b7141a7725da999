/* SPDX-License-Identifier: MPL-2.0 */
/* catalogues_test.c - packs come by the files that lack, over a line that breaks; what is not
 * the gateway's, damaged or older is refused, and concerns no dossier. */
#include <dirent.h>
#include <sys/stat.h>

#include "sync/rig.h"

/* The gateway's side: one pack of legal notes, of three files. */
enum lie { NO_LIE, OTHER_KEY, OTHER_BYTES, NO_FILE, OTHER_NAME, PORTAL };
static struct {
	int64_t at;
	const char *texts[3];
	enum lie lie;
	int lists, known, files; /* given */
	int cut_after; /* so many files, then the line breaks; -1 = never */
} offer;

static const char *const names[] = {"a.json", "b.json", "c.json"};

static void describe(struct mc_pack *pack)
{
	mc_pack_init(pack);
	MC_COPY(pack->name, offer.lie == OTHER_NAME ? "places" : "legal");
	pack->at = offer.at;
	pack->from = (struct mc_date){2026, 1, 1};
	for (size_t i = 0; i < MC_COUNT(names); i++) {
		struct mc_pack_file *file = mc_vec_push(&pack->files);

		MC_COPY(file->name, names[i]);
		file->size = (int64_t)strlen(offer.texts[i]);
		mc_sha256_hex(mc_slice_text(offer.texts[i]), file->sha256);
	}
}

static void give_list(struct world *w, struct fake_conn *conn)
{
	struct mc_str payload, body;
	struct mc_pack pack;
	struct mc_vec list;
	char jws[4096], *text = jws;

	describe(&pack);
	mc_str_init(&payload, 8192);
	mc_str_init(&body, 8192);
	mc_pack_format(&pack, &payload);
	sign_as(offer.lie == OTHER_KEY ? w->other : w->sign, "pack", &payload, jws, sizeof(jws));
	mc_vec_init(&list, sizeof(char *), 1);
	*(char **)mc_vec_push(&list) = text;
	mc_packs_format(&list, &body);
	fake_reply(conn, 200, JSON "ETag: W/\"1\"\r\n", mc_slice_of(&body));
	mc_vec_done(&list);
	mc_pack_done(&pack);
	mc_str_done(&payload);
	mc_str_done(&body);
}

static void give_file(struct fake_conn *conn, const char *sha256)
{
	if (offer.files == offer.cut_after) {
		fake_close(conn);
		return;
	}
	offer.files++;
	for (size_t i = 0; i < MC_COUNT(names) && offer.lie != NO_FILE; i++) {
		char found[MC_SHA256_HEX];

		mc_sha256_hex(mc_slice_text(offer.texts[i]), found);
		if (!strcmp(found, sha256)) {
			fake_reply(conn, 200, JSON,
				   mc_slice_text(offer.lie == OTHER_BYTES ? "{}" : offer.texts[i]));
			return;
		}
	}
	send_problem(conn, 404, "not-found", NULL, NULL);
}

static void catalogues(struct world *w, struct fake_conn *conn, const struct fake_request *request)
{
	char tag[64];

	if (offer.lie == PORTAL) {
		fake_reply(conn, 200, "Content-Type: text/html\r\n", mc_slice_text("<html>"));
	} else if (!strncmp(request->path, "/v1/catalogues/legal/", 21)) {
		give_file(conn, request->path + 21);
	} else if (strcmp(request->path, "/v1/catalogues/legal") != 0) {
		fake_reply(conn, 200, JSON, mc_slice_text("{\"v\":1,\"packs\":[]}"));
	} else if (fake_header(request, "If-None-Match", tag, sizeof(tag)) && offer.known) {
		offer.known++;
		fake_reply(conn, 304, "", mc_slice_text(""));
	} else {
		offer.lists++;
		give_list(w, conn);
	}
}

static int begin(void **state)
{
	struct rig *r;

	set_up(state);
	r = *state;
	memset(&offer, 0, sizeof(offer));
	offer.at = INT64_C(1795417500000);
	offer.texts[0] = "{\"v\":1}";
	offer.texts[1] = "{\"v\":1,\"b\":2}";
	offer.texts[2] = "{\"v\":1,\"c\":3}";
	offer.cut_after = -1;
	r->w.enrolled = true;
	r->w.catalogues = catalogues;
	MC_COPY(r->w.packs, "00000001");
	return 0;
}

/* ---- what is there afterwards */

static bool has(struct rig *r, const char *name)
{
	char *dir = mc_path_join(r->w.paths.arrived, "legal"), *path = mc_path_join(dir, name);
	bool there = mc_file_exists(path);

	free(path);
	free(dir);
	return there;
}

static int held(struct rig *r)
{
	int count = 0;

	for (size_t i = 0; i < MC_COUNT(names); i++) {
		char sha256[MC_SHA256_HEX], name[80];

		mc_sha256_hex(mc_slice_text(offer.texts[i]), sha256);
		snprintf(name, sizeof(name), "%s.json", sha256);
		count += has(r, name);
	}
	return count;
}

static void row(struct rig *r, const char *key, char ret[64])
{
	struct mc_str text;

	mc_str_init(&text, 256);
	assert_ok(mc_mail_get(r->w.mail, key, &text, NULL));
	assert_int_equal(mc_copy(ret, 64, text.data), 0);
	mc_str_done(&text);
}

static void assert_row(struct rig *r, const char *key, const char *expected)
{
	char text[64];

	row(r, key, text);
	assert_string_equal(text, expected);
}

static void assert_refused(struct rig *r, enum mc_code code)
{
	char text[64];

	row(r, "packs_refused legal", text);
	assert_memory_equal(text, mc_error_info(code)->code, strlen(mc_error_info(code)->code));
	assert_row(r, "packs", "");
}

/* ---- tests */

static void it_comes_once(void **state)
{
	struct rig *r = *state;
	struct stat st;
	char *list;

	run_once(r);
	assert_int_equal(held(r), 3);
	assert_true(has(r, "list"));
	assert_row(r, "packs", "00000001");
	assert_row(r, "packs_etag legal", "W/\"1\"");
	/* another account's desk may read it */
	list = mc_path_join(r->w.paths.arrived, "legal/list");
	assert_int_equal(stat(list, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0660);
	free(list);
	run_once(r); /* the same word: nothing is asked */
	assert_int_equal(offer.lists, 1);
	assert_int_equal(offer.files, 3);
}

/* A gateway without packs is asked nothing, and a poke is no reason either. */
static void no_word_no_question(void **state)
{
	struct rig *r = *state;

	MC_COPY(r->w.packs, "");
	run_once(r);
	assert_int_equal(offer.lists, 0);
	assert_false(has(r, "list"));
}

/* A newer one: what it shares with the one before is not sent again, and what it has not goes. */
static void only_what_lacks(void **state)
{
	struct rig *r = *state;
	char old[MC_SHA256_HEX + 5];

	run_once(r);
	mc_sha256_hex(mc_slice_text(offer.texts[1]), old);
	memcpy(old + 64, ".json", 6);
	assert_true(has(r, old));
	offer.texts[1] = "{\"v\":1,\"b\":22}";
	offer.at += MC_HOUR;
	MC_COPY(r->w.packs, "00000002");
	run_once(r);
	assert_int_equal(offer.files, 4);
	assert_int_equal(held(r), 3);
	assert_false(has(r, old));
	/* told anew, and the list is still the same */
	offer.known = 1;
	MC_COPY(r->w.packs, "00000003");
	run_once(r);
	assert_int_equal(offer.known, 2);
	assert_int_equal(offer.lists, 2);
	assert_row(r, "packs", "00000003");
}

/* What came before the line broke is kept, and no list names a pack that is not whole. */
static void a_cut_costs_one_file(void **state)
{
	struct rig *r = *state;

	offer.cut_after = 2;
	run_once(r);
	assert_int_equal(held(r), 2);
	assert_false(has(r, "list"));
	assert_row(r, "packs", "");
	offer.cut_after = -1;
	run_once(r);
	assert_true(has(r, "list"));
	assert_int_equal(held(r), 3);
	assert_int_equal(offer.files, 3);
}

static void lies(void **state)
{
	static const struct {
		enum lie lie;
		enum mc_code code;
	} rows[] = {
		{OTHER_KEY, MC_E_KEY_UNKNOWN},	 {OTHER_BYTES, MC_E_PACK_DAMAGED},
		{NO_FILE, MC_E_PACK_DAMAGED},	 {OTHER_NAME, MC_E_ANSWER_OTHER},
	};
	struct rig *r = *state;

	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		offer.lie = rows[i].lie;
		run_once(r);
		assert_refused(r, rows[i].code);
		assert_false(has(r, "list"));
		assert_int_equal(link_of(&r->w).state, MC_LINK_UP); /* dossiers go on */
	}
	offer.lie = NO_LIE;
	run_once(r);
	assert_true(has(r, "list"));
	assert_row(r, "packs_refused legal", "");
}

static void a_portal_is_the_link(void **state)
{
	struct rig *r = *state;

	offer.lie = PORTAL;
	run_once(r);
	assert_int_equal(link_of(&r->w).state, MC_LINK_SUSPECT);
	assert_row(r, "packs_refused legal", "");
}

/* An old list, signed once and played again. */
static void older_is_refused(void **state)
{
	struct rig *r = *state;

	run_once(r);
	offer.at -= MC_HOUR;
	MC_COPY(r->w.packs, "00000000");
	run_once(r);
	assert_refused(r, MC_E_PACK_OLD);
	assert_int_equal(held(r), 3);
}

/* No room is no reason to stop carrying dossiers. */
static void no_room(void **state)
{
	struct rig *r = *state;
	char *file = mc_strdup(r->w.paths.arrived);

	assert_ok(mc_file_write(file, 0600, mc_slice_text("in the way"), NULL));
	seal(&r->w, 0);
	run_once(r);
	assert_refused(r, MC_E_FILE_WRITE);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_RECEIPTED);
	free(file);
}

/* Dossiers first; an idle courier's next wish is hours away. */
static void idle(void **state)
{
	struct rig *r = *state;
	int64_t now;

	seal(&r->w, 0);
	start_engine(r, false);
	RUN_UNTIL(r, has(r, "list"));
	assert_int_equal(state_of(&r->w, 0), MC_STATE_RECEIPTED);
	run_for(r, 200);
	now = mc_clock_mono();
	assert_int_equal(r->w.hellos, 1);
	r->engine->events_next = now + 2 * MC_DAY; /* it waits for its dossier's events besides */
	r->failed = mc_engine_step(r->engine, &r->wake_at, NULL);
	assert_true(r->wake_at > now + 23 * MC_HOUR && r->wake_at < now + 26 * MC_HOUR);
	/* the day is over: one hello, and what it tells of */
	offer.at += MC_HOUR;
	MC_COPY(r->w.packs, "00000004");
	r->engine->packs.hello_next = now;
	again(r);
	RUN_UNTIL(r, offer.lists == 2);
	assert_int_equal(r->w.hellos, 2);
}

/* Refused once, it is not asked for with every hello. */
static void no_hammering(void **state)
{
	struct rig *r = *state;

	offer.lie = OTHER_KEY;
	start_engine(r, false);
	RUN_UNTIL(r, offer.lists == 1);
	run_for(r, 100);
	r->engine->enrolled = false; /* as after a failure of the link */
	again(r);
	RUN_UNTIL(r, r->w.hellos == 2);
	run_for(r, 100);
	assert_int_equal(offer.lists, 1);
	assert_true(r->wake_at > mc_clock_mono() + 50 * MC_MINUTE);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(it_comes_once),	    TEST(no_word_no_question), TEST(only_what_lacks),
		TEST(a_cut_costs_one_file), TEST(lies),		       TEST(a_portal_is_the_link),
		TEST(older_is_refused),	    TEST(no_room),	       TEST(idle),
		TEST(no_hammering),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
