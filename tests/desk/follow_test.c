/* SPDX-License-Identifier: MPL-2.0 */
/* follow_test.c - due dates from the receipt on, stopped, moved by a table, promised anew. */
#include "support/province.h"

#include <unistd.h>

#include "desk/calendar.h"
#include "motcua/desk/calendar.h"
#include "motcua/desk/find.h"

static struct province p;

/* NOW is Monday 23 November 2026, 14:05. Three working days: Thursday. */
#define THURSDAY "2026-11-26 17:00"

static int setup(void **state)
{
	(void)state;
	province_begin(&p);
	province_publish(&p);
	province_open(&p);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	setenv("MOTCUA_DATADIR", MC_SOURCE_DIR "/data", 1);
	province_end(&p);
	return 0;
}

static const char *civil(int64_t at)
{
	static char text[4][24];
	static int next;
	struct mc_local t = mc_time_local(at);
	char *ret = text[next++ % 4];

	snprintf(ret, 24, "%04d-%02d-%02d %02d:%02d", t.year % 10000, t.month % 100, t.day % 100,
		 t.hour % 100, t.minute % 100);
	return at ? ret : "-";
}

static struct mc_progress progress(const char *id)
{
	struct mc_dossier_row row;

	assert_ok(mc_dossier_row(p.desk, id, &row, NULL));
	return row.progress;
}

static void say(const char *id, enum mc_happening happening, const char *kind, const char *outcome)
{
	assert_ok(province_say(&p, id, happening, kind, outcome, "H15.40-261123-0001", FAULT_NONE));
}

/* 2026.json as it is, with its version and the 24th switched. */
static char *office_table(const char *version, bool culture_day)
{
	struct mc_str text;
	char *path = mc_path_join(p.top, "table.json"), *at;

	mc_str_init(&text, MC_JSON_MAX);
	assert_ok(mc_file_read(MC_SOURCE_DIR "/data/holidays/2026.json", &text, NULL));
	at = strstr(text.data, "2026-11-01");
	memcpy(at, version, 10);
	at = strstr(text.data, "\"confirmed\": false");
	if (culture_day) {
		memcpy(at, "\"confirmed\": true ", 18);
	}
	province_write(path, text.data);
	mc_str_done(&text);
	return path;
}

static void test_from_the_receipt(void **state)
{
	char id[MC_UUID_LEN];
	struct mc_progress it;

	(void)state;
	province_submit(&p, id);
	it = progress(id);
	assert_true(it.provisional && it.open && !it.stopped && !it.unsure);
	assert_int_equal(it.received_at, NOW);
	assert_string_equal(civil(it.due_at), THURSDAY);
	/* the link was down over the cut-off: the receipt says when it came in */
	mc_clock_freeze(NOW + 2 * MC_HOUR);
	say(id, MC_HAPPENING_RECEIPT, "receipt", "received");
	it = progress(id);
	assert_false(it.provisional);
	assert_string_equal(civil(it.due_at), "2026-11-27 17:00");
	assert_int_equal(it.was_at, 0); /* no table moved it */
	assert_int_equal(province_audit(&p, "due", ""), 0);
}

static void test_a_forged_receipt_counts_for_nothing(void **state)
{
	char id[MC_UUID_LEN];

	(void)state;
	province_submit(&p, id);
	mc_clock_freeze(NOW + 2 * MC_HOUR);
	assert_ok(province_say(&p, id, MC_HAPPENING_RECEIPT, "receipt", "received", "",
			       FAULT_SIGNATURE));
	assert_true(progress(id).provisional);
	assert_string_equal(civil(progress(id).due_at), THURSDAY);
}

static void test_the_clock_stands(void **state)
{
	char id[MC_UUID_LEN];
	struct mc_progress it;

	(void)state;
	province_submit(&p, id);
	say(id, MC_HAPPENING_RECEIPT, "receipt", "received");
	mc_clock_freeze(NOW + MC_DAY);
	say(id, MC_HAPPENING_SUPPLEMENT_ASKED, "event", "needs_supplement");
	it = progress(id);
	assert_int_equal(it.stopped, 5);
	assert_int_equal(it.due_at, 0);
	mc_clock_freeze(NOW + 2 * MC_DAY); /* answered on Wednesday: one day is not counted */
	say(id, MC_HAPPENING_SUPPLEMENTED, "event", "in_process");
	it = progress(id);
	assert_int_equal(it.stopped, 0);
	assert_string_equal(civil(it.due_at), "2026-11-27 17:00");
	say(id, MC_HAPPENING_FINISH, "event", "completed");
	assert_false(progress(id).open);
}

static const char *turn_of(const char *id)
{
	struct mc_dossier_row row;

	assert_ok(mc_dossier_row(p.desk, id, &row, NULL));
	return mc_dossier_turn(&row)->word;
}

/* A payment, and a stop: national statuses 6 and 8; in a supplement's wake, too. */
static void test_other_stops(void **state)
{
	static const struct {
		const char *outcome;
		int stopped;
		const char *turn;
	} steps[] = {
		{"payment_due", 6, "desk"},  {"in_process", 0, "province"},
		{"stopped", 8, "province"},  {"payment_due", 6, "desk"},
		{"in_process", 0, "province"},
	};
	char id[MC_UUID_LEN];

	(void)state;
	province_submit(&p, id);
	say(id, MC_HAPPENING_RECEIPT, "receipt", "received");
	for (size_t i = 0; i < MC_COUNT(steps); i++) {
		mc_clock_freeze(NOW + (int64_t)(i + 1) * MC_HOUR / 2);
		say(id, MC_HAPPENING_PROCESS, "event", steps[i].outcome);
		assert_int_equal(progress(id).stopped, steps[i].stopped);
		assert_int_equal(progress(id).due_at != 0, !steps[i].stopped);
		assert_string_equal(turn_of(id), steps[i].turn);
	}
	/* all on the day that is not counted anyway: nothing was lost */
	assert_string_equal(civil(progress(id).due_at), THURSDAY);
}

/* The law gives longer when somebody else has to be asked; and does not take it back. */
static void test_a_verification(void **state)
{
	char id[MC_UUID_LEN];

	(void)state;
	province_submit(&p, id);
	say(id, MC_HAPPENING_RECEIPT, "receipt", "received");
	assert_string_equal(civil(progress(id).due_at), THURSDAY);
	assert_ok(province_verifies(&p, id));
	assert_string_equal(civil(progress(id).due_at), "2026-11-30 17:00"); /* 5 days, not 3 */
	say(id, MC_HAPPENING_PROCESS, "event", "in_process");
	assert_string_equal(civil(progress(id).due_at), "2026-11-30 17:00");
}

/* data/ with the legal time of one procedure changed. */
static void other_catalogue(void)
{
	char *file = mc_path_join(p.top, "shipped/procedures/" PROCEDURE ".json"), command[1024], *at;
	struct mc_str text;

	snprintf(command, sizeof(command), "cp -r " MC_SOURCE_DIR "/data %s/shipped", p.top);
	assert_int_equal(system(command), 0);
	mc_str_init(&text, MC_JSON_MAX);
	assert_ok(mc_file_read(file, &text, NULL));
	at = strstr(text.data, "\"working_days\": 3");
	assert_non_null(at);
	at[strlen("\"working_days\": ")] = '1';
	assert_ok(mc_file_write(file, 0600, mc_slice_of(&text), NULL));
	mc_str_done(&text);
	free(file);
	snprintf(command, sizeof(command), "%s/shipped", p.top);
	setenv("MOTCUA_DATADIR", command, 1);
	province_open(&p);
}

/* What runs goes on by the version that it was begun with; so does its supplement. */
static void test_a_newer_catalogue(void **state)
{
	char id[MC_UUID_LEN], next[MC_UUID_LEN];
	struct mc_work *work;

	(void)state;
	province_submit(&p, id);
	other_catalogue();
	say(id, MC_HAPPENING_RECEIPT, "receipt", "received");
	assert_string_equal(civil(progress(id).due_at), THURSDAY);
	province_submit(&p, next);
	assert_string_equal(civil(progress(next).due_at), "2026-11-24 17:00");
	say(id, MC_HAPPENING_SUPPLEMENT_ASKED, "event", "needs_supplement");
	assert_ok(mc_dossier_supplement(p.desk, id, &work, NULL));
	assert_int_equal(work->procedure->time_rule.working_days, 3);
	mc_work_close(work);
	assert_ok(mc_work_new(p.desk, PROCEDURE, &work, NULL));
	assert_int_equal(work->procedure->time_rule.working_days, 1);
	mc_work_close(work);
}

/* The day that was announced and not confirmed: switched on by a file, seen, and audited. */
static void test_a_newer_table(void **state)
{
	char id[MC_UUID_LEN], done[MC_UUID_LEN];
	struct mc_holidays_taken taken;
	struct mc_progress it;
	char *path;

	(void)state;
	province_submit(&p, id);
	province_submit(&p, done);
	say(done, MC_HAPPENING_RECEIPT, "receipt", "received");
	say(done, MC_HAPPENING_FINISH, "event", "completed");
	assert_string_equal(civil(progress(done).due_at), THURSDAY);
	assert_string_equal(civil(progress(id).due_at), THURSDAY);
	path = office_table("2026-11-20", true);
	mc_clock_freeze(NOW + MC_HOUR);
	assert_ok(mc_desk_holidays_take(p.desk, path, &taken, NULL));
	assert_int_equal(taken.year, 2026);
	assert_int_equal(taken.moved, 1);
	assert_int_equal(mc_desk_moved(p.desk), 1); /* the officer is told, once */
	assert_int_equal(mc_desk_moved(p.desk), 0);
	assert_string_equal(taken.version, "2026-11-20");
	it = progress(id);
	assert_string_equal(civil(it.due_at), "2026-11-27 17:00");
	assert_string_equal(civil(it.was_at), THURSDAY);
	assert_int_equal(it.moved_at, NOW + MC_HOUR);
	assert_string_equal(civil(progress(done).due_at), THURSDAY); /* it is over */
	assert_int_equal(province_audit(&p, "holidays", "2026-11-20"), 1);
	assert_int_equal(province_audit(&p, "due", "2026-11-26T10:00:00Z>2026-11-27T10:00:00Z"), 1);
	/* the same once more is older than what is known */
	assert_code(mc_desk_holidays_take(p.desk, path, &taken, NULL), MC_E_HOLIDAY_OLD);
	assert_int_equal(province_audit(&p, "due", ""), 1);
	free(path);
	/* it is still there after a restart */
	province_open(&p);
	assert_string_equal(civil(progress(id).was_at), THURSDAY);
	assert_int_equal(province_audit(&p, "due", ""), 1);
	/* what is sealed from now on is reckoned so at once */
	mc_clock_freeze(NOW);
	province_submit(&p, id);
	it = progress(id);
	assert_string_equal(civil(it.due_at), "2026-11-27 17:00");
	assert_int_equal(it.was_at, 0);
}

/* An administrator who edits the file in its place is heard as well. */
static void test_an_edited_table(void **state)
{
	char id[MC_UUID_LEN], *table = office_table("2026-11-20", true), *dir, *path;
	struct mc_str text;

	(void)state;
	province_submit(&p, id);
	assert_string_equal(civil(progress(id).due_at), THURSDAY);
	dir = mc_path_join(p.data, "holidays");
	assert_ok(mc_dir_make(dir, 0700, NULL));
	path = mc_path_join(dir, "2026.json");
	mc_str_init(&text, MC_JSON_MAX);
	assert_ok(mc_file_read(table, &text, NULL));
	province_write(path, text.data);
	assert_string_equal(civil(progress(id).due_at), "2026-11-27 17:00");
	/* a damaged one is left out: the package's table counts again */
	province_write(path, "{");
	assert_string_equal(civil(progress(id).due_at), THURSDAY);
	assert_int_equal(province_audit(&p, "due", ""), 2);
	mc_str_done(&text);
	free(path);
	free(dir);
	free(table);
}

static void test_tables_refused(void **state)
{
	char *path = mc_path_join(p.top, "table.json"), *own = mc_path_join(p.data, "holidays");
	struct mc_holidays_taken taken;

	(void)state;
	province_write(path, "{\"v\":1}");
	assert_code(mc_desk_holidays_take(p.desk, path, &taken, NULL), MC_E_HOLIDAY_FILE);
	assert_code(mc_desk_holidays_take(p.desk, "/nowhere", &taken, NULL), MC_E_FILE_READ);
	free(path);
	path = office_table("2025-01-01", true);
	assert_code(mc_desk_holidays_take(p.desk, path, &taken, NULL), MC_E_HOLIDAY_OLD);
	assert_false(mc_file_exists(own));
	assert_int_equal(province_audit(&p, "holidays", ""), 0);
	free(path);
	free(own);
}

/* The queue built again has another journal: all is read anew. */
static void test_another_journal(void **state)
{
	char id[MC_UUID_LEN];
	struct mc_str mark;

	(void)state;
	province_submit(&p, id);
	say(id, MC_HAPPENING_RECEIPT, "receipt", "received");
	assert_false(progress(id).provisional);
	mc_str_init(&mark, 200);
	assert_ok(mc_store_get(p.desk->store, "progress", &mark, NULL));
	assert_ok(mc_store_set(p.desk->store, "progress",
			       "77 1 01936b2e-7c00-7d4a-8b5f-0123456789ab 0123456789abcdef", NULL));
	assert_false(progress(id).provisional);
	mc_str_done(&mark);
	mc_str_init(&mark, 200);
	assert_ok(mc_store_get(p.desk->store, "progress", &mark, NULL));
	assert_int_equal(strncmp(mark.data, "77 ", 3) == 0, false);
	assert_ok(mc_store_set(p.desk->store, "progress", "what", NULL));
	assert_string_equal(civil(progress(id).due_at), THURSDAY);
	mc_str_done(&mark);
}

/* More than one batch, and nothing is written when nothing happened. */
static void test_many(void **state)
{
	enum { MANY = 205 }; /* a batch is 200 */
	char id[MC_UUID_LEN];
	struct mc_board board;
	struct mc_str before, after;

	(void)state;
	for (int i = 0; i < MANY; i++) {
		province_submit(&p, id);
	}
	assert_ok(mc_dossier_board(p.desk, &board, NULL));
	assert_int_equal(board.total, MANY);
	assert_int_equal(board.count[MC_DUE_WEEK], MANY);
	mc_str_init(&before, 200);
	mc_str_init(&after, 200);
	assert_ok(mc_store_get(p.desk->store, "progress", &before, NULL));
	assert_ok(mc_dossier_board(p.desk, &board, NULL));
	assert_ok(mc_store_get(p.desk->store, "progress", &after, NULL));
	assert_string_equal(before.data, after.data);
	mc_str_done(&before);
	mc_str_done(&after);
}

/* ---- the board */

static void test_board(void **state)
{
	char id[4][MC_UUID_LEN];
	struct mc_board board;
	struct mc_vec rows;
	int64_t late, today;

	(void)state;
	for (int i = 0; i < 4; i++) { /* due on Thursday, Friday, Tuesday, Wednesday */
		mc_clock_freeze(NOW + (i + (i > 1) * 2) * MC_DAY);
		province_submit(&p, id[i]);
	}
	say(id[3], MC_HAPPENING_RECEIPT, "receipt", "received");
	say(id[3], MC_HAPPENING_SUPPLEMENT_ASKED, "event", "needs_supplement");
	mc_clock_freeze(NOW + 4 * MC_DAY); /* Friday */
	assert_ok(mc_dossier_board(p.desk, &board, NULL));
	assert_int_equal(board.count[MC_DUE_LATE], 1);
	assert_int_equal(board.count[MC_DUE_TODAY], 1);
	assert_int_equal(board.count[MC_DUE_NEXT], 0);
	assert_int_equal(board.count[MC_DUE_LATER], 1);
	assert_int_equal(board.count[MC_DUE_STOPPED], 1);
	assert_int_equal(board.total, 4);
	assert_ok(mc_dossier_pressing(p.desk, &late, &today, NULL));
	assert_int_equal(late, 1);
	assert_int_equal(today, 1);
	mc_vec_init(&rows, sizeof(struct mc_found_row), 10);
	assert_ok(mc_dossier_due(p.desk, 0, 3, &rows, NULL));
	assert_ok(mc_dossier_due(p.desk, 3, 3, &rows, NULL));
	assert_int_equal(rows.len, 4);
	for (int i = 0; i < 4; i++) {
		const struct mc_found_row *row = mc_vec_at(&rows, (size_t)i);
		enum mc_due_when when = mc_row_when(&board.bounds, &row->dossier);

		assert_string_equal(row->dossier.id, id[i]);
		assert_int_equal(when == MC_DUE_LATE, i == 0);
		assert_int_equal(when == MC_DUE_STOPPED, i == 3);
	}
	mc_vec_done(&rows);
}

/* Typed over the board: its own order, and nothing that is not on it. */
static void test_board_narrowed(void **state)
{
	char id[3][MC_UUID_LEN];
	struct mc_dossier_row row;
	struct mc_vec found, rows;

	(void)state;
	for (int i = 0; i < 3; i++) {
		province_submit(&p, id[i]);
	}
	say(id[0], MC_HAPPENING_RECEIPT, "receipt", "received");
	say(id[0], MC_HAPPENING_SUPPLEMENT_ASKED, "event", "needs_supplement"); /* stands last */
	say(id[1], MC_HAPPENING_RECEIPT, "receipt", "received");
	say(id[1], MC_HAPPENING_FINISH, "event", "completed"); /* is not due any more */
	mc_vec_init(&found, sizeof(struct mc_due_found), 10);
	mc_vec_init(&rows, sizeof(struct mc_found_row), 10);
	assert_ok(mc_dossier_due_find(p.desk, "tran", &found, NULL));
	assert_int_equal(found.len, 2);
	assert_ok(mc_dossier_due_rows(p.desk, found.items, (int)found.len, &rows, NULL));
	assert_string_equal(((struct mc_found_row *)mc_vec_at(&rows, 0))->dossier.id, id[2]);
	assert_string_equal(((struct mc_found_row *)mc_vec_at(&rows, 1))->dossier.id, id[0]);
	mc_vec_reset(&found);
	assert_ok(mc_dossier_due_find(p.desk, "nguyen", &found, NULL));
	assert_int_equal(found.len, 0);
	assert_ok(mc_dossier_row(p.desk, id[2], &row, NULL));
	assert_ok(mc_dossier_due_find(p.desk, row.local_number, &found, NULL));
	assert_int_equal(found.len, 1);
	mc_vec_done(&found);
	mc_vec_done(&rows);
}

/* ---- late */

static void test_postpone(void **state)
{
	char id[MC_UUID_LEN];
	struct mc_date monday = {2026, 11, 30}, saturday = {2026, 11, 28},
		       thursday = {2026, 11, 26}, part = {2026, 12, 0};
	struct mc_board board;
	struct mc_vec list;
	const struct mc_dossier_postponed *it;

	(void)state;
	province_submit(&p, id);
	mc_clock_freeze(NOW + 4 * MC_DAY); /* Friday: a day late */
	assert_code(mc_dossier_postpone(p.desk, id, &monday, " ", NULL), MC_E_POSTPONE);
	assert_code(mc_dossier_postpone(p.desk, id, &saturday, "Mất điện", NULL), MC_E_POSTPONE);
	assert_code(mc_dossier_postpone(p.desk, id, &thursday, "Mất điện", NULL), MC_E_POSTPONE);
	assert_code(mc_dossier_postpone(p.desk, id, &part, "Mất điện", NULL), MC_E_POSTPONE);
	assert_int_equal(province_audit(&p, "postpone", ""), 0);
	assert_ok(mc_dossier_postpone(p.desk, id, &monday, "Mất điện hai ngày", NULL));
	assert_int_equal(province_audit(&p, "postpone", "2026-11-30T10:00:00Z"), 1);
	assert_string_equal(civil(progress(id).due_at), THURSDAY); /* the law's day stays */
	assert_string_equal(civil(progress(id).promised_at), "2026-11-30 17:00");
	assert_ok(mc_dossier_board(p.desk, &board, NULL));
	assert_int_equal(board.count[MC_DUE_LATE], 0);
	assert_int_equal(board.count[MC_DUE_NEXT], 1);
	mc_vec_init(&list, sizeof(struct mc_dossier_postponed), 10);
	assert_ok(mc_dossier_postponed(p.desk, id, &list, NULL));
	assert_int_equal(list.len, 1);
	it = mc_vec_at(&list, 0);
	assert_string_equal(it->reason, "Mất điện hai ngày");
	mc_vec_done(&list);
	/* news of it keep the promise */
	say(id, MC_HAPPENING_RECEIPT, "receipt", "received");
	assert_string_equal(civil(progress(id).promised_at), "2026-11-30 17:00");
	say(id, MC_HAPPENING_FINISH, "event", "completed");
	assert_code(mc_dossier_postpone(p.desk, id, &monday, "Mất điện", NULL),
		    MC_E_DOSSIER_STATE);
}

/* A form in hand reckons with the table that came meanwhile: the sixtieth day is the 24th. */
static void test_a_last_day_on_a_new_holiday(void **state)
{
	struct mc_holidays_taken taken;
	char *path = office_table("2026-11-23", true);
	struct mc_work *work;
	int born, late;

	(void)state;
	mc_clock_freeze(NOW + 2 * MC_DAY);
	assert_ok(mc_work_new(p.desk, "1.001193", &work, NULL));
	born = mc_procedure_field(work->procedure, "child.born");
	late = mc_procedure_field(work->procedure, "birth.late");
	assert_ok(mc_work_type(work, born, "25/09/2026", NULL));
	assert_string_equal(work->form->values[late].text, "yes");
	assert_ok(mc_desk_holidays_take(p.desk, path, &taken, NULL));
	assert_ptr_equal(mc_desk_calendar(p.desk), work->form->calendar); /* read anew in its place */
	assert_ok(mc_work_type(work, born, "25/09/2026", NULL));
	assert_string_equal(work->form->values[late].text, "no");
	mc_work_close(work);
	free(path);
}

/* ---- tables with a hole, hours that are not understood */

static void test_no_tables_at_all(void **state)
{
	char id[MC_UUID_LEN], *procedures = mc_path_join(p.top, "procedures");

	(void)state;
	assert_int_equal(symlink(MC_SOURCE_DIR "/data/procedures", procedures), 0);
	setenv("MOTCUA_DATADIR", p.top, 1);
	province_open(&p);
	province_submit(&p, id);
	assert_string_equal(civil(progress(id).due_at), THURSDAY);
	assert_true(progress(id).unsure);
	free(procedures);
}

static void test_hours_of_the_office(void **state)
{
	char id[MC_UUID_LEN], *config = mc_path_join(p.top, "motcua.conf");
	struct mc_desk_options options = {.data_dir = p.data, .config_file = config};
	struct mc_desk *desk;

	(void)state;
	province_close(&p);
	province_write(config, "[office]\nhours = mon-fri 07:00-11:00 13:00-16:30\n");
	setenv("MOTCUA_CONFIG", config, 1);
	province_open(&p);
	province_submit(&p, id);
	assert_string_equal(civil(progress(id).due_at), "2026-11-26 16:30");
	province_close(&p);
	province_write(config, "[office]\nhours = whenever\n");
	assert_code(mc_desk_open(&options, &desk, NULL), MC_E_OFFICE_HOURS);
	free(config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_from_the_receipt, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_last_day_on_a_new_holiday, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_forged_receipt_counts_for_nothing, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_the_clock_stands, setup, teardown),
		cmocka_unit_test_setup_teardown(test_other_stops, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_verification, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_newer_catalogue, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_newer_table, setup, teardown),
		cmocka_unit_test_setup_teardown(test_an_edited_table, setup, teardown),
		cmocka_unit_test_setup_teardown(test_tables_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(test_another_journal, setup, teardown),
		cmocka_unit_test_setup_teardown(test_many, setup, teardown),
		cmocka_unit_test_setup_teardown(test_board_narrowed, setup, teardown),
		cmocka_unit_test_setup_teardown(test_board, setup, teardown),
		cmocka_unit_test_setup_teardown(test_postpone, setup, teardown),
		cmocka_unit_test_setup_teardown(test_no_tables_at_all, setup, teardown),
		cmocka_unit_test_setup_teardown(test_hours_of_the_office, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
