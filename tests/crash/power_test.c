/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The power fails: at every moment of a tour through all that befalls a dossier, on the
 * desk's machine, on the gateway's, and for the stick, thousands of cuts. What was promised
 * before the cut is there after it: keys, drafts with their papers, sealed bytes, receipts;
 * and after a sample of the cuts the real programs go on to the same end.
 *
 * That this test can see a loss is tested too: with one sync left out, it must.
 */
#include <stdlib.h>
#include <unistd.h>

#include "support/journey.h"
#include "support/tour.h"

/* Enough for `make check`; MOTCUA_LONG=1 takes more of all. */
enum { CUTS = 3000, LONG_CUTS = 60000, FINISHED = 30, LONG_FINISHED = 1500, MUTANT_CUTS = 1500 };

static struct tour tour;

static long of_length(long short_one, long long_one)
{
	return journey_is_long() ? long_one : short_one;
}

/* ---- cutting */
static const struct machine {
	const char *top;
	const char *(*check)(const struct tour *tour, const char *image, long event);
} machines[] = {
	{"desk", tour_check_desk},
	{"gateway", tour_check_gateway},
	{"stick", tour_check_stick},
};

struct cuts {
	long cut, losses;
	char first[700]; /* loss */
};

static void cut_here(struct cut_disk *disk, const struct machine *machine, uint64_t seed,
		     struct cuts *ret)
{
	const char *lost;
	char image[4096];

	snprintf(image, sizeof(image), "%s", world_path("cut"));
	cut_disk_cut(disk, machine->top, seed, image);
	lost = machine->check(&tour, image, cut_disk_at(disk));
	ret->cut++;
	if (lost[0]) {
		ret->losses++;
		if (!ret->first[0]) {
			snprintf(ret->first, sizeof(ret->first), "%s, event %ld, seed %ld: %s",
				 machine->top, cut_disk_at(disk), (long)seed, lost);
		}
	}
}

/* How many moments there are at which a cut could take something. */
static long count_moments(void)
{
	struct cut_disk *disk = tour_disk(&tour);
	long moments = 0;

	while (cut_disk_next(disk)) {
		for (size_t i = 0; i < MC_COUNT(machines); i++) {
			moments += cut_disk_unsure(disk, machines[i].top);
		}
	}
	cut_disk_close(disk);
	return moments;
}

/* About as many as asked for, spread over all moments. */
static void cut_everywhere(long wanted, struct cuts *ret)
{
	struct cut_disk *disk = tour_disk(&tour);
	long moments = count_moments();
	double each = (double)wanted / (double)moments, due = 0;
	uint64_t seed = 1;

	*ret = (struct cuts){.cut = 0};
	while (cut_disk_next(disk)) {
		for (size_t i = 0; i < MC_COUNT(machines); i++) {
			due += cut_disk_unsure(disk, machines[i].top) ? each : 0;
			for (; due >= 1; due--) {
				cut_here(disk, &machines[i], seed++, ret);
			}
		}
	}
	cut_disk_close(disk);
	print_message("%ld events, %ld moments, %ld cuts, %ld losses%s%s\n", tour.events, moments,
		      ret->cut, ret->losses, ret->losses ? "; first: " : "", ret->first);
}

/* The programs go on after it: one machine was cut, the other only stopped. */
static void go_on_after(struct cut_disk *disk, size_t which, uint64_t seed)
{
	for (size_t i = 0; i < MC_COUNT(machines); i++) {
		const char *top = machines[i].top;

		if (i == which) {
			cut_disk_cut(disk, top, seed, world_path(top));
		} else {
			cut_disk_whole(disk, top, world_path(top));
		}
	}
	tour_finish(&tour, cut_disk_at(disk));
}

/* ---- the tests */
static void keep_end(const char *top)
{
	char name[32];

	snprintf(name, sizeof(name), "end-%s", top);
	assert_int_equal(rename(world_path(top), world_path(name)), 0);
}

static void begin(const char *mutant)
{
	if (!journey_possible()) {
		print_message("nothing can be preloaded into programs with a sanitizer\n");
		skip();
	}
	assert_ok(mc_seal_init(NULL));
	test_in_memory(); /* what a disk would hold is worked out */
	world_begin();
	journey_no_courier();
	tour_record(&tour, mutant);
	for (size_t i = 0; i < MC_COUNT(machines); i++) {
		keep_end(machines[i].top);
	}
}

static void end(void)
{
	tour_done(&tour);
	world_end();
}

static void nothing_promised_is_lost(void **state)
{
	struct cuts cuts;

	(void)state;
	begin(NULL);
	cut_everywhere(of_length(CUTS, LONG_CUTS), &cuts);
	if (cuts.losses) {
		fail_msg("%ld of %ld cuts took something; first: %s", cuts.losses, cuts.cut,
			 cuts.first);
	}
	end();
}

static void the_programs_go_on(void **state)
{
	struct cut_disk *disk;
	long moments, wanted = of_length(FINISHED, LONG_FINISHED), done = 0;
	double each, due = 0;

	(void)state;
	begin(NULL);
	moments = count_moments();
	each = (double)wanted / (double)moments;
	disk = tour_disk(&tour);
	while (cut_disk_next(disk)) {
		for (size_t i = 0; i < MC_COUNT(machines); i++) {
			due += cut_disk_unsure(disk, machines[i].top) ? each : 0;
			for (; due >= 1; due--) {
				go_on_after(disk, i, (uint64_t)++done);
			}
		}
	}
	print_message("%ld moments, went on after %ld cuts\n", moments, done);
	cut_disk_close(disk);
	end();
}

/* ---- does it bite? */
static void finds(const char *mutant)
{
	struct cuts cuts;

	begin(mutant);
	cut_everywhere(MUTANT_CUTS, &cuts);
	assert_true(cuts.losses > 0);
	end();
}

static void finds_a_log_that_is_not_synced(void **state)
{
	(void)state;
	finds("normal");
}

static void finds_files_that_are_not_synced(void **state)
{
	(void)state;
	finds("files");
}

static void finds_folders_that_are_not_synced(void **state)
{
	(void)state;
	finds("folders");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_promised_is_lost),
		cmocka_unit_test(the_programs_go_on),
		cmocka_unit_test(finds_a_log_that_is_not_synced),
		cmocka_unit_test(finds_files_that_are_not_synced),
		cmocka_unit_test(finds_folders_that_are_not_synced),
	};

	cmocka_set_test_filter(getenv("MOTCUA_ONLY"));
	return cmocka_run_group_tests(tests, NULL, NULL);
}
