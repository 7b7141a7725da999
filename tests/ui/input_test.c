/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Bytes become the same keys however they are cut: a serial line brings them one by one, a
 * paste by the thousand.
 */
#include <string.h>

#include "motcua/base/mem.h"
#include "support/check.h"
#include "ui/input.h"
#include "ui/term.h"

enum { KEYS_MAX = 64, PIECES = 2000 };

static struct mc_input input;
static uint32_t got[KEYS_MAX];
static int got_count;

static int setup(void **state)
{
	(void)state;
	mc_input_init(&input);
	got_count = 0;
	return 0;
}

static void take_keys(void)
{
	uint32_t key;

	while (mc_input_key(&input, &key)) {
		assert_true(got_count < KEYS_MAX);
		got[got_count++] = key;
	}
}

static void arrive(const char *bytes, size_t len)
{
	size_t size;
	char *room = mc_input_room(&input, &size);

	assert_true(len <= size);
	memcpy(room, bytes, len);
	mc_input_read(&input, len);
	take_keys();
}

/* Nothing more comes. */
static void quiet(void)
{
	for (int i = 0; mc_input_half(&input) && i < 10; i++) {
		mc_input_give_up(&input);
		take_keys();
	}
	assert_false(mc_input_half(&input));
}

/* ---- one table */

static const struct {
	const char *bytes;
	size_t len; /* 0: as long as it is */
	uint32_t keys[8];
} table[] = {
	{"a", 0, {'a'}},
	{"\r", 0, {13}},
	{"\n", 0, {10}},
	{"\0", 1, {0x7fffffff}}, /* Ctrl-Space: a zero, see below */
	{"\x7f", 0, {127}},
	{"Đ", 0, {0x110}},
	{"ễ", 0, {0x1ec5}},
	{"a\xcc\x81", 0, {'a', 0x301}},
	{"\xf0\xa0\x80\x80", 0, {0x20000}},
	/* what is no UTF-8: one mark for each thing that is broken, and what follows is whole */
	{"\xff" "a", 0, {'?', 'a'}},
	{"\x80" "a", 0, {'?', 'a'}},
	{"\xc3" "a", 0, {'?', 'a'}},
	{"\xe1\xbb" "a", 0, {'?', 'a'}},
	{"\xed\xa0\x80" "a", 0, {'?', 'a'}},
	{"\xc0\xaf" "a", 0, {'?', '?', 'a'}},
	{"\xe1\xbb\033[A", 0, {'?', MC_KEY_UP}},
	/* our table */
	{"\033[A", 0, {MC_KEY_UP}},
	{"\033OA", 0, {MC_KEY_UP}},
	{"\033[[A", 0, {MC_KEY_F(1)}},
	{"\033OP", 0, {MC_KEY_F(1)}},
	{"\0331", 0, {MC_KEY_F(1)}},
	{"\033[11~", 0, {MC_KEY_F(1)}},
	{"\033[24~", 0, {MC_KEY_F(12)}},
	{"\033[200~a\033[201~", 0, {MC_KEY_PASTE_START, 'a', MC_KEY_PASTE_END}},
	{"\033\t", 0, {MC_KEY_BACKTAB}},
	/* sequences that nobody knows are one key without a meaning */
	{"\033[1;5Aa", 0, {MC_KEY_INSERT, 'a'}},
	{"\033[?1;2ca", 0, {MC_KEY_INSERT, 'a'}},
	{"\033[57;3ua", 0, {MC_KEY_INSERT, 'a'}},
	{"\033[[Za", 0, {MC_KEY_INSERT, 'Z', 'a'}},
	{"\033Oxa", 0, {MC_KEY_INSERT, 'a'}},
	{"\033[<0;3;24Ma", 0, {MC_KEY_INSERT, 'a'}}, /* the mouse is off */
	/* broken off by another key */
	{"\033[1;\033[B", 0, {MC_KEY_INSERT, MC_KEY_DOWN}},
	{"\033[1\r", 0, {MC_KEY_INSERT, 13}},
	/* Esc with what it is not the beginning of */
	{"\033a", 0, {27, 'a'}},
	{"\033ễ", 0, {27, 0x1ec5}},
	{"\033\r", 0, {27, 13}},
	{"\033\033", 0, {27, 27}},
	{"\033\033a", 0, {27, 27, 'a'}},
	/* alone at the end */
	{"a\033", 0, {'a', 27}},
	{"\033[", 0, {27, '['}},
	{"\033O", 0, {27, 'O'}},
	{"\033[1;5", 0, {MC_KEY_INSERT}},
};

static void is_row(size_t row)
{
	int want = 0;

	for (; want < 8 && table[row].keys[want]; want++) {
		uint32_t key = table[row].keys[want] == 0x7fffffff ? 0 : table[row].keys[want];

		if (want >= got_count || got[want] != key) {
			fail_msg("row %zu: key %d is %#x, not %#x", row, want,
				 want < got_count ? got[want] : 0, key);
		}
	}
	if (got_count != want) {
		fail_msg("row %zu: %d keys, not %d", row, got_count, want);
	}
}

static size_t row_len(size_t row)
{
	return table[row].len ? table[row].len : strlen(table[row].bytes);
}

static void test_at_once(void **state)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		setup(state);
		arrive(table[i].bytes, row_len(i));
		quiet();
		is_row(i);
	}
}

static void test_byte_by_byte(void **state)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		setup(state);
		for (size_t at = 0; at < row_len(i); at++) {
			arrive(table[i].bytes + at, 1);
		}
		quiet();
		is_row(i);
	}
}

/* ---- time */

/* A letter's second half may be late; it is no key by itself, and no timer asks for it. */
static void test_half_a_letter_waits(void **state)
{
	(void)state;
	arrive("\xe1\xbb", 2);
	assert_int_equal(got_count, 0);
	assert_false(mc_input_half(&input));
	mc_input_give_up(&input);
	take_keys();
	assert_int_equal(got_count, 0);
	arrive("\x85", 1);
	assert_int_equal(got_count, 1);
	assert_int_equal(got[0], 0x1ec5);
}

static void test_escape_waits_for_its_rest(void **state)
{
	(void)state;
	arrive("\033", 1);
	assert_int_equal(got_count, 0);
	assert_true(mc_input_half(&input));
	arrive("[", 1);
	assert_int_equal(got_count, 0);
	arrive("B", 1);
	assert_int_equal(got_count, 1);
	assert_int_equal(got[0], MC_KEY_DOWN);
	assert_false(mc_input_half(&input));
}

/* Esc Esc goes back at once; an arrow right behind a single Esc is an arrow all the same. */
static void test_two_escapes_are_told_at_once(void **state)
{
	(void)state;
	arrive("\033\033", 2);
	assert_int_equal(got_count, 2);
	assert_true(mc_input_half(&input));
	arrive("[A", 2);
	assert_int_equal(got_count, 3);
	assert_int_equal(got[2], MC_KEY_UP);
	setup(NULL);
	arrive("\033\033", 2);
	arrive("x", 1);
	assert_int_equal(got_count, 3);
	assert_int_equal(got[2], 'x');
}

/* A lone Esc, and much later another one. */
static void test_escapes_far_apart(void **state)
{
	(void)state;
	for (int i = 1; i <= 3; i++) {
		arrive("\033", 1);
		assert_int_equal(got_count, i - 1);
		quiet();
		assert_int_equal(got_count, i);
	}
}

/* ---- the rest */

static void test_own_keys_of_a_terminal(void **state)
{
	(void)state;
	input.own[input.own_count++] = (struct mc_key_sequence){"\001@\r", MC_KEY_F(1)};
	input.own[input.own_count++] = (struct mc_key_sequence){"\033[A", MC_KEY_DOWN};
	arrive("\001@\r", 3);
	arrive("\033[A", 3); /* ours counts, whatever TERM is */
	arrive("\001", 1);
	assert_int_equal(got_count, 2);
	quiet();
	assert_int_equal(got_count, 3);
	assert_int_equal(got[0], MC_KEY_F(1));
	assert_int_equal(got[1], MC_KEY_UP);
	assert_int_equal(got[2], 1);
}

static void is_click(int row, int col, int button)
{
	assert_int_equal(got[got_count - 1], MC_KEY_MOUSE);
	assert_int_equal(input.click.row, row);
	assert_int_equal(input.click.col, col);
	assert_int_equal(input.click.button, button);
}

static void test_clicks(void **state)
{
	(void)state;
	input.mouse = true;
	arrive("\033[<0;3;24M", 10);
	is_click(23, 2, 0);
	arrive("\033[<65;101;7M", 12);
	is_click(6, 100, 65);
	arrive("\033[<0;3;24m", 10);
	is_click(23, 2, -1);
	arrive("\033[M !!", 6);
	is_click(0, 0, 0);
	arrive("\033[M", 3);
	arrive("`", 1);
	assert_int_equal(got_count, 4);
	arrive("\"#", 2);
	is_click(2, 1, 64);
	arrive("\033[<;;;;M", 8); /* nonsense, and nothing of it is left */
	assert_int_equal(got_count, 6);
	assert_false(mc_input_half(&input));
}

/* However long a paste is and however it comes in pieces, no letter is lost. */
static void test_long_paste_in_pieces(void **state)
{
	static const char word[] = "Đường ễ1, ";
	size_t len = 0, want = 0, keys = 0;
	unsigned seed = 1;

	(void)state;
	for (int i = 0; i < PIECES; i++) {
		size_t count = 1 + (seed = seed * 1103515245 + 12345) / 65536 % 7, size;
		char *room = mc_input_room(&input, &size);
		uint32_t key;

		for (size_t k = 0; k < count; k++, len++) {
			char c = word[len % (sizeof(word) - 1)];

			room[k] = c;
			want += ((unsigned char)c & 0xc0) != 0x80;
		}
		mc_input_read(&input, count);
		while (mc_input_key(&input, &key)) {
			assert_true(key != '?');
			keys++;
		}
	}
	assert_in_range(want - keys, 0, 1); /* the last may be half */
}

/* An endless sequence does not fill the room for what comes behind it. */
static void test_endless_sequence(void **state)
{
	(void)state;
	arrive("\033[", 2);
	for (int i = 0; i < MC_INPUT_MAX; i++) {
		arrive(";", 1);
		got_count = 0;
	}
	arrive("\r", 1);
	assert_true(got_count > 0);
	assert_int_equal(got[got_count - 1], 13);
}

/* How long a lone Esc is waited for: by where the keyboard is, or as somebody set it. */
static void test_patience(void **state)
{
	static const struct {
		const char *setting, *tty;
		bool remote;
		int ms;
	} rows[] = {
		{"", "/dev/tty1", false, 100},   {"", "/dev/pts/3", false, 100},
		{"", NULL, false, 100},	   {"", "/dev/pts/3", true, 300},
		{"", "/dev/ttyS0", false, 300},  {"", "/dev/ttyUSB0", false, 300},
		{"", "/dev/ttyAMA0", false, 300}, {"", "/dev/hvc0", false, 300},
		{"700", "/dev/ttyS0", true, 700}, {"50", "/dev/tty1", true, 50},
		{"49", "/dev/tty1", false, 100}, {"5001", "/dev/tty1", true, 300},
		{"2s", "/dev/tty1", false, 100}, {"-9", "/dev/tty1", false, 100},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		assert_int_equal(mc_term_patience(rows[i].setting, rows[i].tty, rows[i].remote), rows[i].ms);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_at_once, setup),
		cmocka_unit_test_setup(test_byte_by_byte, setup),
		cmocka_unit_test_setup(test_half_a_letter_waits, setup),
		cmocka_unit_test_setup(test_escape_waits_for_its_rest, setup),
		cmocka_unit_test_setup(test_two_escapes_are_told_at_once, setup),
		cmocka_unit_test_setup(test_escapes_far_apart, setup),
		cmocka_unit_test_setup(test_own_keys_of_a_terminal, setup),
		cmocka_unit_test_setup(test_clicks, setup),
		cmocka_unit_test_setup(test_long_paste_in_pieces, setup),
		cmocka_unit_test_setup(test_endless_sequence, setup),
		cmocka_unit_test(test_patience),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
