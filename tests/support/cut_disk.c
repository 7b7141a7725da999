/* SPDX-License-Identifier: MPL-2.0 */
/*
 * cut_disk.c - two pictures of each file and folder: as it is now, and as it is for sure;
 * between them the list of what was asked for since the last sync, in order.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "motcua/base/mem.h"
#include "support/check.h"
#include "support/cut_node.h"

/* ---- contents */
void cut_put(struct bytes *to, int64_t at, const char *bytes, size_t len)
{
	size_t end = (size_t)at + len;

	if (end > to->room) {
		size_t room = end * 2;

		to->data = mc_realloc(to->data, room, 1);
		memset(to->data + to->room, 0, room - to->room);
		to->room = room;
	}
	if (len) {
		memcpy(to->data + at, bytes, len);
	}
	to->len = end > to->len ? end : to->len;
}

void cut_set_size(struct bytes *of, size_t len)
{
	cut_put(of, 0, NULL, 0);
	if (len > of->len) {
		cut_put(of, (int64_t)len, NULL, 0);
	} else {
		memset(of->data ? of->data + len : of->data, 0, of->len - len);
		of->len = len;
	}
}

/* ---- names */
struct node *cut_find(const struct entries *in, const char *name)
{
	for (size_t i = 0; i < in->len; i++) {
		if (!strcmp(in->at[i].name, name)) {
			return in->at[i].node;
		}
	}
	return NULL;
}

void cut_set_name(struct entries *in, const char *name, struct node *node)
{
	size_t i = 0;

	while (i < in->len && strcmp(in->at[i].name, name)) {
		i++;
	}
	if (!node) {
		if (i < in->len) {
			in->at[i] = in->at[--in->len];
		}
		return;
	}
	if (i == in->len) {
		assert_true(in->len < ENTRIES);
		in->at = mc_realloc(in->at, in->len + 1, sizeof(*in->at));
		in->at[in->len++] = (struct entry){.name = ""};
		assert_int_equal(mc_copy(in->at[i].name, sizeof(in->at[i].name), name), 0);
	}
	in->at[i].node = node;
}

/* ---- nodes */
static struct node *add_node(struct cut_disk *disk, uint64_t inode, bool folder)
{
	struct node *node = &disk->nodes[disk->count++];

	assert_true(disk->count <= NODES);
	*node = (struct node){.inode = inode, .folder = folder};
	return node;
}

/* An inode's number is given again: the newest is meant. NULL: made before the journal. */
static struct node *node_of(struct cut_disk *disk, uint64_t inode)
{
	for (size_t i = disk->count; i-- > 1;) {
		if (disk->nodes[i].inode == inode) {
			return &disk->nodes[i];
		}
	}
	return NULL;
}

/* The folder of a path, and its last name; NULL when it is none of ours. */
static struct node *folder_of(struct cut_disk *disk, const char *path, const char **ret_name)
{
	struct node *node = &disk->nodes[0];
	char part[96];
	const char *slash;

	if (strncmp(path, disk->root, disk->root_len) || path[disk->root_len] != '/') {
		return NULL;
	}
	path += disk->root_len + 1;
	while (node && (slash = strchr(path, '/')) != NULL) {
		snprintf(part, sizeof(part), "%.*s", (int)(slash - path), path);
		node = cut_find(&node->names, part);
		path = slash + 1;
	}
	*ret_name = path;
	return node;
}

static struct change *add_change(struct node *node)
{
	if (node->change_count == node->change_room) {
		node->change_room = node->change_room * 2 + 8;
		node->changes =
			mc_realloc(node->changes, node->change_room, sizeof(*node->changes));
	}
	node->changes[node->change_count] = (struct change){.at = 0};
	return &node->changes[node->change_count++];
}

/* ---- events */
static void name_comes(struct cut_disk *disk, const char *path, struct node *node)
{
	const char *name;
	struct node *folder = folder_of(disk, path, &name);
	struct change *change;

	if (!folder) {
		return;
	}
	cut_set_name(&folder->names, name, node);
	if (folder == &disk->nodes[0]) {
		return; /* the root is no disk: its names are sure */
	}
	change = add_change(folder);
	assert_int_equal(MC_COPY(change->came, name), 0);
	change->node = node;
}

static void take_rename(struct cut_disk *disk, const char *from, const char *to)
{
	const char *old, *new;
	struct node *source = folder_of(disk, from, &old), *target = folder_of(disk, to, &new);
	struct node *node = source ? cut_find(&source->names, old) : NULL;
	struct change *change;

	assert_non_null(node);
	assert_non_null(target);
	cut_set_name(&source->names, old, NULL);
	cut_set_name(&target->names, new, node);
	change = add_change(target);
	assert_int_equal(MC_COPY(change->came, new), 0);
	change->node = node;
	if (source == target) {
		assert_int_equal(MC_COPY(change->gone, old), 0);
		return;
	}
	change = add_change(source);
	assert_int_equal(MC_COPY(change->gone, old), 0);
	assert_int_equal(MC_COPY(change->needs, new), 0);
	change->node = node;
	change->other = target;
}

static void take_unlink(struct cut_disk *disk, const char *path)
{
	const char *name;
	struct node *folder = folder_of(disk, path, &name);
	struct change *change;

	if (!folder || !cut_find(&folder->names, name)) {
		return; /* a socket */
	}
	cut_set_name(&folder->names, name, NULL);
	change = add_change(folder);
	assert_int_equal(MC_COPY(change->gone, name), 0);
}

void cut_apply_name(struct entries *to, const struct change *change)
{
	if (change->gone[0]) {
		cut_set_name(to, change->gone, NULL);
	}
	if (change->came[0]) {
		cut_set_name(to, change->came, change->node);
	}
}

static void take_sync(struct node *node)
{
	for (size_t i = 0; i < node->change_count; i++) {
		const struct change *change = &node->changes[i];

		if (node->folder) {
			cut_apply_name(&node->sure_names, change);
			if (change->other) {
				cut_set_name(&change->other->sure_names, change->needs, change->node);
			}
		} else if (change->bytes) {
			cut_put(&node->sure, change->at, change->bytes, change->len);
		} else {
			cut_set_size(&node->sure, (size_t)change->at);
		}
	}
	node->change_count = 0;
}

static void take_write(struct node *node, const struct disk_event *event)
{
	struct change *change = add_change(node);

	change->at = event->at;
	if (event->call == DISK_WRITE) {
		change->bytes = cut_disk_bytes(event);
		change->len = event->len;
		cut_put(&node->now, event->at, change->bytes, change->len);
	} else {
		cut_set_size(&node->now, (size_t)event->at);
	}
}

static void take(struct cut_disk *disk, const struct disk_event *event)
{
	const char *bytes = cut_disk_bytes(event);
	char path[PATH_MAX];
	struct node *node;

	switch (event->call) {
	case DISK_CREATE:
	case DISK_MKDIR:
		snprintf(path, sizeof(path), "%.*s", (int)event->len, bytes);
		name_comes(disk, path,
			   add_node(disk, event->inode, event->call == DISK_MKDIR));
		break;
	case DISK_RENAME:
		take_rename(disk, bytes, bytes + strlen(bytes) + 1);
		break;
	case DISK_UNLINK:
		snprintf(path, sizeof(path), "%.*s", (int)event->len, bytes);
		take_unlink(disk, path);
		break;
	case DISK_WRITE:
	case DISK_TRUNCATE:
	case DISK_SYNC:
		node = node_of(disk, event->inode);
		if (node && event->call == DISK_SYNC) {
			take_sync(node);
		} else if (node) {
			take_write(node, event);
		}
		break;
	default:
		break;
	}
}

/* ---- the journal */
static void append(const char *journal, uint32_t call, uint64_t inode, const char *bytes,
		   int flags)
{
	struct disk_event event = {.call = call, .len = (uint32_t)strlen(bytes), .inode = inode};
	int fd = open(journal, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | flags, 0600);
	size_t room = (event.len + 7) / 8 * 8;
	char *padded = mc_calloc(1, room + 1);

	memcpy(padded, bytes, event.len);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, &event, sizeof(event)), sizeof(event));
	assert_int_equal(write(fd, padded, room), room);
	free(padded);
	close(fd);
}

void cut_disk_mark(const char *journal, const char *word)
{
	append(journal, DISK_MARK, 0, word, 0);
}

void cut_disk_record(const char *journal, const char *root, const char *const tops[])
{
	append(journal, DISK_MARK, 0, "", O_TRUNC);
	for (; *tops; tops++) {
		char path[PATH_MAX];
		struct stat st;

		snprintf(path, sizeof(path), "%s/%s", root, *tops);
		assert_int_equal(stat(path, &st), 0);
		append(journal, DISK_MKDIR, st.st_ino, path, 0);
	}
}

struct cut_disk *cut_disk_open(const char *journal, const char *root)
{
	struct cut_disk *disk = mc_calloc(1, sizeof(*disk));
	int fd = open(journal, O_RDONLY | O_CLOEXEC);
	struct stat st;

	assert_int_equal(fstat(fd, &st), 0);
	disk->len = (size_t)st.st_size;
	disk->journal = mmap(NULL, disk->len, PROT_READ, MAP_PRIVATE, fd, 0);
	assert_true(disk->journal != MAP_FAILED);
	close(fd);
	assert_int_equal(MC_COPY(disk->root, root), 0);
	disk->root_len = strlen(root);
	add_node(disk, 0, true);
	return disk;
}

void cut_disk_close(struct cut_disk *disk)
{
	for (size_t i = 0; i < disk->count; i++) {
		free(disk->nodes[i].now.data);
		free(disk->nodes[i].sure.data);
		free(disk->nodes[i].names.at);
		free(disk->nodes[i].sure_names.at);
		free(disk->nodes[i].changes);
	}
	munmap((void *)(uintptr_t)disk->journal, disk->len);
	free(disk);
}

const void *cut_disk_bytes(const struct disk_event *event)
{
	return event + 1;
}

const struct disk_event *cut_disk_next(struct cut_disk *disk)
{
	const struct disk_event *event = (const void *)(disk->journal + disk->read);
	size_t left = disk->len - disk->read, size;

	if (left < sizeof(*event)) {
		return NULL;
	}
	size = sizeof(*event) + (event->len + 7) / 8 * 8;
	if (left < size) { /* a program was still noting it when the journal was taken */
		return NULL;
	}
	disk->read += size;
	disk->at++;
	take(disk, event);
	return event;
}

long cut_disk_at(const struct cut_disk *disk)
{
	return disk->at;
}
