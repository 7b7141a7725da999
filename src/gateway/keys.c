/* SPDX-License-Identifier: MPL-2.0 */
/* keys.c - making, writing and reading the gateway's keys. */
#include "gateway/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "motcua/base/clock.h"
#include "motcua/base/codec.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/seal/hash.h"

#define SECRET_FILE "gateway.secret"
#define SECRET_LINE "motcua-gateway-secret 1\n"
#define SECRET_MAX 512

enum { VALID_YEARS = 5, KEYS_MAX = 65536 };

void mc_gateway_keys_done(struct mc_gateway_keys *keys)
{
	mc_sign_key_free(keys->root);
	mc_sign_key_free(keys->sign);
	mc_open_key_free(keys->open);
	mc_keyring_free(keys->ring);
	mc_vault_free(keys->access);
	memset(keys, 0, sizeof(*keys));
}

static enum mc_code bad_secret(struct mc_err *why, const char *reason)
{
	return mc_fail(why, MC_E_GATEWAY_SECRET, SECRET_FILE ": %s", reason);
}

/* ---- text -> keys */

/* The value of the next line, which must be "<word> <value>\n"; cuts the text there. */
static const char *next_value(char **text, const char *word)
{
	char *line = *text, *end = strchr(line, '\n');
	size_t len = strlen(word);

	if (!end || strncmp(line, word, len) || line[len] != ' ') {
		return NULL;
	}
	*end = '\0';
	*text = end + 1;
	return line + len + 1;
}

static struct mc_sign_key *read_sign(const char *text)
{
	struct mc_sign_key *key = NULL;
	struct mc_str seed;

	mc_str_init(&seed, 32);
	if (text && mc_base64url_decode(mc_slice_text(text), &seed) && seed.len == 32) {
		key = mc_sign_key_from_seed((const uint8_t *)seed.data);
	}
	mc_str_wipe(&seed);
	return key;
}

static struct mc_open_key *read_open(const char *text)
{
	struct mc_open_key *key = NULL;

	return text && !mc_open_key_parse(text, &key, NULL) ? key : NULL;
}

static enum mc_code parse_secret(char *text, struct mc_gateway_keys *keys, struct mc_err *why)
{
	const size_t first = sizeof(SECRET_LINE) - 1;

	if (strncmp(text, SECRET_LINE, first)) {
		return bad_secret(why, "not in its format");
	}
	text += first;
	if (!(keys->root = read_sign(next_value(&text, "root"))) ||
	    !(keys->sign = read_sign(next_value(&text, "sign"))) ||
	    !(keys->open = read_open(next_value(&text, "open"))) || *text) {
		return bad_secret(why, "not in its format");
	}
	return MC_OK;
}

static enum mc_code load_secret(const char *path, struct mc_gateway_keys *keys, struct mc_err *why)
{
	struct mc_str text;
	struct stat st;
	enum mc_code code;

	if (stat(path, &st)) {
		return bad_secret(why, strerror(errno));
	}
	if (!S_ISREG(st.st_mode) || (st.st_mode & 077)) {
		return bad_secret(why, "readable by others");
	}
	mc_str_init(&text, SECRET_MAX);
	code = mc_file_read(path, &text, why);
	if (!code) {
		code = memchr(text.data, '\0', text.len) ? bad_secret(why, "not in its format")
							 : parse_secret(text.data, keys, why);
	}
	mc_str_wipe(&text);
	return code;
}

/* ---- keys -> text */

static void write_seed(const char *word, const struct mc_sign_key *key, struct mc_str *to)
{
	uint8_t seed[32];

	mc_sign_key_seed(key, seed);
	mc_str_puts(to, word);
	mc_base64url_encode((struct mc_slice){seed, sizeof(seed)}, to);
	mc_str_putc(to, '\n');
	explicit_bzero(seed, sizeof(seed));
}

static enum mc_code make_secret(const char *path, struct mc_gateway_keys *keys, struct mc_err *why)
{
	struct mc_str text;
	enum mc_code code;

	keys->root = mc_sign_key_new();
	keys->sign = mc_sign_key_new();
	keys->open = mc_open_key_new();
	mc_str_init(&text, SECRET_MAX);
	mc_str_puts(&text, SECRET_LINE);
	write_seed("root ", keys->root, &text);
	write_seed("sign ", keys->sign, &text);
	mc_str_puts(&text, "open ");
	mc_open_key_format(keys->open, &text);
	mc_str_putc(&text, '\n');
	code = mc_file_write(path, 0600, mc_slice_of(&text), why);
	mc_str_wipe(&text);
	return code;
}

/* ---- the public list */

/* From yesterday: a desk whose clock is a little behind trusts it at once. */
static enum mc_code make_list(const char *path, const struct mc_gateway_keys *keys, int64_t now,
			      struct mc_err *why)
{
	struct mc_local until = mc_time_local(now);
	struct mc_keyring_entry entries[2] = {{.seals = false}, {.seals = true}};
	struct mc_str text;
	enum mc_code code;

	until.year += VALID_YEARS;
	until.day = until.day > 28 ? 28 : until.day;
	mc_sign_key_public(keys->sign, &entries[0].verify);
	mc_open_key_public(keys->open, &entries[1].seal);
	for (int i = 0; i < 2; i++) {
		entries[i].from = now - MC_DAY;
		entries[i].until = mc_time_from_local(&until);
	}
	mc_str_init(&text, KEYS_MAX);
	code = mc_keyring_format(keys->root, 1, now, entries, 2, &text, why);
	code = code ? code : mc_file_write(path, 0644, mc_slice_of(&text), why);
	mc_str_done(&text);
	return code;
}

/* A list that does not name our keys would make every receipt look forged. */
static enum mc_code check_list(const struct mc_gateway_keys *keys, int64_t now, struct mc_err *why)
{
	struct mc_verify_key verify;
	struct mc_seal_key seal;
	const struct mc_seal_key *listed = mc_keyring_seal_key(keys->ring, now);

	mc_sign_key_public(keys->sign, &verify);
	mc_open_key_public(keys->open, &seal);
	if (!mc_keyring_verify_key(keys->ring, verify.kid, now) || !listed ||
	    strcmp(listed->kid, seal.kid)) {
		return mc_fail(why, MC_E_KEYS_FILE, "gateway.keys: not of this gateway's keys");
	}
	return MC_OK;
}

/* ---- both */

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

static enum mc_code open_both(const char *secret, const char *list, int64_t now,
			      struct mc_gateway_keys *keys, struct mc_err *why)
{
	bool first = !mc_file_exists(secret) && !mc_file_exists(list);
	enum mc_code code = first ? make_secret(secret, keys, why) : load_secret(secret, keys, why);

	if (!code && !mc_file_exists(list)) {
		code = make_list(list, keys, now, why);
	}
	code = code ? code : mc_keyring_load(list, &keys->ring, why);
	code = code ? code : check_list(keys, now, why);
	if (!code) {
		mc_keyring_fingerprint(keys->ring, keys->fingerprint);
		keys->access = derive_access(keys->root);
	}
	return code;
}

/* The folder is locked meanwhile: two first starts must not make two sets of keys. */
enum mc_code mc_gateway_keys_open(const char *dir, int64_t now, struct mc_gateway_keys *ret,
				  struct mc_err *why)
{
	struct mc_gateway_keys keys = {.root = NULL};
	char *secret, *list;
	enum mc_code code;
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 || flock(fd, LOCK_EX)) {
		code = mc_fail(why, MC_E_FILE_READ, "%s: %s", basename(dir), strerror(errno));
		if (fd >= 0) {
			close(fd);
		}
		return code;
	}
	secret = mc_path_join(dir, SECRET_FILE);
	list = mc_path_join(dir, "gateway.keys");
	code = open_both(secret, list, now, &keys, why);
	free(secret);
	free(list);
	close(fd);
	if (code) {
		mc_gateway_keys_done(&keys);
		return code;
	}
	*ret = keys;
	return MC_OK;
}
