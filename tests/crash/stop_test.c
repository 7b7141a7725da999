/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Stop at every step: each program is killed before and after each of its durable calls,
 * started again, and the journey finished. The end must be that of a journey that nobody
 * disturbed; and doing everything once more must change nothing.
 *
 * The steps are counted, not listed: a new write in any program is a new step here.
 * MOTCUA_ONLY=courier* runs the tests of such names alone.
 */
#include <string.h>
#include <stdlib.h>

#include "support/check.h"
#include "support/journey.h"

/* Enough for `make check`; MOTCUA_LONG=1 takes every step. */
enum { STEPS_AT_MOST = 6 };

static char *undisturbed; /* the end of the errand that is looked at */
static long pieces, piece; /* of its uploads, when nobody disturbs it */

static int begin(void **state)
{
	(void)state;
	if (!journey_possible()) {
		return 0;
	}
	test_in_memory();
	journey_begin();
	return 0;
}

static int end(void **state)
{
	(void)state;
	if (journey_possible()) {
		journey_end();
	}
	return 0;
}

static long count_steps(enum journey_act act)
{
	const struct journey_fault count = {.kind = "durable", .act = "count"};
	struct journey_result result;

	journey_run(act, &count, &result);
	if (result.run.status) {
		fail_msg("%s: status %d\n%s", journey_act_name(act), result.run.status,
			 result.run.err);
	}
	world_run_done(&result.run);
	journey_finish(act);
	undisturbed = strdup(journey_end_state());
	pieces = result.pieces;
	piece = result.piece;
	return result.calls;
}

static void check_end(const char *when, enum journey_act act, const struct journey_fault *fault,
		      const struct journey_result *result)
{
	const char *ended = journey_end_state();

	if (strcmp(ended, undisturbed)) {
		fail_msg("%s killed %s call %ld (%s), %s:\n%sinstead of\n%s", journey_act_name(act),
			 fault->act, fault->at, result->what, when, ended, undisturbed);
	}
}

/* Returns whether it was reached: a run may take a few calls less than the counted one. */
static bool stop_at(enum journey_act act, const char *when, long step)
{
	const struct journey_fault fault = {.kind = "durable", .act = when, .at = step};
	struct journey_result result;

	journey_run(act, &fault, &result);
	if (result.struck && result.run.status != 128 + 9) {
		fail_msg("%s killed %s call %ld: status %d", journey_act_name(act), when, step,
			 result.run.status);
	}
	journey_finish(act);
	check_end("finished", act, &fault, &result);
	journey_finish(journey_again(act));
	check_end("and again", act, &fault, &result);
	world_run_done(&result.run);
	return result.struck;
}

static void sweep(enum journey_act act)
{
	long steps, stride, tried = 0, reached = 0;

	if (!journey_possible()) {
		print_message("nothing can be preloaded into programs with a sanitizer\n");
		skip();
	}
	steps = count_steps(act);
	stride = journey_stride(steps, STEPS_AT_MOST);
	assert_true(steps > 0);
	for (long step = 1; step <= steps; step += stride) {
		reached += stop_at(act, "before", step);
		reached += stop_at(act, "after", step);
		tried += 2;
	}
	if (pieces) { /* whatever the stride: where bytes of a paper are written */
		reached += stop_at(act, "after", piece);
		reached += stop_at(act, "after", piece + 1);
		tried += 2;
	}
	free(undisturbed);
	print_message("%s: %ld steps, killed at %ld\n", journey_act_name(act), steps, reached);
	assert_true(reached * 10 >= tried * 9);
}

#define SWEEP(name, act)                                                                           \
	static void name(void **state)                                                             \
	{                                                                                          \
		(void)state;                                                                       \
		sweep(act);                                                                        \
	}

/* The paper is sent in pieces: an upload is begun, then there are at least two. */
static void gateway_serves(void **state)
{
	(void)state;
	sweep(JOURNEY_SERVE);
	assert_true(pieces >= 3);
}

SWEEP(first_start_of_the_desk, JOURNEY_OPEN)
SWEEP(first_start_of_the_gateway, JOURNEY_FOUND)
SWEEP(submit_with_an_attachment, JOURNEY_SUBMIT)
SWEEP(submit_without, JOURNEY_ANOTHER)
SWEEP(courier_carries, JOURNEY_CARRY)
SWEEP(courier_follows, JOURNEY_FOLLOW)
SWEEP(desk_exports_to_a_stick, JOURNEY_EXPORT)
SWEEP(gateway_takes_a_stick_in, JOURNEY_TAKE_IN)
SWEEP(desk_takes_a_return_file_in, JOURNEY_BRING_BACK)
SWEEP(desk_withdraws, JOURNEY_WITHDRAW)
SWEEP(courier_carries_a_withdrawal, JOURNEY_CARRY_WITHDRAWAL)
SWEEP(gateway_serves_a_withdrawal, JOURNEY_SERVE_WITHDRAWAL)
SWEEP(desk_rebuilds_its_queue, JOURNEY_REBUILD)
SWEEP(desk_begins_a_supplement, JOURNEY_SUPPLEMENT)
SWEEP(desk_seals_a_supplement, JOURNEY_SEAL_SUPPLEMENT)
SWEEP(courier_carries_a_supplement, JOURNEY_CARRY_SUPPLEMENT)
SWEEP(gateway_serves_a_supplement, JOURNEY_SERVE_SUPPLEMENT)
SWEEP(desk_exports_a_supplement, JOURNEY_EXPORT_SUPPLEMENT)
SWEEP(gateway_takes_a_supplement_in, JOURNEY_TAKE_IN_SUPPLEMENT)
SWEEP(desk_takes_the_receipt_of_a_supplement_in, JOURNEY_BRING_BACK_SUPPLEMENT)
SWEEP(desk_withdraws_what_was_received, JOURNEY_WITHDRAW_LATER)
SWEEP(desk_exports_a_withdrawal, JOURNEY_EXPORT_WITHDRAWAL)
SWEEP(gateway_takes_a_withdrawal_in, JOURNEY_TAKE_IN_WITHDRAWAL)
SWEEP(desk_takes_the_answer_to_a_withdrawal_in, JOURNEY_BRING_BACK_WITHDRAWAL)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_start_of_the_desk),
		cmocka_unit_test(first_start_of_the_gateway),
		cmocka_unit_test(submit_with_an_attachment),
		cmocka_unit_test(submit_without),
		cmocka_unit_test(courier_carries),
		cmocka_unit_test(gateway_serves),
		cmocka_unit_test(courier_follows),
		cmocka_unit_test(desk_exports_to_a_stick),
		cmocka_unit_test(gateway_takes_a_stick_in),
		cmocka_unit_test(desk_takes_a_return_file_in),
		cmocka_unit_test(desk_withdraws),
		cmocka_unit_test(courier_carries_a_withdrawal),
		cmocka_unit_test(gateway_serves_a_withdrawal),
		cmocka_unit_test(desk_rebuilds_its_queue),
		cmocka_unit_test(desk_begins_a_supplement),
		cmocka_unit_test(desk_seals_a_supplement),
		cmocka_unit_test(courier_carries_a_supplement),
		cmocka_unit_test(gateway_serves_a_supplement),
		cmocka_unit_test(desk_exports_a_supplement),
		cmocka_unit_test(gateway_takes_a_supplement_in),
		cmocka_unit_test(desk_takes_the_receipt_of_a_supplement_in),
		cmocka_unit_test(desk_withdraws_what_was_received),
		cmocka_unit_test(desk_exports_a_withdrawal),
		cmocka_unit_test(gateway_takes_a_withdrawal_in),
		cmocka_unit_test(desk_takes_the_answer_to_a_withdrawal_in),
	};

	cmocka_set_test_filter(getenv("MOTCUA_ONLY"));
	return cmocka_run_group_tests(tests, begin, end);
}
