/* SPDX-License-Identifier: MPL-2.0 */
/* Rates and numbers from rows that are seen again and again. */
#include "support/check.h"
#include "ui/flow.h"

static void rate_of_what_moves(void **state)
{
	struct mc_flow flow = {.from = 0};

	(void)state;
	mc_flow_see(&flow, "a", 10000, 1000);
	assert_int_equal(mc_flow_rate(&flow, 1000), 0); /* seen once: cannot be told */
	mc_flow_see(&flow, "a", 10000, 3000);
	assert_int_equal(mc_flow_rate(&flow, 3000), 0);
	mc_flow_see(&flow, "a", 42000, 5000);
	assert_int_equal(mc_flow_rate(&flow, 5000), 8000);
	assert_int_equal(mc_flow_rate(&flow, 5000 + MC_FLOW_STILL), 8000);
	assert_int_equal(mc_flow_rate(&flow, 5001 + MC_FLOW_STILL), 0); /* it stands still */
	mc_flow_see(&flow, NULL, 0, 6000);
	assert_int_equal(mc_flow_rate(&flow, 6000), 0);
}

/* What was fast half a minute ago says nothing about now. */
static void only_the_last_while_counts(void **state)
{
	struct mc_flow flow = {.from = 0};

	(void)state;
	mc_flow_see(&flow, "a", 0, 0);
	mc_flow_see(&flow, "a", 1000000, 1000);
	assert_int_equal(mc_flow_rate(&flow, 1000), 1000000);
	mc_flow_see(&flow, "a", 1030000, MC_FLOW_WINDOW + 1000);
	assert_int_equal(mc_flow_rate(&flow, MC_FLOW_WINDOW + 1000), 1000);
}

static void another_one_begins_anew(void **state)
{
	struct mc_flow flow = {.from = 0};

	(void)state;
	mc_flow_see(&flow, "a", 0, 0);
	mc_flow_see(&flow, "a", 9000, 1000);
	mc_flow_see(&flow, "b", 500, 2000);
	assert_int_equal(mc_flow_rate(&flow, 2000), 0);
	mc_flow_see(&flow, "b", 1500, 3000);
	assert_int_equal(mc_flow_rate(&flow, 3000), 1000);
	mc_flow_see(&flow, "b", 0, 4000); /* the gateway lost it */
	assert_int_equal(mc_flow_rate(&flow, 4000), 0);
}

static void item_n_of_m(void **state)
{
	static const struct {
		int waiting, n, most;
	} steps[] = { {3, 1, 3}, {2, 2, 3}, {2, 2, 3}, {4, 1, 4}, {1, 4, 4},
		      {0, 1, 0}, {2, 1, 2}, {1, 2, 2} };
	struct mc_flow flow = {.most = 0};

	(void)state;
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
		assert_int_equal(mc_flow_number(&flow, steps[i].waiting), steps[i].n);
		assert_int_equal(flow.most, steps[i].most);
	}
}

static void in_words(void **state)
{
	static const struct {
		int64_t rate;
		const char *text;
	} rows[] = { {0, ""}, {1, "1 B/s"}, {999, "999 B/s"}, {7950, "7.9 kB/s"},
		     {1234567, "1234.5 kB/s"} };
	char text[24];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		mc_flow_text(rows[i].rate, text);
		assert_string_equal(text, rows[i].text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rate_of_what_moves),
		cmocka_unit_test(only_the_last_while_counts),
		cmocka_unit_test(another_one_begins_anew),
		cmocka_unit_test(item_n_of_m),
		cmocka_unit_test(in_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
