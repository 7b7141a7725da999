/* SPDX-License-Identifier: MPL-2.0 */
/* places_test.c - the shipped tables of units, and damaged ones. */
#include "wire/refuse.h"

#include <stdio.h>

#include "motcua/base/file.h"
#include "motcua/domain/pid.h"
#include "motcua/wire/json.h"
#include "motcua/wire/places.h"

static const struct mc_date before = { 2025, 6, 30 }, reform = { 2025, 7, 1 },
			    today = { 2026, 11, 28 };
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
	struct mc_err why = { 0 };

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

/* 63 units with 6 cities, then 34 with 6, then the seventh. */
static void as_many_as_the_law_says(void **state)
{
	(void)state;
	assert_int_equal(count_on(&before, MC_PLACE_PROVINCE), 57);
	assert_int_equal(count_on(&before, MC_PLACE_CITY), 6);
	assert_int_equal(count_on(&(struct mc_date){ 2024, 12, 31 }, MC_PLACE_CITY), 5);
	assert_int_equal(count_on(&reform, MC_PLACE_PROVINCE), 28);
	assert_int_equal(count_on(&reform, MC_PLACE_CITY), 6);
	assert_int_equal(count_on(&(struct mc_date){ 2026, 4, 29 }, MC_PLACE_CITY), 6);
	assert_int_equal(count_on(&today, MC_PLACE_PROVINCE), 27);
	assert_int_equal(count_on(&today, MC_PLACE_CITY), 7);
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
		{ "15", "Yên Bái", "Lào Cai" },	     { "24", "Bắc Giang", "Bắc Ninh" },
		{ "44", "Quảng Bình", "Quảng Trị" }, { "52", "Bình Định", "Gia Lai" },
		{ "80", "Long An", "Tây Ninh" },     { "82", "Tiền Giang", "Đồng Tháp" },
		{ "91", "Kiên Giang", "An Giang" },
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

static void communes_of_a_province(void **state)
{
	const struct mc_area *found[4] = { NULL };
	char text[100];

	(void)state;
	assert_false(places.complete); /* and says so */
	assert_int_equal(mc_places_search(&places, "66", "", &today, found, 0), 102);
	assert_int_equal(mc_places_search(&places, "66", "buon ma", &today, found, 4), 1);
	mc_place_format(found[0], text, sizeof(text));
	assert_string_equal(text, "phường Buôn Ma Thuột");
	assert_int_equal(mc_places_search(&places, "68", "", &today, found, 0), 124);
	assert_int_equal(mc_places_search(&places, "92", "", &today, found, 0), 103);
	assert_int_equal(mc_places_search(&places, "56", "dac khu", &today, found, 4), 1);
	assert_string_equal(found[0]->name, "Trường Sa");
	assert_int_equal(mc_places_search(&places, "66", "", &before, found, 0), 0);
}

/* ---- damaged ones */

static const char good_provinces[] =
	"{\"v\":1,\"provinces\":[{\"code\":\"15\",\"kind\":\"province\",\"name\":\"Yên Bái\","
	"\"until\":\"2025-06-30\",\"into\":\"15\"},{\"code\":\"15\",\"kind\":\"province\","
	"\"name\":\"Lào Cai\",\"from\":\"2025-07-01\"}]}";
static const char good_communes[] =
	"{\"v\":1,\"complete\":true,\"communes\":[{\"code\":\"02647\",\"province\":\"15\","
	"\"kind\":\"ward\",\"name\":\"Lào Cai\",\"from\":\"2025-07-01\"}]}";

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
		{ "\"provinces\"", "\"provincs\"", "provinces: missing" },
		{ "\"kind\":\"province\"", "\"kind\":\"district\"", "provinces[0].kind" },
		{ "\"kind\":\"province\"", "\"kind\":\"ward\"", "15: kind" },
		{ "\"code\":\"15\"", "\"code\":\"155\"", "155: code or name" },
		{ "\"code\":\"15\"", "\"code\":15", "provinces[0].code: text expected" },
		{ "2025-06-30", "2025-06-31", "provinces[0].until" },
		{ "2025-06-30", "2025-07-01", "15: out of order" },
		{ "\"into\":\"15\"", "\"into\":\"16\"", "15: into" },
		{ "[{", "[7,{", "provinces[0]: object expected" },
	};
	static const struct spoil of_communes[] = {
		{ "\"communes\":[", "\"communes\":[[],", "communes[0]: object expected" },
		{ "\"province\":\"15\"", "\"province\":\"10\"", "02647: province" },
		{ "\"province\":\"15\",", "", "02647: province" },
		{ "\"from\":\"2025-07-01\"", "\"until\":\"2025-05\"", "02647: from or until" },
		{ "\"complete\":true", "\"complete\":1", "complete" },
	};

	(void)state;
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
		cmocka_unit_test(communes_of_a_province),
		cmocka_unit_test(damaged_files_are_refused),
		cmocka_unit_test(the_whole_country_fits),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
