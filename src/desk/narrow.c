/* SPDX-License-Identifier: MPL-2.0 */
/* narrow.c - what else must hold of dossiers than the text that finds them. */
#include "desk/narrow.h"

#include <stdlib.h>
#include <string.h>

#include "desk/calendar.h"
#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "motcua/desk/calendar.h"
#include "motcua/store/progress.h"

enum { NUMBERS_MAX = 1 << 24 };

/* ---- as a question to the store */

static int64_t midnight(const struct mc_date *date)
{
	return mc_date_to_days(date) * MC_DAY - 7 * MC_HOUR;
}

/* The instants of a day, a month or a year in Viet Nam. */
static void span_of(const struct mc_date *date, int64_t *ret_from, int64_t *ret_until)
{
	struct mc_date first = { date->year, date->month ? date->month : 1,
				 date->day ? date->day : 1 };
	struct mc_date behind = first;

	if (!date->month) {
		behind.year++;
	} else if (!date->day) {
		behind.year = (int16_t)(behind.year + behind.month / 12);
		behind.month = (int8_t)(behind.month % 12 + 1);
	} else {
		behind = mc_date_from_days(mc_date_to_days(&first) + 1);
	}
	*ret_from = midnight(&first);
	*ret_until = midnight(&behind);
}

static void narrow_due(struct mc_desk *desk, const struct mc_find *find,
		       struct mc_draft_filter *filter)
{
	struct mc_due_bounds bounds;

	mc_due_bounds(mc_desk_calendar(desk), mc_clock_now(), &bounds);
	const int64_t spans[MC_DUE_WHEN_COUNT][2] = {
		[MC_DUE_LATE] = {0, bounds.now},	[MC_DUE_TODAY] = {bounds.now, bounds.today},
		[MC_DUE_NEXT] = {bounds.today, bounds.next},
		[MC_DUE_WEEK] = {bounds.next, bounds.week}, [MC_DUE_LATER] = {bounds.week, 0},
	};

	filter->stopped = find->due == MC_DUE_STOPPED;
	filter->due = find->due && !filter->stopped;
	filter->due_from = spans[find->due][0];
	filter->due_until = spans[find->due][1];
	if (mc_date_is_set(&find->due_on)) {
		span_of(&find->due_on, &filter->due_from, &filter->due_until);
	}
}

bool desk_has_filter(const struct mc_find *find)
{
	return find->procedure[0] || find->state || find->due || find->sealed ||
	       mc_date_is_set(&find->due_on) || mc_date_is_set(&find->day);
}

enum mc_code desk_filter(struct mc_desk *desk, const struct mc_find *find, struct mc_vec *ret,
			 struct mc_err *why)
{
	struct mc_draft_filter filter = {.state = find->state, .sealed = find->sealed};
	const struct mc_procedure *procedure;

	if (find->procedure[0]) {
		filter.procedure = find->procedure;
		if (!mc_desk_procedure(desk, find->procedure, &procedure, NULL)) {
			filter.procedure = procedure->code; /* as drafts have it */
		}
	}
	if (mc_date_is_set(&find->day)) {
		span_of(&find->day, &filter.day_from, &filter.day_until);
	}
	if (find->due || mc_date_is_set(&find->due_on)) {
		narrow_due(desk, find, &filter);
	}
	return mc_draft_select(desk->store, &filter, ret, why);
}

/* ---- of those that were found by their text */

void desk_mark(const struct mc_vec *numbers, struct desk_marks *ret)
{
	int64_t highest = 0;

	MC_VEC_EACH(numbers, int64_t, n) {
		highest = *n > highest ? *n : highest;
	}
	free(ret->marks);
	ret->size = (size_t)highest + 1;
	ret->marks = mc_calloc(ret->size, sizeof(*ret->marks));
	MC_VEC_EACH(numbers, int64_t, n) {
		ret->marks[*n] = true;
	}
}

bool desk_is_marked(const struct desk_marks *marks, int64_t n)
{
	return n >= 0 && (uint64_t)n < marks->size && marks->marks[n];
}

/* In the order in which they were found. */
static enum mc_code keep_marked(const struct desk_marks *marks, const struct mc_vec *hits,
				struct mc_vec *ret, struct mc_err *why)
{
	size_t kept = ret->len;
	int64_t *to = mc_vec_extend(ret, hits->len);

	if (hits->len && !to) {
		return mc_fail(why, MC_E_INTERNAL, "the list takes no more numbers");
	}
	MC_VEC_EACH(hits, int64_t, hit) {
		if (desk_is_marked(marks, *hit)) {
			*to++ = *hit;
			kept++;
		}
	}
	ret->len = kept;
	return MC_OK;
}

static enum mc_code mark_filtered(struct mc_desk *desk, const struct mc_find *find,
				  struct desk_marks *ret, struct mc_err *why)
{
	struct mc_vec numbers;
	enum mc_code code;

	mc_vec_init(&numbers, sizeof(int64_t), NUMBERS_MAX);
	code = desk_filter(desk, find, &numbers, why);
	if (!code) {
		desk_mark(&numbers, ret);
	}
	mc_vec_done(&numbers);
	return code;
}

/* ---- what was in the queue */

/* Nothing but that: the queue asks for it at each letter. */
static bool asks_for_sealed(const struct mc_find *find)
{
	struct mc_find other = *find;

	other.sealed = false;
	return find->sealed && !desk_has_filter(&other);
}

/* Read anew when the store was written to since: between two letters it was not, as a rule. */
static enum mc_code mark_sealed(struct mc_desk *desk, struct mc_err *why)
{
	struct mc_store_stamp now;
	struct mc_vec numbers;
	enum mc_code code = mc_store_stamp(desk->store, &now, why);

	if (code || (desk->sealed.marks && !memcmp(&now, &desk->sealed_at, sizeof(now)))) {
		return code;
	}
	mc_vec_init(&numbers, sizeof(int64_t), NUMBERS_MAX);
	code = mc_draft_sealed(desk->store, &numbers, why);
	if (!code) {
		desk_mark(&numbers, &desk->sealed);
		desk->sealed_at = now;
	}
	mc_vec_done(&numbers);
	return code;
}

void desk_forget_sealed(struct mc_desk *desk)
{
	free(desk->sealed.marks);
	desk->sealed = (struct desk_marks){.size = 0};
}

enum mc_code desk_narrow(struct mc_desk *desk, const struct mc_find *find,
			 const struct mc_vec *hits, struct mc_vec *ret, struct mc_err *why)
{
	struct desk_marks marks = {.size = 0};
	bool sealed = asks_for_sealed(find);
	enum mc_code code = sealed ? mark_sealed(desk, why) : mark_filtered(desk, find, &marks, why);

	code = code ? code : keep_marked(sealed ? &desk->sealed : &marks, hits, ret, why);
	free(marks.marks);
	return code;
}
