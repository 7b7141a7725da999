/* SPDX-License-Identifier: MPL-2.0 */
/* Vectors of RFC 4648 and of Crockford; what has a second spelling is refused. */
#include "support/check.h"

#include <string.h>

#include "motcua/base/codec.h"
#include "motcua/base/mem.h"

typedef bool codec(struct mc_slice in, struct mc_str *ret);

static void assert_refused(codec *f, struct mc_slice in)
{
	struct mc_str out;

	mc_str_init(&out, 100);
	assert_true(mc_str_puts(&out, "> "));
	assert_false(f(in, &out));
	assert_string_equal(out.data, "> ");
	assert_int_equal(out.len, 2);
	mc_str_done(&out);
}

static void assert_coded(codec *f, struct mc_slice in, struct mc_slice want)
{
	struct mc_str out;

	mc_str_init(&out, 100);
	assert_true(mc_str_puts(&out, "> "));
	assert_true(f(in, &out));
	assert_int_equal(out.len, want.len + 2);
	assert_memory_equal(out.data + 2, want.data, want.len);
	mc_str_done(&out);
}

static void base64_vectors(void **state)
{
	static const struct {
		struct mc_slice bytes;
		const char *padded, *raw, *url;
	} rows[] = {
		{{"", 0}, "", "", ""},
		{{"f", 1}, "Zg==", "Zg", "Zg"},
		{{"fo", 2}, "Zm8=", "Zm8", "Zm8"},
		{{"foo", 3}, "Zm9v", "Zm9v", "Zm9v"},
		{{"foob", 4}, "Zm9vYg==", "Zm9vYg", "Zm9vYg"},
		{{"fooba", 5}, "Zm9vYmE=", "Zm9vYmE", "Zm9vYmE"},
		{{"foobar", 6}, "Zm9vYmFy", "Zm9vYmFy", "Zm9vYmFy"},
		{{"\xfb\xff\xfe", 3}, "+//+", "+//+", "-__-"},
		{{"\0\0\0\0", 4}, "AAAAAA==", "AAAAAA", "AAAAAA"},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		assert_coded(mc_base64_encode, rows[i].bytes, mc_slice_text(rows[i].padded));
		assert_coded(mc_base64raw_encode, rows[i].bytes, mc_slice_text(rows[i].raw));
		assert_coded(mc_base64url_encode, rows[i].bytes, mc_slice_text(rows[i].url));
		assert_coded(mc_base64_decode, mc_slice_text(rows[i].padded), rows[i].bytes);
		assert_coded(mc_base64raw_decode, mc_slice_text(rows[i].raw), rows[i].bytes);
		assert_coded(mc_base64url_decode, mc_slice_text(rows[i].url), rows[i].bytes);
	}
}

static void base64_is_strict(void **state)
{
	static const struct {
		codec *f;
		const char *text;
	} rows[] = {
		{mc_base64_decode, "Zg"},        {mc_base64_decode, "Zg="},
		{mc_base64_decode, "Zg==="},     {mc_base64_decode, "Z==="},
		{mc_base64_decode, "===="},      {mc_base64_decode, "Zh=="},
		{mc_base64_decode, "Zm9="},      {mc_base64_decode, "Zm9v\n"},
		{mc_base64_decode, " Zm9"},      {mc_base64_decode, "Zg==Zg=="},
		{mc_base64_decode, "Zm9v=AAA"},  {mc_base64_decode, "-__-"},
		{mc_base64_decode, "Z\xc3\xa9="}, {mc_base64raw_decode, "Zg=="},
		{mc_base64raw_decode, "Z"},      {mc_base64raw_decode, "Zm9vZ"},
		{mc_base64raw_decode, "Zh"},     {mc_base64raw_decode, "Zm9vZm9"},
		{mc_base64raw_decode, "-__-"},   {mc_base64url_decode, "Zg=="},
		{mc_base64url_decode, "+//+"},   {mc_base64url_decode, "Zm8 "},
		{mc_base64url_decode, "Zm9vZ"},  {mc_base64url_decode, "AAAB="},
		{mc_base64url_decode, "Zm9v!m8"},
	};
	struct mc_slice nul = {"Zm\0v", 4};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		assert_refused(rows[i].f, mc_slice_text(rows[i].text));
	}
	assert_refused(mc_base64_decode, nul);
}

static void limits_are_kept(void **state)
{
	struct mc_str out;

	(void)state;
	mc_str_init(&out, 7);
	assert_false(mc_base64_encode(mc_slice_text("foob"), &out));
	assert_true(out.full);
	mc_str_reset(&out);
	assert_false(mc_base64url_decode(mc_slice_text("Zm9vYmFyZm9vYmFy"), &out));
	assert_int_equal(out.len, 0);
	mc_str_done(&out);
}

static void hex_both_ways(void **state)
{
	unsigned char got[4] = {1, 2, 3, 4};
	char text[9];

	(void)state;
	mc_hex_encode("\x00\x9f\xa0\xff", 4, text);
	assert_string_equal(text, "009fa0ff");
	mc_hex_encode("", 0, text);
	assert_string_equal(text, "");
	assert_true(mc_hex_decode("009fa0ff", got, 4));
	assert_memory_equal(got, "\x00\x9f\xa0\xff", 4);
	assert_true(mc_hex_decode("", got, 0));
}

static void hex_is_strict(void **state)
{
	static const char *const rows[] = {
		"",          "0",        "009fa0f",  "009fa0ff0", "009fa0ff ",
		"009FA0FF",  "009fa0fg", "0x9fa0ff", " 09fa0ff",
	};
	unsigned char got[4] = {1, 2, 3, 4};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		assert_false(mc_hex_decode(rows[i], got, 4));
		assert_memory_equal(got, "\1\2\3\4", 4);
	}
}

static void crockford_digits(void **state)
{
	static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	static const char none[] = "uU*~$= -\x80";

	(void)state;
	for (int i = 0; i < 32; i++) {
		assert_int_equal(mc_crockford_digit(digits[i]), i);
		assert_int_equal(mc_crockford_digit((char)(digits[i] | (i > 9 ? 0x20 : 0))), i);
	}
	assert_int_equal(mc_crockford_digit('o'), 0);
	assert_int_equal(mc_crockford_digit('O'), 0);
	assert_int_equal(mc_crockford_digit('i'), 1);
	assert_int_equal(mc_crockford_digit('L'), 1);
	for (size_t i = 0; i < sizeof(none); i++) { /* the NUL too */
		assert_int_equal(mc_crockford_digit(none[i]), -1);
	}
}

static void crockford_numbers(void **state)
{
	char text[14];

	(void)state;
	mc_crockford_encode(0, 3, text);
	assert_string_equal(text, "000");
	mc_crockford_encode(1234, 3, text);
	assert_string_equal(text, "16J");
	mc_crockford_encode(UINT64_MAX, 13, text);
	assert_string_equal(text, "FZZZZZZZZZZZZ");
}

static void crockford_check_character(void **state)
{
	(void)state;
	assert_int_equal(mc_crockford_check("16J"), 'D'); /* 1234 mod 37 = 13 */
	assert_int_equal(mc_crockford_check("i6j"), 'D');
	assert_int_equal(mc_crockford_check("0"), '0');
	assert_int_equal(mc_crockford_check("10"), '*'); /* 32 */
	assert_int_equal(mc_crockford_check("14"), 'U'); /* 36 */
	assert_int_equal(mc_crockford_check("15"), '0'); /* 37 */
	assert_int_equal(mc_crockford_check("16*"), '\0');
}

/* What the check character is for: one wrong digit, two swapped. */
static void crockford_check_finds_misreadings(void **state)
{
	char text[] = "T4K7Q2", good = mc_crockford_check(text);

	(void)state;
	for (size_t i = 0; i + 1 < strlen(text); i++) {
		char a = text[i], b = text[i + 1];

		text[i] = b;
		text[i + 1] = a;
		assert_int_not_equal(mc_crockford_check(text), good);
		text[i] = a == '9' ? '8' : '9';
		text[i + 1] = b;
		assert_int_not_equal(mc_crockford_check(text), good);
		text[i] = a;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(base64_vectors),
		cmocka_unit_test(base64_is_strict),
		cmocka_unit_test(limits_are_kept),
		cmocka_unit_test(hex_both_ways),
		cmocka_unit_test(hex_is_strict),
		cmocka_unit_test(crockford_digits),
		cmocka_unit_test(crockford_numbers),
		cmocka_unit_test(crockford_check_character),
		cmocka_unit_test(crockford_check_finds_misreadings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
