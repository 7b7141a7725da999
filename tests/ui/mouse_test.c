/* SPDX-License-Identifier: MPL-2.0 */
/* A click moves the focus and presses keys of the last row; it never presses a button. */
#include "ui/desk_under_test.h"

static void mouse(int row, int col, int wheel)
{
	mc_shell_mouse(&t.ui, &t.canvas,
		       &(struct mc_event){
			       .kind = MC_EVENT_MOUSE, .row = row, .col = col, .choice = wheel});
	if (!t.ui.quit) {
		mc_shell_draw(&t.ui, &t.canvas);
	}
}

/* Where the words stand. */
static void find(const char *words, int *ret_row, int *ret_col)
{
	for (int row = 0; row < t.canvas.rows; row++) {
		const char *text = screen_row(&t.canvas, row), *at = strstr(text, words);

		if (at) {
			*ret_row = row;
			*ret_col = 0;
			for (; text < at; text += mc_utf8_next(text, 0)) {
				++*ret_col;
			}
			return;
		}
	}
	fail_msg("not on the screen: %s", words);
}

static void click(const char *words)
{
	int row = 0, col = 0;

	find(words, &row, &col);
	mouse(row, col, 0);
}

static void test_click_moves_and_saves(void **state)
{
	(void)state;
	open_form();
	type("054196278545");
	click("Child's full name");
	assert_true(strstr(screen_row(&t.canvas, t.canvas.cursor_row), "> Child's full name") !=
		    NULL);
	assert_string_equal(mc_form_text(t.desk->form, "mother.number"), "054196278545");
	click("Identity number");
	assert_true(strstr(screen_row(&t.canvas, t.canvas.cursor_row), "> Identity number") !=
		    NULL);
}

static void test_click_in_a_text(void **state)
{
	int col;

	(void)state;
	start();
	type("Nguyen");
	col = t.canvas.cursor_col - 3;
	mouse(t.canvas.cursor_row, col, 0);
	assert_int_equal(t.canvas.cursor_col, col);
	type("x");
	assert_true(screen_has(&t.canvas, "Nguxyen") || screen_has(&t.canvas, "Ngũyen"));
	mouse(t.canvas.cursor_row, 70, 0); /* behind its end */
	type("!");
	assert_true(screen_has(&t.canvas, "yen!"));
}

static void test_click_on_a_button_only_stands_on_it(void **state)
{
	(void)state;
	start();
	press(MC_KEY_CTRL('Q'));
	click("[ Leave ]");
	assert_false(t.ui.quit);
	assert_string_equal(top(), "confirm");
	assert_int_equal(mc_canvas_at(&t.canvas, t.canvas.cursor_row, t.canvas.cursor_col)->style,
			 MC_STYLE_FOCUS);
	assert_true(strncmp(strchr(screen_row(&t.canvas, t.canvas.cursor_row), '>'), ">[ Leave ]",
			    10) == 0);
	press(13);
	assert_true(t.ui.quit);
}

static void test_click_changes_no_choice(void **state)
{
	(void)state;
	t.desk->first_run = true;
	start();
	click("Vietnamese typing");
	assert_true(screen_has(&t.canvas, "> Vietnamese typing"));
	mouse(t.canvas.cursor_row, 70, 0);
	assert_true(screen_has(&t.canvas, "Telex"));
}

static void test_last_row_is_its_keys(void **state)
{
	(void)state;
	start();
	click("F6 Queue");
	assert_string_equal(top(), "queue");
	click("F1 Help");
	assert_string_equal(top(), "help");
	mouse(t.canvas.rows - 1, 79, 0); /* nothing stands there */
	assert_string_equal(top(), "help");
}

static void test_wheel_and_lists(void **state)
{
	(void)state;
	t.desk->row_count = 8;
	for (int i = 0; i < 8; i++) {
		snprintf(t.desk->rows[i].subject, sizeof(t.desk->rows[i].subject), "Person %d", i);
		t.desk->rows[i].state = MC_STATE_SEALED;
		MC_COPY(t.desk->rows[i].id, "id");
	}
	start();
	press(MC_KEY_F(6));
	mouse(10, 10, 1);
	assert_true(strstr(screen_row(&t.canvas, t.canvas.cursor_row), "Person 3") != NULL);
	mouse(10, 10, -1);
	assert_true(strstr(screen_row(&t.canvas, t.canvas.cursor_row), "Person 0") != NULL);
	click("Person 5");
	assert_true(strstr(screen_row(&t.canvas, t.canvas.cursor_row), "Person 5") != NULL);
	mouse(0, 0, 0); /* the title: as near as it goes */
	mouse(22, 0, 0);
	assert_string_equal(top(), "queue");
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_click_moves_and_saves),
		T(test_click_in_a_text),
		T(test_click_on_a_button_only_stands_on_it),
		T(test_click_changes_no_choice),
		T(test_last_row_is_its_keys),
		T(test_wheel_and_lists),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
