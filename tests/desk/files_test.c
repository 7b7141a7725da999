/* SPDX-License-Identifier: MPL-2.0 */
/* Papers to choose from: folders first, then the newest scans; nothing else, and no odd bytes. */
#include "motcua/desk/files.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/desk/stick.h"
#include "motcua/domain/dossier.h"
#include "support/check.h"

static char *folder;

static int begin(void **state)
{
	(void)state;
	folder = test_dir();
	return 0;
}

static int end(void **state)
{
	(void)state;
	free(folder);
	return 0;
}

static void put(const char *name, off_t size, time_t at)
{
	const struct timespec times[2] = {{.tv_sec = at}, {.tv_sec = at}};
	char *path = mc_path_join(folder, name);

	assert_ok(mc_file_write(path, 0600, mc_slice_text("x"), NULL));
	assert_int_equal(truncate(path, size), 0);
	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
	free(path);
}

static void expect(const struct mc_vec *files, size_t at, const char *name, const char *shown)
{
	const struct mc_file_choice *file = mc_vec_at(files, at);

	assert_non_null(file);
	assert_string_equal(file->name, name);
	assert_string_equal(file->shown, shown);
}

static void what_can_be_attached(void **state)
{
	struct mc_vec files;
	char *path = mc_path_join(folder, "ảnh"), *link = mc_path_join(folder, "link.pdf");

	(void)state;
	put("old.pdf", 10, 1000);
	put("new.JPG", MC_ATTACHMENT_MAX, 2000);
	put("newest.tiff", 1, 3000);
	put("large.pdf", MC_ATTACHMENT_MAX + 1, 4000);
	put("empty.pdf", 0, 4000);
	put("program.exe", 10, 4000);
	put(".hidden.pdf", 10, 4000);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(symlink("/etc/passwd", link), 0);
	mc_vec_init(&files, sizeof(struct mc_file_choice), MC_FILE_CHOICES);
	assert_ok(mc_file_choices(folder, &files, NULL));
	assert_int_equal(files.len, 4);
	expect(&files, 0, "ảnh", "ảnh");
	assert_true(((struct mc_file_choice *)mc_vec_at(&files, 0))->folder);
	expect(&files, 1, "newest.tiff", "newest.tiff");
	expect(&files, 2, "new.JPG", "new.JPG");
	expect(&files, 3, "old.pdf", "old.pdf");
	assert_int_equal(((struct mc_file_choice *)mc_vec_at(&files, 3))->size, 10);
	mc_vec_done(&files);
	free(path);
	free(link);
}

/* They are shown as question marks, and found by their own names. */
static void odd_names(void **state)
{
	static const char *const names[][2] = {
		{"\x1b[2Ja.pdf", "?[2Ja.pdf"},
		{"b\xff\xc3.pdf", "b??.pdf"},
		{"c\nd\x7f.pdf", "c?d?.pdf"},
	};
	struct mc_vec files;

	(void)state;
	for (size_t i = 0; i < MC_COUNT(names); i++) {
		put(names[i][0], 5, 9000 - (time_t)i);
	}
	mc_vec_init(&files, sizeof(struct mc_file_choice), MC_FILE_CHOICES);
	assert_ok(mc_file_choices(folder, &files, NULL));
	assert_int_equal(files.len, MC_COUNT(names));
	for (size_t i = 0; i < MC_COUNT(names); i++) {
		expect(&files, i, names[i][0], names[i][1]);
	}
	mc_vec_done(&files);
}

static void a_folder_that_is_gone(void **state)
{
	struct mc_vec files;

	(void)state;
	mc_vec_init(&files, sizeof(struct mc_file_choice), MC_FILE_CHOICES);
	assert_code(mc_file_choices("/nowhere", &files, NULL), MC_E_FILE_READ);
	assert_int_equal(files.len, 0);
	mc_vec_done(&files);
}

/* No more than fit into the list. */
static void many_files(void **state)
{
	struct mc_vec files;
	char name[32];

	(void)state;
	for (int i = 0; i < 12; i++) {
		snprintf(name, sizeof(name), "%02d.pdf", i);
		put(name, 5, 1000 + i);
	}
	mc_vec_init(&files, sizeof(struct mc_file_choice), 10);
	assert_ok(mc_file_choices(folder, &files, NULL));
	assert_int_equal(files.len, 10);
	mc_vec_done(&files);
}

static void the_officers_own_folder_is_a_place(void **state)
{
	struct mc_vec places;
	const struct mc_stick_place *last;

	(void)state;
	setenv("HOME", folder, 1);
	mc_vec_init(&places, sizeof(struct mc_stick_place), MC_STICK_PLACES + 1);
	mc_file_places(&places);
	last = mc_vec_at(&places, places.len - 1);
	assert_string_equal(last->path, folder);
	mc_vec_done(&places);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(what_can_be_attached),
		CASE(odd_names),
		CASE(a_folder_that_is_gone),
		CASE(many_files),
		CASE(the_officers_own_folder_is_a_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
