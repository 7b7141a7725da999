/* SPDX-License-Identifier: MPL-2.0 */
/* office_test.c - what the office is called, by its commune's code and the day. */
#include "support/check.h"

#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/domain/office.h"

static const struct mc_area areas[] = {
	{"75", "", MC_PLACE_PROVINCE, "Đồng Nai", {2025, 7, 1}, {2026, 4, 29}, "75"},
	{"75", "", MC_PLACE_CITY, "Đồng Nai", {2026, 4, 30}, {0}, ""},
	{"91", "", MC_PLACE_PROVINCE, "An Giang", {2025, 7, 1}, {0}, ""},
	{"26170", "75", MC_PLACE_COMMUNE, "Trị An", {2025, 7, 1}, {2026, 4, 29}, "26170"},
	{"26170", "75", MC_PLACE_WARD, "Trị An", {2026, 4, 30}, {0}, ""},
	{"30811", "91", MC_PLACE_ZONE, "Mẫu Quốc", {2025, 7, 1}, {0}, ""},
	{"30812", "91", MC_PLACE_COMMUNE, "Cũ", {2025, 7, 1}, {2026, 6, 30}, "30811"},
	{"30813", "91", MC_PLACE_COMMUNE, "Mất", {2025, 7, 1}, {2026, 6, 30}, ""},
	{"30814", "92", MC_PLACE_COMMUNE, "Lạc", {2025, 7, 1}, {0}, ""}, /* no such province */
};

static void fill(struct mc_places *places)
{
	mc_places_init(places);
	for (size_t i = 0; i < MC_COUNT(areas); i++) {
		*(struct mc_area *)mc_vec_push(areas[i].province[0] ? &places->communes
								    : &places->provinces) = areas[i];
	}
}

static void it_is_called_as_on_that_day(void **state)
{
	static const struct {
		const char *code;
		struct mc_date on;
		enum mc_office_fact fact;
		const char *want; /* NULL: nothing is said */
	} rows[] = {
		{ "26170", {2026, 4, 29}, MC_OFFICE_COMMITTEE,
		  "Ủy ban nhân dân xã Trị An, tỉnh Đồng Nai" },
		{ "26170", {2026, 4, 30}, MC_OFFICE_COMMITTEE,
		  "Ủy ban nhân dân phường Trị An, thành phố Đồng Nai" },
		{ "26170", {2026, 4, 30}, MC_OFFICE_POLICE,
		  "Công an phường Trị An, thành phố Đồng Nai" },
		{ "30811", {2026, 4, 30}, MC_OFFICE_POLICE,
		  "Công an đặc khu Mẫu Quốc, tỉnh An Giang" },
		{"30812", {2026, 6, 30}, MC_OFFICE_POLICE, "Công an xã Cũ, tỉnh An Giang"},
		{ "30812", {2026, 7, 1}, MC_OFFICE_POLICE,
		  "Công an đặc khu Mẫu Quốc, tỉnh An Giang" }, /* what took its place */
		{"30813", {2026, 7, 1}, MC_OFFICE_POLICE, NULL},
		{"30814", {2026, 7, 1}, MC_OFFICE_POLICE, NULL},
		{"26170", {2025, 6, 30}, MC_OFFICE_POLICE, NULL}, /* not yet */
		{"75", {2026, 7, 1}, MC_OFFICE_COMMITTEE, NULL}, /* a province is no commune */
		{"", {2026, 7, 1}, MC_OFFICE_COMMITTEE, NULL},
		{"26170", {2026, 7, 1}, MC_OFFICE_NONE, NULL},
		{"26170", {2026, 7, 1}, MC_OFFICE_FACT_COUNT, NULL},
	};
	struct mc_places places;

	(void)state;
	fill(&places);
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		char text[MC_OFFICE_NAME_LEN] = "";
		bool said = mc_office_say(&places, rows[i].code, &rows[i].on, rows[i].fact, text,
					  sizeof(text));

		if (said != (rows[i].want != NULL) ||
		    strcmp(text, rows[i].want ? rows[i].want : "") != 0) {
			fail_msg("row %zu: \"%s\"", i, text);
		}
	}
	mc_places_done(&places);
}

static void words_and_back(void **state)
{
	(void)state;
	for (int i = MC_OFFICE_NONE + 1; i < MC_OFFICE_FACT_COUNT; i++) {
		const char *code = mc_office_fact_code((enum mc_office_fact)i);

		assert_int_equal(mc_office_fact_parse(code), i);
	}
	assert_string_equal(mc_office_fact_code(MC_OFFICE_NONE), "");
	assert_null(mc_office_fact_code(MC_OFFICE_FACT_COUNT));
	assert_int_equal(mc_office_fact_parse("mayor"), MC_OFFICE_FACT_COUNT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_called_as_on_that_day),
		cmocka_unit_test(words_and_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
