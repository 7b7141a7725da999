/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A pack that the courier brought is laid in by a desk that is killed before and after each of its
 * durable calls, or to which each of them says "no space left": the catalogue in use is the old
 * one or the new one, whole, and the next start has the new one.
 */
#include <errno.h>
#include <unistd.h>

#include "e2e/published.h"
#include "support/journey_programs.h"

/* Enough for `make check`; MOTCUA_LONG=1 takes every call. */
enum { STEPS_AT_MOST = 8, CHANGED = 12 };

#define NAME "procedures"

static pid_t gateway;

static int begin(void **state)
{
	(void)state;
	if (!journey_possible()) {
		return 0;
	}
	test_in_memory();
	world_begin();
	journey_open_page();
	assert_int_equal(mkdir(world_path("stick"), 0700), 0);
	gateway = world_gateway_start(NULL);
	assert_true(is_in_use(NAME, "package")); /* the first start: stores and keys are made */
	assert_int_equal(published_folder(NAME, world_path("folder"), "\"version\": \"2026-",
					  "\"version\": \"2027-", CHANGED),
			 CHANGED);
	assert_int_equal(publish(NAME, world_path("folder")), 0);
	json_object_put(desk(NULL, 0, "sync", "--once", NULL));
	world_gateway_stop(gateway);
	journey_keep(JOURNEY_OPEN); /* the pack has come, no desk has looked */
	return 0;
}

static int end(void **state)
{
	(void)state;
	if (journey_possible()) {
		journey_close_page();
		world_end();
	}
	return 0;
}

/* A desk's start with the pack waiting, and one fault. */
static void look(const struct journey_fault *fault, struct world_run *ret)
{
	const char *argv[] = {world_program("motcua"), "--data",  world_path("desk"), "--gateway",
			      journey_gateway_url(),   "--json", "catalog",	     "packs", NULL};

	journey_restore(JOURNEY_OPEN);
	*journey_page() = (struct shim_page){.calls = 0};
	journey_run_program(ret, argv, fault);
}

static void hide(const char *from, const char *to)
{
	char old[4200], new[4200];

	snprintf(old, sizeof(old), "%s", world_path(from));
	snprintf(new, sizeof(new), "%s", world_path(to));
	assert_int_equal(rename(old, new), 0);
}

/* What the fault left: without the list that was brought a desk can only use what lies there. */
static void is_whole(const struct journey_fault *fault)
{
	bool old, renewed;
	int versions;

	hide("desk/mail/packs/" NAME "/list", "desk/mail/packs/" NAME "/away");
	old = is_in_use(NAME, "package");
	renewed = !old && is_in_use(NAME, "gateway"); /* and verified, file by file */
	versions = versions_from("2027-");
	if (old == renewed || versions != (old ? 0 : CHANGED)) {
		fail_msg("%s call %ld (%s): %d new of %d", fault->act, fault->at, journey_page()->what,
			 versions, CHANGED);
	}
	hide("desk/mail/packs/" NAME "/away", "desk/mail/packs/" NAME "/list");
	assert_true(is_in_use(NAME, "gateway"));
	assert_int_equal(versions_from("2027-"), CHANGED);
}

static long count_steps(void)
{
	const struct journey_fault count = {.kind = "durable", .act = "count"};
	struct world_run run;

	look(&count, &run);
	assert_int_equal(run.status, 0);
	world_run_done(&run);
	return journey_page()->calls;
}

static void killed_at_each_step(void **state)
{
	static const char *const acts[] = {"before", "after"};
	long steps, stride, struck = 0;

	(void)state;
	if (!journey_possible()) {
		skip();
	}
	steps = count_steps();
	assert_true(steps > 2 * CHANGED); /* its files are among them */
	stride = journey_stride(steps, STEPS_AT_MOST);
	for (long step = 1; step <= steps; step += stride) {
		for (size_t i = 0; i < 2; i++) {
			const struct journey_fault fault = {
				.kind = "durable", .act = acts[i], .at = step};
			struct world_run run;

			look(&fault, &run);
			assert_int_equal(run.status, journey_page()->struck ? 128 + 9 : 0);
			struck += journey_page()->struck;
			world_run_done(&run);
			is_whole(&fault);
		}
	}
	print_message("%ld steps, killed at %ld\n", steps, struck);
	assert_true(struck > 0);
}

/* "catalog packs" or its message says so, with the code. A sync of SQLite's that fails is
 * trouble with the store, whatever the disk's reason. */
static void says_disk_full(const struct journey_fault *fault, const struct world_run *run)
{
	const char *code = strstr(journey_page()->what, ".db") ? "DB-01" : "DISK-01";

	if (!strstr(run->out, "DISK-01") && !strstr(run->err, "DISK-01") &&
	    !strstr(run->out, code) && !strstr(run->err, code)) {
		fail_msg("call %ld (%s): status %d\n%s%s", fault->at, journey_page()->what,
			 run->status, run->out, run->err);
	}
}

static void no_space_left(void **state)
{
	long steps, stride, told = 0;

	(void)state;
	if (!journey_possible()) {
		skip();
	}
	steps = count_steps();
	stride = journey_stride(steps, STEPS_AT_MOST);
	for (long step = 1; step <= steps; step += stride) {
		const struct journey_fault fault = {
			.kind = "durable", .act = "fail", .at = step, .error = ENOSPC};
		struct world_run run;

		look(&fault, &run);
		if (journey_page()->struck && !strstr(run.out, "\"gateway\"")) {
			says_disk_full(&fault, &run);
			told++;
		}
		world_run_done(&run);
		is_whole(&fault);
	}
	print_message("%ld calls, %ld said that the disk is full\n", steps, told);
	assert_true(told > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(killed_at_each_step),
		cmocka_unit_test(no_space_left),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
