/* SPDX-License-Identifier: MPL-2.0 */
/* keyring_renew.c - when one list of the gateway's keys may take the place of another. */
#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/base/file.h"
#include "seal/keyring.h"

bool mc_keyring_has_root(const struct mc_keyring *ring, const struct mc_verify_key *root)
{
	return !memcmp(ring->root.bytes, root->bytes, sizeof(root->bytes));
}

/* A key that had not begun has signed nothing: it may be given up before its time. */
static bool is_owed(const struct mc_keyring_entry *entry, int64_t issued)
{
	return entry->from < issued &&
	       issued < entry->until + MC_KEYRING_KEEP_DAYS * MC_DAY;
}

static bool has(const struct mc_keyring *ring, const struct mc_keyring_entry *entry)
{
	for (int i = 0; i < ring->count; i++) {
		const struct mc_keyring_entry *it = &ring->entries[i];

		if (it->seals == entry->seals &&
		    !memcmp(it->seals ? it->seal.bytes : it->verify.bytes,
			    it->seals ? entry->seal.bytes : entry->verify.bytes, 32)) {
			return true;
		}
	}
	return false;
}

enum mc_code mc_keyring_follows(const struct mc_keyring *old, const struct mc_keyring *next,
				struct mc_err *why)
{
	if (!mc_keyring_has_root(next, &old->root)) {
		return mc_fail(why, MC_E_LINK_SUSPECT, "gateway.keys: of another root");
	}
	if (next->version <= old->version) {
		return mc_fail(why, MC_E_NOT_FOUND, "gateway.keys: version %d", next->version);
	}
	for (int i = 0; i < old->count; i++) {
		const struct mc_keyring_entry *entry = &old->entries[i];

		if (is_owed(entry, next->issued) && !has(next, entry)) {
			return mc_fail(why, MC_E_KEYS_FILE, "gateway.keys: version %d lacks key %s",
				       next->version, mc_keyring_entry_kid(entry));
		}
	}
	return MC_OK;
}

enum mc_code mc_keyring_load_next(const struct mc_keyring *old, const char *path,
				  struct mc_keyring **ret, struct mc_str *ret_text,
				  struct mc_err *why)
{
	struct mc_keyring *next = NULL;
	struct mc_str text;
	enum mc_code code;

	if (!mc_file_exists(path)) {
		return mc_fail(why, MC_E_KEYS_MISSING, NULL);
	}
	mc_str_init(&text, MC_KEYRING_TEXT_MAX);
	code = mc_file_read(path, &text, why);
	code = code ? code : mc_keyring_parse(mc_slice_of(&text), &next, why);
	code = code ? code : mc_keyring_follows(old, next, why);
	if (code) {
		mc_keyring_free(next);
	} else {
		*ret = next;
	}
	if (!code && ret_text) {
		mc_str_add(ret_text, text.data, text.len);
	}
	mc_str_done(&text);
	return code;
}
