/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A library without memory says nothing about a dossier. The libraries' functions are
 * stood in for here; the gateway, a child of this process, inherits the switches.
 */
#include <dlfcn.h>

#include <json-c/json_tokener.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "gateway/harness.h"

static enum { ALL_GOOD, NO_TOKENER, NO_TREE, NO_ZSTD } lack;

static void *real(const char *name)
{
	void *symbol = dlsym(RTLD_NEXT, name);

	assert_non_null(symbol);
	return symbol;
}

struct json_tokener *json_tokener_new_ex(int depth)
{
	struct json_tokener *(*call)(int);
	void *symbol = real("json_tokener_new_ex");

	memcpy(&call, &symbol, sizeof(call));
	return lack == NO_TOKENER ? NULL : call(depth);
}

struct json_object *json_tokener_parse_ex(struct json_tokener *tokener, const char *text, int len)
{
	struct json_object *(*call)(struct json_tokener *, const char *, int);
	void *symbol = real("json_tokener_parse_ex");

	memcpy(&call, &symbol, sizeof(call));
	return lack == NO_TREE ? NULL : call(tokener, text, len);
}

size_t ZSTD_decompress_usingDict(ZSTD_DCtx *ctx, void *to, size_t size, const void *from,
				 size_t len, const void *words, size_t words_len)
{
	size_t (*call)(ZSTD_DCtx *, void *, size_t, const void *, size_t, const void *, size_t);
	void *symbol = real("ZSTD_decompress_usingDict");

	memcpy(&call, &symbol, sizeof(call));
	return lack == NO_ZSTD ? (size_t)-ZSTD_error_memory_allocation :
				 call(ctx, to, size, from, len, words, words_len);
}

/* Looked for among all of this program's, so that the one above stands in. */
void *dlopen(const char *file, int mode)
{
	void *(*call)(const char *, int);
	void *symbol = real("dlopen");

	memcpy(&call, &symbol, sizeof(call));
	if (!file || strcmp(file, "libzstd.so.1") != 0) {
		return call(file, mode);
	}
	assert_non_null(call(file, RTLD_NOW | RTLD_GLOBAL));
	return call(NULL, mode);
}

static void json_without_memory_is_not_bad_json(void **state)
{
	static const struct {
		int lack;
		const char *text;
		enum mc_code code;
	} cases[] = {
		{NO_TOKENER, "{\"v\":1}", MC_E_INTERNAL}, {NO_TREE, " {\"v\":1}", MC_E_INTERNAL},
		{ALL_GOOD, "null", MC_E_JSON_SYNTAX},	  {ALL_GOOD, "", MC_E_JSON_SYNTAX},
		{ALL_GOOD, "{\"v\":", MC_E_JSON_SYNTAX},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(cases); i++) {
		struct mc_json *root = NULL;
		enum mc_code code;

		lack = cases[i].lack;
		code = mc_json_parse(mc_slice_text(cases[i].text), &root, NULL);
		lack = ALL_GOOD;
		assert_int_equal(code, cases[i].code);
	}
}

static void a_dossier_waits_for_memory(void **state)
{
	struct gateway *g = *state;
	struct dossier d = new_dossier(g, 1);
	struct test_reply r;

	for (int full = 0; full < 2; full++) {
		assert_int_equal(stop(g, SIGTERM), 0);
		lack = full ? ALL_GOOD : NO_ZSTD;
		start(g);
		r = put(g, &d);
		if (full) {
			assert_int_equal(r.status, 201);
		} else {
			assert_problem(&r, 503, "busy");
		}
		test_reply_done(&r);
	}
	dossier_done(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_without_memory_is_not_bad_json),
		cmocka_unit_test_setup_teardown(a_dossier_waits_for_memory, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
