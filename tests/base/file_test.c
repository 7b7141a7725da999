/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Files are whole or untouched. fsync() and rename() are replaced by ones that
 * note their order and fail on demand.
 */
#include "support/check.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include "motcua/base/file.h"
#include "motcua/base/mem.h"

static char calls[16]; /* 'f' fsync of a file, 'd' of a folder, 'r' rename */
static char fail_call;
static int fail_errno_value;

static int note(char call)
{
	size_t n = strlen(calls);

	if (n + 1 < sizeof(calls)) {
		calls[n] = call;
		calls[n + 1] = '\0';
	}
	errno = fail_errno_value;
	return call == fail_call ? -1 : 0;
}

int fsync(int fd)
{
	struct stat st;

	fstat(fd, &st);
	return note(S_ISDIR(st.st_mode) ? 'd' : 'f') < 0 ? -1 : (int)syscall(SYS_fsync, fd);
}

int rename(const char *from, const char *to)
{
	return note('r') < 0 ? -1 : renameat(AT_FDCWD, from, AT_FDCWD, to);
}

static void fail_at(char call, int error)
{
	calls[0] = '\0';
	fail_call = call;
	fail_errno_value = error;
}

static int entries(const char *dir)
{
	DIR *d = opendir(dir);
	int n = -2; /* "." and ".." */

	while (readdir(d)) {
		n++;
	}
	closedir(d);
	return n;
}

static void assert_content(const char *path, const char *want)
{
	struct mc_str s;

	mc_str_init(&s, 100);
	assert_ok(mc_file_read(path, &s, NULL));
	assert_string_equal(s.data, want);
	mc_str_done(&s);
}

static void writes_and_reads_back(void **state)
{
	char *dir = test_dir(), *path = mc_path_join(dir, "a.txt");
	struct mc_slice bytes = {"a\0b", 3};
	struct mc_str s;
	struct stat st;

	(void)state;
	fail_at('\0', 0);
	assert_ok(mc_file_write(path, 0640, bytes, NULL));
	assert_string_equal(calls, "frd");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
	mc_str_init(&s, 5);
	assert_true(mc_str_puts(&s, "> "));
	assert_ok(mc_file_read(path, &s, NULL));
	assert_int_equal(s.len, 5);
	assert_memory_equal(s.data, "> a\0b", 6);
	mc_str_done(&s);
	assert_ok(mc_file_write(path, 0600, mc_slice_text(""), NULL));
	assert_content(path, "");
	assert_int_equal(entries(dir), 1);
	free(path);
	free(dir);
}

/* Whatever fails, either the old content is there or, past the rename, the new. */
static void failures_leave_one_whole_file(void **state)
{
	static const struct {
		char call;
		int error;
		enum mc_code want;
		const char *left;
	} rows[] = {
		{'f', ENOSPC, MC_E_DISK_FULL, "old"}, {'f', EDQUOT, MC_E_DISK_FULL, "old"},
		{'f', EIO, MC_E_FILE_WRITE, "old"},   {'r', EACCES, MC_E_FILE_WRITE, "old"},
		{'r', ENOSPC, MC_E_DISK_FULL, "old"}, {'d', EIO, MC_E_FILE_WRITE, "new"},
		{'d', EINVAL, MC_OK, "new"},
	};
	char *dir = test_dir(), *path = mc_path_join(dir, "a.txt");

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct mc_err why = {0};
		const char *want = rows[i].want ? "a.txt: " : "";

		fail_at('\0', 0);
		assert_ok(mc_file_write(path, 0600, mc_slice_text("old"), NULL));
		fail_at(rows[i].call, rows[i].error);
		assert_code(mc_file_write(path, 0600, mc_slice_text("new"), &why), rows[i].want);
		assert_int_equal(why.code, rows[i].want);
		assert_int_equal(strncmp(why.detail, want, strlen(want)), 0);
		fail_at('\0', 0);
		assert_content(path, rows[i].left);
		assert_int_equal(entries(dir), 1);
	}
	free(path);
	free(dir);
}

static void commit_takes_a_temporary(void **state)
{
	char *dir = test_dir(), *path = mc_path_join(dir, "a"), *temp = mc_path_join(dir, "t");

	(void)state;
	fail_at('\0', 0);
	assert_ok(mc_file_write(temp, 0600, mc_slice_text("x"), NULL));
	fail_at('\0', 0);
	assert_ok(mc_file_commit(temp, path, NULL));
	assert_string_equal(calls, "rd");
	assert_content(path, "x");
	assert_false(mc_file_exists(temp));
	assert_code(mc_file_commit(temp, path, NULL), MC_E_FILE_WRITE);
	assert_content(path, "x");
	free(temp);
	free(path);
	free(dir);
}

/* What cannot be moved stays: it may be all there is. */
static void a_move_that_fails_keeps_the_file(void **state)
{
	char *dir = test_dir(), *path = mc_path_join(dir, "a"), *to = mc_path_join(dir, "no/b");

	(void)state;
	fail_at('\0', 0);
	assert_ok(mc_file_write(path, 0600, mc_slice_text("x"), NULL));
	assert_code(mc_file_move(path, to, NULL), MC_E_FILE_WRITE);
	assert_content(path, "x");
	free(to);
	to = mc_path_join(dir, "b");
	assert_ok(mc_file_move(path, to, NULL));
	assert_content(to, "x");
	assert_false(mc_file_exists(path));
	free(to);
	free(path);
	free(dir);
}

static void read_failures_leave_ret_alone(void **state)
{
	char *dir = test_dir(), *path = mc_path_join(dir, "six");
	char *none = mc_path_join(dir, "none");
	struct mc_err why;
	struct mc_str s;

	(void)state;
	fail_at('\0', 0);
	assert_ok(mc_file_write(path, 0600, mc_slice_text("123456"), NULL));
	mc_str_init(&s, 7);
	assert_true(mc_str_puts(&s, "> "));
	assert_code(mc_file_read(path, &s, &why), MC_E_FILE_TOO_LARGE);
	assert_string_equal(why.detail, "six: more than 7 bytes");
	assert_code(mc_file_read(none, &s, &why), MC_E_FILE_READ);
	assert_string_equal(why.detail, "none: No such file or directory");
	assert_code(mc_file_read(dir, &s, NULL), MC_E_FILE_READ);
	assert_false(s.full);
	assert_string_equal(s.data, "> ");
	mc_str_done(&s);
	free(none);
	free(path);
	free(dir);
}

static void a_socket(const char *path)
{
	struct sockaddr_un name = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(name.sun_path, sizeof(name.sun_path), "%s", path);
	assert_int_equal(bind(fd, (struct sockaddr *)&name, sizeof(name)), 0);
	close(fd);
}

/* Nobody writes into this FIFO, and /dev/zero has no end: whoever reads them waits for ever. */
static void only_files_are_read(void **state)
{
	char *dir = test_dir(), *fifo = mc_path_join(dir, "fifo"), *link = mc_path_join(dir, "link"),
	     *sock = mc_path_join(dir, "s"), *folder = mc_path_join(dir, "folder");
	const char *const paths[] = {fifo, link, sock, folder, "/dev/zero", "/dev/null"};
	struct mc_err why;
	struct mc_str s;

	(void)state;
	assert_int_equal(mkfifo(fifo, 0600), 0);
	assert_int_equal(symlink(fifo, link), 0);
	assert_int_equal(mkdir(folder, 0700), 0);
	a_socket(sock);
	mc_str_init(&s, 1 << 20);
	alarm(5);
	for (size_t i = 0; i < MC_COUNT(paths); i++) {
		assert_code(mc_file_read(paths[i], &s, &why), MC_E_FILE_READ);
		assert_true(paths[i] == sock || strstr(why.detail, "not a regular file"));
	}
	alarm(0);
	assert_int_equal(s.len, 0);
	mc_str_done(&s);
	free(fifo);
	free(link);
	free(sock);
	free(folder);
	free(dir);
}

static void write_into_no_folder_fails(void **state)
{
	char *dir = test_dir(), *path = mc_path_join(dir, "none/a.txt");
	struct mc_err why;

	(void)state;
	fail_at('\0', 0);
	assert_code(mc_file_write(path, 0600, mc_slice_text("x"), &why), MC_E_FILE_WRITE);
	assert_string_equal(why.detail, "a.txt: No such file or directory");
	free(path);
	free(dir);
}

static void longest_name_can_be_written(void **state)
{
	char *dir = test_dir(), name[256], *path;

	(void)state;
	fail_at('\0', 0);
	memset(name, 'n', 255);
	name[255] = '\0';
	path = mc_path_join(dir, name);
	assert_ok(mc_file_write(path, 0600, mc_slice_text("x"), NULL));
	assert_content(path, "x");
	free(path);
	free(dir);
}

static void makes_folders_with_their_mode(void **state)
{
	char *dir = test_dir(), *path = mc_path_join(dir, "a//b/c/"), *b = mc_path_join(dir, "a/b");
	mode_t mask = umask(077);
	struct stat st;

	(void)state;
	fail_at('\0', 0);
	assert_ok(mc_dir_make(path, 02770, NULL));
	umask(mask);
	assert_int_equal(stat(b, &st), 0);
	assert_int_equal(st.st_mode & 07777, 02770);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 02770);
	assert_ok(mc_dir_make(b, 0700, NULL)); /* there already: its mode stays */
	assert_int_equal(stat(b, &st), 0);
	assert_int_equal(st.st_mode & 07777, 02770);
	assert_ok(mc_dir_make("/", 0700, NULL));
	free(b);
	free(path);
	free(dir);
}

static void folder_over_a_file_fails(void **state)
{
	char *dir = test_dir(), *file = mc_path_join(dir, "f"), *below = mc_path_join(file, "g");
	struct mc_err why;

	(void)state;
	fail_at('\0', 0);
	assert_ok(mc_file_write(file, 0600, mc_slice_text("x"), NULL));
	assert_code(mc_dir_make(file, 0700, &why), MC_E_FILE_WRITE);
	assert_string_equal(why.detail, "f: Not a directory");
	assert_code(mc_dir_make(below, 0700, &why), MC_E_FILE_WRITE);
	assert_code(mc_dir_make("", 0700, &why), MC_E_FILE_WRITE);
	free(below);
	free(file);
	free(dir);
}

static void joins_with_one_slash(void **state)
{
	static const char *const rows[][3] = {
		{"a", "b", "a/b"}, {"a/", "b", "a/b"}, {"/", "b", "/b"}, {"", "b", "b"},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		char *path = mc_path_join(rows[i][0], rows[i][1]);

		assert_string_equal(path, rows[i][2]);
		free(path);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_and_reads_back),
		cmocka_unit_test(failures_leave_one_whole_file),
		cmocka_unit_test(commit_takes_a_temporary),
		cmocka_unit_test(a_move_that_fails_keeps_the_file),
		cmocka_unit_test(read_failures_leave_ret_alone),
		cmocka_unit_test(only_files_are_read),
		cmocka_unit_test(write_into_no_folder_fails),
		cmocka_unit_test(longest_name_can_be_written),
		cmocka_unit_test(makes_folders_with_their_mode),
		cmocka_unit_test(folder_over_a_file_fails),
		cmocka_unit_test(joins_with_one_slash),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
