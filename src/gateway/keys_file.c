/* SPDX-License-Identifier: MPL-2.0 */
/* keys_file.c - the gateway's two files of keys: read whole, written whole. */
#include "gateway/keys_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "motcua/base/clock.h"
#include "motcua/base/codec.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"

#define SECRET_FILE "gateway.secret"
#define LIST_FILE "gateway.keys"
#define SECRET_LINE "motcua-gateway-secret 1\n"
#define SECRET_MAX 16384

enum { VALID_YEARS = 5 };

void mc_key_set_init(struct mc_key_set *set)
{
	memset(set, 0, sizeof(*set));
	mc_str_init(&set->list, MC_KEYRING_TEXT_MAX);
}

void mc_key_set_done(struct mc_key_set *set)
{
	mc_sign_key_free(set->root);
	for (int i = 0; i < set->signs; i++) {
		mc_sign_key_free(set->sign[i]);
	}
	for (int i = 0; i < set->opens; i++) {
		mc_open_key_free(set->open[i]);
	}
	mc_keyring_free(set->ring);
	mc_str_done(&set->list);
	mc_key_set_init(set);
}

static enum mc_code bad_secret(struct mc_err *why, const char *reason)
{
	return mc_fail(why, MC_E_GATEWAY_SECRET, SECRET_FILE ": %s", reason);
}

enum mc_code mc_key_lock(const char *dir, bool write, int *ret_fd, struct mc_err *why)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum mc_code code;

	if (fd >= 0 && !flock(fd, write ? LOCK_EX : LOCK_SH | LOCK_NB)) {
		*ret_fd = fd;
		return MC_OK;
	}
	code = mc_fail(why, errno == EWOULDBLOCK ? MC_E_STORE_BUSY : MC_E_FILE_READ, "%s: %s",
		       basename(dir), strerror(errno));
	if (fd >= 0) {
		close(fd);
	}
	return code;
}

/* ---- text -> secrets */

static bool take_root(struct mc_key_set *set, const uint8_t seed[32])
{
	if (set->root) {
		return false;
	}
	return (set->root = mc_sign_key_from_seed(seed)) != NULL;
}

static bool take_sign(struct mc_key_set *set, const uint8_t seed[32])
{
	if (set->signs == MC_SECRETS_MAX) {
		return false;
	}
	return (set->sign[set->signs++] = mc_sign_key_from_seed(seed)) != NULL;
}

static bool take_seed(struct mc_key_set *set, const char *text,
		      bool (*take)(struct mc_key_set *set, const uint8_t seed[32]))
{
	struct mc_str seed;
	bool good;

	mc_str_init(&seed, 32);
	good = mc_base64url_decode(mc_slice_text(text), &seed) && seed.len == 32 &&
	       take(set, (const uint8_t *)seed.data);
	mc_str_wipe(&seed);
	return good;
}

static bool take_open(struct mc_key_set *set, const char *text)
{
	return set->opens < MC_SECRETS_MAX &&
	       !mc_open_key_parse(text, &set->open[set->opens], NULL) && ++set->opens;
}

/* "<word> <value>"; first root, then sign, then open. */
static bool take_line(struct mc_key_set *set, const char *line)
{
	if (!strncmp(line, "root ", 5)) {
		return !set->signs && !set->opens && take_seed(set, line + 5, take_root);
	}
	if (!strncmp(line, "sign ", 5)) {
		return set->root && !set->opens && take_seed(set, line + 5, take_sign);
	}
	return set->signs && !strncmp(line, "open ", 5) && take_open(set, line + 5);
}

/* text is cut into lines in place. */
static enum mc_code parse_secret(char *text, struct mc_key_set *set, struct mc_err *why)
{
	bool good = !strncmp(text, SECRET_LINE, strlen(SECRET_LINE));

	text += good ? strlen(SECRET_LINE) : 0;
	for (char *end; good && (end = strchr(text, '\n')); text = end + 1) {
		*end = '\0';
		good = take_line(set, text);
	}
	return good && !*text && set->opens ? MC_OK : bad_secret(why, "not in its format");
}

static enum mc_code load_secret(const char *dir, struct mc_key_set *set, struct mc_err *why)
{
	char *path = mc_path_join(dir, SECRET_FILE);
	struct mc_str text;
	struct stat st;
	enum mc_code code = MC_OK;

	mc_str_init(&text, SECRET_MAX);
	if (stat(path, &st)) {
		code = bad_secret(why, strerror(errno));
	} else if (!S_ISREG(st.st_mode) || (st.st_mode & 077)) {
		code = bad_secret(why, "readable by others");
	}
	code = code ? code : mc_file_read(path, &text, why);
	if (!code) {
		code = memchr(text.data, '\0', text.len) ? bad_secret(why, "not in its format")
							 : parse_secret(text.data, set, why);
	}
	mc_str_wipe(&text);
	free(path);
	return code;
}

/* ---- secrets -> text */

static void write_seed(const char *word, const struct mc_sign_key *key, struct mc_str *to)
{
	uint8_t seed[32];

	mc_sign_key_seed(key, seed);
	mc_str_puts(to, word);
	mc_base64url_encode((struct mc_slice){seed, sizeof(seed)}, to);
	mc_str_putc(to, '\n');
	explicit_bzero(seed, sizeof(seed));
}

enum mc_code mc_key_set_write_secret(const char *dir, const struct mc_key_set *set,
				     struct mc_err *why)
{
	char *path = mc_path_join(dir, SECRET_FILE);
	struct mc_str text;
	enum mc_code code;

	mc_str_init(&text, SECRET_MAX);
	mc_str_puts(&text, SECRET_LINE);
	write_seed("root ", set->root, &text);
	for (int i = 0; i < set->signs; i++) {
		write_seed("sign ", set->sign[i], &text);
	}
	for (int i = 0; i < set->opens; i++) {
		mc_str_puts(&text, "open ");
		mc_open_key_format(set->open[i], &text);
		mc_str_putc(&text, '\n');
	}
	code = mc_file_write(path, 0600, mc_slice_of(&text), why);
	mc_str_wipe(&text);
	free(path);
	return code;
}

/* ---- the public list */

int64_t mc_key_end(int64_t from)
{
	struct mc_local until = mc_time_local(from);

	until.year += VALID_YEARS;
	until.day = until.day > 28 ? 28 : until.day;
	return mc_time_from_local(&until);
}

enum mc_code mc_key_set_write_list(const char *dir, const struct mc_key_set *set, int version,
				   int64_t issued, const struct mc_keyring_entry *entries,
				   int count, struct mc_err *why)
{
	char *path = mc_path_join(dir, LIST_FILE);
	struct mc_str text;
	enum mc_code code;

	mc_str_init(&text, MC_KEYRING_TEXT_MAX);
	code = mc_keyring_format(set->root, version, issued, entries, count, &text, why);
	code = code ? code : mc_file_write(path, 0644, mc_slice_of(&text), why);
	mc_str_done(&text);
	free(path);
	return code;
}

static bool has_secret(const struct mc_key_set *set, const struct mc_keyring_entry *entry)
{
	struct mc_verify_key verify;
	struct mc_seal_key seal;

	for (int i = 0; !entry->seals && i < set->signs; i++) {
		mc_sign_key_public(set->sign[i], &verify);
		if (!strcmp(verify.kid, entry->verify.kid)) {
			return true;
		}
	}
	for (int i = 0; entry->seals && i < set->opens; i++) {
		mc_open_key_public(set->open[i], &seal);
		if (!strcmp(seal.kid, entry->seal.kid)) {
			return true;
		}
	}
	return false;
}

/* The newest of a kind; and of those to open, every one: offices may have sealed to it. */
static bool needs_secret(const struct mc_keyring *ring, const struct mc_keyring_entry *entry)
{
	for (int i = 0; !entry->seals && i < mc_keyring_count(ring); i++) {
		const struct mc_keyring_entry *it = mc_keyring_at(ring, i);

		if (!it->seals && it->from > entry->from) {
			return false;
		}
	}
	return true;
}

/* A list that does not name our keys would make every receipt look forged. */
static enum mc_code check_list(const struct mc_key_set *set, struct mc_err *why)
{
	struct mc_verify_key root;
	bool signs = false, seals = false;

	mc_sign_key_public(set->root, &root);
	if (!mc_keyring_has_root(set->ring, &root)) {
		return mc_fail(why, MC_E_KEYS_FILE, LIST_FILE ": of another root");
	}
	for (int i = 0; i < mc_keyring_count(set->ring); i++) {
		const struct mc_keyring_entry *entry = mc_keyring_at(set->ring, i);

		signs |= !entry->seals;
		seals |= entry->seals;
		if (needs_secret(set->ring, entry) && !has_secret(set, entry)) {
			return mc_fail(why, MC_E_KEYS_FILE, LIST_FILE ": " SECRET_FILE
				       " lacks its key %s", mc_keyring_entry_kid(entry));
		}
	}
	return signs && seals ? MC_OK : mc_fail(why, MC_E_KEYS_FILE, LIST_FILE ": lacks a key");
}

static enum mc_code load_list(const char *dir, struct mc_key_set *set, struct mc_err *why)
{
	char *path = mc_path_join(dir, LIST_FILE);
	enum mc_code code;

	if (stat(path, &set->stamp)) {
		code = mc_fail(why, MC_E_KEYS_MISSING, LIST_FILE);
	} else {
		code = mc_file_read(path, &set->list, why);
	}
	code = code ? code : mc_keyring_parse(mc_slice_of(&set->list), &set->ring, why);
	free(path);
	return code;
}

enum mc_code mc_key_set_load(const char *dir, struct mc_key_set *ret, struct mc_err *why)
{
	struct mc_key_set set;
	enum mc_code code;

	mc_key_set_init(&set);
	code = load_secret(dir, &set, why);
	code = code ? code : load_list(dir, &set, why);
	code = code ? code : check_list(&set, why);
	if (code) {
		mc_key_set_done(&set);
	} else {
		*ret = set;
	}
	return code;
}

/* A rename brings another inode, or at least another time. */
bool mc_key_same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	       a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

bool mc_key_list_is(const char *dir, const struct stat *then, struct stat *ret_now)
{
	char *path = mc_path_join(dir, LIST_FILE);

	memset(ret_now, 0, sizeof(*ret_now));
	(void)stat(path, ret_now); /* gone: another one */
	free(path);
	return mc_key_same_file(then, ret_now);
}

/* ---- the first ones */

/* From yesterday: a desk whose clock is a little behind trusts it at once. */
static enum mc_code make_list(const char *dir, const struct mc_key_set *set, int64_t now,
			      struct mc_err *why)
{
	struct mc_keyring_entry entries[2] = {{.seals = false}, {.seals = true}};

	if (set->opens > 1) { /* since when each of them counts stood there alone */
		return mc_fail(why, MC_E_KEYS_MISSING, LIST_FILE);
	}
	mc_sign_key_public(set->sign[0], &entries[0].verify);
	mc_open_key_public(set->open[0], &entries[1].seal);
	for (int i = 0; i < 2; i++) {
		entries[i].from = now - MC_DAY;
		entries[i].until = mc_key_end(now);
	}
	return mc_key_set_write_list(dir, set, 1, now, entries, 2, why);
}

static enum mc_code make_secret(const char *dir, struct mc_key_set *set, struct mc_err *why)
{
	set->root = mc_sign_key_new();
	set->sign[set->signs++] = mc_sign_key_new();
	set->open[set->opens++] = mc_open_key_new();
	return mc_key_set_write_secret(dir, set, why);
}

enum mc_code mc_key_set_make(const char *dir, int64_t now, struct mc_err *why)
{
	char *secret = mc_path_join(dir, SECRET_FILE), *list = mc_path_join(dir, LIST_FILE);
	bool has_secret_file = mc_file_exists(secret), has_list = mc_file_exists(list);
	struct mc_key_set set;
	enum mc_code code = MC_OK;

	mc_key_set_init(&set);
	if (!has_list) {
		code = has_secret_file ? load_secret(dir, &set, why) : make_secret(dir, &set, why);
		code = code ? code : make_list(dir, &set, now, why);
	}
	mc_key_set_done(&set);
	free(secret);
	free(list);
	return code;
}
