/* SPDX-License-Identifier: MPL-2.0 */
#include "fuzz/screens.c"
#include "support/check.h"

static void random_events(void **state)
{
	(void)state;
	fuzz_seeded(20262, 300, 600);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_events),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
