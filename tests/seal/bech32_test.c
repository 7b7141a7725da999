/* SPDX-License-Identifier: MPL-2.0 */
/* bech32_test.c - BIP 173 for 32 bytes: an outside vector and what is refused. */
#include "support/check.h"

#include <string.h>

#include "motcua/base/mem.h"
#include "seal/bech32.h"

/* From age-keygen; 32 zero bytes, computed with BIP 173's own reference code. */
#define RECIPIENT "age15yu2elaxqtgqjmlpuyqvkcl5mm0xmpa20fvu4n3jhuswg5xyg5hqugvtt3"
#define Q48 "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"
#define ZEROS "age1" Q48 "qqqq5cu47z"

static void there_and_back(void **state)
{
	uint8_t bytes[32], back[32];
	char text[100];

	(void)state;
	for (int i = 0; i < 256; i++) {
		for (int j = 0; j < 32; j++) {
			bytes[j] = (uint8_t)(i * 7 + j * i);
		}
		mc_bech32_encode("AGE-SECRET-KEY-", bytes, text);
		assert_int_equal(strlen(text), strlen("AGE-SECRET-KEY-1") + MC_BECH32_DATA);
		assert_true(mc_bech32_decode("AGE-SECRET-KEY-", text, back));
		assert_memory_equal(back, bytes, 32);
	}
}

static void an_outside_text_keeps_its_spelling(void **state)
{
	uint8_t bytes[32];
	char text[100];

	(void)state;
	assert_true(mc_bech32_decode("age", RECIPIENT, bytes));
	mc_bech32_encode("age", bytes, text);
	assert_string_equal(text, RECIPIENT);
	memset(bytes, 0, sizeof(bytes));
	mc_bech32_encode("age", bytes, text);
	assert_string_equal(text, ZEROS);
}

static void other_texts_are_refused(void **state)
{
	static const char *const bad[] = {
		"",
		"1",
		"age",
		"age1",
		"ag15yu2",
		RECIPIENT "q",
		" " RECIPIENT,
		"age" RECIPIENT,
		"Age15yu2elaxqtgqjmlpuyqvkcl5mm0xmpa20fvu4n3jhuswg5xyg5hqugvtt3",
		"age15yu2elaxqtgqjmlpuyqvkcl5mm0xmpa20fvu4n3jhuswg5xyg5hqugvtT3",
		"age15yu2elaxqtgqjmlpuyqvkcl5mm0xmpa20fvu4n3jhuswg5xyg5hqugvtb3", /* no b */
		"age15yu2elaxqtgqjmlpuyqvkcl5mm0xmpa20fvu4n3jhuswg5xyg5hqugvt3t", /* swapped */
		"age05yu2elaxqtgqjmlpuyqvkcl5mm0xmpa20fvu4n3jhuswg5xyg5hqugvtt3",
	};
	uint8_t bytes[32] = "untouched";

	(void)state;
	for (size_t i = 0; i < MC_COUNT(bad); i++) {
		assert_false(mc_bech32_decode("age", bad[i], bytes));
	}
	assert_false(mc_bech32_decode("bge", RECIPIENT, bytes));
	assert_string_equal(bytes, "untouched");
}

/* Each has a right checksum, so that only its length or its spare bits are wrong. */
static void one_value_has_one_spelling(void **state)
{
	static const struct {
		const char *text;
		bool good;
	} spelled[] = {
		{"age1" Q48 "qqqspe5dt3", true},   /* the last data bit */
		{"age1" Q48 "qqqpfwgqrs", false},  /* the last spare bit */
		{"age1" Q48 "qqq6vg3z8", false},   /* 51 digits */
		{"age1" Q48 "qqqqqzhlqeg", false}, /* 53 digits */
	};
	uint8_t bytes[32];

	(void)state;
	for (size_t i = 0; i < MC_COUNT(spelled); i++) {
		assert_int_equal(mc_bech32_decode("age", spelled[i].text, bytes), spelled[i].good);
	}
	assert_int_equal(bytes[31], 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(there_and_back),
		cmocka_unit_test(an_outside_text_keeps_its_spelling),
		cmocka_unit_test(other_texts_are_refused),
		cmocka_unit_test(one_value_has_one_spelling),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
