/* SPDX-License-Identifier: MPL-2.0 */
#include "motcua/text/text.h"

#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/text/utf8.h"
#include "support/check.h"
#include "text/chars.h"
#include "text/vn.h"

static void check(const char *in, const char *want)
{
	struct mc_str s;

	mc_str_init(&s, 1000);
	assert_true(mc_text_nfc(in, strlen(in), &s));
	assert_string_equal(s.data, want);
	mc_str_done(&s);
}

static const uint32_t marks[] = {0, 0x0302, 0x0306, 0x031B};
static const uint32_t tones[] = {0, 0x0301, 0x0300, 0x0309, 0x0303, 0x0323};

static void spell(struct mc_str *s, uint32_t a, uint32_t b, uint32_t c)
{
	mc_str_reset(s);
	mc_chars_add(s, a);
	if (b) {
		mc_chars_add(s, b);
	}
	if (c) {
		mc_chars_add(s, c);
	}
}

/* base + mark + tone, base + tone + mark, base-with-mark + tone: the same letter. */
static void check_letter(struct mc_vn_letter l, uint32_t code)
{
	uint32_t base = mc_vn_make((struct mc_vn_letter){.base = l.base, .upper = l.upper});
	struct mc_vn_letter toneless = {.base = l.base, .mark = l.mark, .upper = l.upper};
	struct mc_str s, whole;

	mc_str_init(&s, 20);
	mc_str_init(&whole, 20);
	mc_chars_add(&whole, code);
	spell(&s, base, marks[l.mark], tones[l.tone]);
	check(s.data, whole.data);
	spell(&s, mc_vn_make(toneless), tones[l.tone], 0);
	check(s.data, whole.data);
	/* roof, breve and most tones share a class: there the order is part of the text */
	if (l.tone == MC_VN_NANG || l.mark == MC_VN_HORN) {
		spell(&s, base, tones[l.tone], marks[l.mark]);
		check(s.data, whole.data);
	}
	check(whole.data, whole.data);
	mc_str_done(&s);
	mc_str_done(&whole);
}

static void all_134_letters_compose(void **state)
{
	int count = 0;

	(void)state;
	for (uint32_t c = 0x80; c < 0x2000; c++) {
		const struct mc_vn_letter *l = mc_vn_find(c);

		if (!l) {
			continue;
		}
		count++;
		assert_int_equal(mc_vn_make(*l), c);
		assert_int_not_equal(mc_chars_lower(c) == c, l->upper);
		if (l->mark != MC_VN_STROKE) {
			check_letter(*l, c);
		}
	}
	assert_int_equal(count, 134);
}

static void whole_texts_compose(void **state)
{
	static const char *const rows[][2] = {
		{"Nguyễn Văn Dũng", "Nguyễn Văn Dũng"},
		{"Nguye\u0302\u0303n Va\u0306n Du\u0303ng", "Nguyễn Văn Dũng"},
		{"Nguy\u00EA\u0303n", "Nguyễn"},
		{"Vie\u0323\u0302t", "Việt"},
		{"Vi\u1EB9\u0302t", "Việt"},
		{"u\u031B\u0323 u\u0323\u031B \u01B0\u0323 \u1EE5\u031B", "ự ự ự ự"},
		{"Jose\u0301 Nu\u0303n\u0303ez", "José Nũñez"},
		{"Mu\u0308ller c\u0327 s\u030C z\u030C", "Müller ç š ž"},
		{"\u212Angstrom \u212B", "Kngstrom Å"},
		{"a\u0340 a\u0341", "à á"},
		{"\u0344", "\u0308\u0301"},
		{"x\u0302", "x\u0302"},
		{"\u0301a", "\u0301a"},
		{"a\u0301\u0302", "\u00E1\u0302"},
		{"a\u034F\u0301", "a\u034F\u0301"},
		{"a\u0305\u0301", "a\u0305\u0301"},
		{"", ""},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		check(rows[i][0], rows[i][1]);
	}
}

static void a_tower_of_marks_does_no_harm(void **state)
{
	struct mc_str in, out;

	(void)state;
	mc_str_init(&in, 10000);
	mc_str_init(&out, 10000);
	mc_str_puts(&in, "e");
	for (int i = 0; i < 2000; i++) {
		mc_chars_add(&in, i % 2 ? 0x0301 : 0x0323);
	}
	assert_true(mc_text_nfc(in.data, in.len, &out));
	assert_true(mc_utf8_valid(out.data, out.len));
	mc_str_done(&in);
	mc_str_done(&out);
}

static void the_limit_and_bad_bytes_are_seen(void **state)
{
	struct mc_str s;

	(void)state;
	mc_str_init(&s, 2);
	assert_false(mc_text_nfc("abc", 3, &s));
	mc_str_reset(&s);
	assert_false(mc_text_nfc("\xC3", 1, &s));
	mc_str_done(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_134_letters_compose),
		cmocka_unit_test(whole_texts_compose),
		cmocka_unit_test(a_tower_of_marks_does_no_harm),
		cmocka_unit_test(the_limit_and_bad_bytes_are_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
