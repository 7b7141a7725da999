/* SPDX-License-Identifier: MPL-2.0 */
#include "support/check.h"

#include "motcua/base/mem.h"
#include "motcua/sync/backoff.h"

static void windows(void **state)
{
	static const struct {
		int failures;
		int64_t cap, retry_after;
		uint16_t dice;
		int64_t wait;
	} rows[] = {
		{1, MC_BACKOFF_CAP, 0, 0, 0},
		{1, MC_BACKOFF_CAP, 0, 65535, 2000},
		{2, MC_BACKOFF_CAP, 0, 65535, 4000},
		{3, MC_BACKOFF_CAP, 0, 65535, 8000},
		{3, MC_BACKOFF_CAP, 0, 0, 0},
		{8, MC_BACKOFF_CAP, 0, 65535, 256000},
		{9, MC_BACKOFF_CAP, 0, 65535, 300000},
		{1000000000, MC_BACKOFF_CAP, 0, 65535, 300000},
		{6, MC_BACKOFF_CAP_WATCHED, 0, 65535, 60000},
		{5, MC_BACKOFF_CAP_WATCHED, 0, 65535, 32000},
		{1, 500, 0, 65535, 500},
		{1, MC_BACKOFF_CAP, 10000, 0, 10000},
		{1, MC_BACKOFF_CAP, 10000, 65535, 11000},
		{1, MC_BACKOFF_CAP_WATCHED, 600000, 0, 600000},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		assert_int_equal(mc_backoff(rows[i].failures, rows[i].cap, rows[i].retry_after,
					    rows[i].dice),
				 rows[i].wait);
	}
}

/* Terminals that failed together do not come back together. */
static void spread(void **state)
{
	int64_t last = -1;

	(void)state;
	for (unsigned dice = 0; dice <= 65535; dice += 257) {
		int64_t wait = mc_backoff(20, MC_BACKOFF_CAP, 0, (uint16_t)dice);

		assert_true(wait > last && wait <= MC_BACKOFF_CAP);
		last = wait;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(windows), cmocka_unit_test(spread)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
