/* SPDX-License-Identifier: MPL-2.0 */
/* board.c - what is due when; and what is late, with an apology and a new day. */

#include <stdlib.h>
#include <string.h>

#include "desk/calendar.h"
#include "desk/narrow.h"
#include "desk/work.h"
#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "motcua/desk/calendar.h"
#include "motcua/desk/find.h"
#include "motcua/store/progress.h"
#include "motcua/text/text.h"

enum { POSTPONED_MAX = 100, DUE_MAX = 1 << 24 };

/* ---- counting and listing */

enum mc_code mc_dossier_board(struct mc_desk *desk, struct mc_board *ret, struct mc_err *why)
{
	struct mc_due_counts counts;
	struct mc_board board = {.total = 0};
	enum mc_code code = desk_follow(desk, NULL, why);

	mc_due_bounds(mc_desk_calendar(desk), mc_clock_now(), &board.bounds);
	if (!code) {
		code = mc_progress_counts(desk->store, &board.bounds, &counts, why);
	}
	if (code) {
		return code;
	}
	for (int when = 0; when < MC_DUE_WHEN_COUNT; when++) {
		board.count[when] = counts.count[when];
		board.total += counts.count[when];
	}
	*ret = board;
	return MC_OK;
}

static enum mc_code due_items(struct mc_desk *desk, int offset, int limit, struct mc_vec *ret,
			      struct mc_err *why)
{
	struct mc_due_bounds bounds = {.now = 0};
	struct mc_due_counts counts;
	size_t before = ret->len;
	int running, left;
	enum mc_code code =
		mc_progress_due(desk->store, false, 0, 0, offset, limit, ret, why);

	left = limit - (int)(ret->len - before);
	if (code || !left) {
		return code;
	}
	code = mc_progress_counts(desk->store, &bounds, &counts, why);
	if (code) {
		return code;
	}
	running = (int)counts.count[MC_DUE_LATER]; /* from the beginning of time: all of them */
	return mc_progress_due(desk->store, true, 0, 0, offset > running ? offset - running : 0,
			       left, ret, why);
}

enum mc_code mc_dossier_due_rows(struct mc_desk *desk, const struct mc_due_found *found, int count,
				 struct mc_vec *ret, struct mc_err *why)
{
	enum mc_code code = MC_OK;

	for (int i = 0; !code && i < count; i++) {
		struct mc_found_row *row;

		code = mc_found_rows(desk, &found[i].n, 1, ret, why);
		row = code ? NULL : mc_vec_at(ret, ret->len - 1);
		if (row && found[i].branch[0]) {
			MC_COPY(row->dossier.progress.branch, found[i].branch);
			row->dossier.progress.branch_due_at = found[i].branch_due_at;
		}
	}
	return code;
}

static void push_found(const struct mc_due_item *item, struct mc_vec *ret)
{
	struct mc_due_found *found = mc_vec_push(ret);

	if (found) {
		found->n = item->n;
		MC_COPY(found->branch, item->branch.id);
		found->branch_due_at = item->branch.due_at;
	}
}

enum mc_code mc_dossier_due(struct mc_desk *desk, int offset, int limit, struct mc_vec *ret,
			    struct mc_err *why)
{
	struct mc_vec items, found;
	enum mc_code code;

	mc_vec_init(&items, sizeof(struct mc_due_item), (size_t)limit);
	mc_vec_init(&found, sizeof(struct mc_due_found), (size_t)limit);
	code = due_items(desk, offset, limit, &items, why);
	MC_VEC_EACH(&items, struct mc_due_item, item) {
		push_found(item, &found);
	}
	if (!code) {
		code = mc_dossier_due_rows(desk, found.items, (int)found.len, ret, why);
	}
	mc_vec_done(&found);
	mc_vec_done(&items);
	return code;
}

/* All due dates are gone through, a few bytes each: their order is the list's. */
static enum mc_code keep_due(struct mc_desk *desk, const struct mc_vec *numbers, struct mc_vec *ret,
			     struct mc_err *why)
{
	struct desk_marks found = {.size = 0};
	struct mc_vec items;
	enum mc_code code;

	mc_vec_init(&items, sizeof(struct mc_due_item), DUE_MAX);
	code = due_items(desk, 0, DUE_MAX, &items, why);
	desk_mark(numbers, &found);
	MC_VEC_EACH(&items, struct mc_due_item, item) {
		if (!code && desk_is_marked(&found, item->n)) {
			push_found(item, ret);
		}
	}
	free(found.marks);
	mc_vec_done(&items);
	return code;
}

enum mc_code mc_dossier_due_find(struct mc_desk *desk, const char *text, struct mc_vec *ret,
				 struct mc_err *why)
{
	struct mc_find find = {.text = ""};
	struct mc_vec numbers;
	enum mc_code code;

	MC_COPY(find.text, text);
	mc_vec_init(&numbers, sizeof(int64_t), DUE_MAX);
	code = mc_dossier_find(desk, &find, &numbers, why);
	if (!code && numbers.len) {
		code = keep_due(desk, &numbers, ret, why);
	}
	mc_vec_done(&numbers);
	explicit_bzero(&find, sizeof(find));
	return code;
}

enum mc_code mc_dossier_pressing(struct mc_desk *desk, int64_t *ret_late, int64_t *ret_today,
				 struct mc_err *why)
{
	struct mc_calendar none; /* neither late nor today asks for a holiday */
	struct mc_due_bounds bounds;

	mc_calendar_init(&none);
	mc_due_bounds(&none, mc_clock_now(), &bounds);
	mc_calendar_done(&none);
	return mc_progress_pressing(desk->store, bounds.now, bounds.today, ret_late, ret_today,
				    why);
}

enum mc_due_when mc_row_when(const struct mc_due_bounds *bounds, const struct mc_dossier_row *row)
{
	if (!row->progress.open) {
		return MC_DUE_NONE;
	}
	return mc_due_when(bounds, mc_progress_shown(&row->progress),
			   mc_progress_stands(&row->progress));
}

/* ---- late, with an apology */

/* The end of working time on that day, when it is one that may be promised. */
static enum mc_code promised_at(struct mc_desk *desk, const struct mc_dossier_row *row,
				const struct mc_date *day, int64_t *ret, struct mc_err *why)
{
	struct mc_time_limit same_day = {.same_day = true};
	const struct mc_calendar *calendar = mc_desk_calendar(desk);
	struct mc_office_hours hours;
	int64_t morning = mc_date_to_days(day) * MC_DAY - 7 * MC_HOUR;
	struct mc_due due;
	enum mc_code code = desk_office_hours(desk, "commune", &hours, why);

	if (code) {
		return code;
	}
	if (!mc_date_is_full(day) || !mc_calendar_works(calendar, mc_date_to_days(day))) {
		return mc_fail(why, MC_E_POSTPONE, "not a working day");
	}
	mc_deadline(calendar, &hours, &same_day, morning, NULL, 0, &due);
	if (due.at <= mc_progress_shown(&row->progress) || due.at <= mc_clock_now()) {
		return mc_fail(why, MC_E_POSTPONE, "not later");
	}
	*ret = due.at;
	return MC_OK;
}

static enum mc_code save(struct mc_desk *desk, const struct mc_dossier_row *row,
			 struct mc_postponement *it, struct mc_err *why)
{
	char outcome[MC_TIME_LEN];
	struct mc_str entry;
	enum mc_code code;

	mc_uuid7(it->id);
	MC_COPY(it->draft, row->id);
	it->at = mc_clock_now();
	it->due_at = mc_progress_due_at(&row->progress);
	mc_time_format(it->promised_at, outcome);
	mc_str_init(&entry, 4096);
	desk_audit_entry(desk, "postpone", row->id, row->procedure, outcome, &entry);
	code = mc_postponement_save(desk->store, it, mc_slice_of(&entry), why);
	mc_str_done(&entry);
	return code;
}

enum mc_code mc_dossier_postpone(struct mc_desk *desk, const char *name, const struct mc_date *day,
				 const char *reason, struct mc_err *why)
{
	struct mc_postponement it = {.id = ""};
	struct mc_dossier_row row = {.state = MC_STATE_NONE};
	enum mc_code code = mc_text_clean_to(reason, it.reason, sizeof(it.reason), why);

	if (!code && !it.reason[0]) {
		code = mc_fail(why, MC_E_POSTPONE, "no reason");
	}
	if (!code && !desk->officer.number[0]) {
		code = mc_fail(why, MC_E_OFFICER, NULL);
	}
	if (!code) {
		code = desk_follow(desk, NULL, why);
	}
	if (!code) {
		code = mc_dossier_row(desk, name, &row, why);
	}
	if (!code && (!row.progress.open || !mc_progress_due_at(&row.progress))) {
		code = mc_fail(why, MC_E_DOSSIER_STATE, "%s", mc_state_name(row.state));
	}
	if (!code) {
		code = promised_at(desk, &row, day, &it.promised_at, why);
	}
	if (!code) {
		code = save(desk, &row, &it, why);
	}
	explicit_bzero(&row, sizeof(row));
	return code;
}

enum mc_code mc_dossier_postponed(struct mc_desk *desk, const char *id, struct mc_vec *ret,
				  struct mc_err *why)
{
	struct mc_vec rows;
	enum mc_code code;

	mc_vec_init(&rows, sizeof(struct mc_postponement), POSTPONED_MAX);
	code = mc_postponements(desk->store, id, &rows, why);
	MC_VEC_EACH(&rows, struct mc_postponement, row) {
		struct mc_dossier_postponed *it = code ? NULL : mc_vec_push(ret);

		if (it) {
			it->at = row->at;
			it->due_at = row->due_at;
			it->promised_at = row->promised_at;
			MC_COPY(it->reason, row->reason);
		}
	}
	mc_vec_done(&rows);
	return code;
}
