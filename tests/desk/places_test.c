/* SPDX-License-Identifier: MPL-2.0 */
/* places_test.c - the units are read once; a damaged table says so, and can be mended. */
#include "support/province.h"

#include "motcua/domain/place.h"

static struct province p;

static int setup(void **state)
{
	(void)state;
	province_begin(&p);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	setenv("MOTCUA_DATADIR", MC_SOURCE_DIR "/data", 1);
	province_end(&p);
	return 0;
}

static void test_read_once(void **state)
{
	const struct mc_places *first, *second;
	const struct mc_date today = {2026, 11, 28};

	(void)state;
	province_open(&p);
	assert_ok(mc_desk_places(p.desk, &first, NULL));
	assert_ok(mc_desk_places(p.desk, &second, NULL));
	assert_ptr_equal(first, second);
	assert_string_equal(mc_place_province(first, "66", &today)->name, "Đắk Lắk");
}

static void test_damaged_then_mended(void **state)
{
	const struct mc_places *places = NULL;
	const struct mc_date today = {2026, 11, 28};
	char *dir = mc_path_join(p.top, "places"), *path = mc_path_join(dir, "provinces.json");
	char *communes = mc_path_join(dir, "communes.json");
	struct mc_err why = {0};

	(void)state;
	assert_ok(mc_dir_make(dir, 0700, NULL));
	province_write(path, "{\"v\":1,\"provinces\":[{\"code\":\"6\"}]}");
	setenv("MOTCUA_DATADIR", p.top, 1);
	province_open(&p);
	assert_code(mc_desk_places(p.desk, &places, &why), MC_E_PLACE_FILE); /* one is missing */
	province_write(communes, "{\"v\":1,\"communes\":[]}");
	assert_code(mc_desk_places(p.desk, &places, &why), MC_E_PLACE_FILE);
	assert_true(why.detail[0] != '\0');
	assert_null(places);
	province_write(path, "{\"v\":1,\"provinces\":[{\"code\":\"66\",\"kind\":\"province\","
			     "\"name\":\"Đắk Lắk\",\"from\":\"2025-07-01\"}]}");
	assert_ok(mc_desk_places(p.desk, &places, NULL));
	assert_non_null(mc_place_province(places, "66", &today));
	free(communes);
	free(path);
	free(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_read_once, setup, teardown),
		cmocka_unit_test_setup_teardown(test_damaged_then_mended, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
