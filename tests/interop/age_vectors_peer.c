/* SPDX-License-Identifier: MPL-2.0 */
/*
 * age_vectors_peer.c - the public age test vectors (npm cctv-age) over our age reader, in
 * memory and by file. What a vector expects stands in its head; passphrases, armor and
 * post-quantum keys are not ours: those are counted by that head, and refused all the same.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/seal/age.h"
#include "motcua/seal/hash.h"
#include "support/check.h"

enum { LARGEST = 32 * 1024 * 1024 };

struct vector {
	const char *name;
	char expect[32], payload[MC_SHA256_HEX], identity[4096];
	bool passphrase, armored;
	struct mc_slice sealed;
};

/* What an expectation means to us; a failure of the payload leaves nothing behind either. */
static const struct {
	const char *expect;
	enum mc_code code;
} meanings[] = {
	{"success", MC_OK},
	{"no match", MC_E_SEALED_OTHER},
	{"header failure", MC_E_SEALED_SHAPE},
	{"HMAC failure", MC_E_SEALED_SHAPE},
	{"payload failure", MC_E_SEALED_SHAPE},
	{"armor failure", MC_E_SEALED_SHAPE},
};

enum { OURS, PASSPHRASE, ARMORED, POST_QUANTUM, KINDS };
static const char *const kind_names[] = {"ours", "not ours: passphrase", "not ours: armored",
					 "not ours: post-quantum key"};
static int counts[KINDS];
static char *dir;

/* ---- reading */
static void take(const char *line, const char *name, char *to, size_t size)
{
	size_t len = strlen(name);

	if (!strncmp(line, name, len) && !to[0]) {
		assert_true(strlen(line + len) < size);
		strcpy(to, line + len);
	}
}

static void read_vector(struct mc_str *bytes, struct vector *ret)
{
	char *end = strstr(bytes->data, "\n\n"), *line = bytes->data;

	assert_non_null(end);
	*end = '\0';
	ret->sealed = (struct mc_slice){end + 2, bytes->len - (size_t)(end + 2 - bytes->data)};
	while (line) {
		char *next = strchr(line, '\n');

		if (next) {
			*next++ = '\0';
		}
		take(line, "expect: ", ret->expect, sizeof(ret->expect));
		take(line, "payload: ", ret->payload, sizeof(ret->payload));
		take(line, "identity: ", ret->identity, sizeof(ret->identity));
		ret->passphrase = ret->passphrase || !strncmp(line, "passphrase: ", 12);
		ret->armored = ret->armored || !strcmp(line, "armored: yes");
		line = next;
	}
}

static int kind_of(const struct vector *v)
{
	if (v->passphrase) {
		return PASSPHRASE;
	}
	if (v->armored) {
		return ARMORED;
	}
	return strncmp(v->identity, "AGE-SECRET-KEY-1", 16) ? POST_QUANTUM : OURS;
}

static enum mc_code meaning_of(const char *expect)
{
	for (size_t i = 0; i < MC_COUNT(meanings); i++) {
		if (!strcmp(meanings[i].expect, expect)) {
			return meanings[i].code;
		}
	}
	fail_msg("an expectation that is not known: %s", expect);
	return MC_E_INTERNAL;
}

static struct mc_open_key *key_of(const struct vector *v)
{
	struct mc_open_key *key = NULL;

	if (strncmp(v->identity, "AGE-SECRET-KEY-1", 16)) {
		return mc_open_key_new();
	}
	assert_ok(mc_open_key_parse(v->identity, &key, NULL));
	return key;
}

/* ---- opening, both ways */
static void expect(const struct vector *v, enum mc_code code, enum mc_code want)
{
	if (code != want) {
		fail_msg("%s: %s where \"%s\" was expected", v->name, mc_error_info(code)->code,
			 v->expect);
	}
}

static void by_memory(const struct vector *v, const struct mc_open_key *key, enum mc_code want)
{
	char sha256[MC_SHA256_HEX];
	struct mc_str plain;

	mc_str_init(&plain, LARGEST);
	expect(v, mc_age_open(key, v->sealed, &plain, NULL), want);
	mc_sha256_hex(mc_slice_of(&plain), sha256);
	if (want) {
		assert_int_equal(plain.len, 0);
	} else {
		assert_string_equal(sha256, v->payload);
	}
	mc_str_done(&plain);
}

static void by_file(const struct vector *v, const struct mc_open_key *key, enum mc_code want)
{
	char *from = mc_path_join(dir, "sealed"), *to = mc_path_join(dir, "opened");
	struct mc_age_file opened;

	assert_ok(mc_file_write(from, 0600, v->sealed, NULL));
	expect(v, mc_age_open_file(key, from, to, &opened, NULL), want);
	assert_int_equal(mc_file_exists(to), !want);
	if (!want) {
		assert_string_equal(opened.plain_sha256, v->payload);
		remove(to);
	}
	remove(from);
	free(from);
	free(to);
}

/* Of what is not ours nothing opens; why, is no matter. */
static void refused(const struct vector *v, const struct mc_open_key *key)
{
	struct mc_str plain;

	mc_str_init(&plain, LARGEST);
	if (!mc_age_open(key, v->sealed, &plain, NULL)) {
		fail_msg("%s: opened", v->name);
	}
	mc_str_done(&plain);
}

static void one(const char *folder, const char *name)
{
	struct vector v = {.name = name};
	char *path = mc_path_join(folder, name);
	struct mc_open_key *key;
	struct mc_str bytes;
	int kind;

	mc_str_init(&bytes, LARGEST);
	assert_ok(mc_file_read(path, &bytes, NULL));
	read_vector(&bytes, &v);
	kind = kind_of(&v);
	key = key_of(&v);
	counts[kind]++;
	if (kind == OURS) {
		by_memory(&v, key, meaning_of(v.expect));
		by_file(&v, key, meaning_of(v.expect));
	} else {
		refused(&v, key);
	}
	mc_open_key_free(key);
	mc_str_done(&bytes);
	free(path);
}

static void each_as_its_head_says(void **state)
{
	const char *peers = getenv("MOTCUA_PEERS");
	char folder[4096], command[8300];
	DIR *vectors;

	(void)state;
	assert_non_null(peers);
	assert_ok(mc_seal_init(NULL));
	dir = test_dir();
	snprintf(folder, sizeof(folder), "%s/vectors", dir);
	snprintf(command, sizeof(command), "node '%s/age_vectors.mjs' '%s'", peers, folder);
	assert_int_equal(system(command), 0);
	vectors = opendir(folder);
	assert_non_null(vectors);
	for (struct dirent *entry; (entry = readdir(vectors));) {
		if (entry->d_name[0] != '.') {
			one(folder, entry->d_name);
		}
	}
	closedir(vectors);
	for (int i = 0; i < KINDS; i++) {
		print_message("%s: %d\n", kind_names[i], counts[i]);
	}
	assert_true(counts[OURS] > 50);
	free(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(each_as_its_head_says)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
