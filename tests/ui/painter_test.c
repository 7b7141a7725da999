/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Whatever was shown before, what is painted is the canvas: letters, looks, cursor. Any canvas
 * behind any other, under each terminal and under one that can next to nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/text/utf8.h"
#include "support/check.h"
#include "support/screen.h"
#include "ui/motion.h"
#include "ui/painter.h"

enum { STEPS = 150, ROWS = 12, COLS = 40 };

static uint64_t seed;

static int any(int below)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (int)((seed >> 33) % (unsigned)below);
}

/* ---- canvases */

static void scribble(struct mc_canvas *canvas)
{
	static const char *const texts[] = {
		"a", "Nguyễn Thị Ánh", "│", "────────", "漢字", "$<5>", "          ", ">", "1.001193",
		"Đắk Lắk   Krông H'Hen", " ", "\xc2\x9b" "1m", "...........................",
	};
	int row = any(ROWS), col = any(COLS), style = any(MC_STYLE_COUNT);

	if (any(3) == 0) {
		mc_canvas_fill(canvas, row, col, 1 + any(ROWS), 1 + any(COLS), (enum mc_style)style);
	} else {
		mc_canvas_text(canvas, row, col, 1 + any(COLS), (enum mc_style)style,
			       texts[any(MC_COUNT(texts))]);
	}
}

/* A letter, a line, or another page. */
static void change(struct mc_canvas *canvas)
{
	int count = any(4) ? 1 + any(3) : 60;

	if (any(10) == 0) {
		mc_canvas_clear(canvas);
	}
	while (count-- > 0) {
		scribble(canvas);
	}
	mc_canvas_cursor(canvas, any(ROWS), any(COLS));
}

/* ---- screens */

static void show(struct mc_painter *painter, const struct mc_canvas *canvas, bool all,
		 struct screen *screen)
{
	mc_painter_draw(painter, canvas, all);
	assert_false(painter->out.full);
	screen_feed(screen, painter->out.data, painter->out.len);
	mc_str_reset(&painter->out);
}

/* The row as a person reads it: libvterm gives a control nobody sent no cell. */
static void row_of(const struct mc_canvas *canvas, int row, char *ret)
{
	size_t len = 0;

	for (int col = 0; col < canvas->cols; col++) {
		uint32_t c = mc_canvas_at(canvas, row, col)->c;

		if (c) {
			len += mc_utf8_encode(c >= 0x80 && c < 0xa0 ? '?' : c, ret + len);
		}
	}
	while (len && ret[len - 1] == ' ') {
		len--;
	}
	ret[len] = '\0';
}

static void is_shown(const struct mc_canvas *canvas, struct screen *screen, const char *terminal,
		     int step)
{
	int row, col;
	char want[COLS * 4 + 1];

	for (int i = 0; i < ROWS; i++) {
		row_of(canvas, i, want);
		if (strcmp(want, screen_row(screen, i)) != 0) {
			fail_msg("%s, step %d, row %d:\n[%s]\nshould be\n[%s]", terminal, step, i,
				 screen_row(screen, i), want);
		}
	}
	screen_cursor(screen, &row, &col);
	assert_int_equal(row, canvas->cursor_row);
	assert_int_equal(col, canvas->cursor_col);
}

/* Painted on nothing by another painter, it looks the same. */
static void looks_the_same(const struct mc_canvas *canvas, const struct mc_caps *caps,
			   struct screen *screen, const char *terminal, int step)
{
	struct screen *fresh = screen_new(ROWS, COLS);
	struct mc_painter other;

	mc_painter_init(&other, caps, caps->colours >= 8);
	show(&other, canvas, true, fresh);
	for (int row = 0; row < ROWS; row++) {
		char *want = mc_strdup(screen_looks(fresh, row));

		if (strcmp(want, screen_looks(screen, row)) != 0) {
			fail_msg("%s, step %d, row %d:\n%s\nshould be\n%s", terminal, step, row,
				 screen_looks(screen, row), want);
		}
		free(want);
	}
	mc_painter_done(&other);
	screen_free(fresh);
}

static void many_canvases(const struct mc_caps *caps, const char *terminal)
{
	struct screen *screen = screen_new(ROWS, COLS);
	struct mc_painter painter;
	struct mc_canvas canvas;

	seed = 20261128;
	mc_painter_init(&painter, caps, caps->colours >= 8);
	mc_canvas_init(&canvas, ROWS, COLS);
	for (int step = 0; step < STEPS; step++) {
		change(&canvas);
		show(&painter, &canvas, any(20) == 0, screen);
		is_shown(&canvas, screen, terminal, step);
		looks_the_same(&canvas, caps, screen, terminal, step);
		mc_painter_draw(&painter, &canvas, false);
		assert_int_equal(painter.out.len, 0); /* nothing differs: nothing is said */
	}
	mc_canvas_done(&canvas);
	mc_painter_done(&painter);
	screen_free(screen);
}

static struct mc_caps load(const char *terminal)
{
	struct mc_caps caps;

	setenv("TERM", terminal, 1);
	assert_ok(mc_caps_load(&caps, NULL));
	return caps;
}

static void test_terminals(void **state)
{
	static const char *const terminals[] = { "linux", "xterm-256color", "screen-256color",
						 "vt220", "vt100", "rxvt", "tmux-256color" };

	(void)state;
	for (size_t i = 0; i < MC_COUNT(terminals); i++) {
		struct mc_caps caps = load(terminals[i]);

		many_canvases(&caps, terminals[i]);
		mc_caps_done(&caps);
	}
}

/* Goes to a place, clears, and knows plain and reverse. */
static void test_poor_terminal(void **state)
{
	struct mc_caps poor = {
		.cup = "\033[%i%p1%d;%p2%dH", .clear = "\033[H\033[J", .sgr0 = "\033[m",
		.plain = "\033[m", .rev = "\033[7m",
		.hpa = "", .vpa = "", .cub = "", .cuf = "", .cub1 = "", .cuf1 = "", .cud1 = "",
		.cuu1 = "", .cr = "", .el = "", .ech = "", .smul = "", .bold = "", .setaf = "", .op = "",
	};

	(void)state;
	many_canvases(&poor, "poor");
}

/* Writing into the last cell would move the whole screen up: it stays blank. */
static void test_corner_that_scrolls(void **state)
{
	struct mc_caps caps = load("vt100");
	struct screen *screen = screen_new(ROWS, COLS);
	struct mc_painter painter;
	struct mc_canvas canvas;

	(void)state;
	caps.corner_scrolls = true;
	mc_painter_init(&painter, &caps, false);
	mc_canvas_init(&canvas, ROWS, COLS);
	mc_canvas_text(&canvas, 0, COLS - 1, 1, MC_STYLE_PLAIN, "a");
	mc_canvas_text(&canvas, ROWS - 1, COLS - 2, 2, MC_STYLE_PLAIN, "bc");
	show(&painter, &canvas, true, screen);
	assert_string_equal(screen_row(screen, ROWS - 1) + COLS - 2, "b");
	assert_string_equal(screen_row(screen, 0) + COLS - 1, "a");
	mc_canvas_done(&canvas);
	mc_painter_done(&painter);
	screen_free(screen);
	mc_caps_done(&caps);
}

/* ---- bytes */

static size_t bytes_of_step(struct mc_painter *painter, const struct mc_canvas *canvas)
{
	size_t len;

	mc_painter_draw(painter, canvas, false);
	len = painter->out.len;
	mc_str_reset(&painter->out);
	return len;
}

static void test_what_keys_cost(void **state)
{
	struct mc_caps caps = load("linux");
	struct mc_painter painter;
	struct mc_canvas canvas;

	(void)state;
	mc_painter_init(&painter, &caps, true);
	mc_canvas_init(&canvas, 24, 80);
	mc_canvas_text(&canvas, 5, 0, 80, MC_STYLE_PLAIN, "> Nguyễn Thị");
	mc_canvas_cursor(&canvas, 5, 12);
	(void)bytes_of_step(&painter, &canvas);
	mc_canvas_text(&canvas, 5, 12, 1, MC_STYLE_PLAIN, "x");
	mc_canvas_cursor(&canvas, 5, 13);
	assert_int_equal(bytes_of_step(&painter, &canvas), 1); /* a letter is itself */
	mc_canvas_text(&canvas, 5, 12, 1, MC_STYLE_PLAIN, " ");
	mc_canvas_cursor(&canvas, 5, 12);
	assert_in_range(bytes_of_step(&painter, &canvas), 1, 3); /* back, blank, back */
	mc_canvas_text(&canvas, 5, 0, 1, MC_STYLE_PLAIN, " ");
	mc_canvas_text(&canvas, 6, 0, 1, MC_STYLE_PLAIN, ">");
	mc_canvas_cursor(&canvas, 6, 0);
	assert_in_range(bytes_of_step(&painter, &canvas), 1, 6); /* a row further */
	mc_canvas_clear(&canvas);
	assert_in_range(bytes_of_step(&painter, &canvas), 1, 24);
	mc_canvas_done(&canvas);
	mc_painter_done(&painter);
	mc_caps_done(&caps);
}

/* ---- terminfo */

static void test_unknown_terminals(void **state)
{
	struct mc_caps caps;

	(void)state;
	setenv("TERM", "no-such-terminal", 1);
	assert_int_equal(mc_caps_load(&caps, NULL), MC_E_TERMINAL);
	setenv("TERM", "dumb", 1); /* known, and its cursor stays where it is */
	assert_int_equal(mc_caps_load(&caps, NULL), MC_E_TERMINAL);
	unsetenv("TERM");
	assert_int_equal(mc_caps_load(&caps, NULL), MC_E_TERMINAL);
}

static void test_plain_leaves_no_line_drawing(void **state)
{
	static const char *const table[][2] = {
		{ "linux", "\033[m" }, { "xterm-256color", "\033[m" }, { "vt220", "\033[m" },
		{ "vt100", "\033[m$<2>" },
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(table); i++) {
		struct mc_caps caps = load(table[i][0]);

		assert_string_equal(caps.plain, table[i][1]);
		mc_caps_done(&caps);
	}
}

/* What is worked out here is what terminfo's own machine works out. */
static void test_numbers(void **state)
{
	char text[32];

	(void)state;
	mc_caps_format("\033[%i%p1%d;%p2%dH", 0, 0, text, sizeof(text));
	assert_string_equal(text, "\033[1;1H");
	mc_caps_format("\033[%i%p1%d;%p2%dH", 23, 131, text, sizeof(text));
	assert_string_equal(text, "\033[24;132H");
	mc_caps_format("\033[%p1%dX", 1000, 0, text, sizeof(text));
	assert_string_equal(text, "\033[1000X");
	mc_caps_format("\033=%p1%' '%+%c%p2%' '%+%c", 4, 6, text, sizeof(text)); /* a VT52 */
	assert_string_equal(text, "\033=$&");
	mc_caps_format("\033[%?%p1%{8}%<%t3%p1%d%e%p1%{16}%<%t9%p1%{8}%-%d%e38;5;%p1%d%;m", 6, 0,
		       text, sizeof(text));
	assert_string_equal(text, "\033[36m");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_terminals),
		cmocka_unit_test(test_poor_terminal),
		cmocka_unit_test(test_corner_that_scrolls),
		cmocka_unit_test(test_what_keys_cost),
		cmocka_unit_test(test_unknown_terminals),
		cmocka_unit_test(test_plain_leaves_no_line_drawing),
		cmocka_unit_test(test_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
