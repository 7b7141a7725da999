/* SPDX-License-Identifier: MPL-2.0 */
/* packed_test.c - packed names match just as the names themselves do. */
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/text/packed.h"
#include "motcua/text/text.h"

static struct mc_packed_words *all; /* of one test */

static enum mc_packed_rank rank(const char *text, const char *name)
{
	struct mc_packed_query *query;
	struct mc_packed packed;
	uint8_t ret;

	mc_packed_make(all, name, &packed);
	query = mc_packed_query_new(all, text);
	mc_packed_match(query, &packed, 1, &ret);
	mc_packed_query_free(query);
	return (enum mc_packed_rank)ret;
}

static int setup(void **state)
{
	(void)state;
	all = mc_packed_words_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	mc_packed_words_free(all);
	return 0;
}

static void test_ranks(void **state)
{
	static const struct {
		const char *query, *name;
		enum mc_packed_rank rank;
	} rows[] = {
		{"nguyen", "Nguyễn Thị Ví Dụ", MC_PACKED_BARE},
		{"nguyễn", "Nguyễn Thị Ví Dụ", MC_PACKED_TONES},
		{"nguyễn thị ví dụ", "Nguyễn Thị Ví Dụ", MC_PACKED_WHOLE},
		{"NGUYỄN  THỊ VÍ DỤ ", "Nguyễn Thị Ví Dụ", MC_PACKED_WHOLE},
		{"nguyen thi vi du", "Nguyễn Thị Ví Dụ", MC_PACKED_BARE},
		{"vi du", "Nguyễn Thị Ví Dụ", MC_PACKED_BARE},
		{"ví dụ", "Nguyễn Thị Ví Dụ", MC_PACKED_TONES},
		{"ngũ", "Nguyễn Thị Ví Dụ", MC_PACKED_TONES},
		{"hoà", "Hoàng", MC_PACKED_TONES},
		{"ngũ", "Nguyệt", MC_PACKED_NO},
		{"thi du", "Nguyễn Thị Ví Dụ", MC_PACKED_NO},
		{"guyen", "Nguyễn Thị Ví Dụ", MC_PACKED_NO},
		{"du", "Đỗ Đức", MC_PACKED_BARE},
		{"đu", "Đỗ Đức", MC_PACKED_BARE},
		{"đu", "Dung", MC_PACKED_NO},
		{"hoa", "Hòa", MC_PACKED_BARE},
		{"hòa", "Hoà", MC_PACKED_WHOLE},
		{"hoà", "Hoà", MC_PACKED_WHOLE},
		{"hhen", "H'Hen Niê", MC_PACKED_TONES},
		{"an", "An", MC_PACKED_WHOLE},
		{"an", "An Anh", MC_PACKED_TONES},
		{"", "An", MC_PACKED_BARE},
		{"an", "", MC_PACKED_NO},
		{"to 4", "Tổ 4/12", MC_PACKED_BARE},
		{"hoàng", "Nguyễn Hoàng Phương Thảo Minh", MC_PACKED_TONES},
		{"nguyen van", "Nguyễn Vân Văn An", MC_PACKED_BARE},
		{"nguyễn văn", "Nguyễn Vân Nguyễn Văn", MC_PACKED_TONES},
		{"jose", "José", MC_PACKED_BARE},
		{"josé", "José", MC_PACKED_WHOLE},
		{"nandu", "Ñandú", MC_PACKED_BARE},
		{"ñandu", "Ñandú", MC_PACKED_BARE},
		{"ñandú", "Ñandú", MC_PACKED_WHOLE},
		{"ñandu", "Nandu", MC_PACKED_NO},
		{"", "", MC_PACKED_BARE},
		{"'", "An", MC_PACKED_TONES},
		{"'", "", MC_PACKED_NO},
		{"a ' b", "A ' B", MC_PACKED_WHOLE},
		/* eight words fit, nine do not */
		{"h", "A B C D E G H I", MC_PACKED_TONES},
		{"a b c d e g h i", "A B C D E G H I", MC_PACKED_WHOLE},
		{"g h i", "A B C D E G H I", MC_PACKED_TONES},
		{"h i k", "A B C D E G H I", MC_PACKED_NO},
		{"a", "A B C D E G H I K", MC_PACKED_ASK},
		{"a b c d e g h i k", "A B C D E G H I", MC_PACKED_NO},
		{"a b c d e g h i k", "A B C D E G H I K", MC_PACKED_ASK},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		if (rank(rows[i].query, rows[i].name) != rows[i].rank) {
			fail_msg("'%s' in '%s': %d", rows[i].query, rows[i].name,
				 rank(rows[i].query, rows[i].name));
		}
	}
}

/* ---- against the search in the texts */

static const char *const words[] = {
	"Nguyễn", "nguyen", "Thị",  "Đào",   "dao",  "Hòa",	"Hoà",	 "hoa",	 "Ơn",	  "Ước",
	"H'Hen",  "Y",	    "Niê",  "Lý",    "Lí",   "Quý",	"Trần",	 "tran", "Phương", "phu",
	"Ăn",	  "an",	    "Ấn",   "Đ",     "d",    "Tổ",	"4/12",	 "9",	 "José",  "Ñandú",
	"'",	  "Ê-ban",  "Kđăm", "Krông", "Ngũ",  "Nguyệt",	"'an",	 "a'",
};

static void draw(unsigned *seed, int most, char *ret, size_t size)
{
	int count = rand_r(seed) % (most + 1);

	*ret = '\0';
	for (int i = 0; i < count; i++) {
		const char *word = words[(unsigned)rand_r(seed) % MC_COUNT(words)];
		size_t len = strlen(ret);

		snprintf(ret + len, size - len, "%s%s", i ? " " : "", word);
	}
	if (*ret && rand_r(seed) % 2) { /* somebody is still typing; whole letters only */
		char cut[200], clean[200];

		mc_copy(cut, sizeof(cut), ret);
		cut[strlen(cut) - 1] = '\0';
		if (mc_text_clean_to(cut, clean, sizeof(clean), NULL) == MC_OK) {
			mc_copy(ret, size, cut);
		}
	}
}

static void test_as_the_names_do(void **state)
{
	unsigned seed = 20261123;
	int hits = 0;

	(void)state;
	for (int i = 0; i < 200000; i++) {
		char query[200], name[200];
		enum mc_packed_rank found;
		bool wanted;

		draw(&seed, 3, query, sizeof(query));
		draw(&seed, 6, name, sizeof(name));
		found = rank(query, name);
		wanted = mc_fold_match(query, name);
		if (found != MC_PACKED_ASK && (found != MC_PACKED_NO) != wanted) {
			fail_msg("'%s' in '%s': packed %d, name %d", query, name, found, wanted);
		}
		hits += found > MC_PACKED_ASK;
	}
	assert_true(hits > 1000);
}

/* More different words than there are numbers: the last ones are asked for, none is lost. */
static void test_more_words_than_numbers(void **state)
{
	enum { MANY = 70000, LETTERS = 26 };
	int asked = 0;

	(void)state;
	for (int i = 0; i < MANY; i++) {
		char name[5] = { (char)('a' + i % LETTERS), (char)('a' + i / LETTERS % LETTERS),
				 (char)('a' + i / LETTERS / LETTERS % LETTERS),
				 (char)('a' + i / LETTERS / LETTERS / LETTERS % LETTERS), '\0' };
		struct mc_packed packed;

		mc_packed_make(all, name, &packed);
		if (i % 1000 == 0) {
			enum mc_packed_rank found = rank(name, name);

			assert_true(found == MC_PACKED_WHOLE || found == MC_PACKED_ASK);
			asked += found == MC_PACKED_ASK;
		}
	}
	assert_int_equal(asked, MANY / 1000 - 1 - (1 << 16) / 1000); /* of each thousand, the first */
}

static bool whole(const char *text, const char *name)
{
	struct mc_packed_query *query;
	struct mc_packed packed;
	uint8_t ret;

	mc_packed_make(all, name, &packed);
	query = mc_packed_query_whole(all, text);
	mc_packed_match(query, &packed, 1, &ret);
	mc_packed_query_free(query);
	return ret != MC_PACKED_NO && ret != MC_PACKED_ASK;
}

static void test_whole_words(void **state)
{
	(void)state;
	assert_true(whole("lí", "Lí"));
	assert_true(whole("li", "Nguyễn Lí"));
	assert_true(whole("lí an", "Trần Lí An Bình"));
	assert_false(whole("li", "Linh"));
	assert_false(whole("lí a", "Lí An"));
	assert_false(whole("lí", "Lì"));
	assert_false(whole("lí", "Lí B C D E G H I K")); /* more than is packed */
}

/* What is said of memory: a word is kept once, and takes little. */
static void test_words_are_kept_once(void **state)
{
	size_t before = mc_packed_words_size(all);
	struct mc_packed a, b;

	(void)state;
	for (int i = 0; i < 100000; i++) {
		mc_packed_make(all, i % 2 ? "Nguyễn Thị Hòa" : "NGUYỄN THỊ HOÀ", i % 2 ? &a : &b);
	}
	assert_memory_equal(&a, &b, sizeof(a));
	assert_int_equal(mc_packed_words_size(all), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_ranks, setup, teardown),
		cmocka_unit_test_setup_teardown(test_as_the_names_do, setup, teardown),
		cmocka_unit_test_setup_teardown(test_more_words_than_numbers, setup, teardown),
		cmocka_unit_test_setup_teardown(test_whole_words, setup, teardown),
		cmocka_unit_test_setup_teardown(test_words_are_kept_once, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
