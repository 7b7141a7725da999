/* SPDX-License-Identifier: MPL-2.0 */
/* json_test.c - what the door lets in, and what it says about the rest. */
#include "support/check.h"

#include <stdlib.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/wire/json.h"

static enum mc_code parse(const char *text, struct mc_json **ret, struct mc_err *why)
{
	return mc_json_parse(mc_slice_text(text), ret, why);
}

static void test_refused_texts(void **state)
{
	static const struct {
		const char *text, *detail;
	} cases[] = {
		{"", "line 1: cut off"},
		{" \n ", "line 1: cut off"},
		{"{", "cut off"},
		{"{\"a\":\"b", "cut off"},
		{"{\n\"a\":1,\n\"b\":tru", "line 3: cut off"},
		{"{\n\"a\":1,\n\"b\":x}", "line 3: "},
		{"{\"a\":1} x", "line 1: "},
		{"{\"a\":1}{}", "line 1: "},
		{"{\"a\":1,}", "line 1: "},
		{"{'a':1}", "line 1: "},
		{"{\"a\":1 /* why */}", "line 1: "},
		{"{\"a\":01}", ""},
		{"{\"a\":+1}", ""},
		{"{\"a\":.5}", ""},
		{"{\"a\":-}", ""},
		{"{\"a\":0x10}", ""},
		{"{\"a\":[1 2]}", ""},
		{"{\"a\":[,1]}", ""},
		{"{\"a\":[1,]}", ""},
		{"{\"a\" 1}", ""},
		{"{a:1}", ""},
		{"{,}", ""},
		{"{\"a\":True}", ""},
		{"{\"a\":NULL}", ""},
		{"{\"a\":'x'}", ""},
		{"{\"a\":\"\\x41\"}", ""},
		{"{\"a\":\"\\'\"}", ""},
		{"{\"a\":1]", ""},
		{"\xef\xbb\xbf{}", ""},
		{"{\"a\":NaN}", ""},
		{"{\"a\":Infinity}", ""},
		{"{\"a\":-Infinity}", ""},
		{"{\"a\":1e999}", "a number out of range"},
		{"{\"a\":\"\\u0000\"}", "a NUL character"},
		{"{\"a\\u0000b\":1}", "a NUL character"},
		{"{\"a\":\"x\ty\"}", "a control character"},
		{"{\n\"a\":\"x\ny\"}", "line 2: a control character"},
		{"{\"a\":\"\\ud800\"}", "half a surrogate"},
		{"{\"a\":\"\\ud800x\"}", "half a surrogate"},
		{"{\"a\":\"\\ud800\\u0041\"}", "half a surrogate"},
		{"{\"a\":\"\\udc00\\ud800\"}", "half a surrogate"},
		{"{\"a\":\"\\u12", ""},
		{"{\"a\":\"\\", "cut off"},
		{"{\"a\":\"\xc3\"}", "not UTF-8"},
		{"{\"a\":\"\xed\xa0\x80\"}", "not UTF-8"},
		{"{\"a\":1,\"a\":1}", "a member stands twice"},
		{"{\"a\":[{\"b\":1,\"c\":{},\"b\":2}]}", "a member stands twice"},
		{"{\"a\":1,\"\\u0061\":2}", "a member stands twice"},
		{"[]", "not an object"},
		{"[1]", "not an object"},
		{"\"a\"", "not an object"},
		{"null", ""},
		{"12 ", ""},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(cases); i++) {
		struct mc_json *root = NULL;
		struct mc_err why = {0};

		if (parse(cases[i].text, &root, &why) != MC_E_JSON_SYNTAX ||
		    !strstr(why.detail, cases[i].detail) || root) {
			fail_msg("%s: %s", cases[i].text, why.detail);
		}
	}
}

static void test_nul_byte(void **state)
{
	struct mc_json *root = NULL;

	(void)state;
	assert_code(mc_json_parse((struct mc_slice){"{}\0", 3}, &root, NULL), MC_E_JSON_SYNTAX);
	assert_code(mc_json_parse((struct mc_slice){"{\"a\":\"\0\"}", 9}, &root, NULL),
		    MC_E_JSON_SYNTAX);
}

/* Every prefix of a good text is a bad one. */
static void test_truncated(void **state)
{
	static const char text[] =
		"{\"a\":[1,{\"b\":\"\\u1ea1\\\"x\"}],\"c\":{\"d\":null,\"e\":-2}}";
	struct mc_json *root = NULL;

	(void)state;
	for (size_t len = 0; len < strlen(text); len++) {
		char *cut = mc_memdup(text, len); /* so that ASan sees a step too far */

		assert_code(mc_json_parse((struct mc_slice){cut, len}, &root, NULL),
			    MC_E_JSON_SYNTAX);
		free(cut);
	}
	assert_ok(parse(text, &root, NULL));
	mc_json_free(root);
}

static enum mc_code parse_nested(int levels)
{
	struct mc_str text;
	struct mc_json *root = NULL;
	enum mc_code code;

	mc_str_init(&text, 1000000);
	mc_str_puts(&text, "{\"a\":");
	for (int i = 1; i < levels; i++) {
		mc_str_putc(&text, '[');
	}
	mc_str_puts(&text, levels > 1 ? "" : "1");
	for (int i = 1; i < levels; i++) {
		mc_str_putc(&text, ']');
	}
	mc_str_putc(&text, '}');
	code = mc_json_parse(mc_slice_of(&text), &root, NULL);
	if (!code) {
		mc_json_free(root);
	}
	mc_str_done(&text);
	return code;
}

static void test_depth(void **state)
{
	(void)state;
	assert_ok(parse_nested(1));
	assert_ok(parse_nested(16));
	assert_code(parse_nested(17), MC_E_JSON_SYNTAX);
	assert_code(parse_nested(200000), MC_E_JSON_SYNTAX);
}

static enum mc_code parse_long(size_t size)
{
	char *text = malloc(size);
	struct mc_json *root = NULL;
	enum mc_code code;

	memset(text, 'x', size);
	memcpy(text, "{\"a\":\"", 6);
	memcpy(text + size - 2, "\"}", 2);
	code = mc_json_parse((struct mc_slice){text, size}, &root, NULL);
	if (!code) {
		mc_json_free(root);
	}
	free(text);
	return code;
}

static void test_length(void **state)
{
	(void)state;
	assert_ok(parse_long(MC_JSON_MAX));
	assert_code(parse_long(MC_JSON_MAX + 1), MC_E_JSON_SYNTAX);
}

static void test_version(void **state)
{
	static const char *const bad[] = {"{\"v\":2}", "{\"v\":\"1\"}", "{\"v\":1.0}",
					  "{\"v\":[]}"};
	static const char *const good[] = {"{\"v\":1}", "{}", "{\"v\":null}", " {\"v\" : 1 }\n"};
	struct mc_json *root = NULL;

	(void)state;
	for (size_t i = 0; i < MC_COUNT(bad); i++) {
		assert_code(parse(bad[i], &root, NULL), MC_E_JSON_VERSION);
	}
	for (size_t i = 0; i < MC_COUNT(good); i++) {
		assert_ok(parse(good[i], &root, NULL));
		mc_json_free(root);
	}
}

static struct mc_json *sample(void)
{
	struct mc_json *root = NULL;

	assert_ok(parse("{\"text\":\" Ho\\u0301a \\ud83d\\ude00 \",\"int\":9007199254740992,"
			"\"huge\":9007199254740993,\"over\":99999999999999999999,\"real\":1.5,"
			"\"yes\":true,\"no\":null,\"at\":\"2026-11-23T07:05:00Z\","
			"\"list\":[1,\"two\",null],\"object\":{\"k\":1}}",
			&root, NULL));
	return root;
}

static void test_text(void **state)
{
	struct mc_json *root = sample();
	char to[16] = "as it was", small[6] = "old";
	char *dup = NULL;
	struct mc_err why;

	(void)state;
	assert_ok(mc_json_text(root, "absent", false, to, sizeof(to), &why));
	assert_ok(mc_json_text(root, "no", false, to, sizeof(to), &why));
	assert_string_equal(to, "as it was");
	assert_code(mc_json_text(root, "no", true, to, sizeof(to), &why), MC_E_JSON_SHAPE);
	assert_string_equal(why.detail, "no: missing");
	assert_code(mc_json_text(root, "int", false, to, sizeof(to), &why), MC_E_JSON_SHAPE);
	assert_string_equal(why.detail, "int: text expected");
	assert_code(mc_json_text(root, "text", false, small, sizeof(small), &why), MC_E_JSON_SHAPE);
	assert_string_equal(why.detail, "text: too long");
	assert_string_equal(small, "old");
	assert_ok(mc_json_text(root, "text", true, to, sizeof(to), &why));
	assert_string_equal(to, "Hóa 😀"); /* composed and trimmed */
	assert_ok(mc_json_text_dup(root, "text", true, &dup, &why));
	assert_string_equal(dup, " Ho\xcc\x81"
				 "a 😀 "); /* exact */
	free(dup);
	assert_ok(mc_json_text_dup(root, "absent", false, &dup, &why));
	assert_null(dup);
	assert_code(mc_json_text_dup(root, "absent", true, &dup, &why), MC_E_JSON_SHAPE);
	mc_json_free(root);
}

static void test_numbers(void **state)
{
	struct mc_json *root = sample();
	int64_t n = 7;
	bool flag = false;
	struct mc_err why;

	(void)state;
	assert_ok(mc_json_int(root, "absent", false, &n, &why));
	assert_int_equal(n, 7);
	assert_code(mc_json_int(root, "huge", false, &n, &why), MC_E_JSON_SHAPE);
	assert_string_equal(why.detail, "huge: number out of range");
	assert_code(mc_json_int(root, "over", false, &n, &why), MC_E_JSON_SHAPE);
	assert_code(mc_json_int(root, "real", false, &n, &why), MC_E_JSON_SHAPE);
	assert_code(mc_json_int(root, "at", false, &n, &why), MC_E_JSON_SHAPE);
	assert_int_equal(n, 7);
	assert_ok(mc_json_int(root, "int", true, &n, &why));
	assert_int_equal(n, INT64_C(9007199254740992));
	assert_ok(mc_json_time(root, "at", true, &n, &why));
	assert_int_equal(n, INT64_C(1795417500000));
	assert_code(mc_json_time(root, "text", true, &n, &why), MC_E_JSON_SHAPE);
	assert_code(mc_json_bool(root, "int", true, &flag, &why), MC_E_JSON_SHAPE);
	assert_ok(mc_json_bool(root, "yes", true, &flag, &why));
	assert_true(flag);
	mc_json_free(root);
}

static void test_nodes(void **state)
{
	struct mc_json *root = sample();
	const struct mc_json *list = mc_json_member(root, "list"), *value;
	const char *key;
	size_t count = 0;

	(void)state;
	assert_int_equal(mc_json_count(list), 3);
	assert_null(mc_json_string(mc_json_item(list, 0)));
	assert_string_equal(mc_json_string(mc_json_item(list, 1)), "two");
	assert_null(mc_json_item(list, 2));
	assert_null(mc_json_item(list, 3));
	assert_int_equal(mc_json_count(root), 0);
	assert_int_equal(mc_json_count(NULL), 0);
	assert_null(mc_json_member(list, "k"));
	assert_null(mc_json_member(NULL, "k"));
	assert_null(mc_json_string(NULL));
	assert_false(mc_json_each(list, 0, &key, &value));
	while (mc_json_each(root, count, &key, &value)) {
		assert_string_equal(
			key, ((const char *const[]){"text", "int", "huge", "over", "real", "yes",
						    "no", "at", "list", "object"})[count]);
		count++;
	}
	assert_int_equal(count, 10);
	mc_json_free(root);
	mc_json_free(NULL);
}

static void test_writer(void **state)
{
	struct mc_json_writer w;
	struct mc_str text;

	(void)state;
	mc_str_init(&text, 1000);
	mc_jw_init(&w, &text);
	mc_jw_object(&w, NULL);
	mc_jw_text(&w, "q\"", "a/b\\\"\n\x01\x1f\x7f ế");
	mc_jw_text(&w, "null", NULL);
	mc_jw_text_if(&w, "out", NULL);
	mc_jw_text_if(&w, "out", "");
	mc_jw_array(&w, "list");
	mc_jw_array(&w, NULL);
	mc_jw_array_end(&w);
	mc_jw_int(&w, NULL, INT64_MIN);
	mc_jw_object(&w, NULL);
	mc_jw_object_end(&w);
	mc_jw_array_end(&w);
	mc_jw_time(&w, "zero", 0);
	mc_jw_time_if(&w, "out", 0);
	mc_jw_time_if(&w, "at", INT64_C(1795417500999));
	mc_jw_raw(&w, "raw", mc_slice_text("{\"x\":1}"));
	mc_jw_bool(&w, "yes", true);
	mc_jw_bool(&w, "no", false);
	mc_jw_null(&w, "nil");
	mc_jw_object_end(&w);
	assert_string_equal(text.data,
			    "{\"q\\\"\":\"a/b\\\\\\\"\\n\\u0001\\u001f\x7f ế\",\"null\":null,"
			    "\"list\":[[],-9223372036854775808,{}],"
			    "\"zero\":\"1970-01-01T00:00:00Z\",\"at\":\"2026-11-23T07:05:00Z\","
			    "\"raw\":{\"x\":1},\"yes\":true,\"no\":false,\"nil\":null}");
	mc_str_done(&text);
}

/* Whatever bytes a text holds, reading gives back what was written. */
static void test_every_byte(void **state)
{
	char key[3] = "k", all[600];
	size_t len = 0;
	struct mc_json_writer w;
	struct mc_json *root = NULL;
	struct mc_str text;
	char *back = NULL;

	(void)state;
	for (int c = 1; c < 0x80; c++) {
		all[len++] = (char)c;
	}
	strcpy(all + len, "\xc2\x80\xe1\xba\xbf\xf0\x9f\x98\x80");
	mc_str_init(&text, 5000);
	mc_jw_init(&w, &text);
	mc_jw_object(&w, NULL);
	mc_jw_text(&w, key, all);
	mc_jw_object_end(&w);
	assert_ok(mc_json_parse(mc_slice_of(&text), &root, NULL));
	assert_ok(mc_json_text_dup(root, key, true, &back, NULL));
	assert_string_equal(back, all);
	free(back);
	mc_json_free(root);
	mc_str_done(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refused_texts), cmocka_unit_test(test_nul_byte),
		cmocka_unit_test(test_truncated),     cmocka_unit_test(test_depth),
		cmocka_unit_test(test_length),	      cmocka_unit_test(test_version),
		cmocka_unit_test(test_text),	      cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_nodes),	      cmocka_unit_test(test_writer),
		cmocka_unit_test(test_every_byte),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
