/* SPDX-License-Identifier: MPL-2.0 */
/* terminal_test.c - the desk's own keys: made once, kept private, never written over. */
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/seal/hash.h"
#include "motcua/seal/terminal.h"

/* RFC 8032's second key; the id was computed apart from this code. */
#define SEED "TM0Imyj_ltqdtsNG7BFOD1uKMZ81q6Yk2oz27U-4pvs"
#define FIRST "motcua-terminal-keys 1\n"
#define ID "terminal 77VH7M\n"
#define SIGN "sign " SEED "\n"
#define OPEN "open AGE-SECRET-KEY-1JYPEAAFQ4YYUDFNRW0S2A74TMV940KKEQDPGDDSLDCZY7GK3D5XQK0SWLU\n"
#define OFFICE "office AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\n"
#define KEYS FIRST ID SIGN OPEN OFFICE

static char *dir, *path;

static int start(void **state)
{
	(void)state;
	return mc_seal_init(NULL) ? -1 : 0;
}

static int new_path(void **state)
{
	(void)state;
	dir = test_dir();
	path = mc_path_join(dir, "keys/terminal.keys");
	return 0;
}

static int done_path(void **state)
{
	(void)state;
	free(path);
	free(dir);
	return 0;
}

static void write_keys(const char *text, size_t len)
{
	char *keys = mc_path_join(dir, "keys");

	assert_ok(mc_dir_make(keys, 0700, NULL));
	assert_ok(mc_file_write(path, 0600, (struct mc_slice){text, len}, NULL));
	free(keys);
}

static mode_t mode_of(const char *name)
{
	struct stat st;

	assert_int_equal(stat(name, &st), 0);
	return st.st_mode & 0777;
}

static void the_file_is_read(void **state)
{
	struct mc_terminal_keys keys;
	struct mc_seal_key seal;
	char recipient[MC_RECIPIENT_LEN];
	uint8_t office[32];

	(void)state;
	write_keys(KEYS, strlen(KEYS));
	assert_ok(mc_terminal_keys_load(path, &keys, NULL));
	assert_string_equal(keys.id, "77VH7M");
	assert_string_equal(keys.verify.kid, "39f713d0");
	mc_open_key_public(keys.open, &seal);
	mc_seal_key_format(&seal, recipient);
	assert_string_equal(recipient,
			    "age15yu2elaxqtgqjmlpuyqvkcl5mm0xmpa20fvu4n3jhuswg5xyg5hqugvtt3");
	mc_vault_key(keys.vault, office);
	for (int i = 0; i < 32; i++) {
		assert_int_equal(office[i], i);
	}
	mc_terminal_keys_done(&keys);
	mc_terminal_keys_done(&keys); /* nothing left to free */
}

/* For who only opens: the signing key is made, and seen to be the id's, when it is asked for. */
static void the_signing_key_comes_later(void **state)
{
	struct mc_terminal_keys keys;
	struct mc_err why;

	(void)state;
	write_keys(KEYS, strlen(KEYS));
	assert_ok(mc_terminal_keys_load_seed(path, &keys, NULL));
	assert_null(keys.sign);
	assert_string_equal(keys.id, "77VH7M");
	assert_non_null(keys.vault);
	assert_ok(mc_terminal_keys_prove(&keys, NULL));
	assert_string_equal(keys.verify.kid, "39f713d0");
	assert_non_null(keys.sign);
	assert_null(keys.seed);
	assert_ok(mc_terminal_keys_prove(&keys, NULL)); /* it is */
	mc_terminal_keys_done(&keys);
	write_keys(FIRST "terminal 77VH7N\n" SIGN OPEN OFFICE,
		   strlen(FIRST "terminal 77VH7N\n" SIGN OPEN OFFICE));
	assert_ok(mc_terminal_keys_load_seed(path, &keys, NULL));
	assert_code(mc_terminal_keys_prove(&keys, &why), MC_E_OFFICE_KEY);
	assert_null(strstr(why.detail, SEED));
	assert_null(keys.sign); /* nothing is signed with it */
	mc_terminal_keys_done(&keys);
	assert_code(mc_terminal_keys_load(path, &keys, NULL), MC_E_OFFICE_KEY);
}

static void made_once_and_then_kept(void **state)
{
	struct mc_seal_key one, other;
	struct mc_terminal_keys made, again, loaded;
	char *keys = mc_path_join(dir, "keys");
	uint8_t a[32], b[32];

	(void)state;
	assert_code(mc_terminal_keys_load(path, &made, NULL), MC_E_OFFICE_KEY);
	assert_ok(mc_terminal_keys_open(path, &made, NULL));
	assert_int_equal(mode_of(path), 0600);
	assert_int_equal(mode_of(keys), 0700);
	assert_ok(mc_terminal_keys_open(path, &again, NULL));
	assert_ok(mc_terminal_keys_load(path, &loaded, NULL));
	assert_int_equal(strlen(made.id), 6);
	assert_string_equal(made.id, again.id);
	assert_memory_equal(made.verify.bytes, loaded.verify.bytes, 32);
	mc_open_key_public(made.open, &one);
	mc_open_key_public(again.open, &other);
	assert_memory_equal(one.bytes, other.bytes, 32);
	mc_vault_key(made.vault, a);
	mc_vault_key(again.vault, b);
	assert_memory_equal(a, b, 32);
	mc_sign_key_seed(made.sign, a);
	mc_sign_key_seed(loaded.sign, b);
	assert_memory_equal(a, b, 32);
	mc_terminal_keys_done(&made);
	mc_terminal_keys_done(&again);
	mc_terminal_keys_done(&loaded);
	free(keys);
}

static void readable_by_others_is_refused(void **state)
{
	static const mode_t bad[] = {0640, 0604, 0620, 0601, 0666, 0777};
	struct mc_terminal_keys keys;

	(void)state;
	write_keys(KEYS, strlen(KEYS));
	for (size_t i = 0; i < MC_COUNT(bad); i++) {
		assert_int_equal(chmod(path, bad[i]), 0);
		assert_code(mc_terminal_keys_load(path, &keys, NULL), MC_E_OFFICE_KEY);
		assert_code(mc_terminal_keys_open(path, &keys, NULL), MC_E_OFFICE_KEY);
	}
	assert_int_equal(chmod(path, 0400), 0);
	assert_ok(mc_terminal_keys_load(path, &keys, NULL));
	mc_terminal_keys_done(&keys);
}

/* A damaged file is an emergency; new keys in its place would be a disaster. */
static void damage_is_refused_and_kept(void **state)
{
	static const char *const bad[] = {
		"",
		"\n",
		FIRST,
		ID SIGN OPEN OFFICE,
		FIRST SIGN OPEN OFFICE,
		"motcua-terminal-keys 2\n" ID SIGN OPEN OFFICE,
		FIRST "terminal 77VH7N\n" SIGN OPEN OFFICE,
		FIRST "terminal 77vh7m\n" SIGN OPEN OFFICE,
		FIRST ID OPEN SIGN OFFICE,
		FIRST ID "sign " SEED "A\n" OPEN OFFICE,
		FIRST ID "sign  " SEED "\n" OPEN OFFICE,
		FIRST ID "sign " SEED "\r\n" OPEN OFFICE,
		FIRST ID "sign\n" OPEN OFFICE,
		FIRST ID SIGN "open AGE-SECRET-KEY-1\n" OFFICE,
		FIRST ID SIGN OPEN "office AAEC\n",
		KEYS "\n",
		KEYS "x",
		KEYS OFFICE,
	};
	struct mc_terminal_keys keys;

	(void)state;
	for (size_t i = 0; i < MC_COUNT(bad); i++) {
		struct mc_str text;
		struct mc_err why;

		write_keys(bad[i], strlen(bad[i]));
		assert_code(mc_terminal_keys_open(path, &keys, &why), MC_E_OFFICE_KEY);
		assert_int_equal(why.code, MC_E_OFFICE_KEY);
		assert_null(strstr(why.detail, SEED));
		mc_str_init(&text, 4000);
		assert_ok(mc_file_read(path, &text, NULL));
		assert_string_equal(text.data, bad[i]);
		mc_str_done(&text);
	}
}

static void cuts_and_noise(void **state)
{
	char text[sizeof(KEYS)] = KEYS, *big = mc_calloc(5000, 1);
	struct mc_terminal_keys keys;

	(void)state;
	for (size_t len = 0; len < sizeof(KEYS) - 1; len += 3) {
		write_keys(text, len);
		assert_code(mc_terminal_keys_load(path, &keys, NULL), MC_E_OFFICE_KEY);
	}
	write_keys(KEYS, sizeof(KEYS)); /* with its NUL */
	assert_code(mc_terminal_keys_load(path, &keys, NULL), MC_E_OFFICE_KEY);
	memset(big, 'x', 4999);
	write_keys(big, 4999);
	assert_code(mc_terminal_keys_load(path, &keys, NULL), MC_E_OFFICE_KEY);
	free(big);
}

static void not_a_file(void **state)
{
	char *keys = mc_path_join(dir, "keys");
	struct mc_terminal_keys got;

	(void)state;
	assert_ok(mc_dir_make(path, 0700, NULL));
	assert_code(mc_terminal_keys_open(path, &got, NULL), MC_E_OFFICE_KEY);
	assert_int_equal(rmdir(path), 0);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_code(mc_terminal_keys_open(path, &got, NULL), MC_E_OFFICE_KEY);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(keys), 0);
	/* a file where the folder should be: a doubt, so no keys */
	assert_ok(mc_file_write(keys, 0600, mc_slice_text(""), NULL));
	assert_code(mc_terminal_keys_open(path, &got, NULL), MC_E_OFFICE_KEY);
	free(keys);
}

/* The desk and a subcommand may both be the first: all must end with the same keys. */
static void first_starts_at_once_agree(void **state)
{
	struct mc_terminal_keys keys;
	int pipes[2], count = 6;
	char id[7] = "";

	(void)state;
	assert_int_equal(pipe(pipes), 0);
	for (int i = 0; i < count; i++) {
		if (!fork()) {
			bool good = !mc_terminal_keys_open(path, &keys, NULL) &&
				    write(pipes[1], keys.id, 7) == 7;

			_exit(good ? 0 : 1);
		}
	}
	for (int i = 0; i < count; i++) {
		int status = -1;

		wait(&status);
		assert_int_equal(status, 0);
	}
	assert_ok(mc_terminal_keys_load(path, &keys, NULL));
	for (int i = 0; i < count; i++) {
		assert_int_equal(read(pipes[0], id, 7), 7);
		assert_string_equal(id, keys.id);
	}
	mc_terminal_keys_done(&keys);
	close(pipes[0]);
	close(pipes[1]);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, new_path, done_path)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_file_is_read),
		CASE(the_signing_key_comes_later),
		CASE(made_once_and_then_kept),
		CASE(readable_by_others_is_refused),
		CASE(damage_is_refused_and_kept),
		CASE(cuts_and_noise),
		CASE(not_a_file),
		CASE(first_starts_at_once_agree),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
