/* SPDX-License-Identifier: MPL-2.0 */
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/text/utf8.h"
#include "ui/screen.c"
#include "ui/edit.h"

static struct mc_typing_mode mode = {MC_TYPING_TELEX, MC_TONE_OLD, true};

/* Keys as text; \x01 \x05 \x0b \x15 \x12 are the control keys, < > [ ] { } Left Right
 * Home End Del Backspace. */
static uint32_t key_of(uint32_t c)
{
	switch (c) {
	case '<': return MC_KEY_LEFT;
	case '>': return MC_KEY_RIGHT;
	case '[': return MC_KEY_HOME;
	case ']': return MC_KEY_END;
	case '{': return MC_KEY_DELETE;
	case '}': return MC_KEY_BACKSPACE;
	case '^': return MC_KEY_INSERT;
	default: return c;
	}
}

static void type(struct mc_edit *edit, const char *keys)
{
	size_t len = strlen(keys);

	while (len) {
		uint32_t c;
		size_t n = mc_utf8_decode(keys, len, &c);

		assert_true(mc_edit_key(edit, key_of(c)));
		assert_true(edit->at <= edit->text.len);
		assert_true(mc_utf8_valid(edit->text.data, edit->text.len));
		keys += n;
		len -= n;
	}
}

static void test_keys(void **state)
{
	static const struct {
		enum mc_edit_use use;
		const char *keys, *text;
		size_t at;
	} table[] = {
		{MC_EDIT_WORDS, "abc", "abc", 3},
		{MC_EDIT_WORDS, "vieejt", "việt", 6},
		{MC_EDIT_WORDS, "Nguyeexn Thij Hoaf", "Nguyễn Thị Hòa", 19},
		{MC_EDIT_CODES, "vieejt", "vieejt", 6},
		{MC_EDIT_WORDS, "ab<c", "acb", 2},
		{MC_EDIT_WORDS, "ab[c", "cab", 1},
		{MC_EDIT_WORDS, "ab\x01" "c", "cab", 1},
		{MC_EDIT_WORDS, "ab[]c", "abc", 3},
		{MC_EDIT_WORDS, "ab[\x05" "c", "abc", 3},
		{MC_EDIT_WORDS, "abc<\x0b", "ab", 2},
		{MC_EDIT_WORDS, "abc<\x15", "c", 0},
		{MC_EDIT_WORDS, "abc<<{", "ac", 1},
		{MC_EDIT_WORDS, "abc{", "abc", 3},
		{MC_EDIT_WORDS, "abc}}", "a", 1},
		{MC_EDIT_WORDS, "}}a", "a", 1},
		{MC_EDIT_WORDS, "<<>>a", "a", 1},
		{MC_EDIT_WORDS, "a^b", "ab", 2},
		{MC_EDIT_WORDS, "loanj}", "lọa", 5},
		{MC_EDIT_WORDS, "hoaf\x12", "hoaf", 4},
		{MC_EDIT_WORDS, "hoa }f", "hòa", 4},
		{MC_EDIT_WORDS, "DDak>roong ", "Đakrông ", 10}, /* in pieces */
		{MC_EDIT_WORDS, "hoa <>}f", "hoaf", 4}, /* the cursor moved: it ended for good */
		{MC_EDIT_SCAN, "Hoaf", "Hòa", 4},
		{MC_EDIT_SCAN, "001|Nguyeexn", "001|Nguyeexn", 12},
		{MC_EDIT_SCAN, "Nguyễn", "Nguyễn", 8},
		{MC_EDIT_SCAN, "/queue", "/queue", 6},
		{MC_EDIT_SCAN, "T-AS3DDF", "T-AS3DDF", 8}, /* the number of a dossier */
		{MC_EDIT_SCAN, "t-aaee", "t-aaee", 6},
		{MC_EDIT_SCAN, "Taam", "Tâm", 4},
		{MC_EDIT_WORDS, "e\xCC\x82\xCC\x81", "ế", 3}, /* composed as it comes */
		{MC_EDIT_WORDS, "xae\xCC\x82}s", "xas", 3}, /* the engine knows what stands there */
		{MC_EDIT_WORDS, "ae\xCC\x82 toans", "aê toán", 9},
		{MC_EDIT_WORDS, "x\xCC\x82y", "xy", 2}, /* no letter: refused, and said */
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(table); i++) {
		struct mc_edit edit;

		mc_edit_init(&edit, table[i].use, 40, &mode);
		type(&edit, table[i].keys);
		assert_string_equal(edit.text.data, table[i].text);
		assert_int_equal(edit.at, table[i].at);
		mc_edit_done(&edit);
	}
}

static void test_word_end_gives_back_what_is_no_syllable(void **state)
{
	struct mc_edit edit;

	(void)state;
	mc_edit_init(&edit, MC_EDIT_WORDS, 40, &mode);
	type(&edit, "window");
	mc_edit_leave(&edit);
	assert_string_equal(edit.text.data, "window");
	mc_edit_done(&edit);
}

static void test_limit_counts_letters(void **state)
{
	struct mc_edit edit;

	(void)state;
	mc_edit_init(&edit, MC_EDIT_WORDS, 4, &mode);
	type(&edit, "vieejt");
	assert_string_equal(edit.text.data, "việt");
	type(&edit, "x");
	type(&edit, "đ");
	assert_int_equal(mc_utf8_count(edit.text.data), 4);
	assert_int_equal(edit.refused, 2); /* and said, each time */
	assert_int_equal(edit.why, MC_E_TEXT_LONG);
	type(&edit, "}}");
	assert_int_equal(edit.refused, 2);
	assert_false(mc_edit_paste(&edit, "abc"));
	assert_int_equal(edit.refused, 3);
	assert_int_equal(mc_utf8_count(edit.text.data), 2);
	assert_true(mc_edit_paste(&edit, "ab"));
	assert_int_equal(mc_utf8_count(edit.text.data), 4);
	type(&edit, "}}");
	assert_false(mc_edit_paste(&edit, "q\xCC\x81"));
	assert_int_equal(edit.why, MC_E_TEXT_MARK);
	/* what a register wrote so can be corrected all the same */
	mc_edit_set(&edit, "q\xCC\x81");
	type(&edit, "a");
	assert_string_equal(edit.text.data, "q\xCC\x81" "a");
	type(&edit, "}}}");
	assert_string_equal(edit.text.data, "");
	mc_edit_done(&edit);
}

/* A value that came from elsewhere is not cut off by being looked at. */
static void test_what_stands_there_stays_whole(void **state)
{
	char text[3001];
	struct mc_edit edit;

	(void)state;
	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	mc_edit_init(&edit, MC_EDIT_CODES, 4, &mode);
	mc_edit_set(&edit, text);
	assert_string_equal(edit.text.data, text);
	type(&edit, "x");
	assert_int_equal(edit.text.len, 3000);
	type(&edit, "}");
	assert_int_equal(edit.text.len, 2999);
	mc_edit_done(&edit);
}

static void test_typing_can_be_turned_off_and_on(void **state)
{
	struct mc_edit edit;

	(void)state;
	mc_edit_init(&edit, MC_EDIT_WORDS, 40, &mode);
	mode.on = false;
	type(&edit, "aa ");
	mode.on = true;
	type(&edit, "aa");
	assert_string_equal(edit.text.data, "aa â");
	mc_edit_done(&edit);
}

static void test_paste_goes_in_as_it_is(void **state)
{
	struct mc_edit edit;

	(void)state;
	mc_edit_init(&edit, MC_EDIT_WORDS, 40, &mode);
	type(&edit, "xy<");
	assert_true(mc_edit_paste(&edit, "aaff"));
	assert_string_equal(edit.text.data, "xaaffy");
	type(&edit, "s"); /* the paste ended the word: s is no tone for it */
	assert_string_equal(edit.text.data, "xaaffsy");
	mc_edit_done(&edit);
}

/* What Telex makes of an English word, and what was meant. */
static void test_the_keys_of_a_word_are_told(void **state)
{
	static const struct {
		const char *keys, *text, *keyed;
	} rows[] = {
		{"birt", "bỉt", "birt"},     {"so birt", "so bỉt", "so birt"},
		{"khai sinh", "khai sinh", "khai sinh"}, {"", "", ""},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct mc_edit edit;
		struct mc_str keyed;

		mc_edit_init(&edit, MC_EDIT_WORDS, 40, &mode);
		mc_str_init(&keyed, 200);
		type(&edit, rows[i].keys);
		mc_edit_keyed(&edit, &keyed);
		assert_string_equal(edit.text.data, rows[i].text);
		assert_string_equal(keyed.data, rows[i].keyed);
		mc_str_done(&keyed);
		mc_edit_done(&edit);
	}
}

static void test_other_keys_are_not_taken(void **state)
{
	static const uint32_t keys[] = { MC_KEY_UP,  MC_KEY_ENTER, MC_KEY_TAB,
					 MC_KEY_ESC, MC_KEY_F(1),  7 };
	struct mc_edit edit;

	(void)state;
	mc_edit_init(&edit, MC_EDIT_WORDS, 40, &mode);
	for (size_t i = 0; i < MC_COUNT(keys); i++) {
		assert_false(mc_edit_key(&edit, keys[i]));
	}
	mc_edit_done(&edit);
}

static void test_draw_keeps_the_cursor_inside(void **state)
{
	struct mc_canvas canvas;
	struct mc_edit edit;

	(void)state;
	mc_canvas_init(&canvas, 2, 20);
	mc_edit_init(&edit, MC_EDIT_WORDS, 40, &mode);
	mc_edit_set(&edit, "0123456789");
	mc_edit_draw(&edit, &canvas, 0, 2, 5, true);
	assert_string_equal(screen_row(&canvas, 0), "  6789");
	assert_int_equal(canvas.cursor_col, 6);
	mc_edit_key(&edit, MC_KEY_HOME);
	mc_edit_draw(&edit, &canvas, 0, 2, 5, true);
	assert_string_equal(screen_row(&canvas, 0), "  0123…");
	assert_int_equal(canvas.cursor_col, 2);
	mc_edit_draw(&edit, &canvas, 1, 2, 5, false);
	assert_int_equal(canvas.cursor_row, 0);
	mc_edit_done(&edit);
	mc_canvas_done(&canvas);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_word_end_gives_back_what_is_no_syllable),
		cmocka_unit_test(test_limit_counts_letters),
		cmocka_unit_test(test_what_stands_there_stays_whole),
		cmocka_unit_test(test_typing_can_be_turned_off_and_on),
		cmocka_unit_test(test_paste_goes_in_as_it_is),
		cmocka_unit_test(test_the_keys_of_a_word_are_told),
		cmocka_unit_test(test_other_keys_are_not_taken),
		cmocka_unit_test(test_draw_keeps_the_cursor_inside),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
