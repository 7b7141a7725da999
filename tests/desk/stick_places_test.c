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
		assert_int_equal(found->unfit, locked ? MC_STICK_PROTECTED : MC_STICK_FIT);
		assert_in_range(found->room, 7 * 1024 * 1024, 8 * 1024 * 1024);
		mc_vec_done(&places);
	}
	assert_int_equal(umount2(folder, MNT_DETACH), 0);
	assert_int_equal(rmdir(folder), 0);
}

/* What cannot be written to stands last, with the reason; the others as they were mounted. */
static void fit_ones_first(void **state)
{
	static const struct {
		const char *folder, *options;
		unsigned long flags;
		enum mc_stick_unfit unfit;
	} media[] = {
		{"/mnt/motcua a", "size=8m", MS_RDONLY, MC_STICK_PROTECTED},
		{"/mnt/motcua b", "size=4k", 0, MC_STICK_NO_ROOM},
		{"/mnt/motcua c", "size=8m", 0, MC_STICK_FIT},
		{"/mnt/motcua d", "size=8m", 0, MC_STICK_FIT},
	};
	const char *expected[] = {"/mnt/motcua c", "/mnt/motcua d", "/mnt/motcua a", "/mnt/motcua b"};
	struct mc_vec places;
	size_t mounted = 0, at = 0;

	(void)state;
	for (; mounted < MC_COUNT(media); mounted++) {
		if (mkdir(media[mounted].folder, 0755) ||
		    mount("none", media[mounted].folder, "tmpfs", media[mounted].flags,
			  media[mounted].options)) {
			(void)rmdir(media[mounted].folder);
			break;
		}
	}
	mc_vec_init(&places, sizeof(struct mc_stick_place), MC_STICK_PLACES);
	mc_stick_places(NULL, &places);
	for (size_t i = 0; i < mounted; i++) {
		assert_int_equal(umount2(media[i].folder, MNT_DETACH), 0);
		assert_int_equal(rmdir(media[i].folder), 0);
	}
	if (mounted < MC_COUNT(media)) {
		print_message("skipped: a stick cannot be mounted here\n");
		mc_vec_done(&places);
		skip();
	}
	MC_VEC_EACH(&places, struct mc_stick_place, place) {
		for (size_t i = 0; i < MC_COUNT(media); i++) {
			if (!strcmp(place->path, media[i].folder)) {
				assert_string_equal(place->path, expected[at++]);
				assert_int_equal(place->unfit, media[i].unfit);
			}
		}
	}
	assert_int_equal(at, MC_COUNT(expected));
	mc_vec_done(&places);
}

static void make_device(const char *sys, const char *device, char says)
{
	char *folder = mc_path_join(sys, device), *file = mc_path_join(folder, "removable");

	assert_ok(mc_dir_make(folder, 0755, NULL));
	assert_ok(mc_file_write(file, 0600, (struct mc_slice){&says, 1}, NULL));
	free(file);
	free(folder);
}

static void link_device(const char *sys, const char *number, const char *device)
{
	char *from = mc_path_join(sys, number), *to = mc_path_join(sys, device);

	assert_int_equal(symlink(to, from), 0);
	free(from);
	free(to);
}

/* A stick, a card in a reader, a disk in a box that hangs on USB; not the computer's own disk,
 * and not what is no device. */
static void what_can_be_pulled_out(void **state)
{
	char *sys = test_dir(), *numbers = mc_path_join(sys, "dev/block"), *part;

	(void)state;
	assert_ok(mc_dir_make(numbers, 0755, NULL));
	make_device(sys, "devices/pci0/ata1/sda", '0');
	make_device(sys, "devices/pci0/mmc0/mmcblk0", '1');
	make_device(sys, "devices/pci0/usb1/1-2/sdb", '0');
	part = mc_path_join(sys, "devices/pci0/mmc0/mmcblk0/mmcblk0p1");
	assert_ok(mc_dir_make(part, 0755, NULL));
	link_device(sys, "dev/block/8:0", "devices/pci0/ata1/sda");
	link_device(sys, "dev/block/179:0", "devices/pci0/mmc0/mmcblk0");
	link_device(sys, "dev/block/179:1", "devices/pci0/mmc0/mmcblk0/mmcblk0p1");
	link_device(sys, "dev/block/8:16", "devices/pci0/usb1/1-2/sdb");
	assert_false(mc_stick_removable(sys, 8, 0));
	assert_true(mc_stick_removable(sys, 179, 0));
	assert_true(mc_stick_removable(sys, 179, 1));
	assert_true(mc_stick_removable(sys, 8, 16));
	assert_false(mc_stick_removable(sys, 0, 42));
	free(part);
	free(numbers);
	free(sys);
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
		cmocka_unit_test(fit_ones_first),
		cmocka_unit_test(what_can_be_pulled_out),
		cmocka_unit_test(return_files_newest_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
