/* SPDX-License-Identifier: MPL-2.0 */
/* cut_node.h - the two pictures of a file or folder; for cut_disk.c and cut_image.c alone. */
#ifndef TESTS_SUPPORT_CUT_NODE_H
#define TESTS_SUPPORT_CUT_NODE_H

#include <limits.h>
#include <stddef.h>

#include "support/cut_disk.h"

enum { SECTOR = 512, NODES = 4096, ENTRIES = 512 };

struct bytes {
	char *data;
	size_t len, room;
};

/* A name in a folder. */
struct entry {
	char name[96];
	struct node *node;
};

struct entries {
	struct entry *at;
	size_t len;
};

/* Since the last sync. A file's: a write, or (bytes NULL) a new size. A folder's: a name
 * that goes, a name that comes. */
struct change {
	int64_t at;
	const char *bytes;
	size_t len;
	char gone[96], came[96];
	struct node *node;
	/* the name that has to be there before this one may go: in another folder */
	struct node *other;
	char needs[96];
};

struct node {
	uint64_t inode;
	bool folder;
	struct bytes now, sure;
	struct entries names, sure_names;
	struct change *changes;
	size_t change_count, change_room;
};

struct cut_disk {
	char root[PATH_MAX];
	size_t root_len;
	const char *journal;
	size_t len, read;
	long at;
	struct node nodes[NODES];
	size_t count;
	uint64_t dice;
	int odds; /* of 100: what is not sure is there */
};

/* Bytes at a place; what lies between is zero. */
void cut_put(struct bytes *to, int64_t at, const char *bytes, size_t len);
void cut_set_size(struct bytes *of, size_t len);
struct node *cut_find(const struct entries *in, const char *name); /* or NULL */
void cut_set_name(struct entries *in, const char *name, struct node *node); /* NULL: remove */
void cut_apply_name(struct entries *to, const struct change *change);

#endif
