/* SPDX-License-Identifier: MPL-2.0 */
#include "support/check.h"

#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "motcua/seal/hash.h"
#include "motcua/trust/statement.h"

#define DAY0 INT64_C(1795392000000) /* 2026-11-23 */
#define NONCE "AAECAwQFBgcICQoLDA0ODw"

static struct mc_sign_key *sign, *other;
static struct mc_keyring *ring;
static const struct mc_record record = {
	.id = "01936b2e-7c00-7d4a-8b5f-0123456789ab",
	.terminal = "7K3M9Q",
	.epoch = "9f86d081884c7d65",
	.seq = 4,
	.digest = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
};

/* Our key is good for one day only. */
static int set_up(void **state)
{
	struct mc_keyring_entry entry = {.from = DAY0, .until = DAY0 + MC_DAY};
	struct mc_sign_key *root;
	struct mc_str text;

	(void)state;
	assert_ok(mc_seal_init(NULL));
	root = mc_sign_key_new();
	sign = mc_sign_key_new();
	other = mc_sign_key_new();
	mc_sign_key_public(sign, &entry.verify);
	mc_str_init(&text, 8192);
	assert_ok(mc_keyring_format(root, 1, DAY0, &entry, 1, &text, NULL));
	assert_ok(mc_keyring_parse(mc_slice_of(&text), &ring, NULL));
	mc_str_done(&text);
	mc_sign_key_free(root);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	mc_sign_key_free(sign);
	mc_sign_key_free(other);
	mc_keyring_free(ring);
	return 0;
}

static struct mc_outer receipt(void)
{
	struct mc_outer outer = { .kind = "receipt", .outcome = "received", .seq = 4,
				  .at = DAY0 + MC_HOUR };

	MC_COPY(outer.id, record.id);
	MC_COPY(outer.terminal, record.terminal);
	MC_COPY(outer.epoch, record.epoch);
	MC_COPY(outer.digest, record.digest);
	return outer;
}

static void sign_outer(const struct mc_sign_key *key, const char *kind,
		       const struct mc_outer *outer, struct mc_str *ret)
{
	struct mc_str payload;

	mc_str_init(&payload, 4096);
	mc_str_init(ret, MC_JWS_MAX);
	mc_outer_format(outer, &payload);
	assert_ok(mc_jws_sign(key, kind, mc_slice_of(&payload), ret, NULL));
	mc_str_done(&payload);
}

static enum mc_code verify(const struct mc_sign_key *key, const char *kind,
			   const struct mc_outer *outer, const char *want, const char *inner)
{
	struct mc_outer got = {.kind = "as before"};
	struct mc_str jws;
	enum mc_code code;

	sign_outer(key, kind, outer, &jws);
	code = mc_statement_verify(ring, mc_slice_of(&jws), want, mc_slice_text(inner), &got, NULL);
	assert_string_equal(got.kind, code ? "as before" : outer->kind);
	mc_str_done(&jws);
	return code;
}

static void verified(void **state)
{
	struct mc_outer outer = receipt(), with_inner = receipt(), late = receipt(),
			early = receipt();

	(void)state;
	mc_sha256_hex(mc_slice_text("sealed"), with_inner.inner_sha256);
	late.at = DAY0 + MC_DAY;
	early.at = DAY0 - MC_SECOND;
	assert_code(verify(sign, "receipt", &outer, "receipt", ""), MC_OK);
	assert_code(verify(sign, "receipt", &with_inner, "receipt", "sealed"), MC_OK);
	assert_code(verify(sign, "receipt", &with_inner, "receipt", "Sealed"), MC_E_SIGNATURE);
	assert_code(verify(sign, "receipt", &with_inner, "receipt", ""), MC_E_SIGNATURE);
	assert_code(verify(sign, "receipt", &outer, "receipt", "sealed"), MC_E_SIGNATURE);
	assert_code(verify(other, "receipt", &outer, "receipt", ""), MC_E_KEY_UNKNOWN);
	assert_code(verify(sign, "receipt", &late, "receipt", ""), MC_E_KEY_UNKNOWN);
	assert_code(verify(sign, "receipt", &early, "receipt", ""), MC_E_KEY_UNKNOWN);
	/* a kind is named twice: in the header, and inside */
	assert_code(verify(sign, "receipt", &outer, "rejection", ""), MC_E_JWS_SHAPE);
	assert_code(verify(sign, "rejection", &outer, "rejection", ""), MC_E_JSON_SHAPE);
}

/* Every single byte counts. */
static void damaged(void **state)
{
	struct mc_outer outer = receipt(), got;
	struct mc_str jws;

	(void)state;
	sign_outer(sign, "receipt", &outer, &jws);
	for (size_t i = 0; i < jws.len; i++) {
		char was = jws.data[i];

		jws.data[i] = was == 'A' ? 'B' : 'A';
		assert_true(mc_statement_verify(ring, mc_slice_of(&jws), "receipt",
						mc_slice_text(""), &got, NULL));
		jws.data[i] = was;
	}
	for (size_t len = 0; len < jws.len; len += 7) {
		assert_true(mc_statement_verify(ring, (struct mc_slice){jws.data, len}, "receipt",
						mc_slice_text(""), &got, NULL));
	}
	assert_ok(mc_statement_verify(ring, mc_slice_of(&jws), "receipt", mc_slice_text(""), &got,
				      NULL));
	mc_str_done(&jws);
}

static void about(void **state)
{
	struct mc_outer good = receipt(), bad;

	(void)state;
	assert_ok(mc_statement_about(&good, &record, NULL));
	/* a withdrawal is of an id and its content, wherever it stands */
	bad = good;
	MC_COPY(bad.kind, "withdrawn");
	bad.epoch[0] = '\0';
	bad.seq = 0;
	assert_ok(mc_statement_about(&bad, &record, NULL));
	bad.digest[0] = bad.digest[0] == '0' ? '1' : '0';
	assert_code(mc_statement_about(&bad, &record, NULL), MC_E_ANSWER_OTHER);
	bad = good;
	bad.epoch[0] = '\0'; /* anything else has its place */
	bad.seq = 0;
	assert_code(mc_statement_about(&bad, &record, NULL), MC_E_ANSWER_OTHER);
#define BAD(change)                                                              \
	do {                                                                     \
		bad = good;                                                      \
		change;                                                          \
		assert_code(mc_statement_about(&bad, &record, NULL), MC_E_ANSWER_OTHER); \
	} while (0)
	BAD(bad.id[35] = 'c');
	BAD(MC_COPY(bad.terminal, "7K3M9R"));
	BAD(bad.seq = 5);
	BAD(bad.epoch[0] = '0');
	BAD(bad.digest[0] = '0');
	BAD(bad.digest[0] = '\0');
	BAD(bad.epoch[0] = '\0'; bad.seq = 0);
#undef BAD
	MC_COPY(good.kind, "withdrawn");
	good.digest[0] = good.epoch[0] = '\0';
	good.seq = 0;
	assert_ok(mc_statement_about(&good, &record, NULL)); /* a tombstone */
	good.id[35] = 'c';
	assert_code(mc_statement_about(&good, &record, NULL), MC_E_ANSWER_OTHER);
}

static enum mc_code hello(const struct mc_sign_key *key, const char *kind, const char *nonce,
			  const char *terminal)
{
	struct mc_hello said = { .time = DAY0 + 1000, .gateway = "cổng", .keys_version = 1,
				 .enrolled = true },
			got = {.time = 7};
	struct mc_str payload, jws;
	enum mc_code code;

	MC_COPY(said.nonce, nonce);
	MC_COPY(said.terminal, terminal);
	mc_str_init(&payload, 4096);
	mc_str_init(&jws, MC_JWS_MAX);
	mc_hello_format(&said, &payload);
	assert_ok(mc_jws_sign(key, kind, mc_slice_of(&payload), &jws, NULL));
	code = mc_statement_hello(ring, mc_slice_of(&jws), NONCE, "7K3M9Q", &got, NULL);
	assert_int_equal(got.time, code ? 7 : DAY0 + 1000);
	mc_str_done(&payload);
	mc_str_done(&jws);
	return code;
}

static void hellos(void **state)
{
	(void)state;
	assert_code(hello(sign, "hello", NONCE, "7K3M9Q"), MC_OK);
	assert_code(hello(sign, "hello", NONCE, ""), MC_OK); /* of an older gateway */
	assert_code(hello(sign, "hello", NONCE, "7K3M9R"), MC_E_ANSWER_OTHER);
	assert_code(hello(sign, "hello", "BAECAwQFBgcICQoLDA0ODw", "7K3M9Q"), MC_E_ANSWER_OTHER);
	assert_code(hello(other, "hello", NONCE, "7K3M9Q"), MC_E_KEY_UNKNOWN);
	assert_code(hello(sign, "receipt", NONCE, "7K3M9Q"), MC_E_JWS_SHAPE);
}

static enum mc_code evidence(const struct mc_sign_key *key, const char *claims, size_t *ret_len)
{
	struct mc_evidence got;
	struct mc_str jws, payload;
	enum mc_code code;

	mc_str_init(&jws, MC_JWS_MAX);
	mc_str_init(&payload, MC_JWS_MAX);
	assert_ok(mc_jws_sign(key, "residence", mc_slice_text(claims), &jws, NULL));
	code = mc_statement_evidence(ring, mc_slice_of(&jws), &got, &payload, NULL);
	*ret_len = payload.len;
	mc_str_done(&jws);
	mc_str_done(&payload);
	return code;
}

#define CLAIMS(issuer, at, outcome, more)                                                     \
	"{\"v\":1,\"iss\":\"" issuer "\",\"jti\":\"01936b2e-7c00-7d4a-8b5f-0123456789ad\"," \
	"\"iat\":" at ",\"terminal\":\"7K3M9Q\",\"officer\":{\"number\":\"066085000011\"}," \
	"\"officer_auth\":\"declared\",\"outcome\":\"" outcome "\",\"way\":\"system\"," \
	"\"subject\":{\"cmnd\":\"240123456\",\"name\":\"Y Mẫu Niê\",\"born\":\"1990\"}" more "}"

static void evidences(void **state)
{
	static const char mine[] = CLAIMS(
		"gateway", "1795395600", "no_match",
		",\"query_id\":\"01936b2e-7c00-7d4a-8b5f-0123456789ac\",\"question_sha256\":"
		"\"2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae\"");
	static const char old[] = CLAIMS(
		"gateway", "1595395600", "no_match",
		",\"query_id\":\"01936b2e-7c00-7d4a-8b5f-0123456789ac\",\"question_sha256\":"
		"\"2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae\"");
	static const char desks[] = CLAIMS("terminal", "1795395600", "service_failure",
					   ",\"cause\":\"NET-01\",\"asserted_by\":\"officer\"");
	size_t len;

	(void)state;
	assert_code(evidence(sign, mine, &len), MC_OK);
	assert_int_equal(len, strlen(mine));
	assert_code(evidence(other, mine, &len), MC_E_KEY_UNKNOWN);
	assert_int_equal(len, 0);
	assert_code(evidence(sign, old, &len), MC_E_KEY_UNKNOWN);
	/* an officer's own statement is none of the register, whoever signed it */
	assert_code(evidence(sign, desks, &len), MC_E_SIGNATURE);
	assert_int_equal(len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(verified), cmocka_unit_test(damaged), cmocka_unit_test(about),
		cmocka_unit_test(hellos),   cmocka_unit_test(evidences),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
