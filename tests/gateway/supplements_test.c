/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Supplements: asked for by a person at the province, taken once for each time that it was
 * asked, the same receipt bytes by wire and by stick; then the dossier goes on.
 */
#include <sqlite3.h>
#include <sys/stat.h>

#include "gateway/harness.h"
#include "motcua/seal/frames.h"
#include "motcua/wire/batch.h"

enum { SEALED_PART = 2000 };

/* ---- the province's side */

/* The last event about this dossier, verified; its JWS's digest to asked (may be NULL). */
static struct mc_outer last_event(struct gateway *g, const char *id, char *asked,
				  struct mc_notice *notice)
{
	struct mc_outer found = {.kind = ""};
	struct mc_vec replies;
	struct test_reply r;
	char path[96];
	int64_t cursor;

	snprintf(path, sizeof(path), "/v1/events?terminal=%s&after=0", g->keys.id);
	r = test_call(g->socket, "GET", path, "", NULL, 0);
	assert_int_equal(r.status, 200);
	assert_ok(mc_events_parse((struct mc_slice){r.body, r.len}, &cursor, &replies, NULL));
	MC_VEC_EACH (&replies, struct mc_reply, reply) {
		struct mc_outer outer;
		struct mc_str payload, inner;

		mc_str_init(&payload, MC_JWS_MAX);
		mc_str_init(&inner, MC_JSON_MAX);
		assert_ok(mc_keyring_verify(g->ring, mc_slice_text(reply->outer), "event",
					    mc_clock_now(), &payload, NULL));
		assert_ok(mc_outer_parse(mc_slice_of(&payload), "event", &outer, NULL));
		if (!strcmp(outer.id, id)) {
			found = outer;
			if (asked) {
				mc_sha256_hex(mc_slice_text(reply->outer), asked);
			}
			if (notice) {
				assert_ok(mc_pack_open(g->keys.open, mc_slice_of(&reply->inner),
						       &inner, NULL));
				assert_ok(mc_notice_parse(mc_slice_of(&inner), notice, NULL));
			}
		}
		mc_str_done(&payload);
		mc_str_done(&inner);
		mc_reply_done(reply);
	}
	mc_vec_done(&replies);
	test_reply_done(&r);
	return found;
}

/* ---- the terminal's side */

struct supplement {
	struct mc_supplement what;
	char *jws;
	struct mc_str manifest; /* sealed */
};

static void supplement_done(struct supplement *s)
{
	free(s->jws);
	mc_str_done(&s->manifest);
}

static void sign_supplement(struct supplement *s, const struct mc_sign_key *key)
{
	struct mc_str payload;

	mc_sha256_hex(mc_slice_of(&s->manifest), s->what.digest);
	mc_str_init(&payload, 4096);
	mc_supplement_format(&s->what, &payload);
	free(s->jws);
	s->jws = signed_by(key, "supplement", &payload);
	mc_str_done(&payload);
}

/* part may be NULL; inside: the dossier that the manifest names. */
static struct supplement supplement_of(struct gateway *g, const char *dossier, const char *asked,
				       const char *inside, const char *part)
{
	struct supplement s = {.what = {.at = mc_clock_now()}};
	char text[2048], parts[512] = "";

	mc_uuid7(s.what.id);
	MC_COPY(s.what.dossier, dossier);
	MC_COPY(s.what.terminal, g->keys.id);
	MC_COPY(s.what.asked, asked);
	if (part) {
		snprintf(parts, sizeof(parts),
			 "{\"sha256\":\"%s\",\"size\":9,\"plain_sha256\":\"%s\",\"plain_size\":9,"
			 "\"paper\":\"birth_notice\",\"name\":\"a.pdf\",\"type\":\"application/"
			 "pdf\"}",
			 part, part);
	}
	snprintf(text, sizeof(text),
		 "{\"v\":1,\"id\":\"%s\",\"local_number\":\"T-7K3M9Q-X4T2BC-5\","
		 "\"supplements\":\"%s\",\"procedure\":\"2.002621\",\"version\":\"2026-11-01\","
		 "\"officer\":{\"number\":\"001090000001\",\"name\":\"A\"},\"officer_auth\":"
		 "\"declared\",\"created_at\":\"2026-11-23T07:00:00Z\",\"sealed_at\":"
		 "\"2026-11-23T07:05:00Z\",\"fields\":[],\"parts\":[%s],\"evidence\":[]}",
		 s.what.id, inside, parts);
	mc_str_init(&s.manifest, MC_MANIFEST_MAX);
	assert_ok(mc_pack_seal(mc_keyring_seal_key(g->ring, mc_clock_now()), 1,
			       mc_slice_text(text), &s.manifest, NULL));
	sign_supplement(&s, g->keys.sign);
	return s;
}

static struct test_reply put_supplement(struct gateway *g, const struct supplement *s)
{
	struct dossier like = {.jws = s->jws, .manifest = s->manifest};
	char head[4096], path[160];

	MC_COPY(like.record.id, s->what.id); /* put_head() takes the id for Idempotency-Key */
	put_head(&like, head, sizeof(head));
	snprintf(path, sizeof(path), "/v1/dossiers/%s/supplements/%s", s->what.dossier, s->what.id);
	return test_call(g->socket, "PUT", path, head, s->manifest.data, s->manifest.len);
}

static struct test_reply put_withdrawal(struct gateway *g, const struct dossier *d, char **ret_jws)
{
	char path[96];

	*ret_jws = withdrawal_of(g, d);
	snprintf(path, sizeof(path), "/v1/dossiers/%s/withdrawal", d->record.id);
	return test_call(g->socket, "PUT", path, "Content-Type: application/jose\r\n", *ret_jws,
			 strlen(*ret_jws));
}

static struct dossier received(struct gateway *g, int64_t seq)
{
	struct dossier d = new_dossier(g, seq);
	struct test_reply r = put(g, &d);

	assert_int_equal(r.status, 201);
	test_reply_done(&r);
	return d;
}

/* A received dossier that was asked about. */
static struct dossier asked_for(struct gateway *g, int64_t seq, char *asked)
{
	struct dossier d = received(g, seq);

	assert_ok(province_says(g, "needs_supplement", d.record.id));
	assert_string_equal(last_event(g, d.record.id, asked, NULL).outcome, "needs_supplement");
	return d;
}

static void assert_status(struct gateway *g, const struct supplement *s, int status,
			  const char *word, const char *kind)
{
	struct test_reply r = put_supplement(g, s);

	if (status < 400) {
		assert_int_equal(r.status, status);
	} else {
		assert_problem(&r, status, word);
	}
	if (kind) {
		struct mc_outer outer = outer_of(g, &r, kind, NULL);

		assert_string_equal(outer.id, s->what.id);
		assert_string_equal(outer.epoch, "");
		assert_int_equal(outer.seq, 0);
	}
	test_reply_done(&r);
}

/* ---- the way */

static void the_ask_says_what_until_when(void **state)
{
	struct gateway *g = *state;
	char asked[MC_DIGEST_LEN];
	struct dossier d = asked_for(g, 1, asked);
	struct mc_notice notice;
	struct mc_local day;

	last_event(g, d.record.id, NULL, &notice);
	assert_string_equal(notice.text, "Thiếu giấy chứng sinh bản gốc");
	assert_int_equal(notice.reason_count, 1);
	assert_string_equal(notice.reasons[0].field, "birth_notice");
	day = mc_time_local(notice.deadline);
	assert_int_equal(day.hour, 23);
	assert_int_equal(day.minute, 59);
	assert_true(notice.deadline > mc_clock_now() + 5 * MC_DAY - MC_HOUR);
	assert_true(notice.deadline < mc_clock_now() + 6 * MC_DAY);
	dossier_done(&d);
}

static void a_supplement_is_taken_once_and_the_dossier_goes_on(void **state)
{
	struct gateway *g = *state;
	char asked[MC_DIGEST_LEN];
	struct dossier d = asked_for(g, 1, asked);
	struct supplement s = supplement_of(g, d.record.id, asked, d.record.id, NULL);
	struct test_reply first = put_supplement(g, &s), again;
	struct mc_outer outer = outer_of(g, &first, "receipt", NULL);

	assert_int_equal(first.status, 201);
	assert_string_equal(outer.id, s.what.id);
	assert_string_equal(outer.digest, s.what.digest);
	assert_string_equal(outer.epoch, "");
	for (int i = 0; i < 40 && strcmp(last_event(g, d.record.id, NULL, NULL).outcome,
					 "in_process");
	     i++) {
		usleep(100000);
	}
	assert_string_equal(last_event(g, d.record.id, NULL, NULL).outcome, "in_process");
	again = put_supplement(g, &s); /* also after the dossier went on */
	assert_int_equal(again.status, 200);
	assert_string_equal(first.body, again.body);
	test_reply_done(&first);
	test_reply_done(&again);
	supplement_done(&s);
	dossier_done(&d);
}

/* One for each ask: a second one, whoever made it, is refused for good. */
static void one_supplement_for_each_ask(void **state)
{
	struct gateway *g = *state;
	char asked[MC_DIGEST_LEN], anew[MC_DIGEST_LEN];
	struct dossier d = asked_for(g, 1, asked);
	struct supplement s = supplement_of(g, d.record.id, asked, d.record.id, NULL);
	struct supplement second = supplement_of(g, d.record.id, asked, d.record.id, NULL), third;

	assert_status(g, &s, 201, NULL, "receipt");
	assert_status(g, &second, 422, "rejected", "rejection");
	assert_ok(province_says(g, "needs_supplement", d.record.id)); /* something else is lacking */
	last_event(g, d.record.id, anew, NULL);
	assert_string_not_equal(asked, anew);
	assert_status(g, &second, 422, "rejected", "rejection"); /* for good */
	third = supplement_of(g, d.record.id, asked, d.record.id, NULL);
	assert_status(g, &third, 422, "rejected", "rejection"); /* it answers the old one */
	supplement_done(&third);
	third = supplement_of(g, d.record.id, anew, d.record.id, NULL);
	assert_status(g, &third, 201, NULL, "receipt");
	supplement_done(&s);
	supplement_done(&second);
	supplement_done(&third);
	dossier_done(&d);
}

static void what_nobody_asked_for_is_refused_for_good(void **state)
{
	struct gateway *g = *state;
	char asked[MC_DIGEST_LEN] = "";
	struct dossier d = received(g, 1);
	struct supplement early, late;

	memset(asked, 'a', 64);
	early = supplement_of(g, d.record.id, asked, d.record.id, NULL);
	assert_status(g, &early, 422, "rejected", "rejection");
	assert_ok(province_says(g, "needs_supplement", d.record.id));
	last_event(g, d.record.id, asked, NULL);
	assert_status(g, &early, 422, "rejected", "rejection");
	assert_ok(province_says(g, "returned", d.record.id)); /* the deadline passed */
	late = supplement_of(g, d.record.id, asked, d.record.id, NULL);
	assert_status(g, &late, 422, "rejected", "rejection");
	assert_code(province_says(g, "needs_supplement", d.record.id), MC_E_DOSSIER_STATE);
	supplement_done(&early);
	supplement_done(&late);
	dossier_done(&d);
}

/* An id that is not known is no verdict: the dossier may still be on its way by stick. */
static void an_unknown_dossier_is_no_verdict(void **state)
{
	struct gateway *g = *state;
	char asked[MC_DIGEST_LEN] = "";
	struct dossier d = new_dossier(g, 1);
	struct supplement s;

	memset(asked, 'a', 64);
	s = supplement_of(g, d.record.id, asked, d.record.id, NULL);
	assert_status(g, &s, 404, "not-found", NULL);
	assert_code(province_says(g, "needs_supplement", d.record.id), MC_E_NOT_FOUND);
	supplement_done(&s);
	dossier_done(&d);
}

static void other_content_under_a_known_sid(void **state)
{
	struct gateway *g = *state;
	char asked[MC_DIGEST_LEN];
	struct dossier d = asked_for(g, 1, asked);
	struct supplement s = supplement_of(g, d.record.id, asked, d.record.id, NULL);
	struct supplement other = supplement_of(g, d.record.id, asked, d.record.id, NULL);
	struct test_reply r;
	struct mc_outer outer;

	assert_status(g, &s, 201, NULL, "receipt");
	MC_COPY(other.what.id, s.what.id);
	sign_supplement(&other, g->keys.sign);
	r = put_supplement(g, &other);
	assert_problem(&r, 422, "digest-mismatch");
	outer = outer_of(g, &r, "refusal", NULL);
	assert_string_equal(outer.id, s.what.id);
	assert_string_equal(outer.digest, s.what.digest);
	test_reply_done(&r);
	supplement_done(&s);
	supplement_done(&other);
	dossier_done(&d);
}

static void a_withdrawn_dossier_takes_none(void **state)
{
	struct gateway *g = *state;
	char asked[MC_DIGEST_LEN], *jws;
	struct dossier d = asked_for(g, 1, asked);
	struct supplement s = supplement_of(g, d.record.id, asked, d.record.id, NULL);
	struct test_reply r = put_withdrawal(g, &d, &jws), again;

	assert_int_equal(r.status, 200);
	test_reply_done(&r);
	assert_status(g, &s, 410, "withdrawn", "withdrawn");
	r = put_supplement(g, &s);
	again = put_supplement(g, &s);
	assert_string_equal(r.body, again.body);
	test_reply_done(&r);
	test_reply_done(&again);
	free(jws);
	supplement_done(&s);
	dossier_done(&d);
}

/* Signed by somebody else, of another dossier inside, in another envelope, cut off. */
static void bad_input_is_refused(void **state)
{
	struct gateway *g = *state;
	char asked[MC_DIGEST_LEN], other_id[MC_UUID_LEN], path[160];
	struct dossier d = asked_for(g, 1, asked);
	struct supplement s = supplement_of(g, d.record.id, asked, d.record.id, NULL), other;
	struct mc_terminal_keys keys;
	struct test_reply r;

	new_terminal(g, &keys);
	sign_supplement(&s, keys.sign);
	assert_status(g, &s, 403, "terminal-unknown", NULL);
	mc_terminal_keys_done(&keys);
	sign_supplement(&s, g->keys.sign);
	r = test_call(g->socket, "PUT", "/v1/dossiers/x/supplements/y",
		      "Content-Type: application/age\r\n", "age", 3);
	assert_problem(&r, 400, "bad-request");
	test_reply_done(&r);
	snprintf(path, sizeof(path), "/v1/dossiers/%s/supplements", d.record.id);
	r = test_call(g->socket, "PUT", path, "Content-Type: application/age\r\n", "age", 3);
	assert_problem(&r, 404, "not-found");
	test_reply_done(&r);
	mc_uuid7(other_id);
	other = supplement_of(g, d.record.id, asked, other_id, NULL);
	assert_status(g, &other, 422, "rejected", "rejection"); /* inside: another dossier */
	supplement_done(&other);
	other = supplement_of(g, d.record.id, asked, d.record.id, NULL);
	mc_str_reset(&other.manifest);
	mc_str_puts(&other.manifest, "not an envelope");
	sign_supplement(&other, g->keys.sign);
	assert_status(g, &other, 422, "rejected", "rejection");
	supplement_done(&other);
	assert_status(g, &s, 201, NULL, "receipt"); /* none of that took the place */
	supplement_done(&s);
	dossier_done(&d);
}

/* A supplement is no dossier, and the other way round. */
static void neither_passes_for_the_other(void **state)
{
	struct gateway *g = *state;
	char asked[MC_DIGEST_LEN];
	struct dossier d = asked_for(g, 1, asked), as = new_dossier(g, 2);
	struct supplement s = supplement_of(g, d.record.id, asked, d.record.id, NULL);
	struct test_reply r;

	mc_str_reset(&as.manifest);
	mc_str_add(&as.manifest, s.manifest.data, s.manifest.len);
	MC_COPY(as.record.id, s.what.id);
	sign_record(&as, g->keys.sign);
	r = put(g, &as);
	assert_problem(&r, 422, "rejected");
	test_reply_done(&r);
	free(s.jws);
	s.jws = mc_strdup(as.jws); /* kind "record" */
	assert_status(g, &s, 400, "bad-request", NULL);
	supplement_done(&s);
	dossier_done(&as);
	dossier_done(&d);
}

static void only_what_has_an_arrow_is_done(void **state)
{
	struct gateway *g = *state;
	struct dossier d = received(g, 1);
	struct mc_options bad[] = {
		{.data = g->dir, .operand = "forwarded", .operand2 = d.record.id},
		{.data = g->dir, .operand = "returned", .operand2 = "x"},
		{.data = g->dir, .operand = "returned"},
		{.operand = "returned", .operand2 = d.record.id},
		{.data = g->dir, .operand = "returned", .operand2 = d.record.id, .days = "x"},
	};

	for (size_t i = 0; i < MC_COUNT(bad); i++) {
		assert_code(mc_cmd_event(&bad[i], NULL), MC_E_USAGE);
	}
	assert_ok(province_says(g, "completed", d.record.id));
	assert_string_equal(last_event(g, d.record.id, NULL, NULL).outcome, "completed");
	assert_code(province_says(g, "returned", d.record.id), MC_E_DOSSIER_STATE);
	dossier_done(&d);
}

/* It waits for a fee, is stopped, goes on: each is told, and none is an end. */
static void the_clock_is_stopped_and_goes_on(void **state)
{
	static const char *const words[] = {"payment_due", "in_process", "stopped", "in_process"};
	struct gateway *g = *state;
	struct dossier d = received(g, 1);

	for (size_t i = 0; i < MC_COUNT(words); i++) {
		assert_ok(province_says(g, words[i], d.record.id));
		assert_string_equal(last_event(g, d.record.id, NULL, NULL).outcome, words[i]);
	}
	assert_ok(province_says(g, "completed", d.record.id));
	assert_code(province_says(g, "payment_due", d.record.id), MC_E_DOSSIER_STATE);
	dossier_done(&d);
}

/* ---- by stick */

static void add_piece(struct mc_frames_writer *w, char kind, const void *bytes, size_t len)
{
	assert_ok(mc_frames_piece(w, kind, (struct mc_slice){bytes, len}, NULL));
}

static void add_part(struct mc_frames_writer *w, const char *sha256, const char *part)
{
	char piece[MC_SHA256_LEN + SEALED_PART];

	assert_true(mc_hex_decode(sha256, piece, MC_SHA256_LEN));
	memcpy(piece + MC_SHA256_LEN, part, SEALED_PART);
	add_piece(w, MC_PIECE_PART, piece, sizeof(piece));
}

/* A bundle of one supplement with its part, and one withdrawal. Its path; free(). */
static char *bundle(struct gateway *g, const struct supplement *s, const char *sha256,
		    const char *part, const char *withdrawal)
{
	char *path = mc_path_join(g->dir, "s.bundle");
	struct mc_frames_writer *w;
	struct mc_str record;
	int64_t bytes;

	mc_str_init(&record, MC_BATCH_ONE_MAX);
	mc_batch_add(mc_slice_text(s->jws), mc_slice_of(&s->manifest), &record);
	assert_ok(mc_frames_create(g->dir, ".tmp", MC_BUNDLE_MARK, &w, NULL));
	add_piece(w, MC_PIECE_SUPPLEMENT, record.data, record.len);
	add_part(w, sha256, part);
	add_piece(w, MC_PIECE_WITHDRAWAL, withdrawal, strlen(withdrawal));
	assert_ok(mc_frames_finish(w, "s.bundle", &bytes, NULL));
	mc_str_done(&record);
	return path;
}

static struct mc_batch_answer answer_of(struct gateway *g, int n)
{
	char *path = mc_path_join(g->dir, "s.bundle.return");
	struct mc_batch_answer answer = {.id = ""};
	struct mc_frames_reader *r;
	struct mc_frame frame;
	struct mc_str json;

	assert_ok(mc_frames_open(path, MC_RETURN_MARK, &r, NULL));
	for (int i = 0; i <= n + 1; i++) { /* behind the list of keys */
		assert_ok(mc_frames_next(r, &frame, NULL));
	}
	mc_str_init(&json, MC_JSON_MAX);
	assert_ok(mc_frames_read(r, &json, NULL));
	assert_ok(mc_batch_answer_parse(mc_slice_of(&json), &answer, NULL));
	mc_str_done(&json);
	mc_frames_close(r);
	free(path);
	return answer;
}

static void the_stick_brings_the_same_answers(void **state)
{
	struct gateway *g = *state;
	char asked[MC_DIGEST_LEN], part[SEALED_PART], sha256[MC_SHA256_HEX], *jws, *path;
	struct dossier d = asked_for(g, 1, asked), gone = received(g, 2);
	struct supplement s;
	struct mc_options o = {.data = g->dir};
	struct mc_batch_answer answer;
	struct test_reply r;
	struct mc_reply reply;
	struct mc_str said;

	memset(part, 'q', sizeof(part));
	mc_sha256_hex((struct mc_slice){part, sizeof(part)}, sha256);
	s = supplement_of(g, d.record.id, asked, d.record.id, sha256);
	assert_status(g, &s, 409, "parts-missing", NULL);
	r = put_withdrawal(g, &gone, &jws);
	path = bundle(g, &s, sha256, part, jws);
	o.operand = path;
	assert_ok(run(g, mc_cmd_import, &o, &said));
	assert_non_null(strstr(said.data, "\"outcome\":\"received\""));
	assert_non_null(strstr(said.data, "\"outcome\":\"withdrawn\""));
	answer = answer_of(g, 1);
	assert_string_equal(answer.id, gone.record.id);
	assert_ok(mc_reply_parse((struct mc_slice){r.body, r.len}, &reply, NULL));
	assert_string_equal(answer.reply.outer, reply.outer);
	mc_reply_done(&reply);
	mc_batch_answer_done(&answer);
	test_reply_done(&r);
	answer = answer_of(g, 0);
	r = put_supplement(g, &s);
	assert_int_equal(r.status, 200);
	assert_ok(mc_reply_parse((struct mc_slice){r.body, r.len}, &reply, NULL));
	assert_string_equal(answer.id, s.what.id);
	assert_string_equal(answer.reply.outer, reply.outer);
	mc_reply_done(&reply);
	mc_batch_answer_done(&answer);
	test_reply_done(&r);
	mc_str_done(&said);
	free(jws);
	free(path);
	supplement_done(&s);
	dossier_done(&d);
	dossier_done(&gone);
}

/* The longer legal time: said of what is being handled, and only of that. */
static void what_is_verified_is_told(void **state)
{
	struct gateway *g = *state;
	struct dossier d = received(g, 1);
	struct mc_options o = {.data = g->dir, .operand = "in_process", .operand2 = d.record.id};
	struct mc_notice notice;

	o.verify = true;
	assert_ok(mc_cmd_event(&o, NULL));
	assert_string_equal(last_event(g, d.record.id, NULL, &notice).outcome, "in_process");
	assert_true(notice.verifies);
	o.operand = "completed";
	assert_code(mc_cmd_event(&o, NULL), MC_E_USAGE);
	o.verify = false;
	assert_ok(mc_cmd_event(&o, NULL));
	last_event(g, d.record.id, NULL, &notice);
	assert_false(notice.verifies);
	dossier_done(&d);
}

/* ---- an older database */

static void a_database_of_the_first_step_goes_on(void **state)
{
	struct gateway *g = *state;
	struct dossier d = received(g, 1);
	struct test_reply r;
	char *path = mc_path_join(g->dir, "gateway.db");
	sqlite3 *db;

	assert_int_equal(stop(g, SIGTERM), 0);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db,
				      "DROP TABLE supplement; ALTER TABLE dossier DROP COLUMN asked;"
				      "DROP INDEX access_supersedes;"
				      "ALTER TABLE access DROP COLUMN supersedes;"
				      "DROP INDEX part_unnamed; DROP INDEX upload_terminal;"
				      "DROP TABLE part_gone; ALTER TABLE part DROP COLUMN held_at;"
				      "ALTER TABLE part DROP COLUMN named;"
				      "DROP TABLE pack; DROP TABLE pack_file;"
				      "DROP TABLE branch; DROP TABLE ask; DROP TABLE pending;"
				      "DROP INDEX access_query; CREATE TABLE old(id TEXT PRIMARY KEY"
				      " REFERENCES dossier, step TEXT NOT NULL, due INTEGER NOT NULL)"
				      " STRICT; INSERT INTO old SELECT id, step, due FROM relay;"
				      "DROP TABLE relay; ALTER TABLE old RENAME TO relay;"
				      "CREATE INDEX relay_due ON relay(due);"
				      "PRAGMA user_version=1",
				      NULL, NULL, NULL),
			 SQLITE_OK);
	sqlite3_close(db);
	start(g);
	r = put(g, &d);
	assert_int_equal(r.status, 200);
	test_reply_done(&r);
	assert_ok(province_says(g, "needs_supplement", d.record.id));
	free(path);
	dossier_done(&d);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_ask_says_what_until_when),
		CASE(a_supplement_is_taken_once_and_the_dossier_goes_on),
		CASE(one_supplement_for_each_ask),
		CASE(what_nobody_asked_for_is_refused_for_good),
		CASE(an_unknown_dossier_is_no_verdict),
		CASE(other_content_under_a_known_sid),
		CASE(a_withdrawn_dossier_takes_none),
		CASE(bad_input_is_refused),
		CASE(neither_passes_for_the_other),
		CASE(only_what_has_an_arrow_is_done),
		CASE(the_clock_is_stopped_and_goes_on),
		CASE(the_stick_brings_the_same_answers),
		CASE(what_is_verified_is_told),
		CASE(a_database_of_the_first_step_goes_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
