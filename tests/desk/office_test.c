/* SPDX-License-Identifier: MPL-2.0 */
/* office_test.c - the office's own names fill every form that asks for them, and stay as sent. */
#include "support/opened_desk.h"

#define COMMITTEE "Ủy ban nhân dân xã Hòa Phú, tỉnh Đắk Lắk"
#define POLICE "Công an xã Hòa Phú, tỉnh Đắk Lắk"

static void set_commune(const char *code)
{
	const struct mc_config_change change = {"office", "commune", code};

	assert_ok(mc_desk_save_settings(p.desk, &change, 1, NULL));
}

static const struct mc_value *value(const struct mc_work *work, const char *field)
{
	return &work->form->values[province_field(work, field)];
}

static struct mc_work *begin(const char *procedure)
{
	struct mc_work *work = NULL;

	assert_ok(mc_work_new(p.desk, procedure, &work, NULL));
	return work;
}

static struct mc_work *again(struct mc_work *work)
{
	char id[MC_UUID_LEN];

	MC_COPY(id, work->id);
	mc_work_close(work);
	assert_ok(mc_work_open(p.desk, id, &work, NULL));
	return work;
}

/* Which office decides is asked in the section "authority"; the allowances of a death are
 * decided by either of two, so that this one alone is typed or chosen. */
static bool asks_for_the_office(const struct mc_field *field)
{
	return field->section && !strcmp(field->section, "authority") &&
	       field->kind == MC_FIELD_TEXT && strcmp(field->id, "authority.allowance") != 0;
}

static int assert_filled(const struct mc_work *work)
{
	int n = 0, count = 0;

	MC_VEC_EACH(&work->procedure->fields, struct mc_field, field) {
		const struct mc_value *it = &work->form->values[n++];
		bool police = field->hint.vi && !strncmp(field->hint.vi, "Công an", 8);

		if (asks_for_the_office(field) != (it->from == MC_FROM_OFFICE)) {
			fail_msg("%s %s: \"%s\"", work->procedure->code, field->id, it->text);
		}
		if (it->from == MC_FROM_OFFICE) {
			assert_string_equal(it->text, police ? POLICE : COMMITTEE);
			assert_int_equal(it->at, NOW);
			count++;
		}
	}
	return count;
}

static void test_no_form_asks_for_it(void **state)
{
	int count = 0;

	(void)state;
	set_commune("24175");
	for (size_t i = 0; i < mc_desk_procedure_count(p.desk); i++) {
		struct mc_work *work = begin(mc_desk_procedure_at(p.desk, i)->code);

		count += assert_filled(work);
		mc_work_close(work);
	}
	assert_int_equal(count, 29);
}

static void test_nothing_is_made_up(void **state)
{
	static const char *const communes[] = {"", "99999", "x"};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(communes); i++) {
		struct mc_work *work;
		char text[100];

		set_commune(communes[i]);
		assert_false(mc_desk_commune(p.desk, text, sizeof(text)));
		work = begin("1.001193");
		assert_int_equal(value(work, "authority.registry")->from, MC_FROM_NOWHERE);
		mc_work_close(work);
	}
}

/* A dossier that was begun elsewhere in the year keeps what its form said. */
static void test_saved_with_the_first_value(void **state)
{
	struct mc_work *work;

	(void)state;
	set_commune("24175");
	work = begin("1.004873");
	assert_ok(mc_work_type(work, province_field(work, "requester.phone"), "0912345678", NULL));
	set_commune("24133");
	work = again(work);
	assert_string_equal(value(work, "authority.registry")->text, COMMITTEE);
	assert_int_equal(value(work, "authority.registry")->from, MC_FROM_OFFICE);
	mc_work_close(work);
}

/* Nothing of it is on disk yet: the draft goes by the settings of the day. */
static void test_an_untouched_draft_follows_the_settings(void **state)
{
	struct mc_work *work = begin("1.004873");

	(void)state;
	assert_string_equal(value(work, "authority.registry")->text, "");
	set_commune("24175");
	work = again(work);
	assert_string_equal(value(work, "authority.registry")->text, COMMITTEE);
	mc_work_close(work);
}

static void test_what_is_typed_wins(void **state)
{
	struct mc_work *work;

	(void)state;
	set_commune("24175");
	work = begin("1.004873");
	assert_ok(mc_work_type(work, province_field(work, "authority.registry"),
			       "UBND phường Khác", NULL));
	assert_int_equal(value(work, "authority.registry")->from, MC_FROM_TYPED);
	work = again(work);
	assert_string_equal(value(work, "authority.registry")->text, "UBND phường Khác");
	assert_ok(mc_work_type(work, province_field(work, "authority.registry"), "", NULL));
	work = again(work);
	assert_string_equal(value(work, "authority.registry")->text, ""); /* emptied on purpose */
	mc_work_close(work);
}

/* Of the sealed dossier. */
static void assert_sent(const char *id, const char *field, const char *text,
			enum mc_provenance from)
{
	struct mc_work *work;

	assert_ok(mc_work_look(p.desk, id, &work, NULL));
	assert_int_not_equal(work->state, MC_STATE_DRAFT);
	assert_string_equal(value(work, field)->text, text);
	assert_int_equal(value(work, field)->from, from);
	mc_work_close(work);
}

static void test_sent_with_its_source(void **state)
{
	struct mc_work *work;
	char id[MC_UUID_LEN];
	int64_t seq;

	(void)state;
	set_commune("24175");
	assert_ok(mc_desk_set_officer(p.desk, OFFICER, "Lê Thị Cán Bộ", NULL));
	work = begin(PROCEDURE);
	MC_COPY(id, work->id);
	for (size_t i = 0; i < province_answer_count; i++) {
		if (strncmp(province_answers[i][0], "authority.re", 12) != 0 ||
		    strstr(province_answers[i][0], "_case")) {
			assert_ok(mc_work_type(work, province_field(work, province_answers[i][0]),
					       province_answers[i][1], NULL));
		}
	}
	assert_ok(mc_work_submit(work, &seq, NULL));
	mc_work_close(work);
	set_commune("24133"); /* and it is not what an office is called later */
	assert_sent(id, "authority.registry", COMMITTEE, MC_FROM_OFFICE);
	assert_sent(id, "authority.residence", POLICE, MC_FROM_OFFICE);
	assert_sent(id, "requester.phone", "0912345678", MC_FROM_TYPED);
}

static void test_a_commune_is_found(void **state)
{
	static const struct {
		const char *text, *code;
	} rows[] = {
		{"xã Hòa Phú, tỉnh Đắk Lắk", "24175"},
		{"Hoà Phú, Đắk Lắk", "24175"},
		{"24175", "24175"},
		{"", ""},
		{"xã Hòa Phú", NULL},                 /* of which province? */
		{"thôn 3, xã Hòa Phú, tỉnh Đắk Lắk", NULL}, /* an address is no commune */
		{"tỉnh Đắk Lắk", NULL},
		{"xã Hòa Phú, huyện Krông Ana, tỉnh Đắk Lắk", NULL},
		{"99999", NULL},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		char code[MC_PLACE_CODE_LEN] = "-";
		enum mc_code got = mc_desk_commune_find(p.desk, rows[i].text, code, NULL);

		if (got != (rows[i].code ? MC_OK : MC_E_COMMUNE) ||
		    strcmp(code, rows[i].code ? rows[i].code : "-") != 0) {
			fail_msg("\"%s\": %s", rows[i].text, code);
		}
	}
}

int main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		CASE(test_no_form_asks_for_it),
		CASE(test_nothing_is_made_up),
		CASE(test_saved_with_the_first_value),
		CASE(test_an_untouched_draft_follows_the_settings),
		CASE(test_what_is_typed_wins),
		CASE(test_sent_with_its_source),
		CASE(test_a_commune_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
