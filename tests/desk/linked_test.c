/* SPDX-License-Identifier: MPL-2.0 */
/* linked_test.c - the branches of a linked group, as a desk reads them from signed words. */
#include "motcua/store/progress.h"
#include "store/desk_db.h"
#include "support/province.h"

#include "motcua/desk/find.h"
#include "motcua/desk/linked.h"

static struct province p;
static char id[MC_UUID_LEN];
static struct mc_dossier_linked linked;

static int setup(void **state)
{
	(void)state;
	province_begin(&p);
	province_open(&p);
	province_submit(&p, id);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	province_end(&p);
	return 0;
}

static void receive(void)
{
	assert_ok(province_say(&p, id, MC_HAPPENING_RECEIPT, "receipt", "received", NULL,
			       FAULT_NONE));
	assert_ok(province_say(&p, id, MC_HAPPENING_FORWARD, "event", "forwarded",
			       "H15.23-261123-0001", FAULT_NONE));
}

static void say(enum mc_happening happening, const char *whole, const char *branch,
		const char *outcome)
{
	char number[40];

	snprintf(number, sizeof(number), "N-%s", branch);
	assert_ok(province_say_branch(&p, id, happening, whole,
				      &(struct province_branch){
					      .id = branch, .outcome = outcome, .number = number }));
}

static const struct mc_dossier_branch *look(int which)
{
	struct mc_dossier_row row;

	assert_ok(mc_dossier_row(p.desk, id, &row, NULL));
	assert_ok(mc_dossier_linked(p.desk, &row, &linked, NULL));
	assert_true(which < linked.count);
	return &linked.branches[which];
}

static void link_up(int64_t last_up, bool up)
{
	struct mc_link link = {.state = up ? MC_LINK_UP : MC_LINK_DOWN, .last_up = last_up};

	assert_ok(mc_mail_link_set(p.desk->mail, &link, NULL));
}

static void branches_before_anything_is_heard(void **state)
{
	(void)state;
	assert_string_equal(look(0)->id, "justice");
	assert_int_equal(linked.count, 3);
	assert_int_equal(linked.end, MC_LINKED_OPEN);
	assert_false(linked.differs);
	for (int i = 0; i < linked.count; i++) {
		assert_int_equal(linked.branches[i].state, MC_BRANCH_NONE);
		assert_int_equal(linked.branches[i].alarms, 0);
		assert_non_null(linked.branches[i].of);
	}
}

static void each_branch_has_its_number_state_and_words(void **state)
{
	const struct mc_dossier_branch *branch;

	(void)state;
	receive();
	say(MC_HAPPENING_BRANCH, "forwarded", "justice", "forwarded");
	say(MC_HAPPENING_PROCESS, "in_process", "justice", "completed");
	mc_clock_freeze(NOW + 5 * MC_MINUTE);
	say(MC_HAPPENING_BRANCH, "in_process", "police", "forwarded");
	assert_ok(province_say_branch(&p, id, MC_HAPPENING_SUPPLEMENT_ASKED, "needs_supplement",
				      &(struct province_branch){ .id = "police",
								 .outcome = "needs_supplement",
								 .text = "Thiếu văn bản đồng ý.",
								 .deadline = NOW + MC_DAY,
								 .due = NOW + 3 * MC_DAY }));
	branch = look(0);
	assert_int_equal(branch->state, MC_BRANCH_COMPLETED);
	assert_string_equal(branch->number, "N-justice");
	assert_int_equal(branch->at, NOW);
	branch = look(1);
	assert_int_equal(branch->state, MC_BRANCH_NEEDS_SUPPLEMENT);
	assert_string_equal(branch->number, "N-police"); /* said before: it stays */
	assert_string_equal(branch->text, "Thiếu văn bản đồng ý.");
	assert_int_equal(branch->deadline, NOW + MC_DAY);
	assert_int_equal(branch->clock.due, NOW + 3 * MC_DAY);
	assert_int_equal(look(2)->state, MC_BRANCH_NONE);
	assert_false(linked.differs);
	assert_int_equal(linked.end, MC_LINKED_OPEN);
}

static void ends_that_differ(void **state)
{
	struct mc_dossier_row row;

	(void)state;
	receive();
	say(MC_HAPPENING_BRANCH, "forwarded", "justice", "forwarded");
	say(MC_HAPPENING_PROCESS, "in_process", "justice", "completed");
	say(MC_HAPPENING_BRANCH, "in_process", "police", "returned");
	say(MC_HAPPENING_FINISH, "completed", "insurance", "completed");
	look(0);
	assert_int_equal(linked.end, MC_LINKED_PART);
	assert_false(linked.differs);
	assert_ok(mc_dossier_row(p.desk, id, &row, NULL));
	assert_int_equal(row.state, MC_STATE_COMPLETED);
	assert_string_equal(row.official_number, "H15.23-261123-0001");
}

/* The whole is signed and stands; that it does not follow is told. */
static void a_whole_that_does_not_follow_is_told(void **state)
{
	(void)state;
	receive();
	say(MC_HAPPENING_FINISH, "completed", "justice", "forwarded");
	look(0);
	assert_true(linked.differs);
}

static void a_branch_that_the_catalogue_does_not_know_is_shown(void **state)
{
	const struct mc_dossier_branch *branch;

	(void)state;
	receive();
	say(MC_HAPPENING_BRANCH, "forwarded", "land", "forwarded");
	branch = look(3);
	assert_string_equal(branch->id, "land");
	assert_null(branch->of);
	assert_int_equal(branch->state, MC_BRANCH_FORWARDED);
}

/* Ten minutes from the receipt, and from the end of the branch before it. */
static void not_passed_on_in_time(void **state)
{
	(void)state;
	receive();
	link_up(NOW, true);
	mc_clock_freeze(NOW + 10 * MC_MINUTE);
	assert_int_equal(look(0)->alarms, 0);
	mc_clock_freeze(NOW + 11 * MC_MINUTE);
	assert_int_equal(look(0)->alarms, MC_BRANCH_LATE_SYNC);
	assert_int_equal(look(1)->alarms, 0); /* waits for the justice branch */
	say(MC_HAPPENING_BRANCH, "forwarded", "justice", "forwarded");
	say(MC_HAPPENING_PROCESS, "in_process", "justice", "completed");
	mc_clock_freeze(NOW + 21 * MC_MINUTE);
	assert_int_equal(look(1)->alarms, 0);
	mc_clock_freeze(NOW + 22 * MC_MINUTE);
	assert_int_equal(look(1)->alarms, MC_BRANCH_LATE_SYNC);
	assert_int_equal(look(0)->alarms, MC_BRANCH_LATE_SYNC); /* it was, and stays visible */
}

/* Without a link we do not accuse anybody of what we could not have heard. */
static void while_the_link_is_down(void **state)
{
	(void)state;
	receive();
	link_up(NOW + MC_MINUTE, false);
	mc_clock_freeze(NOW + 11 * MC_MINUTE);
	assert_int_equal(look(0)->alarms, MC_BRANCH_NOT_HEARD);
	link_up(NOW + 11 * MC_MINUTE, false);
	mc_clock_freeze(NOW + MC_HOUR);
	assert_int_equal(look(0)->alarms, MC_BRANCH_LATE_SYNC);
}

static void a_step_told_late(void **state)
{
	(void)state;
	receive();
	link_up(NOW, true);
	say(MC_HAPPENING_BRANCH, "forwarded", "justice", "forwarded");
	assert_int_equal(look(0)->alarms, 0);
	assert_ok(province_say_branch(&p, id, MC_HAPPENING_PROCESS, "in_process",
				      &(struct province_branch){
					      .id = "justice",
					      .outcome = "acknowledged",
					      .step_at = NOW - 10 * MC_MINUTE - MC_SECOND }));
	assert_int_equal(look(0)->alarms, MC_BRANCH_LATE_SYNC);
}

static void past_the_due_date(void **state)
{
	(void)state;
	receive();
	link_up(NOW, true);
	assert_ok(province_say_branch(&p, id, MC_HAPPENING_BRANCH, "forwarded",
				      &(struct province_branch){ .id = "justice",
								 .outcome = "forwarded",
								 .due = NOW + MC_HOUR }));
	say(MC_HAPPENING_PROCESS, "in_process", "justice", "in_process");
	mc_clock_freeze(NOW + MC_HOUR);
	assert_int_equal(look(0)->alarms, 0);
	mc_clock_freeze(NOW + MC_HOUR + 1);
	assert_int_equal(look(0)->alarms, MC_BRANCH_LATE_DUE);
}

/* Two hours of work, whatever the night and the noon between; and the branch's own time. */
static void the_law_s_time_by_the_working_hours(void **state)
{
	const struct mc_dossier_branch *branch;

	(void)state;
	receive();
	link_up(NOW, true);
	say(MC_HAPPENING_BRANCH, "forwarded", "justice", "forwarded");
	branch = look(0);
	assert_true(branch->clock.acknowledge_due >= NOW + 2 * MC_HOUR);
	assert_true(branch->clock.due > 0); /* of the catalogue: nobody has said it */
	mc_clock_freeze(branch->clock.acknowledge_due);
	assert_int_equal(look(0)->alarms & MC_BRANCH_LATE_ACK, 0);
	mc_clock_freeze(branch->clock.acknowledge_due + 1);
	assert_int_equal(look(0)->alarms & MC_BRANCH_LATE_ACK, MC_BRANCH_LATE_ACK);
}

/* A branch whose time is in days of the calendar is due like the others; one without, never. */
static void a_branch_s_time_in_days(void **state)
{
	struct mc_time_rule *rule;
	int64_t before;

	(void)state;
	receive();
	say(MC_HAPPENING_BRANCH, "forwarded", "justice", "forwarded");
	before = look(0)->clock.due;
	rule = (void *)(uintptr_t)&look(0)->of->time_rule; /* another catalogue's word */
	*rule = (struct mc_time_rule){.days = 10};
	assert_true(look(0)->clock.due > before);
	*rule = (struct mc_time_rule){0};
	assert_int_equal(look(0)->clock.due, 0);
}

/* The police asks elsewhere: its branch has five working days, the others what they had. */
static void a_branch_that_verifies_has_longer(void **state)
{
	int64_t before;

	(void)state;
	receive();
	link_up(NOW, true);
	say(MC_HAPPENING_BRANCH, "forwarded", "justice", "forwarded");
	say(MC_HAPPENING_BRANCH, "forwarded", "police", "forwarded");
	before = look(1)->clock.due;
	assert_string_equal(look(1)->id, "police");
	assert_true(before > 0);
	assert_ok(province_say_branch(&p, id, MC_HAPPENING_PROCESS, "in_process",
				      &(struct province_branch){ .id = "police",
								 .outcome = "in_process",
								 .verifies = true }));
	assert_true(look(1)->clock.verifies);
	assert_true(look(1)->clock.due > before);
	assert_false(look(0)->clock.verifies);
}

/* ---- on the board */

static void say_due(const char *branch, const char *outcome, int64_t due)
{
	assert_ok(province_say_branch(&p, id, MC_HAPPENING_PROCESS, "in_process",
				      &(struct province_branch){
					      .id = branch, .outcome = outcome, .due = due }));
}

/* "late police, next insurance": when each row of the board is due, and whose it is. */
static const char *on_board(void)
{
	static char ret[200];
	struct mc_board board;
	struct mc_vec rows;

	assert_ok(mc_dossier_board(p.desk, &board, NULL));
	mc_vec_init(&rows, sizeof(struct mc_found_row), 10);
	assert_ok(mc_dossier_due(p.desk, 0, 10, &rows, NULL));
	assert_int_equal(rows.len, board.total);
	ret[0] = '\0';
	MC_VEC_EACH(&rows, struct mc_found_row, it) {
		snprintf(ret + strlen(ret), sizeof(ret) - strlen(ret), "%s%s %s",
			 ret[0] ? ", " : "",
			 mc_due_when_code(mc_row_when(&board.bounds, &it->dossier)),
			 it->dossier.progress.branch[0] ? it->dossier.progress.branch : "whole");
	}
	mc_vec_done(&rows);
	return ret;
}

/* Each branch that runs counts on its own day; the dossier's own row names the first. */
static void branches_on_the_board(void **state)
{
	struct mc_date monday = {2026, 12, 7};
	struct mc_dossier_row row;

	(void)state;
	receive();
	assert_string_equal(on_board(), "week whole"); /* three working days */
	say_due("justice", "completed", 0);
	say_due("police", "in_process", NOW + 2 * MC_HOUR);
	say_due("insurance", "in_process", NOW + MC_DAY);
	assert_string_equal(on_board(), "today police, next insurance");
	assert_ok(mc_dossier_row(p.desk, id, &row, NULL));
	assert_string_equal(row.progress.branch, "police");
	mc_clock_freeze(NOW + 3 * MC_HOUR);
	assert_string_equal(on_board(), "late police, next insurance");
	/* the police waits for the citizen: its clock stands, the insurance's runs */
	assert_ok(province_say_branch(&p, id, MC_HAPPENING_SUPPLEMENT_ASKED, "needs_supplement",
				      &(struct province_branch){ .id = "police",
								 .outcome = "needs_supplement" }));
	assert_string_equal(on_board(), "next insurance");
	mc_clock_freeze(NOW + 2 * MC_DAY);
	assert_string_equal(on_board(), "late insurance");
	assert_ok(mc_dossier_postpone(p.desk, id, &monday, "Mất điện", NULL));
	assert_string_equal(on_board(), "later insurance");
	assert_ok(mc_dossier_row(p.desk, id, &row, NULL));
	assert_int_equal(row.progress.stopped, 5);
	assert_string_equal(row.progress.branch, "insurance");
	say_due("insurance", "completed", 0);
	assert_ok(mc_dossier_row(p.desk, id, &row, NULL));
	assert_string_equal(row.progress.branch, "");
}

/* A fee, then a stop: the branch's clock stands, with the whole's; the others run on. Time that
 * it stood is not counted, and a day that was said before does not hold any more. */
static void a_branch_waits_for_its_fee(void **state)
{
	struct mc_dossier_row row;
	int64_t before;

	(void)state;
	receive();
	link_up(NOW + 9 * MC_DAY, true);
	say(MC_HAPPENING_BRANCH, "forwarded", "police", "forwarded");
	say_due("insurance", "in_process", NOW + 2 * MC_DAY);
	before = look(1)->clock.due;
	assert_true(before > 0);
	assert_ok(province_say_branch(&p, id, MC_HAPPENING_PROCESS, "payment_due",
				      &(struct province_branch){
					      .id = "police", .outcome = "payment_due" }));
	assert_int_equal(look(1)->state, MC_BRANCH_PAYMENT_DUE);
	assert_int_equal(look(1)->stopped, 6);
	assert_int_equal(look(1)->clock.due, 0);
	assert_string_equal(on_board(), "week insurance");
	assert_ok(mc_dossier_row(p.desk, id, &row, NULL));
	assert_int_equal(row.progress.stopped, 6);
	assert_string_equal(mc_dossier_turn(&row)->word, "desk");
	mc_clock_freeze(NOW + 8 * MC_DAY);
	assert_int_equal(look(1)->alarms & MC_BRANCH_LATE_DUE, 0);
	assert_int_equal(look(2)->alarms & MC_BRANCH_LATE_DUE, MC_BRANCH_LATE_DUE);
	assert_ok(province_say_branch(&p, id, MC_HAPPENING_PROCESS, "stopped",
				      &(struct province_branch){ .id = "police",
								 .outcome = "stopped" }));
	assert_int_equal(look(1)->stopped, 8);
	assert_ok(province_say_branch(&p, id, MC_HAPPENING_PROCESS, "in_process",
				      &(struct province_branch){ .id = "police",
								 .outcome = "in_process" }));
	assert_int_equal(look(1)->stopped, 0);
	assert_true(look(1)->clock.due > before);
	assert_ok(mc_dossier_row(p.desk, id, &row, NULL));
	assert_int_equal(row.progress.stopped, 0);
}

/* Those that an older desk followed are reckoned again, branches and all. */
static void branches_of_an_older_desk(void **state)
{
	struct mc_str mark;
	char older[200];

	(void)state;
	receive();
	say_due("police", "in_process", NOW + 2 * MC_HOUR);
	assert_string_equal(on_board(), "today police");
	assert_ok(mc_db_run(&p.desk->store->db, "UPDATE progress SET branch = '', branch_due_at = NULL,"
			    " shown_at = due_at", NULL, NULL));
	assert_string_equal(on_board(), "week whole");
	mc_str_init(&mark, 200);
	assert_ok(mc_progress_mark(p.desk->store, &mark, NULL));
	snprintf(older, sizeof(older), "%.*s0000000000000000", (int)mark.len - 16, mark.data);
	assert_ok(mc_store_set(p.desk->store, "progress", older, NULL));
	assert_string_equal(on_board(), "today police");
	mc_str_done(&mark);
}

/* What nobody signed moves no branch. */
static void forged_words_move_no_branch(void **state)
{
	(void)state;
	receive();
	assert_ok(province_say(&p, id, MC_HAPPENING_PROCESS, "event", "in_process", NULL,
			       FAULT_KEY));
	look(0);
	for (int i = 0; i < linked.count; i++) {
		assert_int_equal(linked.branches[i].state, MC_BRANCH_NONE);
	}
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(branches_before_anything_is_heard),
		CASE(each_branch_has_its_number_state_and_words),
		CASE(ends_that_differ),
		CASE(a_whole_that_does_not_follow_is_told),
		CASE(a_branch_that_the_catalogue_does_not_know_is_shown),
		CASE(not_passed_on_in_time),
		CASE(while_the_link_is_down),
		CASE(a_step_told_late),
		CASE(past_the_due_date),
		CASE(the_law_s_time_by_the_working_hours),
		CASE(a_branch_s_time_in_days),
		CASE(a_branch_that_verifies_has_longer),
		CASE(branches_on_the_board),
		CASE(a_branch_waits_for_its_fee),
		CASE(branches_of_an_older_desk),
		CASE(forged_words_move_no_branch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
