/* SPDX-License-Identifier: MPL-2.0 */
/* form_test.c - typing, prefilling, conditions and the final check of a form. */
#include "support/check.h"

#include "domain/sample.h"
#include "motcua/base/str.h"
#include "motcua/domain/form.h"

enum { NOON = 1700000000, LATER = 1700009999 };

struct desk {
	struct mc_procedure *procedure;
	struct mc_form *form;
};

static int set_up(void **state)
{
	struct desk *desk = mc_calloc(1, sizeof(*desk));

	desk->procedure = sample_procedure();
	desk->form = mc_form_new(desk->procedure);
	*state = desk;
	return 0;
}

static int tear_down(void **state)
{
	struct desk *desk = *state;

	mc_form_free(desk->form);
	mc_procedure_free(desk->procedure);
	free(desk);
	return 0;
}

static int at(const struct desk *desk, const char *id)
{
	int field = mc_procedure_field(desk->procedure, id);

	assert_true(field >= 0);
	return field;
}

static const struct mc_value *value(const struct desk *desk, const char *id)
{
	return &desk->form->values[at(desk, id)];
}

static enum mc_code type(const struct desk *desk, const char *id, const char *text)
{
	return mc_form_type(desk->form, at(desk, id), text, NOON, NULL);
}

static struct mc_person mother(void)
{
	return (struct mc_person){
		.number = "001190000123",
		.full_name = "NGUYỄN THỊ HOÀ",
		.born = {1990, 3, 5},
		.sex = MC_SEX_FEMALE,
		.permanent = {.ward = "xã Hòa Phú", .province = "tỉnh Đắk Lắk"},
	};
}

static const struct mc_household household = { .id = "H1",
					       .head = {"001085000001", "Trần Văn Bình"} };

static int prefill(const struct desk *desk, const struct mc_person *person, unsigned char *changed)
{
	return mc_form_prefill(desk->form, "mother", person, &household, LATER, changed);
}

/* ---- typing */

static const struct typed {
	const char *id, *text;
	enum mc_code code;
	const char *kept, *shown;
} typed[] = {
	{"case", "both", MC_OK, "both", "Both"},
	{"case", " không  có cha ", MC_OK, "no_father", "No father"},
	{"case", "BOTH", MC_OK, "both", "Both"},
	{"case", "some", MC_E_FIELD_CHOICE, "some", "some"},
	{"child.given_name", " Bảo  An ", MC_OK, "Bảo An", "Bảo An"},
	{"child.given_name", "Bảo 2", MC_E_NAME, "Bảo 2", "Bảo 2"},
	{"child.born", "1/11/2026", MC_OK, "2026-11-01", "01/11/2026"},
	{"child.born", "11/2026", MC_OK, "2026-11", "11/2026"},
	{"child.born", "31/2/2026", MC_E_DATE_RANGE, "31/2/2026", "31/2/2026"},
	{"child.born", "hôm qua", MC_E_DATE, "hôm qua", "hôm qua"},
	{"mother.number", "001 190 000 123", MC_OK, "001190000123", "001190000123"},
	{"mother.number", "012345678", MC_OK, "012345678", "012345678"},
	{"mother.number", "12", MC_E_NUMBER, "12", "12"},
	{"father.same_address", "Có", MC_OK, "yes", "Yes"},
	{"father.same_address", "no", MC_OK, "no", "No"},
	{"father.same_address", "maybe", MC_E_FIELD_CHOICE, "maybe", "maybe"},
	{"copies", "007", MC_OK, "7", "7"},
	{"copies", "0", MC_OK, "0", "0"},
	{"copies", "-1", MC_E_FIELD_VALUE, "-1", "-1"},
	{"copies", "1x", MC_E_FIELD_VALUE, "1x", "1x"},
	{"copies", "1234567890", MC_E_TEXT_LONG, "1234567890", "1234567890"},
	{"fee", "1.500.000", MC_OK, "1500000", "1.500.000"},
	{"fee", "25000", MC_OK, "25000", "25.000"},
	{"fee", "500", MC_OK, "500", "500"},
	{"fee", "1,500 000", MC_OK, "1500000", "1.500.000"},
	{"fee", "25.5", MC_E_FIELD_VALUE, "25.5", "25.5"},
	{"fee", ".500", MC_E_FIELD_VALUE, ".500", ".500"},
	{"fee", "500.", MC_E_FIELD_VALUE, "500.", "500."},
	{ "fee", "12345678901234567890123456789012345", MC_E_FIELD_VALUE,
	  "12345678901234567890123456789012345", "12.345.678.901.234.567.890.123.456.789.012.345" },
	{"phone", "0912 345.678", MC_OK, "0912345678", "0912345678"},
	{"phone", "+84 (91) 234-5678", MC_OK, "+84912345678", "+84912345678"},
	{"phone", "0912", MC_E_FIELD_VALUE, "0912", "0912"},
	{"phone", "0912345678901234", MC_E_FIELD_VALUE, "0912345678901234", "0912345678901234"},
	{"phone", "0912 345 67a", MC_E_FIELD_VALUE, "0912 345 67a", "0912 345 67a"},
	{"phone", "++84912345678", MC_E_FIELD_VALUE, "++84912345678", "++84912345678"},
	{"email", "an@vidu.vn", MC_OK, "an@vidu.vn", "an@vidu.vn"},
	{"email", "an@vidu", MC_E_FIELD_VALUE, "an@vidu", "an@vidu"},
	{"email", "@vidu.vn", MC_E_FIELD_VALUE, "@vidu.vn", "@vidu.vn"},
	{"email", "an@@vidu.vn", MC_E_FIELD_VALUE, "an@@vidu.vn", "an@@vidu.vn"},
	{"email", "an @vidu.vn", MC_E_FIELD_VALUE, "an @vidu.vn", "an @vidu.vn"},
	{"email", "an@vidu..vn", MC_E_FIELD_VALUE, "an@vidu..vn", "an@vidu..vn"},
	{"email", "an@.vn", MC_E_FIELD_VALUE, "an@.vn", "an@.vn"},
	{"email", "an@vidu.vn.", MC_E_FIELD_VALUE, "an@vidu.vn.", "an@vidu.vn."},
	{"note", "dòng một\ndòng hai", MC_OK, "dòng một\ndòng hai", "dòng một\ndòng hai"},
	{"mother.address", "thôn\nAn Bình", MC_OK, NULL, NULL},
};

static void every_kind_takes_and_refuses(void **state)
{
	const struct desk *desk = *state;

	for (size_t i = 0; i < MC_COUNT(typed); i++) {
		char shown[200];

		assert_code(type(desk, typed[i].id, typed[i].text), typed[i].code);
		assert_code(mc_form_check_field(desk->form, at(desk, typed[i].id), NULL),
			    typed[i].code);
		assert_int_equal(value(desk, typed[i].id)->from, MC_FROM_TYPED);
		if (typed[i].kept) {
			assert_string_equal(value(desk, typed[i].id)->text, typed[i].kept);
			mc_form_display(desk->form, at(desk, typed[i].id), "en", shown,
					sizeof(shown));
			assert_string_equal(shown, typed[i].shown);
		}
	}
	assert_null(strchr(value(desk, "mother.address")->text, '\n'));
}

static void display_knows_vietnamese(void **state)
{
	const struct desk *desk = *state;
	char shown[40];

	assert_ok(type(desk, "case", "both"));
	assert_ok(type(desk, "father.same_address", "no"));
	mc_form_display(desk->form, at(desk, "case"), "vi", shown, sizeof(shown));
	assert_string_equal(shown, "Cả hai");
	mc_form_display(desk->form, at(desk, "father.same_address"), "vi", shown, sizeof(shown));
	assert_string_equal(shown, "Không");
}

static void empty_garbled_and_lost(void **state)
{
	const struct desk *desk = *state;
	char *longest = mc_calloc(1, 70000);

	assert_ok(type(desk, "note", "x"));
	assert_ok(type(desk, "note", "  "));
	assert_string_equal(value(desk, "note")->text, "");
	assert_int_equal(value(desk, "note")->from, MC_FROM_NOWHERE);
	assert_ok(type(desk, "note", "x"));
	assert_code(type(desk, "note", "\xff"), MC_E_TEXT_UTF8);
	assert_string_equal(value(desk, "note")->text, "x");
	memset(longest, 'x', 2001);
	assert_code(type(desk, "note", longest), MC_E_TEXT_LONG);
	assert_int_equal(strlen(value(desk, "note")->text), 2001); /* kept, to be shortened */
	memset(longest, 'y', 69999);
	assert_code(type(desk, "note", longest), MC_E_TEXT_LONG);
	assert_int_equal(strlen(value(desk, "note")->text), 2001);
	assert_code(mc_form_type(desk->form, 99, "x", NOON, NULL), MC_E_FIELD_UNKNOWN);
	assert_code(mc_form_type(desk->form, -1, "x", NOON, NULL), MC_E_FIELD_UNKNOWN);
	assert_string_equal(mc_form_text(desk->form, "nothing"), "");
	free(longest);
}

static void max_counts_letters(void **state)
{
	const struct desk *desk = *state;
	struct mc_field *field = mc_vec_at(&desk->procedure->fields, (size_t)at(desk, "note"));

	field->max = 3;
	assert_ok(type(desk, "note", "ệệệ"));
	assert_code(type(desk, "note", "ệệệệ"), MC_E_TEXT_LONG);
	assert_string_equal(value(desk, "note")->text, "ệệệệ");
}

static void computed_fields_follow(void **state)
{
	const struct desk *desk = *state;

	assert_ok(type(desk, "child.born", "5/3/1990"));
	assert_string_equal(mc_form_text(desk->form, "child.born_words"),
			    "Ngày năm tháng ba năm một nghìn chín trăm chín mươi");
	assert_int_equal(value(desk, "child.born_words")->from, MC_FROM_COMPUTED);
	assert_code(type(desk, "child.born", "x"), MC_E_DATE);
	assert_string_equal(mc_form_text(desk->form, "child.born_words"), "");
	assert_int_equal(value(desk, "child.born_words")->from, MC_FROM_NOWHERE);
	assert_ok(type(desk, "mother.address", "Thôn An Bình"));
	assert_string_equal(mc_form_text(desk->form, "father.address"), "Thôn An Bình");
	assert_code(type(desk, "father.address", "elsewhere"), MC_E_FIELD_VALUE);
	assert_string_equal(mc_form_text(desk->form, "father.address"), "Thôn An Bình");
}

/* ---- prefill */

static void the_register_fills_a_role(void **state)
{
	const struct desk *desk = *state;
	unsigned char changed[MC_COUNT(sample_fields)] = {0};
	struct mc_person person = mother();
	int count = 0;

	assert_int_equal(prefill(desk, &person, changed), 6);
	assert_string_equal(mc_form_text(desk->form, "mother.number"), "001190000123");
	assert_string_equal(mc_form_text(desk->form, "mother.full_name"), "NGUYỄN THỊ HOÀ");
	assert_string_equal(mc_form_text(desk->form, "mother.born"), "1990-03-05");
	assert_string_equal(mc_form_text(desk->form, "mother.sex"), "female");
	assert_string_equal(mc_form_text(desk->form, "mother.address"), "xã Hòa Phú, tỉnh Đắk Lắk");
	assert_string_equal(mc_form_text(desk->form, "head.full_name"), "Trần Văn Bình");
	assert_int_equal(value(desk, "mother.born")->from, MC_FROM_REGISTER);
	assert_int_equal(value(desk, "mother.born")->at, LATER);
	assert_string_equal(mc_form_text(desk->form, "child.given_name"), "");
	for (size_t i = 0; i < sizeof(changed); i++) {
		count += changed[i];
	}
	assert_int_equal(count, 7); /* six and the copied address */
	assert_int_equal(changed[at(desk, "father.address")], 1);
	assert_int_equal(mc_form_prefill(desk->form, "uncle", &person, NULL, LATER, NULL), 0);
}

static void what_was_typed_stays(void **state)
{
	const struct desk *desk = *state;
	struct mc_person person = mother();

	/* equal up to case and the place of the tone */
	assert_ok(type(desk, "mother.full_name", "Nguyễn Thị Hòa"));
	assert_ok(type(desk, "mother.born", "1991"));
	assert_ok(type(desk, "mother.sex", "female"));
	assert_int_equal(prefill(desk, &person, NULL), 5);
	assert_int_equal(value(desk, "mother.full_name")->from, MC_FROM_REGISTER);
	assert_string_equal(value(desk, "mother.full_name")->text, "NGUYỄN THỊ HOÀ");
	assert_int_equal(value(desk, "mother.sex")->from, MC_FROM_REGISTER);
	assert_int_equal(value(desk, "mother.born")->from, MC_FROM_TYPED);
	assert_string_equal(value(desk, "mother.born")->text, "1991");
	assert_string_equal(value(desk, "mother.born")->register_text, "1990-03-05");
	assert_int_equal(value(desk, "mother.born")->register_at, LATER);
}

static void typing_over_the_register_keeps_both(void **state)
{
	const struct desk *desk = *state;
	struct mc_person person = mother();

	(void)prefill(desk, &person, NULL);
	assert_ok(type(desk, "mother.born", "5/3/1990")); /* the same: nothing happens */
	assert_int_equal(value(desk, "mother.born")->from, MC_FROM_REGISTER);
	assert_ok(type(desk, "mother.born", "6/3/1990"));
	assert_int_equal(value(desk, "mother.born")->from, MC_FROM_TYPED);
	assert_int_equal(value(desk, "mother.born")->at, NOON);
	assert_string_equal(value(desk, "mother.born")->register_text, "1990-03-05");
	assert_int_equal(value(desk, "mother.born")->register_at, LATER);
	assert_true(mc_form_differs(desk->form, at(desk, "mother.born")));
	assert_ok(type(desk, "mother.born", ""));
	assert_true(mc_form_differs(desk->form, at(desk, "mother.born")));
	assert_int_equal(value(desk, "mother.born")->from, MC_FROM_NOWHERE);
	assert_string_equal(value(desk, "mother.born")->register_text, "1990-03-05");
	assert_ok(type(desk, "mother.born", "05031990"));
	assert_int_equal(value(desk, "mother.born")->from, MC_FROM_REGISTER);
	assert_int_equal(value(desk, "mother.born")->at, LATER);
	assert_null(value(desk, "mother.born")->register_text);
	assert_false(mc_form_differs(desk->form, at(desk, "mother.born")));
}

/* A second person in the same role leaves nothing of the first. */
static void two_people_never_mix(void **state)
{
	const struct desk *desk = *state;
	struct mc_person first = mother(), second = { .number = "001191000456",
							   .full_name = "Lan" };

	(void)prefill(desk, &first, NULL);
	assert_ok(type(desk, "mother.born", "1992"));
	assert_int_equal(mc_form_prefill(desk->form, "mother", &second, NULL, LATER + 1, NULL), 2);
	assert_string_equal(mc_form_text(desk->form, "mother.full_name"), "Lan");
	assert_string_equal(mc_form_text(desk->form, "mother.address"), "");
	assert_string_equal(mc_form_text(desk->form, "father.address"), "");
	assert_string_equal(mc_form_text(desk->form, "head.full_name"), "");
	assert_int_equal(value(desk, "mother.sex")->from, MC_FROM_NOWHERE);
	assert_string_equal(mc_form_text(desk->form, "mother.born"), "1992"); /* typed */
	assert_null(value(desk, "mother.born")->register_text);
}

static void a_card_is_weaker_than_the_register(void **state)
{
	const struct desk *desk = *state;
	const struct mc_card card = { .number = "001190000123", .full_name = "Nguyễn Thị Hòa",
				      .born = {1990, 0, 0}, .sex = MC_SEX_FEMALE,
				      .address = "An Bình" };
	struct mc_person person = mother();

	assert_int_equal(mc_form_prefill_card(desk->form, "mother", &card, NOON, NULL), 5);
	assert_int_equal(value(desk, "mother.born")->from, MC_FROM_CARD);
	assert_string_equal(mc_form_text(desk->form, "mother.born"), "1990");
	assert_string_equal(mc_form_text(desk->form, "mother.address"), "An Bình");
	assert_int_equal(prefill(desk, &person, NULL), 6);
	assert_string_equal(mc_form_text(desk->form, "mother.born"), "1990-03-05");
	assert_int_equal(mc_form_prefill_card(desk->form, "mother", &card, NOON, NULL), 0);
	assert_string_equal(mc_form_text(desk->form, "mother.born"), "1990-03-05");
	assert_int_equal(value(desk, "mother.born")->from, MC_FROM_REGISTER);
}

static void another_card_clears_the_role(void **state)
{
	const struct desk *desk = *state;
	const struct mc_card card = {.number = "001191000456", .full_name = "Lan"};
	struct mc_person person = mother();

	(void)prefill(desk, &person, NULL);
	assert_ok(type(desk, "mother.born", "1992"));
	assert_int_equal(mc_form_prefill_card(desk->form, "mother", &card, NOON, NULL), 2);
	assert_string_equal(mc_form_text(desk->form, "mother.number"), "001191000456");
	assert_string_equal(mc_form_text(desk->form, "mother.address"), "");
	assert_string_equal(mc_form_text(desk->form, "head.full_name"), "");
	assert_string_equal(mc_form_text(desk->form, "mother.born"), "1992");
	assert_null(value(desk, "mother.born")->register_text);
}

/* The day of issue is the card's alone: a record does not have it and leaves it there, and it
 * never stands beside another number. */
static void a_card_says_when_it_was_issued(void **state)
{
	const struct desk *desk = *state;
	struct mc_card card = { .number = "001190000123", .full_name = "Nguyễn Thị Hòa",
				.born = {1990, 3, 5}, .issued = {2022, 10, 28} };
	struct mc_field *field = mc_vec_at(&desk->procedure->fields, (size_t)at(desk, "card.issued"));
	struct mc_person person = mother(), other = mother();

	sample_prefill(field, "mother", "card.issued");
	(void)mc_form_prefill_card(desk->form, "mother", &card, NOON, NULL);
	assert_string_equal(mc_form_text(desk->form, "card.issued"), "2022-10-28");
	assert_int_equal(value(desk, "card.issued")->from, MC_FROM_CARD);
	(void)prefill(desk, &person, NULL);
	assert_string_equal(mc_form_text(desk->form, "card.issued"), "2022-10-28");
	MC_COPY(other.number, "001191000456");
	(void)prefill(desk, &other, NULL);
	assert_string_equal(mc_form_text(desk->form, "card.issued"), "");
	(void)mc_form_prefill_card(desk->form, "mother", &card, NOON, NULL);
	assert_ok(type(desk, "mother.number", "001190000123"));
	assert_string_equal(mc_form_text(desk->form, "card.issued"), "2022-10-28");
	assert_ok(type(desk, "mother.number", "001191000456"));
	assert_string_equal(mc_form_text(desk->form, "card.issued"), "");
	assert_ok(type(desk, "card.issued", "1/2/2021")); /* typed: nobody's to take away */
	(void)mc_form_prefill_card(desk->form, "mother", &card, NOON, NULL);
	assert_string_equal(mc_form_text(desk->form, "card.issued"), "2021-02-01");
}

/* What follows from another part of the record, by the words that the file has for it. */
static void only_of_a_record_that_says_so(void **state)
{
	static const struct {
		const char *value, *says, *is;
	} rows[] = {
		{"Đã kết hôn|Có chồng", "Có chồng", "H1"}, {"Đã kết hôn|Có chồng", "Góa", ""},
		{"Đã kết hôn|Có chồng", "", ""},	   {"*", "Góa", "H1"},
		{"*", "", ""},
	};

	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		const struct desk *desk = *state;
		struct mc_field *field = mc_vec_at(&desk->procedure->fields, (size_t)at(desk, "note"));
		struct mc_person person = mother();
		struct mc_prefill *from;

		sample_prefill(field, "mother", "household.id");
		from = mc_vec_at(&field->prefill, 0);
		from->only_if.source = mc_strdup("marital_status");
		from->only_if.value = mc_strdup(rows[i].value);
		MC_COPY(person.marital_status, rows[i].says);
		(void)prefill(desk, &person, NULL);
		assert_string_equal(mc_form_text(desk->form, "note"), rows[i].is);
		(void)tear_down(state);
		(void)set_up(state);
	}
}

static void restored_values_are_as_they_were(void **state)
{
	const struct desk *desk = *state;
	char text[] = "1991", of_register[] = "1990-03-05", date[] = "2026-11-01";
	const struct mc_value saved = { .text = text, .from = MC_FROM_TYPED, .at = 5,
					.register_text = of_register, .register_at = 6 };
	const struct mc_value born = {.text = date, .from = MC_FROM_CARD, .at = 7};

	mc_form_restore(desk->form, at(desk, "mother.born"), &saved);
	mc_form_restore(desk->form, at(desk, "child.born"), &born);
	text[0] = of_register[0] = 'x'; /* copies were taken */
	assert_string_equal(value(desk, "mother.born")->text, "1991");
	assert_string_equal(value(desk, "mother.born")->register_text, "1990-03-05");
	assert_int_equal(value(desk, "mother.born")->from, MC_FROM_TYPED);
	assert_int_equal(value(desk, "mother.born")->at, 5);
	assert_int_equal(value(desk, "mother.born")->register_at, 6);
	assert_true(strlen(mc_form_text(desk->form, "child.born_words")) > 20);
}

/* ---- the whole */

static const struct mc_date today = {2026, 11, 23};

/* "field CODE, field CODE" of what the check finds. */
static void assert_problems(const struct desk *desk, const char *const *attached, const char *want)
{
	struct mc_vec problems;
	struct mc_str found;

	mc_str_init(&found, 4096);
	mc_form_check(desk->form, attached, &today, &problems);
	MC_VEC_EACH(&problems, struct mc_problem, problem) {
		const struct mc_field *field = mc_vec_at(&desk->procedure->fields,
							 (size_t)problem->field);

		mc_str_printf(&found, "%s%s %s", found.len ? ", " : "",
			      problem->field < 0 ? problem->paper : field->id,
			      mc_error_info(problem->code)->code);
	}
	assert_string_equal(found.data, want);
	mc_vec_done(&problems);
	mc_str_done(&found);
}

static const char *const with_notice[] = {"x", "birth_notice", NULL};

static void conditions_show_and_require(void **state)
{
	const struct desk *desk = *state;

	assert_false(mc_form_shown(desk->form, at(desk, "father.full_name")));
	assert_false(mc_form_required(desk->form, at(desk, "father.full_name")));
	assert_false(mc_form_required(desk->form, at(desk, "mother.full_name")));
	assert_problems(desk, NULL, "case FORM-02, child.given_name FORM-02, child.born FORM-02");
	assert_ok(type(desk, "case", "both"));
	assert_true(mc_form_shown(desk->form, at(desk, "father.full_name")));
	assert_true(mc_form_required(desk->form, at(desk, "father.full_name")));
	assert_true(mc_form_required(desk->form, at(desk, "mother.full_name")));
	assert_problems(desk, NULL,
			"child.given_name FORM-02, child.born FORM-02, mother.full_name FORM-02, "
			"father.full_name FORM-02, birth_notice ATT-02");
	assert_ok(type(desk, "father.same_address", "yes"));
	assert_true(mc_form_shown(desk->form, at(desk, "father.address")));
	assert_ok(type(desk, "case", "no_father"));
	/* its condition still holds as text, but that field is no longer asked */
	assert_false(mc_form_shown(desk->form, at(desk, "father.address")));
	assert_false(mc_form_shown(desk->form, 99));
	assert_problems(desk, with_notice,
			"child.given_name FORM-02, child.born FORM-02, mother.full_name FORM-02");
}

static void fill_whole(const struct desk *desk)
{
	struct mc_person person = mother();

	assert_ok(type(desk, "case", "no_father"));
	assert_ok(type(desk, "child.given_name", "An"));
	assert_ok(type(desk, "child.born", "1/11/2026"));
	(void)prefill(desk, &person, NULL);
}

static void a_whole_form_has_no_problems(void **state)
{
	const struct desk *desk = *state;

	fill_whole(desk);
	assert_problems(desk, with_notice, "");
	assert_problems(desk, NULL, "birth_notice ATT-02");
	assert_code(type(desk, "phone", "12"), MC_E_FIELD_VALUE);
	assert_code(type(desk, "father.full_name", "3"), MC_E_NAME); /* not shown: not asked */
	assert_problems(desk, with_notice, "phone FORM-03");
}

static void dates_must_fit_each_other(void **state)
{
	const struct desk *desk = *state;

	fill_whole(desk);
	assert_ok(type(desk, "child.born", "23/11/2026"));
	assert_problems(desk, with_notice, "");
	assert_ok(type(desk, "child.born", "24/11/2026"));
	assert_ok(type(desk, "card.issued", "2027"));
	assert_problems(desk, with_notice, "child.born FORM-07, card.issued FORM-07");
	assert_ok(type(desk, "card.issued", "2026"));
	assert_ok(type(desk, "child.born", "1/11/2026"));
	assert_ok(type(desk, "mother.born", "2/11/2017"));
	assert_problems(desk, with_notice, "mother.born FORM-08");
	assert_ok(type(desk, "mother.born", "1/11/2017"));
	assert_problems(desk, with_notice, "");
	assert_ok(type(desk, "mother.born", "2017")); /* may be old enough */
	assert_problems(desk, with_notice, "");
	assert_ok(type(desk, "mother.born", "2018"));
	assert_problems(desk, with_notice, "mother.born FORM-08");
}

static void provenances_have_words(void **state)
{
	(void)state;
	for (int i = MC_FROM_NOWHERE; i <= MC_FROM_COMPUTED; i++) {
		enum mc_provenance from = (enum mc_provenance)i;

		assert_int_equal(mc_provenance_parse(mc_provenance_code(from)), from);
		assert_true(strlen(mc_provenance_text(from)) > 3);
	}
	assert_int_equal(mc_provenance_parse("heard"), MC_FROM_NOWHERE);
	mc_form_free(NULL);
}

#define form_test(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		form_test(every_kind_takes_and_refuses),
		form_test(display_knows_vietnamese),
		form_test(empty_garbled_and_lost),
		form_test(max_counts_letters),
		form_test(computed_fields_follow),
		form_test(the_register_fills_a_role),
		form_test(what_was_typed_stays),
		form_test(typing_over_the_register_keeps_both),
		form_test(two_people_never_mix),
		form_test(a_card_is_weaker_than_the_register),
		form_test(another_card_clears_the_role),
		form_test(only_of_a_record_that_says_so),
		form_test(a_card_says_when_it_was_issued),
		form_test(restored_values_are_as_they_were),
		form_test(conditions_show_and_require),
		form_test(a_whole_form_has_no_problems),
		form_test(dates_must_fit_each_other),
		cmocka_unit_test(provenances_have_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
