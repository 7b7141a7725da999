/* SPDX-License-Identifier: MPL-2.0 */
/* form_branch.c - which branches of a linked group a form asks for, and what follows from it. */
#include <string.h>

#include "domain/form_values.h"

bool mc_procedure_has_choice(const struct mc_procedure *procedure)
{
	MC_VEC_EACH(&procedure->branches, struct mc_branch, branch) {
		if (branch->only_if.field) {
			return true;
		}
	}
	return false;
}

static bool is_unsaid(const struct mc_form *form, const char *id)
{
	int field = mc_procedure_field(form->procedure, id);

	return field >= 0 && mc_form_shown(form, field) && !form->values[field].text[0];
}

bool mc_form_asks(const struct mc_form *form, const struct mc_branch *branch)
{
	const struct mc_condition *only_if = &branch->only_if;

	return !only_if->field || mc_form_holds(form, only_if) || is_unsaid(form, only_if->field);
}

bool mc_form_declares(const struct mc_form *form, const struct mc_output *output)
{
	bool is_for_branches = false;

	MC_VEC_EACH(&form->procedure->branches, struct mc_branch, branch) {
		if (!branch->output || strcmp(branch->output, output->id) != 0) {
			continue;
		}
		if (mc_form_asks(form, branch)) {
			return true;
		}
		is_for_branches = true;
	}
	return !is_for_branches;
}

/* ---- the legal time of what is left */

static const struct mc_branch *branch_before(const struct mc_procedure *procedure,
					     const struct mc_branch *of)
{
	MC_VEC_EACH(&procedure->branches, struct mc_branch, branch) {
		if (branch == of) {
			break; /* it stands before the one that waits for it (mc_procedure_check) */
		}
		if (of->after && strcmp(branch->id, of->after) == 0) {
			return branch;
		}
	}
	return NULL;
}

/* In working days, from the receipt on: one begins when the one before it is granted. False where
 * one of them is reckoned otherwise, or has no time of its own. */
static bool time_until(const struct mc_procedure *procedure, const struct mc_branch *branch,
		       struct mc_time_rule *ret)
{
	*ret = (struct mc_time_rule){.same_day = true};
	for (; branch; branch = branch_before(procedure, branch)) {
		const struct mc_time_rule *rule = &branch->time_rule;

		if (rule->hours || rule->days || !(rule->working_days || rule->same_day)) {
			return false;
		}
		ret->working_days += rule->working_days;
		ret->working_days_verify += rule->working_days_verify ? rule->working_days_verify
								      : rule->working_days;
	}
	ret->same_day = !ret->working_days;
	return true;
}

static void take_longer(int64_t days, int64_t *longest)
{
	*longest = days > *longest ? days : *longest;
}

struct mc_time_rule mc_form_time_rule(const struct mc_form *form)
{
	const struct mc_procedure *procedure = form->procedure;
	struct mc_time_rule whole = procedure->time_rule, left = {.same_day = true}, one;
	bool is_whole = true;

	MC_VEC_EACH(&procedure->branches, struct mc_branch, branch) {
		if (!mc_form_asks(form, branch)) {
			is_whole = false;
		} else if (!time_until(procedure, branch, &one)) {
			return whole;
		} else {
			take_longer(one.working_days, &left.working_days);
			take_longer(one.working_days_verify, &left.working_days_verify);
		}
	}
	left.same_day = !left.working_days;
	return is_whole || left.working_days >= whole.working_days ? whole : left;
}
