/* SPDX-License-Identifier: MPL-2.0 */
/* count.h - machine instructions, which are the same on a busy machine as on an idle one. */
#ifndef TESTS_SUPPORT_COUNT_H
#define TESTS_SUPPORT_COUNT_H

#include <stdbool.h>
#include <stddef.h>

/* A desk's start, from exec on. */
struct counted_start {
	long long begun; /* until its first screen stands there */
	long long whole; /* until that has all in it which the stores hold */
	long long behind; /* from there until it hears keys */
};
/* `text` is on the whole screen. False where nothing can count (no valgrind, or a sanitizer is built
 * in). */
bool count_start(const char *const argv[], const char *text, struct counted_start *ret);

/*
 * The source files of ours ("src/ui/run.c") of which something ran until the desk heard keys; a
 * file may be there more than once. Behind the `count` that are there already; returns how many there
 * are then. The caller frees each.
 */
enum { COUNT_FILES = 4096 };
size_t count_files(const char *const argv[], const char *text, char *ret[COUNT_FILES], size_t count);

/* The same of any program, which then waits for a key: until `text` is on the screen. */
long long count_until_shown(const char *const argv[], const char *text);

/*
 * What each of these keys costs in the turn of the loop that takes it: ret[i]. They are pressed
 * one after the other, each when its text is on the screen; NULL: at once. False where nothing
 * can count.
 */
struct counted_key {
	const char *key, *when;
};
bool count_keys(const char *const argv[], const struct counted_key keys[], int count,
		long long ret[]);

#endif
