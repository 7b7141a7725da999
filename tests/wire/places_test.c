/* SPDX-License-Identifier: MPL-2.0 */
/* places_test.c - the shipped tables of units, and damaged ones. */
#include "wire/refuse.h"

#include <stdio.h>

#include "motcua/base/file.h"
#include "motcua/domain/pid.h"
#include "motcua/wire/json.h"
#include "motcua/wire/places.h"

static const struct mc_date before = {2025, 6, 30}, reform = {2025, 7, 1},
			    today = {2026, 11, 28};
static struct mc_places places;

static void read_text(const char *name, struct mc_str *ret)
{
	char path[400];

	snprintf(path, sizeof(path), MC_SOURCE_DIR "/data/places/%s", name);
	mc_str_init(ret, MC_JSON_MAX);
	assert_ok(mc_file_read(path, ret, NULL));
}

static int load(void **state)
{
	struct mc_str provinces, communes;
	struct mc_err why = {0};

	(void)state;
	read_text("provinces.json", &provinces);
	read_text("communes.json", &communes);
	if (mc_places_parse(mc_slice_of(&provinces), mc_slice_of(&communes), &places, &why)) {
		fail_msg("%s", why.detail);
	}
	mc_str_done(&provinces);
	mc_str_done(&communes);
	return 0;
}

static int unload(void **state)
{
	(void)state;
	mc_places_done(&places);
	return 0;
}

static size_t count_on(const struct mc_date *on, enum mc_place_kind kind)
{
	const struct mc_area *found[100];
	size_t all = mc_places_search(&places, NULL, "", on, found, MC_COUNT(found)), count = 0;

	for (size_t i = 0; i < all; i++) {
		count += found[i]->kind == kind;
	}
	return count;
}

/* 63 units with 6 cities, then 34 with 6, then three more. */
static void as_many_as_the_law_says(void **state)
{
	(void)state;
	assert_int_equal(count_on(&before, MC_PLACE_PROVINCE), 57);
	assert_int_equal(count_on(&before, MC_PLACE_CITY), 6);
	assert_int_equal(count_on(&(struct mc_date){2024, 12, 31}, MC_PLACE_CITY), 5);
	assert_int_equal(count_on(&reform, MC_PLACE_PROVINCE), 28);
	assert_int_equal(count_on(&reform, MC_PLACE_CITY), 6);
	assert_int_equal(count_on(&(struct mc_date){2026, 4, 29}, MC_PLACE_CITY), 6);
	assert_int_equal(count_on(&(struct mc_date){2026, 4, 30}, MC_PLACE_CITY), 7);
	assert_int_equal(count_on(&(struct mc_date){2026, 9, 1}, MC_PLACE_CITY), 8);
	assert_int_equal(count_on(&today, MC_PLACE_PROVINCE), 25);
	assert_int_equal(count_on(&today, MC_PLACE_CITY), 9);
}

static void every_old_unit_became_one_of_today(void **state)
{
	const struct mc_area *old[100];
	size_t count = mc_places_search(&places, NULL, "", &before, old, MC_COUNT(old));

	(void)state;
	assert_int_equal(count, 63);
	for (size_t i = 0; i < count; i++) {
		const struct mc_area *now = mc_place_become(&places, old[i], &today);

		assert_non_null(now);
		assert_ptr_equal(now, mc_place_province(&places, now->code, &today));
	}
}

/* Seven codes of today belonged to somebody else. */
static void reused_codes(void **state)
{
	static const struct {
		const char *code, *was, *is;
	} rows[] = {
		{"15", "Yên Bái", "Lào Cai"},	     {"24", "Bắc Giang", "Bắc Ninh"},
		{"44", "Quảng Bình", "Quảng Trị"}, {"52", "Bình Định", "Gia Lai"},
		{"80", "Long An", "Tây Ninh"},     {"82", "Tiền Giang", "Đồng Tháp"},
		{"91", "Kiên Giang", "An Giang"},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		char pid[MC_PID_LEN];

		assert_string_equal(mc_place_province(&places, rows[i].code, &before)->name,
				    rows[i].was);
		assert_string_equal(mc_place_province(&places, rows[i].code, &today)->name,
				    rows[i].is);
		snprintf(pid, sizeof(pid), "0%s190000123", rows[i].code);
		assert_string_equal(mc_place_of_pid(&places, pid)->name, rows[i].was);
	}
}

/* The table of pid.c, which needs no file, says the same; Huế changed its name and kept its code. */
static void prefixes_agree_with_the_numbers(void **state)
{
	int known = 0;

	(void)state;
	for (int i = 0; i < 100; i++) {
		char pid[MC_PID_LEN];
		const struct mc_area *place;
		const char *name;

		MC_COPY(pid, "000190000123");
		pid[1] = (char)('0' + i / 10);
		pid[2] = (char)('0' + i % 10);
		place = mc_place_of_pid(&places, pid);
		name = mc_pid_province(pid);
		assert_int_equal(place != NULL, name != NULL);
		if (name && strcmp(name, "Thừa Thiên Huế") != 0) {
			assert_string_equal(place->name, name);
		}
		known += name != NULL;
	}
	assert_int_equal(known, 63);
}

static size_t count_communes(const char *province, const struct mc_date *on,
			     size_t ret[MC_PLACE_KIND_COUNT])
{
	static const struct mc_area *found[400];
	size_t count = mc_places_search(&places, province, "", on, found, MC_COUNT(found));

	assert_true(count <= MC_COUNT(found));
	for (size_t i = 0; i < count; i++) {
		ret[found[i]->kind]++;
	}
	return count;
}

/* Decision 19/2025/QĐ-TTg has 3,321 of them; in 2026 ten and then twelve communes became wards. */
static void as_many_communes_as_the_decision_has(void **state)
{
	static const struct {
		const char *province;
		size_t count;
	} rows[] = {
		{"01", 126}, {"04", 56}, {"08", 124}, {"11", 45}, {"12", 38},
		{"14", 75}, {"15", 99}, {"19", 92}, {"20", 65}, {"22", 54},
		{"24", 99}, {"25", 148}, {"31", 114}, {"33", 104}, {"37", 129},
		{"38", 166}, {"40", 130}, {"42", 69}, {"44", 78}, {"46", 40},
		{"48", 94}, {"51", 96}, {"52", 135}, {"56", 65}, {"66", 102},
		{"68", 124}, {"75", 95}, {"79", 168}, {"80", 96}, {"82", 102},
		{"86", 124}, {"91", 102}, {"92", 103}, {"96", 64},
	};
	static const struct {
		struct mc_date on;
		size_t communes, wards;
	} days[] = {
		{{2025, 7, 1}, 2621, 687},
		{{2026, 4, 29}, 2621, 687},
		{{2026, 4, 30}, 2611, 697},
		{{2026, 9, 20}, 2599, 709},
		{{2026, 11, 28}, 2599, 709},
	};

	(void)state;
	assert_true(places.complete);
	assert_int_equal(MC_COUNT(rows), 34);
	for (size_t d = 0; d < MC_COUNT(days); d++) {
		size_t kinds[MC_PLACE_KIND_COUNT] = {0};

		for (size_t i = 0; i < MC_COUNT(rows); i++) {
			assert_int_equal(count_communes(rows[i].province, &days[d].on, kinds),
					 rows[i].count);
		}
		assert_int_equal(kinds[MC_PLACE_COMMUNE], days[d].communes);
		assert_int_equal(kinds[MC_PLACE_WARD], days[d].wards);
		assert_int_equal(kinds[MC_PLACE_ZONE], 13);
	}
}

static void communes_of_a_province(void **state)
{
	const struct mc_area *found[4] = {NULL};
	char text[100];

	(void)state;
	assert_int_equal(mc_places_search(&places, "66", "buon ma", &today, found, 4), 1);
	mc_place_format(found[0], text, sizeof(text));
	assert_string_equal(text, "phường Buôn Ma Thuột");
	assert_int_equal(mc_places_search(&places, "56", "dac khu", &today, found, 4), 1);
	assert_string_equal(found[0]->name, "Trường Sa");
	assert_int_equal(mc_places_search(&places, "66", "", &before, found, 0), 0);
}

/* One name in several provinces, and twice in one: the province and the kind tell them apart. */
static void one_name_in_many_provinces(void **state)
{
	static const struct {
		const char *address, *code;
	} rows[] = {
		{"Xã Hòa Phú, Tỉnh Đắk Lắk", "24175"},
		{"Xã Hòa Phú, Thành phố Hà Nội", "10096"},
		{"Phường Tân Phú, Thành phố Đồng Nai", "26116"},
		{"Phường Tân Phú, Thành phố Hồ Chí Minh", "27031"},
		{"phường Hòa Phú, tỉnh Đắk Lắk", ""}, /* it is a xã there */
	};
	const struct mc_area *found;

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct mc_place_read read;

		mc_place_read(&places, rows[i].address, &today, &read);
		assert_non_null(read.province);
		assert_string_equal(read.commune ? read.commune->code : "", rows[i].code);
		if (read.commune) {
			assert_string_equal(read.commune->province, read.province->code);
		}
	}
	assert_int_equal(mc_places_search(&places, "01", "hoa phu", &today, &found, 1), 1);
	assert_string_equal(found->code, "10096");
}

/* What stands in the table is found by what an address calls it: every unit leads to itself. */
static void every_unit_is_recognised_in_an_address(void **state)
{
	size_t count = 0;

	(void)state;
	MC_VEC_EACH(&places.communes, struct mc_area, area) {
		const struct mc_area *province;
		char address[300], name[100];
		struct mc_place_read read;

		if (!mc_place_exists(area, &today)) {
			continue;
		}
		province = mc_place_province(&places, area->province, &today);
		assert_non_null(province);
		mc_place_format(area, name, sizeof(name));
		snprintf(address, sizeof(address), "Số 5, thôn Mẫu, %s, ", name);
		mc_place_format(province, name, sizeof(name));
		snprintf(address + strlen(address), sizeof(address) - strlen(address), "%s", name);
		mc_place_read(&places, address, &today, &read);
		assert_ptr_equal(read.province, province);
		assert_ptr_equal(read.commune, area);
		count++;
	}
	assert_int_equal(count, 3321);
}

/* ---- damaged ones */

static const char good_provinces[] =
	"{\"v\":1,\"provinces\":[{\"code\":\"15\",\"kind\":\"province\",\"name\":\"Yên Bái\","
	"\"until\":\"2025-06-30\",\"into\":\"15\"},{\"code\":\"15\",\"kind\":\"province\","
	"\"name\":\"Lào Cai\",\"from\":\"2025-07-01\"}]}";
static const char good_communes[] =
	"{\"v\":1,\"complete\":true,\"communes\":[{\"code\":\"02647\",\"province\":\"15\","
	"\"kind\":\"ward\",\"name\":\"Lào Cai\",\"from\":\"2025-07-01\"}]}";

static const char good_lines[] =
	"{\"v\":1,\"complete\":true,\"from\":\"2025-07-01\",\"communes\":["
	"\"02647 15 ward Lào Cai\",{\"code\":\"02671\",\"province\":\"15\",\"kind\":\"ward\","
	"\"name\":\"Cam Đường\",\"from\":\"2025-07-01\"}]}";

static enum mc_code read_provinces(struct mc_slice text, struct mc_err *why)
{
	struct mc_places ret;
	enum mc_code code = mc_places_parse(text, mc_slice_text(""), &ret, why);

	if (!code) {
		mc_places_done(&ret);
	}
	return code;
}

static enum mc_code read_communes(struct mc_slice text, struct mc_err *why)
{
	struct mc_places ret;
	enum mc_code code = mc_places_parse(mc_slice_text(good_provinces), text, &ret, why);

	if (!code) {
		assert_true(ret.complete);
		mc_places_done(&ret);
	}
	return code;
}

static void damaged_files_are_refused(void **state)
{
	static const struct spoil of_provinces[] = {
		{"\"provinces\"", "\"provincs\"", "provinces: missing"},
		{"\"kind\":\"province\"", "\"kind\":\"district\"", "provinces[0].kind"},
		{"\"kind\":\"province\"", "\"kind\":\"ward\"", "15: kind"},
		{"\"code\":\"15\"", "\"code\":\"155\"", "155: code or name"},
		{"\"code\":\"15\"", "\"code\":15", "provinces[0].code: text expected"},
		{"2025-06-30", "2025-06-31", "provinces[0].until"},
		{"2025-06-30", "2025-07-01", "15: out of order"},
		{"\"into\":\"15\"", "\"into\":\"16\"", "15: into"},
		{"[{", "[7,{", "provinces[0]: object expected"},
	};
	static const struct spoil of_communes[] = {
		{"\"communes\":[", "\"communes\":[[],", "communes[0]: object expected"},
		{"\"province\":\"15\"", "\"province\":\"10\"", "02647: province"},
		{"\"province\":\"15\",", "", "02647: province"},
		{"\"from\":\"2025-07-01\"", "\"until\":\"2025-05\"", "02647: from or until"},
		{"\"complete\":true", "\"complete\":1", "complete"},
	};

	static const struct spoil of_lines[] = {
		{"\"from\":\"2025-07-01\",\"communes", "\"communes", "communes[0]: a line needs"},
		{ "\"from\":\"2025-07-01\",\"communes", "\"from\":\"2025-07\",\"communes",
		  "02647: from or until" },
		{"02647 15 ward", "02647 15 district", "communes[0]: kind"},
		{"02647 15 ward", "2647 15 ward", "2647: code or name"},
		{"02647 15 ward", "026470 15 ward", "communes[0]: \"code"},
		{"02647 15 ward", "02647 10 ward", "02647: province"},
		{"02647 15 ward", "02647  15 ward", "communes[0]: \"code"},
		{"02647 15 ward Lào Cai", "02647 15 ward", "communes[0]: \"code"},
		{"02647 15 ward Lào Cai", "02647 15 ward ", "02647: code or name"},
		{"02647 15 ward Lào Cai", "", "communes[0]: \"code"},
		{"02647 15", "02671 15", "02671: out of order"},
		{"\"02647 15 ward Lào Cai\"", "7", "communes[0]: object expected"},
	};

	(void)state;
	assert_refused(good_lines, of_lines, MC_COUNT(of_lines), MC_E_PLACE_FILE, read_communes);
	for (size_t len = 1; len < strlen(good_lines); len++) { /* no text at all is no fault */
		assert_int_not_equal(read_communes((struct mc_slice){good_lines, len}, NULL), MC_OK);
	}
	assert_refused(good_provinces, of_provinces, MC_COUNT(of_provinces), MC_E_PLACE_FILE,
		       read_provinces);
	assert_refused(good_communes, of_communes, MC_COUNT(of_communes), MC_E_PLACE_FILE,
		       read_communes);
	assert_cut(good_provinces, read_provinces);
}

/* All 3,321 communes fit a file and are read. */
static void the_whole_country_fits(void **state)
{
	struct mc_str text;
	struct mc_places all;

	(void)state;
	mc_str_init(&text, MC_JSON_MAX);
	mc_str_puts(&text, "{\"v\":1,\"complete\":true,\"communes\":[");
	for (int i = 0; i < 3321; i++) {
		mc_str_printf(&text,
			      "%s{\"code\":\"%05d\",\"province\":\"15\",\"kind\":\"commune\","
			      "\"name\":\"Một xã có tên dài thứ %d\",\"from\":\"2025-07-01\"}",
			      i ? "," : "", i + 1, i);
	}
	mc_str_puts(&text, "]}");
	assert_ok(mc_places_parse(mc_slice_text(good_provinces), mc_slice_of(&text), &all, NULL));
	assert_int_equal(mc_places_search(&all, "15", "", &today, NULL, 0), 3321);
	mc_places_done(&all);
	mc_str_done(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_many_as_the_law_says),
		cmocka_unit_test(every_old_unit_became_one_of_today),
		cmocka_unit_test(reused_codes),
		cmocka_unit_test(prefixes_agree_with_the_numbers),
		cmocka_unit_test(as_many_communes_as_the_decision_has),
		cmocka_unit_test(communes_of_a_province),
		cmocka_unit_test(one_name_in_many_provinces),
		cmocka_unit_test(every_unit_is_recognised_in_an_address),
		cmocka_unit_test(damaged_files_are_refused),
		cmocka_unit_test(the_whole_country_fits),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
