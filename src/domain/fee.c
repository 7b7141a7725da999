/* SPDX-License-Identifier: MPL-2.0 */
/* fee.c - what a dossier costs, by the procedure's fee rule. Whole dong. */
#include <stdlib.h>

#include "domain/form_values.h"

/* The number in a field; none of it named: 1. False while the field is empty. */
static bool count_of(const struct mc_form *form, const char *field, int64_t *ret)
{
	const char *text = field ? mc_form_text(form, field) : "1";
	char *end;

	*ret = strtoll(text, &end, 10);
	return *text && !*end && *ret >= 0 && *ret < 1000000;
}

static int64_t of_pages(const struct mc_fee_rule *rule, int64_t pages)
{
	int64_t first = pages < rule->first_pages ? pages : rule->first_pages;
	int64_t sum = first * rule->first + (pages - first) * rule->after;

	return rule->max && sum > rule->max ? rule->max : sum;
}

static bool fee_by(const struct mc_form *form, const struct mc_fee_rule *rule, int64_t *ret)
{
	int64_t each = rule->counter, number, copies;

	if (rule->kind == MC_FEE_NONE ||
	    (rule->exempt_if.field && mc_form_holds(form, &rule->exempt_if))) {
		*ret = 0;
		return true;
	}
	if (rule->kind == MC_FEE_UNKNOWN || rule->kind == MC_FEE_PROVINCE ||
	    !count_of(form, rule->kind == MC_FEE_FLAT ? NULL : rule->per, &number) ||
	    !count_of(form, rule->copies, &copies)) {
		return false;
	}
	if (rule->online_if.field && mc_form_holds(form, &rule->online_if)) {
		each = rule->online;
	}
	*ret = (rule->kind == MC_FEE_PER_PAGE ? of_pages(rule, number) : each * number) * copies;
	return true;
}

bool mc_form_branch_fee(const struct mc_form *form, const struct mc_branch *branch, int64_t *ret)
{
	return fee_by(form, &branch->fee_rule, ret);
}

bool mc_form_fee(const struct mc_form *form, int64_t *ret)
{
	int64_t sum = 0, one;

	if (form->procedure->fee_rule.kind != MC_FEE_BRANCHES) {
		return fee_by(form, &form->procedure->fee_rule, ret);
	}
	MC_VEC_EACH(&form->procedure->branches, struct mc_branch, branch) {
		if (!mc_form_asks(form, branch)) {
			continue;
		}
		if (!fee_by(form, &branch->fee_rule, &one)) {
			return false; /* no sum of less than all */
		}
		sum += one;
	}
	*ret = sum;
	return true;
}
