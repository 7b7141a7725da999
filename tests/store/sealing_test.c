/* SPDX-License-Identifier: MPL-2.0 */
/* The act of submitting: gapless, chained, one fsync, whole or not at all. */
#include <sys/wait.h>
#include <unistd.h>

#include "motcua/base/clock.h"
#include "motcua/store/withdrawal.h"
#include "store/office.h"
#include "store/shim.h"

static int setup(void **state)
{
	*state = mc_calloc(1, sizeof(struct office));
	office_init(*state);
	return 0;
}

static int teardown(void **state)
{
	office_done(*state);
	free(*state);
	return 0;
}

static struct mc_seal_head head_now(struct mc_mail *mail)
{
	struct mc_seal_head head;

	assert_ok(mc_mail_seal_begin(mail, &head, NULL));
	mc_mail_seal_abort(mail);
	mc_mail_seal_abort(mail); /* once more is nothing */
	return head;
}

static void the_head_follows(void **state)
{
	struct office *o = *state;
	struct mc_seal_head head = head_now(o->mail);
	char want[MC_SHA256_HEX];

	assert_string_equal(head.epoch, EPOCH);
	assert_int_equal(head.next_seq, 1);
	assert_int_equal(strspn(head.prev, "0"), 64);
	seal_one(o->mail, 1);
	head = head_now(o->mail);
	assert_int_equal(head.next_seq, 2);
	mc_sha256_hex(mc_slice_text(id_of(1)), want);
	assert_string_equal(head.prev, want);
	assert_ok(mc_mail_set(o->mail, "epoch", "ffffffffffffffff", NULL));
	head = head_now(o->mail);
	assert_int_equal(head.next_seq, 1);
	assert_int_equal(strspn(head.prev, "0"), 64);
	assert_ok(mc_mail_set(o->mail, "epoch", "no epoch", NULL));
	assert_code(mc_mail_seal_begin(o->mail, &head, NULL), MC_E_INTERNAL);
	assert_ok(mc_mail_set(o->mail, "after", "the lock is let go", NULL));
}

static void comes_back_as_it_was(void **state)
{
	struct office *o = *state;
	const char parts[2][MC_DIGEST_LEN] = {
		"1111111111111111111111111111111111111111111111111111111111111111",
		"2222222222222222222222222222222222222222222222222222222222222222"};
	const int64_t sizes[] = {100, 20};
	const struct mc_sealed sealed = {.id = id_of(1),
					 .digest = digest_of(1),
					 .record = mc_slice_text("record"),
					 .manifest = {"man\0ifest", 9},
					 .parts = parts,
					 .part_sizes = sizes,
					 .part_count = 2,
					 .now = NOW};
	struct mc_seal_head head;
	struct mc_item item;
	struct mc_str record, manifest;

	assert_ok(mc_mail_seal_begin(o->mail, &head, NULL));
	assert_ok(mc_mail_seal_commit(o->mail, &sealed, NULL));
	office_shut(o);
	office_open(o);
	assert_ok(mc_mail_item(o->mail, id_of(1), &item, NULL));
	assert_string_equal(item.epoch, EPOCH);
	assert_int_equal(item.seq, 1);
	assert_string_equal(item.digest, digest_of(1));
	assert_int_equal(item.state, MC_STATE_SEALED);
	assert_int_equal(item.sealed_at, NOW);
	assert_int_equal(item.total_bytes, 129);
	assert_int_equal(item.sent_bytes, 0);
	assert_int_equal(item.next_try, 0);
	assert_int_equal(item.cause, MC_OK);
	assert_false(item.has_receipt);
	mc_str_init(&record, 100);
	mc_str_init(&manifest, 100);
	assert_ok(mc_mail_item_record(o->mail, id_of(1), &record, &manifest, NULL));
	assert_string_equal(record.data, "record");
	assert_int_equal(manifest.len, 9);
	assert_memory_equal(manifest.data, "man\0ifest", 9);
	assert_code(mc_mail_item_record(o->mail, id_of(2), &record, &manifest, NULL),
		    MC_E_DOSSIER_UNKNOWN);
	mc_str_done(&record);
	mc_str_done(&manifest);
}

/* docs/DELIVERY.md 5. The first commit after a checkpoint also syncs the journal's header. */
static void one_fsync(void **state)
{
	struct office *o = *state;

	seal_one(o->mail, 1);
	for (int n = 2; n < 6; n++) {
		shim.wal_syncs = shim.other_syncs = 0;
		seal_one(o->mail, n);
		assert_int_equal(shim.wal_syncs, 1);
		assert_int_equal(shim.other_syncs, 0);
	}
}

static void whole_or_not_at_all(void **state)
{
	struct office *o = *state;
	struct mc_sealed sealed = {.id = id_of(1),
				   .digest = "short",
				   .record = mc_slice_text("r"),
				   .manifest = mc_slice_text("m"),
				   .now = NOW};
	struct mc_seal_head head;
	struct mc_item item;
	char *large = mc_calloc(MC_MANIFEST_MAX + 1, 1);

	assert_code(mc_mail_seal_commit(o->mail, &sealed, NULL), MC_E_INTERNAL);
	assert_ok(mc_mail_seal_begin(o->mail, &head, NULL));
	assert_code(mc_mail_seal_commit(o->mail, &sealed, NULL), MC_E_STORE);
	sealed.digest = digest_of(1);
	sealed.manifest = (struct mc_slice){large, MC_MANIFEST_MAX + 1};
	assert_ok(mc_mail_seal_begin(o->mail, &head, NULL));
	assert_code(mc_mail_seal_commit(o->mail, &sealed, NULL), MC_E_DOSSIER_LARGE);
	assert_code(mc_mail_item(o->mail, id_of(1), &item, NULL), MC_E_DOSSIER_UNKNOWN);
	assert_int_equal(head_now(o->mail).next_seq, 1);
	free(large);
}

static void disk_full(void **state)
{
	struct office *o = *state;
	struct mc_sealed sealed = {.id = id_of(2),
				   .digest = digest_of(2),
				   .record = mc_slice_text("r"),
				   .manifest = mc_slice_text("m"),
				   .now = NOW};
	struct mc_seal_head head;

	seal_one(o->mail, 1);
	assert_ok(mc_mail_seal_begin(o->mail, &head, NULL));
	shim.full = 1;
	assert_code(mc_mail_seal_commit(o->mail, &sealed, NULL), MC_E_DISK_FULL);
	shim.full = 0;
	assert_int_equal(head_now(o->mail).next_seq, 2);
	seal_one(o->mail, 2);
}

/* A process that dies between begin and commit, and one that dies right after. */
static void crash(void **state)
{
	struct office *o = *state;
	struct mc_item item;

	seal_one(o->mail, 1);
	office_shut(o);
	for (int committed = 0; committed < 2; committed++) {
		pid_t child = fork();
		int status = 0;

		if (!child) {
			struct mc_seal_head head;

			office_open(o);
			if (committed) {
				seal_one(o->mail, 2);
				_exit(0);
			}
			_exit(mc_mail_seal_begin(o->mail, &head, NULL) != MC_OK);
		}
		waitpid(child, &status, 0);
		assert_int_equal(status, 0);
		office_open(o);
		assert_code(mc_mail_item(o->mail, id_of(2), &item, NULL),
			    committed ? MC_OK : MC_E_DOSSIER_UNKNOWN);
		assert_int_equal(head_now(o->mail).next_seq, committed ? 3 : 2);
		office_shut(o);
	}
	office_open(o);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

static enum mc_code seal_in_place(struct mc_mail *mail, int which, const char *replaces)
{
	const struct mc_sealed sealed = {.id = id_of(which),
					 .digest = digest_of(which),
					 .replaces = replaces,
					 .burial = mc_slice_text("withdrawal"),
					 .record = mc_slice_text(id_of(which)),
					 .manifest = mc_slice_text("manifest"),
					 .now = NOW};
	struct mc_seal_head head;

	assert_ok(mc_mail_seal_begin(mail, &head, NULL));
	return mc_mail_seal_commit(mail, &sealed, NULL);
}

/* The draft of a third may be older than the sealing of the second. */
static void only_one_stands_in_its_place(void **state)
{
	struct office *o = *state;
	struct mc_happened what = {.now = NOW};
	struct mc_mail_withdrawal withdrawal;
	char other[MC_UUID_LEN];

	seal_one(o->mail, 1);
	assert_code(seal_in_place(o->mail, 2, id_of(1)), MC_E_REPLACED); /* it may still go */
	assert_ok(mc_mail_happen(o->mail, id_of(1), MC_HAPPENING_HOLD, &what, NULL));
	assert_ok(seal_in_place(o->mail, 2, id_of(1)));
	assert_ok(mc_mail_withdrawal(o->mail, id_of(1), &withdrawal, NULL));
	assert_int_equal(withdrawal.state, MC_WITHDRAWING_OPEN);
	assert_ok(mc_mail_replacement(o->mail, id_of(1), other, NULL));
	assert_string_equal(other, id_of(2));
	assert_code(seal_in_place(o->mail, 3, id_of(1)), MC_E_REPLACED);
	assert_ok(mc_mail_happen(o->mail, id_of(2), MC_HAPPENING_WITHDRAW, &what, NULL));
	assert_ok(mc_mail_replacement(o->mail, id_of(1), other, NULL));
	assert_string_equal(other, "");
	assert_ok(seal_in_place(o->mail, 3, id_of(1)));
	assert_ok(seal_in_place(o->mail, 4, id_of(9))); /* of older data: nothing is known of it */
}

static int count_waiting(struct mc_mail *mail, bool due)
{
	struct mc_vec items;
	int64_t next;
	int count;

	mc_vec_init(&items, sizeof(struct mc_item), 10);
	assert_ok(due ? mc_mail_due(mail, NOW, MC_MINUTE, 10, &items, &next, NULL) :
			mc_mail_waiting(mail, 10, &items, NULL));
	count = (int)items.len;
	mc_vec_done(&items);
	return count;
}

/* Whatever the word is on what it corrects: until it is here the new one is not sent by the wire,
 * though a stick may bring both. */
static void a_correction_goes_after_the_burial(void **state)
{
	static const struct {
		enum mc_happening happening;
		enum mc_code refused; /* MC_OK: the happening is the gateway's word */
	} words[] = {
		{MC_HAPPENING_WITHDRAWAL, MC_OK},
		{MC_HAPPENING_REJECTION, MC_OK},
		{MC_HAPPENING_RECEIPT, MC_E_SETTLED},
	};
	struct office *o = *state;
	struct mc_happened what = {.now = NOW};
	struct mc_item item;

	for (int i = 0; i < (int)MC_COUNT(words); i++) {
		const char *id = NULL;

		seal_one(o->mail, 1 + 2 * i);
		id = id_of(1 + 2 * i);
		assert_ok(mc_mail_happen(o->mail, id, MC_HAPPENING_HOLD, &what, NULL));
		assert_ok(seal_in_place(o->mail, 2 + 2 * i, id_of(1 + 2 * i)));
		assert_int_equal(count_waiting(o->mail, true), i);
		assert_int_equal(count_waiting(o->mail, false), i + 1);
		assert_ok(mc_mail_item(o->mail, id_of(2 + 2 * i), &item, NULL));
		assert_true(item.after_burial);
		assert_ok(mc_mail_happen(o->mail, id_of(1 + 2 * i), words[i].happening, &what, NULL));
		if (words[i].refused) { /* a receipt alone ends no request */
			assert_int_equal(count_waiting(o->mail, true), i);
			assert_ok(mc_mail_withdrawal_refused(o->mail, id_of(1 + 2 * i), NOW,
							     words[i].refused, NULL));
		}
		assert_int_equal(count_waiting(o->mail, true), i + 1);
		assert_ok(mc_mail_item(o->mail, id_of(2 + 2 * i), &item, NULL));
		assert_false(item.after_burial);
		assert_ok(mc_mail_item(o->mail, id_of(1 + 2 * i), &item, NULL));
		assert_code(item.refused, words[i].refused);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_head_follows),	   CASE(comes_back_as_it_was), CASE(one_fsync),
		CASE(whole_or_not_at_all), CASE(disk_full),	       CASE(crash),
		CASE(only_one_stands_in_its_place), CASE(a_correction_goes_after_the_burial),
	};

	shim_install();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
