/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What a person gave in earlier dossiers is offered with its dossier, never filled in by itself,
 * never over what a register or a card said.
 */
#include "support/province.h"

#include "motcua/desk/earlier.h"

static struct province p;
static struct mc_work *work;
static char before[MC_UUID_LEN];

static int setup(void **state)
{
	(void)state;
	province_begin(&p);
	province_open(&p);
	province_submit(&p, before); /* the mother is its requester: 0912345678 */
	mc_clock_freeze(NOW + 3 * MC_DAY);
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

static void type(const char *field, const char *text)
{
	assert_ok(mc_work_type(work, province_field(work, field), text, NULL));
}

/* How many; the first to ret. */
static size_t offered(const char *field, struct mc_earlier *ret)
{
	struct mc_vec found;
	size_t count;

	mc_vec_init(&found, sizeof(struct mc_earlier), 5);
	assert_ok(mc_work_earlier(work, province_field(work, field), &found, NULL));
	count = found.len;
	if (count && ret) {
		*ret = *(struct mc_earlier *)mc_vec_at(&found, 0);
	}
	mc_vec_done(&found);
	return count;
}

static const struct mc_value *value(const char *field)
{
	return &work->form->values[province_field(work, field)];
}

static void test_offered_by_number_and_day(void **state)
{
	struct mc_dossier_row row;
	struct mc_earlier it;

	(void)state;
	assert_int_equal(offered("requester.phone", NULL), 0); /* nobody stands in the form yet */
	type("requester.number", MOTHER);
	assert_int_equal(offered("requester.phone", &it), 1);
	assert_ok(mc_dossier_row(p.desk, before, &row, NULL));
	assert_string_equal(it.text, "0912345678");
	assert_string_equal(it.dossier, before);
	assert_string_equal(it.local_number, row.local_number);
	assert_int_equal(it.at, NOW);
	assert_string_equal(value("requester.phone")->text, ""); /* never by itself */
	assert_int_equal(offered("requester.number", NULL), 0);
	type("requester.number", "030190000124"); /* somebody else */
	assert_int_equal(offered("requester.phone", NULL), 0);
}

static void test_taken_because_it_was_chosen(void **state)
{
	(void)state;
	type("requester.number", MOTHER);
	assert_code(mc_work_take_earlier(work, province_field(work, "requester.phone"), "0999",
					 NULL),
		    MC_E_NOT_FOUND);
	assert_int_equal(province_audit(&p, "reuse", ""), 0);
	assert_ok(mc_work_take_earlier(work, province_field(work, "requester.phone"), "0912345678",
				       NULL));
	assert_string_equal(value("requester.phone")->text, "0912345678");
	assert_int_equal(value("requester.phone")->from, MC_FROM_EARLIER);
	assert_int_equal(value("requester.phone")->at, NOW);
	assert_int_equal(province_audit(&p, "reuse", work->id), 1); /* a new use: Law 91/2025 */
	/* on disk with its origin; typed over it is typed */
	char id[MC_UUID_LEN];

	MC_COPY(id, work->id);
	mc_work_close(work);
	assert_ok(mc_work_open(p.desk, id, &work, NULL));
	assert_int_equal(value("requester.phone")->from, MC_FROM_EARLIER);
	type("requester.phone", "0987654321");
	assert_int_equal(value("requester.phone")->from, MC_FROM_TYPED);
}

/* In whatever part of the dossier the person stood. */
static void test_the_mother_was_the_requester(void **state)
{
	struct mc_earlier it;

	(void)state;
	type("mother.number", MOTHER);
	assert_int_equal(offered("mother.address", &it), 2); /* as the requester, and as the mother */
	assert_string_equal(it.text, "Số 5, thôn An Bình");
}

static void test_never_over_the_register(void **state)
{
	struct mc_query query = province_query(MC_QUERY_LOOKUP);
	struct mc_lookup *lookup = mc_calloc(1, sizeof(*lookup));

	(void)state;
	assert_ok(mc_lookup_begin(p.desk, &query, 0, NULL));
	province_answer(&p, MC_OUTCOME_FOUND, FAULT_NONE);
	assert_ok(mc_lookup_poll(p.desk, query.id, lookup, NULL));
	assert_ok(mc_work_fill(work, "mother", lookup, NULL, NULL));
	assert_int_equal(value("mother.address")->from, MC_FROM_REGISTER);
	assert_int_equal(offered("mother.address", NULL), 0);
	assert_code(mc_work_take_earlier(work, province_field(work, "mother.address"),
					 "Số 5, thôn An Bình, xã Hòa Phú", NULL),
		    MC_E_NOT_FOUND);
	free(lookup);
}

/* What a register filled in there is old by now: it is asked, not copied. */
static void test_only_what_was_typed(void **state)
{
	struct mc_work *other;
	struct mc_card card = { .number = "030190000999", .full_name = "Lê Thị Khác",
				.address = "Số 1" };

	(void)state;
	assert_ok(mc_work_new(p.desk, PROCEDURE, &other, NULL));
	assert_ok(mc_work_fill_card(other, "mother", &card, NULL, NULL));
	assert_ok(mc_work_type(other, province_field(other, "mother.number"), card.number, NULL));
	mc_work_close(other);
	type("mother.number", card.number);
	assert_int_equal(offered("mother.address", NULL), 0);
}

static void test_discarded_ones_are_forgotten(void **state)
{
	struct mc_work *other;

	(void)state;
	assert_ok(mc_work_new(p.desk, PROCEDURE, &other, NULL));
	assert_ok(mc_work_type(other, province_field(other, "requester.number"), "030190000999",
			       NULL));
	assert_ok(mc_work_type(other, province_field(other, "requester.phone"), "0900000001", NULL));
	type("requester.number", "030190000999");
	assert_int_equal(offered("requester.phone", NULL), 1);
	assert_ok(mc_work_discard(other, NULL));
	mc_work_close(other);
	assert_int_equal(offered("requester.phone", NULL), 0);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_offered_by_number_and_day),
		T(test_taken_because_it_was_chosen),
		T(test_the_mother_was_the_requester),
		T(test_never_over_the_register),
		T(test_only_what_was_typed),
		T(test_discarded_ones_are_forgotten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
