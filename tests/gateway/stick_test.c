/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Several dossiers at once, as a batch and on a stick: each by itself, good ones in, bad
 * ones told by name, the same receipts as by PUT.
 */
#include <sys/stat.h>

#include "gateway/harness.h"
#include "gateway/keys.h"
#include "motcua/seal/frames.h"
#include "motcua/seal/lean.h"
#include "motcua/wire/batch.h"
#include "motcua/wire/keys.h"

enum { COUNT = 3, SEALED_PART = 3000 };

/* Three dossiers; the second has a paper. */
struct load {
	struct dossier dossiers[COUNT];
	char part[SEALED_PART], sha256[MC_SHA256_HEX];
};

static void load_begin(struct gateway *g, struct load *l, int64_t seq)
{
	memset(l->part, (int)('a' + seq % 20), sizeof(l->part));
	mc_sha256_hex((struct mc_slice){l->part, sizeof(l->part)}, l->sha256);
	for (int i = 0; i < COUNT; i++) {
		l->dossiers[i] = dossier_of(g, seq + i, NULL, "2.002621", i == 1 ? l->sha256 : NULL);
	}
}

static void load_done(struct load *l)
{
	for (int i = 0; i < COUNT; i++) {
		dossier_done(&l->dossiers[i]);
	}
}

static void add_piece(struct mc_frames_writer *w, char kind, const void *bytes, size_t len)
{
	assert_ok(mc_frames_piece(w, kind, (struct mc_slice){bytes, len}, NULL));
}

static void write_head(struct gateway *g, const struct load *l, struct mc_frames_writer *w)
{
	struct mc_bundle_head head;
	struct mc_str json;

	mc_bundle_head_init(&head);
	MC_COPY(head.terminal, g->keys.id);
	head.at = mc_clock_now();
	for (int i = 0; i < COUNT; i++) {
		struct mc_bundle_item *item = mc_vec_push(&head.items);

		MC_COPY(item->id, l->dossiers[i].record.id);
		item->seq = l->dossiers[i].record.seq;
	}
	mc_str_init(&json, MC_JSON_MAX);
	mc_bundle_head_format(&head, &json);
	add_piece(w, MC_PIECE_HEAD, json.data, json.len);
	mc_str_done(&json);
	mc_bundle_head_done(&head);
}

static void write_part(const struct load *l, struct mc_frames_writer *w)
{
	char piece[MC_SHA256_LEN + SEALED_PART];

	assert_true(mc_hex_decode(l->sha256, piece, MC_SHA256_LEN));
	memcpy(piece + MC_SHA256_LEN, l->part, SEALED_PART);
	add_piece(w, MC_PIECE_PART, piece, sizeof(piece));
}

/* A bundle as the desk writes it. Its path; free(). */
static char *bundle(struct gateway *g, const struct load *l)
{
	char *dir = mc_path_join(g->dir, "stick"), *path = mc_path_join(dir, "a.bundle");
	struct mc_frames_writer *w;
	struct mc_str record;
	int64_t bytes;

	mkdir(dir, 0700);
	assert_ok(mc_frames_create(dir, ".tmp", MC_BUNDLE_MARK, &w, NULL));
	write_head(g, l, w);
	for (int i = 0; i < COUNT; i++) {
		mc_str_init(&record, MC_BATCH_ONE_MAX);
		mc_batch_add(mc_slice_text(l->dossiers[i].jws),
			     mc_slice_of(&l->dossiers[i].manifest), &record);
		add_piece(w, MC_PIECE_RECORD, record.data, record.len);
		mc_str_done(&record);
		if (i == 1) {
			write_part(l, w);
		}
	}
	assert_ok(mc_frames_finish(w, "a.bundle", &bytes, NULL));
	free(dir);
	return path;
}

/* What motcua-gateway import prints; mc_str_done(). */
static enum mc_code import(struct gateway *g, const char *path, struct mc_str *ret)
{
	struct mc_options options = {.data = g->dir, .operand = path};

	return run(g, mc_cmd_import, &options, ret);
}

static int count_of(const char *text, const char *what)
{
	int count = 0;

	for (; (text = strstr(text, what)) != NULL; text++) {
		count++;
	}
	return count;
}

#define RECEIVED "\"outcome\":\"received\""

/* Every item of the load is told by its name. */
static void assert_all_told(const struct load *l, const char *said)
{
	for (int i = 0; i < COUNT; i++) {
		assert_int_equal(count_of(said, l->dossiers[i].record.id), 1);
	}
}

static void assert_imports(struct gateway *g, const char *path, const struct load *l, int good)
{
	struct mc_str said;

	assert_code(import(g, path, &said), good == COUNT ? MC_OK : MC_E_BUNDLE_PARTLY);
	assert_int_equal(count_of(said.data, RECEIVED), good);
	assert_all_told(l, said.data);
	mc_str_done(&said);
}

/* The answer in the return file to the n-th record; free with mc_batch_answer_done(). */
static struct mc_batch_answer answer_at(const char *path, int n)
{
	struct mc_batch_answer answer = {.id = ""};
	struct mc_frames_reader *r;
	struct mc_frame frame;
	struct mc_str json;
	char named[4200];

	snprintf(named, sizeof(named), "%s.return", path);
	assert_ok(mc_frames_open(named, MC_RETURN_MARK, &r, NULL));
	assert_true(mc_frames_whole(r));
	assert_ok(mc_frames_next(r, &frame, NULL));
	assert_int_equal(frame.kind, MC_PIECE_KEYS); /* before whatever a new key may have signed */
	do {
		assert_ok(mc_frames_next(r, &frame, NULL));
	} while (n-- > 0);
	assert_int_equal(frame.kind, MC_PIECE_ANSWER);
	mc_str_init(&json, MC_JSON_MAX);
	assert_ok(mc_frames_read(r, &json, NULL));
	assert_ok(mc_batch_answer_parse(mc_slice_of(&json), &answer, NULL));
	mc_str_done(&json);
	mc_frames_close(r);
	return answer;
}

static void a_bundle_gets_the_receipts_that_put_gives(void **state)
{
	struct gateway *g = *state;
	struct load l;
	char *path;

	load_begin(g, &l, 1);
	path = bundle(g, &l);
	assert_imports(g, path, &l, COUNT);
	assert_imports(g, path, &l, COUNT); /* replayed */
	for (int i = 0; i < COUNT; i++) {
		struct test_reply r = put(g, &l.dossiers[i]);
		struct mc_batch_answer answer = answer_at(path, i);
		struct mc_reply reply;

		assert_int_equal(r.status, 200);
		assert_ok(mc_reply_parse((struct mc_slice){r.body, r.len}, &reply, NULL));
		assert_string_equal(answer.id, l.dossiers[i].record.id);
		assert_int_equal(answer.status, 200);
		assert_string_equal(answer.reply.outer, reply.outer);
		mc_reply_done(&reply);
		mc_batch_answer_done(&answer);
		test_reply_done(&r);
	}
	free(path);
	load_done(&l);
}

/* The list in the return file. */
static char *list_in(const char *path)
{
	char named[4200], *list = NULL;
	struct mc_frames_reader *r;
	struct mc_frame frame;
	struct mc_str json;

	snprintf(named, sizeof(named), "%s.return", path);
	assert_ok(mc_frames_open(named, MC_RETURN_MARK, &r, NULL));
	assert_ok(mc_frames_next(r, &frame, NULL));
	mc_str_init(&json, MC_JSON_MAX);
	assert_ok(mc_frames_read(r, &json, NULL));
	assert_ok(mc_keys_parse(mc_slice_of(&json), &list, NULL));
	mc_str_done(&json);
	mc_frames_close(r);
	return list;
}

/* For an office without a line: the list as it is now, byte for byte. */
static void the_list_of_keys_goes_with_the_answers(void **state)
{
	struct gateway *g = *state;
	char *keys = mc_path_join(g->dir, "gateway.keys"), *path, *list;
	struct mc_rotated rotated;
	struct mc_str text;
	struct load l;

	load_begin(g, &l, 1);
	path = bundle(g, &l);
	mc_str_init(&text, MC_KEYRING_TEXT_MAX);
	for (int version = 1; version < 3; version++) {
		mc_str_reset(&text);
		assert_ok(mc_file_read(keys, &text, NULL));
		assert_imports(g, path, &l, COUNT);
		list = list_in(path);
		assert_string_equal(list, text.data);
		free(list);
		assert_ok(mc_gateway_keys_rotate(g->dir, mc_clock_now(), 0, &rotated, NULL));
	}
	mc_str_done(&text);
	load_done(&l);
	free(path);
	free(keys);
}

/* What went in stays in; its receipts come with the next try. */
static void a_stick_that_takes_no_answers(void **state)
{
	struct gateway *g = *state;
	struct load l;
	struct mc_str said;
	char *path, *taken = mc_path_join(g->dir, "stick/.a.bundle.return.tmp");

	load_begin(g, &l, 1);
	path = bundle(g, &l);
	assert_int_equal(mkdir(taken, 0700), 0);
	assert_code(import(g, path, &said), MC_E_FILE_WRITE);
	assert_int_equal(count_of(said.data, RECEIVED), COUNT);
	assert_null(strstr(said.data, "\"return\""));
	mc_str_done(&said);
	assert_int_equal(rmdir(taken), 0);
	assert_imports(g, path, &l, COUNT);
	free(path);
	free(taken);
	load_done(&l);
}

static void write_bytes(const char *path, const char *bytes, size_t len)
{
	assert_ok(mc_file_write(path, 0600, (struct mc_slice){bytes, len}, NULL));
}

/* One byte changed anywhere: at most one item is not taken, and it is told by its name. */
static void a_damaged_byte_costs_one_item_at_most(void **state)
{
	struct gateway *g = *state;
	struct load l;
	struct mc_str whole, said;
	char *path, *spoilt;
	int lost = 0;

	load_begin(g, &l, 1);
	path = bundle(g, &l);
	spoilt = mc_path_join(g->dir, "spoilt.bundle");
	mc_str_init(&whole, MC_JSON_MAX);
	assert_ok(mc_file_read(path, &whole, NULL));
	for (size_t at = 0; at < whole.len; at += at < 800 ? 7 : 61) {
		int good;

		whole.data[at] ^= 0x20;
		write_bytes(spoilt, whole.data, whole.len);
		whole.data[at] ^= 0x20;
		(void)!import(g, spoilt, &said);
		good = count_of(said.data, RECEIVED);
		assert_true(good >= COUNT - 1);
		assert_non_null(strstr(said.data, "\"whole\":false"));
		if (at > 25 + 300) { /* behind the head, which has the names */
			assert_all_told(&l, said.data);
		}
		lost += good < COUNT;
		mc_str_done(&said);
	}
	assert_true(lost > 10);
	assert_imports(g, path, &l, COUNT);
	mc_str_done(&whole);
	free(path);
	free(spoilt);
	load_done(&l);
}

static void a_truncated_bundle_gives_what_stands_before_the_cut(void **state)
{
	struct gateway *g = *state;
	struct load l;
	struct mc_str whole, said;
	char *path, *cut;
	int before = COUNT;

	load_begin(g, &l, 1);
	path = bundle(g, &l);
	cut = mc_path_join(g->dir, "cut.bundle");
	mc_str_init(&whole, MC_JSON_MAX);
	assert_ok(mc_file_read(path, &whole, NULL));
	for (size_t len = whole.len - 1; len > 600; len -= 37) {
		int good;

		write_bytes(cut, whole.data, len);
		(void)!import(g, cut, &said);
		good = count_of(said.data, RECEIVED);
		assert_true(good <= before);
		assert_all_told(&l, said.data);
		before = good;
		mc_str_done(&said);
	}
	assert_int_equal(before, 0);
	for (size_t len = 0; len < 100; len += 9) {
		write_bytes(cut, whole.data, len);
		assert_true(import(g, cut, &said) != MC_E_INTERNAL);
		mc_str_done(&said);
	}
	mc_str_done(&whole);
	free(path);
	free(cut);
	load_done(&l);
}

/* Its own bytes are wrong: the gateway lacks the part, says so, and takes it later. */
static void a_damaged_part_is_missed_by_its_name(void **state)
{
	struct gateway *g = *state;
	struct load l;
	struct mc_batch_answer answer;
	char *path;

	load_begin(g, &l, 1);
	l.part[100] ^= 1;
	path = bundle(g, &l);
	assert_imports(g, path, &l, COUNT - 1);
	answer = answer_at(path, 1);
	assert_int_equal(answer.status, 409);
	assert_string_equal(answer.problem.word, "parts-missing");
	assert_string_equal((char *)mc_vec_at(&answer.problem.parts, 0), l.sha256);
	mc_batch_answer_done(&answer);
	l.part[100] ^= 1;
	free(path);
	path = bundle(g, &l);
	assert_imports(g, path, &l, COUNT);
	free(path);
	load_done(&l);
}

/* A stick that brings the request when all is done: told so, in words and in the return file. */
static void a_withdrawal_that_comes_late_is_settled(void **state)
{
	struct gateway *g = *state;
	struct dossier d = new_dossier(g, 1);
	struct test_reply r = put(g, &d);
	char *dir = mc_path_join(g->dir, "late"), *path = mc_path_join(dir, "a.bundle");
	char *jws = withdrawal_of(g, &d);
	struct mc_batch_answer answer;
	struct mc_frames_writer *w;
	struct mc_reply receipt;
	struct mc_str said;
	int64_t bytes;

	assert_ok(province_says(g, "completed", d.record.id));
	mkdir(dir, 0700);
	assert_ok(mc_frames_create(dir, ".tmp", MC_BUNDLE_MARK, &w, NULL));
	add_piece(w, MC_PIECE_WITHDRAWAL, jws, strlen(jws));
	assert_ok(mc_frames_finish(w, "a.bundle", &bytes, NULL));
	assert_ok(import(g, path, &said)); /* nothing is left to be done for it */
	assert_int_equal(count_of(said.data, "\"status\":409,\"outcome\":\"settled\""), 1);
	answer = answer_at(path, 0);
	assert_string_equal(answer.id, d.record.id);
	assert_string_equal(answer.problem.word, "settled");
	assert_ok(mc_reply_parse((struct mc_slice){r.body, r.len}, &receipt, NULL));
	assert_string_equal(answer.problem.reply.outer, receipt.outer);
	mc_reply_done(&receipt);
	mc_batch_answer_done(&answer);
	mc_str_done(&said);
	test_reply_done(&r);
	dossier_done(&d);
	free(jws);
	free(path);
	free(dir);
}

/* Nobody here knows this terminal: not a byte of it stays. */
static void a_foreign_terminal_is_refused(void **state)
{
	struct gateway *g = *state;
	struct mc_terminal_keys keys, own = g->keys;
	struct mc_batch_answer answer;
	struct load l;
	char *path, *part, *parts;

	new_terminal(g, &keys);
	g->keys = keys;
	load_begin(g, &l, 1);
	path = bundle(g, &l);
	g->keys = own;
	assert_imports(g, path, &l, 0);
	answer = answer_at(path, 0);
	assert_string_equal(answer.problem.word, "terminal-unknown");
	assert_null(answer.problem.reply.outer);
	mc_batch_answer_done(&answer);
	parts = mc_path_join(g->dir, "parts");
	part = mc_path_join(parts, l.sha256);
	assert_false(mc_file_exists(part));
	free(part);
	free(parts);
	free(path);
	load_done(&l);
	mc_terminal_keys_done(&keys);
}

static void what_is_no_bundle_is_refused(void **state)
{
	static const char *const texts[] = {"", "x", "motcua-return 1\nh", "motcua-bundle 2\n"};
	struct gateway *g = *state;
	char *path = mc_path_join(g->dir, "no.bundle"), *empty = mc_path_join(g->dir, "empty");
	struct mc_options nothing = {.data = g->dir};
	struct mc_str said;

	for (size_t i = 0; i < MC_COUNT(texts); i++) {
		write_bytes(path, texts[i], strlen(texts[i]));
		assert_code(import(g, path, &said), MC_E_BUNDLE_SHAPE);
		mc_str_done(&said);
	}
	mkdir(empty, 0700);
	assert_code(import(g, empty, &said), MC_E_BUNDLE_SHAPE);
	mc_str_done(&said);
	assert_code(import(g, "/nowhere/a.bundle", &said), MC_E_FILE_READ);
	mc_str_done(&said);
	assert_code(mc_cmd_import(&nothing, NULL), MC_E_USAGE);
	free(path);
	free(empty);
}

/* ---- POST /v1/batches */

static struct test_reply post(struct gateway *g, const char *type, const struct mc_str *body)
{
	char head[128];

	snprintf(head, sizeof(head), "Content-Type: %s\r\n", type);
	return test_call(g->socket, "POST", "/v1/batches", head, body->data, body->len);
}

#define TYPE "application/vnd.motcua.batch"

static void a_batch_is_answered_in_order(void **state)
{
	struct gateway *g = *state;
	struct load l;
	struct mc_str body;
	struct test_reply r, again, one;
	const char *first, *second, *third;

	load_begin(g, &l, 1);
	mc_str_init(&body, MC_BATCH_MAX);
	l.dossiers[2].manifest.data[9] ^= 1; /* not what was signed */
	for (int i = 0; i < COUNT; i++) {
		mc_batch_add(mc_slice_text(l.dossiers[i].jws),
			     mc_slice_of(&l.dossiers[i].manifest), &body);
	}
	r = post(g, TYPE, &body);
	assert_int_equal(r.status, 200);
	assert_string_equal(test_header(&r, "Content-Type"), "application/json");
	first = strstr(r.body, "{\"id\":\"");
	second = strstr(r.body, "\"status\":409,");
	third = strstr(r.body, "\"status\":400,");
	assert_true(first && second > first && third > second);
	assert_int_equal(strncmp(first + 7, l.dossiers[0].record.id, 36), 0);
	assert_non_null(strstr(second, l.sha256));
	one = put(g, &l.dossiers[0]);
	assert_int_equal(one.status, 200);
	assert_non_null(strstr(r.body, one.body)); /* the very same reply */
	again = post(g, TYPE, &body);
	assert_non_null(strstr(again.body, one.body));
	test_reply_done(&r);
	test_reply_done(&again);
	test_reply_done(&one);
	mc_str_done(&body);
	load_done(&l);
}

#define LEAN "application/vnd.motcua.lean"

static struct test_reply put_lean(struct gateway *g, const char *path, const struct mc_str *body)
{
	return test_call(g->socket, "PUT", path, "Content-Type: " LEAN "\r\n", body->data,
			 body->len);
}

/* The short spelling is the same thing: one record and many, the same receipts. */
static void lean_records_are_the_same_records(void **state)
{
	struct gateway *g = *state;
	struct load l;
	struct mc_str records, lean;
	struct test_reply r, again, lost;
	char path[128];

	load_begin(g, &l, 1);
	mc_str_init(&records, MC_BATCH_MAX);
	mc_str_init(&lean, MC_BATCH_MAX);
	mc_batch_add(mc_slice_text(l.dossiers[0].jws), mc_slice_of(&l.dossiers[0].manifest),
		     &records);
	assert_true(mc_lean_batch(mc_slice_of(&records), &lean));
	snprintf(path, sizeof(path), "/v1/dossiers/%s", l.dossiers[0].record.id);
	r = put_lean(g, path, &lean);
	assert_int_equal(r.status, 201);
	again = put(g, &l.dossiers[0]); /* the long spelling asks for the outcome */
	assert_int_equal(again.status, 200);
	assert_string_equal(again.body, r.body);
	test_reply_done(&r);
	r = put_lean(g, "/v1/dossiers/01936b2e-7c00-7d4a-8b5f-0123456789ff", &lean);
	assert_problem(&r, 400, "bad-request"); /* of another id than its address says */
	test_reply_done(&r);
	lost = test_call(g->socket, "PUT", path, "Content-Type: " LEAN "\r\n", lean.data,
			 lean.len - 1);
	assert_problem(&lost, 400, "bad-request");
	mc_batch_add(mc_slice_text(l.dossiers[2].jws), mc_slice_of(&l.dossiers[2].manifest),
		     &records);
	mc_str_reset(&lean);
	assert_true(mc_lean_batch(mc_slice_of(&records), &lean));
	r = put_lean(g, path, &lean);
	assert_problem(&r, 400, "bad-request"); /* two are no PUT */
	test_reply_done(&r);
	r = post(g, LEAN, &lean);
	assert_int_equal(r.status, 200);
	assert_non_null(strstr(r.body, again.body)); /* the first one's, to the byte */
	assert_non_null(strstr(r.body, "\"status\":201,"));
	test_reply_done(&r);
	test_reply_done(&again);
	test_reply_done(&lost);
	mc_str_done(&records);
	mc_str_done(&lean);
	load_done(&l);
}

static void bad_batches_change_nothing(void **state)
{
	struct gateway *g = *state;
	struct dossier d = new_dossier(g, 1);
	struct mc_str body;
	struct test_reply r;

	mc_str_init(&body, MC_BATCH_MAX);
	r = post(g, TYPE, &body);
	assert_problem(&r, 400, "bad-request");
	test_reply_done(&r);
	for (int i = 0; i <= MC_BATCH_RECORDS; i++) {
		mc_batch_add(mc_slice_text(d.jws), mc_slice_of(&d.manifest), &body);
	}
	r = post(g, TYPE, &body);
	assert_problem(&r, 413, "too-large");
	test_reply_done(&r);
	r = post(g, "application/age", &body);
	assert_problem(&r, 415, "unsupported-type");
	test_reply_done(&r);
	r = post(g, LEAN, &body); /* it is none */
	assert_problem(&r, 400, "bad-request");
	test_reply_done(&r);
	body.len--; /* the last one is cut */
	r = post(g, TYPE, &body);
	assert_problem(&r, 400, "bad-request");
	test_reply_done(&r);
	r = put(g, &d);
	assert_int_equal(r.status, 201); /* so none of them took it in */
	test_reply_done(&r);
	mc_str_done(&body);
	dossier_done(&d);
}

#define WITH_GATEWAY(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_GATEWAY(a_bundle_gets_the_receipts_that_put_gives),
		WITH_GATEWAY(the_list_of_keys_goes_with_the_answers),
		WITH_GATEWAY(a_stick_that_takes_no_answers),
		WITH_GATEWAY(a_damaged_byte_costs_one_item_at_most),
		WITH_GATEWAY(a_truncated_bundle_gives_what_stands_before_the_cut),
		WITH_GATEWAY(a_damaged_part_is_missed_by_its_name),
		WITH_GATEWAY(a_withdrawal_that_comes_late_is_settled),
		WITH_GATEWAY(a_foreign_terminal_is_refused),
		WITH_GATEWAY(what_is_no_bundle_is_refused),
		WITH_GATEWAY(a_batch_is_answered_in_order),
		WITH_GATEWAY(lean_records_are_the_same_records),
		WITH_GATEWAY(bad_batches_change_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
