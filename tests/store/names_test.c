/* SPDX-License-Identifier: MPL-2.0 */
/* The packed column of names: what it finds, what it takes in later, what it costs. */
#include "motcua/store/names.h"

#include "motcua/text/text.h"
#include "store/desk_db.h"
#include "store/office.h"

static int setup(void **state)
{
	*state = mc_calloc(1, sizeof(struct office));
	office_init(*state);
	return 0;
}

static int teardown(void **state)
{
	office_done(*state);
	free(*state);
	return 0;
}

static void add(struct office *o, int n, const char *subject)
{
	struct mc_draft draft = draft_of(n);

	(void)MC_COPY(draft.subject, subject);
	assert_ok(mc_draft_create(o->store, &draft, NULL));
}

/* Their n, as text: "3 1". */
static const char *find(struct mc_names *names, const char *text)
{
	static char ret[200];
	struct mc_vec found;

	mc_vec_init(&found, sizeof(int64_t), 20);
	assert_ok(mc_names_find(names, text, &found, NULL, NULL));
	ret[0] = '\0';
	MC_VEC_EACH(&found, int64_t, n) {
		snprintf(ret + strlen(ret), sizeof(ret) - strlen(ret), "%s%d", ret[0] ? " " : "",
			 (int)*n);
	}
	mc_vec_done(&found);
	return ret;
}

static void best_first_then_newest(void **state)
{
	struct office *o = *state;
	struct mc_names *names = mc_names_open(o->store, MC_NAMES_DRAFTS);

	assert_string_equal(find(names, "hoa"), "");
	add(o, 1, "Nguyễn Thị Hòa");
	add(o, 2, "Hoa");
	add(o, 3, "Trần Thị Hoa");
	add(o, 4, "Lê Văn Hoá");
	add(o, 5, "Nguyễn Hoàng A B C Phương Thảo Nguyên Hoa"); /* more words than are packed */
	add(o, 6, "");
	assert_string_equal(find(names, "hoa"), "2 3 5 4 1");
	assert_string_equal(find(names, "hòa"), "1 5"); /* 5: Hoàng */
	assert_string_equal(find(names, "hoà"), "1 5");
	assert_string_equal(find(names, "thi hoa"), "3 1");
	assert_string_equal(find(names, "nguyen"), "5 1");
	assert_string_equal(find(names, "xuân"), "");
	assert_string_equal(find(names, ""), "6 5 4 3 2 1");
	mc_names_close(names);
}

/* The first search need not wait for all of them at once; what changes meanwhile is in. */
static void opened_a_few_at_a_time(void **state)
{
	static const int64_t lefts[] = {4, 1, 0, 0};
	struct office *o = *state;
	struct mc_names *names = mc_names_open(o->store, MC_NAMES_DRAFTS);
	size_t rows;
	int64_t left;

	for (int n = 1; n <= 7; n++) {
		add(o, n, n % 2 ? "Hoa" : "Lan");
	}
	for (size_t i = 0; i < MC_COUNT(lefts); i++) {
		assert_ok(mc_names_load(names, 3, &left, NULL));
		assert_int_equal(left, lefts[i]);
		(void)mc_names_size(names, &rows);
		assert_int_equal(rows, i ? (i > 1 ? 7 : 6) : 3);
	}
	assert_string_equal(find(names, "hoa"), "7 5 3 1");
	add(o, 8, "Hoa");
	add(o, 9, "Hoa");
	assert_ok(mc_names_load(names, 1, &left, NULL));
	assert_int_equal(left, 1);
	assert_string_equal(find(names, "hoa"), "9 8 7 5 3 1"); /* whoever does not wait */
	assert_ok(mc_names_load(names, 1, &left, NULL));
	assert_int_equal(left, 0);
	mc_names_close(names);
}

/* Here, and in another program: seen at the next search. */
static void changes_are_seen(void **state)
{
	struct office *o = *state;
	struct mc_names *names = mc_names_open(o->store, MC_NAMES_DRAFTS);
	struct mc_store *other;

	add(o, 1, "");
	add(o, 2, "Y Mẫu Niê");
	assert_string_equal(find(names, "mau"), "2");
	assert_ok(mc_draft_subject(o->store, id_of(1), "Hồ Thị Mẫu", NULL, NULL));
	assert_string_equal(find(names, "mau"), "2 1");
	assert_ok(mc_store_open(&o->paths, o->vault, &other, NULL));
	assert_ok(mc_draft_subject(other, id_of(2), "Y Thử Niê", NULL, NULL));
	mc_store_close(other);
	assert_string_equal(find(names, "mau"), "1");
	assert_string_equal(find(names, "thu"), "2");
	mc_names_close(names);
	mc_names_close(NULL);
}

/* Everybody in the form finds the dossier: once, and by the best of their names. */
static void all_people_of_a_dossier(void **state)
{
	struct office *o = *state;
	struct mc_names *names = mc_names_open(o->store, MC_NAMES_DRAFTS);
	size_t ranks[MC_NAMES_RANKS], rows;
	struct mc_vec found;

	add(o, 1, "Trần Văn An");
	add(o, 2, "Lê Thị Bình");
	add(o, 3, "Y Mẫu Niê");
	assert_ok(mc_draft_subject(o->store, id_of(1), "Trần Văn An",
				   "Lê Hoa\nNguyễn Hoàng A B C Phương Thảo Nguyên Xuân\nHoa", NULL));
	assert_string_equal(find(names, "hoa"), "1");
	assert_string_equal(find(names, "an"), "1");
	assert_string_equal(find(names, "xuan"), "1"); /* of more words than are packed */
	assert_string_equal(find(names, "tran hoa"), ""); /* nobody has both */
	assert_string_equal(find(names, "le"), "2 1");
	mc_vec_init(&found, sizeof(int64_t), 5);
	assert_ok(mc_names_find(names, "hoa", &found, ranks, NULL));
	assert_int_equal(ranks[0], 1); /* whole, though "Lê Hoa" is there, too */
	assert_int_equal(ranks[1] + ranks[2], 0);
	mc_vec_done(&found);
	/* changed, in the middle of the others: the old names are gone, nobody else's */
	assert_ok(mc_draft_subject(o->store, id_of(2), "Lê Thị Bình", "Hồ Văn Cường\nLê Dũng", NULL));
	assert_ok(mc_draft_subject(o->store, id_of(1), "Trần Văn An", "Hồ Thị Xuân", NULL));
	assert_string_equal(find(names, "hoa"), "");
	assert_string_equal(find(names, "ho"), "2 1");
	assert_string_equal(find(names, "dung"), "2");
	assert_string_equal(find(names, "mau"), "3");
	assert_ok(mc_draft_subject(o->store, id_of(2), "Lê Thị Bình", "", NULL));
	assert_string_equal(find(names, "ho"), "1");
	assert_string_equal(find(names, ""), "3 2 1");
	(void)mc_names_size(names, &rows);
	assert_int_equal(rows, 4);
	mc_names_close(names);
}

static void a_name_of_another_key_is_an_error(void **state)
{
	struct office *o = *state;
	struct mc_names *names;
	struct mc_vec found;
	sqlite3 *raw;

	add(o, 1, "Một");
	add(o, 2, "Hai");
	assert_int_equal(sqlite3_open(o->paths.store_db, &raw), SQLITE_OK);
	assert_int_equal(sqlite3_exec(raw,
				      "UPDATE draft SET subject_sealed ="
				      " (SELECT subject_sealed FROM draft WHERE n = 1) WHERE n = 2",
				      NULL, NULL, NULL),
			 SQLITE_OK);
	sqlite3_close(raw);
	names = mc_names_open(o->store, MC_NAMES_DRAFTS);
	mc_vec_init(&found, sizeof(int64_t), 10);
	assert_code(mc_names_find(names, "hai", &found, NULL, NULL), MC_E_VALUE_OPEN);
	mc_vec_done(&found);
	mc_names_close(names);
}

/* Many names: each search finds what a look at every name finds; 32 bytes a row. */
static void many(void **state)
{
	enum { MANY = 5000 };
	static const char *const given[] = {"Hoa", "Hòa", "Dũng", "Dung", "Ánh", "Anh", "Ước"};
	static const char *const family[] = {"Nguyễn", "Trần", "Lê", "Đặng", "Y", "H'"};
	static const char *const queries[] = {"h", "d", "dung", "dũng", "le anh", "nguyen u", "đ"};
	struct office *o = *state;
	struct mc_names *names = mc_names_open(o->store, MC_NAMES_DRAFTS);
	size_t rows;

	assert_ok(mc_db_begin(&o->store->db, NULL));
	for (int n = 1; n <= MANY; n++) {
		char name[100];

		snprintf(name, sizeof(name), "%s %s %s", family[n % 6], given[n / 6 % 7],
			 given[n / 42 % 7]);
		add(o, n, name);
	}
	assert_ok(mc_db_end(&o->store->db, MC_OK, NULL));
	for (size_t q = 0; q < MC_COUNT(queries); q++) {
		struct mc_vec found;
		int wanted = 0;

		mc_vec_init(&found, sizeof(int64_t), MANY);
		assert_ok(mc_names_find(names, queries[q], &found, NULL, NULL));
		for (int n = 1; n <= MANY; n++) {
			char name[100];

			snprintf(name, sizeof(name), "%s %s %s", family[n % 6], given[n / 6 % 7],
				 given[n / 42 % 7]);
			wanted += mc_fold_match(queries[q], name);
		}
		assert_int_equal(found.len, wanted);
		mc_vec_done(&found);
	}
	assert_true(mc_names_size(names, &rows) <= (MANY + 1024) * 32);
	assert_int_equal(rows, MANY);
	mc_names_close(names);
}

/* How many match in which way: whoever merges two lists needs it. */
static void ranks_are_told(void **state)
{
	struct office *o = *state;
	struct mc_names *names = mc_names_open(o->store, MC_NAMES_DRAFTS);
	size_t ranks[MC_NAMES_RANKS];
	struct mc_vec found;

	add(o, 1, "Hoà");
	add(o, 2, "Hòa Bình");
	add(o, 3, "Hoà");
	add(o, 4, "Lê Hòa");
	add(o, 5, "Hoa");
	add(o, 6, "Hòa");
	mc_vec_init(&found, sizeof(int64_t), 5);
	assert_ok(mc_names_find(names, "hòa", &found, ranks, NULL));
	assert_int_equal(ranks[0], 3);
	assert_int_equal(ranks[1], 2);
	assert_int_equal(ranks[2], 0);
	mc_vec_reset(&found);
	assert_ok(mc_names_find(names, "hoa b", &found, ranks, NULL));
	assert_int_equal(ranks[0] + ranks[1], 0);
	assert_int_equal(ranks[2], 1);
	/* a list that is too short is no short list */
	assert_code(mc_names_find(names, "h", &found, NULL, NULL), MC_E_INTERNAL);
	assert_int_equal(found.len, 1);
	mc_vec_done(&found);
	mc_names_close(names);
}

static void whole_words_are_counted(void **state)
{
	struct office *o = *state;
	struct mc_names *names = mc_names_open(o->store, MC_NAMES_DRAFTS);
	size_t count = 9;

	assert_ok(mc_names_count(names, "lí", &count, NULL));
	assert_int_equal(count, 0);
	add(o, 1, "Lí Văn Mẫu");
	add(o, 2, "Linh");
	add(o, 3, "Trần Thị Lí");
	assert_ok(mc_names_count(names, "lí", &count, NULL));
	assert_int_equal(count, 2);
	assert_ok(mc_names_count(names, "li van", &count, NULL));
	assert_int_equal(count, 1);
	assert_ok(mc_names_count(names, "ly", &count, NULL));
	assert_int_equal(count, 0);
	mc_names_close(names);
}

/* ---- nothing is left behind */

static bool listening;
static size_t wiped;

/* In place of libc's: it does the same, and counts. */
void explicit_bzero(void *at, size_t size)
{
	volatile char *byte = at;

	for (size_t i = 0; i < size; i++) {
		byte[i] = 0;
	}
	wiped += listening ? size : 0;
}

static void closing_wipes_all_of_it(void **state)
{
	struct office *o = *state;
	struct mc_names *names = mc_names_open(o->store, MC_NAMES_DRAFTS);
	size_t all;

	for (int n = 1; n <= 50; n++) {
		add(o, n, "Lê Thị Hòa");
	}
	assert_string_equal(find(names, "xuân"), "");
	all = mc_names_size(names, NULL);
	wiped = 0;
	listening = true;
	mc_names_close(names);
	listening = false;
	assert_int_equal(wiped, all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(best_first_then_newest, setup, teardown),
		cmocka_unit_test_setup_teardown(opened_a_few_at_a_time, setup, teardown),
		cmocka_unit_test_setup_teardown(changes_are_seen, setup, teardown),
		cmocka_unit_test_setup_teardown(all_people_of_a_dossier, setup, teardown),
		cmocka_unit_test_setup_teardown(a_name_of_another_key_is_an_error, setup, teardown),
		cmocka_unit_test_setup_teardown(many, setup, teardown),
		cmocka_unit_test_setup_teardown(ranks_are_told, setup, teardown),
		cmocka_unit_test_setup_teardown(whole_words_are_counted, setup, teardown),
		cmocka_unit_test_setup_teardown(closing_wipes_all_of_it, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
