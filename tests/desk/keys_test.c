/* SPDX-License-Identifier: MPL-2.0 */
/* keys_test.c - the gateway's keys change: the desk looks at newer lists itself, keeps the
 * newest, and goes on believing what the former keys signed in their time. */
#include "support/province.h"

#include <sys/stat.h>
#include <unistd.h>

#include "motcua/desk/lookup.h"

#define CHANGE (NOW + MC_HOUR)

static struct province p;
static struct mc_sign_key *next_sign;
static struct mc_open_key *next_open;
static struct mc_seal_key next_seal;

static int setup(void **state)
{
	(void)state;
	province_begin(&p);
	next_sign = mc_sign_key_new();
	next_open = mc_open_key_new();
	mc_open_key_public(next_open, &next_seal);
	province_open(&p);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	mc_sign_key_free(next_sign);
	mc_open_key_free(next_open);
	province_end(&p);
	return 0;
}

/* As the province's gateway would have it: the old ones until CHANGE, the new ones since. */
static void write_list(const char *path, const struct mc_sign_key *root, int version)
{
	struct mc_keyring_entry entries[4] = {
		{.from = 0, .until = CHANGE},
		{.seals = true, .from = 0, .until = CHANGE, .seal = p.seal},
		{.from = CHANGE, .until = NOW * 2},
		{.seals = true, .from = CHANGE, .until = NOW * 2, .seal = next_seal},
	};
	struct mc_str text;

	mc_sign_key_public(p.sign, &entries[0].verify);
	mc_sign_key_public(next_sign, &entries[2].verify);
	mc_str_init(&text, 16384);
	assert_ok(mc_keyring_format(root, version, NOW, entries, 4, &text, NULL));
	province_write(path, text.data);
	mc_str_done(&text);
}

/* What the courier does. */
static void lay_down(const struct mc_sign_key *root, int version)
{
	char *path = mc_path_join(p.data, "mail/gateway.keys");

	(void)unlink(path); /* a rename brings another file */
	write_list(path, root, version);
	free(path);
}

static int version_in_use(void)
{
	return mc_keyring_version(desk_ring(p.desk));
}

static bool seals_to(const struct mc_seal_key *key)
{
	struct mc_seal_key to;

	assert_ok(desk_seal_key(p.desk, &to, NULL));
	return !memcmp(to.bytes, key->bytes, sizeof(to.bytes));
}

static void a_newer_list_is_used_and_kept(void **state)
{
	char *kept = mc_path_join(p.data, "keys/gateway.keys"), *arrived;
	struct stat st;

	(void)state;
	assert_int_equal(version_in_use(), 1);
	assert_true(seals_to(&p.seal));
	lay_down(p.root, 2);
	assert_true(seals_to(&p.seal)); /* its day has not come */
	assert_int_equal(version_in_use(), 2);
	assert_int_equal(stat(kept, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(province_audit(&p, "keys", "2"), 1); /* once, however often it is looked at */
	mc_clock_freeze(CHANGE);
	assert_true(seals_to(&next_seal));
	/* the courier's copy is not needed any more */
	province_close(&p);
	arrived = mc_path_join(p.data, "mail/gateway.keys");
	assert_int_equal(unlink(arrived), 0);
	province_open(&p);
	assert_int_equal(version_in_use(), 2);
	free(arrived);
	free(kept);
}

static void never_a_step_back(void **state)
{
	(void)state;
	lay_down(p.root, 3);
	assert_int_equal(version_in_use(), 3);
	lay_down(p.root, 2);
	assert_int_equal(version_in_use(), 3);
	province_close(&p);
	province_open(&p);
	assert_int_equal(version_in_use(), 3);
	/* a file brought by hand that is newer wins */
	write_list(p.keys, p.root, 4);
	province_close(&p);
	province_open(&p);
	assert_int_equal(version_in_use(), 4);
}

static void another_root_counts_for_nothing(void **state)
{
	(void)state;
	assert_int_equal(version_in_use(), 1);
	lay_down(p.forger, 9);
	mc_clock_freeze(CHANGE);
	assert_int_equal(version_in_use(), 1);
	assert_true(seals_to(&p.seal));
	/* nor does what was kept, once a person brought the file of another root */
	lay_down(p.root, 2);
	assert_int_equal(version_in_use(), 2);
	write_list(p.keys, p.forger, 1);
	province_close(&p);
	province_open(&p);
	assert_int_equal(version_in_use(), 1);
}

static void damaged_lists_change_nothing(void **state)
{
	static const char *const texts[] = {"", "motcua-gateway-keys 1\n", "<html>"};
	char *path = mc_path_join(p.data, "mail/gateway.keys");

	(void)state;
	for (size_t i = 0; i < MC_COUNT(texts); i++) {
		(void)unlink(path);
		province_write(path, texts[i]);
		assert_int_equal(version_in_use(), 1);
	}
	free(path);
}

/* ---- proofs */

static char *prove(const char *name)
{
	struct mc_query query = province_query(MC_QUERY_VERIFY);
	char *path = mc_path_join(p.top, name);
	struct mc_evidence_shown shown;
	struct mc_lookup lookup;

	assert_ok(mc_lookup_begin(p.desk, &query, 0, NULL));
	province_answer(&p, MC_OUTCOME_FOUND, FAULT_NONE);
	assert_ok(mc_lookup_poll(p.desk, query.id, &lookup, NULL));
	mc_evidence_shown_init(&shown);
	assert_ok(mc_evidence_show(p.desk, lookup.evidence_id, &shown, NULL));
	province_write(path, shown.jws.data);
	mc_evidence_shown_done(&shown);
	return path;
}

static enum mc_code check(const char *file, const char *data)
{
	struct mc_evidence_shown shown;
	enum mc_code code;

	mc_evidence_shown_init(&shown);
	code = mc_evidence_check(file, p.keys, data, &shown, NULL);
	mc_evidence_shown_done(&shown);
	return code;
}

static void take_over(void)
{
	struct mc_sign_key *sign = p.sign;
	struct mc_open_key *open = p.open;

	mc_clock_freeze(CHANGE + MC_MINUTE);
	p.sign = next_sign;
	next_sign = sign;
	p.open = next_open;
	next_open = open;
}

static void proofs_of_before_and_after(void **state)
{
	char *before = prove("before.jws"), *after, *nowhere = mc_path_join(p.top, "empty");

	(void)state;
	lay_down(p.root, 2);
	take_over();
	after = prove("after.jws"); /* the answer itself is by the new key */
	assert_ok(check(before, p.data));
	assert_ok(check(after, p.data)); /* by the newest list of the file's root */
	assert_ok(check(before, nowhere));
	assert_code(check(after, nowhere), MC_E_KEY_UNKNOWN); /* with the old file alone */
	write_list(p.keys, p.forger, 1);
	assert_code(check(after, p.data), MC_E_KEY_UNKNOWN);
	free(nowhere);
	free(before);
	free(after);
}

/* Signed by the former key after its time: whoever has it cannot make anything new. */
static void the_former_key_after_its_time(void **state)
{
	struct mc_query query = province_query(MC_QUERY_VERIFY);
	struct mc_lookup lookup;

	(void)state;
	lay_down(p.root, 2);
	mc_clock_freeze(CHANGE + MC_MINUTE);
	assert_ok(mc_lookup_begin(p.desk, &query, 0, NULL));
	mc_open_key_free(p.open);
	p.open = next_open;
	next_open = NULL;
	province_answer(&p, MC_OUTCOME_FOUND, FAULT_NONE);
	assert_code(mc_lookup_poll(p.desk, query.id, &lookup, NULL), MC_E_KEY_UNKNOWN);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_newer_list_is_used_and_kept),
		CASE(never_a_step_back),
		CASE(another_root_counts_for_nothing),
		CASE(damaged_lists_change_nothing),
		CASE(proofs_of_before_and_after),
		CASE(the_former_key_after_its_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
