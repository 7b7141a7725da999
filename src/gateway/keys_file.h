/* SPDX-License-Identifier: MPL-2.0 */
/*
 * keys_file.h - gateway.secret and gateway.keys as they stand in the data folder, under the
 * folder's lock: who reads sees both of one moment.
 */
#ifndef GATEWAY_KEYS_FILE_H
#define GATEWAY_KEYS_FILE_H

#include <sys/stat.h>

#include "gateway/keys.h"

#define MC_SECRETS_MAX 64 /* of each kind */

/* All that both files say. */
struct mc_key_set {
	struct mc_sign_key *root;
	struct mc_sign_key *sign[MC_SECRETS_MAX]; /* the oldest first */
	struct mc_open_key *open[MC_SECRETS_MAX];
	int signs, opens;
	struct mc_keyring *ring;
	struct mc_str list; /* the ring as text, as it is on disk */
	struct stat stamp;  /* of the list's file */
};

void mc_key_set_init(struct mc_key_set *set);
void mc_key_set_done(struct mc_key_set *set);

/* Exclusive to write; to read, MC_E_STORE_BUSY when somebody writes. Unlocked by close(). */
enum mc_code mc_key_lock(const char *dir, bool write, int *ret_fd, struct mc_err *why) MC_CHECKED;

/* Both files, which must fit: every key of the list whose time is not over for good has its
 * secret. MC_E_GATEWAY_SECRET, MC_E_KEYS_MISSING, MC_E_KEYS_FILE. */
enum mc_code mc_key_set_load(const char *dir, struct mc_key_set *ret, struct mc_err *why) MC_CHECKED;
bool mc_key_same_file(const struct stat *a, const struct stat *b);
/* Is the list's file still the one that was read then? ret_now: what it is now. */
bool mc_key_list_is(const char *dir, const struct stat *then, struct stat *ret_now);
/* At the first start both files; when only the list is gone, and its only keys, the list. */
enum mc_code mc_key_set_make(const char *dir, int64_t now, struct mc_err *why) MC_CHECKED;

enum mc_code mc_key_set_write_secret(const char *dir, const struct mc_key_set *set,
				     struct mc_err *why) MC_CHECKED;
enum mc_code mc_key_set_write_list(const char *dir, const struct mc_key_set *set, int version,
				   int64_t issued, const struct mc_keyring_entry *entries,
				   int count, struct mc_err *why) MC_CHECKED;
/* The instant at which keys that begin at `from` end. */
int64_t mc_key_end(int64_t from);

#endif
