/* SPDX-License-Identifier: MPL-2.0 */
/*
 * form_rules.c - what two fields must not say together, by the procedure's rules.
 *
 * Only what is surely wrong is told: where a date is not known to the day, it
 * counts in the citizen's favour. A rule about a column is judged row by row.
 */
#include <string.h>

#include "domain/form_rules.h"
#include "domain/form_values.h"
#include "domain/procedure_names.h"
#include "motcua/base/mem.h"

struct pair {
	const struct mc_form *form;
	const struct mc_rule *rule;
	const struct mc_date *today;
	int a, b; /* fields; b -1 = none: today */
};

/* ---- dates known in part */

/* The first and the last day that it may be. */
static struct mc_date first_of(struct mc_date date)
{
	date.month = date.month ? date.month : 1;
	date.day = date.day ? date.day : 1;
	return date;
}

static struct mc_date last_of(struct mc_date date)
{
	struct mc_date next = first_of(date);

	if (date.day) {
		return date;
	}
	if (!date.month || date.month == 12) {
		next = (struct mc_date){.year = (int16_t)(date.year + 1), .month = 1, .day = 1};
	} else {
		next.month++;
	}
	return mc_date_from_days(mc_date_to_days(&next) - 1);
}

static bool date_at(const struct pair *pair, int field, struct mc_date *ret)
{
	if (field < 0) {
		*ret = *pair->today;
		return true;
	}
	return mc_date_parse_iso(pair->form->values[field].text, ret, NULL) == MC_OK &&
	       mc_date_is_set(ret);
}

static int most_years(const struct mc_date *from, const struct mc_date *to)
{
	struct mc_date first = first_of(*from), last = last_of(*to);

	return mc_date_age(&first, &last);
}

static int least_years(const struct mc_date *from, const struct mc_date *to)
{
	struct mc_date last = last_of(*from), first = first_of(*to);

	return mc_date_age(&last, &first);
}

/* ---- one row per kind: is it surely broken? */

typedef bool judge(const struct pair *pair, const struct mc_date *a, const struct mc_date *b);

static bool too_near(const struct pair *pair, const struct mc_date *a, const struct mc_date *b)
{
	return most_years(a, b) < pair->rule->years;
}

static bool too_old(const struct pair *pair, const struct mc_date *a, const struct mc_date *b)
{
	return least_years(a, b) >= pair->rule->years;
}

static bool before(const struct pair *pair, const struct mc_date *a, const struct mc_date *b)
{
	struct mc_date last = last_of(*a), first = first_of(*b);

	(void)pair;
	return mc_date_compare(&last, &first) < 0;
}

/* What the register says there, whatever was typed over it; "" = nothing. */
static const char *register_says(const struct mc_value *value)
{
	if (value->register_text) {
		return value->register_text;
	}
	return value->from == MC_FROM_REGISTER ? value->text : "";
}

static bool said_by_register(const struct pair *pair)
{
	const char *text = register_says(&pair->form->values[pair->a]);
	const struct mc_condition said = {.value = pair->rule->value};

	return text[0] && mc_condition_matches(&said, text);
}

static bool are_equal(const struct pair *pair)
{
	const char *text = pair->form->values[pair->a].text;

	return text[0] && pair->b >= 0 && strcmp(text, pair->form->values[pair->b].text) == 0;
}

/* Of the others: of texts. */
static bool (*const text_judges[MC_RULE_KIND_COUNT])(const struct pair *pair) = {
	[MC_RULE_NOT_EQUAL] = are_equal,
	[MC_RULE_NOT_IN_REGISTER] = said_by_register,
};

static judge *const judges[MC_RULE_KIND_COUNT] = {
	[MC_RULE_YEARS_APART] = too_near,
	[MC_RULE_NOT_BEFORE] = before,
	[MC_RULE_MIN_AGE] = too_near,
	[MC_RULE_MAX_AGE] = too_old,
};

static bool is_broken(const struct pair *pair)
{
	struct mc_date a, b;

	if (!mc_form_shown(pair->form, pair->a) ||
	    (pair->b >= 0 && !mc_form_shown(pair->form, pair->b))) {
		return false;
	}
	if (text_judges[pair->rule->kind]) {
		return text_judges[pair->rule->kind](pair);
	}
	return date_at(pair, pair->a, &a) && date_at(pair, pair->b, &b) &&
	       judges[pair->rule->kind](pair, &a, &b);
}

/* ---- every pair of fields that a rule is about */

/* The field; of a column the cell in this row. rows: how many rows the name has. */
static int field_in_row(const struct mc_form *form, const char *name, int row, int *rows)
{
	int column, index = name ? mc_procedure_field(form->procedure, name) : -1;
	const struct mc_field *table;

	if (!name || index >= 0) {
		return index;
	}
	table = mc_procedure_table(form->procedure, name, &column);
	if (!table) {
		return -1;
	}
	index = mc_procedure_field(form->procedure, table->id);
	*rows = mc_form_row_count(form, index);
	return mc_form_cell(form, index, row, column);
}

static void judge_rule(const struct mc_form *form, const struct mc_rule *rule,
		       const struct mc_date *today, mc_rule_broken *tell, void *ctx)
{
	int rows = 1;

	for (int row = 1; row <= rows; row++) {
		struct pair pair = {form, rule, today, 0, 0};

		pair.a = field_in_row(form, rule->a, row, &rows);
		pair.b = field_in_row(form, rule->b, row, &rows);
		if (pair.a >= 0 && (pair.b >= 0 || !rule->b) && row <= rows && is_broken(&pair)) {
			tell(ctx, pair.a, pair.b, rule);
		}
	}
}

void mc_form_judge(const struct mc_form *form, const struct mc_date *today, mc_rule_broken *tell,
		   void *ctx)
{
	MC_VEC_EACH(&form->procedure->rules, struct mc_rule, rule) {
		if (!rule->when.field || mc_form_holds(form, &rule->when)) {
			judge_rule(form, rule, today, tell, ctx);
		}
	}
}
