/* SPDX-License-Identifier: MPL-2.0 */
/* linked.c - branches of a linked group: their states, the whole's, and their clocks. */
#include "motcua/domain/linked.h"

#include <string.h>

#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"

static const struct state {
	const char *code, *text;
	bool ended;
	int status;
} states_of[MC_BRANCH_STATE_COUNT] = {
#define X(name, code, text, ended, status) [MC_BRANCH_##name] = {code, text, ended, status},
	MC_BRANCH_STATES(X)
#undef X
};

#define TO(name) (1u << MC_BRANCH_##name)
#define ENDS (TO(RETURNED) | TO(COMPLETED))
#define STANDS (TO(NEEDS_SUPPLEMENT) | TO(PAYMENT_DUE) | TO(STOPPED))

/* A step may be passed over (a unit that answers at once), none leads back. */
static const unsigned arrows[MC_BRANCH_STATE_COUNT] = {
	/* one that never began is returned when the branch before it was */
	[MC_BRANCH_NONE] = TO(FORWARDED) | TO(RETURNED),
	[MC_BRANCH_FORWARDED] = TO(ACKNOWLEDGED) | TO(IN_PROCESS) | STANDS | ENDS,
	[MC_BRANCH_ACKNOWLEDGED] = TO(IN_PROCESS) | STANDS | ENDS,
	[MC_BRANCH_IN_PROCESS] = STANDS | ENDS,
	[MC_BRANCH_NEEDS_SUPPLEMENT] = TO(IN_PROCESS) | TO(PAYMENT_DUE) | TO(STOPPED) | ENDS,
	[MC_BRANCH_PAYMENT_DUE] = TO(IN_PROCESS) | TO(NEEDS_SUPPLEMENT) | TO(STOPPED) | ENDS,
	[MC_BRANCH_STOPPED] = TO(IN_PROCESS) | TO(NEEDS_SUPPLEMENT) | TO(PAYMENT_DUE) | ENDS,
};

const char *mc_branch_state_code(enum mc_branch_state state)
{
	return states_of[state].code;
}

enum mc_branch_state mc_branch_state_parse(const char *code)
{
	for (int i = MC_BRANCH_NONE + 1; i < MC_BRANCH_STATE_COUNT; i++) {
		if (strcmp(states_of[i].code, code) == 0) {
			return (enum mc_branch_state)i;
		}
	}
	return MC_BRANCH_NONE;
}

const char *mc_branch_state_text(enum mc_branch_state state)
{
	return states_of[state].text;
}

bool mc_branch_is_ended(enum mc_branch_state state)
{
	return states_of[state].ended;
}

int mc_branch_stands(enum mc_branch_state state)
{
	return states_of[state].status;
}

bool mc_branch_may(enum mc_branch_state from, enum mc_branch_state to)
{
	return arrows[from] & 1u << to;
}

/* ---- the whole */

static size_t count_of(const enum mc_branch_state *states, size_t count, enum mc_branch_state state)
{
	size_t found = 0;

	for (size_t i = 0; i < count; i++) {
		found += states[i] == state;
	}
	return found;
}

enum mc_linked_end mc_linked_end(const enum mc_branch_state *states, size_t count)
{
	size_t granted = count_of(states, count, MC_BRANCH_COMPLETED);

	if (granted + count_of(states, count, MC_BRANCH_RETURNED) < count) {
		return MC_LINKED_OPEN;
	}
	if (granted == count) {
		return MC_LINKED_ALL;
	}
	return granted ? MC_LINKED_PART : MC_LINKED_NOTHING;
}

enum mc_state mc_linked_state(const enum mc_branch_state *states, size_t count)
{
	enum mc_linked_end end = mc_linked_end(states, count);
	size_t waiting = count_of(states, count, MC_BRANCH_NONE);

	if (end != MC_LINKED_OPEN) {
		return end == MC_LINKED_NOTHING ? MC_STATE_RETURNED : MC_STATE_COMPLETED;
	}
	if (count_of(states, count, MC_BRANCH_NEEDS_SUPPLEMENT)) {
		return MC_STATE_NEEDS_SUPPLEMENT;
	}
	if (waiting == count) {
		return MC_STATE_RECEIPTED;
	}
	return waiting + count_of(states, count, MC_BRANCH_FORWARDED) == count
		       ? MC_STATE_FORWARDED : MC_STATE_IN_PROCESS;
}

const char *mc_linked_word(const enum mc_branch_state *states, size_t count)
{
	if (mc_linked_state(states, count) != MC_STATE_IN_PROCESS) {
		return NULL;
	}
	if (count_of(states, count, MC_BRANCH_PAYMENT_DUE)) {
		return mc_branch_state_code(MC_BRANCH_PAYMENT_DUE);
	}
	return count_of(states, count, MC_BRANCH_STOPPED) ? mc_branch_state_code(MC_BRANCH_STOPPED)
							  : NULL;
}

static const struct {
	const char *code, *text;
} ends[] = {
	[MC_LINKED_OPEN] = {"open", N_("not all branches have ended")},
	[MC_LINKED_ALL] = {"all", N_("every branch was granted")},
	[MC_LINKED_PART] = {"part", N_("granted in part: what was returned is filed again alone")},
	[MC_LINKED_NOTHING] = {"nothing", N_("no branch was granted")},
};

const char *mc_linked_end_code(enum mc_linked_end end)
{
	return ends[end].code;
}

const char *mc_linked_end_text(enum mc_linked_end end)
{
	return ends[end].text;
}

/* ---- the clocks */

static const struct {
	unsigned bit;
	const char *code, *text;
} alarms_of[] = {
	{MC_BRANCH_LATE_SYNC, "late_sync",
	 N_("A step was not passed on within 10 minutes (Decree 63/2024, article 7): tell the "
	    "technicians of the province.")},
	{MC_BRANCH_LATE_ACK, "late_acknowledgement",
	 N_("The unit has not acknowledged within 2 working hours (Decree 63/2024, article 7): "
	    "call it today.")},
	{MC_BRANCH_LATE_DUE, "overdue",
	 N_("The result is overdue: an apology with a new date is due to the citizen (Decree "
	    "63/2024, article 7).")},
	{MC_BRANCH_NOT_HEARD, "not_heard",
	 N_("A time has passed while the link was down: what the unit did is not known here yet.")},
};

const char *mc_branch_alarm_code(unsigned bit)
{
	for (size_t i = 0; i < MC_COUNT(alarms_of); i++) {
		if (alarms_of[i].bit == bit) {
			return alarms_of[i].code;
		}
	}
	return "";
}

const char *mc_branch_alarm_text(unsigned bit)
{
	for (size_t i = 0; i < MC_COUNT(alarms_of); i++) {
		if (alarms_of[i].bit == bit) {
			return alarms_of[i].text;
		}
	}
	return "";
}

struct term {
	unsigned alarm;
	int64_t until;	/* 0: this clock does not run */
	int64_t met_at; /* 0: not yet */
};

/* What we have not heard since the link went down may have happened all the same. */
static unsigned judge(const struct term *term, int64_t heard_at, int64_t now)
{
	if (!term->until || (term->met_at && term->met_at <= term->until)) {
		return 0;
	}
	if (term->met_at || heard_at > term->until) {
		return term->alarm;
	}
	return now > term->until ? MC_BRANCH_NOT_HEARD : 0;
}

/* The earliest instant that shows it was taken up: acknowledging may have been passed over. */
static int64_t taken_up_at(const struct mc_branch_clock *clock)
{
	return clock->acknowledged_at ? clock->acknowledged_at : clock->ended_at;
}

unsigned mc_branch_alarms(const struct mc_branch_clock *clock, int64_t now)
{
	int64_t begun = clock->forwarded_at ? clock->forwarded_at : clock->ended_at;
	const struct term terms[] = {
		{MC_BRANCH_LATE_SYNC, clock->ready_at ? clock->ready_at + MC_BRANCH_SYNC_WITHIN : 0,
		 begun},
		{MC_BRANCH_LATE_ACK, clock->forwarded_at ? clock->acknowledge_due : 0,
		 taken_up_at(clock)},
		{MC_BRANCH_LATE_DUE, mc_branch_stands(clock->state) ? 0 : clock->due,
		 clock->ended_at},
	};
	unsigned alarms = clock->latest_sync > MC_BRANCH_SYNC_WITHIN ? MC_BRANCH_LATE_SYNC : 0;

	for (size_t i = 0; i < MC_COUNT(terms); i++) {
		alarms |= judge(&terms[i], clock->heard_at, now);
	}
	return alarms;
}
