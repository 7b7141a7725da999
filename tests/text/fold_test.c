/* SPDX-License-Identifier: MPL-2.0 */
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/text/text.h"
#include "support/check.h"

static void keys_are_as_written_here(void **state)
{
	static const char *const rows[][3] = {
		/* text, tonepos, bare */
		{"Hòa", "hoa2", "hoa"},
		{"Hoà", "hoa2", "hoa"},
		{"Nguyễn Văn Dũng", "nguyên4 văn dung4", "nguyen van dung"},
		{"  ĐẶNG   Thị Ước ", "đăng5 thi5 ươc1", "dang thi uoc"},
		{"Nguye\u0302\u0303n", "nguyên4", "nguyen"},
		{"H'Hen Niê", "h'hen niê", "h'hen nie"},
		{"H\u2019Hen Niê", "h'hen niê", "h'hen nie"},
		{"Hòa-Bình", "hoa2-binh2", "hoa-binh"},
		{"Lý", "ly1", "ly"},
		{"José Ñandú Łoś", "jose1 ñandu1 łoś", "jose nandu los"},
		{"Tổ 4/12", "tô3 4/12", "to 4/12"},
		{"", "", ""},
	};
	struct mc_str s;

	(void)state;
	mc_str_init(&s, 1000);
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		mc_str_reset(&s);
		assert_true(mc_fold_tonepos(rows[i][0], &s));
		assert_string_equal(s.data, rows[i][1]);
		mc_str_reset(&s);
		assert_true(mc_fold_bare(rows[i][0], &s));
		assert_string_equal(s.data, rows[i][2]);
	}
	mc_str_done(&s);
}

static void same_name_means_same_letters_and_tones(void **state)
{
	(void)state;
	assert_true(mc_fold_same_name("Nguyễn Thị Hòa", "NGUYỄN THỊ HOÀ"));
	assert_true(mc_fold_same_name("Thúy", "thuý"));
	assert_true(mc_fold_same_name("H'Hen", "H\u2019Hen"));
	assert_false(mc_fold_same_name("Lý", "Lí"));
	assert_false(mc_fold_same_name("Mỹ", "Mĩ"));
	assert_false(mc_fold_same_name("Đắk", "Đắc"));
	assert_false(mc_fold_same_name("Dung", "Dũng"));
	assert_false(mc_fold_same_name("Đung", "Dung"));
	assert_false(mc_fold_same_name("Hoa", "Hoá"));
	assert_false(mc_fold_same_name("An Bình", "AnBình"));
	assert_true(mc_fold_same_name(" Hoa", "Hoa"));
	assert_true(mc_fold_same_name("E\u0302a", "êa"));
	assert_false(mc_fold_same_name("'Hoa", "Hoa"));
	assert_false(mc_fold_same_name("Łódź", "Lodz"));
	assert_true(mc_fold_same_name("", ""));
	assert_false(mc_fold_same_name("", "a"));
	assert_false(mc_fold_same_name("Hoa\xFF", "Hoa\xFF"));
}

/* All other spellings of each, in their order. */
static void other_spellings(void **state)
{
	static const char *const rows[][5] = {
		{"Lý", "Lí"},			{"lí", "lý"},
		{"LÝ", "LÍ"},			{"ly", "li"},
		{"Mỹ Hạnh", "Mĩ Hạnh"},	{"Quý", "Quí"},
		{"Quy", "Qui"},		{"Vỹ", "Vĩ"},
		{"Ly\u0301", "Lí"},		{"Đắk Lắk", "Đắc Lắk", "Đắk Lắc", "Đắc Lắc"},
		{"ĐẮC", "ĐẮK"},		{"dac", "dak"},
		{"Lý Kỳ", "Lí Kỳ", "Lý Kì", "Lí Kì"},
		/* none: nobody mixes these up, or they are no such syllables */
		{""},				{"Y"},
		{"Nguyễn Thị Hoa"},		{"Thị"},
		{"Thúy"},			{"Mai"},
		{"Gì"},			{"Bích"},
		{"Ngọc"},			{"Đức"},
		{"Gấc"},			{"Thủy Tiên"},
		{"K"},			{"\xFF"},
	};
	struct mc_str s;

	(void)state;
	mc_str_init(&s, 100);
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		unsigned n = 0;

		for (; rows[i][n + 1]; n++) {
			mc_str_reset(&s);
			assert_true(mc_fold_other(rows[i][0], n, &s));
			assert_string_equal(s.data, rows[i][n + 1]);
		}
		mc_str_reset(&s);
		assert_false(mc_fold_other(rows[i][0], n, &s));
		assert_int_equal(s.len, 0);
	}
	/* so many words: the first three */
	assert_true(mc_fold_other("Lý Lý Lý Lý Lý", 6, &s));
	assert_string_equal(s.data, "Lí Lí Lí Lý Lý");
	assert_false(mc_fold_other("Lý Lý Lý Lý Lý", 7, &s));
	mc_str_done(&s);
}

static void matching_while_typing(void **state)
{
	static const struct {
		const char *query, *text;
		bool want;
	} rows[] = {
		{"", "Nguyễn Văn Dũng", true},
		{" ", "Nguyễn Văn Dũng", true},
		{"", "", true},
		{"a", "", false},
		{"ng van d", "Nguyễn Văn Dũng", true},
		{"nguyen van dung", "Nguyễn Văn Dũng", true},
		{"NGUYỄN", "Nguyễn Văn Dũng", true},
		{"van d", "Nguyễn Văn Dũng", true},
		{"d", "Nguyễn Văn Dũng", true},
		{"ng d", "Nguyễn Văn Dũng", false},
		{"dung van", "Nguyễn Văn Dũng", false},
		{"van dung a", "Nguyễn Văn Dũng", false},
		{"guyen", "Nguyễn Văn Dũng", false},
		{"ung", "Nguyễn Văn Dũng", false},
		{"dũ", "Nguyễn Văn Dũng", true},
		{"dú", "Nguyễn Văn Dũng", false},
		{"đu", "Nguyễn Văn Dũng", false},
		{"du", "Lê Đức", true},
		{"đu", "Lê Đức", true},
		{"vâ", "Nguyễn Văn Dũng", false},
		{"vă", "Nguyễn Văn Dũng", true},
		{"ngũ", "Nguyễn Văn Dũng", true},
		{"ngũ", "Nguyệt", false},
		{"hoà", "Hòa", true},
		{"hòa", "Hoà", true},
		{"hó", "Hoà", false},
		{"van\tdung ", "Nguyễn Văn Dũng", true},
		{"hhen n", "H'Hen Niê", true},
		{"h'h", "H'Hen Niê", true},
		{"h'hen", "H\u2019Hen Niê", true},
		{"hen", "H'Hen Niê", false},
		{"binh", "Hòa-Bình", true},
		{"4/1", "Tổ 4/12", true},
		{"nandu", "José Ñandú", true},
		{"ñ", "José Nandú", false},
		{"dung", "Nguyễn Văn Du", false},
		{"阮", "阮文", true},
		{"\xFF", "Nguyễn", false},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		if (mc_fold_match(rows[i].query, rows[i].text) != rows[i].want) {
			fail_msg("'%s' in '%s'", rows[i].query, rows[i].text);
		}
	}
}

static void other_words_may_stand_between(void **state)
{
	static const char text[] = "phường Hải Châu, thành phố Đà Nẵng";
	static const struct { const char *query; bool want; } rows[] = {
		{"", true},
		{"hai chau da nang", true},
		{"hải đà", true},
		{"p h c t p d n", true},
		{"da nang hai chau", false}, /* in their order */
		{"hai hai", false},
		{"hai chau da nang x", false},
		{"chau, nang", true},
		{"hãi", false},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		if (mc_fold_match_words(rows[i].query, text) != rows[i].want) {
			fail_msg("'%s'", rows[i].query);
		}
	}
	assert_false(mc_fold_match_words("a", ""));
	assert_true(mc_fold_match_words("", ""));
}

static void a_small_limit_is_told(void **state)
{
	struct mc_str s;

	(void)state;
	mc_str_init(&s, 4);
	assert_false(mc_fold_tonepos("Nguyễn", &s));
	mc_str_reset(&s);
	assert_false(mc_fold_bare("Nguyễn", &s));
	mc_str_done(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_are_as_written_here),
		cmocka_unit_test(same_name_means_same_letters_and_tones),
		cmocka_unit_test(other_spellings),
		cmocka_unit_test(matching_while_typing),
		cmocka_unit_test(other_words_may_stand_between),
		cmocka_unit_test(a_small_limit_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
