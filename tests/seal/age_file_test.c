/* SPDX-License-Identifier: MPL-2.0 */
/* age_file_test.c - envelopes as files: names, modes, and nothing left behind by a failure. */
#include "support/check.h"

#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sodium.h>

#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/seal/age.h"
#include "motcua/seal/hash.h"

static struct mc_open_key *key;
static struct mc_seal_key to;

/* A folder with a plain file, an empty folder for sealed ones, and a name for the opened. */
struct place {
	char *top, *plain, *dir, *opened;
};

static int start(void **state)
{
	(void)state;
	if (mc_seal_init(NULL)) {
		return -1;
	}
	key = mc_open_key_new();
	mc_open_key_public(key, &to);
	return 0;
}

static int finish(void **state)
{
	(void)state;
	mc_open_key_free(key);
	return 0;
}

static struct place new_place(size_t size)
{
	struct place p = {.top = test_dir()};
	char *data = mc_calloc(size, 1);

	randombytes_buf(data, size);
	p.plain = mc_path_join(p.top, "plain");
	p.dir = mc_path_join(p.top, "sealed");
	p.opened = mc_path_join(p.top, "opened");
	assert_ok(mc_dir_make(p.dir, 0700, NULL));
	assert_ok(mc_file_write(p.plain, 0600, (struct mc_slice){data, size}, NULL));
	free(data);
	return p;
}

static void done_place(struct place *p)
{
	free(p->top);
	free(p->plain);
	free(p->dir);
	free(p->opened);
}

static int files_in(const char *path)
{
	DIR *dir = opendir(path);
	int count = 0;

	assert_non_null(dir);
	for (struct dirent *e; (e = readdir(dir));) {
		count += strcmp(e->d_name, ".") && strcmp(e->d_name, "..");
	}
	closedir(dir);
	return count;
}

static mode_t mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return st.st_mode & 07777;
}

static void files_round_trip(void **state)
{
	static const size_t sizes[] = {0, 1, 65535, 65536, 65537, 300000};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(sizes); i++) {
		struct place p = new_place(sizes[i]);
		struct mc_age_file sealed, opened;
		char hex[MC_SHA256_HEX], *path;

		assert_ok(mc_age_seal_file(&to, 1, p.plain, p.dir, &sealed, NULL));
		assert_int_equal(sealed.plain_size, sizes[i]);
		assert_true(sealed.sealed_size > sealed.plain_size);
		assert_ok(mc_sha256_file(p.plain, hex, NULL));
		assert_string_equal(sealed.plain_sha256, hex);
		path = mc_path_join(p.dir, sealed.sealed_sha256);
		assert_ok(mc_sha256_file(path, hex, NULL));
		assert_string_equal(sealed.sealed_sha256, hex);
		assert_int_equal(mode_of(path), 0660);
		assert_int_equal(files_in(p.dir), 1);

		assert_ok(mc_age_open_file(key, path, p.opened, &opened, NULL));
		assert_string_equal(opened.sealed_sha256, sealed.sealed_sha256);
		assert_string_equal(opened.plain_sha256, sealed.plain_sha256);
		assert_int_equal(opened.sealed_size, sealed.sealed_size);
		assert_int_equal(opened.plain_size, sealed.plain_size);
		assert_ok(mc_sha256_file(p.opened, hex, NULL));
		assert_string_equal(hex, sealed.plain_sha256);
		assert_int_equal(mode_of(p.opened), 0600);
		assert_int_equal(files_in(p.top), 3);
		free(path);
		done_place(&p);
	}
}

static void a_damaged_file_gets_no_name(void **state)
{
	struct place p = new_place(200000);
	struct mc_age_file made, untouched = {.plain_size = 42};
	struct mc_open_key *other = mc_open_key_new();
	char *path;

	(void)state;
	assert_ok(mc_age_seal_file(&to, 1, p.plain, p.dir, &made, NULL));
	path = mc_path_join(p.dir, made.sealed_sha256);
	assert_code(mc_age_open_file(other, path, p.opened, &untouched, NULL), MC_E_SEALED_OTHER);
	assert_int_equal(truncate(path, made.sealed_size - 1), 0); /* only the end is wrong */
	assert_code(mc_age_open_file(key, path, p.opened, &untouched, NULL), MC_E_SEALED_SHAPE);
	assert_int_equal(untouched.plain_size, 42);
	assert_int_equal(files_in(p.top), 2);
	free(path);
	mc_open_key_free(other);
	done_place(&p);
}

static void a_failed_opening_keeps_the_older_file(void **state)
{
	struct place p = new_place(10);
	struct mc_age_file made;
	struct mc_str text;

	(void)state;
	assert_ok(mc_file_write(p.opened, 0600, mc_slice_text("older"), NULL));
	assert_code(mc_age_open_file(key, p.plain, p.opened, &made, NULL), MC_E_SEALED_SHAPE);
	mc_str_init(&text, 100);
	assert_ok(mc_file_read(p.opened, &text, NULL));
	assert_string_equal(text.data, "older");
	mc_str_done(&text);
	done_place(&p);
}

/* None of them may hang, leave a file, or put a name of a file into the detail. */
static void unreadable_inputs(void **state)
{
	struct place p = new_place(10);
	char *fifo = mc_path_join(p.top, "fifo"), *missing = mc_path_join(p.top, "Tran Thi Mau");
	const char *const bad[] = {missing, p.top, fifo, "/dev/null"};
	struct mc_age_file made;
	struct mc_err why;

	(void)state;
	assert_int_equal(mkfifo(fifo, 0600), 0);
	for (size_t i = 0; i < MC_COUNT(bad); i++) {
		assert_code(mc_age_seal_file(&to, 1, bad[i], p.dir, &made, &why), MC_E_FILE_READ);
		assert_null(strstr(why.detail, p.top));
		assert_null(strstr(why.detail, "Mau"));
		assert_code(mc_age_open_file(key, bad[i], p.opened, &made, &why), MC_E_FILE_READ);
	}
	assert_int_equal(files_in(p.dir), 0);
	assert_false(mc_file_exists(p.opened));
	free(fifo);
	free(missing);
	done_place(&p);
}

static void outputs_that_cannot_be_written(void **state)
{
	struct place p = new_place(10);
	char *nowhere = mc_path_join(p.top, "no/where");
	struct mc_age_file made;

	(void)state;
	assert_code(mc_age_seal_file(&to, 1, p.plain, nowhere, &made, NULL), MC_E_FILE_WRITE);
	assert_code(mc_age_seal_file(&to, 1, p.plain, p.plain, &made, NULL), MC_E_FILE_WRITE);
	assert_code(mc_age_seal_file(&to, 0, p.plain, p.dir, &made, NULL), MC_E_INTERNAL);
	assert_int_equal(files_in(p.dir), 0);
	free(nowhere);
	done_place(&p);
}

#define CANNOT_MOUNT 99

static bool put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool good = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	close(fd);
	return good;
}

/* A name space of our own, where we may mount; without privilege as its root. */
static bool may_mount(void)
{
	char uids[40], gids[40];

	if (!geteuid()) {
		return !unshare(CLONE_NEWNS);
	}
	snprintf(uids, sizeof(uids), "0 %u 1", (unsigned)geteuid());
	snprintf(gids, sizeof(gids), "0 %u 1", (unsigned)getegid());
	return !unshare(CLONE_NEWUSER | CLONE_NEWNS) && put("/proc/self/setgroups", "deny") &&
	       put("/proc/self/uid_map", uids) && put("/proc/self/gid_map", gids);
}

static int seal_to_small_disk(const struct place *p)
{
	struct mc_age_file made;
	enum mc_code code;

	if (!may_mount() || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("tmpfs", p->dir, "tmpfs", 0, "size=64k")) {
		return CANNOT_MOUNT;
	}
	code = mc_age_seal_file(&to, 1, p->plain, p->dir, &made, NULL);
	return code == MC_E_DISK_FULL && files_in(p->dir) == 0 ? 0 : 1;
}

static int in_child(int (*run)(const struct place *p), const struct place *p)
{
	pid_t pid = fork();
	int status;

	if (!pid) {
		_exit(run(p));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void a_full_disk_says_so(void **state)
{
	struct place p = new_place(200000);
	int status = in_child(seal_to_small_disk, &p);

	(void)state;
	done_place(&p);
	if (status == CANNOT_MOUNT) {
		print_message("skipped: a small disk cannot be mounted here\n");
		skip();
	}
	assert_int_equal(status, 0);
}

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(SANITIZED)
#define MEMORY_MEASURED 0
#else
#define MEMORY_MEASURED 1
#endif

static long peak_kib(void)
{
	struct rusage use;

	getrusage(RUSAGE_SELF, &use);
	return use.ru_maxrss;
}

/* 24 MiB of zeros there and back, within 2 MiB of memory. */
static int seal_large(const struct place *p)
{
	struct mc_age_file made, opened;
	long before = peak_kib();
	char *path;

	if (truncate(p->plain, 24 << 20) ||
	    mc_age_seal_file(&to, 1, p->plain, p->dir, &made, NULL)) {
		return 1;
	}
	path = mc_path_join(p->dir, made.sealed_sha256);
	if (mc_age_open_file(key, path, p->opened, &opened, NULL)) {
		return 2;
	}
	free(path);
	return peak_kib() - before < 2048 ? 0 : 3;
}

static void a_large_file_takes_little_memory(void **state)
{
	struct place p;
	int status;

	(void)state;
	if (!MEMORY_MEASURED) {
		print_message("skipped: a sanitizer's memory would be measured\n");
		skip();
	}
	p = new_place(0);
	status = in_child(seal_large, &p);
	done_place(&p);
	assert_int_equal(status, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_round_trip),
		cmocka_unit_test(a_damaged_file_gets_no_name),
		cmocka_unit_test(a_failed_opening_keeps_the_older_file),
		cmocka_unit_test(unreadable_inputs),
		cmocka_unit_test(outputs_that_cannot_be_written),
		cmocka_unit_test(a_full_disk_says_so),
		cmocka_unit_test(a_large_file_takes_little_memory),
	};

	return cmocka_run_group_tests(tests, start, finish);
}
