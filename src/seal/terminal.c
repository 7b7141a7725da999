/* SPDX-License-Identifier: MPL-2.0 */
/*
 * terminal.c - the desk's own secrets, in one small file.
 *
 * The text is built and read in guarded memory only. A file that is there is
 * never written over: new keys would make all saved data unreadable.
 */
#include "motcua/seal/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "motcua/base/codec.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/seal/hash.h"
#include "seal/secret.h"

#define TEXT_MAX 512
#define SEED_LEN 32
#define FIRST_LINE "motcua-terminal-keys 1"

void mc_terminal_id(const struct mc_verify_key *key, char ret[7])
{
	uint8_t digest[MC_SHA256_LEN];
	uint32_t bits;

	mc_sha256((struct mc_slice){key->bytes, sizeof(key->bytes)}, digest);
	bits = (uint32_t)digest[0] << 24 | (uint32_t)digest[1] << 16 | (uint32_t)digest[2] << 8 |
	       digest[3];
	mc_crockford_encode(bits >> 2, 6, ret);
}

void mc_terminal_keys_done(struct mc_terminal_keys *keys)
{
	mc_sign_key_free(keys->sign);
	mc_secret_free(keys->seed);
	mc_open_key_free(keys->open);
	mc_vault_free(keys->vault);
	memset(keys, 0, sizeof(*keys));
}

static void fill_public(struct mc_terminal_keys *keys)
{
	mc_sign_key_public(keys->sign, &keys->verify);
	mc_terminal_id(&keys->verify, keys->id);
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

static bool is_id(const char *text)
{
	return strlen(text) == 6 && strspn(text, "0123456789ABCDEFGHJKMNPQRSTVWXYZ") == 6;
}

static uint8_t *read_seed(const char *text)
{
	uint8_t *seed = mc_secret_new(SEED_LEN);

	if (!text || !mc_key_bytes(mc_slice_text(text), seed)) {
		mc_secret_free(seed);
		return NULL;
	}
	return seed;
}

static struct mc_open_key *read_open(const char *text, struct mc_err *why)
{
	struct mc_open_key *key = NULL;

	return text && !mc_open_key_parse(text, &key, why) ? key : NULL;
}

static struct mc_vault *read_office(const char *text)
{
	struct mc_vault *vault = NULL;
	uint8_t key[32];

	if (text && mc_key_bytes(mc_slice_text(text), key)) {
		vault = mc_vault_new(key);
	}
	sodium_memzero(key, sizeof(key));
	return vault;
}

static enum mc_code parse(char *text, struct mc_terminal_keys *ret, struct mc_err *why)
{
	struct mc_terminal_keys keys = {.sign = NULL};
	const char *id;
	bool good = !strncmp(text, FIRST_LINE "\n", sizeof(FIRST_LINE));

	text += good ? sizeof(FIRST_LINE) : 0;
	id = good ? next_value(&text, "terminal") : NULL;
	good = id && is_id(id) && (keys.seed = read_seed(next_value(&text, "sign"))) &&
	       (keys.open = read_open(next_value(&text, "open"), why)) &&
	       (keys.vault = read_office(next_value(&text, "office"))) && !*text;
	if (!good) {
		mc_terminal_keys_done(&keys);
		return mc_fail(why, MC_E_OFFICE_KEY, "terminal.keys: not in its format");
	}
	memcpy(keys.id, id, sizeof(keys.id));
	*ret = keys;
	return MC_OK;
}

enum mc_code mc_terminal_keys_prove(struct mc_terminal_keys *keys, struct mc_err *why)
{
	struct mc_terminal_keys proven = *keys;

	if (!keys->seed) {
		return MC_OK;
	}
	proven.sign = mc_sign_key_from_seed(keys->seed);
	proven.seed = NULL;
	fill_public(&proven);
	if (strcmp(keys->id, proven.id)) {
		mc_sign_key_free(proven.sign);
		return mc_fail(why, MC_E_OFFICE_KEY, "terminal.keys: the signing key is not of %s",
			       keys->id);
	}
	mc_secret_free(keys->seed);
	*keys = proven;
	return MC_OK;
}

/* ---- keys -> text */

static void format(const struct mc_terminal_keys *keys, char text[TEXT_MAX])
{
	char sign[MC_KEY_TEXT_LEN], open[MC_OPEN_KEY_TEXT_LEN], office[MC_KEY_TEXT_LEN];
	uint8_t bytes[32];

	mc_sign_key_seed(keys->sign, bytes);
	mc_key_text(bytes, sign);
	mc_vault_key(keys->vault, bytes);
	mc_key_text(bytes, office);
	mc_open_key_text(keys->open, open);
	snprintf(text, TEXT_MAX, "%s\nterminal %s\nsign %s\nopen %s\noffice %s\n", FIRST_LINE,
		 keys->id, sign, open, office);
	sodium_memzero(bytes, sizeof(bytes));
	sodium_memzero(sign, sizeof(sign));
	sodium_memzero(open, sizeof(open));
	sodium_memzero(office, sizeof(office));
}

static void make(struct mc_terminal_keys *ret)
{
	uint8_t office[32];

	randombytes_buf(office, sizeof(office));
	*ret = (struct mc_terminal_keys){ .sign = mc_sign_key_new(),
					  .open = mc_open_key_new(),
					  .vault = mc_vault_new(office) };
	sodium_memzero(office, sizeof(office));
	fill_public(ret);
}

/* ---- the file */

/* The text, NUL-terminated; the mode is that of the very file that is read. */
static enum mc_code read_text(int fd, char text[TEXT_MAX], struct mc_err *why)
{
	struct stat st;
	ssize_t got;

	if (fstat(fd, &st)) {
		return mc_fail(why, MC_E_OFFICE_KEY, "terminal.keys: %s", strerror(errno));
	}
	if (!S_ISREG(st.st_mode) || (st.st_mode & 077)) {
		return mc_fail(why, MC_E_OFFICE_KEY, "terminal.keys: mode %03o, not 600",
			       (unsigned)st.st_mode & 0777);
	}
	got = read(fd, text, TEXT_MAX);
	if (got < 0 || got == TEXT_MAX || memchr(text, '\0', (size_t)got)) {
		return mc_fail(why, MC_E_OFFICE_KEY, "terminal.keys: %s",
			       got < 0 ? strerror(errno) : "not in its format");
	}
	text[got] = '\0';
	return MC_OK;
}

enum mc_code mc_terminal_keys_load_seed(const char *path, struct mc_terminal_keys *ret,
					struct mc_err *why)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	enum mc_code code;
	char *text;

	if (fd < 0) {
		return mc_fail(why, MC_E_OFFICE_KEY, "terminal.keys: %s", strerror(errno));
	}
	text = mc_secret_new(TEXT_MAX);
	code = read_text(fd, text, why);
	if (!code) {
		code = parse(text, ret, why);
	}
	mc_secret_free(text);
	close(fd);
	return code;
}

enum mc_code mc_terminal_keys_load(const char *path, struct mc_terminal_keys *ret,
				   struct mc_err *why)
{
	struct mc_terminal_keys keys;
	enum mc_code code = mc_terminal_keys_load_seed(path, &keys, why);

	if (code) {
		return code;
	}
	code = mc_terminal_keys_prove(&keys, why);
	if (code) {
		mc_terminal_keys_done(&keys);
		return code;
	}
	*ret = keys;
	return MC_OK;
}

static enum mc_code create(const char *path, struct mc_terminal_keys *ret, struct mc_err *why)
{
	struct mc_terminal_keys keys;
	char *text = mc_secret_new(TEXT_MAX);
	enum mc_code code;

	make(&keys);
	format(&keys, text);
	code = mc_file_write(path, 0600, mc_slice_text(text), why);
	mc_secret_free(text);
	if (code) {
		mc_terminal_keys_done(&keys);
		return code;
	}
	*ret = keys;
	return MC_OK;
}

/* The folder, made when it is missing, and locked against a second first start. */
static enum mc_code lock_folder(const char *path, int *ret_fd, struct mc_err *why)
{
	const char *slash = strrchr(path, '/');
	char *dir = slash ? mc_strndup(path, (size_t)(slash - path) + 1) : mc_strdup(".");
	enum mc_code code = mc_dir_make(dir, 0700, why);
	int fd = code ? -1 : open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (!code && (fd < 0 || flock(fd, LOCK_EX))) {
		code = mc_fail(why, MC_E_FILE_WRITE, "terminal.keys: %s", strerror(errno));
	}
	free(dir);
	if (code && fd >= 0) {
		close(fd);
	} else if (!code) {
		*ret_fd = fd;
	}
	return code;
}

/* Only a plain "no such file" counts: any other doubt must not lead to new keys. */
static bool missing(const char *path)
{
	return access(path, F_OK) && errno == ENOENT;
}

enum mc_code mc_terminal_keys_open(const char *path, struct mc_terminal_keys *ret,
				   struct mc_err *why)
{
	enum mc_code code;
	int fd;

	if (!missing(path)) {
		return mc_terminal_keys_load(path, ret, why);
	}
	code = lock_folder(path, &fd, why);
	if (code) {
		return code;
	}
	/* Another desk may have made them while we waited. */
	code = missing(path) ? create(path, ret, why) : mc_terminal_keys_load(path, ret, why);
	close(fd);
	return code;
}
