/* SPDX-License-Identifier: MPL-2.0 */
/* keyring.c - the gateway's keys: finding the one that is due. */
#include "seal/keyring.h"

#include <stdlib.h>
#include <string.h>

#include "motcua/base/file.h"
#include "motcua/seal/hash.h"

void mc_keyring_free(struct mc_keyring *ring)
{
	free(ring);
}

enum mc_code mc_keyring_load(const char *path, struct mc_keyring **ret, struct mc_err *why)
{
	struct mc_str text;
	enum mc_code code;

	if (!mc_file_exists(path)) {
		return mc_fail(why, MC_E_KEYS_MISSING, "%s", basename(path));
	}
	mc_str_init(&text, MC_KEYRING_TEXT_MAX);
	code = mc_file_read(path, &text, why);
	if (code) {
		/* why keeps the reason that the system gave */
		code = MC_E_KEYS_FILE;
		if (why) {
			why->code = code;
		}
	} else {
		code = mc_keyring_parse(mc_slice_of(&text), ret, why);
	}
	mc_str_done(&text);
	return code;
}

int mc_keyring_version(const struct mc_keyring *ring)
{
	return ring->version;
}

int64_t mc_keyring_issued(const struct mc_keyring *ring)
{
	return ring->issued;
}

int mc_keyring_count(const struct mc_keyring *ring)
{
	return ring->count;
}

const struct mc_keyring_entry *mc_keyring_at(const struct mc_keyring *ring, int i)
{
	return &ring->entries[i];
}

void mc_keyring_fingerprint(const struct mc_keyring *ring, char ret[80])
{
	char hex[MC_SHA256_HEX];

	mc_sha256_hex((struct mc_slice){ring->root.bytes, sizeof(ring->root.bytes)}, hex);
	for (size_t i = 0; i < 64; i++) {
		ret[i + i / 4] = hex[i];
		ret[i + i / 4 + 1] = ' ';
	}
	ret[79] = '\0';
}

static bool valid_at(const struct mc_keyring_entry *entry, int64_t at)
{
	return entry->from <= at && at < entry->until;
}

const struct mc_verify_key *mc_keyring_verify_key(const struct mc_keyring *ring, const char *kid,
						  int64_t at)
{
	for (int i = 0; i < ring->count; i++) {
		const struct mc_keyring_entry *entry = &ring->entries[i];

		if (!entry->seals && valid_at(entry, at) && !strcmp(entry->verify.kid, kid)) {
			return &entry->verify;
		}
	}
	return NULL;
}

const struct mc_seal_key *mc_keyring_seal_key(const struct mc_keyring *ring, int64_t now)
{
	const struct mc_keyring_entry *best = NULL;

	for (int i = 0; i < ring->count; i++) {
		const struct mc_keyring_entry *entry = &ring->entries[i];

		if (entry->seals && valid_at(entry, now) && (!best || entry->from > best->from)) {
			best = entry;
		}
	}
	return best ? &best->seal : NULL;
}

const struct mc_seal_key *mc_keyring_newest_seal_key(const struct mc_keyring *ring)
{
	const struct mc_keyring_entry *best = NULL;

	for (int i = 0; i < ring->count; i++) {
		const struct mc_keyring_entry *entry = &ring->entries[i];

		if (entry->seals && (!best || entry->from > best->from)) {
			best = entry;
		}
	}
	return best ? &best->seal : NULL;
}

enum mc_code mc_keyring_verify(const struct mc_keyring *ring, struct mc_slice token,
			       const char *kind, int64_t at, struct mc_str *ret, struct mc_err *why)
{
	const struct mc_verify_key *key;
	char kid[MC_KID_LEN];
	enum mc_code code = mc_jws_kid(token, kind, kid, why);

	if (code) {
		return code;
	}
	key = mc_keyring_verify_key(ring, kid, at);
	if (!key) {
		return mc_fail(why, MC_E_KEY_UNKNOWN, "key %s", kid);
	}
	return mc_jws_verify(token, kind, key, ret, why);
}
