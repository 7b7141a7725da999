/* SPDX-License-Identifier: MPL-2.0 */
/* heap.h - where SQLite gets its memory from. */
#ifndef STORE_HEAP_H
#define STORE_HEAP_H

#include <sqlite3.h>

/* For SQLITE_CONFIG_MALLOC, in a process with one thread; NULL: the C library's is to be used. */
const sqlite3_mem_methods *mc_heap(void);

#endif
