/* SPDX-License-Identifier: MPL-2.0 */
/* The settings, the first start, and the two levels of the menu. */
#include "ui/desk_under_test.h"

static void open_settings(void)
{
	start();
	press(MC_KEY_F(10));
	for (int i = 0; i < 4; i++) {
		press(MC_KEY_DOWN);
	}
	assert_true(screen_has(&t.canvas, "> This desk..."));
	press(13);
	assert_true(screen_has(&t.canvas, "> Officer"));
	press(MC_KEY_DOWN);
	press(13);
	assert_string_equal(top(), "settings");
}

static void test_opened_from_the_menu(void **state)
{
	(void)state;
	open_settings();
	screen_is_golden(&t.canvas, "settings");
	assert_int_equal(t.canvas.cursor_row > 0, 1);
	esc();
	assert_string_equal(top(), "home");
	assert_string_equal(t.desk->saved, "");
}

static void test_only_what_changed_is_saved(void **state)
{
	(void)state;
	open_settings();
	type("\tUBND xax Vis Duj\t\t");
	for (int i = 0; i < 3; i++) {
		press(MC_KEY_DOWN);
	}
	press(MC_KEY_RIGHT); /* Telex to VNI */
	press(MC_KEY_F(2));
	assert_string_equal(t.desk->saved, "office.name=UBND xã Ví Dụ;input.method=vni;");
	assert_string_equal(top(), "home");
	assert_true(screen_has(&t.canvas, "The settings are saved."));
}

/* Each key of a screen, those that the bar has no room for too, is in the menu; choosing it there
 * is pressing it. */
static void test_keys_of_the_screen(void **state)
{
	static const char *const rows[] = { "Refresh", "Withdraw", "Retry", "Day slip", "To stick",
					    "Stick in", "Help" };
	int from = 0;

	(void)state;
	t.desk->row_count = 1;
	MC_COPY(t.desk->rows[0].id, "id");
	t.desk->rows[0].state = MC_STATE_SEALED;
	t.desk->rows[0].seq = 1;
	start();
	press(MC_KEY_F(6));
	press(MC_KEY_F(10));
	for (int i = 0; i < 5; i++) {
		press(MC_KEY_DOWN);
	}
	assert_true(screen_has(&t.canvas, "> This screen..."));
	press(13);
	for (size_t i = 0; i < MC_COUNT(rows); i++) { /* at most seven (R14) */
		while (from < 24 && !strstr(screen_row(&t.canvas, from), rows[i])) {
			from++;
		}
		assert_true(from < 22);
	}
	press(MC_KEY_END);
	assert_true(screen_has(&t.canvas, "> Help"));
	press(MC_KEY_UP);
	press(MC_KEY_UP);
	assert_true(screen_has(&t.canvas, "> To stick"));
	press(13);
	assert_string_equal(top(), "prompt");
	esc();
	assert_string_equal(top(), "queue");
	press(MC_KEY_F(10));
	press(MC_KEY_END);
	press(MC_KEY_UP);
	press(13);
	press(MC_KEY_DOWN);
	press(MC_KEY_DOWN);
	assert_true(screen_has(&t.canvas, "> Retry"));
	press(13);
	assert_int_equal(t.desk->retried, 1);
}

/* No level has more than seven entries, whatever screen it is of (R14). */
static void test_at_most_seven(void **state)
{
	static const uint32_t screens[] = {0, MC_KEY_F(6), MC_KEY_CTRL('B'), MC_KEY_CTRL('F')};

	(void)state;
	t.desk->training = true;
	start();
	for (size_t i = 0; i < MC_COUNT(screens); i++) {
		for (int level = 0; level < 3; level++) {
			int rows = 0;

			if (screens[i]) {
				press(screens[i]);
			}
			press(MC_KEY_F(10));
			for (int down = 0; level && down < 3 + level; down++) {
				press(MC_KEY_DOWN);
			}
			if (level) {
				press(13);
			}
			press(MC_KEY_HOME);
			for (int row = t.canvas.cursor_row; rows < 20; rows++) {
				press(MC_KEY_DOWN);
				if (t.canvas.cursor_row == row) {
					break;
				}
				row = t.canvas.cursor_row;
			}
			assert_in_range(rows + 1, 2, 7);
			esc();
			if (strcmp(top(), "home") != 0) {
				esc();
			}
		}
	}
}

static void test_officer_and_settings_have_keys(void **state)
{
	(void)state;
	start();
	press(MC_KEY_CTRL('O'));
	assert_string_equal(top(), "officer");
	esc();
	press(MC_KEY_CTRL('P'));
	assert_string_equal(top(), "settings");
	esc();
	assert_string_equal(top(), "home");
}

/* What an administrator wrote into the file and the screen does not offer stays what it is. */
static void test_a_value_of_the_file_stays(void **state)
{
	(void)state;
	t.desk->lock_after = "7";
	open_settings();
	for (int i = 0; i < 9; i++) {
		press(MC_KEY_DOWN);
	}
	press(MC_KEY_RIGHT); /* the reader, and not it */
	press(MC_KEY_DOWN);
	assert_true(screen_has(&t.canvas, "> Lock the screen           7"));
	press(MC_KEY_F(2));
	assert_string_equal(t.desk->saved, "screen.reader=yes;");
	press(MC_KEY_CTRL('P'));
	for (int i = 0; i < 10; i++) {
		press(MC_KEY_DOWN);
	}
	press(MC_KEY_RIGHT);
	assert_true(screen_has(&t.canvas, "only by Ctrl-G"));
	press(MC_KEY_LEFT);
	press(MC_KEY_LEFT);
	assert_true(screen_has(&t.canvas, "after 30 minutes"));
	press(MC_KEY_F(2));
	assert_non_null(strstr(t.desk->saved, "screen.lock_after=30;"));
}

/* At work as soon as it is saved: an officer who needs it cannot look for it first. */
static void test_reader_begins_when_saved(void **state)
{
	(void)state;
	open_settings();
	assert_true(screen_has(&t.canvas, "┌"));
	for (int i = 0; i < 9; i++) {
		press(MC_KEY_DOWN);
	}
	assert_true(screen_has(&t.canvas, "> For a screen reader"));
	press(MC_KEY_RIGHT);
	press(MC_KEY_F(2));
	assert_string_equal(t.desk->saved, "screen.reader=yes;");
	assert_true(t.ui.reader);
	press(MC_KEY_F(10));
	assert_false(screen_has(&t.canvas, "┌"));
	assert_false(screen_has(&t.canvas, ">"));
}

static void test_nothing_changed(void **state)
{
	(void)state;
	open_settings();
	for (int i = 0; i < 13; i++) {
		press(MC_KEY_DOWN);
	}
	press(13);
	assert_string_equal(t.desk->saved, "");
	assert_string_equal(top(), "home");
}

static void test_an_address_that_is_none_stays_to_be_corrected(void **state)
{
	(void)state;
	t.desk->save_fails = MC_E_GATEWAY_URL;
	open_settings();
	press(MC_KEY_DOWN);
	press(MC_KEY_DOWN);
	press(MC_KEY_DOWN);
	type("ftp://x");
	press(MC_KEY_F(2));
	assert_string_equal(top(), "settings");
	assert_true(screen_has(&t.canvas, mc_error_info(MC_E_GATEWAY_URL)->code));
	assert_true(screen_has(&t.canvas, "ftp://x"));
}

/* Enter goes on and never saves by itself: the first Enter on the button does. */
static void test_first_start(void **state)
{
	(void)state;
	t.desk->first_run = true;
	memset(&t.desk->officer, 0, sizeof(t.desk->officer));
	start();
	assert_string_equal(top(), "settings");
	screen_is_golden(&t.canvas, "settings_first");
	type("\rUBND xax Thuwr\rhttps://tinh.example\r\r\r\r");
	assert_string_equal(t.desk->saved, "");
	press(13);
	assert_string_equal(t.desk->saved,
			    "office.name=UBND xã Thử;gateway.url=https://tinh.example;");
	assert_string_equal(top(), "officer"); /* asked next */
}

static void test_first_start_put_off(void **state)
{
	(void)state;
	t.desk->first_run = true;
	start();
	esc();
	assert_string_equal(top(), "home");
	assert_string_equal(t.desk->saved, "");
}

/* Two words of the name find it in the whole country; its code is what is kept. */
static void test_the_commune_is_found_by_a_part_of_its_name(void **state)
{
	(void)state;
	open_settings();
	press(MC_KEY_F(4));
	assert_string_equal(top(), "pick");
	type("hai chau da nang");
	press(13);
	assert_string_equal(top(), "settings");
	assert_true(screen_has(&t.canvas, "phường Hải Châu, thành phố Đà Nẵng"));
	assert_true(screen_has(&t.canvas, "UBND phường Hải Châu")); /* until it is typed over */
	press(MC_KEY_F(2));
	assert_string_equal(t.desk->saved,
			    "office.commune=20242;office.name=UBND phường Hải Châu;");
}

static void test_a_commune_is_typed_or_taken_away(void **state)
{
	(void)state;
	t.desk->commune = "20242";
	open_settings();
	assert_true(screen_has(&t.canvas, "phường Hải Châu, thành phố Đà Nẵng"));
	press(MC_KEY_CTRL('U'));
	type("xax Hoaf Phus, Ddawsk Lawsk");
	press(MC_KEY_F(2));
	assert_string_equal(t.desk->saved, "office.commune=24175;");
	t.desk->saved[0] = '\0';
	press(MC_KEY_CTRL('P'));
	press(MC_KEY_CTRL('U'));
	press(MC_KEY_F(2));
	assert_string_equal(t.desk->saved, "office.commune=;");
}

static void test_a_commune_that_is_none_is_corrected(void **state)
{
	(void)state;
	open_settings();
	type("xax Khoong Cos, Ddawsk Lawsk\tUBND\t");
	press(MC_KEY_F(2));
	assert_string_equal(top(), "settings");
	assert_string_equal(t.desk->saved, "");
	assert_true(screen_has(&t.canvas, "PLACE-02"));
	assert_true(screen_has(&t.canvas, "> Commune"));
	assert_true(screen_has(&t.canvas, "xã Không Có, Đắk Lắk"));
}

static void test_only_the_commune_has_a_list(void **state)
{
	(void)state;
	open_settings();
	press(MC_KEY_DOWN);
	press(MC_KEY_F(4));
	assert_string_equal(top(), "settings");
	assert_true(screen_has(&t.canvas, "There is no list of values"));
}

static void test_training_changes_only_typing_and_language(void **state)
{
	(void)state;
	t.desk->training = true;
	open_settings();
	assert_false(screen_has(&t.canvas, "Gateway"));
	assert_true(screen_has(&t.canvas, "Vietnamese typing"));
	press(MC_KEY_F(1));
	assert_true(screen_has(&t.canvas, "Ctrl-Space"));
}

int main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		CASE(test_opened_from_the_menu),
		CASE(test_only_what_changed_is_saved),
		CASE(test_a_value_of_the_file_stays),
		CASE(test_keys_of_the_screen),
		CASE(test_at_most_seven),
		CASE(test_officer_and_settings_have_keys),
		CASE(test_reader_begins_when_saved),
		CASE(test_nothing_changed),
		CASE(test_an_address_that_is_none_stays_to_be_corrected),
		CASE(test_first_start),
		CASE(test_first_start_put_off),
		CASE(test_the_commune_is_found_by_a_part_of_its_name),
		CASE(test_a_commune_is_typed_or_taken_away),
		CASE(test_a_commune_that_is_none_is_corrected),
		CASE(test_only_the_commune_has_a_list),
		CASE(test_training_changes_only_typing_and_language),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
