/* SPDX-License-Identifier: MPL-2.0 */
#include "support/check.h"
#include "ui/screen.c"

static struct mc_canvas canvas;

static int setup(void **state)
{
	(void)state;
	mc_canvas_init(&canvas, 5, 20);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	mc_canvas_done(&canvas);
	return 0;
}

static void test_text_is_cut_with_a_mark(void **state)
{
	static const struct {
		const char *text;
		int width, used;
		const char *shown;
	} table[] = {
		{"Nguyễn", 10, 6, "Nguyễn"},
		{"Nguyễn", 6, 6, "Nguyễn"},
		{"Nguyễn", 5, 5, "Nguy…"},
		{"Nguyễn", 1, 1, "…"},
		{"Nguyễn", 0, 0, ""},
		{"", 5, 0, ""},
		{"a\tb\033c", 9, 5, "a\xEF\xBF\xBD" "b\xEF\xBF\xBD" "c"},
		{"25.000 \xE2\x82\xAB", 9, 8, "25.000 đ"},
		{"\xE2\x89\xA1 x", 9, 3, "= x"},
		{"o\xCC\x81k", 9, 2, "ok"}, /* an uncomposed mark never reaches a cell */
		{"\xE6\xB0\xB4x", 9, 3, "\xE6\xB0\xB4x"},
		{"\xE6\xB0\xB4\xE6\xB0\xB4", 3, 3, "\xE6\xB0\xB4…"},
		{"a\xFF" "b", 9, 3, "a\xEF\xBF\xBD" "b"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		mc_canvas_clear(&canvas);
		assert_int_equal(mc_canvas_text(&canvas, 1, 0, table[i].width, MC_STYLE_PLAIN,
						table[i].text), table[i].used);
		assert_string_equal(screen_row(&canvas, 1), table[i].shown);
	}
}

static void test_nothing_outside_is_written(void **state)
{
	(void)state;
	mc_canvas_text(&canvas, -1, 0, 20, MC_STYLE_PLAIN, "above");
	mc_canvas_text(&canvas, 5, 0, 20, MC_STYLE_PLAIN, "below");
	mc_canvas_text(&canvas, 0, 18, 20, MC_STYLE_PLAIN, "right");
	mc_canvas_text(&canvas, 1, -2, 20, MC_STYLE_PLAIN, "left");
	mc_canvas_box(&canvas, 3, 15, 9, 9, "t");
	mc_canvas_fill(&canvas, -9, -9, 10, 10, MC_STYLE_WARN); /* one cell of it is inside */
	mc_canvas_fill(&canvas, 4, 19, 9, 9, MC_STYLE_HEAD);
	mc_canvas_fill(&canvas, 9, 0, 1, 1, MC_STYLE_HEAD);
	mc_canvas_fill(&canvas, 0, 30, 1, 1, MC_STYLE_HEAD);
	assert_int_equal(mc_canvas_at(&canvas, 0, 0)->style, MC_STYLE_WARN);
	assert_int_equal(mc_canvas_at(&canvas, 0, 1)->style, MC_STYLE_PLAIN);
	assert_int_equal(mc_canvas_at(&canvas, 1, 0)->style, MC_STYLE_PLAIN);
	assert_int_equal(mc_canvas_at(&canvas, 4, 19)->style, MC_STYLE_HEAD);
	assert_int_not_equal(mc_canvas_at(&canvas, 4, 18)->style, MC_STYLE_HEAD);
	mc_canvas_cursor(&canvas, 99, 99);
	assert_string_equal(screen_row(&canvas, 0), "                  ri");
	assert_string_equal(screen_row(&canvas, 1), "ft");
	assert_null(mc_canvas_at(&canvas, 5, 0));
	assert_int_equal(canvas.cursor_row, 4);
	assert_int_equal(canvas.cursor_col, 19);
}

static void test_wrap_breaks_between_words(void **state)
{
	static const struct {
		const char *text;
		int width, lines;
		const char *first, *second;
	} table[] = {
		{"một cửa", 20, 1, "một cửa", ""},
		{"một cửa liên thông", 8, 3, "một cửa", "liên"},
		{"một cửa", 7, 1, "một cửa", ""},
		{"dài-quá-một-dòng", 6, 3, "dài-qu", "á-một-"},
		{"một\nhai", 20, 2, "một", "hai"},
		{"", 20, 0, "", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		mc_canvas_clear(&canvas);
		assert_int_equal(mc_canvas_wrap(&canvas, 0, 0, 5, table[i].width, MC_STYLE_PLAIN,
						table[i].text), table[i].lines);
		assert_string_equal(screen_row(&canvas, 0), table[i].first);
		assert_string_equal(screen_row(&canvas, 1), table[i].second);
	}
}

static void test_wrap_shows_that_more_follows(void **state)
{
	(void)state;
	assert_int_equal(mc_canvas_wrap(&canvas, 0, 0, 1, 8, MC_STYLE_PLAIN, "một cửa liên thông"),
			 3);
	assert_string_equal(screen_row(&canvas, 0), "một cửa…");
	assert_string_equal(screen_row(&canvas, 1), "");
	/* the end of a paragraph is never drawn as a letter */
	mc_canvas_clear(&canvas);
	assert_int_equal(mc_canvas_wrap(&canvas, 0, 0, 1, 8, MC_STYLE_PLAIN, "một\ncửa"), 2);
	assert_string_equal(screen_row(&canvas, 0), "một…");
	mc_canvas_clear(&canvas);
	assert_int_equal(mc_canvas_wrap(&canvas, 0, 0, 2, 8, MC_STYLE_PLAIN, "một\nmột cửa!\nx"), 3);
	assert_string_equal(screen_row(&canvas, 0), "một");
	assert_string_equal(screen_row(&canvas, 1), "một cửa…");
	mc_canvas_clear(&canvas);
	assert_int_equal(mc_canvas_wrap(&canvas, 0, 0, 1, 8, MC_STYLE_PLAIN, "một\n"), 1);
	assert_string_equal(screen_row(&canvas, 0), "một");
}

static void test_box_and_training_box(void **state)
{
	(void)state;
	mc_canvas_box(&canvas, 0, 0, 3, 10, "Hỏi");
	assert_string_equal(screen_row(&canvas, 0), "┌─ Hỏi ──┐");
	assert_string_equal(screen_row(&canvas, 1), "│        │");
	assert_string_equal(screen_row(&canvas, 2), "└────────┘");
	canvas.training = true;
	mc_canvas_box(&canvas, 0, 0, 3, 10, NULL);
	assert_string_equal(screen_row(&canvas, 0), "░░░░░░░░░░");
	assert_string_equal(screen_row(&canvas, 1), "░        ░");
}

static void test_resize_blanks(void **state)
{
	(void)state;
	mc_canvas_text(&canvas, 0, 0, 20, MC_STYLE_WARN, "here");
	mc_canvas_resize(&canvas, 2, 3);
	assert_string_equal(screen_row(&canvas, 0), "");
	assert_int_equal(mc_canvas_at(&canvas, 1, 2)->style, MC_STYLE_PLAIN);
	mc_canvas_resize(&canvas, 0, -1);
	assert_int_equal(canvas.rows, 1);
	assert_int_equal(canvas.cols, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_text_is_cut_with_a_mark, setup, teardown),
		cmocka_unit_test_setup_teardown(test_nothing_outside_is_written, setup, teardown),
		cmocka_unit_test_setup_teardown(test_wrap_breaks_between_words, setup, teardown),
		cmocka_unit_test_setup_teardown(test_wrap_shows_that_more_follows, setup, teardown),
		cmocka_unit_test_setup_teardown(test_box_and_training_box, setup, teardown),
		cmocka_unit_test_setup_teardown(test_resize_blanks, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
