/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The screen for ears and braille, on the walk through every view: nothing is drawn with
 * lines or marks, the cursor is on what is focused, and a key that moves or types changes
 * one line at most, unless the list turned its page.
 */
#include "ui/every_view.h"
#include "ui/focus.h"

static char *before; /* the screen at the last step */
static char was_top[64];
static bool was_said; /* a message stood there */
static int steps, still, said;

enum {
	SCROLLED = 10, /* so many lines at once: the list turned its page */
	MESSAGE_LINES = 4,
};

static int setup_reader(void **state)
{
	setup(state);
	t.desk->reader = true;
	before = NULL;
	was_top[0] = '\0';
	was_said = false;
	steps = still = said = 0;
	return 0;
}

static int teardown_reader(void **state)
{
	free(before);
	return teardown(state);
}

/* Frames, blocks, shades. */
static bool is_drawn(uint32_t c)
{
	return c >= 0x2500 && c < 0x25A0;
}

static void expect_no_drawing(const char *step)
{
	for (int row = 0; row < t.canvas.rows; row++) {
		for (int col = 0; col < t.canvas.cols; col++) {
			if (is_drawn(mc_canvas_at(&t.canvas, row, col)->c)) {
				fail_msg("%s after %s: drawn: %s", top(), step,
					 screen_row(&t.canvas, row));
			}
		}
		if (strncmp(screen_row(&t.canvas, row), "> ", 2) == 0) {
			fail_msg("%s after %s: a mark: %s", top(), step,
				 screen_row(&t.canvas, row));
		}
	}
}

/* What a reader would speak: a line with other words; one that only lost words is silent. */
static int spoken_lines(const char *old, const char *new)
{
	int count = 0;

	while (*old && *new) {
		size_t old_len = strcspn(old, "\n"), new_len = strcspn(new, "\n");
		bool lost = new_len <= old_len && memcmp(old, new, new_len) == 0;

		count += !lost && strncmp(new, "cursor:", 7) != 0;
		old += old_len + (old[old_len] == '\n');
		new += new_len + (new[new_len] == '\n');
	}
	return count;
}

/* A letter over a list narrows it, Esc gives it back: the cursor's row is another, and so are those
 * around it. */
static bool narrows(const char *step)
{
	bool list = strcmp(top(), "find") == 0 || strcmp(top(), "queue") == 0 ||
		    strcmp(top(), "board") == 0;

	return list && (!step[1] || strcmp(step, "Esc Esc") == 0);
}

/* Pages scroll, these keys turn pages of lists, Enter does something; whatever opens another
 * view draws it; a message that took lines of its own gives them back. */
static bool may_change_all(const char *step)
{
	static const char *const turning[] = {
		"PgUp", "PgDn", "Home", "End", "Ctrl-M", "start", "woken", "card",
	};

	for (size_t i = 0; i < MC_COUNT(turning); i++) {
		if (strcmp(step, turning[i]) == 0) {
			return true;
		}
	}
	return narrows(step) || strcmp(was_top, top()) != 0 || focus_on_page(top(), &t.canvas) || was_said ||
	       t.ui.message.len;
}

/* A message is heard where the cursor is: on its line, or whole lines right below or above it. */
static void expect_message_at_cursor(const char *step)
{
	int at = t.canvas.cursor_row, row = 0;
	char start[24];

	if (!t.ui.message.len) {
		return;
	}
	snprintf(start, sizeof(start), "%.*s", (int)strcspn(t.ui.message.data, " "), t.ui.message.data);
	while (row < t.canvas.rows && !strstr(screen_row(&t.canvas, row), start)) {
		row++;
	}
	said++;
	if (row > at + 1 || row < at - MESSAGE_LINES) {
		fail_msg("%s after %s: said in row %d, the cursor is in %d", top(), step, row, at);
	}
}

static void expect_quiet(const char *step)
{
	char *now = screen_text(&t.canvas);
	int spoken = before ? spoken_lines(before, now) : 0;

	steps++;
	expect_no_drawing(step);
	expect_message_at_cursor(step);
	assert_true(focus_is_right(&t.ui, &t.canvas));
	if (before && !may_change_all(step)) {
		/* the field that was left says where its value is from, or what is wrong */
		int most = strcmp(top(), "form") == 0 && strcmp(step, "Ctrl-I") == 0 ? 2 : 1;

		still += spoken <= most;
		if (spoken > most && spoken < SCROLLED) {
			fail_msg("%s after %s: %d lines\n%s---\n%s", top(), step, spoken, before,
				 now);
		}
	}
	free(before);
	before = now;
	was_said = t.ui.message.len > 0;
	MC_COPY(was_top, top());
}

/* A braille line showed "M   [ Go on typing ]": a letter of the settings beside the question. */
static void test_nothing_beside_a_dialog(void **state)
{
	(void)state;
	start();
	press(MC_KEY_CTRL('P'));
	for (int i = 0; i < 6; i++) {
		press(MC_KEY_DOWN);
	}
	press(MC_KEY_RIGHT);
	press(27);
	press(27);
	assert_string_equal(top(), "confirm");
	assert_string_equal(screen_row(&t.canvas, t.canvas.cursor_row),
			    "          [ Go on typing ]   [ Drop it ]");
}

static void test_walk(void **state)
{
	(void)state;
	setenv("MOTCUA_LOCALEDIR", MC_BUILD_DIR "/locale", 1);
	walk("vi", expect_quiet);
	assert_true(steps > 700);
	assert_true(still > 300);
	assert_true(said > 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_nothing_beside_a_dialog, setup_reader, teardown_reader),
		cmocka_unit_test_setup_teardown(test_walk, setup_reader, teardown_reader),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
