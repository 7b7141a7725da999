/* SPDX-License-Identifier: MPL-2.0 */
/* The form: typing, saving, looking up, papers, sending. */
#include "ui/desk_under_test.h"

static const char *value(const char *id)
{
	return mc_form_text(t.desk->form, id);
}

static enum mc_provenance from(const char *id)
{
	return t.desk->form->values[mc_procedure_field(t.desk->procedure, id)].from;
}

/* When a form opens it says how much of it is there, from where, and what is left. */
static void test_opening_counts_what_is_filled(void **state)
{
	const struct mc_card card = { .number = "054196278545", .full_name = "Trần Thị Kim Oanh",
				      .born = {1996, 11, 2}, .sex = MC_SEX_FEMALE,
				      .address = "Số 112, thôn Cây Xoài" };

	(void)state;
	open_form();
	assert_true(screen_has(&t.canvas, "fields; nothing is filled in yet."));
	esc();
	mc_form_prefill_card(t.desk->form, "mother", &card, FAKE_NOW, NULL);
	press(MC_KEY_CTRL('N'));
	press(13);
	assert_string_equal(top(), "form");
	assert_true(screen_has(&t.canvas, " fields filled: card "));
	assert_true(screen_has(&t.canvas, " still to type."));
	screen_is_golden(&t.canvas, "form_counted");
	press(MC_KEY_DOWN);
	assert_false(screen_has(&t.canvas, "still to type."));
}

static void test_every_field_is_saved_when_left(void **state)
{
	(void)state;
	open_form();
	type("054196278545");
	assert_int_equal(t.desk->typed, 0);
	type("\r");
	assert_int_equal(t.desk->typed, 1);
	assert_string_equal(value("mother.number"), "054196278545");
	type("Traanf Thij Oanh\t2/11/1996");
	press(MC_KEY_DOWN);
	assert_string_equal(value("mother.full_name"), "Trần Thị Oanh");
	assert_string_equal(value("mother.born"), "1996-11-02");
	press(MC_KEY_UP);
	press(MC_KEY_UP);
	press(MC_KEY_DOWN);
	assert_int_equal(t.desk->typed, 3); /* going by saves nothing */
}

static void test_a_killed_terminal_saves_the_field(void **state)
{
	(void)state;
	open_form();
	type("054196278545");
	mc_shell_close(&t.ui);
	assert_string_equal(value("mother.number"), "054196278545");
}

static void test_problem_stands_beside_the_field(void **state)
{
	(void)state;
	open_form();
	type("123\r");
	assert_string_equal(value("mother.number"), "123");
	screen_is_golden(&t.canvas, "form_problem");
	press(MC_KEY_UP);
	press(MC_KEY_CTRL('U'));
	type("054196278545\r");
	assert_false(screen_has(&t.canvas, "[NUM-01]"));
}

static bool says_too_long(void)
{
	return screen_has(&t.canvas, "[TEXT-02]");
}

/* TEXT-02 promises that nothing was cut off. */
static void test_too_long_is_refused_and_said(void **state)
{
	char text[251], pasted[20001];

	(void)state;
	memset(text, 'b', 250);
	text[250] = '\0';
	memset(pasted, 'b', 20000);
	pasted[20000] = '\0';
	open_form();
	press(MC_KEY_PGDN);
	press(13);
	press(13); /* the note: 200 letters */
	paste(text);
	assert_true(says_too_long());
	paste(pasted); /* more than a paste takes at all */
	assert_true(says_too_long());
	text[200] = '\0';
	paste(text);
	assert_false(says_too_long());
	type("c");
	assert_true(says_too_long());
	press(MC_KEY_LEFT);
	assert_false(says_too_long());
	type("c");
	assert_true(says_too_long());
	press(13);
	assert_string_equal(value("child.note"), text);
}

/* In the box of the first screen, and in a dialog. */
static void test_too_long_elsewhere(void **state)
{
	char text[701];

	(void)state;
	memset(text, 'b', 700);
	text[700] = '\0';
	start();
	paste(text);
	assert_true(says_too_long());
	press(MC_KEY_F(6));
	press(MC_KEY_F(2));
	assert_string_equal(top(), "prompt");
	paste(text);
	assert_true(says_too_long());
}

static void test_origin_of_an_earlier_day(void **state)
{
	struct mc_value *of;

	(void)state;
	open_form();
	type("054196278545\rTran\r");
	of = &t.desk->form->values[0];
	of->from = MC_FROM_REGISTER;
	of->at = FAKE_NOW - MC_DAY;
	press(MC_KEY_DOWN);
	assert_non_null(strstr(screen_row(&t.canvas, 2), " = register 22/11"));
	assert_null(strstr(screen_row(&t.canvas, 2), "…"));
	press(MC_KEY_UP);
	press(MC_KEY_UP);
	press(MC_KEY_UP); /* on it, the hint has the hour too */
	assert_true(screen_has(&t.canvas, "= register 22/11 09:05"));
}

static void test_no_telex_in_numbers_and_dates(void **state)
{
	(void)state;
	open_form();
	type("aaf\r");
	assert_string_equal(value("mother.number"), "aaf");
}

static void test_choices(void **state)
{
	(void)state;
	open_form();
	press(MC_KEY_PGDN); /* child: name */
	press(13);
	press(MC_KEY_RIGHT);
	assert_string_equal(value("child.sex"), "male");
	press(MC_KEY_LEFT);
	assert_string_equal(value("child.sex"), "female");
	press(MC_KEY_F(4));
	assert_string_equal(top(), "pick");
	press(MC_KEY_HOME);
	press(13);
	assert_string_equal(value("child.sex"), "male");
	press(MC_KEY_UP);
	press(MC_KEY_F(4));
	assert_string_equal(top(), "form");
}

static void test_a_letter_on_a_choice_searches(void **state)
{
	(void)state;
	open_form();
	press(MC_KEY_PGDN);
	press(13);
	type("f");
	assert_string_equal(top(), "pick");
	press(13);
	assert_string_equal(top(), "form");
	assert_string_equal(value("child.sex"), "female");
	type("z\r"); /* a scanner's letters choose nothing */
	assert_string_equal(top(), "pick");
	esc();
	assert_string_equal(value("child.sex"), "female");
}

static void test_list_of_what_stands_in_alike_fields(void **state)
{
	(void)state;
	open_form();
	press(MC_KEY_F(4)); /* nothing stands anywhere yet */
	assert_string_equal(top(), "form");
	assert_true(screen_has(&t.canvas, "no list of values"));
	press(MC_KEY_DOWN);
	type("Traanf Thij Oanh\r");
	press(MC_KEY_PGDN); /* child: name; not the mother's, for its label is another */
	press(MC_KEY_F(4));
	assert_string_equal(top(), "form");
	type("\t\t"); /* a text of nobody: the office may be meant */
	press(MC_KEY_F(4));
	assert_string_equal(top(), "pick");
	press(13);
	assert_string_equal(value("child.note"), "Xã Hòa Phú Đông");
	type("!\r"); /* and can be typed on */
	assert_string_equal(value("child.note"), "Xã Hòa Phú Đông!");
}

#define CARD "054196278545||Trần Thị Kim Oanh|02111996|Nữ|Số 112, thôn Cây Xoài|28102022"

static void test_card_in_a_number_fills_its_person(void **state)
{
	(void)state;
	open_form();
	type(CARD "\r");
	assert_string_equal(value("mother.number"), "054196278545");
	assert_int_equal(from("mother.number"), MC_FROM_CARD); /* not typed: scanned */
	assert_string_equal(value("mother.full_name"), "Trần Thị Kim Oanh");
	assert_string_equal(value("mother.born"), "1996-11-02");
	assert_true(screen_has(&t.canvas, "fields come from the card."));
	press(MC_KEY_UP);
	type(CARD "\r"); /* over a number that stands there */
	assert_string_equal(value("mother.number"), "054196278545");
}

static void test_card_where_it_does_not_belong_changes_nothing(void **state)
{
	(void)state;
	open_form();
	press(MC_KEY_UP);
	type("054196278545||Trần|x\r");
	assert_string_equal(value("mother.number"), "");
	assert_true(screen_has(&t.canvas, "[CARD-0"));
	type(CARD "\r");
	assert_string_equal(value("mother.full_name"), "");
	assert_true(screen_has(&t.canvas, "nothing was changed"));
}

static void test_status_row_says_what_the_field_takes(void **state)
{
	(void)state;
	open_form();
	assert_non_null(strstr(screen_row(&t.canvas, 22), "| 123"));
	press(MC_KEY_DOWN);
	assert_non_null(strstr(screen_row(&t.canvas, 22), "| VI Telex"));
	press(0);
	assert_non_null(strstr(screen_row(&t.canvas, 22), "| EN"));
	press(MC_KEY_PGDN);
	press(13); /* a choice: nothing is typed */
	assert_null(strstr(screen_row(&t.canvas, 22), "EN"));
}

static void test_look_up_says_what_is_missing(void **state)
{
	(void)state;
	open_form();
	type("054196278545");
	press(MC_KEY_F(3));
	assert_true(screen_has(&t.canvas, "Full name, Birth date"));
	assert_int_equal(t.canvas.cursor_row, 3);
	press(MC_KEY_PGDN);
	press(MC_KEY_F(3));
	assert_true(screen_has(&t.canvas, "belongs to no person"));
}

static void test_look_up_fills_and_marks(void **state)
{
	(void)state;
	open_form();
	type("054196278545\rTraanf Thij Oanh\r1996");
	press(MC_KEY_F(3));
	assert_string_equal(top(), "ask"); /* and asked at once: nothing is missing */
	assert_int_equal(t.desk->asked, 1);
	fake_found(&t.desk->answer);
	happen(MC_EVENT_TICK);
	assert_string_equal(top(), "form");
	assert_string_equal(value("mother.number"), "054196278545");
	press(MC_KEY_UP);
	screen_is_golden(&t.canvas, "form_overtyped");
}

static void test_draft_saved_by_key(void **state)
{
	(void)state;
	open_form();
	type("054196278545");
	press(MC_KEY_F(2));
	assert_int_equal(t.desk->typed, 1);
	assert_true(screen_has(&t.canvas, "Draft T-7K3M9Q-X4T2BC-5 saved 09:05."));
	type("6");
	assert_true(screen_has(&t.canvas, "0541962785456"));
}

static void go_to_paper(void)
{
	press(MC_KEY_PGDN);
	press(MC_KEY_PGDN);
}

static void test_a_draft_goes_on_where_it_was_left(void **state)
{
	(void)state;
	open_form();
	assert_true(screen_has(&t.canvas, "F3 looks the person up."));
	type("054196278545\rTraanf Thij Oanh\r");
	esc();
	t.desk->row_count = 1;
	MC_COPY(t.desk->rows[0].id, t.desk->id);
	t.desk->rows[0].state = MC_STATE_DRAFT;
	happen(MC_EVENT_CHANGED);
	press(MC_KEY_F(5));
	press(MC_KEY_DOWN);
	press(13);
	assert_string_equal(top(), "form");
	assert_int_equal(t.canvas.cursor_row, 4); /* the birth date */
}

static void test_papers(void **state)
{
	(void)state;
	open_form();
	go_to_paper();
	press(13);
	assert_string_equal(top(), "prompt");
	type("/tmp/aa.pdf\r\r"); /* no Telex in a path */
	assert_string_equal(top(), "form");
	screen_is_golden(&t.canvas, "form_papers");
	press(MC_KEY_DOWN);
	press(MC_KEY_F(8));
	press(MC_KEY_RIGHT);
	press(13);
	assert_false(screen_has(&t.canvas, "aa.pdf"));
	press(MC_KEY_UP);
	press(MC_KEY_DOWN);
	press(13); /* replaced by a database: not asked for */
	assert_string_equal(top(), "form");
	assert_true(screen_has(&t.canvas, "Refused by Luật Cư trú 2020, điều 38"));
	assert_true(screen_has(&t.canvas, "[RES-02]"));
}

/* Chosen instead of typed: place, folder, file; and the next time the folder is there at once. */
static void test_a_file_is_chosen(void **state)
{
	(void)state;
	open_form();
	fake_sticks(t.desk);
	t.desk->sticks = 1;
	go_to_paper();
	press(13);
	press(MC_KEY_F(4));
	assert_string_equal(top(), "pick");
	screen_is_golden(&t.canvas, "form_places");
	press(13);
	assert_true(screen_has(&t.canvas, "scans/"));
	press(MC_KEY_DOWN);
	press(13);
	screen_is_golden(&t.canvas, "form_files");
	type("giay\r"); /* searched for */
	assert_string_equal(top(), "form");
	assert_true(screen_has(&t.canvas, "giấy chứng sinh.pdf"));
	press(13);
	press(MC_KEY_F(4));
	assert_true(screen_has(&t.canvas, "anh?1.jpg"));
	press(13); /* back: one level up, then the places, then typing after all */
	assert_true(screen_has(&t.canvas, "scans/"));
	press(13);
	assert_true(screen_has(&t.canvas, "/home/canbo"));
	type("path\r");
	assert_string_equal(top(), "prompt");
	type("x.pdf\r\r");
	assert_string_equal(top(), "form");
	assert_true(screen_has(&t.canvas, "+ /media/stick 0/scans/x.pdf"));
	fake_sticks(NULL);
}

static void test_bad_attachment(void **state)
{
	(void)state;
	open_form();
	t.desk->attach_code = MC_E_ATTACH_EMPTY;
	go_to_paper();
	type("\r/tmp/x\r\r");
	assert_true(screen_has(&t.canvas, "[ATT-04]"));
	assert_int_equal(t.desk->attachments.len, 0);
	t.desk->attach_code = MC_OK;
	type("\ry\r\r"); /* the path is there to be corrected */
	assert_true(screen_has(&t.canvas, "+ /tmp/xy "));
	type("\rb\r\r"); /* the next one: from the same folder */
	assert_true(screen_has(&t.canvas, "+ /tmp/b "));
}

static void test_sending_names_the_officer_first(void **state)
{
	(void)state;
	fill_all();
	memset(&t.desk->officer, 0, sizeof(t.desk->officer));
	press(MC_KEY_F(9));
	assert_string_equal(top(), "officer");
	assert_int_equal(t.desk->ready, 0);
	type("001180001234\rLan\r\r");
	press(MC_KEY_F(9));
	assert_string_equal(top(), "confirm");
	assert_int_equal(t.desk->ready, 1);
}

static void test_send_lists_what_is_missing(void **state)
{
	(void)state;
	open_form();
	press(MC_KEY_F(9));
	screen_is_golden(&t.canvas, "form_problems");
	press(MC_KEY_END);
	press(13);
	assert_string_equal(top(), "form");
	assert_true(t.canvas.cursor_row > 4); /* the child's name */
	assert_int_equal(t.desk->submitted, 0);
}

static void test_send(void **state)
{
	(void)state;
	fill_all();
	press(MC_KEY_F(9));
	assert_string_equal(top(), "confirm");
	screen_is_golden(&t.canvas, "form_send");
	press(13);
	assert_int_equal(t.desk->submitted, 0); /* the safe button had the focus */
	press(MC_KEY_F(9));
	type("s\r");
	assert_int_equal(t.desk->submitted, 1);
	assert_string_equal(top(), "queue");
	assert_true(screen_has(&t.canvas, "NUMBER FOR THE CITIZEN: T-7K3M9Q-X4T2BC-5."));
	happen(MC_EVENT_CHANGED);
	assert_true(screen_has(&t.canvas, "number 7 of the queue"));
	esc(); /* the form is over: back to where it was opened */
	assert_string_equal(top(), "home");
}

static void test_scan_and_paste_do_not_send(void **state)
{
	(void)state;
	fill_all();
	press(MC_KEY_F(9));
	type("054196278545||Sùng Sơn S|02111996|Nữ|s|28102022\r");
	assert_int_equal(t.desk->submitted, 0);
	press(MC_KEY_F(9));
	paste("s\ns\n");
	press(13);
	assert_int_equal(t.desk->submitted, 0);
}

static void test_send_fails_and_the_draft_stays(void **state)
{
	(void)state;
	fill_all();
	t.desk->submit_code = MC_E_DISK_FULL;
	press(MC_KEY_F(9));
	type("s\r");
	assert_string_equal(top(), "form");
	assert_true(screen_has(&t.canvas, "[DISK-01]"));
	type("x\r"); /* still a form that can be typed into */
}

static void test_clear_and_discard_are_asked(void **state)
{
	(void)state;
	open_form();
	type("054196278545\r");
	press(MC_KEY_UP);
	press(MC_KEY_F(8));
	press(13);
	assert_string_equal(value("mother.number"), "054196278545");
	press(MC_KEY_F(8));
	type("c\r");
	assert_string_equal(value("mother.number"), "");
	t.desk->row_count = 1;
	MC_COPY(t.desk->rows[0].id, t.desk->id);
	MC_COPY(t.desk->rows[0].subject, "Nguyễn Thị Mẫu");
	press(MC_KEY_F(8));
	assert_true(screen_has(&t.canvas, "Person: Nguyễn Thị Mẫu")); /* whose it is (R7) */
	type("d\r");
	assert_int_equal(t.desk->discarded, 1);
	assert_string_equal(top(), "home");
}

static void test_help_of_the_field(void **state)
{
	(void)state;
	open_form();
	press(MC_KEY_F(1));
	assert_true(screen_has(&t.canvas, "12 digits, or 9 of a CMND"));
	assert_true(screen_has(&t.canvas, "Law 1/2020, article 2"));
	assert_true(screen_has(&t.canvas, "Look up"));
}

/* On a paper once demanded: what ended that, what to do instead, what nobody may do. */
static void test_help_of_a_paper_once_demanded(void **state)
{
	(void)state;
	open_form();
	for (int i = 0; i < 60 && !screen_has(&t.canvas, "> Household book"); i++) {
		press(MC_KEY_DOWN);
	}
	press(MC_KEY_F(1));
	assert_string_equal(top(), "help");
	assert_true(screen_has(&t.canvas, "Household book: not to be demanded since 01/01/2023"));
	assert_true(screen_has(&t.canvas, "Law 68/2020"));
	assert_true(screen_has(&t.canvas, "Look it up in the population database."));
	assert_true(screen_has(&t.canvas, "A supplement slip within 1 working day."));
	assert_true(screen_has(&t.canvas, "Nobody may ask for it."));
}

static void test_draft_open_elsewhere(void **state)
{
	(void)state;
	t.desk->open_count = 1;
	t.desk->row_count = 1;
	MC_COPY(t.desk->rows[0].id, t.desk->id);
	t.desk->rows[0].state = MC_STATE_DRAFT;
	start();
	press(MC_KEY_DOWN);
	press(13);
	assert_string_equal(top(), "home");
	assert_true(screen_has(&t.canvas, "[DOS-04]"));
	t.desk->open_count = 0;
}

static void test_empty_catalogue_is_said(void **state)
{
	(void)state;
	t.desk->no_catalog = true;
	start();
	press(MC_KEY_CTRL('N'));
	assert_string_equal(top(), "home");
	assert_true(screen_has(&t.canvas, "[SYS-06]"));
}

/* F4 on an empty field: what the person gave before, by the number and day of its dossier. */
static void test_offers_of_earlier_dossiers(void **state)
{
	(void)state;
	MC_COPY(t.desk->earlier, "gọi buổi chiều");
	start();
	press(MC_KEY_CTRL('N'));
	press(13);
	assert_string_equal(top(), "form");
	for (int i = 0; i < 5; i++) {
		press(MC_KEY_DOWN);
	}
	assert_string_equal(t.desk->form->values[5].text, ""); /* never by itself */
	press(MC_KEY_F(4));
	assert_string_equal(top(), "pick");
	screen_is_golden(&t.canvas, "form_earlier");
	for (int i = 0; i < 5 && !strstr(screen_row(&t.canvas, t.canvas.cursor_row), "AAAAAA"); i++) {
		press(MC_KEY_DOWN);
	}
	press(13);
	assert_string_equal(t.desk->form->values[5].text, "gọi buổi chiều");
	assert_int_equal(t.desk->form->values[5].from, MC_FROM_EARLIER);
	assert_true(screen_has(&t.canvas, "= earlier 14/10"));
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_opening_counts_what_is_filled),
		T(test_every_field_is_saved_when_left),
		T(test_a_killed_terminal_saves_the_field),
		T(test_problem_stands_beside_the_field),
		T(test_too_long_is_refused_and_said),
		T(test_too_long_elsewhere),
		T(test_origin_of_an_earlier_day),
		T(test_no_telex_in_numbers_and_dates),
		T(test_choices),
		T(test_a_letter_on_a_choice_searches),
		T(test_list_of_what_stands_in_alike_fields),
		T(test_card_in_a_number_fills_its_person),
		T(test_card_where_it_does_not_belong_changes_nothing),
		T(test_status_row_says_what_the_field_takes),
		T(test_look_up_says_what_is_missing),
		T(test_look_up_fills_and_marks),
		T(test_draft_saved_by_key),
		T(test_a_draft_goes_on_where_it_was_left),
		T(test_papers),
		T(test_a_file_is_chosen),
		T(test_bad_attachment),
		T(test_sending_names_the_officer_first),
		T(test_send_lists_what_is_missing),
		T(test_send),
		T(test_scan_and_paste_do_not_send),
		T(test_send_fails_and_the_draft_stays),
		T(test_clear_and_discard_are_asked),
		T(test_help_of_the_field),
		T(test_help_of_a_paper_once_demanded),
		T(test_draft_open_elsewhere),
		T(test_empty_catalogue_is_said),
		T(test_offers_of_earlier_dossiers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
