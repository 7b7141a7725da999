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
#define MILLION INT64_C(1000000)

/* What a key may cost more with ten times the dossiers. */
enum growth {
	NONE,
	LEVELS,  /* the trees have another level, and what is near each other lies on more pages */
	TENFOLD, /* each name is looked at */
};
static const int percents[] = {[NONE] = 102, [LEVELS] = 130, [TENFOLD] = 1000};

/* Pressed one after the other. `when`: what has to be on the screen first; ALL: how many they
 * are, of those whose names match. */
#define ALL "%d;"
static const struct key {
	const char *name, *key, *when;
	long long most;
	enum growth growth;
} keys[] = {
	{"the queue", KEY_F6, CHILD, 4 * MILLION, NONE},
	{"down to the end of the screen", KEY_PGDN, NULL, MILLION, LEVELS},
	{"its next page", KEY_PGDN, NULL, 4 * MILLION, LEVELS},
	{"its oldest", KEY_END, NULL, 4 * MILLION, LEVELS},
	{"a letter typed over it, some of its names are opened", "n", NULL, 40 * MILLION, TENFOLD},
	{"the next letter, which all names have", "g", ALL, 12 * MILLION, TENFOLD},
	{"one more", "u", ALL, 12 * MILLION, TENFOLD},
	{"the last of what is found", KEY_END, ALL, 4 * MILLION, LEVELS},
	{"the whole queue again", "\033\033", NULL, 4 * MILLION, LEVELS},
	{"home", "\033\033", NULL, 4 * MILLION, NONE},
	{"the board", KEY_CTRL_B, CHILD, 12 * MILLION, NONE},
	{"a letter typed over it, which all names have", "n", NULL, 12 * MILLION, TENFOLD},
	{"one more", "g", NULL, 12 * MILLION, TENFOLD},
	{"the whole board again", "\033\033", NULL, 12 * MILLION, NONE},
	{"home", "\033\033", NULL, 4 * MILLION, NONE},
	{"the search", KEY_CTRL_F, CHILD, 4 * MILLION, NONE},
	{"its oldest", KEY_END, NULL, 4 * MILLION, LEVELS},
};

struct cost {
	long long start, behind, key[MC_COUNT(keys)]; /* start < 0: nothing counts here */
};

static void press_keys(const char *const argv[], int count, struct cost *ret)
{
	struct counted_key pressed[MC_COUNT(keys)];
	char all[20];

	snprintf(all, sizeof(all), ALL, count - MANY_REAL);
	for (size_t i = 0; i < MC_COUNT(keys); i++) {
		bool asks = keys[i].when && !strcmp(keys[i].when, ALL);

		pressed[i] = (struct counted_key){keys[i].key, asks ? all : keys[i].when};
	}
	(void)count_keys(argv, pressed, MC_COUNT(keys), ret->key);
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
	press_keys(argv, count, &ret);
	province_end(&p);
	world_end();
	print_message("%d dossiers: %lld instructions, and %lld behind the first screen\n", count,
		      ret.start, ret.behind);
	for (size_t i = 0; i < MC_COUNT(keys); i++) {
		print_message("    %s: %lld\n", keys[i].name, ret.key[i]);
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
	for (size_t i = 0; i < MC_COUNT(keys); i++) {
		if (more.key[i] * 100 > some.key[i] * percents[keys[i].growth] ||
		    more.key[i] > keys[i].most) {
			fail_msg("too much for %s", keys[i].name);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(first_screen)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
