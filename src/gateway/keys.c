/* SPDX-License-Identifier: MPL-2.0 */
/* keys.c - the gateway's keys in use: the one that is due, and going over to newer ones. */
#include "gateway/keys.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gateway/keys_file.h"
#include "motcua/base/log.h"
#include "motcua/base/mem.h"
#include "motcua/seal/hash.h"
#include "motcua/seal/pack.h"

struct mc_gateway_keys {
	char *dir;
	struct mc_key_set set;
	struct mc_vault *access;
	struct stat refused; /* the list that was no good: told once */
};

/* ---- the one that is due */

static const struct mc_sign_key *secret_of(const struct mc_key_set *set, const char *kid)
{
	struct mc_verify_key public;

	for (int i = 0; i < set->signs; i++) {
		mc_sign_key_public(set->sign[i], &public);
		if (!strcmp(public.kid, kid)) {
			return set->sign[i];
		}
	}
	return NULL;
}

static const struct mc_sign_key *signer(const struct mc_key_set *set, int64_t at)
{
	const struct mc_keyring_entry *best = NULL;

	for (int i = 0; i < mc_keyring_count(set->ring); i++) {
		const struct mc_keyring_entry *entry = mc_keyring_at(set->ring, i);

		if (!entry->seals && entry->from <= at && at < entry->until &&
		    (!best || entry->from > best->from)) {
			best = entry;
		}
	}
	return best ? secret_of(set, best->verify.kid) : NULL;
}

/* ---- going over to a newer list */

static enum mc_code load_again(struct mc_gateway_keys *keys, struct mc_key_set *ret,
			       struct mc_err *why)
{
	struct mc_verify_key root;
	int fd;
	enum mc_code code = mc_key_lock(keys->dir, false, &fd, why);

	if (code) {
		return code;
	}
	code = mc_key_set_load(keys->dir, ret, why);
	close(fd);
	mc_sign_key_public(keys->set.root, &root);
	if (!code && !mc_keyring_has_root(ret->ring, &root)) {
		mc_key_set_done(ret);
		code = mc_fail(why, MC_E_KEYS_FILE, "gateway.keys: of another root");
	}
	return code;
}

/* While somebody writes, the present keys serve; so they do when what was written is no good. */
static void follow(struct mc_gateway_keys *keys)
{
	struct mc_key_set set;
	struct mc_err why;
	struct stat now;
	enum mc_code code;

	if (mc_key_list_is(keys->dir, &keys->set.stamp, &now) || mc_key_same_file(&now, &keys->refused)) {
		return;
	}
	code = load_again(keys, &set, &why);
	if (!code) {
		mc_key_set_done(&keys->set);
		keys->set = set;
		mc_log(MC_LOG_INFO, "keys: version %d", mc_keyring_version(keys->set.ring));
	} else if (code != MC_E_STORE_BUSY) {
		keys->refused = now;
		mc_log(MC_LOG_WARNING, "keys: [%s] %s", mc_error_info(code)->code, why.detail);
	}
}

/* ---- using them */

const struct mc_keyring *mc_gateway_keys_ring(struct mc_gateway_keys *keys)
{
	follow(keys);
	return keys->set.ring;
}

const char *mc_gateway_keys_list(struct mc_gateway_keys *keys)
{
	follow(keys);
	return keys->set.list.data;
}

const struct mc_vault *mc_gateway_keys_access(const struct mc_gateway_keys *keys)
{
	return keys->access;
}

enum mc_code mc_gateway_keys_sign(struct mc_gateway_keys *keys, const char *kind, int64_t at,
				  struct mc_slice payload, struct mc_str *ret, struct mc_err *why)
{
	const struct mc_sign_key *key;

	follow(keys);
	key = signer(&keys->set, at);
	return key ? mc_jws_sign(key, kind, payload, ret, why)
		   : mc_fail(why, MC_E_KEYS_ENDED, NULL);
}

/* The newest first. An envelope does not say whose it is, so each key is tried. */
enum mc_code mc_gateway_keys_unseal(struct mc_gateway_keys *keys, struct mc_slice sealed,
				    struct mc_str *ret, struct mc_err *why)
{
	enum mc_code code = MC_E_SEALED_OTHER;

	follow(keys);
	for (int i = keys->set.opens; code == MC_E_SEALED_OTHER && i > 0; i--) {
		code = mc_pack_open(keys->set.open[i - 1], sealed, ret, why);
	}
	return code;
}

/* ---- opening */

/* The access log's key follows from the root key, so that it needs no file of its own. */
static struct mc_vault *derive_access(const struct mc_sign_key *root)
{
	struct mc_vault *vault;
	struct mc_str bytes;
	uint8_t seed[32], key[MC_SHA256_LEN];

	mc_sign_key_seed(root, seed);
	mc_str_init(&bytes, 64);
	mc_str_puts(&bytes, "motcua-gateway-access 1");
	mc_str_add(&bytes, seed, sizeof(seed));
	mc_sha256(mc_slice_of(&bytes), key);
	vault = mc_vault_new(key);
	mc_str_wipe(&bytes);
	explicit_bzero(seed, sizeof(seed));
	explicit_bzero(key, sizeof(key));
	return vault;
}

/* The folder is locked meanwhile: two first starts must not make two sets of keys. */
static enum mc_code open_set(const char *dir, int64_t now, struct mc_key_set *ret,
			     struct mc_err *why)
{
	int fd;
	enum mc_code code = mc_key_lock(dir, true, &fd, why);

	if (code) {
		return code;
	}
	code = mc_key_set_make(dir, now, why);
	code = code ? code : mc_key_set_load(dir, ret, why);
	close(fd);
	return code;
}

enum mc_code mc_gateway_keys_open(const char *dir, int64_t now, struct mc_gateway_keys **ret,
				  struct mc_err *why)
{
	struct mc_gateway_keys *keys;
	struct mc_key_set set;
	enum mc_code code = open_set(dir, now, &set, why);

	if (code) {
		return code;
	}
	if (!signer(&set, now)) {
		mc_key_set_done(&set);
		return mc_fail(why, MC_E_KEYS_ENDED, NULL);
	}
	keys = mc_calloc(1, sizeof(*keys));
	keys->dir = mc_strdup(dir);
	keys->set = set;
	keys->access = derive_access(set.root);
	*ret = keys;
	return MC_OK;
}

void mc_gateway_keys_close(struct mc_gateway_keys *keys)
{
	if (!keys) {
		return;
	}
	mc_key_set_done(&keys->set);
	mc_vault_free(keys->access);
	free(keys->dir);
	free(keys);
}
