/* SPDX-License-Identifier: MPL-2.0 */
/* What became of sealed dossiers, as rows: saved with their mark, listed by due date. */
#include "motcua/store/progress.h"

#include "motcua/base/clock.h"
#include "store/desk_db.h"
#include "store/office.h"

static int setup(void **state)
{
	*state = mc_calloc(1, sizeof(struct office));
	office_init(*state);
	return 0;
}

static int teardown(void **state)
{
	office_done(*state);
	free(*state);
	return 0;
}

static struct mc_progress_row row_of(int n, int64_t due_at)
{
	struct mc_progress_row row = {
		.progress = { .reached = MC_STATE_RECEIPTED, .open = true, .received_at = NOW,
			      .due_at = due_at },
	};

	(void)MC_COPY(row.id, id_of(n));
	return row;
}

static void save(struct office *o, struct mc_progress_row row)
{
	assert_ok(mc_progress_save(o->store, &row, 1, "1", NULL));
}

static void draft(struct office *o, int n)
{
	struct mc_draft it = draft_of(n);

	assert_ok(mc_draft_create(o->store, &it, NULL));
}

/* Whose it is, and in what state since when: the same by its number and as one of the newest. */
static void expect_named(struct mc_store *store, const struct mc_draft *it)
{
	struct mc_draft named;
	struct mc_vec newest;

	assert_ok(mc_draft_named(store, it->n, &named, NULL));
	assert_int_equal(named.n, it->n);
	assert_string_equal(named.id, it->id);
	assert_string_equal(named.local_number, it->local_number);
	assert_string_equal(named.procedure, it->procedure);
	assert_string_equal(named.subject, it->subject);
	assert_int_equal(named.state, it->state);
	assert_int_equal(named.created_at, it->created_at);
	assert_int_equal(named.updated_at, it->updated_at);
	assert_code(mc_draft_named(store, it->n + 1, &named, NULL), MC_E_DOSSIER_UNKNOWN);
	mc_vec_init(&newest, sizeof(named), 10);
	assert_ok(mc_draft_newest_named(store, 0, 10, &newest, NULL));
	assert_int_equal(newest.len, 1);
	assert_memory_equal(newest.items, &named, sizeof(named));
	assert_ok(mc_draft_newest_named(store, 1, 10, &newest, NULL));
	assert_int_equal(newest.len, 1); /* there is none behind it */
	mc_vec_done(&newest);
}

static void rows_come_with_their_draft(void **state)
{
	struct office *o = *state;
	struct mc_progress_row row = row_of(1, NOW + MC_DAY);
	struct mc_draft it, seen;
	struct mc_str mark;

	draft(o, 1);
	assert_ok(mc_draft_load(o->store, id_of(1), &it, NULL));
	assert_int_equal(it.progress.reached, MC_STATE_NONE);
	row.progress.provisional = row.progress.unsure = true;
	row.progress.promised_at = NOW + 2 * MC_DAY;
	row.progress.was_at = NOW + MC_HOUR;
	row.progress.moved_at = NOW + 7;
	(void)MC_COPY(row.progress.official_number, "H15.40-261123-0001");
	assert_ok(mc_progress_save(o->store, &row, 1, "17 5 x y", NULL));
	assert_ok(mc_draft_load(o->store, id_of(1), &it, NULL));
	assert_memory_equal(&it.progress.received_at, &row.progress.received_at, sizeof(int64_t));
	assert_int_equal(it.progress.due_at, row.progress.due_at);
	assert_int_equal(it.progress.promised_at, row.progress.promised_at);
	assert_int_equal(it.progress.was_at, row.progress.was_at);
	assert_int_equal(it.progress.moved_at, row.progress.moved_at);
	assert_true(it.progress.provisional && it.progress.unsure && it.progress.open);
	assert_string_equal(it.progress.official_number, "H15.40-261123-0001");
	assert_ok(mc_draft_seen(o->store, it.n, &seen, NULL)); /* for a list: the same but for it */
	assert_string_equal(seen.progress.official_number, "");
	(void)MC_COPY(seen.progress.official_number, it.progress.official_number);
	assert_memory_equal(&seen, &it, sizeof(it));
	assert_code(mc_draft_seen(o->store, it.n + 1, &seen, NULL), MC_E_DOSSIER_UNKNOWN);
	expect_named(o->store, &it);
	mc_str_init(&mark, 100);
	assert_ok(mc_progress_mark(o->store, &mark, NULL));
	assert_string_equal(mark.data, "17 5 x y");
	mc_str_done(&mark);
	/* again: the same row */
	row.progress.open = false;
	save(o, row);
	assert_ok(mc_draft_load(o->store, id_of(1), &it, NULL));
	assert_false(it.progress.open);
}

/* One of another copy of the data has no draft here; and all is saved or nothing. */
static void whole_or_not_at_all(void **state)
{
	struct office *o = *state;
	struct mc_progress_row rows[2] = {row_of(1, NOW), row_of(2, NOW)};
	struct mc_str mark;
	struct mc_vec open;

	draft(o, 1);
	assert_ok(mc_progress_save(o->store, rows, 2, "5", NULL));
	mc_vec_init(&open, MC_UUID_LEN, 10);
	assert_ok(mc_progress_open(o->store, &open, NULL));
	assert_int_equal(open.len, 1);
	assert_string_equal(mc_vec_at(&open, 0), id_of(1));
	rows[0].progress.open = false;
	rows[1].progress.reached = MC_STATE_COUNT; /* it has no name: the row is refused */
	draft(o, 2);
	assert_true(mc_progress_save(o->store, rows, 2, "6", NULL) != MC_OK);
	mc_str_init(&mark, 100);
	assert_ok(mc_progress_mark(o->store, &mark, NULL));
	assert_string_equal(mark.data, "5");
	mc_str_done(&mark);
	mc_vec_reset(&open);
	assert_ok(mc_progress_open(o->store, &open, NULL));
	assert_int_equal(open.len, 1);
	mc_vec_done(&open);
}

/* The drafts that are due, in their order; of a branch with its name. */
static const char *due(struct office *o, bool stopped, int64_t from, int64_t until, int offset,
		       int limit)
{
	static char ret[200];
	struct mc_vec list;

	mc_vec_init(&list, sizeof(struct mc_due_item), 20);
	assert_ok(mc_progress_due(o->store, stopped, from, until, offset, limit, &list, NULL));
	ret[0] = '\0';
	MC_VEC_EACH(&list, struct mc_due_item, it) {
		snprintf(ret + strlen(ret), sizeof(ret) - strlen(ret), "%s%d%s%s", ret[0] ? " " : "",
			 (int)it->n, it->branch.id[0] ? ":" : "", it->branch.id);
	}
	mc_vec_done(&list);
	return ret;
}

static void counted_and_listed_by_due_date(void **state)
{
	static const struct {
		int64_t due, promised;
		int stopped;
		bool open;
	} rows[] = {
		{NOW - MC_DAY, 0, 0, true},	      /* late */
		{NOW + MC_HOUR, 0, 0, true},	      /* today */
		{NOW + MC_DAY, 0, 0, true},	      /* next */
		{NOW - 2 * MC_DAY, NOW + 3 * MC_DAY, 0, true}, /* apologised: week */
		{NOW + 9 * MC_DAY, 0, 0, true},     /* later */
		{0, 0, 5, true},		      /* stopped */
		{NOW - MC_DAY, 0, 0, false},	      /* over */
		{0, 0, 0, true},		      /* no legal time */
	};
	struct mc_due_bounds bounds = {NOW, NOW + 2 * MC_HOUR, NOW + 2 * MC_DAY, NOW + 5 * MC_DAY};
	struct mc_due_counts counts;
	struct office *o = *state;
	int64_t late, today;

	for (int n = 1; n <= (int)MC_COUNT(rows); n++) {
		struct mc_progress_row row = row_of(n, rows[n - 1].due);

		draft(o, n);
		row.progress.promised_at = rows[n - 1].promised;
		row.progress.stopped = rows[n - 1].stopped;
		row.progress.open = rows[n - 1].open;
		save(o, row);
	}
	assert_ok(mc_progress_counts(o->store, &bounds, &counts, NULL));
	for (int when = MC_DUE_LATE; when < MC_DUE_WHEN_COUNT; when++) {
		assert_int_equal(counts.count[when], 1);
	}
	assert_ok(mc_progress_pressing(o->store, bounds.now, bounds.today, &late, &today, NULL));
	assert_int_equal(late, 1);
	assert_int_equal(today, 1);
	assert_string_equal(due(o, false, 0, 0, 0, 3), "1 2 3");
	assert_string_equal(due(o, false, 0, 0, 3, 9), "4 5");
	assert_string_equal(due(o, true, 0, 0, 0, 9), "6");
	assert_string_equal(due(o, false, NOW, NOW + 2 * MC_HOUR, 0, 9), "2");
}

/* Each branch that runs is due on its own day; the first of them stands for the dossier. */
static void branches_are_due_on_their_own(void **state)
{
	struct mc_progress_row row = row_of(1, NOW + 9 * MC_DAY);
	struct mc_due_bounds bounds = {NOW, NOW + 2 * MC_HOUR, NOW + 2 * MC_DAY, NOW + 5 * MC_DAY};
	struct mc_postponement later = { .at = NOW, .due_at = NOW, .promised_at = NOW + 3 * MC_DAY,
					 .reason = "Mất điện" };
	struct mc_draft_filter today = {.due = true, .due_from = NOW, .due_until = NOW + MC_DAY};
	struct mc_due_counts counts;
	struct office *o = *state;
	struct mc_draft it;
	struct mc_vec list;
	int64_t late, soon;

	draft(o, 1);
	draft(o, 2);
	save(o, row_of(2, NOW + MC_MINUTE));
	(void)MC_COPY(row.progress.branch, "police");
	row.progress.branch_due_at = NOW - MC_HOUR;
	(void)MC_COPY(row.others[0].id, "insurance");
	row.others[0].due_at = NOW + MC_HOUR;
	(void)MC_COPY(row.others[1].id, "land");
	row.others[1].due_at = NOW + 9 * MC_DAY;
	row.other_count = 2;
	save(o, row);
	assert_string_equal(due(o, false, 0, 0, 0, 9), "1 2 1:insurance 1:land");
	assert_string_equal(due(o, false, 0, 0, 1, 2), "2 1:insurance");
	assert_ok(mc_progress_counts(o->store, &bounds, &counts, NULL));
	assert_int_equal(counts.count[MC_DUE_LATE], 1);
	assert_int_equal(counts.count[MC_DUE_TODAY], 2);
	assert_int_equal(counts.count[MC_DUE_LATER], 1);
	assert_ok(mc_progress_pressing(o->store, bounds.now, bounds.today, &late, &soon, NULL));
	assert_int_equal(late, 1);
	assert_int_equal(soon, 1); /* dossiers: the other branch of one makes it no second one */
	assert_ok(mc_draft_load(o->store, id_of(1), &it, NULL));
	assert_string_equal(it.progress.branch, "police");
	assert_int_equal(it.progress.branch_due_at, NOW - MC_HOUR);
	assert_int_equal(it.progress.due_at, NOW + 9 * MC_DAY);
	mc_vec_init(&list, sizeof(int64_t), 10);
	assert_ok(mc_draft_select(o->store, &today, &list, NULL)); /* the insurance is, today */
	assert_int_equal(list.len, 2);
	mc_vec_done(&list);
	/* a new day is promised for all of it */
	(void)MC_COPY(later.id, id_of(7));
	(void)MC_COPY(later.draft, id_of(1));
	assert_ok(mc_postponement_save(o->store, &later, mc_slice_text("{\"v\":1}"), NULL));
	assert_string_equal(due(o, false, 0, 0, 0, 9), "2 1 1:insurance 1:land");
	assert_ok(mc_progress_pressing(o->store, bounds.now, bounds.today, &late, &soon, NULL));
	assert_int_equal(late, 0);
	/* the insurance has ended, the police waits for the citizen */
	row.progress.branch[0] = '\0';
	row.progress.branch_due_at = row.other_count = 0;
	save(o, row);
	assert_string_equal(due(o, false, 0, 0, 0, 9), "2 1");
}

/* ---- finding */

static const char *found(struct office *o, const struct mc_draft_filter *filter)
{
	static char ret[100];
	struct mc_vec list;

	mc_vec_init(&list, sizeof(int64_t), 100);
	assert_ok(mc_draft_select(o->store, filter, &list, NULL));
	ret[0] = '\0';
	MC_VEC_EACH(&list, int64_t, n) {
		snprintf(ret + strlen(ret), sizeof(ret) - strlen(ret), "%s%d", ret[0] ? " " : "",
			 (int)*n);
	}
	mc_vec_done(&list);
	return ret;
}

static void filters(void **state)
{
	struct office *o = *state;

	for (int n = 1; n <= 4; n++) {
		struct mc_draft it = draft_of(n);

		it.created_at = NOW + n * MC_DAY;
		(void)MC_COPY(it.procedure, n % 2 ? "1.001193" : "2.002621");
		assert_ok(mc_draft_create(o->store, &it, NULL));
	}
	save(o, row_of(1, NOW + MC_DAY));
	save(o, row_of(2, NOW + 2 * MC_DAY));
#define FOUND(...) found(o, &(struct mc_draft_filter){__VA_ARGS__})
	assert_string_equal(found(o, &(struct mc_draft_filter){.procedure = NULL}), "4 3 2 1");
	assert_string_equal(FOUND(.procedure = "1.001193"), "3 1");
	assert_string_equal(FOUND(.procedure = "1.001"), "");
	assert_string_equal(FOUND(.state = MC_STATE_RECEIPTED), "2 1");
	assert_string_equal(FOUND(.state = MC_STATE_DRAFT), "4 3");
	assert_string_equal(FOUND(.state = MC_STATE_RECEIPTED, .procedure = "1.001193"), "1");
	assert_string_equal(FOUND(.day_from = NOW + 2 * MC_DAY, .day_until = NOW + 4 * MC_DAY), "3 2");
	assert_string_equal(FOUND(.due = true), "2 1");
	assert_string_equal(FOUND(.due_from = NOW + 2 * MC_DAY), "2");
	assert_string_equal(FOUND(.due_until = NOW + 2 * MC_DAY), "1");
	assert_string_equal(FOUND(.stopped = true), "");
}

static void by_numbers(void **state)
{
	struct office *o = *state;
	struct mc_draft_value value = {.field = "mother.number", .number = "030190000123"};
	struct mc_progress_row row = row_of(2, NOW);
	struct mc_vec list;

	draft(o, 1);
	draft(o, 2);
	mc_str_init(&value.bytes, 100);
	mc_str_puts(&value.bytes, "{}");
	assert_ok(save_values(o->store, id_of(1), &value, 1, NOW));
	mc_vec_init(&list, sizeof(int64_t), 10);
	assert_ok(mc_draft_of_person(o->store, "030190000123", &list, NULL));
	assert_int_equal(list.len, 1);
	assert_int_equal(*(int64_t *)mc_vec_at(&list, 0), 1);
	mc_vec_reset(&list);
	value.number[0] = '\0'; /* it was corrected away */
	assert_ok(save_values(o->store, id_of(1), &value, 1, NOW));
	assert_ok(mc_draft_of_person(o->store, "030190000123", &list, NULL));
	assert_ok(mc_draft_of_person(o->store, "", &list, NULL));
	assert_ok(mc_draft_of_official(o->store, "", &list, NULL));
	assert_int_equal(list.len, 0);
	(void)MC_COPY(row.progress.official_number, "H15.40-261123-0001");
	save(o, row);
	assert_ok(mc_draft_of_official(o->store, "h15.40-261123-0001", &list, NULL));
	assert_int_equal(list.len, 1);
	assert_int_equal(*(int64_t *)mc_vec_at(&list, 0), 2);
	mc_str_done(&value.bytes);
	mc_vec_done(&list);
}

static void rows_in_the_order_asked_for(void **state)
{
	static const int64_t asked[] = {3, 1, 99, 2};
	struct office *o = *state;
	struct mc_vec rows;

	for (int n = 1; n <= 3; n++) {
		draft(o, n);
	}
	mc_vec_init(&rows, sizeof(struct mc_draft), 10);
	assert_ok(mc_draft_rows(o->store, asked, 4, &rows, NULL));
	assert_int_equal(rows.len, 3);
	assert_int_equal(((struct mc_draft *)mc_vec_at(&rows, 0))->n, 3);
	assert_int_equal(((struct mc_draft *)mc_vec_at(&rows, 1))->n, 1);
	assert_int_equal(((struct mc_draft *)mc_vec_at(&rows, 2))->n, 2);
	mc_vec_done(&rows);
}

/* ---- apologies */

static void postponements(void **state)
{
	struct office *o = *state;
	struct mc_postponement one = { .at = NOW, .due_at = NOW, .promised_at = NOW + MC_DAY,
				       .reason = "Mất điện" };
	struct mc_postponement two = one, *it;
	struct mc_draft row;
	struct mc_vec list;
	int64_t lines = 0;

	draft(o, 1);
	save(o, row_of(1, NOW));
	(void)MC_COPY(one.id, id_of(7));
	(void)MC_COPY(one.draft, id_of(1));
	two = one;
	(void)MC_COPY(two.id, id_of(8));
	two.promised_at = NOW + 2 * MC_DAY;
	assert_ok(mc_postponement_save(o->store, &one, mc_slice_text("{\"v\":1}"), NULL));
	assert_ok(mc_postponement_save(o->store, &two, mc_slice_text("{\"v\":1}"), NULL));
	assert_true(mc_postponement_save(o->store, &two, mc_slice_text("{\"v\":1}"), NULL) != MC_OK);
	assert_ok(mc_audit_walk(o->store, NULL, NULL, &lines, NULL));
	assert_int_equal(lines, 2);
	assert_ok(mc_draft_load(o->store, id_of(1), &row, NULL));
	assert_int_equal(row.progress.promised_at, NOW + 2 * MC_DAY);
	mc_vec_init(&list, sizeof(struct mc_postponement), 10);
	assert_ok(mc_postponements(o->store, id_of(1), &list, NULL));
	assert_int_equal(list.len, 2);
	it = mc_vec_at(&list, 0);
	assert_int_equal(it->promised_at, NOW + MC_DAY);
	assert_string_equal(it->reason, "Mất điện");
	mc_vec_done(&list);
}

/* ---- what it costs: steps of SQLite's machine */

static int count_step(void *steps)
{
	++*(int64_t *)steps;
	return 0;
}

static int64_t page_steps(struct office *o, int total)
{
	int64_t steps = 0;
	struct mc_vec list;

	mc_vec_init(&list, sizeof(struct mc_due_item), 20);
	sqlite3_progress_handler(o->store->db.handle, 1, count_step, &steps);
	assert_ok(mc_progress_due(o->store, false, 0, 0, 0, 18, &list, NULL));
	sqlite3_progress_handler(o->store->db.handle, 0, NULL, NULL);
	assert_int_equal(list.len, 18);
	assert_true(total >= 18);
	mc_vec_done(&list);
	return steps;
}

static void fill(struct office *o, int from, int until)
{
	static struct mc_progress_row rows[200];

	assert_ok(mc_db_begin(&o->store->db, NULL));
	for (int n = from; n < until; n++) {
		draft(o, n);
	}
	assert_ok(mc_db_end(&o->store->db, MC_OK, NULL));
	for (int n = from; n < until;) {
		int count = 0;

		for (; count < 200 && n < until; n++) {
			struct mc_progress_row row =
				row_of(n, NOW + (n * 7919 % 10007) * MC_MINUTE);

			if (n % 3 == 0) {
				(void)MC_COPY(row.others[0].id, "police");
				row.others[0].due_at = NOW + (n * 7907 % 10009) * MC_MINUTE;
				row.other_count = 1;
			}
			rows[count++] = row;
		}
		assert_ok(mc_progress_save(o->store, rows, count, "1", NULL));
	}
}

/* A page of the board costs the same with ten times the dossiers. */
static void a_page_costs_a_page(void **state)
{
	struct office *o = *state;
	int64_t few, many;

	fill(o, 1, 1001);
	few = page_steps(o, 1000);
	fill(o, 1001, 10001);
	many = page_steps(o, 10000);
	assert_true(many <= few + few / 50);
	assert_true(many < 400);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(rows_come_with_their_draft, setup, teardown),
		cmocka_unit_test_setup_teardown(whole_or_not_at_all, setup, teardown),
		cmocka_unit_test_setup_teardown(counted_and_listed_by_due_date, setup, teardown),
		cmocka_unit_test_setup_teardown(branches_are_due_on_their_own, setup, teardown),
		cmocka_unit_test_setup_teardown(filters, setup, teardown),
		cmocka_unit_test_setup_teardown(by_numbers, setup, teardown),
		cmocka_unit_test_setup_teardown(rows_in_the_order_asked_for, setup, teardown),
		cmocka_unit_test_setup_teardown(postponements, setup, teardown),
		cmocka_unit_test_setup_teardown(a_page_costs_a_page, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
