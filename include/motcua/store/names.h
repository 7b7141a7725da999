/* SPDX-License-Identifier: MPL-2.0 */
/*
 * names.h - names of many rows in memory, to be searched while somebody types.
 *
 * Names are sealed at rest, so no index can find them. They are opened once, at the first
 * search, into at most 32 bytes a name, their words included (text/packed.h), and scanned; what
 * changed since, here or in another program, is read before each search. Wiped by
 * mc_names_close().
 */
#ifndef MOTCUA_STORE_NAMES_H
#define MOTCUA_STORE_NAMES_H

#include "motcua/store/store.h"

struct mc_names;

/* Which names. */
enum mc_names_of {
	MC_NAMES_DRAFTS, /* the subject and everybody else in the form: each finds it */
	MC_NAMES_PEOPLE, /* looked up here: of each person the newest answer */
	MC_NAMES_OF_COUNT,
};
enum { MC_NAMES_RANKS = 3 };

/* Reads nothing yet. The store must outlive it. */
struct mc_names *mc_names_open(struct mc_store *store, enum mc_names_of of);
void mc_names_close(struct mc_names *names); /* NULL too */

/* Reads some of what mc_names_find() would read before it searches, at most so many rows, so that
 * nobody waits for all of it at once. *ret_left: how many there are about; 0: none. */
enum mc_code mc_names_load(struct mc_names *names, int most, int64_t *ret_left,
			   struct mc_err *why) MC_CHECKED;
/* The rows' n (int64_t items) whose name matches by mc_fold_match(): whole names first, then
 * those with letters as typed, then the others; each newest first.
 * ret_ranks: how many match in each of these ways; may be NULL. */
enum mc_code mc_names_find(struct mc_names *names, const char *text, struct mc_vec *ret,
			   size_t ret_ranks[MC_NAMES_RANKS], struct mc_err *why) MC_CHECKED;
/* How many rows have a name with these words whole: nothing longer counts. */
enum mc_code mc_names_count(struct mc_names *names, const char *text, size_t *ret,
			    struct mc_err *why) MC_CHECKED;
/* Bytes that it holds, and names. */
size_t mc_names_size(const struct mc_names *names, size_t *ret_rows);

#endif
