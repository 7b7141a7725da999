/* SPDX-License-Identifier: MPL-2.0 */
/* Nothing that was typed is lost unasked: a screen that alone has it asks before it goes. */
#include "ui/desk_under_test.h"

#define CARD "054196278545||Trần Thị Kim Oanh|02111996|Nữ|Số 112, thôn Cây Xoài|28102022"

/* Esc asks, and the safe button has the focus; then what was typed is given up. */
static void expect_asked(const char *view, const char *kept, const char *then)
{
	assert_string_equal(top(), view);
	esc();
	assert_string_equal(top(), "confirm");
	assert_true(screen_has(&t.canvas, ">[ Go on typing ]"));
	press(13);
	assert_string_equal(top(), view);
	assert_true(screen_has(&t.canvas, kept));
	esc();
	esc(); /* the question itself is left: that is the safe answer, too */
	assert_string_equal(top(), view);
	assert_true(screen_has(&t.canvas, kept));
	esc();
	type("d\r");
	assert_string_equal(top(), then);
}

static void expect_unasked(const char *view, const char *then)
{
	assert_string_equal(top(), view);
	esc();
	assert_string_equal(top(), then);
}

static void test_settings(void **state)
{
	(void)state;
	start();
	press(MC_KEY_CTRL('P'));
	expect_unasked("settings", "home");
	press(MC_KEY_CTRL('P'));
	type("\tUBND xax Vis Duj");
	expect_asked("settings", "UBND xã Ví Dụ", "home");
	assert_string_equal(t.desk->saved, "");
	press(MC_KEY_CTRL('P'));
	for (int i = 0; i < 6; i++) {
		press(MC_KEY_DOWN);
	}
	press(MC_KEY_RIGHT); /* a choice counts as well */
	expect_asked("settings", "VNI", "home");
	press(MC_KEY_CTRL('P'));
	type("\tUBND");
	press(MC_KEY_F(2)); /* what is saved is not asked about */
	assert_string_equal(top(), "home");
	assert_string_equal(t.desk->saved, "office.name=UBND;");
}

/* The button that goes back does what Esc does. */
static void test_by_button(void **state)
{
	(void)state;
	start();
	press(MC_KEY_CTRL('P'));
	type("\tx");
	for (int i = 0; i < 20; i++) {
		press(MC_KEY_DOWN);
	}
	assert_true(screen_has(&t.canvas, ">[ Cancel ]"));
	press(13);
	assert_string_equal(top(), "confirm");
	press(13);
	assert_string_equal(top(), "settings");
}

static void test_typed_and_taken_back(void **state)
{
	(void)state;
	start();
	press(MC_KEY_CTRL('P'));
	type("\tx");
	press(MC_KEY_BACKSPACE);
	expect_unasked("settings", "home");
}

static void test_officer(void **state)
{
	(void)state;
	memset(&t.desk->officer, 0, sizeof(t.desk->officer));
	start();
	type("001190");
	expect_asked("officer", "001190", "home");
	press(MC_KEY_CTRL('O'));
	expect_unasked("officer", "home");
}

static void test_look_up(void **state)
{
	(void)state;
	start();
	paste(CARD);
	press(13);
	expect_unasked("ask", "home"); /* the card is still in the hand */
	paste(CARD);
	press(13);
	press(MC_KEY_BACKTAB);
	press(MC_KEY_BACKTAB);
	type(" giuwax");
	expect_asked("ask", "giữa", "home");
	type("054196278545\r"); /* typed on the first screen, and only here now */
	expect_asked("ask", "054196278545", "home");
}

/* What the register was asked is in the audit; it is not typed for nothing. */
static void test_look_up_that_was_asked(void **state)
{
	(void)state;
	start();
	type("054196278545\rTraanf Thij Kim Oanh\r02111996\r");
	press(MC_KEY_F(3));
	assert_int_equal(t.desk->asked, 1);
	t.desk->answer.answer.outcome = MC_OUTCOME_NO_MATCH;
	happen(MC_EVENT_TICK);
	expect_unasked("ask", "home");
}

static void test_prompts(void **state)
{
	(void)state;
	t.desk->row_count = 1;
	MC_COPY(t.desk->rows[0].id, "id");
	t.desk->rows[0].state = MC_STATE_SEALED;
	t.desk->rows[0].seq = 1;
	start();
	press(MC_KEY_F(6));
	press(MC_KEY_F(2));
	expect_unasked("prompt", "queue");
	press(MC_KEY_F(2));
	type("/media/stick");
	expect_asked("prompt", "/media/stick", "queue");
	t.desk->stick_code = MC_E_STICK_WRITE; /* what did not work is there to be corrected */
	press(MC_KEY_F(4));
	type("/media/usb\r\r");
	assert_true(screen_has(&t.canvas, "[USB-01]"));
	assert_string_equal(top(), "prompt");
	assert_true(screen_has(&t.canvas, "/media/usb"));
	t.desk->stick_code = MC_OK;
	type("\r\r");
	assert_string_equal(top(), "queue");
}

/* Ctrl-Q says which screen it would be lost on; the screens below count. */
static void test_leaving_the_program(void **state)
{
	(void)state;
	start();
	press(MC_KEY_CTRL('Q'));
	assert_false(screen_has(&t.canvas, "is not kept"));
	esc();
	type("054196278545\r");
	press(MC_KEY_F(6));
	press(MC_KEY_CTRL('Q'));
	assert_true(screen_has(&t.canvas, "typed on the screen \"Look-up"));
	assert_true(screen_has(&t.canvas, "kept."));
	press(13);
	assert_string_equal(top(), "queue");
}

/* It goes on behind what was dropped: the first start asks for the officer next. */
static void test_first_start(void **state)
{
	(void)state;
	memset(&t.desk->officer, 0, sizeof(t.desk->officer));
	t.desk->first_run = true;
	start();
	assert_string_equal(top(), "settings");
	press(MC_KEY_TAB);
	type("UBND");
	expect_asked("settings", "UBND", "officer");
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_settings),
		T(test_by_button),
		T(test_typed_and_taken_back),
		T(test_officer),
		T(test_look_up),
		T(test_look_up_that_was_asked),
		T(test_prompts),
		T(test_leaving_the_program),
		T(test_first_start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
