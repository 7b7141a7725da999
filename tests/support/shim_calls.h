/* SPDX-License-Identifier: MPL-2.0 */
/*
 * shim_calls.h - what calls.c tells shim_calls.so by the environment, and the page of shared
 * memory in which it counts for calls.c.
 */
#ifndef TESTS_SUPPORT_SHIM_CALLS_H
#define TESTS_SUPPORT_SHIM_CALLS_H

#define SHIM_CALLS_PROGRAM "SHIM_CALLS_PROGRAM" /* the process's name; all others are left alone */
#define SHIM_CALLS_PAGE "SHIM_CALLS_PAGE"	/* the file with a struct calls */

/* What a program does from one wait in its loop to the next is one turn of it. */
struct calls {
	long waits, turns;      /* begun; it waits while there is one wait more than turns */
	long keys;		/* turns that the keyboard began */
	long writes;		/* to standard output, which is the terminal */
	long most_writes;	/* in one turn; the start is none */
	long key_writes;	/* in turns that the keyboard began */
	long syncs, key_syncs;	/* of files and folders, but not what a checkpoint syncs */
	long checkpoints;	/* a database's own file was synced */
	long long sync_ns;	/* spent in all of them */
};

/*
 * The order matters to whoever looks on: a key counts once its turn does, so that a key that is
 * counted and a program that waits are together a key that was dealt with.
 */
static inline void calls_wait_begins(struct calls *page)
{
	__atomic_add_fetch(&page->waits, 1, __ATOMIC_SEQ_CST);
}

static inline void calls_turn_begins(struct calls *page, int by_key)
{
	__atomic_add_fetch(&page->turns, 1, __ATOMIC_SEQ_CST);
	__atomic_add_fetch(&page->keys, by_key, __ATOMIC_SEQ_CST);
}

#endif
