/* SPDX-License-Identifier: MPL-2.0 */
/*
 * keyring_text.c - gateway.keys as text, read strictly and written.
 *
 * A list has one spelling: fixed order of the head, single spaces, canonical
 * numbers, times and keys. The signature is the last line.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/base/codec.h"
#include "motcua/base/mem.h"
#include "seal/append.h"
#include "seal/keyring.h"
#include "seal/secret.h"

#define WORDS 5 /* on the longest line */
#define SIGNATURE 64

/* ---- single values */

static bool read_number(const char *text, int *ret)
{
	size_t len = strspn(text, "0123456789");

	if (!len || len > 9 || text[len] || text[0] == '0') {
		return false;
	}
	*ret = atoi(text);
	return true;
}

/* Only the spelling that mc_time_format() gives. */
static bool read_time(const char *text, int64_t *ret)
{
	char again[MC_TIME_LEN];
	int64_t at;

	if (strlen(text) != MC_TIME_LEN - 1 || mc_time_parse(text, &at, NULL)) {
		return false;
	}
	mc_time_format(at, again);
	*ret = at;
	return !strcmp(text, again);
}

static bool known(const struct mc_keyring *ring, const struct mc_keyring_entry *entry)
{
	for (int i = 0; i < ring->count; i++) {
		const struct mc_keyring_entry *old = &ring->entries[i];

		if (old->seals == entry->seals &&
		    !strcmp(old->seals ? old->seal.kid : old->verify.kid,
			    old->seals ? entry->seal.kid : entry->verify.kid)) {
			return true;
		}
	}
	return false;
}

/* ---- lines */

static bool take_root(struct mc_keyring *ring, char *words[WORDS])
{
	return !mc_verify_key_parse(words[1], &ring->root, NULL);
}

static bool take_issued(struct mc_keyring *ring, char *words[WORDS])
{
	return read_time(words[1], &ring->issued);
}

static bool take_version(struct mc_keyring *ring, char *words[WORDS])
{
	return read_number(words[1], &ring->version);
}

static bool take_entry(struct mc_keyring *ring, char *words[WORDS])
{
	struct mc_keyring_entry entry = {.seals = !strcmp(words[0], "seal")};
	const char *kid = entry.seals ? entry.seal.kid : entry.verify.kid;
	enum mc_code code = entry.seals ? mc_seal_key_parse(words[2], &entry.seal, NULL)
					: mc_verify_key_parse(words[2], &entry.verify, NULL);

	if (code || strcmp(kid, words[1]) || !read_time(words[3], &entry.from) ||
	    !read_time(words[4], &entry.until) || entry.from >= entry.until ||
	    ring->count == MC_KEYRING_MAX || known(ring, &entry)) {
		return false;
	}
	ring->entries[ring->count++] = entry;
	return true;
}

/* The head's lines stand once each and in this order; keys follow in any order. */
#define HEAD 3
static const struct {
	const char *word;
	int count;
	bool (*take)(struct mc_keyring *ring, char *words[WORDS]);
} lines[] = {
	{"root", 2, take_root},
	{"issued", 2, take_issued},
	{"version", 2, take_version},
	{"sign", WORDS, take_entry},
	{"seal", WORDS, take_entry},
};

/* Cut a line at its single spaces; 0 when a word is empty or there are too many. */
static int split(char *line, char *words[WORDS])
{
	int count = 0;

	for (char *word; (word = strsep(&line, " "));) {
		if (!*word || count == WORDS) {
			return 0;
		}
		words[count++] = word;
	}
	return count;
}

static bool take_line(struct mc_keyring *ring, char *line, size_t number)
{
	size_t from = number < HEAD ? number : HEAD;
	size_t to = number < HEAD ? number + 1 : MC_COUNT(lines);
	char *words[WORDS];
	int count = split(line, words);

	for (size_t i = from; count && i < to; i++) {
		if (!strcmp(words[0], lines[i].word)) {
			return count == lines[i].count && lines[i].take(ring, words);
		}
	}
	return false;
}

/* text ends with '\n' and is cut into lines in place. */
static enum mc_code take_lines(struct mc_keyring *ring, char *text, struct mc_err *why)
{
	size_t number = 0;

	for (char *end; (end = strchr(text, '\n')); text = end + 1) {
		*end = '\0';
		if (!take_line(ring, text, number)) {
			return mc_fail(why, MC_E_KEYS_FILE, "gateway.keys: line %zu", number + 2);
		}
		number++;
	}
	if (number < HEAD) {
		return mc_fail(why, MC_E_KEYS_FILE, "gateway.keys: cut off");
	}
	return MC_OK;
}

/* ---- the signature */

static bool read_signature(struct mc_slice text, uint8_t ret[SIGNATURE])
{
	struct mc_str bytes;
	bool good;

	mc_str_init(&bytes, SIGNATURE);
	good = mc_base64url_decode(text, &bytes) && bytes.len == SIGNATURE;
	if (good) {
		memcpy(ret, bytes.data, SIGNATURE);
	}
	mc_str_done(&bytes);
	return good;
}

/* The bytes before the last line, which must be "signature <base64url>\n". */
static bool find_signature(struct mc_slice text, size_t *ret_signed, uint8_t ret[SIGNATURE])
{
	static const char word[] = "signature ";
	const char *start = text.data;
	const char *newline = text.len > 1 ? memrchr(start, '\n', text.len - 1) : NULL;
	const char *line = newline ? newline + 1 : start;
	size_t len = text.len - (size_t)(line - start);

	if (!newline || start[text.len - 1] != '\n' || len < sizeof(word) ||
	    memcmp(line, word, sizeof(word) - 1)) {
		return false;
	}
	*ret_signed = (size_t)(line - start);
	return read_signature((struct mc_slice){line + sizeof(word) - 1, len - sizeof(word)}, ret);
}

static enum mc_code parse(struct mc_keyring *ring, struct mc_slice text, struct mc_err *why)
{
	const size_t first = sizeof(MC_KEYRING_FIRST_LINE) - 1;
	uint8_t signature[SIGNATURE];
	size_t len;
	enum mc_code code;
	char *copy;

	if (text.len > MC_KEYRING_TEXT_MAX || text.len < first ||
	    memcmp(text.data, MC_KEYRING_FIRST_LINE, first) || memchr(text.data, '\0', text.len)) {
		return mc_fail(why, MC_E_KEYS_FILE, "gateway.keys: not a list of keys");
	}
	if (!find_signature(text, &len, signature) || len < first) {
		return mc_fail(why, MC_E_KEYS_FILE, "gateway.keys: no signature at its end");
	}
	copy = mc_strndup(text.data, len);
	code = take_lines(ring, copy + first, why);
	free(copy);
	if (!code && !mc_verify(&ring->root, (struct mc_slice){text.data, len}, signature)) {
		code = mc_fail(why, MC_E_KEYS_FILE, "gateway.keys: wrong signature");
	}
	return code;
}

enum mc_code mc_keyring_parse(struct mc_slice text, struct mc_keyring **ret, struct mc_err *why)
{
	struct mc_keyring *ring = mc_calloc(1, sizeof(*ring));
	enum mc_code code = parse(ring, text, why);

	if (code) {
		mc_keyring_free(ring);
	} else {
		*ret = ring;
	}
	return code;
}

/* ---- writing */

static void write_entry(const struct mc_keyring_entry *entry, struct mc_str *ret)
{
	char from[MC_TIME_LEN], until[MC_TIME_LEN], key[MC_RECIPIENT_LEN];

	mc_time_format(entry->from, from);
	mc_time_format(entry->until, until);
	if (entry->seals) {
		mc_seal_key_format(&entry->seal, key);
	} else {
		mc_key_text(entry->verify.bytes, key);
	}
	mc_str_printf(ret, "%s %s %s %s %s\n", entry->seals ? "seal" : "sign",
		      entry->seals ? entry->seal.kid : entry->verify.kid, key, from, until);
}

static void write_list(const struct mc_sign_key *root, int version, int64_t issued,
		       const struct mc_keyring_entry *entries, int count, struct mc_str *ret)
{
	struct mc_verify_key public;
	uint8_t signature[SIGNATURE];
	char when[MC_TIME_LEN];

	mc_sign_key_public(root, &public);
	mc_time_format(issued, when);
	mc_str_puts(ret, MC_KEYRING_FIRST_LINE "root ");
	mc_verify_key_format(&public, ret);
	mc_str_printf(ret, "\nissued %s\nversion %d\n", when, version);
	for (int i = 0; i < count; i++) {
		write_entry(&entries[i], ret);
	}
	mc_sign(root, mc_slice_of(ret), signature);
	mc_str_puts(ret, "signature ");
	mc_base64url_encode((struct mc_slice){signature, sizeof(signature)}, ret);
	mc_str_putc(ret, '\n');
}

/* What is written is read back first: no list leaves that its readers would refuse. */
enum mc_code mc_keyring_format(const struct mc_sign_key *root, int version, int64_t issued,
			       const struct mc_keyring_entry *entries, int count,
			       struct mc_str *ret, struct mc_err *why)
{
	struct mc_keyring *check = NULL;
	struct mc_str text;
	enum mc_code code;

	mc_str_init(&text, MC_KEYRING_TEXT_MAX);
	write_list(root, version, issued, entries, count, &text);
	code = mc_keyring_parse(mc_slice_of(&text), &check, why);
	if (!code) {
		code = mc_append(ret, text.data, text.len, why);
	}
	mc_keyring_free(check);
	mc_str_done(&text);
	return code;
}
