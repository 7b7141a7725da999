/* SPDX-License-Identifier: MPL-2.0 */
/*
 * start_test.c - what the first screen costs at a desk that has been at work for years:
 * machine instructions, which a busy machine does not change. Ten times the dossiers cost
 * next to nothing more, for only what is on the screen is read; and so with the key that opens
 * a list.
 */
#include "support/many.h"
#include "support/count.h"
#include "support/pty.h"
#include "support/world.h"

#define CHILD "Trần Mẫu"
enum { SOME = 10000, MORE = 100000 };
#define FIRST_SCREEN 6000000 /* docs/ARCHITECTURE.md says where they go */
#define BEHIND_IT 3000000 /* the keys of gateway and terminal, before the first key is heard */
#define LIST 12000000

enum { QUEUE, BOARD, FIND, KEYS };
static const struct {
	const char *name, *key;
	bool counts; /* "Found: 100000" is a number that grows with them: 36 instructions each */
} lists[KEYS] = {
	{"the queue", KEY_F6, false},
	{"the board", KEY_CTRL_B, false},
	{"the search", KEY_CTRL_F, true},
};

struct cost {
	long long start, behind, list[KEYS]; /* start < 0: nothing counts here */
};

/* Each list from the first screen. */
static void open_lists(const char *const argv[], struct cost *ret)
{
	const char *keys[2 * KEYS];
	long long each[2 * KEYS];

	for (int i = 0; i < KEYS; i++) {
		keys[2 * i] = lists[i].key;
		keys[2 * i + 1] = "\033\033";
	}
	if (count_keys(argv, CHILD, keys, 2 * KEYS, each)) {
		for (int i = 0; i < KEYS; i++) {
			ret->list[i] = each[2 * i];
		}
	}
}

static struct cost cost_with(int count)
{
	struct province p;
	struct cost ret = {.start = 0};
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
		ret.start = count_first_screen(argv, CHILD, &ret.behind);
	}
	open_lists(argv, &ret);
	province_end(&p);
	world_end();
	print_message("%d dossiers: %lld instructions, and %lld behind the first screen\n", count,
		      ret.start, ret.behind);
	for (int i = 0; i < KEYS; i++) {
		print_message("    %s: %lld\n", lists[i].name, ret.list[i]);
	}
	return ret;
}

static void first_screen(void **state)
{
	struct cost some = cost_with(SOME), more;

	(void)state;
	if (some.start < 0) {
		skip();
	}
	assert_in_range(some.start, 1, FIRST_SCREEN);
	assert_in_range(some.behind, 1, BEHIND_IT);
	more = cost_with(MORE);
	assert_in_range(more.behind, 1, BEHIND_IT);
	assert_true(more.start * 100 <= some.start * 102);
	for (int i = 0; i < KEYS; i++) {
		assert_in_range(some.list[i], 1, LIST);
		assert_in_range(more.list[i], 1, LIST);
		assert_true(lists[i].counts || more.list[i] * 100 <= some.list[i] * 102);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(first_screen)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
