/* SPDX-License-Identifier: MPL-2.0 */
/* pid_test.c - identity numbers: read forgivingly, believed never. */
#include "support/check.h"

#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/domain/pid.h"

static const struct typed {
	const char *text;
	enum mc_code code;
	const char *number;
	enum mc_id_kind kind;
} typed[] = {
	{"001190000123", MC_OK, "001190000123", MC_ID_PID},
	{" 001 190 000 123\r\n", MC_OK, "001190000123", MC_ID_PID},
	{"001.190-000123", MC_OK, "001190000123", MC_ID_PID},
	{"999999999999", MC_OK, "999999999999", MC_ID_PID},
	{"012345678", MC_OK, "012345678", MC_ID_CMND},
	{"012 345 678", MC_OK, "012345678", MC_ID_CMND},
	{"", MC_E_NUMBER, "", MC_ID_NONE},
	{"   ", MC_E_NUMBER, "", MC_ID_NONE},
	{"00119000012", MC_E_NUMBER, "", MC_ID_NONE},
	{"0011900001234", MC_E_NUMBER, "", MC_ID_NONE},
	{"01234567", MC_E_NUMBER, "", MC_ID_NONE},
	{"00119000012a", MC_E_NUMBER, "", MC_ID_NONE},
	{"-001190000123", MC_E_NUMBER, "", MC_ID_NONE},
	{"٠٠١١٩٠٠٠٠١٢٣", MC_E_NUMBER, "", MC_ID_NONE},
	{"001190000123|", MC_E_NUMBER, "", MC_ID_NONE},
};

static void numbers_are_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < MC_COUNT(typed); i++) {
		char number[MC_PID_LEN] = "";
		enum mc_id_kind kind = MC_ID_NONE;
		struct mc_err why = {0};

		assert_code(mc_pid_parse(typed[i].text, number, &kind, &why), typed[i].code);
		assert_string_equal(number, typed[i].number);
		assert_int_equal(kind, typed[i].kind);
		assert_null(strstr(why.detail, "0011")); /* never the number itself */
	}
}

/* Every prefix from 000 to 999: 63 names, and no other. */
static void there_were_63_provinces(void **state)
{
	static const struct {
		const char *prefix, *name;
	} known[] = {
		{"001", "Hà Nội"},	  {"015", "Yên Bái"},	   {"010", "Lào Cai"},
		{"024", "Bắc Giang"},	  {"044", "Quảng Bình"}, {"052", "Bình Định"},
		{"079", "Hồ Chí Minh"}, {"080", "Long An"},	   {"082", "Tiền Giang"},
		{"091", "Kiên Giang"},  {"096", "Cà Mau"},	   {"066", "Đắk Lắk"},
	};
	char prefix[4] = "";
	int count = 0;

	(void)state;
	for (int i = 0; i < 1000; i++) {
		prefix[0] = (char)('0' + i / 100);
		prefix[1] = (char)('0' + i / 10 % 10);
		prefix[2] = (char)('0' + i % 10);
		count += mc_pid_province(prefix) != NULL;
	}
	assert_int_equal(count, 63);
	for (size_t i = 0; i < MC_COUNT(known); i++) {
		assert_string_equal(mc_pid_province(known[i].prefix), known[i].name);
	}
	assert_null(mc_pid_province("003"));
	assert_null(mc_pid_province(""));
}

static void fourth_digit_is_sex_and_century(void **state)
{
	(void)state;
	for (int digit = 0; digit < 10; digit++) {
		char pid[MC_PID_LEN] = "001090000123";
		struct mc_pid_claim claim;

		pid[3] = (char)('0' + digit);
		mc_pid_claim(pid, &claim);
		assert_int_equal(claim.year, 1990 + digit / 2 * 100);
		assert_int_equal(claim.sex, digit % 2 ? MC_SEX_FEMALE : MC_SEX_MALE);
		assert_string_equal(claim.province, "Hà Nội");
	}
}

static void check_warns(void **state)
{
	const struct mc_date y1990 = {1990, 3, 5}, y1991 = {1991, 0, 0}, none = {0};
	static const char female[MC_PID_LEN] = "001190000123", unknown[MC_PID_LEN] = "003190000123";
	static const char cmnd[MC_PID_LEN] = "012345678", empty[MC_PID_LEN] = "";

	(void)state;
	assert_int_equal(mc_pid_check(female, MC_SEX_FEMALE, &y1990), 0);
	assert_int_equal(mc_pid_check(female, MC_SEX_UNKNOWN, &none), 0);
	assert_int_equal(mc_pid_check(female, MC_SEX_MALE, &y1990), MC_PID_SEX_DIFFERS);
	assert_int_equal(mc_pid_check(female, MC_SEX_FEMALE, &y1991), MC_PID_YEAR_DIFFERS);
	assert_int_equal(mc_pid_check(unknown, MC_SEX_MALE, &y1991),
			 MC_PID_PREFIX_UNKNOWN | MC_PID_SEX_DIFFERS | MC_PID_YEAR_DIFFERS);
	assert_int_equal(mc_pid_check(empty, MC_SEX_MALE, &y1991), 0);
	assert_int_equal(mc_pid_check(cmnd, MC_SEX_MALE, &y1991), 0);
	for (unsigned bit = 1; bit <= MC_PID_YEAR_DIFFERS; bit <<= 1) {
		assert_true(strlen(mc_pid_warning(bit)) > 10);
	}
	assert_string_equal(mc_pid_warning(64), "");
}

static void sexes_have_words(void **state)
{
	(void)state;
	assert_int_equal(mc_sex_parse(mc_sex_code(MC_SEX_MALE)), MC_SEX_MALE);
	assert_int_equal(mc_sex_parse(mc_sex_code(MC_SEX_FEMALE)), MC_SEX_FEMALE);
	assert_int_equal(mc_sex_parse("Nam"), MC_SEX_UNKNOWN);
	assert_string_equal(mc_sex_code(MC_SEX_UNKNOWN), "");
	assert_string_equal(mc_sex_text(MC_SEX_FEMALE), "female");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_read),
		cmocka_unit_test(there_were_63_provinces),
		cmocka_unit_test(fourth_digit_is_sex_and_century),
		cmocka_unit_test(check_warns),
		cmocka_unit_test(sexes_have_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
