/* SPDX-License-Identifier: MPL-2.0 */
/*
 * shim_disk.h - the journal that shim_disk.so writes: every call that changes a file or a
 * folder, every sync, and every word that left the process, in the order in which they
 * happened, over all processes.
 */
#ifndef TESTS_SUPPORT_SHIM_DISK_H
#define TESTS_SUPPORT_SHIM_DISK_H

#include <stdint.h>

#define SHIM_DISK_JOURNAL "SHIM_DISK_JOURNAL" /* the file it is appended to; it must exist */
#define SHIM_DISK_ROOT "SHIM_DISK_ROOT"	      /* only what lies below this folder */
/* A fault put into the programs: "normal" opens SQLite with synchronous=NORMAL; "files" and
 * "folders" leave the fsync of plain files, of folders out. Unset or "": none. */
#define SHIM_DISK_MUTANT "SHIM_DISK_MUTANT"

enum disk_call {
	DISK_CREATE = 1, /* bytes: path */
	DISK_MKDIR,	 /* path */
	DISK_WRITE,	 /* at, bytes */
	DISK_TRUNCATE,	 /* at: the new size */
	DISK_SYNC,	 /* a file or a folder */
	DISK_RENAME,	 /* "from\0to\0" */
	DISK_UNLINK,	 /* path */
	DISK_SENT,	 /* bytes that went into a socket or to standard output */
	DISK_MARK,	 /* written by the test itself */
};

struct disk_event {
	uint32_t call, len; /* of the bytes that follow, filled up to a multiple of 8 */
	uint64_t inode;
	int64_t at;
	char program[16];
};

#endif
