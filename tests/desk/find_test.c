/* SPDX-License-Identifier: MPL-2.0 */
/* find_test.c - dossiers found by number, person, name, and what narrows it; people too. */
#include <sqlite3.h>

#include "motcua/desk/find.h"
#include "motcua/desk/lookup.h"
#include "support/province.h"

static struct province p;

static int setup(void **state)
{
	(void)state;
	province_begin(&p);
	province_publish(&p);
	province_open(&p);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	province_end(&p);
	return 0;
}

static void new_child(const char *given, const char *number, char ret_id[MC_UUID_LEN])
{
	struct mc_work *work;

	assert_ok(mc_work_new(p.desk, PROCEDURE, &work, NULL));
	assert_ok(mc_work_type(work, province_field(work, "child.family_name"), "Nguyễn", NULL));
	assert_ok(mc_work_type(work, province_field(work, "child.given_name"), given, NULL));
	(void)!mc_work_type(work, province_field(work, "mother.number"), number, NULL);
	strcpy(ret_id, work->id);
	mc_work_close(work);
}

/* The local numbers' dossiers, in the order they are found: "a b". */
static int found(const struct mc_find *find, struct mc_dossier_row *ret_first)
{
	struct mc_vec numbers, rows;
	int count;

	mc_vec_init(&numbers, sizeof(int64_t), 100);
	mc_vec_init(&rows, sizeof(struct mc_dossier_row), 100);
	assert_ok(mc_dossier_find(p.desk, find, &numbers, NULL));
	assert_ok(mc_dossier_rows(p.desk, numbers.items, (int)numbers.len, &rows, NULL));
	assert_int_equal(rows.len, numbers.len);
	count = (int)rows.len;
	if (count) {
		*ret_first = *(struct mc_dossier_row *)mc_vec_at(&rows, 0);
	}
	mc_vec_done(&numbers);
	mc_vec_done(&rows);
	return count;
}

static int finds(const char *text, const char *first)
{
	struct mc_find find = {.text = ""};
	struct mc_dossier_row row;
	int count;

	MC_COPY(find.text, text);
	count = found(&find, &row);
	if (count && first) {
		assert_string_equal(row.id, first);
	}
	return count;
}

static void test_ways(void **state)
{
	char hoa[MC_UUID_LEN], dung[MC_UUID_LEN], sent[MC_UUID_LEN], beginning[12];
	struct mc_dossier_row row;

	(void)state;
	new_child("Hòa", "030190000123", hoa);
	new_child("Dũng", "030190000124", dung);
	province_submit(&p, sent);
	assert_ok(province_say(&p, sent, MC_HAPPENING_RECEIPT, "receipt", "received",
			       "H15.40-261123-0001", FAULT_NONE));
	assert_int_equal(finds("", NULL), 3);
	assert_int_equal(finds("hoa", hoa), 1);
	assert_int_equal(finds("nguyễn d", dung), 1);
	assert_int_equal(finds("nguyen hoá", NULL), 0);
	assert_int_equal(finds("030190000124", dung), 1);
	assert_int_equal(finds("030 190 000 124", dung), 1);
	assert_int_equal(finds("030190000124||Ai|01011990|Nữ|Đâu|01012021", dung), 1);
	assert_int_equal(finds("030190000999", NULL), 0);
	assert_int_equal(finds("h15.40-261123-0001", sent), 1);
	assert_int_equal(finds("H15.40-261123", NULL), 0); /* official numbers are found whole */
	assert_ok(mc_dossier_row(p.desk, hoa, &row, NULL));
	assert_int_equal(finds(row.local_number, hoa), 1);
	assert_int_equal(finds(hoa, hoa), 1);
	snprintf(beginning, sizeof(beginning), "%.9s", row.local_number);
	assert_int_equal(finds(beginning, sent), 3); /* all of this desk begin so */
	snprintf(beginning, sizeof(beginning), "t-");
	assert_int_equal(finds(beginning, sent), 3);
	assert_int_equal(finds("t", sent), 1); /* a letter: a name */
	assert_int_equal(finds("T-nonsense", NULL), 0);
	assert_int_equal(finds("0301", NULL), 0);
	assert_int_equal(finds("???", NULL), 3); /* no letter: nothing that must match */
}

/* What is typed over the queue finds what is in it, and no draft. */
static void test_only_sealed_ones(void **state)
{
	struct mc_find find = {.text = "", .sealed = true};
	char draft[MC_UUID_LEN], sent[MC_UUID_LEN];
	struct mc_dossier_row row;
	int64_t seq;

	(void)state;
	new_child("Hòa", "030190000123", draft);
	seq = province_submit(&p, sent);
	assert_int_equal(finds("", NULL), 2);
	assert_int_equal(found(&find, &row), 1);
	MC_COPY(find.text, "mau");
	assert_int_equal(found(&find, &row), 1);
	assert_string_equal(row.id, sent);
	MC_COPY(find.text, "T-"); /* half a number: all that begin so, and are in it */
	assert_int_equal(found(&find, &row), 1);
	assert_string_equal(row.id, sent);
	snprintf(find.text, sizeof(find.text), "%lld", (long long)seq); /* its first column */
	assert_int_equal(found(&find, &row), 1);
	assert_string_equal(row.id, sent);
	snprintf(find.text, sizeof(find.text), "%lld", (long long)seq + 1);
	assert_int_equal(found(&find, &row), 0);
	MC_COPY(find.text, "hoa");
	assert_int_equal(finds("hoa", draft), 1);
	assert_int_equal(found(&find, &row), 0);
}

static void write_as_another(const char *sql)
{
	sqlite3 *raw;

	assert_int_equal(sqlite3_open(p.desk->paths.store_db, &raw), SQLITE_OK);
	assert_int_equal(sqlite3_exec(raw, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(raw);
}

/* What was read for one letter serves the next, until this desk or another one seals something. */
static void test_sealed_meanwhile(void **state)
{
	struct mc_find find = {.text = "mau", .sealed = true};
	char first[MC_UUID_LEN], second[MC_UUID_LEN], draft[MC_UUID_LEN];
	struct mc_dossier_row row;

	(void)state;
	province_submit(&p, first);
	new_child("Mẫu", "030190000123", draft);
	assert_int_equal(found(&find, &row), 1);
	province_submit(&p, second);
	assert_int_equal(found(&find, &row), 2);
	assert_string_equal(row.id, second);
	write_as_another("INSERT INTO progress (draft_n, reached, open, received_at, provisional)"
			 " VALUES (2, 'SEALED', 1, '2026-11-23T00:00:00.000Z', 1)");
	assert_int_equal(found(&find, &row), 3);
}

/* Of all that there are each has its place, the newest the first, and any part can be had. */
static void test_places_of_all(void **state)
{
	enum { ALL = 5 };
	char id[MC_UUID_LEN];
	struct mc_vec numbers;
	int count;

	(void)state;
	assert_int_equal(mc_dossier_place(p.desk, 1), -1);
	for (int i = 0; i < ALL; i++) {
		new_child("Hòa", "030190000123", id);
	}
	assert_ok(mc_dossier_count(p.desk, &count, NULL));
	assert_int_equal(count, ALL);
	mc_vec_init(&numbers, sizeof(int64_t), 10);
	for (int from = 0; from <= ALL; from++) {
		mc_vec_reset(&numbers);
		assert_ok(mc_dossier_newest(p.desk, from, 2, &numbers, NULL));
		assert_int_equal(numbers.len, ALL - from < 2 ? ALL - from : 2);
		for (size_t i = 0; i < numbers.len; i++) {
			assert_int_equal(mc_dossier_place(p.desk, *(int64_t *)mc_vec_at(&numbers, i)),
					 from + (int)i);
		}
	}
	mc_vec_done(&numbers);
	assert_int_equal(mc_dossier_place(p.desk, ALL + 1), -1);
	assert_int_equal(mc_dossier_place(p.desk, -1), -1); /* a person */
}

/* Among dossiers and people; of several the spelling that most have. */
static void test_the_other_spelling(void **state)
{
	char id[MC_UUID_LEN], other[MC_TEXT_LEN];
	size_t count;

	(void)state;
	new_child("Lí", "054196278545", id);
	new_child("Linh", "054196278546", id);
	new_child("Quý Kì", "054196278547", id);
	new_child("Quí Kì", "054196278548", id);
	new_child("Quí Kì", "054196278549", id);
	assert_int_equal(finds("Lý", NULL), 0); /* never for the other */
	assert_ok(mc_desk_find_other(p.desk, "Lý", other, &count, NULL));
	assert_string_equal(other, "Lí");
	assert_int_equal(count, 1);
	assert_ok(mc_desk_find_other(p.desk, "Nguyễn Quý Kỳ", other, &count, NULL));
	assert_string_equal(other, "Nguyễn Quí Kì");
	assert_int_equal(count, 2);
	assert_ok(mc_desk_find_other(p.desk, "Lí", other, &count, NULL));
	assert_int_equal(count, 0);
	assert_string_equal(other, "");
	assert_ok(mc_desk_find_other(p.desk, "Mẫu", other, &count, NULL));
	assert_int_equal(count, 0);
}

/* A lock wipes what was opened (tests/store/names_test.c); the next search opens it anew. */
static void test_forgotten_and_found_again(void **state)
{
	char id[MC_UUID_LEN];
	size_t count;
	char other[MC_TEXT_LEN];

	(void)state;
	mc_desk_forget_names(p.desk); /* nothing is open yet */
	new_child("Mẫu", "054196278545", id);
	assert_int_equal(finds("Mau", id), 1);
	assert_ok(mc_desk_find_other(p.desk, "Lý", other, &count, NULL));
	assert_non_null(p.desk->names);
	assert_non_null(p.desk->people);
	mc_desk_forget_names(p.desk);
	assert_null(p.desk->names);
	assert_null(p.desk->people);
	assert_int_equal(finds("Mau", id), 1);
}

static void expect_order(struct mc_vec *numbers, enum mc_collate order, const char *const *names)
{
	struct mc_vec rows;
	int n = 0;

	assert_ok(mc_desk_order_found(p.desk, numbers, order, NULL));
	mc_vec_init(&rows, sizeof(struct mc_found_row), 10);
	assert_ok(mc_found_rows(p.desk, numbers->items, (int)numbers->len, &rows, NULL));
	MC_VEC_EACH(&rows, struct mc_found_row, row) {
		assert_string_equal(row->dossier.subject, names[n]);
		n++;
	}
	assert_null(names[n]);
	mc_vec_done(&rows);
}

/* As the alphabet has it, not the C library and not the bytes; nobody's dossier comes last. */
static void test_in_the_order_of_names(void **state)
{
	static const char *const given[] = { "Nguyễn Bảo", "Nguyễn Bắc", "Nguyễn Đào", "Nguyễn Đặng",
					     "Nguyễn Minh Hòa", "Nguyễn Hoàng", "Nguyễn Hồ", "", NULL };
	static const char *const family[] = { "Nguyễn Bảo", "Nguyễn Bắc", "Nguyễn Đào", "Nguyễn Đặng",
					      "Nguyễn Hoàng", "Nguyễn Hồ", "Nguyễn Minh Hòa", "", NULL };
	static const char *const made[] = {"Hồ", "Đặng", "Minh Hòa", "Bắc", "Hoàng", "Đào", "Bảo"};
	struct mc_find all = {.text = ""};
	struct mc_vec numbers;
	struct mc_work *work;
	char id[MC_UUID_LEN];

	(void)state;
	for (size_t i = 0; i < MC_COUNT(made); i++) {
		new_child(made[i], "054196278545", id);
	}
	assert_ok(mc_work_new(p.desk, PROCEDURE, &work, NULL));
	mc_work_close(work);
	mc_vec_init(&numbers, sizeof(int64_t), 100);
	assert_ok(mc_desk_order_found(p.desk, &numbers, MC_COLLATE_GIVEN_FIRST, NULL));
	assert_ok(mc_dossier_find(p.desk, &all, &numbers, NULL));
	expect_order(&numbers, MC_COLLATE_GIVEN_FIRST, given);
	expect_order(&numbers, MC_COLLATE_FAMILY_FIRST, family);
	mc_vec_done(&numbers);
}

static void test_narrowed(void **state)
{
	char draft[MC_UUID_LEN], sent[MC_UUID_LEN];
	struct mc_dossier_row row;

	(void)state;
	new_child("Hòa", "030190000123", draft);
	province_submit(&p, sent); /* due on Thursday 26 November 2026 */
#define FOUND(...) found(&(struct mc_find){__VA_ARGS__}, &row)
	assert_int_equal(FOUND(.state = MC_STATE_DRAFT), 1);
	assert_string_equal(row.id, draft);
	assert_int_equal(FOUND(.state = MC_STATE_SEALED), 1);
	assert_string_equal(row.id, sent);
	assert_int_equal(FOUND(.procedure = "2.002621.000.00.00.H56"), 2);
	assert_int_equal(FOUND(.procedure = "2.002621", .state = MC_STATE_DRAFT), 1);
	assert_int_equal(FOUND(.procedure = "9.999999"), 0);
	assert_int_equal(FOUND(.text = "hoa", .state = MC_STATE_DRAFT), 1);
	assert_int_equal(FOUND(.text = "hoa", .state = MC_STATE_SEALED), 0);
	assert_int_equal(FOUND(.due = MC_DUE_WEEK), 1);
	assert_int_equal(FOUND(.due = MC_DUE_LATE), 0);
	assert_int_equal(FOUND(.due = MC_DUE_STOPPED), 0);
	assert_int_equal(FOUND(.due_on = {2026, 11, 26}), 1);
	assert_int_equal(FOUND(.due_on = {2026, 11, 0}), 1);
	assert_int_equal(FOUND(.due_on = {2026, 11, 27}), 0);
	assert_int_equal(FOUND(.day = {2026, 11, 23}), 2);
	assert_int_equal(FOUND(.day = {2026, 0, 0}), 2);
	assert_int_equal(FOUND(.day = {2026, 12, 0}), 0);
	assert_int_equal(FOUND(.day = {2025, 0, 0}), 0);
	assert_int_equal(FOUND(.day = {2026, 11, 24}), 0);
	mc_clock_freeze(NOW + 4 * MC_DAY);
	assert_int_equal(FOUND(.due = MC_DUE_LATE), 1);
	assert_string_equal(row.id, sent);
}

static void set(struct mc_work *work, const char *field, const char *text)
{
	assert_ok(mc_work_type(work, province_field(work, field), text, NULL));
}

/* Every person of a dossier finds it, by name with or without marks, and by number; a
 * correction too, and whoever was taken out of the form does not any more. */
static void test_anybody(void **state)
{
	char id[MC_UUID_LEN], other[MC_UUID_LEN];
	struct mc_dossier_row row;
	struct mc_work *work;

	(void)state;
	assert_ok(mc_work_new(p.desk, PROCEDURE, &work, NULL));
	MC_COPY(id, work->id);
	set(work, "child.family_name", "Nguyễn");
	set(work, "child.middle_name", "Thị");
	set(work, "child.given_name", "Ánh");
	set(work, "mother.full_name", "Hồ Thị Mẫu");
	set(work, "father.full_name", "Nguyễn Văn Thử");
	set(work, "father.number", "030088000456");
	set(work, "requester.full_name", "Hồ Thị Mẫu");
	mc_work_close(work);
	new_child("Hòa", "030190000124", other);
	assert_int_equal(finds("nguyen thi anh", id), 1);
	assert_int_equal(finds("ho thi mau", id), 1);
	assert_int_equal(finds("Mẫu", id), 1);
	assert_int_equal(finds("nguyễn văn thử", id), 1);
	assert_int_equal(finds("nguyen", NULL), 2);
	assert_int_equal(finds("030088000456", id), 1);
	assert_int_equal(FOUND(.text = "thu", .state = MC_STATE_DRAFT), 1);
	assert_int_equal(FOUND(.text = "thu", .state = MC_STATE_SEALED), 0);
	assert_ok(mc_work_open(p.desk, id, &work, NULL));
	set(work, "father.full_name", "Lê Văn Khác");
	mc_work_close(work);
	assert_int_equal(finds("thu", NULL), 0);
	assert_int_equal(finds("le van", id), 1);
}

/* People in a table's rows; they go with their row. */
static void test_anybody_in_a_table(void **state)
{
	struct mc_work *work;
	char id[MC_UUID_LEN];

	(void)state;
	assert_ok(mc_work_new(p.desk, "2.002622", &work, NULL));
	MC_COPY(id, work->id);
	set(work, "dead.full_name", "Trần Văn Mất");
	set(work, "survivors", "2");
	set(work, "survivors.1.full_name", "Phan Thị Còn");
	set(work, "survivors.2.full_name", "Trần Thị Lại");
	set(work, "survivors.2.number", "030190000125");
	mc_work_close(work);
	assert_int_equal(finds("tran van mat", id), 1);
	assert_int_equal(finds("phan thi", id), 1);
	assert_int_equal(finds("lai", id), 1);
	assert_int_equal(finds("030190000125", id), 1);
}

/* What a correction takes over finds it, before anybody has opened it. */
static void test_anybody_of_a_correction(void **state)
{
	char sent[MC_UUID_LEN], correction[MC_UUID_LEN];
	struct mc_work *work;

	(void)state;
	province_submit(&p, sent);
	assert_int_equal(finds(MOTHER_NAME, sent), 1);
	assert_ok(province_say(&p, sent, MC_HAPPENING_RECEIPT, "receipt", "received",
			       "H15.40-261123-0001", FAULT_NONE));
	assert_ok(province_say(&p, sent, MC_HAPPENING_RETURN, "event", "returned", "", FAULT_NONE));
	assert_ok(mc_dossier_correct(p.desk, sent, &work, NULL));
	MC_COPY(correction, work->id);
	mc_work_close(work);
	assert_int_equal(finds(MOTHER_NAME, correction), 2);
	assert_int_equal(finds(MOTHER, correction), 2);
}

/* What was written before numbers and names could be looked for is found, too. */
static void test_older_dossiers(void **state)
{
	char old[MC_UUID_LEN];
	struct mc_work *work;

	(void)state;
	new_child("Hòa", "030190000123", old);
	assert_ok(mc_work_open(p.desk, old, &work, NULL));
	set(work, "mother.full_name", "Hồ Thị Cũ");
	mc_work_close(work);
	write_as_another("UPDATE draft_value SET number_blind = NULL;"
			 "UPDATE draft SET people_sealed = NULL");
	assert_int_equal(finds("ho thi cu", old), 1);
	assert_int_equal(finds("030190000123", old), 1);
	assert_int_equal(finds("030190000124", NULL), 0);
}

/* Many of them are read a few at a time, while keys wait; one that is begun meanwhile moves the
 * others on, and none is left out. */
static void test_older_dossiers_a_few_at_a_time(void **state)
{
	enum { OLD = 45 };
	char old[MC_UUID_LEN], new[MC_UUID_LEN];
	int64_t left = 0;
	int turns = 0;

	(void)state;
	for (int i = 0; i < OLD; i++) {
		new_child("Hòa", "030190000123", old);
	}
	write_as_another("UPDATE draft_value SET number_blind = NULL");
	do {
		assert_ok(mc_desk_find_ready(p.desk, MC_FIND_SLICE, &left, NULL));
		assert_true(left < OLD);
		if (!turns++) {
			new_child("Hòa", "030190000123", new);
		}
	} while (left);
	assert_in_range(turns, 3, 6);
	assert_int_equal(finds("030190000123", new), OLD + 1);
}

/* ---- people who were looked up */

static void look_up(void)
{
	struct mc_query query = province_query(MC_QUERY_LOOKUP);
	struct mc_lookup lookup;

	assert_ok(mc_lookup_begin(p.desk, &query, 0, NULL));
	province_answer(&p, MC_OUTCOME_FOUND, FAULT_NONE);
	assert_ok(mc_lookup_poll(p.desk, query.id, &lookup, NULL));
	assert_int_equal(lookup.answer.outcome, MC_OUTCOME_FOUND);
}

/* "P D": a person, then a dossier; their names are looked at too. */
static const char *all_found(struct mc_find find, struct mc_found_row *ret_first)
{
	static char ret[40];
	struct mc_vec numbers, rows;

	mc_vec_init(&numbers, sizeof(int64_t), 100);
	mc_vec_init(&rows, sizeof(struct mc_found_row), 100);
	assert_ok(mc_desk_find(p.desk, &find, &numbers, NULL));
	assert_ok(mc_found_rows(p.desk, numbers.items, (int)numbers.len, &rows, NULL));
	assert_int_equal(rows.len, numbers.len);
	ret[0] = '\0';
	MC_VEC_EACH(&rows, struct mc_found_row, row) {
		assert_true(!row->person.asked_at == !!row->dossier.id[0]);
		snprintf(ret + strlen(ret), sizeof(ret) - strlen(ret), "%s%s", ret[0] ? " " : "",
			 row->person.asked_at ? "P" : "D");
	}
	if (rows.len && ret_first) {
		*ret_first = *(struct mc_found_row *)mc_vec_at(&rows, 0);
	}
	mc_vec_done(&numbers);
	mc_vec_done(&rows);
	return ret;
}
#define ALL(...) all_found((struct mc_find){__VA_ARGS__}, &first)

static void test_people(void **state)
{
	struct mc_found_row first;
	char id[MC_UUID_LEN];

	(void)state;
	assert_string_equal(ALL(.text = "ho thi"), "");
	look_up();
	assert_string_equal(ALL(.text = "ho thi"), "P");
	assert_string_equal(first.person.number, MOTHER);
	assert_string_equal(first.person.full_name, MOTHER_NAME);
	assert_int_equal(first.person.born.year, 1990);
	assert_int_equal(first.person.asked_at, NOW);
	look_up(); /* once more: still one person */
	assert_string_equal(ALL(.text = "mau"), "P");
	assert_string_equal(ALL(.text = MOTHER), "P");
	assert_string_equal(ALL(.text = "030 190 000 123"), "P");
	/* the better match first; alike, the person before the dossier */
	new_child("Mẫu", "030190000124", id);
	assert_string_equal(ALL(.text = "mau"), "P D");
	assert_string_equal(ALL(.text = "nguyễn mẫu"), "D");
	assert_string_equal(ALL(.text = "mẫu"), "P D");
	new_child("Hồ Thị Mẫu", "030190000124", id);
	assert_string_equal(ALL(.text = MOTHER_NAME), "P D");
	assert_string_equal(ALL(.text = "nguyen"), "D D");
	/* what narrows dossiers, and nothing at all, find no people */
	assert_string_equal(ALL(.text = "mau", .state = MC_STATE_DRAFT), "D D");
	assert_string_equal(ALL(.text = ""), "D D");
	assert_string_equal(ALL(.text = "031"), "");
	assert_string_equal(ALL(.text = "???"), "D D");
	assert_string_equal(ALL(.text = "T-nonsense"), "");
}

/* Answers that were taken in before names could be looked for. */
static void test_people_of_an_older_desk(void **state)
{
	struct mc_found_row first;

	(void)state;
	look_up();
	write_as_another("UPDATE person SET name_sealed = NULL, name_seq = 0");
	assert_string_equal(ALL(.text = "ho thi mau"), "P");
	assert_string_equal(first.person.full_name, MOTHER_NAME);
	assert_string_equal(ALL(.text = "ho thi mau"), "P");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_ways, setup, teardown),
		cmocka_unit_test_setup_teardown(test_only_sealed_ones, setup, teardown),
		cmocka_unit_test_setup_teardown(test_places_of_all, setup, teardown),
		cmocka_unit_test_setup_teardown(test_sealed_meanwhile, setup, teardown),
		cmocka_unit_test_setup_teardown(test_the_other_spelling, setup, teardown),
		cmocka_unit_test_setup_teardown(test_forgotten_and_found_again, setup, teardown),
		cmocka_unit_test_setup_teardown(test_in_the_order_of_names, setup, teardown),
		cmocka_unit_test_setup_teardown(test_narrowed, setup, teardown),
		cmocka_unit_test_setup_teardown(test_anybody, setup, teardown),
		cmocka_unit_test_setup_teardown(test_anybody_in_a_table, setup, teardown),
		cmocka_unit_test_setup_teardown(test_anybody_of_a_correction, setup, teardown),
		cmocka_unit_test_setup_teardown(test_older_dossiers, setup, teardown),
		cmocka_unit_test_setup_teardown(test_older_dossiers_a_few_at_a_time, setup, teardown),
		cmocka_unit_test_setup_teardown(test_people, setup, teardown),
		cmocka_unit_test_setup_teardown(test_people_of_an_older_desk, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
