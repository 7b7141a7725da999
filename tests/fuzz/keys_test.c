/* SPDX-License-Identifier: MPL-2.0 */
#include "fuzz/keys.c"
#include "support/check.h"

static void random_keys(void **state)
{
	(void)state;
	fuzz_seeded(20261, 20000, 300);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
