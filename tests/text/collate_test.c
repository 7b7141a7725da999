/* SPDX-License-Identifier: MPL-2.0 */
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/text/text.h"
#include "support/check.h"

/* As SQLite compares BLOBs. */
static int compare(const char *a, const char *b, enum mc_collate order)
{
	struct mc_str x, y;
	int result;

	mc_str_init(&x, 1000);
	mc_str_init(&y, 1000);
	assert_true(mc_collate_name(a, order, &x));
	assert_true(mc_collate_name(b, order, &y));
	assert_null(memchr(x.data, 0, x.len));
	result = memcmp(x.data, y.data, x.len < y.len ? x.len : y.len);
	result = result ? result : (x.len > y.len) - (x.len < y.len);
	mc_str_done(&x);
	mc_str_done(&y);
	return result;
}

static void check_order(const char *const *names, size_t count, enum mc_collate order)
{
	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < count; j++) {
			int got = compare(names[i], names[j], order);

			if ((got > 0) - (got < 0) != (i > j) - (i < j)) {
				fail_msg("'%s' against '%s': %d", names[i], names[j], got);
			}
		}
	}
}

static void single_words(void **state)
{
	static const char *const names[] = {
		"'t", "3", "An", "Ăn", "Ân", "Bảo", "Bắc", "Ca", "Cha", "Cu", "Dung", "Đào", "Đặng",
		"hoa", "Hoa", "hòa", "Hoà", "Hòa", "hỏa", "Hõa", "Hóa", "Họa", "Hoàng", "Hồ",
		"hương", "hường", "Kha", "Khả", "Khạ", "La", "Mai", "Muller", "Müller", "Nga", "Nhi",
		"Oanh", "Ô", "Ơn", "Phú", "Quý", "Sa", "Thảo", "Thắng", "Tú", "Ư", "Vy", "Xuân", "Y",
		"Zen", "阮",
	};

	(void)state;
	check_order(names, MC_COUNT(names), MC_COLLATE_GIVEN_FIRST);
	check_order(names, MC_COUNT(names), MC_COLLATE_FAMILY_FIRST);
}

static void whole_names_by_given_name(void **state)
{
	static const char *const names[] = {
		"Nguyễn Văn An", "Trần Văn An", "Lê Văn Anh", "Y Moan Ênuôl", "Hòa", "Bùi Hoà", "Bùi Hòa",
		"Lê Thị Hoà", "Lê Thị Hòa", "Lê Thị Lan Hòa", "Lê Thu Hòa",
	};

	(void)state;
	check_order(names, MC_COUNT(names), MC_COLLATE_GIVEN_FIRST);
}

static void whole_names_by_family_name(void **state)
{
	static const char *const names[] = {
		"Bùi An", "Đỗ Văn An", "Hà", "Hà Văn Bắc", "Hà Văn Bằng", "Lê Anh Tú", "Lê Văn An",
		"Lý Anh", "Nguyễn Văn Dũng", "Nguyễn Văn Đức",
	};

	(void)state;
	check_order(names, MC_COUNT(names), MC_COLLATE_FAMILY_FIRST);
}

static void forms_of_one_text_sort_as_one(void **state)
{
	(void)state;
	assert_int_equal(compare("Nguyễn", "Nguye\u0302\u0303n", MC_COLLATE_GIVEN_FIRST), 0);
	assert_int_equal(compare("", "", MC_COLLATE_GIVEN_FIRST), 0);
	assert_true(compare("", "A", MC_COLLATE_GIVEN_FIRST) < 0);
	/* only the raw bytes at the end tell them apart */
	assert_true(compare("Hòa  An", "Hoà An", MC_COLLATE_GIVEN_FIRST) != 0);
}

static void bad_text_and_small_limits_are_told(void **state)
{
	struct mc_str s;

	(void)state;
	mc_str_init(&s, 5);
	assert_false(mc_collate_name("Nguyễn", MC_COLLATE_GIVEN_FIRST, &s));
	mc_str_reset(&s);
	assert_false(mc_collate_name("\xFF", MC_COLLATE_GIVEN_FIRST, &s));
	assert_int_equal(s.len, 0);
	mc_str_done(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(single_words),
		cmocka_unit_test(whole_names_by_given_name),
		cmocka_unit_test(whole_names_by_family_name),
		cmocka_unit_test(forms_of_one_text_sort_as_one),
		cmocka_unit_test(bad_text_and_small_limits_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
