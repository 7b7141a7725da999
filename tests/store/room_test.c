/* SPDX-License-Identifier: MPL-2.0 */
/* room_test.c - a disk that gets full, and what is swept from it. */
#include "office.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "motcua/base/clock.h"
#include "motcua/base/file.h"
#include "motcua/store/epoch.h"
#include "motcua/store/room.h"
#include "motcua/store/spool.h"

#define MIB (1024 * 1024)

static struct office office;

static int begin(void **state)
{
	*state = &office;
	mc_clock_freeze(NOW);
	office_init(&office);
	return 0;
}

static int end(void **state)
{
	(void)umount2(office.dir, MNT_DETACH); /* a failed test left it */
	office_done(*state);
	return 0;
}

/* ---- a small disk of its own */

static bool small_disk(const char *dir)
{
	if (mount("none", dir, "tmpfs", MS_NOSUID | MS_NODEV, "size=24m")) {
		print_message("a small disk cannot be mounted here: %s\n", strerror(errno));
		return false;
	}
	return true;
}

/* Writes until this many bytes are left; at 0 until nothing goes in any more. */
static void fill(const char *dir, int64_t left)
{
	char *path = mc_path_join(dir, "filler");
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	char page[4096];

	assert_true(fd >= 0);
	memset(page, 'x', sizeof(page));
	while (mc_room(dir) > left && write(fd, page, sizeof(page)) > 0) {
	}
	close(fd);
	free(path);
}

static void full_disk(struct office *o)
{
	struct mc_seal_head head;
	struct mc_paths *paths = &o->paths;
	char outer[20000];

	for (int i = 1; i <= 3; i++) {
		seal_one(o->mail, i);
		assert_ok(happen(o->mail, i, MC_HAPPENING_SEND, NULL));
		assert_ok(happen(o->mail, i, MC_HAPPENING_PARTS_HELD, NULL));
	}
	assert_ok(mc_ballast_make(paths, NULL));
	assert_true(mc_ballast_there(paths));
	assert_ok(mc_ballast_make(paths, NULL)); /* it stays */

	fill(o->dir, MC_ROOM_MIN - MIB); /* low: nothing new, but all else goes on */
	assert_code(mc_mail_seal_begin(o->mail, &head, NULL), MC_E_DISK_FULL);
	memset(outer, 'a', sizeof(outer));
	outer[sizeof(outer) - 1] = '\0';
	assert_ok(happen(o->mail, 1, MC_HAPPENING_RECEIPT, outer));
	assert_true(mc_ballast_there(paths));

	fill(o->dir, 0); /* full */
	assert_code(mc_mail_set(o->mail, "key", outer, NULL), MC_E_DISK_FULL);
	outer[0] = 'b';
	assert_ok(happen(o->mail, 2, MC_HAPPENING_RECEIPT, outer));
	assert_int_equal(state_of(o->mail, 2), MC_STATE_RECEIPTED);
	assert_false(mc_ballast_there(paths));
	assert_code(mc_ballast_make(paths, NULL), MC_E_DISK_FULL);
	assert_false(mc_ballast_there(paths));

	fill(o->dir, 0); /* and again, without a ballast: refused, nothing half done */
	outer[0] = 'c';
	assert_code(happen(o->mail, 3, MC_HAPPENING_RECEIPT, outer), MC_E_DISK_FULL);
	assert_int_equal(state_of(o->mail, 3), MC_STATE_COMMITTING);
}

static void test_full_disk(void **state)
{
	struct office *o = *state;
	char *filler;

	office_shut(o);
	if (!small_disk(o->dir)) {
		skip();
	}
	assert_ok(mc_paths_make(&o->paths, NULL));
	office_open(o);
	assert_ok(mc_mail_set(o->mail, "epoch", EPOCH, NULL));
	full_disk(o);
	filler = mc_path_join(o->dir, "filler");
	unlink(filler);
	free(filler);
	assert_ok(happen(o->mail, 3, MC_HAPPENING_RECEIPT, "signed")); /* room again */
	assert_ok(mc_ballast_make(&o->paths, NULL));
	assert_true(mc_ballast_there(&o->paths));
	office_shut(o);
	assert_int_equal(umount2(o->dir, MNT_DETACH), 0);
}

/* Shut, and opened again without a byte of room: read as before, refused to write. */
static void opened_on_a_full_disk(struct office *o, bool with_ballast)
{
	char filler[64] = "a value that needs a page of its own to be written into the log";
	struct mc_mail_counts counts;

	office_shut(o);
	if (with_ballast) {
		assert_ok(mc_ballast_make(&o->paths, NULL));
	}
	fill(o->dir, 0);
	office_open(o);
	assert_false(mc_ballast_there(&o->paths));
	assert_int_equal(state_of(o->mail, 2), MC_STATE_RECEIPTED);
	assert_ok(mc_mail_counts(o->mail, &counts, NULL));
	assert_int_equal(counts.waiting, 1);
	assert_ok(mc_mail_quick_check(o->mail, NULL));
	assert_ok(mc_store_quick_check(o->store, NULL));
	fill(o->dir, 0);
	assert_code(mc_mail_set(o->mail, "key", filler, NULL), MC_E_DISK_FULL);
}

static void make_room(struct office *o)
{
	char *path = mc_path_join(o->dir, "filler");

	assert_int_equal(unlink(path), 0);
	free(path);
}

static void test_opened_on_a_full_disk(void **state)
{
	struct office *o = *state;

	office_shut(o);
	if (!small_disk(o->dir)) {
		skip();
	}
	assert_ok(mc_paths_make(&o->paths, NULL));
	office_open(o);
	assert_ok(mc_mail_set(o->mail, "epoch", EPOCH, NULL));
	for (int i = 1; i <= 2; i++) {
		seal_one(o->mail, i);
	}
	assert_ok(happen(o->mail, 2, MC_HAPPENING_SEND, NULL));
	assert_ok(happen(o->mail, 2, MC_HAPPENING_PARTS_HELD, NULL));
	assert_ok(happen(o->mail, 2, MC_HAPPENING_RECEIPT, "signed"));
	opened_on_a_full_disk(o, false);
	make_room(o);
	assert_ok(mc_mail_set(o->mail, "key", "value", NULL)); /* room again: goes on as it is */
	opened_on_a_full_disk(o, true);
	make_room(o);
	office_shut(o);
	office_open(o);
	assert_ok(mc_mail_set(o->mail, "key", "value", NULL));
	office_shut(o);
	assert_int_equal(umount2(o->dir, MNT_DETACH), 0);
}

static struct mc_mail *courier_of(struct office *o)
{
	struct mc_mail *ret = NULL;

	assert_ok(mc_mail_open(&o->paths, &ret, NULL));
	return ret;
}

/* Each keeps it for a use at a time. */
static void both_read(struct office *o, struct mc_mail *courier)
{
	struct mc_str value;

	mc_str_init(&value, 64);
	for (int i = 0; i < 2; i++) {
		assert_ok(mc_mail_here(o->mail, NULL));
		assert_ok(mc_mail_get(o->mail, "key", &value, NULL));
		assert_string_equal(value.data, "before");
		mc_mail_look_begin(courier);
		assert_ok(mc_mail_get(courier, "key", &value, NULL));
		assert_ok(mc_mail_get(courier, "epoch", &value, NULL));
		mc_mail_look_end(courier);
		assert_string_equal(value.data, EPOCH);
	}
	mc_str_done(&value);
}

/* What one writes the other sees, and is told that it is there. */
static void both_write(struct mc_mail *one, struct mc_mail *other)
{
	uint32_t version = mc_mail_version(other);
	struct mc_str value;

	mc_str_init(&value, 64);
	assert_ok(mc_mail_set(one, "key", "after", NULL));
	assert_int_not_equal(mc_mail_version(other), version);
	assert_ok(mc_mail_get(other, "key", &value, NULL));
	assert_string_equal(value.data, "after");
	assert_ok(mc_mail_set(other, "key", "before", NULL));
	mc_str_done(&value);
}

/* Nobody has it alone any more: the index that several share is there. */
static void assert_shared(struct office *o)
{
	char *index = mc_path_join(o->paths.mail, "mail.db-shm");
	struct stat st;

	assert_int_equal(stat(index, &st), 0);
	assert_true(st.st_size > 0);
	free(index);
}

/* The desk was started on a full disk, and so was the courier: neither keeps the store from the
 * other, and with room it is as if there had always been some. */
static void test_a_full_disk_is_shared(void **state)
{
	char filler[64] = "a value that needs a page of its own to be written into the log";
	struct office *o = *state;
	struct mc_mail *courier;

	office_shut(o);
	if (!small_disk(o->dir)) {
		skip();
	}
	assert_ok(mc_paths_make(&o->paths, NULL));
	office_open(o);
	assert_ok(mc_mail_set(o->mail, "epoch", EPOCH, NULL));
	assert_ok(mc_mail_set(o->mail, "key", "before", NULL));
	seal_one(o->mail, 1);
	office_shut(o);
	fill(o->dir, 0);
	office_open(o);
	courier = courier_of(o);
	both_read(o, courier);
	assert_code(mc_mail_set(courier, "key", filler, NULL), MC_E_DISK_FULL);
	both_read(o, courier); /* what failed keeps nothing, either */
	make_room(o);
	both_write(courier, o->mail);
	both_write(o->mail, courier);
	both_write(courier, o->mail);
	assert_shared(o);
	mc_mail_close(courier);
	office_shut(o);
	assert_int_equal(umount2(o->dir, MNT_DETACH), 0);
}

static void test_ballast_is_real(void **state)
{
	struct office *o = *state;
	struct stat st;

	assert_false(mc_ballast_there(&o->paths));
	assert_ok(mc_ballast_make(&o->paths, NULL));
	assert_int_equal(stat(o->paths.ballast, &st), 0);
	assert_int_equal(st.st_size, MC_BALLAST);
	assert_true(st.st_blocks * 512 >= MC_BALLAST); /* not a hole */
	assert_int_equal(truncate(o->paths.ballast, 5), 0);
	assert_false(mc_ballast_there(&o->paths));
	assert_ok(mc_ballast_make(&o->paths, NULL));
	assert_true(mc_ballast_there(&o->paths));
}

/* ---- sweeping */

static const int64_t DAY = 24 * 3600;

/* A file of this age in seconds. */
static char *aged(const char *dir, const char *name, int64_t age)
{
	char *path = mc_path_join(dir, name);
	struct timespec times[2] = {{.tv_sec = NOW / MC_SECOND - age}, {0}};

	times[1] = times[0];
	assert_ok(mc_file_write(path, 0660, mc_slice_text("x"), NULL));
	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
	return path;
}

static void test_temporaries(void **state)
{
	static const struct {
		const char *name;
		int64_t age;
		bool goes;
	} cases[] = {
		{".sealing-aB3dE6", DAY + 60, true},
		{".motcua-aB3dE6", DAY + 60, true},
		{".sealing-young0", DAY - 60, false},
		{".motcua-future", -400 * DAY, false}, /* written before the clock was set back */
		{".other-aB3dE6", 9 * DAY, false},
		{"sealing-aB3dE6", 9 * DAY, false},
	};
	struct office *o = *state;
	const char *const folders[] = {o->paths.mail, o->paths.parts, o->paths.spool};

	for (size_t f = 0; f < MC_COUNT(folders); f++) {
		char *paths[MC_COUNT(cases)];

		for (size_t i = 0; i < MC_COUNT(cases); i++) {
			paths[i] = aged(folders[f], cases[i].name, cases[i].age);
		}
		assert_int_equal(mc_sweep_temporaries(&o->paths, NOW), 2);
		for (size_t i = 0; i < MC_COUNT(cases); i++) {
			assert_int_equal(mc_file_exists(paths[i]), !cases[i].goes);
			free(paths[i]);
		}
	}
}

/* 1 sealed, 2 in a draft, 3 in a discarded draft, 4 nobody's, 5 nobody's but young. */
static void test_parts(void **state)
{
	static const bool stays[] = {true, true, false, false, true};
	struct office *o = *state;
	char names[5][MC_DIGEST_LEN], *paths[5], *other;
	const int64_t size = 1;
	struct mc_draft draft;
	struct mc_seal_head head;
	struct mc_sealed sealed = {.id = id_of(1), .digest = digest_of(9), .now = NOW,
				   .record = mc_slice_text("r"), .manifest = mc_slice_text("m"),
				   .parts = (const char (*)[MC_DIGEST_LEN])names[0],
				   .part_sizes = &size, .part_count = 1};
	int count = -1;

	for (int i = 0; i < 5; i++) {
		(void)MC_COPY(names[i], digest_of(i + 1));
		paths[i] = aged(o->paths.parts, names[i], i == 4 ? DAY / 2 : 2 * DAY);
	}
	other = aged(o->paths.parts, "readme", 9 * DAY);
	assert_ok(mc_mail_seal_begin(o->mail, &head, NULL));
	assert_ok(mc_mail_seal_commit(o->mail, &sealed, NULL));
	for (int i = 1; i <= 2; i++) {
		draft = draft_of(i);
		assert_ok(mc_draft_create(o->store, &draft, NULL));
		assert_ok(mc_draft_attach(o->store, draft.id, names[i], mc_slice_text("p"), NULL));
	}
	assert_ok(mc_draft_move(o->store, draft.id, MC_STATE_DRAFT, MC_STATE_DISCARDED, NOW, NULL));
	assert_ok(mc_sweep_parts(o->store, o->mail, &o->paths, NOW, &count, NULL));
	assert_int_equal(count, 2);
	for (int i = 0; i < 5; i++) {
		assert_int_equal(mc_file_exists(paths[i]), stays[i]);
		free(paths[i]);
	}
	assert_true(mc_file_exists(other));
	free(other);
}

static void assert_swept(struct office *o, enum mc_code code, const char *path, bool stays)
{
	int count = -1;

	assert_code(mc_sweep_parts(o->store, o->mail, &o->paths, NOW, &count, NULL), code);
	assert_int_equal(count, !stays);
	assert_int_equal(mc_file_exists(path), stays);
}

/* Databases were put back from a backup: the spool beside them is newer, and so are the papers.
 * A later number; an epoch that was adopted since; a supplement. */
static void test_parts_of_an_old_copy(void **state)
{
	static const struct {
		const char *epoch;
		int64_t seq;
	} newer[] = {{EPOCH, 2}, {"0123456789abcdef", 1}, {"018f0000-0000-7000-8000-00000000000a", 0}};
	struct office *o = *state;
	char *path = aged(o->paths.parts, digest_of(1), 2 * DAY), name[64], *file;
	struct mc_seal_head head;
	struct mc_sealed sealed = {.id = id_of(1), .digest = digest_of(9), .now = NOW,
				   .record = mc_slice_text("r"), .manifest = mc_slice_text("m")};

	assert_ok(mc_mail_seal_begin(o->mail, &head, NULL));
	assert_ok(mc_mail_seal_commit(o->mail, &sealed, NULL));
	assert_ok(mc_spool_keep(&o->paths, EPOCH, 1, sealed.record, sealed.manifest, NULL));
	for (size_t i = 0; i < MC_COUNT(newer); i++) {
		assert_ok(mc_spool_keep(&o->paths, newer[i].epoch, newer[i].seq, sealed.record,
					sealed.manifest, NULL));
		assert_swept(o, MC_E_OLD_COPY, path, true);
		snprintf(name, sizeof(name), newer[i].seq ? "%s-%d" : "supplement-%s",
			 newer[i].epoch, (int)newer[i].seq);
		file = mc_path_join(o->paths.spool, name);
		assert_int_equal(unlink(file), 0);
		free(file);
	}
	assert_swept(o, MC_OK, path, false);
	free(path);
}

/* The same as the gateway tells it; until these data are adopted. */
static void test_parts_that_the_gateway_may_know(void **state)
{
	struct office *o = *state;
	char *path = aged(o->paths.parts, digest_of(1), 2 * DAY);
	struct mc_old_copy old;
	int released;

	assert_ok(mc_mail_highest_seen(o->mail, "0123456789abcdef", 7, NOW, &old, NULL));
	assert_true(old.is);
	assert_swept(o, MC_E_OLD_COPY, path, true);
	assert_ok(mc_mail_adopt(o->mail, "fedcba9876543210", NOW, &released, NULL));
	assert_swept(o, MC_OK, path, false);
	free(path);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_ballast_is_real),
		CASE(test_full_disk),
		CASE(test_opened_on_a_full_disk),
		CASE(test_a_full_disk_is_shared),
		CASE(test_temporaries),
		CASE(test_parts),
		CASE(test_parts_of_an_old_copy),
		CASE(test_parts_that_the_gateway_may_know),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
