/* SPDX-License-Identifier: MPL-2.0 */
/* hash_test.c - SHA-256 of FIPS 180-4's examples, whole and of files. */
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/seal/hash.h"

static int start(void **state)
{
	(void)state;
	return mc_seal_init(NULL) ? -1 : 0;
}

static void known_digests(void **state)
{
	static const struct {
		const char *text, *digest;
	} known[] = {
		{"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
		{"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
		{"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		 "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(known); i++) {
		char hex[MC_SHA256_HEX];

		mc_sha256_hex(mc_slice_text(known[i].text), hex);
		assert_string_equal(hex, known[i].digest);
	}
}

static void a_file_gives_the_digest_of_its_bytes(void **state)
{
	static const size_t sizes[] = {0, 1, 16383, 16384, 16385, 100000};
	char *dir = test_dir(), *path = mc_path_join(dir, "a"), *data = mc_calloc(100000, 1);

	(void)state;
	memset(data, 'a', 100000);
	for (size_t i = 0; i < MC_COUNT(sizes); i++) {
		const struct mc_slice bytes = {data, sizes[i]};
		char want[MC_SHA256_HEX], got[MC_SHA256_HEX];

		assert_ok(mc_file_write(path, 0600, bytes, NULL));
		mc_sha256_hex(bytes, want);
		assert_ok(mc_sha256_file(path, got, NULL));
		assert_string_equal(got, want);
	}
	free(data);
	free(path);
	free(dir);
}

static void what_cannot_be_read(void **state)
{
	char *dir = test_dir(), *path = mc_path_join(dir, "Nguyen Van Mau.pdf");
	char hex[MC_SHA256_HEX] = "untouched";
	struct mc_err why;

	(void)state;
	assert_code(mc_sha256_file(path, hex, &why), MC_E_FILE_READ);
	assert_null(strstr(why.detail, "Nguyen")); /* the name of a file may name a citizen */
	assert_code(mc_sha256_file(dir, hex, &why), MC_E_FILE_READ);
	assert_string_equal(hex, "untouched");
	free(path);
	free(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_digests),
		cmocka_unit_test(a_file_gives_the_digest_of_its_bytes),
		cmocka_unit_test(what_cannot_be_read),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
