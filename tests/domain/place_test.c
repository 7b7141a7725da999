/* SPDX-License-Identifier: MPL-2.0 */
/* place_test.c - units by code and day, what became of them, finding them by name. */
#include "support/check.h"

#include <stdio.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/domain/place.h"

static const struct mc_date before = {2025, 6, 30}, reform = {2025, 7, 1},
			    today = {2026, 11, 28};

static const struct mc_area provinces[] = {
	{"10", "", MC_PLACE_PROVINCE, "Lào Cai", {0}, {2025, 6, 30}, "15"},
	{"15", "", MC_PLACE_PROVINCE, "Yên Bái", {0}, {2025, 6, 30}, "15"},
	{"15", "", MC_PLACE_PROVINCE, "Lào Cai", {2025, 7, 1}, {0}, ""},
	{"46", "", MC_PLACE_PROVINCE, "Thừa Thiên Huế", {0}, {2024, 12, 31}, "46"},
	{"46", "", MC_PLACE_CITY, "Huế", {2025, 1, 1}, {2025, 6, 30}, "46"},
	{"46", "", MC_PLACE_CITY, "Huế", {2025, 7, 1}, {0}, ""},
	{"75", "", MC_PLACE_PROVINCE, "Đồng Nai", {2025, 7, 1}, {2026, 4, 29}, "75"},
	{"75", "", MC_PLACE_CITY, "Đồng Nai", {2026, 4, 30}, {0}, ""},
};
static const struct mc_area communes[] = {
	{"02647", "15", MC_PLACE_WARD, "Lào Cai", {2025, 7, 1}, {0}, ""},
	{"02671", "15", MC_PLACE_WARD, "Cam Đường", {2025, 7, 1}, {0}, ""},
	{"02680", "15", MC_PLACE_COMMUNE, "Hợp Thành", {2025, 7, 1}, {0}, ""},
	{"26170", "75", MC_PLACE_COMMUNE, "Trị An", {2025, 7, 1}, {2026, 4, 29}, "26170"},
	{"26170", "75", MC_PLACE_WARD, "Trị An", {2026, 4, 30}, {0}, ""},
	{"26221", "75", MC_PLACE_COMMUNE, "Phú Hòa", {2025, 7, 1}, {0}, ""},
};

static void fill(struct mc_vec *to, const struct mc_area *from, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		*(struct mc_area *)mc_vec_push(to) = from[i];
	}
}

static void sample(struct mc_places *ret)
{
	mc_places_init(ret);
	fill(&ret->provinces, provinces, MC_COUNT(provinces));
	fill(&ret->communes, communes, MC_COUNT(communes));
}

static void assert_place(const struct mc_area *place, const char *want)
{
	char text[100];

	assert_non_null(place);
	mc_place_format(place, text, sizeof(text));
	assert_string_equal(text, want);
}

static void a_code_needs_a_day(void **state)
{
	struct mc_places places;

	(void)state;
	sample(&places);
	assert_ok(mc_places_check(&places, NULL));
	assert_place(mc_place_province(&places, "15", &before), "tỉnh Yên Bái");
	assert_place(mc_place_province(&places, "15", &reform), "tỉnh Lào Cai");
	assert_null(mc_place_province(&places, "10", &reform));
	assert_null(mc_place_province(&places, "99", &today));
	assert_place(mc_place_province(&places, "75", &(struct mc_date){2026, 4, 29}),
		     "tỉnh Đồng Nai");
	assert_place(mc_place_province(&places, "75", &(struct mc_date){2026, 4, 30}),
		     "thành phố Đồng Nai");
	assert_place(mc_place_commune(&places, "02647", &today), "phường Lào Cai");
	assert_null(mc_place_commune(&places, "02647", &before));
	mc_places_done(&places);
}

static void old_units_lead_to_those_of_today(void **state)
{
	struct mc_places places;
	const struct mc_area *old;

	(void)state;
	sample(&places);
	old = mc_place_province(&places, "15", &before); /* the code stays, the unit does not */
	assert_place(mc_place_become(&places, old, &today), "tỉnh Lào Cai");
	assert_ptr_equal(mc_place_become(&places, old, &before), old);
	old = mc_place_province(&places, "46", &(struct mc_date){2020, 1, 1});
	assert_place(old, "tỉnh Thừa Thiên Huế");
	assert_place(mc_place_become(&places, old, &before), "thành phố Huế");
	assert_ptr_equal(mc_place_become(&places, old, &today),
			 mc_place_province(&places, "46", &today));
	old = mc_place_province(&places, "75", &reform);
	assert_place(mc_place_become(&places, old, &today), "thành phố Đồng Nai");
	assert_null(mc_place_become(&places, NULL, &today));
	mc_places_done(&places);
}

/* The trap: 015 is Yên Bái in every identity number, though 15 is Lào Cai today. */
static void an_identity_number_means_the_old_table(void **state)
{
	struct mc_places places;

	(void)state;
	sample(&places);
	assert_place(mc_place_of_pid(&places, "015190000123"), "tỉnh Yên Bái");
	assert_place(mc_place_of_pid(&places, "010190000123"), "tỉnh Lào Cai");
	assert_place(mc_place_of_pid(&places, "046190000123"), "thành phố Huế");
	assert_null(mc_place_of_pid(&places, "203199000123")); /* born abroad */
	assert_null(mc_place_of_pid(&places, "015190000"));    /* a CMND */
	assert_null(mc_place_of_pid(&places, ""));
	mc_places_done(&places);
}

static void places_are_found_by_name(void **state)
{
	static const struct {
		const char *province, *query;
		size_t count;
		const char *first;
	} rows[] = {
		{NULL, "", 3, "tỉnh Lào Cai"},
		{NULL, "lao", 1, "tỉnh Lào Cai"},
		{NULL, "dong nai", 1, "thành phố Đồng Nai"},
		{NULL, "thanh pho", 2, "thành phố Huế"},
		{NULL, "yên", 0, NULL}, /* it is no more */
		{"15", "", 3, "phường Lào Cai"},
		{"15", "phường", 2, "phường Lào Cai"},
		{"15", "cam d", 1, "phường Cam Đường"},
		{"15", "hop", 1, "xã Hợp Thành"},
		{"10", "", 0, NULL},
	};
	const struct mc_area *found[8];
	struct mc_places places;

	(void)state;
	sample(&places);
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		found[0] = NULL;
		assert_int_equal(mc_places_search(&places, rows[i].province, rows[i].query, &today,
						  found, MC_COUNT(found)),
				 rows[i].count);
		if (rows[i].first) {
			assert_place(found[0], rows[i].first);
		} else {
			assert_null(found[0]);
		}
	}
	found[1] = NULL; /* more than there is room for: counted, not written */
	assert_int_equal(mc_places_search(&places, "15", "", &today, found, 1), 3);
	assert_null(found[1]);
	mc_places_done(&places);
}

static struct mc_area *at(struct mc_places *places, size_t i)
{
	return mc_vec_at(&places->provinces, i);
}

static void short_code(struct mc_places *p)
{
	(void)MC_COPY(at(p, 0)->code, "1");
}

static void no_name(struct mc_places *p)
{
	at(p, 1)->name[0] = '\0';
}

static void a_ward_is_no_province(struct mc_places *p)
{
	at(p, 1)->kind = MC_PLACE_WARD;
}

static void a_month_is_no_day(struct mc_places *p)
{
	at(p, 2)->from.day = 0;
}

static void ends_before_it_begins(struct mc_places *p)
{
	at(p, 4)->until = (struct mc_date){2024, 6, 1};
}

static void two_on_one_day(struct mc_places *p)
{
	at(p, 2)->from = (struct mc_date){2025, 6, 30};
}

static void never_ends_yet_followed(struct mc_places *p)
{
	at(p, 1)->until = (struct mc_date){0};
	at(p, 1)->into[0] = '\0';
}

static void out_of_order(struct mc_places *p)
{
	(void)MC_COPY(at(p, 7)->code, "01");
}

static void leads_nowhere(struct mc_places *p)
{
	(void)MC_COPY(at(p, 0)->into, "99");
}

static void leads_on_though_it_is_there(struct mc_places *p)
{
	(void)MC_COPY(at(p, 7)->into, "46");
}

static void province_of_another_time(struct mc_places *p)
{
	(void)MC_COPY(((struct mc_area *)mc_vec_at(&p->communes, 0))->province, "10");
}

static void (*const breaks[])(struct mc_places *) = {
	short_code,	ends_before_it_begins,	   no_name,	    a_ward_is_no_province,
	two_on_one_day, never_ends_yet_followed,   out_of_order,    leads_nowhere,
	a_month_is_no_day, leads_on_though_it_is_there, province_of_another_time,
};

static void every_break_is_noticed(void **state)
{
	(void)state;
	for (size_t i = 0; i < MC_COUNT(breaks); i++) {
		struct mc_err why = {0};
		struct mc_places places;

		sample(&places);
		breaks[i](&places);
		assert_code(mc_places_check(&places, &why), MC_E_PLACE_FILE);
		assert_true(why.detail[0] != '\0');
		mc_places_done(&places);
	}
}

static void kinds_have_words(void **state)
{
	(void)state;
	for (int i = MC_PLACE_PROVINCE; i < MC_PLACE_KIND_COUNT; i++) {
		enum mc_place_kind kind = (enum mc_place_kind)i;

		assert_int_equal(mc_place_kind_parse(mc_place_kind_code(kind)), kind);
	}
	assert_int_equal(mc_place_kind_parse("district"), MC_PLACE_NONE);
	assert_null(mc_place_kind_code(MC_PLACE_KIND_COUNT));
	assert_null(mc_place_kind_code(MC_PLACE_NONE));
}

/* Each address on a day, and what is recognised: province, commune; "old"; what stays in front. */
static const struct {
	const char *address, *province, *commune;
	bool old;
	const char *front;
} addresses[] = {
	{"Số 5, thôn Mẫu, xã Hợp Thành, tỉnh Lào Cai", "15", "02680", false, "Số 5, thôn Mẫu, "},
	{"xã Hợp Thành, tỉnh Lào Cai", "15", "02680", false, ""},
	{"Thôn Mẫu, XÃ HỢP THÀNH, TỈNH LÀO CAI", "15", "02680", false, "Thôn Mẫu, "},
	{"Thôn Mẫu, Hợp Thành, Lào Cai", "15", "02680", false, "Thôn Mẫu, "},
	{"Số 1,p.Cam Đường ,  T. Lào Cai", "15", "02671", false, "Số 1,"},
	{"Số 1, phường Hợp Thành, tỉnh Lào Cai", "15", NULL, false, "Số 1, "}, /* it is a xã */
	{"Số 1, xã Không Có, tỉnh Lào Cai", "15", NULL, false, "Số 1, "},
	{"Số 1, đường Mẫu, tỉnh Lào Cai", "15", NULL, false, "Số 1, đường Mẫu, "},
	{"Số 1, TP. Huế", "46", NULL, false, "Số 1, "},
	{"Số 1, tp Huế", "46", NULL, false, "Số 1, "},
	{"Số 1, phường Mẫu, thành phố Lào Cai, tỉnh Lào Cai", NULL, NULL, true, "Số 1, "},
	{ "Số 1, đường Mẫu, huyện Bảo Mẫu, tỉnh Lào Cai", NULL, NULL, true,
	  "Số 1, đường Mẫu, " },
	{"thị trấn Mẫu, huyện Bảo Mẫu, tỉnh Lào Cai", NULL, NULL, true, ""},
	{"Số 1, xã Mẫu, tỉnh Yên Bái", NULL, NULL, true, "Số 1, "},
	{"tỉnh Thừa Thiên Huế", NULL, NULL, true, ""},
	{"tỉnh Đồng Nai", NULL, NULL, true, ""}, /* a city since 2026-04-30 */
	{"Số 1, Trị An, thành phố Đồng Nai", "75", "26170", false, "Số 1, "},
	{"Số 1, phường Trị An, TP. Đồng Nai", "75", "26170", false, "Số 1, "},
	{"Số 1, xã Trị An, TP. Đồng Nai", NULL, NULL, true, "Số 1, "}, /* a ward since then */
	{"Số 1, đường Mẫu", NULL, NULL, false, "Số 1, đường Mẫu"},
	{"tỉnh", NULL, NULL, false, "tỉnh"},
	{", , ", NULL, NULL, false, ", , "},
	{"", NULL, NULL, false, ""},
};

static void an_address_is_read_for_its_units(void **state)
{
	struct mc_places places;

	(void)state;
	sample(&places);
	for (size_t i = 0; i < MC_COUNT(addresses); i++) {
		struct mc_place_read read;
		char front[200];

		mc_place_read(&places, addresses[i].address, &today, &read);
		if ((read.province != NULL) != (addresses[i].province != NULL) ||
		    (read.commune != NULL) != (addresses[i].commune != NULL) ||
		    read.old != addresses[i].old) {
			fail_msg("%s: province %d, commune %d, old %d", addresses[i].address,
				 read.province != NULL, read.commune != NULL, read.old);
		}
		snprintf(front, sizeof(front), "%.*s", (int)read.units, addresses[i].address);
		assert_string_equal(front, addresses[i].front);
		if (read.province) {
			assert_string_equal(read.province->code, addresses[i].province);
		}
		if (read.commune) {
			assert_string_equal(read.commune->code, addresses[i].commune);
		}
	}
	mc_places_done(&places);
}

/* What an old address names, and what that is now: by the table, or nothing. */
static void old_units_are_known_where_the_table_knows_them(void **state)
{
	static const struct {
		const char *address, *was, *now;
	} rows[] = {
		{"Số 1, xã Mẫu, tỉnh Yên Bái", "tỉnh Yên Bái", "tỉnh Lào Cai"},
		{"Số 1, xã Mẫu, huyện Mẫu, tỉnh Yên Bái", "tỉnh Yên Bái", "tỉnh Lào Cai"},
		{"xã Hợp Thành, thành phố Lào Cai, tỉnh Lào Cai", "tỉnh Lào Cai", "tỉnh Lào Cai"},
		{"tỉnh Thừa Thiên Huế", "tỉnh Thừa Thiên Huế", "thành phố Huế"},
		{"tỉnh Đồng Nai", "tỉnh Đồng Nai", "thành phố Đồng Nai"},
		{"Số 1, xã Trị An, tỉnh Đồng Nai", "xã Trị An", "phường Trị An"},
		{"Số 1, xã Trị An, thành phố Đồng Nai", "xã Trị An", "phường Trị An"},
		{"Số 1, Phú Hòa, tỉnh Đồng Nai", "xã Phú Hòa", "xã Phú Hòa"},
		{"Số 1, xã Mẫu, tỉnh Đồng Nai", "tỉnh Đồng Nai", "thành phố Đồng Nai"},
		{ "xã Trị An, huyện Vĩnh Mẫu, tỉnh Đồng Nai", "tỉnh Đồng Nai",
		  "thành phố Đồng Nai" }, /* of a district: another one perhaps */
		{"xã Mẫu, huyện Mẫu, thành phố Đồng Nai", NULL, NULL},
	};
	struct mc_places places;

	(void)state;
	sample(&places);
	assert_ok(mc_places_check(&places, NULL));
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct mc_place_read read;

		mc_place_read(&places, rows[i].address, &today, &read);
		if (!read.old || read.province || read.commune ||
		    (read.was != NULL) != (rows[i].was != NULL)) {
			fail_msg("%s: old %d", rows[i].address, read.old);
		}
		if (read.was) {
			assert_place(read.was, rows[i].was);
			assert_place(mc_place_become(&places, read.was, &today), rows[i].now);
		}
	}
	mc_places_done(&places);
}

/* The same words on an earlier day, and where two units have one name. */
static void units_are_those_of_the_day(void **state)
{
	struct mc_place_read read;
	struct mc_places places;

	(void)state;
	sample(&places);
	mc_place_read(&places, "tỉnh Lào Cai", &before, &read);
	assert_string_equal(read.province->code, "10");
	mc_place_read(&places, "xã Mẫu, tỉnh Đồng Nai", &(struct mc_date){2026, 4, 29}, &read);
	assert_string_equal(read.province->code, "75");
	assert_false(read.old);
	places.communes.len = 0;
	fill(&places.communes, communes, MC_COUNT(communes));
	*(struct mc_area *)mc_vec_push(&places.communes) = (struct mc_area){
		"02690", "15", MC_PLACE_WARD, "Hợp Thành", {2025, 7, 1}, {0}, ""
	};
	mc_place_read(&places, "Hợp Thành, tỉnh Lào Cai", &today, &read);
	assert_null(read.commune); /* the commune or the ward: nobody can tell */
	mc_place_read(&places, "phường Hợp Thành, tỉnh Lào Cai", &today, &read);
	assert_string_equal(read.commune->code, "02690");
	mc_places_done(&places);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_needs_a_day),
		cmocka_unit_test(old_units_lead_to_those_of_today),
		cmocka_unit_test(an_identity_number_means_the_old_table),
		cmocka_unit_test(places_are_found_by_name),
		cmocka_unit_test(every_break_is_noticed),
		cmocka_unit_test(kinds_have_words),
		cmocka_unit_test(an_address_is_read_for_its_units),
		cmocka_unit_test(old_units_are_known_where_the_table_knows_them),
		cmocka_unit_test(units_are_those_of_the_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
