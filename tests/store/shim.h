/* SPDX-License-Identifier: MPL-2.0 */
/* shim.h - SQLite's file layer with a counter of fsyncs and a disk that can be full. */
#ifndef TESTS_STORE_SHIM_H
#define TESTS_STORE_SHIM_H

#include <sqlite3.h>
#include <string.h>

/* The base layer's methods are copied, one table for each kind of file (journals are
 * not locked), and two of them replaced; the files stay its own. */
static struct {
	sqlite3_vfs vfs;
	const sqlite3_vfs *base;
	const sqlite3_io_methods *methods; /* writing and syncing is the same for all */
	sqlite3_io_methods main, wal, journal;
	int wal_syncs, other_syncs;
	int full; /* 1 = every write fails as on a full disk */
	int denied; /* 1 = ... as on one that was mounted read-only meanwhile */
} shim;

static int shim_wal_sync(sqlite3_file *file, int flags)
{
	shim.wal_syncs++;
	return shim.methods->xSync(file, flags);
}

static int shim_other_sync(sqlite3_file *file, int flags)
{
	shim.other_syncs++;
	return shim.methods->xSync(file, flags);
}

static int shim_write(sqlite3_file *file, const void *data, int len, sqlite3_int64 at)
{
	if (shim.denied) {
		return SQLITE_READONLY_DIRECTORY;
	}
	return shim.full ? SQLITE_FULL : shim.methods->xWrite(file, data, len, at);
}

static int shim_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
		     int *ret_flags)
{
	sqlite3_io_methods *mine;
	int rc = shim.base->xOpen(vfs, name, file, flags, ret_flags);

	if (rc || !file->pMethods) {
		return rc;
	}
	shim.methods = file->pMethods;
	mine = flags & SQLITE_OPEN_WAL     ? &shim.wal :
	       flags & SQLITE_OPEN_MAIN_DB ? &shim.main :
					     &shim.journal;
	*mine = *file->pMethods;
	mine->xSync = flags & SQLITE_OPEN_WAL ? shim_wal_sync : shim_other_sync;
	mine->xWrite = shim_write;
	file->pMethods = mine;
	return rc;
}

/* Before the first connection of the program. */
static inline void shim_install(void)
{
	shim.base = sqlite3_vfs_find(NULL);
	shim.vfs = *shim.base;
	shim.vfs.zName = "shim";
	shim.vfs.pNext = NULL;
	shim.vfs.xOpen = shim_open;
	sqlite3_vfs_register(&shim.vfs, 1);
}

#endif
