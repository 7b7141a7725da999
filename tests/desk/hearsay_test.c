/* SPDX-License-Identifier: MPL-2.0 */
/*
 * hearsay_test.c - one person's record names another: the head of a household, a mother, a
 * father. That fills in who is not known yet; it takes the place of nobody who was scanned or
 * looked up, two people never make one, and nobody is verified by what another's record said.
 */
#include "support/province.h"

#define LATER (NOW + MC_MINUTE)
#define LAST (NOW + 2 * MC_MINUTE)

static struct province p;
static struct mc_work *work;

static int setup(void **state)
{
	(void)state;
	province_begin(&p);
	province_open(&p);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	mc_work_close(work);
	work = NULL;
	province_end(&p);
	return 0;
}

static void begin(const char *procedure)
{
	mc_work_close(work);
	assert_ok(mc_work_new(p.desk, procedure, &work, NULL));
}

static const struct mc_value *value_of(const char *id)
{
	return &work->form->values[province_field(work, id)];
}

static bool answered(const char *role)
{
	return mc_form_answered(work->form, mc_procedure_role(work->procedure, role));
}

static void type(const char *id, const char *text)
{
	assert_ok(mc_work_type(work, province_field(work, id), text, NULL));
}

static void assert_is(const char *id, const char *text, enum mc_provenance from)
{
	assert_string_equal(value_of(id)->text, text);
	assert_int_equal(value_of(id)->from, from);
}

/* ---- a child's household: the person who moves in, a head, another head */

static const struct mc_person mover = { .number = "001090000111",
					.full_name = "Lê Văn Chuyển",
					.born = {1990, 5, 6} };
static const struct mc_person head = { .number = "001065000222",
				       .full_name = "Trần Thị Chủ",
				       .born = {1965, 7, 8} };
static const struct mc_household home = { .id = "H1",
					  .head = {"001060000333", "Ngô Văn Khác"} };

static void look_up(const char *role, const struct mc_person *person,
		    const struct mc_household *household, int64_t at)
{
	(void)mc_form_prefill(work->form, role, person, household, at, NULL);
}

static void test_names_who_is_not_known(void **state)
{
	(void)state;
	begin("1.002755");
	look_up("person", &mover, &home, NOW);
	assert_is("head.number", home.head.number, MC_FROM_REGISTER);
	assert_is("head.full_name", home.head.full_name, MC_FROM_REGISTER);
	assert_true(answered("person"));
	assert_false(answered("head")); /* nobody asked the register about the head */
}

/* The head was looked up; the mover's record has another one. */
static void test_takes_nobodys_place(void **state)
{
	(void)state;
	begin("1.002755");
	look_up("head", &head, NULL, NOW);
	assert_true(answered("head"));
	look_up("person", &mover, &home, LATER);
	assert_is("head.number", head.number, MC_FROM_REGISTER);
	assert_is("head.full_name", head.full_name, MC_FROM_REGISTER);
	assert_is("head.born", "1965-07-08", MC_FROM_REGISTER);
	assert_true(answered("head"));
	/* and the other way round: one's own look-up takes the place of hearsay */
	begin("1.002755");
	look_up("person", &mover, &home, NOW);
	look_up("head", &head, NULL, LATER);
	assert_is("head.number", head.number, MC_FROM_REGISTER);
	assert_true(answered("head"));
	look_up("person", &mover, &home, LAST);
	assert_true(answered("head"));
}

/* Of a card, or typed: who stands there stays whole. */
static void test_no_half_of_each(void **state)
{
	struct mc_card card = {.born = head.born, .sex = MC_SEX_FEMALE};

	MC_COPY(card.number, head.number);
	MC_COPY(card.full_name, head.full_name);
	(void)state;
	begin("1.002755");
	(void)mc_form_prefill_card(work->form, "head", &card, NOW, NULL);
	look_up("person", &mover, &home, LATER);
	assert_is("head.number", head.number, MC_FROM_CARD);
	assert_is("head.full_name", head.full_name, MC_FROM_CARD);
	begin("1.002755");
	type("head.number", head.number);
	look_up("person", &mover, &home, LATER);
	assert_is("head.number", head.number, MC_FROM_TYPED);
	assert_string_equal(value_of("head.number")->register_text, home.head.number);
	assert_is("head.full_name", "", MC_FROM_NOWHERE);
	assert_false(answered("head"));
}

/* What one record said of the head goes as a whole when another record names another. */
static void test_hearsay_for_hearsay(void **state)
{
	struct mc_household other = {.id = "H2", .head = {.full_name = "Đỗ Thị Mới"}};

	(void)state;
	begin("1.002755");
	look_up("person", &mover, &home, NOW);
	look_up("person", &mover, &other, LATER);
	assert_is("head.full_name", "Đỗ Thị Mới", MC_FROM_REGISTER);
	assert_is("head.number", "", MC_FROM_NOWHERE); /* that one is not known */
}

/* The linked birth form: mother's household, father's, and the head's own card. */
static void test_head_of_the_linked_birth(void **state)
{
	struct mc_household fathers = {.id = "H2", .head = {.full_name = "Đỗ Thị Mới"}};

	(void)state;
	begin(PROCEDURE);
	look_up("mother", &mover, &home, NOW);
	assert_is("head.number", home.head.number, MC_FROM_REGISTER);
	look_up("father", &mover, &fathers, LATER);
	assert_is("head.full_name", "Đỗ Thị Mới", MC_FROM_REGISTER);
	assert_is("head.number", "", MC_FROM_NOWHERE);
	look_up("head", &head, &home, LAST);
	assert_is("head.number", head.number, MC_FROM_REGISTER);
	assert_true(answered("head"));
	look_up("mother", &mover, &home, LAST + MC_MINUTE);
	assert_is("head.full_name", head.full_name, MC_FROM_REGISTER);
}

/* What a child is to the head, the head's own record says and the spouse's does not: whoever is
 * looked up last. Another father's record takes away what the first one's said. */
static void test_in_either_order(void **state)
{
	struct mc_person father = mover, mother = head, other = mover;

	(void)state;
	MC_COPY(father.relation_to_head, "chủ hộ");
	father.sex = MC_SEX_MALE;
	MC_COPY(mother.relation_to_head, "vợ");
	for (int turn = 0; turn < 2; turn++) {
		begin(PROCEDURE);
		look_up(turn ? "father" : "mother", turn ? &father : &mother, &home, NOW);
		look_up(turn ? "mother" : "father", turn ? &mother : &father, &home, LATER);
		assert_is("head.relation", "con đẻ", MC_FROM_REGISTER);
	}
	MC_COPY(other.number, "001090000555");
	look_up("father", &other, &home, LAST);
	assert_is("head.relation", "", MC_FROM_NOWHERE);
}

/* Who moves leaves the household that the register knows: its head is not the one to join. */
static void test_where_one_moves_to(void **state)
{
	static const char *const moves[] = {"1.004222", "1.004194", "1.010038"};
	struct mc_person wife = mover;

	(void)state;
	MC_COPY(wife.relation_to_head, "vợ");
	for (size_t i = 0; i < MC_COUNT(moves); i++) {
		begin(moves[i]);
		look_up("person", &wife, &home, NOW);
		assert_is("head.full_name", "", MC_FROM_NOWHERE);
		assert_is("head.number", "", MC_FROM_NOWHERE);
		assert_is("head.relation", "", MC_FROM_NOWHERE);
		look_up("head", &head, NULL, LATER);
		assert_true(answered("head"));
	}
}

/* Two answers about one role make nobody verified, also when each value is the register's. */
static void test_one_answer_says_all_three(void **state)
{
	struct mc_value *born;

	(void)state;
	begin(PROCEDURE);
	look_up("mother", &mover, NULL, NOW);
	assert_true(answered("mother"));
	born = &work->form->values[province_field(work, "mother.born")];
	born->at += MC_SECOND;
	assert_false(answered("mother"));
	born->at -= MC_SECOND;
	assert_true(answered("mother"));
}

/* Parents whom a child's record names, where births are registered again. */
static void test_parents_by_the_child(void **state)
{
	struct mc_person child = { .number = "001205000444", .full_name = "Lê Thị Con",
				   .born = {2005, 1, 2},
				   .mother = {"001065000222", "Trần Thị Chủ"},
				   .father = {"001090000111", "Lê Văn Chuyển"} };

	(void)state;
	begin("1.004884");
	look_up("mother", &head, NULL, NOW);
	look_up("child", &child, NULL, LATER);
	assert_true(answered("mother"));
	assert_int_equal(value_of("mother.full_name")->at, NOW); /* the same one, by her own record */
	assert_is("father.full_name", "Lê Văn Chuyển", MC_FROM_REGISTER);
	assert_false(answered("father"));
	child.mother = (struct mc_relative){"001070000555", "Vũ Thị Lạ"};
	look_up("child", &child, NULL, LAST);
	assert_is("mother.number", head.number, MC_FROM_REGISTER);
	assert_true(answered("mother"));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_names_who_is_not_known), CASE(test_takes_nobodys_place),
		CASE(test_no_half_of_each),	   CASE(test_hearsay_for_hearsay),
		CASE(test_head_of_the_linked_birth), CASE(test_in_either_order),
		CASE(test_where_one_moves_to),
		CASE(test_one_answer_says_all_three), CASE(test_parents_by_the_child),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
