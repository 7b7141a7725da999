/* SPDX-License-Identifier: MPL-2.0 */
/* jws_test.c - signed statements: exact bytes, every change noticed, openssl(1) agrees. */
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/codec.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/seal/hash.h"
#include "motcua/seal/jws.h"

/* RFC 8037's key; its kid is 21fe31df. The token was signed with openssl(1). */
#define A_SEED "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"
#define HEADER "{\"alg\":\"EdDSA\",\"kid\":\"21fe31df\",\"typ\":\"motcua-receipt+jws\"}"
#define PAYLOAD "{\"v\":1,\"id\":\"thử\"}"
#define TOKEN                                                                                      \
	"eyJhbGciOiJFZERTQSIsImtpZCI6IjIxZmUzMWRmIiwidHlwIjoibW90Y3VhLXJlY2VpcHQrandzIn0."         \
	"eyJ2IjoxLCJpZCI6InRo4butIn0."                                                             \
	"hHBNuoOAbg7_2-QYt7FYo3KZWtkj6MnATUZCxEIiY3wO8QN9QTDZd3KDYmBQaNU3IwwoezPaktYfwqDMTRWeCA"

static struct mc_sign_key *key;
static struct mc_verify_key public;

static int start(void **state)
{
	struct mc_str seed;

	(void)state;
	mc_str_init(&seed, 32);
	if (mc_seal_init(NULL) || !mc_base64url_decode(mc_slice_text(A_SEED), &seed)) {
		return -1;
	}
	key = mc_sign_key_from_seed((const uint8_t *)seed.data);
	mc_sign_key_public(key, &public);
	mc_str_done(&seed);
	return 0;
}

static int finish(void **state)
{
	(void)state;
	mc_sign_key_free(key);
	return 0;
}

static struct mc_str token_of(const char *payload)
{
	struct mc_str token;

	mc_str_init(&token, MC_JWS_MAX);
	assert_ok(mc_jws_sign(key, "receipt", mc_slice_text(payload), &token, NULL));
	return token;
}

/* header and payload as they are, signed with the right key: only the header can be wrong. */
static struct mc_str forge(const char *header, const char *payload)
{
	struct mc_str token;
	uint8_t sig[64];

	mc_str_init(&token, 2 * MC_JWS_MAX);
	mc_base64url_encode(mc_slice_text(header), &token);
	mc_str_putc(&token, '.');
	mc_base64url_encode(mc_slice_text(payload), &token);
	mc_sign(key, mc_slice_of(&token), sig);
	mc_str_putc(&token, '.');
	mc_base64url_encode((struct mc_slice){sig, sizeof(sig)}, &token);
	return token;
}

static enum mc_code verify(struct mc_slice token, const char *kind)
{
	struct mc_str payload;
	enum mc_code code;

	mc_str_init(&payload, MC_JWS_MAX);
	code = mc_jws_verify(token, kind, &public, &payload, NULL);
	assert_true(code == MC_OK || payload.len == 0);
	mc_str_done(&payload);
	return code;
}

static void a_token_is_the_three_exact_parts(void **state)
{
	struct mc_str token = token_of(PAYLOAD);

	(void)state;
	assert_string_equal(token.data, TOKEN);
	assert_ok(verify(mc_slice_text(TOKEN), "receipt"));
	mc_str_done(&token);
}

static void there_and_back(void **state)
{
	static const char *const payloads[] = {"", "x", PAYLOAD, "not json at all"};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(payloads); i++) {
		struct mc_str token = token_of(payloads[i]), payload;
		char kid[MC_KID_LEN];

		mc_str_init(&payload, 100);
		assert_ok(mc_jws_kid(mc_slice_of(&token), "receipt", kid, NULL));
		assert_string_equal(kid, public.kid);
		assert_ok(mc_jws_verify(mc_slice_of(&token), "receipt", &public, &payload, NULL));
		assert_string_equal(payload.data, payloads[i]);
		mc_str_reset(&payload);
		assert_ok(mc_jws_peek(mc_slice_of(&token), "receipt", &payload, NULL));
		assert_string_equal(payload.data, payloads[i]);
		mc_str_done(&payload);
		mc_str_done(&token);
	}
}

static void any_changed_bit_is_noticed(void **state)
{
	struct mc_str token = token_of(PAYLOAD);

	(void)state;
	for (size_t i = 0; i < token.len; i++) {
		for (int bit = 0; bit < 8; bit++) {
			enum mc_code code;

			token.data[i] ^= (char)(1 << bit);
			code = verify(mc_slice_of(&token), "receipt");
			assert_true(code == MC_E_JWS_SHAPE || code == MC_E_SIGNATURE ||
				    code == MC_E_KEY_UNKNOWN);
			token.data[i] ^= (char)(1 << bit);
		}
	}
	assert_ok(verify(mc_slice_of(&token), "receipt"));
	mc_str_done(&token);
}

static void cuts_and_additions(void **state)
{
	struct mc_str token = token_of(PAYLOAD);

	(void)state;
	for (size_t len = 0; len < token.len; len++) {
		char *copy = mc_memdup(token.data, len);

		assert_code(verify((struct mc_slice){copy, len}, "receipt"), MC_E_JWS_SHAPE);
		free(copy);
	}
	for (const char *c = "A.=\n\r {"; *c; c++) {
		mc_str_putc(&token, *c);
		assert_code(verify(mc_slice_of(&token), "receipt"), MC_E_JWS_SHAPE);
		token.len--;
	}
	mc_str_done(&token);
}

static void only_the_fixed_header_counts(void **state)
{
	static const char *const bad[] = {
		"",
		"{}",
		"{\"alg\":\"none\"}",
		"{\"alg\":\"EdDSA\"}",
		"{\"alg\":\"none\",\"kid\":\"21fe31df\",\"typ\":\"motcua-receipt+jws\"}",
		"{\"alg\":\"HS256\",\"kid\":\"21fe31df\",\"typ\":\"motcua-receipt+jws\"}",
		"{\"alg\":\"EdDSA\",\"kid\":\"21FE31DF\",\"typ\":\"motcua-receipt+jws\"}",
		"{\"alg\":\"EdDSA\",\"kid\":\"21fe31d\",\"typ\":\"motcua-receipt+jws\"}",
		"{\"alg\":\"EdDSA\",\"kid\":\"21fe31df0\",\"typ\":\"motcua-receipt+jws\"}",
		"{\"alg\":\"EdDSA\",\"kid\":\"21fe31dg\",\"typ\":\"motcua-receipt+jws\"}",
		"{\"alg\":\"EdDSA\",\"kid\":\"21fe31df\",\"typ\":\"motcua-receipts+jws\"}",
		"{\"alg\":\"EdDSA\",\"kid\":\"21fe31df\",\"typ\":\"motcua-event+jws\"}",
		"{\"alg\":\"EdDSA\",\"kid\":\"21fe31df\",\"typ\":\"receipt+jws\"}",
		"{\"alg\":\"EdDSA\",\"typ\":\"motcua-receipt+jws\",\"kid\":\"21fe31df\"}",
		"{\"alg\":\"EdDSA\", \"kid\":\"21fe31df\",\"typ\":\"motcua-receipt+jws\"}",
		HEADER " ",
		" " HEADER,
		"{\"alg\":\"EdDSA\",\"kid\":\"21fe31df\",\"typ\":\"motcua-receipt+jws\",\"b64\":"
		"false}",
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(bad); i++) {
		struct mc_str token = forge(bad[i], PAYLOAD), payload;
		char kid[MC_KID_LEN] = "untouch";

		mc_str_init(&payload, 100);
		assert_code(verify(mc_slice_of(&token), "receipt"), MC_E_JWS_SHAPE);
		assert_code(mc_jws_kid(mc_slice_of(&token), "receipt", kid, NULL), MC_E_JWS_SHAPE);
		assert_code(mc_jws_peek(mc_slice_of(&token), "receipt", &payload, NULL),
			    MC_E_JWS_SHAPE);
		assert_string_equal(kid, "untouch");
		mc_str_done(&payload);
		mc_str_done(&token);
	}
}

static void another_kind_or_key(void **state)
{
	struct mc_str token = token_of(PAYLOAD);
	struct mc_sign_key *second = mc_sign_key_new();
	struct mc_verify_key named = public;

	(void)state;
	assert_code(verify(mc_slice_of(&token), "event"), MC_E_JWS_SHAPE);
	assert_code(verify(mc_slice_of(&token), ""), MC_E_JWS_SHAPE);
	mc_sign_key_public(second, &public);
	assert_code(verify(mc_slice_of(&token), "receipt"), MC_E_KEY_UNKNOWN);
	/* the same kid over other bytes, as a collision would be */
	MC_COPY(public.kid, named.kid);
	assert_code(verify(mc_slice_of(&token), "receipt"), MC_E_SIGNATURE);
	public = named;
	mc_sign_key_free(second);
	mc_str_done(&token);
}

static void limits(void **state)
{
	char *big = mc_calloc(MC_JWS_MAX + 1, 1);
	struct mc_str token, small;

	(void)state;
	memset(big, 'x', MC_JWS_MAX);
	mc_str_init(&token, 4 * MC_JWS_MAX);
	assert_code(mc_jws_sign(key, "receipt", mc_slice_text(big), &token, NULL), MC_E_TEXT_LONG);
	assert_int_equal(token.len, 0);
	mc_str_done(&token);
	token = forge(HEADER, big);
	assert_code(verify(mc_slice_of(&token), "receipt"), MC_E_JWS_SHAPE);
	mc_str_done(&token);
	token = token_of(PAYLOAD);
	mc_str_init(&small, 5);
	assert_code(mc_jws_verify(mc_slice_of(&token), "receipt", &public, &small, NULL),
		    MC_E_TEXT_LONG);
	assert_code(mc_jws_sign(key, "receipt", mc_slice_text("x"), &small, NULL), MC_E_TEXT_LONG);
	assert_int_equal(small.len, 0);
	assert_code(mc_jws_sign(key, "re\"ceipt", mc_slice_text("x"), &small, NULL), MC_E_INTERNAL);
	assert_code(mc_jws_sign(key, "", mc_slice_text("x"), &small, NULL), MC_E_INTERNAL);
	mc_str_done(&small);
	mc_str_done(&token);
	free(big);
}

/* ---- openssl(1), so that anybody can check a statement without this program */

/* SubjectPublicKeyInfo of an Ed25519 key (RFC 8410), before the 32 bytes. */
static const uint8_t spki[12] = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03,
				 0x2b, 0x65, 0x70, 0x03, 0x21, 0};

static void write_in(const char *dir, const char *name, const void *bytes, size_t len)
{
	char *path = mc_path_join(dir, name);

	assert_ok(mc_file_write(path, 0600, (struct mc_slice){bytes, len}, NULL));
	free(path);
}

static void openssl_verifies(void **state)
{
	struct mc_str token = token_of(PAYLOAD), sig;
	const char *dot = strrchr(token.data, '.');
	uint8_t der[44];
	char *dir = test_dir(), line[300];
	int present = !system("command -v openssl >/dev/null 2>&1"), status = 0;

	(void)state;
	if (present) {
		mc_str_init(&sig, 64);
		memcpy(der, spki, 12);
		memcpy(der + 12, public.bytes, 32);
		assert_true(mc_base64url_decode(mc_slice_text(dot + 1), &sig));
		write_in(dir, "key.der", der, sizeof(der));
		write_in(dir, "input", token.data, (size_t)(dot - token.data));
		write_in(dir, "sig", sig.data, sig.len);
		snprintf(line, sizeof(line),
			 "cd '%s' && openssl pkeyutl -verify -rawin -pubin -keyform DER "
			 "-inkey key.der -in input -sigfile sig >/dev/null",
			 dir);
		status = system(line);
		mc_str_done(&sig);
	}
	free(dir);
	mc_str_done(&token);
	if (!present) {
		print_message("skipped: openssl is not installed\n");
		skip();
	}
	assert_int_equal(status, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_token_is_the_three_exact_parts),
		cmocka_unit_test(there_and_back),
		cmocka_unit_test(any_changed_bit_is_noticed),
		cmocka_unit_test(cuts_and_additions),
		cmocka_unit_test(only_the_fixed_header_counts),
		cmocka_unit_test(another_kind_or_key),
		cmocka_unit_test(limits),
		cmocka_unit_test(openssl_verifies),
	};

	return cmocka_run_group_tests(tests, start, finish);
}
