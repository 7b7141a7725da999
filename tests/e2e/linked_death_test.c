/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The linked group of a death (2.002622) through the real gateway: registered by justice, the
 * residence deleted by the police, an allowance by the commune, each answering in its own way.
 * What the register knows of the dead is not typed.
 */
#include "e2e/linked.h"

#define DEATH "2.002622"

static const char *const units[] = {"justice", "police", "social"};

static const char death_format[] =
	"{\"v\":1,\"fields\":{"
	"\"authority.registry\":\"UBND xã Hòa Phú\",\"authority.residence\":\"Công an xã Hòa Phú\","
	"\"requester.number\":\"%1$s\",\"requester.relation\":\"spouse\","
	"\"requester.phone\":\"0987 604 315\",\"dead.number\":\"%2$s\","
	"\"death.place\":\"Tại nhà\",\"death.cause\":\"Tuổi già\","
	"\"death_notice.kind\":\"notice\",\"death_notice.number\":\"BT-7731\","
	"\"death_notice.issued\":\"15/8/2026\",\"death_notice.issuer\":\"Trạm Y tế xã Hòa Phú\","
	"\"dead.copies\":\"1\",\"deletion.was_head\":\"yes\","
	"\"deletion.new_head_name\":\"Hồ Thị Cúc\",\"allowance.kind\":\"%3$s\","
	"\"organiser.number\":\"%1$s\",\"pay.way\":\"cash\",\"delivery.way\":\"counter\"}}\n";

static const char notice[] = "%PDF-1.4 giấy báo tử BT-7731, mọi người đều do bịa ra\n";

static void draft(const char *widow, const char *dead, const char *allowance)
{
	char *of_widow = world_card_part(widow, 0), *of_dead = world_card_part(dead, 0);
	char answers[8192], attach[4200];
	struct json_object *said, *problems = NULL;

	snprintf(answers, sizeof(answers), death_format, of_widow, of_dead, allowance);
	world_write(world_path("answers.json"), answers, strlen(answers));
	world_write(world_path("bao-tu.pdf"), notice, strlen(notice));
	snprintf(attach, sizeof(attach), "death_notice=%s", world_path("bao-tu.pdf"));
	said = desk(NULL, 0, "dossier", "new", DEATH, "--from", world_path("answers.json"),
		    "--attach", attach, NULL);
	json_object_object_get_ex(said, "problems", &problems);
	/* that the register has the death already is told, and is no hindrance */
	if (json_object_array_length(problems) != 1 ||
	    strcmp(text_of(json_object_array_get_idx(problems, 0), "field"), "death.day") != 0 ||
	    strcmp(text_of(json_object_array_get_idx(problems, 0), "level"), "warn") != 0) {
		fail_msg("the draft has problems: %s", json_object_to_json_string(problems));
	}
	linked_id = strdup(text_of(said, "id"));
	json_object_put(said);
	free(of_widow);
	free(of_dead);
}

static int begin_with(const char *allowance)
{
	char *widow, *dead;

	world_begin();
	world_gateway_start(NULL);
	widow = world_card(world_path("gateway"), "head-dead");
	dead = world_card(world_path("gateway"), "dead");
	json_object_put(desk(NULL, 0, "lookup", "--card", widow, "--procedure", DEATH, "--purpose",
			     "Đăng ký khai tử", NULL));
	json_object_put(desk(NULL, 0, "lookup", "--card", dead, "--procedure", DEATH, "--purpose",
			     "Đăng ký khai tử", NULL));
	draft(widow, dead, allowance);
	free(widow);
	free(dead);
	return 0;
}

static int begin(void **state)
{
	(void)state;
	return begin_with("social");
}

static int begin_without_allowance(void **state)
{
	(void)state;
	return begin_with("none");
}

static int end(void **state)
{
	(void)state;
	free(linked_id);
	world_end();
	return 0;
}

static void branches_answer_differently(void **state)
{
	struct json_object *said;

	(void)state;
	json_object_put(desk(NULL, 0, "dossier", "submit", linked_id, NULL));
	said = linked_await("IN_PROCESS", units, (const char *[]){"in_process", "", ""});
	assert_string_equal(text_of(said, "procedure"), DEATH);
	json_object_put(said);
	assert_int_equal(linked_answer("social", "completed", NULL), 65); /* it is not that far */
	assert_int_not_equal(linked_answer("insurance", "completed", NULL), 0); /* of a birth */
	assert_int_equal(linked_answer("justice", "completed", "Đã đăng ký khai tử."), 0);
	json_object_put(linked_await("IN_PROCESS", units,
				     (const char *[]){"completed", "in_process", "in_process"}));
	assert_int_equal(linked_answer("social", "needs_supplement", "Thiếu số tài khoản."), 0);
	said = linked_await("NEEDS_SUPPLEMENT", units,
			    (const char *[]){"completed", "in_process", "needs_supplement"});
	assert_string_equal(text_of(linked_branch(said, "social"), "text"), "Thiếu số tài khoản.");
	linked_expect_numbers(said, units);
	json_object_put(said);
	assert_int_equal(linked_answer("police", "returned", "Đã xóa từ trước."), 0);
	assert_int_equal(linked_answer("social", "completed", "Đã duyệt mai táng phí."), 0);
	said = linked_await("COMPLETED", units,
			    (const char *[]){"completed", "returned", "completed"});
	assert_string_equal(text_of(linked_member(said, "linked"), "end"), "part");
	json_object_put(said);
	assert_int_equal(linked_answer("police", "completed", NULL), 65); /* it has ended */
	/* a death that is registered is not registered again */
	json_object_put(desk(NULL, 65, "dossier", "correct", linked_id, NULL));
}

/* Nobody died by the register of justice: nothing is deleted, nothing is paid. */
static void a_refused_death_refuses_the_group(void **state)
{
	struct json_object *said;

	(void)state;
	json_object_put(desk(NULL, 0, "dossier", "submit", linked_id, NULL));
	json_object_put(
		linked_await("IN_PROCESS", units, (const char *[]){"in_process", "", ""}));
	assert_int_equal(linked_answer("justice", "returned", "Giấy báo tử không đúng."), 0);
	said = linked_await("RETURNED", units,
			    (const char *[]){"returned", "returned", "returned"});
	assert_string_equal(text_of(linked_member(said, "linked"), "end"), "nothing");
	json_object_put(said);
	json_object_put(desk(NULL, 0, "dossier", "correct", linked_id, NULL));
}

/* Nobody asked for the allowance: that unit never hears of it, and nobody waits for it. */
static void a_branch_that_is_not_asked_for_gets_nothing(void **state)
{
	struct json_object *said;

	(void)state;
	json_object_put(desk(NULL, 0, "dossier", "submit", linked_id, NULL));
	json_object_put(
		linked_await("IN_PROCESS", units, (const char *[]){"in_process", "", NULL}));
	assert_int_equal(linked_answer("justice", "completed", "Đã đăng ký khai tử."), 0);
	json_object_put(linked_await("IN_PROCESS", units,
				     (const char *[]){"completed", "in_process", NULL}));
	assert_int_not_equal(linked_answer("social", "completed", NULL), 0); /* it has no such one */
	assert_int_equal(linked_answer("police", "completed", "Đã xóa đăng ký thường trú."), 0);
	said = linked_await("COMPLETED", units, (const char *[]){"completed", "completed", NULL});
	assert_string_equal(text_of(linked_member(said, "linked"), "end"), "all");
	json_object_put(said);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(branches_answer_differently, begin, end),
		cmocka_unit_test_setup_teardown(a_refused_death_refuses_the_group, begin, end),
		cmocka_unit_test_setup_teardown(a_branch_that_is_not_asked_for_gets_nothing,
						begin_without_allowance, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
