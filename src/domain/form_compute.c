/* SPDX-License-Identifier: MPL-2.0 */
/*
 * form_compute.c - fields that follow others: computed ones, and "the same as".
 *
 * All are computed anew in the order of the form; one that is made of another
 * computed field stands behind it (mc_procedure_faults).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/computed.h"
#include "domain/form_values.h"
#include "domain/procedure_names.h"
#include "motcua/base/mem.h"
#include "motcua/base/str.h"

enum { COMPUTED_MAX = 65536 };

struct moment {
	const struct mc_form *form;
	int64_t now; /* 0 = not known: what depends on today stays as it is */
};

typedef bool maker(const struct moment *m, const struct mc_computed *from, struct mc_str *ret);

static const char *text_of(const struct mc_form *form, const char *name)
{
	int field = mc_procedure_field(form->procedure, name);

	return field < 0 || !mc_form_shown(form, field) ? "" : form->values[field].text;
}

static bool date_of(const struct mc_form *form, const char *name, struct mc_date *ret)
{
	return mc_date_parse_iso(text_of(form, name), ret, NULL) == MC_OK && mc_date_is_set(ret);
}

/* ---- makers; false: leave the field as it is */

static bool make_words(const struct moment *m, const struct mc_computed *from, struct mc_str *ret)
{
	struct mc_date date;
	char words[256];

	if (date_of(m->form, from->names[0], &date)) {
		mc_date_in_words(&date, words, sizeof(words));
		mc_str_puts(ret, words);
	}
	return true;
}

static bool make_copy(const struct moment *m, const struct mc_computed *from, struct mc_str *ret)
{
	mc_str_puts(ret, text_of(m->form, from->names[0]));
	return true;
}

static bool make_join(const struct moment *m, const struct mc_computed *from, struct mc_str *ret)
{
	for (int i = 0; i < from->count; i++) {
		const char *text = text_of(m->form, from->names[i]);

		mc_str_printf(ret, "%s%s", ret->len && *text ? " " : "", text);
	}
	return true;
}

static bool make_fee(const struct moment *m, const struct mc_computed *from, struct mc_str *ret)
{
	int64_t dong;

	(void)from;
	if (mc_form_fee(m->form, &dong)) {
		mc_str_printf(ret, "%lld", (long long)dong);
	}
	return true;
}

static bool make_age(const struct moment *m, const struct mc_computed *from, struct mc_str *ret)
{
	struct mc_date born, on;

	if (from->count == 1 && !m->now) {
		return false;
	}
	on = mc_date_of_instant(m->now);
	if (date_of(m->form, from->names[0], &born) &&
	    (from->count == 1 || date_of(m->form, from->names[1], &on)) &&
	    mc_date_compare(&born, &on) <= 0) {
		mc_str_printf(ret, "%d", mc_date_age(&born, &on));
	}
	return true;
}

static bool make_count(const struct moment *m, const struct mc_computed *from, struct mc_str *ret)
{
	int table = mc_procedure_field(m->form->procedure, from->names[0]);

	mc_str_printf(ret, "%d", table < 0 ? 0 : mc_form_row_count(m->form, table));
	return true;
}

/* A column: that cell of every row. */
static int64_t sum_of(const struct mc_form *form, const char *name)
{
	int column, index = 0;
	const struct mc_field *table = mc_procedure_table(form->procedure, name, &column);
	int64_t sum = table ? 0 : strtoll(text_of(form, name), NULL, 10);

	MC_VEC_EACH(&form->procedure->fields, struct mc_field, cell) {
		if (table && cell->rows && cell->column == column &&
		    mc_form_field(form, cell->rows - 1) == table && mc_form_shown(form, index)) {
			sum += strtoll(form->values[index].text, NULL, 10);
		}
		index++;
	}
	return sum;
}

static bool make_sum(const struct moment *m, const struct mc_computed *from, struct mc_str *ret)
{
	int64_t sum = 0;

	for (int i = 0; i < from->count; i++) {
		sum += sum_of(m->form, from->names[i]);
	}
	mc_str_printf(ret, "%lld", (long long)sum);
	return true;
}

static bool is_day_off(const struct mc_form *form, const struct mc_date *date)
{
	return form->calendar ? !mc_calendar_works(form->calendar, mc_date_to_days(date)) :
				mc_date_weekday(date) % 6 == 0;
}

/* Counted from the next day; a last day on a weekend or a holiday is the working day after (Civil
 * Code 2015, article 148). A date known in part says nothing. */
static bool make_late(const struct moment *m, const struct mc_computed *from, struct mc_str *ret)
{
	struct mc_date since, last, today = mc_date_of_instant(m->now);

	if (!m->now) {
		return false;
	}
	if (date_of(m->form, from->names[0], &since) && mc_date_is_full(&since)) {
		last = mc_date_from_days(mc_date_to_days(&since) + mc_computed_days(from));
		while (is_day_off(m->form, &last)) {
			last = mc_date_from_days(mc_date_to_days(&last) + 1);
		}
		mc_str_puts(ret, mc_date_compare(&today, &last) > 0 ? "yes" : "no");
	}
	return true;
}

static maker *const makers[] = {
	[MC_COMPUTED_WORDS] = make_words, [MC_COMPUTED_COPY] = make_copy,
	[MC_COMPUTED_JOIN] = make_join,	  [MC_COMPUTED_FEE] = make_fee,
	[MC_COMPUTED_AGE] = make_age,	  [MC_COMPUTED_COUNT] = make_count,
	[MC_COMPUTED_SUM] = make_sum,	  [MC_COMPUTED_LATE] = make_late,
};

/* ---- following */

static bool is_same(const struct mc_form *form, const struct mc_field *of)
{
	return of->same_as.copy && mc_form_holds(form, &of->same_as.when);
}

bool mc_form_follows(const struct mc_form *form, int field)
{
	const struct mc_field *of = mc_form_field(form, field);

	return of && (of->computed || is_same(form, of));
}

/* What the field says by itself now; false: nothing new. */
static bool make(const struct moment *m, int field, struct mc_str *ret)
{
	const struct mc_field *of = mc_form_field(m->form, field);
	struct mc_computed computed;

	if (of->computed) {
		return mc_computed_read(of->computed, &computed) &&
		       makers[computed.how](m, &computed, ret);
	}
	if (is_same(m->form, of)) {
		mc_str_puts(ret, text_of(m->form, of->same_as.copy));
		return true;
	}
	/* no longer the same as another: what was copied goes */
	return of->same_as.copy && m->form->values[field].from == MC_FROM_COMPUTED;
}

/* The register's value stays beside a copy, and comes back when the copying ends. */
static void put(struct mc_form *form, int field, const char *text, int64_t at)
{
	struct mc_value *value = &form->values[field];

	if (!mc_form_follows(form, field) && value->register_text) {
		mc_form_put(form, field, value->register_text, MC_FROM_REGISTER,
			    value->register_at);
		mc_form_put_register(form, field, NULL, 0);
		return;
	}
	if (value->from == MC_FROM_REGISTER) {
		mc_form_put_register(form, field, value->text, value->at);
	}
	mc_form_put(form, field, text, MC_FROM_COMPUTED, at);
}

void mc_form_follow(struct mc_form *form, int64_t at, int64_t now, unsigned char *changed)
{
	const struct moment m = {form, now};

	for (int i = 0; i < (int)form->procedure->fields.len; i++) {
		struct mc_str text;

		mc_str_init(&text, COMPUTED_MAX);
		if (make(&m, i, &text) && strcmp(form->values[i].text, text.data) != 0) {
			put(form, i, text.data, at);
			if (changed) {
				changed[i] = 1;
			}
		}
		mc_str_wipe(&text);
	}
}

void mc_form_compute(struct mc_form *form, int64_t now)
{
	mc_form_follow(form, now, now, NULL);
}
