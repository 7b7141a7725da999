/* SPDX-License-Identifier: MPL-2.0 */
/* lean_test.c - statements made small for the wire: the same bytes again, or a refusal. */
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/base/rand.h"
#include "motcua/seal/hash.h"
#include "motcua/seal/jws.h"
#include "motcua/seal/lean.h"

#define ROOM (1024 * 1024)
#define ID "01936b2e-7c00-7d4a-8b5f-0123456789ab"

static struct mc_sign_key *key;

static int begin(void **state)
{
	(void)state;
	assert_ok(mc_seal_init(NULL));
	key = mc_sign_key_new();
	return 0;
}

static int finish(void **state)
{
	(void)state;
	mc_sign_key_free(key);
	return 0;
}

/* A statement with noise where a real one has it. */
static void sign(const char *kind, const char *digest, const char *prev, struct mc_str *ret)
{
	char payload[1024];

	snprintf(payload, sizeof(payload),
		 "{\"v\":1,\"id\":\"" ID "\",\"terminal\":\"7K3M9Q\",\"epoch\":\"9f86d081884c7d65\","
		 "\"seq\":1,\"prev\":\"%s\",\"digest\":\"%s\",\"at\":\"2026-11-23T07:05:00Z\"}",
		 prev, digest);
	assert_ok(mc_jws_sign(key, kind, mc_slice_text(payload), ret, NULL));
}

static void noise(char ret[MC_SHA256_HEX])
{
	uint8_t bytes[32];

	mc_rand_bytes(bytes, sizeof(bytes));
	mc_sha256_hex((struct mc_slice){bytes, sizeof(bytes)}, ret);
}

static struct mc_str receipt(void)
{
	char digest[MC_SHA256_HEX], prev[MC_SHA256_HEX];
	struct mc_str reply;

	noise(digest);
	noise(prev);
	mc_str_init(&reply, ROOM);
	mc_str_puts(&reply, "{\"v\":1,\"outer\":\"");
	sign("receipt", digest, prev, &reply);
	mc_str_puts(&reply, "\"}");
	return reply;
}

static void add_u32(struct mc_slice part, struct mc_str *to)
{
	const char size[4] = {(char)(part.len >> 24), (char)(part.len >> 16), (char)(part.len >> 8),
			      (char)part.len};

	mc_str_add(to, size, 4);
	mc_str_add(to, part.data, part.len);
}

/* count records, each naming the sealed bytes behind it and the record before it. */
static struct mc_str batch(int count, size_t size)
{
	char prev[MC_SHA256_HEX], digest[MC_SHA256_HEX];
	struct mc_str all, record;
	char *sealed = mc_calloc(1, size + 1);

	noise(prev);
	mc_str_init(&all, ROOM);
	mc_str_init(&record, MC_JWS_MAX);
	for (int i = 0; i < count; i++) {
		mc_rand_bytes(sealed, size);
		mc_sha256_hex((struct mc_slice){sealed, size}, digest);
		mc_str_reset(&record);
		sign("record", digest, prev, &record);
		mc_sha256_hex(mc_slice_of(&record), prev);
		add_u32(mc_slice_of(&record), &all);
		add_u32((struct mc_slice){sealed, size}, &all);
	}
	mc_str_done(&record);
	free(sealed);
	return all;
}

/* ---- there and back */

static size_t assert_comes_back(struct mc_slice text)
{
	struct mc_str lean, again;
	size_t len;

	mc_str_init(&lean, ROOM);
	mc_str_init(&again, ROOM);
	mc_str_puts(&again, "before");
	assert_true(mc_lean(text, &lean));
	assert_true(lean.len < text.len);
	assert_ok(mc_unlean(mc_slice_of(&lean), &again, NULL));
	assert_true(mc_slice_equal((struct mc_slice){again.data + 6, again.len - 6}, text));
	len = lean.len;
	mc_str_done(&lean);
	mc_str_done(&again);
	return len;
}

static void a_receipt_takes_less_than_half(void **state)
{
	struct mc_str reply = receipt();

	(void)state;
	/* two digests and a signature are noise: 128 of these bytes */
	assert_true(2 * assert_comes_back(mc_slice_of(&reply)) < reply.len);
	mc_str_done(&reply);
}

/* What looks like a statement and is none, and what is none at all. */
static void other_texts_come_back_as_well(void **state)
{
	struct mc_str reply = receipt(), text;
	const char *const odd[] = {
		"a.b.c",	  "..",  ".",  "eyJ9.eyJ9.eyJ9", "{\"title\":\"Attachments are missing\"}",
		"Nguy\xe1\xbb\x85n", "\x7f", "",
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(odd); i++) {
		mc_str_init(&text, ROOM);
		mc_str_add(&text, reply.data, reply.len);
		mc_str_puts(&text, odd[i]);
		mc_str_add(&text, reply.data, reply.len);
		(void)assert_comes_back(mc_slice_of(&text));
		mc_str_done(&text);
	}
	for (size_t i = 16; i < reply.len; i++) { /* each letter another one: no base64, no header */
		char was = reply.data[i];

		reply.data[i] = was == 'A' ? 'B' : 'A';
		(void)assert_comes_back(mc_slice_of(&reply));
		reply.data[i] = was;
	}
	mc_str_done(&reply);
}

/* The four marks, a NUL, what gets no smaller, and what has no room: it goes as it is. */
static void what_has_no_lean_form(void **state)
{
	struct mc_str reply = receipt(), lean;

	(void)state;
	mc_str_init(&lean, ROOM);
	for (char mark = 0; mark <= 4; mark++) {
		reply.data[1] = mark;
		assert_false(mc_lean(mc_slice_of(&reply), &lean));
	}
	reply.data[1] = '"';
	assert_false(mc_lean(mc_slice_text("x"), &lean));
	assert_false(mc_lean(mc_slice_text(""), &lean));
	assert_int_equal(lean.len, 0);
	mc_str_done(&lean);
	mc_str_init(&lean, 100);
	assert_false(mc_lean(mc_slice_of(&reply), &lean));
	assert_true(!lean.len && !lean.full);
	mc_str_done(&lean);
	mc_str_done(&reply);
}

static void a_batch_comes_back(void **state)
{
	const int counts[] = {1, 2, 64};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(counts); i++) {
		struct mc_str records = batch(counts[i], 700), lean, again;

		mc_str_init(&lean, ROOM);
		mc_str_init(&again, ROOM);
		assert_true(mc_lean_batch(mc_slice_of(&records), &lean));
		/* a record is little more than its signature; the first one's prev stays */
		assert_true(lean.len < (size_t)counts[i] * (700 + 4 + 90) + 160);
		assert_ok(mc_unlean_batch(mc_slice_of(&lean), &again, NULL));
		assert_true(mc_slice_equal(mc_slice_of(&again), mc_slice_of(&records)));
		mc_str_done(&records);
		mc_str_done(&lean);
		mc_str_done(&again);
	}
}

/* Not our records: they are no shorter, or come back as they were all the same. */
static void odd_batches(void **state)
{
	struct mc_str records = batch(2, 10), lean;
	const struct mc_slice odd[] = {
		{"", 0}, {"\0\0\0", 3}, {"\0\0\0\1a", 5}, {"\0\0\0\1a\0\0\0\2b", 10},
	};

	(void)state;
	mc_str_init(&lean, ROOM);
	for (size_t i = 0; i < MC_COUNT(odd); i++) {
		assert_false(mc_lean_batch(odd[i], &lean));
	}
	records.data[5] = '\n'; /* would end the line */
	assert_false(mc_lean_batch(mc_slice_of(&records), &lean));
	assert_int_equal(lean.len, 0);
	mc_str_done(&lean);
	mc_str_done(&records);
}

/* ---- bad input */

typedef enum mc_code unlean(struct mc_slice lean, struct mc_str *ret, struct mc_err *why);

/* Refused, or read whole: a flipped bit may be one that nobody reads, or make another text,
 * which is then signed by nobody. What stood before is never touched. */
static enum mc_code outcome_of(unlean *undo, struct mc_slice lean)
{
	struct mc_str text;
	enum mc_code code;

	mc_str_init(&text, ROOM);
	mc_str_puts(&text, "before");
	code = undo(lean, &text, NULL);
	assert_memory_equal(text.data, "before", 6);
	assert_true(!code || (code == MC_E_SEALED_SHAPE && text.len == 6));
	assert_false(text.full);
	mc_str_done(&text);
	return code;
}

static void spoil(unlean *undo, struct mc_str *lean)
{
	for (size_t len = 0; len < lean->len; len++) {
		assert_code(outcome_of(undo, (struct mc_slice){lean->data, len}),
			    MC_E_SEALED_SHAPE);
	}
	for (size_t bit = 0; bit < lean->len * 8; bit++) {
		lean->data[bit / 8] ^= (char)(1 << bit % 8);
		(void)outcome_of(undo, mc_slice_of(lean));
		lean->data[bit / 8] ^= (char)(1 << bit % 8);
	}
	mc_str_putc(lean, 'x');
	assert_code(outcome_of(undo, mc_slice_of(lean)), MC_E_SEALED_SHAPE);
}

static void cut_or_damaged(void **state)
{
	struct mc_str reply = receipt(), records = batch(3, 50), lean;

	(void)state;
	mc_str_init(&lean, ROOM);
	assert_true(mc_lean(mc_slice_of(&reply), &lean));
	spoil(mc_unlean, &lean);
	mc_str_reset(&lean);
	assert_true(mc_lean_batch(mc_slice_of(&records), &lean));
	spoil(mc_unlean_batch, &lean);
	mc_str_done(&lean);
	mc_str_done(&reply);
	mc_str_done(&records);
}

/* A megabyte of one letter takes a hundred bytes; its reader says how much he takes. */
static void it_never_becomes_more_than_its_reader_takes(void **state)
{
	struct mc_str text, lean, small;

	(void)state;
	mc_str_init(&text, ROOM);
	mc_str_init(&lean, ROOM);
	mc_str_init(&small, 1000);
	for (int i = 0; i < 1001; i++) {
		mc_str_putc(&text, 'a');
	}
	assert_true(mc_lean(mc_slice_of(&text), &lean));
	assert_code(mc_unlean(mc_slice_of(&lean), &small, NULL), MC_E_SEALED_SHAPE);
	assert_true(!small.len && !small.full);
	mc_str_reset(&lean);
	text.len = 1000;
	assert_true(mc_lean(mc_slice_of(&text), &lean));
	assert_ok(mc_unlean(mc_slice_of(&lean), &small, NULL));
	mc_str_done(&text);
	mc_str_done(&lean);
	mc_str_done(&small);
}

/* Both ends have to have the same one; another is another coding. */
static void the_dictionary_is_this_one(void **state)
{
	char sha256[MC_SHA256_HEX];

	(void)state;
	assert_ok(mc_sha256_file(MC_SOURCE_DIR "/data/dictionary/2.zdict", sha256, NULL));
	assert_string_equal(sha256, "5e0f7092c8d6dd937a8d46f4c3a62bd85eba973c6ac5c2d0ba7a1677c6683f27");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_receipt_takes_less_than_half),
		cmocka_unit_test(other_texts_come_back_as_well),
		cmocka_unit_test(what_has_no_lean_form),
		cmocka_unit_test(a_batch_comes_back),
		cmocka_unit_test(odd_batches),
		cmocka_unit_test(cut_or_damaged),
		cmocka_unit_test(it_never_becomes_more_than_its_reader_takes),
		cmocka_unit_test(the_dictionary_is_this_one),
	};

	return cmocka_run_group_tests(tests, begin, finish);
}
