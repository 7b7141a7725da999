/* SPDX-License-Identifier: MPL-2.0 */
/* linked.c - the branches of a linked group, followed through what the gateway signed. */
#include "desk/linked.h"

#include <stdlib.h>
#include <string.h>

#include "desk/calendar.h"
#include "desk/work.h"
#include "motcua/base/clock.h"
#include "motcua/base/mem.h"

enum { SAID_MAX = 400, STOPS_MAX = 8 };

/* When a branch's clock stood: it waited for the citizen, for a fee, or was stopped. */
struct stops {
	struct mc_stop of[MC_BRANCHES_MAX][STOPS_MAX];
	int count[MC_BRANCHES_MAX];
};

static struct mc_dossier_branch *branch_of(struct mc_dossier_linked *linked, const char *id)
{
	for (int i = 0; i < linked->count; i++) {
		if (!strcmp(linked->branches[i].id, id)) {
			return &linked->branches[i];
		}
	}
	return NULL;
}

static struct mc_dossier_branch *add_branch(struct mc_dossier_linked *linked, const char *id)
{
	struct mc_dossier_branch *branch =
		linked->count < MC_BRANCHES_MAX ? &linked->branches[linked->count] : NULL;

	if (branch) {
		linked->count++;
		*branch = (struct mc_dossier_branch){.of = NULL};
		MC_COPY(branch->id, id);
	}
	return branch;
}

/* What a sealed dossier said, where that decides which branches it has; NULL: it does not, or is
 * not here any more. A supplement changes nothing of it. */
static struct mc_form *choice_of(struct mc_desk *desk, const char *id,
				 const struct mc_procedure *procedure)
{
	struct mc_form *form = NULL;

	if (mc_procedure_has_choice(procedure) &&
	    desk_saved_form(desk, id, procedure, &form, NULL)) {
		return NULL;
	}
	return form;
}

static const struct mc_branch *known_branch(const struct mc_procedure *procedure, const char *id)
{
	MC_VEC_EACH(&procedure->branches, struct mc_branch, it) {
		if (!strcmp(it->id, id)) {
			return it;
		}
	}
	return NULL;
}

/* In the procedure's order, as they were asked for. What was signed of others is added. */
static void begin(struct mc_desk *desk, const char *id, const struct mc_procedure *procedure,
		  struct mc_dossier_linked *linked)
{
	struct mc_form *form;

	if (!procedure) {
		return;
	}
	form = choice_of(desk, id, procedure);
	MC_VEC_EACH(&procedure->branches, struct mc_branch, it) {
		bool asked = !form || mc_form_asks(form, it);
		struct mc_dossier_branch *branch = asked ? add_branch(linked, it->id) : NULL;

		if (branch) {
			branch->of = it;
		}
	}
	mc_form_free(form);
}

struct mc_time_rule desk_time_rule(struct mc_desk *desk, const char *id,
				   const struct mc_procedure *procedure)
{
	struct mc_form *form = choice_of(desk, id, procedure);
	struct mc_time_rule rule = form ? mc_form_time_rule(form) : procedure->time_rule;

	mc_form_free(form);
	return rule;
}

static void take_clock(struct mc_branch_clock *clock, enum mc_branch_state state,
		       const struct mc_dossier_said *said)
{
	if (mc_branch_stands(state) && !mc_branch_stands(clock->state)) {
		clock->due = 0; /* a day that was said before does not hold any more */
	}
	clock->state = state;
	if (state == MC_BRANCH_FORWARDED) {
		clock->forwarded_at = said->at;
	} else if (!clock->acknowledged_at && clock->forwarded_at) {
		clock->acknowledged_at = said->at; /* whoever handles it has taken it up */
	}
	if (mc_branch_is_ended(state)) {
		clock->ended_at = said->at;
	}
	if (said->due) {
		clock->due = said->due;
	}
	clock->verifies |= said->verifies;
	if (said->step_at && said->at - said->step_at > clock->latest_sync) {
		clock->latest_sync = said->at - said->step_at;
	}
}

static void take_stop(struct stops *stops, int branch, enum mc_branch_state state, int64_t at)
{
	int *count = &stops->count[branch];
	struct mc_stop *last = *count ? &stops->of[branch][*count - 1] : NULL;
	int status = mc_branch_stands(state);
	bool standing = last && !last->until;

	if (standing && status != last->status) {
		last->until = at > last->from ? at : last->from + 1;
		standing = false;
	}
	if (status && !standing && *count < STOPS_MAX) {
		stops->of[branch][(*count)++] = (struct mc_stop){.from = at, .status = status};
	}
}

static int stands_in(const struct stops *stops, int branch)
{
	int count = stops->count[branch];
	const struct mc_stop *last = count ? &stops->of[branch][count - 1] : NULL;

	return last && !last->until ? last->status : 0;
}

static void take(struct mc_dossier_linked *linked, const struct mc_dossier_said *said,
		 struct stops *stops)
{
	struct mc_dossier_branch *branch = branch_of(linked, said->branch);

	branch = branch ? branch : add_branch(linked, said->branch);
	if (!branch) {
		return;
	}
	branch->state = mc_branch_state_parse(said->branch_outcome);
	branch->at = said->at;
	branch->deadline = branch->state == MC_BRANCH_NEEDS_SUPPLEMENT ? said->deadline : 0;
	MC_COPY(branch->text, said->text);
	if (said->branch_number[0]) {
		MC_COPY(branch->number, said->branch_number);
	}
	take_clock(&branch->clock, branch->state, said);
	take_stop(stops, (int)(branch - linked->branches), branch->state, said->at);
}

/* A branch can be passed on with the receipt, or when the one before it was granted. */
static int64_t ready_at(struct mc_dossier_linked *linked, const struct mc_dossier_branch *branch,
			int64_t received_at)
{
	const struct mc_dossier_branch *before;

	if (!branch->of || !branch->of->after) {
		return received_at;
	}
	before = branch_of(linked, branch->of->after);
	return before && before->state == MC_BRANCH_COMPLETED ? before->clock.ended_at : 0;
}

/* Until when we know what was said. */
static int64_t heard_at(struct mc_desk *desk, int64_t now)
{
	struct mc_link link;

	if (mc_mail_link(desk->mail, &link, NULL)) {
		return 0;
	}
	return link.state == MC_LINK_UP ? now : link.last_up;
}

/* What the unit said counts; else the law's time from the hour that it was passed on. */
static void set_terms(struct mc_desk *desk, struct mc_dossier_branch *branch, int cutoff,
		      const struct mc_stop *stops, int count)
{
	struct mc_branch_clock *clock = &branch->clock;
	const struct mc_time_rule *rule = branch->of ? &branch->of->time_rule : NULL;

	clock->acknowledge_due =
		desk_due_from(desk, "commune",
			      &(struct mc_time_limit){.hours = MC_BRANCH_ACK_HOURS},
			      clock->forwarded_at, NULL, 0);
	if (!clock->due && rule) { /* one without a rule is never due */
		struct mc_time_limit limit = desk_time_limit(rule, cutoff, clock->verifies);

		clock->due = desk_due_from(desk, "commune", &limit, clock->forwarded_at, stops,
					   count);
	}
}

static void judge(struct mc_desk *desk, const struct mc_dossier_row *row,
		  struct mc_dossier_linked *linked)
{
	enum mc_branch_state states[MC_BRANCHES_MAX];
	int64_t now = mc_clock_now(), heard = heard_at(desk, now);
	bool begun = false;

	for (int i = 0; i < linked->count; i++) {
		struct mc_dossier_branch *branch = &linked->branches[i];

		states[i] = branch->state;
		begun |= branch->state != MC_BRANCH_NONE;
		branch->clock.heard_at = heard;
		branch->alarms = mc_branch_alarms(&branch->clock, now);
	}
	linked->end = mc_linked_end(states, (size_t)linked->count);
	linked->differs = begun && row->state != MC_STATE_WITHDRAWN &&
			  row->state != mc_linked_state(states, (size_t)linked->count);
}

void desk_branches(struct mc_desk *desk, const char *id, const char *procedure,
		   const struct mc_vec *said, struct mc_dossier_linked *ret)
{
	const struct mc_procedure *kept = NULL;
	struct stops stops = {.count = {0}};
	int64_t received_at = 0;

	memset(ret, 0, sizeof(*ret));
	/* the version that it was begun with; none: only what was signed is known */
	(void)!desk_kept_procedure(desk, id, procedure, &kept, NULL);
	begin(desk, id, kept, ret);
	MC_VEC_EACH(said, struct mc_dossier_said, it) {
		if (it->verified && !strcmp(it->kind, "receipt")) {
			received_at = it->at;
		} else if (it->verified && it->branch[0]) {
			take(ret, it, &stops);
		}
	}
	for (int i = 0; i < ret->count; i++) {
		struct mc_dossier_branch *branch = &ret->branches[i];

		if (kept && !branch->of) { /* nobody asked for it here */
			branch->of = known_branch(kept, branch->id);
		}
		branch->stopped = stands_in(&stops, i);
		branch->clock.ready_at = ready_at(ret, branch, received_at);
		set_terms(desk, branch, kept ? kept->cutoff : 0, stops.of[i], stops.count[i]);
	}
}

enum mc_code mc_dossier_linked(struct mc_desk *desk, const struct mc_dossier_row *row,
			       struct mc_dossier_linked *ret, struct mc_err *why)
{
	struct mc_vec said;
	enum mc_code code;

	memset(ret, 0, sizeof(*ret));
	if (!row->seq) {
		return MC_OK;
	}
	mc_vec_init(&said, sizeof(struct mc_dossier_said), SAID_MAX);
	code = mc_dossier_said(desk, row->id, &said, why);
	if (!code) {
		desk_branches(desk, row->id, row->procedure, &said, ret);
	}
	if (!code && ret->count) {
		judge(desk, row, ret);
	}
	mc_vec_done(&said);
	return code;
}
