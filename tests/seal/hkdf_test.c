/* SPDX-License-Identifier: MPL-2.0 */
/* hkdf_test.c - the first block of RFC 5869's examples. */
#include "support/check.h"

#include <string.h>

#include "motcua/base/codec.h"
#include "motcua/base/mem.h"
#include "motcua/seal/hash.h"
#include "seal/hkdf.h"

static int start(void **state)
{
	(void)state;
	return mc_seal_init(NULL) ? -1 : 0;
}

static void assert_first_block(struct mc_slice salt, const char *info, const char *want)
{
	uint8_t input[22], got[MC_HKDF_LEN];
	char hex[2 * MC_HKDF_LEN + 1];

	memset(input, 0x0b, sizeof(input));
	mc_hkdf((struct mc_slice){input, sizeof(input)}, salt, info, got);
	mc_hex_encode(got, sizeof(got), hex);
	assert_string_equal(hex, want);
}

static void rfc5869_case_1(void **state)
{
	const uint8_t salt[13] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

	(void)state;
	assert_first_block((struct mc_slice){salt, sizeof(salt)},
			   "\xf0\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8\xf9",
			   "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
}

static void rfc5869_case_3_without_salt_and_info(void **state)
{
	(void)state;
	assert_first_block((struct mc_slice){"", 0}, "",
			   "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rfc5869_case_1),
		cmocka_unit_test(rfc5869_case_3_without_salt_and_info),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
