/* SPDX-License-Identifier: MPL-2.0 */
/* What is UTF-8 and what is not, and where a text may be cut. */
#include "support/check.h"

#include <string.h>

#include "base/bytes.h"
#include "motcua/base/mem.h"

static const char *const good[] = {
	"", "a", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
	"\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf", "Nguy\xe1\xbb\x85n",
};

static const char *const bad[] = {
	"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2z", "\xe0\x9f\xbf", "\xe1\xba",
	"\xe1\xbaz", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80",
	"\xff", "a\xfe", "\xf0\x90\x80",
};

static void utf8_is_told_from_other_bytes(void **state)
{
	(void)state;
	for (size_t i = 0; i < MC_COUNT(good); i++) {
		assert_true(mc_bytes_utf8(good[i], strlen(good[i])));
	}
	for (size_t i = 0; i < MC_COUNT(bad); i++) {
		assert_false(mc_bytes_utf8(bad[i], strlen(bad[i])));
	}
	assert_true(mc_bytes_utf8("a\0b", 3));
}

/* A sequence that runs past the given length is not read past it. */
static void truncated_sequence_is_refused(void **state)
{
	(void)state;
	assert_false(mc_bytes_utf8("\xe1\xba\xbf", 2));
	assert_false(mc_bytes_utf8("\xe1\xba\xbf", 1));
}

static void whole_cuts_before_a_torn_letter(void **state)
{
	static const struct {
		const char *text;
		size_t len, want;
	} rows[] = {
		{"", 0, 0},
		{"abc", 3, 3},
		{"a\xc4\x91", 3, 3},
		{"a\xc4\x91", 2, 1},
		{"\xe1\xba\xbf", 3, 3},
		{"\xe1\xba\xbf", 2, 0},
		{"\xe1\xba\xbf", 1, 0},
		{"x\xf0\x9f\x98\x80", 5, 5},
		{"x\xf0\x9f\x98\x80", 4, 1},
		{"x\xf0\x9f\x98\x80", 2, 1},
		{"\x80\x80\x80\x80", 4, 4}, /* not UTF-8 anyway: left alone */
		{"a\xff", 2, 2},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		assert_int_equal(mc_bytes_whole(rows[i].text, rows[i].len), rows[i].want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(utf8_is_told_from_other_bytes),
		cmocka_unit_test(truncated_sequence_is_refused),
		cmocka_unit_test(whole_cuts_before_a_torn_letter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
