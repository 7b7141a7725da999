/* SPDX-License-Identifier: MPL-2.0 */
/* The gateway's keys: made once, never replaced behind the offices' backs. */
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gateway/keys.h"
#include "motcua/base/clock.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/seal/hash.h"

#define NOW INT64_C(1795000000000)
#define SEED "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"

struct fixture {
	char *dir, *secret, *list;
};

static int set_up(void **state)
{
	struct fixture *f = mc_calloc(1, sizeof(*f));

	assert_ok(mc_seal_init(NULL));
	f->dir = test_dir();
	f->secret = mc_path_join(f->dir, "gateway.secret");
	f->list = mc_path_join(f->dir, "gateway.keys");
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	free(f->dir);
	free(f->secret);
	free(f->list);
	free(f);
	return 0;
}

static void open_and_close(struct fixture *f, char fingerprint[80])
{
	struct mc_gateway_keys *keys;

	assert_ok(mc_gateway_keys_open(f->dir, NOW, &keys, NULL));
	mc_keyring_fingerprint(mc_gateway_keys_ring(keys), fingerprint);
	mc_gateway_keys_close(keys);
}

static void the_same_keys_come_back(void **state)
{
	struct fixture *f = *state;
	char first[80], again[80];
	struct stat st;

	open_and_close(f, first);
	assert_int_equal(stat(f->secret, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(stat(f->list, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0644);
	open_and_close(f, again);
	assert_string_equal(first, again);
	assert_int_equal(unlink(f->list), 0); /* the public half can be made again */
	open_and_close(f, again);
	assert_string_equal(first, again);
}

static void the_list_is_valid_from_yesterday_for_five_years(void **state)
{
	struct fixture *f = *state;
	struct mc_gateway_keys *keys;
	const struct mc_keyring *ring;
	const char *kid;

	assert_ok(mc_gateway_keys_open(f->dir, NOW, &keys, NULL));
	ring = mc_gateway_keys_ring(keys);
	kid = mc_keyring_at(ring, 0)->verify.kid;
	assert_non_null(mc_keyring_verify_key(ring, kid, NOW - MC_DAY));
	assert_null(mc_keyring_verify_key(ring, kid, NOW - MC_DAY - MC_HOUR));
	assert_non_null(mc_keyring_verify_key(ring, kid, NOW + 1820 * MC_DAY));
	assert_null(mc_keyring_verify_key(ring, kid, NOW + 1830 * MC_DAY));
	mc_gateway_keys_close(keys);
}

/* Whoever let them end is told what to do, and nothing is signed that no desk would believe. */
static void ended_keys_sign_nothing(void **state)
{
	struct fixture *f = *state;
	struct mc_gateway_keys *keys;
	struct mc_str jws;

	mc_str_init(&jws, MC_JWS_MAX);
	assert_ok(mc_gateway_keys_open(f->dir, NOW, &keys, NULL));
	assert_code(mc_gateway_keys_sign(keys, "event", NOW + 1830 * MC_DAY, mc_slice_text("{}"),
					 &jws, NULL),
		    MC_E_KEYS_ENDED);
	assert_int_equal(jws.len, 0);
	mc_gateway_keys_close(keys);
	assert_code(mc_gateway_keys_open(f->dir, NOW + 1830 * MC_DAY, &keys, NULL),
		    MC_E_KEYS_ENDED);
	mc_str_done(&jws);
}

static void no_new_keys_beside_an_old_list(void **state)
{
	struct fixture *f = *state;
	struct mc_gateway_keys *keys;
	char fingerprint[80];

	open_and_close(f, fingerprint);
	assert_int_equal(unlink(f->secret), 0);
	assert_code(mc_gateway_keys_open(f->dir, NOW, &keys, NULL), MC_E_GATEWAY_SECRET);
	assert_false(mc_file_exists(f->secret));
}

static void damaged_files_are_refused(void **state)
{
	static const struct {
		bool secret;
		const char *text;
		enum mc_code code;
	} cases[] = {
		{true, "", MC_E_GATEWAY_SECRET},
		{true, "motcua-gateway-secret 1\n", MC_E_GATEWAY_SECRET},
		{true, "motcua-gateway-secret 1\nroot AAAA\nsign AAAA\nopen x\n",
		 MC_E_GATEWAY_SECRET},
		{true, "motcua-gateway-secret 1\nroot " SEED "\nsign " SEED "\n",
		 MC_E_GATEWAY_SECRET},
		{true, "motcua-gateway-secret 1\nroot " SEED "\nroot " SEED "\n",
		 MC_E_GATEWAY_SECRET},
		{false, "", MC_E_KEYS_FILE},
		{false, "motcua-gateway-keys 1\n", MC_E_KEYS_FILE},
	};
	struct fixture *f = *state;
	struct mc_gateway_keys *keys;
	char fingerprint[80];

	for (size_t i = 0; i < MC_COUNT(cases); i++) {
		(void)unlink(f->secret);
		(void)unlink(f->list);
		open_and_close(f, fingerprint);
		assert_ok(mc_file_write(cases[i].secret ? f->secret : f->list, 0600,
					mc_slice_text(cases[i].text), NULL));
		assert_code(mc_gateway_keys_open(f->dir, NOW, &keys, NULL), cases[i].code);
	}
}

static void a_secret_that_others_can_read_is_refused(void **state)
{
	struct fixture *f = *state;
	struct mc_gateway_keys *keys;
	char fingerprint[80];

	open_and_close(f, fingerprint);
	assert_int_equal(chmod(f->secret, 0640), 0);
	assert_code(mc_gateway_keys_open(f->dir, NOW, &keys, NULL), MC_E_GATEWAY_SECRET);
}

static void another_gateways_list_is_refused(void **state)
{
	struct fixture *f = *state;
	struct mc_gateway_keys *keys;
	char fingerprint[80], *dir = test_dir(), *list = mc_path_join(dir, "gateway.keys");

	open_and_close(f, fingerprint);
	assert_ok(mc_gateway_keys_open(dir, NOW, &keys, NULL));
	mc_gateway_keys_close(keys);
	assert_int_equal(rename(list, f->list), 0);
	assert_code(mc_gateway_keys_open(f->dir, NOW, &keys, NULL), MC_E_KEYS_FILE);
	free(list);
	free(dir);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_same_keys_come_back),
		CASE(the_list_is_valid_from_yesterday_for_five_years),
		CASE(ended_keys_sign_nothing),
		CASE(no_new_keys_beside_an_old_list),
		CASE(damaged_files_are_refused),
		CASE(a_secret_that_others_can_read_is_refused),
		CASE(another_gateways_list_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
