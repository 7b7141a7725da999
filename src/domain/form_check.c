/* SPDX-License-Identifier: MPL-2.0 */
/* form_check.c - which fields apply, which are required, what is wrong with the whole. */
#include <string.h>

#include "domain/form_values.h"
#include "domain/value.h"
#include "motcua/base/mem.h"
#include "motcua/base/str.h"

enum { PROBLEMS_MAX = 1000, VALUE_MAX = 65536 };

/* ---- which fields apply */

/* A field that is not shown says nothing, whatever it still holds. */
static bool holds(const struct mc_form *form, const struct mc_condition *condition)
{
	int field = mc_procedure_field(form->procedure, condition->field);

	return field >= 0 && mc_form_shown(form, field) &&
	       mc_condition_matches(condition, form->values[field].text);
}

/* Ends, because a condition names an earlier field (mc_procedure_check). */
bool mc_form_shown(const struct mc_form *form, int field)
{
	const struct mc_field *of = mc_form_field(form, field);

	return of && (!of->shown_if.field || holds(form, &of->shown_if));
}

bool mc_form_required(const struct mc_form *form, int field)
{
	const struct mc_field *of = mc_form_field(form, field);

	return of && mc_form_shown(form, field) &&
	       (of->required || (of->required_if.field && holds(form, &of->required_if)));
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
	if (form->values[field].text[0] == '\0' || of->computed) {
		return MC_OK;
	}
	mc_str_init(&canonical, VALUE_MAX);
	code = mc_value_canonical(of, form->values[field].text, &canonical, why);
	mc_str_wipe(&canonical);
	return code;
}

/* ---- rules between fields */

static bool date_of(const struct mc_form *form, const char *id, struct mc_date *ret)
{
	return mc_date_parse_iso(mc_form_text(form, id), ret, NULL) == MC_OK &&
	       mc_date_is_set(ret);
}

static bool ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), end_len = strlen(end);

	return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

/* Dates of things that have happened, by the last part of the field's id. */
static bool is_future(const struct mc_form *form, int field, const struct mc_date *today)
{
	static const char *const past[] = { ".born", ".died", ".issued" };
	const struct mc_field *of = mc_form_field(form, field);
	struct mc_date date;

	for (size_t i = 0; i < MC_COUNT(past) && of->kind == MC_FIELD_DATE; i++) {
		if (ends_with(of->id, past[i]) && date_of(form, of->id, &date)) {
			return mc_date_compare(&date, today) > 0;
		}
	}
	return false;
}

/* Younger parents than this are a misreading; older ones are a person's matter. */
enum { PARENT_YEARS = 9 };

/* Counted in the parent's favour where a date is not known to the day. */
static bool is_too_young(const struct mc_form *form, int field)
{
	static const char *const parents[] = { "mother.born", "father.born" };
	const struct mc_field *of = mc_form_field(form, field);
	struct mc_date parent, child;

	for (size_t i = 0; i < MC_COUNT(parents); i++) {
		if (strcmp(of->id, parents[i]) == 0 && date_of(form, of->id, &parent) &&
		    date_of(form, "child.born", &child)) {
			bool full = mc_date_is_full(&parent) && mc_date_is_full(&child);
			int years = full ? mc_date_age(&parent, &child) : child.year - parent.year;

			return years < PARENT_YEARS;
		}
	}
	return false;
}

/* ---- everything */

static void report(struct mc_vec *problems, int field, enum mc_code code, const char *paper)
{
	struct mc_problem *problem = mc_vec_push(problems);

	if (problem) {
		problem->field = field;
		problem->code = code;
		(void)MC_COPY(problem->paper, paper);
	}
}

static enum mc_code field_problem(const struct mc_form *form, int field,
				  const struct mc_date *today)
{
	enum mc_code code = mc_form_check_field(form, field, NULL);

	if (code != MC_OK) {
		return code;
	}
	if (form->values[field].text[0] == '\0') {
		return mc_form_required(form, field) ? MC_E_FIELD_REQUIRED : MC_OK;
	}
	return is_future(form, field, today) || is_too_young(form, field) ? MC_E_FIELD_VALUE :
									     MC_OK;
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

void mc_form_check(const struct mc_form *form, const char *const *attached,
		   const struct mc_date *today, struct mc_vec *ret_problems)
{
	mc_vec_init(ret_problems, sizeof(struct mc_problem), PROBLEMS_MAX);
	for (int i = 0; i < (int)form->procedure->fields.len; i++) {
		enum mc_code code = MC_OK;

		if (mc_form_shown(form, i)) {
			code = field_problem(form, i, today);
		}
		if (code != MC_OK) {
			report(ret_problems, i, code, "");
		}
	}
	MC_VEC_EACH(&form->procedure->papers, struct mc_paper, paper) {
		bool needed = paper->attach_required &&
			      (!paper->required_if.field || holds(form, &paper->required_if));

		if (needed && !is_attached(attached, paper->id)) {
			report(ret_problems, -1, MC_E_ATTACH_MISSING, paper->id);
		}
	}
}
