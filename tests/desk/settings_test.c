/* SPDX-License-Identifier: MPL-2.0 */
#include "support/province.h"

#include <unistd.h>

/* The installed file's folder is fixed when it is compiled; here it is one below the test's. */
#undef MC_SYSCONFDIR
#define MC_SYSCONFDIR "etc"
#include "../../src/desk/settings.c"

static struct province p;
static struct mc_desk desk;

static int setup(void **state)
{
	(void)state;
	province_begin(&p);
	assert_int_equal(chdir(p.top), 0);
	assert_ok(mc_dir_make("etc", 0700, NULL));
	assert_ok(mc_dir_make(".config/motcua", 0700, NULL));
	memset(&desk, 0, sizeof(desk));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	mc_config_free(desk.config);
	free(desk.config_path);
	province_end(&p);
	return 0;
}

static enum mc_code read_settings(const struct mc_desk_options *options, struct mc_err *why)
{
	mc_config_free(desk.config);
	free(desk.config_path);
	desk.config = NULL;
	desk.config_path = NULL;
	return desk_settings(&desk, options, why);
}

static const char *url_with(const char *flag)
{
	const struct mc_desk_options options = {.gateway = flag};

	assert_ok(read_settings(&options, NULL));
	return desk_setting(&desk, "gateway", "url");
}

static void test_precedence(void **state)
{
	(void)state;
	assert_string_equal(url_with(NULL), "");
	province_write("etc/motcua.conf", "[gateway]\nurl = https://etc\n[office]\nname = Xã\n");
	assert_string_equal(url_with(NULL), "https://etc");
	province_write(".config/motcua/motcua.conf", "[gateway]\nurl = https://user\n");
	assert_string_equal(url_with(NULL), "https://user");
	assert_string_equal(mc_desk_office(&desk), "Xã"); /* key by key */
	setenv("XDG_CONFIG_HOME", "/nowhere", 1);
	assert_string_equal(url_with(NULL), "https://etc");
	setenv("XDG_CONFIG_HOME", "relative", 1); /* to be ignored */
	assert_string_equal(url_with(NULL), "https://user");
	setenv("MOTCUA_GATEWAY", "https://variable", 1);
	assert_string_equal(url_with(NULL), "https://variable");
	setenv("MOTCUA_GATEWAY", "", 1);
	assert_string_equal(url_with(NULL), "https://user");
	setenv("MOTCUA_GATEWAY", "https://variable", 1);
	assert_string_equal(url_with("https://flag"), "https://flag");
}

static void test_named_file(void **state)
{
	struct mc_desk_options options = {.config_file = "own.conf"};
	struct mc_err why;

	(void)state;
	province_write("etc/motcua.conf", "[gateway]\nurl = https://etc\n");
	assert_code(read_settings(&options, &why), MC_E_FILE_READ); /* named: must be there */
	province_write("own.conf", "[input]\nmethod = vni\ntone_style = new\n");
	assert_ok(read_settings(&options, NULL));
	assert_string_equal(desk_setting(&desk, "gateway", "url"), ""); /* in place of the usual */
	assert_int_equal(mc_desk_typing(&desk), MC_TYPING_VNI);
	assert_int_equal(mc_desk_tone_style(&desk), MC_TONE_NEW);
	options.config_file = NULL;
	setenv("MOTCUA_CONFIG", "own.conf", 1);
	assert_ok(read_settings(&options, NULL));
	assert_int_equal(mc_desk_typing(&desk), MC_TYPING_VNI);
	unsetenv("MOTCUA_CONFIG");
}

static void test_bad_lines(void **state)
{
	static const char *const texts[] = {
		"[gateway]\nurl\n",      "[gateway]\nbogus = 1\n",        "[nothing]\n",
		"url = https://x\n",     "[input]\nmethod = qwerty\n",    "[ui]\nlanguage = fr\n",
		"[office]\nname = \xff\n", "[office]\nname = a\nname = b\n",
	};
	struct mc_desk_options options = {.data_dir = NULL};
	struct mc_err why;

	(void)state;
	for (size_t i = 0; i < MC_COUNT(texts); i++) {
		province_write(".config/motcua/motcua.conf", texts[i]);
		assert_code(read_settings(&options, &why), MC_E_CONFIG_LINE);
		assert_non_null(strstr(why.detail, "motcua.conf:"));
	}
}

/* The name in the file belongs to the number in the file. */
static void test_officers_name(void **state)
{
	struct mc_desk_options options = {.officer = NULL};

	(void)state;
	province_write("etc/motcua.conf",
		       "[officer]\nnumber = " OFFICER "\nname = Cán bộ Mẫu\n");
	assert_ok(read_settings(&options, NULL));
	assert_string_equal(desk_setting(&desk, "officer", "name"), "Cán bộ Mẫu");
	options.officer = OFFICER;
	assert_ok(read_settings(&options, NULL));
	assert_string_equal(desk_setting(&desk, "officer", "name"), "Cán bộ Mẫu");
	options.officer = "001090000002";
	assert_ok(read_settings(&options, NULL));
	assert_string_equal(desk_setting(&desk, "officer", "number"), "001090000002");
	assert_string_equal(desk_setting(&desk, "officer", "name"), "");
}

static void test_language(void **state)
{
	struct mc_desk_options options = {.data_dir = NULL};

	(void)state;
	setenv("LANG", "C.UTF-8", 1);
	assert_ok(read_settings(&options, NULL));
	assert_string_equal(mc_desk_language(&desk), "vi");
	setenv("LANGUAGE", "en", 1);
	assert_string_equal(mc_desk_language(&desk), "en");
	setenv("LANGUAGE", "vi:en", 1);
	assert_string_equal(mc_desk_language(&desk), "vi");
	setenv("LANGUAGE", "km", 1); /* there is none */
	assert_string_equal(mc_desk_language(&desk), "vi");
	province_write("etc/motcua.conf", "[ui]\nlanguage = en\n");
	unsetenv("LANGUAGE");
	assert_ok(read_settings(&options, NULL));
	assert_string_equal(mc_desk_language(&desk), "en");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_precedence),    CASE(test_named_file), CASE(test_bad_lines),
		CASE(test_officers_name), CASE(test_language),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
