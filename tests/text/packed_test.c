/* SPDX-License-Identifier: MPL-2.0 */
/* packed_test.c - packed names match just as the names themselves do. */
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/text/packed.h"
#include "motcua/text/text.h"

static enum mc_packed_rank rank(const char *text, const char *name)
{
	struct mc_packed_query query;
	struct mc_packed packed;

	mc_packed_query(text, &query);
	mc_packed_make(name, &packed);
	return mc_packed_match(&query, &packed);
}

static void test_ranks(void **state)
{
	static const struct {
		const char *query, *name;
		enum mc_packed_rank rank;
	} rows[] = {
		{ "nguyen", "Nguyễn Thị Ví Dụ", MC_PACKED_BARE },
		{ "nguyễn", "Nguyễn Thị Ví Dụ", MC_PACKED_TONES },
		{ "nguyễn thị ví dụ", "Nguyễn Thị Ví Dụ", MC_PACKED_WHOLE },
		{ "NGUYỄN  THỊ VÍ DỤ ", "Nguyễn Thị Ví Dụ", MC_PACKED_WHOLE },
		{ "nguyen thi vi du", "Nguyễn Thị Ví Dụ", MC_PACKED_BARE },
		{ "vi du", "Nguyễn Thị Ví Dụ", MC_PACKED_BARE },
		{ "ví dụ", "Nguyễn Thị Ví Dụ", MC_PACKED_TONES },
		{ "ngũ", "Nguyễn Thị Ví Dụ", MC_PACKED_TONES },
		{ "hoà", "Hoàng", MC_PACKED_TONES },
		{ "ngũ", "Nguyệt", MC_PACKED_NO },
		{ "thi du", "Nguyễn Thị Ví Dụ", MC_PACKED_NO },
		{ "guyen", "Nguyễn Thị Ví Dụ", MC_PACKED_NO },
		{ "du", "Đỗ Đức", MC_PACKED_BARE },
		{ "đu", "Đỗ Đức", MC_PACKED_BARE },
		{ "đu", "Dung", MC_PACKED_NO },
		{ "hoa", "Hòa", MC_PACKED_BARE },
		{ "hòa", "Hoà", MC_PACKED_WHOLE },
		{ "hoà", "Hoà", MC_PACKED_WHOLE },
		{ "hhen", "H'Hen Niê", MC_PACKED_TONES },
		{ "an", "An", MC_PACKED_WHOLE },
		{ "an", "An Anh", MC_PACKED_TONES },
		{ "", "An", MC_PACKED_BARE },
		{ "an", "", MC_PACKED_NO },
		{ "to 4", "Tổ 4/12", MC_PACKED_BARE },
		/* 24 letters fit, 25 do not */
		{ "hoang", "Nguyễn Hoàng Phương Thảo An", MC_PACKED_BARE },
		{ "hoang", "Nguyễn Hoàng Phương Thảo Chi", MC_PACKED_BARE },
		{ "hoang", "Nguyễn Hoàng Phương Thảo Minh", MC_PACKED_ASK },
		{ "jose", "José", MC_PACKED_BARE },
		{ "josé", "José", MC_PACKED_WHOLE },
		{ "nandu", "Ñandú", MC_PACKED_ASK },
		{ "ñandu", "An", MC_PACKED_ASK },
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ranks),
		cmocka_unit_test(test_as_the_names_do),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
