/* SPDX-License-Identifier: MPL-2.0 */
/* spool_test.c - the second copy of what was sealed, and mail.db built from it. */
#include "office.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "motcua/base/file.h"
#include "motcua/seal/hash.h"
#include "motcua/seal/jws.h"
#include "motcua/store/spool.h"

#define MANIFEST "age-encryption.org/v1 sealed"

static struct office office;

static int begin(void **state)
{
	*state = &office;
	office_init(&office);
	return 0;
}

static int end(void **state)
{
	office_done(*state);
	return 0;
}

static char *spool_path(const struct office *o, const char *name)
{
	return mc_path_join(o->paths.spool, name);
}

static int count_files(const struct office *o)
{
	struct mc_vec list;
	int count;

	mc_vec_init(&list, sizeof(struct mc_spooled), 100);
	assert_ok(mc_spool_list(&o->paths, &list, NULL));
	count = (int)list.len;
	mc_vec_done(&list);
	return count;
}

static void spool_all(struct office *o)
{
	int64_t n = 0;
	bool more = true;

	while (more) {
		assert_ok(mc_mail_spool(o->mail, &o->paths, 3, &n, &more, NULL));
	}
}

static void assert_read(const struct office *o, int64_t seq, int n)
{
	struct mc_str record, manifest;

	mc_str_init(&record, 4096);
	mc_str_init(&manifest, 4096);
	assert_ok(mc_spool_read(&o->paths, EPOCH, seq, &record, &manifest, NULL));
	assert_string_equal(record.data, id_of(n));
	assert_string_equal(manifest.data, MANIFEST);
	mc_str_done(&record);
	mc_str_done(&manifest);
}

static void test_copies_all_once(void **state)
{
	struct office *o = *state;
	struct stat first, again;
	char *path = spool_path(o, EPOCH "-1");

	for (int i = 1; i <= 7; i++) {
		seal_one(o->mail, i);
	}
	spool_all(o);
	assert_int_equal(count_files(o), 7);
	assert_read(o, 1, 1);
	assert_read(o, 7, 7);
	assert_int_equal(stat(path, &first), 0);
	assert_int_equal(first.st_mode & 07777, 0660);
	spool_all(o); /* what is there is not written again */
	assert_int_equal(stat(path, &again), 0);
	assert_int_equal(first.st_ino, again.st_ino);
	unlink(path);
	spool_all(o); /* a courier that starts makes up for what was lost */
	assert_read(o, 1, 1);
	free(path);
}

static void test_goes_on_behind_the_last(void **state)
{
	struct office *o = *state;
	int64_t n = 0;
	bool more;

	seal_one(o->mail, 1);
	assert_ok(mc_mail_spool(o->mail, &o->paths, 1, &n, &more, NULL));
	assert_true(more);
	assert_ok(mc_mail_spool(o->mail, &o->paths, 1, &n, &more, NULL));
	assert_false(more);
	seal_one(o->mail, 2);
	assert_ok(mc_mail_spool(o->mail, &o->paths, 9, &n, &more, NULL));
	assert_int_equal(count_files(o), 2);
}

/* A folder that takes no file: the place is kept, and the next try makes up for it. */
static void test_failure_keeps_the_place(void **state)
{
	struct office *o = *state;
	int64_t n = 0;
	bool more;

	seal_one(o->mail, 1);
	assert_int_equal(rmdir(o->paths.spool), 0);
	assert_code(mc_mail_spool(o->mail, &o->paths, 9, &n, &more, NULL), MC_E_FILE_WRITE);
	assert_int_equal(n, 0);
	assert_ok(mc_paths_make(&o->paths, NULL));
	assert_ok(mc_mail_spool(o->mail, &o->paths, 9, &n, &more, NULL));
	assert_int_equal(count_files(o), 1);
}

static void test_other_names_are_passed_over(void **state)
{
	static const char *const names[] = {
		".motcua-abcdef", EPOCH, EPOCH "-", EPOCH "-0", EPOCH "-01", EPOCH "-+1",
		EPOCH "-1x", EPOCH "-99999999999999999999", "00112233445566AA-1",
		"00112233445566a-1", EPOCH "-3.withdrawn", "ghi", "supplement-", "supplement-x",
		"supplement-01936B2E-7C00-7D4A-8B5F-0123456789AB",
		"supplement-01936b2e-7c00-7d4a-8b5f-0123456789abc",
		"supplement-01936b2e-7c00-7d4a-8b5f-0123456789ab.withdrawn",
	};
	struct office *o = *state;

	for (size_t i = 0; i < MC_COUNT(names); i++) {
		char *path = spool_path(o, names[i]);

		assert_ok(mc_file_write(path, 0660, mc_slice_text("x"), NULL));
		free(path);
	}
	assert_false(mc_spool_any(&o->paths));
	assert_int_equal(count_files(o), 0);
}

static void test_order(void **state)
{
	static const struct mc_spooled places[] = {
		{"00112233445566aa", 10, false}, {"00112233445566aa", 9, true},
		{"0000000000000001", 3, false}, {"00112233445566aa", 100, false},
		{"00000000-7c00-7d4a-8b5f-0123456789ab", 0, false}, /* a supplement: behind all */
	};
	static const int64_t want[] = {3, 9, 10, 100, 0};
	struct office *o = *state;
	struct mc_vec list;

	for (size_t i = 0; i < MC_COUNT(places); i++) {
		assert_ok(mc_spool_keep(&o->paths, places[i].epoch, places[i].seq,
					mc_slice_text("r"), mc_slice_text("m"), NULL));
		if (places[i].withdrawn) {
			assert_ok(mc_spool_withdraw(&o->paths, places[i].epoch, places[i].seq,
						    NULL));
		}
	}
	mc_vec_init(&list, sizeof(struct mc_spooled), 100);
	assert_ok(mc_spool_list(&o->paths, &list, NULL));
	assert_int_equal(list.len, MC_COUNT(want));
	for (size_t i = 0; i < list.len; i++) {
		const struct mc_spooled *it = mc_vec_at(&list, i);

		assert_int_equal(it->seq, want[i]);
		assert_int_equal(it->withdrawn, it->seq == 9);
	}
	mc_vec_done(&list);
}

static void test_damaged_files(void **state)
{
	struct office *o = *state;
	char *path = spool_path(o, EPOCH "-1");
	struct mc_str whole, record, manifest;

	seal_one(o->mail, 1);
	spool_all(o);
	mc_str_init(&whole, 4096);
	mc_str_init(&record, 4096);
	mc_str_init(&manifest, 4096);
	assert_ok(mc_file_read(path, &whole, NULL));
	for (size_t len = 0; len <= whole.len + 1; len++) { /* cut at every byte; and one more */
		struct mc_slice bytes = {whole.data, len};

		if (len == whole.len) {
			continue;
		}
		assert_ok(mc_file_write(path, 0660, bytes, NULL));
		assert_code(mc_spool_read(&o->paths, EPOCH, 1, &record, &manifest, NULL),
			    MC_E_STORE_CORRUPT);
	}
	whole.data[0] = (char)0xff; /* a length of 4 GiB */
	assert_ok(mc_file_write(path, 0660, mc_slice_of(&whole), NULL));
	assert_code(mc_spool_read(&o->paths, EPOCH, 1, &record, &manifest, NULL),
		    MC_E_STORE_CORRUPT);
	assert_code(mc_spool_read(&o->paths, EPOCH, 2, &record, &manifest, NULL), MC_E_FILE_READ);
	mc_str_done(&whole);
	mc_str_done(&record);
	mc_str_done(&manifest);
	free(path);
}

/* ---- a file that has the name already */

/* What belongs there and what may lie there: a record that names its manifest's digest. */
struct pair {
	struct mc_str record, manifest, file;
};

static void add_string(struct mc_str *to, const struct mc_str *bytes)
{
	const uint8_t length[4] = {0, 0, (uint8_t)(bytes->len >> 8), (uint8_t)bytes->len};

	mc_str_add(to, length, sizeof(length));
	mc_str_add(to, bytes->data, bytes->len);
}

static void pair_init(struct pair *pair, const char *kind, int n)
{
	struct mc_sign_key *key = mc_sign_key_new();
	char digest[MC_DIGEST_LEN], payload[200];

	mc_str_init(&pair->record, 4096);
	mc_str_init(&pair->manifest, 4096);
	mc_str_init(&pair->file, 8192);
	mc_str_printf(&pair->manifest, MANIFEST " %d", n);
	mc_sha256_hex(mc_slice_of(&pair->manifest), digest);
	snprintf(payload, sizeof(payload), "{\"v\":1,\"seq\":%d,\"digest\":\"%s\"}", n, digest);
	assert_ok(mc_jws_sign(key, kind, mc_slice_text(payload), &pair->record, NULL));
	mc_sign_key_free(key);
	add_string(&pair->file, &pair->record);
	add_string(&pair->file, &pair->manifest);
}

static void pair_done(struct pair *pair)
{
	mc_str_done(&pair->record);
	mc_str_done(&pair->manifest);
	mc_str_done(&pair->file);
}

static enum mc_code keep(struct office *o, const struct pair *pair)
{
	return mc_spool_keep(&o->paths, EPOCH, 1, mc_slice_of(&pair->record),
			     mc_slice_of(&pair->manifest), NULL);
}

static void assert_file(const char *path, struct mc_slice want)
{
	struct mc_str now;

	mc_str_init(&now, 8192);
	assert_ok(mc_file_read(path, &now, NULL));
	assert_true(mc_slice_equal(mc_slice_of(&now), want));
	mc_str_done(&now);
}

static void lay(const char *path, struct mc_slice bytes)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes.data, 1, bytes.len, file), bytes.len);
	assert_int_equal(fclose(file), 0);
}

static void test_another_in_its_place(void **state)
{
	struct office *o = *state;
	char *path = spool_path(o, EPOCH "-1");
	struct pair ours, other, supplement;

	pair_init(&ours, "record", 1);
	pair_init(&other, "record", 2);
	pair_init(&supplement, "supplement", 3);
	lay(path, mc_slice_of(&other.file));
	assert_code(keep(o, &ours), MC_E_SPOOL_OTHER);
	assert_file(path, mc_slice_of(&other.file));
	lay(path, mc_slice_of(&supplement.file));
	assert_code(keep(o, &ours), MC_E_SPOOL_OTHER);
	assert_file(path, mc_slice_of(&supplement.file));
	lay(path, mc_slice_of(&ours.file));
	assert_ok(keep(o, &ours));
	assert_file(path, mc_slice_of(&ours.file));
	pair_done(&ours);
	pair_done(&other);
	pair_done(&supplement);
	free(path);
}

enum { STRIDE = 5 };

/* A byte changed, or cut there. Never is it taken for ours; where it can be shown to be
 * damaged ours takes its place, and else it stays. Returns how often it was replaced. */
static int damage(struct office *o, const char *path, const struct pair *ours,
		  const struct pair *file, bool cut)
{
	struct mc_str bytes;
	int replaced = 0;

	mc_str_init(&bytes, 8192);
	for (size_t at = 0; at < file->file.len; at += STRIDE) {
		struct mc_slice now = {bytes.data, cut ? at : file->file.len};
		enum mc_code code;

		mc_str_reset(&bytes);
		mc_str_add(&bytes, file->file.data, file->file.len);
		now.data = bytes.data;
		bytes.data[at] = (char)(bytes.data[at] ^ 4);
		lay(path, now);
		code = keep(o, ours);
		assert_true(!code || code == MC_E_SPOOL_OTHER);
		assert_file(path, code ? now : mc_slice_of(&ours->file));
		replaced += !code;
	}
	mc_str_done(&bytes);
	return replaced;
}

static void test_damaged_in_its_place(void **state)
{
	struct office *o = *state;
	char *path = spool_path(o, EPOCH "-1");
	struct pair ours, other;
	int replaced, count;

	pair_init(&ours, "record", 1);
	pair_init(&other, "record", 2);
	count = (int)((ours.file.len + STRIDE - 1) / STRIDE);
	assert_int_equal(damage(o, path, &ours, &ours, true), count);
	assert_int_equal(damage(o, path, &ours, &other, true), count);
	replaced = damage(o, path, &ours, &ours, false);
	assert_true(replaced > (int)(8 + ours.manifest.len) / STRIDE); /* manifest, digest ... */
	assert_true(replaced < count); /* not where the signature alone is another */
	pair_done(&ours);
	pair_done(&other);
	free(path);
}

/* Ours is the one that is damaged, or nobody can tell: nothing is written over. */
static void test_damaged_itself(void **state)
{
	struct office *o = *state;
	char *path = spool_path(o, EPOCH "-1");
	struct pair ours, damaged;

	pair_init(&ours, "record", 1);
	pair_init(&damaged, "record", 1);
	damaged.manifest.data[0] ^= 4;
	lay(path, mc_slice_of(&ours.file));
	assert_code(keep(o, &damaged), MC_E_SPOOL_OTHER);
	assert_file(path, mc_slice_of(&ours.file));
	lay(path, mc_slice_text("cut"));
	assert_code(keep(o, &damaged), MC_E_SPOOL_OTHER);
	assert_file(path, mc_slice_text("cut"));
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkdir(path, 0700), 0); /* not to be read */
	assert_code(keep(o, &ours), MC_E_SPOOL_OTHER);
	assert_int_equal(rmdir(path), 0);
	pair_done(&ours);
	pair_done(&damaged);
	free(path);
}

/* The disk takes nothing: what lay there lies there, and the next try makes up for it. */
static void test_replaced_whole_or_not(void **state)
{
	struct rlimit before, none;
	struct office *o = *state;
	char *path = spool_path(o, EPOCH "-1");
	struct pair ours;
	enum mc_code code;

	pair_init(&ours, "record", 1);
	lay(path, mc_slice_text("cut"));
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	none = (struct rlimit){.rlim_cur = 8, .rlim_max = before.rlim_max};
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
	code = keep(o, &ours);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	signal(SIGXFSZ, SIG_DFL);
	assert_code(code, MC_E_FILE_WRITE);
	assert_file(path, mc_slice_text("cut"));
	assert_ok(keep(o, &ours));
	assert_file(path, mc_slice_of(&ours.file));
	pair_done(&ours);
	free(path);
}

static void test_check(void **state)
{
	struct office *o = *state;
	struct mc_spool_check check;
	char *path = spool_path(o, EPOCH "-2");

	assert_ok(mc_mail_spool_check(o->mail, &o->paths, &check, NULL));
	assert_int_equal(check.items + check.unspooled + check.unknown + check.different, 0);
	for (int i = 1; i <= 4; i++) {
		seal_one(o->mail, i);
	}
	spool_all(o);
	assert_ok(mc_mail_spool_check(o->mail, &o->paths, &check, NULL));
	assert_int_equal(check.items, 4);
	assert_int_equal(check.unspooled + check.unknown + check.different, 0);
	assert_ok(mc_file_write(path, 0660, mc_slice_text("other"), NULL));
	assert_ok(mc_spool_keep(&o->paths, EPOCH, 9, mc_slice_text("r"), mc_slice_text("m"), NULL));
	seal_one(o->mail, 5);
	assert_ok(mc_mail_spool_check(o->mail, &o->paths, &check, NULL));
	assert_int_equal(check.items, 5);
	assert_int_equal(check.unspooled, 1);
	assert_int_equal(check.unknown, 1);
	assert_int_equal(check.different, 1);
	free(path);
}

static void check_finds(struct office *o, int items, int unspooled, int different)
{
	struct mc_spool_check check;

	assert_ok(mc_mail_spool_check(o->mail, &o->paths, &check, NULL));
	assert_int_equal(check.items, items);
	assert_int_equal(check.unspooled, unspooled);
	assert_int_equal(check.different, different);
	assert_int_equal(check.unknown, 0);
}

/* Taken back by the officer: marked. By the gateway's word: not, for it will say so again. */
static void test_withdrawn_is_marked(void **state)
{
	struct office *o = *state;
	char *one = spool_path(o, EPOCH "-1.withdrawn"), *two = spool_path(o, EPOCH "-2.withdrawn");

	seal_one(o->mail, 1);
	seal_one(o->mail, 2);
	assert_ok(happen(o->mail, 1, MC_HAPPENING_WITHDRAW, NULL));
	assert_ok(happen(o->mail, 2, MC_HAPPENING_SEND, NULL));
	assert_ok(happen(o->mail, 2, MC_HAPPENING_WITHDRAWAL, "signed"));
	spool_all(o);
	assert_true(mc_file_exists(one));
	assert_false(mc_file_exists(two));
	check_finds(o, 2, 0, 0);
	assert_int_equal(unlink(one), 0); /* the courier lays it down again */
	check_finds(o, 2, 1, 0);
	assert_ok(mc_spool_withdraw(&o->paths, EPOCH, 2, NULL)); /* a rebuild would not send it */
	check_finds(o, 2, 1, 1);
	free(one);
	free(two);
}

/* ---- the database is gone */

static void lose(struct office *o)
{
	static const char *const endings[] = {"", "-wal", "-shm"};

	office_shut(o);
	for (size_t i = 0; i < MC_COUNT(endings); i++) {
		char path[512];

		snprintf(path, sizeof(path), "%s%s", o->paths.mail_db, endings[i]);
		unlink(path);
	}
}

static void test_lost_is_not_made_anew(void **state)
{
	struct office *o = *state;

	seal_one(o->mail, 1);
	spool_all(o);
	lose(o);
	assert_code(mc_mail_open(&o->paths, &o->mail, NULL), MC_E_MAIL_LOST);
	assert_false(mc_file_exists(o->paths.mail_db));
	o->mail = NULL;
}

/* Deleted under a desk that is open: nothing is sealed into a file that nobody finds. */
static void test_deleted_under_us(void **state)
{
	struct office *o = *state;
	struct mc_seal_head head;

	seal_one(o->mail, 1);
	assert_ok(mc_mail_here(o->mail, NULL));
	assert_int_equal(unlink(o->paths.mail_db), 0);
	assert_code(mc_mail_here(o->mail, NULL), MC_E_MAIL_LOST);
	assert_code(mc_mail_seal_begin(o->mail, &head, NULL), MC_E_MAIL_LOST);
}

static struct mc_sealed sealed_of(int n)
{
	return (struct mc_sealed){.id = id_of(n),
				  .digest = digest_of(n),
				  .record = mc_slice_text(id_of(n)),
				  .manifest = mc_slice_text(MANIFEST),
				  .now = NOW};
}

static void test_restore(void **state)
{
	struct office *o = *state;
	struct mc_spooled place = {EPOCH, 0, false};
	char aside[MC_ASIDE_LEN], prev[MC_DIGEST_LEN];
	struct mc_seal_head head;
	struct mc_ledger ledger;
	int lease;

	for (int i = 1; i <= 3; i++) {
		seal_one(o->mail, i);
	}
	spool_all(o);
	lose(o);
	assert_ok(mc_mail_recover(&o->paths, &o->mail, &lease, aside, NULL));
	assert_string_equal(aside, "");
	for (int round = 0; round < 2; round++) {
		for (int i = 3; i >= 1; i--) { /* in any order */
			struct mc_sealed sealed = sealed_of(i);
			bool is_new;

			place.seq = i;
			place.withdrawn = i == 2;
			assert_ok(mc_mail_restore(o->mail, &place, &sealed, &is_new, NULL));
			assert_int_equal(is_new, !round);
			assert_int_equal(state_of(o->mail, i),
					 i == 2 ? MC_STATE_WITHDRAWN : MC_STATE_COMMITTING);
		}
	}
	/* the chain goes on where it was */
	assert_ok(mc_mail_set(o->mail, "epoch", EPOCH, NULL));
	assert_ok(mc_mail_seal_begin(o->mail, &head, NULL));
	assert_int_equal(head.next_seq, 4);
	mc_sha256_hex(mc_slice_text(id_of(3)), prev);
	assert_string_equal(head.prev, prev);
	mc_mail_seal_abort(o->mail);
	assert_ok(mc_mail_ledger(o->mail, &ledger, NULL));
	assert_true(ledger.balanced);
	assert_int_equal(ledger.created, 3);
	close(lease);
	assert_ok(mc_store_open(&o->paths, o->vault, &o->store, NULL));
}

static void test_restore_refuses_other_bytes(void **state)
{
	struct office *o = *state;
	struct mc_spooled place = {EPOCH, 1, false};
	struct mc_sealed sealed = sealed_of(1);
	bool is_new;

	seal_one(o->mail, 1);
	sealed.digest = digest_of(9);
	assert_code(mc_mail_restore(o->mail, &place, &sealed, &is_new, NULL),
		    MC_E_DIGEST_MISMATCH);
	sealed = sealed_of(2); /* another id under the same number */
	assert_code(mc_mail_restore(o->mail, &place, &sealed, &is_new, NULL),
		    MC_E_DIGEST_MISMATCH);
	assert_false(is_new);
	assert_int_equal(state_of(o->mail, 1), MC_STATE_SEALED);
}

/* Garbage in the place of the header, of a page, of the whole file. */
static void spoil(const struct office *o, off_t at, size_t len)
{
	int fd = open(o->paths.mail_db, O_WRONLY | O_CLOEXEC);
	char *garbage = mc_calloc(1, len);

	memset(garbage, 0x5a, len);
	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, garbage, len, at), (ssize_t)len);
	close(fd);
	free(garbage);
}

static void test_damaged_is_moved_aside(void **state)
{
	static const struct {
		off_t at;
		size_t len;
	} cases[] = {{0, 100}, {4096, 40000}, {0, 20000}};
	struct office *o = *state;

	for (size_t i = 0; i < MC_COUNT(cases); i++) {
		char aside[MC_ASIDE_LEN], *moved;
		int lease;

		seal_one(o->mail, 1);
		office_shut(o); /* the log is folded into the file */
		spoil(o, cases[i].at, cases[i].len);
		assert_ok(mc_mail_recover(&o->paths, &o->mail, &lease, aside, NULL));
		assert_memory_equal(aside, "mail.db.damaged-", 16);
		moved = mc_path_join(o->paths.mail, aside);
		assert_true(mc_file_exists(moved));
		assert_ok(mc_mail_set(o->mail, "epoch", EPOCH, NULL));
		assert_ok(mc_store_open(&o->paths, o->vault, &o->store, NULL));
		unlink(moved);
		free(moved);
		close(lease);
	}
}

static void test_sound_stays(void **state)
{
	struct office *o = *state;
	char aside[MC_ASIDE_LEN];
	struct mc_mail *mail;
	int lease;

	seal_one(o->mail, 1);
	assert_ok(mc_mail_recover(&o->paths, &mail, &lease, aside, NULL));
	assert_string_equal(aside, "");
	assert_int_equal(state_of(mail, 1), MC_STATE_SEALED);
	assert_int_equal(lease, -1);
	mc_mail_close(mail);
}

static void test_newer_is_left_alone(void **state)
{
	struct office *o = *state;
	char aside[MC_ASIDE_LEN];
	struct mc_mail *mail;
	int lease;

	office_shut(o);
	spoil(o, 60, 4); /* user_version */
	assert_code(mc_mail_recover(&o->paths, &mail, &lease, aside, NULL), MC_E_STORE_NEWER);
	assert_string_equal(aside, "");
	assert_true(mc_file_exists(o->paths.mail_db));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_copies_all_once),
		CASE(test_goes_on_behind_the_last),
		CASE(test_failure_keeps_the_place),
		CASE(test_other_names_are_passed_over),
		CASE(test_order),
		CASE(test_damaged_files),
		CASE(test_another_in_its_place),
		CASE(test_damaged_in_its_place),
		CASE(test_damaged_itself),
		CASE(test_replaced_whole_or_not),
		CASE(test_check),
		CASE(test_withdrawn_is_marked),
		CASE(test_lost_is_not_made_anew),
		CASE(test_deleted_under_us),
		CASE(test_restore),
		CASE(test_restore_refuses_other_bytes),
		CASE(test_damaged_is_moved_aside),
		CASE(test_sound_stays),
		CASE(test_newer_is_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
