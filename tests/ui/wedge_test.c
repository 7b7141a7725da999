/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A scanner that types like a keyboard: digits, letters, blanks and an Enter, wherever the focus
 * is. It fills a number's field in; elsewhere it presses nothing and is no command.
 */
#include "ui/desk_under_test.h"

#define WHOLE "054196278545||Trần Thị Kim Oanh|02111996|Nữ|Số 112, thôn Cây Xoài|28102022\r"
#define DROPPED "054196278545||TRN TH KIM OANH|02111996|N|S 112, thn Cy Xoi|28102022\r"
#define OTHER "001090000001||Nguyễn Văn An|01011990|Nam|Xã A|01012021\r"
#define COMMANDS "001090000001||VAN RI SEC PEA|01011990|Nam|Ca Ra|01012021\r"

static void open_the_look_up(void)
{
	start();
	type(WHOLE);
	assert_string_equal(top(), "ask");
	assert_true(screen_has(&t.canvas, ">[ Look up ]"));
}

static void go_to_the_number(void)
{
	open_the_look_up();
	for (int i = 0; i < 6; i++) {
		press(MC_KEY_UP);
	}
	assert_true(screen_has(&t.canvas, "> Identity number*"));
}

static void test_a_second_card_asks_nobody(void **state)
{
	(void)state;
	open_the_look_up();
	type(WHOLE);
	assert_int_equal(t.desk->asked, 0);
	assert_true(screen_has(&t.canvas, "Nothing is typed here."));
	press(13); /* an officer's */
	assert_int_equal(t.desk->asked, 1);
}

/* A key pressed by mistake takes only the Enter right behind it. */
static void test_a_stray_key_is_soon_forgotten(void **state)
{
	(void)state;
	open_the_look_up();
	type("x");
	press(MC_KEY_RIGHT);
	press(MC_KEY_LEFT);
	press(13);
	assert_int_equal(t.desk->asked, 1);
}

static void test_a_card_of_another_in_the_number(void **state)
{
	(void)state;
	go_to_the_number();
	type(OTHER); /* behind the number that stands there */
	assert_true(screen_has(&t.canvas, " 001090000001 "));
	assert_true(screen_has(&t.canvas, "Nguyễn Văn An"));
	assert_true(screen_has(&t.canvas, "01/01/1990"));
	assert_true(screen_has(&t.canvas, ">[ Look up ]"));
	assert_int_equal(t.desk->asked, 0);
}

/* One that is pasted, or read from a line, is taken wherever the focus is. */
static void test_a_pasted_card(void **state)
{
	(void)state;
	open_the_look_up();
	paste("001090000001||Nguyễn Văn An|99999999|Nam|Xã A|01012021\n");
	assert_true(screen_has(&t.canvas, "[CARD-02]"));
	assert_true(screen_has(&t.canvas, " 054196278545 ")); /* what was there stays */
	paste(OTHER);
	assert_true(screen_has(&t.canvas, "Nguyễn Văn An"));
	assert_int_equal(t.desk->asked, 0);
}

static void test_a_damaged_card_is_told(void **state)
{
	(void)state;
	go_to_the_number();
	type("001090000001||Nguyễn Văn An|99999999|Nam|Xã A|01012021\r");
	assert_true(screen_has(&t.canvas, "[CARD-02]"));
	assert_true(screen_has(&t.canvas, "> Identity number*"));
	assert_true(screen_has(&t.canvas, "Trần Thị Kim Oanh")); /* as it was */
}

static void test_dropped_letters_are_told(void **state)
{
	(void)state;
	start();
	type(DROPPED);
	assert_string_equal(top(), "ask");
	assert_true(screen_has(&t.canvas, "! A scanner that types drops marks"));
	assert_true(screen_has(&t.canvas, "> Full name*"));
	type("\x15Traanf Thij Kim Oanh\t");
	assert_false(screen_has(&t.canvas, "drops marks"));
	assert_true(screen_has(&t.canvas, "Trần Thị Kim Oanh"));
}

/* Over a list they search; on a dossier's page some are commands when they come alone. */
static void test_no_command_in_a_card(void **state)
{
	(void)state;
	t.desk->row_count = 1;
	MC_COPY(t.desk->rows[0].id, "id");
	MC_COPY(t.desk->rows[0].local_number, "T-7K3M9Q-X4T2BC-5");
	t.desk->rows[0].state = MC_STATE_REJECTED;
	t.desk->rows[0].seq = 1;
	start();
	press(MC_KEY_F(6));
	type(COMMANDS);
	assert_string_equal(top(), "queue");
	assert_true(screen_has(&t.canvas, "Nothing matches."));
	esc();
	assert_string_equal(top(), "queue");
	press(13);
	assert_string_equal(top(), "item");
	type(COMMANDS);
	assert_string_equal(top(), "item");
	press(MC_KEY_UP);
	type("c");
	assert_string_equal(top(), "confirm");
	esc();
	esc();
	esc();
	press(MC_KEY_CTRL('B'));
	type(COMMANDS);
	assert_string_equal(top(), "board");
	assert_int_equal(t.desk->retried, 0);
}

static void test_no_answer_in_a_card(void **state)
{
	(void)state;
	start();
	press(MC_KEY_F(10));
	type(COMMANDS);
	assert_string_equal(top(), "menu");
	esc();
	press(MC_KEY_CTRL('Q'));
	type(WHOLE);
	assert_false(t.ui.quit);
}

static void test_a_paste_nobody_takes_is_told(void **state)
{
	(void)state;
	start();
	t.desk->row_count = 1;
	MC_COPY(t.desk->rows[0].id, "id");
	t.desk->rows[0].state = MC_STATE_REJECTED;
	press(MC_KEY_F(6));
	press(13);
	assert_string_equal(top(), "item");
	paste("054196278545");
	assert_true(screen_has(&t.canvas, "Nothing is typed here."));
}

static void test_the_officers_own_card(void **state)
{
	(void)state;
	memset(&t.desk->officer, 0, sizeof(t.desk->officer));
	start();
	assert_string_equal(top(), "officer");
	type(OTHER);
	assert_string_equal(top(), "officer"); /* the Enter is not the officer's */
	assert_true(screen_has(&t.canvas, "Nguyễn Văn An"));
	assert_true(screen_has(&t.canvas, ">[ Begin work ]"));
	press(13);
	assert_string_equal(top(), "home");
	assert_string_equal(t.desk->officer.number, "001090000001");
}

static void test_the_officers_card_with_dropped_letters(void **state)
{
	(void)state;
	memset(&t.desk->officer, 0, sizeof(t.desk->officer));
	start();
	type("001090000001||NGUYN VN AN|01011990|Nam|X A|01012021\r");
	assert_true(screen_has(&t.canvas, "> Your full name*"));
	press(MC_KEY_UP);
	type("\x15" "12||x|\r");
	assert_true(screen_has(&t.canvas, "[CARD-01]"));
	assert_true(screen_has(&t.canvas, "> Your identity number*"));
}

/* What is wrong with a field is told when it is left, what is empty is not wrong yet. */
static void test_a_field_that_is_left(void **state)
{
	static const struct {
		const char *keys, *code;
	} table[] = {
		{"\x15" "123", "[NUM-01]"}, {"\x15", ""}, {"\x15" "054196278545", ""},
		{"\x15" "Oanh 1", "[NAME-01]"},  {"\x15Oanh", ""},   {"\x15" "31/02/1990", "[DATE-02]"},
		{"\x15" "1990", ""},
	};
	static const int places[] = {0, 0, 0, 1, 1, 2, 2};

	(void)state;
	go_to_the_number();
	for (size_t i = 0, at = 0; i < MC_COUNT(table); i++) {
		for (; at > (size_t)places[i]; at--) {
			press(MC_KEY_UP);
		}
		type(table[i].keys);
		press(MC_KEY_DOWN);
		at++;
		if (table[i].code[0]) {
			assert_true(t.ui.warns);
			assert_true(screen_has(&t.canvas, table[i].code));
		} else {
			assert_int_equal(t.ui.message.len, 0);
		}
	}
	assert_int_equal(t.desk->asked, 0);
}

/* Each field of a look-up, and each of the officer's, has help of its own. */
static void test_help_for_this_very_field(void **state)
{
	char seen[6][400];

	(void)state;
	go_to_the_number();
	for (int i = 0; i < 6; i++) {
		press(MC_KEY_F(1));
		assert_string_equal(top(), "help");
		snprintf(seen[i], sizeof(seen[i]), "%s", screen_row(&t.canvas, 3));
		assert_true(seen[i][0] && !strstr(seen[i], "The register matches"));
		for (int k = 0; k < i; k++) {
			assert_string_not_equal(seen[i], seen[k]);
		}
		esc();
		press(MC_KEY_DOWN);
	}
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_a_second_card_asks_nobody),
		T(test_a_stray_key_is_soon_forgotten),
		T(test_a_card_of_another_in_the_number),
		T(test_a_pasted_card),
		T(test_a_damaged_card_is_told),
		T(test_dropped_letters_are_told),
		T(test_no_command_in_a_card),
		T(test_no_answer_in_a_card),
		T(test_a_paste_nobody_takes_is_told),
		T(test_the_officers_own_card),
		T(test_the_officers_card_with_dropped_letters),
		T(test_a_field_that_is_left),
		T(test_help_for_this_very_field),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
