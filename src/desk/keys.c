/* SPDX-License-Identifier: MPL-2.0 */
/*
 * keys.c - the gateway's keys, which everything is sealed to and checked with.
 *
 * The file that a person brought says which root is trusted, and nothing else does. Newer
 * lists of that root come over the wire: the courier lays them down, and the desk, which
 * trusts it with nothing, looks itself and keeps its own copy of the newest, so that an old
 * list that is laid down again changes nothing.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "desk/desk.h"
#include "motcua/base/clock.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"

/* ---- the newest of the lists that are held */

static void give_way(struct mc_keyring **ring, struct mc_keyring *next)
{
	mc_keyring_free(*ring);
	*ring = next;
}

static void take_held(const struct mc_paths *paths, struct mc_keyring **ring)
{
	struct mc_keyring *next;

	if (!mc_keyring_load_next(*ring, paths->gateway_keys, &next, NULL, NULL)) {
		give_way(ring, next);
	}
}

/* ret_text: appended when it is newer. */
static void take_arrived(const struct mc_paths *paths, struct mc_keyring **ring,
			 struct mc_str *ret_text)
{
	struct mc_keyring *next;

	if (!mc_keyring_load_next(*ring, paths->arrived_keys, &next, ret_text, NULL)) {
		give_way(ring, next);
	}
}

enum mc_code mc_desk_keyring_load(const char *file, const char *data, struct mc_keyring **ret,
				  struct mc_err *why)
{
	struct mc_paths paths;
	enum mc_code code = mc_keyring_load(file, ret, why);

	if (!code && data) {
		mc_paths_init(&paths, data);
		take_held(&paths, ret);
		take_arrived(&paths, ret, NULL);
		mc_paths_done(&paths);
	}
	return code;
}

/* Since when that list lies there; 0 = it does not. */
static int64_t since(const char *path, const struct mc_keyring *ring)
{
	struct mc_keyring *there;
	struct stat st;
	bool same;

	if (mc_keyring_load(path, &there, NULL)) {
		return 0;
	}
	same = mc_keyring_version(there) == mc_keyring_version(ring);
	mc_keyring_free(there);
	return same && !stat(path, &st) ? (int64_t)st.st_mtim.tv_sec * MC_SECOND : 0;
}

int64_t mc_desk_keyring_since(const char *file, const char *data, const struct mc_keyring *ring,
			      bool *ret_by_hand)
{
	struct mc_paths paths;
	int64_t at = since(file, ring);

	*ret_by_hand = at != 0;
	mc_paths_init(&paths, data);
	at = at ? at : since(paths.gateway_keys, ring);
	at = at ? at : since(paths.arrived_keys, ring);
	mc_paths_done(&paths);
	return at;
}

/* ---- the desk's own */

static void stamp_of(const struct mc_paths *paths, struct stat *ret)
{
	memset(ret, 0, sizeof(*ret));
	(void)stat(paths->arrived_keys, ret); /* none: another one than any */
}

static bool has_arrived(const struct mc_desk *desk)
{
	const struct stat *seen = &desk->keys_seen;
	struct stat now;

	stamp_of(&desk->paths, &now);
	return now.st_ino != seen->st_ino || now.st_mtim.tv_sec != seen->st_mtim.tv_sec ||
	       now.st_mtim.tv_nsec != seen->st_mtim.tv_nsec;
}

/* In the audit first: no list is ever in use that nobody can find there. */
static enum mc_code keep(struct mc_desk *desk, int version, struct mc_slice list,
			 struct mc_err *why)
{
	char outcome[16];
	enum mc_code code;

	snprintf(outcome, sizeof(outcome), "%d", version);
	code = desk_audit(desk, "keys", "", "", outcome, why);
	return code ? code : mc_file_write(desk->paths.gateway_keys, 0600, list, why);
}

/* What cannot be kept is used all the same: it is the newest, and lies where it was found. */
static void take_newest(struct mc_desk *desk, struct mc_keyring **ring)
{
	struct mc_str text;

	mc_str_init(&text, MC_KEYRING_TEXT_MAX);
	take_held(&desk->paths, ring);
	take_arrived(&desk->paths, ring, &text);
	if (text.len && !mc_desk_read_only(desk)) {
		(void)!keep(desk, mc_keyring_version(*ring), mc_slice_of(&text), NULL);
	}
	mc_str_done(&text);
}

/* Keys once read go on verifying when their file is gone or being replaced. */
void desk_load_keyring(struct mc_desk *desk)
{
	struct mc_err *why = &desk->gateway_why;
	struct mc_keyring *ring = NULL;

	memset(why, 0, sizeof(*why));
	desk->gateway_read = true;
	why->code = mc_keyring_load(desk->gateway_keys, &ring, why);
	stamp_of(&desk->paths, &desk->keys_seen);
	if (!why->code) {
		take_newest(desk, &ring);
		mc_keyring_free(desk->keyring);
		desk->keyring = ring;
	}
	if (!*desk->gateway) {
		why->code = mc_fail(why, MC_E_GATEWAY_UNSET, NULL);
	}
}

void desk_keyring_later(struct mc_desk *desk)
{
	memset(&desk->gateway_why, 0, sizeof(desk->gateway_why));
	desk->gateway_read = false;
	if (!*desk->gateway) {
		desk->gateway_why.code = mc_fail(&desk->gateway_why, MC_E_GATEWAY_UNSET, NULL);
	}
}

const struct mc_keyring *desk_ring(struct mc_desk *desk)
{
	if (!desk->gateway_read || has_arrived(desk)) {
		desk_load_keyring(desk);
	}
	return desk->keyring;
}

enum mc_code desk_take_keys(struct mc_desk *desk, struct mc_slice list, struct mc_err *why)
{
	struct mc_keyring *next = NULL;
	enum mc_code code = mc_keyring_parse(list, &next, why);

	code = code ? code : mc_keyring_follows(desk->keyring, next, why);
	code = code ? code : keep(desk, mc_keyring_version(next), list, why);
	if (code) {
		mc_keyring_free(next);
		return code;
	}
	give_way(&desk->keyring, next);
	return MC_OK;
}

static enum mc_code gateway_fail(const struct mc_desk *desk, struct mc_err *why)
{
	return mc_fail(why, desk->gateway_why.code, "%s", desk->gateway_why.detail);
}

enum mc_code desk_keyring(struct mc_desk *desk, struct mc_err *why)
{
	if (!desk->keyring || has_arrived(desk)) {
		desk_load_keyring(desk); /* the file may have been brought meanwhile */
	}
	return desk->keyring ? MC_OK : gateway_fail(desk, why);
}

/* The key that is due by the gateway's time: what the last signed hello said of this
 * computer's clock is reckoned in. */
static const struct mc_seal_key *due_key(const struct mc_desk *desk)
{
	struct mc_link link = {.clock_offset = 0};

	if (!desk->keyring) {
		return NULL;
	}
	(void)!mc_mail_link(desk->mail, &link, NULL); /* unknown is as good as none */
	return mc_keyring_seal_key(desk->keyring, mc_clock_now() + link.clock_offset);
}

/* A clock that is wrong by years is no reason to stop sealing: then the newest key serves,
 * which the gateway opens as well. */
enum mc_code desk_seal_key(struct mc_desk *desk, struct mc_seal_key *ret, struct mc_err *why)
{
	const struct mc_seal_key *key;

	if (desk->gateway_why.code || has_arrived(desk) || !due_key(desk)) {
		desk_load_keyring(desk); /* a newer list may have been brought */
	}
	if (desk->gateway_why.code) {
		return gateway_fail(desk, why);
	}
	key = due_key(desk);
	key = key ? key : mc_keyring_newest_seal_key(desk->keyring);
	if (!key) {
		return mc_fail(why, MC_E_KEY_UNKNOWN, "gateway.keys names no sealing key");
	}
	*ret = *key;
	return MC_OK;
}
