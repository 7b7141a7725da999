/* SPDX-License-Identifier: MPL-2.0 */
#include "support/province.h"

#include <sys/stat.h>
#include <unistd.h>

#include "motcua/desk/lookup.h"

static struct province p;
static struct mc_evidence_shown saved; /* as it stands in the data folder */
static char *bare;                     /* the same as a bare JWS, elsewhere */

static void save(enum mc_outcome outcome)
{
	struct mc_query query = province_query(MC_QUERY_VERIFY);
	struct mc_lookup lookup;

	assert_ok(mc_lookup_begin(p.desk, &query, 0, NULL));
	if (outcome == MC_OUTCOME_FAILURE) {
		mc_clock_freeze(mc_clock_now() + MC_MINUTE);
	} else {
		province_answer(&p, outcome, FAULT_NONE);
	}
	assert_ok(mc_lookup_poll(p.desk, query.id, &lookup, NULL));
	mc_evidence_shown_done(&saved);
	mc_evidence_shown_init(&saved);
	assert_ok(mc_evidence_show(p.desk, lookup.evidence_id, &saved, NULL));
	province_write(bare, saved.jws.data);
}

static int setup(void **state)
{
	(void)state;
	province_begin(&p);
	province_open(&p);
	bare = mc_path_join(p.top, "proof.jws");
	mc_evidence_shown_init(&saved);
	save(MC_OUTCOME_FOUND);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	mc_evidence_shown_done(&saved);
	free(bare);
	province_end(&p);
	return 0;
}

static enum mc_code check(const char *file, const char *keys, const char *data)
{
	struct mc_evidence_shown shown;
	enum mc_code code;

	mc_evidence_shown_init(&shown);
	code = mc_evidence_check(file, keys, data, &shown, NULL);
	if (!code) {
		assert_string_equal(shown.claims.id, saved.claims.id);
		assert_string_equal(shown.jws.data, saved.jws.data);
		assert_int_equal(strlen(shown.kid), 8);
	}
	mc_evidence_shown_done(&shown);
	return code;
}

static void test_valid(void **state)
{
	(void)state;
	province_close(&p); /* no desk is needed */
	assert_ok(check(saved.file, p.keys, NULL)); /* its own data folder opens it */
	assert_ok(check(bare, p.keys, NULL));
	assert_ok(check(bare, p.keys, p.data));
	setenv("MOTCUA_GATEWAY_KEY", p.keys, 1); /* as the configuration says */
	assert_ok(check(bare, NULL, NULL));
	unsetenv("MOTCUA_GATEWAY_KEY");
}

/* A line end, as editors and mail add one. */
static void test_line_end(void **state)
{
	struct mc_str text;

	(void)state;
	mc_str_init(&text, MC_JWS_MAX);
	mc_str_printf(&text, "%s\r\n", saved.jws.data);
	province_write(bare, text.data);
	assert_ok(check(bare, p.keys, NULL));
	mc_str_done(&text);
}

static void test_keys(void **state)
{
	(void)state;
	assert_code(check(bare, "/nowhere/gateway.keys", NULL), MC_E_KEYS_MISSING);
	province_write(p.keys, "damaged");
	assert_code(check(bare, p.keys, NULL), MC_E_KEYS_FILE);
	/* another province's */
	mc_sign_key_free(p.sign);
	p.sign = mc_sign_key_new();
	province_publish(&p);
	assert_code(check(bare, p.keys, NULL), MC_E_KEY_UNKNOWN);
}

static void flip(const char *file, size_t at)
{
	struct mc_str bytes;

	mc_str_init(&bytes, MC_JSON_MAX);
	assert_ok(mc_file_read(file, &bytes, NULL));
	bytes.data[at < bytes.len ? at : bytes.len - 1] ^= 1;
	assert_ok(mc_file_write(file, 0600, mc_slice_of(&bytes), NULL));
	mc_str_done(&bytes);
}

static void test_flipped(void **state)
{
	size_t len = saved.jws.len;

	(void)state;
	for (size_t at = 0; at < len; at += 7) {
		flip(bare, at);
		assert_int_not_equal(check(bare, p.keys, NULL), MC_OK);
		flip(bare, at);
	}
	assert_ok(check(bare, p.keys, NULL));
	flip(saved.file, SIZE_MAX);
	assert_code(check(saved.file, p.keys, NULL), MC_E_SEALED_SHAPE);
}

static void test_not_evidence(void **state)
{
	static const char *const texts[] = { "", "\n", "x", "a.b.c", "age-encryption.org/v2\n",
					     "{\"v\":1}" };

	(void)state;
	assert_code(check("/nowhere/x.jws", p.keys, NULL), MC_E_FILE_READ);
	for (size_t i = 0; i < MC_COUNT(texts); i++) {
		province_write(bare, texts[i]);
		assert_code(check(bare, p.keys, NULL), MC_E_JWS_SHAPE);
	}
}

/* Carried out of the data folder: whose key opens it must be said. */
static void test_file_elsewhere(void **state)
{
	char *elsewhere = mc_path_join(p.top, "copy.jws.age");
	struct mc_str bytes;

	(void)state;
	mc_str_init(&bytes, MC_JSON_MAX);
	assert_ok(mc_file_read(saved.file, &bytes, NULL));
	assert_ok(mc_file_write(elsewhere, 0600, mc_slice_of(&bytes), NULL));
	assert_code(check(elsewhere, p.keys, NULL), MC_E_OFFICE_KEY);
	assert_ok(check(elsewhere, p.keys, p.data));
	mc_str_done(&bytes);
	free(elsewhere);
}

/* What this terminal states itself is checked with its own key, and by nobody else's word. */
static void test_own_statement(void **state)
{
	char *other = mc_path_join(p.top, "other");
	struct mc_desk_options options = {.data_dir = other};
	struct mc_desk *desk;

	(void)state;
	save(MC_OUTCOME_FAILURE);
	assert_int_equal(saved.claims.issuer, MC_ISSUER_TERMINAL);
	assert_ok(check(saved.file, p.keys, NULL));
	assert_ok(check(saved.file, "/nowhere/gateway.keys", NULL)); /* needs none of those */
	assert_ok(check(bare, p.keys, p.data));
	assert_code(check(bare, p.keys, NULL), MC_E_KEY_UNKNOWN);
	assert_ok(mc_desk_open(&options, &desk, NULL));
	mc_desk_close(desk);
	assert_code(check(bare, p.keys, other), MC_E_KEY_UNKNOWN); /* another terminal */
	free(other);
}

/* A terminal's key never makes register evidence, nor the gateway's an officer's word. */
static void test_issuers_are_not_mixed(void **state)
{
	struct mc_evidence claims = saved.claims;
	struct mc_str payload, jws;

	(void)state;
	mc_str_init(&payload, MC_JWS_MAX);
	mc_str_init(&jws, MC_JWS_MAX);
	mc_evidence_format(&claims, &payload);
	assert_ok(mc_jws_sign(p.desk->keys.sign, "residence", mc_slice_of(&payload), &jws, NULL));
	province_write(bare, jws.data);
	assert_code(check(bare, p.keys, p.data), MC_E_KEY_UNKNOWN);
	mc_str_reset(&payload);
	mc_str_reset(&jws);
	claims.issuer = MC_ISSUER_TERMINAL;
	claims.way = MC_WAY_VNEID;
	mc_evidence_format(&claims, &payload);
	assert_ok(mc_jws_sign(p.sign, "residence", mc_slice_of(&payload), &jws, NULL));
	province_write(bare, jws.data);
	assert_code(check(bare, p.keys, p.data), MC_E_KEY_UNKNOWN);
	mc_str_done(&payload);
	mc_str_done(&jws);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_valid),         CASE(test_line_end),       CASE(test_keys),
		CASE(test_flipped),       CASE(test_not_evidence),   CASE(test_file_elsewhere),
		CASE(test_own_statement), CASE(test_issuers_are_not_mixed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
