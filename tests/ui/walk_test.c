/* SPDX-License-Identifier: MPL-2.0 */
/*
 * On every screen, after every key, in both languages: the cursor is where the eyes of a
 * screen reader are (in the line that is typed into, on the row or button that Enter would
 * take, or at the first line of a page to read), and the console's font has each sign.
 *
 * And in a catalogue where every text is as wide as its place allows, or 40 % longer, nothing
 * that is to be read is cut.
 */
#include <uchar.h>

#include "ui/every_view.h"
#include "ui/focus.h"
#include "ui/glyphs.h"

static int steps;

static void expect_cursor(const char *step)
{
	steps++;
	if (!focus_is_right(&t.ui, &t.canvas)) {
		fail_msg("%s after %s: the cursor is on nothing: %s", top(), step,
			 screen_row(&t.canvas, t.canvas.cursor_row));
	}
}

static void expect_glyphs(void)
{
	for (int row = 0; row < t.canvas.rows; row++) {
		for (int col = 0; col < t.canvas.cols; col++) {
			uint32_t c = mc_canvas_at(&t.canvas, row, col)->c;

			if (!has_glyph(c)) {
				fail_msg("%s: no console font has U+%04X", top(), (unsigned)c);
			}
		}
	}
}

/* ">" before a row, a field or a button. */
static bool is_mark(int row, int col)
{
	const struct mc_cell *before = mc_canvas_at(&t.canvas, row, col - 1);
	const struct mc_cell *behind = mc_canvas_at(&t.canvas, row, col + 1);

	return mc_canvas_at(&t.canvas, row, col)->c == '>' && (!before || before->c == ' ') &&
	       behind && (behind->c == ' ' || behind->c == '[');
}

/* Where one view lies over another the focus is in the upper one alone. */
static void expect_one_focus(const char *step)
{
	int marks = 0;

	for (int row = MC_VIEW_TOP; row < t.canvas.rows - 2; row++) {
		for (int col = 0; col < t.canvas.cols; col++) {
			bool focused = mc_canvas_at(&t.canvas, row, col)->style == MC_STYLE_FOCUS;

			marks += is_mark(row, col);
			if (marks > 1 || (focused && row != t.canvas.cursor_row)) {
				fail_msg("%s after %s: a second focus: %s", top(), step,
					 screen_row(&t.canvas, row));
			}
		}
	}
}

/* R1: at most ten keys, each of the live table whole in the last row. */
static void expect_bar(const char *step)
{
	const struct mc_view *view = t.ui.top;
	const struct mc_view_key *tables[] = {view->keys, view->overlay ? NULL : mc_shell_keys};
	const char *bar = screen_row(&t.canvas, t.canvas.rows - 1);
	int items = 0;

	for (size_t i = 0; i < MC_COUNT(tables); i++) {
		for (const struct mc_view_key *row = tables[i]; row && row->key; row++) {
			char name[16], item[80];
			bool hidden = !row->label;

			for (const struct mc_view_key *own = view->keys; i && own && own->key; own++) {
				hidden = hidden || own->key == row->key; /* it has its own, or none */
			}
			mc_key_name(row->key, name);
			snprintf(item, sizeof(item), "%s %s", name, hidden ? "" : _(row->label));
			if (!hidden && !strstr(bar, item)) {
				fail_msg("%s after %s: no \"%s\" in: %s", top(), step, item, bar);
			}
			items += !hidden;
		}
	}
	assert_in_range(items, 0, 10);
}

static void expect_screen(const char *step)
{
	expect_cursor(step);
	expect_one_focus(step);
	expect_glyphs();
	expect_bar(step);
}

/* ---- longer texts */

/* Of the catalogue that is longer than any language. */
static bool is_long_text(uint32_t c)
{
	static const char32_t vowels[] = U"åëïøüÿÅËÏØÜ";

	for (size_t i = 0; vowels[i]; i++) {
		if (vowels[i] == c) {
			return true;
		}
	}
	return false;
}

/* A text that ends in an ellipsis at this place: what stands in its last words. */
static bool is_cut_text(int row, int col)
{
	int blanks = 0;

	while (--col >= 0 && blanks < 3) {
		uint32_t c = mc_canvas_at(&t.canvas, row, col)->c;

		if (is_long_text(c)) {
			return true;
		}
		blanks += c == ' ';
	}
	return false;
}

/* What is wrapped and ends early was meant to: the canvas does not count it. */
static void expect_whole(const char *step)
{
	steps++;
	for (int at = 0; t.canvas.cut && at < t.canvas.rows * t.canvas.cols; at++) {
		int row = at / t.canvas.cols, col = at % t.canvas.cols;

		if (mc_canvas_at(&t.canvas, row, col)->c == 0x2026 && is_cut_text(row, col)) {
			fail_msg("%s after %s: cut off: %s", top(), step,
				 screen_row(&t.canvas, row));
		}
	}
}

static void test_long_texts(void **state)
{
	(void)state;
	steps = 0;
	setenv("MOTCUA_LOCALEDIR", MC_BUILD_DIR "/tests/locale", 1);
	walk("pseudo", expect_whole);
	assert_true(screen_has(&t.canvas, "ø")); /* the catalogue was there */
	assert_true(steps > 700);
}

static void test_english(void **state)
{
	(void)state;
	steps = 0;
	walk("en", expect_screen);
	assert_true(steps > 700);
}

static void test_vietnamese(void **state)
{
	(void)state;
	setenv("MOTCUA_LOCALEDIR", MC_BUILD_DIR "/locale", 1);
	walk("vi", expect_screen);
	assert_true(screen_has(&t.canvas, "Hàng đợi")); /* it was Vietnamese */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_english, setup, teardown),
		cmocka_unit_test_setup_teardown(test_vietnamese, setup, teardown),
		cmocka_unit_test_setup_teardown(test_long_texts, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
