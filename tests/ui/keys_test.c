/* SPDX-License-Identifier: MPL-2.0 */
#include <string.h>

#include "motcua/base/mem.h"
#include "support/check.h"
#include "ui/keys.h"

static struct mc_keys keys;
static struct mc_event got[16];
static int count;

static int setup(void **state)
{
	(void)state;
	mc_keys_init(&keys);
	count = 0;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	mc_keys_done(&keys);
	return 0;
}

static void feed(const uint32_t *raw, int n)
{
	for (int i = 0; i < n; i++) {
		struct mc_event events[2];
		int made = mc_keys_feed(&keys, raw[i], events);

		assert_true(count + made <= 16);
		memcpy(got + count, events, sizeof(*events) * (size_t)made);
		count += made;
	}
}

static void test_keys_and_controls(void **state)
{
	static const struct {
		uint32_t raw[4];
		int n;
		uint32_t keys[4];
		int count;
	} table[] = {
		{{'a'}, 1, {'a'}, 1},
		{{0x1EA1}, 1, {0x1EA1}, 1},
		{{13}, 1, {MC_KEY_ENTER}, 1},
		{{10}, 1, {MC_KEY_ENTER}, 1},
		{{13, 10}, 2, {MC_KEY_ENTER}, 1}, /* a scanner's line end is one Enter */
		{{13, 13}, 2, {MC_KEY_ENTER, MC_KEY_ENTER}, 2},
		{{13, 'a', 10}, 3, {MC_KEY_ENTER, 'a', MC_KEY_ENTER}, 3},
		{ {9, 127, 8, 0},
		  4,
		  {MC_KEY_TAB, MC_KEY_BACKSPACE, MC_KEY_BACKSPACE, MC_KEY_CTRL_SPACE},
		  4 },
		{{27}, 1, {0}, 0},
		{{27, 27}, 2, {MC_KEY_ESC}, 1},
		{{27, '1'}, 2, {MC_KEY_F(1)}, 1},
		{{27, '9'}, 2, {MC_KEY_F(9)}, 1},
		{{27, '0'}, 2, {MC_KEY_F(10)}, 1},
		{{27, 'a'}, 2, {MC_KEY_ESC, 'a'}, 2},
		{{27, MC_KEY_UP}, 2, {MC_KEY_ESC, MC_KEY_UP}, 2},
		{{MC_KEY_PASTE_END, 'x'}, 2, {'x'}, 1},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(table); i++) {
		mc_keys_done(&keys);
		mc_keys_init(&keys);
		count = 0;
		feed(table[i].raw, table[i].n);
		assert_int_equal(count, table[i].count);
		for (int k = 0; k < count; k++) {
			assert_int_equal(got[k].kind, MC_EVENT_KEY);
			assert_int_equal(got[k].key, table[i].keys[k]);
		}
	}
}

static void test_esc_alone_after_a_while(void **state)
{
	struct mc_event events[2];

	(void)state;
	assert_false(mc_keys_pending(&keys));
	feed((const uint32_t[]){27}, 1);
	assert_int_equal(mc_keys_pending(&keys), MC_KEYS_DIGIT_MS);
	assert_int_equal(mc_keys_timeout(&keys, events), 1);
	assert_int_equal(events[0].key, MC_KEY_ESC);
	assert_false(mc_keys_pending(&keys));
	assert_int_equal(mc_keys_timeout(&keys, events), 0);
}

static void test_paste_is_cleaned_and_never_submits(void **state)
{
	static const uint32_t raw[] = {
		MC_KEY_PASTE_START,
		' ',
		'H',
		0xF2,
		'a',
		13,
		10,
		'b',
		7,
		MC_KEY_F(9),
		27,
		'e',
		0x302,
		0x301,
		MC_KEY_PASTE_END,
		'z',
	};

	(void)state;
	feed(raw, (int)MC_COUNT(raw));
	assert_int_equal(count, 2);
	assert_int_equal(got[0].kind, MC_EVENT_PASTE);
	assert_string_equal(got[0].text, "Hòa bế");
	assert_int_equal(got[1].key, 'z');
}

static void test_paste_without_an_end(void **state)
{
	struct mc_event events[2];

	(void)state;
	feed((const uint32_t[]){MC_KEY_PASTE_START, 'a'}, 2);
	assert_int_equal(count, 0);
	assert_int_equal(mc_keys_pending(&keys), MC_KEYS_PASTE_MS); /* a line that stalls goes on */
	assert_int_equal(mc_keys_timeout(&keys, events), 1);
	assert_string_equal(events[0].text, "a");
	feed((const uint32_t[]){'b'}, 1);
	assert_int_equal(got[0].key, 'b');
}

static void test_huge_paste_is_bounded(void **state)
{
	struct mc_event events[2];

	(void)state;
	feed((const uint32_t[]){MC_KEY_PASTE_START}, 1);
	for (int i = 0; i < 100000; i++) {
		mc_keys_feed(&keys, 'x', events);
	}
	assert_int_equal(mc_keys_feed(&keys, MC_KEY_PASTE_END, events), 1);
	assert_true(strlen(events[0].text) <= 16384);
	assert_true(events[0].lost); /* and is not taken for the whole */
	feed((const uint32_t[]){MC_KEY_PASTE_START}, 1);
	mc_keys_feed(&keys, 'x', events);
	assert_int_equal(mc_keys_feed(&keys, MC_KEY_PASTE_END, events), 1);
	assert_false(events[0].lost);
}

static void test_sequences_are_whole_and_differ(void **state)
{
	(void)state;
	for (int i = 0; mc_key_sequences[i].bytes; i++) {
		assert_int_equal(mc_key_sequences[i].bytes[0], 27);
		assert_true(mc_key_sequences[i].key >= MC_KEY_UP);
		for (int k = 0; k < i; k++) {
			assert_string_not_equal(mc_key_sequences[i].bytes,
						mc_key_sequences[k].bytes);
		}
	}
}

static uint32_t of(const char *bytes)
{
	for (int i = 0; mc_key_sequences[i].bytes; i++) {
		if (strcmp(mc_key_sequences[i].bytes, bytes) == 0) {
			return mc_key_sequences[i].key;
		}
	}
	return 0;
}

static void test_both_spellings(void **state)
{
	(void)state;
	assert_int_equal(of("\033OP"), of("\033[[A"));
	assert_int_equal(of("\033[A"), of("\033OA"));
	assert_int_equal(of("\033[Z"), of("\033\t"));
	assert_int_equal(of("\033[20~"), MC_KEY_F(9));
	assert_int_equal(of("\0330"), MC_KEY_F(10));
}

static void test_names(void **state)
{
	static const struct {
		uint32_t key;
		const char *name;
	} table[] = {
		{MC_KEY_F(1), "F1"}, {MC_KEY_F(10), "F10"}, {MC_KEY_ENTER, "Enter"},
		{MC_KEY_CTRL('T'), "Ctrl-T"}, {'R', "R"}, {0x110, "Đ"}, {' ', "Space"},
	};
	char name[16];

	(void)state;
	for (size_t i = 0; i < MC_COUNT(table); i++) {
		mc_key_name(table[i].key, name);
		assert_string_equal(name, table[i].name);
	}
	assert_true(mc_key_is_text(0x1EA1));
	assert_false(mc_key_is_text(7));
	assert_false(mc_key_is_text(MC_KEY_UP));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_keys_and_controls, setup, teardown),
		cmocka_unit_test_setup_teardown(test_esc_alone_after_a_while, setup, teardown),
		cmocka_unit_test_setup_teardown(test_paste_is_cleaned_and_never_submits, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_paste_without_an_end, setup, teardown),
		cmocka_unit_test_setup_teardown(test_huge_paste_is_bounded, setup, teardown),
		cmocka_unit_test(test_sequences_are_whole_and_differ),
		cmocka_unit_test(test_both_spellings),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
