/* SPDX-License-Identifier: MPL-2.0 */
/*
 * cut_disk.h - what a disk holds when the power fails, from the journal of shim_disk.so.
 *
 * The disk is as unkind as POSIX allows. Sure is only what was synced: a file's bytes by
 * its own fsync, a name by the fsync of its folder. Of the rest, by the throw of seeded
 * dice, any part may be there: each sector of 512 bytes of each write for itself, so writes
 * are torn and overtake each other; each new, changed or removed name. One thing only is
 * granted: a rename never loses the file altogether.
 */
#ifndef TESTS_SUPPORT_CUT_DISK_H
#define TESTS_SUPPORT_CUT_DISK_H

#include <stdbool.h>

#include "support/shim_disk.h"

struct cut_disk;

/* Before the programs run: an empty journal, and the top folders below the root, which are
 * one disk each. They exist. */
void cut_disk_record(const char *journal, const char *root, const char *const tops[]);
/* A word of the test into the journal: what was promised up to here. */
void cut_disk_mark(const char *journal, const char *word);

/* Reads what was recorded; stands before the first event. */
struct cut_disk *cut_disk_open(const char *journal, const char *root);
void cut_disk_close(struct cut_disk *disk);
/* Takes the next event in; NULL after the last. Its bytes follow it. */
const struct disk_event *cut_disk_next(struct cut_disk *disk);
const void *cut_disk_bytes(const struct disk_event *event);
long cut_disk_at(const struct cut_disk *disk); /* events taken in so far */
/* Is there anything on this disk that a power cut now could take? */
bool cut_disk_unsure(const struct cut_disk *disk, const char *top);

/* Writes a top folder into the folder `to`, which is emptied before: as a program sees it,
 * or as a power cut leaves it. */
void cut_disk_whole(const struct cut_disk *disk, const char *top, const char *to);
void cut_disk_cut(struct cut_disk *disk, const char *top, uint64_t seed, const char *to);

/* True when the folder holds just what the journal says; else what is different. Databases'
 * indexes, sockets and logs are not looked at. */
bool cut_disk_is_true(const struct cut_disk *disk, const char *top, const char *folder,
		      char ret_why[256]);

#endif
