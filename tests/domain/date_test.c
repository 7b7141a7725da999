/* SPDX-License-Identifier: MPL-2.0 */
/* date_test.c - dates as typed, as stored, as counted, as spelt out. */
#include "support/check.h"

#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/domain/date.h"

static const struct typed {
	const char *text;
	enum mc_code code;
	const char *iso;
} typed[] = {
	{"5/3/1990", MC_OK, "1990-03-05"},
	{"05/03/1990", MC_OK, "1990-03-05"},
	{" 5-3-1990 ", MC_OK, "1990-03-05"},
	{"5.3.1990", MC_OK, "1990-03-05"},
	{"5 3 1990", MC_OK, "1990-03-05"},
	{"05031990\r\n", MC_OK, "1990-03-05"},
	{"1990-03-05", MC_OK, "1990-03-05"},
	{"1990-03", MC_OK, "1990-03"},
	{"3/1990", MC_OK, "1990-03"},
	{"1990", MC_OK, "1990"},
	{"00/00/1990", MC_OK, "1990"},
	{"00001990", MC_OK, "1990"},
	{"00031990", MC_OK, "1990-03"},
	{"29/2/2024", MC_OK, "2024-02-29"},
	{"29/2/2000", MC_OK, "2000-02-29"},
	{"1/1/1800", MC_OK, "1800-01-01"},
	{"31/12/2399", MC_OK, "2399-12-31"},
	{"29/2/2023", MC_E_DATE_RANGE, NULL},
	{"29/2/1900", MC_E_DATE_RANGE, NULL},
	{"31/4/1990", MC_E_DATE_RANGE, NULL},
	{"1/13/1990", MC_E_DATE_RANGE, NULL},
	{"5/0/1990", MC_E_DATE_RANGE, NULL},
	{"05001990", MC_E_DATE_RANGE, NULL},
	{"1/1/1799", MC_E_DATE_RANGE, NULL},
	{"1/1/2400", MC_E_DATE_RANGE, NULL},
	{"0000", MC_E_DATE_RANGE, NULL},
	{"1990-00-05", MC_E_DATE_RANGE, NULL},
	{"", MC_E_DATE, NULL},
	{"   ", MC_E_DATE, NULL},
	{"5/3/90", MC_E_DATE, NULL},
	{"031990", MC_E_DATE, NULL},
	{"1990-3-5", MC_E_DATE, NULL},
	{"5/3/1990/1", MC_E_DATE, NULL},
	{"5//1990", MC_E_DATE, NULL},
	{"/3/1990", MC_E_DATE, NULL},
	{"5/3/", MC_E_DATE, NULL},
	{"123/3/1990", MC_E_DATE, NULL},
	{"5/123/1990", MC_E_DATE, NULL},
	{"99999999999999999999", MC_E_DATE, NULL},
	{"năm 1990", MC_E_DATE, NULL},
	{"5/3/1990x", MC_E_DATE, NULL},
	{"\xff\xfe", MC_E_DATE, NULL},
};

static void parse_reads_what_people_type(void **state)
{
	(void)state;
	for (size_t i = 0; i < MC_COUNT(typed); i++) {
		struct mc_date date = {7, 7, 7};
		struct mc_err why;
		char iso[MC_DATE_LEN];

		assert_code(mc_date_parse(typed[i].text, &date, &why), typed[i].code);
		if (typed[i].code == MC_OK) {
			mc_date_format_iso(&date, iso);
			assert_string_equal(iso, typed[i].iso);
		} else {
			assert_int_equal(date.year, 7); /* untouched */
			assert_int_equal(why.code, typed[i].code);
		}
	}
}

static void iso_is_strict(void **state)
{
	static const char *const bad[] = { "05/03/1990", "05031990",   "1990-3",      "1990-03-5",
					   "1990-",	 "1990-03-05 ", " 1990",       "990-01-01",
					   "1990-02-30", "1990-00",	"1990-03-05-1" };
	struct mc_date date;

	(void)state;
	assert_ok(mc_date_parse_iso("", &date, NULL));
	assert_false(mc_date_is_set(&date));
	assert_ok(mc_date_parse_iso("1990-03-05", &date, NULL));
	assert_true(mc_date_is_full(&date));
	assert_ok(mc_date_parse_iso("1990", &date, NULL));
	assert_true(mc_date_is_set(&date) && !mc_date_is_full(&date));
	for (size_t i = 0; i < MC_COUNT(bad); i++) {
		assert_int_not_equal(mc_date_parse_iso(bad[i], &date, NULL), MC_OK);
	}
}

static void format_shows_what_is_known(void **state)
{
	static const struct {
		struct mc_date date;
		const char *text, *iso;
	} rows[] = {
		{{1990, 3, 5}, "05/03/1990", "1990-03-05"},
		{{1990, 3, 0}, "03/1990", "1990-03"},
		{{1990, 0, 0}, "1990", "1990"},
		{{0, 0, 0}, "", ""},
	};
	char text[MC_DATE_LEN];

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		mc_date_format(&rows[i].date, text);
		assert_string_equal(text, rows[i].text);
		mc_date_format_iso(&rows[i].date, text);
		assert_string_equal(text, rows[i].iso);
	}
}

static void agreeing_and_order(void **state)
{
	const struct mc_date day = {1990, 3, 5}, other = {1990, 3, 6}, month = {1990, 3, 0};
	const struct mc_date year = {1990, 0, 0}, next = {1991, 0, 0}, none = {0};

	(void)state;
	assert_true(mc_date_agrees(&day, &year));
	assert_true(mc_date_agrees(&month, &day));
	assert_true(mc_date_agrees(&none, &day));
	assert_false(mc_date_agrees(&day, &other));
	assert_false(mc_date_agrees(&day, &next));
	assert_true(mc_date_compare(&day, &other) < 0);
	assert_true(mc_date_compare(&day, &month) > 0);
	assert_true(mc_date_compare(&next, &day) > 0);
	assert_int_equal(mc_date_compare(&year, &(struct mc_date){1990, 1, 1}), 0);
}

static void days_go_there_and_back(void **state)
{
	struct mc_date epoch = mc_date_from_days(0), last = mc_date_from_days(-62092);

	(void)state;
	assert_int_equal(mc_date_to_days(&(struct mc_date){1970, 1, 1}), 0);
	assert_int_equal(epoch.year * 10000 + epoch.month * 100 + epoch.day, 19700101);
	assert_int_equal(mc_date_to_days(&(struct mc_date){2000, 2, 29}), 11016);
	assert_int_equal(mc_date_to_days(&(struct mc_date){2026, 11, 23}), 20780);
	assert_int_equal(last.year, 1799);
	for (int32_t days = -62091; days < 157000; days += 17) {
		struct mc_date date = mc_date_from_days(days), next = mc_date_from_days(days + 1);

		assert_int_equal(mc_date_to_days(&date), days);
		assert_true(mc_date_compare(&date, &next) < 0);
	}
}

static void weekdays_and_ages(void **state)
{
	const struct mc_date monday = {2026, 11, 23}, leap = {2000, 2, 29};

	(void)state;
	assert_int_equal(mc_date_weekday(&monday), 1);
	assert_int_equal(mc_date_weekday(&(struct mc_date){1969, 12, 28}), 0);
	assert_int_equal(mc_date_weekday(&(struct mc_date){1800, 1, 1}), 3);
	assert_int_equal(mc_date_age(&(struct mc_date){1990, 11, 23}, &monday), 36);
	assert_int_equal(mc_date_age(&(struct mc_date){1990, 11, 24}, &monday), 35);
	assert_int_equal(mc_date_age(&(struct mc_date){1990, 0, 0}, &monday), 36);
	assert_int_equal(mc_date_age(&leap, &(struct mc_date){2001, 2, 28}), 0);
	assert_int_equal(mc_date_age(&leap, &(struct mc_date){2001, 3, 1}), 1);
}

/* Seven hours before midnight in London it is tomorrow in Ha Noi. */
static void instants_are_vietnamese_days(void **state)
{
	const int64_t hour = INT64_C(3600000), noon = INT64_C(20780) * 24 * hour;
	char iso[MC_DATE_LEN];
	struct mc_date date;

	(void)state;
	date = mc_date_of_instant(noon + 17 * hour - 1);
	mc_date_format_iso(&date, iso);
	assert_string_equal(iso, "2026-11-23");
	date = mc_date_of_instant(noon + 17 * hour);
	mc_date_format_iso(&date, iso);
	assert_string_equal(iso, "2026-11-24");
	date = mc_date_of_instant(-8 * hour);
	mc_date_format_iso(&date, iso);
	assert_string_equal(iso, "1969-12-31");
}

static void words_are_as_in_a_declaration(void **state)
{
	static const struct {
		struct mc_date date;
		const char *words;
	} rows[] = {
		{{1990, 3, 5}, "Ngày năm tháng ba năm một nghìn chín trăm chín mươi"},
		{ {2026, 4, 24},
		  "Ngày hai mươi tư tháng tư năm hai nghìn không trăm hai mươi sáu" },
		{ {2005, 12, 31},
		  "Ngày ba mươi mốt tháng mười hai năm hai nghìn không trăm lẻ năm" },
		{ {2015, 10, 15},
		  "Ngày mười lăm tháng mười năm hai nghìn không trăm mười lăm" },
		{{2000, 1, 1}, "Ngày một tháng một năm hai nghìn"},
		{ {1911, 11, 11},
		  "Ngày mười một tháng mười một năm một nghìn chín trăm mười một" },
		{{2100, 5, 25}, "Ngày hai mươi lăm tháng năm năm hai nghìn một trăm"},
		{{1990, 4, 0}, "Tháng tư năm một nghìn chín trăm chín mươi"},
		{{1990, 0, 0}, "Năm một nghìn chín trăm chín mươi"},
		{{0, 0, 0}, ""},
	};
	char words[200], small[8];

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		mc_date_in_words(&rows[i].date, words, sizeof(words));
		assert_string_equal(words, rows[i].words);
	}
	mc_date_in_words(&rows[0].date, small, sizeof(small)); /* cut, never inside a letter */
	assert_string_equal(small, "Ngày n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parse_reads_what_people_type),
		cmocka_unit_test(iso_is_strict),
		cmocka_unit_test(format_shows_what_is_known),
		cmocka_unit_test(agreeing_and_order),
		cmocka_unit_test(days_go_there_and_back),
		cmocka_unit_test(weekdays_and_ages),
		cmocka_unit_test(instants_are_vietnamese_days),
		cmocka_unit_test(words_are_as_in_a_declaration),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
