/* SPDX-License-Identifier: MPL-2.0 */
/* form_check.c - which fields apply, which are required, what is wrong with the whole. */
#include <string.h>

#include "domain/form_rules.h"
#include "domain/form_values.h"
#include "domain/value.h"
#include "motcua/base/mem.h"
#include "motcua/base/str.h"

enum { PROBLEMS_MAX = 1000, VALUE_MAX = 65536 };

/* ---- which fields apply */

bool mc_form_holds(const struct mc_form *form, const struct mc_condition *condition)
{
	int field = mc_procedure_field(form->procedure, condition->field);

	return field >= 0 && mc_form_shown(form, field) &&
	       mc_condition_matches(condition, form->values[field].text);
}

static bool is_row_there(const struct mc_form *form, const struct mc_field *cell)
{
	int table = cell->rows - 1;

	return cell->row <= mc_form_row_count(form, table) && mc_form_shown(form, table);
}

/* Ends, because a condition names an earlier field (mc_procedure_check). */
static bool is_silent(const struct mc_form *form, int field)
{
	const struct mc_value *value = &form->values[field];

	return mc_form_field(form, field)->quiet && !value->text[0] && !value->register_text;
}

bool mc_form_shown(const struct mc_form *form, int field)
{
	const struct mc_field *of = mc_form_field(form, field);

	return of && (!of->rows || is_row_there(form, of)) && !is_silent(form, field) &&
	       (!of->shown_if.field || mc_form_holds(form, &of->shown_if));
}

bool mc_form_required(const struct mc_form *form, int field)
{
	const struct mc_field *of = mc_form_field(form, field);

	return of && mc_form_shown(form, field) &&
	       (of->required || (of->required_if.field && mc_form_holds(form, &of->required_if)));
}

/* ---- who was verified */

/* One answer said all three: what two records gave is nobody's. */
bool mc_form_answered(const struct mc_form *form, const struct mc_role *role)
{
	const char *const ids[] = {role->number_field, role->name_field, role->born_field};
	const struct mc_value *first = NULL;

	for (size_t i = 0; i < MC_COUNT(ids); i++) {
		int field = ids[i] ? mc_procedure_field(form->procedure, ids[i]) : -1;
		const struct mc_value *value = field < 0 ? NULL : &form->values[field];

		if (!value || !mc_form_shown(form, field) || !value->text[0] ||
		    value->from != MC_FROM_REGISTER || (first && value->at != first->at)) {
			return false;
		}
		first = value;
	}
	return true;
}

static char *proven_of(const struct mc_form *form, const struct mc_role *role)
{
	return form->proven[role - (const struct mc_role *)form->procedure->roles.items];
}

void mc_form_prove(struct mc_form *form, const struct mc_role *role, const char *number)
{
	(void)mc_copy(proven_of(form, role), MC_PID_LEN, number);
}

bool mc_form_verified(const struct mc_form *form, const struct mc_role *role)
{
	const char *number = role->number_field ? mc_form_text(form, role->number_field) : "";

	return number[0] && strcmp(proven_of(form, role), number) == 0 &&
	       mc_form_answered(form, role);
}

/* ---- one field */

enum mc_code mc_form_check_field(const struct mc_form *form, int field, struct mc_err *why)
{
	const struct mc_field *of = mc_form_field(form, field);
	struct mc_str canonical;
	enum mc_code code;

	if (!of) {
		return mc_fail(why, MC_E_FIELD_UNKNOWN, "%d", field);
	}
	if (form->values[field].text[0] == '\0' || mc_form_follows(form, field)) {
		return MC_OK;
	}
	mc_str_init(&canonical, VALUE_MAX);
	code = mc_value_canonical(of, form->values[field].text, &canonical, why);
	mc_str_wipe(&canonical);
	return code;
}

/* ---- everything */

static struct mc_problem *report(struct mc_vec *problems, int field, enum mc_code code)
{
	struct mc_problem *problem = mc_vec_push(problems);

	if (problem) {
		problem->field = field;
		problem->other = -1;
		problem->code = code;
	}
	return problem;
}

static void report_rule(void *problems, int a, int b, const struct mc_rule *rule)
{
	struct mc_problem *problem = report(problems, a, MC_E_FIELD_RULE);

	if (problem) {
		problem->other = b;
		problem->rule = rule;
		problem->warns = rule->level == MC_RULE_WARN;
	}
}

/* A date of something that has happened; one known in part may have. */
static bool is_future(const struct mc_form *form, int field, const struct mc_date *today)
{
	const struct mc_field *of = mc_form_field(form, field);
	struct mc_date date;

	return of->past && of->kind == MC_FIELD_DATE &&
	       mc_date_parse_iso(form->values[field].text, &date, NULL) == MC_OK &&
	       mc_date_compare(&date, today) > 0;
}

static bool is_attached(const char *const *attached, const char *id)
{
	for (; attached && *attached; attached++) {
		if (strcmp(*attached, id) == 0) {
			return true;
		}
	}
	return false;
}

static enum mc_code field_problem(const struct mc_form *form, int field,
				  const char *const *attached, const struct mc_date *today)
{
	const struct mc_field *of = mc_form_field(form, field);
	enum mc_code code = mc_form_check_field(form, field, NULL);

	if (of->kind == MC_FIELD_ATTACHMENT) {
		return mc_form_required(form, field) && !is_attached(attached, of->paper) ?
			       MC_E_ATTACH_MISSING :
			       MC_OK;
	}
	if (code != MC_OK) {
		return code;
	}
	if (form->values[field].text[0] == '\0') {
		return mc_form_required(form, field) ? MC_E_FIELD_REQUIRED : MC_OK;
	}
	return is_future(form, field, today) ? MC_E_FIELD_FUTURE : MC_OK;
}

void mc_form_check(const struct mc_form *form, const char *const *attached,
		   const struct mc_date *today, struct mc_vec *ret_problems)
{
	mc_vec_init(ret_problems, sizeof(struct mc_problem), PROBLEMS_MAX);
	for (int i = 0; i < (int)form->procedure->fields.len; i++) {
		enum mc_code code = MC_OK;

		if (mc_form_shown(form, i)) {
			code = field_problem(form, i, attached, today);
		}
		if (code != MC_OK) {
			(void)report(ret_problems, i, code);
		}
	}
	mc_form_judge(form, today, report_rule, ret_problems);
	MC_VEC_EACH(&form->procedure->papers, struct mc_paper, paper) {
		bool needed = paper->attach_required &&
			      (!paper->required_if.field || mc_form_holds(form, &paper->required_if));

		if (needed && !is_attached(attached, paper->id)) {
			struct mc_problem *problem =
				report(ret_problems, -1, MC_E_ATTACH_MISSING);

			if (problem) {
				(void)MC_COPY(problem->paper, paper->id);
			}
		}
	}
}

size_t mc_form_refused(const struct mc_vec *problems)
{
	size_t count = 0;

	MC_VEC_EACH(problems, const struct mc_problem, problem) {
		count += !problem->warns;
	}
	return count;
}
