/* SPDX-License-Identifier: MPL-2.0 */
/* An office without a line: the gateway's new keys come with the receipts that they signed, and
 * are believed for their root alone. */
#include "support/province.h"

#include <sys/stat.h>
#include <unistd.h>

#include "desk/desk.h"
#include "motcua/desk/stick.h"
#include "motcua/seal/frames.h"
#include "motcua/wire/batch.h"
#include "motcua/wire/keys.h"

#define CHANGE (NOW + MC_HOUR)

static struct province p;
static struct mc_sign_key *next_sign;
static char id[MC_UUID_LEN], *stick, *file, *kept;

static int setup(void **state)
{
	struct mc_happened what = {.now = NOW};

	(void)state;
	province_begin(&p);
	province_open(&p);
	province_submit(&p, id);
	assert_ok(mc_mail_happen(p.desk->mail, id, MC_HAPPENING_BUNDLE, &what, NULL));
	next_sign = mc_sign_key_new();
	stick = mc_path_join(p.top, "stick");
	file = mc_path_join(stick, "a.return");
	kept = mc_path_join(p.data, "keys/gateway.keys");
	mkdir(stick, 0700);
	mc_clock_freeze(CHANGE + MC_HOUR); /* the province changed its keys an hour ago */
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	mc_sign_key_free(next_sign);
	free(stick);
	free(file);
	free(kept);
	province_end(&p);
	return 0;
}

/* What stands in the piece: the old key until CHANGE and the new one since, or the new one alone. */
static void list_of(const struct mc_sign_key *root, int version, bool whole, struct mc_str *ret)
{
	struct mc_keyring_entry entries[3] = {
		{.from = CHANGE, .until = NOW * 2},
		{.seals = true, .from = 0, .until = NOW * 2, .seal = p.seal},
		{.from = 0, .until = CHANGE},
	};
	struct mc_str text;

	mc_sign_key_public(next_sign, &entries[0].verify);
	mc_sign_key_public(p.sign, &entries[2].verify);
	mc_str_init(&text, MC_KEYRING_TEXT_MAX);
	assert_ok(mc_keyring_format(root, version, CHANGE, entries, whole ? 3 : 2, &text, NULL));
	mc_keys_format(text.data, ret);
	mc_str_done(&text);
}

static void receipt_by(const struct mc_sign_key *key, struct mc_str *ret)
{
	struct mc_outer outer = {.kind = "receipt", .outcome = "received", .at = CHANGE + MC_MINUTE};
	struct mc_item item;
	struct mc_str payload, jws, reply;

	assert_ok(mc_mail_item(p.desk->mail, id, &item, NULL));
	MC_COPY(outer.id, id);
	MC_COPY(outer.terminal, mc_desk_terminal(p.desk));
	MC_COPY(outer.epoch, item.epoch);
	MC_COPY(outer.digest, item.digest);
	outer.seq = item.seq;
	mc_str_init(&payload, MC_JWS_MAX);
	mc_str_init(&jws, MC_JWS_MAX);
	mc_str_init(&reply, MC_JSON_MAX);
	mc_outer_format(&outer, &payload);
	assert_ok(mc_jws_sign(key, "receipt", mc_slice_of(&payload), &jws, NULL));
	mc_reply_format(jws.data, (struct mc_slice){"", 0}, &reply);
	mc_batch_answer_format(id, 201, mc_slice_of(&reply), ret);
	mc_str_done(&payload);
	mc_str_done(&jws);
	mc_str_done(&reply);
}

/* The list, unless it is NULL, and a receipt. */
static void write_return(const struct mc_str *list, const struct mc_sign_key *signer)
{
	struct mc_frames_writer *w;
	struct mc_str answer;
	int64_t bytes;

	mc_str_init(&answer, MC_JSON_MAX);
	receipt_by(signer, &answer);
	assert_ok(mc_frames_create(stick, ".tmp", MC_RETURN_MARK, &w, NULL));
	if (list) {
		assert_ok(mc_frames_piece(w, MC_PIECE_KEYS, mc_slice_of(list), NULL));
	}
	assert_ok(mc_frames_piece(w, MC_PIECE_ANSWER, mc_slice_of(&answer), NULL));
	assert_ok(mc_frames_finish(w, "a.return", &bytes, NULL));
	mc_str_done(&answer);
}

static int version_in_use(void)
{
	return mc_keyring_version(desk_ring(p.desk));
}

/* In turn. Unused: MC_OK. */
static void assert_import(int receipts, int version, enum mc_code first, enum mc_code second)
{
	const enum mc_code codes[] = {first, second};
	struct mc_stick_import imported;

	assert_ok(mc_queue_import(p.desk, file, NULL, &imported, NULL));
	assert_int_equal(imported.receipts, receipts);
	assert_int_equal(imported.keys_version, version);
	assert_int_equal(imported.skipped.len, (first != MC_OK) + (second != MC_OK));
	for (size_t i = 0; i < imported.skipped.len; i++) {
		const struct mc_stick_skipped *it = mc_vec_at(&imported.skipped, i);

		assert_int_equal(it->code, codes[i]);
	}
	mc_stick_import_done(&imported);
}

static void the_list_comes_before_what_it_proves(void **state)
{
	struct mc_str list;
	struct stat st;

	(void)state;
	mc_str_init(&list, MC_JSON_MAX);
	list_of(p.root, 2, true, &list);
	write_return(NULL, next_sign); /* as an older gateway writes it */
	assert_import(0, 0, MC_E_KEY_UNKNOWN, MC_OK);
	write_return(&list, next_sign);
	assert_import(1, 2, MC_OK, MC_OK);
	assert_int_equal(version_in_use(), 2);
	assert_int_equal(province_audit(&p, "keys", "2"), 1);
	assert_int_equal(stat(kept, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	/* kept for good, and no news a second time */
	province_close(&p);
	province_open(&p);
	assert_int_equal(version_in_use(), 2);
	assert_import(0, 0, MC_OK, MC_OK);
	assert_int_equal(province_audit(&p, "keys", ""), 1);
	mc_str_done(&list);
}

static void never_a_step_back(void **state)
{
	struct mc_str list;

	(void)state;
	mc_str_init(&list, MC_JSON_MAX);
	list_of(p.root, 3, true, &list);
	write_return(&list, next_sign);
	assert_import(1, 3, MC_OK, MC_OK);
	mc_str_reset(&list);
	list_of(p.root, 2, true, &list);
	write_return(&list, next_sign); /* a stick from before: its answers are good */
	assert_import(0, 0, MC_OK, MC_OK);
	assert_int_equal(version_in_use(), 3);
	mc_str_done(&list);
}

/* Told, and believed for nothing; the answers are judged by the keys that are here. */
static void what_may_not_take_its_place(void **state)
{
	struct mc_str list;

	(void)state;
	mc_str_init(&list, MC_JSON_MAX);
	list_of(p.forger, 9, true, &list);
	write_return(&list, next_sign);
	assert_import(0, 0, MC_E_GATEWAY_KEY, MC_E_KEY_UNKNOWN);
	mc_str_reset(&list);
	list_of(p.root, 2, false, &list); /* what the first key signed would be proven no more */
	write_return(&list, next_sign);
	assert_import(0, 0, MC_E_KEYS_FILE, MC_E_KEY_UNKNOWN);
	for (int i = 0; i < 3; i++) {
		static const char *const texts[] = {"", "{\"v\":1}", "{\"v\":1,\"keys\":\"<html>\"}"};
		static const enum mc_code codes[] = { MC_E_BUNDLE_DAMAGED, MC_E_BUNDLE_DAMAGED,
						      MC_E_KEYS_FILE };

		mc_str_reset(&list);
		mc_str_puts(&list, texts[i]);
		write_return(&list, next_sign);
		assert_import(0, 0, codes[i], MC_E_KEY_UNKNOWN);
	}
	assert_int_equal(version_in_use(), 1);
	assert_int_not_equal(access(kept, F_OK), 0);
	assert_int_equal(province_audit(&p, "keys", ""), 0);
	mc_str_done(&list);
}

/* What cannot be kept is no receipt's ground: the file is brought in again. */
static void a_list_that_cannot_be_kept(void **state)
{
	struct mc_stick_import imported;
	struct mc_str list;

	(void)state;
	mc_str_init(&list, MC_JSON_MAX);
	list_of(p.root, 2, true, &list);
	write_return(&list, next_sign);
	assert_int_equal(mkdir(kept, 0700), 0);
	assert_code(mc_queue_import(p.desk, file, NULL, &imported, NULL), MC_E_FILE_WRITE);
	assert_int_equal(version_in_use(), 1);
	assert_int_equal(rmdir(kept), 0);
	assert_import(1, 2, MC_OK, MC_OK);
	mc_str_done(&list);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_list_comes_before_what_it_proves),
		CASE(never_a_step_back),
		CASE(what_may_not_take_its_place),
		CASE(a_list_that_cannot_be_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
