/* SPDX-License-Identifier: MPL-2.0 */
/*
 * stick_places.c - sticks that are plugged in: what is mounted where a desktop or an
 * administrator mounts such things, and the return files on them.
 */
#include <dirent.h>
#include <errno.h>
#include <mntent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/desk/stick.h"

#define RETURN_FILE ".return"

enum { ROOM_LEAST = 64 * 1024 }; /* a bundle of one dossier without papers */

static bool is_medium(const char *folder)
{
	static const char *const roots[] = {"/media/", "/run/media/", "/mnt/"};

	for (size_t i = 0; i < MC_COUNT(roots); i++) {
		if (!strncmp(folder, roots[i], strlen(roots[i]))) {
			return true;
		}
	}
	return !strcmp(folder, "/mnt");
}

/* A partition has no such file, its disk has. */
static bool says_removable(const char *device)
{
	static const char *const files[] = {"removable", "../removable"};
	bool removable = false;

	for (size_t i = 0; i < MC_COUNT(files) && !removable; i++) {
		char *path = mc_path_join(device, files[i]);
		FILE *file = fopen(path, "re");

		removable = file && getc(file) == '1';
		if (file) {
			fclose(file);
		}
		free(path);
	}
	return removable;
}

bool mc_stick_removable(const char *sys, unsigned major, unsigned minor)
{
	char name[48];
	char *link, *device;
	bool removable;

	snprintf(name, sizeof(name), "dev/block/%u:%u", major, minor);
	link = mc_path_join(sys ? sys : "/sys", name);
	device = realpath(link, NULL);
	/* a disk in a box says no, and is pulled out all the same */
	removable = device && (strstr(device, "/usb") || says_removable(device));
	free(device);
	free(link);
	return removable;
}

static enum mc_stick_unfit unfit_of(const char *folder, const struct statvfs *fs, int64_t room)
{
	if (fs->f_flag & ST_RDONLY) {
		return MC_STICK_PROTECTED;
	}
	if (access(folder, W_OK | X_OK)) {
		return errno == EROFS ? MC_STICK_PROTECTED : MC_STICK_FORBIDDEN;
	}
	return room < ROOM_LEAST ? MC_STICK_NO_ROOM : MC_STICK_FIT;
}

static int rank_of(const struct mc_stick_place *place)
{
	return place->unfit ? 2 : !place->removable;
}

/* Behind those that are as good, as they were mounted. */
static void insert(struct mc_vec *ret, const struct mc_stick_place *place)
{
	struct mc_stick_place *places = mc_vec_push(ret) ? ret->items : NULL;
	size_t at = places ? ret->len - 1 : 0;

	for (; at > 0 && rank_of(&places[at - 1]) > rank_of(place); at--) {
		places[at] = places[at - 1];
	}
	if (places) {
		places[at] = *place;
	}
}

/* What cannot be asked is not there any more. */
static void add_place(struct mc_vec *ret, const char *folder)
{
	struct mc_stick_place place = {.at = 0};
	struct statvfs fs;
	struct stat st;

	if (statvfs(folder, &fs) || stat(folder, &st) ||
	    mc_copy(place.path, sizeof(place.path), folder)) {
		return;
	}
	place.room = (int64_t)fs.f_bavail * (int64_t)fs.f_frsize;
	place.unfit = unfit_of(folder, &fs, place.room);
	place.removable = mc_stick_removable(NULL, major(st.st_dev), minor(st.st_dev));
	insert(ret, &place);
}

void mc_stick_places(const char *mounts, struct mc_vec *ret)
{
	FILE *table = setmntent(mounts ? mounts : "/proc/self/mounts", "re");
	struct mntent entry;
	char line[4096];

	while (table && getmntent_r(table, &entry, line, sizeof(line))) {
		if (is_medium(entry.mnt_dir)) {
			add_place(ret, entry.mnt_dir);
		}
	}
	if (table) {
		endmntent(table);
	}
}

/* ---- return files */

static bool is_return(const char *name)
{
	size_t len = strlen(name), tail = strlen(RETURN_FILE);

	return name[0] != '.' && len > tail && !strcmp(name + len - tail, RETURN_FILE);
}

static void add_file(struct mc_vec *ret, const char *folder, const char *name)
{
	char *path = mc_path_join(folder, name);
	struct mc_stick_place file = {.room = 0}, *to;
	struct stat st;

	if (!stat(path, &st) && S_ISREG(st.st_mode) &&
	    !mc_copy(file.path, sizeof(file.path), path)) {
		file.room = st.st_size;
		file.at = (int64_t)st.st_mtime;
		to = mc_vec_push(ret);
		if (to) {
			*to = file;
		}
	}
	free(path);
}

static int newest_first(const void *a, const void *b)
{
	const struct mc_stick_place *one = a, *two = b;

	return one->at == two->at ? strcmp(one->path, two->path) : one->at < two->at ? 1 : -1;
}

void mc_stick_returns(const struct mc_vec *places, struct mc_vec *ret)
{
	MC_VEC_EACH(places, struct mc_stick_place, place) {
		DIR *dir = opendir(place->path);
		const struct dirent *entry;

		while (dir && (entry = readdir(dir)) != NULL) {
			if (is_return(entry->d_name)) {
				add_file(ret, place->path, entry->d_name);
			}
		}
		if (dir) {
			closedir(dir);
		}
	}
	if (ret->len > 1) {
		qsort(mc_vec_at(ret, 0), ret->len, sizeof(struct mc_stick_place), newest_first);
	}
}
