/* SPDX-License-Identifier: MPL-2.0 */
/* disk.c - which disks lie below a folder, and how often each has emptied its cache. */
#include "motcua/store/disk.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/file.h"
#include "motcua/base/mem.h"

enum {
	MOUNTS_MAX = 1 << 20,
	FACT_MAX = 4096,
	DEEP = 8,          /* encryption on volumes on RAID on partitions */
	STAT_FLUSHES = 15, /* the field of /sys/block/<name>/stat, from 0; since Linux 5.5 */
};

/* ---- the mount that a folder is on */

struct mount {
	char *device, *point, *options, *fs, *source, *super; /* in the line */
};

/* Blanks in a path are \040. */
static void unescape(char *text)
{
	char *to = text;

	for (const char *at = text; *at; to++) {
		unsigned code;

		if (at[0] == '\\' && sscanf(at + 1, "%3o", &code) == 1 && strlen(at) >= 4) {
			*to = (char)code;
			at += 4;
		} else {
			*to = *at++;
		}
	}
	*to = '\0';
}

/* "36 35 98:0 /root /point options [more ...] - fs source super"; proc(5). */
static bool split(char *line, struct mount *ret)
{
	char *words[64], *save = NULL;
	int count = 0, dash = 6;

	for (char *word = strtok_r(line, " ", &save); word && count < (int)MC_COUNT(words);
	     word = strtok_r(NULL, " ", &save)) {
		words[count++] = word;
	}
	while (dash < count && strcmp(words[dash], "-") != 0) {
		dash++;
	}
	if (dash + 3 >= count) {
		return false;
	}
	*ret = (struct mount){ words[2], words[4], words[5], words[dash + 1], words[dash + 2],
			       words[dash + 3] };
	unescape(ret->point);
	unescape(ret->source);
	return true;
}

static bool is_below(const char *path, const char *point)
{
	size_t len = strcmp(point, "/") ? strlen(point) : 0;

	return !strncmp(path, point, len) && (path[len] == '/' || !path[len]);
}

/* The nearest one above the folder, and of several on the same point the last: it hides them. */
static bool find_mount(char *mounts, const char *dir, struct mount *ret)
{
	char *save = NULL;
	bool found = false;

	for (char *line = strtok_r(mounts, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		struct mount it;

		if (split(line, &it) && is_below(dir, it.point) &&
		    (!found || strlen(it.point) >= strlen(ret->point))) {
			*ret = it;
			found = true;
		}
	}
	return found;
}

static bool has_word(const char *options, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = options; at; at = strchr(at, ',')) {
		at += *at == ',';
		if (!strncmp(at, word, len) && (at[len] == ',' || !at[len])) {
			return true;
		}
	}
	return false;
}

static bool says_no_barrier(const struct mount *mount)
{
	static const char *const words[] = {"nobarrier", "barrier=0", "barrier=none"};

	for (size_t i = 0; i < MC_COUNT(words); i++) {
		if (has_word(mount->options, words[i]) || has_word(mount->super, words[i])) {
			return true;
		}
	}
	return false;
}

/* ---- what /sys says of a disk */

static bool read_fact(const char *dir, const char *name, struct mc_str *ret)
{
	char *path = mc_path_join(dir, name);
	bool good;

	mc_str_init(ret, FACT_MAX);
	good = !mc_file_read(path, ret, NULL);
	free(path);
	return good;
}

static int64_t flushes_of(const char *dir)
{
	long long fields[STAT_FLUSHES + 1];
	struct mc_str text;
	int count = 0;
	char *save = NULL;

	if (read_fact(dir, "stat", &text)) {
		for (char *word = strtok_r(text.data, " \n", &save);
		     word && count < (int)MC_COUNT(fields); word = strtok_r(NULL, " \n", &save)) {
			fields[count++] = strtoll(word, NULL, 10);
		}
	}
	mc_str_done(&text);
	return count > STAT_FLUSHES ? fields[STAT_FLUSHES] : -1;
}

static void add_disk(const char *dir, struct mc_disks *ret)
{
	const char *name = strrchr(dir, '/');
	struct mc_disk *disk = &ret->of[ret->count];
	struct mc_str cache;

	if (ret->count == MC_DISKS_MAX) {
		return;
	}
	(void)MC_COPY(disk->name, name ? name + 1 : dir);
	/* what does not say it has no cache may have one */
	disk->write_back = !read_fact(dir, "queue/write_cache", &cache) ||
			   strncmp(cache.data, "write through", 13) != 0;
	mc_str_done(&cache);
	disk->flushes = flushes_of(dir);
	ret->count++;
}

static void add_below(const char *sys, const char *own, int deep, struct mc_disks *ret);

static int is_part(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* A volume, an encrypted one, a RAID: what counts are the disks that it is made of, at each
 * look in the same order. */
static bool add_made_of(const char *sys, const char *dir, int deep, struct mc_disks *ret)
{
	char own[300], *path = mc_path_join(dir, "slaves");
	struct dirent **parts;
	int count = scandir(path, &parts, is_part, alphasort);

	free(path);
	for (int i = 0; i < count; i++) {
		snprintf(own, sizeof(own), "class/block/%s", parts[i]->d_name);
		add_below(sys, own, deep + 1, ret);
		free(parts[i]);
	}
	if (count >= 0) {
		free(parts);
	}
	return count > 0;
}

/* A partition's cache and counter are its disk's. */
static void whole_disk(char *dir)
{
	char *fact = mc_path_join(dir, "partition");
	char *slash = strrchr(dir, '/');

	if (mc_file_exists(fact) && slash) {
		*slash = '\0';
	}
	free(fact);
}

static void add_below(const char *sys, const char *own, int deep, struct mc_disks *ret)
{
	char *path = mc_path_join(sys, own), *dir = realpath(path, NULL);

	if (dir && deep < DEEP) {
		whole_disk(dir);
		if (!add_made_of(sys, dir, deep, ret)) {
			add_disk(dir, ret);
		}
	}
	free(dir);
	free(path);
}

/* Some file systems have a number of their own that no disk has; then by the device's name. */
static void look_below(const struct mount *mount, const char *sys, struct mc_disks *ret)
{
	char own[300], *real;
	const char *name;

	if (strncmp(mount->device, "0:", 2) != 0) {
		snprintf(own, sizeof(own), "dev/block/%s", mount->device);
		add_below(sys, own, 0, ret);
	} else if (!strncmp(mount->source, "/dev/", 5)) {
		real = realpath(mount->source, NULL);
		name = strrchr(real ? real : mount->source, '/') + 1;
		snprintf(own, sizeof(own), "class/block/%s", name);
		add_below(sys, own, 0, ret);
		free(real);
	}
}

void mc_disks_look(const char *dir, const struct mc_disk_sources *from, struct mc_disks *ret)
{
	const char *mounts = from ? from->mounts : "/proc/self/mountinfo";
	char *real = realpath(dir, NULL);
	struct mount mount;
	struct mc_str text;

	*ret = (struct mc_disks){.fs = ""};
	mc_str_init(&text, MOUNTS_MAX);
	if (real && !mc_file_read(mounts, &text, NULL) && find_mount(text.data, real, &mount)) {
		(void)MC_COPY(ret->fs, mount.fs);
		ret->no_barrier = says_no_barrier(&mount);
		look_below(&mount, from ? from->sys : "/sys", ret);
	}
	mc_str_done(&text);
	free(real);
}

/* ---- what was shown */

enum mc_fsync_shown mc_fsync_judge(const struct mc_disks *before, const struct mc_disks *after,
				   int fsyncs, int64_t *ret_flushes)
{
	bool caches = false;
	int64_t least = INT64_MAX;

	*ret_flushes = 0;
	if (!before->count || before->count != after->count) {
		return MC_FSYNC_UNSEEN;
	}
	for (int i = 0; i < before->count; i++) {
		const struct mc_disk *old = &before->of[i], *new = &after->of[i];
		int64_t done = new->flushes - old->flushes;

		if (new->write_back && (old->flushes < 0 || new->flushes < 0)) {
			return MC_FSYNC_UNCOUNTED;
		}
		caches = caches || new->write_back;
		least = new->write_back && done < least ? done : least;
	}
	if (!caches) {
		return MC_FSYNC_THROUGH;
	}
	*ret_flushes = least;
	if (after->no_barrier) {
		return MC_FSYNC_NO_BARRIER; /* what was counted is of others */
	}
	return least >= fsyncs ? MC_FSYNC_FLUSHED : MC_FSYNC_NOTHING;
}
