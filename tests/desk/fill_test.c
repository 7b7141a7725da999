/* SPDX-License-Identifier: MPL-2.0 */
#include "support/province.h"

#include "motcua/base/clock.h"
#include "motcua/desk/lookup.h"

static struct province p;
static struct mc_work *work;

static int setup(void **state)
{
	(void)state;
	province_begin(&p);
	province_open(&p);
	assert_ok(mc_work_new(p.desk, PROCEDURE, &work, NULL));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	mc_work_close(work);
	province_end(&p);
	return 0;
}

static const struct mc_value *value_of(const char *id)
{
	return &work->form->values[province_field(work, id)];
}

static void type(const char *id, const char *text)
{
	assert_ok(mc_work_type(work, province_field(work, id), text, NULL));
}

static void reopen(void)
{
	char id[MC_UUID_LEN];

	MC_COPY(id, work->id);
	mc_work_close(work);
	assert_ok(mc_work_open(p.desk, id, &work, NULL));
}

static void look_up(struct mc_query *query, enum mc_outcome outcome, struct mc_lookup *ret)
{
	assert_ok(mc_lookup_begin(p.desk, query, 0, NULL));
	province_answer(&p, outcome, FAULT_NONE);
	assert_ok(mc_lookup_poll(p.desk, query->id, ret, NULL));
}

static void test_roles(void **state)
{
	const struct mc_role *role;

	(void)state;
	role = mc_work_role_of(work, province_field(work, "mother.number"));
	assert_string_equal(role->id, "mother");
	role = mc_work_role_of(work, province_field(work, "father.born"));
	assert_string_equal(role->id, "father");
	assert_null(mc_work_role_of(work, province_field(work, "delivery.way")));
	assert_null(mc_work_role_of(work, -1));
	assert_null(mc_work_role_of(work, 9999));
}

static void test_question_of_a_role(void **state)
{
	struct mc_query query;

	(void)state;
	assert_code(mc_work_query(work, "mother", &query, NULL), MC_E_NUMBER);
	type("mother.number", MOTHER);
	assert_code(mc_work_query(work, "mother", &query, NULL), MC_E_NOT_A_PERSON);
	type("mother.full_name", MOTHER_NAME);
	type("mother.born", "02/03/1990");
	assert_ok(mc_work_query(work, "mother", &query, NULL));
	assert_int_equal(query.kind, MC_QUERY_VERIFY);
	assert_string_equal(query.number, MOTHER);
	assert_string_equal(query.procedure, PROCEDURE);
	assert_string_equal(query.dossier, work->id);
	assert_true(query.purpose[0] != '\0');
	assert_int_equal(query.born.day, 2);
	assert_code(mc_work_query(work, "nobody", &query, NULL), MC_E_NOT_FOUND);
}

/* An answer of two days ago fills its own fields; what depends on today is of today. */
static void test_an_older_answer_turns_no_day_back(void **state)
{
	struct mc_query query;
	struct mc_lookup lookup;

	(void)state;
	type("mother.number", MOTHER);
	type("mother.full_name", "Hồ Thị Mẫu");
	type("mother.born", "1990");
	assert_ok(mc_work_query(work, "mother", &query, NULL));
	look_up(&query, MC_OUTCOME_FOUND, &lookup);
	mc_clock_freeze(NOW + 2 * MC_DAY);
	type("child.born", "25/09/2026"); /* yesterday was the sixtieth day */
	assert_string_equal(value_of("birth.late")->text, "yes");
	assert_ok(mc_work_fill(work, "mother", &lookup, NULL, NULL));
	assert_int_equal(value_of("mother.full_name")->at, NOW);
	assert_string_equal(value_of("birth.late")->text, "yes");
	mc_clock_freeze(NOW);
}

static void test_prefill(void **state)
{
	struct mc_query query;
	struct mc_lookup lookup;
	int filled;

	(void)state;
	type("mother.number", MOTHER);
	type("mother.full_name", "Hồ Thị Mẫu");
	type("mother.born", "1990");
	type("mother.ethnicity", "Ê-đê"); /* the register says otherwise */
	assert_ok(mc_work_query(work, "mother", &query, NULL));
	look_up(&query, MC_OUTCOME_FOUND, &lookup);
	assert_ok(mc_work_fill(work, "mother", &lookup, &filled, NULL));
	assert_true(filled > 2);
	reopen();
	assert_int_equal(value_of("mother.full_name")->from, MC_FROM_REGISTER);
	assert_int_equal(value_of("mother.full_name")->at, NOW);
	assert_int_equal(value_of("mother.address")->from, MC_FROM_REGISTER);
	assert_non_null(strstr(value_of("mother.address")->text, "An Bình"));
	/* typed stays, the register's beside it */
	assert_string_equal(value_of("mother.ethnicity")->text, "Ê-đê");
	assert_int_equal(value_of("mother.ethnicity")->from, MC_FROM_TYPED);
	assert_string_equal(value_of("mother.ethnicity")->register_text, "Kinh");
	/* and the other way round: typed over what was filled */
	type("mother.nationality", "Lào");
	reopen();
	assert_string_equal(value_of("mother.nationality")->text, "Lào");
	assert_string_equal(value_of("mother.nationality")->register_text, "Việt Nam");
	assert_int_equal(value_of("mother.nationality")->register_at, NOW);
}

/* The first screen's scan brought the person here: the form has the day of issue too, beside the
 * register's answer, and nothing else of the card. */
static void test_card_of_the_first_screen(void **state)
{
	struct mc_query query;
	struct mc_lookup lookup;

	(void)state;
	type("requester.number", MOTHER);
	type("requester.full_name", MOTHER_NAME);
	type("requester.born", "1990");
	assert_ok(mc_work_query(work, "requester", &query, NULL));
	look_up(&query, MC_OUTCOME_FOUND, &lookup);
	assert_ok(mc_work_fill(work, "requester", &lookup, NULL, NULL));
	assert_string_equal(value_of("requester.card.issued")->text, "");
	lookup.card_issued = (struct mc_date){2022, 10, 28};
	assert_ok(mc_work_fill(work, "requester", &lookup, NULL, NULL));
	reopen();
	assert_string_equal(value_of("requester.card.issued")->text, "2022-10-28");
	assert_int_equal(value_of("requester.card.issued")->from, MC_FROM_CARD);
	assert_int_equal(value_of("requester.number")->from, MC_FROM_REGISTER);
	assert_int_equal(value_of("requester.address")->from, MC_FROM_REGISTER);
}

static struct mc_birth birth(const char *number, enum mc_sex sex)
{
	struct mc_birth it = {.born = {2026, 11, 20}, .issued = {2026, 11, 21}, .sex = sex};

	MC_COPY(it.number, number);
	MC_COPY(it.place, "Bệnh viện Mẫu");
	return it;
}

/* What the hospital sent fills the child; of twins the one whose notice is named. */
static void test_birth_notice(void **state)
{
	struct mc_person person = {.number = MOTHER, .full_name = MOTHER_NAME, .birth_count = 1};

	(void)state;
	person.births[0] = birth("M/1", MC_SEX_FEMALE);
	person.births[1] = birth("M/2", MC_SEX_MALE);
	(void)mc_form_prefill(work->form, "mother", &person, NULL, NOW, NULL);
	assert_string_equal(value_of("birth_notice.kind")->text, "electronic");
	assert_string_equal(value_of("birth_notice.number")->text, "M/1");
	assert_string_equal(value_of("birth_notice.issued")->text, "2026-11-21");
	assert_string_equal(value_of("child.born")->text, "2026-11-20");
	assert_string_equal(value_of("child.sex")->text, "female");
	assert_string_equal(value_of("child.birth_place")->text, "Bệnh viện Mẫu");
	assert_int_equal(value_of("child.sex")->from, MC_FROM_REGISTER);
	assert_string_equal(value_of("requester.relation")->text, ""); /* she did not ask */
	(void)mc_form_prefill(work->form, "requester", &person, NULL, NOW, NULL);
	assert_string_equal(value_of("requester.relation")->text, "mother");
	type("birth_notice.number", "");
	type("child.sex", "");
	person.birth_count = 2; /* nobody may choose between them */
	(void)mc_form_prefill(work->form, "mother", &person, NULL, NOW, NULL);
	assert_string_equal(value_of("child.sex")->text, "");
	type("birth_notice.number", "M/2");
	(void)mc_form_prefill(work->form, "mother", &person, NULL, NOW, NULL);
	assert_string_equal(value_of("child.sex")->text, "male");
	assert_string_equal(value_of("birth_notice.number")->text, "M/2");
	assert_int_equal(value_of("birth_notice.number")->from, MC_FROM_REGISTER);
}

static void assert_units(const char *id, const char *province, const char *ward, bool old)
{
	assert_string_equal(value_of(id)->province_code, province);
	assert_string_equal(value_of(id)->ward_code, ward);
	assert_int_equal(value_of(id)->old_units, old);
}

/* The codes follow the text of an address, on disk too; the register's own are the register's. */
static void test_units_of_an_address(void **state)
{
	struct mc_person person = {.number = MOTHER, .full_name = MOTHER_NAME};

	(void)state;
	type("requester.address", "Thôn Mẫu, xã Hòa Phú, tỉnh Đắk Lắk");
	type("child.origin", "Xã Hòa Phú, huyện Mẫu, tỉnh Đắk Lắk");
	reopen();
	assert_units("requester.address", "66", "24175", false);
	assert_units("child.origin", "", "", true);
	assert_string_equal(value_of("child.origin")->text,
			    "Xã Hòa Phú, huyện Mẫu, tỉnh Đắk Lắk");
	type("requester.address", "Ở đâu đó");
	assert_units("requester.address", "", "", false);
	/* a commune that the table does not have */
	MC_COPY(person.permanent.province, "tỉnh Lào Cai");
	MC_COPY(person.permanent.province_code, "15");
	MC_COPY(person.permanent.ward, "xã Mẫu");
	MC_COPY(person.permanent.ward_code, "02999");
	(void)mc_form_prefill(work->form, "mother", &person, NULL, NOW, NULL);
	assert_units("mother.address", "15", "02999", false);
	MC_COPY(person.permanent.district, "huyện Mẫu");
	(void)mc_form_prefill(work->form, "mother", &person, NULL, NOW, NULL);
	assert_units("mother.address", "", "", true);
	type("authority.birth_case", "both_parents");
	type("father.same_residence", "yes"); /* a copy has what its text says */
	type("mother.address", "xã Hòa Phú, tỉnh Đắk Lắk");
	assert_units("father.address", "66", "24175", false);
}

/* No match and no answer fill in nothing, and empty nothing. */
static void test_nothing_to_fill(void **state)
{
	struct mc_query query = province_query(MC_QUERY_VERIFY);
	struct mc_lookup lookup;
	int filled = -1;

	(void)state;
	type("mother.full_name", MOTHER_NAME);
	look_up(&query, MC_OUTCOME_NO_MATCH, &lookup);
	assert_ok(mc_work_fill(work, "mother", &lookup, &filled, NULL));
	assert_int_equal(filled, 0);
	assert_string_equal(value_of("mother.full_name")->text, MOTHER_NAME);
	assert_string_equal(value_of("mother.number")->text, "");
}

/* Served before: the number alone is enough, nothing is asked; the new use is in the audit. */
static void test_from_earlier(void **state)
{
	struct mc_query query = province_query(MC_QUERY_LOOKUP);
	struct mc_lookup lookup;
	int64_t lines;

	(void)state;
	look_up(&query, MC_OUTCOME_FOUND, &lookup);
	lines = province_audit_lines(&p);
	mc_clock_freeze(NOW + MC_HOUR);
	type("mother.number", "030 190 000 123");
	assert_false(province_asked(&p, NULL));
	assert_int_equal(province_audit_lines(&p), lines + 1);
	assert_int_equal(province_audit(&p, "reuse", work->id), 1);
	reopen();
	assert_string_equal(value_of("mother.full_name")->text, MOTHER_NAME);
	assert_int_equal(value_of("mother.full_name")->from, MC_FROM_REGISTER);
	assert_int_equal(value_of("mother.full_name")->at, NOW); /* its age, not now */
	assert_string_equal(value_of("father.full_name")->text, "");
}

/* An old record fills nothing: the register is asked anew. Nor one that a clock gone wrong
 * makes look as if it came from the future. */
static void test_not_from_an_old_one(void **state)
{
	static const int64_t ages[] = {12 * MC_HOUR, 3 * MC_DAY, -2 * MC_DAY};
	struct mc_query query = province_query(MC_QUERY_LOOKUP);
	struct mc_lookup lookup;

	(void)state;
	look_up(&query, MC_OUTCOME_FOUND, &lookup);
	for (size_t i = 0; i < MC_COUNT(ages); i++) {
		mc_clock_freeze(NOW + ages[i]);
		type("mother.number", MOTHER);
		assert_string_equal(value_of("mother.number")->text, MOTHER);
		assert_string_equal(value_of("mother.full_name")->text, "");
	}
	assert_int_equal(province_audit(&p, "reuse", ""), 0);
	mc_clock_freeze(NOW + 12 * MC_HOUR - MC_SECOND);
	type("mother.number", MOTHER);
	assert_string_equal(value_of("mother.full_name")->text, MOTHER_NAME);
}

static void test_the_office_says_how_fresh(void **state)
{
	struct mc_query query = province_query(MC_QUERY_LOOKUP);
	char *dir = mc_path_join(p.top, ".config/motcua"),
	     *conf = mc_path_join(dir, "motcua.conf");
	struct mc_lookup lookup;

	(void)state;
	look_up(&query, MC_OUTCOME_FOUND, &lookup);
	mc_work_close(work);
	assert_ok(mc_dir_make(dir, 0700, NULL));
	province_write(conf, "[reuse]\nhours = 0\n");
	province_open(&p);
	assert_ok(mc_work_new(p.desk, PROCEDURE, &work, NULL));
	type("mother.number", MOTHER);
	assert_string_equal(value_of("mother.full_name")->text, "");
	mc_work_close(work);
	province_write(conf, "[reuse]\nhours = 48\n");
	province_open(&p);
	assert_ok(mc_work_new(p.desk, PROCEDURE, &work, NULL));
	mc_clock_freeze(NOW + 47 * MC_HOUR);
	type("mother.number", MOTHER);
	assert_string_equal(value_of("mother.full_name")->text, MOTHER_NAME);
	free(dir);
	free(conf);
}

static void test_from_a_card(void **state)
{
	struct mc_query query = province_query(MC_QUERY_LOOKUP);
	struct mc_lookup lookup;
	struct mc_card card;
	int filled;

	(void)state;
	assert_ok(mc_card_parse("030190000123|240123456|Hồ Thị Mẫu|02031990|Nữ|"
				"Số 5, thôn An Bình, xã Hòa Phú|01012022",
				&card, NULL));
	assert_ok(mc_work_fill_card(work, "mother", &card, &filled, NULL));
	assert_true(filled > 2);
	reopen();
	assert_string_equal(value_of("mother.number")->text, MOTHER);
	assert_int_equal(value_of("mother.full_name")->from, MC_FROM_CARD);
	assert_string_equal(value_of("mother.born")->text, "1990-03-02");
	/* the number is the card's, too, and stays so; what was looked up before comes in */
	assert_ok(mc_work_fill_recent(work, province_field(work, "mother.number"), NULL));
	assert_int_equal(value_of("mother.number")->from, MC_FROM_CARD);
	look_up(&query, MC_OUTCOME_FOUND, &lookup);
	assert_ok(mc_work_fill_recent(work, province_field(work, "mother.full_name"), NULL));
	assert_int_equal(value_of("mother.full_name")->from, MC_FROM_CARD);
	assert_ok(mc_work_fill_recent(work, province_field(work, "mother.number"), NULL));
	assert_int_equal(value_of("mother.full_name")->from, MC_FROM_REGISTER);
}

static void test_proof_tied_to_the_dossier(void **state)
{
	struct mc_query query = province_query(MC_QUERY_VERIFY); /* before there was a dossier */
	struct mc_lookup lookup;
	struct mc_vec rows;

	(void)state;
	look_up(&query, MC_OUTCOME_FOUND, &lookup);
	assert_ok(mc_work_fill(work, "mother", &lookup, NULL, NULL));
	mc_vec_init(&rows, sizeof(struct mc_evidence_row), 10);
	assert_ok(mc_evidence_of_dossier(p.desk->store, work->id, &rows, NULL));
	assert_int_equal(rows.len, 1);
	mc_vec_done(&rows);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_roles),           CASE(test_question_of_a_role),
		CASE(test_an_older_answer_turns_no_day_back),         CASE(test_card_of_the_first_screen),
		CASE(test_prefill),         CASE(test_card_of_the_first_screen),
		CASE(test_nothing_to_fill),
		CASE(test_units_of_an_address), CASE(test_birth_notice),
		CASE(test_from_earlier),    CASE(test_from_a_card),
		CASE(test_not_from_an_old_one), CASE(test_the_office_says_how_fresh),
		CASE(test_proof_tied_to_the_dossier),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
