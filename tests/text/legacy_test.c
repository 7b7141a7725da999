/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Encodings of before Unicode: every letter there and back against the C library's own
 * converters (VNI: against the table in the rules), and which one a text is in.
 */
#include "support/check.h"

#include <iconv.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/text/legacy.h"
#include "motcua/text/text.h"
#include "motcua/text/utf8.h"

static struct mc_str out;

static int begin(void **state)
{
	(void)state;
	mc_str_init(&out, 1 << 20);
	return 0;
}

static int end(void **state)
{
	(void)state;
	mc_str_done(&out);
	return 0;
}

static size_t decode(enum mc_encoding encoding, const char *bytes)
{
	mc_str_reset(&out);
	return mc_legacy_decode(encoding, bytes, strlen(bytes), &out);
}

/* Bytes of one letter in this encoding by the C library; 0 when it has none for it. */
static size_t by_libc(const char *encoding, const char *letter, size_t len, char *to, size_t room)
{
	iconv_t cd = iconv_open(encoding, "UTF-8");
	char copy[8], *in = copy, *at = to;
	size_t left = room;
	bool good;

	assert_true(cd != (iconv_t)-1);
	memcpy(copy, letter, len);
	good = iconv(cd, &in, &len, &at, &left) == 0 && iconv(cd, NULL, NULL, &at, &left) == 0;
	iconv_close(cd);
	return good ? room - left : 0;
}

/* Every letter that the C library can write in it is read as that letter. Returns how many. */
static int against_libc(enum mc_encoding encoding, const char *name)
{
	const char *letters = mc_text_letters();
	int count = 0;

	while (*letters) {
		uint32_t c;
		size_t len = mc_utf8_decode(letters, strlen(letters), &c), used;
		char bytes[8];

		used = by_libc(name, letters, len, bytes, sizeof(bytes));
		if (used) {
			mc_str_reset(&out);
			assert_int_equal(mc_legacy_decode(encoding, bytes, used, &out), 0);
			if (out.len != len || memcmp(out.data, letters, len) != 0) {
				fail_msg("%s: %.*s became %s", name, (int)len, letters, out.data);
			}
			count++;
		}
		letters += len;
	}
	return count;
}

static void test_pages_against_the_c_library(void **state)
{
	(void)state;
	assert_int_equal(against_libc(MC_ENCODING_TCVN3, "TCVN5712-1"), 134);
	assert_int_equal(against_libc(MC_ENCODING_VISCII, "VISCII"), 134);
	assert_int_equal(against_libc(MC_ENCODING_CP1258, "CP1258"), 134);
}

/* Written by hand from docs/TYPING.md 5 and the fonts' own tables: vowels in the order
 * ngang sắc huyền hỏi ngã nặng; "" = the same letter as before. */
static const struct {
	const char *text, *vni;
} vni_rows[] = {
	{"á à ả ã ạ", "a\xF9 a\xF8 a\xFB a\xF5 a\xEF"},
	{"ă ắ ằ ẳ ẵ ặ", "a\xEA a\xE9 a\xE8 a\xFA a\xFC a\xEB"},
	{"â ấ ầ ẩ ẫ ậ", "a\xE2 a\xE1 a\xE0 a\xE5 a\xE3 a\xE4"},
	{"é è ẻ ẽ ẹ", "e\xF9 e\xF8 e\xFB e\xF5 e\xEF"},
	{"ê ế ề ể ễ ệ", "e\xE2 e\xE1 e\xE0 e\xE5 e\xE3 e\xE4"},
	{"í ì ỉ ĩ ị", "\xED \xEC \xE6 \xF3 \xF2"},
	{"ó ò ỏ õ ọ", "o\xF9 o\xF8 o\xFB o\xF5 o\xEF"},
	{"ô ố ồ ổ ỗ ộ", "o\xE2 o\xE1 o\xE0 o\xE5 o\xE3 o\xE4"},
	{"ơ ớ ờ ở ỡ ợ", "\xF4 \xF4\xF9 \xF4\xF8 \xF4\xFB \xF4\xF5 \xF4\xEF"},
	{"ú ù ủ ũ ụ", "u\xF9 u\xF8 u\xFB u\xF5 u\xEF"},
	{"ư ứ ừ ử ữ ự", "\xF6 \xF6\xF9 \xF6\xF8 \xF6\xFB \xF6\xF5 \xF6\xEF"},
	{"ý ỳ ỷ ỹ ỵ đ", "y\xF9 y\xF8 y\xFB y\xF5 \xEE \xF1"},
	{"Á À Ả Ã Ạ", "A\xD9 A\xD8 A\xDB A\xD5 A\xCF"},
	{"Ă Ắ Ằ Ẳ Ẵ Ặ", "A\xCA A\xC9 A\xC8 A\xDA A\xDC A\xCB"},
	{"Â Ấ Ầ Ẩ Ẫ Ậ", "A\xC2 A\xC1 A\xC0 A\xC5 A\xC3 A\xC4"},
	{"É È Ẻ Ẽ Ẹ", "E\xD9 E\xD8 E\xDB E\xD5 E\xCF"},
	{"Ê Ế Ề Ể Ễ Ệ", "E\xC2 E\xC1 E\xC0 E\xC5 E\xC3 E\xC4"},
	{"Í Ì Ỉ Ĩ Ị", "\xCD \xCC \xC6 \xD3 \xD2"},
	{"Ó Ò Ỏ Õ Ọ", "O\xD9 O\xD8 O\xDB O\xD5 O\xCF"},
	{"Ô Ố Ồ Ổ Ỗ Ộ", "O\xC2 O\xC1 O\xC0 O\xC5 O\xC3 O\xC4"},
	{"Ơ Ớ Ờ Ở Ỡ Ợ", "\xD4 \xD4\xD9 \xD4\xD8 \xD4\xDB \xD4\xD5 \xD4\xCF"},
	{"Ú Ù Ủ Ũ Ụ", "U\xD9 U\xD8 U\xDB U\xD5 U\xCF"},
	{"Ư Ứ Ừ Ử Ữ Ự", "\xD6 \xD6\xD9 \xD6\xD8 \xD6\xDB \xD6\xD5 \xD6\xCF"},
	{"Ý Ỳ Ỷ Ỹ Ỵ Đ", "Y\xD9 Y\xD8 Y\xDB Y\xD5 \xCE \xD1"},
	{ "Nguyễn Thị Đào, thôn Đường Mười", "Nguye\xE3n Th\xF2 \xD1\x61\xF8o, tho\xE2n "
					     "\xD1\xF6\xF4\xF8ng M\xF6\xF4\xF8i" },
};

static void test_vni(void **state)
{
	int letters = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(vni_rows) / sizeof(*vni_rows); i++) {
		assert_int_equal(decode(MC_ENCODING_VNI, vni_rows[i].vni), 0);
		assert_string_equal(out.data, vni_rows[i].text);
	}
	for (size_t i = 0; i + 1 < sizeof(vni_rows) / sizeof(*vni_rows); i++) {
		for (const char *c = vni_rows[i].text; *c; c++) {
			letters += (*c & 0xC0) == 0xC0;
		}
	}
	assert_int_equal(letters, 134); /* none was left out */
}

static void test_fonts_of_capitals(void **state)
{
	(void)state;
	decode(MC_ENCODING_TCVN3, "Nguy\xD4n V\xA8n \xA7\xB9t");
	assert_string_equal(out.data, "Nguyễn Văn Đạt");
	decode(MC_ENCODING_TCVN3_CAPITALS, "nguy\xD4n v\xA8n \xAE\xB9t");
	assert_string_equal(out.data, "NGUYỄN VĂN ĐẠT");
}

static void test_what_means_nothing(void **state)
{
	(void)state;
	assert_int_equal(decode(MC_ENCODING_VNI, "a\x80\xFF"), 2);
	assert_string_equal(out.data, "a\xEF\xBF\xBD\xEF\xBF\xBD");
	assert_int_equal(decode(MC_ENCODING_UTF8, "Ho\xCC\x80" "a\xFF"), 1);
	assert_string_equal(out.data, "Hòa\xEF\xBF\xBD"); /* and composed */
	assert_int_equal(decode(MC_ENCODING_CP1258, "\xEA\xEC\x81"), 1);
	assert_string_equal(out.data, "ế\xEF\xBF\xBD");
	assert_int_equal(decode(MC_ENCODING_VNI, "\r\n\t"), 0);
	assert_string_equal(out.data, "\r\n\t");
}

/* No bytes at all make anything but UTF-8. */
static void test_any_bytes(void **state)
{
	unsigned char bytes[64];

	(void)state;
	srand(7);
	for (int round = 0; round < 20000; round++) {
		size_t len = (size_t)(rand() % 64), at = 0;
		enum mc_encoding encoding = (enum mc_encoding)(round % MC_ENCODING_COUNT);

		for (size_t i = 0; i < len; i++) {
			bytes[i] = (unsigned char)(rand() % 255 + 1);
		}
		mc_str_reset(&out);
		mc_legacy_decode(encoding, bytes, len, &out);
		while (at < out.len) {
			uint32_t c;
			size_t used = mc_utf8_decode(out.data + at, out.len - at, &c);

			assert_true(used > 0);
			at += used;
		}
		(void)mc_legacy_score(out.data);
	}
}

/* ---- telling them apart */

#define LIST "Nguyễn Thị Hòa, thôn Đường Mười, xã Phú Đông\nTrần Văn Quý, ấp Giữa, Đắk Lắk\n"

/* LIST in this encoding by the C library. */
static void write_list(const char *encoding, char *to, size_t room)
{
	iconv_t cd = iconv_open(encoding, "UTF-8");
	char copy[] = LIST, *in = copy, *at = to;
	size_t len = strlen(copy), left = room - 1;

	assert_int_equal(iconv(cd, &in, &len, &at, &left), 0);
	assert_int_equal(iconv(cd, NULL, NULL, &at, &left), 0);
	*at = '\0';
	iconv_close(cd);
}

static void expect_best(const char *bytes, enum mc_encoding want)
{
	int best = -1;
	enum mc_encoding found = MC_ENCODING_COUNT;

	for (int e = 0; e < MC_ENCODING_COUNT; e++) {
		int score;

		if (decode((enum mc_encoding)e, bytes)) {
			continue;
		}
		score = mc_legacy_score(out.data);
		if (score > best) {
			best = score;
			found = (enum mc_encoding)e;
		}
	}
	assert_string_equal(mc_encoding_word(found), mc_encoding_word(want));
	assert_int_equal(best, 100);
}

static void test_the_right_one_reads_best(void **state)
{
	char bytes[512];

	(void)state;
	expect_best(LIST, MC_ENCODING_UTF8);
	write_list("TCVN5712-1", bytes, sizeof(bytes));
	expect_best(bytes, MC_ENCODING_TCVN3);
	write_list("VISCII", bytes, sizeof(bytes));
	expect_best(bytes, MC_ENCODING_VISCII);
	write_list("CP1258", bytes, sizeof(bytes));
	expect_best(bytes, MC_ENCODING_CP1258);
	expect_best(vni_rows[sizeof(vni_rows) / sizeof(*vni_rows) - 1].vni, MC_ENCODING_VNI);
}

static void test_scores(void **state)
{
	(void)state;
	assert_int_equal(mc_legacy_score("plain ASCII"), 100);
	assert_int_equal(mc_legacy_score("Hòa đượcx"), 50);
	assert_int_equal(mc_legacy_score("hÒa"), 0);
	assert_int_equal(mc_legacy_score("HÒA ĐẮK"), 100);
	assert_int_equal(mc_legacy_score("Nguye·n"), 0);
}

static void test_words(void **state)
{
	(void)state;
	for (int e = 0; e < MC_ENCODING_COUNT; e++) {
		assert_int_equal(mc_encoding_parse(mc_encoding_word((enum mc_encoding)e)), e);
	}
	assert_int_equal(mc_encoding_parse("utf-16"), MC_ENCODING_COUNT);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, begin, end)
	const struct CMUnitTest tests[] = {
		T(test_pages_against_the_c_library),
		T(test_vni),
		T(test_fonts_of_capitals),
		T(test_what_means_nothing),
		T(test_any_bytes),
		T(test_the_right_one_reads_best),
		T(test_scores),
		T(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
