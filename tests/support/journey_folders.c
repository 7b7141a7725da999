/* SPDX-License-Identifier: MPL-2.0 */
/* journey_folders.c - the folders of the programs, kept before each act and laid back. */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "support/check.h"
#include "support/journey_programs.h"

static const char *const folders[] = {"desk", "gateway", "stick"};

static bool is_dots(const char *name)
{
	return !strcmp(name, ".") || !strcmp(name, "..");
}

/* Each entry of a folder by its path and that of its namesake in the other; until one says no. */
static bool each(const char *from, const char *to,
		 bool (*act)(const char *from, const struct stat *st, const char *to))
{
	DIR *dir = opendir(from);
	const struct dirent *entry;
	bool going = dir != NULL;

	while (going && (entry = readdir(dir)) != NULL) {
		char *path = mc_path_join(from, entry->d_name);
		char *other = mc_path_join(to, entry->d_name);
		struct stat st;

		going = is_dots(entry->d_name) || (!lstat(path, &st) && act(path, &st, other));
		free(path);
		free(other);
	}
	if (dir) {
		closedir(dir);
	}
	return going;
}

/* ---- away with it */
static bool remove_one(const char *path, const struct stat *st, const char *ignored)
{
	return S_ISDIR(st->st_mode) ? each(path, ignored, remove_one) && !rmdir(path)
				    : !unlink(path);
}

/* ---- copying: files and folders; a socket belongs to a running gateway */
static bool copy_bytes(int from, int to)
{
	char bytes[1 << 16];
	ssize_t got;

	while ((got = read(from, bytes, sizeof(bytes))) > 0) {
		if (write(to, bytes, (size_t)got) != got) {
			return false;
		}
	}
	return got == 0;
}

static bool copy_file(const char *from, const struct stat *st, const char *to)
{
	int in = open(from, O_RDONLY | O_CLOEXEC);
	int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool copied = in >= 0 && out >= 0 && copy_bytes(in, out) && !fchmod(out, st->st_mode & 07777);

	close(in);
	close(out);
	return copied;
}

static bool copy_one(const char *from, const struct stat *st, const char *to)
{
	if (S_ISDIR(st->st_mode)) {
		return !mkdir(to, 0700) && !chmod(to, st->st_mode & 07777) &&
		       each(from, to, copy_one);
	}
	return S_ISSOCK(st->st_mode) || copy_file(from, st, to);
}

static void copy(const char *from, const char *to)
{
	struct stat st;

	if (!lstat(to, &st)) {
		assert_true(remove_one(to, &st, to));
	}
	if (lstat(from, &st) || !copy_one(from, &st, to)) {
		fail_msg("%s cannot be copied", from);
	}
}

/* ---- comparing */

/* What SQLite makes anew by opening, or whoever listens; and a log in which nothing is. */
static bool says_nothing(const char *path, const struct stat *st)
{
	return S_ISSOCK(st->st_mode) || strstr(path, "-shm") ||
	       (strstr(path, "-wal") && !st->st_size);
}

static bool same_bytes(const char *a, const char *b)
{
	size_t len = 0, other_len = 0;
	char *bytes = world_read(a, &len), *others = world_read(b, &other_len);
	bool same = bytes && others && len == other_len && !memcmp(bytes, others, len);

	free(bytes);
	free(others);
	return same;
}

static bool is_in(const char *path, const struct stat *st, const char *other)
{
	if (S_ISDIR(st->st_mode)) {
		return each(path, other, is_in);
	}
	return says_nothing(path, st) || same_bytes(path, other);
}

/* ---- the folders before an act */
static const char *kept(enum journey_act act, const char *folder)
{
	char name[64];

	snprintf(name, sizeof(name), "before-%d-%s", (int)act, folder);
	return world_path(name);
}

void journey_keep(enum journey_act act)
{
	for (size_t i = 0; i < MC_COUNT(folders); i++) {
		copy(world_path(folders[i]), kept(act, folders[i]));
	}
}

void journey_restore(enum journey_act act)
{
	for (size_t i = 0; i < MC_COUNT(folders); i++) {
		copy(kept(act, folders[i]), world_path(folders[i]));
	}
}

bool journey_untouched(enum journey_act act)
{
	bool same = true;

	for (size_t i = 0; same && i < MC_COUNT(folders); i++) {
		const char *before = kept(act, folders[i]), *now = world_path(folders[i]);

		same = each(before, now, is_in) && each(now, before, is_in);
	}
	return same;
}
