/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Every call fails once: while a dossier is sealed, uploaded, committed and receipted, the
 * n-th write or sync says "input/output error" or "no space left", the n-th allocation says
 * no, the n-th call to the network breaks, the n-th of SQLite or curl fails; and likewise on
 * the way by stick, for a withdrawal, for a supplement, for a rebuild. Never is a dossier lost or
 * doubled, never is one shown as received that was not; who fails says so with a status and a code;
 * and with the fault gone, everything finishes.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "support/check.h"
#include "support/journey.h"

/* Enough for `make check`; MOTCUA_LONG=1 takes every call. */
enum { CALLS_AT_MOST = 8 };
/* The libraries' own codes. */
enum { FAILS_SQLITE_IOERR = 10, FAILS_SQLITE_BUSY = 5, FAILS_CURL = 27 };

static char *undisturbed; /* the end of the act that is looked at */

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

struct trial {
	enum journey_act act;
	struct journey_fault fault;
	struct journey_result result;
	long untouched; /* ended so, until now */
	long piece;	/* the call that began the last piece of an upload; 0 = none */
};

#define fail_trial(trial, ...)                                                                     \
	do {                                                                                       \
		print_error("%s, %s call %ld (%s) fails with %d: ",                                \
			    journey_act_name((trial)->act), (trial)->fault.kind,                   \
			    (trial)->fault.at, (trial)->result.what, (trial)->fault.error);        \
		fail_msg(__VA_ARGS__);                                                             \
	} while (0)

/* "[DISK-01]": letters, a dash, two digits. */
static bool has_code(const char *text)
{
	for (const char *at = strchr(text, '['); at; at = strchr(at + 1, '[')) {
		size_t letters = strspn(at + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

		if (letters && at[1 + letters] == '-' &&
		    strspn(at + 2 + letters, "0123456789") == 2 && at[4 + letters] == ']') {
			return true;
		}
	}
	return false;
}

static bool is_courier(enum journey_act act)
{
	return act == JOURNEY_CARRY || act == JOURNEY_CARRY_WITHDRAWAL ||
	       act == JOURNEY_CARRY_SUPPLEMENT;
}

/* 75 of the courier is no failure of its own: something waits, as the queue shows. And who
 * ran out of memory (71) has no words left. */
static bool may_be_silent(const struct trial *trial)
{
	int status = trial->result.run.status;

	return !status || (status == EX_TEMPFAIL && is_courier(trial->act)) ||
	       (status == EX_OSERR && trial->fault.error == ENOMEM);
}

/* json-c 0.16 copies a member's name and does not look whether there was memory for it:
 * that death is not ours to prevent, only to survive. */
static bool may_be_killed(const struct trial *trial)
{
	return trial->fault.error == ENOMEM && trial->result.run.status == 128 + SIGSEGV;
}

/* Ended by itself, with a status that says what kind of failure, and a code that says which. */
static void check_status(const struct trial *trial)
{
	const struct world_run *run = &trial->result.run;

	if (may_be_killed(trial)) {
		return;
	}
	if (run->status && (run->status < EX__BASE || run->status > EX__MAX)) {
		fail_trial(trial, "status %d\n%s", run->status, run->err);
	}
	if (!may_be_silent(trial) && !has_code(run->err)) {
		fail_trial(trial, "status %d and no code\n%s", run->status, run->err);
	}
}

/* What is said to be done is done. */
static void check_honest(const struct trial *trial)
{
	struct journey_counts counts;

	if (trial->act <= JOURNEY_FOUND) {
		return; /* there is no dossier yet */
	}
	journey_counts(&counts);
	if (counts.received > counts.arrived) {
		fail_trial(trial, "the desk shows %d as received, the gateway has %d",
			   counts.received, counts.arrived);
	}
	if (trial->result.run.status) {
		return;
	}
	if (trial->act == JOURNEY_SUBMIT && counts.sealed != 2) {
		fail_trial(trial, "submitted with status 0, but not in the queue");
	}
	if (trial->act == JOURNEY_SEAL_SUPPLEMENT && counts.supplements != 1) {
		fail_trial(trial, "a supplement was submitted with status 0, but is not queued");
	}
	if (trial->act == JOURNEY_CARRY && counts.received + counts.stopped != JOURNEY_DOSSIERS) {
		fail_trial(trial, "the courier's status is 0, but %d are received",
			   counts.received);
	}
}

/* Without memory json-c takes good JSON for bad: then a dossier may end held or rejected,
 * and a person is told. Still none is lost and none doubled. */
static bool may_end_with_a_person(const struct trial *trial)
{
	struct journey_counts counts;

	journey_counts(&counts);
	return trial->fault.error == ENOMEM && counts.sealed == JOURNEY_DOSSIERS &&
	       counts.stopped == 1 && counts.received == JOURNEY_DOSSIERS - 1 &&
	       counts.arrived <= JOURNEY_DOSSIERS;
}

/* Who failed before he wrote anything left the same bytes each time, from which one end follows:
 * it is gone to once. Most of the failing allocations are of this kind. */
static bool was_looked_at(struct trial *trial)
{
	return journey_untouched(trial->act) && trial->untouched++;
}

static void check_end(struct trial *trial)
{
	const char *ended;

	if (was_looked_at(trial)) {
		return;
	}
	journey_finish(trial->act);
	ended = journey_end_state();
	if (strcmp(ended, undisturbed) && !may_end_with_a_person(trial)) {
		fail_trial(trial, "the end is\n%sinstead of\n%s", ended, undisturbed);
	}
}

static bool fail_at(struct trial *trial, long call)
{
	bool struck;

	trial->fault.act = "fail";
	trial->fault.at = call;
	journey_run(trial->act, &trial->fault, &trial->result);
	struck = trial->result.struck;
	check_status(trial);
	check_honest(trial);
	check_end(trial);
	world_run_done(&trial->result.run);
	return struck;
}

static long count_once(struct trial *trial)
{
	trial->fault.act = "count";
	journey_run(trial->act, &trial->fault, &trial->result);
	if (trial->result.run.status) {
		fail_trial(trial, "undisturbed: status %d\n%s", trial->result.run.status,
			   trial->result.run.err);
	}
	world_run_done(&trial->result.run);
	journey_finish(trial->act);
	free(undisturbed);
	undisturbed = strdup(journey_end_state());
	trial->piece = trial->result.piece;
	return trial->result.calls;
}

/* On a busy machine bytes come in more pieces, each of them a call: the fewer count, because they
 * are there each time. */
static long count_calls(struct trial *trial)
{
	long calls = count_once(trial), again = calls;

	if (!strcmp(trial->fault.kind, "network")) {
		again = count_once(trial);
	}
	return again < calls ? again : calls;
}

/* A long run of hours may be shared out, or go on where it was cut off: MOTCUA_CALLS=501-1000. */
static void choose_calls(long *first, long *last)
{
	const char *chosen = getenv("MOTCUA_CALLS");
	long from = 1, to = *last;

	if (chosen && sscanf(chosen, "%ld-%ld", &from, &to) != 2) {
		fail_msg("MOTCUA_CALLS is not FIRST-LAST: %s", chosen);
	}
	*first = from;
	*last = to < *last ? to : *last;
}

static void sweep(enum journey_act act, const char *kind, int error)
{
	struct trial trial = {.act = act, .fault = {.kind = kind, .error = error}};
	long calls, first, last, stride, struck = 0, tried = 0;

	if (!journey_possible()) {
		print_message("nothing can be preloaded into programs with a sanitizer\n");
		skip();
	}
	calls = count_calls(&trial);
	stride = journey_stride(calls, CALLS_AT_MOST);
	assert_true(calls > 0);
	last = calls;
	choose_calls(&first, &last);
	for (long call = first; call <= last; call += stride) {
		struck += fail_at(&trial, call);
		tried++;
	}
	if (trial.piece) { /* whatever the stride: where bytes of a paper are written */
		struck += fail_at(&trial, trial.piece) + fail_at(&trial, trial.piece + 1);
		tried += 2;
	}
	free(undisturbed);
	undisturbed = NULL;
	print_message("%s: %ld %s calls, failed %ld, %ld before anything was written\n",
		      journey_act_name(act), calls, kind, struck, trial.untouched);
	assert_true(struck * 10 >= tried * 8);
}

#define SWEEP(name, act, kind, error)                                                              \
	static void name(void **state)                                                             \
	{                                                                                          \
		(void)state;                                                                       \
		sweep(act, kind, error);                                                           \
	}

SWEEP(first_start_with_a_bad_disk, JOURNEY_OPEN, "durable", EIO)
SWEEP(first_start_of_the_gateway, JOURNEY_FOUND, "durable", ENOSPC)
SWEEP(seal_with_a_bad_disk, JOURNEY_SUBMIT, "durable", EIO)
SWEEP(seal_with_a_full_disk, JOURNEY_SUBMIT, "durable", ENOSPC)
SWEEP(seal_without_memory, JOURNEY_SUBMIT, "memory", ENOMEM)
SWEEP(courier_with_a_bad_disk, JOURNEY_CARRY, "durable", EIO)
SWEEP(courier_with_a_full_disk, JOURNEY_CARRY, "durable", ENOSPC)
SWEEP(courier_without_memory, JOURNEY_CARRY, "memory", ENOMEM)
SWEEP(courier_with_a_bad_net, JOURNEY_CARRY, "network", ECONNRESET)
SWEEP(gateway_with_a_bad_disk, JOURNEY_SERVE, "durable", EIO)
SWEEP(gateway_with_a_full_disk, JOURNEY_SERVE, "durable", ENOSPC)
SWEEP(gateway_without_memory, JOURNEY_SERVE, "memory", ENOMEM)
SWEEP(gateway_with_a_bad_net, JOURNEY_SERVE, "network", ECONNRESET)
SWEEP(seal_with_a_failing_database, JOURNEY_SUBMIT, "sqlite", FAILS_SQLITE_IOERR)
SWEEP(courier_with_a_failing_database, JOURNEY_CARRY, "sqlite", FAILS_SQLITE_IOERR)
SWEEP(courier_with_a_busy_database, JOURNEY_CARRY, "sqlite", FAILS_SQLITE_BUSY)
SWEEP(courier_with_a_failing_curl, JOURNEY_CARRY, "curl", FAILS_CURL)
SWEEP(gateway_with_a_failing_database, JOURNEY_SERVE, "sqlite", FAILS_SQLITE_IOERR)
SWEEP(gateway_with_a_busy_database, JOURNEY_SERVE, "sqlite", FAILS_SQLITE_BUSY)
SWEEP(export_with_a_bad_disk, JOURNEY_EXPORT, "durable", EIO)
SWEEP(export_with_a_full_stick, JOURNEY_EXPORT, "durable", ENOSPC)
SWEEP(gateway_takes_a_stick_in_with_a_bad_disk, JOURNEY_TAKE_IN, "durable", EIO)
SWEEP(import_with_a_bad_disk, JOURNEY_BRING_BACK, "durable", EIO)
SWEEP(withdraw_with_a_bad_disk, JOURNEY_WITHDRAW, "durable", EIO)
SWEEP(courier_carries_a_withdrawal_with_a_bad_net, JOURNEY_CARRY_WITHDRAWAL, "network", ECONNRESET)
SWEEP(rebuild_with_a_bad_disk, JOURNEY_REBUILD, "durable", EIO)
SWEEP(rebuild_with_a_full_disk, JOURNEY_REBUILD, "durable", ENOSPC)
SWEEP(supplement_with_a_bad_disk, JOURNEY_SUPPLEMENT, "durable", EIO)
SWEEP(supplement_with_a_failing_database, JOURNEY_SUPPLEMENT, "sqlite", FAILS_SQLITE_IOERR)
SWEEP(seal_a_supplement_with_a_bad_disk, JOURNEY_SEAL_SUPPLEMENT, "durable", EIO)
SWEEP(seal_a_supplement_with_a_full_disk, JOURNEY_SEAL_SUPPLEMENT, "durable", ENOSPC)
SWEEP(courier_carries_a_supplement_with_a_bad_disk, JOURNEY_CARRY_SUPPLEMENT, "durable", EIO)
SWEEP(courier_carries_a_supplement_with_a_bad_net, JOURNEY_CARRY_SUPPLEMENT, "network", ECONNRESET)
SWEEP(gateway_takes_a_supplement_with_a_bad_disk, JOURNEY_SERVE_SUPPLEMENT, "durable", EIO)
SWEEP(gateway_takes_a_supplement_with_a_busy_database, JOURNEY_SERVE_SUPPLEMENT, "sqlite",
      FAILS_SQLITE_BUSY)
SWEEP(export_a_supplement_with_a_full_stick, JOURNEY_EXPORT_SUPPLEMENT, "durable", ENOSPC)
SWEEP(gateway_takes_a_supplement_from_a_stick_with_a_bad_disk, JOURNEY_TAKE_IN_SUPPLEMENT, "durable",
      EIO)
SWEEP(import_of_its_receipt_with_a_bad_disk, JOURNEY_BRING_BACK_SUPPLEMENT, "durable", EIO)
SWEEP(withdraw_later_with_a_full_disk, JOURNEY_WITHDRAW_LATER, "durable", ENOSPC)
SWEEP(export_a_withdrawal_with_a_bad_disk, JOURNEY_EXPORT_WITHDRAWAL, "durable", EIO)
SWEEP(gateway_takes_a_withdrawal_from_a_stick_with_a_bad_disk, JOURNEY_TAKE_IN_WITHDRAWAL, "durable",
      EIO)
SWEEP(import_of_its_answer_with_a_bad_disk, JOURNEY_BRING_BACK_WITHDRAWAL, "durable", EIO)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_start_with_a_bad_disk),
		cmocka_unit_test(first_start_of_the_gateway),
		cmocka_unit_test(seal_with_a_bad_disk),
		cmocka_unit_test(seal_with_a_full_disk),
		cmocka_unit_test(seal_without_memory),
		cmocka_unit_test(courier_with_a_bad_disk),
		cmocka_unit_test(courier_with_a_full_disk),
		cmocka_unit_test(courier_without_memory),
		cmocka_unit_test(courier_with_a_bad_net),
		cmocka_unit_test(gateway_with_a_bad_disk),
		cmocka_unit_test(gateway_with_a_full_disk),
		cmocka_unit_test(gateway_without_memory),
		cmocka_unit_test(gateway_with_a_bad_net),
		cmocka_unit_test(seal_with_a_failing_database),
		cmocka_unit_test(courier_with_a_failing_database),
		cmocka_unit_test(courier_with_a_busy_database),
		cmocka_unit_test(courier_with_a_failing_curl),
		cmocka_unit_test(gateway_with_a_failing_database),
		cmocka_unit_test(gateway_with_a_busy_database),
		cmocka_unit_test(export_with_a_bad_disk),
		cmocka_unit_test(export_with_a_full_stick),
		cmocka_unit_test(gateway_takes_a_stick_in_with_a_bad_disk),
		cmocka_unit_test(import_with_a_bad_disk),
		cmocka_unit_test(withdraw_with_a_bad_disk),
		cmocka_unit_test(courier_carries_a_withdrawal_with_a_bad_net),
		cmocka_unit_test(rebuild_with_a_bad_disk),
		cmocka_unit_test(rebuild_with_a_full_disk),
		cmocka_unit_test(supplement_with_a_bad_disk),
		cmocka_unit_test(supplement_with_a_failing_database),
		cmocka_unit_test(seal_a_supplement_with_a_bad_disk),
		cmocka_unit_test(seal_a_supplement_with_a_full_disk),
		cmocka_unit_test(courier_carries_a_supplement_with_a_bad_disk),
		cmocka_unit_test(courier_carries_a_supplement_with_a_bad_net),
		cmocka_unit_test(gateway_takes_a_supplement_with_a_bad_disk),
		cmocka_unit_test(gateway_takes_a_supplement_with_a_busy_database),
		cmocka_unit_test(export_a_supplement_with_a_full_stick),
		cmocka_unit_test(gateway_takes_a_supplement_from_a_stick_with_a_bad_disk),
		cmocka_unit_test(import_of_its_receipt_with_a_bad_disk),
		cmocka_unit_test(withdraw_later_with_a_full_disk),
		cmocka_unit_test(export_a_withdrawal_with_a_bad_disk),
		cmocka_unit_test(gateway_takes_a_withdrawal_from_a_stick_with_a_bad_disk),
		cmocka_unit_test(import_of_its_answer_with_a_bad_disk),
	};

	cmocka_set_test_filter(getenv("MOTCUA_ONLY"));
	return cmocka_run_group_tests(tests, begin, end);
}
