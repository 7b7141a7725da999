/* SPDX-License-Identifier: MPL-2.0 */
/* linked_test.c - what a linked group is by what its branches are, and their clocks. */
#include "support/check.h"

#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "motcua/domain/linked.h"

/* Written by hand, apart from the table under test: letters are states, see of_letter(). */
static const struct golden {
	const char *branches, *whole, *end;
} golden[] = {
	{"---", "RECEIPTED", "open"},	     {"F--", "FORWARDED", "open"},
	{"FF-", "FORWARDED", "open"},	     {"FFF", "FORWARDED", "open"},
	{"A--", "IN_PROCESS", "open"},	     {"P--", "IN_PROCESS", "open"},
	{"C--", "IN_PROCESS", "open"},	     {"R--", "IN_PROCESS", "open"},
	{"CFF", "IN_PROCESS", "open"},	     {"CPA", "IN_PROCESS", "open"},
	{"S--", "NEEDS_SUPPLEMENT", "open"}, {"CSF", "NEEDS_SUPPLEMENT", "open"},
	{"RS-", "NEEDS_SUPPLEMENT", "open"}, {"CPS", "NEEDS_SUPPLEMENT", "open"},
	{"CC-", "IN_PROCESS", "open"},	     {"CRP", "IN_PROCESS", "open"},
	{"CPY", "IN_PROCESS", "open"},	     {"CTF", "IN_PROCESS", "open"},
	{"YS-", "NEEDS_SUPPLEMENT", "open"}, {"RTC", "IN_PROCESS", "open"},
	{"CCC", "COMPLETED", "all"},	     {"CCR", "COMPLETED", "part"},
	{"CRC", "COMPLETED", "part"},	     {"CRR", "COMPLETED", "part"},
	{"RRR", "RETURNED", "nothing"},	     {"R", "RETURNED", "nothing"},
	{"C", "COMPLETED", "all"},	     {"RC", "COMPLETED", "part"},
};

static enum mc_branch_state of_letter(char letter)
{
	static const char letters[] = "-FAPSYTRC";

	return (enum mc_branch_state)(strchr(letters, letter) - letters);
}

static void the_whole_by_its_branches(void **state)
{
	(void)state;
	for (size_t i = 0; i < MC_COUNT(golden); i++) {
		enum mc_branch_state states[MC_BRANCHES_MAX];
		size_t count = strlen(golden[i].branches);

		for (size_t k = 0; k < count; k++) {
			states[k] = of_letter(golden[i].branches[k]);
		}
		assert_string_equal(mc_state_name(mc_linked_state(states, count)),
				    golden[i].whole);
		assert_string_equal(mc_linked_end_code(mc_linked_end(states, count)),
				    golden[i].end);
	}
}

/* What the whole is told to be, besides: a fee before a stop, a supplement before both. */
static void the_word_of_the_whole(void **state)
{
	static const char *const words[][2] = {
		{"CPP", ""}, {"CPY", "payment_due"}, {"CYT", "payment_due"}, {"TP-", "stopped"},
		{"YS-", ""}, {"FF-", ""},	     {"CCC", ""},	     {"Y", "payment_due"},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(words); i++) {
		enum mc_branch_state states[MC_BRANCHES_MAX];
		size_t count = strlen(words[i][0]);
		const char *word;

		for (size_t k = 0; k < count; k++) {
			states[k] = of_letter(words[i][0][k]);
		}
		word = mc_linked_word(states, count);
		assert_string_equal(word ? word : "", words[i][1]);
	}
}

/* The happening that leads a dossier to this state, as the courier reads the event. */
static bool can_follow(enum mc_state before, enum mc_state after)
{
	static const enum mc_happening happenings[] = {
		MC_HAPPENING_FORWARD, MC_HAPPENING_PROCESS, MC_HAPPENING_SUPPLEMENT_ASKED,
		MC_HAPPENING_RETURN, MC_HAPPENING_FINISH, MC_HAPPENING_BRANCH,
	};

	for (size_t i = 0; i < MC_COUNT(happenings); i++) {
		if (mc_state_after(before, happenings[i]) == after) {
			return true;
		}
	}
	return false;
}

/* From every combination of three branches, every step that one of them may take leads the
 * whole along an arrow that a dossier has; and an open group can always still end. */
static void every_step_of_a_branch_is_a_step_of_the_whole(void **state)
{
	enum { N = MC_BRANCH_STATE_COUNT };
	int steps = 0;

	(void)state;
	for (int combination = 0; combination < N * N * N; combination++) {
		enum mc_branch_state s[3] = {combination % N, combination / N % N,
					     combination / N / N};
		enum mc_state before = mc_linked_state(s, 3);
		bool moves = false;

		for (int step = 0; step < 3 * N; step++) {
			enum mc_branch_state kept = s[step / N], to = step % N;

			if (!mc_branch_may(kept, to)) {
				continue;
			}
			moves = true;
			steps++;
			s[step / N] = to;
			if (!can_follow(before, mc_linked_state(s, 3))) {
				fail_msg("%d %d %d: %s cannot become %s", s[0], s[1], s[2],
					 mc_state_name(before),
					 mc_state_name(mc_linked_state(s, 3)));
			}
			s[step / N] = kept;
		}
		assert_int_equal(!moves, mc_linked_end(s, 3) != MC_LINKED_OPEN);
		assert_int_equal(!moves, mc_state_is_final(before));
	}
	assert_true(steps > 1000);
}

static void branches_never_go_back(void **state)
{
	(void)state;
	for (int from = 0; from < MC_BRANCH_STATE_COUNT; from++) {
		assert_false(mc_branch_may(from, MC_BRANCH_NONE));
		assert_false(mc_branch_may(from, from));
		for (int to = 0; to < MC_BRANCH_STATE_COUNT; to++) {
			if (mc_branch_is_ended(from)) {
				assert_false(mc_branch_may(from, to));
			}
		}
	}
	assert_false(mc_branch_may(MC_BRANCH_IN_PROCESS, MC_BRANCH_FORWARDED));
	assert_false(mc_branch_may(MC_BRANCH_IN_PROCESS, MC_BRANCH_ACKNOWLEDGED));
	assert_false(mc_branch_may(MC_BRANCH_NONE, MC_BRANCH_COMPLETED));
	assert_true(mc_branch_may(MC_BRANCH_NEEDS_SUPPLEMENT, MC_BRANCH_IN_PROCESS));
}

static void names_go_there_and_back(void **state)
{
	(void)state;
	for (int s = 1; s < MC_BRANCH_STATE_COUNT; s++) {
		assert_int_equal(mc_branch_state_parse(mc_branch_state_code(s)), s);
		assert_true(strlen(mc_branch_state_text(s)) > 3);
	}
	assert_int_equal(mc_branch_state_parse(""), MC_BRANCH_NONE);
	assert_int_equal(mc_branch_state_parse("COMPLETED"), MC_BRANCH_NONE);
	for (unsigned bit = 1; bit < MC_BRANCH_ALARMS_END; bit <<= 1) {
		assert_true(strlen(mc_branch_alarm_code(bit)) > 3);
		assert_true(strlen(mc_branch_alarm_text(bit)) > 20);
	}
}

/* ---- clocks. Minutes since the receipt. */

#define AT(minutes) ((minutes) < 0 ? 0 : 1000000 + (minutes) * MC_MINUTE)
enum { NEVER = -1 };

static const struct alarm {
	const char *what;
	int ready, forwarded, acknowledged, acknowledge_due, ended, due, sync, heard, now;
	char state;
	unsigned alarms;
} alarms[] = {
	{"in time", 0, 10, 130, 130, NEVER, 5000, 10, 200, 200, 'A', 0},
	{"not passed on yet, in time", 0, NEVER, NEVER, NEVER, NEVER, 5000, 0, 10, 10, '-', 0},
	{"not passed on", 0, NEVER, NEVER, NEVER, NEVER, 5000, 0, 11, 11, '-', MC_BRANCH_LATE_SYNC},
	{"passed on late", 0, 11, 20, 131, NEVER, 5000, 0, 30, 30, 'A', MC_BRANCH_LATE_SYNC},
	{"waits for another branch", NEVER, NEVER, NEVER, NEVER, NEVER, 5000, 0, 900, 900, '-', 0},
	{"not acknowledged", 0, 5, NEVER, 125, NEVER, 5000, 0, 126, 126, 'F', MC_BRANCH_LATE_ACK},
	{"acknowledged late", 0, 5, 126, 125, NEVER, 5000, 0, 200, 200, 'A', MC_BRANCH_LATE_ACK},
	{"taken up without acknowledging", 0, 5, 100, 125, NEVER, 5000, 0, 200, 200, 'P', 0},
	{"a step was told late", 0, 5, 100, 125, NEVER, 5000, 11, 200, 200, 'P', MC_BRANCH_LATE_SYNC},
	{"overdue", 0, 5, 100, 125, NEVER, 5000, 0, 5001, 5001, 'P', MC_BRANCH_LATE_DUE},
	{"ended late", 0, 5, 100, 125, 5001, 5000, 0, 6000, 6000, 'C', MC_BRANCH_LATE_DUE},
	{"ended in time", 0, 5, 100, 125, 5000, 5000, 0, 6000, 6000, 'C', 0},
	{"the clock stands", 0, 5, 100, 125, NEVER, 5000, 0, 6000, 6000, 'S', 0},
	{"a fee is to be paid", 0, 5, 100, 125, NEVER, 5000, 0, 6000, 6000, 'Y', 0},
	{"stopped", 0, 5, 100, 125, NEVER, 5000, 0, 6000, 6000, 'T', 0},
	{"the link has been down", 0, 5, NEVER, 125, NEVER, 5000, 0, 100, 300, 'F',
	 MC_BRANCH_NOT_HEARD},
	{"the link went down after it was late", 0, 5, NEVER, 125, NEVER, 5000, 0, 126, 300, 'F',
	 MC_BRANCH_LATE_ACK},
	{"the link is down, nothing is late", 0, 5, NEVER, 125, NEVER, 5000, 0, 50, 60, 'F', 0},
	{"no due date is known", 0, 5, 100, NEVER, NEVER, NEVER, 0, 9000, 9000, 'P', 0},
};

static void alarms_by_the_clock(void **state)
{
	(void)state;
	for (size_t i = 0; i < MC_COUNT(alarms); i++) {
		const struct alarm *a = &alarms[i];
		struct mc_branch_clock clock = {
			.state = of_letter(a->state),
			.ready_at = AT(a->ready),
			.forwarded_at = AT(a->forwarded),
			.acknowledged_at = AT(a->acknowledged),
			.acknowledge_due = AT(a->acknowledge_due),
			.ended_at = AT(a->ended),
			.due = AT(a->due),
			.latest_sync = a->sync * MC_MINUTE,
			.heard_at = AT(a->heard),
		};
		unsigned got = mc_branch_alarms(&clock, AT(a->now));

		if (got != a->alarms) {
			fail_msg("%s: alarms %u, not %u", a->what, got, a->alarms);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_whole_by_its_branches),
		cmocka_unit_test(the_word_of_the_whole),
		cmocka_unit_test(every_step_of_a_branch_is_a_step_of_the_whole),
		cmocka_unit_test(branches_never_go_back),
		cmocka_unit_test(names_go_there_and_back),
		cmocka_unit_test(alarms_by_the_clock),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
