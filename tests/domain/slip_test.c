/* SPDX-License-Identifier: MPL-2.0 */
/* slip_test.c - pages by columns: what is put in, what is left out, what never overflows. */
#include "support/check.h"

#include <stdlib.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/domain/slip.h"
#include "motcua/domain/slip_words.h"
#include "motcua/text/text.h"

static const struct mc_slip_value values[] = {
	{"name", "Nguyễn Thị Hòa"},
	{"empty", ""},
	{"none", NULL},
	{"list", "   - giấy thứ nhất\n   - giấy thứ hai"},
	{"long", "Ủy ban nhân dân xã Hòa Phú Đông thuộc tỉnh Đắk Lắk nơi tiếp nhận hồ sơ của công "
		 "dân không phụ thuộc vào địa giới hành chính của nơi cư trú"},
};

static char *render(const char *template)
{
	struct mc_str page;

	mc_str_init(&page, 100000);
	assert_ok(mc_slip_render(template, values, MC_COUNT(values), &page, NULL));
	return mc_str_take(&page, NULL);
}

static void expect(const char *template, const char *page)
{
	char *got = render(template);

	assert_string_equal(got ? got : "", page);
	free(got);
}

static void lines_and_values(void **state)
{
	(void)state;
	expect("# not printed\nHọ tên: {name}\n", "Họ tên: Nguyễn Thị Hòa\n");
	expect("{name} và {empty}", "Nguyễn Thị Hòa và\n");
	/* a line whose values are all empty is no line */
	expect("Điện thoại: {empty}\n{none}{empty}\n\nhết", "\nhết\n");
	expect("{list}\n", "   - giấy thứ nhất\n   - giấy thứ hai\n");
}

static void centred_and_halved(void **state)
{
	char *page = render("^HẸN TRẢ KẾT QUẢ\nTrái || Phải\n || {name}\n---\n");
	const char *line = page;

	(void)state;
	assert_int_equal(strspn(line, " "), (80 - 16) / 2);
	line = strchr(line, '\n') + 1;
	assert_int_equal(strspn(line, " "), 17);
	assert_non_null(strstr(line, "Phải\n"));
	line = strchr(line, '\n') + 1;
	assert_true(strspn(line, " ") > 40);
	line = strchr(line, '\n') + 1;
	assert_int_equal(strspn(line, "-"), 80);
	free(page);
}

/* Every line of every kind fits into 80 columns, whatever is put in. */
static void nothing_is_wider_than_the_page(void **state)
{
	static const char template[] = "^{long}\n{long} || {long}\nNơi nhận: {long}\n"
				       "          {long} {long}\n"
				       "motumotumotumotumotumotumotumotumotumotumotumotumotumotumotumotu"
				       "motumotumotumotumotumotumotu\n";
	char *page = render(template), *line = page;
	int lines = 0;

	(void)state;
	for (char *end; *line; line = end + 1, lines++) {
		end = strchr(line, '\n');
		*end = '\0';
		if (mc_text_width(line) > MC_SLIP_COLUMNS) {
			fail_msg("%d columns: %s", mc_text_width(line), line);
		}
	}
	assert_true(lines > 12);
	free(page);
}

static void a_damaged_template_prints_nothing(void **state)
{
	static const char *const bad[] = {"{nobody}", "{name", "a {} b", "\xff\xfe", "x\n{name"};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(bad); i++) {
		struct mc_str page;

		mc_str_init(&page, 1000);
		assert_code(mc_slip_render(bad[i], values, MC_COUNT(values), &page, NULL),
			    MC_E_SLIP_TEMPLATE);
		mc_str_done(&page);
	}
}

/* What stands in a value is never read as part of the template. */
static void values_are_not_templates(void **state)
{
	const struct mc_slip_value sly[] = {{"name", "{secret} # ^"}, {"secret", "mật"}};
	struct mc_str page;

	(void)state;
	mc_str_init(&page, 1000);
	assert_ok(mc_slip_render("Tên: {name}", sly, 2, &page, NULL));
	assert_string_equal(page.data, "Tên: {secret} # ^\n");
	mc_str_done(&page);
}

/* The slip never says "received" without a verified receipt. */
static void no_state_runs_ahead_of_the_receipt(void **state)
{
	(void)state;
	for (int s = MC_STATE_NONE; s < MC_STATE_COUNT; s++) {
		bool received = mc_state_bucket(s) == MC_BUCKET_RECEIVED;

		assert_true(strlen(mc_slip_state(s, true)) > 3);
		if (received || mc_state_bucket(s) == MC_BUCKET_WAITING) {
			assert_non_null(strstr(mc_slip_state(s, false), "CHƯA xác nhận"));
		}
		if (received) {
			assert_null(strstr(mc_slip_state(s, true), "CHƯA xác nhận"));
		}
	}
	for (int p = 0; p < MC_SUBSTITUTE_COUNT; p++) {
		assert_int_equal(mc_substitute_parse(mc_substitute_code(p)), p);
		assert_true(strlen(mc_substitute_document(p)) > 20);
	}
	assert_int_equal(mc_substitute_parse("household_book"), MC_SUBSTITUTE_COUNT);
}

static void money_in_figures_and_words(void **state)
{
	static const struct {
		int64_t dong;
		const char *want;
	} rows[] = {
		{0, "0 đồng (không đồng)"},
		{5, "5 đồng (năm đồng)"},
		{10, "10 đồng (mười đồng)"},
		{8000, "8.000 đồng (tám nghìn đồng)"},
		{15000, "15.000 đồng (mười lăm nghìn đồng)"},
		{21000, "21.000 đồng (hai mươi mốt nghìn đồng)"},
		{24500, "24.500 đồng (hai mươi tư nghìn năm trăm đồng)"},
		{105000, "105.000 đồng (một trăm lẻ năm nghìn đồng)"},
		{200000, "200.000 đồng (hai trăm nghìn đồng)"},
		{1000005, "1.000.005 đồng (một triệu không trăm lẻ năm đồng)"},
		{1015000, "1.015.000 đồng (một triệu không trăm mười lăm nghìn đồng)"},
		{2000000001, "2.000.000.001 đồng (hai tỷ không trăm lẻ một đồng)"},
		{ 999999999999, "999.999.999.999 đồng (chín trăm chín mươi chín tỷ chín trăm chín mươi "
				"chín triệu chín trăm chín mươi chín nghìn chín trăm chín mươi chín đồng)" },
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		char text[400];

		mc_slip_dong(rows[i].dong, text, sizeof(text));
		assert_string_equal(text, rows[i].want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_and_values),
		cmocka_unit_test(centred_and_halved),
		cmocka_unit_test(nothing_is_wider_than_the_page),
		cmocka_unit_test(a_damaged_template_prints_nothing),
		cmocka_unit_test(values_are_not_templates),
		cmocka_unit_test(money_in_figures_and_words),
		cmocka_unit_test(no_state_runs_ahead_of_the_receipt),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
