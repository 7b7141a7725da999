/* SPDX-License-Identifier: MPL-2.0 */
/* New keys beside the old ones: who signs when, what stays verifiable and can be opened. */
#include <unistd.h>

#include "gateway/harness.h"
#include "gateway/keys.h"
#include "motcua/wire/keys.h"

#define BEGIN INT64_C(1795000000000)
#define WEEK (7 * MC_DAY)
#define YEAR (365 * MC_DAY)

struct folder {
	char *dir, *list, *secret;
	struct mc_gateway_keys *keys;
	struct mc_keyring *first; /* the list as an office got it */
};

static int open_folder(void **state)
{
	struct folder *f = mc_calloc(1, sizeof(*f));

	assert_ok(mc_seal_init(NULL));
	f->dir = test_dir();
	f->list = mc_path_join(f->dir, "gateway.keys");
	f->secret = mc_path_join(f->dir, "gateway.secret");
	assert_ok(mc_gateway_keys_open(f->dir, BEGIN, &f->keys, NULL));
	assert_ok(mc_keyring_load(f->list, &f->first, NULL));
	*state = f;
	return 0;
}

static int close_folder(void **state)
{
	struct folder *f = *state;

	mc_gateway_keys_close(f->keys);
	mc_keyring_free(f->first);
	free(f->dir);
	free(f->list);
	free(f->secret);
	free(f);
	return 0;
}

static struct mc_rotated rotated(struct folder *f, int64_t now, int64_t from)
{
	struct mc_rotated ret;

	assert_ok(mc_gateway_keys_rotate(f->dir, now, from, &ret, NULL));
	return ret;
}

/* Signed by the gateway that runs all the time; the kid to ret. */
static struct mc_str statement(struct folder *f, int64_t at, char kid[MC_KID_LEN])
{
	struct mc_str jws;

	mc_str_init(&jws, MC_JWS_MAX);
	assert_ok(mc_gateway_keys_sign(f->keys, "event", at, mc_slice_text("{}"), &jws, NULL));
	assert_ok(mc_jws_kid(mc_slice_of(&jws), "event", kid, NULL));
	return jws;
}

static bool verifies(const struct mc_keyring *ring, const struct mc_str *jws, int64_t at)
{
	struct mc_str payload;
	bool good;

	mc_str_init(&payload, 64);
	good = !mc_keyring_verify(ring, mc_slice_of(jws), "event", at, &payload, NULL);
	mc_str_done(&payload);
	return good;
}

static struct mc_str sealed_to(const struct mc_seal_key *key)
{
	struct mc_str sealed;

	assert_non_null(key);
	mc_str_init(&sealed, 4096);
	assert_ok(mc_pack_seal(key, 1, mc_slice_text("hồ sơ"), &sealed, NULL));
	return sealed;
}

static bool opens(struct folder *f, const struct mc_str *sealed)
{
	struct mc_str plain;
	bool good;

	mc_str_init(&plain, 4096);
	good = !mc_gateway_keys_unseal(f->keys, mc_slice_of(sealed), &plain, NULL) &&
	       !strcmp(plain.data, "hồ sơ");
	mc_str_done(&plain);
	return good;
}

/* ---- the course of things */

static void the_new_one_signs_from_its_day_on(void **state)
{
	struct folder *f = *state;
	struct mc_rotated second = rotated(f, BEGIN, 0);
	char before[MC_KID_LEN], after[MC_KID_LEN];
	struct mc_str old = statement(f, second.from - 1, before);
	struct mc_str new = statement(f, second.from, after);
	const struct mc_keyring *ring = mc_gateway_keys_ring(f->keys);

	assert_int_equal(second.version, 2);
	assert_int_equal(second.from, BEGIN / MC_SECOND * MC_SECOND + WEEK);
	assert_int_equal(mc_keyring_version(ring), 2); /* without having been opened again */
	assert_string_equal(after, second.sign);
	assert_string_not_equal(before, after);
	assert_true(verifies(f->first, &old, second.from - 1));
	assert_true(verifies(ring, &old, second.from - 1));
	assert_true(verifies(ring, &new, second.from));
	assert_false(verifies(f->first, &new, second.from));
	assert_false(verifies(ring, &old, second.from)); /* its time is over: nothing new by it */
	assert_string_not_equal(mc_keyring_seal_key(ring, second.from - 1)->kid, second.seal);
	assert_string_equal(mc_keyring_seal_key(ring, second.from)->kid, second.seal);
	assert_ok(mc_keyring_follows(f->first, ring, NULL));
	mc_str_done(&old);
	mc_str_done(&new);
}

static void what_was_sealed_to_old_ones_is_opened(void **state)
{
	struct folder *f = *state;
	struct mc_str first = sealed_to(mc_keyring_seal_key(f->first, BEGIN)), second, third, other;
	struct mc_open_key *stranger = mc_open_key_new();
	struct mc_seal_key key;

	rotated(f, BEGIN, MC_ROTATE_NOW);
	second = sealed_to(mc_keyring_seal_key(mc_gateway_keys_ring(f->keys), BEGIN + MC_DAY));
	rotated(f, BEGIN + 2 * MC_DAY, MC_ROTATE_NOW);
	third = sealed_to(mc_keyring_seal_key(mc_gateway_keys_ring(f->keys), BEGIN + 3 * MC_DAY));
	assert_true(opens(f, &first));
	assert_true(opens(f, &second));
	assert_true(opens(f, &third));
	mc_open_key_public(stranger, &key);
	other = sealed_to(&key);
	assert_false(opens(f, &other));
	mc_open_key_free(stranger);
	mc_str_done(&first);
	mc_str_done(&second);
	mc_str_done(&third);
	mc_str_done(&other);
}

/* Both files of one moment, whatever stood between: a restart finds the same. */
static void a_restart_finds_the_same(void **state)
{
	struct folder *f = *state;
	struct mc_rotated second = rotated(f, BEGIN, MC_ROTATE_NOW);
	char kid[MC_KID_LEN];
	struct mc_str jws;

	mc_gateway_keys_close(f->keys);
	assert_ok(mc_gateway_keys_open(f->dir, BEGIN + MC_DAY, &f->keys, NULL));
	jws = statement(f, BEGIN + MC_DAY, kid);
	assert_string_equal(kid, second.sign);
	mc_str_done(&jws);
}

/* ---- choosing the day */

static void not_later_than_the_present_ones_end(void **state)
{
	struct folder *f = *state;
	int64_t end = mc_keyring_at(f->first, 0)->until;

	assert_int_equal(rotated(f, end - MC_DAY, 0).from, end);
}

static void ended_ones_are_replaced_at_once(void **state)
{
	struct folder *f = *state;
	int64_t now = mc_keyring_at(f->first, 0)->until + 30 * MC_DAY;
	struct mc_rotated second = rotated(f, now, 0);

	assert_true(second.from > now && second.from <= now + MC_SECOND);
	mc_gateway_keys_close(f->keys);
	assert_ok(mc_gateway_keys_open(f->dir, now + MC_SECOND, &f->keys, NULL));
}

/* A key was stolen while the next one still waited for its week: both go. */
static void one_that_waits_is_given_up_in_need(void **state)
{
	struct folder *f = *state;
	struct mc_rotated second = rotated(f, BEGIN, 0), third;
	struct mc_str early; /* a desk with a wrong clock sealed to it all the same */
	const struct mc_keyring *ring = mc_gateway_keys_ring(f->keys);
	struct mc_keyring *held;

	assert_string_equal(mc_keyring_newest_seal_key(ring)->kid, second.seal);
	early = sealed_to(mc_keyring_newest_seal_key(ring));
	assert_ok(mc_keyring_load(f->list, &held, NULL));
	third = rotated(f, BEGIN + MC_DAY, MC_ROTATE_NOW);
	ring = mc_gateway_keys_ring(f->keys);
	assert_int_equal(third.version, 3);
	assert_null(mc_keyring_verify_key(ring, second.sign, second.from + MC_DAY));
	assert_non_null(mc_keyring_verify_key(ring, third.sign, second.from + MC_DAY));
	assert_ok(mc_keyring_follows(held, ring, NULL));
	assert_true(opens(f, &early));
	mc_keyring_free(held);
	mc_str_done(&early);
}

static void twice_in_one_second(void **state)
{
	struct folder *f = *state;
	struct mc_rotated second = rotated(f, BEGIN, MC_ROTATE_NOW);
	struct mc_rotated third = rotated(f, BEGIN, MC_ROTATE_NOW);
	char kid[MC_KID_LEN];
	struct mc_str jws;

	assert_true(third.from > second.from);
	jws = statement(f, second.from, kid);
	assert_string_equal(kid, second.sign);
	mc_str_done(&jws);
	jws = statement(f, third.from, kid);
	assert_string_equal(kid, third.sign);
	mc_str_done(&jws);
}

static void refused_rotations_change_nothing(void **state)
{
	const struct {
		int64_t now, from;
	} cases[] = {
		{BEGIN, BEGIN - MC_DAY},	/* in the past */
		{BEGIN + MC_DAY, BEGIN - MC_HOUR},
		{BEGIN - MC_DAY / 2, 0},	/* a clock behind the list */
		{BEGIN - MC_DAY / 2, MC_ROTATE_NOW},
	};
	struct folder *f = *state;
	struct mc_rotated ret;
	struct mc_str before, after;

	for (size_t i = 0; i < MC_COUNT(cases); i++) {
		mc_str_init(&before, 65536);
		mc_str_init(&after, 65536);
		assert_ok(mc_file_read(f->secret, &before, NULL));
		assert_ok(mc_file_read(f->list, &before, NULL));
		assert_code(mc_gateway_keys_rotate(f->dir, cases[i].now, cases[i].from, &ret, NULL),
			    MC_E_KEYS_ROTATE);
		assert_ok(mc_file_read(f->secret, &after, NULL));
		assert_ok(mc_file_read(f->list, &after, NULL));
		assert_string_equal(before.data, after.data);
		mc_str_done(&before);
		mc_str_done(&after);
	}
}

/* ---- five years */

static bool lists(const struct mc_keyring *ring, const char *kid)
{
	for (int i = 0; i < mc_keyring_count(ring); i++) {
		if (!strcmp(mc_keyring_entry_kid(mc_keyring_at(ring, i)), kid)) {
			return true;
		}
	}
	return false;
}

static void old_ones_stay_for_five_years(void **state)
{
	struct folder *f = *state;
	const char *sign = mc_keyring_at(f->first, 0)->verify.kid;
	const struct mc_seal_key *seal = mc_keyring_seal_key(f->first, BEGIN);
	struct mc_str sealed = sealed_to(seal);
	struct mc_keyring *held;

	for (int year = 1; year <= 5; year++) {
		rotated(f, BEGIN + year * YEAR, MC_ROTATE_NOW);
	}
	assert_true(lists(mc_gateway_keys_ring(f->keys), sign));
	assert_true(opens(f, &sealed));
	assert_ok(mc_keyring_load(f->list, &held, NULL));
	rotated(f, BEGIN + 6 * YEAR + 3 * MC_DAY, MC_ROTATE_NOW); /* it ended after one year */
	assert_false(lists(mc_gateway_keys_ring(f->keys), sign));
	assert_false(lists(mc_gateway_keys_ring(f->keys), seal->kid));
	assert_false(opens(f, &sealed));
	assert_ok(mc_keyring_follows(held, mc_gateway_keys_ring(f->keys), NULL));
	mc_keyring_free(held);
	mc_str_done(&sealed);
}

/* Who steals the file years later cannot date anything back. */
static void what_signs_no_more_is_not_kept(void **state)
{
	struct folder *f = *state;
	struct mc_str secret;
	int signers = 0, openers = 0;

	for (int i = 1; i <= 3; i++) {
		rotated(f, BEGIN + i * 30 * MC_DAY, MC_ROTATE_NOW);
	}
	mc_str_init(&secret, 65536);
	assert_ok(mc_file_read(f->secret, &secret, NULL));
	for (const char *at = secret.data; (at = strchr(at, '\n')); at++) {
		signers += !strncmp(at, "\nsign ", 6);
		openers += !strncmp(at, "\nopen ", 6);
	}
	assert_int_equal(signers, 2); /* the one that takes over, and the one that still signs */
	assert_int_equal(openers, 4);
	mc_str_done(&secret);
}

static void a_full_list_is_refused(void **state)
{
	struct folder *f = *state;
	struct mc_rotated ret;
	int64_t now = BEGIN;
	enum mc_code code = MC_OK;
	int done = 0;

	while (!code && done < 64) {
		code = mc_gateway_keys_rotate(f->dir, now += MC_DAY, MC_ROTATE_NOW, &ret, NULL);
		done += !code;
	}
	assert_int_equal(code, MC_E_KEYS_ROTATE);
	assert_int_equal(done, MC_KEYRING_MAX / 2 - 1);
	mc_gateway_keys_close(f->keys);
	assert_ok(mc_gateway_keys_open(f->dir, now, &f->keys, NULL)); /* and it goes on */
}

/* ---- what may have happened to the files */

/* Stopped between the two files: the old list, and a secret that knows more. */
static void stopped_in_between(void **state)
{
	struct folder *f = *state;
	struct mc_rotated second;
	struct mc_str list, jws;
	char kid[MC_KID_LEN];

	mc_str_init(&list, 65536);
	assert_ok(mc_file_read(f->list, &list, NULL));
	rotated(f, BEGIN, MC_ROTATE_NOW);
	assert_ok(mc_file_write(f->list, 0644, mc_slice_of(&list), NULL));
	mc_gateway_keys_close(f->keys);
	assert_ok(mc_gateway_keys_open(f->dir, BEGIN + MC_DAY, &f->keys, NULL));
	jws = statement(f, BEGIN + MC_DAY, kid);
	assert_true(verifies(f->first, &jws, BEGIN + MC_DAY));
	second = rotated(f, BEGIN + MC_DAY, MC_ROTATE_NOW);
	assert_int_equal(second.version, 2);
	mc_str_done(&jws);
	jws = statement(f, BEGIN + 2 * MC_DAY, kid);
	assert_string_equal(kid, second.sign);
	mc_str_done(&jws);
	mc_str_done(&list);
}

/* When which key counts stood in the list alone: it is not made up again. */
static void a_lost_list_after_a_rotation(void **state)
{
	struct folder *f = *state;

	rotated(f, BEGIN, 0);
	mc_gateway_keys_close(f->keys);
	f->keys = NULL;
	assert_int_equal(unlink(f->list), 0);
	assert_code(mc_gateway_keys_open(f->dir, BEGIN, &f->keys, NULL), MC_E_KEYS_MISSING);
}

static void a_bad_list_under_a_running_gateway(void **state)
{
	struct folder *f = *state;
	struct mc_gateway_keys *foreign;
	char *dir = test_dir(), kid[MC_KID_LEN];
	struct mc_str jws;

	assert_ok(mc_gateway_keys_open(dir, BEGIN, &foreign, NULL));
	assert_ok(mc_file_write(f->list, 0644, mc_slice_text(mc_gateway_keys_list(foreign)), NULL));
	jws = statement(f, BEGIN, kid);
	assert_true(verifies(f->first, &jws, BEGIN));
	mc_str_done(&jws);
	assert_ok(mc_file_write(f->list, 0644, mc_slice_text("motcua-gateway-keys 1\n"), NULL));
	jws = statement(f, BEGIN, kid);
	assert_true(verifies(f->first, &jws, BEGIN));
	mc_str_done(&jws);
	mc_gateway_keys_close(foreign);
	free(dir);
}

/* ---- over HTTP */

static struct mc_keyring *fetched(struct gateway *g)
{
	struct test_reply r = test_call(g->socket, "GET", "/v1/keys", "", "", 0);
	struct mc_keyring *ring;
	char *text;

	assert_int_equal(r.status, 200);
	assert_ok(mc_keys_parse(mc_slice_text(r.body), &text, NULL));
	assert_ok(mc_keyring_parse(mc_slice_text(text), &ring, NULL));
	free(text);
	test_reply_done(&r);
	return ring;
}

static struct mc_hello hello_by(struct gateway *g, const struct mc_keyring *ring)
{
	struct test_reply r = test_call(g->socket, "GET", "/v1/hello?nonce=AAECAwQFBgcICQoLDA0ODw",
					"", "", 0);
	struct mc_reply reply;
	struct mc_str payload;
	struct mc_hello hello;

	assert_int_equal(r.status, 200);
	assert_ok(mc_reply_parse(mc_slice_text(r.body), &reply, NULL));
	mc_str_init(&payload, 4096);
	assert_ok(mc_keyring_verify(ring, mc_slice_text(reply.outer), "hello", mc_clock_now(),
				    &payload, NULL));
	assert_ok(mc_hello_parse(mc_slice_of(&payload), &hello, NULL));
	mc_str_done(&payload);
	mc_reply_done(&reply);
	test_reply_done(&r);
	return hello;
}

static void a_running_gateway_goes_over(void **state)
{
	struct gateway *g = *state;
	struct mc_keyring *ring = fetched(g);
	struct mc_rotated second;

	assert_int_equal(mc_keyring_version(ring), 1);
	assert_int_equal(hello_by(g, ring).keys_version, 1);
	mc_keyring_free(ring);
	assert_ok(mc_gateway_keys_rotate(g->dir, mc_clock_now(), MC_ROTATE_NOW, &second, NULL));
	ring = fetched(g);
	assert_int_equal(mc_keyring_version(ring), 2);
	assert_ok(mc_keyring_follows(g->ring, ring, NULL));
	assert_int_equal(hello_by(g, ring).keys_version, 2); /* by the old one, as yet */
	while (mc_clock_now() < second.from) {
		usleep(50000);
	}
	assert_int_equal(hello_by(g, ring).keys_version, 2); /* by the new one */
	mc_keyring_free(ring);
}

#define FILES(f) cmocka_unit_test_setup_teardown(f, open_folder, close_folder)
#define SERVED(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FILES(the_new_one_signs_from_its_day_on),
		FILES(what_was_sealed_to_old_ones_is_opened),
		FILES(a_restart_finds_the_same),
		FILES(not_later_than_the_present_ones_end),
		FILES(ended_ones_are_replaced_at_once),
		FILES(one_that_waits_is_given_up_in_need),
		FILES(twice_in_one_second),
		FILES(refused_rotations_change_nothing),
		FILES(old_ones_stay_for_five_years),
		FILES(what_signs_no_more_is_not_kept),
		FILES(a_full_list_is_refused),
		FILES(stopped_in_between),
		FILES(a_lost_list_after_a_rotation),
		FILES(a_bad_list_under_a_running_gateway),
		SERVED(a_running_gateway_goes_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
