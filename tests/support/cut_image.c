/* SPDX-License-Identifier: MPL-2.0 */
/* cut_image.c - writing a disk's picture into a folder: whole, or as a power cut leaves it. */
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "motcua/base/mem.h"
#include "support/check.h"
#include "support/cut_node.h"

static struct bytes copy_bytes(const struct bytes *from)
{
	struct bytes copy = {.data = NULL};

	cut_put(&copy, 0, from->data, from->len);
	return copy;
}

static struct entries copy_entries(const struct entries *from)
{
	struct entries copy = {.at = mc_calloc(from->len + 1, sizeof(*copy.at)), .len = from->len};

	memcpy(copy.at, from->at ? from->at : copy.at, from->len * sizeof(*copy.at));
	return copy;
}

static bool is_unsure(const struct node *node)
{
	bool unsure = node->change_count > 0;

	for (size_t i = 0; i < node->names.len && !unsure; i++) {
		unsure = is_unsure(node->names.at[i].node);
	}
	return unsure;
}

bool cut_disk_unsure(const struct cut_disk *disk, const char *top)
{
	const struct node *node = cut_find(&disk->nodes[0].names, top);

	return node && is_unsure(node);
}

/* splitmix64: the same seed, the same cut. */
static uint64_t throw(struct cut_disk *disk)
{
	uint64_t z = (disk->dice += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static bool survives(struct cut_disk *disk)
{
	return (int)(throw(disk) % 100) < disk->odds;
}

/* Sector by sector of the file, not of the write. */
static void tear(struct cut_disk *disk, struct bytes *to, const struct change *change)
{
	int64_t at = change->at, end = at + (int64_t)change->len;

	while (at < end) {
		int64_t next = (at / SECTOR + 1) * SECTOR;

		next = next < end ? next : end;
		if (survives(disk)) {
			cut_put(to, at, change->bytes + (at - change->at), (size_t)(next - at));
		}
		at = next;
	}
}

static struct bytes cut_file(struct cut_disk *disk, const struct node *node)
{
	struct bytes left = copy_bytes(&node->sure);

	for (size_t i = 0; i < node->change_count; i++) {
		const struct change *change = &node->changes[i];

		if (change->bytes) {
			tear(disk, &left, change);
		} else if (survives(disk)) {
			cut_set_size(&left, (size_t)change->at);
		}
	}
	return left;
}

/* A file that went into another folder goes here only when it is sure to be there. */
static struct entries cut_folder(struct cut_disk *disk, const struct node *node)
{
	struct entries left = copy_entries(&node->sure_names);

	for (size_t i = 0; i < node->change_count; i++) {
		const struct change *change = &node->changes[i];
		bool allowed = !change->other ||
			       cut_find(&change->other->sure_names, change->needs) == change->node;

		if (survives(disk) && allowed) {
			cut_apply_name(&left, change);
		}
	}
	return left;
}

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static void write_file(const char *path, const struct bytes *bytes)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes->data, bytes->len), (ssize_t)bytes->len);
	close(fd);
}

/* A database's shared index may have stayed, and means nothing: whoever opens must not
 * believe it. */
static void leave_index(struct cut_disk *disk, const char *database)
{
	char path[PATH_MAX];
	struct bytes garbage = {.data = NULL};

	snprintf(path, sizeof(path), "%.4000s-shm", database);
	for (int64_t at = 0; at < 32768; at += 8) {
		uint64_t any = throw(disk);

		cut_put(&garbage, at, (const char *)&any, sizeof(any));
	}
	write_file(path, &garbage);
	free(garbage.data);
}

static void write_node(struct cut_disk *disk, const struct node *node, bool cut, const char *path)
{
	struct entries left = cut ? cut_folder(disk, node) : copy_entries(&node->names);
	char below[PATH_MAX];

	assert_int_equal(mkdir(path, 0700), 0);
	for (size_t i = 0; i < left.len; i++) {
		const struct node *child = left.at[i].node;

		snprintf(below, sizeof(below), "%.4000s/%s", path, left.at[i].name);
		if (child->folder) {
			write_node(disk, child, cut, below);
		} else if (cut) {
			struct bytes bytes = cut_file(disk, child);

			write_file(below, &bytes);
			free(bytes.data);
			if (strstr(below, ".db") && !strstr(below, ".db-") && throw(disk) % 2) {
				leave_index(disk, below);
			}
		} else {
			write_file(below, &child->now);
		}
	}
	free(left.at);
}

void cut_disk_whole(const struct cut_disk *disk, const char *top, const char *to)
{
	nftw(to, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	write_node((struct cut_disk *)(uintptr_t)disk, cut_find(&disk->nodes[0].names, top), false, to);
}

/* Often nothing, often everything, and all between. */
void cut_disk_cut(struct cut_disk *disk, const char *top, uint64_t seed, const char *to)
{
	static const int odds[] = {0, 0, 10, 50, 90, 100};

	disk->dice = seed;
	disk->odds = odds[throw(disk) % MC_COUNT(odds)];
	nftw(to, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	write_node(disk, cut_find(&disk->nodes[0].names, top), true, to);
}

/* ---- is the journal true? */
static bool is_looked_at(const char *path, const char *name)
{
	struct stat st;
	size_t len = strlen(name);

	return name[0] && strcmp(name, ".") && strcmp(name, "..") && !strstr(name, "-shm") &&
	       !(len > 4 && !strcmp(name + len - 4, ".log")) && !lstat(path, &st) &&
	       (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode));
}

static bool is_same_file(const struct node *node, const char *path)
{
	struct bytes bytes = {.data = NULL};
	char piece[65536];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;
	bool same;

	while (fd >= 0 && (n = read(fd, piece, sizeof(piece))) > 0) {
		cut_put(&bytes, (int64_t)bytes.len, piece, (size_t)n);
	}
	close(fd);
	same = bytes.len == node->now.len &&
	       (!bytes.len || !memcmp(bytes.data, node->now.data, bytes.len));
	free(bytes.data);
	return same;
}

static bool is_same(const struct node *node, const char *path, char why[256])
{
	DIR *dir = opendir(path);
	const struct dirent *entry;
	char below[PATH_MAX];
	size_t found = 0;
	bool same = dir != NULL;

	while (same && (entry = readdir(dir)) != NULL) {
		const struct node *child = cut_find(&node->names, entry->d_name);

		snprintf(below, sizeof(below), "%.3800s/%s", path, entry->d_name);
		if (!is_looked_at(below, entry->d_name)) {
			continue;
		}
		found++;
		same = child && (child->folder ? is_same(child, below, why)
					       : is_same_file(child, below));
		if (!same && !why[0]) {
			snprintf(why, 256, "%.240s", below);
		}
	}
	closedir(dir);
	for (size_t i = 0; i < node->names.len && same; i++) {
		size_t len = strlen(node->names.at[i].name);

		found -= !(len > 4 && !strcmp(node->names.at[i].name + len - 4, ".log"));
	}
	if (same && found && !why[0]) {
		snprintf(why, 256, "%.200s: a name is not there", path);
	}
	return same && !found;
}

bool cut_disk_is_true(const struct cut_disk *disk, const char *top, const char *folder,
		      char ret_why[256])
{
	ret_why[0] = '\0';
	return is_same(cut_find(&disk->nodes[0].names, top), folder, ret_why);
}
