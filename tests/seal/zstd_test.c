/* SPDX-License-Identifier: MPL-2.0 */
/*
 * libzstd is loaded when it is needed. Where it is not, and where another file has its name, what
 * is packed goes out as it is, and what came packed is not called damaged.
 */
#include <dlfcn.h>
#include <string.h>

#include "motcua/seal/pack.h"
#include "seal/zstd.h"
#include "support/check.h"

#define TEXT "trừ ngày nghỉ, trừ ngày nghỉ, trừ ngày nghỉ, trừ ngày nghỉ, trừ ngày nghỉ"

static const char *found; /* in the place of libzstd; NULL: nothing is */
static int asked;

void *dlopen(const char *file, int mode)
{
	void *(*call)(const char *, int);
	void *symbol = dlsym(RTLD_NEXT, "dlopen");

	assert_non_null(symbol);
	memcpy(&call, &symbol, sizeof(call));
	if (strcmp(file, "libzstd.so.1") != 0) {
		return call(file, mode);
	}
	asked++;
	return found ? call(found, mode) : NULL;
}

static void lacking(void)
{
	const struct mc_slice frame = {"\x28\xb5\x2f\xfd\x20\x01\x09\x00\x00x", 10};
	struct mc_str text;

	mc_str_init(&text, 4096);
	assert_null(zstd_loaded());
	assert_int_equal(mc_pack(mc_slice_text(TEXT), &text, NULL), MC_OK);
	assert_string_equal(text.data, TEXT);
	mc_str_reset(&text);
	assert_false(mc_zstd(mc_slice_text(TEXT), &text));
	assert_int_equal(mc_unpack(frame, &text, NULL), MC_E_INTERNAL);
	assert_int_equal(mc_unzstd(frame, &text, NULL), MC_E_INTERNAL);
	mc_str_done(&text);
}

static void loaded_when_it_is_needed(void **state)
{
	struct mc_str packed, text;

	(void)state;
	assert_int_equal(asked, 0);
	found = NULL;
	lacking();
	found = "libm.so.6"; /* whatever was put there instead */
	lacking();
	found = "libzstd.so.1";
	mc_str_init(&packed, 4096);
	mc_str_init(&text, 4096);
	assert_int_equal(mc_pack(mc_slice_text(TEXT), &packed, NULL), MC_OK);
	assert_true(packed.len < strlen(TEXT));
	assert_int_equal(mc_unpack(mc_slice_of(&packed), &text, NULL), MC_OK);
	assert_string_equal(text.data, TEXT);
	asked = 0;
	assert_non_null(zstd_loaded());
	assert_int_equal(asked, 0); /* kept for good */
	mc_str_done(&packed);
	mc_str_done(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(loaded_when_it_is_needed)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
