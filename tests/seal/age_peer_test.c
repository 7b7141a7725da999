/* SPDX-License-Identifier: MPL-2.0 */
/* age_peer_test.c - age(1) opens what is sealed here, and the other way round. */
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/seal/age.h"
#include "motcua/seal/hash.h"

#define LONGEST 200000

static const size_t sizes[] = {0, 1, 65535, 65536, 65537, LONGEST};

static struct mc_open_key *key;
static struct mc_seal_key to;
static char *dir, *data;
static bool age_found;

/* Runs a command of /bin/sh inside dir. */
static int in_dir(const char *command)
{
	char line[512];

	snprintf(line, sizeof(line), "cd '%s' && %s", dir, command);
	return system(line);
}

static void write_in_dir(const char *name, struct mc_slice bytes)
{
	char *path = mc_path_join(dir, name);

	assert_ok(mc_file_write(path, 0600, bytes, NULL));
	free(path);
}

static struct mc_str read_in_dir(const char *name)
{
	char *path = mc_path_join(dir, name);
	struct mc_str bytes;

	mc_str_init(&bytes, 2 * LONGEST);
	assert_ok(mc_file_read(path, &bytes, NULL));
	free(path);
	return bytes;
}

static int start(void **state)
{
	struct mc_str text;

	(void)state;
	if (mc_seal_init(NULL)) {
		return -1;
	}
	dir = test_dir();
	key = mc_open_key_new();
	mc_open_key_public(key, &to);
	mc_str_init(&text, 100);
	mc_open_key_format(key, &text);
	write_in_dir("identity", mc_slice_of(&text));
	mc_str_wipe(&text);
	data = mc_calloc(LONGEST, 1);
	randombytes_buf(data, LONGEST);
	age_found = !in_dir("command -v age >/dev/null && command -v age-keygen >/dev/null");
	return 0;
}

static int finish(void **state)
{
	(void)state;
	mc_open_key_free(key);
	free(data);
	free(dir);
	return 0;
}

static void need_age(void)
{
	if (!age_found) {
		print_message("skipped: age is not installed\n");
		skip();
	}
}

static void age_opens_ours(void **state)
{
	(void)state;
	need_age();
	for (size_t i = 0; i < MC_COUNT(sizes); i++) {
		struct mc_str sealed, opened;

		mc_str_init(&sealed, 2 * LONGEST);
		assert_ok(mc_age_seal(&to, 1, (struct mc_slice){data, sizes[i]}, &sealed, NULL));
		write_in_dir("ours.age", mc_slice_of(&sealed));
		assert_int_equal(in_dir("age -d -i identity ours.age >opened"), 0);
		opened = read_in_dir("opened");
		assert_int_equal(opened.len, sizes[i]);
		assert_memory_equal(opened.data, data, sizes[i]);
		mc_str_done(&sealed);
		mc_str_done(&opened);
	}
}

static void we_open_ages(void **state)
{
	char recipient[MC_RECIPIENT_LEN], command[256];

	(void)state;
	need_age();
	mc_seal_key_format(&to, recipient);
	snprintf(command, sizeof(command), "age -r %s -o theirs.age plain", recipient);
	for (size_t i = 0; i < MC_COUNT(sizes); i++) {
		struct mc_str sealed, opened;

		write_in_dir("plain", (struct mc_slice){data, sizes[i]});
		assert_int_equal(in_dir(command), 0);
		sealed = read_in_dir("theirs.age");
		mc_str_init(&opened, LONGEST);
		assert_ok(mc_age_open(key, mc_slice_of(&sealed), &opened, NULL));
		assert_int_equal(opened.len, sizes[i]);
		assert_memory_equal(opened.data, data, sizes[i]);
		mc_str_done(&sealed);
		mc_str_done(&opened);
	}
}

/* The gateway and the office, as a dossier is sealed: age opens as the second. */
static void age_opens_one_for_two(void **state)
{
	struct mc_open_key *gateway = mc_open_key_new();
	struct mc_seal_key both[2];
	struct mc_str sealed, opened;

	(void)state;
	mc_open_key_public(gateway, &both[0]);
	mc_open_key_free(gateway);
	both[1] = to;
	need_age();
	mc_str_init(&sealed, LONGEST);
	assert_ok(mc_age_seal(both, 2, mc_slice_text("cho hai nơi"), &sealed, NULL));
	write_in_dir("two.age", mc_slice_of(&sealed));
	assert_int_equal(in_dir("age -d -i identity two.age >opened"), 0);
	opened = read_in_dir("opened");
	assert_string_equal(opened.data, "cho hai nơi");
	mc_str_done(&sealed);
	mc_str_done(&opened);
}

static void age_keygen_names_the_same_recipient(void **state)
{
	char recipient[MC_RECIPIENT_LEN];
	struct mc_str named;

	(void)state;
	need_age();
	assert_int_equal(in_dir("age-keygen -y identity >recipient"), 0);
	named = read_in_dir("recipient");
	named.data[strcspn(named.data, "\n")] = '\0';
	mc_seal_key_format(&to, recipient);
	assert_string_equal(named.data, recipient);
	mc_str_done(&named);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(age_opens_ours),
		cmocka_unit_test(we_open_ages),
		cmocka_unit_test(age_opens_one_for_two),
		cmocka_unit_test(age_keygen_names_the_same_recipient),
	};

	return cmocka_run_group_tests(tests, start, finish);
}
