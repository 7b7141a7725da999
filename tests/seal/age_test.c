/* SPDX-License-Identifier: MPL-2.0 */
/*
 * age_test.c - the envelope in memory: what age made opens, ours opens, and
 * nothing else does. Headers that break one rule each carry a right MAC, so
 * that it is that rule which refuses them.
 */
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "motcua/base/codec.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/seal/age.h"
#include "motcua/seal/hash.h"
#include "seal/age_header.h"
#include "seal/age_stanza.h"
#include "seal/hkdf.h"

#define CHUNK 65536
#define BIG (4 * CHUNK)

static struct mc_open_key *ours, *other;
static struct mc_seal_key to_ours, to_other;

static int start(void **state)
{
	(void)state;
	if (mc_seal_init(NULL)) {
		return -1;
	}
	ours = mc_open_key_new();
	other = mc_open_key_new();
	mc_open_key_public(ours, &to_ours);
	mc_open_key_public(other, &to_other);
	return 0;
}

static int finish(void **state)
{
	(void)state;
	mc_open_key_free(ours);
	mc_open_key_free(other);
	return 0;
}

static struct mc_str sealed_of(const void *data, size_t len)
{
	struct mc_str sealed;

	mc_str_init(&sealed, BIG);
	assert_ok(mc_age_seal(&to_ours, 1, (struct mc_slice){data, len}, &sealed, NULL));
	return sealed;
}

/* Opening must fail with this code and leave what was there. */
static void assert_closed(struct mc_slice sealed, enum mc_code want)
{
	struct mc_str plain;

	mc_str_init(&plain, BIG);
	mc_str_puts(&plain, "before");
	assert_code(mc_age_open(ours, sealed, &plain, NULL), want);
	assert_string_equal(plain.data, "before");
	assert_int_equal(plain.len, 6);
	assert_false(plain.full);
	mc_str_done(&plain);
}

/* ---- files that age(1) made, tests/data/age */

static void read_data(const char *name, struct mc_str *ret)
{
	char path[512];

	snprintf(path, sizeof(path), MC_SOURCE_DIR "/tests/data/age/%s", name);
	mc_str_init(ret, 4096);
	assert_ok(mc_file_read(path, ret, NULL));
}

static void opens_what_age_sealed(void **state)
{
	static const struct {
		const char *file, *plain;
	} made[] = {
		{"empty.age", ""},
		{"short.age", "Hồ sơ mẫu\n"},
		{"two.age", "two recipients\n"},
	};
	struct mc_open_key *key = NULL;
	struct mc_str text, plain;

	(void)state;
	read_data("identity.txt", &text);
	text.data[strcspn(text.data, "\n")] = '\0';
	assert_ok(mc_open_key_parse(text.data, &key, NULL));
	mc_str_done(&text);
	for (size_t i = 0; i < MC_COUNT(made); i++) {
		read_data(made[i].file, &text);
		mc_str_init(&plain, 100);
		assert_ok(mc_age_open(key, mc_slice_of(&text), &plain, NULL));
		assert_string_equal(plain.data, made[i].plain);
		assert_int_equal(plain.len, strlen(made[i].plain));
		assert_closed(mc_slice_of(&text), MC_E_SEALED_OTHER);
		mc_str_done(&text);
		mc_str_done(&plain);
	}
	mc_open_key_free(key);
}

/* ---- ours */

static void round_trips(void **state)
{
	static const size_t sizes[] = {0, 1, 65535, 65536, 65537, 131072, 200000};
	char *data = mc_calloc(200000, 1);

	(void)state;
	randombytes_buf(data, 200000);
	for (size_t i = 0; i < MC_COUNT(sizes); i++) {
		size_t chunks = sizes[i] ? (sizes[i] + CHUNK - 1) / CHUNK : 1;
		struct mc_str sealed = sealed_of(data, sizes[i]), plain;

		/* version, stanza, mac, nonce; then a tag per chunk */
		assert_int_equal(sealed.len, 22 + 54 + 44 + 48 + 16 + sizes[i] + 16 * chunks);
		mc_str_init(&plain, sizes[i]);
		assert_ok(mc_age_open(ours, mc_slice_of(&sealed), &plain, NULL));
		assert_int_equal(plain.len, sizes[i]);
		assert_memory_equal(plain.data, data, sizes[i]);
		mc_str_done(&plain);
		mc_str_done(&sealed);
	}
	free(data);
}

static void each_recipient_opens_and_nobody_else(void **state)
{
	const struct mc_seal_key both[] = {to_other, to_ours};
	struct mc_open_key *third = mc_open_key_new();
	struct mc_str sealed, plain;

	(void)state;
	mc_str_init(&sealed, BIG);
	mc_str_init(&plain, 100);
	assert_ok(mc_age_seal(both, 2, mc_slice_text("hồ sơ"), &sealed, NULL));
	assert_ok(mc_age_open(ours, mc_slice_of(&sealed), &plain, NULL));
	assert_ok(mc_age_open(other, mc_slice_of(&sealed), &plain, NULL));
	assert_string_equal(plain.data, "hồ sơhồ sơ");
	assert_code(mc_age_open(third, mc_slice_of(&sealed), &plain, NULL), MC_E_SEALED_OTHER);
	assert_string_equal(plain.data, "hồ sơhồ sơ");
	mc_str_done(&sealed);
	mc_str_done(&plain);
	mc_open_key_free(third);
}

static void the_same_text_never_gives_the_same_bytes(void **state)
{
	struct mc_str a = sealed_of("x", 1), b = sealed_of("x", 1);

	(void)state;
	assert_int_equal(a.len, b.len);
	assert_memory_not_equal(a.data, b.data, a.len);
	mc_str_done(&a);
	mc_str_done(&b);
}

static void bad_recipients(void **state)
{
	const struct mc_seal_key weak[] = {to_ours, {.bytes = {1}}};
	struct mc_str sealed;

	(void)state;
	mc_str_init(&sealed, BIG);
	assert_code(mc_age_seal(weak, 2, mc_slice_text("x"), &sealed, NULL), MC_E_KEY_UNKNOWN);
	assert_code(mc_age_seal(&to_ours, 0, mc_slice_text("x"), &sealed, NULL), MC_E_INTERNAL);
	assert_code(mc_age_seal(&to_ours, MC_AGE_RECIPIENTS + 1, mc_slice_text("x"), &sealed, NULL),
		    MC_E_INTERNAL);
	assert_int_equal(sealed.len, 0);
	mc_str_done(&sealed);
}

static void too_long_leaves_the_output_alone(void **state)
{
	char *data = mc_calloc(CHUNK + 1, 1);
	struct mc_str sealed = sealed_of(data, CHUNK + 1), small;

	(void)state;
	mc_str_init(&small, CHUNK + 6);
	mc_str_puts(&small, "before");
	assert_code(mc_age_open(ours, mc_slice_of(&sealed), &small, NULL), MC_E_TEXT_LONG);
	assert_code(mc_age_seal(&to_ours, 1, (struct mc_slice){data, CHUNK}, &small, NULL),
		    MC_E_TEXT_LONG);
	assert_string_equal(small.data, "before");
	assert_false(small.full);
	mc_str_done(&small);
	mc_str_done(&sealed);
	free(data);
}

/* ---- damage */

static void any_changed_bit_is_noticed(void **state)
{
	struct mc_str sealed = sealed_of("Giấy chứng sinh", 18);

	(void)state;
	for (size_t i = 0; i < sealed.len; i++) {
		for (int bit = 0; bit < 8; bit++) {
			struct mc_str plain;
			enum mc_code code;

			sealed.data[i] ^= (char)(1 << bit);
			mc_str_init(&plain, 100);
			code = mc_age_open(ours, mc_slice_of(&sealed), &plain, NULL);
			/* a changed wrap or type looks like somebody else's stanza */
			assert_true(code == MC_E_SEALED_SHAPE || code == MC_E_SEALED_OTHER);
			assert_int_equal(plain.len, 0);
			mc_str_done(&plain);
			sealed.data[i] ^= (char)(1 << bit);
		}
	}
	mc_str_done(&sealed);
}

static void any_cut_is_noticed(void **state)
{
	struct mc_str sealed = sealed_of("Giấy chứng sinh", 18);

	(void)state;
	for (size_t len = 0; len < sealed.len; len++) {
		/* a copy of just that size, so that a sanitizer sees a read past it */
		char *copy = mc_memdup(sealed.data, len);

		assert_closed((struct mc_slice){copy, len}, MC_E_SEALED_SHAPE);
		free(copy);
	}
	mc_str_done(&sealed);
}

static void chunks_cannot_be_dropped_moved_or_added(void **state)
{
	static const size_t sealed_chunk = CHUNK + 16;
	char *data = mc_calloc(3 * CHUNK, 1), *swapped;
	struct mc_str sealed = sealed_of(data, 3 * CHUNK);
	size_t header = sealed.len - 3 * sealed_chunk;
	char *first = sealed.data + header;

	(void)state;
	assert_closed((struct mc_slice){sealed.data, header}, MC_E_SEALED_SHAPE);
	assert_closed((struct mc_slice){sealed.data, header + sealed_chunk}, MC_E_SEALED_SHAPE);
	assert_closed((struct mc_slice){sealed.data, header + 2 * sealed_chunk}, MC_E_SEALED_SHAPE);
	assert_closed((struct mc_slice){sealed.data, sealed.len - 1}, MC_E_SEALED_SHAPE);
	swapped = mc_memdup(first, sealed_chunk);
	memcpy(first, first + sealed_chunk, sealed_chunk);
	assert_closed(mc_slice_of(&sealed), MC_E_SEALED_SHAPE);
	memcpy(first + sealed_chunk, swapped, sealed_chunk);
	assert_closed(mc_slice_of(&sealed), MC_E_SEALED_SHAPE);
	memcpy(first, swapped, sealed_chunk);
	mc_str_putc(&sealed, 'x');
	assert_closed(mc_slice_of(&sealed), MC_E_SEALED_SHAPE);
	free(swapped);
	free(data);
	mc_str_done(&sealed);
}

/* ---- forged by hand */

#define A43 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define A64 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define V1 "age-encryption.org/v1\n"

static const uint8_t file_key[MC_AGE_FILE_KEY] = "YELLOW SUBMARINE";
static const uint8_t file_nonce[16] = {7};

static void forge_chunk(uint64_t number, bool last, size_t len, struct mc_str *ret)
{
	uint8_t key[32], nonce[12] = {0}, *zeros = mc_calloc(len, 1), *out = mc_calloc(len + 16, 1);

	mc_hkdf((struct mc_slice){file_key, 16}, (struct mc_slice){file_nonce, 16}, "payload", key);
	nonce[10] = (uint8_t)number;
	nonce[11] = last;
	crypto_aead_chacha20poly1305_ietf_encrypt(out, NULL, zeros, len, NULL, 0, NULL, nonce, key);
	assert_true(mc_str_add(ret, out, len + 16));
	free(zeros);
	free(out);
}

/* %s in text becomes the stanza for our key; the MAC follows text's "---". */
static void forge_header(const char *text, const char *before_mac, const char *after_mac,
			 struct mc_str *ret)
{
	const char *hole = strstr(text, "%s");
	uint8_t mac[32];

	mc_str_init(ret, BIG);
	mc_str_add(ret, text, hole ? (size_t)(hole - text) : strlen(text));
	if (hole) {
		assert_true(mc_age_x25519_wrap(&to_ours, file_key, ret));
		mc_str_puts(ret, hole + 2);
	}
	mc_age_header_mac(file_key, mc_slice_of(ret), mac);
	mc_str_puts(ret, before_mac);
	mc_base64raw_encode((struct mc_slice){mac, 32}, ret);
	mc_str_puts(ret, after_mac);
	mc_str_add(ret, file_nonce, sizeof(file_nonce));
	forge_chunk(0, true, 3, ret);
}

static void assert_verdict(const char *text, struct mc_slice sealed, enum mc_code want)
{
	struct mc_str plain;
	enum mc_code code;

	mc_str_init(&plain, BIG);
	code = mc_age_open(ours, sealed, &plain, NULL);
	if (code != want) {
		print_error("%s gives %s\n", text, mc_error_info(code)->code);
	}
	assert_int_equal(code, want);
	mc_str_done(&plain);
}

static void headers(void **state)
{
	static const struct {
		const char *text;
		enum mc_code want;
	} forged[] = {
		{V1 "%s---", MC_OK},
		{V1 "-> 1-grease ~!x [\\]\n\n%s---", MC_OK},
		{V1 "-> grease\n" A64 "\n\n%s---", MC_OK},
		{V1 "%s-> grease a b c d e f\n" A64 "\nAAA\n---", MC_OK},
		{V1 "-> X25519 CQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n" A43 "\n%s---", MC_OK},
		{V1 "-> x25519 " A43 "\n" A43 "\n---", MC_E_SEALED_OTHER},
		{V1 "-> X25519 CQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n" A43 "\n---",
		 MC_E_SEALED_OTHER},
		{V1 "-> scrypt AAAAAAAAAAAAAAAAAAAAAA 10\n" A43 "\n---", MC_E_SEALED_OTHER},
		{V1 "-> scrypt AAAAAAAAAAAAAAAAAAAAAA 10\n" A43 "\n%s---", MC_E_SEALED_SHAPE},
		{V1 "%s-> scrypt AAAAAAAAAAAAAAAAAAAAAA 10\n" A43 "\n---", MC_E_SEALED_SHAPE},
		/* the version line */
		{"age-encryption.org/v2\n%s---", MC_E_SEALED_SHAPE},
		{"age-encryption.org/v1\r\n%s---", MC_E_SEALED_SHAPE},
		{"age-encryption.org/v1 \n%s---", MC_E_SEALED_SHAPE},
		{"\n" V1 "%s---", MC_E_SEALED_SHAPE},
		{"%s---", MC_E_SEALED_SHAPE},
		/* stanzas */
		{V1 "---", MC_E_SEALED_SHAPE},
		{V1 "->\n\n%s---", MC_E_SEALED_SHAPE},
		{V1 "-> \n\n%s---", MC_E_SEALED_SHAPE},
		{V1 "-> a  b\n\n%s---", MC_E_SEALED_SHAPE},
		{V1 "-> a \n\n%s---", MC_E_SEALED_SHAPE},
		{V1 "->  a\n\n%s---", MC_E_SEALED_SHAPE},
		{V1 "-> a\tb\n\n%s---", MC_E_SEALED_SHAPE},
		{V1 "-> a\x7f\n\n%s---", MC_E_SEALED_SHAPE},
		{V1 "-> \xc3\xa1\n\n%s---", MC_E_SEALED_SHAPE},
		{V1 "-> a\r\n\n%s---", MC_E_SEALED_SHAPE},
		{V1 "- > a\n\n%s---", MC_E_SEALED_SHAPE},
		{V1 "\n%s---", MC_E_SEALED_SHAPE},
		{V1 "-> a\n%s---", MC_E_SEALED_SHAPE},		/* no body */
		{V1 "-> a\n" A64 "\n%s---", MC_E_SEALED_SHAPE}, /* no short last line */
		{V1 "-> a\n" A64 "AAAA\n%s---", MC_E_SEALED_SHAPE},
		{V1 "-> a\nAA\nAA\n%s---", MC_E_SEALED_SHAPE},
		{V1 "-> a\nAA==\n%s---", MC_E_SEALED_SHAPE},
		{V1 "-> a\nAB\n%s---", MC_E_SEALED_SHAPE}, /* spare bits */
		{V1 "-> a\nA\n%s---", MC_E_SEALED_SHAPE},
		{V1 "-> a\nA-_A\n%s---", MC_E_SEALED_SHAPE},
		{V1 "-> a\nAA AA\n%s---", MC_E_SEALED_SHAPE},
		/* X25519 of a wrong make, also beside a right one */
		{V1 "-> X25519\n" A43 "\n%s---", MC_E_SEALED_SHAPE},
		{V1 "%s-> X25519 " A43 "\n" A43 "\n---", MC_E_SEALED_SHAPE}, /* zero secret */
		{V1 "-> X25519 AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n" A43 "\n---",
		 MC_E_SEALED_SHAPE}, /* small order */
		{V1 "-> X25519 CQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA x\n" A43 "\n---",
		 MC_E_SEALED_SHAPE},
		{V1 "-> X25519 CQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB\n" A43 "\n---",
		 MC_E_SEALED_SHAPE},
		{V1 "-> X25519 CQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n" A43 "\n---",
		 MC_E_SEALED_SHAPE},
		{V1 "-> X25519 CQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n" A43 "\n---",
		 MC_E_SEALED_SHAPE},
		{V1 "-> X25519 CQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n" A43
		    "AAAAAAAAAAA\n---",
		 MC_E_SEALED_SHAPE}, /* a file key of 24 bytes */
		{V1 "-> X25519 CQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\nAAAA\n---",
		 MC_E_SEALED_SHAPE},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(forged); i++) {
		struct mc_str sealed;

		forge_header(forged[i].text, " ", "\n", &sealed);
		assert_verdict(forged[i].text, mc_slice_of(&sealed), forged[i].want);
		mc_str_done(&sealed);
	}
}

static void mac_lines(void **state)
{
	static const struct {
		const char *before, *after;
	} forged[] = {
		{"", "\n"}, {"  ", "\n"}, {" ", " \n"}, {" ", "=\n"}, {" ", "\r\n"},
		{" ", ""},  {" ", "A\n"}, {"- ", "\n"}, {"\n", "\n"},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(forged); i++) {
		struct mc_str sealed;

		forge_header(V1 "%s---", forged[i].before, forged[i].after, &sealed);
		assert_verdict(forged[i].after, mc_slice_of(&sealed), MC_E_SEALED_SHAPE);
		mc_str_done(&sealed);
	}
}

static void a_header_without_end_is_refused(void **state)
{
	struct mc_str sealed;

	(void)state;
	mc_str_init(&sealed, 4 * MC_AGE_HEADER_MAX);
	mc_str_puts(&sealed, V1 "-> grease\n");
	while (sealed.len < 2 * MC_AGE_HEADER_MAX) {
		mc_str_puts(&sealed, A64 "\n");
	}
	assert_closed(mc_slice_of(&sealed), MC_E_SEALED_SHAPE);
	mc_str_done(&sealed);
}

/* Payloads: the numbers are lengths of chunks, -1 ends; the last one is marked last. */
static void payloads(void **state)
{
	static const struct {
		int chunks[4];
		bool marked;
		enum mc_code want;
	} forged[] = {
		{{0, -1}, true, MC_OK},
		{{CHUNK, -1}, true, MC_OK},
		{{CHUNK, 1, -1}, true, MC_OK},
		{{CHUNK, 0, -1}, true, MC_E_SEALED_SHAPE}, /* an empty end after a full chunk */
		{{CHUNK, CHUNK, 0, -1}, true, MC_E_SEALED_SHAPE},
		{{3, 3, -1}, true, MC_E_SEALED_SHAPE}, /* a short one in the middle */
		{{3, -1}, false, MC_E_SEALED_SHAPE},   /* no last one */
		{{CHUNK, -1}, false, MC_E_SEALED_SHAPE},
		{{-1}, false, MC_E_SEALED_SHAPE},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(forged); i++) {
		const int *chunk = forged[i].chunks;
		struct mc_str sealed;

		forge_header(V1 "%s---", " ", "\n", &sealed);
		sealed.len -= 3 + 16;
		for (int n = 0; chunk[n] >= 0; n++) {
			forge_chunk((uint64_t)n, forged[i].marked && chunk[n + 1] < 0,
				    (size_t)chunk[n], &sealed);
		}
		assert_verdict("payload", mc_slice_of(&sealed), forged[i].want);
		mc_str_done(&sealed);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(opens_what_age_sealed),
		cmocka_unit_test(round_trips),
		cmocka_unit_test(each_recipient_opens_and_nobody_else),
		cmocka_unit_test(the_same_text_never_gives_the_same_bytes),
		cmocka_unit_test(bad_recipients),
		cmocka_unit_test(too_long_leaves_the_output_alone),
		cmocka_unit_test(any_changed_bit_is_noticed),
		cmocka_unit_test(any_cut_is_noticed),
		cmocka_unit_test(chunks_cannot_be_dropped_moved_or_added),
		cmocka_unit_test(headers),
		cmocka_unit_test(mac_lines),
		cmocka_unit_test(a_header_without_end_is_refused),
		cmocka_unit_test(payloads),
	};

	return cmocka_run_group_tests(tests, start, finish);
}
