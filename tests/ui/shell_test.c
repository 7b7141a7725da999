/* SPDX-License-Identifier: MPL-2.0 */
/* The rows around the views, the stack, the keys that mean the same everywhere. */
#include "ui/desk_under_test.h"

static void test_home(void **state)
{
	(void)state;
	start();
	screen_is_golden(&t.canvas, "home_empty");
}

/* What stands on the terminal before a byte of the stores was read; and then what they hold. */
static void test_home_before_the_stores_are_open(void **state)
{
	(void)state;
	t.desk->waits = true;
	start();
	screen_is_golden(&t.canvas, "home_opening");
	t.desk->waits = false;
	mc_shell_begin(&t.ui);
	mc_shell_draw(&t.ui, &t.canvas);
	screen_is_golden(&t.canvas, "home_empty");
}

/* Of any size, and however it changes meanwhile. */
static void test_home_before_the_stores_are_open_on_any_terminal(void **state)
{
	static const int sizes[][2] = {{25, 80}, {60, 200}, {10, 40}, {24, 80}, {50, 132}};

	(void)state;
	t.desk->waits = true;
	start();
	for (size_t i = 0; i < MC_COUNT(sizes); i++) {
		mc_canvas_resize(&t.canvas, sizes[i][0], sizes[i][1]);
		mc_shell_draw(&t.ui, &t.canvas);
	}
	assert_true(screen_has(&t.canvas, "Opening"));
	t.desk->waits = false;
	t.desk->row_count = 1;
	MC_COPY(t.desk->rows[0].subject, "Nguyễn Thị Mẫu");
	mc_shell_begin(&t.ui);
	mc_shell_draw(&t.ui, &t.canvas);
	assert_true(screen_has(&t.canvas, "Nguyễn Thị Mẫu"));
	assert_false(screen_has(&t.canvas, "Opening"));
}

static void test_training_stands_on_every_screen(void **state)
{
	(void)state;
	t.desk->training = true;
	start();
	for (uint32_t f = 1; f <= 12; f++) {
		press(MC_KEY_F(f));
		assert_true(screen_has(&t.canvas, "TRAINING"));
	}
	while (strcmp(top(), "home") != 0) {
		esc();
		assert_true(screen_has(&t.canvas, "TRAINING"));
	}
	press(MC_KEY_F(10));
	screen_is_golden(&t.canvas, "menu_training");
}

static void test_read_only_stands_on_every_screen(void **state)
{
	(void)state;
	t.desk->read_only = true;
	start();
	assert_true(screen_has(&t.canvas, "[DISK-02]"));
	screen_is_golden(&t.canvas, "read_only");
	for (uint32_t f = 1; f <= 12; f++) {
		press(MC_KEY_F(f));
		assert_true(screen_has(&t.canvas, "READ ONLY"));
	}
}

static void test_officer_is_asked_for(void **state)
{
	(void)state;
	memset(&t.desk->officer, 0, sizeof(t.desk->officer));
	start();
	assert_string_equal(top(), "officer");
	screen_is_golden(&t.canvas, "officer");
	type("123\tHoaf\t\r");
	assert_true(screen_has(&t.canvas, "[NUM-01]"));
	assert_string_equal(top(), "officer");
	press(MC_KEY_CTRL('U'));
	type("001180001234\r\r\r");
	assert_string_equal(t.desk->officer.full_name, "Hòa");
	assert_string_equal(top(), "home");
}

static void test_the_officers_card_fills_both(void **state)
{
	(void)state;
	memset(&t.desk->officer, 0, sizeof(t.desk->officer));
	start();
	paste("001180001234||Lê Thị Cán|01011980|Nữ|Số 1, xã Mẫu|01012022");
	assert_string_equal(top(), "officer"); /* a scan begins nothing */
	assert_true(screen_has(&t.canvas, "001180001234"));
	press(13);
	assert_string_equal(t.desk->officer.number, "001180001234");
	assert_string_equal(t.desk->officer.full_name, "Lê Thị Cán");
	assert_string_equal(top(), "home");
}

static void test_training_offers_an_officer(void **state)
{
	(void)state;
	memset(&t.desk->officer, 0, sizeof(t.desk->officer));
	t.desk->training = true;
	start();
	assert_string_equal(top(), "officer");
	press(13);
	assert_string_equal(top(), "home");
	assert_string_equal(t.desk->officer.number, "001199000018");
	assert_string_equal(t.desk->officer.full_name, "Cán bộ Tập huấn");
}

static void test_another_officer_types_over_the_offer(void **state)
{
	(void)state;
	memset(&t.desk->officer, 0, sizeof(t.desk->officer));
	t.desk->training = true;
	start();
	type("001180001234\rHoaf\r\r");
	assert_string_equal(top(), "home");
	assert_string_equal(t.desk->officer.number, "001180001234");
	assert_string_equal(t.desk->officer.full_name, "Hòa");
}

static void test_small_terminal_waits(void **state)
{
	static const int sizes[][2] = {{23, 80}, {24, 79}, {1, 1}, {3, 200}};

	(void)state;
	start();
	type("Hoaf");
	for (size_t i = 0; i < MC_COUNT(sizes); i++) {
		mc_canvas_resize(&t.canvas, sizes[i][0], sizes[i][1]);
		mc_shell_draw(&t.ui, &t.canvas);
	}
	mc_canvas_resize(&t.canvas, 10, 40);
	mc_shell_draw(&t.ui, &t.canvas);
	assert_true(screen_has(&t.canvas, "80x24"));
	mc_canvas_resize(&t.canvas, 30, 100);
	mc_shell_draw(&t.ui, &t.canvas);
	assert_true(screen_has(&t.canvas, "Hòa"));
	assert_non_null(strstr(screen_row(&t.canvas, 29), "F1 Help"));
	assert_non_null(strstr(screen_row(&t.canvas, 28), "LINK: up"));
}

static void test_status_row(void **state)
{
	static const struct {
		struct mc_desk_status status;
		const char *text;
	} table[] = {
		{{.link = MC_DESK_LINK_UP}, "LINK: up | Queue: 0 | VI Telex"},
		{ {.link = MC_DESK_LINK_UP, .clock_off = -7 * MC_MINUTE},
		  "LINK: up, clock -7 min | Queue: 0 | VI Telex" },
		{ {.link = MC_DESK_LINK_UP, .clock_off = 25 * MC_HOUR},
		  "LINK: up, clock +25 h | Queue: 0 | VI Telex" },
		{ {.link = MC_DESK_LINK_UP, .clock_off = -3650 * MC_DAY},
		  "LINK: up, clock -3650 d | Queue: 0 | VI Telex" },
		{ {.link = MC_DESK_LINK_UP, .lost = true, .clock_off = 7 * MC_MINUTE},
		  "LINK: up, DOSSIERS LOST | Queue: 0 | VI Telex" },
		{ {.link = MC_DESK_LINK_UP, .news_gap = FAKE_NOW},
		  "LINK: up, news missing | Queue: 0 | VI Telex" },
		{ {.link = MC_DESK_LINK_DOWN, .link_since = FAKE_NOW, .waiting = 3, .held = 1},
		  "LINK: down 09:05 | Queue: 4 (1 need you) | VI Telex" },
		{{.link = MC_DESK_LINK_CUT, .waiting = 1}, "LINK: CUT | Queue: 1 | VI Telex"},
		{{.link = MC_DESK_LINK_UNSET}, "LINK: not set | Queue: 0 | VI Telex"},
		{{.link = MC_DESK_LINK_SUSPECT}, "LINK: false  | Queue: 0 | VI Telex"},
		{{.link = MC_DESK_LINK_UNKNOWN}, "LINK: ? | Queue: 0 | VI Telex"},
	};

	(void)state;
	start();
	for (size_t i = 0; i < MC_COUNT(table); i++) {
		t.desk->status = table[i].status;
		t.desk->changed = MC_WATCH_LINK;
		happen(MC_EVENT_CHANGED);
		assert_non_null(strstr(screen_row(&t.canvas, 22), table[i].text));
	}
}

static void test_message_stays_until_the_next_key(void **state)
{
	(void)state;
	start();
	type("12345\r");
	assert_true(screen_has(&t.canvas, "[NUM-01]"));
	happen(MC_EVENT_TICK);
	happen(MC_EVENT_CHANGED);
	assert_true(screen_has(&t.canvas, "[NUM-01]"));
	press(MC_KEY_LEFT);
	assert_false(screen_has(&t.canvas, "[NUM-01]"));
	assert_true(screen_has(&t.canvas, "12345")); /* nothing typed is lost */
}

static void test_typing_toggle(void **state)
{
	(void)state;
	start();
	press(0);
	assert_non_null(strstr(screen_row(&t.canvas, 22), "| EN"));
	type("Hoaf");
	assert_true(screen_has(&t.canvas, "Hoaf"));
	press(0);
	assert_non_null(strstr(screen_row(&t.canvas, 22), "VI Telex"));
}

static void test_link_is_cut_in_training_only(void **state)
{
	(void)state;
	start();
	press(MC_KEY_CTRL('T'));
	assert_false(t.desk->cut);
	t.desk->training = true;
	press(MC_KEY_CTRL('T'));
	assert_true(t.desk->cut);
	assert_true(screen_has(&t.canvas, "LINK: CUT"));
	press(MC_KEY_CTRL('T'));
	assert_false(t.desk->cut);
	assert_true(screen_has(&t.canvas, "LINK: up"));
	press(MC_KEY_F(10)); /* and by the menu */
	for (int i = 0; i < 4; i++) {
		press(MC_KEY_DOWN);
	}
	press(13);
	for (int i = 0; i < 3; i++) {
		press(MC_KEY_DOWN);
	}
	press(13);
	assert_true(t.desk->cut);
	assert_string_equal(top(), "home");
}

static void test_queue_opens_once(void **state)
{
	(void)state;
	start();
	press(MC_KEY_F(6));
	assert_string_equal(top(), "queue");
	press(MC_KEY_F(6));
	esc();
	assert_string_equal(top(), "home");
}

static void test_help_names_the_keys(void **state)
{
	(void)state;
	start();
	press(27);
	press('1'); /* Esc 1 is F1 */
	screen_is_golden(&t.canvas, "help_home");
	press(MC_KEY_F(1));
	assert_string_equal(top(), "home");
}

/* In the list other help than in the box; and after it one is where one was. */
/* A dialog is answered first: its help names no key that does nothing there, and one that is
 * pressed says why. */
static void test_help_of_a_dialog_names_what_works(void **state)
{
	static const uint32_t keys[] = {MC_KEY_F(6), MC_KEY_F(10), MC_KEY_CTRL('F'), MC_KEY_CTRL('N')};

	(void)state;
	start();
	press(MC_KEY_CTRL('P'));
	assert_string_equal(top(), "settings");
	for (size_t i = 0; i < MC_COUNT(keys); i++) {
		press(keys[i]);
		assert_string_equal(top(), "settings");
		assert_true(screen_has(&t.canvas, "Answer this first"));
		press(MC_KEY_TAB);
		assert_false(screen_has(&t.canvas, "Answer this first"));
	}
	press(MC_KEY_F(1));
	assert_string_equal(top(), "help");
	assert_true(screen_has(&t.canvas, "F1"));
	assert_false(screen_has(&t.canvas, " F6     "));
	assert_false(screen_has(&t.canvas, " F10     "));
}

static void test_help_of_the_list(void **state)
{
	(void)state;
	t.desk->row_count = 1;
	MC_COPY(t.desk->rows[0].id, "id");
	t.desk->rows[0].state = MC_STATE_SEALED;
	start();
	press(MC_KEY_DOWN);
	press(MC_KEY_F(1));
	assert_true(screen_has(&t.canvas, "newest first, and how far"));
	assert_false(screen_has(&t.canvas, "Scan the QR code"));
	esc();
	press(MC_KEY_UP);
	press(MC_KEY_F(1));
	assert_true(screen_has(&t.canvas, "Scan the QR code"));
	esc();
}

/* For whom the status row is out of sight: how keys come out in this very field. */
static void test_help_says_how_keys_are_typed(void **state)
{
	(void)state;
	start();
	press(MC_KEY_F(1));
	assert_true(screen_has(&t.canvas, "Vietnamese is typed here (Telex)"));
	esc();
	press(0); /* Ctrl-Space */
	press(MC_KEY_F(1));
	assert_true(screen_has(&t.canvas, "Vietnamese typing is off"));
	esc();
	press(0);
	type("054196278545||Trần Thị Kim Oanh|02111996|Nữ|Số 112|28102022\r");
	press(MC_KEY_F(1)); /* on a button nothing is typed */
	assert_false(screen_has(&t.canvas, "is typed here"));
	esc();
	for (int i = 0; i < 6; i++) {
		press(MC_KEY_UP);
	}
	press(MC_KEY_F(1));
	assert_true(screen_has(&t.canvas, "Keys are taken as they are here"));
	esc();
}

static void test_leaving_is_asked(void **state)
{
	(void)state;
	start();
	esc(); /* the last level does not end by Esc */
	assert_false(t.ui.quit);
	press(MC_KEY_CTRL('Q'));
	assert_string_equal(top(), "confirm");
	screen_is_golden(&t.canvas, "leave");
	press(13); /* the safe button has the focus */
	assert_string_equal(top(), "home");
	press(MC_KEY_CTRL('Q'));
	type("l\r");
	assert_true(t.ui.quit);
}

static void test_a_scan_or_paste_answers_no_question(void **state)
{
	(void)state;
	start();
	press(MC_KEY_CTRL('Q'));
	type("054196278545||Trần Thị Lan|02111996|Nữ|xã Lợi|28102022\r");
	assert_false(t.ui.quit);
	press(MC_KEY_CTRL('Q'));
	press(MC_KEY_RIGHT);
	paste("l\nl\n");
	press(13);
	assert_false(t.ui.quit);
}

static void test_repaint(void **state)
{
	(void)state;
	start();
	assert_true(mc_shell_event(&t.ui, &(struct mc_event){ .kind = MC_EVENT_KEY,
							     .key = MC_KEY_CTRL('L') }));
	assert_false(mc_shell_event(&t.ui, &(struct mc_event){.kind = MC_EVENT_KEY, .key = 'a'}));
	assert_false(mc_shell_ticks(&t.ui)); /* idle: nothing wakes */
}

static void test_new_dossier_from_the_catalogue(void **state)
{
	(void)state;
	start();
	press(MC_KEY_CTRL('N'));
	screen_is_golden(&t.canvas, "pick_procedure");
	type("khong");
	assert_true(screen_has(&t.canvas, "Nothing matches."));
	press(13);
	assert_string_equal(top(), "pick");
	press(MC_KEY_CTRL('U'));
	press(MC_KEY_DOWN);
	press(13); /* the damaged one */
	assert_true(screen_has(&t.canvas, "[PROC-02]"));
	press(MC_KEY_CTRL('N'));
	press(13);
	assert_string_equal(top(), "form");
	assert_int_equal(t.desk->created, 1);
}

/* An officer may know a procedure by the words of the decision, whatever the screens speak. */
static void test_the_catalogue_is_found_by_both_titles(void **state)
{
	(void)state;
	start();
	press(MC_KEY_CTRL('N'));
	type("khai sinh");
	assert_true(screen_has(&t.canvas, "> 2.002621  Khai sinh"));
	press(MC_KEY_CTRL('U'));
	type("birth");
	assert_true(screen_has(&t.canvas, "> 2.002621  Birth registration"));
	press(MC_KEY_CTRL('U')); /* by the words of both at once nothing is meant */
	type("khai birth");
	assert_true(screen_has(&t.canvas, "Nothing matches."));
	esc();
	mc_i18n_init("vi");
	press(MC_KEY_CTRL('N'));
	type("birth");
	assert_true(screen_has(&t.canvas, "> 2.002621  Birth registration"));
	mc_i18n_init("en");
}

/* Headings go while something is typed; what is chosen is the first that matches. */
static void test_a_search_stands_on_its_first_hit(void **state)
{
	static const char *const rows[] = {"Group", "other", "alpha one", "alpha two"};
	static const int answers[] = {-1, 0, 1, 2};
	union mc_view_arg arg = { .pick = { .title = "Pick", .rows = rows, .answers = answers,
					    .count = 4 } };

	(void)state;
	start();
	mc_ui_open(&t.ui, MC_VIEW_PICK, 1, &arg);
	type("alpha");
	assert_true(screen_has(&t.canvas, "> alpha one"));
	esc();
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_home),
		T(test_home_before_the_stores_are_open),
		T(test_home_before_the_stores_are_open_on_any_terminal),
		T(test_training_stands_on_every_screen),
		T(test_read_only_stands_on_every_screen),
		T(test_officer_is_asked_for),
		T(test_the_officers_card_fills_both),
		T(test_training_offers_an_officer),
		T(test_another_officer_types_over_the_offer),
		T(test_small_terminal_waits),
		T(test_status_row),
		T(test_message_stays_until_the_next_key),
		T(test_typing_toggle),
		T(test_link_is_cut_in_training_only),
		T(test_queue_opens_once),
		T(test_help_names_the_keys),
		T(test_help_of_a_dialog_names_what_works),
		T(test_help_of_the_list),
		T(test_help_says_how_keys_are_typed),
		T(test_leaving_is_asked),
		T(test_a_scan_or_paste_answers_no_question),
		T(test_repaint),
		T(test_new_dossier_from_the_catalogue), T(test_the_catalogue_is_found_by_both_titles),
		T(test_a_search_stands_on_its_first_hit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
