/* SPDX-License-Identifier: MPL-2.0 */
/*
 * pack_test.c - smaller before it is sealed: both forms are read, the smaller one is
 * written, and a frame never becomes more than its reader allows.
 */
#include "support/check.h"

#include <stdlib.h>
#include <string.h>

#include <zstd.h>

#include "motcua/base/mem.h"
#include "motcua/seal/age.h"
#include "motcua/seal/hash.h"
#include "motcua/seal/pack.h"

#define ROOM (1024 * 1024)

static const char text[] =
	"{\"v\":1,\"fields\":[{\"id\":\"mother.full_name\",\"value\":\"Nguyễn Thị Ví Dụ\"},"
	"{\"id\":\"father.full_name\",\"value\":\"Nguyễn Văn Ví Dụ\"},"
	"{\"id\":\"child.full_name\",\"value\":\"Nguyễn Thị Trúc Ví Dụ\"}]}";

static struct mc_str packed_of(struct mc_slice plain)
{
	struct mc_str packed;

	mc_str_init(&packed, ROOM);
	assert_ok(mc_pack(plain, &packed, NULL));
	return packed;
}

static struct mc_str frame_of(struct mc_slice plain)
{
	size_t room = ZSTD_compressBound(plain.len);
	char *bytes = mc_calloc(1, room);
	size_t n = ZSTD_compress(bytes, room, plain.data, plain.len, 3);
	struct mc_str frame;

	assert_false(ZSTD_isError(n));
	mc_str_init(&frame, ROOM);
	assert_true(mc_str_add(&frame, bytes, n));
	free(bytes);
	return frame;
}

/* Refused, and what stood before stays. */
static void assert_refused(struct mc_slice packed, size_t room)
{
	struct mc_str plain;

	mc_str_init(&plain, room);
	mc_str_puts(&plain, "before");
	assert_code(mc_unpack(packed, &plain, NULL), MC_E_SEALED_SHAPE);
	assert_string_equal(plain.data, "before");
	assert_false(plain.full);
	mc_str_done(&plain);
}

static void test_round_trip(void **state)
{
	const struct {
		struct mc_slice plain;
		bool smaller;
	} cases[] = {
		{{text, sizeof(text) - 1}, true},
		{{"{}", 2}, false},
		{{"", 0}, false},
		{{"\x28", 1}, false},     /* a beginning that is not the whole mark */
		{{"\x28\xb5\x2f", 3}, false},
		{{"eyJhbGciOiJFZERTQSJ9", 20}, false},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(cases); i++) {
		struct mc_str packed = packed_of(cases[i].plain), plain;

		assert_int_equal(packed.len < cases[i].plain.len, cases[i].smaller);
		assert_true(packed.len <= cases[i].plain.len);
		mc_str_init(&plain, cases[i].plain.len);
		assert_ok(mc_unpack(mc_slice_of(&packed), &plain, NULL));
		assert_true(mc_slice_equal(mc_slice_of(&plain), cases[i].plain));
		mc_str_done(&plain);
		mc_str_done(&packed);
	}
}

static void test_plain_is_read(void **state)
{
	struct mc_str plain;

	(void)state;
	mc_str_init(&plain, sizeof(text));
	assert_ok(mc_unpack(mc_slice_text(text), &plain, NULL));
	assert_string_equal(plain.data, text);
	mc_str_reset(&plain);
	plain.max = 10;
	assert_code(mc_unpack(mc_slice_text(text), &plain, NULL), MC_E_TEXT_LONG);
	assert_int_equal(plain.len, 0);
	mc_str_done(&plain);
}

static void test_other_level_is_read(void **state)
{
	struct mc_str frame = frame_of(mc_slice_text(text)), plain;

	(void)state;
	mc_str_init(&plain, sizeof(text));
	assert_ok(mc_unpack(mc_slice_of(&frame), &plain, NULL));
	assert_string_equal(plain.data, text);
	mc_str_done(&plain);
	mc_str_done(&frame);
}

static void test_every_cut(void **state)
{
	struct mc_str packed = packed_of(mc_slice_text(text));

	(void)state;
	for (size_t len = 4; len < packed.len; len++) {
		assert_refused((struct mc_slice){packed.data, len}, ROOM);
	}
	mc_str_done(&packed);
}

/* The frame names the dictionary, and one that nobody has is no damage to memory. */
static void test_dictionary(void **state)
{
	struct mc_str packed = packed_of(mc_slice_text(text)), plain, bare;

	(void)state;
	assert_int_equal(ZSTD_getDictID_fromFrame(packed.data, packed.len), 1);
	bare = frame_of(mc_slice_text(text));
	assert_true(packed.len < bare.len);
	mc_str_done(&bare);
	mc_str_init(&plain, ROOM);
	for (int id = 0; id < 256; id++) { /* one byte of it, behind mark and descriptor */
		packed.data[5] = (char)id;
		mc_str_reset(&plain);
		if (id != 1) {
			assert_code(mc_unpack(mc_slice_of(&packed), &plain, NULL),
				    MC_E_SEALED_SHAPE);
			assert_int_equal(plain.len, 0);
		}
	}
	packed.data[5] = 1;
	assert_ok(mc_unpack(mc_slice_of(&packed), &plain, NULL));
	assert_string_equal(plain.data, text);
	mc_str_done(&plain);
	mc_str_done(&packed);
}

/* What was sealed with it must be opened for years. */
static void test_dictionary_never_changes(void **state)
{
	char sha256[MC_SHA256_HEX];

	(void)state;
	assert_ok(mc_sha256_file(MC_SOURCE_DIR "/data/dictionary/1.zdict", sha256, NULL));
	assert_string_equal(sha256,
			    "0def47d610a275fb6ac7b6351fc2373a967b29fe31bff6bcd3abdf73cff570ca");
}

/* No checksum in the frame (the envelope has one): a flipped bit may inflate to other text,
 * but never to more than the frame says, and never past the end. */
static void test_every_bit(void **state)
{
	struct mc_str packed = packed_of(mc_slice_text(text));

	(void)state;
	for (size_t bit = 0; bit < packed.len * 8; bit++) {
		struct mc_str plain;

		packed.data[bit / 8] ^= (char)(1 << bit % 8);
		mc_str_init(&plain, 4096);
		if (mc_unpack(mc_slice_of(&packed), &plain, NULL)) {
			assert_int_equal(plain.len, 0);
		}
		mc_str_done(&plain);
		packed.data[bit / 8] ^= (char)(1 << bit % 8);
	}
	mc_str_done(&packed);
}

static void test_two_frames(void **state)
{
	struct mc_str packed = packed_of(mc_slice_text(text)), twice;

	(void)state;
	mc_str_init(&twice, ROOM);
	mc_str_add(&twice, packed.data, packed.len);
	mc_str_add(&twice, packed.data, packed.len);
	assert_refused(mc_slice_of(&twice), ROOM);
	mc_str_reset(&twice);
	mc_str_add(&twice, packed.data, packed.len);
	mc_str_putc(&twice, '{');
	assert_refused(mc_slice_of(&twice), ROOM);
	mc_str_done(&twice);
	mc_str_done(&packed);
}

/* 64 MiB of zeros in a few thousand bytes; and one byte more than there is room for. */
static void test_bombs(void **state)
{
	size_t huge = 64 * ROOM;
	char *zeros = mc_calloc(1, huge);
	struct mc_str bomb = frame_of((struct mc_slice){zeros, huge});
	struct mc_str fits = frame_of((struct mc_slice){zeros, ROOM}), plain;

	(void)state;
	assert_true(bomb.len < 65536);
	assert_refused(mc_slice_of(&bomb), ROOM);
	assert_refused(mc_slice_of(&fits), ROOM);     /* "before" takes six of them */
	assert_refused(mc_slice_of(&fits), ROOM - 1);
	mc_str_init(&plain, ROOM);
	assert_ok(mc_unpack(mc_slice_of(&fits), &plain, NULL));
	assert_int_equal(plain.len, ROOM);
	mc_str_done(&plain);
	mc_str_done(&fits);
	mc_str_done(&bomb);
	free(zeros);
}

/* A writer that streams leaves the size out: then there is nothing to judge it by. */
static void test_size_untold(void **state)
{
	ZSTD_CCtx *ctx = ZSTD_createCCtx();
	char bytes[1024];
	ZSTD_outBuffer out = {bytes, sizeof(bytes), 0};
	ZSTD_inBuffer in = {text, sizeof(text) - 1, 0};

	(void)state;
	assert_int_equal(ZSTD_isError(ZSTD_CCtx_setParameter(ctx, ZSTD_c_contentSizeFlag, 0)), 0);
	assert_int_equal(ZSTD_compressStream2(ctx, &out, &in, ZSTD_e_end), 0);
	assert_refused((struct mc_slice){bytes, out.pos}, ROOM);
	ZSTD_freeCCtx(ctx);
}

static void test_packed_twice(void **state)
{
	struct mc_str packed = packed_of(mc_slice_text(text)), again;

	(void)state;
	mc_str_init(&again, ROOM);
	assert_code(mc_pack(mc_slice_of(&packed), &again, NULL), MC_E_INTERNAL);
	assert_int_equal(again.len, 0);
	mc_str_done(&again);
	mc_str_done(&packed);
}

static void test_sealed(void **state)
{
	struct mc_open_key *key = mc_open_key_new(), *other = mc_open_key_new();
	struct mc_seal_key to;
	struct mc_str packed, bare, plain;

	(void)state;
	mc_open_key_public(key, &to);
	mc_str_init(&packed, ROOM);
	mc_str_init(&bare, ROOM);
	mc_str_init(&plain, ROOM);
	assert_ok(mc_pack_seal(&to, 1, mc_slice_text(text), &packed, NULL));
	assert_ok(mc_age_seal(&to, 1, mc_slice_text(text), &bare, NULL));
	assert_true(packed.len < bare.len);
	assert_ok(mc_pack_open(key, mc_slice_of(&packed), &plain, NULL));
	assert_ok(mc_pack_open(key, mc_slice_of(&bare), &plain, NULL)); /* an older desk's */
	assert_int_equal(plain.len, 2 * strlen(text));
	assert_memory_equal(plain.data, text, strlen(text));
	assert_string_equal(plain.data + strlen(text), text);
	assert_code(mc_pack_open(other, mc_slice_of(&packed), &plain, NULL), MC_E_SEALED_OTHER);
	packed.data[packed.len - 1] ^= 1;
	assert_code(mc_pack_open(key, mc_slice_of(&packed), &plain, NULL), MC_E_SEALED_SHAPE);
	assert_int_equal(plain.len, 2 * strlen(text));
	mc_str_done(&packed);
	mc_str_done(&bare);
	mc_str_done(&plain);
	mc_open_key_free(key);
	mc_open_key_free(other);
}

static int start(void **state)
{
	(void)state;
	return mc_seal_init(NULL) ? -1 : 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dictionary),  cmocka_unit_test(test_dictionary_never_changes),
		cmocka_unit_test(test_round_trip),  cmocka_unit_test(test_plain_is_read),
		cmocka_unit_test(test_every_cut),   cmocka_unit_test(test_every_bit),
		cmocka_unit_test(test_two_frames),  cmocka_unit_test(test_bombs),
		cmocka_unit_test(test_size_untold), cmocka_unit_test(test_packed_twice),
		cmocka_unit_test(test_sealed),      cmocka_unit_test(test_other_level_is_read),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
