/* SPDX-License-Identifier: MPL-2.0 */
/* Which disks lie below a folder, and what an fsync was seen to do: planted systems, and this one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/store/disk.h"
#include "support/check.h"

/* A planted /sys and mountinfo. */
struct machine {
	char *dir, *mounts, *sys;
};

static int setup(void **state)
{
	struct machine *m = mc_calloc(1, sizeof(*m));

	m->dir = test_dir();
	m->mounts = mc_path_join(m->dir, "mountinfo");
	m->sys = mc_path_join(m->dir, "sys");
	*state = m;
	return 0;
}

static int teardown(void **state)
{
	struct machine *m = *state;

	free(m->dir);
	free(m->mounts);
	free(m->sys);
	free(m);
	return 0;
}

static void plant(const struct machine *m, const char *name, const char *text)
{
	char *path = mc_path_join(m->sys, name);
	char *slash = strrchr(path, '/');

	*slash = '\0';
	assert_ok(mc_dir_make(path, 0700, NULL));
	*slash = '/';
	assert_ok(mc_file_write(path, 0600, mc_slice_text(text), NULL));
	free(path);
}

static void point(const struct machine *m, const char *name, const char *to)
{
	char *path = mc_path_join(m->sys, name);
	char *slash = strrchr(path, '/');

	*slash = '\0';
	assert_ok(mc_dir_make(path, 0700, NULL));
	*slash = '/';
	assert_int_equal(symlink(to, path), 0);
	free(path);
}

#define STAT "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 "

/* sda with two partitions, sdb, an old nvme0n1; an encrypted volume on sda2 and sdb. */
static void plant_disks(const struct machine *m)
{
	plant(m, "devices/sda/stat", STAT "700 17\n");
	plant(m, "devices/sda/queue/write_cache", "write back\n");
	plant(m, "devices/sda/sda1/partition", "1\n");
	plant(m, "devices/sda/sda2/partition", "2\n");
	plant(m, "devices/sda/sda2/stat", STAT "0 0\n");
	plant(m, "devices/sdb/stat", STAT "50 17\n");
	plant(m, "devices/sdb/queue/write_cache", "write through\n");
	plant(m, "devices/nvme0n1/stat", "1 2 3 4 5 6 7 8 9 10 11\n"); /* an older kernel's */
	plant(m, "devices/nvme0n1/queue/write_cache", "write back\n");
	plant(m, "devices/dm-0/stat", STAT "3 3\n");
	point(m, "devices/dm-0/slaves/sda2", "../../sda/sda2");
	point(m, "devices/dm-0/slaves/sdb", "../../sdb");
	point(m, "class/block/sda2", "../../devices/sda/sda2");
	point(m, "class/block/sdb", "../../devices/sdb");
	point(m, "class/block/dm-0", "../../devices/dm-0");
	point(m, "dev/block/8:1", "../../devices/sda/sda1");
	point(m, "dev/block/8:16", "../../devices/sdb");
	point(m, "dev/block/253:0", "../../devices/dm-0");
	point(m, "dev/block/259:0", "../../devices/nvme0n1");
}

/* As mc_disks_look() sees it: "ext4 sda:back:700 ". */
static void look(const struct machine *m, const char *dir, const char *line, char *ret, size_t size)
{
	const struct mc_disk_sources from = {m->mounts, m->sys};
	struct mc_disks disks;

	assert_ok(mc_file_write(m->mounts, 0600, mc_slice_text(line), NULL));
	mc_disks_look(dir, &from, &disks);
	snprintf(ret, size, "%s%s ", disks.fs, disks.no_barrier ? "!" : "");
	for (int i = 0; i < disks.count; i++) {
		snprintf(ret + strlen(ret), size - strlen(ret), "%s:%s:%d ", disks.of[i].name,
			 disks.of[i].write_back ? "back" : "through", (int)disks.of[i].flushes);
	}
}

#define ROOT "20 1 0:5 / / rw - rootfs none rw\n"

static void what_lies_below(void **state)
{
	static const struct {
		const char *line, *seen;
	} rows[] = {
		{"22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n", "ext4 sda:back:700 "},
		{"22 1 8:1 / / rw - ext4 /dev/sda1 rw,nobarrier\n", "ext4! sda:back:700 "},
		{"22 1 8:1 / / rw,barrier=0 - ext3 /dev/sda1 rw,data=ordered\n", "ext3! sda:back:700 "},
		{"22 1 8:1 / / rw,barrier=01 - ext3 /dev/sda1 rw,xnobarrier\n", "ext3 sda:back:700 "},
		{"22 1 8:16 / / rw - xfs /dev/sdb rw\n", "xfs sdb:through:50 "},
		{"22 1 259:0 / / rw - ext4 /dev/nvme0n1 rw\n", "ext4 nvme0n1:back:-1 "},
		/* a file system with a number of its own: by its device */
		{"22 1 0:30 /@ / rw - btrfs /dev/dm-0 rw,subvol=/@\n", "btrfs sda:back:700 sdb:through:50 "},
		{"22 1 253:0 / / rw master:1 propagate_from:2 - ext4 /dev/mapper/x rw\n",
		 "ext4 sda:back:700 sdb:through:50 "},
		{"22 1 0:40 / / rw - nfs4 server:/data rw\n", "nfs4 "},
		{"22 1 0:41 / / rw - overlay overlay rw,lowerdir=/a\n", "overlay "},
		{"22 1 99:9 / / rw - ext4 /dev/gone rw\n", "ext4 "},
		/* the nearest one above it, and of two the last */
		{ROOT "22 1 8:1 / /usr rw - ext4 /dev/sda1 rw\n", "rootfs "},
		{"22 1 8:1 / / rw - ext4 /dev/sda1 rw\n23 1 8:16 / / rw - xfs /dev/sdb rw\n",
		 "xfs sdb:through:50 "},
		{"", " "},
		{"22 1 8:1 / / rw - ext4\n", " "},
		{"garbage\n\n- - -\n", " "},
	};
	struct machine *m = *state;
	char seen[512];

	plant_disks(m);
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		look(m, "/usr/..", rows[i].line, seen, sizeof(seen));
		assert_string_equal(seen, rows[i].seen);
	}
}

/* Its blanks are octal in the table; and "/a/b" is not below "/a/bc". */
static void folders_with_blanks(void **state)
{
	struct machine *m = *state;
	char *dir = mc_path_join(m->dir, "một cửa"), line[1024], seen[512];
	const struct {
		const char *point, *seen;
	} rows[] = {
		{"một\\040cửa", "xfs sdb:through:50 "},
		{"một\\040cửaa", "rootfs "},
		{"một", "rootfs "},
	};

	plant_disks(m);
	assert_int_equal(mkdir(dir, 0700), 0);
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		char *real = realpath(m->dir, NULL);

		snprintf(line, sizeof(line), ROOT "22 1 8:16 / %s/%s rw - xfs /dev/sdb rw\n", real,
			 rows[i].point);
		look(m, dir, line, seen, sizeof(seen));
		assert_string_equal(seen, rows[i].seen);
		free(real);
	}
	free(dir);
}

/* A volume that is made of itself is looked at to some depth, and no more. */
static void volumes_in_a_ring(void **state)
{
	struct machine *m = *state;
	char seen[512];

	plant(m, "devices/dm-1/stat", STAT "3 3\n");
	point(m, "devices/dm-1/slaves/dm-1", "../../dm-1");
	point(m, "class/block/dm-1", "../../devices/dm-1");
	point(m, "dev/block/253:1", "../../devices/dm-1");
	look(m, "/", "22 1 253:1 / / rw - ext4 /dev/dm-1 rw\n", seen, sizeof(seen));
	assert_string_equal(seen, "ext4 ");
}

#define BACK(n) {"a", true, n}
#define THROUGH(n) {"b", false, n}

static void what_is_shown_of_it(void **state)
{
	static const struct {
		struct mc_disks before, after;
		enum mc_fsync_shown shown;
		int64_t flushes;
	} rows[] = {
		{{.count = 0}, {.count = 0}, MC_FSYNC_UNSEEN, 0},
		{{.count = 1, .of = {BACK(5)}}, {.count = 0}, MC_FSYNC_UNSEEN, 0},
		{{.count = 1, .of = {BACK(5)}}, {.count = 1, .of = {BACK(15)}}, MC_FSYNC_FLUSHED, 10},
		{{.count = 1, .of = {BACK(5)}}, {.count = 1, .of = {BACK(14)}}, MC_FSYNC_NOTHING, 9},
		{{.count = 1, .of = {BACK(5)}}, {.count = 1, .of = {BACK(5)}}, MC_FSYNC_NOTHING, 0},
		{{.count = 1, .of = {BACK(-1)}}, {.count = 1, .of = {BACK(-1)}}, MC_FSYNC_UNCOUNTED, 0},
		{{.count = 1, .of = {THROUGH(5)}}, {.count = 1, .of = {THROUGH(5)}}, MC_FSYNC_THROUGH, 0},
		{{.count = 1, .of = {THROUGH(-1)}}, {.count = 1, .of = {THROUGH(-1)}}, MC_FSYNC_THROUGH,
		 0},
		/* of two the one that did least; one without a cache has nothing to do */
		{{.count = 2, .of = {BACK(0), BACK(5)}}, {.count = 2, .of = {BACK(40), BACK(5)}},
		 MC_FSYNC_NOTHING, 0},
		{{.count = 2, .of = {BACK(0), THROUGH(5)}}, {.count = 2, .of = {BACK(40), THROUGH(5)}},
		 MC_FSYNC_FLUSHED, 40},
		/* what was counted is of others */
		{{.no_barrier = true, .count = 1, .of = {BACK(5)}},
		 {.no_barrier = true, .count = 1, .of = {BACK(50)}}, MC_FSYNC_NO_BARRIER, 45},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		int64_t flushes = -1;

		assert_int_equal(mc_fsync_judge(&rows[i].before, &rows[i].after, 10, &flushes),
				 rows[i].shown);
		assert_int_equal(flushes, rows[i].flushes);
	}
}

/* This machine's own disk, where one is seen: its counter goes with our fsyncs. */
static void this_disk(void **state)
{
	char dir[] = "/var/tmp/motcua-test-XXXXXX";
	struct mc_disks before, after;
	int64_t took = 0, flushes;
	enum mc_fsync_shown shown;
	enum mc_code code;

	(void)state;
	assert_non_null(mkdtemp(dir));
	mc_disks_look(dir, NULL, &before);
	code = mc_fsync_time(dir, &took, NULL);
	mc_disks_look(dir, NULL, &after);
	assert_int_equal(rmdir(dir), 0); /* and nothing is left there */
	assert_ok(code);
	assert_true(took > 0);
	shown = mc_fsync_judge(&before, &after, MC_FSYNCS, &flushes);
	if (shown == MC_FSYNC_UNSEEN || shown == MC_FSYNC_UNCOUNTED) {
		print_message("skipped: no disk is seen below /var/tmp whose flushes are counted\n");
		skip();
	}
	assert_true(shown == MC_FSYNC_FLUSHED || shown == MC_FSYNC_THROUGH);
	assert_true(before.fs[0]);
	assert_true(shown == MC_FSYNC_THROUGH || flushes >= MC_FSYNCS);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(what_lies_below),
		CASE(folders_with_blanks),
		CASE(volumes_in_a_ring),
		cmocka_unit_test(what_is_shown_of_it),
		cmocka_unit_test(this_disk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
