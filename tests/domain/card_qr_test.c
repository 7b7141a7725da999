/* SPDX-License-Identifier: MPL-2.0 */
/* card_qr_test.c - card texts, good ones, odd ones and broken ones. */
#include "support/check.h"

#include <stdlib.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/domain/card_qr.h"

#define GOOD                                                   \
	"001190000123|012345678|Nguyễn Thị Hòa|05031990|Nữ|" \
	"Thôn An Bình, Hòa Phú, Đắk Lắk|01072021"

static void a_2021_card(void **state)
{
	struct mc_card card;

	(void)state;
	assert_ok(mc_card_parse(GOOD, &card, NULL));
	assert_string_equal(card.number, "001190000123");
	assert_string_equal(card.cmnd, "012345678");
	assert_string_equal(card.full_name, "Nguyễn Thị Hòa");
	assert_int_equal(mc_date_compare(&card.born, &(struct mc_date){1990, 3, 5}), 0);
	assert_int_equal(card.sex, MC_SEX_FEMALE);
	assert_string_equal(card.address, "Thôn An Bình, Hòa Phú, Đắk Lắk");
	assert_int_equal(card.issued.year, 2021);
	assert_string_equal(card.rest, "");
	assert_int_equal(card.warnings, 0);
}

/* Each text must be read; the checked part is named. */
static const struct odd {
	const char *text;
	const char *cmnd, *name, *born, *rest;
	enum mc_sex sex;
	unsigned warnings;
} odd[] = {
	{GOOD "\r\n", "012345678", "Nguyễn Thị Hòa", "1990-03-05", "", MC_SEX_FEMALE, 0},
	{"  " GOOD "\n", "012345678", "Nguyễn Thị Hòa", "1990-03-05", "", MC_SEX_FEMALE, 0},
	{ "001190000123||H'Hen Niê|05031990|Nữ|Buôn Trấp|01072021||Y Moan|H'Lan", "", "H'Hen Niê",
	  "1990-03-05", "|Y Moan|H'Lan", MC_SEX_FEMALE, 0 },
	{"001190000123|| Lan | 1990 |Nữ||", "", "Lan", "1990", "", MC_SEX_FEMALE, 0},
	/* ... or without what is beyond ASCII */
	{ "001190000123||NGUYN TH HOA|05031990|N|X A|01072021", "", "NGUYN TH HOA", "1990-03-05", "",
	  MC_SEX_FEMALE, 0 },
	{"001190000123||Lan|00001990|nu|A|", "", "Lan", "1990", "", MC_SEX_FEMALE, 0},
	{"001190000123||Lan|00031990|NỮ|A|01072021", "", "Lan", "1990-03", "", MC_SEX_FEMALE, 0},
	/* decomposed letters, as some scanners type them */
	{ "001190000123||Nguye\u0302\u0303n Thi\u0323 Ho\u0300a|05031990|"
	  "Nu\u031b\u0303|A|01072021", "",
	  "Nguyễn Thị Hòa", "1990-03-05", "", MC_SEX_FEMALE, 0 },
	{ "001190000123||Nguyễn Văn An|05031991|Nam|A|01072021", "", "Nguyễn Văn An", "1991-03-05",
	  "", MC_SEX_MALE, MC_PID_SEX_DIFFERS | MC_PID_YEAR_DIFFERS },
	{ "999190000123||Lan|05031990|Nữ|A|01072021|", "", "Lan", "1990-03-05", "", MC_SEX_FEMALE,
	  MC_PID_PREFIX_UNKNOWN },
};

static void odd_cards_are_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < MC_COUNT(odd); i++) {
		char born[MC_DATE_LEN];
		struct mc_card card;

		assert_ok(mc_card_parse(odd[i].text, &card, NULL));
		mc_date_format_iso(&card.born, born);
		assert_string_equal(card.cmnd, odd[i].cmnd);
		assert_string_equal(card.full_name, odd[i].name);
		assert_string_equal(born, odd[i].born);
		assert_string_equal(card.rest, odd[i].rest);
		assert_int_equal(card.sex, odd[i].sex);
		assert_int_equal(card.warnings, odd[i].warnings);
	}
}

static const struct broken {
	const char *text;
	enum mc_code code;
	const char *detail;
} broken[] = {
	{"", MC_E_CARD_SHORT, "1"},
	{"001190000123", MC_E_CARD_SHORT, "1"},
	{"001190000123||Lan|05031990|Nữ|A", MC_E_CARD_SHORT, "6"},
	{"00119000012||Lan|05031990|Nữ|A|01072021", MC_E_CARD_FIELD, "1"},
	{"012345678||Lan|05031990|Nữ|A|01072021", MC_E_CARD_FIELD, "1"},
	{"001190000123|01234567|Lan|05031990|Nữ|A|01072021", MC_E_CARD_FIELD, "2"},
	{"001190000123|001190000123|Lan|05031990|Nữ|A|01072021", MC_E_CARD_FIELD, "2"},
	{"001190000123|||05031990|Nữ|A|01072021", MC_E_CARD_FIELD, "3"},
	{"001190000123||L4n|05031990|Nữ|A|01072021", MC_E_CARD_FIELD, "3"},
	{"001190000123||Lan|31021990|Nữ|A|01072021", MC_E_CARD_FIELD, "4"},
	{"001190000123||Lan||Nữ|A|01072021", MC_E_CARD_FIELD, "4"},
	{"001190000123||Lan|05031990||A|01072021", MC_E_CARD_FIELD, "5"},
	{"001190000123||Lan|05031990|Nữa|A|01072021", MC_E_CARD_FIELD, "5"},
	{"001190000123||Lan|05031990|Nữ|A|0107", MC_E_CARD_FIELD, "7"},
	{"001190000123||L\xe1n|05031990|Nữ|A|01072021", MC_E_CARD_TEXT, "UTF-8"},
	{"001190000123||Lan|05031990|N\xe1\xbb", MC_E_CARD_TEXT, "UTF-8"},
};

static void broken_cards_are_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < MC_COUNT(broken); i++) {
		struct mc_card card = {.number = "untouched"};
		struct mc_err why;

		assert_code(mc_card_parse(broken[i].text, &card, &why), broken[i].code);
		assert_int_equal(why.code, broken[i].code);
		assert_string_equal(why.detail, broken[i].detail);
		assert_string_equal(card.number, "untouched");
	}
}

/* A text cut anywhere is refused or read; it never runs over. */
static void every_cut_is_safe(void **state)
{
	(void)state;
	for (size_t len = 0; len <= strlen(GOOD); len++) {
		char *cut = mc_strndup(GOOD, len);
		struct mc_card card;

		if (len < strlen(GOOD) - 8) {
			assert_int_not_equal(mc_card_parse(cut, &card, NULL), MC_OK);
		}
		free(cut);
	}
}

static void long_parts(void **state)
{
	char *text = mc_calloc(1, 9000);
	struct mc_card card;

	(void)state;
	memcpy(text, GOOD "|", sizeof(GOOD));
	memset(text + sizeof(GOOD), 'x', 2000);
	text[sizeof(GOOD) + 2000] = '\0';
	assert_ok(mc_card_parse(text, &card, NULL)); /* the rest is cut, the card is good */
	assert_int_equal(strlen(card.rest), sizeof(card.rest) - 1);
	memset(text, 'x', 8000);
	assert_code(mc_card_parse(text, &card, NULL), MC_E_CARD_FIELD);
	strcpy(text, "001190000123||Lan|05031990|Nam|");
	memset(text + strlen(text), 'x', 1000);
	strcat(text, "|01072021");
	assert_code(mc_card_parse(text, &card, NULL), MC_E_CARD_FIELD);
	free(text);
}

static void format_gives_seven_fields(void **state)
{
	char text[400];
	struct mc_card card;

	(void)state;
	assert_ok(mc_card_parse(GOOD "|more", &card, NULL));
	mc_card_format(&card, text, sizeof(text));
	assert_string_equal(text, GOOD);
	card.born = (struct mc_date){1990, 0, 0};
	card.cmnd[0] = '\0';
	card.sex = MC_SEX_MALE;
	(void)MC_COPY(card.address, "A");
	mc_card_format(&card, text, sizeof(text));
	assert_string_equal(text, "001190000123||Nguyễn Thị Hòa|00001990|Nam|A|01072021");
	card.issued = (struct mc_date){0};
	mc_card_format(&card, text, sizeof(text));
	assert_ok(mc_card_parse(text, &card, NULL));
	assert_false(mc_date_is_set(&card.issued));
}

/* In a field it may stand behind what was there; two bars make it a card. */
static void found_in_a_field(void **state)
{
	struct mc_card card;

	(void)state;
	assert_null(mc_card_in(""));
	assert_null(mc_card_in("001190000123"));
	assert_null(mc_card_in("001190000123|"));
	assert_string_equal(mc_card_in("001190000123||"), "001190000123||");
	assert_string_equal(mc_card_in("012345678001190000123||A"), "001190000123||A");
	assert_string_equal(mc_card_in("x 99||"), "99||");
	assert_ok(mc_card_parse(mc_card_in("001199000018" GOOD), &card, NULL));
	assert_string_equal(card.number, "001190000123");
	assert_false(mc_card_may_lack_letters(&card));
	assert_ok(mc_card_parse("001190000123||NGUYN VN AN|05031990|Nam|X A|", &card, NULL));
	assert_true(mc_card_may_lack_letters(&card));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_2021_card),
		cmocka_unit_test(odd_cards_are_read),
		cmocka_unit_test(broken_cards_are_refused),
		cmocka_unit_test(every_cut_is_safe),
		cmocka_unit_test(long_parts),
		cmocka_unit_test(format_gives_seven_fields),
		cmocka_unit_test(found_in_a_field),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
