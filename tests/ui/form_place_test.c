/* SPDX-License-Identifier: MPL-2.0 */
/* form_place_test.c - F4 on an address: province, commune, what is typed in front, old units. */
#include "ui/procedures.h"

#include <stdio.h>

#include "motcua/wire/places.h"

static struct mc_places places;

static void read_places(void)
{
	struct mc_str provinces, communes;

	mc_str_init(&provinces, MC_JSON_MAX);
	mc_str_init(&communes, MC_JSON_MAX);
	assert_ok(mc_file_read(MC_SOURCE_DIR "/data/places/provinces.json", &provinces, NULL));
	assert_ok(mc_file_read(MC_SOURCE_DIR "/data/places/communes.json", &communes, NULL));
	assert_ok(mc_places_parse(mc_slice_of(&provinces), mc_slice_of(&communes), &places, NULL));
	mc_str_done(&provinces);
	mc_str_done(&communes);
}

static void go_to(const char *label)
{
	for (int i = 0; i < 80; i++) {
		if (strstr(screen_row(&t.canvas, t.canvas.cursor_row), label)) {
			return;
		}
		press(MC_KEY_DOWN);
	}
	fail_msg("nothing on the form has: %s", label);
}

static void open_in(const char *language)
{
	setenv("MOTCUA_LOCALEDIR", MC_BUILD_DIR "/locale", 1);
	setenv("LANGUAGE", language, 1);
	mc_i18n_init(language);
	use(load(MC_SOURCE_DIR "/data/procedures", "2.002621.json"));
	t.desk->form->places = &places;
	start();
	press(MC_KEY_CTRL('N'));
	press(13);
	assert_string_equal(top(), "form");
	go_to(strcmp(language, "vi") == 0 ? "Nơi cư trú*" : "Residence*");
}

static int begin(void **state)
{
	setup(state);
	read_places();
	return 0;
}

static int end(void **state)
{
	teardown(state);
	mc_places_done(&places);
	setenv("LANGUAGE", "en", 1);
	mc_i18n_init("en");
	return 0;
}

static const struct mc_value *residence(void)
{
	return &t.desk->form->values[mc_procedure_field(t.desk->procedure, "requester.address")];
}

static void assert_codes(const char *province, const char *ward)
{
	assert_string_equal(residence()->province_code, province);
	assert_string_equal(residence()->ward_code, ward);
}

static void province_and_commune_in_vietnamese(void **state)
{
	(void)state;
	open_in("vi");
	press(MC_KEY_F(4));
	assert_string_equal(top(), "pick");
	screen_is_golden(&t.canvas, "vi_place_province");
	type("dak lak");
	press(13);
	screen_is_golden(&t.canvas, "vi_place_commune");
	assert_int_equal(t.canvas.cut, 0);
	type("hoa phu");
	press(13);
	assert_string_equal(residence()->text, "xã Hòa Phú, tỉnh Đắk Lắk");
	assert_codes("66", "24175");
	screen_is_golden(&t.canvas, "vi_place_chosen");
	type("Soos 112, thoon Caay Xoaif\r");
	assert_string_equal(residence()->text,
			    "Số 112, thôn Cây Xoài, xã Hòa Phú, tỉnh Đắk Lắk");
	assert_codes("66", "24175");
}

static void province_and_commune_in_english(void **state)
{
	(void)state;
	open_in("en");
	press(MC_KEY_F(4));
	screen_is_golden(&t.canvas, "place_province");
	type("khanh");
	press(13);
	screen_is_golden(&t.canvas, "place_commune");
	assert_int_equal(t.canvas.cut, 0);
	press(27);
	press(27);
	assert_string_equal(residence()->text, "");
}

/* What was typed before F4 stands in front of what is chosen, and stays at another choice. */
static void the_house_stays(void **state)
{
	(void)state;
	open_in("en");
	type("So 5, thon Mau");
	press(MC_KEY_F(4));
	type("dak lak\rhoa phu\r");
	assert_string_equal(residence()->text, "So 5, thon Mau, xã Hòa Phú, tỉnh Đắk Lắk");
	press(MC_KEY_F(4));
	press(13); /* the list stands on the province that is there: and on the commune */
	assert_non_null(strstr(screen_row(&t.canvas, t.canvas.cursor_row), "> xã Hòa Phú"));
	type("tuy hoa\r");
	assert_string_equal(residence()->text, "So 5, thon Mau, phường Tuy Hòa, tỉnh Đắk Lắk");
	assert_codes("66", "22015");
}

/* Nothing is typed in front: the waiting comma leaves nothing behind. */
static void without_a_house(void **state)
{
	(void)state;
	open_in("en");
	press(MC_KEY_F(4));
	type("dak lak\rhoa phu\r");
	press(13);
	assert_string_equal(residence()->text, "xã Hòa Phú, tỉnh Đắk Lắk");
}

static void a_commune_that_is_not_in_the_list(void **state)
{
	(void)state;
	open_in("en");
	places.complete = false;
	press(MC_KEY_F(4));
	type("dak lak\r");
	press(MC_KEY_END);
	press(13); /* "It is not in this list: type it" */
	assert_string_equal(residence()->text, "tỉnh Đắk Lắk");
	type("Buon Mau, xa Moi\r");
	assert_string_equal(residence()->text, "Buon Mau, xa Moi, tỉnh Đắk Lắk");
	assert_codes("66", "");
	press(MC_KEY_UP);
	assert_true(screen_has(&t.canvas, "the commune is not in the table"));
	places.communes.len = 0;
	press(MC_KEY_F(4));
	type("bac ninh\r"); /* of which no commune is known */
	assert_string_equal(top(), "form");
	assert_string_equal(residence()->text, "Buon Mau, xa Moi, thành phố Bắc Ninh");
}

/* All are there: the list has no row for what it lacks; what is typed stays all the same. */
static void the_list_is_whole(void **state)
{
	(void)state;
	open_in("en");
	press(MC_KEY_F(4));
	type("dak lak\r");
	press(MC_KEY_END);
	assert_true(screen_has(&t.canvas, "102/102"));
	assert_false(screen_has(&t.canvas, "type it"));
	press(27);
	type("Buon Mau, xa Moi, tinh Dak Lak\r");
	assert_string_equal(residence()->text, "Buon Mau, xa Moi, tinh Dak Lak");
}

/* One name in two provinces: the province that was opened tells which. */
static void one_name_in_two_provinces(void **state)
{
	(void)state;
	open_in("en");
	press(MC_KEY_F(4));
	type("ha noi\rhoa phu\r");
	assert_string_equal(residence()->text, "xã Hòa Phú, thành phố Hà Nội");
	assert_codes("01", "10096");
	press(MC_KEY_F(4));
	type("dak lak\rhoa phu\r");
	assert_string_equal(residence()->text, "xã Hòa Phú, tỉnh Đắk Lắk");
	assert_codes("66", "24175");
}

static void an_old_address_stays_as_it_is(void **state)
{
	const char *old = "Số 5, xã Hòa Phú, thành phố Buôn Ma Thuột, tỉnh Đắk Lắk";

	(void)state;
	open_in("vi");
	paste(old);
	press(13);
	assert_string_equal(residence()->text, old);
	assert_codes("", "");
	assert_true(residence()->old_units);
	press(MC_KEY_UP);
	screen_is_golden(&t.canvas, "vi_place_old");
	assert_int_equal(t.canvas.cut, 0);
}

/* F4 on it begins where the table says that it is now; Esc leaves it as it was given. */
static void an_old_province_opens_its_communes(void **state)
{
	const char *old = "Số 5, phường 9, thành phố Tuy Hòa, tỉnh Phú Yên";

	(void)state;
	open_in("vi");
	paste(old);
	press(13);
	press(MC_KEY_UP);
	press(MC_KEY_F(4));
	screen_is_golden(&t.canvas, "vi_place_now");
	assert_int_equal(t.canvas.cut, 0);
	press(27);
	assert_string_equal(residence()->text, old);
	assert_true(residence()->old_units);
	press(MC_KEY_F(4));
	press(13);
	assert_true(screen_has(&t.canvas, "tỉnh Đắk Lắk"));
	type("tuy hoa\r"); /* a person says which: the table does not */
	assert_string_equal(residence()->text, "Số 5, phường Tuy Hòa, tỉnh Đắk Lắk");
	assert_codes("66", "22015");
	assert_false(residence()->old_units);
}

/* Four levels of before: its commune's name may be one of today, and the list stands there. */
static void the_list_stands_on_the_name_of_before(void **state)
{
	const char *old = "Số 5, thôn Mẫu, xã Hoà Phú, thành phố Buôn Ma Thuột, tỉnh Đắk Lắk";

	(void)state;
	open_in("vi");
	paste(old);
	press(13);
	press(MC_KEY_UP);
	press(MC_KEY_F(4));
	press(13);
	assert_true(screen_has(&t.canvas, "> xã Hòa Phú"));
	press(27);
	assert_string_equal(residence()->text, old); /* nothing is chosen for anybody */
	assert_true(residence()->old_units);
	press(MC_KEY_F(4));
	press(13);
	press(13);
	assert_string_equal(residence()->text, "Số 5, thôn Mẫu, xã Hòa Phú, tỉnh Đắk Lắk");
	assert_codes("66", "24175");
}

static void an_old_commune_whose_successor_is_known(void **state)
{
	(void)state;
	open_in("en");
	paste("Thôn Mẫu, xã Bố Hạ, tỉnh Bắc Ninh");
	press(13);
	assert_true(residence()->old_units);
	assert_codes("", "");
	press(MC_KEY_UP);
	press(MC_KEY_F(4));
	assert_non_null(strstr(screen_row(&t.canvas, t.canvas.cursor_row),
			       "> phường Bố Hạ, thành phố Bắc Ninh"));
	press(13);
	assert_string_equal(residence()->text, "Thôn Mẫu, phường Bố Hạ, thành phố Bắc Ninh");
	assert_codes("24", "07294");
	assert_false(residence()->old_units);
}

/* A district under a province of today whose name the table never had before: no guess. */
static void of_what_the_table_does_not_know_nothing_is_offered(void **state)
{
	(void)state;
	open_in("en");
	paste("Thôn Mẫu, xã Mẫu, huyện Mẫu, thành phố Đồng Nai");
	press(13);
	assert_true(residence()->old_units);
	press(MC_KEY_UP);
	press(MC_KEY_F(4));
	assert_string_equal(top(), "pick");
	assert_false(screen_has(&t.canvas, "is now in"));
}

static void an_address_of_200_letters(void **state)
{
	char text[701] = "", *at = text;

	(void)state;
	for (int i = 0; i < 170; i++) {
		at += sprintf(at, "%s", i % 7 == 6 ? " " : "ố");
	}
	sprintf(at, ", %s", "xã Hòa Phú, tỉnh Đắk Lắk");
	open_in("en");
	paste(text);
	press(13);
	assert_string_equal(residence()->text, text);
	assert_codes("66", "24175");
	press(MC_KEY_UP);
	assert_true(screen_has(&t.canvas, "tỉnh Đắk Lắk")); /* the end is where the cursor is */
	press(MC_KEY_HOME);
	assert_true(screen_has(&t.canvas, "ốốố"));
}

static void without_the_table_it_is_typed(void **state)
{
	(void)state;
	open_in("en");
	t.desk->form->places = NULL;
	press(MC_KEY_F(4));
	assert_true(screen_has(&t.canvas, "[PLACE-01]"));
	assert_string_equal(top(), "form");
	type("Buon Mau\r");
	assert_string_equal(residence()->text, "Buon Mau");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(province_and_commune_in_vietnamese),
		CASE(province_and_commune_in_english),
		CASE(the_house_stays),
		CASE(without_a_house),
		CASE(a_commune_that_is_not_in_the_list),
		CASE(an_old_address_stays_as_it_is),
		CASE(the_list_is_whole),
		CASE(one_name_in_two_provinces),
		CASE(an_old_province_opens_its_communes),
		CASE(the_list_stands_on_the_name_of_before),
		CASE(an_old_commune_whose_successor_is_known),
		CASE(of_what_the_table_does_not_know_nothing_is_offered),
		CASE(an_address_of_200_letters),
		CASE(without_the_table_it_is_typed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
