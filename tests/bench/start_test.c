/* SPDX-License-Identifier: MPL-2.0 */
/*
 * start_test.c - what the first screen costs at a desk that has been at work for years:
 * machine instructions, which a busy machine does not change. Ten times the dossiers cost
 * next to nothing more, for only what is on the screen is read.
 */
#include "support/many.h"
#include "support/count.h"
#include "support/world.h"

#define CHILD "Trần Mẫu"
enum { SOME = 10000, MORE = 100000 };
#define FIRST_SCREEN 7500000 /* docs/ARCHITECTURE.md says where they go */

static long long start_with(int count)
{
	struct province p;
	long long counted = 0;
	const char *argv[] = { world_program("motcua"), "--data", NULL, "--gateway",
			       "unix:/nowhere/x.sock", "--gateway-key", NULL, "--officer", OFFICER,
			       NULL };

	world_begin();
	province_begin(&p);
	province_open(&p);
	many_fill(&p, count);
	province_close(&p);
	mc_clock_freeze(0);
	argv[2] = p.data;
	argv[6] = p.keys;
	setenv("LANGUAGE", "vi", 1);
	for (int i = 0; i < 2; i++) { /* the day's first start sweeps and stamps */
		counted = count_first_screen(argv, CHILD);
	}
	province_end(&p);
	world_end();
	print_message("%d dossiers: %lld instructions\n", count, counted);
	return counted;
}

static void first_screen(void **state)
{
	long long some = start_with(SOME), more;

	(void)state;
	if (some < 0) {
		skip();
	}
	assert_in_range(some, 1, FIRST_SCREEN);
	more = start_with(MORE);
	assert_true(more * 100 <= some * 102);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(first_screen) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
