/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A linked group from the desk to its units and back, with the real programs: one dossier,
 * three branches, each with its own number, state and words, ending differently.
 */
#include "e2e/linked.h"

static char *mother, *father;

static int begin(void **state)
{
	(void)state;
	world_begin();
	world_gateway_start(NULL);
	mother = world_card(world_path("gateway"), "mother");
	father = world_card(world_path("gateway"), "father");
	json_object_put(desk(NULL, 0, "lookup", "--card", mother, "--procedure", PROCEDURE,
			     "--purpose", PURPOSE, NULL));
	json_object_put(desk(NULL, 0, "lookup", "--card", father, "--procedure", PROCEDURE,
			     "--purpose", PURPOSE, NULL));
	linked_id = new_dossier(NULL, mother, father);
	return 0;
}

static int end(void **state)
{
	(void)state;
	free(mother);
	free(father);
	free(linked_id);
	world_end();
	return 0;
}

static const char *const units[] = {"justice", "police", "insurance"};

static struct json_object *await(const char *state, const char *justice, const char *police,
				 const char *insurance)
{
	return linked_await(state, units, (const char *[]){justice, police, insurance});
}

/* What a person reads: each branch in words, no alarm. */
static void expect_text(const char *part, bool there)
{
	char gateway[4096];
	const char *argv[] = {world_program("motcua"), "--data",    world_path("desk"), "--gateway",
			      gateway,		       "--officer", OFFICER,		"dossier",
			      "show",		       linked_id,   NULL};
	struct world_run run;

	snprintf(gateway, sizeof(gateway), "unix:%s", world_path("gateway/gateway.sock"));
	world_run(&run, argv, NULL);
	assert_int_equal(run.status, 0);
	if (!strstr(run.out, part) == there) {
		fail_msg("%s is%s in:\n%s", part, there ? " not" : "", run.out);
	}
	world_run_done(&run);
}

static void expect_stopped(struct json_object *said, int status)
{
	struct json_object *stopped = NULL;

	assert_int_equal(json_object_object_get_ex(said, "stopped", &stopped), status != 0);
	assert_int_equal(json_object_get_int(stopped), status);
}

static void branches_answer_differently(void **state)
{
	struct json_object *said;

	(void)state;
	json_object_put(desk(NULL, 0, "dossier", "submit", linked_id, NULL));
	/* justice is at work; the others wait for it: a child has no residence unborn */
	said = await("IN_PROCESS", "in_process", "", "");
	assert_string_equal(text_of(linked_member(said, "linked"), "end"), "open");
	json_object_put(said);
	assert_int_equal(linked_answer("police", "completed", NULL), 65); /* it is not that far */
	assert_int_not_equal(linked_answer("land", "completed", NULL), 0); /* no unit of this group */
	assert_int_not_equal(linked_answer("", "completed", NULL), 0);	    /* each answers for itself */
	assert_int_equal(linked_answer("justice", "finished", NULL), 64);
	assert_int_equal(linked_answer("justice", "completed", "Đã đăng ký khai sinh."), 0);
	json_object_put(await("IN_PROCESS", "completed", "in_process", "in_process"));
	/* a fee for one branch, then a stop: told for the branch and for the whole, and no end */
	assert_int_equal(linked_answer("insurance", "payment_due", "Nộp lệ phí cấp thẻ."), 0);
	said = await("IN_PROCESS", "completed", "in_process", "payment_due");
	expect_stopped(said, 6);
	assert_string_equal(text_of(said, "waits_for"), "desk");
	assert_string_equal(text_of(said, "branch"), "police"); /* its clock runs on */
	json_object_put(said);
	expect_text(world_say("a fee is to be paid"), true);
	expect_text("Nộp lệ phí cấp thẻ.", true);
	assert_int_equal(linked_answer("insurance", "stopped", NULL), 0);
	said = await("IN_PROCESS", "completed", "in_process", "stopped");
	expect_stopped(said, 8);
	json_object_put(said);
	expect_text(world_say("stopped for the time being"), true);
	assert_int_equal(linked_answer("insurance", "in_process", NULL), 0);
	said = await("IN_PROCESS", "completed", "in_process", "in_process");
	expect_stopped(said, 0);
	json_object_put(said);
	assert_int_equal(linked_answer("police", "needs_supplement", "Thiếu ý kiến của chủ hộ."), 0);
	said = await("NEEDS_SUPPLEMENT", "completed", "needs_supplement", "in_process");
	assert_string_equal(text_of(linked_branch(said, "police"), "text"), "Thiếu ý kiến của chủ hộ.");
	linked_expect_numbers(said, units);
	/* one waits for the citizen; the dossier is due when the other one that runs is */
	assert_string_equal(text_of(said, "branch"), "insurance");
	assert_string_not_equal(text_of(said, "branch_due_at"), "");
	json_object_put(said);
	assert_int_equal(linked_answer("insurance", "returned", "Trẻ đã có thẻ."), 0);
	assert_int_equal(linked_answer("police", "completed", NULL), 0);
	said = await("COMPLETED", "completed", "completed", "returned");
	assert_string_equal(text_of(linked_member(said, "linked"), "end"), "part");
	assert_int_equal(json_object_array_length(linked_member(linked_branch(said, "police"), "alarms")), 0);
	json_object_put(said);
	expect_text("Trẻ đã có thẻ.", true);
	expect_text(world_say("granted in part: what was returned is filed again alone"), true);
	assert_int_equal(linked_answer("police", "returned", NULL), 65); /* it has ended */
	/* what was granted must not be asked for twice */
	json_object_put(desk(NULL, 65, "dossier", "correct", linked_id, NULL));
}

static void a_refused_birth_refuses_the_group(void **state)
{
	struct json_object *said;

	(void)state;
	json_object_put(desk(NULL, 0, "dossier", "submit", linked_id, NULL));
	json_object_put(await("IN_PROCESS", "in_process", "", ""));
	assert_int_equal(linked_answer("justice", "returned", "Giấy chứng sinh không đúng."), 0);
	said = await("RETURNED", "returned", "returned", "returned");
	assert_string_equal(text_of(linked_member(said, "linked"), "end"), "nothing");
	json_object_put(said);
	json_object_put(desk(NULL, 0, "dossier", "correct", linked_id, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(branches_answer_differently, begin, end),
		cmocka_unit_test_setup_teardown(a_refused_birth_refuses_the_group, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
