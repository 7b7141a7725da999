/* SPDX-License-Identifier: MPL-2.0 */
/* key_test.c - keys: RFC 8032 and RFC 8037 vectors, spellings, what is refused. */
#include "support/check.h"

#include <string.h>

#include "motcua/base/codec.h"
#include "motcua/base/mem.h"
#include "motcua/seal/hash.h"
#include "motcua/seal/key.h"

/* RFC 8037, appendix A.1, A.2 and A.4. */
#define A_SEED "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"
#define A_PUBLIC "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
#define A_INPUT "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
#define A_SIGNATURE                                                                                \
	"hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"

/* A pair made with age-keygen (tests/data/age). */
#define IDENTITY "AGE-SECRET-KEY-1JYPEAAFQ4YYUDFNRW0S2A74TMV940KKEQDPGDDSLDCZY7GK3D5XQK0SWLU"
#define RECIPIENT "age15yu2elaxqtgqjmlpuyqvkcl5mm0xmpa20fvu4n3jhuswg5xyg5hqugvtt3"

static void bytes_of(const char *base64url, void *ret, size_t len)
{
	struct mc_str bytes;

	mc_str_init(&bytes, len);
	assert_true(mc_base64url_decode(mc_slice_text(base64url), &bytes));
	assert_int_equal(bytes.len, len);
	memcpy(ret, bytes.data, len);
	mc_str_done(&bytes);
}

static int start(void **state)
{
	(void)state;
	return mc_seal_init(NULL) == MC_OK ? 0 : -1;
}

static void rfc8037_key_and_signature(void **state)
{
	uint8_t seed[32], want[64], got[64], back[32];
	struct mc_verify_key public;
	struct mc_sign_key *key;
	struct mc_str text;

	(void)state;
	bytes_of(A_SEED, seed, 32);
	bytes_of(A_SIGNATURE, want, 64);
	key = mc_sign_key_from_seed(seed);
	mc_sign_key_public(key, &public);
	mc_str_init(&text, 100);
	mc_verify_key_format(&public, &text);
	assert_string_equal(text.data, A_PUBLIC);
	mc_sign(key, mc_slice_text(A_INPUT), got);
	assert_memory_equal(got, want, 64);
	assert_true(mc_verify(&public, mc_slice_text(A_INPUT), got));
	mc_sign_key_seed(key, back);
	assert_memory_equal(back, seed, 32);
	mc_str_done(&text);
	mc_sign_key_free(key);
}

static void a_kid_is_the_start_of_the_hash(void **state)
{
	struct mc_verify_key key;
	char hex[MC_SHA256_HEX];

	(void)state;
	assert_ok(mc_verify_key_parse(A_PUBLIC, &key, NULL));
	mc_sha256_hex((struct mc_slice){key.bytes, 32}, hex);
	hex[8] = '\0';
	assert_string_equal(key.kid, hex);
	/* RFC 8037, appendix A.3: the JWK thumbprint differs; ours is over the raw bytes */
	assert_string_equal(key.kid, "21fe31df");
}

static void a_changed_signature_or_text_does_not_verify(void **state)
{
	struct mc_verify_key key;
	uint8_t good[64], bad[64];

	(void)state;
	bytes_of(A_SIGNATURE, good, 64);
	assert_ok(mc_verify_key_parse(A_PUBLIC, &key, NULL));
	for (int bit = 0; bit < 512; bit++) {
		memcpy(bad, good, 64);
		bad[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_false(mc_verify(&key, mc_slice_text(A_INPUT), bad));
	}
	assert_false(mc_verify(&key, mc_slice_text(A_INPUT "."), good));
	assert_false(mc_verify(&key, mc_slice_text(""), good));
}

/* S + L also solves the equation; accepting it would give a text two signatures. */
static void a_second_spelling_of_a_signature_is_refused(void **state)
{
	static const uint8_t order[32] = {
		0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
		0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,	  0,	0,    0,    0,
		0,    0,    0,	  0,	0,    0,    0,	  0,	0,    0x10,
	};
	struct mc_verify_key key;
	uint8_t sig[64];
	unsigned carry = 0;

	(void)state;
	bytes_of(A_SIGNATURE, sig, 64);
	assert_ok(mc_verify_key_parse(A_PUBLIC, &key, NULL));
	for (int i = 0; i < 32; i++) {
		carry += (unsigned)sig[32 + i] + order[i];
		sig[32 + i] = (uint8_t)carry;
		carry >>= 8;
	}
	assert_int_equal(carry, 0);
	assert_false(mc_verify(&key, mc_slice_text(A_INPUT), sig));
}

static void bad_public_keys(void **state)
{
	static const char *const bad[] = {
		"",
		"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHUR",	/* short */
		"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURoA", /* long */
		"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURp",	/* spare bits */
		"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo=", /* padded */
		"11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo",	/* the other alphabet */
		" 11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
		"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\n",
		"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", /* small order */
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
	};
	struct mc_verify_key key = {.kid = "untouch"};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(bad); i++) {
		assert_code(mc_verify_key_parse(bad[i], &key, NULL), MC_E_KEYS_FILE);
	}
	assert_string_equal(key.kid, "untouch");
}

static void identities_keep_their_spelling(void **state)
{
	struct mc_str text;

	(void)state;
	mc_str_init(&text, 100);
	for (int i = 0; i < 50; i++) {
		struct mc_open_key *key = mc_open_key_new(), *again = NULL;
		struct mc_seal_key public, parsed;
		char recipient[MC_RECIPIENT_LEN];

		mc_str_reset(&text);
		mc_open_key_format(key, &text);
		assert_int_equal(text.len, 74);
		assert_ok(mc_open_key_parse(text.data, &again, NULL));
		mc_open_key_public(again, &public);
		mc_seal_key_format(&public, recipient);
		assert_int_equal(strlen(recipient), MC_RECIPIENT_LEN - 1);
		assert_ok(mc_seal_key_parse(recipient, &parsed, NULL));
		assert_memory_equal(parsed.bytes, public.bytes, 32);
		assert_string_equal(parsed.kid, public.kid);
		mc_open_key_free(key);
		mc_open_key_free(again);
	}
	mc_str_done(&text);
}

static void age_keygen_pair(void **state)
{
	struct mc_open_key *key = NULL;
	struct mc_seal_key public;
	char recipient[MC_RECIPIENT_LEN];

	(void)state;
	assert_ok(mc_open_key_parse(IDENTITY, &key, NULL));
	mc_open_key_public(key, &public);
	mc_seal_key_format(&public, recipient);
	assert_string_equal(recipient, RECIPIENT);
	mc_open_key_free(key);
}

/* Every single changed character is noticed by the checksum. */
static void a_mistyped_recipient_is_refused(void **state)
{
	struct mc_seal_key key;
	char text[] = RECIPIENT;

	(void)state;
	for (size_t i = 0; i < sizeof(text) - 1; i++) {
		char was = text[i];

		text[i] = was == 'q' ? 'p' : 'q';
		assert_code(mc_seal_key_parse(text, &key, NULL), MC_E_KEYS_FILE);
		text[i] = was;
	}
	text[sizeof(text) - 2] = '\0';
	assert_code(mc_seal_key_parse(text, &key, NULL), MC_E_KEYS_FILE);
	assert_code(mc_seal_key_parse(RECIPIENT "q", &key, NULL), MC_E_KEYS_FILE);
	assert_code(mc_seal_key_parse(IDENTITY, &key, NULL), MC_E_KEYS_FILE);
	assert_code(mc_seal_key_parse("age1", &key, NULL), MC_E_KEYS_FILE);
	assert_code(mc_seal_key_parse("", &key, NULL), MC_E_KEYS_FILE);
}

static void one_case_only(void **state)
{
	struct mc_seal_key seal;
	struct mc_open_key *open = NULL;
	char upper[] = RECIPIENT, lower[] = IDENTITY;

	(void)state;
	for (char *p = upper; *p; p++) {
		*p = (char)(*p >= 'a' && *p <= 'z' ? *p - 32 : *p);
	}
	for (char *p = lower; *p; p++) {
		*p = (char)(*p >= 'A' && *p <= 'Z' ? *p + 32 : *p);
	}
	assert_code(mc_seal_key_parse(upper, &seal, NULL), MC_E_KEYS_FILE);
	assert_code(mc_open_key_parse(lower, &open, NULL), MC_E_OFFICE_KEY);
	assert_null(open);
}

static void new_keys_differ_and_free_takes_null(void **state)
{
	struct mc_sign_key *a = mc_sign_key_new(), *b = mc_sign_key_new();
	struct mc_verify_key pa, pb;

	(void)state;
	mc_sign_key_public(a, &pa);
	mc_sign_key_public(b, &pb);
	assert_memory_not_equal(pa.bytes, pb.bytes, 32);
	mc_sign_key_free(a);
	mc_sign_key_free(b);
	mc_sign_key_free(NULL);
	mc_open_key_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rfc8037_key_and_signature),
		cmocka_unit_test(a_kid_is_the_start_of_the_hash),
		cmocka_unit_test(a_changed_signature_or_text_does_not_verify),
		cmocka_unit_test(a_second_spelling_of_a_signature_is_refused),
		cmocka_unit_test(bad_public_keys),
		cmocka_unit_test(identities_keep_their_spelling),
		cmocka_unit_test(age_keygen_pair),
		cmocka_unit_test(a_mistyped_recipient_is_refused),
		cmocka_unit_test(one_case_only),
		cmocka_unit_test(new_keys_differ_and_free_takes_null),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
