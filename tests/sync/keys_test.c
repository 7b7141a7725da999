/* SPDX-License-Identifier: MPL-2.0 */
/* keys_test.c - newer lists of the gateway's keys: fetched when they are told of or missed,
 * believed for their root alone, and never a step back. */
#include <sys/stat.h>
#include <unistd.h>

#include "motcua/wire/keys.h"
#include "sync/rig.h"

#define ISSUED INT64_C(1790000000000)

/* The province's side: a key that takes over, and what it says of it. */
static struct mc_sign_key *next;
static struct mc_str answer;

static int begin(void **state)
{
	set_up(state);
	next = mc_sign_key_new();
	mc_str_init(&answer, 65536);
	return 0;
}

static int end(void **state)
{
	tear_down(state);
	mc_sign_key_free(next);
	mc_str_done(&answer);
	return 0;
}

static struct mc_keyring_entry entry_of(const struct mc_sign_key *key)
{
	struct mc_keyring_entry entry = {.from = ISSUED - MC_DAY, .until = INT64_C(4102444800000)};

	mc_sign_key_public(key, &entry.verify);
	return entry;
}

/* A list of the old key (unless dropped) and of the new one, for whoever asks. */
static void offer(struct world *w, const struct mc_sign_key *root, int version, bool drops)
{
	struct mc_keyring_entry entries[] = {entry_of(next), entry_of(w->sign)};
	struct mc_str text;

	mc_str_init(&text, 16384);
	assert_ok(mc_keyring_format(root, version, ISSUED + MC_DAY, entries, drops ? 1 : 2, &text,
				    NULL));
	mc_str_reset(&answer);
	mc_keys_format(text.data, &answer);
	w->keys_answer = answer.data;
	mc_str_done(&text);
}

/* From now on the new key signs. */
static void take_over(struct world *w)
{
	struct mc_sign_key *old = w->sign;

	w->sign = next;
	next = old;
}

static int held_version(struct world *w)
{
	struct mc_keyring *ring;
	int version = 0;

	if (!mc_keyring_load(w->paths.arrived_keys, &ring, NULL)) {
		version = mc_keyring_version(ring);
		mc_keyring_free(ring);
	}
	return version;
}

static void told_by_a_hello(void **state)
{
	struct rig *r = *state;
	struct stat st;

	r->w.keys_version = 2;
	offer(&r->w, r->w.root, 2, false);
	run_once(r);
	assert_int_equal(r->w.keys_asked, 1);
	assert_int_equal(held_version(&r->w), 2);
	assert_true(r->changes > 0); /* a desk that waits may look */
	assert_int_equal(stat(r->w.paths.arrived_keys, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0660); /* its account is another */
	run_once(r);
	assert_int_equal(r->w.keys_asked, 1);
	take_over(&r->w);
	seal(&r->w, 0);
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_RECEIPTED);
	assert_int_equal(r->w.keys_asked, 1);
}

/* It slept through the rotation: its first hello is by a key that it never heard of. */
static void a_hello_by_the_new_key(void **state)
{
	struct rig *r = *state;

	r->w.keys_version = 3;
	offer(&r->w, r->w.root, 3, false);
	take_over(&r->w);
	seal(&r->w, 0);
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_RECEIPTED);
	assert_int_equal(link_of(&r->w).state, MC_LINK_UP);
	assert_int_equal(held_version(&r->w), 3);
	assert_int_equal(r->w.hellos, 2);
}

/* At once, while the courier runs: the receipt is by a key that the last hello knew nothing of. */
static void a_receipt_by_the_new_key(void **state)
{
	struct rig *r = *state;

	start_engine(r, false);
	RUN_UNTIL(r, link_of(&r->w).state == MC_LINK_UP);
	r->w.keys_version = 2;
	offer(&r->w, r->w.root, 2, false);
	take_over(&r->w);
	seal(&r->w, 0);
	poke(r);
	RUN_UNTIL(r, link_of(&r->w).state != MC_LINK_UP);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_COMMITTING); /* not believed, and not given up */
	poke(r);
	RUN_UNTIL(r, state_of(&r->w, 0) == MC_STATE_RECEIPTED);
}

/* ---- what is no list of ours */

static void assert_suspect(struct rig *r, enum mc_code cause)
{
	seal(&r->w, 0);
	run_once(r);
	assert_int_equal(link_of(&r->w).state, MC_LINK_SUSPECT);
	assert_code(link_of(&r->w).cause, cause);
	assert_int_equal(held_version(&r->w), 0);
	assert_int_not_equal(state_of(&r->w, 0), MC_STATE_RECEIPTED);
}

static void another_root_and_a_hello_by_its_key(void **state)
{
	struct rig *r = *state;

	offer(&r->w, r->w.other, 2, false);
	take_over(&r->w);
	assert_suspect(r, MC_E_LINK_SUSPECT);
	assert_int_equal(r->w.keys_asked, 1);
}

static void another_root_behind_a_good_hello(void **state)
{
	struct rig *r = *state;

	r->w.keys_version = 2;
	offer(&r->w, r->w.other, 2, false);
	assert_suspect(r, MC_E_LINK_SUSPECT);
}

static void an_unknown_key_and_no_newer_list(void **state)
{
	static const struct {
		const char *answer; /* NULL: as offered */
		bool none;
		int version;
	} cases[] = {
		{NULL, true, 0},
		{NULL, false, 1}, /* of our root, but not newer */
		{"{\"v\":1}", false, 0},
		{"{\"v\":1,\"keys\":\"\"}", false, 0},
		{"<html>", false, 0},
	};
	void *again;

	for (size_t i = 0; i < MC_COUNT(cases); i++) {
		struct rig *r;

		begin(&again);
		r = again;
		if (cases[i].version) {
			offer(&r->w, r->w.root, cases[i].version, false);
		} else if (!cases[i].none) {
			r->w.keys_answer = cases[i].answer;
		}
		take_over(&r->w);
		assert_suspect(r, MC_E_GATEWAY_KEY); /* a person can find out */
		end(&again);
	}
	(void)state;
}

/* ---- lists that are left alone: what the known keys sign is good all the same */

static void assert_left_alone(struct rig *r, int held)
{
	seal(&r->w, 0);
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_RECEIPTED);
	assert_int_equal(link_of(&r->w).state, MC_LINK_UP);
	assert_int_equal(held_version(&r->w), held);
}

static void an_older_list_is_ignored(void **state)
{
	struct rig *r = *state;

	r->w.keys_version = 5;
	offer(&r->w, r->w.root, 5, false);
	run_once(r);
	r->w.keys_version = 6; /* it says so, and plays an old one again */
	offer(&r->w, r->w.root, 4, false);
	assert_left_alone(r, 5);
	assert_int_equal(r->w.keys_asked, 2);
}

static void a_list_without_a_key_that_it_owes(void **state)
{
	struct rig *r = *state;

	r->w.keys_version = 2;
	offer(&r->w, r->w.root, 2, true);
	assert_left_alone(r, 0);
}

static void a_gateway_that_gives_no_lists(void **state)
{
	struct rig *r = *state;

	r->w.keys_version = 2;
	assert_left_alone(r, 0);
}

/* Somebody laid another root's list beside the mail: it counts for nothing. */
static void a_foreign_list_on_disk(void **state)
{
	struct rig *r = *state;
	char *text;

	offer(&r->w, r->w.other, 9, false);
	assert_ok(mc_keys_parse(mc_slice_of(&answer), &text, NULL));
	assert_ok(mc_file_write(r->w.paths.arrived_keys, 0660, mc_slice_text(text), NULL));
	free(text);
	r->w.keys_version = 2;
	offer(&r->w, r->w.root, 2, false);
	assert_left_alone(r, 2);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(told_by_a_hello),
		CASE(a_hello_by_the_new_key),
		CASE(a_receipt_by_the_new_key),
		CASE(another_root_and_a_hello_by_its_key),
		CASE(another_root_behind_a_good_hello),
		cmocka_unit_test(an_unknown_key_and_no_newer_list),
		CASE(an_older_list_is_ignored),
		CASE(a_list_without_a_key_that_it_owes),
		CASE(a_gateway_that_gives_no_lists),
		CASE(a_foreign_list_on_disk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
