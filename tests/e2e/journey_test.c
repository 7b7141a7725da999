/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The whole piece of work on the screen, with the real programs: scan, look up, verify,
 * fill in, attach, cut the link, send, see it waiting, lose the program, start it again,
 * restore the link, see the receipt and the official number.
 */
#include <signal.h>
#include <unistd.h>

#include "e2e/dossier.h"
#include "e2e/training.h"
#include "support/pty.h"

enum { ROLE_MOTHER = 1 };

static struct pty *pty;
static char *mother, *father;
static char local_number[18];

static int begin(void **state)
{
	(void)state;
	world_begin();
	return 0;
}

static int end(void **state)
{
	(void)state;
	pty_end(pty);
	pty = NULL;
	free(mother);
	free(father);
	world_end();
	return 0;
}

/* Every screen says that it is training, and none holds a letter that a console cannot draw. */
static void see(const char *text)
{
	pty_expect(pty, text);
	if (!strstr(screen_row(pty->screen, 0), TRAINING) || !screen_is_composed(pty->screen)) {
		pty_print(pty);
		fail_msg("not marked as training, or not in NFC");
	}
}

static void see_said(const char *msgid)
{
	see(world_say(msgid));
}

/* ---- the form: the cursor stands in the row of the focused field, behind a ">" */
static bool stands_at(const char *label)
{
	int row, column;
	const char *text;

	screen_cursor(pty->screen, &row, &column);
	text = screen_row(pty->screen, row);
	return text[0] == '>' && strstr(text, label);
}

static void arrive_at(const char *label)
{
	double until = world_now() + PTY_PATIENCE;

	while (!stands_at(label)) {
		if (world_now() > until) {
			pty_print(pty);
			fail_msg("the cursor does not stand at: %s", label);
		}
		pty_read(pty, 100);
	}
}

/* keys NULL: nothing is typed. shown: what stands in the row before it is left. */
struct step {
	const char *label, *keys, *shown;
};

static void take(const struct step *step)
{
	arrive_at(step->label);
	if (step->keys) {
		pty_type(pty, step->keys);
	}
	if (step->shown) {
		see(step->shown);
		arrive_at(step->shown);
	}
	pty_type(pty, KEY_ENTER);
}

static void take_all(const struct step *steps)
{
	for (; steps->label; steps++) {
		take(steps);
	}
}

static const struct step offices_and_requester[] = {
	{"Cơ quan đăng ký khai sinh", NULL, "Ủy ban nhân dân xã Hòa Phú"}, /* the office's own */
	{"Trường hợp khai sinh", KEY_RIGHT, "Có đủ cha và mẹ"},
	{"Cơ quan đăng ký cư trú", NULL, "Công an xã Hòa Phú"},
	{"Trường hợp cư trú", KEY_RIGHT KEY_RIGHT, "Cha, mẹ không là chủ chỗ ở"},
	{NULL, NULL, NULL},
};

/* The number is typed before; she was looked up, so the rest is there. */
static const struct step requester[] = {
	{"Họ và tên", NULL, "Trần Thị Kim Oanh"},
	{"Ngày sinh", NULL, "02/11/1996"},
	{"Giới tính", NULL, "Nữ"},
	{"Ngày cấp giấy tờ", NULL, NULL},
	{"Nơi cấp giấy tờ", NULL, NULL},
	{"Loại cư trú", NULL, "Thường trú"},
	{"Nơi cư trú", NULL, NULL},
	{"Quan hệ với trẻ", KEY_RIGHT, "Mẹ"},
	{"Số điện thoại", "0987604315", NULL},
	{"Thư điện tử", NULL, NULL},
	{NULL, NULL, NULL},
};

static const struct step child[] = {
	{"Họ", "Nguyeexn", "Nguyễn"}, {"Chữ đệm", "Thij Trucs", "Thị Trúc"},
	{"Tên", "Vaan", "Vân"},	      {"Giới tính", KEY_RIGHT KEY_RIGHT, "Nữ"},
	{NULL, NULL, NULL},
};

static const struct step birth_and_mother[] = {
	{"Nơi sinh", "Beejnh vieejn Vuwowfn Quyts", "Bệnh viện Vườn Quýt"},
	{"Xã, phường nơi sinh", NULL, NULL},
	{"Quốc tịch", NULL, "Việt Nam"},
	{"Dân tộc", NULL, "Kinh"}, /* hers: the register's record fills the child's too */
	{"Quê quán", NULL, NULL},
	{"Giấy chứng sinh", KEY_RIGHT KEY_RIGHT, "Bản giấy"},
	{"Số giấy chứng sinh", "CS-778812", "CS-778812"},
	{"Ngày cấp giấy chứng sinh", NULL, NULL},
	{"Số bản sao trích lục", "1", NULL},
	{"Số định danh/CMND", NULL, NULL},
	{"Họ và tên", NULL, "Trần Thị Kim Oanh"},
	{"Ngày sinh", NULL, "02/11/1996"},
	{"Dân tộc", NULL, "Kinh"},
	{"Quốc tịch", NULL, "Việt Nam"},
	{"Số hộ chiếu", NULL, NULL},
	{"Loại cư trú", NULL, "Thường trú"},
	{"Nơi cư trú", NULL, NULL},
	{NULL, NULL, NULL},
};

/* Typed from his papers: he was not looked up yet. */
static const struct step father_typed[] = {
	{"Họ và tên", "Nguyeexn Vawn Hoaf", "Nguyễn Văn Hòa"},
	{"Ngày sinh", "18/04/1993", "18/04/1993"},
	{NULL, NULL, NULL},
};

static const struct step father_and_rest[] = {
	{"Dân tộc", NULL, "Kinh"},
	{"Quốc tịch", NULL, "Việt Nam"},
	{"Số hộ chiếu", NULL, NULL},
	{"Loại cư trú", NULL, "Thường trú"},
	{"Cùng nơi cư trú với mẹ", NULL, NULL},
	{"Nơi cư trú", NULL, NULL},
	{"Số đăng ký kết hôn", NULL, NULL},
	{"Quyển số", NULL, NULL},
	{"Ngày đăng ký kết hôn", NULL, NULL},
	{"Nơi đăng ký kết hôn", NULL, NULL},
	{"Cách chủ hộ đồng ý", KEY_RIGHT, "Qua VNeID"},
	{"Họ tên chủ hộ", NULL, "Nguyễn Đình Lộc"},
	{"Số định danh chủ hộ", NULL, NULL},
	{"Ngày sinh chủ hộ", NULL, NULL},
	{"Quan hệ với chủ hộ", "chaus nooji", "cháu nội"},
	{"Chủ sở hữu chỗ ở", NULL, NULL},
	{"Nơi đăng ký thường trú", NULL, NULL},
	{"Nơi khám bệnh ban đầu", "Trajm Y tees xax", "Trạm Y tế xã"},
	{"Mã cơ sở khám bệnh", NULL, NULL},
	{"Người giám hộ trên thẻ", NULL, NULL},
	{"Số giấy hộ nghèo", NULL, NULL},
	{"Cách nhận kết quả", KEY_RIGHT, "Tại quầy"},
	{NULL, NULL, NULL},
};

static void type_number(const char *card)
{
	char *number = world_card_part(card, 0);

	arrive_at("Số định danh/CMND");
	pty_type(pty, number);
	pty_type(pty, KEY_ENTER);
	free(number);
}

/* ---- the stations */
static void start_and_name_the_officer(void)
{
	const char *argv[] = {world_program("motcua"), "--data", world_path("desk"), "demo", NULL};

	pty = pty_start(argv, 24, 80, NULL);
	see_said("Who works at this desk?");
	pty_type(pty, OFFICER KEY_ENTER);
	pty_type(pty, "Lee Thij Huowng" KEY_ENTER);
	pty_type(pty, KEY_ENTER);
	see_said("Dossiers of this desk");
	see("Lê Thị Hương");
	mother = training_card("mother");
	father = training_card("father");
}

static void scan_and_verify(void)
{
	training_look_up(pty, mother);
	see("Trần Thị Kim Oanh");
	see("thôn Cây Xoài");
	pty_type(pty, KEY_RIGHT KEY_ENTER);
	see_said("Register evidence, signed by the gateway");
	see("Trần Thị Kim Oanh");
	see("Nguyễn Đình Lộc"); /* the head of household */
	pty_type(pty, KEY_ESC);
	see_said("Person in the register");
	pty_type(pty, KEY_LEFT);
}

static void fill_the_form(void)
{
	training_open_dossier(pty, ROLE_MOTHER);
	snprintf(local_number, sizeof(local_number), "%s", strstr(screen_text(pty->screen), "T-"));
	pty_type(pty, KEY_UP); /* the form opens where something is to type */
	take_all(offices_and_requester);
	type_number(mother);
	arrive_at("Họ và tên");
	see("= CSDL");
	take_all(requester);
	take_all(child);
	take(&(struct step){"Ngày sinh", birth_date(), birth_date()});
	see("tháng"); /* its words, computed */
	take_all(birth_and_mother);
	type_number(father);
	take_all(father_typed);
	arrive_at("Dân tộc");
	pty_type(pty, KEY_F3);
	arrive_at("Kinh"); /* in his row: it came */
	take_all(father_and_rest);
}

static void attach_a_file(void)
{
	world_write(world_path("giay-Truc-Van.pdf"), paper, strlen(paper));
	arrive_at("Giấy chứng sinh (bản chụp)");
	pty_type(pty, KEY_ENTER);
	see("[ ");
	pty_type(pty, world_path("giay-Truc-Van.pdf"));
	pty_type(pty, KEY_ENTER KEY_ENTER);
	see("+ giay-Truc-Van.pdf");
}

static void cut_the_link_and_send(void)
{
	pty_type(pty, KEY_CTRL_T);
	see_said("LINK: CUT");
	pty_type(pty, KEY_F9);
	see_said("Seal and send this dossier?");
	see(local_number);
	pty_type(pty, KEY_RIGHT KEY_ENTER);
	see_said("waiting to be sent");
	see(local_number);
}

static void lose_the_program_and_start_again(void)
{
	pty_signal(pty, SIGKILL);
	pty_expect_end(pty);
	pty_end(pty);
	pty = training_start(NULL);
	see(local_number);
	see_said("LINK: CUT");
	pty_type(pty, KEY_F6);
	see_said("waiting to be sent");
	see("Nguyễn Thị Trúc");
}

static struct json_object *received(void)
{
	const char *argv[] = {world_program("motcua-gateway"), "dossiers", "--data",
			      world_path("desk/gateway"), NULL};
	struct json_object *list;
	struct world_run run;

	world_run(&run, argv, NULL);
	list = json_tokener_parse(run.out);
	world_run_done(&run);
	assert_int_equal(json_object_array_length(list), 1);
	return list;
}

static void see_the_official_number(void)
{
	struct json_object *list = received();
	const char *number = text_of(json_object_array_get_idx(list, 0), "official_number");

	assert_true(strlen(number) > 0);
	see(number);
	json_object_put(list);
}

/* A receipt in the state, and what it rests on. */
static void restore_the_link_and_see_the_receipt(void)
{
	char *receipt;

	pty_type(pty, KEY_CTRL_T);
	pty_expect_gone(pty, world_say("LINK: CUT"));
	pty_expect_gone(pty, world_say("waiting to be sent"));
	pty_type(pty, KEY_ENTER);
	see_said("Official number");
	see_the_official_number();
	receipt = strdup(world_say("   signature verified, key %s"));
	receipt[strcspn(receipt, "%")] = '\0';
	pty_type(pty, KEY_PGDN); /* below the branches of a linked dossier */
	see(receipt);
	free(receipt);
}

static void leave(void)
{
	pty_type(pty, "\021"); /* Ctrl-Q */
	see_said("Leave the program?");
	pty_type(pty, KEY_RIGHT KEY_ENTER);
	assert_int_equal(pty_expect_end(pty), 0);
}

static void expect_received_once(void)
{
	struct json_object *list = received();

	assert_int_equal(number_of(json_object_array_get_idx(list, 0), "receipts"), 1);
	json_object_put(list);
}

static void from_a_scanned_card_to_a_signed_receipt(void **state)
{
	pid_t pids[8];

	(void)state;
	start_and_name_the_officer();
	scan_and_verify();
	fill_the_form();
	attach_a_file();
	cut_the_link_and_send();
	lose_the_program_and_start_again();
	restore_the_link_and_see_the_receipt();
	leave();
	expect_received_once();
	pty_end(pty);
	pty = NULL;
	for (double until = world_now() + PTY_PATIENCE;
	     world_children(pids, 8) && world_now() < until;) {
		usleep(50000);
	}
	assert_int_equal(world_children(pids, 8), 0); /* training leaves nobody behind */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(from_a_scanned_card_to_a_signed_receipt, begin,
						end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
