/* SPDX-License-Identifier: MPL-2.0 */
/* Which sticks are plugged in, and what lies on them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/desk/stick.h"
#include "support/check.h"

static void places_of(const char *table, struct mc_vec *ret)
{
	char *dir = test_dir(), *path = mc_path_join(dir, "mounts");

	assert_ok(mc_file_write(path, 0600, mc_slice_text(table), NULL));
	mc_vec_init(ret, sizeof(struct mc_stick_place), MC_STICK_PLACES);
	mc_stick_places(path, ret);
	free(path);
	free(dir);
}

/* The machine's own disks are no sticks, and what was pulled out is not there. */
static void only_media(void **state)
{
	struct mc_vec places;

	(void)state;
	places_of("/dev/sda1 / ext4 rw 0 0\n"
		  "/dev/sda2 /home ext4 rw 0 0\n"
		  "/dev/sdb1 /media/nobody/GONE vfat rw 0 0\n"
		  "/dev/sdc1 /mnt vfat rw 0 0\n"
		  "/dev/sdd1 /mntx vfat rw 0 0\n"
		  "nonsense\n",
		  &places);
	assert_int_equal(places.len, 1);
	assert_string_equal(((struct mc_stick_place *)mc_vec_at(&places, 0))->path, "/mnt");
	mc_vec_done(&places);
}

static void no_table(void **state)
{
	struct mc_vec places;

	(void)state;
	mc_vec_init(&places, sizeof(struct mc_stick_place), MC_STICK_PLACES);
	mc_stick_places("/nonexistent", &places);
	assert_int_equal(places.len, 0);
	mc_vec_done(&places);
}

/* A real one, with a blank in its name; then locked against writing. */
static void mounted_and_locked(void **state)
{
	const char *folder = "/mnt/motcua test stick";
	struct mc_vec places;
	const struct mc_stick_place *found = NULL;

	(void)state;
	if (mkdir(folder, 0755) || mount("none", folder, "tmpfs", 0, "size=8m")) {
		(void)rmdir(folder);
		print_message("skipped: a stick cannot be mounted here\n");
		skip();
	}
	for (int locked = 0; locked < 2; locked++) {
		mc_vec_init(&places, sizeof(struct mc_stick_place), MC_STICK_PLACES);
		if (locked) {
			assert_int_equal(mount("none", folder, NULL, MS_REMOUNT | MS_RDONLY, NULL),
					 0);
		}
		mc_stick_places(NULL, &places);
		found = NULL;
		MC_VEC_EACH(&places, struct mc_stick_place, place) {
			found = strcmp(place->path, folder) ? found : place;
		}
		assert_non_null(found);
		assert_int_equal(found->writable, !locked);
		assert_in_range(found->room, 7 * 1024 * 1024, 8 * 1024 * 1024);
		mc_vec_done(&places);
	}
	assert_int_equal(umount2(folder, MNT_DETACH), 0);
	assert_int_equal(rmdir(folder), 0);
}

static void write_at(const char *dir, const char *name, time_t at)
{
	const struct timespec times[2] = {{.tv_sec = at}, {.tv_sec = at}};
	char *path = mc_path_join(dir, name);

	assert_ok(mc_file_write(path, 0600, mc_slice_text("x"), NULL));
	assert_int_equal(utimensat(-100, path, times, 0), 0);
	free(path);
}

static void return_files_newest_first(void **state)
{
	struct mc_vec places, files;
	struct mc_stick_place *place;
	char *dir = test_dir();

	(void)state;
	write_at(dir, "old.bundle.return", 1000);
	write_at(dir, "new.bundle.return", 2000);
	write_at(dir, ".half.return", 3000);
	write_at(dir, "other.bundle", 3000);
	mc_vec_init(&places, sizeof(struct mc_stick_place), 2);
	place = mc_vec_push(&places);
	MC_COPY(place->path, "/nonexistent");
	place = mc_vec_push(&places);
	assert_int_equal(mc_copy(place->path, sizeof(place->path), dir), 0);
	mc_vec_init(&files, sizeof(struct mc_stick_place), MC_STICK_PLACES);
	mc_stick_returns(&places, &files);
	assert_int_equal(files.len, 2);
	place = mc_vec_at(&files, 0);
	assert_non_null(strstr(place->path, "/new.bundle.return"));
	mc_vec_done(&places);
	mc_vec_done(&files);
	free(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_media),
		cmocka_unit_test(no_table),
		cmocka_unit_test(mounted_and_locked),
		cmocka_unit_test(return_files_newest_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
