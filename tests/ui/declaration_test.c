/* SPDX-License-Identifier: MPL-2.0 */
/* declaration_test.c - the question before sending names the declarations, and shows them. */
#include "ui/listed.h"
#include "ui/procedures.h"

static void ask(const char *language)
{
	setenv("MOTCUA_LOCALEDIR", MC_BUILD_DIR "/locale", 1);
	setenv("LANGUAGE", language, 1);
	mc_i18n_init(language);
	use(load(MC_SOURCE_DIR "/data/procedures", "2.002621.json"));
	fill_in_listed();
	start();
	press(MC_KEY_CTRL('N'));
	press(13);
	press(MC_KEY_F(9));
	assert_string_equal(top(), "confirm");
}

static int end(void **state)
{
	teardown(state);
	setenv("LANGUAGE", "en", 1);
	mc_i18n_init("en");
	return 0;
}

static void they_are_named_and_shown_in_vietnamese(void **state)
{
	(void)state;
	ask("vi");
	screen_is_golden(&t.canvas, "vi_send_declarations");
	press(MC_KEY_LEFT);
	press(13);
	assert_string_equal(top(), "declaration");
	screen_is_golden(&t.canvas, "vi_declarations");
	assert_int_equal(t.canvas.cut, 0);
	assert_false(screen_has(&t.canvas, "nks."));
	press(MC_KEY_END);
	assert_int_equal(t.canvas.cut, 0);
	assert_true(screen_has(&t.canvas, "Nhận kết quả: Cách nhận kết quả: Tại quầy"));
	press(13);
	assert_string_equal(top(), "confirm"); /* the question again, on the safe button */
	press(13);
	assert_string_equal(top(), "form");
	assert_int_equal(t.desk->submitted, 0);
}

static void they_are_shown_in_english(void **state)
{
	(void)state;
	ask("en");
	screen_is_golden(&t.canvas, "send_declarations");
	type("v\r");
	screen_is_golden(&t.canvas, "declarations");
	assert_int_equal(t.canvas.cut, 0);
	assert_true(screen_has(&t.canvas, "Child: Family name, Middle name, Given name: Nguyễn An"));
	esc();
	assert_string_equal(top(), "confirm");
}

/* Each row of a table stands there, and who was looked up is told so. */
static void rows_and_verified_people(void **state)
{
	struct mc_person mother = { .number = "030190000123", .full_name = "Hồ Thị Mẫu",
				    .born = {1996, 11, 2} };

	(void)state;
	ask("en");
	esc();
	assert_string_equal(top(), "form");
	(void)mc_form_prefill(t.desk->form, "mother", &mother, NULL, FAKE_NOW, NULL);
	mc_form_prove(t.desk->form, mc_procedure_role(t.desk->procedure, "mother"), mother.number);
	press(MC_KEY_F(9));
	type("v\r");
	for (int i = 0; i < 40 && !screen_has(&t.canvas, "Mother: verified by the register"); i++) {
		press(MC_KEY_DOWN);
	}
	assert_true(screen_has(&t.canvas, "Mother: verified by the register: Yes"));
}

static void enter(const char *id, const char *text)
{
	assert_ok(mc_form_type(t.desk->form, mc_procedure_field(t.desk->procedure, id), text,
			       FAKE_NOW, NULL));
}

/* Unusual, not wrong: asked about on the safe button, sent after a clear yes. */
static void what_is_unusual_is_asked_about(void **state)
{
	(void)state;
	ask("vi");
	press(13);
	enter("mother.born", "1/1/1950");
	press(MC_KEY_F(9));
	screen_is_golden(&t.canvas, "vi_form_warned");
	press(13);
	assert_string_equal(top(), "form"); /* it had the safe button */
	assert_int_equal(t.desk->ready, 1);
	press(MC_KEY_F(9));
	press(MC_KEY_RIGHT);
	press(13);
	assert_string_equal(top(), "confirm");
	assert_int_equal(t.desk->ready, 2);
	press(MC_KEY_LEFT);
	press(13);
	assert_string_equal(top(), "declaration");
	press(13); /* back to the question: the yes stands */
	assert_true(screen_has(&t.canvas, "Niêm phong"));
	press(MC_KEY_RIGHT);
	press(13);
	assert_int_equal(t.desk->submitted, 1);
}

/* Beside something wrong it is told, and nothing can be said yes to. */
static void what_is_wrong_comes_first(void **state)
{
	(void)state;
	ask("en");
	press(13);
	enter("mother.born", "1/1/1950");
	enter("father.number", "030190000123"); /* the mother's */
	press(MC_KEY_F(9));
	screen_is_golden(&t.canvas, "form_warned_and_wrong");
	assert_string_equal(top(), "pick");
}

/* A linked death whose family asks for no allowance. */
static void put(const char *field, const char *text)
{
	int at = mc_procedure_field(t.desk->procedure, field);

	assert_true(at >= 0);
	assert_ok(mc_form_type(t.desk->form, at, text, FAKE_NOW, NULL));
}

static void fill_in_a_death(void)
{
	static const char *const answers[][2] = {
		{"authority.registry", "UBND xã Hòa Phú"}, {"authority.residence", "Công an xã Hòa Phú"},
		{"requester.number", "030190000123"},	   {"requester.full_name", "Hồ Thị Mẫu"},
		{"requester.born", "12/3/1950"},	   {"requester.address", "Thôn 3, xã Hòa Phú"},
		{"requester.relation", "spouse"},	   {"requester.phone", "0987 604 315"},
		{"dead.full_name", "Trần Văn Mất"},	   {"dead.sex", "male"},
		{"dead.nationality", "Việt Nam"},	   {"dead.address", "Thôn 3, xã Hòa Phú"},
		{"death.day", "20/11/2026"},		   {"death.place", "Tại nhà"},
		{"death.cause", "Tuổi già"},		   {"death_notice.kind", "none"},
		{"dead.copies", "1"},			   {"deletion.address", "Thôn 3, xã Hòa Phú"},
		{"deletion.was_head", "no"},		   {"allowance.kind", "none"},
		{"delivery.way", "counter"},
	};

	for (size_t i = 0; i < MC_COUNT(answers); i++) {
		put(answers[i][0], answers[i][1]);
	}
}

static void what_is_not_asked_for_is_said(void **state)
{
	(void)state;
	setenv("MOTCUA_LOCALEDIR", MC_BUILD_DIR "/locale", 1);
	setenv("LANGUAGE", "vi", 1);
	mc_i18n_init("vi");
	use(load(MC_SOURCE_DIR "/data/procedures", "2.002622.json"));
	fill_in_a_death();
	start();
	press(MC_KEY_CTRL('N'));
	press(13);
	press(MC_KEY_F(9));
	assert_string_equal(top(), "confirm");
	screen_is_golden(&t.canvas, "vi_send_left_out");
	assert_int_equal(t.canvas.cut, 0);
	assert_true(screen_has(&t.canvas, "Không đề nghị: Mai táng phí, tử tuất."));
	assert_false(screen_has(&t.canvas, "Tờ khai trợ cấp mai táng"));
	press(MC_KEY_LEFT);
	press(13);
	assert_string_equal(top(), "declaration");
	for (int page = 0; page < 12; page++) {
		assert_false(screen_has(&t.canvas, "Tờ khai trợ cấp mai táng"));
		assert_false(screen_has(&t.canvas, "Cơ quan Bảo hiểm xã hội hoặc"));
		press(MC_KEY_PGDN);
	}
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(they_are_named_and_shown_in_vietnamese),
		CASE(they_are_shown_in_english),
		CASE(rows_and_verified_people),
		CASE(what_is_unusual_is_asked_about),
		CASE(what_is_wrong_comes_first),
		CASE(what_is_not_asked_for_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
