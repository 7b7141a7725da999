/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A linked group from the desk to its units and back, with the real programs: one dossier,
 * three branches, each with its own number, state and words, ending differently.
 */
#include <unistd.h>

#include "e2e/dossier.h"
#include "support/pty.h"

static char *mother, *father, *id;

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
	id = new_dossier(NULL, mother, father);
	return 0;
}

static int end(void **state)
{
	(void)state;
	free(mother);
	free(father);
	free(id);
	world_end();
	return 0;
}

/* ---- what the desk says of the group: "state|end|branch=state,number;.." */

static struct json_object *shown(void)
{
	json_object_put(desk(NULL, 0, "sync", "--once", NULL));
	return desk(NULL, 0, "dossier", "show", id, NULL);
}

static struct json_object *member(struct json_object *object, const char *name)
{
	struct json_object *ret = NULL;

	json_object_object_get_ex(object, name, &ret);
	return ret;
}

static struct json_object *branch_of(struct json_object *said, const char *branch)
{
	struct json_object *list = member(member(said, "linked"), "branches");

	for (size_t i = 0; list && i < json_object_array_length(list); i++) {
		struct json_object *it = json_object_array_get_idx(list, i);

		if (strcmp(text_of(it, "branch"), branch) == 0) {
			return it;
		}
	}
	return NULL;
}

static bool stands(struct json_object *said, const char *state, const char *const branches[3])
{
	static const char *const names[] = {"justice", "police", "insurance"};
	bool good = strcmp(text_of(said, "state"), state) == 0;

	for (int i = 0; i < 3; i++) {
		struct json_object *branch = branch_of(said, names[i]);

		good &= branch && strcmp(text_of(branch, "state"), branches[i]) == 0;
	}
	return good;
}

/* The relay works by itself, step by step: synchronise until it has come so far. */
static struct json_object *await(const char *state, const char *justice, const char *police,
				 const char *insurance)
{
	const char *const branches[] = {justice, police, insurance};
	double until = world_now() + 2 * PTY_PATIENCE;
	struct json_object *said = shown();

	while (!stands(said, state, branches)) {
		if (world_now() > until) {
			fail_msg("not %s %s %s %s:\n%s", state, justice, police, insurance,
				 json_object_to_json_string(said));
		}
		json_object_put(said);
		usleep(200000);
		said = shown();
	}
	return said;
}

/* ---- what the units say */

static int answer(const char *branch, const char *outcome, const char *text)
{
	const char *argv[] = {world_program("motcua-gateway"),
			      "event",
			      outcome,
			      id,
			      "--data",
			      world_path("gateway"),
			      "--branch",
			      branch,
			      text ? "--text" : NULL,
			      text,
			      NULL};
	struct world_run run;
	int status;

	world_run(&run, argv, NULL);
	status = run.status;
	world_run_done(&run);
	return status;
}

static void expect_numbers(struct json_object *said)
{
	const char *whole = text_of(said, "official_number");
	const char *numbers[] = {text_of(branch_of(said, "justice"), "number"),
				 text_of(branch_of(said, "police"), "number"),
				 text_of(branch_of(said, "insurance"), "number")};

	assert_true(strlen(whole) > 0);
	for (int i = 0; i < 3; i++) {
		assert_true(strlen(numbers[i]) > 0);
		assert_string_not_equal(numbers[i], whole);
		assert_string_not_equal(numbers[i], numbers[(i + 1) % 3]);
	}
}

/* What a person reads: each branch in words, no alarm. */
static void expect_text(const char *part, bool there)
{
	char gateway[4096];
	const char *argv[] = {world_program("motcua"), "--data",    world_path("desk"), "--gateway",
			      gateway,		       "--officer", OFFICER,		"dossier",
			      "show",		       id,	    NULL};
	struct world_run run;

	snprintf(gateway, sizeof(gateway), "unix:%s", world_path("gateway/gateway.sock"));
	world_run(&run, argv, NULL);
	assert_int_equal(run.status, 0);
	if (!strstr(run.out, part) == there) {
		fail_msg("%s is%s in:\n%s", part, there ? " not" : "", run.out);
	}
	world_run_done(&run);
}

static void branches_answer_differently(void **state)
{
	struct json_object *said;

	(void)state;
	json_object_put(desk(NULL, 0, "dossier", "submit", id, NULL));
	/* justice is at work; the others wait for it: a child has no residence unborn */
	said = await("IN_PROCESS", "in_process", "", "");
	assert_string_equal(text_of(member(said, "linked"), "end"), "open");
	json_object_put(said);
	assert_int_equal(answer("police", "completed", NULL), 65); /* it is not that far */
	assert_int_not_equal(answer("land", "completed", NULL), 0); /* no unit of this group */
	assert_int_not_equal(answer("", "completed", NULL), 0);	    /* each answers for itself */
	assert_int_equal(answer("justice", "finished", NULL), 64);
	assert_int_equal(answer("justice", "completed", "Đã đăng ký khai sinh."), 0);
	json_object_put(await("IN_PROCESS", "completed", "in_process", "in_process"));
	assert_int_equal(answer("police", "needs_supplement", "Thiếu ý kiến của chủ hộ."), 0);
	said = await("NEEDS_SUPPLEMENT", "completed", "needs_supplement", "in_process");
	assert_string_equal(text_of(branch_of(said, "police"), "text"), "Thiếu ý kiến của chủ hộ.");
	expect_numbers(said);
	json_object_put(said);
	assert_int_equal(answer("insurance", "returned", "Trẻ đã có thẻ."), 0);
	assert_int_equal(answer("police", "completed", NULL), 0);
	said = await("COMPLETED", "completed", "completed", "returned");
	assert_string_equal(text_of(member(said, "linked"), "end"), "part");
	assert_int_equal(json_object_array_length(member(branch_of(said, "police"), "alarms")), 0);
	json_object_put(said);
	expect_text("Trẻ đã có thẻ.", true);
	expect_text(world_say("granted in part: what was returned is filed again alone"), true);
	assert_int_equal(answer("police", "returned", NULL), 65); /* it has ended */
	/* what was granted must not be asked for twice */
	json_object_put(desk(NULL, 65, "dossier", "correct", id, NULL));
}

static void a_refused_birth_refuses_the_group(void **state)
{
	struct json_object *said;

	(void)state;
	json_object_put(desk(NULL, 0, "dossier", "submit", id, NULL));
	json_object_put(await("IN_PROCESS", "in_process", "", ""));
	assert_int_equal(answer("justice", "returned", "Giấy chứng sinh không đúng."), 0);
	said = await("RETURNED", "returned", "returned", "returned");
	assert_string_equal(text_of(member(said, "linked"), "end"), "nothing");
	json_object_put(said);
	json_object_put(desk(NULL, 0, "dossier", "correct", id, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(branches_answer_differently, begin, end),
		cmocka_unit_test_setup_teardown(a_refused_birth_refuses_the_group, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
