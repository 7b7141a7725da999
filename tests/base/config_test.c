/* SPDX-License-Identifier: MPL-2.0 */
/* Only what the table knows is taken; a bad file changes nothing and tells its line. */
#include "support/check.h"

#include <stdlib.h>
#include <string.h>

#include "motcua/base/config.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"

static const char *const modes[] = {"off", "telex", NULL};
static const struct mc_config_key keys[] = {
	{"gateway", "url", NULL, NULL, "address"},
	{"gateway", "proxy", "none", NULL, "proxy"},
	{"input", "method", "telex", modes, "input method"},
	{NULL, NULL, NULL, NULL, NULL},
};

struct fixture {
	struct mc_config *config;
	char *dir, *path;
	struct mc_err why;
};

static int set_up(void **state)
{
	struct fixture *f = mc_calloc(1, sizeof(*f));

	f->config = mc_config_new(keys);
	f->dir = test_dir();
	f->path = mc_path_join(f->dir, "m.conf");
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	mc_config_free(f->config);
	free(f->path);
	free(f->dir);
	free(f);
	return 0;
}

static enum mc_code load(struct fixture *f, const char *text, size_t len)
{
	struct mc_slice bytes = {text, len};

	assert_ok(mc_file_write(f->path, 0600, bytes, NULL));
	return mc_config_load(f->config, f->path, &f->why);
}

static void assert_value(const struct fixture *f, const char *section, const char *key,
			 const char *want)
{
	const char *got = mc_config_get(f->config, section, key);

	if (want) {
		assert_non_null(got);
		assert_string_equal(got, want);
	} else {
		assert_null(got);
	}
}

static void absent_keys_fall_back(void **state)
{
	struct fixture *f = *state;

	assert_value(f, "gateway", "url", NULL);
	assert_value(f, "gateway", "proxy", "none");
	assert_ok(load(f, "", 0));
	assert_value(f, "input", "method", "telex");
}

static void reads_ini(void **state)
{
	static const char text[] = "\xef\xbb\xbf# note\r\n; note = 1\r\n\r\n [ gateway ] \r\n"
				   "\turl\t=  https://a=b:1 # x \t\r\n[input]\r\nmethod=off\r\n"
				   "[gateway]\nproxy=";
	struct fixture *f = *state;

	assert_ok(load(f, text, sizeof(text) - 1));
	assert_value(f, "gateway", "url", "https://a=b:1 # x");
	assert_value(f, "input", "method", "off");
	assert_value(f, "gateway", "proxy", "");
}

static void later_files_win_key_by_key(void **state)
{
	static const char first[] = "[gateway]\nurl=one\nproxy=p\n";
	static const char second[] = "[gateway]\nurl=two\n";
	struct fixture *f = *state;

	assert_ok(load(f, first, strlen(first)));
	assert_ok(load(f, second, strlen(second)));
	assert_value(f, "gateway", "url", "two");
	assert_value(f, "gateway", "proxy", "p");
}

static void bad_lines_are_told(void **state)
{
	static const struct {
		const char *text, *want;
		size_t len;
	} rows[] = {
		{"[gateway]\nurl=x\nport=1\n", "m.conf:3: unknown key", 0},
		{"[gateway]\nurl=new\nmethod=off", "m.conf:3: unknown key", 0},
		{"[gateway]\nURL=new", "m.conf:2: unknown key", 0},
		{"[gateway]\n=new", "m.conf:2: unknown key", 0},
		{"\n\n[office]\n", "m.conf:3: unknown section", 0},
		{"[]\n", "m.conf:1: unknown section", 0},
		{"[gateway\nurl=new", "m.conf:1: ']' is missing", 0},
		{"[", "m.conf:1: ']' is missing", 0},
		{"[gateway] x\n", "m.conf:1: ']' is missing", 0},
		{"[gateway]\nurl\n", "m.conf:2: '=' is missing", 0},
		{"url=new\n[gateway]\n", "m.conf:1: a [section] must come first", 0},
		{"[gateway]\nurl=new\n[input]\n[gateway]\nurl=b",
		 "m.conf:5: the key stands here a second time", 0},
		{"[gateway]\nurl=new\n[input]\nmethod=vni",
		 "m.conf:4: this value is not allowed", 0},
		{"[input]\nmethod=", "m.conf:2: this value is not allowed", 0},
		{"[gateway]\nurl=a\0b", "m.conf:2: control character", 17},
		{"[gateway]\nurl=a\rb", "m.conf:2: control character", 0},
		{"[gateway]\nurl=a\x1b[2J", "m.conf:2: control character", 0},
		{"[gateway]\nurl=\xe1\xba", "m.conf:2: not UTF-8", 0},
		{"# \xff", "m.conf:1: not UTF-8", 0},
	};
	struct fixture *f = *state;

	assert_ok(mc_config_set(f->config, "gateway", "url", "kept", NULL));
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		size_t len = rows[i].len ? rows[i].len : strlen(rows[i].text);

		assert_code(load(f, rows[i].text, len), MC_E_CONFIG_LINE);
		assert_string_equal(f->why.detail, rows[i].want);
		assert_value(f, "gateway", "url", "kept");
	}
}

/* 4096 bytes without the line's end are allowed, one more is not. */
static void line_length_is_exact(void **state)
{
	struct fixture *f = *state;
	char text[5000] = "[gateway]\nurl=";
	size_t head = strlen(text);

	memset(text + head, 'x', 4092);
	strcpy(text + head + 4092, "\r\nproxy=q\n");
	assert_ok(load(f, text, strlen(text)));
	assert_int_equal(strlen(mc_config_get(f->config, "gateway", "url")), 4092);
	assert_value(f, "gateway", "proxy", "q");
	strcpy(text + head + 4092, "x\n");
	assert_code(load(f, text, strlen(text)), MC_E_CONFIG_LINE);
	assert_string_equal(f->why.detail, "m.conf:2: the line is too long");
}

static void missing_and_huge_files_fail(void **state)
{
	struct fixture *f = *state;
	char *huge = mc_calloc(256 * 1024 + 1, 1);

	memset(huge, '\n', 256 * 1024 + 1);
	assert_code(mc_config_load(f->config, f->path, &f->why), MC_E_FILE_READ);
	assert_ok(load(f, huge, 256 * 1024));
	assert_code(load(f, huge, 256 * 1024 + 1), MC_E_FILE_TOO_LARGE);
	free(huge);
}

static void set_keeps_the_same_rules(void **state)
{
	struct fixture *f = *state;

	assert_ok(mc_config_set(f->config, "input", "method", "off", &f->why));
	assert_value(f, "input", "method", "off");
	assert_code(mc_config_set(f->config, "input", "method", "vni", &f->why), MC_E_CONFIG_LINE);
	assert_string_equal(f->why.detail, "[input] method: this value is not allowed");
	assert_code(mc_config_set(f->config, "input", "x", "y", NULL), MC_E_CONFIG_LINE);
	assert_code(mc_config_set(f->config, "gateway", "url", "a\nb", NULL), MC_E_CONFIG_LINE);
	assert_value(f, "input", "method", "off");
	assert_value(f, "gateway", "url", NULL);
}

static const struct mc_config_change two_changes[] = {
	{"gateway", "url", "https://new"},
	{"input", "method", "off"},
};

static void assert_file(const struct fixture *f, const char *want)
{
	struct mc_str text;

	mc_str_init(&text, 65536);
	assert_ok(mc_file_read(f->path, &text, NULL));
	assert_string_equal(text.data, want);
	mc_str_done(&text);
}

static void saving_keeps_what_a_person_wrote(void **state)
{
	static const struct {
		const char *before, *after;
	} rows[] = {
		{"", "[gateway]\nurl = https://new\n\n[input]\nmethod = off\n"},
		{ "# mine\n[gateway]\n# url = x\n  url=old # x\nproxy = p\n",
		  "# mine\n[gateway]\n# url = x\nurl = https://new\nproxy = p\n\n[input]\nmethod = "
		  "off\n" },
		{ "[ input ]\r\nmethod = telex\r\n\r\n[gateway]\r\nproxy = p",
		  "[ input ]\r\nmethod = off\n\r\n[gateway]\r\nproxy = p\nurl = https://new\n" },
		{ "\xef\xbb\xbf[gateway]\nurl = old\n[input]\n\n; end\n",
		  "\xef\xbb\xbf[gateway]\nurl = https://new\n[input]\n\n; end\nmethod = off\n" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		assert_ok(load(f, rows[i].before, strlen(rows[i].before)));
		assert_ok(mc_config_save(f->config, f->path, two_changes, 2, &f->why));
		assert_file(f, rows[i].after);
		assert_value(f, "gateway", "url", "https://new");
		assert_ok(mc_config_load(f->config, f->path, &f->why)); /* still a good file */
		assert_value(f, "input", "method", "off");
	}
}

static void saving_nothing_takes_the_line_out(void **state)
{
	static const struct mc_config_change none = {"input", "method", ""};
	struct fixture *f = *state;

	assert_ok(load(f, "[input]\nmethod = off\n# x\n", 25));
	assert_ok(mc_config_save(f->config, f->path, &none, 1, &f->why));
	assert_file(f, "[input]\n# x\n");
	assert_value(f, "input", "method", "telex");
}

static void a_change_that_is_refused_changes_nothing(void **state)
{
	static const struct mc_config_change bad[][2] = {
		{{"gateway", "url", "https://new"}, {"input", "method", "guess"}},
		{{"gateway", "url", "https://new"}, {"input", "unknown", "x"}},
		{{"gateway", "url", "https://new\n[input]"}, {"input", "method", "off"}},
		{{"gateway", "url", "\x01"}, {"input", "method", "off"}},
	};
	static const char text[] = "[gateway]\nurl = old\n";
	struct fixture *f = *state;

	for (size_t i = 0; i < MC_COUNT(bad); i++) {
		assert_ok(load(f, text, strlen(text)));
		assert_code(mc_config_save(f->config, f->path, bad[i], 2, &f->why),
			    MC_E_CONFIG_LINE);
		assert_file(f, text);
		assert_value(f, "gateway", "url", "old");
		assert_value(f, "input", "method", "telex");
	}
}

static void a_damaged_file_is_not_written_over(void **state)
{
	struct fixture *f = *state;

	assert_code(load(f, "what is this\n", 13), MC_E_CONFIG_LINE);
	assert_code(mc_config_save(f->config, f->path, two_changes, 2, &f->why), MC_E_CONFIG_LINE);
	assert_string_equal(f->why.detail, "m.conf:1: '=' is missing");
	assert_file(f, "what is this\n");
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(absent_keys_fall_back),      CASE(reads_ini),
		CASE(later_files_win_key_by_key), CASE(bad_lines_are_told),
		CASE(line_length_is_exact),       CASE(missing_and_huge_files_fail),
		CASE(set_keeps_the_same_rules),
		CASE(saving_keeps_what_a_person_wrote),
		CASE(saving_nothing_takes_the_line_out),
		CASE(a_change_that_is_refused_changes_nothing),
		CASE(a_damaged_file_is_not_written_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
