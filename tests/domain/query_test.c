/* SPDX-License-Identifier: MPL-2.0 */
/* query_test.c - questions from cards, lines and typing; what the home box holds. */
#include "support/check.h"

#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/domain/query.h"

static struct mc_query complete(void)
{
	return (struct mc_query){
		.number = "001190000123",
		.full_name = "Nguyễn Thị Hòa",
		.born = {1990, 3, 5},
		.procedure = "2.002621",
		.purpose = "Khai sinh",
		.officer = {"001085000001", "Trần Văn Bình"},
	};
}

static void a_card_fills_the_person_only(void **state)
{
	struct mc_query query = { .procedure = "2.002621", .purpose = "Khai sinh",
				  .officer = {.number = "001085000001"}, .cmnd = "111111111" };
	struct mc_card card;

	(void)state;
	assert_ok(mc_card_parse("001190000123|012345678|Lan|00001991|Nữ|A|01072021", &card, NULL));
	mc_query_from_card(&query, &card);
	assert_string_equal(query.number, "001190000123");
	assert_string_equal(query.cmnd, ""); /* one key, not two */
	assert_string_equal(query.full_name, "Lan");
	assert_int_equal(query.born.year, 1991);
	assert_int_equal(query.warnings, MC_PID_YEAR_DIFFERS);
	assert_string_equal(query.purpose, "Khai sinh");
	assert_ok(mc_query_check(&query, NULL));
}

static void lines_give_a_name_to_ask_with(void **state)
{
	struct mc_query query = complete();
	struct mc_mrz mrz = { .number = "066215000007", .born = {2015, 1, 2},
			      .sex = MC_SEX_FEMALE, .name = "NGUYEN THI HOA" };

	(void)state;
	mc_query_from_mrz(&query, &mrz);
	assert_string_equal(query.number, "066215000007");
	assert_string_equal(query.full_name, "Nguyễn Thị Hòa"); /* agrees: stays */
	assert_int_equal(query.warnings, MC_PID_SEX_DIFFERS);
	(void)MC_COPY(mrz.name, "Y");
	mc_query_from_mrz(&query, &mrz);
	assert_string_equal(query.full_name, "Y"); /* the other was somebody else's */
	assert_ok(mc_query_check(&query, NULL));
}

static const struct typed {
	const char *number, *name, *born;
	enum mc_code code;
	const char *pid, *cmnd, *full_name, *iso;
} typed[] = {
	{ "001190000123", "Nguyễn  Thị Hòa ", "5/3/1990", MC_OK, "001190000123", "",
	  "Nguyễn Thị Hòa", "1990-03-05" },
	{"012 345 678", "Lan", "1990", MC_OK, "", "012345678", "Lan", "1990"},
	{"001190000123", "Lan", "3/1990", MC_OK, "001190000123", "", "Lan", "1990"},
	{"001190000123", NULL, NULL, MC_OK, "001190000123", "", "", ""},
	{"001190000123", " ", " ", MC_OK, "001190000123", "", "", ""},
	{"00119000012", "Lan", "1990", MC_E_NUMBER, "1", "2", "3", ""},
	{"", "Lan", "1990", MC_E_NUMBER, "1", "2", "3", ""},
	{"001190000123", "Lan2", "1990", MC_E_NAME, "1", "2", "3", ""},
	{"001190000123", "L\xe1n", "1990", MC_E_TEXT_UTF8, "1", "2", "3", ""},
	{"001190000123", "Lan", "31/2/1990", MC_E_DATE_RANGE, "1", "2", "3", ""},
	{"001190000123", "Lan", "hôm qua", MC_E_DATE, "1", "2", "3", ""},
};

static void typing_fills_all_or_nothing(void **state)
{
	(void)state;
	for (size_t i = 0; i < MC_COUNT(typed); i++) {
		struct mc_query query = {.number = "1", .cmnd = "2", .full_name = "3"};
		char iso[MC_DATE_LEN];

		assert_code(mc_query_from_typed(&query, typed[i].number, typed[i].name,
						typed[i].born, NULL),
			    typed[i].code);
		mc_date_format_iso(&query.born, iso);
		assert_string_equal(query.number, typed[i].pid);
		assert_string_equal(query.cmnd, typed[i].cmnd);
		assert_string_equal(query.full_name, typed[i].full_name);
		assert_string_equal(iso, typed[i].iso);
	}
}

static void a_name_that_does_not_fit_is_refused(void **state)
{
	struct mc_query query = {.number = "1"};
	char name[MC_NAME_LEN * 2];

	(void)state;
	memset(name, 'a', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	assert_code(mc_query_from_typed(&query, "001190000123", name, "1990", NULL), MC_E_NAME);
	assert_string_equal(query.number, "1");
}

static void the_law_wants_all_parts(void **state)
{
	struct mc_query query = complete();

	(void)state;
	assert_ok(mc_query_check(&query, NULL));
	query.officer.number[0] = '\0';
	assert_code(mc_query_check(&query, NULL), MC_E_OFFICER);
	(void)MC_COPY(query.officer.number, "012345678"); /* a CMND is no officer's number */
	assert_code(mc_query_check(&query, NULL), MC_E_OFFICER);
	query = complete();
	query.purpose[0] = '\0';
	assert_code(mc_query_check(&query, NULL), MC_E_PURPOSE);
	query = complete();
	query.procedure[0] = '\0';
	assert_code(mc_query_check(&query, NULL), MC_E_PURPOSE);
	query = complete();
	query.full_name[0] = '\0';
	assert_code(mc_query_check(&query, NULL), MC_E_NOT_A_PERSON);
	query = complete();
	query.born = (struct mc_date){0};
	assert_code(mc_query_check(&query, NULL), MC_E_NOT_A_PERSON);
	query = complete();
	(void)MC_COPY(query.cmnd, "012345678"); /* both keys */
	assert_code(mc_query_check(&query, NULL), MC_E_NOT_A_PERSON);
	query.number[0] = '\0';
	assert_ok(mc_query_check(&query, NULL));
	query.cmnd[0] = '\0';
	assert_code(mc_query_check(&query, NULL), MC_E_NOT_A_PERSON);
}

static void outcomes_have_words(void **state)
{
	(void)state;
	for (int i = MC_OUTCOME_FOUND; i <= MC_OUTCOME_FAILURE; i++) {
		assert_int_equal(mc_outcome_parse(mc_outcome_code((enum mc_outcome)i)), i);
		assert_true(strlen(mc_outcome_text((enum mc_outcome)i)) > 3);
	}
	assert_int_equal(mc_outcome_parse(""), MC_OUTCOME_NONE);
	assert_int_equal(mc_outcome_parse("lost"), MC_OUTCOME_NONE);
}

static void the_home_box_tells_them_apart(void **state)
{
	static const struct {
		const char *text;
		enum mc_input_kind kind;
	} rows[] = {
		{"", MC_INPUT_EMPTY},
		{" \r\n", MC_INPUT_EMPTY},
		{"001190000123|012345678|Lan|05031990|Nữ|A|01072021", MC_INPUT_CARD},
		{"|", MC_INPUT_CARD},
		{"IDVNM1900001230001190000123<<1", MC_INPUT_MRZ},
		{" idvnm190", MC_INPUT_MRZ},
		{"001190000123", MC_INPUT_PID},
		{"001 190 000 123 ", MC_INPUT_PID},
		{"012345678", MC_INPUT_CMND},
		{"T-7K3M9Q-X4T2BC-5", MC_INPUT_LOCAL_NUMBER},
		{"t-7k3m9q", MC_INPUT_LOCAL_NUMBER},
		{"/hang doi", MC_INPUT_COMMAND},
		{" /", MC_INPUT_COMMAND},
		{"/|", MC_INPUT_COMMAND},
		{"4/12", MC_INPUT_UNKNOWN},
		{"Nguyễn Thị Hòa", MC_INPUT_NAME},
		{"Nguye\xcc\x82\xcc\x83n Lan", MC_INPUT_NAME},
		{"H'Hen Niê", MC_INPUT_NAME},
		{"Y", MC_INPUT_NAME},
		{"tran thanh hoa", MC_INPUT_NAME},
		{"12345", MC_INPUT_UNKNOWN},
		{"0011900001234", MC_INPUT_UNKNOWN},
		{"Lan 1990", MC_INPUT_UNKNOWN},
		{"\xff", MC_INPUT_UNKNOWN},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		assert_int_equal(mc_input_kind(rows[i].text), rows[i].kind);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_card_fills_the_person_only),
		cmocka_unit_test(lines_give_a_name_to_ask_with),
		cmocka_unit_test(typing_fills_all_or_nothing),
		cmocka_unit_test(a_name_that_does_not_fit_is_refused),
		cmocka_unit_test(the_law_wants_all_parts),
		cmocka_unit_test(outcomes_have_words),
		cmocka_unit_test(the_home_box_tells_them_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
